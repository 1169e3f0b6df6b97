/* SPDX-License-Identifier: MIT */
/* words.h - a field of a table in words, for manuals. All texts are from the arena or constant. */
#ifndef SIM_CONFIG_WORDS_H
#define SIM_CONFIG_WORDS_H

#include "sim/config/field.h"

struct arena;

const char *field_type(struct arena *arena, const struct field *field);  /* "whole number", "list of texts" */
const char *field_range(struct arena *arena, const struct field *field); /* "1 ... 500", "a, b", or "" */
const char *field_default(struct arena *arena, const struct field *field); /* "4", "required", or "" */

#endif
