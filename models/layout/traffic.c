/* SPDX-License-Identifier: MIT */
/* traffic.c - the state of each aisle: who is inside, who waits before it, and what it cost them. */
#include "models/layout/traffic.h"

#include <string.h>
#include "models/layout/layout.h"
#include "sim/base/arena.h"
#include "sim/base/problems.h"
#include "sim/engine/sim.h"
#include "sim/results/queue.h"

/* What the user can set */

struct wide_config {
    double slowdown;
};
struct narrow_config {
    int capacity;
    bool one_way;
};

static const struct field wide_fields[] = {
    {FIELD(struct wide_config, slowdown), .min = 0, .max = 10, .preset = 0.1,
     .doc = "Part by which walking in the aisle takes longer for each other person inside (0.1: an "
            "assumption; 0 = people do not hinder each other, but are counted)."},
    {0},
};
static const struct field narrow_fields[] = {
    {FIELD(struct narrow_config, capacity), .min = 1, .max = 1000, .preset = 1,
     .doc = "People inside at most; others wait at its ends, first come first served."},
    {FIELD(struct narrow_config, one_way), .preset = 0,
     .doc = "Whether people may walk through it in one direction only, which picking.routing must keep."},
    {0},
};
static const struct option in_no_way = {"none", "Nobody gets in anybody's way.", NULL, 0};
static const struct option in_wide = {"wide", "People pass each other, but walk slower.", wide_fields,
                                      sizeof(struct wide_config)};
static const struct option in_narrow = {"narrow", "Few may be inside; others wait before the aisle.",
                                        narrow_fields, sizeof(struct narrow_config)};
const struct option *const congestion_options[] = {&in_no_way, &in_wide, &in_narrow, NULL};

static const struct narrow_config *narrow_of(const struct choice *congestion) {
    return congestion->is == &in_narrow ? congestion->config : NULL;
}
static const struct wide_config *wide_of(const struct choice *congestion) {
    return congestion->is == &in_wide ? congestion->config : NULL;
}

static bool is_one_way(const struct choice *congestion) {
    const struct narrow_config *is_narrow = narrow_of(congestion);
    return is_narrow && is_narrow->one_way;
}

static void check_edges(const struct layout_config *config, struct problems *problems) {
    for (int e = 0; e < config->edges_count; e++) {
        const struct edge_config *edge = &config->edges[e];
        if (is_one_way(&edge->congestion) && !edge->one_way)
            problem_of(problems, arena_format(problems->arena, "layout.edges.%s.one_way", edge->name),
                       "write true", "must be true, since its aisle leads one way only");
    }
}

void congestion_check_routing(const struct layout_config *config, const struct choice *routing,
                              const char *path, struct problems *problems) {
    check_edges(config, problems);
    for (int b = 0; b < config->blocks_count; b++) {
        if (!is_one_way(&config->blocks[b].congestion) || !routing->is ||
            strcmp(routing->is->name, "one_way") == 0)
            continue;
        problem_of(problems, path, "write \"one_way\", or let people walk both ways (one_way: false)",
                   "must keep the directions of the one-way aisles of block \"%s\"; %s does not",
                   config->blocks[b].name, routing->is->name);
        return;
    }
}

/* What it measures */

enum { M_VISITS, M_LOST, M_BLOCKED, M_INSIDE, M_WAITING };
const struct metric traffic_metrics[] = {
    [M_VISITS] = {"aisles.visits", METRIC_COUNT, "visits",
                  "Visits of aisles where people get in each other's way, on their end."},
    [M_LOST] = {"aisles.blocked_s", METRIC_MEAN, "s",
                "Time lost on a visit: waiting before a narrow aisle, walking slower in a wide one."},
    [M_BLOCKED] = {"aisles.blocked_h", METRIC_VALUE, "h", "Hours lost by everybody."},
    [M_INSIDE] = {"aisles.people", METRIC_LEVEL, "people", "People inside the aisle."},
    [M_WAITING] = {"aisles.waiting", METRIC_LEVEL, "people", "People who wait before the aisle.",
                   .series = true, .better = LOWER_IS_BETTER},
    {0},
};

/* What it remembers */

struct losses { /* of one aisle, or of all */
    struct counter *visits;
    struct tally *lost;
    double *blocked_h;
    wide lost_us; /* in the window, of visits that are over and waits that are */
};

struct aisle {
    int capacity;    /* 0 = wide */
    double slowdown; /* of a wide one */
    int inside;
    struct visitor *first, *last; /* who wait */
    struct queue queue;           /* of a narrow one */
    struct level *people;
    struct losses losses;
    const char *name;
};

struct traffic {
    struct sim *sim;
    int count;
    struct aisle **aisles; /* counted over all blocks; NULL where nobody is in the way */
    struct losses losses;
    struct level *waiting;
};

/* What happens */

bool traffic_watches(const struct traffic *traffic, int aisle) {
    return traffic && aisle != NO_AISLE && traffic->aisles[aisle];
}

static void lose(struct traffic *traffic, struct aisle *aisle, usec lost) {
    aisle->losses.lost_us += lost;
    traffic->losses.lost_us += lost;
}

static void go_in(struct traffic *traffic, struct aisle *aisle, struct visitor *visitor) {
    visitor->slower = 1.0 + aisle->slowdown * aisle->inside;
    aisle->inside++;
    level_add(aisle->people, sim_now(traffic->sim), 1);
}

bool traffic_enter(struct traffic *traffic, struct visitor *visitor, int number) {
    struct aisle *aisle = traffic->aisles[number];
    visitor->aisle = number;
    visitor->came = sim_now(traffic->sim);
    visitor->lost = 0;
    visitor->next = NULL;
    if (!aisle->capacity || aisle->inside < aisle->capacity) {
        go_in(traffic, aisle, visitor);
        return true;
    }
    *(aisle->last ? &aisle->last->next : &aisle->first) = visitor;
    aisle->last = visitor;
    queue_enter(&aisle->queue, visitor->came);
    level_add(traffic->waiting, visitor->came, 1);
    return false;
}

static void admit_next(struct traffic *traffic, struct aisle *aisle) {
    struct visitor *visitor = aisle->first;
    usec now = sim_now(traffic->sim);
    if (!visitor)
        return;
    aisle->first = visitor->next;
    if (!aisle->first)
        aisle->last = NULL;
    visitor->lost = now - visitor->came;
    lose(traffic, aisle, queue_stay(&aisle->queue, visitor->came, now));
    queue_leave(&aisle->queue, visitor->came, now);
    level_add(traffic->waiting, now, -1);
    go_in(traffic, aisle, visitor);
    visitor->admitted(visitor);
}

static void count_visit(struct losses *losses, usec lost) {
    counter_add(losses->visits, 1);
    tally_add(losses->lost, sim_seconds(lost));
}

void traffic_leave(struct traffic *traffic, struct visitor *visitor, double walked_s) {
    struct aisle *aisle = traffic->aisles[visitor->aisle];
    usec now = sim_now(traffic->sim), start = results_start(sim_results(traffic->sim));
    usec slower = visitor_delay(visitor, walked_s),
         measured = now - (visitor->came > start ? visitor->came : start);
    visitor->lost += slower;
    lose(traffic, aisle, slower < measured ? slower : measured);
    count_visit(&aisle->losses, visitor->lost);
    count_visit(&traffic->losses, visitor->lost);
    aisle->inside--;
    level_add(aisle->people, now, -1);
    admit_next(traffic, aisle);
}

/* The window opens and closes */

static void on_traffic_cut(void *self, usec now) {
    (void)now;
    struct traffic *traffic = self;
    traffic->losses.lost_us = 0;
    for (int i = 0; i < traffic->count; i++)
        if (traffic->aisles[i])
            traffic->aisles[i]->losses.lost_us = 0;
}

static void close_aisle(struct traffic *traffic, struct aisle *aisle, usec end) {
    wide open = 0;
    for (const struct visitor *visitor = aisle->first; visitor; visitor = visitor->next)
        open += queue_stay(&aisle->queue, visitor->came, end);
    if (aisle->capacity)
        queue_close(&aisle->queue, aisle->name, open, end);
    aisle->losses.lost_us += open;
    traffic->losses.lost_us += open;
}

static double hours_of(wide time) {
    return (double)time / ((double)SECONDS_AN_HOUR * USEC_A_SECOND);
}

static void on_traffic_finish(void *self, usec end) {
    struct traffic *traffic = self;
    for (int i = 0; i < traffic->count; i++) {
        struct aisle *aisle = traffic->aisles[i];
        if (!aisle)
            continue;
        close_aisle(traffic, aisle, end);
        *aisle->losses.blocked_h = hours_of(aisle->losses.lost_us);
    }
    *traffic->losses.blocked_h = hours_of(traffic->losses.lost_us);
}

/* How it starts */

static void measure(struct losses *losses, struct results *results, struct of of) {
    losses->visits = results_counter(results, &traffic_metrics[M_VISITS], of);
    losses->lost = results_tally(results, &traffic_metrics[M_LOST], of);
    losses->blocked_h = results_value(results, &traffic_metrics[M_BLOCKED], of);
}

static struct aisle *aisle_create(const struct block_config *block, int number, struct sim *sim) {
    struct results *results = sim_results(sim);
    struct aisle *aisle = sim_alloc(sim, sizeof *aisle);
    const struct narrow_config *is_narrow = narrow_of(&block->congestion);
    aisle->name = arena_format(sim_arena(sim), "%s-%d", block->name, number + 1);
    struct of of = {.dimension = "aisle", .member = aisle->name};
    measure(&aisle->losses, results, of);
    aisle->people = results_level(results, &traffic_metrics[M_INSIDE], of);
    if (is_narrow) {
        aisle->capacity = is_narrow->capacity;
        queue_create(&aisle->queue, results, &traffic_metrics[M_WAITING], of);
    } else {
        aisle->slowdown = wide_of(&block->congestion)->slowdown;
    }
    return aisle;
}

static bool congested(const struct block_config *block) {
    return narrow_of(&block->congestion) || wide_of(&block->congestion);
}

struct traffic *traffic_create(const struct layout *layout, struct sim *sim) {
    bool any = false;
    for (int b = 0; b < layout->block_count; b++)
        any = any || congested(layout->blocks[b].config);
    if (!any)
        return NULL;
    struct traffic *traffic = sim_alloc(sim, sizeof *traffic);
    traffic->sim = sim;
    traffic->count = layout_aisles(layout);
    traffic->aisles = sim_alloc(sim, sizeof *traffic->aisles * (size_t)traffic->count);
    measure(&traffic->losses, sim_results(sim), (struct of){0});
    traffic->waiting = results_level(sim_results(sim), &traffic_metrics[M_WAITING], (struct of){0});
    for (int b = 0; b < layout->block_count; b++) {
        const struct block *block = &layout->blocks[b];
        for (int i = 0; i < block->config->aisles && congested(block->config); i++)
            traffic->aisles[block->first_aisle + i] = aisle_create(block->config, i, sim);
    }
    results_at_cut(sim_results(sim), on_traffic_cut, traffic);
    results_at_finish(sim_results(sim), on_traffic_finish, traffic);
    return traffic;
}
