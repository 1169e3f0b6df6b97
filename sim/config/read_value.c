/* SPDX-License-Identifier: MIT */
/* read_value.c - single values: numbers, texts, names, times, dates, weekdays and profiles. */
#include <limits.h>
#include <math.h>
#include <string.h>
#include "sim/base/arena.h"
#include "sim/config/read.h"

enum { MAX_PROFILE_COUNT = 24 * 366 };

static struct node *read_bool(struct reader *r, const struct spot *at, const struct node *node,
                              bool *target) {
    if (node->kind != NODE_BOOL) {
        wrong_kind(r, at, node, "true or false");
        return NULL;
    }
    *target = node->number != 0.0;
    struct node *resolved = node_new(r->arena, NODE_BOOL, node);
    resolved->number = node->number;
    return resolved;
}

static struct node *read_number(struct reader *r, const struct spot *at, const struct field *field,
                                bool whole, const struct node *node, double *value) {
    const char *expected = whole ? "a whole number" : "a number";
    if (node->kind != NODE_NUMBER) {
        wrong_kind(r, at, node, expected);
        return NULL;
    }
    if (!in_range(node->number, field->min, field->max)) {
        wrong(r, at, node, NULL, "must be %s, but is %s",
              range_words(r->arena, field->min, field->max, field->unit), node_shown(r->arena, node));
        return NULL;
    }
    if (whole && (node->number != floor(node->number) || !in_range(node->number, INT_MIN, INT_MAX))) {
        wrong_kind(r, at, node, expected);
        return NULL;
    }
    *value = node->number;
    return node_of_number(r->arena, node->number, node);
}

static struct node *read_int(struct reader *r, const struct spot *at, const struct field *field,
                             const struct node *node, int *target) {
    double value;
    struct node *resolved = read_number(r, at, field, true, node, &value);
    if (resolved)
        *target = (int)value;
    return resolved;
}

static struct node *read_text(struct reader *r, const struct spot *at, const struct field *field,
                              const struct node *node, const char **target) {
    if (node->kind != NODE_TEXT) {
        wrong_kind(r, at, node, "a text");
        return NULL;
    }
    if (field->required && !*node->text) {
        wrong(r, at, node, NULL, "may not be empty");
        return NULL;
    }
    *target = node->text;
    return node_of_text(r->arena, node->text, node);
}

static struct node *read_enum(struct reader *r, const struct spot *at, const struct field *field,
                              const struct node *node, int *target) {
    int count = names_count(field->choices);
    for (int i = 0; node->kind == NODE_TEXT && i < count; i++) {
        if (strcmp(node->text, field->choices[i]) != 0)
            continue;
        *target = i;
        return node_of_text(r->arena, field->choices[i], node);
    }
    const char *names = "";
    for (int i = 0; i < count; i++)
        names = arena_format(r->arena, "%s%s%s", names,
                             i == 0           ? ""
                             : i == count - 1 ? " or "
                                              : ", ",
                             field->choices[i]);
    const char *hint = node->kind == NODE_TEXT && strlen(node->text) < 64
                           ? nearest_hint(r->arena, node->text, field->choices, count)
                           : NULL;
    if (hint && strncmp(hint, "did", 3) != 0)
        hint = NULL; /* all names are in the rule already */
    wrong(r, at, node, hint, "must be %s, but is %s", names, node_shown(r->arena, node));
    return NULL;
}

/* Times, dates and weekdays: parsed from text, written back in one spelling. */
static struct node *read_calendar(struct reader *r, const struct spot *at, enum field_kind kind,
                                  const struct node *node, void *target) {
    char buffer[DATE_TEXT_SIZE];
    const char *text = node->kind == NODE_TEXT ? node->text : "", *canonical = NULL, *expected = "";
    switch (kind) {
    case FIELD_CLOCK_TIME:
        expected = "a time of day such as \"16:00\"";
        if (clock_time_parse(text, target))
            canonical = clock_time_text(buffer, *(struct clock_time *)target);
        break;
    case FIELD_DATE:
        expected = "a date such as \"2026-12-07\"";
        if (date_parse(text, target))
            canonical = date_text(buffer, *(struct date *)target);
        break;
    case FIELD_MOMENT:
        expected = "a date and time such as \"2026-12-07T18:00\"";
        if (moment_parse(text, target))
            canonical = moment_text(buffer, *(struct moment *)target);
        break;
    default:
        expected = "days of the week such as \"mon-fri\", \"tue,thu\" or \"daily\"";
        if (weekdays_parse(text, target))
            canonical = weekdays_text(buffer, *(struct weekdays *)target);
        break;
    }
    if (canonical)
        return node_of_text(r->arena, arena_copy(r->arena, canonical), node);
    wrong_kind(r, at, node, expected);
    return NULL;
}

static struct profile profile_of(struct arena *arena, const double *weights, int count) {
    double sum = 0.0;
    for (int i = 0; i < count; i++)
        sum += weights[i];
    double *scaled = arena_array(arena, double, count);
    for (int i = 0; i < count; i++)
        scaled[i] = weights[i] / sum * count;
    return (struct profile){count, scaled};
}

static struct node *read_named_profile(struct reader *r, const struct spot *at, const struct field *field,
                                       const struct node *node, struct profile *target) {
    int count = 0;
    while (field->profiles && field->profiles[count].name)
        count++;
    const char **names = arena_array(r->arena, const char *, count + 1);
    for (int i = 0; i < count; i++) {
        const struct named_profile *profile = &field->profiles[i];
        names[i] = profile->name;
        if (strcmp(profile->name, node->text) != 0)
            continue;
        *target = profile_of(r->arena, profile->weights, profile->count);
        return node_of_text(r->arena, profile->name, node);
    }
    wrong(r, at, node, nearest_hint(r->arena, node->text, names, count), "there is no profile %s",
          node_shown(r->arena, node));
    return NULL;
}

static struct node *read_profile(struct reader *r, const struct spot *at, const struct field *field,
                                 const struct node *node, struct profile *target) {
    if (node->kind == NODE_TEXT)
        return read_named_profile(r, at, field, node, target);
    if (node->kind != NODE_LIST) {
        wrong_kind(r, at, node, "the name of a profile or a list of weights");
        return NULL;
    }
    if (node->count == 0 || node->count % 24 != 0 || node->count > MAX_PROFILE_COUNT) {
        wrong(r, at, node, "24 weights make a day, 168 a week from Monday",
              "must have 24 weights or a multiple of 24, but has %d", node->count);
        return NULL;
    }
    double *weights = arena_array(r->arena, double, node->count), sum = 0.0;
    struct node *resolved = node_new(r->arena, NODE_LIST, node);
    struct field weight = {.name = "weight", .min = 0.0, .max = 1e9};
    bool right = true;
    int i = 0;
    for (const struct node *child = node->first; child; child = child->next, i++) {
        struct spot inner = {.above = at, .index = i};
        struct node *one = read_number(r, &inner, &weight, false, child, &weights[i]);
        right = right && one;
        node_add(resolved, NULL, one);
        sum += weights[i];
    }
    if (right && !(sum > 0.0)) {
        wrong(r, at, node, NULL, "must have a weight above 0");
        return NULL;
    }
    if (right)
        *target = profile_of(r->arena, weights, node->count);
    return right ? resolved : NULL;
}

struct node *read_value(struct reader *r, const struct spot *at, const struct field *field,
                        enum field_kind kind, const struct node *node, void *target) {
    switch (kind) {
    case FIELD_BOOL:
        return read_bool(r, at, node, target);
    case FIELD_INT:
        return read_int(r, at, field, node, target);
    case FIELD_REAL:
        return read_number(r, at, field, false, node, target);
    case FIELD_TEXT:
        return read_text(r, at, field, node, target);
    case FIELD_ENUM:
        return read_enum(r, at, field, node, target);
    case FIELD_DISTRIBUTION:
        return read_distribution(r, at, field, node, target);
    case FIELD_PROFILE:
        return read_profile(r, at, field, node, target);
    default:
        return read_calendar(r, at, kind, node, target);
    }
}
