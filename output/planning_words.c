/* SPDX-License-Identifier: MIT */
/* planning_words.c - a staffing plan in words, as JSON and for the terminal. */
#include <math.h>
#include <string.h>
#include "output/confirmation_words.h"
#include "output/planning.h"
#include "output/prose.h"
#include "sim/base/text.h"

enum { MOST_DAYS_SHOWN = 14, MOST_PATTERNS = 8 };

static const char *state_name(const struct planning_end *end) {
    return end->state == PLANNING_CONFIRMED   ? "confirmed"
           : end->state == PLANNING_UNDECIDED ? "undecided"
                                              : "not_reached";
}

static void add_test(const struct planning_view *view, int t, struct text *out) {
    const struct target_test *test = &view->end->tests[t];
    const struct target *target = &view->question->targets[test->target];
    const struct confirmation *confirmation = &view->end->confirmations[t];
    const char *unit = target->risk ? "share" : test->unit;
    text_format(out, "%s ", target->risk ? target->typed : test->metric);
    if (target->risk)
        text_add(out, "in ");
    confirmation_value(out, confirmation->estimate, unit);
    text_add(out, target->risk ? " of replications" : "");
    if (confirmation->verdict != CONFIRM_UNDECIDED ||
        confirmation->distinct == 1) /* too few values have no bound */
        confirmation_bound(out, confirmation, target, unit, view->end->alpha);
}

/* Of a target the test that the nearest plan misses most, or meets most narrowly. */
static int worst_test(const struct planning_view *view, int target) {
    const struct planning_end *end = view->end;
    const double *means = end->rounds[end->nearest].means;
    int worst = -1;
    for (int t = 0; t < end->test_count; t++)
        if (end->tests[t].target == target && end->asked[t] &&
            (worst < 0 || !(target_margin(&view->question->targets[target], means[t]) >=
                            target_margin(&view->question->targets[target], means[worst]))))
            worst = t;
    return worst;
}

static void add_nearest(const struct planning_view *view, struct text *out) {
    const struct planning_end *end = view->end;
    text_add(out, " do not reach the target");
    for (int target = 0, said = 0; target < view->question->target_count && end->round_count; target++) {
        const struct target *asked = &view->question->targets[target];
        int t = worst_test(view, target);
        if (t < 0)
            continue;
        if (!said)
            text_format(out, "; of the %d plans they come nearest: ", end->round_count);
        text_format(out, "%s%s ", said++ ? "; " : "", asked->risk ? asked->typed : end->tests[t].metric);
        text_add(out, asked->risk ? "in " : "");
        confirmation_value(out, target_as_typed(asked, end->rounds[end->nearest].means[t]),
                           asked->risk ? "share" : end->tests[t].unit);
        text_add(out, asked->risk ? " of replications" : "");
    }
}

static void add_what_is_missing(const struct planning_end *end, struct text *out) {
    text_add(out, " That was not enough to confirm the target");
    for (int t = 0; t < end->test_count; t++)
        if (end->asked[t] && confirmation_lacks_values(&end->confirmations[t])) {
            text_format(out, ": fewer than %d distinct values need %d replications", CONFIRM_DISTINCT,
                        confirm_fewest_equal(end->confirmations[t].level));
            break;
        }
    text_add_char(out, '.');
}

void planning_sentence(const struct planning_view *view, struct text *out) {
    const struct planning_end *end = view->end;
    prose_number(out, end->plan.paid_h, 4);
    text_add(out, " paid hours");
    if (end->plan.cost > 0) {
        text_add(out, " for ");
        prose_value(out, end->plan.cost, view->currency);
    }
    if (end->state == PLANNING_NOT_REACHED)
        add_nearest(view, out);
    else
        text_add(out, ": ");
    for (int t = 0, said = 0; t < end->test_count && end->confirmations; t++) {
        if (!end->asked[t])
            continue;
        text_add(out, said++ ? "; " : "");
        add_test(view, t, out);
    }
    text_add(out, ".");
    if (end->state == PLANNING_UNDECIDED)
        add_what_is_missing(end, out);
}

void planning_method(const struct planning_view *view, struct text *out) {
    const struct planning_end *end = view->end;
    text_format(out, "%d plan%s simulated with %d replications each", end->round_count,
                end->round_count == 1 ? "" : "s", PLANNING_SEARCH);
    if (end->confirmations)
        text_format(
            out,
            "; %d fresh replications (from %d on) of plan candidate %d at one-sided level %.3g, which "
            "is %g for all candidates together",
            end->confirmations[0].n, end->fresh_first, end->candidates, end->confirmations[0].level,
            end->alpha);
    text_add(out, ".");
    if (end->plan.cut_short)
        text_add(out, " The cover was cut short by its limit of nodes or time: something cheaper may do.");
}

/* JSON */

static void add_number(struct text *out, double value) {
    if (isfinite(value))
        text_add_number(out, value);
    else
        text_add(out, "null");
}

static void add_tests(const struct planning_view *view, struct text *out) {
    const struct planning_end *end = view->end;
    text_add(out, ", \"targets\": [");
    for (int t = 0, said = 0; t < end->test_count && end->confirmations; t++) {
        if (!end->asked[t])
            continue;
        const struct confirmation *confirmation = &end->confirmations[t];
        text_add(out, said++ ? ", {\"target\": " : "{\"target\": ");
        text_add_json_string(out, view->question->targets[end->tests[t].target].typed);
        text_add(out, ", \"metric\": ");
        text_add_json_string(out, end->tests[t].metric);
        text_format(out, ", \"n\": %d, \"holds\": %s, \"estimate\": ", confirmation->n,
                    confirmation->verdict == CONFIRM_HOLDS ? "true" : "false");
        add_number(out, confirmation->estimate);
        text_add(out, ", \"bound\": ");
        add_number(out, confirmation->verdict == CONFIRM_UNDECIDED ? NAN : confirmation->bound);
        text_add(out, ", \"level\": ");
        text_add_number(out, confirmation->level);
        text_add(out, "}");
    }
    text_add(out, "]");
}

void planning_json(const struct planning_view *view, struct text *out) {
    const struct planning_end *end = view->end;
    text_add(out, "{\"title\": ");
    text_add_json_string(out, view->title);
    text_add(out, ", \"scenario\": ");
    text_add_json_string(out, view->name);
    text_format(out, ", \"version\": \"%s\", \"state\": \"%s\", \"plans\": %d, \"candidates\": %d",
                view->version, state_name(end), end->round_count, end->candidates);
    text_add(out, ", \"paid_h\": ");
    text_add_number(out, end->plan.paid_h);
    text_add(out, ", \"cost\": ");
    text_add_number(out, end->plan.cost);
    text_format(out, ", \"cheapest_cover\": %s", end->plan.cut_short ? "false" : "true");
    add_tests(view, out);
    text_add(out, ", \"shifts\": [");
    for (int i = 0; i < end->plan.shift_count; i++) {
        const struct plan_shift *shift = &end->plan.shifts[i];
        text_add(out, i ? ", {\"team\": " : "{\"team\": ");
        text_add_json_string(out, shift->team);
        text_format(out, ", \"date\": \"%s\", \"from\": \"%s\", \"to\": \"%s\", \"people\": %d}", shift->day,
                    shift->from, shift->to, shift->people);
    }
    text_add(out, "]}\n");
}

/* Terminal */

static bool same_times(const struct plan_shift *a, const struct plan_shift *b) {
    return strcmp(a->from, b->from) == 0 && strcmp(a->to, b->to) == 0;
}

/* The shifts that a team works on some day, in the order in which they turn up. */
static int patterns_of(const struct plan_table *plan, const char *team, const struct plan_shift **patterns) {
    int count = 0;
    for (int i = 0; i < plan->shift_count; i++) {
        int k = 0;
        if (strcmp(plan->shifts[i].team, team) != 0)
            continue;
        while (k < count && !same_times(patterns[k], &plan->shifts[i]))
            k++;
        if (k == count && count < MOST_PATTERNS)
            patterns[count++] = &plan->shifts[i];
    }
    return count;
}

static void add_team(const struct plan_table *plan, const char *team, struct text *out) {
    const struct plan_shift *patterns[MOST_PATTERNS];
    int count = patterns_of(plan, team, patterns), days = 0, left_out = 0;
    if (!count)
        return;
    text_format(out, "  %-18s", team);
    for (int k = 0; k < count; k++)
        text_format(out, "%8s-%s", patterns[k]->from, patterns[k]->to);
    text_format(out, "%11s\n", "paid h");
    for (int i = 0; i < plan->shift_count;) {
        const char *day = plan->shifts[i].day;
        int people[MOST_PATTERNS] = {0};
        double paid_h = 0.0;
        bool any = false;
        for (; i < plan->shift_count && strcmp(plan->shifts[i].day, day) == 0; i++) {
            const struct plan_shift *shift = &plan->shifts[i];
            if (strcmp(shift->team, team) != 0)
                continue;
            any = true;
            paid_h += shift->paid_h;
            for (int k = 0; k < count; k++)
                people[k] += same_times(patterns[k], shift) ? shift->people : 0;
        }
        if (!any)
            continue;
        if (days++ >= MOST_DAYS_SHOWN) {
            left_out++;
            continue;
        }
        text_format(out, "    %-16s", day);
        for (int k = 0; k < count; k++)
            text_format(out, "%14d", people[k]);
        text_format(out, "%11.1f\n", paid_h);
    }
    if (left_out)
        text_format(out, "    and %d more day%s\n", left_out, left_out == 1 ? "" : "s");
}

void planning_terminal(const struct planning_view *view, const char *directory, struct text *out) {
    text_format(out, "%s\n\n", view->title);
    planning_sentence(view, out);
    text_add(out, "\n\n");
    for (int t = 0; t < view->end->plan.team_count; t++)
        add_team(&view->end->plan, view->end->plan.teams[t], out);
    text_add(out, "\n  ");
    planning_method(view, out);
    text_add(out, "\n");
    if (directory)
        text_format(out,
                    "\nThe plan: %s/staffing_plan.csv (a scenario reads it as \"staffing_plan\")\nReport: "
                    "%s/report.html\n",
                    directory, directory);
    else
        text_add(out, "\nWith -o DIR the plan is written as staffing_plan.csv, which a scenario reads.\n");
}
