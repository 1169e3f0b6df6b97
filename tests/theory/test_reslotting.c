/* SPDX-License-Identifier: MIT */
/* test_reslotting.c - SKUs that move: the work by hand, what is left undone, and what drift and re-slotting
 * do to walking. */
#include "tests/theory/theory.h"

#include "models/demand/drift.h"
#include "models/scenario.h"

/* Six SKUs, the most popular nearest: two aisles of two bays, a slot on each side; a and b lie at a walk of
 * 0.5 m, c and d at 1.5 m in the first aisle, e and f at 0.5 m in the second, 3 m to the side. */
struct files {
    char assortment[256], orders[256];
};

static struct loaded small_centre(struct files *files, const char *more) {
    FILE *assortment = temporary_file(files->assortment), *orders = temporary_file(files->orders);
    fputs("sku,weight\na,6\nb,5\nc,4\nd,3\ne,2\nf,1\n", assortment);
    fputs("order_id,created,sku,quantity\n", orders);
    for (int i = 0; i < 20; i++) /* of f: ten on Monday, ten on Wednesday, half an hour apart */
        fprintf(orders, "%d,2026-03-0%dT%02d:%s,f,1\n", i, i < 10 ? 2 : 4, 10 + i % 10 / 2,
                i % 2 ? "30" : "00");
    fclose(assortment);
    fclose(orders);
    return load("{\"start\": \"2026-03-02\", \"days\": 3, \"lead_in_days\": 0, "
                "\"demand\": {\"replay\": {\"file\": \"%s\"}}, \"catalogue\": {\"file\": \"%s\"}, "
                "\"layout\": {\"blocks\": [{\"name\": \"b\", \"aisles\": 2, \"bays\": 2, \"levels\": 1, "
                "\"bay_width_m\": 1, \"aisle_spacing_m\": 3, \"slots_per_bay_level\": 1}]}, "
                "\"slotting\": \"full_turnover\", \"picking\": {\"staffed\": false}%s}",
                files->orders, files->assortment, more);
}

static void finish(struct loaded *loaded, struct files *files) {
    unlink(files->assortment);
    unlink(files->orders);
    unload(loaded);
}

static const char *const names[] = {"picking.travel_m_per_line", "reslotting.done",
                                    "reslotting.skus_moved",     "reslotting.work_s.mean",
                                    "reslotting.dropped",        NULL};
enum { TRAVEL, DONE, MOVED, WORK, DROPPED, NUMBERS };

static struct sample run_once(const struct loaded *loaded) {
    struct sample sample = sample_create(1, NUMBERS);
    run_replications(loaded, 1, 1, names, NULL, &sample);
    return sample;
}

static void an_exchange_is_two_moves_and_shortens_the_tours_after_it(void) {
    struct files files;
    struct loaded loaded =
        small_centre(&files, ", \"reslotting\": {\"days\": \"tue\", \"moves\": 5, \"per_move_s\": 100}");
    struct sample got = run_once(&loaded);
    CHECK_INT(*sample_at(&got, 0, DONE), 1);
    CHECK_INT(*sample_at(&got, 0, MOVED), 2);
    /* Tours of one line: 2 (3 + 0.5) m on Monday, 2 x 0.5 m on Wednesday. */
    CHECK_NEAR(*sample_at(&got, 0, TRAVEL), (10 * 7.0 + 10 * 1.0) / 20, 1e-9, "metres a line");
    /* Two tours through both aisles, 2 x 2 + 2 x 3 m at 1 m/s, and two times 100 s. */
    CHECK_NEAR(*sample_at(&got, 0, WORK), 2 * (10 + 100), 1e-9, "seconds of the exchange");
    sample_free(&got);
    finish(&loaded, &files);
}

static void exchanges_that_nobody_begins_are_dropped_and_change_nothing(void) {
    struct files files;
    struct loaded loaded = small_centre(
        &files,
        ", \"reslotting\": {\"days\": \"daily\", \"at\": \"09:00\"}, "
        "\"teams\": [{\"name\": \"late\", \"skills\": [\"putaway\"], \"shifts\": [{\"days\": \"fri\", "
        "\"from\": \"08:00\", \"to\": \"16:00\", \"people\": 1}]}]");
    struct sample got = run_once(&loaded);
    CHECK_INT(*sample_at(&got, 0, DONE), 0);
    CHECK_INT(*sample_at(&got, 0, DROPPED), 1); /* asked for on Tuesday, dropped on Wednesday */
    CHECK_NEAR(*sample_at(&got, 0, TRAVEL), 7.0, 1e-9, "metres a line");
    sample_free(&got);
    finish(&loaded, &files);
}

/* Drift */

static void drift_exchanges_the_popularity_of_a_share_of_each_merchants_skus(void) {
    struct loaded loaded =
        load("{\"demand\": {\"channels\": [{\"name\": \"shop\", \"orders_per_day\": 1}]}, "
             "\"merchants\": [{\"name\": \"m\", \"share\": 0.75}, {\"name\": \"n\", \"share\": 0.25}], "
             "\"catalogue\": {\"skus\": 400, \"families\": {}, \"drift\": {\"share\": 0.1, "
             "\"every_days\": 2}}}");
    const struct catalogue *catalogue = ((const struct scenario *)loaded.values)->sku_catalogue;
    struct sim *sim = sim_create(&(struct sim_settings){.arena = loaded.arena, .seed = 3});
    const struct drift *drift = drift_create(catalogue, sim);
    const struct {
        double days;
        int least, most; /* SKUs with another popularity than at first */
    } expected[] = {{1.9, 0, 0}, {2.1, 40, 40}, {4.1, 41, 80}, {60.1, 300, 400}};
    for (int k = 0; k < 4; k++) {
        sim_run(sim, sim_usec(expected[k].days * SECONDS_A_DAY));
        int changed = 0;
        for (int i = 0; i < catalogue->count; i++) {
            changed += drift->now[i] != i;
            CHECK_INT(drift->was[drift->now[i]], i);
            CHECK_INT(catalogue->skus[drift->now[i]].merchant, catalogue->skus[i].merchant);
        }
        CHECK(changed >= expected[k].least && changed <= expected[k].most);
    }
    double total = 0.0;
    for (int f = 0; f < catalogue->families.count; f++)
        total += drift->upto[catalogue->families.first[f + 1] - 1];
    CHECK_NEAR(total, 1.0, 1e-12, "shares of all families");
    sim_destroy(sim);
    unload(&loaded);
}

static struct loaded drifting_centre(const char *more) {
    return load("{\"start\": \"2026-03-02\", \"days\": 28, \"lead_in_days\": 0, "
                "\"demand\": {\"channels\": [{\"name\": \"shop\", \"orders_per_day\": 300, \"lines\": 2}]}, "
                "\"catalogue\": {\"skus\": 600, \"popularity\": {\"zipf\": {\"exponent\": 1}}%s, "
                "\"layout\": {\"blocks\": [{\"name\": \"b\", \"aisles\": 8, \"bays\": 12, \"levels\": 2}]}, "
                "\"slotting\": \"full_turnover\", \"picking\": {}}",
                more);
}

static void drift_makes_tours_longer_and_reslotting_shorter_again(void) {
    enum { REPLICATIONS = 12 };
#define DRIFT ", \"drift\": {\"share\": 0.3, \"every_days\": 7}}"
    static const char *const settings[] = {"}", DRIFT,
                                           DRIFT ", \"reslotting\": {\"days\": \"tue\", \"moves\": 100}"};
    struct sample all = sample_create(REPLICATIONS, 2);
    double travel_m[3][REPLICATIONS];
    for (int k = 0; k < 3; k++) {
        struct loaded loaded = drifting_centre(settings[k]);
        struct sample sample = sample_create(REPLICATIONS, NUMBERS);
        run_replications(&loaded, 11, 1, names, NULL, &sample);
        for (int r = 0; r < REPLICATIONS; r++)
            travel_m[k][r] = *sample_at(&sample, r, TRAVEL);
        sample_free(&sample);
        unload(&loaded);
    }
    for (int r = 0; r < REPLICATIONS; r++) {
        *sample_at(&all, r, 0) = travel_m[1][r] - travel_m[0][r];
        *sample_at(&all, r, 1) = travel_m[1][r] - travel_m[2][r];
    }
    struct estimate_of_mean lost = estimate(&all, 0, NULL, 0), saved = estimate(&all, 1, NULL, 0);
    printf("  metres a line: lost by drift %.2f +- %.2f, saved by re-slotting %.2f +- %.2f\n", lost.mean,
           half_width(lost), saved.mean, half_width(saved));
    CHECK(lost.mean > 4.0 * lost.error);
    CHECK(saved.mean > 4.0 * saved.error);
    CHECK(saved.mean < lost.mean); /* full turnover by the true demand was the best there is */
    sample_free(&all);
}

int main(int argc, char **argv) {
    return check_main(
        argc, argv,
        (struct check_test[]){{TEST(an_exchange_is_two_moves_and_shortens_the_tours_after_it)},
                              {TEST(exchanges_that_nobody_begins_are_dropped_and_change_nothing)},
                              {TEST(drift_exchanges_the_popularity_of_a_share_of_each_merchants_skus)},
                              {TEST(drift_makes_tours_longer_and_reslotting_shorter_again)},
                              {0}});
}
