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
/* A `difference` of shares may be negative. */
bool target_read(const char *typed, const struct subject *subject, struct arena *arena, bool difference,
                 struct target *target, struct text *error);
/* The same for --target, with METRIC[DIMENSION=*]>=VALUE and P(METRIC>=VALUE)>=SHARE as well. */
bool sizing_target_read(const char *typed, const struct subject *subject, struct arena *arena,
                        struct target *target, struct text *error);
/* METRIC:rel=0.01 or METRIC:abs=60s */
bool until_read(const char *typed, const struct subject *subject, struct arena *arena, struct until *until,
                struct text *error);
/* METRIC:delta=0.05 */
bool select_read(const char *typed, const struct subject *subject, struct arena *arena, struct until *select,
                 struct text *error);

enum verdict { TARGET_HOLDS, TARGET_FAILS, TARGET_UNDECIDED, TARGET_UNKNOWN /* no such metric here */ };
enum verdict target_judge(const struct target *target, const struct study *study);
enum verdict target_judge_summary(const struct target *target, const struct summary *summary);

#endif
