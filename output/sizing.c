/* SPDX-License-Identifier: MIT */
/* sizing.c - the files of a sizing. */
#include "output/sizing.h"

#include <math.h>
#include <string.h>
#include "output/csv_out.h"
#include "output/file.h"
#include "output/plot.h"
#include "sim/base/text.h"

static void add_columns(const struct sizing_view *view, bool frontier, struct text *out) {
    const struct sizing_question *question = view->question;
    struct text name = {0};
    csv_text(out, "design");
    for (int f = 0; f < question->factor_count; f++)
        csv_text(out, question->factors[f].name);
    csv_text(out, "phase");
    csv_text(out, "n");
    csv_text(out, "verdict");
    if (!sizing_objective_is_factor(view))
        csv_text(out, question->objective.name);
    for (int t = 0; t < view->end->test_count; t++) {
        const struct target_test *test = &view->end->tests[t];
        const struct target *target = &question->targets[test->target];
        csv_text(out, target->risk ? target->typed : test->metric);
        text_clear(&name);
        text_format(&name, "%s.bound", target->risk ? target->typed : test->metric);
        if (!frontier)
            csv_text(out, name.data);
    }
    if (!frontier)
        csv_text(out, "reason");
    csv_end(out);
    text_free(&name);
}

static void add_row(const struct sizing_view *view, const struct sizing_design *design, bool frontier,
                    struct text *out) {
    const struct sizing_question *question = view->question;
    csv_text(out, design->name);
    for (int f = 0; f < question->factor_count; f++)
        csv_text(out, design->words[f]);
    csv_text(out, design->fresh.n ? "confirmation" : "search");
    csv_integer(out, sizing_replications(design));
    csv_text(out, sizing_verdict_word(design->verdict));
    if (!sizing_objective_is_factor(view))
        csv_number(out, design->objective);
    for (int t = 0; t < view->end->test_count; t++) {
        const struct target *target = &question->targets[view->end->tests[t].target];
        csv_number(out, target_as_typed(target, design->values[t]));
        if (!frontier)
            csv_number(out, design->candidate ? target_as_typed(target, design->confirmation[t].bound) : NAN);
    }
    if (!frontier)
        csv_text(out, design->reason ? design->reason : "");
    csv_end(out);
}

static bool write_in(const char *directory, const char *name, struct text *content, struct text *error) {
    struct text path = {0};
    text_format(&path, "%s/%s", directory, name);
    bool written = file_write_atomically(path.data, content->data, content->length, error);
    text_free(&path);
    text_free(content);
    return written;
}

/* Cheapest first, or largest first where something is maximised. */
static void add_frontier(const struct sizing_view *view, struct text *out) {
    const struct sizing_end *end = view->end;
    double sign = view->question->objective.maximise ? -1.0 : 1.0, last = -INFINITY;
    for (int shown = 0; shown < end->count;) {
        double next = INFINITY;
        for (int i = 0; i < end->count; i++) {
            double cost = sign * end->designs[i]->objective;
            if (end->designs[i]->frontier && cost > last && cost < next)
                next = cost;
        }
        if (!isfinite(next))
            return;
        for (int i = 0; i < end->count; i++)
            if (end->designs[i]->frontier && sign * end->designs[i]->objective == next) {
                add_row(view, end->designs[i], true, out);
                shown++;
            }
        last = next;
    }
}

static bool write_pictures(const struct sizing_view *view, const char *directory, struct text *error,
                           struct text *warnings) {
    struct text caption = {0};
    text_format(&caption, "%d designs; means over %d to %d replications, of candidates over fresh ones",
                view->end->count, 1, SIZING_POLISH);
    struct plot_source source = {
        .sizing = view, .subtitle = *view->title ? view->title : view->name, .caption = caption.data};
    bool written = plots_write(plots_of_designs, &source, directory, error, warnings);
    text_free(&caption);
    return written;
}

bool sizing_write(const struct sizing_view *view, const char *directory, struct text *error,
                  struct text *warnings) {
    struct text json = {0}, designs = {0}, frontier = {0};
    sizing_json(view, &json);
    add_columns(view, false, &designs);
    for (int i = 0; i < view->end->count; i++)
        add_row(view, view->end->designs[i], false, &designs);
    add_columns(view, true, &frontier);
    add_frontier(view, &frontier);
    bool written = write_in(directory, "sizing.json", &json, error);
    written = write_in(directory, "designs.csv", &designs, written ? error : &(struct text){0}) && written;
    written = write_in(directory, "frontier.csv", &frontier, written ? error : &(struct text){0}) && written;
    return written && write_pictures(view, directory, error, warnings) &&
           sizing_report_write(view, directory, error);
}
