/* SPDX-License-Identifier: MIT */
/* sizing_words.c - designs, verdicts and the confirmation in words. */
#include <math.h>
#include <string.h>
#include "output/confirmation_words.h"
#include "output/prose.h"
#include "output/sizing.h"
#include "sim/base/text.h"

/* The part of a path between dots, counted from the end, from 0; its length. */
static size_t part_from_end(const char *path, int which, const char **start) {
    const char *end = path + strlen(path);
    for (;; which--) {
        const char *from = end;
        while (from > path && from[-1] != '.')
            from--;
        *start = from;
        if (which == 0 || from == path)
            return which == 0 ? (size_t)(end - from) : 0;
        end = from - 1;
    }
}

static bool part_is(const char *path, int which, const char *word) {
    const char *start;
    size_t length = part_from_end(path, which, &start);
    return length == strlen(word) && memcmp(start, word, length) == 0;
}

/* Of a plural ("benches", "packers"): "bench", "packer". */
static size_t singular(const char *start, size_t length) {
    static const char *const ends[] = {"shes", "ches", "xes", "sses"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        size_t n = strlen(ends[i]);
        if (length > n && memcmp(start + length - n, ends[i], n) == 0)
            return length - 2;
    }
    return length - (start[length - 1] == 's');
}

static void add_words(struct text *out, const char *start, size_t length) {
    for (size_t i = 0; i < length; i++)
        text_add_char(out, start[i] == '_' ? ' ' : start[i]);
}

/* A plural ("benches"), and no unit ("set_up_s"). */
static bool counts_things(const char *start, size_t length) {
    return length > 2 && start[length - 1] == 's' && start[length - 2] != '_' && start[length - 2] != 's';
}

/* "18 pickers in shift 1" for teams.pickers.shifts.0.people, "30 benches" for packing.benches. */
static void add_factor(struct text *out, const struct factor *factor, const char *word) {
    const char *start;
    const char *path = factor->paths[0];
    double number = factor_number(word);
    bool whole = number == rint(number);
    size_t last = part_from_end(path, 0, &start);
    const char *team, *shift;
    size_t team_length = part_from_end(path, 3, &team), shift_length = part_from_end(path, 1, &shift);
    bool people = part_is(path, 0, "people") && part_is(path, 2, "shifts") && team_length && *team > '9';
    if (factor->path_count == 1 && whole && people) {
        text_format(out, "%s ", word);
        add_words(out, team, number == 1.0 ? singular(team, team_length) : team_length);
        if (shift_length == 1 && *shift >= '0' && *shift <= '8')
            text_format(out, " in shift %d", *shift - '0' + 1);
        else
            text_format(out, " in shift %.*s", (int)shift_length, shift);
    } else if (factor->path_count == 1 && whole && counts_things(start, last)) {
        text_format(out, "%s ", word);
        add_words(out, start, number == 1.0 ? singular(start, last) : last);
    } else {
        text_format(out, "%s = %s", factor->name, word);
    }
}

void sizing_design_words(const struct sizing_view *view, const struct sizing_design *design,
                         struct text *out) {
    const struct sizing_question *question = view->question;
    for (int f = 0; f < question->factor_count; f++) {
        text_add(out, f == 0 ? "" : f == question->factor_count - 1 ? " and " : ", ");
        add_factor(out, &question->factors[f], design->words[f]);
    }
}

const char *sizing_verdict_word(enum design_verdict verdict) {
    static const char *const words[] = {
        [DESIGN_FAILED] = "failed",       [DESIGN_MISSES] = "misses",
        [DESIGN_DEARER] = "dearer",       [DESIGN_NARROW] = "narrow",
        [DESIGN_PROMISING] = "promising", [DESIGN_NOT_CONFIRMED] = "not_confirmed",
        [DESIGN_CONFIRMED] = "confirmed"};
    return words[verdict];
}

static const struct target *target_of(const struct sizing_view *view, int test) {
    return &view->question->targets[view->end->tests[test].target];
}

static double bound_or_mean(const struct sizing_design *design, int test) {
    return design->candidate ? design->confirmation[test].bound : design->values[test];
}

/* What other designs have a value of and this one has not, though it has the member: less room there is none.
 */
static bool lacks_value(const struct sizing_view *view, const struct sizing_design *design, int test) {
    return target_of_all(target_of(view, test)) && view->end->defined[test] && design->has[test] &&
           isnan(bound_or_mean(design, test));
}

/* Of the tests of a target the one with least room; -1 if none is defined. */
static int tightest_test(const struct sizing_view *view, const struct sizing_design *design, int target) {
    int tightest = -1;
    double least = INFINITY;
    for (int t = 0; t < view->end->test_count; t++) {
        double value = bound_or_mean(design, t);
        double room = target_of(view, t)->risk ? value : target_margin(target_of(view, t), value);
        room = lacks_value(view, design, t) ? -INFINITY : room;
        if (view->end->tests[t].target == target && room < least) {
            least = room;
            tightest = t;
        }
    }
    return tightest;
}

/* Of the tests of a target the first that a replication of the search has no value of; -1 if none. */
static int undefined_test(const struct sizing_view *view, const struct sizing_design *design, int target) {
    const struct sample *search = &design->search;
    for (int t = 0; t < view->end->test_count && search->n; t++)
        for (int i = 0; view->end->tests[t].target == target && i < SIZING_POLISH; i++)
            if (design->has[t] && search->made[i] && isnan(search->values[t][i]))
                return t;
    return -1;
}

static void add_target_words(const struct sizing_view *view, const struct sizing_design *design, int target,
                             bool bound, struct text *out) {
    int t = tightest_test(view, design, target);
    const struct target *asked = &view->question->targets[target];
    if (t < 0) {
        text_format(out, "%s is not defined", asked->metric);
        return;
    }
    const struct target_test *test = &view->end->tests[t];
    if (lacks_value(view, design, t)) {
        text_format(out, "%s is not defined", asked->risk ? asked->metric : test->metric);
        return;
    }
    const char *unit = asked->risk ? "share" : test->unit;
    bool on_time = strcmp(test->metric, "on_time") == 0 && !asked->risk;
    if (asked->risk)
        text_format(out, "%s in ", asked->typed);
    else if (!on_time)
        text_format(out, "%s ", test->metric);
    confirmation_value(out, target_as_typed(asked, design->values[t]), unit);
    if (on_time)
        text_add(out, " of orders on time");
    if (bound && design->candidate)
        confirmation_bound(out, &design->confirmation[t], asked, unit, view->end->alpha);
    if (asked->risk)
        text_add(out, " of replications");
    int gap = design->verdict == DESIGN_MISSES && !asked->risk && target_holds(asked, design->values[t])
                  ? undefined_test(view, design, target)
                  : -1;
    if (gap >= 0)
        text_format(out, ", but %s is not defined in some replications", view->end->tests[gap].metric);
}

bool sizing_objective_is_factor(const struct sizing_view *view) {
    for (int f = 0; f < view->question->factor_count; f++)
        if (strcmp(view->question->factors[f].name, view->question->objective.name) == 0)
            return true;
    return false;
}

const char *sizing_best_word(const struct sizing_view *view) {
    return view->question->objective.maximise ? "largest" : "cheapest";
}

static void add_objective(const struct sizing_view *view, const struct sizing_design *design,
                          struct text *out) {
    const char *name = view->question->objective.name;
    double value = design->objective;
    if (sizing_objective_is_factor(view) || !isfinite(value))
        return;
    text_add(out, " at ");
    if (strcmp(name, "cost.per_day") == 0) {
        prose_value(out, value, view->end->objective_unit);
        text_add(out, " a day");
    } else {
        text_format(out, "%s ", name);
        prose_value(out, value, view->end->objective_unit);
    }
}

static void add_description(const struct sizing_view *view, const struct sizing_design *design, bool bounds,
                            struct text *out) {
    sizing_design_words(view, design, out);
    text_add(out, ": ");
    for (int t = 0; t < view->question->target_count; t++) {
        text_add(out, t == 0 ? "" : t == view->question->target_count - 1 ? " and " : ", ");
        add_target_words(view, design, t, bounds, out);
    }
    add_objective(view, design, out);
}

void sizing_sentence(const struct sizing_view *view, struct text *out) {
    const struct sizing_end *end = view->end;
    const struct sizing_design *design = end->chosen >= 0 ? end->designs[end->chosen] : NULL;
    if (end->state == SIZING_NOT_REACHED)
        text_format(out, "None of the %d designs%s reaches the target%s. The nearest: ", end->count,
                    end->count < end->grid ? " that were looked at" : "",
                    view->question->target_count > 1 ? "s" : "");
    if (end->state == SIZING_UNDECIDED)
        text_format(out, "Undecided: %d design%s held in the search and none could be confirmed. The best: ",
                    end->candidates, end->candidates == 1 ? "" : "s");
    if (design)
        add_description(view, design, end->state != SIZING_NOT_REACHED, out);
    text_add_char(out, '.');
}

void sizing_looked_at(const struct sizing_view *view, struct text *out) {
    const struct sizing_end *end = view->end;
    text_format(out, "%d design%s evaluated", end->count, end->count == 1 ? "" : "s");
    if (end->count < end->grid)
        text_format(out, ", of %.0f", end->grid);
    else if (end->count > 1)
        text_add(out, ", all there are");
}

const char *sizing_neighbours_title(const struct sizing_view *view) {
    const struct sizing_end *end = view->end;
    int more = 0, less = 0;
    for (int i = 0; i < end->neighbour_count; i++) {
        const struct sizing_neighbour *neighbour = &end->neighbours[i];
        int step = end->designs[neighbour->design]->levels[neighbour->factor] -
                   end->designs[end->chosen]->levels[neighbour->factor];
        more += step > 0;
        less += step < 0;
    }
    return more && less ? "why not" : more ? "why not more" : "why not less";
}

/* A design that holds, of which the objective says nothing against it. */
static bool counts_as_equal(const struct sizing_view *view, const struct sizing_design *design) {
    bool holds = design->verdict == DESIGN_DEARER || design->verdict == DESIGN_PROMISING ||
                 design->verdict == DESIGN_CONFIRMED;
    return holds && view->end->worth > 0.0 && fabs(design->dearer) <= view->end->worth;
}

/* Money a day apart, or whatever is minimised. */
static void add_saving(const struct sizing_view *view, const struct sizing_design *design, struct text *out) {
    if (!isfinite(design->dearer) || sizing_objective_is_factor(view))
        return;
    const struct objective *objective = &view->question->objective;
    const char *unit = view->end->objective_unit;
    double difference = design->dearer;
    text_format(out, ", %s%s ", counts_as_equal(view, design) ? "no difference that counts: " : "",
                objective->name);
    text_add(out, difference < 0 ? "" : "+");
    if (strcmp(unit, "share") == 0)
        text_format(out, "%.2f points", 100 * difference);
    else
        prose_value(out, difference, unit);
}

void sizing_why(const struct sizing_view *view, const struct sizing_design *design, struct text *out) {
    if (design->verdict == DESIGN_FAILED) {
        size_t length = strcspn(design->reason, "\n");
        text_format(out, "failed: %.*s", (int)length, design->reason);
        return;
    }
    static const char *const words[] = {[DESIGN_MISSES] = "misses: ",
                                        [DESIGN_DEARER] = "holds and is dearer: ",
                                        [DESIGN_NARROW] = "too narrow to be confirmed: ",
                                        [DESIGN_PROMISING] = "holds in the search: ",
                                        [DESIGN_NOT_CONFIRMED] = "could not be confirmed: ",
                                        [DESIGN_CONFIRMED] = "confirmed: "};
    const char *word = words[design->verdict];
    if (design->verdict == DESIGN_DEARER && counts_as_equal(view, design))
        word = words[DESIGN_PROMISING];
    else if (design->verdict == DESIGN_DEARER && view->question->objective.maximise)
        word = "holds and is less: ";
    bool other = view->end->chosen >= 0 && design != view->end->designs[view->end->chosen];
    text_add(out, design->verdict == DESIGN_CONFIRMED && other ? "confirmed as well: " : word);
    for (int t = 0; t < view->question->target_count; t++) {
        text_add(out, t ? ", " : "");
        add_target_words(view, design, t, false, out);
    }
    if (other)
        add_saving(view, design, out);
}

static void add_test(const struct sizing_view *view, const struct confirmation *test, int t,
                     struct text *out) {
    const struct target *target = target_of(view, t);
    const char *unit = view->end->tests[t].unit;
    text_format(out, "%s: ", target->risk ? target->typed : view->end->tests[t].metric);
    text_add(out, target->risk                        ? "Clopper and Pearson"
                  : test->distinct < CONFIRM_DISTINCT ? "too few distinct values for Student t alone"
                                                      : "Student t, for nearly normal means");
    if (isfinite(test->skewness))
        text_format(out, "; skewness %.2f", test->skewness);
    else if (test->distinct < CONFIRM_DISTINCT)
        text_format(out, "; %d distinct value%s", test->distinct, test->distinct == 1 ? "" : "s");
    text_add(out, "; worst replication ");
    text_format(out, "%d with ", SIZING_FRESH_FIRST + test->worst_at);
    confirmation_value(out, test->worst, unit);
    if (!target->risk && test->verdict == CONFIRM_UNDECIDED && !test->undefined)
        text_format(out, "; fewer than %d distinct values need %d replications", CONFIRM_DISTINCT,
                    confirm_fewest_equal(test->level));
    if (test->undefined)
        text_format(out, "; not defined in %d replications", test->undefined);
}

static void add_selection(const struct sizing_view *view, struct text *out) {
    const struct sizing_selection *selection = view->end->selection;
    int most = 0;
    text_format(out, ". The %s of ", sizing_best_word(view));
    for (int i = 0; i < selection->count; i++) {
        most = selection->replications[i] > most ? selection->replications[i] : most;
        text_add(out, i == 0 ? "" : i == selection->count - 1 ? " and " : ", ");
        text_add(out, view->end->designs[selection->designs[i]]->name);
    }
    text_format(out,
                ", all of them confirmed, by elimination (Kim and Nelson 2001) over up to %d replications "
                "(from %d on) at level %g: less than ",
                most, SIZING_SELECT_FIRST, selection->alpha);
    prose_value(out, selection->delta, view->end->objective_unit);
    text_format(out, " of %s does not matter", view->question->objective.name);
    if (!selection->decided)
        text_add(out, "; not decided between those that are left, the chosen one leads");
}

void sizing_method(const struct sizing_view *view, struct text *out) {
    const struct sizing_design *design =
        view->end->chosen >= 0 ? view->end->designs[view->end->chosen] : NULL;
    if (!design || !design->candidate)
        return;
    text_format(
        out,
        "%d fresh replications (from %d on), candidate %d at one-sided level %.3g, which is %g for all "
        "candidates together",
        design->fresh.n, SIZING_FRESH_FIRST, design->candidate, design->confirmation[0].level,
        view->end->alpha);
    for (int target = 0; target < view->question->target_count; target++) {
        int t = tightest_test(view, design, target);
        text_add(out, ". ");
        if (t >= 0)
            add_test(view, &design->confirmation[t], t, out);
        else
            text_format(out, "%s: not defined", view->question->targets[target].metric);
    }
    if (view->end->selection)
        add_selection(view, out);
    text_add_char(out, '.');
}
