/* SPDX-License-Identifier: MIT */
/* commands.c - the table of commands, in the order in which help lists them. */
#include <string.h>
#include "cli/command.h"
#include "models/fcsim.h"

const struct command *const commands[] = {&command_run,
                                          &command_check,
                                          &command_describe,
                                          &command_schema,
                                          &command_init,
                                          &command_plot,
                                          &command_report,
                                          &command_layout,
                                          &command_sweep,
                                          &command_sensitivity,
                                          &command_compare,
                                          &command_size,
                                          &command_merge,
                                          &command_forecast,
                                          &command_backtest,
                                          &command_bench,
                                          &command_help,
                                          &command_version,
                                          NULL};

const struct command *command_find(const char *name) {
    for (const struct command *const *command = commands; *command; command++)
        if (strcmp((*command)->name, name) == 0)
            return *command;
    return NULL;
}

const struct subject *the_subject(void) {
    return &fcsim_subject;
}
