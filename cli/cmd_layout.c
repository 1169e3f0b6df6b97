/* SPDX-License-Identifier: MIT */
/* cmd_layout.c - fcsim layout SCENARIO [-o FILE.svg] [--json] */
#include <string.h>
#include "cli/command.h"
#include "cli/scenario.h"
#include "output/floor_plan.h"
#include "output/output.h"
#include "sim/base/arena.h"
#include "sim/base/text.h"

static bool write_drawing(const struct options *options, const struct floor_plan_view *views, int count) {
    struct text svg = {0}, error = {0};
    if (count == 2)
        floor_plan_pair_svg(views, &svg);
    else
        floor_plan_svg(views, &svg);
    bool written = file_write_atomically(options->file, svg.data, svg.length, &error);
    if (!written)
        complain(EXIT_ERROR, "layout: %s", error.data);
    text_free(&svg);
    text_free(&error);
    return written;
}

static int show(const struct options *options, const struct floor_plan_view *views, int count) {
    struct text out = {0};
    if (options->file && !write_drawing(options, views, count))
        return EXIT_ERROR;
    if (options->json)
        floor_plan_json(views, &out);
    else if (!options->quiet)
        text_format(&out, "The layout of %s%s%s: %s\n", views[0].name, count == 2 ? " and " : "",
                    count == 2 ? views[1].name : "", options->file);
    emit(&out);
    return EXIT_DONE;
}

/* Reads a scenario and draws its floor into the recording of the view. */
static int read_plan(const struct options *options, const char *path, struct floor_plan_view *view,
                     struct recording *recording) {
    struct scenario scenario = scenario_read(options, path);
    scenario_print_problems(&scenario);
    if (!scenario.valid)
        return EXIT_INVALID;
    struct text reason = {0};
    *view = (struct floor_plan_view){.title = scenario.plan.title,
                                     .name = options_name_of(scenario.path, options->arena),
                                     .recording = recording};
    int code = EXIT_DONE;
    if (!the_subject()->draw(scenario.values, options->arena, recording, &reason))
        code = complain(EXIT_INVALID, "%s: %s", scenario.path, reason.data);
    text_free(&reason);
    return code;
}

static int run(const struct options *options) {
    if (!options->file && !options->json)
        return complain(EXIT_USAGE, "layout: name the drawing with -o FILE.svg, or take --json");
    if (options->argument_count == 2 && options->json)
        return complain(EXIT_USAGE, "layout: --json is of one layout; two are drawn with -o FILE.svg");
    struct floor_plan_view views[2];
    struct recording *recordings[2];
    int code = EXIT_DONE, count = 0;
    for (; code == EXIT_DONE && count < options->argument_count; count++) {
        recordings[count] = recording_create(options->arena);
        code = read_plan(options, options->arguments[count], &views[count], recordings[count]);
    }
    if (code == EXIT_DONE)
        code = show(options, views, count);
    while (count > 0)
        recording_free(recordings[--count]);
    return code;
}

const struct command command_layout = {
    .name = "layout",
    .arguments = "SCENARIO [OTHER]",
    .doc =
        "Draws the layout to scale, with how often each bay is asked for and sample tours by every routing "
        "policy.",
    .details =
        "-o writes one page (A4 landscape) as SVG: racks coloured by their share of the order lines, "
        "dimensions in metres, and the same full tour walked by every routing policy. --json prints the "
        "geometry and the expected metres of a tour by policy, with their standard errors, over 1,000 "
        "sampled tours (fewer where a tour has more than 250 stops; \"sample.tours\" says how many). "
        "Metres are those in the aisles; the way to packing (layout.packing_m) comes on top, there and "
        "back. With two scenarios -o draws both layouts side by side to the same scale, above a table of "
        "their numbers and differences.",
    .flags = FLAG(SET) | FLAG(FILE) | FLAG(JSON) | FLAG(QUIET) | FLAG(HELP),
    .least = 1,
    .most = 2,
    .run = run,
};
