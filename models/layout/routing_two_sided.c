/* SPDX-License-Identifier: MIT */
/* routing_two_sided.c - tours that enter the aisles between the first and the last visited one from both
 * ends. */
#include "models/layout/routing_two_sided.h"

/* The first stop of the aisle that stop i is in. */
static int aisle_start(const struct stop *stops, int i) {
    int aisle = stops[i].aisle;
    while (i > 0 && stops[i - 1].aisle == aisle)
        i--;
    return i;
}

double two_sided_length_m(const struct rack *rack, const struct stop *stops, int count, split_fn *split) {
    if (count == 0 || stops[0].aisle == stops[count - 1].aisle)
        return routing_return.length_m(rack, stops, count);
    double aisles_m = 2.0 * rack->length_m;
    int last = aisle_start(stops, count - 1);
    for (int i = next_aisle(stops, 0, count); i < last;) {
        int end = next_aisle(stops, i, count), from_back = split(stops, i, end, 0.0, rack->length_m);
        if (from_back > i)
            aisles_m += 2.0 * stops[from_back - 1].y_m;
        if (from_back < end)
            aisles_m += 2.0 * (rack->length_m - stops[from_back].y_m);
        i = end;
    }
    return aisles_m + cross_aisle_m(rack, stops, count);
}

/* Into the aisle from the cross aisle at y to the stops between two indices, in the order from `from` to
 * `to`, and out again. */
static int detour(const struct rack *rack, const struct stop *stops, int from, int to, double y,
                  struct waypoint *points, int n) {
    if (from == to)
        return n;
    double x = aisle_x_m(rack, stops[from < to ? from : from - 1].aisle);
    points[n++] = (struct waypoint){x, y};
    for (; from < to; from++)
        points[n++] = (struct waypoint){x, stops[from].y_m};
    for (; from > to; from--)
        points[n++] = (struct waypoint){x, stops[from - 1].y_m};
    points[n++] = (struct waypoint){x, y};
    return n;
}

/* Along the front from right to left, past the inner aisles on one side of the depot. */
static int front_detours(const struct rack *rack, const struct stop *stops, int inner, int last,
                         bool left_of_depot, struct waypoint *points, int n, split_fn *split) {
    for (int end = last; end > inner;) {
        int first = aisle_start(stops, end - 1);
        if ((aisle_x_m(rack, stops[first].aisle) <= rack->depot_x_m) == left_of_depot)
            n = detour(rack, stops, first, split(stops, first, end, 0.0, rack->length_m), 0.0, points, n);
        end = first;
    }
    return n;
}

int two_sided_walk(const struct rack *rack, const struct stop *stops, int count, struct waypoint *points,
                   split_fn *split) {
    if (count == 0 || stops[0].aisle == stops[count - 1].aisle)
        return routing_return.walk(rack, stops, count, points);
    int n = 0, inner = next_aisle(stops, 0, count), last = aisle_start(stops, count - 1);
    double first_x = aisle_x_m(rack, stops[0].aisle), last_x = aisle_x_m(rack, stops[last].aisle);
    points[n++] = (struct waypoint){rack->depot_x_m, 0.0};
    n = front_detours(rack, stops, inner, last, true, points, n, split);

    points[n++] = (struct waypoint){first_x, 0.0};
    for (int i = 0; i < inner; i++)
        points[n++] = (struct waypoint){first_x, stops[i].y_m};
    points[n++] = (struct waypoint){first_x, rack->length_m};
    for (int i = inner; i < last;) {
        int end = next_aisle(stops, i, count);
        n = detour(rack, stops, end, split(stops, i, end, 0.0, rack->length_m), rack->length_m, points, n);
        i = end;
    }
    points[n++] = (struct waypoint){last_x, rack->length_m};
    for (int i = count; i > last; i--)
        points[n++] = (struct waypoint){last_x, stops[i - 1].y_m};
    points[n++] = (struct waypoint){last_x, 0.0};

    n = front_detours(rack, stops, inner, last, false, points, n, split);
    points[n++] = (struct waypoint){rack->depot_x_m, 0.0};
    return n;
}
