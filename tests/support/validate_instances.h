/* SPDX-License-Identifier: MIT */
/* validate_instances.h - reads single-picker routing instances with known shortest tours.
 *
 * A CSV file with a header and the columns instance, aisles, cells, depot_aisle, depot_side (top or bottom),
 * picks as `aisle:cell` with blanks between, optimum in one block, optimum in two blocks; the last may be
 * empty or left out. Aisles are 3 apart, cells 1, the outermost cells 1 from the cross aisles; cell 0 is at
 * the top. In two blocks a cross aisle lies between cells cells/2 - 1 and cells/2, which are then 2 apart.
 * The front of the rack is the depot's side: with the depot on top, the warehouse is mirrored. */
#ifndef TESTS_SUPPORT_VALIDATE_INSTANCES_H
#define TESTS_SUPPORT_VALIDATE_INSTANCES_H

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "models/layout/routing.h"

enum { INSTANCE_PICKS = 5000 };

struct instance {
    char name[128];
    int aisles, cells, depot_aisle, picks;
    bool depot_on_top;
    double optimum[2]; /* in one and in two blocks; negative = not given */
    int aisle[INSTANCE_PICKS], cell[INSTANCE_PICKS];
};

/* The rack and its sorted stops, in 1 or 2 blocks. */
struct instance_rack {
    struct rack rack;
    double cross_y_m[3];
    struct stop stops[INSTANCE_PICKS];
};

static inline void instance_lay_out(const struct instance *instance, int blocks, struct instance_rack *to) {
    double length_m = instance->cells + blocks;
    to->cross_y_m[0] = 0.0;
    to->cross_y_m[1] = instance->cells / 2 + 1;
    if (instance->depot_on_top == false)
        to->cross_y_m[1] = length_m - to->cross_y_m[1];
    to->cross_y_m[blocks] = length_m;
    to->rack = (struct rack){.aisles = instance->aisles,
                             .spacing_m = 3.0,
                             .length_m = length_m,
                             .crosses = blocks + 1,
                             .cross_y_m = to->cross_y_m,
                             .depot_x_m = 3.0 * instance->depot_aisle};
    for (int i = 0; i < instance->picks; i++) {
        double from_top = 1.0 + instance->cell[i];
        if (blocks == 2 && instance->cell[i] >= instance->cells / 2)
            from_top += 1.0;
        to->stops[i] =
            (struct stop){instance->aisle[i], instance->depot_on_top ? from_top : length_m - from_top};
    }
    stops_sort(to->stops, instance->picks);
}

static inline bool instance_picks_of(char *text, struct instance *instance) {
    char *state = NULL;
    instance->picks = 0;
    for (char *pick = strtok_r(text, " ", &state); pick; pick = strtok_r(NULL, " ", &state)) {
        int aisle, cell, used = 0;
        if (sscanf(pick, "%d:%d%n", &aisle, &cell, &used) != 2 || pick[used] ||
            instance->picks == INSTANCE_PICKS || aisle < 0 || aisle >= instance->aisles || cell < 0 ||
            cell >= instance->cells)
            return false;
        instance->aisle[instance->picks] = aisle;
        instance->cell[instance->picks++] = cell;
    }
    return instance->picks > 0;
}

static inline bool instance_number(const char *text, double *number) {
    char *end;
    *number = strtod(text, &end);
    return end != text && !*end;
}

/* False when the line is no instance. Overwrites the line. */
static inline bool instance_of_line(char *line, struct instance *instance) {
    enum { COLUMNS = 8 };
    char *columns[COLUMNS], *rest = line;
    int count = 0;
    line[strcspn(line, "\r\n")] = '\0';
    while (count < COLUMNS && rest) {
        columns[count++] = rest;
        rest = strchr(rest, ',');
        if (rest)
            *rest++ = '\0';
    }
    double aisles, cells, depot;
    if (count < COLUMNS - 1 || rest || !instance_number(columns[1], &aisles) ||
        !instance_number(columns[2], &cells) || !instance_number(columns[3], &depot))
        return false;
    snprintf(instance->name, sizeof instance->name, "%s", columns[0]);
    instance->aisles = (int)aisles;
    instance->cells = (int)cells;
    instance->depot_aisle = (int)depot;
    instance->depot_on_top = strcmp(columns[4], "top") == 0;
    instance->optimum[0] = instance->optimum[1] = -1.0;
    if (count == COLUMNS && *columns[7] && !instance_number(columns[7], &instance->optimum[1]))
        return false;
    return (instance->depot_on_top || strcmp(columns[4], "bottom") == 0) && instance->aisles >= 1 &&
           instance->aisles <= RACK_MOST_AISLES && instance->cells >= 2 && instance->depot_aisle >= 0 &&
           instance->depot_aisle < instance->aisles && instance_number(columns[6], &instance->optimum[0]) &&
           instance_picks_of(columns[5], instance);
}

/* Calls `each` for every instance of the file; the number of lines that are none, or -1 when it cannot be
 * read. */
static inline int instances_read(const char *path, void (*each)(const struct instance *instance, void *self),
                                 void *self) {
    FILE *file = fopen(path, "r");
    if (!file)
        return -1;
    struct instance *instance = malloc(sizeof *instance);
    char *line = NULL;
    size_t capacity = 0;
    int number = 0, wrong = 0;
    while (getline(&line, &capacity, file) > 0) {
        number++;
        if (strncmp(line, "instance,", 9) == 0 || strspn(line, " \r\n") == strlen(line))
            continue;
        if (instance_of_line(line, instance))
            each(instance, self);
        else
            wrong++, fprintf(stderr, "%s:%d: not an instance\n", path, number);
    }
    free(line);
    free(instance);
    fclose(file);
    return wrong;
}

#endif
