/* SPDX-License-Identifier: MIT */
/* main.c - finds the command, reads its options, runs it. */
#include <errno.h>
#include <gsl/gsl_errno.h>
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include "cli/command.h"
#include "cli/made.h"
#include "cli/help.h"
#include "sim/base/arena.h"
#include "sim/base/problems.h"
#include "sim/base/text.h"

void emit(struct text *text) {
    if (text->length)
        fwrite(text->data, 1, text->length, stdout);
    text_free(text);
}

int complain(enum exit_code code, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    fputs("fcsim: ", stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
    return code;
}

int problems_print(const struct problems *problems, enum exit_code code) {
    struct text out = {0};
    problems_write(problems, &out);
    if (out.length)
        fwrite(out.data, 1, out.length, stderr);
    text_free(&out);
    return problems->errors ? code : EXIT_DONE;
}

int complain_unknown(const char *what, const char *word, const char *nearest) {
    if (nearest)
        return complain(EXIT_USAGE, "there is no %s \"%s\"; did you mean %s?", what, word, nearest);
    return complain(EXIT_USAGE, "there is no %s \"%s\"", what, word);
}

static int unknown_command(const char *word) {
    const char *names[64];
    int count = 0;
    for (const struct command *const *command = commands; *command; command++)
        names[count++] = (*command)->name;
    const char *nearest = text_nearest(word, names, count);
    int code = complain_unknown(word[0] == '-' ? "option" : "command", word, nearest);
    if (!nearest)
        fputs("'fcsim help' lists the commands.\n", stderr);
    return code;
}

static int run_command(const char *program, const struct command *command, int count, char **words) {
    struct options options = {.arena = arena_create(), .program = program};
    struct text error = {0};
    int code;
    if (!options_read(&options, command, count, words, &error)) {
        code = complain(EXIT_USAGE, "%s", error.data);
        fprintf(stderr, "'fcsim help %s' shows its options.\n", command->name);
    } else if (options.help) {
        struct text help = {0};
        help_of_command(command, &help);
        emit(&help);
        code = EXIT_DONE;
    } else {
        code = made_refuse_other(&options);
        code = code == EXIT_DONE ? command->run(&options) : code;
    }
    text_free(&error);
    arena_destroy(options.arena);
    return code;
}

/* A closed pipe or a file limit shows as an error of the write, not as a signal. */
static void report_errors_rather_than_die(void) {
    gsl_set_error_handler_off();
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN);
}

static int choose(int argc, char **argv) {
    if (argc < 2) {
        struct text help = {0};
        help_overview(&help);
        fwrite(help.data, 1, help.length, stderr);
        text_free(&help);
        return EXIT_USAGE;
    }
    const char *word = argv[1];
    const struct command *command = command_find(word);
    if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0)
        command = &command_help;
    else if (strcmp(word, "--version") == 0)
        command = &command_version;
    return command ? run_command(argv[0], command, argc - 2, argv + 2) : unknown_command(word);
}

/* A replication takes some megabytes and gives them all back at its end, for the next one to take: the C
 * library should keep them rather than ask the system each time. */
static void keep_memory(void) {
    enum { KEPT = 256 << 20 };
    mallopt(M_TRIM_THRESHOLD, KEPT);
    mallopt(M_MMAP_THRESHOLD, KEPT);
}

int main(int argc, char **argv) {
    keep_memory();
    report_errors_rather_than_die();
    int code = choose(argc, argv);
    errno = 0;
    if (fflush(stdout) || ferror(stdout))
        return complain(EXIT_ERROR, "cannot write to standard output%s%s", errno ? ": " : "",
                        errno ? strerror(errno) : "");
    return code;
}
