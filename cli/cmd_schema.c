/* SPDX-License-Identifier: MIT */
/* cmd_schema.c - fcsim schema */
#include "cli/command.h"
#include "sim/base/text.h"
#include "sim/config/config.h"

static int run(const struct options *options) {
    (void)options;
    struct text out = {0};
    schema_write(the_subject()->fields, "fcsim scenario", &out);
    emit(&out);
    return EXIT_DONE;
}

const struct command command_schema = {
    .name = "schema",
    .arguments = "",
    .doc = "Prints the JSON Schema of a scenario.",
    .details =
        "Save it and name it under \"$schema\" in a scenario to get completion and checks in an editor.",
    .flags = FLAG(HELP),
    .run = run,
};
