/* SPDX-License-Identifier: MIT */
/* planning.h - a plan by hour that holds its targets: made, simulated, and made again.
 *
 * The subject says what a plan is (struct planner): it makes one from what it saw in a run, as a file that
 * one of its keys names, and can be told to plan with more care on days that missed a target, or with less.
 * The study simulates and decides. It first looks at a plan with more than anybody needs, then raises the
 * care until the targets hold in the search with a margin that a confirmation would accept, then tries to do
 * with less. What is left is confirmed with fresh replications, the j-th plan at one-sided level alpha / (j
 * (j + 1)). How many is
 * settled before the first of them, from the run of that plan in the search. Each plan has fresh replications
 * of its own: what those of the plans before it showed decides what it is, and given all of that its own test
 * has its level, so the levels add up to alpha. The method is simulation-based staffing (Feldman, Mandelbaum,
 * Massey and Whitt 2008, Management Science 54(2)), with targets on what is promised instead of on delays. */
#ifndef SIM_STUDY_PLANNING_H
#define SIM_STUDY_PLANNING_H

#include "sim/study/campaign.h"
#include "sim/study/target_test.h"

struct arena;
struct problems;

/* Fresh replications are numbered from PLANNING_FRESH_FIRST on, plan after plan. */
enum {
    PLANNING_FRESH_FIRST = 100001,
    PLANNING_SEARCH = 10,
    PLANNING_ROUNDS = 40,
    PLANNING_CANDIDATES = 5,
    PLANNING_MOST =
        PLANNING_ROUNDS + PLANNING_CANDIDATES - 1, /* plans: each candidate after the first is one more */
    PLANNING_PATIENCE = 8
};

/* Means over replications of the interval series. */
struct plan_seen {
    int rows;
    const double *from_s, *to_s; /* simulated time */
    struct measures columns;
    const double *mean; /* by row, then column */
};

struct plan_shift {
    const char *team, *day, *from, *to; /* "2026-12-07", "06:00" */
    int people;
    double paid_h, cost;
};
struct plan_hour {
    const char *team;
    double from_s;  /* since 1970-01-01 */
    double offered; /* people at work if there were more than enough of them */
    double need, present;
    double worked; /* people at work in the last run of the plan that was looked at */
};
struct plan_table {
    int shift_count, hour_count;
    const struct plan_shift *shifts; /* by day, then team */
    const struct plan_hour *hours;   /* by team, then hour; of the measured time */
    int team_count;
    const char *const *teams;
    double paid_h, cost;
    bool cut_short; /* something cheaper that covers the same needs was not ruled out */
};

struct planner {
    const char *key;             /* that names the plan's file */
    const char *const *settings; /* for every run of a plan; NULL ends */
    /* Reads what there is to plan; NULL after problems. */
    void *(*begin)(const void *values, struct arena *arena, struct problems *problems);
    /* The days of a plan, as members of metrics by day. */
    const char *const *(*days)(const void *plan, int *count);
    void (*ample)(void *plan); /* becomes one with more than anybody needs */
    /* Takes what was seen when it ran; of an ample plan, what is needed. */
    void (*observe)(void *plan, const struct plan_seen *seen);
    /* Takes the work of the last run for what there is to do. */
    void (*learn)(void *plan);
    /* More care on days that missed; false when there is none left. */
    bool (*raise)(void *plan, const bool *missed);
    int (*parts)(const void *plan);
    bool (*lower)(void *plan, int part, int steps); /* less care in a part; false when there is none left */
    void *(*copy)(const void *plan, struct arena *arena);
    /* From needs to a plan; false with what is wrong. */
    bool (*make)(void *plan, struct text *error);
    double (*cost)(const void *plan);
    void (*write)(const void *plan, struct text *csv);
    struct plan_table (*table)(const void *plan, struct arena *arena);
};

struct planning_question {
    const struct subject *subject;
    const char *scenario;
    const struct setting *settings;
    int setting_count;
    const struct target *targets;
    int target_count;
    double confidence;
    int replications; /* of a confirmation; 0 = as many as the targets need */
    bool seed_given;
    uint64_t seed;
    int jobs;
    struct ledger *ledger;
    const char *engine;
    bool retry_failed;
    const char *spool_directory;
    const atomic_int *stop;
    /* Keeps a plan as a file until the planning has ended; its path, or NULL with what is wrong. */
    const char *(*store)(void *self, int number, const struct text *csv, struct text *error);
    void (*phase)(void *self, const char *words);
    void (*progress)(void *self, int done, int wanted, double share, double elapsed_s);
    void *self;
};

/* A plan that was simulated in the search. */
struct planning_round {
    double cost;
    bool holds;
    const double *means; /* by test */
};

enum planning_state {
    PLANNING_CONFIRMED,
    PLANNING_UNDECIDED,   /* plans hold in the search and none was confirmed */
    PLANNING_NOT_REACHED, /* by no plan */
    PLANNING_INVALID,     /* there is nothing to plan, or an hour cannot be covered */
    PLANNING_UNKNOWN_METRIC,
    PLANNING_INTERRUPTED,
    PLANNING_FAILED
};
struct planning_end {
    enum planning_state state;
    const char *reason;     /* of what is not confirmed */
    struct plan_table plan; /* where none holds, the one that comes nearest */
    const char *csv;        /* the plan's file */
    int test_count;
    const struct target_test *tests;
    const bool *asked;                        /* by test: false of a member that no run of any plan defines */
    const struct confirmation *confirmations; /* by test; NULL = none was tried */
    int round_count, candidates, nearest;     /* nearest: a round */
    const struct planning_round *rounds;
    int fresh_first; /* replication of the last candidate */
    double alpha;
    long run, recalled;
};

struct planning_end planning_run(const struct planning_question *question, struct arena *arena);

#endif
