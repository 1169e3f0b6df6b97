/* SPDX-License-Identifier: MIT */
/* sizing_summary.c - a sizing as one JSON object, and on half a screen. */
#include <inttypes.h>
#include <math.h>
#include <string.h>
#include "output/prose.h"
#include "output/sizing.h"
#include "sim/base/text.h"

/* JSON */

static void add_number(struct text *out, double value) {
    if (isfinite(value))
        text_add_number(out, value);
    else
        text_add(out, "null");
}

static void add_key(struct text *out, const char *key) {
    text_add_json_string(out, key);
    text_add(out, ": ");
}

static void add_member(struct text *out, const char *key, double value) {
    text_add(out, ", ");
    add_key(out, key);
    add_number(out, value);
}

static void add_string(struct text *out, const char *key, const char *value) {
    add_key(out, key);
    text_add_json_string(out, value);
}

static const char *state_word(enum sizing_state state) {
    static const char *const words[] = {
        [SIZING_CONFIRMED] = "confirmed",           [SIZING_UNDECIDED] = "undecided",
        [SIZING_NOT_REACHED] = "not_reached",       [SIZING_INTERRUPTED] = "interrupted",
        [SIZING_UNKNOWN_METRIC] = "unknown_metric", [SIZING_FAILED] = "failed"};
    return words[state];
}

static void add_factors(const struct sizing_view *view, const struct sizing_design *design,
                        struct text *out) {
    text_add(out, "\"factors\": {");
    for (int f = 0; f < view->question->factor_count; f++) {
        double number = factor_number(design->words[f]);
        text_add(out, f ? ", " : "");
        add_key(out, view->question->factors[f].name);
        if (isnan(number))
            text_add_json_string(out, design->words[f]);
        else
            text_add_number(out, number);
    }
    text_add(out, "}");
}

static const char *test_name(const struct sizing_view *view, int t) {
    const struct target_test *test = &view->end->tests[t];
    const struct target *target = &view->question->targets[test->target];
    return target->risk ? target->typed : test->metric;
}

static void add_design(const struct sizing_view *view, const struct sizing_design *design, struct text *out) {
    text_add(out, "{");
    add_string(out, "design", design->name);
    text_add(out, ", ");
    add_factors(view, design, out);
    text_format(out, ", \"phase\": \"%s\", \"n\": %d, \"verdict\": \"%s\", \"frontier\": %s",
                design->fresh.n ? "confirmation" : "search", sizing_replications(design),
                sizing_verdict_word(design->verdict), design->frontier ? "true" : "false");
    if (design->reason) {
        text_add(out, ", ");
        add_string(out, "reason", design->reason);
    }
    add_member(out, view->question->objective.name, design->objective);
    text_add(out, ", \"metrics\": {");
    for (int t = 0; t < view->end->test_count; t++) {
        text_add(out, t ? ", " : "");
        add_key(out, test_name(view, t));
        add_number(out,
                   target_as_typed(&view->question->targets[view->end->tests[t].target], design->values[t]));
    }
    text_add(out, "}}");
}

static void add_tests(const struct sizing_view *view, const struct sizing_design *design, struct text *out) {
    static const char *const words[] = {[CONFIRM_HOLDS] = "holds",
                                        [CONFIRM_NOT_SHOWN] = "not_shown",
                                        [CONFIRM_UNDECIDED] = "undecided",
                                        [CONFIRM_MISSES] = "misses"};
    text_add(out, " \"tests\": [");
    for (int t = 0; design && design->candidate && t < view->end->test_count; t++) {
        const struct confirmation *test = &design->confirmation[t];
        const struct target *target = &view->question->targets[view->end->tests[t].target];
        text_add(out, t ? ",\n  {" : "\n  {");
        add_string(out, "target", target->typed);
        text_add(out, ", ");
        add_string(out, "metric", view->end->tests[t].metric);
        text_add(out, ", ");
        add_string(out, "unit", view->end->tests[t].unit);
        text_add(out, ", ");
        add_string(out, "verdict", words[test->verdict]);
        add_member(out, "estimate", target_as_typed(target, test->estimate));
        add_member(out, "bound", target_as_typed(target, test->bound));
        add_member(out, "sd", test->sd);
        add_member(out, "skewness", test->skewness);
        text_format(out, ", \"distinct\": %d, \"undefined\": %d", test->distinct, test->undefined);
        add_member(out, "worst", test->worst);
        text_format(out, ", \"worst_replication\": %d}", SIZING_FRESH_FIRST + test->worst_at);
    }
    text_add(out, "],\n");
}

static void add_selection(const struct sizing_view *view, struct text *out) {
    const struct sizing_selection *selection = view->end->selection;
    text_add(out, " \"selection\": ");
    if (!selection) {
        text_add(out, "null,\n");
        return;
    }
    text_format(out, "{\"decided\": %s", selection->decided ? "true" : "false");
    add_member(out, "delta", selection->delta);
    text_format(out, ", \"level\": %.6g", selection->alpha);
    text_add(out, ", \"designs\": [");
    for (int i = 0; i < selection->count; i++) {
        text_add(out, i ? ", {" : "{");
        add_string(out, "design", view->end->designs[selection->designs[i]]->name);
        text_format(out, ", \"n\": %d", selection->replications[i]);
        add_member(out, view->question->objective.name, selection->means[i]);
        text_add(out, "}");
    }
    text_add(out, "]},\n");
}

static void add_question(const struct sizing_view *view, struct text *out) {
    const struct sizing_question *question = view->question;
    add_string(out, "scenario", question->scenario);
    text_add(out, ", \"set\": [");
    for (int i = 0; i < question->setting_count; i++) {
        text_add(out, i ? ", " : "");
        text_add_json_string(out, question->settings[i].argument);
    }
    text_add(out, "], \"vary\": [");
    for (int f = 0; f < question->factor_count; f++) {
        text_add(out, f ? ", " : "");
        text_add_json_string(out, question->factors[f].typed);
    }
    text_add(out, "], \"targets\": [");
    for (int t = 0; t < question->target_count; t++) {
        text_add(out, t ? ", " : "");
        text_add_json_string(out, question->targets[t].typed);
    }
    text_add(out, "], ");
    add_string(out, question->objective.maximise ? "maximise" : "minimise", question->objective.name);
    if (question->objective.delta > 0.0)
        add_member(out, "delta", question->objective.delta);
    if (question->replications)
        text_format(out, ", \"replications\": %d", question->replications);
    if (question->seed_given)
        text_format(out, ", \"seed\": %" PRIu64, question->seed);
    add_member(out, "confidence", question->confidence);
}

static void add_neighbours(const struct sizing_view *view, struct text *out) {
    struct text why = {0};
    text_add(out, " \"neighbours\": [");
    for (int i = 0; i < view->end->neighbour_count; i++) {
        const struct sizing_neighbour *neighbour = &view->end->neighbours[i];
        const struct sizing_design *design = view->end->designs[neighbour->design];
        text_clear(&why);
        sizing_why(view, design, &why);
        text_add(out, i ? ",\n  {" : "\n  {");
        add_string(out, "factor", view->question->factors[neighbour->factor].name);
        text_add(out, ", ");
        add_string(out, "value", design->words[neighbour->factor]);
        text_add(out, ", ");
        add_string(out, "design", design->name);
        text_add(out, ", ");
        add_string(out, "why", why.data);
        text_add(out, "}");
    }
    text_add(out, "],\n");
    text_free(&why);
}

static void add_chosen(const struct sizing_view *view, const struct sizing_design *design, struct text *out) {
    text_format(out, ",\n \"%s\": ", view->end->state == SIZING_CONFIRMED ? "chosen" : "nearest");
    if (design)
        add_design(view, design, out);
    else
        text_add(out, "null");
    if (design && design->candidate)
        text_format(out, ", \"candidate\": %d, \"level\": %.6g", design->candidate,
                    design->confirmation[0].level);
    text_add(out, ",\n");
}

void sizing_json(const struct sizing_view *view, struct text *out) {
    const struct sizing_end *end = view->end;
    const struct sizing_design *design = end->chosen >= 0 ? end->designs[end->chosen] : NULL;
    struct text sentence = {0};
    sizing_sentence(view, &sentence);
    text_format(out, "{\"state\": \"%s\", ", state_word(end->state));
    add_string(out, "answer", sentence.data);
    text_add(out, ",\n ");
    add_question(view, out);
    add_chosen(view, design, out);
    add_tests(view, design, out);
    add_selection(view, out);
    add_neighbours(view, out);
    text_add(out, " \"notes\": [");
    for (int i = 0; end->notes && end->notes[i]; i++) {
        text_add(out, i ? ", " : "");
        text_add_json_string(out, end->notes[i]);
    }
    text_format(out, "],\n \"candidates\": %d, \"grid\": %.0f, \"search_ended_early\": %s,\n \"designs\": [",
                end->candidates, end->grid, end->exhausted ? "true" : "false");
    for (int i = 0; i < end->count; i++) {
        text_add(out, i ? ",\n  " : "\n  ");
        add_design(view, end->designs[i], out);
    }
    text_add(out, "\n ]}\n");
    text_free(&sentence);
}

/* Terminal */

static void add_neighbour_lines(const struct sizing_view *view, struct text *out) {
    enum { MOST_LINES = 12 };
    const struct sizing_end *end = view->end;
    if (end->neighbour_count)
        text_format(out, "\n  %s:\n", sizing_neighbours_title(view));
    for (int i = 0; i < end->neighbour_count && i < MOST_LINES; i++) {
        const struct sizing_neighbour *neighbour = &end->neighbours[i];
        const struct sizing_design *design = end->designs[neighbour->design];
        text_format(out, "    %s = %s ", view->question->factors[neighbour->factor].name,
                    design->words[neighbour->factor]);
        sizing_why(view, design, out);
        text_add(out, "\n");
    }
}

void sizing_terminal(const struct sizing_view *view, const char *directory, bool colour, struct text *out) {
    const struct sizing_end *end = view->end;
    struct text method = {0};
    const char *begin = !colour ? "" : end->state == SIZING_CONFIRMED ? "\033[1;32m" : "\033[1;33m";
    text_format(out, "%s%s%s\n\n%s", colour ? "\033[1m" : "", *view->title ? view->title : view->name,
                colour ? "\033[0m" : "", begin);
    sizing_sentence(view, out);
    text_format(out, "%s\n", colour ? "\033[0m" : "");
    sizing_method(view, &method);
    if (method.length)
        text_format(out, "\n  %s\n", method.data);
    add_neighbour_lines(view, out);
    for (int i = 0; end->notes && end->notes[i]; i++)
        text_format(out, "  more is not always better: %s\n", end->notes[i]);
    text_add(out, "\n  ");
    if (end->state == SIZING_CONFIRMED)
        text_format(out, "The %s confirmed of the ", sizing_best_word(view));
    sizing_looked_at(view, out);
    text_format(out, "%s.\n", end->exhausted ? "; the search ended at that number" : "");
    if (directory)
        text_format(out, "  report: %s/report.html, tables: %s/designs.csv, frontier.csv\n", directory,
                    directory);
    text_free(&method);
}
