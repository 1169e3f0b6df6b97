/* SPDX-License-Identifier: MIT */
/* cmd_report.c - fcsim report DIR...
 *
 * The command that made a directory is given again to a ledger that is sealed: it reads every replication and
 * makes none, so that files come out as they were. Of a run, one replication is simulated again to be drawn,
 * since movements are not in the ledger. */
#include <fcntl.h>
#include <string.h>
#include <unistd.h>
#include "cli/beside.h"
#include "cli/command.h"
#include "cli/engine.h"
#include "cli/made.h"
#include "cli/resume.h"
#include "sim/base/arena.h"
#include "sim/base/text.h"
#include "sim/config/inputs.h"
#include "sim/study/ledger.h"

static void tell_command(const struct options *again, const char *folder) {
    struct text command = {0};
    resume_add_command(again, false, &command);
    complain(EXIT_ERROR, "%s was made in %s by: %s", again->directory, folder, command.data);
    text_free(&command);
}

/* The ledger is there, and this program's engine made what it holds. */
static int check_ledger(const struct options *again) {
    const char *path = arena_format(again->arena, "%s/study.sqlite", again->directory);
    if (access(path, F_OK) != 0)
        return complain(EXIT_ERROR,
                        "report: there is no %s, which keeps the replications that the report is made from; "
                        "put it back, or run everything again",
                        path);
    struct text error = {0};
    struct ledger_key key = {.engine = engine_version()};
    struct ledger *ledger = ledger_open(path, &key, the_subject(), &error);
    struct ledger_engines engines = {0};
    if (ledger)
        engines = ledger_engines(ledger);
    ledger_close(ledger);
    int code = ledger ? EXIT_DONE : complain(EXIT_ERROR, "report: %s", error.data);
    if (ledger && !engines.ours && engines.others)
        code = complain(EXIT_ERROR,
                        "report: %s holds replications of engine %s, and this fcsim is engine %s; take the "
                        "fcsim that made them (\"fcsim version\" prints its engine), or run everything again",
                        path, engines.other, engine_version());
    text_free(&error);
    return code;
}

static int make_again(struct options *again, const char *folder) {
    int home = open(".", O_RDONLY | O_CLOEXEC), code = EXIT_DONE;
    if (again->command->flags & FLAG(RESUME))
        code = check_ledger(again);
    if (code == EXIT_DONE && chdir(folder) != 0)
        code = complain(EXIT_ERROR,
                        "report: there is no folder %s any more, in which %s was made and from which its "
                        "command reads files",
                        folder, again->directory);
    if (code == EXIT_DONE)
        code = again->command->run(again);
    if (home < 0 || fchdir(home) != 0)
        code = complain(EXIT_ERROR, "report: the working directory is gone");
    if (home >= 0)
        close(home);
    /* A target that was missed is part of the report. */
    if (code == EXIT_DONE || code == EXIT_ASSERTION || code == EXIT_UNDECIDED)
        return EXIT_DONE;
    tell_command(again, folder);
    return code;
}

static int report_of(const struct options *options, const char *directory) {
    struct options again = {.arena = options->arena, .program = options->program};
    struct made made;
    struct text error = {0};
    int code = EXIT_DONE;
    if (!made_read(absolute_path(options->arena, directory), options->arena, &made, &error) ||
        !options_read(&again, made.command, made.word_count, made.words, &error))
        code = complain(EXIT_INVALID, "report: %s", error.data);
    again.remade = again.directory;
    again.resume = made.command && made.command->flags & FLAG(RESUME);
    again.jobs = options->jobs;
    again.quiet = true;
    if (code == EXIT_DONE)
        code = make_again(&again, made.folder);
    text_free(&error);
    return code;
}

static void add_path(const struct options *options, const char *path, struct text *out) {
    if (options->json) {
        text_add(out, out->length ? ", " : "");
        text_add_json_string(out, path);
    } else if (!options->quiet) {
        text_format(out, "%s\n", path);
    }
}

static void show(const struct options *options, bool page, struct text *paths) {
    struct text out = {0};
    if (options->json)
        text_format(&out, "{\"reports\": [%s]", paths->data ? paths->data : "");
    else if (paths->length)
        text_add(&out, paths->data);
    if (options->json && page) {
        text_add(&out, ", \"page\": ");
        text_add_json_string(&out, options->file);
    } else if (page && !options->quiet) {
        text_format(&out, "%s\n", options->file);
    }
    text_add(&out, options->json ? "}\n" : "");
    text_free(paths);
    emit(&out);
}

static void drop_last_slashes(const struct options *options) {
    for (int i = 0; i < options->argument_count; i++) {
        size_t length = strlen(options->arguments[i]);
        while (length > 1 && options->arguments[i][length - 1] == '/')
            length--;
        options->arguments[i] = arena_copy_range(options->arena, options->arguments[i], length);
    }
}

/* One that cannot be made does not keep others from being made. */
static int run(const struct options *options) {
    struct text paths = {0};
    int code = EXIT_DONE;
    drop_last_slashes(options);
    for (int i = 0; i < options->argument_count && code < EXIT_SIGNAL; i++) {
        int own = report_of(options, options->arguments[i]);
        if (own == EXIT_DONE)
            add_path(options, arena_format(options->arena, "%s/report.html", options->arguments[i]), &paths);
        else
            code = own;
    }
    bool page = options->file && code == EXIT_DONE;
    if (page)
        code = beside_write(options);
    show(options, page && code == EXIT_DONE, &paths);
    return code;
}

const struct command command_report = {
    .name = "report",
    .arguments = "DIR...",
    .doc = "Makes the report and the plots of results again.",
    .details =
        "DIR is what run, sweep, merge, sensitivity, compare, size or forecast wrote with -o. Everything is "
        "made from DIR/study.sqlite and DIR/command.json, and comes out as it was; nothing is simulated but "
        "the one replication of a run that its report shows in motion. Options that only choose what is "
        "printed, --assert among them, do not count. -o FILE sets several runs side by side on a page: their "
        "key "
        "figures, and the settings that differ.",
    .flags = FLAG(PAGE) | FLAG(JOBS) | FLAG(JSON) | FLAG(QUIET) | FLAG(NO_COLOR) | FLAG(HELP),
    .least = 1,
    .most = 100000,
    .run = run,
};
