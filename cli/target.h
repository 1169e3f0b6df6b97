/* SPDX-License-Identifier: MIT */
/* target.h - METRIC>=VALUE of --assert and --target, and quantities with units ("4h", "99%"). */
#ifndef CLI_TARGET_H
#define CLI_TARGET_H

#include <stdbool.h>
#include "sim/study/study.h"
#include "sim/study/target.h"

struct arena;
struct text;

/* A number with an optional unit, in the metric's unit; false with what is wrong. */
bool quantity_read(const char *text, const struct metric *metric, double *value, struct text *error);
/* The definition of what `name`, a part of what was typed, is a number of; false with the nearest name. */
bool metric_read(const char *option, const char *typed, const char *name, const struct subject *subject,
                 struct arena *arena, const struct metric **metric, struct text *error);
/* Of --assert in a run and in a comparison, and of --target. */
enum target_use { TARGET_OF_RUN, TARGET_OF_DIFFERENCES, TARGET_OF_DESIGNS };
/* METRIC>=VALUE, METRIC[DIMENSION=*]>=VALUE or P(METRIC>=VALUE)>=SHARE; differences take the first alone, and
 * those of shares may be negative. */
bool target_read(const char *typed, const struct subject *subject, struct arena *arena, enum target_use use,
                 struct target *target, struct text *error);
/* METRIC:rel=0.01 or METRIC:abs=60s */
bool until_read(const char *typed, const struct subject *subject, struct arena *arena, struct until *until,
                struct text *error);
/* METRIC:delta=0.05, as the value of this option */
bool select_read(const char *option, const char *typed, const struct subject *subject, struct arena *arena,
                 struct until *select, struct text *error);

#endif
