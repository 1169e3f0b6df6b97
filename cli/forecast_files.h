/* SPDX-License-Identifier: MIT */
/* forecast_files.h - what fcsim forecast leaves in its directory. */
#ifndef CLI_FORECAST_FILES_H
#define CLI_FORECAST_FILES_H

#include <stdbool.h>
#include "cli/forecasting.h"

struct text;

/* forecast.json, forecast.csv, effects.csv, decomposition.csv, backtest.csv, peak.csv. `peaks` are of each
 * series, then of all together. */
bool forecast_files_write(const struct forecasting *f, const struct forecast_model *model,
                          const struct peak_view *peaks, const char *directory, struct text *error);

#endif
