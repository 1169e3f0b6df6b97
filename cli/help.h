/* SPDX-License-Identifier: MIT */
/* help.h - help, manual pages and completion from the tables of commands and options. */
#ifndef CLI_HELP_H
#define CLI_HELP_H

struct command;
struct text;

#define FCSIM_SENTENCE "a simulator for planning e-commerce fulfilment centres"

struct exit_meaning {
    int code;
    const char *doc;
};
extern const struct exit_meaning exit_meanings[]; /* doc NULL at the end */

void help_overview(struct text *out);
void help_of_command(const struct command *command, struct text *out);
void help_bash_completion(struct text *out);
/* The page fcsim-COMMAND(1), or fcsim(1) for NULL, as roff. */
void help_man(const struct command *command, struct text *out);

#endif
