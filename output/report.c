/* SPDX-License-Identifier: MIT */
/* report.c - the frame of report.html and the order of its sections.
 *
 * The page loads nothing: the Content-Security-Policy allows the one style and the one script by their
 * hashes, and pictures that are part of the file. Free text is escaped wherever it is written. */
#include "output/report.h"

#include <inttypes.h>
#include <string.h>
#include "output/file.h"
#include "output/html.h"
#include "output/lookup.h"
#include "output/plot.h"
#include "output/prose.h"
#include "output/report_parts.h"
#include "sim/base/text.h"

static const char *title_of(const struct study *study) {
    const struct study_plan *plan = study_plan(study);
    return plan->title && *plan->title ? plan->title : plan->name ? plan->name : "fcsim";
}

void report_begin(const char *title, struct text *html) {
    text_add(html,
             "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
             "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; "
             "style-src 'sha256-");
    sha256_base64(html, report_style, strlen(report_style));
    text_add(html, "'; script-src 'sha256-");
    sha256_base64(html, report_script, strlen(report_script));
    text_add(html, "'; base-uri 'none'; form-action 'none'\">\n"
                   "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                   "<meta name=\"color-scheme\" content=\"light dark\">\n"
                   "<link rel=\"icon\" href=\"data:,\">\n<title>");
    html_text(html, title);
    text_add(html, " - fcsim</title>\n<style>");
    text_add(html, report_style);
    text_add(html, "</style>\n</head>\n<body>\n");
}

void report_end(struct text *html) {
    text_add(html, "<script>");
    text_add(html, report_script);
    text_add(html, "</script>\n</body>\n</html>\n");
}

bool report_save(const struct text *html, const char *directory, struct text *error) {
    struct text path = {0};
    text_format(&path, "%s/report.html", directory);
    bool written = file_write_atomically(path.data, html->data, html->length, error);
    text_free(&path);
    return written;
}

/* "99 %" and "+- 0.3" stay on one line. */
static void add_unbroken(struct text *html, const char *sentence) {
    struct text kept = {0};
    for (const char *c = sentence; *c; c++) {
        bool glued = *c == ' ' && (c[1] == '%' || (c > sentence && (unsigned char)c[-1] == 0xb1) ||
                                   (unsigned char)c[1] == 0xc2);
        text_add_range(&kept, glued ? "\u00a0" : c, glued ? 2 : 1);
    }
    html_text(html, kept.data ? kept.data : "");
    text_free(&kept);
}

static void add_lead_in(const struct study *study, struct text *html) {
    if (!(study_warmup_s(study) > 0))
        return;
    text_add(html, " after ");
    prose_duration(html, study_warmup_s(study));
    text_add(html, study_plan(study)->kind == STUDY_STEADY ? " of warm-up" : " of lead-in");
}

static void add_verdict(const struct run_view *view, struct text *html) {
    static const char *const classes[] = {
        [VERDICT_NONE] = "plain",           [VERDICT_MET] = "met",       [VERDICT_MET_UNSURE] = "unsure",
        [VERDICT_MISSED_UNSURE] = "unsure", [VERDICT_MISSED] = "missed",
    };
    const struct study_plan *plan = study_plan(view->study);
    struct text sentence = {0};
    char from[PROSE_SIZE], to[PROSE_SIZE];
    text_add(html, "<header>\n<h1>");
    html_text(html, title_of(view->study));
    text_format(html, "</h1>\n<p class=\"verdict %s\">", classes[verdict_of(view->study)]);
    verdict_sentence(view->study, "\u00b1", &sentence);
    add_unbroken(html, sentence.data);
    text_add(html, "</p>\n<p class=\"quiet\">");
    if (plan->name && *plan->name) {
        text_add(html, "Scenario <b>");
        html_text(html, plan->name);
        text_add(html, "</b>, ");
    }
    int n = study_replications(view->study);
    text_format(html, "%s from %s to %s", plan->name && *plan->name ? "measured" : "Measured",
                prose_moment(from, plan->start_s + study_warmup_s(view->study)),
                prose_moment(to, plan->start_s + plan->horizon_s));
    add_lead_in(view->study, html);
    text_format(html, "; %d replication%s, seed %" PRIu64 ".", n, n == 1 ? "" : "s", study_seed(view->study));
    if (view->partial)
        text_add(html, " <strong>Interrupted: these are the replications that were finished.</strong>");
    text_add(html, "</p>\n</header>\n<main>\n");
    text_free(&sentence);
}

static void add_warnings(const struct study *study, struct text *html) {
    const char *const *texts = NULL;
    int count = study_warnings(study, &texts);
    if (!count)
        return;
    text_add(html, "<section id=\"notes\" class=\"notes\">\n<h2>What to keep in mind</h2>\n<ul>\n");
    for (int i = 0; i < count; i++) {
        text_add(html, "<li>");
        html_text(html, texts[i]);
        text_add(html, "</li>\n");
    }
    text_add(html, "</ul>\n</section>\n");
}

static void add_results(const struct run_view *view, struct text *html) {
    text_add(html, "<script type=\"application/json\" id=\"results\">\n");
    summary_json(view, html); /* no string in it contains "<" */
    text_add(html, "</script>\n");
}

static void add_body(const struct run_view *view, const char *directory, struct text *html) {
    add_verdict(view, html);
    report_tiles(view, html);
    add_warnings(view->study, html);
    report_changes(view, html);
    report_bottlenecks(view, html);
    report_plots(plots_of_run, directory, html);
    report_floor(view, directory, html);
    report_staffing(view, html);
    report_cost(view, html);
    report_breakdown(view, "carrier", "By carrier", html);
    report_breakdown(view, "merchant", "By merchant", html);
    report_breakdown(view, "channel", "By channel", html);
    report_replications(view, html);
    report_method(view, html);
    text_add(html, "</main>\n");
    add_results(view, html);
}

bool report_write(const struct run_view *view, const char *directory, struct text *error) {
    struct text html = {0};
    report_begin(title_of(view->study), &html);
    add_body(view, directory, &html);
    report_end(&html);
    bool written = report_save(&html, directory, error);
    text_free(&html);
    return written;
}
