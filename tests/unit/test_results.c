/* SPDX-License-Identifier: MIT */
/* Histograms, levels, tallies, ratios, the cut, the interval series, names and claims. */
#include "sim/results/results.h"

#include <stdlib.h>
#include "sim/base/arena.h"
#include "sim/base/text.h"
#include "tests/support/check.h"
#include "tests/support/mrg32k3a.h"

enum { COUNTED, TIMED, AVERAGED, HELD, SHARE, SET, PLAIN, KEPT, POOLED };
static const struct metric metrics[] = {
    [COUNTED] = {"orders.created", METRIC_COUNT, "orders", "Orders.", .series = true},
    [TIMED] = {"{stage}.wait_s", METRIC_TALLY, "s", "Waits."},
    [AVERAGED] = {"work_s", METRIC_MEAN, "s", "Work."},
    [HELD] = {"{stage}.queue", METRIC_LEVEL, "orders", "Queue.", .series = true},
    [SHARE] = {"on_time", METRIC_RATIO, "share", "On time."},
    [SET] = {"area_m2", METRIC_VALUE, "m2", "Area."},
    [PLAIN] = {"trucks", METRIC_COUNT, "trucks", "Trucks."},
    [KEPT] = {"cycle_time_s", METRIC_TALLY, "s", "Cycle times.", .keep_histogram = true},
    [POOLED] = {"fill", METRIC_RATIO, "share", "Filled.", .pooled = true},
    {0},
};

static double number_of(const struct results *results, const char *name) {
    struct measures measures = results_measures(results);
    for (int i = 0; i < measures.count; i++)
        if (strcmp(measures.items[i].name, name) == 0)
            return results_values(results)[i];
    printf("  there is no number %s\n", name);
    return -999;
}

/* Histograms */

static int ascending(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Quantiles against the order statistic of the same values: at most .39 % away. */
static void quantiles_are_within_half_a_percent_of_order_statistics(void) {
    enum { VALUES = 20001 };
    static const double quantiles[] = {0.001, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 1.0};
    struct mrg32k3a g = mrg32k3a_seeded(12345);
    double *values = calloc(VALUES, sizeof *values);
    for (int kind = 0; kind < 4; kind++) {
        struct arena *arena = arena_create();
        struct histogram *histogram = histogram_create(arena);
        CHECK(isnan(histogram_quantile(histogram, 0.5)));
        for (int i = 0; i < VALUES; i++) {
            double u = mrg32k3a_uniform(&g);
            values[i] = kind == 0   ? 100 * u
                        : kind == 1 ? -3600 * log(u)
                        : kind == 2 ? 1e-5 * pow(u, -3) /* heavy tail over many powers of two */
                                    : 1 + i % 7;
            histogram_add(histogram, values[i]);
        }
        qsort(values, VALUES, sizeof *values, ascending);
        for (int k = 0; k < 11; k++) {
            double exact = values[(int)ceil(quantiles[k] * VALUES) - 1];
            CHECK_NEAR(histogram_quantile(histogram, quantiles[k]) / exact, 1.0, 0.0040,
                       "quantile over order statistic");
        }
        arena_destroy(arena);
    }
    free(values);
}

static void zeros_and_negatives_count_as_zero(void) {
    struct arena *arena = arena_create();
    struct histogram *histogram = histogram_create(arena);
    const double values[] = {0, -1, 1e-9, 0, 10, 20, 30, 40, 50, 60};
    for (int i = 0; i < 10; i++)
        histogram_add(histogram, values[i]);
    CHECK_INT(histogram->count, 10);
    CHECK_NEAR(histogram_quantile(histogram, 0.4), 0, 0, "the fourth of ten is a zero");
    CHECK_NEAR(histogram_quantile(histogram, 0.41), 10, 0.04, "the fifth is 10");
    CHECK_NEAR(histogram_share_below(histogram, 0), 0.4, 1e-12, "four of ten");
    CHECK_NEAR(histogram_share_below(histogram, 35), 0.7, 1e-12, "seven of ten");
    CHECK_NEAR(histogram_share_below(histogram, 1e6), 1.0, 1e-12, "all");
    histogram_clear(histogram);
    CHECK_INT(histogram->count, 0);
    CHECK(isnan(histogram_quantile(histogram, 0.5)) && isnan(histogram_share_below(histogram, 1)));
    arena_destroy(arena);
}

static void huge_values_stay_in_the_last_octave(void) {
    struct arena *arena = arena_create();
    struct histogram *histogram = histogram_create(arena);
    histogram_add(histogram, 1e300);
    histogram_add(histogram, INFINITY);
    CHECK_INT(histogram->count, 2);
    CHECK(histogram_quantile(histogram, 1.0) > 8e12); /* 2^43 */
    arena_destroy(arena);
}

static void put_bucket(void *self, double upper, uint64_t count) {
    text_format(self, "%.17g:%llu ", upper, (unsigned long long)count);
}

static void merging_does_not_depend_on_the_order(void) {
    struct arena *arena = arena_create();
    struct mrg32k3a g = mrg32k3a_seeded(99);
    struct histogram *parts[3], *forth = histogram_create(arena), *back = histogram_create(arena),
                                *all = histogram_create(arena);
    struct text texts[3] = {{0}};
    for (int p = 0; p < 3; p++) {
        parts[p] = histogram_create(arena);
        for (int i = 0; i < 1000; i++) {
            double value = i % 50 ? mrg32k3a_exponential(&g, pow(10, p)) : 0.0;
            histogram_add(parts[p], value);
            histogram_add(all, value);
        }
    }
    for (int p = 0; p < 3; p++) {
        histogram_merge(forth, parts[p]);
        histogram_merge(back, parts[2 - p]);
    }
    histogram_walk(forth, put_bucket, &texts[0]);
    histogram_walk(back, put_bucket, &texts[1]);
    histogram_walk(all, put_bucket, &texts[2]);
    CHECK_TEXT(texts[0].data, texts[2].data);
    CHECK_TEXT(texts[1].data, texts[2].data);
    CHECK_INT(forth->count, 3000);
    for (int i = 0; i < 3; i++)
        text_free(&texts[i]);
    arena_destroy(arena);
}

/* Numbers */

static void every_kind_makes_its_numbers(void) {
    struct arena *arena = arena_create();
    struct results *results = results_create(arena);
    struct counter *created = results_counter(results, &metrics[COUNTED], (struct of){0});
    struct tally *wait = results_tally(results, &metrics[TIMED], (struct of){.name = "packing"});
    struct tally *work = results_tally(results, &metrics[AVERAGED], (struct of){0});
    struct level *queue = results_level(results, &metrics[HELD], (struct of){.name = "packing"});
    struct ratio *on_time = results_ratio(results, &metrics[SHARE], (struct of){0}, false);
    double *area = results_value(results, &metrics[SET], (struct of){0});
    for (int i = 1; i <= 100; i++)
        tally_add(wait, i);
    counter_add(created, 7);
    tally_add(work, 2);
    tally_add(work, 5);
    level_set(queue, 0, 3);         /* 3 for 10 s */
    level_add(queue, 10000000, 2);  /* 5 for 20 s */
    level_add(queue, 30000000, -5); /* 0 for 70 s */
    ratio_add(on_time, 3, 4);
    ratio_add(on_time, 0, 1);
    *area = 12.5;
    results_finish(results, 100000000);
    CHECK_INT(number_of(results, "orders.created"), 7);
    CHECK_NEAR(number_of(results, "packing.wait_s.mean"), 50.5, 0, "mean of 1 ... 100");
    CHECK_NEAR(number_of(results, "packing.wait_s.p50"), 50, 50 * 0.004, "50 % quantile");
    CHECK_NEAR(number_of(results, "packing.wait_s.p90"), 90, 90 * 0.004, "90 % quantile");
    CHECK_NEAR(number_of(results, "packing.wait_s.p95"), 95, 95 * 0.004, "95 % quantile");
    CHECK_NEAR(number_of(results, "packing.wait_s.p99"), 99, 99 * 0.004, "99 % quantile");
    CHECK_NEAR(number_of(results, "packing.wait_s.max"), 100, 0, "largest");
    CHECK_NEAR(number_of(results, "work_s.mean"), 3.5, 0, "mean of 2 and 5");
    CHECK_NEAR(number_of(results, "packing.queue.mean"), (30 + 100) / 100.0, 1e-12, "area over 100 s");
    CHECK_NEAR(number_of(results, "packing.queue.max"), 5, 0, "largest queue");
    CHECK_NEAR(number_of(results, "on_time"), 0.6, 1e-12, "3 of 5");
    CHECK_NEAR(number_of(results, "area_m2"), 12.5, 0, "as set");
    CHECK_INT(results_measures(results).count, 1 + 6 + 1 + 2 + 1 + 1);
    arena_destroy(arena);
}

static void what_is_not_defined_is_not_a_number(void) {
    struct arena *arena = arena_create();
    struct results *results = results_create(arena);
    results_tally(results, &metrics[TIMED], (struct of){.name = "packing"});
    results_ratio(results, &metrics[SHARE], (struct of){0}, false);
    results_value(results, &metrics[SET], (struct of){0});
    results_finish(results, 0);
    static const char *const names[] = {"packing.wait_s.mean",
                                        "packing.wait_s.p50",
                                        "packing.wait_s.p90",
                                        "packing.wait_s.p95",
                                        "packing.wait_s.p99",
                                        "packing.wait_s.max",
                                        "on_time",
                                        "area_m2"};
    for (int i = 0; i < 8; i++)
        CHECK(isnan(number_of(results, names[i])));
    arena_destroy(arena);
}

static void a_quantile_never_leaves_the_range_of_the_values(void) {
    struct arena *arena = arena_create();
    struct results *results = results_create(arena);
    struct tally *wait = results_tally(results, &metrics[TIMED], (struct of){.name = "packing"});
    for (int i = 0; i < 10; i++)
        tally_add(wait, 60.0);
    results_finish(results, 1);
    CHECK_NEAR(number_of(results, "packing.wait_s.p50"), 60, 0, "all values are 60");
    CHECK_NEAR(number_of(results, "packing.wait_s.p99"), 60, 0, "all values are 60");
    arena_destroy(arena);
}

static void names_take_a_placeholder_and_a_bracket(void) {
    struct arena *arena = arena_create();
    struct results *results = results_create(arena);
    results_ratio(results, &metrics[SHARE], (struct of){.dimension = "carrier", .member = "north"}, false);
    results_level(results, &metrics[HELD],
                  (struct of){.name = "picking", .dimension = "zone", .member = "b"});
    results_finish(results, 1);
    struct measures measures = results_measures(results);
    CHECK_INT(measures.count, 3);
    CHECK_TEXT(measures.items[0].name, "on_time[carrier=north]");
    CHECK_TEXT(measures.items[0].base, "on_time");
    CHECK_TEXT(measures.items[0].dimension, "carrier");
    CHECK_TEXT(measures.items[0].member, "north");
    CHECK(measures.items[0].metric == &metrics[SHARE]);
    CHECK_TEXT(measures.items[1].name, "picking.queue.mean[zone=b]");
    CHECK_TEXT(measures.items[1].base, "picking.queue.mean");
    CHECK_TEXT(measures.items[2].name, "picking.queue.max[zone=b]");
    arena_destroy(arena);
}

static void parts_and_wholes_of_pooled_ratios_are_told(void) {
    struct arena *arena = arena_create();
    struct results *results = results_create(arena);
    struct ratio *plain = results_ratio(results, &metrics[SHARE], (struct of){0}, false);
    struct ratio *north = results_ratio(results, &metrics[POOLED],
                                        (struct of){.dimension = "carrier", .member = "north"}, false);
    struct ratio *cut = results_ratio(results, &metrics[POOLED], (struct of){0}, false);
    struct ratio *whole = results_ratio(results, &metrics[POOLED], (struct of){0}, true);
    struct ratio *each[] = {plain, north, cut, whole};
    const struct ratio *told;
    for (int i = 0; i < 4; i++)
        ratio_add(each[i], 1, 2);
    results_cut(results, 5);
    for (int i = 0; i < 4; i++)
        ratio_add(each[i], 3, 10 + i);
    results_finish(results, 10);
    if (CHECK_INT(results_ratios(results, &told), 2)) {
        CHECK_NEAR(told[0].part, 3, 0, "part since the cut");
        CHECK_NEAR(told[0].whole, 12, 0, "whole since the cut");
        CHECK_NEAR(told[1].part, 4, 0, "part of the whole window");
        CHECK_NEAR(told[1].whole, 15, 0, "whole of the whole window");
    }
    arena_destroy(arena);
}

/* The integral is exact in integers: ten weeks of changes every odd number of microseconds. */
static void a_level_integrates_exactly(void) {
    struct level level = {0};
    struct mrg32k3a g = mrg32k3a_seeded(3);
    __int128 expected = 0;
    usec now = 0;
    for (int i = 0; i < 200000; i++) {
        int64_t value = (int64_t)(mrg32k3a_uniform(&g) * 5000);
        usec stay = 1 + (usec)(mrg32k3a_uniform(&g) * 60e6);
        level_set(&level, now, value);
        expected += (__int128)value * stay;
        now += stay;
    }
    CHECK(expected == level_integral(&level, now));
    CHECK(now > INT64_C(70) * 86400 * 1000000 / 2);
}

/* The cut */

static void remember_cut(void *self, usec now) {
    *(usec *)self = now;
}

static void the_cut_forgets_all_but_what_is_judged_by_due_time(void) {
    struct arena *arena = arena_create();
    struct results *results = results_create(arena);
    struct counter *created = results_counter(results, &metrics[COUNTED], (struct of){0});
    struct tally *wait = results_tally(results, &metrics[TIMED], (struct of){.name = "packing"});
    struct level *queue = results_level(results, &metrics[HELD], (struct of){.name = "packing"});
    struct ratio *share = results_ratio(results, &metrics[SHARE], (struct of){0}, false);
    struct ratio *whole =
        results_ratio(results, &metrics[SHARE], (struct of){.dimension = "day", .member = "x"}, true);
    usec cut_at = -1;
    results_at_cut(results, remember_cut, &cut_at);
    counter_add(created, 5);
    tally_add(wait, 1000);
    level_set(queue, 0, 9);
    level_set(queue, 5000000, 4);
    ratio_add(share, 0, 1);
    ratio_add(whole, 0, 1);
    CHECK_INT(results_start(results), 0);
    results_cut(results, 10000000);
    CHECK_INT(results_start(results), 10000000);
    CHECK_INT(cut_at, 10000000);
    CHECK_INT(counter_value(created), 0);
    CHECK_INT(level_integral(queue, 10000000), 0);
    counter_add(created, 2);
    tally_add(wait, 3);
    level_set(queue, 20000000, 6);
    ratio_add(share, 1, 1);
    ratio_add(whole, 1, 1);
    results_finish(results, 30000000);
    CHECK_INT(number_of(results, "orders.created"), 2);
    CHECK_NEAR(number_of(results, "packing.wait_s.mean"), 3, 0, "the one after the cut");
    CHECK_NEAR(number_of(results, "packing.wait_s.p99"), 3, 0.012, "the one after the cut");
    CHECK_NEAR(number_of(results, "packing.wait_s.max"), 3, 0, "the one after the cut");
    CHECK_NEAR(number_of(results, "packing.queue.mean"), 5, 1e-12, "4 for 10 s and 6 for 10 s");
    CHECK_NEAR(number_of(results, "packing.queue.max"), 6, 0, "9 was before the cut");
    CHECK_NEAR(number_of(results, "on_time"), 1.0, 0, "one of one");
    CHECK_NEAR(number_of(results, "on_time[day=x]"), 0.5, 0, "one of two");
    arena_destroy(arena);
}

/* Interval series */

static void note_row(void *self, usec from, usec to, const double *values, int count) {
    text_format(self, "%lld-%lld:", (long long)from / 1000000, (long long)to / 1000000);
    for (int i = 0; i < count; i++)
        text_format(self, " %g", values[i]);
    text_add(self, "; ");
}

static void intervals_hold_counts_and_mean_levels(void) {
    struct arena *arena = arena_create();
    struct results *results = results_create(arena);
    struct text rows = {0};
    struct series_sink sink = {note_row, &rows};
    struct counter *created = results_counter(results, &metrics[COUNTED], (struct of){0});
    results_counter(results, &metrics[COUNTED],
                    (struct of){.dimension = "channel", .member = "shop"}); /* no column */
    results_counter(results, &metrics[PLAIN], (struct of){0});              /* no column */
    struct level *queue = results_level(results, &metrics[HELD], (struct of){.name = "packing"});
    counter_add(created, 3);
    level_set(queue, 5000000, 4);
    results_interval(results, 10000000, &sink);
    results_cut(results, 15000000); /* the series goes on over the cut */
    counter_add(created, 2);
    level_set(queue, 15000000, 8);
    results_interval(results, 20000000, &sink);
    results_interval(results, 30000000, NULL); /* nobody looks */
    level_set(queue, 35000000, 0);
    results_interval(results, 40000000, &sink);
    CHECK_TEXT(rows.data, "0-10: 3 2; 10-20: 2 6; 30-40: 0 4; ");
    CHECK_INT(results_series(results).count, 2);
    CHECK_TEXT(results_series(results).items[0].name, "orders.created");
    CHECK_TEXT(results_series(results).items[1].name, "packing.queue");
    results_finish(results, 40000000);
    CHECK_NEAR(number_of(results, "packing.queue.mean"), 8 * 20 / 25.0, 1e-12,
               "8 for 20 of 25 s after the cut");
    text_free(&rows);
    arena_destroy(arena);
}

/* Claims, finishers, histograms that are kept, queues */

static void broken_claims_are_kept_with_their_texts(void) {
    struct arena *arena = arena_create();
    struct results *results = results_create(arena);
    const char *const *texts;
    results_claim(results, true, "fine");
    CHECK_INT(results_broken(results, &texts), 0);
    results_claim(results, false, "%d units are missing", 3);
    results_claim(results, false, "second");
    CHECK_INT(results_broken(results, &texts), 2);
    CHECK_TEXT(texts[0], "3 units are missing");
    CHECK_TEXT(texts[1], "second");
    for (int i = 0; i < 1000; i++)
        results_claim(results, false, "more");
    int kept = results_broken(results, &texts);
    CHECK(kept >= 2 && kept < 1000);
    CHECK_TEXT(texts[0], "3 units are missing");
    arena_destroy(arena);
}

static void finish_in_order(void *self, usec end) {
    text_format(self, "%lld ", (long long)end);
}

static void finishers_run_before_numbers_are_taken(void) {
    struct arena *arena = arena_create();
    struct results *results = results_create(arena);
    struct text log = {0};
    for (int i = 0; i < 100; i++)
        results_at_finish(results, finish_in_order, &log);
    results_finish(results, 7);
    CHECK_INT(log.length, 200);
    text_free(&log);
    arena_destroy(arena);
}

static void histograms_that_are_pooled_are_listed(void) {
    struct arena *arena = arena_create();
    struct results *results = results_create(arena);
    results_tally(results, &metrics[TIMED], (struct of){.name = "packing"});
    struct tally *cycle = results_tally(results, &metrics[KEPT], (struct of){0});
    results_tally(results, &metrics[KEPT], (struct of){.dimension = "channel", .member = "shop"});
    tally_add(cycle, 5);
    results_finish(results, 1);
    const char *const *names;
    struct histogram *const *histograms;
    CHECK_INT(results_histograms(results, &names, &histograms), 1);
    CHECK_TEXT(names[0], "cycle_time_s");
    CHECK_INT(histograms[0]->count, 1);
    arena_destroy(arena);
}

static void the_longest_queue_is_found_by_name(void) {
    struct arena *arena = arena_create();
    struct results *results = results_create(arena);
    int64_t length = -1;
    level_set(results_level(results, &metrics[HELD], (struct of){.name = "picking"}), 0, 4);
    CHECK_TEXT(results_longest_queue(results, &length), "picking.queue");
    level_set(results_level(results, &metrics[HELD], (struct of){.name = "packing"}), 0, 9);
    CHECK_TEXT(results_longest_queue(results, &length), "packing.queue");
    CHECK_INT(length, 9);
    arena_destroy(arena);
}

int main(int argc, char **argv) {
    return check_main(argc, argv,
                      (struct check_test[]){{TEST(quantiles_are_within_half_a_percent_of_order_statistics)},
                                            {TEST(zeros_and_negatives_count_as_zero)},
                                            {TEST(huge_values_stay_in_the_last_octave)},
                                            {TEST(merging_does_not_depend_on_the_order)},
                                            {TEST(every_kind_makes_its_numbers)},
                                            {TEST(what_is_not_defined_is_not_a_number)},
                                            {TEST(a_quantile_never_leaves_the_range_of_the_values)},
                                            {TEST(names_take_a_placeholder_and_a_bracket)},
                                            {TEST(parts_and_wholes_of_pooled_ratios_are_told)},
                                            {TEST(a_level_integrates_exactly)},
                                            {TEST(the_cut_forgets_all_but_what_is_judged_by_due_time)},
                                            {TEST(intervals_hold_counts_and_mean_levels)},
                                            {TEST(broken_claims_are_kept_with_their_texts)},
                                            {TEST(finishers_run_before_numbers_are_taken)},
                                            {TEST(histograms_that_are_pooled_are_listed)},
                                            {TEST(the_longest_queue_is_found_by_name)},
                                            {0}});
}
