/* SPDX-License-Identifier: MIT */
/* check_designs.h - whether the values of a study can be read, before anything runs. */
#ifndef CLI_CHECK_DESIGNS_H
#define CLI_CHECK_DESIGNS_H

#include "sim/study/design.h"

struct text;

/* Reads variants, one per design, until every text and both ends of every range were tried. An exit code;
 * what is wrong is on stderr. */
int designs_check(const struct designs *designs, const struct variant *variants, struct arena *arena);

/* Whether varying these keys can have an effect: none is a label, as the seed is, and none is in one of the
 * settings too, which come before what is varied. False with what is wrong. */
bool factors_check(const struct designs *designs, const struct setting *settings, int count,
                   struct text *error);

#endif
