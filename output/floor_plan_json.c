/* SPDX-License-Identifier: MIT */
/* floor_plan_json.c - a floor plan as one JSON object.
 *
 * Facts of the plan stand at the top, those of an object under its name, those of members of a list in an
 * array of objects with their names. */
#include <math.h>
#include <string.h>
#include "output/floor_plan_parts.h"
#include "sim/base/text.h"

static void add_key(struct text *out, const char *key) {
    text_add_json_string(out, key);
    text_add(out, ": ");
}

static void add_real(struct text *out, double value) {
    if (isfinite(value))
        text_add_number(out, value);
    else
        text_add(out, "null");
}

static bool same(const char *a, const char *b) {
    return a && b ? strcmp(a, b) == 0 : a == b;
}

/* Facts of a group stand together; `at` moves to the first one behind it. */
static void add_group(const struct recording *recording, int *at, struct text *out) {
    const struct fact *facts = recording->facts;
    const char *group = facts[*at].group;
    bool list = facts[*at].member != NULL;
    add_key(out, group);
    text_add(out, list ? "[{" : "{");
    for (int first = *at; *at < recording->fact_count && same(facts[*at].group, group); ++*at) {
        bool another = *at == first || !same(facts[*at].member, facts[*at - 1].member);
        if (another && *at > first)
            text_add(out, "}, {");
        if (list && another) {
            add_key(out, "name");
            text_add_json_string(out, facts[*at].member);
        }
        text_add(out, list || !another ? ", " : "");
        add_key(out, facts[*at].name);
        add_real(out, facts[*at].value);
    }
    text_add(out, list ? "}]" : "}");
}

static void add_route(const struct route *route, struct text *out) {
    text_add(out, "{");
    add_key(out, "name");
    text_add_json_string(out, route->name);
    text_format(out, ", \"chosen\": %s, \"sample_m\": ", route->chosen ? "true" : "false");
    add_real(out, route->sample_m);
    text_add(out, ", \"expected_m\": ");
    add_real(out, route->expected_m);
    text_add(out, ", \"standard_error_m\": ");
    add_real(out, route->standard_error_m);
    text_add(out, "}");
}

void floor_plan_json(const struct floor_plan_view *view, struct text *out) {
    const struct recording *recording = view->recording;
    text_add(out, "{\n  \"scenario\": ");
    text_add_json_string(out, view->name);
    text_add(out, ",\n  \"title\": ");
    text_add_json_string(out, view->title);
    for (int i = 0; i < recording->fact_count;) {
        text_add(out, ",\n  ");
        if (recording->facts[i].group) {
            add_group(recording, &i, out);
            continue;
        }
        add_key(out, recording->facts[i].name);
        add_real(out, recording->facts[i++].value);
    }
    text_add(out, ",\n  \"routes\": [");
    for (int r = 0; r < recording->route_count; r++) {
        text_add(out, r ? ",\n    " : "\n    ");
        add_route(&recording->routes[r], out);
    }
    text_add(out, "\n  ]\n}\n");
}
