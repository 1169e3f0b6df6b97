/* SPDX-License-Identifier: MIT */
/* options.c - the table of options and how words become values. */
#include "cli/options.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "cli/command.h"
#include "cli/target.h"
#include "sim/base/arena.h"
#include "sim/base/text.h"

enum { MOST_REPLICATIONS = 100 * 1000 * 1000, MOST_JOBS = 1024, MOST_SHARDS = 100000, MOST_DAYS_AHEAD = 800 };

const struct flag flags[FLAG_COUNT] = {
    [FLAG_SET] = {"--set", 0, "PATH=VALUE", "Changes one value of the scenario; may be repeated."},
    [FLAG_SEED] = {"--seed", 0, "N", "Takes this seed rather than the scenario's."},
    [FLAG_REPS] = {"--reps", 0, "N", "Makes N replications; with --until, at most N."},
    [FLAG_UNTIL] = {"--until", 0, "METRIC:rel=0.01|abs=X",
                    "Adds replications until the interval is this narrow; may be repeated."},
    [FLAG_SELECT] = {"--select", 0, "METRIC:delta=X",
                     "Adds replications until the best is found, where less than X does not matter."},
    [FLAG_LAST_DAY] = {"--until", 0, "DATE", "Forecasts up to this day."},
    [FLAG_CALENDAR] = {"--calendar", 0, "FILE",
                       "Reads holidays, promotions and other events from this file."},
    [FLAG_COLUMNS] = {"--columns", 0, "date=NAME,value=NAME,...",
                      "Names the columns of the history: date, value, series, sum, stock_out, order; "
                      "value=1: each row is an order."},
    [FLAG_ORIGIN] = {"--origin", 0, "DATE", "Forecasts as if this were the last day known; may be repeated."},
    [FLAG_HORIZON] = {"--horizon", 0, "DAYS", "Forecasts so many days ahead."},
    [FLAG_PEAK] = {"--peak", 0, "MM-DD:MM-DD", "Scores these days of the year on their own as well."},
    [FLAG_GROWTH] = {"--growth", 0, "FACTOR[:SPREAD]",
                     "Multiplies the forecast, the factor's logarithm having this standard deviation."},
    [FLAG_LIKE] = {"--like", 0, "FILE[:SERIES]",
                   "Takes effects of the week, the year and events from the history of an analogous centre."},
    [FLAG_VARY] = {"--vary", 0, "PATH=LO:HI[:STEP]",
                   "Varies a key over a range, or over values as PATH=a,b,c; may be repeated."},
    [FLAG_ZIP] = {"--zip", 0, NULL, "Pairs the values of several --vary rather than crossing them."},
    [FLAG_METRIC] = {"--metric", 0, "NAME", "Shows this metric; may be repeated."},
    [FLAG_SHARD] = {"--shard", 0, "I/N", "Runs every N-th replication, from the I-th on, for fcsim merge."},
    [FLAG_RETRY_FAILED] = {"--retry-failed", 0, NULL, "Runs replications again that failed before."},
    [FLAG_JOBS] = {"--jobs", 0, "N", "Runs on N threads rather than on all cores."},
    [FLAG_REPLICATION] = {"--replication", 0, "K", "Reruns replication K alone."},
    [FLAG_DIRECTORY] = {"-o", 'o', "DIR", "Writes results, plots and the report into DIR."},
    [FLAG_FILE] = {"-o", 'o', "FILE", "Writes the drawing into FILE."},
    [FLAG_PAGE] = {"-o", 'o', "FILE", "Writes a page into FILE that sets runs side by side."},
    [FLAG_RESUME] = {"--resume", 0, NULL,
                     "Goes on with what the directory of -o holds; an error if there is nothing."},
    [FLAG_ASSERT] = {"--assert", 0, "'METRIC>=VALUE'",
                     "Exits with 4 if this fails, with 5 if it is undecided; may be repeated."},
    [FLAG_ASSERT_DIFFERENCE] =
        {"--assert", 0, "'METRIC>=VALUE'",
         "Exits with 4 if the difference of an alternative from the base fails this, with 5 "
         "if it is undecided; may be repeated."},
    [FLAG_TARGET] = {"--target", 0, "'METRIC>=VALUE'",
                     "Asks for designs that hold this with confidence; may be repeated."},
    [FLAG_MINIMISE] = {"--minimise", 0, "METRIC[:delta=X]|PATH",
                       "Looks for the least of this metric, where less than X does not matter (0.05 % of "
                       "it by default), or of a varied key; cost.per_day by default.",
                       "--minimize"},
    [FLAG_MAXIMISE] = {"--maximise", 0, "PATH|METRIC[:delta=X]",
                       "Looks for the most of a varied key, such as demand.scale, or of a metric.",
                       "--maximize"},
    [FLAG_PLAN] = {"--plan", 0, NULL,
                   "Makes a staffing plan of the teams' shifts: people per team, day and shift."},
    [FLAG_BOTTLENECK] = {"--bottleneck", 0, NULL,
                         "Measures what one more unit of each resource would bring."},
    [FLAG_TRACE] = {"--trace", 0, "FILE",
                    "Writes every event of the replication named by --replication as JSON lines."},
    [FLAG_ORDERS] = {"--orders", 0, NULL,
                     "Writes orders.csv of the replication named by --replication into the directory of -o."},
    [FLAG_PLOT] = {"--plot", 0, "NAME", "Names the plot."},
    [FLAG_TERM] = {"--term", 0, "svg|png|dumb", "Draws as SVG, as PNG or with characters (the default)."},
    [FLAG_FORCE] = {"--force", 0, NULL, "Overwrites a file that is there."},
    [FLAG_DRY_RUN] = {"--dry-run", 0, NULL, "Checks everything and says what would be run."},
    [FLAG_MARKDOWN] = {"--markdown", 0, NULL,
                       "Prints all keys, or with \"metrics\" all metrics, as Markdown."},
    [FLAG_JSON] = {"--json", 0, NULL, "Prints one JSON object."},
    [FLAG_QUIET] = {"--quiet", 0, NULL, "Prints no progress and no summary."},
    [FLAG_NO_COLOR] = {"--no-color", 0, NULL, "Prints without colours, as does NO_COLOR in the environment."},
    [FLAG_HELP] = {"--help", 'h', NULL, "Prints this help."},
};

static bool whole_number(const char *text, uint64_t least, uint64_t most, uint64_t *number) {
    char *end;
    errno = 0;
    if (*text < '0' || *text > '9')
        return false;
    *number = strtoull(text, &end, 10);
    return !errno && !*end && *number >= least && *number <= most;
}

static bool take_count(const char *name, const char *value, int most, int *count, struct text *error) {
    uint64_t number;
    if (!whole_number(value, 1, (uint64_t)most, &number)) {
        text_format(error, "%s %s: must be a whole number from 1 to %d", name, value, most);
        return false;
    }
    *count = (int)number;
    return true;
}

static bool take_seed(struct options *options, const char *value, struct text *error) {
    options->seed_given = whole_number(value, 0, UINT64_MAX, &options->seed);
    if (!options->seed_given)
        text_format(error, "--seed %s: must be a whole number from 0 to 18446744073709551615", value);
    return options->seed_given;
}

static bool take_setting(struct options *options, const char *value, struct text *error) {
    if (!strchr(value, '=')) {
        text_format(error, "--set %s: write PATH=VALUE", value);
        return false;
    }
    options->settings[options->setting_count++] = (struct setting){value};
    return true;
}

static bool take_text(const char **place, const char *name, const char *value, struct text *error) {
    if (!*value)
        text_format(error, "%s: its value is empty", name);
    *place = value;
    return *value != 0;
}

static bool take_shard(struct options *options, const char *value, struct text *error) {
    const char *slash = strchr(value, '/');
    uint64_t shard = 0, shards = 0;
    char first[16] = "";
    if (slash && slash - value < (long)sizeof first)
        memcpy(first, value, (size_t)(slash - value));
    bool right =
        slash && whole_number(slash + 1, 1, MOST_SHARDS, &shards) && whole_number(first, 1, shards, &shard);
    if (!right)
        text_format(error, "--shard %s: write I/N, with I from 1 to N", value);
    options->shard = (int)shard;
    options->shards = (int)shards;
    return right;
}

static bool take_metric(struct options *options, const char *value, struct text *error) {
    const struct metric *metric;
    if (!metric_read("--metric", value, value, the_subject(), options->arena, &metric, error))
        return false;
    if (strstr(value, "=*]")) {
        text_format(error, "--metric %s: a column shows one member; name it, as in %.*sNAME]", value,
                    (int)(strstr(value, "*]") - value), value);
        return false;
    }
    options->metrics[options->metric_count++] = value;
    return true;
}

static bool take_switch(struct options *options, enum flag_id id) {
    bool *const places[FLAG_COUNT] = {[FLAG_RESUME] = &options->resume,
                                      [FLAG_ZIP] = &options->zip,
                                      [FLAG_RETRY_FAILED] = &options->retry_failed,
                                      [FLAG_ORDERS] = &options->orders,
                                      [FLAG_FORCE] = &options->force,
                                      [FLAG_DRY_RUN] = &options->dry_run,
                                      [FLAG_PLAN] = &options->plan,
                                      [FLAG_BOTTLENECK] = &options->bottleneck,
                                      [FLAG_MARKDOWN] = &options->markdown,
                                      [FLAG_JSON] = &options->json,
                                      [FLAG_QUIET] = &options->quiet,
                                      [FLAG_NO_COLOR] = &options->no_color,
                                      [FLAG_HELP] = &options->help};
    return *places[id] = true;
}

static bool take(struct options *options, enum flag_id id, const char *value, struct text *error) {
    const char *name = flags[id].name;
    switch (id) {
    case FLAG_SET:
        return take_setting(options, value, error);
    case FLAG_SEED:
        return take_seed(options, value, error);
    case FLAG_REPS:
        return take_count(name, value, MOST_REPLICATIONS, &options->reps, error);
    case FLAG_JOBS:
        return take_count(name, value, MOST_JOBS, &options->jobs, error);
    case FLAG_REPLICATION:
        return take_count(name, value, MOST_REPLICATIONS, &options->replication, error);
    case FLAG_UNTIL:
        return until_read(value, the_subject(), options->arena, &options->until[options->until_count++],
                          error);
    case FLAG_ASSERT:
        return target_read(value, the_subject(), options->arena, TARGET_OF_RUN,
                           &options->targets[options->target_count++], error);
    case FLAG_ASSERT_DIFFERENCE:
        return target_read(value, the_subject(), options->arena, TARGET_OF_DIFFERENCES,
                           &options->targets[options->target_count++], error);
    case FLAG_SELECT:
        options->select = arena_new(options->arena, struct until);
        return select_read(name, value, the_subject(), options->arena, options->select, error);
    case FLAG_TARGET:
        return target_read(value, the_subject(), options->arena, TARGET_OF_DESIGNS,
                           &options->targets[options->target_count++], error);
    case FLAG_MINIMISE:
        return take_text(&options->minimise, name, value, error);
    case FLAG_MAXIMISE:
        return take_text(&options->maximise, name, value, error);
    case FLAG_VARY:
        options->vary[options->vary_count++] = value;
        return true;
    case FLAG_ORIGIN:
        options->origins[options->origin_count++] = value;
        return true;
    case FLAG_HORIZON:
        return take_count(name, value, MOST_DAYS_AHEAD, &options->horizon, error);
    case FLAG_LAST_DAY:
        return take_text(&options->last_day, name, value, error);
    case FLAG_CALENDAR:
        return take_text(&options->calendar, name, value, error);
    case FLAG_COLUMNS:
        return take_text(&options->columns, name, value, error);
    case FLAG_PEAK:
        return take_text(&options->peak, name, value, error);
    case FLAG_GROWTH:
        return take_text(&options->growth, name, value, error);
    case FLAG_LIKE:
        return take_text(&options->like, name, value, error);
    case FLAG_METRIC:
        return take_metric(options, value, error);
    case FLAG_SHARD:
        return take_shard(options, value, error);
    case FLAG_DIRECTORY:
        return take_text(&options->directory, name, value, error);
    case FLAG_FILE:
    case FLAG_PAGE:
        return take_text(&options->file, name, value, error);
    case FLAG_TRACE:
        return take_text(&options->trace, name, value, error);
    case FLAG_PLOT:
        return take_text(&options->plot, name, value, error);
    case FLAG_TERM:
        return take_text(&options->term, name, value, error);
    default:
        return take_switch(options, id);
    }
}

static bool unknown_option(const struct command *command, const char *word, size_t length,
                           struct text *error) {
    const char *names[FLAG_COUNT];
    int count = 0;
    for (int id = 0; id < FLAG_COUNT; id++)
        if (command->flags & UINT64_C(1) << id)
            names[count++] = flags[id].name;
    struct text typed = {0};
    text_add_range(&typed, word, length);
    const char *nearest = text_nearest(typed.data, names, count);
    text_format(error, "%s: unknown option %s%s%s%s", command->name, typed.data,
                nearest ? "; did you mean " : "", nearest ? nearest : "", nearest ? "?" : "");
    text_free(&typed);
    return false;
}

static bool is_word(const char *name, const char *word, size_t length) {
    return name && strlen(name) == length && memcmp(name, word, length) == 0;
}

/* The option that `word` names in its first `length` characters, or -1: where two commands mean different
 * things by a name, that of the command. */
static int flag_of(const struct command *command, const char *word, size_t length) {
    int found = -1;
    for (int id = 0; id < FLAG_COUNT; id++)
        if (is_word(flags[id].name, word, length) || is_word(flags[id].also, word, length) ||
            (flags[id].letter && length == 2 && word[1] == flags[id].letter)) {
            found = id;
            if (command->flags & UINT64_C(1) << id)
                break;
        }
    return found;
}

/* Of other options that take a value, only one of two could count. */
static const uint64_t repeatable = FLAG(SET) | FLAG(UNTIL) | FLAG(ORIGIN) | FLAG(VARY) | FLAG(METRIC) |
                                   FLAG(ASSERT) | FLAG(ASSERT_DIFFERENCE) | FLAG(TARGET);

static bool given_twice(struct options *options, int id, struct text *error) {
    uint64_t flag = UINT64_C(1) << id;
    bool twice = options->given & flag && flags[id].value && !(repeatable & flag);
    options->given |= flag;
    if (twice)
        text_format(error, "%s: %s is given twice, and only one of its values could count",
                    options->command->name, flags[id].name);
    return twice;
}

/* Takes the option at words[*at]; its value may be in the same word ("--reps=5") or in the next one. */
static bool read_option(struct options *options, int count, char **words, int *at, struct text *error) {
    const char *word = words[*at];
    size_t length = strcspn(word, "=");
    int id = flag_of(options->command, word, length);
    if (id < 0)
        return unknown_option(options->command, word, length, error);
    const struct flag *flag = &flags[id];
    if (!(options->command->flags & UINT64_C(1) << id)) {
        const char *why = id == FLAG_SHARD ? options->command->no_shards : NULL;
        text_format(error, "%s: %s is not an option of this command%s%s", options->command->name, flag->name,
                    why ? ": " : "", why ? why : "");
        return false;
    }
    const char *value = word[length] ? word + length + 1 : NULL;
    if (!flag->value && value) {
        text_format(error, "%s: %s takes no value", options->command->name, flag->name);
        return false;
    }
    if (flag->value && !value && *at + 1 < count)
        value = words[++*at];
    if (flag->value && !value) {
        text_format(error, "%s: %s needs a value: %s %s", options->command->name, flag->name, flag->name,
                    flag->value);
        return false;
    }
    return !given_twice(options, id, error) && take(options, (enum flag_id)id, value, error);
}

/* Options that say where results go, how they are made and what is printed. */
static const uint64_t passing = FLAG(DIRECTORY) | FLAG(JOBS) | FLAG(RESUME) | FLAG(RETRY_FAILED) |
                                FLAG(ASSERT) | FLAG(ASSERT_DIFFERENCE) | FLAG(TRACE) | FLAG(ORDERS) |
                                FLAG(JSON) | FLAG(QUIET) | FLAG(NO_COLOR);

static void keep_words(struct options *options, char **words, int from, int to, bool argument) {
    int id = argument ? -1 : flag_of(options->command, words[from], strcspn(words[from], "="));
    for (int i = from; i <= to && (id < 0 || !(passing & UINT64_C(1) << id)); i++)
        options->kept[options->kept_count++] = words[i];
}

static bool right_number_of_arguments(const struct options *options, struct text *error) {
    const struct command *command = options->command;
    int n = options->argument_count;
    if (n >= command->least && n <= command->most)
        return true;
    if (n < command->least)
        text_format(error, "%s: %s is missing", command->name, command->arguments);
    else
        text_format(error, "%s: \"%s\" is too much; usage: fcsim %s %s", command->name,
                    options->arguments[command->most], command->name, command->arguments);
    return false;
}

bool options_read(struct options *options, const struct command *command, int count, char **words,
                  struct text *error) {
    struct arena *arena = options->arena;
    options->command = command;
    options->words = words;
    options->word_count = count;
    options->arguments = arena_array(arena, const char *, count + 1);
    options->kept = arena_array(arena, const char *, count + 1);
    options->settings = arena_array(arena, struct setting, count + 1);
    options->vary = arena_array(arena, const char *, count + 1);
    options->metrics = arena_array(arena, const char *, count + 1);
    options->origins = arena_array(arena, const char *, count + 1);
    options->until = arena_array(arena, struct until, count + 1);
    options->targets = arena_array(arena, struct target, count + 1);
    const char *no_color = getenv("NO_COLOR");
    options->no_color = no_color && *no_color;
    bool only_arguments = false;
    for (int i = 0; i < count; i++) {
        const char *word = words[i];
        int first = i;
        bool argument = only_arguments || word[0] != '-' || !word[1];
        if (argument)
            options->arguments[options->argument_count++] = word;
        else if (strcmp(word, "--") == 0)
            only_arguments = true;
        else if (!read_option(options, count, words, &i, error))
            return false;
        keep_words(options, words, first, i, argument);
    }
    return options->help || right_number_of_arguments(options, error);
}

int options_jobs(const struct options *options) {
    long online = sysconf(_SC_NPROCESSORS_ONLN);
    return options->jobs ? options->jobs : online < 1 ? 1 : (int)online;
}

const char *options_name_of(const char *path, struct arena *arena) {
    const char *slash = strrchr(path, '/'), *base = slash ? slash + 1 : path;
    size_t length = strlen(base);
    return arena_copy_range(arena, base, text_ends_with(base, ".json") ? length - strlen(".json") : length);
}
