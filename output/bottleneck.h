/* SPDX-License-Identifier: MIT */
/* bottleneck.h - what one more unit of each resource brings: bottleneck.csv, JSON, terminal, report. Each
 * writes nothing when it was not asked for. */
#ifndef OUTPUT_BOTTLENECK_H
#define OUTPUT_BOTTLENECK_H

#include "output/output.h"
#include "sim/study/gains.h"

bool bottleneck_table(const struct run_view *view, const char *directory, struct text *error);
void bottleneck_json(const struct gains *gains, struct text *out); /* a list */
void bottleneck_terminal(const struct gains *gains, struct text *out);
void bottleneck_report(const struct gains *gains, struct text *html);

#endif
