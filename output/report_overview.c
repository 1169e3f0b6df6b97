/* SPDX-License-Identifier: MIT */
/* report_overview.c - tiles, plots and the method box of the report. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "output/file.h"
#include "output/html.h"
#include "output/lookup.h"
#include "output/plot.h"
#include "output/prose.h"
#include "output/report_parts.h"

/* The mean, and the half-width as small print. */
static void add_estimate(const struct summary *s, const char *unit, struct text *html) {
    struct text value = {0}, half = {0};
    bool interval = isfinite(s->high - s->low) && isfinite(s->mean);
    prose_estimate(&value, s, unit, "|"); /* the sign marks where the half-width begins */
    char *cut = interval ? strchr(value.data, '|') : NULL;
    if (cut) {
        text_format(&half, "\u00b1 %s", cut + 2);
        *(cut > value.data ? cut - 1 : cut) = '\0';
    }
    html_text(html, value.data ? value.data : "");
    text_add(html, "<small>");
    html_text(html, half.data ? half.data : "");
    text_add(html, "</small>");
    text_free(&value);
    text_free(&half);
}

void cell_estimate_below(struct text *html, const struct summary *summary, const char *unit) {
    text_add(html, "<td class=\"number\">");
    add_estimate(summary, unit, html);
    text_add(html, "</td>");
}

static void add_tile(const struct study *study, const char *label, const char *name, struct text *html) {
    struct number number = number_named(study, name);
    if (!number.found)
        return;
    text_add(html, "<div class=\"tile\"><dt>");
    html_text(html, label);
    text_add(html, "</dt><dd>");
    add_estimate(&number.summary, number.unit, html);
    text_add(html, "</dd></div>\n");
}

void report_tiles(const struct run_view *view, struct text *html) {
    static const struct {
        const char *label, *name;
    } tiles[] = {{"On time", "on_time"},
                 {"On time, worst day", "on_time_worst_day"},
                 {"Throughput", "throughput.orders_per_day"},
                 {"Cycle time, median", "cycle_time_s.p50"},
                 {"Cycle time, 95th percentile", "cycle_time_s.p95"},
                 {"Cost per order", "cost.per_order"},
                 {"Orders open, mean", "orders.open.mean"},
                 {"Backlog, end minus start", "backlog.end_minus_start"}};
    text_add(html, "<section id=\"key-figures\" aria-label=\"Key figures\">\n<dl class=\"tiles\">\n");
    for (size_t i = 0; i < sizeof tiles / sizeof *tiles; i++)
        add_tile(view->study, tiles[i].label, tiles[i].name, html);
    text_add(html, "</dl>\n</section>\n");
}

/* The number after `key` ("width=\"") in the first line of an SVG; 0 when it is not there. */
static int svg_size(const struct text *svg, const char *key) {
    const char *at = strstr(svg->data, key);
    int size = 0;
    return at && sscanf(at + strlen(key), "%d", &size) == 1 ? size : 0;
}

static void add_figure(const struct plot *plot, const struct text *svg, struct text *html) {
    text_format(html, "<figure id=\"plot-%s\">\n<img alt=\"", plot->name);
    html_text(html, plot->title);
    text_add(html, ": ");
    html_text(html, plot->doc);
    text_format(html, "\" width=\"%d\" height=\"%d\" src=\"data:image/svg+xml;base64,",
                svg_size(svg, "width=\""), svg_size(svg, "height=\""));
    base64(html, svg->data, svg->length);
    text_add(html, "\">\n<figcaption>");
    html_text(html, plot->doc);
    text_format(
        html,
        " <span class=\"quiet\">Data and script: plots/%s.csv, plots/%s.gp.</span></figcaption>\n</figure>\n",
        plot->name, plot->name);
}

static bool is_of_floor(const struct plot *plot) {
    return strncmp(plot->name, "floor_", 6) == 0;
}

int report_figures(const struct plot *const *plots, const char *directory, bool of_floor, struct text *html) {
    enum { MOST_BYTES = 400000 };
    int shown = 0;
    for (const struct plot *const *plot = plots; *plot; plot++) {
        if (is_of_floor(*plot) != of_floor)
            continue;
        struct text path = {0}, svg = {0}, ignored = {0};
        text_format(&path, "%s/plots/%s.svg", directory, (*plot)->name);
        if (file_read(path.data, MOST_BYTES, &svg, &ignored) && svg.length) {
            add_figure(*plot, &svg, html);
            shown++;
        }
        text_free(&path);
        text_free(&svg);
        text_free(&ignored);
    }
    return shown;
}

void report_plots(const struct plot *const *plots, const char *directory, struct text *html) {
    text_add(html, "<section id=\"plots\">\n<h2>Pictures</h2>\n");
    if (!report_figures(plots, directory, false, html))
        text_add(html,
                 "<p>No pictures were drawn. Their data and gnuplot scripts, where there are any, are in "
                 "plots/.</p>\n");
    text_add(html, "</section>\n");
}

static void add_fact(struct text *html, const char *term, const char *fact) {
    text_add(html, "<dt>");
    html_text(html, term);
    text_add(html, "</dt><dd>");
    html_text(html, fact);
    text_add(html, "</dd>\n");
}

static void add_statistics_fact(const struct study *study, struct text *html) {
    struct text fact = {0};
    if (study_replications(study) > 1)
        text_format(&fact,
                    "Means over independent replications with two-sided Student t intervals at %g %% "
                    "confidence; percentiles are means of the percentiles of replications. Bands over time "
                    "show 10 %% to 90 %% of replications.",
                    100 * study_plan(study)->confidence);
    else
        text_add(&fact, "One replication: there are no intervals.");
    add_fact(html, "Statistics", fact.data);
    text_free(&fact);
}

static void add_window_fact(const struct study *study, struct text *html) {
    const struct study_plan *plan = study_plan(study);
    struct text fact = {0};
    text_format(&fact, "%s study over ", plan->kind == STUDY_STEADY ? "Steady-state" : "Terminating");
    prose_duration(&fact, plan->horizon_s);
    if (study_warmup_s(study) > 0) {
        text_add(&fact, plan->kind == STUDY_STEADY ? "; warm-up of " : "; a lead-in of ");
        prose_duration(&fact, study_warmup_s(study));
        text_add(&fact, plan->kind == STUDY_STEADY ? " is not measured."
                                                   : " fills the building and is not measured.");
    } else {
        text_add(&fact, "; all of it is measured.");
    }
    add_fact(html, "Window", fact.data);
    text_free(&fact);
}

static void add_size_fact(const struct study *study, struct text *html) {
    struct text fact = {0};
    int n = study_replications(study);
    text_format(&fact, "%d replication%s from number %d, seed %" PRIu64 ", ", n, n == 1 ? "" : "s",
                study_first(study), study_seed(study));
    prose_number(&fact, (double)study_events(study), 1);
    text_add(&fact, " events, ");
    prose_number(&fact, (double)study_entities(study), 1);
    text_add(&fact, " orders simulated.");
    add_fact(html, "Runs", fact.data);
    text_free(&fact);
}

void report_method(const struct run_view *view, struct text *html) {
    char hash[HASH_TEXT_SIZE];
    struct text program = {0};
    text_format(&program, "fcsim %s", view->version ? view->version : "");
    text_add(html, "<section id=\"method\" class=\"method\">\n<h2>Method</h2>\n<dl class=\"facts\">\n");
    add_size_fact(view->study, html);
    add_window_fact(view->study, html);
    add_statistics_fact(view->study, html);
    add_fact(html, "Assumptions",
             "Demand, work times and absences are drawn from the distributions of the scenario; "
             "a replication with the same number uses the same random numbers in every design. "
             "What each stage assumes is in docs/model.md; every value used is in "
             "scenario.resolved.json.");
    add_fact(html, "Program", program.data);
    text_free(&program);
    add_fact(html, "Scenario hash", hash_text(hash, view->scenario_hash));
    text_add(html, "</dl>\n</section>\n");
}
