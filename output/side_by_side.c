/* SPDX-License-Identifier: MIT */
/* side_by_side.c - see side_by_side.h. */
#include "output/side_by_side.h"

#include <math.h>
#include <string.h>
#include "output/html.h"
#include "output/prose.h"
#include "output/report_parts.h"
#include "sim/base/text.h"

enum { MOST_SETTINGS = 200, MOST_RUNS = 24 /* with settings of their own */ };

const char *const side_metrics[SIDE_METRICS] = {"on_time",          "throughput.orders_per_day",
                                                "cycle_time_s.p50", "cycle_time_s.p95",
                                                "cost.per_order",   "backlog.end_minus_start"};
static const char *const titles[SIDE_METRICS] = {"On time",        "Throughput",     "Cycle time p50",
                                                 "Cycle time p95", "Cost per order", "Backlog change"};

static bool is_known(const struct side_view *view, int metric) {
    for (int r = 0; r < view->run_count; r++)
        if (isfinite(view->runs[r].numbers[metric].mean))
            return true;
    return false;
}

static void add_run(const struct side_view *view, const struct side_run *run, struct text *html) {
    text_add(html, "<tr><th scope=\"row\">");
    html_text(html, run->directory);
    text_add(html, "<small>");
    html_text(html, run->scenario);
    text_format(html, ", %d replication%s, seed %.0f%s</small></th>", run->replications,
                run->replications == 1 ? "" : "s", run->seed, run->partial ? ", interrupted" : "");
    for (int m = 0; m < SIDE_METRICS; m++)
        if (is_known(view, m))
            cell_estimate_below(html, &run->numbers[m], run->units[m]);
    text_add(html, "</tr>\n");
}

static void add_runs(const struct side_view *view, struct text *html) {
    const char *headings[SIDE_METRICS + 2] = {"Run"};
    for (int m = 0, count = 1; m < SIDE_METRICS; m++)
        if (is_known(view, m))
            headings[count++] = titles[m];
    struct text note = {0};
    text_format(&note,
                "Means with half-widths at %g %% confidence, each by itself. Runs with the same seed share "
                "their random numbers, so a difference may be certain where intervals overlap: fcsim compare "
                "judges it.",
                100 * view->confidence);
    table_open(html, "runs", "Key figures", note.data, headings);
    for (int r = 0; r < view->run_count; r++)
        add_run(view, &view->runs[r], html);
    table_close(html);
    text_free(&note);
}

static void add_settings(const struct side_view *view, struct text *html) {
    const char *headings[MOST_RUNS + 2] = {"Setting"};
    struct text names[MOST_RUNS] = {{0}}, note = {0};
    int runs = view->run_count < MOST_RUNS ? view->run_count : MOST_RUNS,
        shown = view->setting_count < MOST_SETTINGS ? view->setting_count : MOST_SETTINGS;
    for (int r = 0; r < runs; r++) {
        text_format(&names[r], "<%s", view->runs[r].directory);
        headings[1 + r] = names[r].data;
    }
    text_format(&note, view->setting_count ? "%d setting%s not the same in all runs." : "None.",
                view->setting_count, view->setting_count == 1 ? " is" : "s are");
    if (shown < view->setting_count)
        text_format(&note, " These are the first %d.", shown);
    if (runs < view->run_count)
        text_format(&note, " Values of the first %d runs.", runs);
    table_open(html, "settings", "What differs", note.data, headings);
    for (int i = 0; i < shown; i++) {
        text_add(html, "<tr><th scope=\"row\"><code>");
        html_text(html, view->settings[i].path);
        text_add(html, "</code></th>");
        for (int r = 0; r < runs; r++) {
            text_add(html, "<td><code>");
            html_text(html, view->settings[i].values[r]);
            text_add(html, "</code></td>");
        }
        text_add(html, "</tr>\n");
    }
    table_close(html);
    for (int r = 0; r < runs; r++)
        text_free(&names[r]);
    text_free(&note);
}

bool side_by_side_write(const struct side_view *view, const char *path, struct text *error) {
    struct text html = {0};
    report_begin("Runs side by side", &html);
    text_format(&html, "<header>\n<h1>%d run%s side by side</h1>\n</header>\n<main>\n", view->run_count,
                view->run_count == 1 ? "" : "s");
    add_runs(view, &html);
    add_settings(view, &html);
    text_add(&html, "<p class=\"quiet\">fcsim ");
    html_text(&html, view->version);
    text_add(&html, "</p>\n</main>\n");
    report_end(&html);
    bool written = file_write_atomically(path, html.data, html.length, error);
    text_free(&html);
    return written;
}
