/* SPDX-License-Identifier: MIT */
/* forecast_report.h - fills the view of a forecast (output/forecast_view.h) and has it drawn. */
#ifndef CLI_FORECAST_REPORT_H
#define CLI_FORECAST_REPORT_H

#include "cli/forecasting.h"

struct text;

/* plots/ and report.html. `fit` is the forecast, `peaks` are of each series, then of all together. */
bool forecast_report_write(const struct forecasting *f, const struct fit *fit, const struct peak_view *peaks,
                           uint64_t seed, const char *directory, struct text *error, struct text *warnings);

#endif
