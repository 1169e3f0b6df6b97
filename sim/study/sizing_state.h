/* SPDX-License-Identifier: MIT */
/* sizing_state.h - what the files of a sizing share: the designs that were looked at. */
#ifndef SIM_STUDY_SIZING_STATE_H
#define SIM_STUDY_SIZING_STATE_H

#include "sim/base/map.h"
#include "sim/study/sizing.h"
#include "sim/study/statistics.h"

enum { SIZING_OBJECTIVE = -1 /* stands for a test where values are asked for */ };
/* What replications are for; each purpose has numbers of its own. */
enum sizing_purpose { SIZING_TO_SEARCH, SIZING_TO_CONFIRM, SIZING_TO_SELECT };

struct sizing {
    const struct sizing_question *question;
    struct arena *arena;
    int *level_count;     /* by factor */
    bool *numeric;        /* by factor: its levels are in order */
    int *better;          /* by factor: the level with most room by the estimate */
    int objective_factor; /* or -1 */
    int most_designs;
    struct sizing_design **designs;
    int count;
    struct map known; /* by levels as text */
    int test_count;   /* 0 = no replication was folded yet */
    struct target_test *tests;
    bool *defined; /* by test: a replication of some design has a value */
    const char *objective_unit;
    double worth;                      /* what counts as a difference in the objective; 0 = every one */
    struct sizing_design **references; /* those that made all replications of the search */
    int reference_count;
    double ease[SIZING_POLISH]; /* of a replication, from 0: summed over the references */
    int order[SIZING_POLISH];   /* in which replications are made beside references */
    int plan_replications;      /* of a confirmation */
    double alpha;               /* of all confirmations together */
    int candidates, turn;       /* tried; of the next one, from 1 */
    struct sizing_selection *selection;
    enum sizing_state state;
    const char *reason;
    bool over; /* interrupted or failed */
    bool exhausted;
    long run, recalled;
    double run_s;
};

/* sizing_designs.c */
/* The design with these levels, made if it is new; NULL when there are too many. */
struct sizing_design *sizing_design_at(struct sizing *sizing, const int *levels);
/* Brings designs to `n` replications for a purpose; false when all is over. NULL designs are passed over. */
bool sizing_simulate(struct sizing *sizing, struct sizing_design **designs, int count, int n,
                     enum sizing_purpose purpose);
void sizing_say(struct sizing *sizing, const char *words);
/* Of the second test of the last candidate: 1 / (j (j + 1)), summed up to k, leaves 1 / (k + 1) of alpha. */
static inline double sizing_second_level(const struct sizing *sizing) {
    return confirm_level(sizing->alpha / (SIZING_CANDIDATES + 1),
                         sizing->candidates > 0 ? sizing->candidates : 1);
}
static inline const struct target *sizing_target(const struct sizing *sizing, int test) {
    return &sizing->question->targets[sizing->tests[test].target];
}

/* sizing_whole.c */
/* A design that has made all replications of the search becomes a reference. */
void sizing_refer_to(struct sizing *sizing, struct sizing_design *design);
/* Of a test or of the objective; over the replications that both have made. */
struct moments sizing_difference(const struct sizing_design *design, const struct sizing_design *from,
                                 int test);
/* Values of all replications of the search, beside references; without one, of those that were made. Kindly:
 * in those it has not made the design is as good as any reference. Their number, SIZING_POLISH at most. */
int sizing_whole(const struct sizing *sizing, const struct sizing_design *design, int test, bool kindly,
                 double *whole);
/* Mean of the objective over these; infinite without any. */
double sizing_cost(const struct sizing *sizing, const struct sizing_design *design);

/* sizing_judge.c: from the replications of the search. */
/* It would be confirmed in the next turn if its means were true; it was not tried in vain. */
bool sizing_promising(const struct sizing *sizing, const struct sizing_design *design);
/* Its means hold, however narrowly. */
bool sizing_holds(const struct sizing *sizing, const struct sizing_design *design);
bool sizing_clearly_misses(const struct sizing *sizing, const struct sizing_design *design);
/* A test of a member that this design has not, such as a later day, or that no design at all has a value of,
 * such as a day without departures: without a value it asks nothing of the design. */
bool sizing_passes_over(const struct sizing *sizing, const struct sizing_design *design, int test);
/* It would not be confirmed even if what it has not made yet were taken kindly. */
bool sizing_hopeless(const struct sizing *sizing, const struct sizing_design *design);
/* Cheaper in the search by more than counts, or equal and no larger. */
bool sizing_cheaper(const struct sizing *sizing, const struct sizing_design *design,
                    const struct sizing_design *than);
/* A full order much like that, for the search: < 0 for a before b. Costs are equal in steps of what counts,
 * so that no chain of equal designs leads in a circle. */
int sizing_order(const struct sizing *sizing, const struct sizing_design *a, const struct sizing_design *b);
bool sizing_better(struct sizing *sizing, const struct sizing_design *a, const struct sizing_design *b);
/* Of all that are promising the smallest whose cost counts as equal to the least; NULL = none is. */
struct sizing_design *sizing_preferred(const struct sizing *sizing);
/* Of the first target, over the mean. */
double sizing_first_margin(const struct sizing *sizing, const struct sizing_design *design);
/* How many replications confirm a design, settled before the first of them. */
int sizing_needed(const struct sizing *sizing, const struct sizing_design *design);

/* sizing_screen.c */
/* Looks at designs; beside a good one those that are dearer or cannot be confirmed are dropped. All that make
 * replications say whether it goes on. */
bool sizing_look_at(struct sizing *sizing, struct sizing_design *const *designs, int count,
                    const struct sizing_design *best);
/* More replications of those that would be better than the best, and neither hold nor are hopeless. The list
 * is written on. */
bool sizing_clear_up(struct sizing *sizing, struct sizing_design **designs, int count,
                     const struct sizing_design *best);
/* Makes all replications of the search if the first ones promise something; the design then becomes a
 * reference. */
bool sizing_polish(struct sizing *sizing, struct sizing_design *design);

/* sizing_confirm.c */
int sizing_index(const struct sizing *sizing, const struct sizing_design *design); /* -1 = none */
/* The cheapest design that holds its targets with fresh replications; -1 = none. */
int sizing_confirm(struct sizing *sizing);

/* sizing_start.c: fills `better` too. */
bool sizing_start(struct sizing *sizing, int *levels);
/* The ratio of work to capacity of the tightest resource; 0 if there is no estimate. */
double sizing_tightness(struct sizing *sizing, const int *levels);

/* sizing_search.c: the design that is preferred, else the one that comes nearest, or NULL. */
struct sizing_design *sizing_search(struct sizing *sizing);
/* From a design on: looks at all its neighbours until none is better. */
struct sizing_design *sizing_descend(struct sizing *sizing, struct sizing_design *from);
/* The same, and until the best design keeps its place with all replications of the search. */
struct sizing_design *sizing_settle(struct sizing *sizing, struct sizing_design *best);

/* sizing_neighbours.c */
struct sizing_neighbour *sizing_neighbours(struct sizing *sizing, int chosen, int *count);

/* sizing_label.c */
void sizing_label(struct sizing *sizing, int chosen);
const char *const *sizing_notes(struct sizing *sizing);

#endif
