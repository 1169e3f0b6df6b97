/* SPDX-License-Identifier: MIT */
/* recount.c - the draws of short picks, and recounts as tasks of people with the skill "count". */
#include "models/stock/recount.h"

#include "sim/base/arena.h"
#include "sim/base/slab.h"

enum { M_SHORT_PICKS, M_MISSING, M_FOUND };
const struct metric recount_metrics[] = {
    [M_SHORT_PICKS] = {"stock.short_picks", METRIC_COUNT, "lines",
                       "Picks of a line that found less than the record said.", .series = true,
                       .better = LOWER_IS_BETTER},
    [M_MISSING] = {"stock.missing", METRIC_COUNT, "units",
                   "Units written off because a pick did not find them.", .better = LOWER_IS_BETTER},
    [M_FOUND] = {"stock.found", METRIC_COUNT, "units", "Units written off and found again by a recount."},
    {0},
};

struct count {
    struct task task;
    int sku, units;
};

struct recount {
    struct sim *sim;
    const struct stock_config *config;
    struct need *need;
    struct slab counts;
    uint64_t asked, pick_key, count_key;
    void (*found)(void *self, int sku, int units);
    void *self;
    struct counter *short_picks, *missing_units, *found_units;
};

struct stream recount_stream(const struct recount *recount, const struct order *order) {
    return stream_keyed(recount->pick_key, order->key + (uint64_t)order->attempt);
}

int recount_found(struct stream *stream, const struct stock_config *config, int units) {
    return stream_uniform(stream) < config->record_error ? (int)stream_below(stream, (uint32_t)units) : units;
}

void recount_ask(struct recount *recount, int sku, int units) {
    struct count *count = slab_take(&recount->counts);
    *count = (struct count){.task.entity = {++recount->asked}, .sku = sku, .units = units};
    counter_add(recount->short_picks, 1);
    counter_add(recount->missing_units, units);
    task_ask(&count->task, recount->need, sim_now(recount->sim));
}

static double count_place(void *self, struct task *task) {
    struct recount *recount = self;
    struct stream stream = stream_keyed(recount->count_key, task->entity.number);
    return distribution_draw(&recount->config->count_s, &stream);
}

static void counted(void *self, struct task *task) {
    struct recount *recount = self;
    struct count *count = heap_owner(task, struct count, task);
    struct stream stream = stream_keyed(recount->count_key, ~task->entity.number);
    int sku = count->sku, units = count->units;
    slab_give(&recount->counts, count);
    if (stream_uniform(&stream) >= recount->config->found_share)
        return;
    counter_add(recount->found_units, units);
    recount->found(recount->self, sku, units);
}

struct recount *recount_create(const struct stock_config *config, struct dispatcher *people, struct sim *sim,
                               void (*found)(void *self, int sku, int units), void *self) {
    struct recount *recount = sim_alloc(sim, sizeof *recount);
    struct results *results = sim_results(sim);
    *recount = (struct recount){.sim = sim,
                                .config = config,
                                .found = found,
                                .self = self,
                                .pick_key = sim_stream_key(sim, "stock/short_picks"),
                                .count_key = sim_stream_key(sim, "stock/recounts")};
    slab_init(&recount->counts, sim_arena(sim), sizeof(struct count));
    recount->need =
        need_create(people, &(struct need_settings){.stage = "recount",
                                                    .unit = "places",
                                                    .skill = config->count_staffed ? SKILL_COUNT : NO_SKILL,
                                                    .self = recount,
                                                    .work = count_place,
                                                    .done = counted});
    recount->short_picks = results_counter(results, &recount_metrics[M_SHORT_PICKS], (struct of){0});
    recount->missing_units = results_counter(results, &recount_metrics[M_MISSING], (struct of){0});
    recount->found_units = results_counter(results, &recount_metrics[M_FOUND], (struct of){0});
    return recount;
}
