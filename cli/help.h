/* SPDX-License-Identifier: MIT */
/* help.h - help from the tables of commands and options. */
#ifndef CLI_HELP_H
#define CLI_HELP_H

struct command;
struct text;

void help_overview(struct text *out);
void help_of_command(const struct command *command, struct text *out);
void help_bash_completion(struct text *out);

#endif
