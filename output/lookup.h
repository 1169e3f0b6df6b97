/* SPDX-License-Identifier: MIT */
/* lookup.h - finding numbers of a study by name. A scenario has only some stages, so everything may be
 * absent. */
#ifndef OUTPUT_LOOKUP_H
#define OUTPUT_LOOKUP_H

#include <stdbool.h>
#include "sim/study/study.h"

/* A number and its unit; `found` false and a NaN summary when the scenario has no such metric. */
struct number {
    bool found;
    struct summary summary;
    const char *unit; /* never NULL */
    const char *name; /* full name in the study, or NULL */
};

struct number number_named(const struct study *study, const char *name);
/* By the name before the bracket and the bracket: "on_time", "carrier", "north". */
struct number number_of(const struct study *study, const char *base, const char *dimension,
                        const char *member);
/* A name made from a pattern with one %s: "teams.%s.utilisation". */
struct number number_like(const struct study *study, const char *pattern, const char *part);

const char *unit_of(const struct measure *measure); /* "" for none */

/* Members of a dimension of a metric, in order of registration: on_time by "carrier". At most `limit` names
 * go to `members`; the number found is returned. */
int members_of(const struct study *study, const char *base, const char *dimension, const char **members,
               int limit);
/* The middle parts of "PREFIX.{middle}SUFFIX" over all names without bracket: prefix "teams.", suffix
 * ".utilisation" gives teams. Each is written to `names`, at most `limit`. */
enum { NAME_SIZE = 80 };
int middles_of(struct measures measures, const char *prefix, const char *suffix, char (*names)[NAME_SIZE],
               int limit);

/* Teams and equipment (stages where there are none) by utilisation, the tightest first. */
struct resource {
    char name[NAME_SIZE]; /* "pickers" */
    const char *kind;     /* "team", "equipment", "stage" */
    struct number utilisation;
};
int resources_by_utilisation(const struct study *study, struct resource *resources, int limit);

/* The sentence that answers the question, for terminal and report; `sign` as in prose_estimate. */
enum target_verdict { VERDICT_NONE, VERDICT_MET, VERDICT_MET_UNSURE, VERDICT_MISSED_UNSURE, VERDICT_MISSED };
/* As an --assert of the target would be judged. */
enum target_verdict verdict_of(const struct study *study);
void verdict_sentence(const struct study *study, const char *sign, struct text *out);

#endif
