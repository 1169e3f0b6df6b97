/* SPDX-License-Identifier: MIT */
/* Planning a made-up subject whose plan is one number, the care: which replications confirm it, and how many.
 */
#include <stdlib.h>
#include <unistd.h>
#include "sim/base/arena.h"
#include "sim/base/text.h"
#include "sim/config/config.h"
#include "sim/engine/stream.h"
#include "sim/study/planning.h"
#include "tests/support/check.h"

enum { FIRST_CARE = 1, MOST_CARE = 20, AMPLE_CARE = 100, MOST_RUNS = 5000 };

struct toy {
    int care;
    double mean, noise; /* of the response */
    int drop_below;     /* with less care than that, fresh replications respond with 10 less */
    int certain_from;   /* from that care on, every response is 1 */
    bool certain_fresh; /* so is that of every fresh replication */
    int sunday_from;    /* least care with a response on Sunday */
    bool closed;
};

static const struct field toy_fields[] = {
    {FIELD(struct toy, care), .min = 0, .max = 100, .preset = 0, .doc = "The plan."},
    {FIELD(struct toy, mean), .min = -100, .max = 100, .preset = 1, .doc = "Of the response."},
    {FIELD(struct toy, noise), .min = 0, .max = 100, .preset = 0.1, .doc = "Of the response."},
    {FIELD(struct toy, drop_below), .min = 0, .max = 100, .preset = 0, .doc = "Care that fresh ones want."},
    {FIELD(struct toy, certain_from), .min = 0, .max = 100, .preset = 100, .doc = "Care without noise."},
    {FIELD(struct toy, certain_fresh), .preset = false, .doc = "Fresh ones have no noise."},
    {FIELD(struct toy, sunday_from), .min = 0, .max = 101, .preset = 101, .doc = "Care on Sunday."},
    {FIELD(struct toy, closed), .preset = false, .doc = "No response by day at all."},
    {0},
};

static const struct metric toy_metrics[] = {
    {.name = "response", .kind = METRIC_VALUE, .unit = "", .doc = "A response."},
    {.name = "daily", .kind = METRIC_VALUE, .unit = "", .doc = "The same by day."},
    {0},
};
static const struct metric *const toy_tables[] = {toy_metrics, NULL};
static const char *const toy_days[] = {"saturday", "sunday"};

static void toy_check(void *values, struct arena *arena, struct problems *problems) {
    (void)values;
    (void)arena;
    (void)problems;
}

static void toy_study_plan(const void *values, struct study_plan *plan) {
    (void)values;
    *plan = (struct study_plan){.title = "",
                                .name = "",
                                .seed = 1,
                                .replications = 5,
                                .confidence = 0.95,
                                .horizon_s = 60,
                                .interval_s = 60};
}

/* What was simulated, in order: on one thread. */
static struct { int care, replication; } runs[MOST_RUNS];
static int run_count;

static struct run_report toy_run(const void *values, const struct run_request *request) {
    const struct toy *toy = values;
    struct results *results = results_create(request->arena);
    double *response = results_value(results, &toy_metrics[0], (struct of){0});
    double *saturday =
        results_value(results, &toy_metrics[1], (struct of){.dimension = "day", .member = toy_days[0]});
    double *sunday =
        results_value(results, &toy_metrics[1], (struct of){.dimension = "day", .member = toy_days[1]});
    struct stream stream = stream_named(request->seed, request->replication, "toy");
    bool fresh = request->replication >= PLANNING_FRESH_FIRST;
    bool certain = toy->care >= toy->certain_from || (fresh && toy->certain_fresh);
    *response = certain ? 1.0 : toy->mean + toy->noise * stream_normal(&stream);
    *response -= fresh && toy->care < toy->drop_below ? 10.0 : 0.0;
    *saturday = toy->closed ? NAN : *response;
    *sunday = !toy->closed && toy->care >= toy->sunday_from ? *response : NAN;
    if (run_count < MOST_RUNS) {
        runs[run_count].care = toy->care;
        runs[run_count++].replication = request->replication;
    }
    results_finish(results, 60 * (usec)USEC_A_SECOND);
    return (struct run_report){.results = results, .events = 1, .entities = 1};
}

/* The planner: its plan is an int */

static void *toy_begin(const void *values, struct arena *arena, struct problems *problems) {
    (void)values;
    (void)problems;
    return arena_new(arena, int);
}

static const char *const *days_of(const void *plan, int *count) {
    (void)plan;
    *count = 2;
    return toy_days;
}

static void make_ample(void *plan) {
    *(int *)plan = AMPLE_CARE;
}

static void take_seen(void *plan, const struct plan_seen *seen) {
    int *care = plan;
    (void)seen;
    *care = *care == AMPLE_CARE ? FIRST_CARE : *care;
}

static void learn_nothing(void *plan) {
    (void)plan;
}

static bool raise_care(void *plan, const bool *missed) {
    int *care = plan;
    CHECK(missed[0] || missed[1]);
    return *care < MOST_CARE && ++*care;
}

static int one_part(const void *plan) {
    (void)plan;
    return 1;
}

static bool lower_care(void *plan, int part, int steps) {
    int *care = plan;
    (void)part;
    return *care - steps >= FIRST_CARE && (*care -= steps);
}

static void *copy_care(const void *plan, struct arena *arena) {
    int *copy = arena_new(arena, int);
    *copy = *(const int *)plan;
    return copy;
}

static bool make_plan(void *plan, struct text *error) {
    (void)plan;
    (void)error;
    return true;
}

static double cost_of(const void *plan) {
    return *(const int *)plan;
}

static void write_care(const void *plan, struct text *csv) {
    text_format(csv, "%d", *(const int *)plan);
}

static struct plan_table no_table(const void *plan, struct arena *arena) {
    (void)plan;
    (void)arena;
    return (struct plan_table){0};
}

static const char *const no_settings[] = {NULL};
static const struct planner toy_planner = {.key = "care",
                                           .settings = no_settings,
                                           .begin = toy_begin,
                                           .days = days_of,
                                           .ample = make_ample,
                                           .observe = take_seen,
                                           .learn = learn_nothing,
                                           .raise = raise_care,
                                           .parts = one_part,
                                           .lower = lower_care,
                                           .copy = copy_care,
                                           .make = make_plan,
                                           .cost = cost_of,
                                           .write = write_care,
                                           .table = no_table};
static const struct subject toy_subject = {.name = "toy",
                                           .fields = toy_fields,
                                           .size = sizeof(struct toy),
                                           .metrics = toy_tables,
                                           .check = toy_check,
                                           .plan = toy_study_plan,
                                           .run = toy_run,
                                           .planner = &toy_planner};

/* The key takes the care itself instead of a file. */
static const char *keep(void *self, int number, const struct text *csv, struct text *error) {
    (void)number;
    (void)error;
    return arena_copy(self, csv->data);
}

/* A planning of one scenario with these settings; NULL ends. */
static struct planning_end plan(struct arena *arena, struct target target, const char *const *settings) {
    const char *folder = getenv("TMPDIR");
    char path[256];
    struct setting list[8];
    int count = 0;
    snprintf(path, sizeof path, "%s/fcsim-planning-XXXXXX", folder ? folder : ".");
    int file = mkstemp(path);
    CHECK(file >= 0 && write(file, "{}", 2) == 2);
    close(file);
    for (; settings[count]; count++)
        list[count] = (struct setting){settings[count]};
    target.typed = target.metric;
    run_count = 0;
    struct planning_question question = {.subject = &toy_subject,
                                         .scenario = path,
                                         .settings = list,
                                         .setting_count = count,
                                         .targets = &target,
                                         .target_count = 1,
                                         .confidence = 0.95,
                                         .seed_given = true,
                                         .seed = 1,
                                         .jobs = 1,
                                         .engine = "test",
                                         .store = keep,
                                         .self = arena};
    struct planning_end end = planning_run(&question, arena);
    unlink(path);
    return end;
}

static const struct target at_least_zero = {.metric = "response", .at_least = true, .value = 0.0};

/* Fresh replications of a care, and the first of them; 0 = none. */
static int fresh_of(int care, int *first) {
    int count = 0;
    *first = 0;
    for (int i = 0; i < run_count; i++)
        if (runs[i].care == care && runs[i].replication >= PLANNING_FRESH_FIRST) {
            *first = !*first || runs[i].replication < *first ? runs[i].replication : *first;
            count++;
        }
    return count;
}

static void every_candidate_has_fresh_replications_of_its_own(void) {
    struct arena *arena = arena_create();
    struct planning_end end = plan(arena, at_least_zero, (const char *[]){"drop_below=4", NULL});
    CHECK_INT(end.state, PLANNING_CONFIRMED);
    CHECK_INT(end.candidates, 4);
    for (int care = 1, first; care <= 4; care++) {
        CHECK_INT(fresh_of(care, &first), CONFIRM_FEWEST);
        CHECK_INT(first, PLANNING_FRESH_FIRST + (care - 1) * CONFIRM_FEWEST);
    }
    for (int i = 0; i < run_count; i++)
        for (int k = 0; k < i; k++)
            CHECK(runs[i].replication < PLANNING_FRESH_FIRST || runs[i].replication != runs[k].replication);
    CHECK_INT(end.fresh_first, PLANNING_FRESH_FIRST + 3 * CONFIRM_FEWEST);
    CHECK_NEAR(end.confirmations[0].level, 0.05 / (4 * 5), 1e-15, "level of the fourth");
    arena_destroy(arena);
}

/* The second care responds with 1 in every replication, which 20 of them cannot confirm. */
static void replications_of_a_confirmation_are_those_that_its_plan_needs(void) {
    struct arena *arena = arena_create();
    struct planning_end end =
        plan(arena, at_least_zero, (const char *[]){"drop_below=2", "certain_from=2", NULL});
    int first;
    CHECK_INT(end.state, PLANNING_CONFIRMED);
    CHECK_INT(end.candidates, 2);
    CHECK_INT(fresh_of(1, &first), CONFIRM_FEWEST);
    CHECK_INT(fresh_of(2, &first), end.confirmations[0].n);
    CHECK(end.confirmations[0].n >= 59); /* 0.95^58 > 0.05 > 0.95^59 */
    arena_destroy(arena);
}

/* Values that differ in the search are equal in fresh replications: more care would not change that. */
static void a_plan_that_needs_more_replications_has_another_turn(void) {
    struct arena *arena = arena_create();
    struct planning_end end = plan(arena, at_least_zero, (const char *[]){"certain_fresh=true", NULL});
    int first;
    CHECK_INT(end.state, PLANNING_CONFIRMED);
    CHECK_INT(end.candidates, 2);
    CHECK_INT(fresh_of(1, &first), CONFIRM_FEWEST + end.confirmations[0].n);
    CHECK(end.confirmations[0].n >= 59);
    CHECK_INT(end.fresh_first, PLANNING_FRESH_FIRST + CONFIRM_FEWEST);
    arena_destroy(arena);
}

static void a_later_candidate_has_enough_replications_for_its_level(void) {
    struct arena *arena = arena_create();
    struct target risk = at_least_zero;
    risk.risk = true;
    risk.share = 0.9;
    struct planning_end end = plan(arena, risk, (const char *[]){"drop_below=3", NULL});
    CHECK_INT(end.state, PLANNING_CONFIRMED);
    CHECK_INT(end.candidates, 3);
    CHECK_INT(end.confirmations[0].n, confirm_replications(&risk, confirm_level(0.05, 3)));
    CHECK(end.confirmations[0].n > confirm_replications(&risk, confirm_level(0.05, 1)));
    arena_destroy(arena);
}

static const struct target every_day = {.metric = "daily[day=*]", .at_least = true, .value = 0.0};

static void a_day_that_is_never_defined_asks_nothing(void) {
    struct arena *arena = arena_create();
    struct planning_end end = plan(arena, every_day, (const char *[]){NULL});
    CHECK_INT(end.state, PLANNING_CONFIRMED);
    CHECK_INT(end.test_count, 2);
    CHECK_INT(end.round_count, 1);
    CHECK_INT(end.confirmations[0].n, CONFIRM_FEWEST); /* the missing values are not equal ones */
    CHECK_INT(end.confirmations[1].undefined, CONFIRM_FEWEST);
    end = plan(arena, every_day, (const char *[]){"sunday_from=0", "mean=-1", NULL});
    CHECK_INT(end.state, PLANNING_NOT_REACHED);
    arena_destroy(arena);
}

/* More people than needed have a response on Sunday, so a plan without one has left out what was asked. */
static void a_day_that_a_plan_leaves_out_is_missed(void) {
    struct arena *arena = arena_create();
    struct planning_end end = plan(arena, every_day, (const char *[]){"sunday_from=3", NULL});
    CHECK_INT(end.state, PLANNING_CONFIRMED);
    CHECK_TEXT(end.csv, "3");
    CHECK_INT(end.confirmations[1].undefined, 0);
    arena_destroy(arena);
}

static void without_any_defined_day_nothing_is_confirmed(void) {
    struct arena *arena = arena_create();
    struct planning_end end = plan(arena, every_day, (const char *[]){"closed=true", NULL});
    CHECK_INT(end.state, PLANNING_NOT_REACHED);
    CHECK_INT(end.round_count, PLANNING_PATIENCE); /* nothing gets better */
    arena_destroy(arena);
}

int main(int argc, char **argv) {
    return check_main(
        argc, argv,
        (struct check_test[]){{TEST(every_candidate_has_fresh_replications_of_its_own)},
                              {TEST(replications_of_a_confirmation_are_those_that_its_plan_needs)},
                              {TEST(a_plan_that_needs_more_replications_has_another_turn)},
                              {TEST(a_later_candidate_has_enough_replications_for_its_level)},
                              {TEST(a_day_that_is_never_defined_asks_nothing)},
                              {TEST(a_day_that_a_plan_leaves_out_is_missed)},
                              {TEST(without_any_defined_day_nothing_is_confirmed)},
                              {0}});
}
