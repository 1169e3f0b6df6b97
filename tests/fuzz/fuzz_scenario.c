/* SPDX-License-Identifier: MIT */
/* fuzz_scenario.c - any bytes as a scenario give problems or a valid configuration; a valid one can be
 * resolved, hashed, estimated and run, and ends as a run may end. */
#include <stdint.h>
#include <stdlib.h>
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const struct setting short_run[] = {{"days=0.3"},
                                               {"lead_in_days=0"},
                                               {"replications=1"},
                                               {"event_limit_millions=1"},
                                               {"memory_limit_mb=16"}};
    enum { SETTINGS = sizeof short_run / sizeof *short_run };
    struct arena *arena = arena_create();
    struct fuzzed as_given = fuzz_read(arena, (const char *)data, size, NULL, 0);
    /* Something that is wrong is said, and nothing that is right is called wrong by its own echo. */
    if (as_given.valid) {
        fuzz_echo(arena, &as_given);
        struct fuzzed capped = fuzz_read(arena, (const char *)data, size, short_run, SETTINGS);
        if (capped.valid)
            fuzz_run(&capped);
    }
    arena_destroy(arena);
    return 0;
}
