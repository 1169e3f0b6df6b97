/* SPDX-License-Identifier: MIT */
/* fuzz_setting.c - any bytes as arguments of --set, one a line, give problems or a valid configuration; names
 * of files that were made absolute stay as they are. */
#include <stdint.h>
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MOST_SETTINGS = 8 };

static const char scenario[] =
    "{\"days\": 1, \"lead_in_days\": 0, \"demand\": {\"channels\": [{\"name\": \"shop\", \"orders_per_day\": "
    "300}]},"
    " \"layout\": {\"blocks\": [{\"name\": \"shelves\", \"aisles\": 2, \"bays\": 4}]}, \"picking\": "
    "{\"method\": \"single\"},"
    " \"packing\": {\"benches\": 3, \"pack_s\": {\"lognormal\": {\"mean\": 180, \"cv\": 0.4}}},"
    " \"carriers\": [{\"name\": \"post\", \"departures\": [{\"days\": \"mon-fri\", \"cutoff\": \"14:00\", "
    "\"leaves\": \"17:00\"}]}],"
    " \"teams\": [{\"name\": \"all\", \"skills\": [\"pick\", \"pack\"],"
    " \"shifts\": [{\"days\": \"daily\", \"from\": \"06:00\", \"to\": \"14:00\", \"people\": 3}]}]}";

static void check_files(struct arena *arena, struct setting given) {
    const struct field *root = fcsim_subject.fields;
    struct setting once = setting_from(arena, root, given, "/data"),
                   twice = setting_from(arena, root, once, "/elsewhere");
    REQUIRE(strcmp(once.argument, twice.argument) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena *arena = arena_create();
    char *text = arena_alloc(arena, size + 1);
    struct setting settings[MOST_SETTINGS];
    int count = 0;
    if (size)
        memcpy(text, data, size);
    text[size] = 0;
    for (char *line = text; line && count < MOST_SETTINGS;) {
        char *end = strchr(line, '\n');
        if (end)
            *end++ = 0;
        if (strchr(line, '=')) /* as the command line demands */
            check_files(arena, settings[count++] = (struct setting){line});
        line = end;
    }
    struct fuzzed fuzzed = fuzz_read(arena, scenario, sizeof scenario - 1, settings, count);
    if (fuzzed.valid)
        fuzz_echo(arena, &fuzzed);
    arena_destroy(arena);
    return 0;
}
