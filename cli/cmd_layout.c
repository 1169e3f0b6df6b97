/* SPDX-License-Identifier: MIT */
/* cmd_layout.c - fcsim layout SCENARIO [-o FILE.svg] [--json] */
#include <string.h>
#include "cli/command.h"
#include "cli/scenario.h"
#include "output/floor_plan.h"
#include "output/output.h"
#include "sim/base/arena.h"
#include "sim/base/text.h"

static bool write_drawing(const struct options *options, const struct floor_plan_view *view) {
    struct text svg = {0}, error = {0};
    floor_plan_svg(view, &svg);
    bool written = file_write_atomically(options->file, svg.data, svg.length, &error);
    if (!written)
        complain(EXIT_ERROR, "layout: %s", error.data);
    text_free(&svg);
    text_free(&error);
    return written;
}

static int show(const struct options *options, const struct floor_plan_view *view) {
    struct text out = {0};
    if (options->file && !write_drawing(options, view))
        return EXIT_ERROR;
    if (options->json)
        floor_plan_json(view, &out);
    else if (!options->quiet)
        text_format(&out, "The layout of %s: %s\n", view->name, options->file);
    emit(&out);
    return EXIT_DONE;
}

static int run(const struct options *options) {
    if (!options->file && !options->json)
        return complain(EXIT_USAGE, "layout: name the drawing with -o FILE.svg, or take --json");
    struct scenario scenario = scenario_read(options, options->arguments[0]);
    scenario_print_problems(&scenario);
    if (!scenario.valid)
        return EXIT_INVALID;
    struct recording *recording = recording_create(options->arena);
    struct text reason = {0};
    struct floor_plan_view view = {.title = scenario.plan.title,
                                   .name = options_name_of(scenario.path, options->arena),
                                   .recording = recording};
    int code = the_subject()->draw(scenario.values, options->arena, recording, &reason)
                   ? show(options, &view)
                   : complain(EXIT_INVALID, "%s: %s", scenario.path, reason.data);
    recording_free(recording);
    text_free(&reason);
    return code;
}

const struct command command_layout = {
    .name = "layout",
    .arguments = "SCENARIO",
    .doc =
        "Draws the layout to scale, with how often each bay is asked for and sample tours by every routing "
        "policy.",
    .details =
        "-o writes one page (A4 landscape) as SVG: racks coloured by their share of the order lines, "
        "dimensions in metres, and the same full tour walked by every routing policy. --json prints the "
        "geometry and the expected metres of a tour by policy, with their standard errors, over 1,000 "
        "sampled tours (fewer where a tour has more than 250 stops; \"sample.tours\" says how many). "
        "Metres are those in the aisles; the way to packing (layout.packing_m) comes on top, there and "
        "back.",
    .flags = FLAG(SET) | FLAG(FILE) | FLAG(JSON) | FLAG(QUIET) | FLAG(HELP),
    .least = 1,
    .most = 1,
    .run = run,
};
