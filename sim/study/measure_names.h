/* SPDX-License-Identifier: MIT */
/* measure_names.h - what the numbers of a scenario are called, which is known before a replication is run. */
#ifndef SIM_STUDY_MEASURE_NAMES_H
#define SIM_STUDY_MEASURE_NAMES_H

#include "sim/study/study.h"

struct arena;

/* The measures of a replication; their names are those of all replications. Everything is built as for a run,
 * which is called off as it begins. */
struct measures measures_foretold(const struct subject *subject, const void *values, struct arena *arena);
/* Whether a name is that of a measure, of all members of one ("on_time[day=*]"), or of one that is pooled. */
bool measures_have(struct measures measures, const char *name);
/* The name most like it; NULL if none is near. */
const char *measures_nearest(struct measures measures, const char *name);

#endif
