/* SPDX-License-Identifier: MIT */
/* model_file.h - forecast.json: a forecast_model as text, and back. What is read draws the same paths. */
#ifndef MODELS_FORECAST_MODEL_FILE_H
#define MODELS_FORECAST_MODEL_FILE_H

#include <stddef.h>

struct arena;
struct forecast_model;
struct problems;
struct text;

void forecast_write(const struct forecast_model *model, struct text *out);
/* NULL after a problem, with its line. */
struct forecast_model *forecast_read(struct arena *arena, const char *path, struct problems *problems);
struct forecast_model *forecast_read_text(struct arena *arena, const char *name, const char *text,
                                          size_t length, struct problems *problems);
/* "calibrated on 12 past peaks", or that they were few and what follows. */
const char *forecast_label(struct arena *arena, const struct forecast_model *model, int series);

#endif
