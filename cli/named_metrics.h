/* SPDX-License-Identifier: MIT */
/* named_metrics.h - metrics that options or a study name, looked for in all designs before anything is run.
 */
#ifndef CLI_NAMED_METRICS_H
#define CLI_NAMED_METRICS_H

#include "cli/command.h"
#include "sim/study/campaign.h"

struct named_metric {
    const char *metric;
    const char *said; /* "--metric on_time[carrier=north]", or where it stands in a file */
    enum exit_code code;
};
struct named_metrics {
    struct arena *arena;
    struct named_metric *items;
    int count;
};

/* Those of --metric, --until, --assert, --target and --select. */
struct named_metrics metrics_named(const struct options *options);
void metrics_add(struct named_metrics *named, const char *metric, const char *said, enum exit_code code);
/* Says which of them no variant has, and the nearest name that one has; the code of the last of them. */
int metrics_check(const struct options *options, const struct named_metrics *named,
                  const struct variant *variants, int count);

#endif
