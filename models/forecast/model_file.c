/* SPDX-License-Identifier: MIT */
/* model_file.c - see model_file.h. */
#include "models/forecast/model_file.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "models/forecast/forecast.h"
#include "sim/base/arena.h"
#include "sim/base/problems.h"
#include "sim/base/text.h"
#include "sim/config/inputs.h"
#include "sim/config/node.h"
#include "sim/engine/calendar.h"

#define FORMAT "fcsim-forecast/1"
enum { ENOUGH_PEAKS = 10 };

const char *forecast_label(struct arena *arena, const struct forecast_model *model, int series) {
    const struct forecast_series *s = &model->series[series];
    if (s->like)
        return "not calibrated: with the effects of another centre (--like), past days are not gone back to";
    if (!s->origins)
        return "not calibrated: the history is too short to go back in";
    return arena_format(arena, "calibrated on %d past peak%s%s%s", s->peaks, s->peaks == 1 ? "" : "s",
                        s->pooled ? ", pooled over series" : "",
                        s->peaks < ENOUGH_PEAKS ? ", no guarantee" : "");
}

/* Writing */

static void numbers(struct text *out, const char *name, const double *values, int count) {
    text_format(out, "\"%s\": [", name);
    for (int i = 0; i < count; i++) {
        text_add(out, i ? ", " : "");
        text_add_number(out, values[i]);
    }
    text_add(out, "]");
}

static void flags(struct text *out, const char *name, const bool *values, int count) {
    text_format(out, "\"%s\": [", name);
    for (int i = 0; i < count; i++)
        text_format(out, "%s%d", i ? ", " : "", values[i]);
    text_add(out, "]");
}

static void write_profile(const struct forecast_series *s, int horizon, struct text *out) {
    const struct profile_set *p = &s->profile;
    bool first = true;
    if (!p->known) {
        text_add(out, "\"profile\": null");
        return;
    }
    text_add(out, "\"profile\": {\n      ");
    numbers(out, "week", &p->week[0][0], PROFILE_DAYS * PROFILE_HOURS);
    text_add(out, ",\n      ");
    numbers(out, "event", p->event, p->own_event ? PROFILE_HOURS : 0);
    text_format(out, ",\n      \"event_days\": %d, \"dispersion\": ", p->event_days);
    text_add_number(out, p->dispersion);
    text_add(out, ", \"drift\": ");
    text_add_number(out, p->drift);
    text_add(out, ", \"days\": [");
    for (int h = 0; h < horizon; h++)
        if (s->hours && s->hours[h]) {
            text_format(out, "%s\n        {\"day\": %d, ", first ? "" : ",", h);
            numbers(out, "hours", s->hours[h], PROFILE_HOURS);
            text_add(out, "}");
            first = false;
        }
    text_add(out, "]}");
}

static void write_series(const struct forecast_model *model, int at, struct text *out) {
    const struct forecast_series *s = &model->series[at];
    const char *const centres[VIEWS] = {"ridge_log", "other_log"}, *const sds[VIEWS] = {"ridge_sd",
                                                                                        "other_sd"};
    int n = model->horizon;
    text_add(out, "    {\"name\": ");
    text_add_json_string(out, s->name);
    text_add(out, ", \"second_view\": ");
    text_add_json_string(out, s->view);
    text_add(out, ", \"offset\": ");
    text_add_number(out, s->offset);
    text_add(out, ", \"weight\": ");
    text_add_number(out, s->weight);
    if (s->like)
        text_add(out, ", \"like\": true");
    text_format(out, ", \"peaks\": %d, \"pooled\": %s, \"origins\": %d,\n     ", s->peaks,
                s->pooled ? "true" : "false", s->origins);
    for (int v = 0; v < VIEWS; v++) {
        numbers(out, centres[v], s->centre[v], n);
        text_add(out, ",\n     ");
        numbers(out, sds[v], s->sd[v], n);
        text_add(out, ",\n     ");
    }
    flags(out, "closed", s->closed, n);
    text_add(out, ",\n     ");
    flags(out, "event", s->event, n);
    text_add(out, ",\n     ");
    numbers(out, "stretch", &s->stretch[0][0], DAY_KINDS * KNOTS);
    text_format(out, ",\n     \"factors\": %d, ", s->factors);
    numbers(out, "factor", s->factor, n * s->factors);
    text_add(out, ",\n     ");
    numbers(out, "latent_sd", s->latent_sd, n);
    text_add(out, ",\n     ");
    numbers(out, "phi", s->phi, s->lags);
    text_add(out, ", \"sigma\": ");
    text_add_number(out, s->sigma);
    text_add(out, ",\n     ");
    write_profile(s, n, out);
    text_add(out, "}");
}

void forecast_write(const struct forecast_model *model, struct text *out) {
    char date[DATE_TEXT_SIZE];
    text_format(out,
                "{\n  \"format\": \"" FORMAT "\",\n  \"first\": \"%s\",\n  \"days\": %d,\n  \"series\": [\n",
                date_text(date, (struct date){model->first}), model->horizon);
    for (int s = 0; s < model->series_count; s++) {
        write_series(model, s, out);
        text_add(out, s + 1 < model->series_count ? ",\n" : "\n");
    }
    text_add(out, "  ],\n  ");
    numbers(out, "mix", model->mix, model->series_count * model->series_count);
    text_add(out, "\n}\n");
}

/* Reading */

struct reading {
    struct arena *arena;
    struct problems *problems;
    int days;
};

static void wrong(struct reading *r, const struct node *at, const char *path, const char *rule) {
    problem_at(r->problems, at ? at->place : (struct place){0}, path, "let fcsim forecast write it again",
               "%s", rule);
}

/* A list of so many finite numbers in a range; zeros after a problem. */
static double *list_of(struct reading *r, const struct node *object, const char *key, int count, double least,
                       double most) {
    const struct node *list = node_child(object, key);
    double *values = arena_array(r->arena, double, count + 1);
    int i = 0;
    if (!list || list->kind != NODE_LIST || list->count != count) {
        wrong(r, list ? list : object, key, arena_format(r->arena, "must be a list of %d numbers", count));
        return values;
    }
    for (const struct node *item = list->first; item; item = item->next, i++) {
        if (item->kind != NODE_NUMBER || !(item->number >= least && item->number <= most)) {
            wrong(r, item, key, arena_format(r->arena, "must be numbers from %g to %g", least, most));
            return values;
        }
        values[i] = item->number;
    }
    return values;
}

static double number_of(struct reading *r, const struct node *object, const char *key, double least,
                        double most) {
    const struct node *node = node_child(object, key);
    if (node && node->kind == NODE_NUMBER && node->number >= least && node->number <= most)
        return node->number;
    wrong(r, node ? node : object, key,
          arena_format(r->arena, "must be a number from %g to %g", least, most));
    return least;
}

static const char *text_of(struct reading *r, const struct node *object, const char *key) {
    const struct node *node = node_child(object, key);
    if (node && node->kind == NODE_TEXT)
        return node->text;
    wrong(r, node ? node : object, key, "must be a text");
    return "";
}

static bool is_format(const struct node *root) {
    const struct node *format = root->kind == NODE_OBJECT ? node_child(root, "format") : NULL;
    return format && format->kind == NODE_TEXT && strcmp(format->text, FORMAT) == 0;
}

static struct date date_of_node(struct reading *r, const struct node *object, const char *key) {
    const struct node *node = node_child(object, key);
    struct date date = {0};
    if (!node || node->kind != NODE_TEXT || !date_parse(node->text, &date))
        wrong(r, node ? node : object, key, "must be a date");
    return date;
}

static bool *flags_of(struct reading *r, const struct node *object, const char *key) {
    double *values = list_of(r, object, key, r->days, 0.0, 1.0);
    bool *set = arena_array(r->arena, bool, r->days + 1);
    for (int i = 0; i < r->days; i++)
        set[i] = values[i] > 0.5;
    return set;
}

static void read_profile(struct reading *r, const struct node *object, struct forecast_series *s) {
    const struct node *node = node_child(object, "profile"), *days;
    s->hours = arena_array(r->arena, double *, r->days + 1);
    s->profile.dispersion = 1.0;
    if (!node || node->kind != NODE_OBJECT)
        return;
    const struct node *event = node_child(node, "event");
    s->profile.known = true;
    s->profile.own_event = event && event->count > 0;
    memcpy(s->profile.week, list_of(r, node, "week", PROFILE_DAYS * PROFILE_HOURS, 0.0, 1.0),
           sizeof s->profile.week);
    if (s->profile.own_event)
        memcpy(s->profile.event, list_of(r, node, "event", PROFILE_HOURS, 0.0, 1.0), sizeof s->profile.event);
    s->profile.event_days = (int)number_of(r, node, "event_days", 0, 1e6);
    s->profile.dispersion = number_of(r, node, "dispersion", 1.0, 1e12);
    s->profile.drift = number_of(r, node, "drift", 0.0, MOST_DRIFT);
    days = node_child(node, "days");
    for (const struct node *day = days ? days->first : NULL; day; day = day->next) {
        int at = (int)number_of(r, day, "day", 0, r->days - 1);
        s->hours[at] = list_of(r, day, "hours", PROFILE_HOURS, 0.0, 1.0);
    }
}

static bool is_true(const struct node *object, const char *key) {
    const struct node *node = node_child(object, key);
    return node && node->kind == NODE_BOOL && node->number != 0.0;
}

static void read_series(struct reading *r, const struct node *node, struct forecast_series *s) {
    if (node->kind != NODE_OBJECT) {
        wrong(r, node, "series", "must be a list of objects");
        return;
    }
    const struct node *phi = node_child(node, "phi");
    int n = r->days;
    s->name = text_of(r, node, "name");
    s->view = text_of(r, node, "second_view");
    s->offset = number_of(r, node, "offset", 0.0, 100.0);
    s->weight = number_of(r, node, "weight", 0.0, 1.0);
    s->peaks = (int)number_of(r, node, "peaks", 0.0, 1e9);
    s->origins = (int)number_of(r, node, "origins", 0.0, 1e6);
    s->pooled = is_true(node, "pooled");
    s->like = is_true(node, "like");
    s->centre[0] = list_of(r, node, "ridge_log", n, -100.0, 100.0);
    s->centre[1] = list_of(r, node, "other_log", n, -100.0, 100.0);
    s->sd[0] = list_of(r, node, "ridge_sd", n, 0.0, 10.0);
    s->sd[1] = list_of(r, node, "other_sd", n, 0.0, 10.0);
    s->closed = flags_of(r, node, "closed");
    s->event = flags_of(r, node, "event");
    memcpy(s->stretch, list_of(r, node, "stretch", DAY_KINDS * KNOTS, 0.0, 10.0), sizeof s->stretch);
    int before = r->problems->errors;
    s->factors = (int)number_of(r, node, "factors", 0.0, MOST_FACTORS);
    if (r->problems->errors == before)
        s->factor = list_of(r, node, "factor", n * s->factors, -1e6, 1e6);
    s->latent_sd = list_of(r, node, "latent_sd", n, 1e-12, 1e6);
    s->lags = phi && phi->count <= MOST_LAGS ? phi->count : 0;
    memcpy(s->phi, list_of(r, node, "phi", s->lags, -10.0, 10.0), sizeof *s->phi * (size_t)s->lags);
    s->sigma = number_of(r, node, "sigma", 0.0, 1e6);
    read_profile(r, node, s);
}

static struct forecast_model *read_model(struct reading *r, const struct node *root) {
    const struct node *series = node_child(root, "series");
    int before = r->problems->errors, at = 0;
    if (!is_format(root)) { /* what else it lacks says nothing */
        wrong(r, root, "format", "must be " FORMAT);
        return NULL;
    }
    struct date first = date_of_node(r, root, "first");
    r->days = (int)number_of(r, root, "days", 1, MOST_HORIZON);
    if (!series || series->kind != NODE_LIST || !series->count)
        wrong(r, series ? series : root, "series", "must be a list of series");
    if (r->problems->errors > before)
        return NULL;
    struct forecast_model *model = arena_new(r->arena, struct forecast_model);
    model->first = first.day;
    model->horizon = r->days;
    model->series_count = series->count;
    model->series = arena_array(r->arena, struct forecast_series, series->count);
    for (const struct node *node = series->first; node && r->problems->errors == before; node = node->next)
        read_series(r, node, &model->series[at++]);
    if (r->problems->errors == before)
        model->mix = list_of(r, root, "mix", series->count * series->count, -1.0, 1.0);
    return r->problems->errors == before ? model : NULL;
}

struct forecast_model *forecast_read_text(struct arena *arena, const char *name, const char *text,
                                          size_t length, struct problems *problems) {
    struct reading r = {.arena = arena, .problems = problems};
    const struct node *root = json_read(arena, name, text, length, ORIGIN_FILE, problems);
    return root ? read_model(&r, root) : NULL;
}

struct forecast_model *forecast_read(struct arena *arena, const char *path, struct problems *problems) {
    size_t length = 0;
    const char *fault = NULL;
    char *content = file_content(arena, path, &length, &fault);
    if (!content) {
        problem_at(problems, (struct place){.file = path}, "", NULL, "the file %s", fault);
        return NULL;
    }
    struct forecast_model *model = forecast_read_text(arena, path, content, length, problems);
    free(content);
    return model;
}
