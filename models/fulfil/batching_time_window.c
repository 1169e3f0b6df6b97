/* SPDX-License-Identifier: MIT */
/* batching_time_window.c - orders of a wave that arrive in the same time window are batched together, by
 * another policy. A window's tours start when it closes, or before that as soon as it holds a full tour.
 * Windows follow one another from time 0 and are served in their order.
 *
 * Source: Van Nieuwenhuyse and de Koster 2009, International Journal of Production Economics 121(2) ("fixed
 * time window batching"). */
#include <stdlib.h>
#include "models/fulfil/batching_policy.h"
#include "models/order.h"
#include "sim/base/arena.h"

/* What the user can set */

struct time_window_config {
    double window_min;
    struct choice inner;
};
static const struct option *const inner_options[] = {&batching_due_time.option, &batching_first_come.option,
                                                     &batching_seed.option, &batching_savings.option, NULL};
static const struct field time_window_fields[] = {
    {FIELD(struct time_window_config, window_min), .min = 0.1, .max = 1440, .preset = 15, .unit = "min",
     .doc = "Length of a window."},
    {CHOICE(struct time_window_config, inner, inner_options), .preset_json = "\"due_time\"",
     .doc = "How the orders of a window are put together."},
    {0},
};

/* What it remembers */

struct window { /* of one wave */
    int64_t wave, group;
    usec closes;
    struct batch_load load; /* no orders: not in use */
    struct batcher *inner;
};
struct windows {
    usec length;
    struct choice inner;
    int64_t groups;         /* so far */
    struct batcher *closed; /* the items of all closed windows, by group */
    struct window *open;    /* at most one a wave */
    int open_count;
};

static struct batcher *inner_batcher(struct batcher *batcher) {
    struct windows *windows = batcher->state;
    struct batcher_settings settings = batcher->settings;
    settings.batching = &windows->inner;
    return batcher_create(&settings);
}

static struct window *window_of(struct windows *windows, const struct batch_item *item) {
    for (int i = 0; i < windows->open_count; i++)
        if (windows->open[i].load.orders && windows->open[i].group == item->group)
            return &windows->open[i];
    return NULL;
}

/* Closing */

static void close_window(struct windows *windows, struct window *window) {
    for (struct batch_item *item = batcher_next(window->inner), *next; item; item = next) {
        next = item->next ? item->next : batcher_next(window->inner);
        batch_admit(windows->closed, item);
    }
    window->load = (struct batch_load){0};
}

/* Closes the windows whose time is over. */
static struct windows *up_to_date(struct batcher *batcher) {
    struct windows *windows = batcher->state;
    for (int i = 0; i < windows->open_count; i++)
        if (windows->open[i].load.orders && windows->open[i].closes <= sim_now(batcher->settings.sim))
            close_window(windows, &windows->open[i]);
    return windows;
}

/* Items come and go */

static struct window *open_window(struct batcher *batcher, int64_t wave) {
    struct windows *windows = batcher->state;
    struct window *unused = NULL;
    for (int i = 0; i < windows->open_count; i++) {
        struct window *window = &windows->open[i];
        if (window->load.orders && window->wave == wave)
            return window;
        if (!window->load.orders)
            unused = window;
    }
    if (!unused) {
        windows->open =
            memory_resize(windows->open, sizeof *windows->open * (size_t)(windows->open_count + 1));
        unused = &windows->open[windows->open_count++];
        unused->inner = inner_batcher(batcher);
    }
    usec now = sim_now(batcher->settings.sim);
    *unused = (struct window){.wave = wave,
                              .group = ++windows->groups,
                              .closes = (now / windows->length + 1) * windows->length,
                              .inner = unused->inner};
    return unused;
}

static void time_window_add(struct batcher *batcher, struct batch_item *item) {
    up_to_date(batcher);
    struct window *window = open_window(batcher, item->wave);
    struct batch_load load = batch_load_of(item);
    batch_load_add(&window->load, &load);
    item->group = window->group;
    batch_admit(window->inner, item);
}

static void take_off(struct window *window, const struct batch_item *item) {
    struct batch_load load = batch_load_of(item);
    load = (struct batch_load){-load.orders, -load.lines, -load.litres, -load.kg};
    batch_load_add(&window->load, &load);
}

static void time_window_remove(struct batcher *batcher, struct batch_item *item) {
    struct windows *windows = up_to_date(batcher);
    struct window *window = window_of(windows, item);
    batcher_remove(window ? window->inner : windows->closed, item);
    if (window)
        take_off(window, item);
}

static bool is_full(const struct batch_limits *limits, const struct batch_load *load) {
    return load->orders >= limits->orders || load->lines >= limits->lines ||
           load->litres * BATCH_ROUNDING >= limits->litres || load->kg * BATCH_ROUNDING >= limits->kg;
}

/* Where the next tour comes from: the earliest window that is closed or full; NULL = none. */
static struct batcher *source(struct batcher *batcher) {
    struct windows *windows = up_to_date(batcher);
    if (batcher_leader(windows->closed))
        return windows->closed;
    struct window *first = NULL;
    for (int i = 0; i < windows->open_count; i++) {
        struct window *window = &windows->open[i];
        if (window->load.orders && is_full(&batcher->settings.limits, &window->load) &&
            (!first || window->group < first->group))
            first = window;
    }
    return first ? first->inner : NULL;
}

static struct batch_item *time_window_leader(struct batcher *batcher) {
    struct batcher *from = source(batcher);
    return from ? batcher_leader(from) : NULL;
}

static struct batch_item *time_window_next(struct batcher *batcher) {
    struct batch_item *first = batcher_next(source(batcher));
    struct window *window = window_of(batcher->state, first);
    for (struct batch_item *item = first; window && item; item = item->next)
        take_off(window, item);
    return first;
}

static usec time_window_wakes_at(struct batcher *batcher) {
    const struct windows *windows = up_to_date(batcher);
    usec at = NEVER;
    for (int i = 0; i < windows->open_count; i++)
        if (windows->open[i].load.orders && windows->open[i].closes < at)
            at = windows->open[i].closes;
    return at;
}

static void time_window_create(struct batcher *batcher) {
    const struct time_window_config *config = batcher->config;
    struct windows *windows = sim_alloc(batcher->settings.sim, sizeof *windows);
    batcher->state = windows;
    windows->length = sim_usec(config->window_min * 60.0);
    windows->inner = config->inner;
    windows->closed = inner_batcher(batcher);
}

static void time_window_finish(struct batcher *batcher) {
    free(((struct windows *)batcher->state)->open);
}

const struct batching batching_time_window = {
    .option = {.name = "time_window",
               .doc = "Orders that arrive in the same time window together.",
               .fields = time_window_fields,
               .size = sizeof(struct time_window_config)},
    .create = time_window_create,
    .next = time_window_next,
    .add = time_window_add,
    .remove = time_window_remove,
    .leader = time_window_leader,
    .wakes_at = time_window_wakes_at,
    .finish = time_window_finish,
};
