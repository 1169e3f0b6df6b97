/* SPDX-License-Identifier: MIT */
/* cmd_version.c - fcsim version */
#include "cli/command.h"
#include "sim/base/text.h"

static int run(const struct options *options) {
    (void)options;
    struct text out = {0};
    text_add(&out, "fcsim " FCSIM_VERSION "\n");
    emit(&out);
    return EXIT_DONE;
}

const struct command command_version = {
    .name = "version",
    .arguments = "",
    .doc = "Prints the version.",
    .flags = FLAG(HELP),
    .run = run,
};
