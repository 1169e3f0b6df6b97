/* SPDX-License-Identifier: MIT */
/* cmd_check.c - fcsim check SCENARIO... */
#include <math.h>
#include <stdio.h>
#include "cli/command.h"
#include "cli/scenario.h"
#include "sim/base/problems.h"
#include "sim/base/text.h"

static double share_of(const struct estimate_row *row) {
    return row->work / row->capacity;
}

static void add_amount(struct text *out, double amount) {
    if (isfinite(amount))
        text_format(out, amount >= 1e5 ? "%11.0f" : "%11.1f", amount);
    else
        text_format(out, "%11s", "no limit");
}

static void write_estimate(const struct scenario *scenario, struct text *out) {
    const struct estimate *estimate = &scenario->estimate;
    text_format(out, "%s: valid\n", scenario->path);
    if (estimate->count == 0)
        return;
    text_format(out, "\n  %-26s%11s%11s %-8s%8s  %s\n", "resource", "work", "capacity", "", "share",
                "changed by");
    for (int i = 0; i < estimate->count; i++) {
        const struct estimate_row *row = &estimate->rows[i];
        text_format(out, "  %-26s", row->resource);
        add_amount(out, row->work);
        add_amount(out, row->capacity);
        text_format(out, " %-8s", row->unit);
        if (isfinite(share_of(row)))
            text_format(out, "%6.1f %%", 100.0 * share_of(row));
        else
            text_format(out, "%8s", "n/a");
        text_format(out, "  %s\n", row->path);
    }
    if (estimate->bottleneck)
        text_format(out, "\n  likely bottleneck: %s\n", estimate->bottleneck);
}

static void add_number_or_null(struct text *out, double value) {
    if (isfinite(value))
        text_add_number(out, value);
    else
        text_add(out, "null");
}

static void problem_json(const struct problem *problem, struct text *out) {
    text_add(out, "{\"file\": ");
    text_add_json_string(out, problem->place.file ? problem->place.file : "");
    text_format(out, ", \"line\": %d, \"column\": %d, \"path\": ", problem->place.line,
                problem->place.column);
    text_add_json_string(out, problem->path ? problem->path : "");
    text_add(out, ", \"rule\": ");
    text_add_json_string(out, problem->rule ? problem->rule : "");
    text_add(out, ", \"hint\": ");
    text_add_json_string(out, problem->hint ? problem->hint : "");
    text_format(out, ", \"warning\": %s}", problem->warning ? "true" : "false");
}

static void estimate_json(const struct estimate *estimate, struct text *out) {
    text_add(out, ", \"estimate\": [");
    for (int i = 0; i < estimate->count; i++) {
        const struct estimate_row *row = &estimate->rows[i];
        text_add(out, i ? ", {\"resource\": " : "{\"resource\": ");
        text_add_json_string(out, row->resource);
        text_add(out, ", \"path\": ");
        text_add_json_string(out, row->path);
        text_add(out, ", \"work\": ");
        add_number_or_null(out, row->work);
        text_add(out, ", \"capacity\": ");
        add_number_or_null(out, row->capacity);
        text_add(out, ", \"unit\": ");
        text_add_json_string(out, row->unit);
        text_add(out, ", \"share\": ");
        add_number_or_null(out, share_of(row));
        text_add_char(out, '}');
    }
    text_add(out, "], \"bottleneck\": ");
    if (estimate->bottleneck)
        text_add_json_string(out, estimate->bottleneck);
    else
        text_add(out, "null");
}

static void scenario_json(const struct scenario *scenario, struct text *out) {
    text_add(out, "{\"file\": ");
    text_add_json_string(out, scenario->path);
    text_format(out, ", \"valid\": %s, \"problems\": [", scenario->valid ? "true" : "false");
    for (int i = 0; i < scenario->problems->count; i++) {
        text_add(out, i ? ", " : "");
        problem_json(&scenario->problems->items[i], out);
    }
    text_add_char(out, ']');
    if (scenario->valid)
        estimate_json(&scenario->estimate, out);
    text_add_char(out, '}');
}

static int run(const struct options *options) {
    struct text out = {0};
    bool all_valid = true;
    text_add(&out, options->json ? "{\"scenarios\": [" : "");
    for (int i = 0; i < options->argument_count; i++) {
        struct scenario scenario = scenario_read(options, options->arguments[i]);
        all_valid = all_valid && scenario.valid;
        if (options->json) {
            text_add(&out, i ? ",\n" : "");
            scenario_json(&scenario, &out);
            continue;
        }
        scenario_print_problems(&scenario);
        if (scenario.valid && !options->quiet)
            write_estimate(&scenario, &out);
    }
    text_add(&out, options->json ? "]}\n" : "");
    emit(&out);
    return all_valid ? EXIT_DONE : EXIT_INVALID;
}

const struct command command_check = {
    .name = "check",
    .arguments = "SCENARIO...",
    .doc = "Checks scenarios and estimates the workload of every resource.",
    .details =
        "Every problem is printed with its place, the rule and a hint. The estimate compares hours of work "
        "with hours of capacity, without a simulation.",
    .flags = FLAG(SET) | FLAG(JSON) | FLAG(QUIET) | FLAG(NO_COLOR) | FLAG(HELP),
    .least = 1,
    .most = 100000,
    .run = run,
};
