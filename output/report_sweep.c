/* SPDX-License-Identifier: MIT */
/* report_sweep.c - pictures and report.html of a study of many designs. */
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "output/html.h"
#include "output/key_label.h"
#include "output/plot.h"
#include "output/prose.h"
#include "output/report_parts.h"
#include "output/sensitivity.h"
#include "output/sweep.h"
#include "sim/base/arena.h"
#include "sim/base/text.h"

enum { MOST_ROWS = 300, MOST_BEST = 5, MOST_EMBEDDED = 4000, MOST_HEADINGS = 32 };

/* Of the study, else of its scenario, else its scenario's file. */
static const char *title_of(const struct sweep_view *view) {
    if (*view->study->title)
        return view->study->title;
    if (view->title && *view->title)
        return view->title;
    const char *slash = strrchr(view->study->scenario, '/');
    return slash ? slash + 1 : view->study->scenario;
}

static void add_paragraph(struct text *html, const char *class, const char *sentence) {
    text_format(html, "<p class=\"%s\">", class);
    html_text(html, sentence);
    text_add(html, "</p>\n");
}

/* The best */

static enum direction direction_of(const struct sweep_view *view, int metric) {
    const struct metric *of = metric_of(view->subject, view->metrics[metric]);
    return of ? of->better : NO_DIRECTION;
}

/* Designs with the best means, the best first; how many. */
static int best_designs(const struct sweep_view *view, int metric, int *best) {
    enum direction better = direction_of(view, metric);
    int count = 0;
    for (int d = 0; d < view->study->designs.count && better != NO_DIRECTION; d++) {
        const struct sweep_row *row = &view->rows[d];
        if (!row->done || !row->numbers[metric].n)
            continue;
        int place = count;
        for (; place > 0; place--) {
            double other = view->rows[best[place - 1]].numbers[metric].mean;
            double gain = row->numbers[metric].mean - other;
            if (!(better == HIGHER_IS_BETTER ? gain > 0 : gain < 0))
                break;
            if (place < MOST_BEST)
                best[place] = best[place - 1];
        }
        if (place < MOST_BEST) {
            best[place] = d;
            count += count < MOST_BEST;
        }
    }
    return count;
}

static void say_design(const struct sweep_view *view, int design, struct text *out) {
    const struct designs *designs = &view->study->designs;
    for (int f = 0; f < designs->factor_count; f++)
        text_format(out, "%s%s %s", f ? ", " : "", designs->factors[f].name,
                    design_value(designs, design, f));
}

/* Others with the same mean. */
static int equal_designs(const struct sweep_view *view, int metric, int design) {
    int equal = 0;
    for (int d = 0; d < view->study->designs.count; d++)
        equal += d != design && view->rows[d].done &&
                 view->rows[d].numbers[metric].mean == view->rows[design].numbers[metric].mean;
    return equal;
}

static void say_best(const struct sweep_view *view, struct text *out) {
    int best[MOST_BEST];
    for (int m = 0; m < view->metric_count; m++) {
        if (!best_designs(view, m, best))
            continue;
        text_format(out, "Best %s: ", view->metrics[m]);
        prose_estimate(out, &view->rows[best[0]].numbers[m], view->units[m], "\u00b1");
        text_add(out, " with ");
        say_design(view, best[0], out);
        int equal = equal_designs(view, m, best[0]);
        if (equal)
            text_format(out, "; %d other design%s as good", equal, equal == 1 ? " is" : "s are");
        text_add(out, ".");
        return;
    }
    text_format(out, "%d designs.", view->study->designs.count);
}

static void say_strongest(const struct sweep_view *view, int metric, struct text *out) {
    const struct sensitivity *s = view->sensitivity;
    int *order = arena_array(s->arena, int, s->factor_count + 1);
    sensitivity_order(s, metric, order);
    text_format(out, "%s depends most on %s", s->metrics[metric], s->study->designs.factors[order[0]].name);
    if (s->factor_count > 1)
        text_format(out, ", then %s", s->study->designs.factors[order[1]].name);
    text_add(out, ".");
}

/* The answer for the first metric, then for the others. */
static void add_verdict(const struct sweep_view *view, struct text *html) {
    struct text sentence = {0};
    if (view->sensitivity)
        say_strongest(view, 0, &sentence);
    else
        say_best(view, &sentence);
    add_paragraph(html, "verdict plain", sentence.data);
    text_clear(&sentence);
    for (int m = 1; view->sensitivity && m < view->metric_count; m++) {
        text_add(&sentence, m > 1 ? " " : "");
        say_strongest(view, m, &sentence);
    }
    if (sentence.length)
        add_paragraph(html, "", sentence.data);
    text_free(&sentence);
}

static void add_header(const struct sweep_view *view, struct text *html) {
    struct text sentence = {0};
    int least = 0, most = 0;
    for (int d = 0; d < view->study->designs.count; d++) {
        int n = view->rows[d].n;
        least = n && (!least || n < least) ? n : least;
        most = n > most ? n : most;
    }
    text_add(html, "<header>\n<h1>");
    html_text(html, title_of(view));
    text_add(html, "</h1>\n");
    add_verdict(view, html);
    if (*view->study->description)
        add_paragraph(html, "", view->study->description);
    text_format(&sentence, "%d designs of %d", view->study->designs.count, least);
    if (most != least)
        text_format(&sentence, " to %d", most);
    text_format(&sentence, " replication%s, seed %" PRIu64 "; scenario %s.", most == 1 ? "" : "s", view->seed,
                view->study->scenario);
    add_paragraph(html, "quiet", sentence.data);
    text_add(html, "</header>\n<main>\n");
    text_free(&sentence);
}

static void add_note(void *self, const char *sentence) {
    text_add(self, "<li>");
    html_text(self, sentence);
    text_add(self, "</li>\n");
}

static void add_notes(const struct sweep_view *view, struct text *html) {
    struct text notes = {0}, sentence = {0};
    int shown = 0;
    sweep_notes(view, add_note, &notes);
    for (int d = 0; d < view->study->designs.count; d++) {
        const struct sweep_row *row = &view->rows[d];
        if (!row->reason || shown++ >= MOST_BEST)
            continue;
        text_clear(&sentence);
        text_format(&sentence, "%s: %s", row->name, row->reason);
        add_note(&notes, sentence.data);
    }
    if (notes.length)
        text_format(html,
                    "<section id=\"notes\" class=\"notes\">\n<h2>What to keep in mind</h2>\n<ul>\n%s</ul>\n"
                    "</section>\n",
                    notes.data);
    text_free(&notes);
    text_free(&sentence);
}

/* Tables */

static void add_factors(const struct study_config *study, struct text *html) {
    table_open(html, "factors", "What is varied", NULL,
               (const char *const[]){"Key", "<Values", "Number of values", NULL});
    for (int f = 0; f < study->designs.factor_count; f++) {
        const struct factor *factor = &study->designs.factors[f];
        int steps = factor_steps(factor);
        text_add(html, "<tr><th scope=\"row\"><code>");
        html_text(html, factor->name);
        text_add(html, "</code></th>");
        cell_text(html, factor->typed + strlen(factor->name) + 1);
        if (steps)
            text_format(html, "<td class=\"number\">%d</td></tr>\n", steps);
        else
            text_add(html, "<td class=\"number\">any</td></tr>\n");
    }
    table_close(html);
}

static void design_cells(const struct sweep_view *view, int design, struct text *html) {
    const struct designs *designs = &view->study->designs;
    text_add(html, "<tr><th scope=\"row\">");
    html_text(html, view->rows[design].name ? view->rows[design].name : "");
    text_add(html, "</th>");
    if (designs->factor_count + view->metric_count + 2 > MOST_HEADINGS) {
        struct text all = {0};
        say_design(view, design, &all);
        cell_text(html, all.data);
        text_free(&all);
        return;
    }
    for (int f = 0; f < designs->factor_count; f++)
        cell_text(html, *design_value(designs, design, f) ? design_value(designs, design, f) : "as it is");
}

static int design_headings(const struct sweep_view *view, struct arena *arena, const char **headings) {
    const struct designs *designs = &view->study->designs;
    char label[KEY_LABEL_SIZE];
    int count = 0;
    headings[count++] = "Design";
    if (designs->factor_count + view->metric_count + 2 > MOST_HEADINGS)
        headings[count++] = "<Values";
    for (int f = 0; f < designs->factor_count && count + view->metric_count + 1 < MOST_HEADINGS; f++)
        headings[count++] = arena_format(arena, "<%s", key_label(label, designs->factors[f].name, 1));
    return count;
}

static void add_best(const struct sweep_view *view, struct arena *arena, struct text *html) {
    const char *headings[MOST_HEADINGS + 2];
    for (int m = 0; m < view->metric_count; m++) {
        int best[MOST_BEST], count = best_designs(view, m, best),
                             used = design_headings(view, arena, headings);
        if (!count)
            continue;
        headings[used++] = view->metrics[m];
        headings[used] = NULL;
        table_open(html, arena_format(arena, "best-%d", m), arena_format(arena, "Best %s", view->metrics[m]),
                   m ? NULL
                     : "The best of many looks a little better than it is, and neighbours may not differ; "
                       "fcsim compare says which do.",
                   headings);
        for (int i = 0; i < count; i++) {
            design_cells(view, best[i], html);
            cell_estimate(html, &view->rows[best[i]].numbers[m], view->units[m]);
            text_add(html, "</tr>\n");
        }
        table_close(html);
    }
}

static void add_designs(const struct sweep_view *view, struct arena *arena, struct text *html) {
    const char *headings[MOST_HEADINGS + 2];
    int used = design_headings(view, arena, headings), shown[MOST_HEADINGS], metrics = 0;
    for (int m = 0; m < view->metric_count && used < MOST_HEADINGS; m++) {
        shown[metrics++] = m;
        headings[used++] = view->metrics[m];
    }
    headings[used] = NULL;
    text_add(html, "<details>\n<summary>All designs</summary>\n");
    table_open(html, "designs", "Designs",
               view->study->designs.count > MOST_ROWS ? "The first 300; all are in designs.csv."
                                                      : "Also in designs.csv, with more digits.",
               headings);
    for (int d = 0; d < view->study->designs.count && d < MOST_ROWS; d++) {
        design_cells(view, d, html);
        for (int i = 0; i < metrics; i++)
            if (view->rows[d].done)
                cell_estimate(html, &view->rows[d].numbers[shown[i]], view->units[shown[i]]);
            else
                text_add(html, "<td class=\"number\">failed</td>");
        text_add(html, "</tr>\n");
    }
    table_close(html);
    text_add(html, "</details>\n");
}

static void cell_bounds(struct text *html, struct bounds bounds, const char *unit) {
    struct text plain = {0};
    sensitivity_value(&plain, bounds, unit, "\u00b1");
    text_add(html, "<td class=\"number\">");
    html_text(html, plain.data);
    text_add(html, "</td>");
    text_free(&plain);
}

static void cell_index(struct text *html, const struct bounds *bounds) {
    text_add(html, "<td class=\"number\">");
    if (bounds && isfinite(bounds->value))
        text_format(html, "%.2f (%.2f to %.2f)", bounds->value, bounds->low, bounds->high);
    else
        text_add(html, bounds ? "n/a" : "-");
    text_add(html, "</td>");
}

static void sensitivity_row(const struct sweep_view *view, int m, int f, struct text *html) {
    const struct sensitivity *s = view->sensitivity;
    const struct sobol_index *index = sensitivity_index(s, m, f);
    text_add(html, "<tr><th scope=\"row\">");
    html_text(html, s->study->designs.factors[f].name);
    text_add(html, "</th>");
    cell_bounds(html, s->bars[m * s->factor_count + f].swing, view->units[m]);
    if (s->effects) {
        cell_bounds(html, s->effects[m * s->factor_count + f].star, view->units[m]);
        cell_bounds(html, s->effects[m * s->factor_count + f].sigma, view->units[m]);
    }
    if (s->indices) {
        cell_index(html, index ? &index->first : NULL);
        cell_index(html, index ? &index->total : NULL);
    }
    text_add(html, "</tr>\n");
}

static void add_sensitivity(const struct sweep_view *view, struct arena *arena, struct text *html) {
    const struct sensitivity *s = view->sensitivity;
    int *order = arena_array(arena, int, s->factor_count + 1);
    const char *headings[10] = {"Key", "High less low"};
    int count = 2;
    if (s->effects) {
        headings[count++] = "mu*";
        headings[count++] = "sigma";
    }
    if (s->indices) {
        headings[count++] = "First order";
        headings[count++] = "Total";
    }
    for (int m = 0; m < s->metric_count; m++) {
        struct text note = {0};
        if (isfinite(s->noise[m]))
            text_format(&note, "%.1f %% of the variance between designs is noise of the simulation.",
                        100 * s->noise[m]);
        table_open(html, arena_format(arena, "sensitivity-%d", m),
                   arena_format(arena, "What moves %s", s->metrics[m]), note.data, headings);
        sensitivity_order(s, m, order);
        for (int f = 0; f < s->factor_count; f++)
            sensitivity_row(view, m, order[f], html);
        table_close(html);
        text_free(&note);
    }
}

/* Method */

static void add_fact(struct text *html, const char *term, const char *fact) {
    text_add(html, "<dt>");
    html_text(html, term);
    text_add(html, "</dt><dd>");
    html_text(html, fact);
    text_add(html, "</dd>\n");
}

static void add_method(const struct sweep_view *view, struct text *html) {
    char hash[HASH_TEXT_SIZE];
    struct text fact = {0};
    text_add(html, "<section id=\"method\" class=\"method\">\n<h2>Method</h2>\n<dl class=\"facts\">\n");
    text_format(&fact,
                "%d, seed %" PRIu64 "; a replication with the same number uses the same random numbers "
                "in every design.",
                view->study->designs.count, view->seed);
    add_fact(html, "Designs", fact.data);
    if (view->sensitivity) {
        const struct sensitivity_config *config = &view->sensitivity->config;
        text_clear(&fact);
        text_format(&fact,
                    "Elementary effects: %d trajectories on %d levels (Morris 1991; Campolongo, "
                    "Cariboni and Saltelli 2007). Indices: %d samples of a Sobol sequence, first order "
                    "by Saltelli et al. 2010, total by Jansen 1999. Factors are even over their range.",
                    config->morris.trajectories, config->morris.levels, config->sobol.samples);
        add_fact(html, "Sampling", fact.data);
    } else {
        add_fact(html, "Kind of design", view->study->design.is->name);
    }
    text_clear(&fact);
    text_format(&fact,
                "Means over independent replications with two-sided Student t intervals at %g %% "
                "confidence, each by itself.",
                100 * view->confidence);
    add_fact(html, "Statistics", fact.data);
    text_clear(&fact);
    text_format(&fact, "fcsim %s", view->version);
    add_fact(html, "Program", fact.data);
    text_clear(&fact);
    text_format(&fact, "%s of %s; the others are in designs.csv", hash_text(hash, view->rows[0].hash),
                view->rows[0].name ? view->rows[0].name : "d0001");
    add_fact(html, "Scenario hash", fact.data);
    add_fact(html, "Repeat it", "study.json in this directory is the whole study.");
    text_add(html, "</dl>\n</section>\n");
    text_free(&fact);
}

static void add_results(const struct sweep_view *view, struct text *html) {
    if (view->study->designs.count > MOST_EMBEDDED && !view->sensitivity)
        return; /* designs.csv has them */
    text_add(html, "<script type=\"application/json\" id=\"results\">\n");
    if (view->sensitivity)
        sensitivity_json(view, view->sensitivity, html);
    else
        sweep_json(view, html); /* no string in it contains "<" */
    text_add(html, "</script>\n");
}

static bool write_report(const struct sweep_view *view, const char *directory, struct text *error) {
    struct text html = {0};
    struct arena *arena = arena_create();
    report_begin(title_of(view), &html);
    add_header(view, &html);
    add_notes(view, &html);
    if (view->sensitivity)
        add_sensitivity(view, arena, &html);
    add_factors(view->study, &html);
    if (!view->sensitivity)
        add_best(view, arena, &html);
    report_plots(plots_of_designs, directory, &html);
    add_designs(view, arena, &html);
    add_method(view, &html);
    text_add(&html, "</main>\n");
    add_results(view, &html);
    report_end(&html);
    bool written = report_save(&html, directory, error);
    arena_destroy(arena);
    text_free(&html);
    return written;
}

static void add_caption(const struct sweep_view *view, struct text *caption) {
    int most = 0;
    for (int d = 0; d < view->study->designs.count; d++)
        most = view->rows[d].n > most ? view->rows[d].n : most;
    text_format(caption, "%d designs, n = %d replication%s each", view->study->designs.count, most,
                most == 1 ? "" : "s");
    if (most > 1)
        text_format(caption, ", %g %% confidence", 100 * view->confidence);
}

bool sweep_pictures(const struct sweep_view *view, const char *directory, struct text *error,
                    struct text *warnings) {
    struct text caption = {0};
    add_caption(view, &caption);
    struct plot_source source = {.sweep = view, .subtitle = title_of(view), .caption = caption.data};
    bool written = plots_write(plots_of_designs, &source, directory, error, warnings) &&
                   write_report(view, directory, error);
    text_free(&caption);
    return written;
}
