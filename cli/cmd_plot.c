/* SPDX-License-Identifier: MIT */
/* cmd_plot.c - fcsim plot DIR --plot NAME [--term svg|png|dumb] */
#include "cli/command.h"
#include "output/output.h"
#include "sim/base/text.h"

static int run(const struct options *options) {
    if (!options->plot)
        return complain(EXIT_USAGE, "plot: name one with --plot NAME");
    struct text out = {0}, error = {0};
    bool drawn = plot_again(options->arguments[0], options->plot, options->term ? options->term : "dumb",
                            &out, &error);
    if (drawn)
        emit(&out);
    else
        complain(EXIT_ERROR, "plot: %s", error.data);
    text_free(&out);
    text_free(&error);
    return drawn ? EXIT_DONE : EXIT_ERROR;
}

const struct command command_plot = {
    .name = "plot",
    .arguments = "DIR",
    .doc = "Draws one plot of a result directory again, also in the terminal.",
    .details = "svg and png are written to DIR/plots; dumb is printed.",
    .flags = FLAG(PLOT) | FLAG(TERM) | FLAG(HELP),
    .least = 1,
    .most = 1,
    .run = run,
};
