/* SPDX-License-Identifier: MIT */
/* visit_order.c - exact for few places (Held and Karp 1962, Journal of SIAM 10(1)), nearest neighbour and
 * 2-opt (Croes 1958, Operations Research 6(6)) for more. */
#include "models/layout/visit_order.h"

#include <math.h>
#include <stdbool.h>

enum { OTHERS = VISIT_ORDER_EXACT - 1 };

/* shortest[set][last]: from the start through the set (of places after it) to its last one. */
static void shortest_order(const double *metres, int count, int *order) {
    double shortest[1 << OTHERS][OTHERS];
    signed char before[1 << OTHERS][OTHERS];
    int others = count - 1, all = (1 << others) - 1, last = 0;
    for (int set = 1; set <= all; set++)
        for (int to = 0; to < others; to++) {
            if (!(set >> to & 1))
                continue;
            int rest = set & ~(1 << to);
            shortest[set][to] = rest ? INFINITY : metres[to + 1];
            before[set][to] = -1;
            for (int from = 0; from < others; from++) {
                if (!(rest >> from & 1))
                    continue;
                double length = shortest[rest][from] + metres[(from + 1) * count + to + 1];
                if (length < shortest[set][to]) {
                    shortest[set][to] = length;
                    before[set][to] = (signed char)from;
                }
            }
        }
    for (int to = 1; to < others; to++)
        if (shortest[all][to] + metres[(to + 1) * count] < shortest[all][last] + metres[(last + 1) * count])
            last = to;
    order[0] = 0;
    for (int i = others, set = all; i > 0; i--) {
        order[i] = last + 1;
        int next = before[set][last];
        set &= ~(1 << last);
        last = next >= 0 ? next : 0;
    }
}

static void nearest_order(const double *metres, int count, int *order) {
    for (int i = 0; i < count; i++)
        order[i] = i;
    for (int i = 1; i < count - 1; i++) {
        int nearest = i;
        for (int k = i + 1; k < count; k++)
            if (metres[order[i - 1] * count + order[k]] < metres[order[i - 1] * count + order[nearest]])
                nearest = k;
        int next = order[nearest];
        order[nearest] = order[i];
        order[i] = next;
    }
}

static void turn_round(int *order, int first, int last) {
    for (; first < last; first++, last--) {
        int place = order[first];
        order[first] = order[last];
        order[last] = place;
    }
}

/* Turning a stretch round also changes the ways inside it where they differ by direction. */
static bool improve_once(const double *metres, int count, int *order) {
    const double SHORTER_M = 1e-9; /* so that rounding cannot turn a stretch to and fro for ever */
    bool improved = false;
    for (int i = 1; i < count - 1; i++) {
        double forth = 0.0, back = 0.0;
        for (int k = i + 1; k < count; k++) {
            int before = order[i - 1], first = order[i], last = order[k],
                after = order[k + 1 < count ? k + 1 : 0];
            forth += metres[order[k - 1] * count + last];
            back += metres[last * count + order[k - 1]];
            double now = metres[before * count + first] + forth + metres[last * count + after];
            double then = metres[before * count + last] + back + metres[first * count + after];
            if (!(then < now - SHORTER_M))
                continue;
            turn_round(order, i, k);
            double swap = forth;
            forth = back;
            back = swap;
            improved = true;
        }
    }
    return improved;
}

void visit_order(const double *metres, int count, int *order) {
    if (count > 1 && count <= VISIT_ORDER_EXACT) {
        shortest_order(metres, count, order);
        return;
    }
    nearest_order(metres, count, order);
    while (improve_once(metres, count, order))
        ;
}
