/* SPDX-License-Identifier: MIT */
/* pooled.c - numbers made of all replications together.
 *
 *   NAME_pooled                   of ratios so marked: the ratio of sums, with a delete-one jackknife
 * interval NAME.p50_pooled ... p99       of tallies whose histograms are kept: the quantile of the merged
 * histogram, with an interval by sectioning
 *
 * Sections are ten runs of consecutive replications, as equal as can be. Their bounds are known when the last
 * replication is folded, so ratios and packed histograms wait in spools, in the order of replications, and
 * are read once more at the end. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "sim/base/arena.h"
#include "sim/study/encode.h"
#include "sim/study/state.h"

enum { QUANTILES = 4 };
static const struct {
    const char *suffix;
    double q;
} quantiles[QUANTILES] = {
    {".p50_pooled", 0.50}, {".p90_pooled", 0.90}, {".p95_pooled", 0.95}, {".p99_pooled", 0.99}};

/* A row says where the packed histograms of a replication are; its ratios follow. */
static int64_t row_bytes(const struct pooled *pooled) {
    return (int64_t)(sizeof(struct spooled) + sizeof(struct ratio) * (size_t)pooled->ratio_count);
}

/* What there is */

static struct summary summary_of(long n, double value, double half_width) {
    return (struct summary){.n = (int)n,
                            .mean = value,
                            .sd = NAN,
                            .low = value - half_width,
                            .high = value + half_width,
                            .min = NAN,
                            .max = NAN};
}

static bool is_pooled_ratio(const struct measure *measure) {
    return measure->metric->kind == METRIC_RATIO && measure->metric->pooled && !*measure->dimension;
}

/* Once for each histogram, in their order. */
static bool is_mean_of_kept_tally(const struct measure *measure) {
    return measure->metric->kind == METRIC_TALLY && measure->metric->keep_histogram && !*measure->dimension &&
           text_ends_with(measure->base, ".mean");
}

static struct measure pooled_measure(const struct measure *source, int stem, const char *suffix,
                                     struct arena *arena) {
    struct measure measure = *source;
    measure.name = measure.base = arena_format(arena, "%.*s%s", stem, source->base, suffix);
    measure.pooled = true;
    return measure;
}

static void join_measures(struct study *study) {
    struct measures own = study->measures, pooled = study->pooled.measures;
    struct measure *items = arena_array(study->arena, struct measure, own.count + pooled.count + 1);
    for (int i = 0; i < own.count; i++)
        items[i] = own.items[i];
    for (int i = 0; i < pooled.count; i++)
        items[own.count + i] = pooled.items[i];
    study->all = (struct measures){.count = own.count + pooled.count, .items = items};
}

void pooled_begin(struct study *study) {
    struct pooled *pooled = &study->pooled;
    int most = study->measures.count * QUANTILES + 1, count = 0;
    struct measure *items = arena_array(study->arena, struct measure, most);
    int *sources = arena_array(study->arena, int, most);
    for (int i = 0; i < study->measures.count; i++) {
        const struct measure *source = &study->measures.items[i];
        int length = (int)strlen(source->base);
        if (is_pooled_ratio(source)) {
            items[count] = pooled_measure(source, length, "_pooled", study->arena);
            sources[count++] = i;
            pooled->ratio_count++;
        }
        for (int k = 0; k < QUANTILES && is_mean_of_kept_tally(source); k++) {
            int stem = length - (int)strlen(".mean");
            items[count] = pooled_measure(source, stem, quantiles[k].suffix, study->arena);
            sources[count++] = i;
        }
    }
    pooled->measures = (struct measures){.count = count, .items = items};
    pooled->sources = sources;
    pooled->sums = arena_array(study->arena, struct ratio, pooled->ratio_count + 1);
    pooled->summaries = arena_array(study->arena, struct summary, count + 1);
    for (int i = 0; i < count; i++)
        pooled->summaries[i] = summary_of(0, NAN, NAN); /* until the end */
    join_measures(study);
}

/* What each replication adds */

static bool is_defined(const struct ratio *ratio) {
    return ratio->whole > 0.0;
}

bool pooled_add(struct study *study, const struct outcome *outcome) {
    struct pooled *pooled = &study->pooled;
    for (int i = 0; i < pooled->ratio_count; i++)
        if (is_defined(&outcome->ratios[i]))
            ratio_add(&pooled->sums[i], outcome->ratios[i].part, outcome->ratios[i].whole);
    struct spooled place;
    int64_t row = study->folded * row_bytes(pooled);
    return spool_append(&pooled->histograms, outcome->histograms.data, outcome->histograms.length, &place) &&
           spool_write(&pooled->spool, row, &place, sizeof place) &&
           spool_write(&pooled->spool, row + (int64_t)sizeof place, outcome->ratios,
                       sizeof(struct ratio) * (size_t)pooled->ratio_count);
}

int pooled_error(const struct study *study) {
    int error = atomic_load(&study->pooled.histograms.error);
    return error ? error : atomic_load(&study->pooled.spool.error);
}

/* The end */

static bool summarise_ratio(struct study *study, int ratio, struct summary *summary) {
    const struct pooled *pooled = &study->pooled;
    const struct ratio *sum = &pooled->sums[ratio];
    struct moments without = {0};
    int64_t offset = (int64_t)(sizeof(struct spooled) + sizeof(struct ratio) * (size_t)ratio);
    for (int r = 0; r < study->folded; r++, offset += row_bytes(pooled)) {
        struct ratio one;
        if (!spool_read(&pooled->spool, offset, &one, sizeof one))
            return false;
        if (is_defined(&one))
            moments_add(&without, (sum->part - one.part) / (sum->whole - one.whole));
    }
    *summary = summary_of(summary->n, is_defined(sum) ? sum->part / sum->whole : NAN,
                          jackknife_half_width(&without, study->plan.confidence));
    return true;
}

static bool merge_replication(const struct study *study, int index, struct histogram **into) {
    const struct pooled *pooled = &study->pooled;
    struct spooled place;
    if (!spool_read(&pooled->spool, index * row_bytes(pooled), &place, sizeof place))
        return false;
    void *bytes = memory_resize(NULL, place.length);
    bool done = spool_read(&pooled->histograms, place.offset, bytes, place.length) &&
                add_histograms((struct bytes){bytes, place.length}, into, study->histogram_count);
    free(bytes);
    return done;
}

/* The quantiles of one section, by histogram and quantile. */
static bool read_section(const struct study *study, int section, double (*values)[QUANTILES]) {
    struct arena *arena = arena_create();
    struct histogram **merged = arena_array(arena, struct histogram *, study->histogram_count + 1);
    bool done = true;
    for (int i = 0; i < study->histogram_count; i++)
        merged[i] = histogram_create(arena);
    int first = (int)((int64_t)study->folded * section / POOLED_SECTIONS);
    int end = (int)((int64_t)study->folded * (section + 1) / POOLED_SECTIONS);
    for (int r = first; r < end && done; r++)
        done = merge_replication(study, r, merged);
    for (int i = 0; i < study->histogram_count; i++)
        for (int k = 0; k < QUANTILES; k++)
            values[i][k] = histogram_quantile(merged[i], quantiles[k].q);
    arena_destroy(arena);
    return done;
}

/* By section, histogram and quantile: `histogram_count` rows a section. */
static bool read_sections(const struct study *study, double (*values)[QUANTILES]) {
    for (int section = 0; section < POOLED_SECTIONS; section++)
        if (!read_section(study, section, values + section * study->histogram_count))
            return false;
    return true;
}

static void summarise_quantile(const struct study *study, int histogram, int quantile,
                               double (*sections)[QUANTILES], struct summary *summary) {
    double value = histogram_quantile(study->histograms[histogram], quantiles[quantile].q);
    double of_sections[POOLED_SECTIONS], half_width = NAN;
    for (int s = 0; s < POOLED_SECTIONS && sections; s++)
        of_sections[s] = sections[s * study->histogram_count + histogram][quantile];
    if (sections && summary->n >= POOLED_FEWEST)
        half_width = sectioning_half_width(value, of_sections, POOLED_SECTIONS, study->plan.confidence);
    *summary = summary_of(summary->n, value, half_width);
}

void pooled_summarise(struct study *study) {
    struct pooled *pooled = &study->pooled;
    struct arena *arena = arena_create();
    double(*sections)[QUANTILES] = NULL;
    bool done = true;
    if (study->folded >= POOLED_FEWEST && study->histogram_count) {
        sections = arena_alloc(arena, sizeof *sections * POOLED_SECTIONS * (size_t)study->histogram_count);
        done = read_sections(study, sections);
    }
    for (int i = 0, ratio = 0, quantile = 0; i < pooled->measures.count; i++) {
        pooled->summaries[i].n = (int)study->moments[pooled->sources[i]].n;
        if (pooled->measures.items[i].metric->kind == METRIC_RATIO) {
            done = summarise_ratio(study, ratio++, &pooled->summaries[i]) && done;
        } else {
            summarise_quantile(study, quantile / QUANTILES, quantile % QUANTILES, sections,
                               &pooled->summaries[i]);
            quantile++;
        }
    }
    arena_destroy(arena);
    if (!done && study->state != STUDY_FAILED)
        study_fail(study, "cannot read a temporary file back");
}

void pooled_close(struct study *study) {
    spool_close(&study->pooled.spool);
    spool_close(&study->pooled.histograms);
}
