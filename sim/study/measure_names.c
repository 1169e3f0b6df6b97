/* SPDX-License-Identifier: MIT */
/* measure_names.c - see measure_names.h. */
#include "sim/study/measure_names.h"

#include <string.h>
#include "sim/base/arena.h"
#include "sim/base/text.h"
#include "sim/study/outcome.h"

struct measures measures_foretold(const struct subject *subject, const void *values, struct arena *arena) {
    atomic_int stop;
    struct arena *own = arena_create();
    struct run_request request = {.replication = 1, .stop = &stop, .arena = own};
    atomic_init(&stop, 1);
    struct run_report report = subject->run(values, &request);
    struct measures measures = measures_copy(results_measures(report.results), arena);
    arena_destroy(own);
    return measures;
}

bool measures_have(struct measures measures, const char *name) {
    static const char all_members[] = "*]", pooled[] = "_pooled";
    size_t length = strlen(name);
    bool all = text_ends_with(name, all_members);
    if (all)
        length -= strlen(all_members);
    else if (text_ends_with(name, pooled)) /* made at the end of the number beside it */
        length -= strlen(pooled);
    for (int m = 0; m < measures.count; m++)
        if (strncmp(measures.items[m].name, name, length) == 0 && (all || !measures.items[m].name[length]))
            return true;
    return false;
}

const char *measures_nearest(struct measures measures, const char *name) {
    struct arena *own = arena_create();
    const char **names = arena_array(own, const char *, measures.count + 1);
    for (int m = 0; m < measures.count; m++)
        names[m] = measures.items[m].name;
    const char *nearest = text_nearest(name, names, measures.count);
    arena_destroy(own);
    return nearest;
}
