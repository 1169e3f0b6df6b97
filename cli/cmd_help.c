/* SPDX-License-Identifier: MIT */
/* cmd_help.c - fcsim help [COMMAND | man [COMMAND] | bash-completion] */
#include <string.h>
#include "cli/command.h"
#include "cli/help.h"
#include "sim/base/text.h"

static int no_such_command(const char *word) {
    const char *names[64] = {"bash-completion", "man"};
    int count = 2;
    for (const struct command *const *command = commands; *command; command++)
        names[count++] = (*command)->name;
    return complain_unknown("command", word, text_nearest(word, names, count));
}

static int run(const struct options *options) {
    const char *topic = options->argument_count > 0 ? options->arguments[0] : NULL;
    const char *page = options->argument_count > 1 ? options->arguments[1] : NULL;
    const struct command *command = topic ? command_find(topic) : NULL;
    bool man = topic && strcmp(topic, "man") == 0;
    if (page && !man)
        return complain(EXIT_USAGE, "help: \"%s\" is too much; usage: fcsim help [COMMAND]", page);
    if (page && !command_find(page))
        return no_such_command(page);
    struct text out = {0};
    if (man)
        help_man(page ? command_find(page) : NULL, &out);
    else if (command)
        help_of_command(command, &out);
    else if (!topic)
        help_overview(&out);
    else if (strcmp(topic, "bash-completion") == 0)
        help_bash_completion(&out);
    else
        return no_such_command(topic);
    emit(&out);
    return EXIT_DONE;
}

const struct command command_help = {
    .name = "help",
    .arguments = "[COMMAND]",
    .doc = "Shows the commands, or the options of one.",
    .details =
        "'fcsim help man' prints the manual page fcsim(1), 'fcsim help man COMMAND' that of a command.\n"
        "'fcsim help bash-completion' prints a completion script for bash.",
    .flags = FLAG(HELP),
    .most = 2,
    .run = run,
};
