/* SPDX-License-Identifier: MIT */
/* sweep_metrics.h - the metrics that a study of many designs shows. */
#ifndef CLI_SWEEP_METRICS_H
#define CLI_SWEEP_METRICS_H

#include "cli/sweeping.h"

/* Those of --metric, else those of the study; an exit code, with what is wrong, for one that there is not. */
int sweep_take_metrics(const struct options *options, struct sweep *sweep);
/* Refuses metrics, and those of a precision, that no variant has. */
int sweep_check_metrics(const struct options *options, const struct sweep *sweep);

#endif
