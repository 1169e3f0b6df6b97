/* SPDX-License-Identifier: MIT */
/* open_floor.c - the walkable plane around obstacles as nodes and links (see network.h), on the grid of all
 * coordinates of corners and places. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "models/layout/network.h"
#include "sim/base/arena.h"

/* Coordinates nearer to each other than this are one. */
static const double NEAR_M = 1e-6;
enum { MOST_CELLS = 4000000 };

struct grid {
    double *x, *y;
    int columns, rows;         /* of crossings; a cell lies right of and above its crossing */
    unsigned char *blocked;    /* by cell: inside an obstacle */
    unsigned char *up, *right; /* by crossing: a line leads on to the next one */
    unsigned char *seed;       /* by crossing: a corner or a place */
};

static int ascending(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static int unite(double *values, int count) {
    int kept = 0;
    qsort(values, (size_t)count, sizeof *values, ascending);
    for (int i = 0; i < count; i++)
        if (!kept || values[i] > values[kept - 1] + NEAR_M)
            values[kept++] = values[i];
    return kept;
}

static int index_of(const double *values, int count, double value) {
    int low = 0, high = count - 1;
    while (low < high) {
        int middle = (low + high) / 2;
        if (values[middle] + NEAR_M < value)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool grid_create(struct grid *grid, const struct rectangle *obstacles, int obstacle_count,
                        const struct waypoint *places, int place_count) {
    int most = 2 * obstacle_count + place_count, n = 0;
    *grid = (struct grid){.x = memory_resize(NULL, sizeof(double) * ((size_t)most + 1)),
                          .y = memory_resize(NULL, sizeof(double) * ((size_t)most + 1))};
    for (int i = 0; i < obstacle_count; i++, n += 2) {
        grid->x[n] = obstacles[i].left;
        grid->x[n + 1] = obstacles[i].right;
        grid->y[n] = obstacles[i].bottom;
        grid->y[n + 1] = obstacles[i].top;
    }
    for (int i = 0; i < place_count; i++, n++) {
        grid->x[n] = places[i].x_m;
        grid->y[n] = places[i].y_m;
    }
    grid->columns = unite(grid->x, n);
    grid->rows = unite(grid->y, n);
    if ((double)grid->columns * grid->rows > MOST_CELLS)
        return false;
    size_t cells = (size_t)grid->columns * (size_t)grid->rows + 1;
    unsigned char **layers[] = {&grid->blocked, &grid->up, &grid->right, &grid->seed};
    for (int k = 0; k < 4; k++)
        *layers[k] = memset(memory_resize(NULL, cells), 0, cells);
    return true;
}

static void grid_free(struct grid *grid) {
    free(grid->x);
    free(grid->y);
    free(grid->blocked);
    free(grid->up);
    free(grid->right);
    free(grid->seed);
}

static int crossing_of(const struct grid *grid, double x_m, double y_m) {
    return index_of(grid->x, grid->columns, x_m) * grid->rows + index_of(grid->y, grid->rows, y_m);
}

static void block_cells(struct grid *grid, const struct rectangle *r) {
    int left = index_of(grid->x, grid->columns, r->left), right = index_of(grid->x, grid->columns, r->right);
    int bottom = index_of(grid->y, grid->rows, r->bottom), top = index_of(grid->y, grid->rows, r->top);
    for (int i = left; i < right; i++)
        memset(&grid->blocked[i * grid->rows + bottom], 1, (size_t)(top - bottom));
}

/* Beyond the outermost lines all is free. */
static bool is_blocked(const struct grid *grid, int i, int j) {
    return i >= 0 && j >= 0 && i < grid->columns - 1 && j < grid->rows - 1 &&
           grid->blocked[i * grid->rows + j];
}

/* A line may run along an obstacle, but not in the slit between two. */
static bool is_open_up(const struct grid *grid, int i, int j) {
    return !is_blocked(grid, i - 1, j) || !is_blocked(grid, i, j);
}
static bool is_open_right(const struct grid *grid, int i, int j) {
    return !is_blocked(grid, i, j - 1) || !is_blocked(grid, i, j);
}

static void mark(unsigned char *marks, int from, int to, int step) {
    for (int c = from; c < to; c += step)
        marks[c] = 1;
}

/* Lines in the four directions; from a door only those that end at an obstacle. */
static void draw_lines_from(struct grid *grid, int crossing, bool door) {
    int i = crossing / grid->rows, j = crossing % grid->rows;
    int bottom = j, top = j, left = i, right = i;
    while (top + 1 < grid->rows && is_open_up(grid, i, top))
        top++;
    while (bottom > 0 && is_open_up(grid, i, bottom - 1))
        bottom--;
    while (right + 1 < grid->columns && is_open_right(grid, right, j))
        right++;
    while (left > 0 && is_open_right(grid, left - 1, j))
        left--;
    mark(grid->up, i * grid->rows + (door && bottom == 0 ? j : bottom),
         i * grid->rows + (door && top + 1 == grid->rows ? j : top), 1);
    mark(grid->right, (door && left == 0 ? i : left) * grid->rows + j,
         (door && right + 1 == grid->columns ? i : right) * grid->rows + j, grid->rows);
}

/* Corners and places are seeds. */
static void draw_lines(struct grid *grid, const struct floor *floor) {
    int first_door = floor->place_count - floor->door_count;
    for (int i = 0; i < floor->obstacle_count; i++) {
        const struct rectangle *r = &floor->obstacles[i];
        grid->seed[crossing_of(grid, r->left, r->bottom)] = 1;
        grid->seed[crossing_of(grid, r->left, r->top)] = 1;
        grid->seed[crossing_of(grid, r->right, r->bottom)] = 1;
        grid->seed[crossing_of(grid, r->right, r->top)] = 1;
    }
    for (int i = 0; i < first_door; i++)
        grid->seed[crossing_of(grid, floor->places[i].x_m, floor->places[i].y_m)] = 1;
    for (int c = 0; c < grid->columns * grid->rows; c++)
        if (grid->seed[c])
            draw_lines_from(grid, c, false);
    for (int i = first_door; i < floor->place_count; i++) {
        int crossing = crossing_of(grid, floor->places[i].x_m, floor->places[i].y_m);
        grid->seed[crossing] = 1;
        draw_lines_from(grid, crossing, true);
    }
}

/* Where two lines cross is a node, and so is every seed. */
static bool is_node(const struct grid *grid, int i, int j) {
    int c = i * grid->rows + j;
    bool upright = grid->up[c] || (j > 0 && grid->up[c - 1]);
    bool level = grid->right[c] || (i > 0 && grid->right[c - grid->rows]);
    return grid->seed[c] || (upright && level);
}

static int *add_nodes(const struct grid *grid, struct network *network) {
    int *node = memory_resize(NULL, sizeof(int) * ((size_t)grid->columns * (size_t)grid->rows + 1));
    for (int i = 0; i < grid->columns; i++)
        for (int j = 0; j < grid->rows; j++)
            node[i * grid->rows + j] =
                is_node(grid, i, j) ? network_add(network, (struct waypoint){grid->x[i], grid->y[j]}) : -1;
    return node;
}

static void link_both_ways(struct network *network, int a, int b, double metres) {
    network_link(network, (struct link){a, b, metres, OPEN_FLOOR, ALONG_CROSS_AISLE});
    network_link(network, (struct link){b, a, metres, OPEN_FLOOR, ALONG_CROSS_AISLE});
}

static void add_links(const struct grid *grid, const int *node, struct network *network) {
    for (int i = 0; i < grid->columns; i++)
        for (int j = 0, last = -1; j < grid->rows; j++) {
            int c = i * grid->rows + j;
            if (node[c] >= 0 && last >= 0)
                link_both_ways(network, node[last], node[c], grid->y[j] - grid->y[last % grid->rows]);
            last = node[c] >= 0 ? c : last;
            last = grid->up[c] ? last : -1;
        }
    for (int j = 0; j < grid->rows; j++)
        for (int i = 0, last = -1; i < grid->columns; i++) {
            int c = i * grid->rows + j;
            if (node[c] >= 0 && last >= 0)
                link_both_ways(network, node[last], node[c], grid->x[i] - grid->x[last / grid->rows]);
            last = node[c] >= 0 ? c : last;
            last = grid->right[c] ? last : -1;
        }
}

bool network_add_floor(struct network *network, struct floor *floor) {
    struct grid grid;
    bool fits =
        grid_create(&grid, floor->obstacles, floor->obstacle_count, floor->places, floor->place_count);
    if (fits) {
        for (int i = 0; i < floor->obstacle_count; i++)
            block_cells(&grid, &floor->obstacles[i]);
        draw_lines(&grid, floor);
        int *node = add_nodes(&grid, network);
        add_links(&grid, node, network);
        for (int i = 0; i < floor->place_count; i++)
            floor->node[i] = node[crossing_of(&grid, floor->places[i].x_m, floor->places[i].y_m)];
        free(node);
        fits = network->node_count <= MOST_NODES;
    }
    grid_free(&grid);
    return fits;
}

double rectangles_area_m2(const struct rectangle *rectangles, int count) {
    struct grid grid;
    double area_m2 = 0.0;
    if (grid_create(&grid, rectangles, count, NULL, 0)) {
        for (int i = 0; i < count; i++)
            block_cells(&grid, &rectangles[i]);
        for (int i = 0; i + 1 < grid.columns; i++)
            for (int j = 0; j + 1 < grid.rows; j++)
                if (grid.blocked[i * grid.rows + j])
                    area_m2 += (grid.x[i + 1] - grid.x[i]) * (grid.y[j + 1] - grid.y[j]);
    } else
        for (int i = 0; i < count; i++)
            area_m2 +=
                (rectangles[i].right - rectangles[i].left) * (rectangles[i].top - rectangles[i].bottom);
    grid_free(&grid);
    return area_m2;
}
