/* SPDX-License-Identifier: MIT */
/* jobprp.h - reads instances of joint order batching and picker routing.
 *
 * The format of Muter and Oncan 2015 (IIE Transactions 47(7)) as published: lines "NAME : VALUE" and the
 * sections SKU (ID, AISLE, CELL), and ORDER (for each order the number of its articles, then ID, QUANTITY).
 * One block, the depot at the front ("bottom") of an aisle, cell 0 at the back. A pick is at the middle of
 * its cell: the first one half a cell beyond the distance to the cross aisle. */
#ifndef TESTS_SUPPORT_JOBPRP_H
#define TESTS_SUPPORT_JOBPRP_H

#include "tests/support/batching_world.h"

enum { JOBPRP_ORDERS = 200, JOBPRP_STOPS = 10000 };

struct jobprp {
    struct floor_of_one_block floor;
    int capacity, order_count; /* capacity in articles */
    struct batch_item orders[JOBPRP_ORDERS];
    struct stop place[JOBPRP_STOPS]; /* of an article */
    struct stop stops[JOBPRP_STOPS];
};

/* The value of "NAME : VALUE" if the line is of that name. */
static inline bool jobprp_value(const char *line, const char *name, double *value) {
    size_t length = strlen(name);
    return strncmp(line, name, length) == 0 && sscanf(line + length, " : %lf", value) == 1;
}

/* False if the file cannot be read or is no such instance. */
static inline bool jobprp_read(const char *path, struct jobprp *to) {
    enum { CAPACITY, AISLES, CELLS, DEPOT, SPACING, CELL, BACK, FRONT, VALUES };
    static const char *const names[VALUES] = {"PICKER_CAPACITY",
                                              "NUM_AISLES",
                                              "NUM_CELLS",
                                              "DEPOT_AISLE",
                                              "DISTANCE_AISLE_TO_AISLE",
                                              "DISTANCE_CELL_TO_CELL",
                                              "DISTANCE_TOP_TO_CELL",
                                              "DISTANCE_BOTTOM_TO_CELL"};
    double values[VALUES], articles;
    FILE *file = fopen(path, "r");
    char line[512];
    int id, aisle, cell, quantity, stops = 0, given = 0;
    memset(to, 0, sizeof *to);
    if (!file)
        return false;
    for (int i = 0; i < VALUES; i++)
        values[i] = NAN;
    while (fgets(line, sizeof line, file)) {
        struct batch_item *order = to->order_count ? &to->orders[to->order_count - 1] : NULL;
        if (strncmp(line, "DEPOT_LOCATION", 14) == 0 && !strstr(line, "bottom"))
            break;
        for (int i = 0; i < VALUES; i++)
            jobprp_value(line, names[i], &values[i]);
        if (sscanf(line, "ID %d AISLE %d CELL %d", &id, &aisle, &cell) == 3 && id >= 0 && id < JOBPRP_STOPS)
            to->place[id] = (struct stop){.aisle = aisle,
                                          .y_m = values[FRONT] + (values[CELLS] - cell - 0.5) * values[CELL]};
        else if (jobprp_value(line, "NUM_ARTICLES_IN_ORDER", &articles) && to->order_count < JOBPRP_ORDERS)
            to->orders[to->order_count++] =
                (struct batch_item){.stops = &to->stops[stops], .number = (uint64_t)to->order_count + 1};
        else if (order && sscanf(line, "ID %d QUANTITY %d", &id, &quantity) == 2 && id >= 0 &&
                 id < JOBPRP_STOPS && stops < JOBPRP_STOPS) {
            to->stops[stops++] = to->place[id];
            order->stop_count++;
            order->lines += quantity;
        }
    }
    fclose(file);
    for (int i = 0; i < VALUES; i++)
        given += !isnan(values[i]);
    if (given < VALUES || !to->order_count)
        return false;
    to->capacity = (int)values[CAPACITY];
    for (int i = 0; i < to->order_count; i++)
        stops_sort(&to->stops[to->orders[i].stops - to->stops], to->orders[i].stop_count);
    floor_lay_out(&to->floor, (int)values[AISLES],
                  values[FRONT] + values[CELLS] * values[CELL] + values[BACK], values[SPACING],
                  (int)values[DEPOT]);
    return true;
}

#endif
