/* SPDX-License-Identifier: MIT */
/* lookup.c - numbers by name, members of a dimension, the tightest resources, the verdict. */
#include "output/lookup.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "output/prose.h"
#include "sim/base/text.h"
#include "sim/study/assertion.h"

const char *unit_of(const struct measure *measure) {
    return measure->unit ? measure->unit : "";
}

static struct number number_at(const struct study *study, int index) {
    if (index < 0)
        return (struct number){.summary = {0, NAN, NAN, NAN, NAN, NAN, NAN}, .unit = ""};
    const struct measure *measure = &study_measures(study).items[index];
    return (struct number){true, study_summary(study, index), unit_of(measure), measure->name};
}

struct number number_named(const struct study *study, const char *name) {
    return number_at(study, study_find(study, name));
}

struct number number_of(const struct study *study, const char *base, const char *dimension,
                        const char *member) {
    struct measures measures = study_measures(study);
    for (int i = 0; i < measures.count; i++) {
        const struct measure *m = &measures.items[i];
        if (strcmp(m->base, base) == 0 && strcmp(m->dimension, dimension) == 0 &&
            strcmp(m->member, member) == 0)
            return number_at(study, i);
    }
    return number_at(study, -1);
}

struct number number_like(const struct study *study, const char *pattern, const char *part) {
    const char *gap = strstr(pattern, "%s");
    struct text name = {0};
    text_add_range(&name, pattern, (size_t)(gap - pattern));
    text_add(&name, part);
    text_add(&name, gap + 2);
    struct number number = number_named(study, name.data);
    text_free(&name);
    return number;
}

int members_of(const struct study *study, const char *base, const char *dimension, const char **members,
               int limit) {
    struct measures measures = study_measures(study);
    int count = 0;
    for (int i = 0; i < measures.count && count < limit; i++) {
        const struct measure *m = &measures.items[i];
        if (strcmp(m->base, base) == 0 && strcmp(m->dimension, dimension) == 0)
            members[count++] = m->member;
    }
    return count;
}

int middles_of(struct measures measures, const char *prefix, const char *suffix, char (*names)[NAME_SIZE],
               int limit) {
    size_t before = strlen(prefix), after = strlen(suffix);
    int count = 0;
    for (int i = 0; i < measures.count && count < limit; i++) {
        const struct measure *m = &measures.items[i];
        size_t length = strlen(m->base);
        if (*m->dimension || length <= before + after || length - before - after >= NAME_SIZE ||
            strncmp(m->base, prefix, before) != 0 || strcmp(m->base + length - after, suffix) != 0 ||
            memchr(m->base + before, '.', length - before - after))
            continue;
        memcpy(names[count], m->base + before, length - before - after);
        names[count++][length - before - after] = '\0';
    }
    return count;
}

static int tighter_first(const void *a, const void *b) {
    const struct resource *left = a, *right = b;
    double x = left->utilisation.summary.mean, y = right->utilisation.summary.mean;
    return x < y ? 1 : x > y ? -1 : strcmp(left->name, right->name);
}

/* Adds the resources of one kind whose utilisation is defined. */
static int add_resources(const struct study *study, const char *prefix, const char *pattern, const char *kind,
                         struct resource *resources, int count, int limit) {
    char names[100][NAME_SIZE];
    int found = middles_of(study_measures(study), prefix, ".utilisation", names, 100);
    for (int i = 0; i < found && count < limit; i++) {
        struct resource *resource = &resources[count];
        resource->kind = kind;
        resource->utilisation = number_like(study, pattern, names[i]);
        memcpy(resource->name, names[i], NAME_SIZE);
        if (isfinite(resource->utilisation.summary.mean))
            count++;
    }
    return count;
}

int resources_by_utilisation(const struct study *study, struct resource *resources, int limit) {
    int count = add_resources(study, "teams.", "teams.%s.utilisation", "team", resources, 0, limit);
    count =
        add_resources(study, "equipment.", "equipment.%s.utilisation", "equipment", resources, count, limit);
    if (!count)
        count = add_resources(study, "", "%s.utilisation", "stage", resources, 0, limit);
    qsort(resources, (size_t)count, sizeof *resources, tighter_first);
    return count;
}

static struct target on_time_target(const struct study *study) {
    return (struct target){.metric = "on_time", .at_least = true, .value = study_plan(study)->target_on_time};
}

enum target_verdict verdict_of(const struct study *study) {
    struct target target = on_time_target(study);
    struct summary s = number_named(study, target.metric).summary;
    if (!isfinite(target.value) || !isfinite(s.mean))
        return VERDICT_NONE;
    enum verdict verdict = verdict_of_summary(&target, &s, 1.0 - study_plan(study)->confidence);
    return verdict == TARGET_HOLDS         ? VERDICT_MET
           : verdict == TARGET_FAILS       ? VERDICT_MISSED
           : target_holds(&target, s.mean) ? VERDICT_MET_UNSURE
                                           : VERDICT_MISSED_UNSURE;
}

/* What was met or missed in all replications alike, and how many of them would show it. */
static void add_equal(const struct study *study, bool met, struct text *out) {
    struct target target = on_time_target(study);
    struct summary s = number_named(study, target.metric).summary;
    int fewest = verdict_fewest_equal(&target, s.mean, 1.0 - study_plan(study)->confidence);
    text_format(out, "%s in all %d replications alike, which proves nothing before %d of them (--reps %d)",
                met ? "met" : "missed", s.n, fewest, fewest);
}

static void add_target(const struct study *study, struct text *out) {
    enum target_verdict verdict = verdict_of(study);
    if (verdict == VERDICT_NONE)
        return;
    bool met = verdict == VERDICT_MET || verdict == VERDICT_MET_UNSURE;
    bool sure = verdict == VERDICT_MET || verdict == VERDICT_MISSED;
    struct summary s = number_named(study, "on_time").summary;
    text_add(out, "; target ");
    prose_number(out, 100 * study_plan(study)->target_on_time, 4);
    text_add(out, " %: ");
    if (!sure && verdict_of_equal(&s))
        add_equal(study, met, out);
    else
        text_format(out, "%s%s", met ? "met" : "missed",
                    study_replications(study) == 1 ? " in this one replication"
                    : sure                         ? ""
                                                   : " on average, but not surely");
}

void verdict_sentence(const struct study *study, const char *sign, struct text *out) {
    struct number on_time = number_named(study, "on_time");
    struct number departed = number_named(study, "orders.departed");
    if (on_time.found && isfinite(on_time.summary.mean)) {
        prose_estimate(out, &on_time.summary, on_time.unit, sign);
        text_add(out, " of orders left with their promised departure");
        add_target(study, out);
    } else if (departed.found && isfinite(departed.summary.mean)) {
        prose_estimate(out, &departed.summary, "", sign);
        text_add(out, " orders left the building");
    } else {
        text_format(out, "%d replication%s done", study_replications(study),
                    study_replications(study) == 1 ? "" : "s");
    }
    text_add_char(out, '.');
}
