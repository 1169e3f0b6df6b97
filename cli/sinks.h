/* SPDX-License-Identifier: MIT */
/* sinks.h - what one named replication writes as it runs: its events as JSON lines, its orders as CSV.
 *
 * Written under a temporary name and renamed when complete. */
#ifndef CLI_SINKS_H
#define CLI_SINKS_H

#include <stdbool.h>
#include <stdio.h>
#include "sim/study/study.h"

struct text;

struct sink_file {
    FILE *file; /* NULL = not asked for */
    const char *path, *temporary;
    const struct subject *subject; /* with `values` names what orders hold as an index */
    const void *values;
};

struct sinks {
    struct sink_file trace_file, orders_file;
    struct trace_sink trace;
    struct order_sink orders;
};

/* Either path may be NULL. False with a message. */
bool sinks_open(struct sinks *sinks, const char *trace, const char *orders, const struct subject *subject,
                const void *values, struct arena *arena, struct text *error);
/* Renames if `complete`, else removes. False with a message. */
bool sinks_close(struct sinks *sinks, bool complete, struct text *error);

#endif
