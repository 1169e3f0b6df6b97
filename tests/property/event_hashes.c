/* SPDX-License-Identifier: MIT */
/* event_hashes.c - event_hashes SCENARIO JOBS REPLICATIONS: a line per replication with the hash of all its
 * events (microsecond, handler, entity) and the counts of events and orders.
 *
 * The lines must be the same on any number of threads, for every compiler and at every level of optimisation.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "models/fcsim.h"
#include "sim/base/arena.h"
#include "sim/base/problems.h"
#include "sim/base/text.h"
#include "sim/config/config.h"

enum { MOST_REPLICATIONS = 64 };

struct event_hash {
    uint64_t hash, events, orders;
};
static struct event_hash found[MOST_REPLICATIONS + 1]; /* by replication; each is written by one thread */

static uint64_t mixed(uint64_t hash, uint64_t word) { /* the finaliser of SplitMix64 */
    hash ^= word + UINT64_C(0x9e3779b97f4a7c15);
    hash = (hash ^ (hash >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    hash = (hash ^ (hash >> 27)) * UINT64_C(0x94d049bb133111eb);
    return hash ^ (hash >> 31);
}

static void add_event(void *self, usec time, const char *handler, uint64_t entity) {
    struct event_hash *mine = self;
    mine->hash = mixed(mine->hash, (uint64_t)time);
    for (const char *c = handler; *c; c++)
        mine->hash = mixed(mine->hash, (uint64_t)(unsigned char)*c);
    mine->hash = mixed(mine->hash, entity);
}

static struct run_report run_and_hash(const void *values, const struct run_request *request) {
    struct event_hash *mine = &found[request->replication];
    struct trace_sink sink = {.event = add_event, .self = mine};
    struct run_request traced = *request;
    *mine = (struct event_hash){0};
    traced.trace = &sink;
    struct run_report report = fcsim_subject.run(values, &traced);
    mine->events = report.events;
    mine->orders = report.entities;
    return report;
}

static int print_problems(const struct problems *problems) {
    struct text out = {0};
    problems_write(problems, &out);
    fputs(out.data, stderr);
    text_free(&out);
    return 3;
}

int main(int argc, char **argv) {
    int jobs = argc == 4 ? atoi(argv[2]) : 0, replications = argc == 4 ? atoi(argv[3]) : 0;
    if (jobs < 1 || replications < 1 || replications > MOST_REPLICATIONS) {
        fprintf(stderr, "usage: event_hashes SCENARIO JOBS REPLICATIONS (at most %d)\n", MOST_REPLICATIONS);
        return 2;
    }
    struct arena *arena = arena_create();
    struct problems *problems = problems_create(arena);
    struct subject subject = fcsim_subject;
    subject.run = run_and_hash;
    struct config *config = config_read(arena, argv[1], NULL, 0, subject.fields, subject.size, problems);
    void *values = config_values(config);
    if (!problems->errors)
        subject.check(values, arena, problems);
    if (problems->errors)
        return print_problems(problems);
    struct study_plan plan;
    subject.plan(values, &plan);
    struct study_options options = {
        .seed = plan.seed, .first = 1, .replications = replications, .jobs = jobs};
    struct study *study = study_run(&subject, values, &options);
    bool complete = study_state(study) == STUDY_COMPLETE;
    for (int r = 1; complete && r <= replications; r++)
        printf("%d %016" PRIx64 " %" PRIu64 " %" PRIu64 "\n", r, found[r].hash, found[r].events,
               found[r].orders);
    if (!complete)
        fprintf(stderr, "the study is not complete: %s\n", study_reason(study) ? study_reason(study) : "?");
    study_free(study);
    arena_destroy(arena);
    return complete ? 0 : 1;
}
