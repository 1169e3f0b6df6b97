/* SPDX-License-Identifier: MIT */
/* write_reference.c - prints the manual of all keys, or of all metrics, as Markdown, from the tables themselves.
 *
 * `make docs` writes docs/manual.md and docs/metrics.md with it. */
#include <stdio.h>
#include <string.h>
#include "models/fcsim.h"
#include "sim/base/text.h"
#include "sim/config/config.h"
#include "sim/study/study.h"

static void write_metric(const struct metric *metric, struct text *out) {
    text_format(out, "| `%s", metric->name);
    const char *const *suffixes = metric_suffixes(metric);
    for (const char *const *s = suffixes; *s && **s; s++)
        text_format(out, "%s%s", s == suffixes ? "" : "\\|", s == suffixes ? *s : *s + 1);
    text_format(out, "` | %s | %s |\n", metric->unit, metric->doc);
}

static void write_metrics(struct text *out) {
    text_add(out, "# Metrics\n\nWritten by `make docs` from the tables in the program.\n\n"
                  "| metric | unit | what it is |\n| --- | --- | --- |\n");
    for (const struct metric *const *table = fcsim_subject.metrics; *table; table++)
        for (const struct metric *metric = *table; metric->name; metric++)
            write_metric(metric, out);
}

int main(int argc, char **argv) {
    struct text out = {0};
    if (argc == 2 && strcmp(argv[1], "manual") == 0)
        manual_write(fcsim_subject.fields, "Keys of a scenario", &out);
    else if (argc == 2 && strcmp(argv[1], "metrics") == 0)
        write_metrics(&out);
    else
        return fputs("usage: write_reference manual|metrics\n", stderr), 2;
    fwrite(out.data, 1, out.length, stdout);
    text_free(&out);
    return fflush(stdout) != 0 || ferror(stdout);
}
