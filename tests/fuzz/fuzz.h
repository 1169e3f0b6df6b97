/* SPDX-License-Identifier: MIT */
/* fuzz.h - what the fuzz targets share: read bytes as a scenario, look at the echo, run it for a moment. */
#ifndef TESTS_FUZZ_FUZZ_H
#define TESTS_FUZZ_FUZZ_H

#include <math.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "models/fcsim.h"
#include "sim/base/arena.h"
#include "sim/base/problems.h"
#include "sim/base/text.h"
#include "sim/config/config.h"

struct fuzzed {
    struct config *config;
    void *values;
    struct problems *problems;
    bool valid;
};

#define REQUIRE(condition) ((condition) ? (void)0 : fuzz_require_failed(#condition, __FILE__, __LINE__))

__attribute__((unused)) static void fuzz_require_failed(const char *condition, const char *file, int line) {
    fprintf(stderr, "%s:%d: expected %s\n", file, line, condition);
    abort();
}

__attribute__((unused)) static struct fuzzed fuzz_read(struct arena *arena, const char *text, size_t length,
                                                       const struct setting *settings, int count) {
    struct fuzzed fuzzed = {.problems = problems_create(arena)};
    fuzzed.config = config_read_text(arena, "fuzz.json", text, length, settings, count, fcsim_subject.fields,
                                     fcsim_subject.size, fuzzed.problems);
    fuzzed.values = config_values(fuzzed.config);
    if (!fuzzed.problems->errors)
        fcsim_subject.check(fuzzed.values, arena, fuzzed.problems);
    fuzzed.valid = fuzzed.problems->errors == 0;
    struct text out = {0};
    problems_write(fuzzed.problems, &out);
    REQUIRE(fuzzed.valid || out.length > 0);
    text_free(&out);
    return fuzzed;
}

/* What config_resolved writes is a valid scenario with the same hash. */
__attribute__((unused)) static void fuzz_echo(struct arena *arena, const struct fuzzed *fuzzed) {
    struct text resolved = {0};
    config_resolved(fuzzed->config, &resolved);
    struct fuzzed again = fuzz_read(arena, resolved.data, resolved.length, NULL, 0);
    if (!again.valid) {
        struct text out = {0};
        problems_write(again.problems, &out);
        fprintf(stderr, "%s%s\n", resolved.data, out.data);
        text_free(&out);
    }
    REQUIRE(again.valid);
    struct hash before = config_hash(fuzzed->config, fcsim_subject.labels),
                after = config_hash(again.config, fcsim_subject.labels);
    REQUIRE(memcmp(&before, &after, sizeof before) == 0);
    text_free(&resolved);
}

enum { FUZZ_MOST_ORDERS = 200000 };

/* Runs one replication in the calling thread unless its size is beyond a moment. */
__attribute__((unused)) static void fuzz_run(const struct fuzzed *fuzzed) {
    struct study_plan plan;
    struct arena *arena = arena_create();
    struct estimate estimate = {0};
    fcsim_subject.plan(fuzzed->values, &plan);
    fcsim_subject.estimate(fuzzed->values, arena, &estimate);
    if (plan.horizon_s / plan.interval_s < FUZZ_MOST_ORDERS) {
        struct run_request request = {
            .seed = plan.seed, .replication = 1, .warmup_s = fmax(plan.warmup_s, 0.0), .arena = arena};
        struct run_report report = fcsim_subject.run(fuzzed->values, &request);
        REQUIRE(report.outcome != RUN_FAILED || (report.reason && *report.reason));
    }
    arena_destroy(arena);
}

#endif
