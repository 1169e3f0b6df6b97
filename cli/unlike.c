/* SPDX-License-Identifier: MIT */
/* unlike.c - see unlike.h. */
#include "cli/unlike.h"

#include <string.h>
#include "cli/command.h"
#include "cli/named_metrics.h"
#include "output/prose.h"
#include "sim/base/arena.h"
#include "sim/base/text.h"

static void say_kind(const struct study_plan *plan, struct text *out) {
    text_add(out, plan->kind == STUDY_STEADY ? "steady" : "terminating");
}

static void say_measured(const struct study_plan *plan, struct text *out) {
    prose_duration(out, plan->horizon_s - (plan->warmup_s > 0.0 ? plan->warmup_s : 0.0));
}

static void say_warmup(const struct study_plan *plan, struct text *out) {
    if (plan->warmup_s < 0.0)
        text_add(out, "found by the program");
    else if (plan->warmup_s == 0.0)
        text_add(out, "none");
    else
        prose_duration(out, plan->warmup_s);
}

static const struct {
    const char *what;
    void (*say)(const struct study_plan *plan, struct text *out);
} properties[] = {{"the kind of study", say_kind},
                  {"the time measured", say_measured},
                  {"the warm-up or lead-in", say_warmup}};
enum { PROPERTIES = sizeof properties / sizeof *properties };

/* NULL where all are alike. */
static const char *difference(int property, const struct variant *variants, const struct study_plan *plans,
                              int count, struct arena *arena) {
    struct text base = {0}, own = {0}, other = {0};
    int first = 0, more = 0;
    properties[property].say(&plans[0], &base);
    for (int i = 1; i < count; i++) {
        text_clear(&own);
        properties[property].say(&plans[i], &own);
        if (strcmp(own.data, base.data) == 0)
            continue;
        more += first > 0;
        if (!first)
            text_add(&other, own.data);
        first = first ? first : i;
    }
    const char *sentence = NULL;
    if (first)
        sentence = arena_format(
            arena, "%s is not the same: %s in %s, %s in %s%s; differences are not of the designs alone",
            properties[property].what, base.data, variants[0].name, other.data, variants[first].name,
            more ? arena_format(arena, ", and others in %d more", more) : "");
    text_free(&base);
    text_free(&own);
    text_free(&other);
    return sentence;
}

const char **unlike_studies(const struct variant *variants, const struct study_plan *plans, int count,
                            struct arena *arena, int *sentences) {
    const char **said = arena_array(arena, const char *, PROPERTIES);
    *sentences = 0;
    for (int p = 0; p < PROPERTIES; p++) {
        const char *sentence = difference(p, variants, plans, count, arena);
        if (sentence)
            said[(*sentences)++] = sentence;
    }
    return said;
}

int unlike_currencies(const struct options *options, const struct variant *variants,
                      const struct study_plan *plans, int count) {
    static const char money[] = "currency"; /* units of definitions begin with it */
    struct named_metrics named = metrics_named(options);
    int other = 1, code = EXIT_DONE;
    while (other < count && strcmp(plans[other].currency, plans[0].currency) == 0)
        other++;
    for (int i = 0; i < named.count && other < count; i++)
        if (text_starts_with(metric_of(the_subject(), named.items[i].metric)->unit, money))
            code = complain(EXIT_USAGE,
                            "compare: %s: it is in %s in %s and in %s in %s; one less the other means "
                            "nothing; give both the same \"currency\"",
                            named.items[i].said, plans[0].currency, variants[0].name, plans[other].currency,
                            variants[other].name);
    return code;
}
