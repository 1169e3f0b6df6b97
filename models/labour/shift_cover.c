/* SPDX-License-Identifier: MIT */
/* shift_cover.c - see shift_cover.h. */
#include "models/labour/shift_cover.h"

#include <coin/Cbc_C_Interface.h>
#include <math.h>
#include "sim/base/arena.h"

enum { MOST_NODES = 20000 };
static const double tolerance = 1e-6; /* of people, as CBC takes its constraints */

static double present(const struct cover *cover, const int *people, int hour) {
    double sum = 0.0;
    for (int s = 0; s < cover->shift_count; s++) {
        const struct cover_shift *shift = &cover->shifts[s];
        if (hour >= shift->first && hour < shift->first + shift->count)
            sum += shift->presence[hour - shift->first] * (people ? people[s] : shift->most);
    }
    return sum;
}

static bool covered(const struct cover *cover, const int *people, const struct cover_shift *shift) {
    for (int h = shift->first; h < shift->first + shift->count; h++)
        if (present(cover, people, h) < cover->need[h] - tolerance)
            return false;
    return true;
}

/* All needs are for people who come, so what cannot be covered with the most of each shift cannot be covered
 * at all, and what can has a solution. */
static bool find_impossible(const struct cover *cover, struct cover_end *end) {
    for (int h = 0; h < cover->hours; h++) {
        double most = present(cover, NULL, h);
        if (most >= cover->need[h] - tolerance)
            continue;
        *end = (struct cover_end){COVER_IMPOSSIBLE, NAN, h, most};
        return true;
    }
    return false;
}

/* Shifts that hang together: a run of hours that no shift outside it touches. */
struct part {
    int from, to; /* hours; `to` is not of it */
    int *shifts, count;
};

static bool next_part(const struct cover *cover, struct part *part) {
    bool grown = true;
    int first = cover->hours;
    for (int s = 0; s < cover->shift_count; s++)
        if (cover->shifts[s].first >= part->to && cover->shifts[s].first < first)
            first = cover->shifts[s].first;
    part->from = part->to = first;
    part->count = 0;
    while (grown) {
        grown = false;
        for (int s = 0; s < cover->shift_count; s++) {
            const struct cover_shift *shift = &cover->shifts[s];
            int end = shift->first + shift->count;
            if (shift->first >= part->from && (shift->first < part->to || part->to == part->from) &&
                end > part->to) {
                part->to = end;
                grown = true;
            }
        }
    }
    for (int s = 0; s < cover->shift_count; s++)
        if (cover->shifts[s].first >= part->from && cover->shifts[s].first < part->to)
            part->shifts[part->count++] = s;
    return part->count > 0;
}

static Cbc_Model *model_of(const struct cover *cover, const struct part *part, int *columns, double *values) {
    Cbc_Model *model = Cbc_newModel();
    for (int i = 0; i < part->count; i++) {
        const struct cover_shift *shift = &cover->shifts[part->shifts[i]];
        Cbc_addCol(model, "", shift->least, shift->most, shift->cost, 1, 0, NULL, NULL);
    }
    for (int h = part->from; h < part->to; h++) {
        int count = 0;
        for (int i = 0; i < part->count; i++) {
            const struct cover_shift *shift = &cover->shifts[part->shifts[i]];
            if (h < shift->first || h >= shift->first + shift->count)
                continue;
            columns[count] = i;
            values[count++] = shift->presence[h - shift->first];
        }
        if (cover->need[h] > 0.0)
            Cbc_addRow(model, "", count, columns, values, 'G', cover->need[h]);
    }
    return model;
}

/* From any cover to one from which nobody can be left out, dearest shifts first. */
static void leave_out(const struct cover *cover, const struct part *part, int *people) {
    for (int round = 0; round < part->count; round++) {
        int dearest = -1;
        for (int i = 0; i < part->count; i++) {
            const struct cover_shift *shift = &cover->shifts[part->shifts[i]];
            int *some = &people[part->shifts[i]];
            if (*some <= shift->least)
                continue;
            (*some)--;
            if (covered(cover, people, shift) &&
                (dearest < 0 || shift->cost > cover->shifts[part->shifts[dearest]].cost))
                dearest = i;
            (*some)++;
        }
        if (dearest < 0)
            return;
        const struct cover_shift *shift = &cover->shifts[part->shifts[dearest]];
        int *some = &people[part->shifts[dearest]], low = shift->least, high = *some;
        while (low < high) { /* the fewest that cover */
            *some = (low + high) / 2;
            if (covered(cover, people, shift))
                high = *some;
            else
                low = *some + 1;
        }
        *some = low;
    }
}

/* False when it was cut short. */
static bool solve(const struct cover *cover, const struct part *part, double seconds, int *people,
                  struct arena *arena) {
    int *columns = arena_array(arena, int, part->count + 1);
    double *values = arena_array(arena, double, part->count + 1);
    Cbc_Model *model = model_of(cover, part, columns, values);
    Cbc_setLogLevel(model, 0);
    Cbc_setParameter(model, "log", "0");
    Cbc_setMaximumNodes(model, MOST_NODES);
    Cbc_setMaximumSeconds(model, seconds);
    Cbc_solve(model);
    const double *best = Cbc_bestSolution(model);
    bool cheapest = best && Cbc_isProvenOptimal(model), holds = best != NULL;
    for (int i = 0; i < part->count; i++) {
        const struct cover_shift *shift = &cover->shifts[part->shifts[i]];
        people[part->shifts[i]] = best ? (int)lround(best[i]) : shift->most;
    }
    for (int i = 0; i < part->count; i++)
        holds &= covered(cover, people, &cover->shifts[part->shifts[i]]);
    for (int i = 0; i < part->count && !holds; i++) /* nothing was found */
        people[part->shifts[i]] = cover->shifts[part->shifts[i]].most;
    if (!cheapest || !holds)
        leave_out(cover, part, people);
    Cbc_deleteModel(model);
    return cheapest && holds;
}

struct cover_end shift_cover(const struct cover *cover, double seconds, int *people, struct arena *arena) {
    struct cover_end end = {COVER_CHEAPEST, 0.0, -1, NAN};
    struct part part = {.shifts = arena_array(arena, int, cover->shift_count + 1)};
    if (find_impossible(cover, &end))
        return end;
    for (int s = 0; s < cover->shift_count; s++)
        people[s] = cover->shifts[s].least;
    while (next_part(cover, &part))
        if (!solve(cover, &part, seconds, people, arena))
            end.state = COVER_CUT_SHORT;
    for (int s = 0; s < cover->shift_count; s++)
        end.cost += cover->shifts[s].cost * people[s];
    return end;
}
