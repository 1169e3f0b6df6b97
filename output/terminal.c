/* SPDX-License-Identifier: MIT */
/* terminal.c - half a screen after a run: the verdict, the headline numbers, the tightest resources, what to
 * mind and where the report is. */
#include "output/bottleneck.h"
#include "output/output.h"

#include <inttypes.h>
#include <math.h>
#include "output/lookup.h"
#include "output/prose.h"
#include "sim/base/text.h"

enum { LABEL_WIDTH = 16, NAME_WIDTH = 28, TIGHTEST = 3, MOST_RESOURCES = 200, MOST_WARNINGS = 4 };

/* ANSI colours; the empty string when none are wanted. */
static const char *colour_of(bool colour, const char *code) {
    return colour ? code : "";
}

/* Free text keeps to its line: control bytes, which could drive the terminal, become blanks. */
static void add_plain(struct text *out, const char *string) {
    for (; *string; string++)
        text_add_char(out, (unsigned char)*string < 0x20 || *string == 0x7f ? ' ' : *string);
}

static void add_head(const struct run_view *view, bool colour, struct text *out) {
    const struct study_plan *plan = study_plan(view->study);
    int n = study_replications(view->study);
    text_add(out, colour_of(colour, "\033[1m"));
    add_plain(out, plan->title && *plan->title ? plan->title : plan->name);
    text_add(out, colour_of(colour, "\033[0m"));
    text_format(out, "  (%d replication%s, seed %" PRIu64 ")\n", n, n == 1 ? "" : "s",
                study_seed(view->study));
}

static void add_verdict(const struct study *study, bool colour, struct text *out) {
    static const char *const codes[] = {
        [VERDICT_NONE] = "",
        [VERDICT_MET] = "\033[32m",
        [VERDICT_MET_UNSURE] = "\033[33m",
        [VERDICT_MISSED_UNSURE] = "\033[33m",
        [VERDICT_MISSED] = "\033[31m",
    };
    text_add(out, colour_of(colour, codes[verdict_of(study)]));
    verdict_sentence(study, "+-", out);
    text_add(out, colour_of(colour, "\033[0m"));
    text_add(out, "\n\n");
}

static void add_label(struct text *out, const char *label) {
    text_format(out, "  %-*s", LABEL_WIDTH, label);
}

static void add_line(const struct study *study, const char *label, const char *name, struct text *out) {
    struct number number = number_named(study, name);
    if (!number.found)
        return;
    add_label(out, label);
    prose_estimate(out, &number.summary, number.unit, "+-");
    text_add_char(out, '\n');
}

static void add_cycle_time(const struct study *study, struct text *out) {
    struct number median = number_named(study, "cycle_time_s.p50");
    struct number p95 = number_named(study, "cycle_time_s.p95");
    if (!median.found || !p95.found)
        return;
    add_label(out, "cycle time");
    text_add(out, "p50 ");
    prose_estimate(out, &median.summary, median.unit, "+-");
    text_add(out, ", p95 ");
    prose_estimate(out, &p95.summary, p95.unit, "+-");
    text_add_char(out, '\n');
}

static void add_tightest(const struct study *study, struct text *out) {
    struct resource resources[MOST_RESOURCES];
    int count = resources_by_utilisation(study, resources, MOST_RESOURCES);
    if (!count)
        return;
    add_label(out, "tightest");
    for (int i = 0; i < count && i < TIGHTEST; i++) {
        text_add(out, i ? ", " : "");
        prose_short_name(out, resources[i].name, NAME_WIDTH);
        text_add_char(out, ' ');
        prose_value(out, resources[i].utilisation.summary.mean, "share");
    }
    text_add(out, " busy\n");
}

static void add_warnings(const struct study *study, bool colour, struct text *out) {
    const char *const *texts = NULL;
    int count = study_warnings(study, &texts);
    for (int i = 0; i < count && i < MOST_WARNINGS; i++) {
        text_format(out, "%s  note: ", colour_of(colour, "\033[33m"));
        add_plain(out, texts[i]);
        text_format(out, "%s\n", colour_of(colour, "\033[0m"));
    }
    if (count > MOST_WARNINGS)
        text_format(out, "  note: %d more in summary.json\n", count - MOST_WARNINGS);
}

void terminal_summary(const struct run_view *view, const char *directory, bool colour, struct text *out) {
    add_head(view, colour, out);
    add_verdict(view->study, colour, out);
    add_line(view->study, "throughput", "throughput.orders_per_day", out);
    add_cycle_time(view->study, out);
    add_line(view->study, "cost per order", "cost.per_order", out);
    add_tightest(view->study, out);
    int n = study_replications(view->study);
    if (n > 1)
        text_format(out, "  %-*s%g %% confidence, Student t over %d replications\n", LABEL_WIDTH, "intervals",
                    100 * study_plan(view->study)->confidence, n);
    if (view->gains)
        bottleneck_terminal(view->gains, out);
    add_warnings(view->study, colour, out);
    if (view->partial)
        text_add(out, "  Interrupted: these are the replications that were finished.\n");
    if (directory)
        text_format(out, "\n  report: %s/report.html\n", directory);
}
