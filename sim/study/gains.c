/* SPDX-License-Identifier: MIT */
/* gains.c - see gains.h. */
#include "sim/study/gains.h"

#include <math.h>
#include <string.h>
#include "sim/base/arena.h"
#include "sim/study/gather.h"

/* Variants */

static int variants_of(const struct gains_question *question, struct variant *variants, struct gain *rows,
                       struct arena *arena) {
    int count = 0;
    for (int i = 0; i < question->estimate->count; i++) {
        const struct estimate_row *row = &question->estimate->rows[i];
        int more = 0, n = question->setting_count;
        while (row->one_more && row->one_more[more])
            more++;
        if (!more)
            continue;
        struct setting *settings = arena_array(arena, struct setting, n + more);
        for (int k = 0; k < n; k++)
            settings[k] = question->settings[k];
        for (int k = 0; k < more; k++)
            settings[n + k] = (struct setting){row->one_more[k]};
        variants[count] = (struct variant){arena_format(arena, "one more: %s", row->resource),
                                           question->scenario, settings, n + more};
        rows[count++] = (struct gain){.resource = row->resource, .path = row->path};
    }
    return count;
}

struct gathering {
    struct gather *gather;
    struct gain *rows;
    struct arena *arena;
};

static void on_variant_ended(void *self, const struct variant_end *end) {
    struct gathering *gathering = self;
    if (end->study && end->state != STUDY_FAILED)
        gather_take(gathering->gather, end->variant + 1, end->study);
    else
        gathering->rows[end->variant].reason =
            arena_copy(gathering->arena, end->reason ? end->reason : "it failed");
}

/* Differences */

static struct paired difference(struct gather *gather, int variant, int metric, int n, double confidence) {
    int have = gather_replications(gather, variant);
    struct paired paired = paired_of(gather_values(gather, 0, metric), gather_values(gather, variant, metric),
                                     n < have ? n : have);
    if (fabs(paired.difference) <
        1e-12 * fabs(paired.mean_a)) /* of sums that are the same in exact numbers */
        paired.difference = 0.0;
    double half = paired_half_width(&paired, confidence, 1);
    paired.low = paired.difference - half;
    paired.high = paired.difference + half;
    return paired;
}

/* What a reader would not call a difference: a thousandth of the base. */
static double noticed(const struct paired *paired, enum direction better) {
    double grain = 0.001 * fabs(paired->mean_a);
    double sign = better == LOWER_IS_BETTER ? -1.0 : 1.0;
    return grain > 0 && isfinite(paired->difference) ? sign * rint(paired->difference / grain) : 0.0;
}

static bool before(const struct gain *a, const struct gain *b, const enum direction *better, int count) {
    for (int m = 0; m < count; m++) {
        double x = a->differences ? noticed(&a->differences[m], better[m]) : -INFINITY;
        double y = b->differences ? noticed(&b->differences[m], better[m]) : -INFINITY;
        if (x != y)
            return x > y;
    }
    return false;
}

static void sort_rows(struct gain *rows, int count, const enum direction *better, int metrics) {
    for (int i = 1; i < count; i++) {
        struct gain row = rows[i];
        int k = i;
        for (; k > 0 && before(&row, &rows[k - 1], better, metrics); k--)
            rows[k] = rows[k - 1];
        rows[k] = row;
    }
}

/* The metrics that the scenario has. */
static int choose_metrics(const struct gains_question *question, struct gather *gather, struct gains *gains,
                          int *places, enum direction *better, struct arena *arena) {
    const struct gathered_metric *metrics;
    const char **names = arena_array(arena, const char *, question->metric_count + 1);
    const char **units = arena_array(arena, const char *, question->metric_count + 1);
    int known = gather_metrics(gather, &metrics), count = 0;
    for (int i = 0; i < known && i < question->metric_count; i++) {
        if (!metrics[i].definition)
            continue;
        names[count] = arena_copy(arena, metrics[i].name);
        units[count] = arena_copy(arena, metrics[i].unit);
        better[count] = metrics[i].definition->better;
        places[count++] = i;
    }
    gains->metrics = names;
    gains->units = units;
    return gains->metric_count = count;
}

bool gains_measure(const struct gains_question *question, struct gains *gains, struct campaign_end *end,
                   struct arena *arena) {
    int most = question->estimate->count + 1, n = study_replications(question->base);
    struct variant *variants = arena_array(arena, struct variant, most);
    struct gain *rows = arena_array(arena, struct gain, most);
    int count = variants_of(question, variants, rows, arena);
    struct gather *gather = gather_create(count + 1, question->metrics, question->metric_count, false);
    struct gathering gathering = {gather, rows, arena};
    struct campaign campaign = question->campaign;
    gather_take(gather, 0, question->base);
    campaign.variants = variants;
    campaign.count = count;
    campaign.first = 1;
    campaign.replications = n;
    campaign.done = on_variant_ended;
    campaign.self = &gathering;
    *end = campaign_run(&campaign, arena);
    *gains = (struct gains){.confidence = study_plan(question->base)->confidence,
                            .replications = n,
                            .count = count,
                            .rows = rows};
    int *places = arena_array(arena, int, question->metric_count + 1);
    enum direction *better = arena_array(arena, enum direction, question->metric_count + 1);
    int metrics = choose_metrics(question, gather, gains, places, better, arena);
    for (int i = 0; i < count && end->state == CAMPAIGN_COMPLETE; i++) {
        struct paired *differences = arena_array(arena, struct paired, metrics + 1);
        for (int m = 0; m < metrics; m++)
            differences[m] = difference(gather, i + 1, places[m], n, gains->confidence);
        rows[i].differences = rows[i].reason ? NULL : differences;
    }
    sort_rows(rows, count, better, metrics);
    gather_free(gather);
    return end->state == CAMPAIGN_COMPLETE;
}
