/* SPDX-License-Identifier: MIT */
/* replay.c - an order book instead of drawn demand: the same orders, to the last unit.
 *
 * The file is made ready once per scenario: rows of one order id become one order, whose time is that of its
 * first row. A volume above 1 adds independent copies at a uniform time within the hour; below 1 every order
 * stays with that probability. Both are keyed by the order's number in the file. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "models/demand/demand.h"
#include "models/orders.h"
#include "sim/base/arena.h"
#include "sim/base/map.h"
#include "sim/base/problems.h"

/* Reading */

static bool in_window(const struct replay_config *config, struct moment created) {
    int64_t day = moment_date(created).day;
    return day >= config->from.day && day <= config->to.day;
}

static int by_lines(const void *a, const void *b) {
    const struct sku_use *x = a, *y = b;
    return x->lines != y->lines ? (x->lines < y->lines ? 1 : -1) : strcmp(x->code, y->code);
}

struct sku_use *replay_skus(struct arena *arena, const struct replay_config *config, int *count) {
    struct map map = map_create(arena);
    struct sku_use *uses = NULL;
    int capacity = 0;
    *count = 0;
    for (int i = 0; i < config->file_count; i++) {
        int *index = map_at(&map, config->file[i].sku);
        if (*index < 0) {
            *index = (*count)++;
            if (*count > capacity) {
                capacity = capacity ? capacity * 2 : 1024;
                struct sku_use *larger = arena_array(arena, struct sku_use, capacity);
                if (uses)
                    memcpy(larger, uses, sizeof *uses * (size_t)(*count - 1));
                uses = larger;
            }
            uses[*index] = (struct sku_use){.code = config->file[i].sku};
        }
        uses[*index].lines++;
    }
    if (*count)
        qsort(uses, (size_t)*count, sizeof *uses, by_lines);
    return uses;
}

static int find_name(const char *const *names, int count, const char *name) {
    for (int i = 0; i < count; i++)
        if (strcmp(names[i], name) == 0)
            return i;
    return -1;
}

/* The services of an order book are those it names, in order of appearance. */
static int book_service(struct arena *arena, struct demand_plan *plan, const char *name) {
    int index = find_name(plan->service_names, plan->service_count, name);
    if (index >= 0)
        return index;
    const char **names = arena_array(arena, const char *, plan->service_count + 1);
    if (plan->service_count)
        memcpy(names, plan->service_names, sizeof *names * (size_t)plan->service_count);
    names[plan->service_count] = name;
    plan->service_names = names;
    return plan->service_count++;
}

struct reading {
    struct arena *arena;
    const struct replay_config *config;
    const struct catalogue *catalogue;
    struct demand_plan *plan;
    struct problems *problems;
    struct book *book;
    struct map order_of;
    int *row_order; /* order of each row, -1 = left out */
};

static struct book_order order_of_row(struct reading *reading, const struct order_book_row *row, int sku) {
    const struct catalogue *catalogue = reading->catalogue;
    struct book_order order = {
        .created = row->created, .merchant = catalogue->skus[sku].merchant, .service = -1};
    order.created.seconds += (int64_t)llround(reading->config->shift_days * SECONDS_A_DAY);
    if (*row->merchant) {
        order.merchant = find_name(catalogue->merchant_names, catalogue->merchant_count, row->merchant);
        if (order.merchant < 0) {
            problem_of_row(reading->problems, "demand.replay.file", (int)(row - reading->config->file),
                           "name it under \"merchants\"",
                           "order %s is of merchant \"%s\", who is not in the scenario", row->order_id,
                           row->merchant);
            order.merchant = 0;
        }
    }
    if (*row->service)
        order.service = book_service(reading->arena, reading->plan, row->service);
    return order;
}

static void read_row(struct reading *reading, int i) {
    const struct order_book_row *row = &reading->config->file[i];
    reading->row_order[i] = -1;
    if (i > 0 && row->created.seconds < row[-1].created.seconds)
        problem_of_row(reading->problems, "demand.replay.file", i, "sort the rows by time",
                       "order %s is earlier than the row before it", row->order_id);
    if (!in_window(reading->config, row->created))
        return;
    int sku = catalogue_find(reading->catalogue, row->sku);
    if (sku < 0) {
        problem_of_row(reading->problems, "demand.replay.file", i, "add it to the catalogue's file",
                       "asks for SKU %s, which the catalogue does not have", row->sku);
        return;
    }
    int *order = map_at(&reading->order_of, row->order_id);
    struct book *book = reading->book;
    if (*order < 0) {
        *order = book->order_count;
        book->orders[book->order_count++] = order_of_row(reading, row, sku);
    }
    book->orders[*order].line_count++;
    book->line_count++;
    reading->row_order[i] = *order;
}

/* Lines are laid out order by order, in the order of the rows. */
static void lay_out_lines(struct reading *reading) {
    struct book *book = reading->book;
    int first = 0;
    for (int k = 0; k < book->order_count; k++) {
        book->orders[k].first_line = first;
        first += book->orders[k].line_count;
        book->orders[k].line_count = 0;
    }
    for (int i = 0; i < reading->config->file_count; i++) {
        if (reading->row_order[i] < 0)
            continue;
        struct book_order *order = &book->orders[reading->row_order[i]];
        const struct order_book_row *row = &reading->config->file[i];
        book->lines[order->first_line + order->line_count++] =
            (struct book_line){.sku = catalogue_find(reading->catalogue, row->sku), .units = row->quantity};
    }
}

struct book *book_create(struct arena *arena, const struct replay_config *config,
                         const struct catalogue *catalogue, struct demand_plan *plan,
                         struct problems *problems) {
    struct book *book = arena_new(arena, struct book);
    struct reading reading = {.arena = arena,
                              .config = config,
                              .catalogue = catalogue,
                              .plan = plan,
                              .problems = problems,
                              .book = book,
                              .order_of = map_create(arena),
                              .row_order = arena_array(arena, int, config->file_count + 1)};
    book->orders = arena_array(arena, struct book_order, config->file_count + 1);
    book->lines = arena_array(arena, struct book_line, config->file_count + 1);
    for (int i = 0; i < config->file_count && problems->errors < 100; i++)
        read_row(&reading, i);
    if (!problems->errors)
        lay_out_lines(&reading);
    if (!book->order_count && !problems->errors)
        problem_of(problems, "demand.replay.file", config->file_count ? "look at \"from\" and \"to\"" : NULL,
                   config->file_count ? "holds no order inside the window" : "holds no rows");
    book->days = 1.0;
    if (book->order_count) {
        int64_t first = book->orders[0].created.seconds,
                last = book->orders[book->order_count - 1].created.seconds;
        book->days = fmax(1.0, (double)(last - first) / SECONDS_A_DAY);
    }
    return book;
}

/* Replaying */

struct replay {
    struct sim *sim;
    const struct book *book;
    struct orders *orders;
    usec end;
    double scale;
    uint64_t key;
    int next;
};

struct copy { /* of an order, due within the hour */
    struct entity entity;
    int index, number;
};

static void open_order(struct replay *replay, int index, int copy) {
    const struct book_order *from = &replay->book->orders[index];
    struct order *order = orders_new(replay->orders);
    order->key = stream_mix(replay->key ^ stream_mix((uint64_t)index + 1) ^ (uint64_t)copy);
    order->channel = 0;
    order->merchant = from->merchant;
    order->service = from->service;
    for (int i = 0; i < from->line_count; i++) {
        const struct book_line *line = &replay->book->lines[from->first_line + i];
        orders_add_line(replay->orders, order, line->sku, line->units);
    }
    orders_open(replay->orders, order, -1.0);
}

static void on_copy_due(struct sim *sim, void *self, void *subject) {
    (void)sim;
    const struct copy *copy = subject;
    open_order(self, copy->index, copy->number);
}

/* How often an order comes: once, or by the scale with its fraction as a probability. */
static int copies_of(const struct replay *replay, struct stream *stream) {
    double whole = floor(replay->scale), fraction = replay->scale - whole;
    return (int)whole + (fraction > 0.0 && stream_uniform(stream) < fraction);
}

static void schedule_next(struct replay *replay);

static void on_order_due(struct sim *sim, void *self, void *subject) {
    (void)subject;
    struct replay *replay = self;
    int index = replay->next++;
    struct stream stream = stream_keyed(replay->key, (uint64_t)index);
    int copies = copies_of(replay, &stream);
    for (int k = 1; k < copies; k++) {
        struct copy *copy = sim_alloc(sim, sizeof *copy);
        *copy = (struct copy){.entity = {(uint64_t)index + 1}, .index = index, .number = k};
        sim_after(sim, stream_uniform(&stream) * SECONDS_AN_HOUR, on_copy_due, replay, copy);
    }
    schedule_next(replay); /* before the order moves on, so that it keeps its place among equal times */
    if (copies > 0)
        open_order(replay, index, 0);
}

static void schedule_next(struct replay *replay) {
    while (replay->next < replay->book->order_count) {
        usec time = sim_of_moment(replay->sim, replay->book->orders[replay->next].created);
        if (time > replay->end)
            return;
        if (time >= sim_now(replay->sim)) {
            sim_at(replay->sim, time, on_order_due, replay, NULL);
            return;
        }
        replay->next++; /* before the start of the run */
    }
}

void replay_create(const struct demand_plan *plan, struct sim *sim, struct orders *orders, usec end) {
    struct replay *replay = sim_alloc(sim, sizeof *replay);
    *replay = (struct replay){.sim = sim,
                              .book = plan->book,
                              .orders = orders,
                              .end = end,
                              .scale = plan->config->replay->scale * plan->config->scale,
                              .key = sim_stream_key(sim, "demand/replay/orders")};
    schedule_next(replay);
}
