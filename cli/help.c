/* SPDX-License-Identifier: MIT */
/* help.c - see help.h. */
#include "cli/help.h"

#include <signal.h>
#include "cli/command.h"
#include "cli/wrap.h"
#include "sim/base/text.h"

const struct exit_meaning exit_meanings[] = {
    {EXIT_DONE, "done"},
    {EXIT_ERROR, "failure"},
    {EXIT_USAGE, "usage"},
    {EXIT_INVALID, "invalid scenario or data"},
    {EXIT_ASSERTION, "an --assert failed"},
    {EXIT_UNDECIDED, "finished, but a precision or a target was not reached"},
    {EXIT_SIGNAL + SIGINT, "interrupted (143 by SIGTERM)"},
    {0},
};

static void add_exit_codes(struct text *out) {
    text_add(out, "Exit codes: ");
    for (const struct exit_meaning *meaning = exit_meanings; meaning->doc; meaning++)
        text_format(out, "%s%d %s", meaning == exit_meanings ? "" : ", ", meaning->code, meaning->doc);
    text_add(out, ".\n");
}

void help_overview(struct text *out) {
    struct text plain = {0};
    text_add(&plain, "fcsim - " FCSIM_SENTENCE "\n\nusage: fcsim COMMAND ...\n\n");
    for (const struct command *const *command = commands; *command; command++)
        text_format(&plain, "  %-10s %s\n", (*command)->name, (*command)->doc);
    text_add(&plain, "\n'fcsim help COMMAND' shows its options. To start: fcsim init\n\n");
    add_exit_codes(&plain);
    wrap_lines(plain.data, out);
    text_free(&plain);
}

void help_of_command(const struct command *command, struct text *out) {
    struct text plain = {0};
    text_format(&plain, "usage: fcsim %s%s%s\n\n%s\n", command->name, *command->arguments ? " " : "",
                command->arguments, command->doc);
    if (command->details)
        text_format(&plain, "\n%s\n", command->details);
    text_add_char(&plain, '\n');
    for (int id = 0; id < FLAG_COUNT; id++) {
        if (!(command->flags & UINT64_C(1) << id))
            continue;
        struct text left = {0};
        text_format(&left, "%s%s%s", flags[id].name, flags[id].value ? " " : "",
                    flags[id].value ? flags[id].value : "");
        text_format(&plain, "  %-30s  %s\n", left.data, flags[id].doc);
        text_free(&left);
    }
    wrap_lines(plain.data, out);
    text_free(&plain);
}

void help_bash_completion(struct text *out) {
    text_add(out, "# Bash completion for fcsim: eval \"$(fcsim help bash-completion)\"\n"
                  "_fcsim() {\n"
                  "    local word=\"${COMP_WORDS[COMP_CWORD]}\" options=\"\"\n"
                  "    if [ \"$COMP_CWORD\" -eq 1 ]; then\n"
                  "        COMPREPLY=($(compgen -W \"");
    for (const struct command *const *command = commands; *command; command++)
        text_format(out, "%s%s", command == commands ? "" : " ", (*command)->name);
    text_add(out, "\" -- \"$word\"))\n        return\n    fi\n    case \"${COMP_WORDS[1]}\" in\n");
    for (const struct command *const *command = commands; *command; command++) {
        text_format(out, "    %s) options=\"", (*command)->name);
        for (int id = 0, n = 0; id < FLAG_COUNT; id++)
            if ((*command)->flags & UINT64_C(1) << id)
                text_format(out, "%s%s", n++ ? " " : "", flags[id].name);
        text_add(out, "\" ;;\n");
    }
    text_add(out, "    esac\n"
                  "    case \"$word\" in\n"
                  "    -*) COMPREPLY=($(compgen -W \"$options\" -- \"$word\")) ;;\n"
                  "    *) COMPREPLY=($(compgen -f -- \"$word\")) ;;\n"
                  "    esac\n"
                  "}\n"
                  "complete -F _fcsim fcsim\n");
}
