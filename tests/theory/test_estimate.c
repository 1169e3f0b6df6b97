/* SPDX-License-Identifier: MIT */
/* The estimate of the workload against sums by hand. */
#include "models/scenario.h"
#include "tests/theory/theory.h"

static const struct estimate_row *row_of(const struct estimate *estimate, const char *resource) {
    for (int i = 0; i < estimate->count; i++)
        if (strcmp(estimate->rows[i].resource, resource) == 0)
            return &estimate->rows[i];
    check_fail(__FILE__, __LINE__);
    printf("there is no row \"%s\"\n", resource);
    static const struct estimate_row none = {.work = NAN, .capacity = NAN};
    return &none;
}

static void check_row(const struct estimate *estimate, const char *resource, double work, double capacity,
                      const char *one_more) {
    const struct estimate_row *row = row_of(estimate, resource);
    CHECK_NEAR(row->work, work, 1e-9 * work, resource);
    CHECK_NEAR(row->capacity, capacity, 1e-9, resource);
    if (one_more)
        CHECK_TEXT(row->one_more ? row->one_more[0] : NULL, one_more);
}

/* 720 orders of one line of 25 units: a pallet of 18, a case of 6 and a piece; each is a trip of its own with
 * a vehicle of its own, and people make all three. */
static void carts_and_trucks_are_charged_with_their_own_trips(void) {
    struct loaded loaded = load(
        "{\"start\": \"2026-03-02\", \"days\": 1, \"lead_in_days\": 0, "
        "\"catalogue\": {\"units_per_case\": 6, \"cases_per_pallet\": 3}, "
        "\"demand\": {\"channels\": [{\"name\": \"shop\", \"orders_per_day\": 720, \"units\": 25}]}, "
        "\"picking\": {\"carts\": 5, \"set_up_s\": 50, \"per_stop_s\": 9, \"per_unit_s\": 1, "
        "\"drop_off_s\": 10, "
        "\"full_case\": {\"set_up_s\": 90, \"per_case_s\": 30, \"trucks\": 3}, "
        "\"full_pallet\": {\"set_up_s\": 200, \"per_pallet_s\": 40, \"trucks\": 2}}, "
        "\"consolidation\": {}, "
        "\"teams\": [{\"name\": \"pickers\", \"skills\": [\"pick\"], \"shifts\": [{\"from\": "
        "\"00:00\", \"to\": \"24:00\", \"people\": 10}]}, {\"name\": \"putters\", \"skills\": [\"put\"], "
        "\"shifts\": [{\"from\": \"00:00\", \"to\": \"24:00\", \"people\": 9}]}]}");
    struct estimate estimate;
    fcsim_subject.estimate(loaded.values, loaded.arena, &estimate);
    double hours = 720 / 3600.0;
    check_row(&estimate, "carts", hours * (50 + 9 + 1 + 10), 5 * 24, "picking.carts=6");
    check_row(&estimate, "case-picking trucks", hours * (90 + 30), 3 * 24, "picking.full_case.trucks=4");
    check_row(&estimate, "pallet-picking trucks", hours * (200 + 40), 2 * 24, "picking.full_pallet.trucks=3");
    check_row(&estimate, "team pickers", hours * (70 + 120 + 240), 10 * 24, NULL);
    unload(&loaded);
}

int main(int argc, char **argv) {
    return check_main(argc, argv,
                      (struct check_test[]){{TEST(carts_and_trucks_are_charged_with_their_own_trips)}, {0}});
}
