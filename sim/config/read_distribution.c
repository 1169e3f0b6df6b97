/* SPDX-License-Identifier: MIT */
/* read_distribution.c - a number, {"KIND": {parameters}}, {"empirical": {...}}, {"sum": [...]} or {"mixture":
 * [...]}.
 *
 * The key's range holds for what has the key's unit: a constant, the parameters value, min, mode, max and
 * mean, and empirical values. Other parameters have the ranges of their kind. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "sim/base/arena.h"
#include "sim/base/text.h"
#include "sim/config/csv.h"
#include "sim/config/read.h"

enum { MAX_PARTS = 100, MAX_VALUES = 10000000 };

/* Parameters that have the unit of the key. */
static bool is_location(const char *parameter) {
    static const char *const names[] = {"value", "min", "mode", "max", "mean"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(parameter, names[i]) == 0)
            return true;
    return false;
}

static bool number_within(struct reader *r, const struct spot *at, const struct field *field, double min,
                          double max, const struct node *node, double *value) {
    if (node->kind != NODE_NUMBER) {
        wrong_kind(r, at, node, "a number");
        return false;
    }
    if (!in_range(node->number, min, max)) {
        wrong(r, at, node, NULL, "must be %s, but is %s", range_words(r->arena, min, max, field->unit),
              node_shown(r->arena, node));
        return false;
    }
    *value = node->number;
    return true;
}

/* One parameter in the ranges of its kind and, if it has the key's unit, of the key. */
static bool read_parameter(struct reader *r, const struct spot *at, const struct field *field,
                           const struct distribution_parameter *parameter, const struct node *node,
                           double *value) {
    struct field own = {.min = parameter->min, .max = parameter->max};
    if (!number_within(r, at, &own, own.min, own.max, node, value))
        return false;
    if (parameter->above_min && *value <= parameter->min) {
        char low[NUMBER_SIZE];
        wrong(r, at, node, NULL, "must be above %s, but is %s", number_text(low, parameter->min),
              node_shown(r->arena, node));
        return false;
    }
    return !is_location(parameter->name) || number_within(r, at, field, field->min, field->max, node, value);
}

static struct node *read_parameters(struct reader *r, const struct spot *at, const struct field *field,
                                    const struct distribution_type *type, const struct node *node,
                                    struct distribution *target) {
    if (node->kind != NODE_OBJECT) {
        wrong_kind(r, at, node, "an object");
        return NULL;
    }
    const char *names[DISTRIBUTION_PARAMETERS];
    double values[DISTRIBUTION_PARAMETERS] = {0};
    int count = 0;
    bool right = true;
    struct node *resolved = node_new(r->arena, NODE_OBJECT, node);
    for (const struct distribution_parameter *p = type->parameters; p->name; p++, count++) {
        struct spot inner = {.above = at, .step = p->name};
        const struct node *given = node_child(node, p->name);
        names[count] = p->name;
        if (!given) {
            problem_at(r->problems, node->place, spot_path(r, &inner), p->doc, "is required, but missing");
            right = false;
        } else if (!read_parameter(r, &inner, field, p, given, &values[count])) {
            right = false;
        } else {
            node_add(resolved, p->name, node_of_number(r->arena, values[count], given));
        }
    }
    int errors = r->problems->errors;
    refuse_unknown(r, at, node, names, count);
    const char *fault = right && type->rule ? type->rule(values) : NULL;
    if (fault)
        wrong(r, at, node, NULL, "%s", fault);
    if (!right || r->problems->errors > errors)
        return NULL;
    *target = distribution_of(type, values);
    return resolved;
}

/* A list of numbers; NULL if something is wrong. */
static double *read_numbers(struct reader *r, const struct spot *at, const struct field *field, double min,
                            double max, const struct node *list) {
    if (list->kind != NODE_LIST || list->count == 0) {
        wrong_kind(r, at, list, "a list of numbers");
        return NULL;
    }
    double *numbers = arena_array(r->arena, double, list->count);
    bool right = true;
    int i = 0;
    for (const struct node *child = list->first; child; child = child->next, i++) {
        struct spot inner = {.above = at, .index = i};
        if (!number_within(r, &inner, field, min, max, child, &numbers[i]))
            right = false;
    }
    return right ? numbers : NULL;
}

static struct node *number_list(struct arena *arena, const double *numbers, int count,
                                const struct node *like) {
    struct node *list = node_new(arena, NODE_LIST, like);
    for (int i = 0; i < count; i++)
        node_add(list, NULL, node_of_number(arena, numbers[i], like));
    return list;
}

static double *ones(struct arena *arena, int count) {
    double *weights = arena_array(arena, double, count);
    for (int i = 0; i < count; i++)
        weights[i] = 1.0;
    return weights;
}

static bool any_above_0(const double *weights, int count) {
    for (int i = 0; i < count; i++)
        if (weights[i] > 0.0)
            return true;
    return false;
}

static struct node *read_value_list(struct reader *r, const struct spot *at, const struct field *field,
                                    const struct node *node, struct distribution *target) {
    const struct node *values = node_child(node, "values"), *weights = node_child(node, "weights");
    struct spot at_values = {.above = at, .step = "values"}, at_weights = {.above = at, .step = "weights"};
    struct field no_unit = {0};
    double *value = read_numbers(r, &at_values, field, field->min, field->max, values);
    double *weight = weights ? read_numbers(r, &at_weights, &no_unit, 0.0, 1e15, weights)
                             : ones(r->arena, values->count ? values->count : 1);
    if (!value || !weight)
        return NULL;
    if (weights && weights->count != values->count) {
        wrong(r, &at_weights, weights, NULL, "must have as many weights as there are values (%d), but has %d",
              values->count, weights->count);
        return NULL;
    }
    if (!any_above_0(weight, values->count)) {
        wrong(r, &at_weights, weights, NULL, "must have a weight above 0");
        return NULL;
    }
    *target = distribution_empirical(r->arena, value, weight, values->count);
    struct node *resolved = node_new(r->arena, NODE_OBJECT, node);
    node_add(resolved, "values", number_list(r->arena, value, values->count, values));
    node_add(resolved, "weights", number_list(r->arena, weight, values->count, weights ? weights : node));
    return resolved;
}

static struct node *read_empirical(struct reader *r, const struct spot *at, const struct field *field,
                                   const struct node *node, struct distribution *target) {
    static const char *const names[] = {"values", "weights", "file", "column", "weight_column"};
    if (node->kind != NODE_OBJECT) {
        wrong_kind(r, at, node, "an object");
        return NULL;
    }
    int errors = r->problems->errors;
    refuse_unknown(r, at, node, names, 5);
    bool values = node_child(node, "values") != NULL, file = node_child(node, "file") != NULL;
    struct node *resolved = NULL;
    if (values == file)
        wrong(r, at, node, NULL, "must have either values or file and column");
    else if (values)
        resolved = read_value_list(r, at, field, node, target);
    else
        resolved = read_value_file(r, at, field, node, target);
    return r->problems->errors == errors ? resolved : NULL;
}

/* Parts of a sum may be smaller than the whole. */
static struct field part_range(const struct field *field) {
    struct field part = *field;
    part.min = fmin(0.0, field->min);
    return part;
}

static struct node *read_sum(struct reader *r, const struct spot *at, const struct field *field,
                             const struct node *node, struct distribution *target) {
    if (node->kind != NODE_LIST || node->count == 0 || node->count > MAX_PARTS) {
        wrong(r, at, node, NULL, "must be a list of 1 to %d distributions, but is %s", MAX_PARTS,
              node_shown(r->arena, node));
        return NULL;
    }
    struct distribution *parts = arena_array(r->arena, struct distribution, node->count);
    struct node *resolved = node_new(r->arena, NODE_LIST, node);
    struct field part = part_range(field);
    double mean = 0.0;
    int i = 0;
    for (const struct node *child = node->first; child; child = child->next, i++) {
        struct spot inner = {.above = at, .index = i};
        node_add(resolved, NULL, read_distribution(r, &inner, &part, child, &parts[i]));
        mean += parts[i].mean;
    }
    if (resolved->count < node->count)
        return NULL;
    if (!in_range(mean, field->min, field->max)) {
        char shown[NUMBER_SIZE];
        wrong(r, at, node, NULL, "must have a mean %s, but it is %s",
              range_words(r->arena, field->min, field->max, field->unit), number_text(shown, mean));
        return NULL;
    }
    *target = distribution_sum(r->arena, parts, node->count);
    return resolved;
}

static struct node *read_part(struct reader *r, const struct spot *at, const struct field *field,
                              const struct node *node, struct distribution *part, double *weight) {
    static const char *const names[] = {"weight", "of"};
    const struct node *given_weight = node_child(node, "weight"), *of = node_child(node, "of");
    if (!given_weight || !of) {
        wrong(r, at, node, NULL, "must be {\"weight\": NUMBER, \"of\": DISTRIBUTION}, but is %s",
              node->kind == NODE_OBJECT ? "an object without one of them" : node_shown(r->arena, node));
        return NULL;
    }
    refuse_unknown(r, at, node, names, 2);
    struct spot at_weight = {.above = at, .step = "weight"}, at_of = {.above = at, .step = "of"};
    struct field no_unit = {0};
    bool right = number_within(r, &at_weight, &no_unit, 0.0, 1e15, given_weight, weight);
    struct node *inside = read_distribution(r, &at_of, field, of, part);
    if (!right || !inside)
        return NULL;
    struct node *resolved = node_new(r->arena, NODE_OBJECT, node);
    node_add(resolved, "weight", node_of_number(r->arena, *weight, given_weight));
    node_add(resolved, "of", inside);
    return resolved;
}

static struct node *read_mixture(struct reader *r, const struct spot *at, const struct field *field,
                                 const struct node *node, struct distribution *target) {
    if (node->kind != NODE_LIST || node->count == 0 || node->count > MAX_PARTS) {
        wrong(r, at, node, NULL, "must be a list of 1 to %d weighted distributions, but is %s", MAX_PARTS,
              node_shown(r->arena, node));
        return NULL;
    }
    struct distribution *parts = arena_array(r->arena, struct distribution, node->count);
    double *weights = arena_array(r->arena, double, node->count);
    struct node *resolved = node_new(r->arena, NODE_LIST, node);
    int i = 0;
    for (const struct node *child = node->first; child; child = child->next, i++) {
        struct spot inner = {.above = at, .index = i};
        node_add(resolved, NULL, read_part(r, &inner, field, child, &parts[i], &weights[i]));
    }
    if (resolved->count < node->count)
        return NULL;
    if (!any_above_0(weights, node->count)) {
        wrong(r, at, node, NULL, "must have a weight above 0");
        return NULL;
    }
    *target = distribution_mixture(r->arena, parts, weights, node->count);
    return resolved;
}

static struct node *read_kind(struct reader *r, const struct spot *at, const struct field *field,
                              const struct node *inside, struct distribution *target) {
    struct spot inner = {.above = at, .step = inside->key};
    if (strcmp(inside->key, "empirical") == 0)
        return read_empirical(r, &inner, field, inside, target);
    if (strcmp(inside->key, "sum") == 0)
        return read_sum(r, &inner, field, inside, target);
    if (strcmp(inside->key, "mixture") == 0)
        return read_mixture(r, &inner, field, inside, target);
    const struct distribution_type *type = distribution_type_of(inside->key);
    if (type)
        return read_parameters(r, &inner, field, type, inside, target);
    int count;
    const char **names = distribution_names(r->arena, &count);
    struct node shown = {.kind = NODE_TEXT, .text = inside->key, .place = inside->key_place};
    wrong(r, at, &shown, nearest_hint(r->arena, inside->key, names, count), "there is no distribution %s",
          node_shown(r->arena, &shown));
    return NULL;
}

const char **distribution_names(struct arena *arena, int *count) {
    int n = 0;
    while (distribution_types[n])
        n++;
    const char **names = arena_array(arena, const char *, n + 4);
    for (int i = 0; i < n; i++)
        names[i] = distribution_types[i]->name;
    names[n] = "empirical", names[n + 1] = "sum", names[n + 2] = "mixture";
    *count = n + 3;
    return names;
}

struct node *read_distribution(struct reader *r, const struct spot *at, const struct field *field,
                               const struct node *node, struct distribution *target) {
    if (node->kind == NODE_NUMBER) {
        double value;
        if (!number_within(r, at, field, field->min, field->max, node, &value))
            return NULL;
        *target = distribution_constant(value);
        return node_of_number(r->arena, value, node);
    }
    const struct node *inside = NULL;
    int kinds = 0;
    for (const struct node *child = node->first; node->kind == NODE_OBJECT && child; child = child->next)
        if (!is_annotation(child->key))
            inside = child, kinds++;
    if (kinds != 1) {
        wrong(r, at, node, "for instance {\"lognormal\": {\"mean\": 45, \"cv\": 0.4}}",
              "must be a number or {\"KIND\": {parameters}}, but is %s",
              node->kind == NODE_OBJECT ? "an object without exactly one kind" : node_shown(r->arena, node));
        return NULL;
    }
    struct node *resolved_kind = read_kind(r, at, field, inside, target);
    if (!resolved_kind)
        return NULL;
    const struct node *value = node_child(resolved_kind, "value");
    if (strcmp(inside->key, "constant") == 0 && value)
        return node_of_number(r->arena, value->number, value); /* the short spelling */
    struct node *resolved = node_new(r->arena, NODE_OBJECT, node);
    node_add(resolved, inside->key, resolved_kind);
    return resolved;
}
