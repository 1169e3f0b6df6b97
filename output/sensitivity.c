/* SPDX-License-Identifier: MIT */
/* sensitivity.c - tables and JSON of a sensitivity study; the terminal's half is sensitivity_terminal.c. */
#include "output/sensitivity.h"

#include <math.h>
#include <string.h>
#include "output/csv_out.h"
#include "output/file.h"
#include "output/prose.h"
#include "sim/base/text.h"

/* Tables */

static void csv_bounds(struct text *out, struct bounds bounds) {
    csv_number(out, bounds.value);
    csv_number(out, bounds.low);
    csv_number(out, bounds.high);
}

static void tornado_row(const struct sensitivity *s, int metric, int factor, struct text *out) {
    const struct tornado_bar *bar = &s->bars[metric * s->factor_count + factor];
    csv_text(out, sensitivity_end(s, factor, 0));
    csv_text(out, sensitivity_end(s, factor, 1));
    csv_number(out, bar->base);
    csv_number(out, bar->low);
    csv_number(out, bar->high);
    csv_bounds(out, bar->low_change);
    csv_bounds(out, bar->high_change);
    csv_bounds(out, bar->swing);
}

static void morris_row(const struct sensitivity *s, int metric, int factor, struct text *out) {
    const struct elementary *effect = &s->effects[metric * s->factor_count + factor];
    csv_integer(out, effect->n);
    csv_bounds(out, effect->mu);
    csv_bounds(out, effect->star);
    csv_bounds(out, effect->sigma);
    csv_text(out, s->kept[factor] ? "yes" : "no");
}

static void sobol_row(const struct sensitivity *s, int metric, int factor, struct text *out) {
    const struct sobol_index *index = sensitivity_index(s, metric, factor);
    csv_integer(out, s->config.sobol.samples);
    csv_bounds(out, index->first);
    csv_bounds(out, index->total);
}

struct kind {
    const char *name;
    const char *const *columns;
    void (*row)(const struct sensitivity *s, int metric, int factor, struct text *out);
};

static const char *const tornado_columns[] = {"metric",
                                              "factor",
                                              "low_value",
                                              "high_value",
                                              "base",
                                              "low",
                                              "high",
                                              "low_change",
                                              "low_change.low",
                                              "low_change.high",
                                              "high_change",
                                              "high_change.low",
                                              "high_change.high",
                                              "swing",
                                              "swing.low",
                                              "swing.high",
                                              NULL};
static const char *const morris_columns[] = {
    "metric",      "factor",       "effects", "mu",        "mu.low",     "mu.high", "mu_star",
    "mu_star.low", "mu_star.high", "sigma",   "sigma.low", "sigma.high", "kept",    NULL};
static const char *const sobol_columns[] = {"metric",     "factor", "samples",   "first",      "first.low",
                                            "first.high", "total",  "total.low", "total.high", NULL};

static bool write_kind(const struct sensitivity *s, const struct kind *kind, const char *directory,
                       struct text *error) {
    struct text out = {0}, path = {0};
    csv_header(&out, kind->columns);
    for (int m = 0; m < s->metric_count; m++)
        for (int f = 0; f < s->factor_count; f++) {
            if (kind->row == sobol_row && !s->kept[f])
                continue;
            csv_text(&out, s->metrics[m]);
            csv_text(&out, s->study->designs.factors[f].name);
            kind->row(s, m, f, &out);
            csv_end(&out);
        }
    text_format(&path, "%s/%s", directory, kind->name);
    bool written = file_write_atomically(path.data, out.data, out.length, error);
    text_free(&path);
    text_free(&out);
    return written;
}

bool sensitivity_tables(const struct sensitivity *s, const char *directory, struct text *error) {
    return write_kind(s, &(struct kind){"tornado.csv", tornado_columns, tornado_row}, directory, error) &&
           (!s->effects ||
            write_kind(s, &(struct kind){"morris.csv", morris_columns, morris_row}, directory, error)) &&
           (!s->indices ||
            write_kind(s, &(struct kind){"sobol.csv", sobol_columns, sobol_row}, directory, error));
}

/* JSON */

static void add_number(struct text *out, double value) {
    if (isfinite(value))
        text_add_number(out, value);
    else
        text_add(out, "null");
}

static void add_bounds(struct text *out, const char *name, struct bounds bounds) {
    text_format(out, ", \"%s\": {\"value\": ", name);
    add_number(out, bounds.value);
    text_add(out, ", \"low\": ");
    add_number(out, bounds.low);
    text_add(out, ", \"high\": ");
    add_number(out, bounds.high);
    text_add(out, "}");
}

static void add_factor(const struct sensitivity *s, int metric, int factor, struct text *out) {
    const struct tornado_bar *bar = &s->bars[metric * s->factor_count + factor];
    text_add(out, "{\"factor\": ");
    text_add_json_string(out, s->study->designs.factors[factor].name);
    text_add(out, ",\n     \"tornado\": {\"low_value\": ");
    text_add_json_string(out, sensitivity_end(s, factor, 0));
    text_add(out, ", \"high_value\": ");
    text_add_json_string(out, sensitivity_end(s, factor, 1));
    text_add(out, ", \"base\": ");
    add_number(out, bar->base);
    add_bounds(out, "low_change", bar->low_change);
    add_bounds(out, "high_change", bar->high_change);
    add_bounds(out, "swing", bar->swing);
    text_add(out, "}");
    if (s->effects) {
        const struct elementary *effect = &s->effects[metric * s->factor_count + factor];
        text_format(out, ",\n     \"morris\": {\"effects\": %d", effect->n);
        add_bounds(out, "mu", effect->mu);
        add_bounds(out, "mu_star", effect->star);
        add_bounds(out, "sigma", effect->sigma);
        text_format(out, ", \"kept\": %s}", s->kept[factor] ? "true" : "false");
    }
    const struct sobol_index *index = sensitivity_index(s, metric, factor);
    if (index) {
        text_format(out, ",\n     \"sobol\": {\"samples\": %d", s->config.sobol.samples);
        add_bounds(out, "first", index->first);
        add_bounds(out, "total", index->total);
        text_add(out, "}");
    }
    text_add(out, "}");
}

void sensitivity_value(struct text *out, struct bounds bounds, const char *unit, const char *sign) {
    bool share = strcmp(unit, "share") == 0;
    double scale = share ? 100.0 : 1.0, half = scale * (bounds.high - bounds.low) / 2,
           value = scale * bounds.value;
    struct summary summary = {.n = 2, .mean = value, .low = value - half, .high = value + half};
    prose_estimate(out, &summary, share ? "points" : unit, sign);
}

void sensitivity_json(const struct sweep_view *view, const struct sensitivity *s, struct text *out) {
    text_add(out, "{\"study\": ");
    text_add_json_string(out, *s->study->title ? s->study->title : s->study->scenario);
    text_format(out, ", \"complete\": %s, \"confidence\": ", view->complete ? "true" : "false");
    text_add_number(out, s->confidence);
    text_format(out, ", \"designs\": %d, \"replications\": %d,\n \"metrics\": [", s->study->designs.count,
                s->replications);
    for (int m = 0; m < s->metric_count; m++) {
        text_add(out, m ? ",\n  {\"metric\": " : "\n  {\"metric\": ");
        text_add_json_string(out, s->metrics[m]);
        text_add(out, ", \"unit\": ");
        text_add_json_string(out, view->units[m]);
        text_add(out, ", \"noise_share\": ");
        add_number(out, s->noise[m]);
        text_add(out, ", \"factors\": [");
        for (int f = 0; f < s->factor_count; f++) {
            text_add(out, f ? ",\n    " : "\n    ");
            add_factor(s, m, f, out);
        }
        text_add(out, "\n   ]}");
    }
    text_add(out, "\n ],\n ");
    sweep_warnings_json(view, out);
    text_add(out, "}\n");
}

/* Notes */

void sensitivity_notes(const struct sweep_view *view, const struct sensitivity *s,
                       void (*say)(void *self, const char *sentence), void *self) {
    const double much = 0.05;
    struct text note = {0};
    for (int m = 0; m < s->metric_count; m++) {
        if (!(s->noise[m] > much))
            continue;
        text_clear(&note);
        text_format(&note,
                    "%.0f %% of the variance of %s between designs is noise of the simulation, which counts "
                    "as interaction; more replications lower it.",
                    100 * s->noise[m], view->metrics[m]);
        say(self, note.data);
    }
    for (int f = 0; f < s->factor_count; f++) {
        const struct factor *factor = &s->study->designs.factors[f];
        if (factor->range || factor->value_count < 3)
            continue;
        text_clear(&note);
        text_format(&note,
                    "%s is a list: its values count as evenly spaced levels in the order given, and low and "
                    "high are the first and the last of them.",
                    factor->name);
        say(self, note.data);
    }
    int dropped = s->factor_count - s->kept_count;
    if (s->indices && dropped) {
        text_clear(&note);
        text_format(&note,
                    "The Sobol indices leave out %d factor%s that screening found weak; they stay as "
                    "the scenario has them.",
                    dropped, dropped == 1 ? "" : "s");
        say(self, note.data);
    }
    if (s->config.sobol.samples && !s->kept_count)
        say(self, "No factor moves any of the metrics, so there are no Sobol indices.");
    text_free(&note);
}
