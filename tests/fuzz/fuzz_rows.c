/* SPDX-License-Identifier: MIT */
/* fuzz_rows.c - any bytes as an order book, a staffing plan or a table of values (CSV or gzip) give problems
 * or rows.
 *
 * The first byte chooses who reads the file; the rest is its content. */
#include <stdint.h>
#include <unistd.h>
#include "sim/config/csv.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const scenarios[] = {
    "{\"days\": 1, \"lead_in_days\": 0, \"start\": \"2026-03-02\", \"demand\": {\"replay\": {\"file\": "
    "\"%s\"}},"
    " \"packing\": {\"benches\": 3, \"pack_s\": 180}}",
    "{\"days\": 1, \"demand\": {\"channels\": [{\"name\": \"shop\", \"orders_per_day\": 300, "
    "\"orders_by_date\": \"%s\"}]},"
    " \"packing\": {\"benches\": 3, \"pack_s\": 180}}",
    "{\"days\": 1, \"demand\": {\"channels\": [{\"name\": \"shop\", \"orders_per_day\": 300}]}, "
    "\"staffing_plan\": \"%s\","
    " \"packing\": {\"benches\": 3, \"pack_s\": 180}, \"teams\": [{\"name\": \"all\", \"skills\": [\"pack\"],"
    " \"shifts\": [{\"days\": \"daily\", \"from\": \"06:00\", \"to\": \"14:00\", \"people\": 3}]}]}",
    "{\"days\": 1, \"demand\": {\"channels\": [{\"name\": \"shop\", \"orders_per_day\": 300}]},"
    " \"packing\": {\"benches\": 3, \"pack_s\": {\"empirical\": {\"file\": \"%s\", \"column\": \"value\"}}}}",
};
enum { SCENARIOS = sizeof scenarios / sizeof *scenarios };

static void walk_rows(struct arena *arena, const char *text, size_t length) {
    struct problems *problems = problems_create(arena);
    struct csv *csv = csv_open_text(arena, "rows.csv", text, length, problems);
    size_t bytes = 0;
    while (csv && csv_next(csv))
        for (int i = 0; i < csv->column_count; i++)
            bytes += strlen(csv->cells[i]);
    REQUIRE(bytes <= length);
    if (csv)
        csv_close(csv);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size < 1)
        return 0;
    struct arena *arena = arena_create();
    const char *folder = getenv("TMPDIR");
    char *path = arena_format(arena, "%s/fuzz_rows.XXXXXX", folder ? folder : "/tmp");
    int file = mkstemp(path);
    REQUIRE(file >= 0 && write(file, data + 1, size - 1) == (ssize_t)(size - 1));
    close(file);
    walk_rows(arena, (const char *)data + 1, size - 1);
    const char *text = arena_format(arena, scenarios[data[0] % SCENARIOS], path);
    struct fuzzed fuzzed = fuzz_read(arena, text, strlen(text), NULL, 0);
    if (fuzzed.valid)
        fuzz_run(&fuzzed);
    unlink(path);
    arena_destroy(arena);
    return 0;
}
