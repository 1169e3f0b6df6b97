/* SPDX-License-Identifier: MIT */
/* planning.c - see planning.h. */
#include "sim/study/planning.h"

#include <math.h>
#include <string.h>
#include "sim/base/arena.h"
#include "sim/base/problems.h"
#include "sim/base/text.h"
#include "sim/study/planning_judge.h"

struct planning {
    const struct planning_question *question;
    const struct planner *planner;
    struct arena *arena;
    const char *const *days;
    int day_count;
    struct target_test *tests;
    bool *asked; /* by test, by the runs so far */
    int test_count, stored;
    int wanted; /* replications of a confirmation, as the search run of the last plan that holds says */
    struct planning_round rounds[PLANNING_MOST];
    struct planning_end end;
    bool over;
    void *nearest; /* of the plans of the search, while none holds */
    double least;  /* shortfall of that */
    /* of the run that goes on */
    void *plan;
    bool look; /* the plan takes what is seen */
    struct judgement judgement;
};

static void stop_with(struct planning *planning, enum planning_state state, const char *reason) {
    planning->end.state = state;
    planning->end.reason = reason ? arena_copy(planning->arena, reason) : NULL;
    planning->over = true;
}

/* Looking at a run */

struct series {
    struct arena *arena;
    struct plan_seen seen;
    double *from_s, *to_s, *mean;
    int capacity;
};

static void *grown(struct arena *arena, const void *old, size_t used, size_t bytes) {
    void *larger = arena_alloc(arena, bytes);
    if (used)
        memcpy(larger, old, used);
    return larger;
}

static void add_row(void *self, const struct series_row *row) {
    struct series *series = self;
    size_t columns = (size_t)series->seen.columns.count, rows = (size_t)series->seen.rows;
    if (series->seen.rows == series->capacity) {
        series->capacity = 2 * series->capacity + 256;
        size_t room = (size_t)series->capacity;
        series->from_s = grown(series->arena, series->from_s, sizeof(double) * rows, sizeof(double) * room);
        series->to_s = grown(series->arena, series->to_s, sizeof(double) * rows, sizeof(double) * room);
        series->mean = grown(series->arena, series->mean, sizeof(double) * rows * columns,
                             sizeof(double) * room * columns);
    }
    series->from_s[rows] = row->from_s;
    series->to_s[rows] = row->to_s;
    memcpy(&series->mean[rows * columns], row->mean, sizeof(double) * columns);
    series->seen.rows++;
}

static void observe(struct planning *planning, const struct study *study) {
    struct series series = {.arena = arena_create()};
    series.seen.columns = study_series(study);
    study_each_interval(study, add_row, &series);
    series.seen.from_s = series.from_s;
    series.seen.to_s = series.to_s;
    series.seen.mean = series.mean;
    planning->planner->observe(planning->plan, &series.seen);
    arena_destroy(series.arena);
}

static void on_plan_simulated(void *self, const struct variant_end *end) {
    struct planning *planning = self;
    if (!end->study || end->state == STUDY_FAILED) {
        stop_with(planning, PLANNING_FAILED, end->reason ? end->reason : "it failed");
        return;
    }
    const struct planning_question *question = planning->question;
    const char *missing = NULL;
    if (!planning->test_count)
        planning->tests = target_tests(question->targets, question->target_count, end->study, planning->arena,
                                       &planning->test_count, &missing);
    if (missing) {
        stop_with(planning, PLANNING_UNKNOWN_METRIC, missing);
        return;
    }
    if (planning->look)
        observe(planning, end->study);
    double level = confirm_level(planning->end.alpha, planning->end.candidates + 1);
    if (!planning->asked)
        planning->asked = arena_array(planning->arena, bool, planning->test_count + 1);
    planning->judgement =
        planning_judge(question, planning->tests, planning->test_count, planning->asked, level, end->study,
                       planning->days, planning->day_count, planning->arena);
}

/* Simulating */

static const char *store(struct planning *planning, const void *plan) {
    struct text csv = {0}, error = {0};
    planning->planner->write(plan, &csv);
    const char *path = planning->question->store(planning->question->self, planning->stored++, &csv, &error);
    if (!path)
        stop_with(planning, PLANNING_FAILED, error.data ? error.data : "a plan cannot be written");
    text_free(&csv);
    text_free(&error);
    return path;
}

static bool simulate(struct planning *planning, void *plan, const char *name, int first, int n, bool look) {
    const struct planning_question *question = planning->question;
    struct arena *own = arena_create();
    int count = question->setting_count;
    const char *path = store(planning, plan);
    struct setting *settings = arena_array(own, struct setting, count + 16);
    for (int i = 0; i < count; i++)
        settings[i] = question->settings[i];
    for (const char *const *more = planning->planner->settings; *more; more++)
        settings[count++] = (struct setting){*more};
    settings[count++] =
        (struct setting){arena_format(own, "%s=%s", planning->planner->key, path ? path : "")};
    struct variant variant = {name, question->scenario, settings, count};
    struct campaign campaign = {.subject = question->subject,
                                .variants = &variant,
                                .count = 1,
                                .seed_given = question->seed_given,
                                .seed = question->seed,
                                .first = first,
                                .replications = n,
                                .jobs = question->jobs,
                                .ledger = question->ledger,
                                .engine = question->engine,
                                .retry_failed = question->retry_failed,
                                .spool_directory = question->spool_directory,
                                .stop = question->stop,
                                .progress = question->progress,
                                .progress_self = question->self,
                                .done = on_plan_simulated,
                                .self = planning};
    planning->plan = plan;
    planning->look = look;
    if (question->phase && !planning->over)
        question->phase(question->self, name);
    struct campaign_end end = {.state = CAMPAIGN_COMPLETE};
    if (!planning->over)
        end = campaign_run(&campaign, planning->arena);
    planning->end.run += end.run;
    planning->end.recalled += end.recalled;
    if (end.state == CAMPAIGN_INTERRUPTED)
        stop_with(planning, PLANNING_INTERRUPTED, NULL);
    else if (end.state == CAMPAIGN_FAILED)
        stop_with(planning, PLANNING_FAILED, end.reason);
    arena_destroy(own);
    return !planning->over;
}

static bool make(struct planning *planning, void *plan) {
    struct text error = {0};
    bool made = planning->planner->make(plan, &error);
    if (!made)
        stop_with(planning, PLANNING_INVALID, error.data);
    text_free(&error);
    return made;
}

static void remember_nearest(struct planning *planning, const void *plan) {
    if (planning->nearest && !(planning->judgement.shortfall < planning->least))
        return;
    planning->nearest = planning->planner->copy(plan, planning->arena);
    planning->least = planning->judgement.shortfall;
    planning->end.nearest = planning->end.round_count - 1;
}

/* A round of the search: whether the plan holds. */
static bool try_plan(struct planning *planning, void *plan) {
    int number = planning->end.round_count;
    double cost = planning->planner->cost(plan);
    if (!simulate(planning, plan, arena_format(planning->arena, "plan %d", number + 1), 1, PLANNING_SEARCH,
                  true))
        return false;
    planning->rounds[planning->end.round_count++] =
        (struct planning_round){cost, planning->judgement.holds, planning->judgement.means};
    remember_nearest(planning, plan);
    if (planning->judgement.holds)
        planning->wanted = planning->judgement.wanted;
    return planning->judgement.holds;
}

/* Searching */

static bool rounds_left(const struct planning *planning) {
    return !planning->over && planning->end.round_count < PLANNING_ROUNDS;
}

/* From the first plan to the first that holds, and on while what was learned makes it cheaper. */
static void *search(struct planning *planning, void *plan) {
    const struct planner *planner = planning->planner;
    void *best = NULL;
    double least = INFINITY;
    for (int idle = 0; idle < PLANNING_PATIENCE && rounds_left(planning) && make(planning, plan); idle++) {
        static const double worth_a_round = 0.995, worth_raising = 0.99;
        if (best && planner->cost(plan) > worth_a_round * planner->cost(best))
            break;
        if (try_plan(planning, plan)) {
            best = planner->copy(plan, planning->arena);
            planner->learn(plan);
            continue;
        }
        if (planning->over || !planner->raise(plan, planning->judgement.missed))
            break;
        double shortfall = planning->judgement.shortfall;
        if (isfinite(shortfall) && shortfall <= worth_raising * least) { /* it gets better */
            least = shortfall;
            idle = 0;
        }
    }
    return best;
}

/* With less care in one part after the other, while it holds. */
static void *save(struct planning *planning, void *best) {
    const struct planner *planner = planning->planner;
    for (int steps = 4; steps > 0; steps /= 4)
        for (int part = 0; part < planner->parts(best); part++)
            while (rounds_left(planning)) {
                void *trial = planner->copy(best, planning->arena);
                bool cheaper = false;
                while (!cheaper && planner->lower(trial, part, steps) && make(planning, trial))
                    cheaper = planner->cost(trial) < planner->cost(best);
                if (!cheaper || !try_plan(planning, trial))
                    break;
                best = trial;
            }
    return best;
}

/* Confirming */

static bool confirmed(struct planning *planning) {
    struct planning_end *end = &planning->end;
    double level = confirm_level(end->alpha, end->candidates);
    struct confirmation *confirmations =
        arena_array(planning->arena, struct confirmation, planning->test_count + 1);
    bool holds = true;
    int asked = 0;
    for (int i = 0; i < planning->test_count; i++) {
        confirmations[i] = confirm(&planning->question->targets[planning->tests[i].target],
                                   planning->judgement.values[i], planning->judgement.n, level);
        holds &= confirmations[i].verdict == CONFIRM_HOLDS || !planning->asked[i];
        asked += planning->asked[i];
    }
    end->confirmations = confirmations;
    return holds && asked;
}

static int larger(int a, int b) {
    return a > b ? a : b;
}

/* Nothing is missing but replications: more people would not help. */
static bool lacks_replications(const struct planning *planning) {
    bool lacks = false;
    for (int i = 0; i < planning->test_count; i++) {
        const struct confirmation *one = &planning->end.confirmations[i];
        if (!planning->asked[i] || one->verdict == CONFIRM_HOLDS)
            continue;
        if (!confirmation_lacks_values(one))
            return false;
        lacks = true;
    }
    return lacks;
}

/* With more care than a plan that was not confirmed, looked at in the search; NULL = there is none. */
static void *raised(struct planning *planning, const void *plan) {
    void *next = planning->planner->copy(plan, planning->arena);
    bool *missed = planning->judgement.missed;
    for (int d = 0; d < planning->day_count && planning->judgement.holds; d++)
        missed[d] = true;
    if (!planning->planner->raise(next, missed) || !make(planning, next))
        return NULL;
    try_plan(planning, next);
    return planning->over ? NULL : next;
}

/* One plan after the other, each with fresh replications of its own: what is learned from them shapes the
 * next one. Their number is settled before the first of them is made. */
static void *confirm_one(struct planning *planning, void *plan) {
    struct planning_end *end = &planning->end;
    int n = planning->wanted;
    end->fresh_first = PLANNING_FRESH_FIRST;
    while (true) {
        end->candidates++;
        if (!simulate(planning, plan, "confirmation", end->fresh_first, n, true))
            return plan;
        if (confirmed(planning)) {
            end->state = PLANNING_CONFIRMED;
            return plan;
        }
        int wanted = larger(n, planning->judgement.wanted);
        void *next = end->candidates == PLANNING_CANDIDATES ? NULL
                     : !lacks_replications(planning)        ? raised(planning, plan)
                     : n < wanted                           ? plan
                                                            : NULL;
        if (!next)
            return plan;
        end->fresh_first += n;
        n = larger(wanted, planning->judgement.wanted);
        plan = next;
    }
}

/* The whole */

static void *begin(struct planning *planning) {
    const struct planning_question *question = planning->question;
    const struct subject *subject = question->subject;
    struct problems *problems = problems_create(planning->arena);
    struct config *config = config_read(planning->arena, question->scenario, question->settings,
                                        question->setting_count, subject->fields, subject->size, problems);
    void *values = config_values(config), *plan = NULL;
    if (!problems->errors)
        subject->check(values, planning->arena, problems);
    if (!problems->errors)
        plan = planning->planner->begin(values, planning->arena, problems);
    if (plan) {
        planning->days = planning->planner->days(plan, &planning->day_count);
        return plan;
    }
    struct text why = {0};
    problems_write(problems, &why);
    stop_with(planning, PLANNING_INVALID, why.data);
    text_free(&why);
    return NULL;
}

static void finish(struct planning *planning, const void *plan) {
    struct planning_end *end = &planning->end;
    struct text csv = {0};
    planning->planner->write(plan, &csv);
    end->csv = arena_copy(planning->arena, csv.data);
    end->plan = planning->planner->table(plan, planning->arena);
    end->rounds = planning->rounds;
    end->tests = planning->tests;
    end->test_count = planning->test_count;
    end->asked = planning->asked;
    text_free(&csv);
}

struct planning_end planning_run(const struct planning_question *question, struct arena *arena) {
    struct planning *planning = arena_new(arena, struct planning);
    *planning =
        (struct planning){.question = question,
                          .planner = question->subject->planner,
                          .arena = arena,
                          .end = {.state = PLANNING_NOT_REACHED, .alpha = 1.0 - question->confidence}};
    void *plan = begin(planning), *best = NULL;
    if (plan) {
        planning->planner->ample(plan);
        simulate(planning, plan, "more people than needed", 1, PLANNING_SEARCH, true);
    }
    if (!planning->over)
        best = search(planning, plan);
    if (best && !planning->over)
        best = save(planning, best);
    if (best && !planning->over) {
        planning->end.state = PLANNING_UNDECIDED;
        best = confirm_one(planning, best);
    }
    if (plan && planning->end.state <= PLANNING_NOT_REACHED)
        finish(planning, best ? best : planning->nearest ? planning->nearest : plan);
    return planning->end;
}
