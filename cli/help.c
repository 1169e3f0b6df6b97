/* SPDX-License-Identifier: MIT */
/* help.c - see help.h. */
#include "cli/help.h"

#include "cli/command.h"
#include "sim/base/text.h"

static const char *const exit_codes =
    "Exit codes: 0 done, 1 failure, 2 usage, 3 invalid scenario or data, 4 an --assert failed,\n"
    "5 finished but a precision or target was not reached, 130 interrupted.\n";

void help_overview(struct text *out) {
    text_add(
        out,
        "fcsim - a simulator for planning e-commerce fulfilment centres\n\nusage: fcsim COMMAND ...\n\n");
    for (const struct command *const *command = commands; *command; command++)
        text_format(out, "  %-10s %s\n", (*command)->name, (*command)->doc);
    text_add(out, "\n'fcsim help COMMAND' shows its options. To start: fcsim init\n\n");
    text_add(out, exit_codes);
}

void help_of_command(const struct command *command, struct text *out) {
    text_format(out, "usage: fcsim %s%s%s\n\n%s\n", command->name, *command->arguments ? " " : "",
                command->arguments, command->doc);
    if (command->details)
        text_format(out, "\n%s\n", command->details);
    text_add_char(out, '\n');
    for (int id = 0; id < FLAG_COUNT; id++) {
        if (!(command->flags & 1u << id))
            continue;
        struct text left = {0};
        text_format(&left, "%s%s%s", flags[id].name, flags[id].value ? " " : "",
                    flags[id].value ? flags[id].value : "");
        text_format(out, "  %-30s %s\n", left.data, flags[id].doc);
        text_free(&left);
    }
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
            if ((*command)->flags & 1u << id)
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
