/* SPDX-License-Identifier: MIT */
/* report_comparison.c - report.html of a comparison or a selection. */
#include <math.h>
#include "output/comparison.h"
#include "output/html.h"
#include "output/plot.h"
#include "output/prose.h"
#include "output/report_parts.h"
#include "sim/base/text.h"

#define LEAST_P 0.0001 /* smaller ones are told as such */

static void add_paragraph(struct text *html, const char *class, const char *sentence) {
    text_format(html, "<p class=\"%s\">", class);
    html_text(html, sentence);
    text_add(html, "</p>\n");
}

/* What was found, in a line; what was not is below. */
static void add_verdict(const struct comparison_view *view, struct text *html) {
    struct text sentence = {0};
    int found = 0;
    for (int i = 0; i < view->family_count; i++)
        found += view->rows[i].paired.verdict != NOT_DISTINGUISHABLE;
    if (view->selection)
        selection_sentence(view, &sentence);
    else
        text_format(&sentence, "%d of %d comparison%s with %s show%s a difference.", found,
                    view->family_count, view->family_count == 1 ? "" : "s", view->alternatives[0].name,
                    found == 1 ? "s" : "");
    text_add(html, "<header>\n<h1>");
    html_text(html, view->title);
    text_add(html, "</h1>\n");
    add_paragraph(
        html, found || (view->selection && view->selection->left == 1) ? "verdict plain" : "verdict unsure",
        sentence.data);
    text_clear(&sentence);
    text_format(&sentence, "%d alternatives, ", view->count);
    prose_count(&sentence, view->replications, "replication");
    text_format(&sentence, ", seed %llu.", (unsigned long long)view->seed);
    add_paragraph(html, "quiet", sentence.data);
    text_add(html, "</header>\n<main>\n");
    text_free(&sentence);
}

static void add_warnings(const struct comparison_view *view, struct text *html) {
    if (!view->warning_count)
        return;
    text_add(html, "<section id=\"notes\" class=\"notes\">\n<h2>What to keep in mind</h2>\n<ul>\n");
    for (int i = 0; i < view->warning_count; i++) {
        text_add(html, "<li>");
        html_text(html, view->warnings[i]);
        text_add(html, "</li>\n");
    }
    text_add(html, "</ul>\n</section>\n");
}

static void add_item(struct text *sentence, struct text *html) {
    text_add(html, "<li>");
    html_text(html, sentence->data ? sentence->data : "");
    text_add(html, "</li>\n");
    text_free(sentence);
}

static void add_screened(const struct comparison_view *view, struct text *html) {
    for (int i = 0; i < view->screened_count; i++) {
        const struct screened *screened = &view->screened[i];
        struct text sentence = {0};
        if (screened->left == view->count)
            text_format(&sentence, "Any of the %d may be the best by %s", view->count, screened->metric);
        else
            text_format(&sentence, "May be the best by %s: ", screened->metric);
        for (int a = 0, shown = 0; a < view->count && screened->left < view->count; a++)
            if (screened->in[a])
                text_format(&sentence, "%s%s", shown++ ? "; " : "", view->alternatives[a].name);
        text_add_char(&sentence, '.');
        add_item(&sentence, html);
    }
}

/* What differs goes before what is not distinguishable. */
static void add_sentences(const struct comparison_view *view, struct text *html) {
    enum { MOST_SENTENCES = 40 };
    text_add(html, "<section id=\"comparison\">\n<h2>Comparison</h2>\n<ul>\n");
    for (int pass = 0, shown = 0; pass < 2; pass++)
        for (int i = 0; i < view->family_count && shown < MOST_SENTENCES; i++) {
            struct text sentence = {0};
            if ((view->rows[i].paired.verdict == NOT_DISTINGUISHABLE) != pass)
                continue;
            comparison_sentence(view, &view->rows[i], &sentence);
            add_item(&sentence, html);
            shown++;
        }
    add_screened(view, html);
    text_add(html, "</ul>\n</section>\n");
}

static void cell_prose(struct text *html, struct text *plain) {
    text_add(html, "<td class=\"number\">");
    html_text(html, plain->data ? plain->data : "");
    text_add(html, "</td>");
    text_free(plain);
}

/* The alternative's, below it that of the base. */
static void cell_means(struct text *html, const struct paired *paired, const char *unit) {
    struct text plain = {0};
    text_add(html, "<td class=\"number\">");
    prose_value(&plain, paired->mean_b, unit);
    html_text(html, plain.data);
    text_clear(&plain);
    text_add(&plain, "base ");
    prose_value(&plain, paired->mean_a, unit);
    text_add(html, "<small>");
    html_text(html, plain.data);
    text_add(html, "</small></td>");
    text_free(&plain);
}

static void add_row(const struct comparison_view *view, const struct compared *row, struct text *html) {
    const struct paired *paired = &row->paired;
    struct text number = {0}, more = {0};
    text_add(html, "<tr><th scope=\"row\">");
    html_text(html, view->alternatives[row->alternative].name);
    text_add(html, "</th>");
    cell_text(html, row->metric);
    cell_means(html, paired, row->unit);
    cell_difference(html, paired, row->unit);
    text_format(&number,
                !isfinite(paired->p_holm)  ? "n/a"
                : paired->p_holm < LEAST_P ? "< %g"
                                           : "%.2g",
                paired->p_holm < LEAST_P ? LEAST_P : paired->p_holm);
    cell_prose(html, &number);
    text_format(&number, isfinite(paired->correlation) ? "%.2f" : "n/a", paired->correlation);
    cell_prose(html, &number);
    text_add(&more, verdict_word(paired->verdict));
    if (paired->more)
        text_format(&more, " (%ld more)", paired->more);
    cell_text(html, more.data);
    text_free(&more);
    text_add(html, "</tr>\n");
}

static void add_table(const struct comparison_view *view, struct text *html) {
    enum { MOST_ROWS = 500 };
    table_open(
        html, "differences", "Differences",
        "Alternative less base, replication by replication. The intervals hold together (Bonferroni); the "
        "verdicts are Holm's, which find a little more. \"12 more\": so many more replications would "
        "probably decide.",
        (const char *const[]){"Alternative", "<Metric", "Mean", "Difference", "p (Holm)", "Correlation",
                              "<Verdict", NULL});
    for (int i = 0; i < view->family_count && i < MOST_ROWS; i++)
        add_row(view, &view->rows[i], html);
    table_close(html);
}

static void add_selection(const struct comparison_view *view, struct text *html) {
    const struct selection *selection = view->selection;
    table_open(html, "selection", "Selection",
               "Kim and Nelson's procedure: replications are added to all that may still be the best.",
               (const char *const[]){"Alternative", "Replications", "Mean", "Dropped after", NULL});
    for (int i = 0; i < view->count; i++) {
        const struct alternative *alternative = &view->alternatives[i];
        text_add(html, "<tr><th scope=\"row\">");
        html_text(html, alternative->name);
        text_format(html, "</th><td class=\"number\">%d</td>", alternative->replications);
        cell_value(html, alternative->mean, selection->unit);
        if (alternative->dropped_after)
            text_format(html, "<td class=\"number\">%d</td></tr>\n", alternative->dropped_after);
        else
            text_format(html, "<td class=\"number\">%s</td></tr>\n",
                        selection->left == 1 ? "selected" : "left");
    }
    table_close(html);
}

static void add_method(const struct comparison_view *view, struct text *html) {
    text_add(html,
             "<section id=\"method\" class=\"method\">\n<h2>Method</h2>\n<dl class=\"facts\">\n"
             "<dt>Pairs</dt><dd>A replication with the same number uses the same random numbers in every "
             "alternative; differences are taken replication by replication.</dd>\n<dt>Statistics</dt><dd>");
    if (view->selection)
        text_format(
            html,
            "Kim and Nelson 2001, first stage of %d replications, %g %% confidence; differences below the "
            "indifference zone do not matter.",
            view->selection->first_stage, 100 * view->confidence);
    else
        text_format(
            html,
            "Student's paired test; %d comparisons in the family, %g %% confidence for all of them "
            "together. All other metrics are in comparison.csv, marked exploratory: of many looked at, some "
            "differ by chance.",
            view->family_count, 100 * view->confidence);
    text_add(html, "</dd>\n<dt>Program</dt><dd>fcsim ");
    html_text(html, view->version);
    text_add(html, "</dd>\n");
    for (int i = 0; i < view->count && i < 20; i++) {
        char hash[HASH_TEXT_SIZE];
        text_add(html, "<dt>Scenario hash</dt><dd>");
        html_text(html, view->alternatives[i].name);
        text_format(html, ": %s</dd>\n", hash_text(hash, view->alternatives[i].hash));
    }
    text_add(html, "</dl>\n</section>\n</main>\n");
}

bool comparison_report(const struct comparison_view *view, const char *directory, struct text *error) {
    struct text html = {0};
    report_begin(view->title, &html);
    add_verdict(view, &html);
    add_warnings(view, &html);
    if (view->selection) {
        add_selection(view, &html);
    } else {
        add_sentences(view, &html);
        report_plots(plots_of_designs, directory, &html);
        add_table(view, &html);
    }
    add_method(view, &html);
    text_add(&html, "<script type=\"application/json\" id=\"results\">\n");
    comparison_json(view, &html); /* no string in it contains "<" */
    text_add(&html, "</script>\n");
    report_end(&html);
    bool written = report_save(&html, directory, error);
    text_free(&html);
    return written;
}
