/* SPDX-License-Identifier: MIT */
/* pods.c - see pods.h. */
#include "models/fulfil/pods.h"

#include <math.h>
#include <stdlib.h>
#include "models/demand/catalogue.h"
#include "sim/base/arena.h"
#include "sim/base/problems.h"
#include "sim/results/recording.h"

/* The field */

enum { BLOCK_DEPTH = 2, STREET = 1 };

static void make_places(struct field_plan *plan, struct arena *arena) {
    const struct pods_config *pods = &plan->config->pods;
    double m = pods->place_m;
    int columns = pods->blocks_along * pods->block_length, n = 0;
    plan->place_count = columns * pods->blocks_across * BLOCK_DEPTH;
    plan->places = arena_array(arena, struct pod_place, plan->place_count);
    for (int row = 0; row < pods->blocks_across * BLOCK_DEPTH; row++)
        for (int column = 0; column < columns; column++) {
            int block = row / BLOCK_DEPTH, upper = row % BLOCK_DEPTH;
            double y_m = (STREET + block * (BLOCK_DEPTH + STREET) + upper + 0.5) * m;
            int streets = STREET * (1 + column / pods->block_length);
            plan->places[n++] = (struct pod_place){(column + streets + 0.5) * m, y_m, y_m + (upper ? m : -m)};
        }
}

static void make_ports(struct field_plan *plan, struct arena *arena) {
    const struct pods_config *pods = &plan->config->pods;
    double m = pods->place_m;
    double right_m = (pods->blocks_along * (pods->block_length + STREET) + STREET) * m;
    double height_m = (pods->blocks_across * (BLOCK_DEPTH + STREET) + STREET) * m;
    plan->hall_x_m = right_m - 0.5 * m; /* the street along the hall */
    plan->port_x_m = right_m + pods->hall_m;
    plan->port_count = plan->config->ports.number;
    plan->port_y_m = arena_array(arena, double, plan->port_count);
    for (int port = 0; port < plan->port_count; port++)
        plan->port_y_m[port] = (port + 0.5) * height_m / plan->port_count;
}

/* Ways */

static void add_corner(struct way *way, double x_m, double y_m) {
    const double tolerance_m = 1e-9;
    int n = way->count;
    if (n && fabs(way->corners[n - 1].x_m - x_m) + fabs(way->corners[n - 1].y_m - y_m) < tolerance_m)
        return;
    bool straight = n > 1 && ((fabs(way->corners[n - 2].x_m - x_m) < tolerance_m &&
                               fabs(way->corners[n - 1].x_m - x_m) < tolerance_m) ||
                              (fabs(way->corners[n - 2].y_m - y_m) < tolerance_m &&
                               fabs(way->corners[n - 1].y_m - y_m) < tolerance_m));
    way->count = straight ? n : n + 1;
    way->corners[way->count - 1].x_m = x_m;
    way->corners[way->count - 1].y_m = y_m;
}

struct way way_between(const struct field_plan *plan, int from, int to) {
    const struct pod_place *a = &plan->places[from], *b = &plan->places[to];
    struct way way = {0};
    add_corner(&way, a->x_m, a->y_m);
    add_corner(&way, b->x_m, a->y_m);
    add_corner(&way, b->x_m, b->y_m);
    return way;
}

struct way way_to_port(const struct field_plan *plan, int place, int port) {
    const struct pod_place *from = &plan->places[place];
    struct way way = {0};
    add_corner(&way, from->x_m, from->y_m);
    add_corner(&way, from->x_m, from->street_y_m);
    add_corner(&way, plan->hall_x_m, from->street_y_m);
    add_corner(&way, plan->hall_x_m, plan->port_y_m[port]);
    add_corner(&way, plan->port_x_m, plan->port_y_m[port]);
    return way;
}

double way_s(const struct field_plan *plan, const struct way *way) {
    double seconds = 0.0, quarter_s = plan->config->robots.full_turn_s / 4.0;
    for (int i = 0; i + 1 < way->count; i++) {
        double metres = fabs(way->corners[i + 1].x_m - way->corners[i].x_m) +
                        fabs(way->corners[i + 1].y_m - way->corners[i].y_m);
        seconds += motion_s(plan->motion, metres) + (i ? quarter_s : 0.0);
    }
    return seconds;
}

/* Ranks */

struct ranked {
    int index;
    double key;
};

static int lower_key(const void *a, const void *b) {
    const struct ranked *x = a, *y = b;
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return x->index - y->index;
}

static int *ranks_of(struct arena *arena, struct ranked *ranked, int count) {
    int *rank = arena_array(arena, int, count);
    qsort(ranked, (size_t)count, sizeof *ranked, lower_key);
    for (int i = 0; i < count; i++)
        rank[ranked[i].index] = i;
    return rank;
}

static void measure_ways(struct field_plan *plan, struct arena *arena) {
    plan->port_s = arena_array(arena, double, (size_t)plan->place_count *(size_t)plan->port_count);
    plan->nearness_s = arena_array(arena, double, plan->place_count);
    struct ranked *ranked = arena_array(arena, struct ranked, plan->place_count);
    for (int place = 0; place < plan->place_count; place++) {
        for (int port = 0; port < plan->port_count; port++) {
            struct way way = way_to_port(plan, place, port);
            double seconds = way_s(plan, &way);
            plan->port_s[place * plan->port_count + port] = seconds;
            plan->nearness_s[place] += seconds / plan->port_count;
        }
        ranked[place] = (struct ranked){place, plan->nearness_s[place]};
    }
    plan->by_nearness = ranks_of(arena, ranked, plan->place_count);
}

/* Contents: every SKU once; what room is left goes to SKUs in proportion to their demand. SKUs are dealt to
 * pods in random order, so that one SKU's shelves are in different pods. */

static int *count_copies(const struct field_plan *plan, const struct catalogue *catalogue,
                         struct arena *arena) {
    const struct pods_config *pods = &plan->config->pods;
    int *copies = arena_array(arena, int, catalogue->count);
    double room = (double)pods->number * pods->skus_per_pod - catalogue->count;
    for (int sku = 0; sku < catalogue->count; sku++)
        copies[sku] = 1 + (int)fmin(room * catalogue->skus[sku].share, pods->number - 1);
    return copies;
}

static void index_pods_by_sku(struct field_plan *plan, const int *copies, int skus, struct arena *arena) {
    plan->first_pod = arena_array(arena, int, skus + 1);
    for (int sku = 0; sku < skus; sku++)
        plan->first_pod[sku + 1] = plan->first_pod[sku] + copies[sku];
    plan->pods_of_sku = arena_array(arena, int, plan->first_pod[skus]);
}

static void deal_skus(struct field_plan *plan, const struct catalogue *catalogue, struct arena *arena) {
    int skus = catalogue->count, pods = plan->config->pods.number, dealt = 0;
    int *copies = count_copies(plan, catalogue, arena), *order = arena_array(arena, int, skus);
    struct ranked *demand = arena_array(arena, struct ranked, pods);
    struct stream stream = stream_named(0, 0, "pods/contents");
    index_pods_by_sku(plan, copies, skus, arena);
    int all = plan->first_pod[skus];
    plan->first_sku = arena_array(arena, int, pods + 1);
    plan->skus_of_pod = arena_array(arena, int, all);
    for (int pod = 0; pod < pods; pod++) {
        plan->first_sku[pod + 1] = plan->first_sku[pod] + all / pods + (pod < all % pods);
        demand[pod].index = pod;
    }
    for (int i = 0; i < skus; i++) {
        int j = (int)stream_below(&stream, (uint32_t)i + 1);
        order[i] = order[j];
        order[j] = i;
    }
    for (int i = 0; i < skus; i++)
        for (int sku = order[i], copy = 0; copy < copies[sku]; copy++, dealt++) {
            int pod = dealt % pods;
            plan->skus_of_pod[plan->first_sku[pod] + dealt / pods] = sku;
            plan->pods_of_sku[plan->first_pod[sku] + copy] = pod;
            demand[pod].key -= catalogue->skus[sku].share / copies[sku];
        }
    plan->pod_rank = ranks_of(arena, demand, pods);
}

struct field_plan *field_plan_create(struct arena *arena, const struct goods_to_person_config *config,
                                     const struct catalogue *catalogue, struct problems *problems) {
    const struct pods_config *pods = &config->pods;
    double places = (double)BLOCK_DEPTH * pods->blocks_along * pods->block_length * pods->blocks_across;
    double room = (double)pods->number * pods->skus_per_pod;
    int errors_before = problems->errors;
    if (places < pods->number)
        problem_of(problems, "goods_to_person.pods", "add blocks or make them longer, or reduce number",
                   "%d pods have only %.0f places", pods->number, places);
    if (places * config->ports.number > 20e6)
        problem_of(problems, "goods_to_person.pods", NULL,
                   "%.0f places and %d ports are too many; their product may be 20,000,000", places,
                   config->ports.number);
    if (room < catalogue->count)
        problem_of(problems, "goods_to_person.pods", "add pods or skus_per_pod, or reduce catalogue.skus",
                   "%d SKUs find room for %.0f", catalogue->count, room);
    if (config->robots.number > pods->number)
        problem_of(problems, "goods_to_person.robots.number", NULL,
                   "must not exceed the number of pods (%d); found %d", pods->number, config->robots.number);
    if (problems->errors > errors_before)
        return NULL;
    struct field_plan *plan = arena_new(arena, struct field_plan);
    *plan = (struct field_plan){.config = config,
                                .motion = {config->robots.m_per_s, config->robots.acceleration_m_per_s2}};
    make_places(plan, arena);
    make_ports(plan, arena);
    measure_ways(plan, arena);
    deal_skus(plan, catalogue, arena);
    return plan;
}

/* Estimates */

static int any_sku(const struct catalogue *catalogue, struct stream *stream) {
    int merchant = alias_draw(catalogue->merchant_draw, stream);
    return catalogue->sku_of[merchant][alias_draw(catalogue->sku_draw[merchant], stream)];
}

/* Keeps so many lines waiting: the pod that serves most of them comes, and new lines take their places. */
double expected_lines_per_visit(const struct field_plan *plan, const struct catalogue *catalogue, int lines,
                                struct arena *arena) {
    enum { SETTLE = 200, VISITS = 1000, MOST_LINES = 500 };
    lines = lines < 1 ? 1 : lines > MOST_LINES ? MOST_LINES : lines;
    int pods = plan->config->pods.number, served = 0;
    int *skus = arena_array(arena, int, lines), *serves = arena_array(arena, int, pods);
    struct stream stream = stream_named(0, 0, "estimate/pods");
    for (int i = 0; i < lines; i++)
        skus[i] = any_sku(catalogue, &stream);
    for (int visit = 0; visit < SETTLE + VISITS; visit++) {
        int best = -1;
        for (int i = 0; i < lines; i++)
            for (int k = plan->first_pod[skus[i]]; k < plan->first_pod[skus[i] + 1]; k++) {
                int pod = plan->pods_of_sku[k];
                if (++serves[pod] > (best < 0 ? 0 : serves[best]))
                    best = pod;
            }
        served += visit < SETTLE ? 0 : serves[best];
        for (int i = 0; i < lines; i++) {
            bool comes = false;
            for (int k = plan->first_pod[skus[i]]; k < plan->first_pod[skus[i] + 1]; k++) {
                comes |= plan->pods_of_sku[k] == best;
                serves[plan->pods_of_sku[k]] = 0;
            }
            if (comes)
                skus[i] = any_sku(catalogue, &stream);
        }
    }
    return (double)served / VISITS;
}

double expected_trip_s(const struct field_plan *plan) {
    enum { PAIRS = 1000 };
    struct stream stream = stream_named(0, 0, "estimate/trips");
    double seconds = 2.0 * plan->config->robots.lift_s;
    for (int place = 0; place < plan->place_count; place++)
        seconds += 2.0 * plan->nearness_s[place] / plan->place_count;
    for (int i = 0; i < PAIRS; i++) {
        int from = (int)stream_below(&stream, (uint32_t)plan->place_count),
            to = (int)stream_below(&stream, (uint32_t)plan->place_count);
        struct way way = way_between(plan, from, to);
        seconds += way_s(plan, &way) / PAIRS;
    }
    return seconds;
}

/* Playback */

void field_record(const struct field_plan *plan, double x_m, struct recording *recording) {
    const struct pods_config *pods = &plan->config->pods;
    float m = (float)pods->place_m, x0 = (float)x_m;
    for (int across = 0; across < pods->blocks_across; across++)
        for (int along = 0; along < pods->blocks_along; along++) {
            float x = (float)(STREET + along * (pods->block_length + STREET)) * m,
                  y = (float)(STREET + across * (BLOCK_DEPTH + STREET)) * m;
            recording_shape(recording, (struct shape){SHAPE_RACK, "", x0 + x, y,
                                                      (float)pods->block_length * m, BLOCK_DEPTH * m});
        }
    for (int port = 0; port < plan->port_count; port++)
        recording_shape(recording, (struct shape){SHAPE_DEPOT, "", x0 + (float)plan->port_x_m,
                                                  (float)plan->port_y_m[port] - m / 2, m, m});
}
