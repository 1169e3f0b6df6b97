/* SPDX-License-Identifier: MIT */
/* reference.c - see reference.h. Frozen: do not tune. */
#include "tests/bench/reference.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

/* xoshiro256++ and inversion */

struct generator {
    uint64_t s[4];
};

static uint64_t rotate(uint64_t x, int k) {
    return (x << k) | (x >> (64 - k));
}

static uint64_t bits(struct generator *g) {
    uint64_t *s = g->s, result = rotate(s[0] + s[3], 23) + s[0], t = s[1] << 17;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotate(s[3], 45);
    return result;
}

static double exponential(struct generator *g, double mean) {
    return -mean * log(1.0 - (double)(bits(g) >> 11) * 0x1.0p-53);
}

/* A binary heap of events: time, order of scheduling, what happens */

struct event {
    double time;
    uint64_t number;
    int kind;
};

static int earlier(const struct event *a, const struct event *b) {
    return a->time != b->time ? a->time < b->time : a->number < b->number;
}

static void push(struct event *heap, int *count, struct event event) {
    int i = (*count)++;
    while (i > 0 && earlier(&event, &heap[(i - 1) / 2])) {
        heap[i] = heap[(i - 1) / 2];
        i = (i - 1) / 2;
    }
    heap[i] = event;
}

static void sink(struct event *heap, int count, struct event event) {
    int i = 0, child;
    while ((child = 2 * i + 1) < count) {
        if (child + 1 < count && earlier(&heap[child + 1], &heap[child]))
            child++;
        if (!earlier(&heap[child], &event))
            break;
        heap[i] = heap[child];
        i = child;
    }
    heap[i] = event;
}

static struct event pop(struct event *heap, int *count) {
    struct event first = heap[0];
    if (--*count)
        sink(heap, *count, heap[*count]);
    return first;
}

double reference_mm1(long events) {
    enum { ARRIVAL, DEPARTURE, RING = 1 << 16 };
    struct generator arrivals = {{1, 2, 3, 4}}, services = {{5, 6, 7, 8}};
    struct event heap[4];
    int count = 0;
    uint64_t number = 0;
    double *arrived = malloc(sizeof *arrived * RING);
    if (!arrived)
        return NAN;
    long head = 0, tail = 0, served = 0;
    double waits = 0.0, area = 0.0, changed = 0.0, now = 0.0;
    int busy = 0;
    push(heap, &count, (struct event){exponential(&arrivals, 1.0 / 0.9), ++number, ARRIVAL});
    for (long i = 0; i < events; i++) {
        struct event event = pop(heap, &count);
        now = event.time;
        if (event.kind == ARRIVAL) {
            push(heap, &count, (struct event){now + exponential(&arrivals, 1.0 / 0.9), ++number, ARRIVAL});
            area += (double)(tail - head) * (now - changed);
            changed = now;
            arrived[tail++ % RING] = now;
        } else {
            busy = 0;
        }
        if (!busy && tail > head) {
            area += (double)(tail - head) * (now - changed);
            changed = now;
            waits += now - arrived[head++ % RING];
            served++;
            busy = 1;
            push(heap, &count, (struct event){now + exponential(&services, 1.0), ++number, DEPARTURE});
        }
    }
    free(arrived);
    return waits / (double)served + 0.0 * area;
}

double reference_hold(int pending, long steps) {
    struct generator g = {{1, 2, 3, 4}};
    struct event *heap = malloc(sizeof *heap * (size_t)(pending + 1));
    if (!heap)
        return NAN;
    int count = 0;
    uint64_t number = 0;
    for (int i = 0; i < pending; i++)
        push(heap, &count, (struct event){exponential(&g, 1.0), ++number, 0});
    double now = 0.0;
    for (long i = 0; i < steps; i++) {
        now = heap[0].time;
        sink(heap, count, (struct event){now + exponential(&g, 1.0), ++number, 0});
    }
    free(heap);
    return now;
}

double reference_tour(const double *x, const double *y, int count) {
    int left[64];
    for (int i = 1; i < count; i++)
        left[i - 1] = i;
    int at = 0;
    double length = 0.0;
    for (int n = count - 1; n > 0; n--) {
        int nearest = 0;
        double least = INFINITY;
        for (int k = 0; k < n; k++) {
            double way = fabs(x[left[k]] - x[at]) + fabs(y[left[k]] - y[at]);
            if (way < least) {
                least = way;
                nearest = k;
            }
        }
        length += least;
        at = left[nearest];
        left[nearest] = left[n - 1];
    }
    return length + fabs(x[0] - x[at]) + fabs(y[0] - y[at]);
}
