/* SPDX-License-Identifier: MIT */
/* sizing_designs.c - the designs of a sizing and their replications. */
#include <math.h>
#include <string.h>
#include "sim/base/arena.h"
#include "sim/base/text.h"
#include "sim/study/design.h"
#include "sim/study/sizing_state.h"

static const char *key_of(const struct sizing *sizing, const int *levels) {
    struct text key = {0};
    for (int f = 0; f < sizing->question->factor_count; f++)
        text_format(&key, "%d,", levels[f]);
    const char *copy = arena_copy(sizing->arena, key.data ? key.data : "");
    text_free(&key);
    return copy;
}

struct sizing_design *sizing_design_at(struct sizing *sizing, const int *levels) {
    int factors = sizing->question->factor_count;
    const char *key = key_of(sizing, levels);
    int *place = map_at(&sizing->known, key);
    if (*place >= 0)
        return sizing->designs[*place];
    if (sizing->count == sizing->most_designs) {
        sizing->exhausted = true;
        return NULL;
    }
    *place = sizing->count;
    struct sizing_design *design = arena_new(sizing->arena, struct sizing_design);
    int *own = arena_array(sizing->arena, int, factors + 1);
    memcpy(own, levels, sizeof *own * (size_t)factors);
    design->name = design_name(sizing->count, sizing->arena);
    design->levels = own;
    design->has = arena_array(sizing->arena, bool, sizing->test_count + 1);
    design->words = arena_array(sizing->arena, const char *, factors + 1);
    for (int f = 0; f < factors; f++)
        design->words[f] = factor_level(&sizing->question->factors[f], levels[f], sizing->arena);
    sizing->designs[sizing->count++] = design;
    return design;
}

void sizing_say(struct sizing *sizing, const char *words) {
    if (sizing->question->phase)
        sizing->question->phase(sizing->question->self, words);
}

/* What is measured */

static bool is_known(const struct sizing *sizing, const struct target_test *test) {
    for (int t = 0; t < sizing->test_count; t++)
        if (sizing->tests[t].target == test->target && strcmp(sizing->tests[t].metric, test->metric) == 0)
            return true;
    return false;
}

static bool *with_flag(const struct sizing *sizing, const bool *flags) {
    bool *longer = arena_array(sizing->arena, bool, sizing->test_count + 1);
    if (sizing->test_count > 1)
        memcpy(longer, flags, sizeof *longer * (size_t)(sizing->test_count - 1));
    return longer;
}

/* The last test is new: it has no value in what was made before. */
static void widen(const struct sizing *sizing, struct sample *sample) {
    if (!sample->n)
        return;
    int last = sizing->test_count - 1;
    double **values = arena_array(sizing->arena, double *, sizing->test_count + 1);
    memcpy(values, sample->values, sizeof *values * (size_t)last);
    values[last] = arena_array(sizing->arena, double, sample->room + 1);
    for (int i = 0; i < sample->room; i++)
        values[last][i] = NAN;
    sample->values = values;
}

/* A candidate that was judged before the last test was known: it has not the member, which asks nothing. */
static void ask_afterwards(const struct sizing *sizing, struct sizing_design *design) {
    int last = sizing->test_count - 1;
    struct confirmation *longer = arena_array(sizing->arena, struct confirmation, sizing->test_count + 1);
    memcpy(longer, design->confirmation, sizeof *longer * (size_t)last);
    longer[last] = confirm(sizing_target(sizing, last), design->fresh.values[last], design->fresh.n,
                           design->confirmation[0].level);
    design->confirmation = longer;
}

static void add_test(struct sizing *sizing, const struct target_test *test) {
    struct target_test *tests = arena_array(sizing->arena, struct target_test, sizing->test_count + 2);
    if (sizing->test_count)
        memcpy(tests, sizing->tests, sizeof *tests * (size_t)sizing->test_count);
    tests[sizing->test_count++] = *test;
    sizing->tests = tests;
    sizing->defined = with_flag(sizing, sizing->defined);
    for (int i = 0; i < sizing->count; i++) {
        struct sizing_design *design = sizing->designs[i];
        design->has = with_flag(sizing, design->has);
        widen(sizing, &design->search);
        widen(sizing, &design->fresh);
        widen(sizing, &design->selected);
        if (design->confirmation)
            ask_afterwards(sizing, design);
    }
}

/* A later design may have members, such as days, that those before it have not. */
static void add_tests(struct sizing *sizing, const struct study *study) {
    const struct sizing_question *question = sizing->question;
    const char *missing;
    int count, before = sizing->test_count;
    struct arena *own = arena_create();
    const struct target_test *tests =
        target_tests(question->targets, question->target_count, study, own, &count, &missing);
    for (int t = 0; t < count; t++) {
        struct target_test test = {tests[t].target, arena_copy(sizing->arena, tests[t].metric),
                                   arena_copy(sizing->arena, tests[t].unit)};
        if (!is_known(sizing, &test))
            add_test(sizing, &test);
    }
    if (!before && missing && !sizing->reason)
        sizing->reason = arena_copy(sizing->arena, missing);
    arena_destroy(own);
}

/* From the first study. */
static void find_objective(struct sizing *sizing, const struct study *study) {
    const struct sizing_question *question = sizing->question;
    struct measures measures = study_measures(study);
    int objective = study_find(study, question->objective.name);
    sizing->objective_unit = objective >= 0 ? arena_copy(sizing->arena, measures.items[objective].unit) : "";
    if (sizing->objective_factor < 0 && objective < 0 && !sizing->reason)
        sizing->reason =
            arena_format(sizing->arena,
                         "this scenario has no metric \"%s\" to go by; name one, or a varied key, with "
                         "--minimise or --maximise",
                         question->objective.name);
    if (sizing->reason) {
        sizing->state = SIZING_UNKNOWN_METRIC;
        sizing->over = true;
    }
}

static double objective_of(const struct sizing *sizing, const struct sizing_design *design,
                           const struct study *study, const double *values) {
    double sign = sizing->question->objective.maximise ? -1.0 : 1.0;
    if (sizing->objective_factor >= 0)
        return sign * factor_number(design->words[sizing->objective_factor]);
    return sign * values[study_find(study, sizing->question->objective.name)];
}

/* From the first design that has a cost, so that it is the same for all from then on. */
static void settle_worth(struct sizing *sizing, const struct study *study) {
    const struct objective *objective = &sizing->question->objective;
    int measure = study_find(study, objective->name);
    double cost = measure >= 0 ? fabs(study_summary(study, measure).mean) : NAN;
    if (sizing->objective_factor >= 0)
        sizing->worth = 0.0;
    else if (objective->delta > 0.0)
        sizing->worth = objective->delta;
    else if (isfinite(cost) && cost > 0.0)
        sizing->worth = SIZING_WORTH * cost;
}

static struct sample with_room(const struct sizing *sizing, int n) {
    struct sample sample = {.room = n,
                            .made = arena_array(sizing->arena, bool, n + 1),
                            .objective = arena_array(sizing->arena, double, n + 1),
                            .values = arena_array(sizing->arena, double *, sizing->test_count + 1)};
    for (int t = 0; t < sizing->test_count; t++)
        sample.values[t] = arena_array(sizing->arena, double, n + 1);
    return sample;
}

static void take_values(const struct sizing *sizing, struct sizing_design *design, struct sample *sample,
                        int first, const struct study *study) {
    struct measures measures = study_measures(study);
    struct arena *own = arena_create();
    double *values = arena_array(own, double, measures.count + 1);
    int replication;
    for (int i = 0; study_values(study, i, &replication, values); i++, sample->n++) {
        int place = replication - first;
        sample->made[place] = true;
        sample->objective[place] = objective_of(sizing, design, study, values);
        for (int t = 0; t < sizing->test_count; t++) {
            const struct target *target = sizing_target(sizing, t);
            int measure = target->risk ? -1 : study_find(study, sizing->tests[t].metric);
            sample->values[t][place] = target->risk   ? worst_of(target, measures, values)
                                       : measure >= 0 ? values[measure]
                                                      : NAN;
            design->has[t] |= target->risk || measure >= 0;
            sizing->defined[t] |= !isnan(sample->values[t][place]);
        }
    }
    arena_destroy(own);
}

/* Simulating */

static const int first_numbers[] = {[SIZING_TO_SEARCH] = 1,
                                    [SIZING_TO_CONFIRM] = SIZING_FRESH_FIRST,
                                    [SIZING_TO_SELECT] = SIZING_SELECT_FIRST};

static struct sample *sample_of(struct sizing_design *design, enum sizing_purpose purpose) {
    return purpose == SIZING_TO_SEARCH    ? &design->search
           : purpose == SIZING_TO_CONFIRM ? &design->fresh
                                          : &design->selected;
}

/* Of designs that make the same replications. */
struct batch {
    struct sizing *sizing;
    enum sizing_purpose purpose;
    struct sizing_design **designs; /* by variant */
    int count;
    const int *numbers; /* of replications */
    int number_count;
    int room; /* for replications of this purpose */
};

static void on_variant_ended(void *self, const struct variant_end *end) {
    struct batch *batch = self;
    struct sizing *sizing = batch->sizing;
    struct sizing_design *design = batch->designs[end->variant];
    if (!end->study || end->state == STUDY_FAILED) {
        design->reason = arena_copy(sizing->arena, end->reason ? end->reason : "it failed");
        return;
    }
    bool first_study = !sizing->test_count;
    add_tests(sizing, end->study);
    if (first_study)
        find_objective(sizing, end->study);
    if (!sizing->over && sizing->worth < 0.0)
        settle_worth(sizing, end->study);
    if (sizing->over)
        return;
    struct sample *sample = sample_of(design, batch->purpose);
    if (!sample->n)
        *sample = with_room(sizing, batch->room);
    take_values(sizing, design, sample, first_numbers[batch->purpose], end->study);
}

static void describe_variant(const struct sizing *sizing, const struct sizing_design *design,
                             struct arena *arena, struct variant *variant) {
    const struct sizing_question *question = sizing->question;
    struct designs one = {.factor_count = question->factor_count,
                          .count = 1,
                          .factors = question->factors,
                          .values = design->words,
                          .folder = ""};
    *variant =
        *designs_variants(&one, question->scenario, question->settings, question->setting_count, arena);
    variant->name = design->name;
}

static void simulate_batch(struct batch *batch) {
    struct sizing *sizing = batch->sizing;
    const struct sizing_question *question = sizing->question;
    struct arena *own = arena_create();
    struct variant *variants = arena_array(own, struct variant, batch->count);
    for (int i = 0; i < batch->count; i++)
        describe_variant(sizing, batch->designs[i], own, &variants[i]);
    struct campaign campaign = {.subject = question->subject,
                                .variants = variants,
                                .count = batch->count,
                                .seed_given = question->seed_given,
                                .seed = question->seed,
                                .numbers = batch->numbers,
                                .replications = batch->number_count,
                                .jobs = question->jobs,
                                .ledger = question->ledger,
                                .engine = question->engine,
                                .retry_failed = question->retry_failed,
                                .spool_directory = question->spool_directory,
                                .stop = question->stop,
                                .progress = question->progress,
                                .progress_self = question->self,
                                .done = on_variant_ended,
                                .self = batch};
    struct campaign_end end = campaign_run(&campaign, sizing->arena);
    sizing->run += end.run;
    sizing->recalled += end.recalled;
    sizing->run_s += end.run_s;
    if (end.state != CAMPAIGN_COMPLETE) {
        sizing->over = true;
        sizing->state = end.state == CAMPAIGN_FAILED ? SIZING_FAILED : SIZING_INTERRUPTED;
        sizing->reason = end.reason;
    }
    arena_destroy(own);
}

/* What a design makes next to have `n`; how many. */
static int next_numbers(const struct sizing *sizing, const struct sample *sample, int n,
                        enum sizing_purpose purpose, int *numbers) {
    int count = 0;
    for (int i = 0; sample->n + count < n; i++) {
        int place = sizing->reference_count && purpose == SIZING_TO_SEARCH ? sizing->order[i] : i;
        if (!sample->n || !sample->made[place])
            numbers[count++] = place + first_numbers[purpose];
    }
    return count;
}

static bool in_batch(const struct batch *batch, const struct sizing_design *design) {
    for (int i = 0; i < batch->count; i++)
        if (batch->designs[i] == design)
            return true;
    return false;
}

/* A candidate may be tested twice; see sizing_confirm.c. */
static int room_for(const struct sizing *sizing, enum sizing_purpose purpose, int n) {
    int second = confirm_fewest_equal(sizing_second_level(sizing));
    return purpose == SIZING_TO_SEARCH   ? SIZING_POLISH
           : purpose == SIZING_TO_SELECT ? SIZING_SELECT_MOST
           : n < second                  ? second
                                         : n;
}

bool sizing_simulate(struct sizing *sizing, struct sizing_design **designs, int count, int n,
                     enum sizing_purpose purpose) {
    struct arena *own = arena_create();
    int *first = arena_array(own, int, n + 1), *numbers = arena_array(own, int, n + 1);
    struct batch batch = {.sizing = sizing,
                          .purpose = purpose,
                          .designs = arena_array(own, struct sizing_design *, count + 1),
                          .numbers = first,
                          .room = room_for(sizing, purpose, n)};
    do {
        batch.count = batch.number_count = 0;
        for (int i = 0; i < count; i++) {
            struct sizing_design *design = designs[i];
            if (!design || design->reason || in_batch(&batch, design))
                continue;
            int wanted = next_numbers(sizing, sample_of(design, purpose), n, purpose, numbers);
            if (wanted && !batch.count)
                memcpy(first, numbers, sizeof *first * (size_t)(batch.number_count = wanted));
            if (wanted && wanted == batch.number_count &&
                !memcmp(first, numbers, sizeof *first * (size_t)wanted))
                batch.designs[batch.count++] = design;
        }
        if (batch.count)
            simulate_batch(&batch);
    } while (batch.count && !sizing->over);
    arena_destroy(own);
    return !sizing->over;
}
