/* SPDX-License-Identifier: MIT */
/* cmd_compare.c - fcsim compare A B ..., fcsim compare SCENARIO --vary PATH=a,b,c */
#include <string.h>
#include "cli/command.h"
#include "cli/comparing.h"
#include "cli/target.h"
#include "output/prose.h"
#include "sim/base/text.h"

static bool in_family(const struct options *options, const char *metric) {
    int count;
    const char *const *metrics = compared_metrics(options, &count);
    for (int i = 0; i < count; i++)
        if (strcmp(metrics[i], metric) == 0)
            return true;
    return false;
}

static int check_metrics(const struct options *options) {
    for (int i = 0; i < options->metric_count; i++)
        if (text_ends_with(options->metrics[i], "_pooled"))
            return complain(
                EXIT_USAGE,
                "compare: --metric %s: a pooled number is none of a single replication, so it has no "
                "pairs",
                options->metrics[i]);
    for (int i = 0; i < options->until_count; i++) {
        if (options->until[i].rel > 0.0)
            return complain(EXIT_USAGE,
                            "compare: --until %s:rel=...: a difference may be 0; give its precision as abs=",
                            options->until[i].metric);
        if (!in_family(options, options->until[i].metric))
            return complain(EXIT_USAGE, "compare: --until %s: name the metric with --metric as well",
                            options->until[i].metric);
    }
    for (int i = 0; i < options->target_count; i++)
        if (!in_family(options, options->targets[i].metric))
            return complain(EXIT_USAGE, "compare: --assert %s: name the metric with --metric as well",
                            options->targets[i].typed);
    return EXIT_DONE;
}

static int check_selection(const struct options *options) {
    if (!options->select)
        return EXIT_DONE;
    if (options->metric_count || options->until_count || options->target_count)
        return complain(EXIT_USAGE,
                        "compare: --select looks at one metric until the best is found; leave --metric, "
                        "--until and --assert out");
    if (metric_of(the_subject(), options->select->metric)->better == NO_DIRECTION)
        return complain(EXIT_USAGE,
                        "compare: --select %s: neither more nor less of this metric is better as such",
                        options->select->metric);
    return EXIT_DONE;
}

static int foretell(const struct options *options, const struct alternatives *alternatives) {
    struct text out = {0};
    bool open_ended = options->until_count || options->select;
    if (options->json) {
        text_format(&out, "{\"dry_run\": true, \"alternatives\": [");
        for (int i = 0; i < alternatives->count; i++) {
            text_add(&out, i ? ", " : "");
            text_add_json_string(&out, alternatives->variants[i].name);
        }
        text_format(&out, "], \"replications\": %d}\n", alternatives->replications);
    } else {
        text_format(&out, "%d alternatives, %s", alternatives->count, open_ended ? "at most " : "");
        prose_count(&out, alternatives->replications, "replication");
        text_add(&out, " each:\n");
        for (int i = 0; i < alternatives->count; i++)
            text_format(&out, "  %s%s\n", alternatives->variants[i].name, i ? "" : "  (base)");
    }
    emit(&out);
    for (int i = 0; i < alternatives->unlike_count; i++)
        complain(EXIT_DONE, "%s", alternatives->unlike[i]);
    return EXIT_DONE;
}

static int run(const struct options *options) {
    struct alternatives alternatives;
    if (options->resume && !options->directory)
        return complain(EXIT_USAGE, "compare: --resume goes on in a directory; name it with -o DIR");
    int code = check_metrics(options);
    if (code == EXIT_DONE)
        code = check_selection(options);
    if (code == EXIT_DONE)
        code = alternatives_read(options, &alternatives);
    if (code == EXIT_DONE)
        code = options->dry_run ? foretell(options, &alternatives)
                                : alternatives_compare(options, &alternatives);
    return code;
}

const struct command command_compare = {
    .name = "compare",
    .arguments = "SCENARIO|STUDY|DIR...",
    .doc = "Compares scenarios or earlier results replication by replication.",
    .details =
        "The first is the base. A DIR of earlier results stands for what was run there, and its replications "
        "are "
        "not run again; a STUDY, or the DIR of a sweep, stands for all of its designs; one SCENARIO with "
        "--vary "
        "for each value, the first being the base. All see the same random numbers. Each --metric (on_time, "
        "cycle_time_s.p95 and cost.per_order if none is named) of each alternative is a comparison; they are "
        "judged "
        "together: the words are Holm's, the intervals Bonferroni's. --until adds replications until the "
        "interval "
        "of every difference is this narrow, --assert judges differences from the base. --select "
        "cost.per_order:delta=0.05 adds replications until the best is found, where less than 0.05 does not "
        "matter. With -o nothing is run twice.",
    .flags = FLAG(SET) | FLAG(VARY) | FLAG(ZIP) | FLAG(SEED) | FLAG(REPS) | FLAG(UNTIL) | FLAG(SELECT) |
             FLAG(METRIC) | FLAG(JOBS) | FLAG(DIRECTORY) | FLAG(RESUME) | FLAG(RETRY_FAILED) |
             FLAG(ASSERT_DIFFERENCE) | FLAG(DRY_RUN) | FLAG(JSON) | FLAG(QUIET) | FLAG(NO_COLOR) | FLAG(HELP),
    .least = 1,
    .most = 100000,
    .no_shards = "differences are judged from all replications together; run the designs with fcsim sweep "
                 "--shard, join them with fcsim merge and compare the directory",
    .run = run,
};
