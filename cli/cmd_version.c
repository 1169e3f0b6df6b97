/* SPDX-License-Identifier: MIT */
/* cmd_version.c - fcsim version */
#include "cli/command.h"
#include "cli/engine.h"
#include "sim/base/text.h"

static int run(const struct options *options) {
    (void)options;
    struct text out = {0};
    text_format(&out, "fcsim " FCSIM_VERSION " (engine %s)\n", engine_version());
    emit(&out);
    return EXIT_DONE;
}

const struct command command_version = {
    .name = "version",
    .arguments = "",
    .doc = "Prints the version, and that of the engine: the same engine gives the same results.",
    .flags = FLAG(HELP),
    .run = run,
};
