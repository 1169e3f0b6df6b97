/* SPDX-License-Identifier: MIT */
/* heat.c - see heat.h. */
#include "models/layout/heat.h"

#include <math.h>
#include "models/layout/routing.h"
#include "sim/base/arena.h"
#include "sim/engine/sim.h"
#include "sim/results/recording.h"

enum { MOST_CELLS = 500, MARGIN_M = 4 }; /* cells of all; metres beside the racks, for cross aisles */

struct cell {
    double visits, passes, blocked_s;
};

struct heat {
    struct sim *sim;
    struct recording *recording;
    struct waypoint middle;             /* of some cell: the front of the first aisle */
    bool aisles_lie;                    /* they lead from left to right, or back */
    double x_m, y_m, width_m, height_m; /* corner of the first cell; size of each */
    int columns, rows;
    struct cell *cells; /* NULL until the first of anything */
};

struct range {
    double low, high;
};

/* Cells of at least `size` over a range. The middle of one of them is given, so that an aisle and its front
 * cross aisle each lie within a row of cells. */
static int divide(struct range range, double middle, double *size, double *from, int most) {
    while ((range.high - range.low) / *size > most)
        *size *= 2.0;
    *from = middle + (floor((range.low - middle) / *size + 0.5) - 0.5) * *size;
    return (int)floor((range.high - *from) / *size) + 1;
}

static void lay_cells(struct heat *heat) {
    const struct recording *recording = heat->recording;
    struct range x = {INFINITY, -INFINITY}, y = x;
    for (int i = 0; i < recording->shape_count; i++) {
        const struct shape *shape = &recording->shapes[i];
        x = (struct range){fmin(x.low, shape->x_m), fmax(x.high, shape->x_m + shape->width_m)};
        y = (struct range){fmin(y.low, shape->y_m), fmax(y.high, shape->y_m + shape->height_m)};
    }
    x = (struct range){x.low - MARGIN_M, x.high + MARGIN_M};
    y = (struct range){y.low - MARGIN_M, y.high + MARGIN_M};
    heat->columns = divide(x, heat->middle.x_m, &heat->width_m, &heat->x_m, 40);
    heat->rows = divide(y, heat->middle.y_m, &heat->height_m, &heat->y_m, MOST_CELLS / heat->columns);
    heat->cells = arena_array(sim_arena(heat->sim), struct cell, heat->columns * heat->rows);
}

/* The cell of a place; the nearest one beyond the edge. */
static struct cell *cell_at(struct heat *heat, double x_m, double y_m) {
    if (!heat->cells)
        lay_cells(heat);
    double column = floor((x_m - heat->x_m) / heat->width_m), row = floor((y_m - heat->y_m) / heat->height_m);
    int i = (int)fmin(fmax(column, 0.0), heat->columns - 1), j = (int)fmin(fmax(row, 0.0), heat->rows - 1);
    return &heat->cells[j * heat->columns + i];
}

/* A straight way, cell by cell. */
struct way {
    struct waypoint from;
    double x_m, y_m; /* long */
    double done;     /* share of it that is behind */
};

/* The share of the way at which the next line between cells is crossed. */
static double crossing(double start_m, double length_m, double at, double origin_m, double size_m) {
    if (length_m == 0.0)
        return INFINITY;
    double line = floor((start_m + at * length_m - origin_m) / size_m) + (length_m > 0.0);
    return (origin_m + line * size_m - start_m) / length_m;
}

/* The share of the way that lies in its next cell; 0 at the end. */
static double next_share(struct heat *heat, struct way *way, struct cell **cell) {
    const double beyond_the_line = 1e-9;
    double at = way->done + beyond_the_line, begun = way->done;
    if (at >= 1.0)
        return 0.0;
    double end = fmin(crossing(way->from.x_m, way->x_m, at, heat->x_m, heat->width_m),
                      crossing(way->from.y_m, way->y_m, at, heat->y_m, heat->height_m));
    way->done = end >= 1.0 - beyond_the_line ? 1.0 : fmax(end, at);
    double middle = 0.5 * (begun + way->done);
    *cell = cell_at(heat, way->from.x_m + middle * way->x_m, way->from.y_m + middle * way->y_m);
    return way->done - begun;
}

static struct way way_of(struct heat *heat, struct waypoint from, struct waypoint to) {
    if (!heat->cells)
        lay_cells(heat);
    return (struct way){from, to.x_m - from.x_m, to.y_m - from.y_m, 0.0};
}

void heat_visited(struct heat *heat, struct waypoint at) {
    cell_at(heat, at.x_m, at.y_m)->visits += 1.0;
}

void heat_walked(struct heat *heat, struct waypoint from, struct waypoint to) {
    struct way way = way_of(heat, from, to);
    double passes = fabs(way.x_m) / heat->width_m + fabs(way.y_m) / heat->height_m, share;
    struct cell *cell;
    while (passes > 0.0 && (share = next_share(heat, &way, &cell)) > 0.0)
        cell->passes += share * passes;
}

void heat_tour(struct heat *heat, struct waypoint from, const struct leg *legs, int count) {
    for (int i = 0; i < count; i++) {
        struct waypoint to = {legs[i].x_m, legs[i].y_m};
        heat_walked(heat, from, to);
        if (legs[i].stop != NO_STOP)
            heat_visited(heat, to);
        from = to;
    }
}

void heat_blocked(struct heat *heat, struct waypoint from, struct waypoint to, double seconds) {
    struct way way = way_of(heat, from, to);
    struct cell *cell;
    double share;
    if (seconds > 0.0 && way.x_m == 0.0 && way.y_m == 0.0)
        cell_at(heat, to.x_m, to.y_m)->blocked_s += seconds;
    else
        while (seconds > 0.0 && (share = next_share(heat, &way, &cell)) > 0.0)
            cell->blocked_s += share * seconds;
}

static void on_heat_cut(void *self, usec now) {
    (void)now;
    struct heat *heat = self;
    for (int i = 0; heat->cells && i < heat->columns * heat->rows; i++)
        heat->cells[i] = (struct cell){0};
}

static void on_heat_finish(void *self, usec end) {
    (void)end;
    struct heat *heat = self;
    for (int i = 0; heat->cells && i < heat->columns * heat->rows; i++) {
        const struct cell *cell = &heat->cells[i];
        if (cell->visits + cell->passes + cell->blocked_s > 0.0)
            recording_heat(heat->recording,
                           (struct heat_cell){(float)(heat->x_m + i % heat->columns * heat->width_m),
                                              (float)(heat->y_m + i / heat->columns * heat->height_m),
                                              (float)heat->width_m, (float)heat->height_m,
                                              (float)(heat->aisles_lie ? heat->width_m : heat->height_m),
                                              (float)cell->visits, (float)cell->passes,
                                              (float)cell->blocked_s});
    }
}

struct heat *heat_create(const struct layout *layout, struct sim *sim) {
    const struct block *block = &layout->blocks[0];
    double across_m = block->config->aisle_spacing_m, along_m = fmax(1.0, block->config->bay_width_m);
    bool lie = fabs(block->at.in_x) > fabs(block->at.in_y);
    struct recording *recording = results_recording(sim_results(sim));
    if (!recording)
        return NULL;
    struct heat *heat = sim_alloc(sim, sizeof *heat);
    *heat = (struct heat){.sim = sim,
                          .recording = recording,
                          .middle = {block->at.x_m, block->at.y_m},
                          .aisles_lie = lie,
                          .width_m = lie ? along_m : across_m,
                          .height_m = lie ? across_m : along_m};
    results_at_cut(sim_results(sim), on_heat_cut, heat);
    results_at_finish(sim_results(sim), on_heat_finish, heat);
    return heat;
}
