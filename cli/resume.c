/* SPDX-License-Identifier: MIT */
/* resume.c - see resume.h. */
#include "cli/resume.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "cli/command.h"
#include "cli/engine.h"
#include "sim/base/arena.h"
#include "sim/base/text.h"
#include "sim/study/ledger.h"

static const char *ledger_path(const struct options *options) {
    return arena_format(options->arena, "%s/study.sqlite", options->directory);
}

static void tell_of_others(const struct options *options, const char *path, struct ledger *ledger) {
    struct ledger_census census = ledger_census(ledger);
    if (!options->resume || options->quiet || census.replications || census.failed)
        return;
    struct ledger_others others = ledger_others(ledger);
    if (!others.replications)
        return;
    const char *other = !others.same_scenario ? "another scenario"
                        : !others.same_engine ? "another engine version"
                                              : "another seed";
    complain(EXIT_DONE,
             "%s holds %ld replication%s of %s and none of this run: all are made; the others are kept", path,
             others.replications, others.replications == 1 ? "" : "s", other);
}

int resume_open(const struct options *options, const struct scenario *scenario, uint64_t seed,
                struct ledger **ledger) {
    *ledger = NULL;
    if (!options->directory)
        return EXIT_DONE;
    const char *path = ledger_path(options);
    if (options->resume && access(path, F_OK) != 0)
        return complain(EXIT_USAGE, "run: there is no %s, so there is nothing to resume; leave --resume out",
                        path);
    struct ledger_key key = {.scenario = config_hash(scenario->config, the_subject()->labels),
                             .engine = engine_version(),
                             .seed = seed};
    struct text error = {0};
    *ledger = ledger_open(path, &key, the_subject(), &error);
    int code = *ledger ? EXIT_DONE : complain(EXIT_ERROR, "%s", error.data);
    text_free(&error);
    if (*ledger && options->remade)
        ledger_seal(*ledger);
    if (*ledger)
        tell_of_others(options, path, *ledger);
    return code;
}

void resume_tell(const struct options *options, const struct ledger *ledger, long recalled, long all) {
    if (!options->quiet && recalled > 0 && ledger && !ledger_is_new(ledger))
        complain(EXIT_DONE, "%ld of %ld replication%s %s read from %s", recalled, all, all == 1 ? "" : "s",
                 recalled == 1 ? "was" : "were", ledger_path(options));
}

/* As the shell wants it: in single quotes unless every character is harmless. */
static void add_quoted(struct text *out, const char *word) {
    static const char harmless[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./,:=@%+";
    if (*word && !word[strspn(word, harmless)]) {
        text_add(out, word);
        return;
    }
    text_add_char(out, '\'');
    for (; *word; word++)
        if (*word == '\'')
            text_add(out, "'\\''");
        else
            text_add_char(out, *word);
    text_add_char(out, '\'');
}

void resume_add_command(const struct options *options, bool resume, struct text *out) {
    bool adds = resume && options->command->flags & FLAG(RESUME) && !options->resume;
    add_quoted(out, options->program);
    text_format(out, " %s%s", options->command->name, adds ? " --resume" : "");
    for (int i = 0; i < options->word_count; i++) {
        text_add_char(out, ' ');
        add_quoted(out, options->words[i]);
    }
}

void resume_print_command(const struct options *options, const struct ledger *ledger) {
    if (!options->directory || options->remade || !ledger || ledger_is_damaged(ledger))
        return;
    struct text command = {0};
    resume_add_command(options, true, &command);
    complain(EXIT_DONE, "to go on from here: %s", command.data);
    text_free(&command);
}
