/* SPDX-License-Identifier: MIT */
/* man.c - manual pages as roff, from the same tables as the help. */
#include "cli/command.h"
#include "cli/help.h"
#include "sim/base/text.h"

/* Escapes what roff would take for itself; a hyphen is a minus, so that options can be copied. */
static void add_roff(struct text *out, const char *words) {
    bool line_start = true;
    for (; *words; words++) {
        if (line_start && (*words == '.' || *words == '\''))
            text_add(out, "\\&");
        if (*words == '\\')
            text_add(out, "\\e");
        else if (*words == '-')
            text_add(out, "\\-");
        else
            text_add_char(out, *words);
        line_start = *words == '\n';
    }
}

static void add_paragraph(struct text *out, const char *words) {
    text_add(out, ".PP\n");
    add_roff(out, words);
    text_add_char(out, '\n');
}

/* A tagged paragraph: a bold term, an italic value or NULL, and what it means. */
static void add_term(struct text *out, const char *term, const char *value, const char *doc) {
    text_add(out, ".TP\n\\fB");
    add_roff(out, term);
    text_add(out, "\\fR");
    if (value) {
        text_add(out, " \\fI");
        add_roff(out, value);
        text_add(out, "\\fR");
    }
    text_add_char(out, '\n');
    add_roff(out, doc);
    text_add_char(out, '\n');
}

static void add_exit_status(struct text *out) {
    text_add(out, ".SH EXIT STATUS\n");
    for (const struct exit_meaning *meaning = exit_meanings; meaning->doc; meaning++) {
        struct text code = {0};
        text_format(&code, "%d", meaning->code);
        add_term(out, code.data, NULL, meaning->doc);
        text_free(&code);
    }
}

static void man_of_program(struct text *out) {
    text_add(
        out,
        ".TH FCSIM 1 \"\" \"fcsim " FCSIM_VERSION "\" \"User Commands\"\n"
        ".SH NAME\nfcsim \\- " FCSIM_SENTENCE "\n"
        ".SH SYNOPSIS\n\\fBfcsim\\fR \\fICOMMAND\\fR [\\fIOPTION\\fR]... [\\fIARGUMENT\\fR]...\n"
        ".SH DESCRIPTION\n"
        "A scenario is a JSON file; a run writes throughput and latency statistics, plots and a report.\n"
        "Results go to standard output, everything else to standard error.\n"
        ".SH COMMANDS\n");
    for (const struct command *const *command = commands; *command; command++) {
        struct text page = {0};
        text_format(&page, "fcsim-%s(1)", (*command)->name);
        add_term(out, page.data, NULL, (*command)->doc);
        text_free(&page);
    }
    add_exit_status(out);
    text_add(out, ".SH ENVIRONMENT\n");
    add_term(out, "FCSIM_SCENARIOS", NULL, "The folder of the scenarios that fcsim init offers.");
    add_term(out, "NO_COLOR", NULL, "Not empty: no colours.");
    add_term(out, "TMPDIR", NULL, "Where temporary files are written.");
}

static void man_of_command(const struct command *command, struct text *out) {
    text_format(out, ".TH FCSIM\\-%s 1 \"\" \"fcsim " FCSIM_VERSION "\" \"User Commands\"\n", command->name);
    text_format(out, ".SH NAME\nfcsim\\-%s \\- ", command->name);
    add_roff(out, command->doc);
    text_format(out, "\n.SH SYNOPSIS\n\\fBfcsim %s\\fR [\\fIOPTION\\fR]... \\fI", command->name);
    add_roff(out, command->arguments);
    text_add(out, "\\fR\n");
    if (command->details) {
        text_add(out, ".SH DESCRIPTION\n");
        add_paragraph(out, command->details);
    }
    text_add(out, ".SH OPTIONS\n");
    for (int id = 0; id < FLAG_COUNT; id++)
        if (command->flags & UINT64_C(1) << id)
            add_term(out, flags[id].name, flags[id].value, flags[id].doc);
    add_exit_status(out);
    text_add(out, ".SH SEE ALSO\n\\fBfcsim\\fR(1)\n");
}

void help_man(const struct command *command, struct text *out) {
    if (command)
        man_of_command(command, out);
    else
        man_of_program(out);
}
