/* SPDX-License-Identifier: MIT */
/* test_layout.c - geometry of a plan with several blocks, its shortest ways, and tours over them. */
#include "tests/support/check.h"

#include <stdlib.h>
#include "models/fcsim.h"
#include "models/layout/layout_parts.h"
#include "models/layout/visit_order.h"
#include "models/scenario.h"
#include "sim/base/arena.h"
#include "sim/base/problems.h"
#include "sim/config/config.h"

struct plan {
    struct arena *arena;
    const struct layout *layout;
    int errors;
};

/* The layout of a scenario whose "layout" is `json`, with ' for ". */
static struct plan lay_out(const char *json) {
    struct plan plan = {.arena = arena_create()};
    struct problems *problems = problems_create(plan.arena);
    char *text = arena_format(plan.arena,
                              "{'demand': {'channels': [{'name': 'shop', 'orders_per_day': 100}]}, "
                              "'catalogue': {'skus': 5}, 'layout': {%s}}",
                              json);
    for (char *c = text; *c; c++)
        *c = *c == '\'' ? '"' : *c;
    struct config *config = config_read_text(plan.arena, "t.json", text, strlen(text), NULL, 0,
                                             fcsim_subject.fields, fcsim_subject.size, problems);
    struct scenario *scenario = config_values(config);
    fcsim_subject.check(scenario, plan.arena, problems);
    for (int i = 0; i < problems->count; i++)
        if (!problems->items[i].warning)
            printf("  %s: %s\n", problems->items[i].path, problems->items[i].rule);
    plan.layout = scenario->floor;
    plan.errors = problems->errors;
    return plan;
}

static void finish(struct plan *plan) {
    arena_destroy(plan->arena);
}

/* A block of 3 aisles 4 m apart and 10 bays of 1 m: 12 m across, 10 m long. */
#define RACKS "'aisles': 3, 'bays': 10, 'bay_width_m': 1, 'aisle_spacing_m': 4"

static void orientation_turns_a_block_about_its_lower_left_corner(void) {
    static const struct {
        const char *name;
        double front_x, front_y, x, y; /* of the front of the first aisle; of a stop 2.5 m into the second */
        double width, depth;
    } cases[] = {{"north", 102, 50, 106, 52.5, 12, 10},
                 {"east", 100, 60, 102.5, 56, 10, 12},
                 {"south", 110, 60, 106, 57.5, 12, 10},
                 {"west", 110, 52, 107.5, 56, 10, 12}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena *arena = arena_create();
        struct plan plan = lay_out(arena_format(
            arena, "'blocks': [{'name': 'b', 'x_m': 100, 'y_m': 50, " RACKS ", 'orientation': '%s'}]",
            cases[i].name));
        struct stop first = {.aisle = 0}, second = {.aisle = 1, .y_m = 2.5};
        struct waypoint front = layout_place_of(plan.layout, &first),
                        stop = layout_place_of(plan.layout, &second);
        struct rectangle r = block_rectangle(plan.layout, 0);
        CHECK_NEAR(front.x_m, cases[i].front_x, 1e-9, cases[i].name);
        CHECK_NEAR(front.y_m, cases[i].front_y, 1e-9, cases[i].name);
        CHECK_NEAR(stop.x_m, cases[i].x, 1e-9, cases[i].name);
        CHECK_NEAR(stop.y_m, cases[i].y, 1e-9, cases[i].name);
        CHECK_NEAR(r.right - r.left, cases[i].width, 1e-9, "width");
        CHECK_NEAR(r.top - r.bottom, cases[i].depth, 1e-9, "depth");
        struct waypoint back = to_rack(&plan.layout->blocks[0].at, stop);
        CHECK_NEAR(back.x_m, 4.0, 1e-9, "x in the rack");
        CHECK_NEAR(back.y_m, 2.5, 1e-9, "y in the rack");
        finish(&plan);
        arena_destroy(arena);
    }
}

/* Two blocks one behind the other with 3 m between, and one on the right with its front to the left:
 *
 *   b: x 0 ... 12, y 13 ... 23
 *   a: x 0 ... 12, y 0 ... 10      c (east): x 20 ... 30, y 0 ... 12 */
static const char three[] = "'blocks': [{'name': 'a', " RACKS "}, {'name': 'b', 'y_m': 13, " RACKS
                            "}, {'name': 'c', 'x_m': 20, 'orientation': 'east', " RACKS "}]";

static void ways_between_stops_are_as_long_as_by_hand(void) {
    struct plan plan = lay_out(three);
    static const struct {
        struct stop from, to;
        double metres;
    } cases[] = {
        {{0, 2, .block = 0}, {0, 7, .block = 0}, 5},         /* along an aisle */
        {{0, 2, .block = 0}, {2, 3, .block = 0}, 8 + 5},     /* by the front */
        {{0, 8, .block = 0}, {1, 9, .block = 0}, 4 + 3},     /* by the back */
        {{0, 2, .block = 0}, {0, 1, .block = 1}, 8 + 3 + 1}, /* straight up */
        {{0, 2, .block = 0}, {2, 1, .block = 1}, 8 + 8 + 3 + 1},
        /* (10, 9) to (23, 6): by the back to (12, 10), along the side of a: 1 + 10 right + 4 down + 3 in */
        {{2, 9, .block = 0}, {1, 3, .block = 2}, 1 + 10 + 4 + 3},
        /* (10, 1) to (23, 2): by the front, (20, 2) */
        {{2, 1, .block = 0}, {2, 3, .block = 2}, 1 + 10 + 2 + 3},
        {{1, 4, .block = 2}, {1, 4, .block = 2}, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        CHECK_NEAR(layout_distance_m(plan.layout, &cases[i].from, &cases[i].to), cases[i].metres, 1e-9,
                   "there");
        CHECK_NEAR(layout_distance_m(plan.layout, &cases[i].to, &cases[i].from), cases[i].metres, 1e-9,
                   "back");
    }
    finish(&plan);
}

/* From (5, -4) to (5, 14) a block in between lets one through in an aisle at x = 6 (1 m aside twice); without
 * aisles, as a closed area, it must be walked around: 5 m to its left edge and back. */
static void ways_lead_through_aisles_and_around_closed_areas(void) {
#define POINTS ", 'points': [{'name': 'p', 'x_m': 5, 'y_m': -4}, {'name': 'q', 'x_m': 5, 'y_m': 14}]"
#define HALL ", 'areas': [{'name': 'hall', 'x_m': 0, 'y_m': 0, 'width_m': 12, 'depth_m': 10, 'walkable': "
    static const struct {
        const char *json;
        double metres;
    } cases[] = {{"'blocks': [{'name': 'a', " RACKS "}]" POINTS, 18 + 2},
                 {"'blocks': [{'name': 'a', 'x_m': 100, " RACKS "}]" HALL "false}]" POINTS, 18 + 10},
                 {"'blocks': [{'name': 'a', 'x_m': 100, " RACKS "}]" HALL "true}]" POINTS, 18}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct plan plan = lay_out(cases[i].json);
        CHECK_NEAR(layout_points_m(plan.layout, 0, 1), cases[i].metres, 1e-9, "from p to q");
        finish(&plan);
    }
}

/* Middle cross aisles lead out at the sides: from (2, 5) at the left of the block to (20, 5) on its right. */
static void a_middle_cross_aisle_leads_out_at_the_sides(void) {
    static const char *const crossed[] = {"", ", 'cross_aisles': 1, 'cross_aisle_width_m': 0"};
    static const double metres[] = {20 + 10, 20};
    for (int i = 0; i < 2; i++) {
        struct arena *arena = arena_create();
        struct plan plan =
            lay_out(arena_format(arena,
                                 "'blocks': [{'name': 'a', " RACKS "%s}], 'points': [{'name': "
                                 "'p', 'x_m': -2, 'y_m': 5}, {'name': 'q', 'x_m': 18, 'y_m': 5}]",
                                 crossed[i]));
        CHECK_NEAR(layout_points_m(plan.layout, 0, 1), metres[i], 1e-9, "from side to side");
        finish(&plan);
        arena_destroy(arena);
    }
}

static unsigned next(unsigned *state, unsigned below) {
    *state = *state * 1664525u + 1013904223u;
    return (*state >> 8) % below;
}

static struct stop any_stop(const struct layout *layout, unsigned *state) {
    int b = (int)next(state, (unsigned)layout->block_count);
    const struct rack *rack = &layout->racks[b];
    return (struct stop){(int)next(state, (unsigned)rack->aisles),
                         rack->length_m * next(state, 1000) / 1000.0, .block = b};
}

#define MESH                                                                                                 \
    "'blocks': [{'name': 'a', " RACKS "}, {'name': 'b', 'y_m': 13, 'cross_aisles': 2, " RACKS "}, "          \
    "{'name': 'c', 'x_m': 31, 'y_m': 1, 'orientation': 'east', " RACKS "}, "                                 \
    "{'name': 'd', 'x_m': 30, 'y_m': 20, 'orientation': 'south', " RACKS "}, "                               \
    "{'name': 'e', 'x_m': 60.5, 'y_m': 3.25, 'orientation': 'west', " RACKS "}], "                           \
    "'points': [{'name': 'p', 'x_m': -7, 'y_m': 3}], 'areas': [{'name': 'office', 'x_m': 45, 'y_m': 2, "     \
    "'width_m': 6, 'depth_m': 7.5, 'walkable': false}]"

static void distances_are_a_metric(void) {
    struct plan plan = lay_out(MESH);
    unsigned state = 7;
    for (int i = 0; i < 20000 && !check_failures; i++) {
        struct stop a = any_stop(plan.layout, &state), b = any_stop(plan.layout, &state),
                    c = any_stop(plan.layout, &state);
        double ab = layout_distance_m(plan.layout, &a, &b), bc = layout_distance_m(plan.layout, &b, &c),
               ac = layout_distance_m(plan.layout, &a, &c);
        struct waypoint p = layout_place_of(plan.layout, &a), q = layout_place_of(plan.layout, &b);
        CHECK_NEAR(layout_distance_m(plan.layout, &b, &a), ab, 1e-9, "the way back");
        CHECK(ac <= ab + bc + 1e-9);
        CHECK(ab >= fabs(p.x_m - q.x_m) + fabs(p.y_m - q.y_m) - 1e-9);
    }
    finish(&plan);
}

/* The same plan as a fine grid of cells: an independent shortest way. Everything lies on half metres. */
enum { FROM = -12, CELLS = 2 * 60 };
static double by_flooding(const struct layout *layout, struct waypoint from, struct waypoint to) {
    static int steps[CELLS + 1][CELLS + 1], queue[(CELLS + 1) * (CELLS + 1)];
    static const int dx[] = {1, -1, 0, 0}, dy[] = {0, 0, 1, -1};
    memset(steps, -1, sizeof steps);
    int head = 0, tail = 0, x = (int)lround(2 * (from.x_m - FROM)), y = (int)lround(2 * (from.y_m - FROM));
    steps[x][y] = 0;
    queue[tail++] = x * (CELLS + 1) + y;
    while (head < tail) {
        x = queue[head] / (CELLS + 1);
        y = queue[head++] % (CELLS + 1);
        for (int k = 0; k < 4; k++) {
            int u = x + dx[k], v = y + dy[k];
            if (u < 0 || v < 0 || u > CELLS || v > CELLS || steps[u][v] >= 0)
                continue;
            double mx = FROM + (x + u) / 4.0, my = FROM + (y + v) / 4.0; /* the middle of the step */
            bool open = true;
            for (int b = 0; b < layout->block_count && open; b++) {
                struct rectangle r = block_rectangle(layout, b);
                if (!rectangle_holds(&r, mx, my))
                    continue;
                const struct rack *rack = &layout->racks[b];
                struct waypoint m = to_rack(&layout->blocks[b].at, (struct waypoint){mx, my});
                struct waypoint e =
                    to_rack(&layout->blocks[b].at, (struct waypoint){FROM + u / 2.0, FROM + v / 2.0});
                double aisle = m.x_m / rack->spacing_m;
                open = fabs(aisle - rint(aisle)) < 1e-9 && fabs(e.x_m - m.x_m) < 1e-9;
                for (int c = 0; c < rack->crosses; c++)
                    open |= fabs(m.y_m - rack->cross_y_m[c]) < 1e-9 && fabs(e.y_m - m.y_m) < 1e-9;
            }
            for (int a = 0; a < layout->config->areas_count && open; a++) {
                const struct area_config *area = &layout->config->areas[a];
                struct rectangle r = {area->x_m, area->y_m, area->x_m + area->width_m,
                                      area->y_m + area->depth_m};
                open = area->walkable || !rectangle_holds(&r, mx, my);
            }
            if (!open)
                continue;
            steps[u][v] = steps[x][y] + 1;
            queue[tail++] = u * (CELLS + 1) + v;
        }
    }
    return steps[(int)lround(2 * (to.x_m - FROM))][(int)lround(2 * (to.y_m - FROM))] / 2.0;
}

static void ways_are_as_long_as_those_found_by_flooding_a_grid(void) {
    struct plan plan = lay_out(
        "'blocks': [{'name': 'a', " RACKS "}, "
        "{'name': 'b', 'x_m': 2, 'y_m': 13, 'cross_aisles': 1, 'cross_aisle_width_m': 2, " RACKS "}, "
        "{'name': 'c', 'x_m': 20, 'y_m': 1, 'orientation': 'east', " RACKS "}, "
        "{'name': 'd', 'x_m': 17, 'y_m': 22, 'orientation': 'south', " RACKS "}, "
        "{'name': 'e', 'x_m': 38, 'y_m': 3, 'orientation': 'west', " RACKS "}], "
        "'areas': [{'name': 'u', 'x_m': 16, 'y_m': 15, 'width_m': 20, 'depth_m': 4, 'walkable': false}, "
        "{'name': 'v', 'x_m': -8, 'y_m': -3, 'width_m': 7, 'depth_m': 20, 'walkable': false}], "
        "'depots': [{'name': 'd', 'x_m': -10, 'y_m': 5}]");
    unsigned state = 3;
    for (int i = 0; i < 400 && !check_failures; i++) {
        struct stop a = any_stop(plan.layout, &state), b = any_stop(plan.layout, &state);
        a.y_m = rint(2 * a.y_m) / 2;
        b.y_m = rint(2 * b.y_m) / 2;
        struct waypoint from = layout_place_of(plan.layout, &a), to = layout_place_of(plan.layout, &b);
        double metres = by_flooding(plan.layout, from, to);
        if (!CHECK_NEAR(layout_distance_m(plan.layout, &a, &b), metres, 1e-9, "between stops"))
            printf("  (%g, %g) to (%g, %g)\n", from.x_m, from.y_m, to.x_m, to.y_m);
        CHECK_NEAR(layout_from_depot_m(plan.layout, 0, &a),
                   by_flooding(plan.layout, plan.layout->depots[0].at, from), 1e-9, "from the depot");
    }
    finish(&plan);
}

/* Legs */

/* A triangle n1 (0, 0), n2 (30, 40), n3 (60, 0): e is 50 m long and leads one way, f is 50 m at half the
 * speed, g 100 m. */
static const char triangle[] =
    "'nodes': [{'name': 'n1', 'x_m': 0, 'y_m': 0}, {'name': 'n2', 'x_m': 30, 'y_m': 40}, "
    "{'name': 'n3', 'x_m': 60, 'y_m': 0}], "
    "'edges': [{'name': 'e', 'from': 'n1', 'to': 'n2', 'bays': 20, 'one_way': true}, "
    "{'name': 'f', 'from': 'n2', 'to': 'n3', 'bays': 10, 'speed_factor': 0.5}, "
    "{'name': 'g', 'from': 'n3', 'to': 'n1', 'length_m': 100}], 'depots': [{'name': 'd', 'node': 'n1'}]";

static void legs_add_up_and_end_at_every_stop_once(void) {
    static const char *const plans[] = {three, MESH, MESH ", 'depots': [{'name': 'd', 'x_m': 25, 'y_m': 15}]",
                                        "'blocks': [{'name': 'a', " RACKS "}]", triangle};
    unsigned state = 11;
    for (size_t p = 0; p < sizeof plans / sizeof *plans; p++) {
        struct plan plan = lay_out(plans[p]);
        for (int option = 0; routing_options[option]; option++) {
            const struct routing *routing = (const struct routing *)(const void *)routing_options[option];
            if (plan.layout->on_edges && routing != &routing_nearest_neighbour)
                continue;
            for (int round = 0; round < 40; round++) {
                enum { MOST = 150 };
                struct stop stops[MOST];
                int count = round == 39 ? MOST : 1 + (int)next(&state, 25), served[MOST] = {0};
                for (int i = 0; i < count; i++)
                    stops[i] = i % 5 == 4 ? stops[i - 1] : any_stop(plan.layout, &state);
                double metres = layout_tour_m(plan.layout, routing, 0, stops, count), sum = 0;
                int most = layout_legs_most(plan.layout, count);
                struct waypoint *corners = malloc(sizeof *corners * (size_t)most);
                struct leg *legs = malloc(sizeof *legs * (size_t)most);
                int n = layout_tour_legs(plan.layout, routing, 0, stops, count, corners, legs);
                struct waypoint at = plan.layout->depots[0].at;
                for (int i = 0; i < n; i++) {
                    sum += legs[i].metres;
                    if (!plan.layout->on_edges)
                        CHECK_NEAR(fabs(legs[i].x_m - at.x_m) + fabs(legs[i].y_m - at.y_m), legs[i].metres,
                                   1e-9, "a leg is as long as its ends are apart");
                    at = (struct waypoint){legs[i].x_m, legs[i].y_m};
                    if (legs[i].stop == NO_STOP)
                        continue;
                    served[legs[i].stop]++;
                    struct waypoint place = layout_place_of(plan.layout, &stops[legs[i].stop]);
                    CHECK_NEAR(hypot(place.x_m - at.x_m, place.y_m - at.y_m), 0, 1e-9,
                               "a stop's leg ends there");
                }
                for (int i = 0; i < count; i++)
                    CHECK_INT(served[i], 1);
                CHECK(n <= most);
                CHECK_NEAR(sum, metres, 1e-6, routing->option.name);
                CHECK_NEAR(
                    hypot(plan.layout->depots[0].at.x_m - at.x_m, plan.layout->depots[0].at.y_m - at.y_m), 0,
                    1e-9, "back at the depot");
                free(corners);
                free(legs);
            }
        }
        finish(&plan);
    }
}

static void a_shuttle_takes_the_shortest_way_there_and_back(void) {
    static const char *const plans[] = {three, MESH, "'blocks': [{'name': 'a', " RACKS "}]", triangle};
    unsigned state = 12;
    for (size_t p = 0; p < sizeof plans / sizeof *plans; p++) {
        struct plan plan = lay_out(plans[p]);
        int most = layout_legs_most(plan.layout, 2);
        struct leg *legs = malloc(sizeof *legs * (size_t)most);
        for (int round = 0; round < 200; round++) {
            struct stop from = any_stop(plan.layout, &state), to = any_stop(plan.layout, &state);
            const struct stop *stops[] = {&from, &to};
            int n = layout_shuttle_legs(plan.layout, &from, &to, legs), served[2] = {0};
            double sum = 0;
            CHECK(n <= most);
            CHECK_INT(legs[0].stop, 0);
            CHECK_NEAR(legs[0].metres, 0, 0, "it begins at the first stop");
            for (int i = 0; i < n; i++) {
                sum += legs[i].metres;
                if (legs[i].stop == NO_STOP)
                    continue;
                served[legs[i].stop]++;
                struct waypoint place = layout_place_of(plan.layout, stops[legs[i].stop]);
                CHECK_NEAR(hypot(place.x_m - legs[i].x_m, place.y_m - legs[i].y_m), 0, 1e-9, "at its stop");
                if (i == 0 || legs[i].metres > 0)
                    CHECK_INT(legs[i].aisle, layout_aisle_of(plan.layout, stops[legs[i].stop]));
            }
            CHECK(served[0] == 1 && served[1] == 1);
            CHECK_NEAR(
                sum, layout_distance_m(plan.layout, &from, &to) + layout_distance_m(plan.layout, &to, &from),
                1e-9, "metres there and back");
            double past_one = layout_tour_m(plan.layout, &routing_nearest_neighbour, 0, &to, 1);
            CHECK_NEAR(past_one,
                       layout_from_depot_m(plan.layout, 0, &to) + layout_to_depot_m(plan.layout, &to, 0),
                       1e-9, "a tour past one stop");
        }
        free(legs);
        finish(&plan);
    }
}

/* One stop in each of 3 blocks: the best order of 6, through true distances. */
static void a_tour_over_a_few_places_is_the_shortest(void) {
    struct plan plan = lay_out(MESH);
    unsigned state = 5;
    for (int round = 0; round < 200; round++) {
        struct stop s[3] = {any_stop(plan.layout, &state), any_stop(plan.layout, &state),
                            any_stop(plan.layout, &state)};
        static const int orders[][3] = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
        double best = INFINITY;
        for (int o = 0; o < 6; o++) {
            const int *k = orders[o];
            best = fmin(best, layout_from_depot_m(plan.layout, 0, &s[k[0]]) +
                                  layout_distance_m(plan.layout, &s[k[0]], &s[k[1]]) +
                                  layout_distance_m(plan.layout, &s[k[1]], &s[k[2]]) +
                                  layout_to_depot_m(plan.layout, &s[k[2]], 0));
        }
        struct stop copy[3] = {s[0], s[1], s[2]};
        if (s[0].block || s[1].block || s[2].block) /* else the routing policy's own */
            CHECK_NEAR(layout_tour_m(plan.layout, &routing_nearest_neighbour, 0, copy, 3), best, 1e-9,
                       "tour");
        for (int option = 0; routing_options[option]; option++)
            CHECK(layout_tour_m(plan.layout, (const struct routing *)(const void *)routing_options[option], 0,
                                copy, 3) >= best - 1e-9);
    }
    finish(&plan);
}

static void every_order_of_places_is_considered(void) {
    unsigned state = 1;
    for (int count = 1; count <= 7; count++)
        for (int round = 0; round < 30; round++) {
            double metres[49];
            int order[7], at[7], seen = 0;
            for (int i = 0; i < count * count; i++)
                metres[i] = 1 + next(&state, 1000);
            visit_order(metres, count, order);
            double length = 0, best = INFINITY;
            for (int i = 0; i < count; i++) {
                length += count > 1 ? metres[order[i] * count + order[(i + 1) % count]] : 0;
                seen |= 1 << order[i];
            }
            CHECK_INT(seen, (1 << count) - 1);
            CHECK_INT(order[0], 0);
            int factorial = 1;
            for (int i = 2; i < count; i++)
                factorial *= i;
            for (int p = 0; p < factorial; p++) { /* p in the factorial number system */
                for (int i = 0; i < count; i++)
                    at[i] = i;
                for (int i = 1, rest = p; i < count; i++) {
                    int k = i + rest % (count - i), swap = at[i];
                    rest /= count - i;
                    at[i] = at[k];
                    at[k] = swap;
                }
                double other = 0;
                for (int i = 0; i < count; i++)
                    other += count > 1 ? metres[at[i] * count + at[(i + 1) % count]] : 0;
                best = fmin(best, other);
            }
            CHECK_NEAR(length, best, 1e-9, "shortest of all orders");
        }
}

/* Zones, levels, nodes and edges */

static void aisles_know_their_zone(void) {
    struct plan plan =
        lay_out("'blocks': [{'name': 'a', 'zone': 'slow', " RACKS "}, {'name': 'b', 'y_m': 20, " RACKS "}], "
                "'zones': [{'name': 'fast', 'parts': [{'block': 'a', 'to_aisle': 1}, "
                "{'block': 'b', 'from_aisle': 2, 'to_aisle': 2}]}]");
    static const struct {
        int block, aisle;
        const char *zone;
    } cases[] = {{0, 0, "fast"}, {0, 1, "slow"}, {0, 2, "slow"}, {1, 0, NULL}, {1, 1, "fast"}, {1, 2, NULL}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct stop stop = {.block = cases[i].block, .aisle = cases[i].aisle};
        int zone = layout_zone_of(plan.layout, &stop);
        if (cases[i].zone)
            CHECK_TEXT(plan.layout->zones[zone], cases[i].zone);
        else
            CHECK_INT(zone, NO_ZONE);
        CHECK_INT(layout_aisle_of(plan.layout, &stop), cases[i].block * 3 + cases[i].aisle);
    }
    CHECK_INT(plan.layout->zone_count, 2);
    finish(&plan);
}

static void packing_and_doors_among_the_points_say_how_far_tours_come_and_go(void) {
    struct plan plan = lay_out("'blocks': [{'name': 'a', " RACKS "}], 'points': ["
                               "{'name': 'p', 'kind': 'packing', 'x_m': 12, 'y_m': -5}, "
                               "{'name': 'far', 'kind': 'packing', 'x_m': 50, 'y_m': -5}, "
                               "{'name': 'd1', 'kind': 'dock_door', 'x_m': 2, 'y_m': -20}, "
                               "{'name': 'd2', 'kind': 'dock_door', 'x_m': 6, 'y_m': -20}]");
    CHECK_NEAR(plan.layout->packing_m[0], 2 * (10 + 5), 1e-9, "to the nearest packing place and back");
    CHECK_NEAR(plan.layout->dock_m[0], 2 * (20 + 24) / 2.0, 1e-9, "to the doors and back, on the mean");
    finish(&plan);
}

static void edges_lead_as_they_say(void) {
    struct plan plan = lay_out(triangle);
    struct stop early = {0, 10, .block = 0}, late = {0, 40, .block = 0}, slow = {0, 30, .block = 1};
    CHECK_NEAR(layout_from_depot_m(plan.layout, 0, &early), 10, 1e-9, "along e");
    CHECK_NEAR(layout_distance_m(plan.layout, &early, &late), 30, 1e-9, "on along e");
    CHECK_NEAR(layout_distance_m(plan.layout, &late, &early), 10 + 100 + 100 + 10, 1e-9, "all the way round");
    CHECK_NEAR(layout_distance_m(plan.layout, &late, &slow), 10 + 30, 1e-9, "15 m of f at half the speed");
    struct waypoint at = layout_place_of(plan.layout, &slow);
    CHECK_NEAR(at.x_m, 30 + 0.3 * 30, 1e-9, "x 15 m into f");
    CHECK_NEAR(at.y_m, 40 - 0.3 * 40, 1e-9, "y 15 m into f");
    finish(&plan);
}

static void nobody_picks_in_a_block_of_reserve(void) {
    struct plan plan = lay_out("'blocks': [{'name': 'a', 'storage': 'reserve', " RACKS
                               "}, {'name': 'b', 'y_m': 20, " RACKS "}]");
    CHECK_INT(plan.layout->slots, 2 * 3 * 10 * 5 * 2);
    CHECK_INT(plan.layout->reserve_slots, 2 * 3 * 10 * 5 * 2);
    double nearest = 0;
    for (int i = 0; i < plan.layout->reserve_slots; i++) {
        CHECK_INT(plan.layout->reserve[i].block, 0);
        double metres = layout_from_depot_m(plan.layout, 0, &plan.layout->reserve[i]);
        CHECK(metres >= nearest);
        nearest = metres;
    }
    for (int sku = 0; sku < 5; sku++)
        CHECK_INT(plan.layout->home[sku].block, 1);
    finish(&plan);
}

/* Two stops 10 m and 16 m into one aisle, at 0.4 m and at 2 m: driving takes 10, 6 and 16 s at 1 m/s; lifting
 * at 0.1 m/s takes 4, 16 and 20 s. */
static void a_truck_lifts_while_it_drives(void) {
    struct plan plan =
        lay_out("'blocks': [{'name': 'a', 'aisles': 1, 'bays': 20, 'bay_width_m': 1, 'levels': 6}]");
    struct stop stops[] = {{0, 10, .level = 1}, {0, 16, .level = 5}};
    struct waypoint corners[64];
    struct leg legs[64];
    CHECK(layout_legs_most(plan.layout, 2) <= 64);
    int count = layout_tour_legs(plan.layout, &routing_return, 0, stops, 2, corners, legs);
    CHECK_NEAR(layout_lift_tour_s(plan.layout, legs, count, stops, 1, 0.1), 10 + 16 + 20, 1e-9, "slow lift");
    CHECK_NEAR(layout_lift_tour_s(plan.layout, legs, count, stops, 1, 100), 10 + 6 + 16, 1e-9, "fast lift");
    finish(&plan);
}

/* A path past a block: from p to q one way in 3 m at half the speed, back around. */
static void paths_are_taken_one_way_at_their_speed(void) {
    struct plan plan =
        lay_out("'blocks': [{'name': 'a', " RACKS "}], 'points': [{'name': 'p', 'x_m': 5, 'y_m': -4}, "
                "{'name': 'q', 'x_m': 5, 'y_m': 14}], 'paths': [{'from': 'p', 'to': 'q', 'length_m': 3, "
                "'one_way': true, 'speed_factor': 0.5}]");
    CHECK_NEAR(layout_points_m(plan.layout, 0, 1), 6, 1e-9, "by the path");
    CHECK_NEAR(layout_points_m(plan.layout, 1, 0), 20, 1e-9, "back through an aisle");
    finish(&plan);
}

/* Blocks of 12 m by 10 m with 3 m at front and back; 3 m of the cross aisles are shared. */
static void shared_floor_counts_once(void) {
    struct plan plan =
        lay_out("'blocks': [{'name': 'a', " RACKS "}, {'name': 'b', 'y_m': 13, " RACKS
                "}], 'areas': [{'name': 'hall', 'x_m': 0, 'y_m': -10, 'width_m': 12, 'depth_m': 8}]");
    CHECK_NEAR(layout_area_m2(plan.layout), 12 * (3 + 10 + 3 + 10 + 3) + 12 * 7, 1e-9, "square metres");
    finish(&plan);
}

int main(int argc, char **argv) {
    return check_main(
        argc, argv,
        (struct check_test[]){{TEST(orientation_turns_a_block_about_its_lower_left_corner)},
                              {TEST(ways_between_stops_are_as_long_as_by_hand)},
                              {TEST(ways_lead_through_aisles_and_around_closed_areas)},
                              {TEST(a_middle_cross_aisle_leads_out_at_the_sides)},
                              {TEST(distances_are_a_metric)},
                              {TEST(ways_are_as_long_as_those_found_by_flooding_a_grid)},
                              {TEST(legs_add_up_and_end_at_every_stop_once)},
                              {TEST(a_shuttle_takes_the_shortest_way_there_and_back)},
                              {TEST(a_tour_over_a_few_places_is_the_shortest)},
                              {TEST(every_order_of_places_is_considered)},
                              {TEST(aisles_know_their_zone)},
                              {TEST(packing_and_doors_among_the_points_say_how_far_tours_come_and_go)},
                              {TEST(edges_lead_as_they_say)},
                              {TEST(nobody_picks_in_a_block_of_reserve)},
                              {TEST(a_truck_lifts_while_it_drives)},
                              {TEST(paths_are_taken_one_way_at_their_speed)},
                              {TEST(shared_floor_counts_once)},
                              {0}});
}
