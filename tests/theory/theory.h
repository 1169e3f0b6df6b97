/* SPDX-License-Identifier: MIT */
/* theory.h - runs scenarios through the real stages and compares means over replications with closed forms.
 *
 * A check has two sides: the answer must lie within 4 standard errors of theory at the committed seed, and
 * the 95 % interval must be narrow enough to mean something. Where a queue is heavily loaded, the standard
 * error comes from control variates: inputs whose means are known without any queueing theory (orders that
 * came, their mean work) are regressed out, with Student's t on what is left (Lavenberg and Welch 1981,
 * Management Science 27(3)). */
#ifndef TESTS_THEORY_THEORY_H
#define TESTS_THEORY_THEORY_H

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_multifit.h>
#include <stdarg.h>
#include <stdlib.h>
#include <unistd.h>
#include "models/fcsim.h"
#include "sim/base/arena.h"
#include "sim/base/problems.h"
#include "sim/base/text.h"
#include "sim/config/config.h"
#include "tests/support/check.h"

enum { THEORY_COLUMNS = 16, THEORY_CONTROLS = 4 };

/* One number per replication and column. */
struct sample {
    int replications, columns;
    double *values;
};

static inline struct sample sample_create(int replications, int columns) {
    return (struct sample){replications, columns, calloc((size_t)(replications * columns), sizeof(double))};
}
static inline void sample_free(struct sample *sample) {
    free(sample->values);
}
static inline double *sample_at(const struct sample *sample, int replication, int column) {
    return &sample->values[replication * sample->columns + column];
}

struct estimate_of_mean {
    double mean, error; /* standard error */
    int degrees;        /* of freedom */
};

/* A column whose mean is known. */
struct control {
    int column;
    double known;
};

/* The intercept of a regression on the controls less their known means; without controls the plain mean. */
__attribute__((unused)) static struct estimate_of_mean estimate(const struct sample *sample, int column,
                                                                const struct control *controls, int count) {
    int n = sample->replications, p = count + 1;
    gsl_matrix *x = gsl_matrix_alloc((size_t)n, (size_t)p),
               *covariance = gsl_matrix_alloc((size_t)p, (size_t)p);
    gsl_vector *y = gsl_vector_alloc((size_t)n), *c = gsl_vector_alloc((size_t)p);
    for (int r = 0; r < n; r++) {
        gsl_vector_set(y, (size_t)r, *sample_at(sample, r, column));
        gsl_matrix_set(x, (size_t)r, 0, 1.0);
        for (int k = 0; k < count; k++)
            gsl_matrix_set(x, (size_t)r, (size_t)k + 1,
                           *sample_at(sample, r, controls[k].column) / controls[k].known - 1.0);
    }
    double squares;
    gsl_multifit_linear_workspace *work = gsl_multifit_linear_alloc((size_t)n, (size_t)p);
    gsl_multifit_linear(x, y, c, covariance, &squares, work);
    struct estimate_of_mean answer = {gsl_vector_get(c, 0), sqrt(gsl_matrix_get(covariance, 0, 0)), n - p};
    gsl_multifit_linear_free(work);
    gsl_matrix_free(x);
    gsl_matrix_free(covariance);
    gsl_vector_free(y);
    gsl_vector_free(c);
    return answer;
}

static inline double half_width(struct estimate_of_mean got) {
    return gsl_cdf_tdist_Pinv(0.975, got.degrees) * got.error;
}

/* |z| <= 4, and the 95 % interval no wider than `rel` of theory to either side. Prints a line of the
 * comparison. */
#define CHECK_THEORY(got, theory, rel, words)                                                                \
    check_theory(__FILE__, __LINE__, (got), (theory), 0.0, (rel), (words))
/* The same against a published Monte Carlo value with a standard error of its own. */
#define CHECK_MONTE_CARLO(got, published, error, rel, words)                                                 \
    check_theory(__FILE__, __LINE__, (got), (published), (error), (rel), (words))

__attribute__((unused)) static bool check_theory(const char *file, int line, struct estimate_of_mean got,
                                                 double theory, double theory_error, double rel,
                                                 const char *words) {
    double half = half_width(got), z = (got.mean - theory) / hypot(got.error, theory_error);
    printf("  %-46s %12.6g +- %.2f %%, theory %12.6g, z %5.2f\n", words, got.mean,
           100.0 * half / fabs(theory), theory, z);
    bool near = fabs(z) <= 4.0, narrow = half <= rel * fabs(theory);
    if (!near)
        check_fail(file, line), printf("%s: more than 4 standard errors from theory\n", words);
    if (!narrow)
        check_fail(file, line), printf("%s: the interval is wider than %g %%\n", words, 100.0 * rel);
    return near && narrow;
}

/* Scenarios */

struct loaded {
    struct arena *arena;
    void *values;
};

/* A scenario from text; ends the program when it is wrong, since nothing can be tested then. */
__attribute__((unused, format(printf, 1, 2))) static struct loaded load(const char *format, ...) {
    struct loaded loaded = {.arena = arena_create()};
    va_list arguments;
    va_start(arguments, format);
    char *json = arena_vformat(loaded.arena, format, arguments);
    va_end(arguments);
    struct problems *problems = problems_create(loaded.arena);
    struct config *config = config_read_text(loaded.arena, "theory", json, strlen(json), NULL, 0,
                                             fcsim_subject.fields, fcsim_subject.size, problems);
    loaded.values = config_values(config);
    if (!problems->errors)
        fcsim_subject.check(loaded.values, loaded.arena, problems);
    for (int i = 0; i < problems->count; i++)
        if (!problems->items[i].warning)
            printf("%s: %s\n", problems->items[i].path, problems->items[i].rule);
    if (problems->errors)
        exit(1);
    return loaded;
}
static inline void unload(struct loaded *loaded) {
    arena_destroy(loaded->arena);
}

/* A number of a run by its full name; NaN (which no check accepts) when there is none. */
static inline double number_of(const struct results *results, const char *name) {
    struct measures measures = results_measures(results);
    for (int i = 0; i < measures.count; i++)
        if (strcmp(measures.items[i].name, name) == 0)
            return results_values(results)[i];
    return NAN;
}

/* Who looks at single orders or intervals of a replication; NULL-able parts. */
struct watch {
    void (*start)(void *self);
    struct order_sink orders;
    struct series_sink series;
    void (*finish)(void *self, const struct results *results, double *row);
    void *self;
};

/* Runs replications one after the other; `names` (ended by NULL) fill the first columns, `watch` may fill
 * others. */
__attribute__((unused)) static void run_replications(const struct loaded *loaded, uint64_t seed, int first,
                                                     const char *const *names, const struct watch *watch,
                                                     struct sample *sample) {
    struct study_plan plan;
    fcsim_subject.plan(loaded->values, &plan);
    for (int r = 0; r < sample->replications; r++) {
        struct arena *arena = arena_create();
        if (watch && watch->start)
            watch->start(watch->self);
        struct run_request request = {
            .seed = seed, .replication = first + r, .warmup_s = plan.warmup_s, .arena = arena};
        if (watch && watch->orders.row)
            request.orders = &watch->orders;
        if (watch && watch->series.row)
            request.series = &watch->series;
        struct run_report report = fcsim_subject.run(loaded->values, &request);
        const char *const *broken;
        if (report.outcome != RUN_DONE || results_broken(report.results, &broken))
            check_fail(__FILE__, __LINE__), printf("replication %d failed or broke a claim\n", first + r);
        for (int k = 0; names && names[k]; k++)
            *sample_at(sample, r, k) = number_of(report.results, names[k]);
        if (watch && watch->finish)
            watch->finish(watch->self, report.results, sample_at(sample, r, 0));
        arena_destroy(arena);
    }
}

/* Files that scenarios name */

/* Opens a new temporary file for writing; its path is in `path`. Remove it with unlink. */
__attribute__((unused)) static FILE *temporary_file(char path[static 256]) {
    const char *folder = getenv("TMPDIR");
    snprintf(path, 256, "%s/fcsim-theory-XXXXXX", folder ? folder : ".");
    int handle = mkstemp(path);
    FILE *file = handle >= 0 ? fdopen(handle, "w") : NULL;
    if (!file) {
        printf("cannot write a temporary file %s\n", path);
        exit(1);
    }
    return file;
}

#endif
