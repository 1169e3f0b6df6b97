/* SPDX-License-Identifier: MIT */
/* study.h - replications on threads, folded in order into estimates.
 *
 * A study knows no warehouse: it sees one `struct subject` that can load, check, estimate and run.
 * Replications run on `jobs` threads; their numbers are folded in replication order, so the answer does not
 * depend on the number of threads. Memory does not grow with the number of replications. */
#ifndef SIM_STUDY_STUDY_H
#define SIM_STUDY_STUDY_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include "sim/results/recording.h"
#include "sim/results/results.h"
#include "sim/study/statistics.h"

struct arena;
struct field;
struct ledger;
struct planner;
struct problems;
struct text;

enum study_kind { STUDY_TERMINATING, STUDY_STEADY };

/* What a scenario says about its study; filled by subject->plan. */
struct study_plan {
    const char *title;
    const char *name; /* the scenario's file without folder and .json; from study_options */
    enum study_kind kind;
    uint64_t seed;
    int replications;      /* default when --reps is not given */
    double confidence;     /* 0.95 */
    double horizon_s;      /* simulated time incl. lead-in or warm-up */
    double warmup_s;       /* cut here; < 0 = find it (steady studies) */
    double cycle_s;        /* a week, or a day if all days are equal: the unit of steady observations */
    double interval_s;     /* width of the interval series */
    double start_s;        /* calendar time of time 0: seconds since 1970-01-01 */
    double target_on_time; /* for the verdict; NaN = none */
    const char *currency;
};

/* One row of the workload estimate: work against capacity of a resource over the horizon. */
struct estimate_row {
    const char *resource; /* "packing benches", "pickers" */
    const char *path;     /* key that changes it */
    double work, capacity;
    const char *unit; /* of both: "h", "parcels" */
    /* PATH=VALUE for one unit more of it (in each shift, on each departure); NULL ends. NULL = no key says.
     */
    const char *const *one_more;
};
struct estimate {
    int count;
    struct estimate_row *rows; /* arena of the config */
    const char *bottleneck;    /* resource with the highest ratio, or NULL */
};

enum run_outcome { RUN_DONE, RUN_STOPPED, RUN_FAILED };

/* Who wants to see every event: NULL-able parts. Owned by the caller. */
struct trace_sink {
    void (*event)(void *self, usec time, const char *handler, uint64_t entity);
    void *self;
};
/* One row per order that left or was open at the end, for orders.csv: values by the subject's order columns.
 */
struct order_sink {
    void (*row)(void *self, const double *values, int count);
    void *self;
};

struct run_request {
    uint64_t seed;
    int replication;                  /* counted from 1 */
    double warmup_s;                  /* >= 0: where to cut */
    const struct series_sink *series; /* may be NULL */
    const struct trace_sink *trace;   /* may be NULL */
    const struct order_sink *orders;  /* may be NULL */
    struct recording *recording;      /* may be NULL */
    const atomic_int *stop;           /* may be NULL: give up soon when not 0 */
    _Atomic double *progress;         /* may be NULL: share of the horizon done */
    struct arena *arena;              /* everything of this replication */
};
struct run_report {
    enum run_outcome outcome;
    struct results *results;
    const char *reason;        /* of a failure: clock, busiest queue, what to look at */
    uint64_t events, entities; /* events handled; entities (orders) created, lead-in included */
};

struct subject {
    const char *name;           /* "fcsim" */
    const struct field *fields; /* root table */
    size_t size;
    const struct metric *const *metrics; /* all metric tables, NULL at the end, for describe and dictionary */
    const char *const *order_columns;    /* of order_sink, NULL at the end */
    /* The name that an index stands for in a column ("" = none); NULL where the column is a number. */
    const char *(*order_name)(const void *values, int column, int index);
    const char *const *labels; /* root keys that cannot change results, NULL at the end */
    /* Rules across fields and what is derived from them; runs after config_read. */
    void (*check)(void *values, struct arena *arena, struct problems *problems);
    void (*plan)(const void *values, struct study_plan *plan);
    void (*estimate)(const void *values, struct arena *arena, struct estimate *estimate);
    struct run_report (*run)(const void *values, const struct run_request *request);
    /* Records a plan of the floor, which needs no run; false with the reason where there is none. */
    bool (*draw)(const void *values, struct arena *arena, struct recording *recording, struct text *reason);
    const struct planner *planner; /* planning.h; NULL where there is nothing to plan */
};

/* An estimate over replications. Undefined = NaN. */
struct summary {
    int n; /* replications in which it was defined */
    double mean, sd, low, high, min, max;
};

enum { UNTIL_FEWEST = 10, UNTIL_FEWEST_EQUAL = 30, UNTIL_CAP = 1000 };
struct until { /* --until METRIC:rel=0.01 or :abs=60 */
    const char *metric;
    double rel, abs;   /* 0 = not used */
    const char *typed; /* "METRIC:rel=0.01" */
};

struct study_options {
    uint64_t seed;
    int first, replications; /* first is 1 except with --replication K */
    int jobs;
    const struct until *until;
    int until_count, until_cap;      /* cap: at most so many replications, 0 = UNTIL_CAP; with
                                      * until_count > 0 it replaces `replications` */
    bool record;                     /* record replication `first` for drawing */
    struct ledger *ledger;           /* what is in it is not run again; NULL = none */
    bool retry_failed;               /* replications that failed before are run again; else they fail again */
    const char *name;                /* of the scenario, for results; NULL = "" */
    const char *spool_directory;     /* for temporary files; NULL = TMPDIR */
    const struct trace_sink *trace;  /* of replication `first` */
    const struct order_sink *orders; /* of replication `first` */
    const atomic_int *stop;          /* 1: finish or drop running replications; 2: stop at once */
    void (*progress)(void *self, int done, int wanted, double share, double elapsed_s);
    void *progress_self;
};

enum study_state { STUDY_COMPLETE, STUDY_NOT_REACHED, STUDY_INTERRUPTED, STUDY_FAILED };

struct study; /* the outcome */

struct study *study_run(const struct subject *subject, const void *values,
                        const struct study_options *options);
void study_free(struct study *study);

enum study_state study_state(const struct study *study);
const char *study_reason(const struct study *study); /* of a failure or of "not reached" */
const struct study_plan *study_plan(const struct study *study);
uint64_t study_seed(const struct study *study);
int study_replications(const struct study *study); /* folded: the completed prefix */
int study_recalled(const struct study *study);     /* of these, how many were read from the ledger */
bool study_failed_before(
    const struct study *study); /* it failed by a replication that the ledger holds as failed */
int study_first(const struct study *study);
double study_warmup_s(const struct study *study); /* where the window opened */
/* The numbers of a replication, then those that are pooled: made of all replications together. */
struct measures study_measures(const struct study *study);
/* By measure index, at the plan's confidence: the mean of replications with its Student t interval. One
 * replication: low and high NaN. Pooled: `mean` is the ratio of sums, with a jackknife interval, or the
 * quantile of the merged histogram, with an interval by sectioning from 30 replications; sd, min and max are
 * NaN. */
struct summary study_summary(const struct study *study, int measure);
/* Index of a measure by full name, or -1. */
int study_find(const struct study *study, const char *name);
/* What a reader should know: fewer than 10 replications, strong skewness, correlation of batches ... */
int study_warnings(const struct study *study, const char *const **texts);
/* Values of replication `index` (0-based, in order), NaN for what is pooled; reads the spool. False at the
 * end.
 */
bool study_values(const struct study *study, int index, int *replication, double *values);
/* Interval series: columns and rows; means, smallest and largest over replications, streamed from the spools.
 */
struct measures study_series(const struct study *study);
struct series_row {
    double from_s, to_s;             /* simulated time */
    const double *mean, *low, *high; /* per column; low, high: 10 % and 90 % quantiles over replications */
};
void study_each_interval(const struct study *study, void (*row)(void *self, const struct series_row *row),
                         void *self);
/* Histograms pooled over all replications, by name of the tally ("cycle_time_s"), or NULL. */
const struct histogram *study_histogram(const struct study *study, const char *name);
const struct recording *study_recording(const struct study *study); /* of replication `first`, or NULL */
/* What the search for the warm-up saw, for a Welch plot: means over whole cycles, averaged over the pilot. */
struct welch {
    int cycles, columns; /* 0 cycles: the warm-up was given */
    int cut;             /* cycles deleted */
    double cycle_s;
    const char *const *names; /* by column */
    const double *values;     /* by column, then cycle */
};
struct welch study_welch(const struct study *study);
/* Totals for the benchmark and the method box. */
uint64_t study_events(const struct study *study);
uint64_t study_entities(const struct study *study);
double study_run_seconds(const struct study *study); /* summed over threads */

/* The definition behind a number's name, "on_time[carrier=north]" or "picking.wait_s.p95"; NULL if there is
 * none. */
const struct metric *metric_of(const struct subject *subject, const char *name);
/* What is appended to a metric's name for its numbers: "" or ".mean" ..., pooled ones last; NULL ends. */
const char *const *metric_suffixes(const struct metric *metric);
/* False, with what is wrong, for an unknown metric, one that is pooled, `rel` of a share, or no precision. */
bool until_check(const struct subject *subject, const struct until *until, struct text *message);

#endif
