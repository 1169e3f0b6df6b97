/* SPDX-License-Identifier: MIT */
/* cmd_help.c - fcsim help [COMMAND | bash-completion] */
#include <string.h>
#include "cli/command.h"
#include "cli/help.h"
#include "sim/base/text.h"

static int run(const struct options *options) {
    struct text out = {0};
    const char *topic = options->argument_count ? options->arguments[0] : NULL;
    const struct command *command = topic ? command_find(topic) : NULL;
    if (command) {
        help_of_command(command, &out);
    } else if (!topic) {
        help_overview(&out);
    } else if (strcmp(topic, "bash-completion") == 0) {
        help_bash_completion(&out);
    } else {
        const char *names[64] = {"bash-completion"};
        int count = 1;
        for (const struct command *const *c = commands; *c; c++)
            names[count++] = (*c)->name;
        return complain_unknown("command", topic, text_nearest(topic, names, count));
    }
    emit(&out);
    return EXIT_DONE;
}

const struct command command_help = {
    .name = "help",
    .arguments = "[COMMAND]",
    .doc = "Shows the commands, or the options of one.",
    .details = "'fcsim help bash-completion' prints a completion script for bash.",
    .flags = FLAG(HELP),
    .most = 1,
    .run = run,
};
