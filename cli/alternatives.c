/* SPDX-License-Identifier: MIT */
/* alternatives.c - which alternatives the arguments of fcsim compare name.
 *
 * A scenario is one; a study, or the directory of a sweep, is all of its designs; the directory of a run is
 * the scenario as it was understood there. Directories bring their ledgers. */
#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "cli/check_designs.h"
#include "cli/command.h"
#include "cli/comparing.h"
#include "cli/named_metrics.h"
#include "cli/scenario.h"
#include "cli/unlike.h"
#include "sim/base/arena.h"
#include "sim/base/problems.h"
#include "sim/base/text.h"
#include "sim/config/csv.h"
#include "sim/config/inputs.h"
#include "sim/study/study_file.h"

/* What one argument says. */
struct named {
    const char *argument;
    bool directory;
    const char *scenario; /* a single one; else NULL */
    struct study_config *study;
    int replications; /* that were made, 0 = none yet */
    bool seed_given;
    uint64_t seed;
};

static bool is_directory(const char *path) {
    struct stat status;
    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

static const char *in_directory(struct arena *arena, const char *directory, const char *name) {
    size_t length = strlen(directory);
    while (length > 1 && directory[length - 1] == '/')
        length--;
    return arena_format(arena, "%.*s/%s", (int)length, directory, name);
}

/* How often and with which seed the run of a directory was made. */
static void read_summary(struct named *named, struct arena *arena) {
    size_t length;
    const char *fault;
    char *content =
        file_content(arena, in_directory(arena, named->argument, "summary.json"), &length, &fault);
    cJSON *root = content ? cJSON_ParseWithLength(content, length) : NULL;
    const cJSON *seed = cJSON_GetObjectItemCaseSensitive(root, "seed"),
                *replications = cJSON_GetObjectItemCaseSensitive(root, "replications");
    if (cJSON_IsNumber(seed) && seed->valuedouble >= 0.0) {
        named->seed_given = true;
        named->seed = (uint64_t)seed->valuedouble;
    }
    if (cJSON_IsNumber(replications) && replications->valueint > 0)
        named->replications = replications->valueint;
    cJSON_Delete(root);
    free(content);
}

/* How many replications every design of a sweep has; 0 = that is not known. */
static int fewest_replications(const char *directory, struct arena *arena) {
    struct problems *unread = problems_create(arena);
    struct csv *csv = csv_open(arena, in_directory(arena, directory, "designs.csv"), unread);
    int column = csv ? csv_column(csv, "n", true) : -1, fewest = 0;
    while (column >= 0 && csv_next(csv)) {
        int n = atoi(csv->cells[column]);
        fewest = n > 0 && (!fewest || n < fewest) ? n : fewest;
    }
    if (csv)
        csv_close(csv);
    return fewest;
}

/* "until" of a study is about each design alone, --until of a comparison about differences: neither says what
 * the other would. Replications that a sweep has made by then can be compared. */
static int check_until(const struct options *options, const struct named *named) {
    bool decided = options->reps || options->until_count || options->select;
    if (!named->study->until_count || decided || (named->directory && named->replications))
        return EXIT_DONE;
    return complain(
        EXIT_USAGE,
        "compare: %s: \"until\" is a precision of each design alone and leaves each with its own "
        "number of replications, but pairs need the same; give --reps N, or --until METRIC:abs=X "
        "for a precision of the differences, or run fcsim sweep -o DIR to its end and compare DIR",
        named->argument);
}

static int read_study(const struct options *options, struct named *named, const char *path) {
    struct arena *arena = options->arena;
    struct problems *problems = problems_create(arena);
    named->study = study_file_read(arena, path, the_subject()->fields, problems);
    problems_print(problems, EXIT_INVALID);
    if (!named->study)
        return EXIT_INVALID;
    named->replications = named->directory && named->study->until_count
                              ? fewest_replications(named->argument, arena)
                              : named->study->replications;
    named->seed_given = named->study->seed >= 0;
    named->seed = named->seed_given ? (uint64_t)named->study->seed : 0;
    return check_until(options, named);
}

static int read_directory(const struct options *options, struct named *named) {
    struct arena *arena = options->arena;
    const char *study = in_directory(arena, named->argument, "study.json"),
               *scenario = in_directory(arena, named->argument, "scenario.resolved.json");
    named->directory = true;
    if (access(study, R_OK) == 0)
        return read_study(options, named, study);
    if (access(scenario, R_OK) != 0)
        return complain(EXIT_USAGE,
                        "compare: %s holds neither scenario.resolved.json of a run nor study.json of a sweep",
                        named->argument);
    named->scenario = scenario;
    read_summary(named, arena);
    return EXIT_DONE;
}

/* Its files would be mixed with those of the comparison. */
static bool is_output(const struct options *options, const char *path) {
    struct stat a, b;
    return options->directory && stat(path, &a) == 0 && stat(options->directory, &b) == 0 &&
           a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

static int read_argument(const struct options *options, const char *argument, struct named *named) {
    struct arena *arena = options->arena;
    *named = (struct named){.argument = argument};
    if (is_output(options, argument))
        return complain(EXIT_USAGE, "compare: -o %s is one of the results that are compared; name another",
                        options->directory);
    if (is_directory(argument))
        return read_directory(options, named);
    if (study_file_is(arena, argument))
        return read_study(options, named, argument);
    named->scenario = argument;
    return EXIT_DONE;
}

static int read_varied(const struct options *options, struct named *named) {
    struct text error = {0};
    int code = EXIT_DONE;
    *named = (struct named){.argument = options->arguments[0]};
    named->study = arena_new(options->arena, struct study_config);
    if (options->argument_count != 1)
        code = complain(EXIT_USAGE, "compare: --vary takes one scenario");
    else if (!study_from_words(options->arena, options->arguments[0], the_subject()->fields, options->vary,
                               options->vary_count, options->zip, named->study, &error))
        code = complain(EXIT_USAGE, "compare: %s", error.data);
    text_free(&error);
    return code;
}

/* Names */

static const char *name_of(const struct named *named, struct arena *arena) {
    size_t length = strlen(named->argument);
    while (length > 1 && named->argument[length - 1] == '/')
        length--;
    return options_name_of(arena_copy_range(arena, named->argument, length), arena);
}

static const char *name_of_design(const struct designs *designs, int design, struct arena *arena) {
    const char *name = "";
    for (int f = 0; f < designs->factor_count; f++)
        name = arena_format(arena, "%s%s%s=%s", name, f ? ", " : "", designs->factors[f].name,
                            design_value(designs, design, f));
    return name;
}

static bool is_taken(const struct alternatives *alternatives, const char *name) {
    for (int i = 0; i < alternatives->count; i++)
        if (strcmp(alternatives->variants[i].name, name) == 0)
            return true;
    return false;
}

/* The name, or the argument before it, or a number after it: no two are the same. */
static const char *free_name(const struct alternatives *alternatives, const char *name, const char *argument,
                             struct arena *arena) {
    if (!is_taken(alternatives, name))
        return name;
    const char *longer = strcmp(name, argument) == 0 ? name : arena_format(arena, "%s: %s", argument, name);
    const char *found = longer;
    for (int i = 2; is_taken(alternatives, found); i++)
        found = arena_format(arena, "%s (%d)", longer, i);
    return found;
}

/* Variants */

static int count_of(const struct named *named) {
    return named->scenario ? 1 : named->study->designs.count;
}

/* --set comes after what a study sets for all of its designs. */
static struct setting *settings_of(const struct options *options, const struct named *named, int *count) {
    int first = named->study ? named->study->set_count : 0;
    *count = first + options->setting_count;
    struct setting *settings = arena_array(options->arena, struct setting, *count + 1);
    for (int i = 0; i < *count; i++)
        settings[i] = i < first ? named->study->settings[i] : options->settings[i - first];
    return settings;
}

static int check_factors(const struct options *options, const struct named *named) {
    struct text error = {0};
    int count, code = EXIT_DONE;
    struct setting *settings = settings_of(options, named, &count);
    if (named->study && !factors_check(&named->study->designs, settings, count, &error))
        code = complain(EXIT_USAGE, "compare: %s", error.data);
    text_free(&error);
    return code;
}

static void add_variants(const struct options *options, const struct named *named,
                         struct alternatives *alternatives) {
    struct arena *arena = options->arena;
    int setting_count;
    struct setting *settings = settings_of(options, named, &setting_count);
    const char *argument = name_of(named, arena);
    struct variant alone = {.path = named->scenario, .settings = settings, .setting_count = setting_count};
    struct variant *variants = named->scenario
                                   ? &alone
                                   : designs_variants(&named->study->designs, named->study->scenario,
                                                      settings, setting_count, arena);
    for (int i = 0; i < count_of(named); i++) {
        struct variant variant = variants[i];
        const char *name = named->scenario ? argument : name_of_design(&named->study->designs, i, arena);
        variant.name = free_name(alternatives, name, argument, arena);
        alternatives->variants[alternatives->count++] = variant;
    }
    const char *ledger = in_directory(arena, named->argument, "study.sqlite");
    if (named->directory && access(ledger, R_OK) == 0)
        alternatives->ledgers[alternatives->ledger_count++] = ledger;
}

/* What is wrong with each, said once; of a resolved scenario, what was said when it was run is not repeated.
 */
static int check(const struct options *options, struct alternatives *alternatives) {
    struct problems *said = problems_create(options->arena);
    struct study_plan *plans = arena_array(options->arena, struct study_plan, alternatives->count);
    for (int i = 0; i < alternatives->count; i++) {
        const struct variant *variant = &alternatives->variants[i];
        struct options own = *options;
        struct arena *arena = arena_create();
        own.arena = i ? arena : options->arena;
        own.settings = (struct setting *)variant->settings;
        own.setting_count = variant->setting_count;
        struct scenario scenario = scenario_read(&own, variant->path);
        plans[i] = scenario.plan;
        plans[i].currency = arena_copy(options->arena, scenario.valid ? scenario.plan.currency : "");
        if (!scenario.valid || !text_ends_with(variant->path, "scenario.resolved.json"))
            problems_join(said, scenario.problems);
        arena_destroy(arena);
    }
    alternatives->plan = plans[0];
    int code = problems_print(said, EXIT_INVALID);
    if (code != EXIT_DONE)
        return code;
    alternatives->unlike = unlike_studies(alternatives->variants, plans, alternatives->count, options->arena,
                                          &alternatives->unlike_count);
    return unlike_currencies(options, alternatives->variants, plans, alternatives->count);
}

int alternatives_read(const struct options *options, struct alternatives *alternatives) {
    struct arena *arena = options->arena;
    int arguments = options->vary_count ? 1 : options->argument_count, total = 0, code = EXIT_DONE;
    struct named *named = arena_array(arena, struct named, arguments + 1);
    for (int i = 0; i < arguments && code == EXIT_DONE; i++) {
        code = options->vary_count ? read_varied(options, &named[i])
                                   : read_argument(options, options->arguments[i], &named[i]);
        if (code == EXIT_DONE)
            code = check_factors(options, &named[i]);
        total += code == EXIT_DONE ? count_of(&named[i]) : 0;
    }
    if (code != EXIT_DONE)
        return code;
    if (total < 2)
        return complain(EXIT_USAGE,
                        "compare: name two or more scenarios or results, or what to vary with --vary");
    *alternatives = (struct alternatives){.variants = arena_array(arena, struct variant, total),
                                          .ledgers = arena_array(arena, const char *, arguments + 1)};
    for (int i = 0; i < arguments; i++)
        add_variants(options, &named[i], alternatives);
    code = check(options, alternatives);
    struct named_metrics asked = metrics_named(options);
    if (code == EXIT_DONE)
        code = metrics_check(options, &asked, alternatives->variants, alternatives->count);
    bool open_ended = options->until_count || options->select;
    alternatives->seed = options->seed_given   ? options->seed
                         : named[0].seed_given ? named[0].seed
                                               : alternatives->plan.seed;
    alternatives->replications = options->reps           ? options->reps
                                 : open_ended            ? UNTIL_CAP
                                 : named[0].replications ? named[0].replications
                                                         : alternatives->plan.replications;
    if (code == EXIT_DONE && (double)total * alternatives->replications > 1e9)
        return complain(EXIT_USAGE, "compare: %d alternatives of %d replications are too many", total,
                        alternatives->replications);
    return code;
}
