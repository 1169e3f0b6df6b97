/* SPDX-License-Identifier: MIT */
/* sizing.h - the cheapest design that holds its targets with confidence: search proposes, confirmation
 * decides.
 *
 * The search begins where the workload estimate lets the tightest resource be just below full, and looks at
 * neighbours on the grid of the factors, with common random numbers and few replications. Designs that are
 * dearer or clearly miss a target are dropped early; one that may be better makes replications until that is
 * clear. More of something is never taken to be better. Costs that differ from the least by SIZING_WORTH of
 * the first design's at most count as equal; the smallest design is preferred then. A grid of SIZING_GRID
 * designs at most is looked at as a whole before it is said that none holds.
 *
 * What the search likes is tried in order of cost with fresh replications, numbered from
 * SIZING_FRESH_FIRST; the j-th candidate at one-sided level alpha / (j (j + 1)), so that all of them together
 * accept a design that misses its target with probability alpha at most. One whose replications are too equal
 * for their number makes more, at a level of what ten candidates leave of alpha. The order is settled by the
 * search alone. Where the search cannot tell the costs of the first candidate and of others apart, alpha is
 * split in halves: these are tried too, and of those that hold the cheapest is found by elimination (kn.h)
 * with replications numbered from SIZING_SELECT_FIRST. The outcome does not depend on the number of threads.
 *
 * Where all fresh replications are equal, what is confirmed is that few differ, not a mean; see target.h. */
#ifndef SIM_STUDY_SIZING_H
#define SIM_STUDY_SIZING_H

#include "sim/study/campaign.h"
#include "sim/study/factor.h"
#include "sim/study/target_test.h"

struct arena;

enum {
    SIZING_FRESH_FIRST = 100001,
    SIZING_SELECT_FIRST = 200001,
    SIZING_SELECT_MOST = 500,    /* of a design */
    SIZING_RIVALS = 4,           /* designs in a selection at most */
    SIZING_RIVALS_LOOKED_AT = 8, /* to find these */
    SIZING_SCREEN = 3,           /* replications before a design is dropped */
    SIZING_SEARCH = 6,           /* before it is compared */
    SIZING_HALF = 10,            /* of those that stay open */
    SIZING_POLISH = 20,          /* before it becomes a candidate */
    SIZING_CANDIDATES = 10,
    SIZING_GRID = 200, /* designs that are all looked at before it is said that none holds */
    SIZING_MOST_DESIGNS = 1000
};

#define SIZING_WORTH 0.0005

/* What is made small or large: a metric, or the number that a factor takes. */
struct objective {
    const char *name;
    bool maximise;
    double delta; /* less than this does not matter; 0 = SIZING_WORTH of what the first design has */
};

struct sizing_question {
    const struct subject *subject;
    const char *scenario;
    const struct setting *settings; /* before those of the designs */
    int setting_count;
    const struct factor *factors; /* with levels, see factor_levels */
    int factor_count;
    const struct target *targets;
    int target_count;
    struct objective objective;
    double confidence;
    int replications; /* of a confirmation; 0 = as many as the targets need */
    int most_designs; /* to look at; 0 = SIZING_MOST_DESIGNS */
    bool seed_given;
    uint64_t seed;
    int jobs;
    struct ledger *ledger; /* of any key; NULL = none */
    const char *engine;
    bool retry_failed;
    const char *spool_directory;
    const atomic_int *stop;
    void (*phase)(void *self, const char *words); /* may be NULL; "search, 12 designs" */
    void (*progress)(void *self, int done, int wanted, double share, double elapsed_s);
    void *self;
};

/* Values by replication; of a test that is about several members the worst of them. */
struct sample {
    int n;      /* replications made */
    int room;   /* for replications */
    bool *made; /* of the search, by replication: not all of the first are made. Of fresh ones all are */
    double *objective; /* made smaller, whatever was asked */
    double **values;   /* by test */
};

enum design_verdict {
    DESIGN_FAILED,        /* it cannot be read, or a replication failed */
    DESIGN_MISSES,        /* a target, in the search */
    DESIGN_DEARER,        /* than the chosen one, which holds */
    DESIGN_NARROW,        /* holds on average, too narrowly to be confirmed */
    DESIGN_PROMISING,     /* holds in the search; not tried */
    DESIGN_NOT_CONFIRMED, /* tried */
    DESIGN_CONFIRMED
};

struct sizing_design {
    const char *name;   /* in the order in which they were looked at */
    const int *levels;  /* by factor */
    const char **words; /* by factor: the value */
    enum design_verdict verdict;
    const char *reason; /* why it failed */
    struct sample search, fresh, selected;
    bool *has;                         /* by test: its results have this member */
    int candidate;                     /* its turn in the confirmation, from 1; 0 = none */
    bool holds;                        /* it was confirmed */
    struct confirmation *confirmation; /* by test, of a candidate */
    /* At the end: over fresh replications if there are some, else over those of the search, where what was
     * not made is judged from the design that made all. NaN of a design that failed. */
    double objective;
    double *values; /* by test: the mean, or the share of a risk */
    double dearer;  /* than the chosen one, in the search; not a number where that is not known */
    bool frontier;  /* no design looked at is both cheaper and better on the first target */
};

/* The chosen design with one level less of a factor, or another word; with one more where that would be
 * better if it held. Where something is maximised, only what would be better, or as good with less. */
struct sizing_neighbour {
    int factor, design;
};

/* The cheapest of designs that were confirmed, by elimination; see kn.h. */
struct sizing_selection {
    int count;
    int *designs, *replications; /* replications until it was dropped or chosen */
    double *means;               /* of the objective */
    double delta, alpha;
    bool decided; /* else none was left alone after SIZING_SELECT_MOST, and the chosen one leads */
};

enum sizing_state {
    SIZING_CONFIRMED,
    SIZING_UNDECIDED,   /* designs hold in the search and none could be confirmed */
    SIZING_NOT_REACHED, /* by no design that was looked at */
    SIZING_INTERRUPTED,
    SIZING_UNKNOWN_METRIC, /* a target or what is minimised is none of this scenario */
    SIZING_FAILED
};

struct sizing_end {
    enum sizing_state state;
    const char *reason; /* of a failure */
    int count;
    double grid; /* designs that there are */
    struct sizing_design *const *designs;
    int chosen; /* the confirmed design, else the one that comes nearest; -1 = none */
    int test_count;
    const struct target_test *tests;
    const bool *defined; /* by test: some design has a value, so that one that has the member needs one too */
    const char *objective_unit;
    double worth; /* a difference in the objective up to this does not count; 0 = every one does */
    int neighbour_count;
    const struct sizing_neighbour *neighbours;
    int candidates;                           /* tried */
    const struct sizing_selection *selection; /* NULL = there were no rivals */
    double alpha;             /* of all candidates together: 1 - confidence, half of it beside rivals */
    bool exhausted;           /* the search ended at the most designs */
    const char *const *notes; /* where more of a factor made a target worse; NULL ends */
    long run, recalled;
    double run_s;
};

double sizing_grid(const struct sizing_question *question);  /* designs that there are */
int sizing_replications(const struct sizing_design *design); /* fresh ones if there are some */

/* Where the search would begin, by the estimate alone: the level of every factor. False if the scenario
 * cannot be read with such values. */
bool sizing_begin_at(const struct sizing_question *question, struct arena *arena, int *levels);
struct sizing_end sizing_run(const struct sizing_question *question, struct arena *arena);

#endif
