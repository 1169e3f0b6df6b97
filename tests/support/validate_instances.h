/* SPDX-License-Identifier: MIT */
/* validate_instances.h - reads single-picker routing instances with known shortest tours.
 *
 * CSV files with a header. The columns instance, aisles, cells, depot_aisle, depot_side (top or bottom) and
 * picks... (`aisle:cell` with blanks between) are needed, ...one_block... and ...two_block... hold the
 * optimum in one and in two blocks; a missing column or an empty cell there means that it is not known. The
 * order of columns does not matter, others are passed over. A first line without "aisles" is an instance with
 * the columns in the order named here. Lines may end with CR LF, cells may be quoted.
 *
 * Aisles are 3 apart, cells 1, the outermost cells 1 from the cross aisles; cell 0 is at the top. In two
 * blocks a cross aisle lies between cells cells/2 - 1 and cells/2, which are then 2 apart. The front of the
 * rack is the depot's side: with the depot on top, the warehouse is mirrored. */
#ifndef TESTS_SUPPORT_VALIDATE_INSTANCES_H
#define TESTS_SUPPORT_VALIDATE_INSTANCES_H

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "models/layout/routing.h"

enum { INSTANCE_PICKS = 5000 };

struct instance {
    char name[128];
    int aisles, cells, picks;
    double depot_aisle; /* may lie between two */
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
        to->stops[i] = (struct stop){.aisle = instance->aisle[i],
                                     .y_m = instance->depot_on_top ? from_top : length_m - from_top};
    }
    stops_sort(to->stops, instance->picks);
}

enum instance_column {
    NAME,
    AISLE_COUNT,
    CELLS,
    DEPOT_AISLE,
    DEPOT_SIDE,
    PICKS_AT,
    ONE_BLOCK,
    TWO_BLOCKS,
    COLUMNS
};
enum { INSTANCE_CELLS = 64 }; /* of a line */

/* Where each column stands; -1 = nowhere. */
struct instance_header {
    int at[COLUMNS];
};

/* Splits the line in place; the number of its cells. */
static inline int instance_cells_of(char *line, char *cells[INSTANCE_CELLS]) {
    int count = 0;
    line[strcspn(line, "\r\n")] = '\0';
    for (char *rest = line; rest && count < INSTANCE_CELLS;) {
        char *cell = rest + strspn(rest, " \t"), *closing = *cell == '"' ? strchr(cell + 1, '"') : NULL;
        rest = strchr(closing ? closing : cell, ',');
        cell += closing != NULL;
        if (rest)
            *rest++ = '\0';
        size_t length = strlen(cell);
        while (length && strchr(" \t\"", cell[length - 1]))
            cell[--length] = '\0';
        cells[count++] = cell;
    }
    return count;
}

/* False when the line is no header; the columns are then in their usual order. */
static inline bool instance_header_of(const char *text, struct instance_header *header) {
    static const char *const names[COLUMNS] = {"instance",   "aisles", "cells",     "depot_aisle",
                                               "depot_side", "picks",  "one_block", "two_block"};
    char line[4096], *cells[INSTANCE_CELLS];
    snprintf(line, sizeof line, "%s", text);
    int count = instance_cells_of(line, cells);
    for (int c = 0; c < COLUMNS; c++)
        header->at[c] = -1;
    for (int k = 0; k < count; k++)
        for (int c = 0; c < COLUMNS; c++)
            if (c >= ONE_BLOCK ? strstr(cells[k], names[c]) != NULL
                               : strncmp(cells[k], names[c], c == PICKS_AT ? strlen(names[c]) : 64) == 0)
                header->at[c] = k;
    if (header->at[AISLE_COUNT] >= 0)
        return true;
    for (int c = 0; c < COLUMNS; c++)
        header->at[c] = c;
    return false;
}

static inline bool instance_number(const char *text, double least, double most, double *number) {
    char *end;
    *number = strtod(text, &end);
    return end != text && !*end && *number >= least && *number <= most;
}

static inline bool instance_count(const char *text, int least, int most, int *count) {
    double number;
    if (!instance_number(text, least, most, &number) || number != (int)number)
        return false;
    *count = (int)number;
    return true;
}

static inline bool instance_picks_of(char *text, struct instance *instance) {
    char *state = NULL;
    instance->picks = 0;
    for (char *pick = strtok_r(text, " \t;", &state); pick; pick = strtok_r(NULL, " \t;", &state)) {
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

static inline bool instance_optimum(const char *text, double *optimum) {
    *optimum = -1.0;
    return *text == '\0' || instance_number(text, 0.0, 1e12, optimum);
}

/* NULL, or what is wrong with the line. Overwrites it. */
static inline const char *instance_of_line(char *line, const struct instance_header *header,
                                           struct instance *instance) {
    char *cells[INSTANCE_CELLS], empty[] = "", *of[COLUMNS];
    int count = instance_cells_of(line, cells);
    for (int c = 0; c < COLUMNS; c++)
        of[c] = header->at[c] >= 0 && header->at[c] < count ? cells[header->at[c]] : empty;
    snprintf(instance->name, sizeof instance->name, "%s", of[NAME]);
    instance->depot_on_top = strcasecmp(of[DEPOT_SIDE], "top") == 0;
    if (!instance_count(of[AISLE_COUNT], 1, RACK_MOST_AISLES, &instance->aisles))
        return "aisles: expected a whole number from 1 to 500";
    if (!instance_count(of[CELLS], 1, 1000000, &instance->cells))
        return "cells: expected a whole number of at least 1";
    if (!instance_number(of[DEPOT_AISLE], 0.0, instance->aisles - 1, &instance->depot_aisle))
        return "depot_aisle: expected a number from 0 to aisles - 1";
    if (!instance->depot_on_top && strcasecmp(of[DEPOT_SIDE], "bottom") != 0)
        return "depot_side: expected top or bottom";
    if (!instance_picks_of(of[PICKS_AT], instance))
        return "picks: expected 1 to 5,000 aisle:cell inside the warehouse with blanks between";
    for (int b = 0; b < 2; b++)
        if (!instance_optimum(of[ONE_BLOCK + b], &instance->optimum[b]))
            return "optimum: expected a length or nothing";
    return NULL;
}

/* Calls `each` for every instance of the file, and names each line that is none on the error output; the
 * number of such lines, or -1 when the file cannot be read. */
static inline int instances_read(const char *path, void (*each)(const struct instance *instance, void *self),
                                 void *self) {
    FILE *file = fopen(path, "r");
    if (!file)
        return -1;
    struct instance *instance = malloc(sizeof *instance);
    struct instance_header header;
    char *line = NULL;
    size_t capacity = 0;
    int number = 0, wrong = 0;
    bool first = true;
    while (getline(&line, &capacity, file) > 0) {
        number++;
        char *text = line + (number == 1 && strncmp(line, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0);
        if (strspn(text, " \t\r\n") == strlen(text))
            continue;
        bool is_header = first && instance_header_of(text, &header);
        first = false;
        if (is_header)
            continue;
        const char *fault = instance_of_line(text, &header, instance);
        if (fault)
            wrong++, fprintf(stderr, "%s:%d: %s\n", path, number, fault);
        else
            each(instance, self);
    }
    free(line);
    free(instance);
    fclose(file);
    return wrong;
}

#endif
