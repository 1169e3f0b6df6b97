/* SPDX-License-Identifier: MIT */
/* cmd_schema.c - fcsim schema [scenario | study] */
#include <string.h>
#include "cli/command.h"
#include "sim/base/text.h"
#include "sim/config/config.h"
#include "sim/study/study_file.h"

static int run(const struct options *options) {
    const char *what = options->argument_count ? options->arguments[0] : "scenario";
    bool study = strcmp(what, "study") == 0;
    if (!study && strcmp(what, "scenario") != 0)
        return complain(EXIT_USAGE,
                        "schema: there is a schema of a scenario and one of a study, not of \"%s\"", what);
    struct text out = {0};
    schema_write(study ? study_fields : the_subject()->fields, study ? "fcsim study" : "fcsim scenario",
                 &out);
    emit(&out);
    return EXIT_DONE;
}

const struct command command_schema = {
    .name = "schema",
    .arguments = "[scenario|study]",
    .doc = "Prints the JSON Schema of a scenario, or of a study.",
    .details =
        "Save it and name it under \"$schema\" in a scenario or a study to get completion and checks in an "
        "editor.",
    .flags = FLAG(HELP),
    .most = 1,
    .run = run,
};
