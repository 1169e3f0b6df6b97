/* SPDX-License-Identifier: MIT */
/* summary.c - summary.json, which is also what --json prints: one object, undefined numbers are null. */
#include "output/bottleneck.h"
#include "output/output.h"

#include <inttypes.h>
#include <math.h>
#include "output/lookup.h"
#include "sim/base/text.h"

static void add_key(struct text *out, const char *key) {
    text_add(out, "  ");
    text_add_json_string(out, key);
    text_add(out, ": ");
}

static void add_number(struct text *out, double value) {
    if (isfinite(value))
        text_add_number(out, value);
    else
        text_add(out, "null");
}

static void add_text_member(struct text *out, const char *key, const char *value) {
    add_key(out, key);
    text_add_json_string(out, value ? value : "");
    text_add(out, ",\n");
}

static void add_number_member(struct text *out, const char *key, double value) {
    add_key(out, key);
    add_number(out, value);
    text_add(out, ",\n");
}

static void add_head(const struct run_view *view, struct text *out) {
    const struct study_plan *plan = study_plan(view->study);
    char hash[HASH_TEXT_SIZE];
    add_text_member(out, "fcsim", view->version);
    add_text_member(out, "scenario", plan->name);
    add_text_member(out, "title", plan->title);
    add_text_member(out, "scenario_hash", hash_text(hash, view->scenario_hash));
    text_format(out, "  \"seed\": %" PRIu64 ",\n", study_seed(view->study));
    text_format(out, "  \"replications\": %d,\n", study_replications(view->study));
    if (study_first(view->study) != 1)
        text_format(out, "  \"first_replication\": %d,\n", study_first(view->study));
    add_number_member(out, "confidence", plan->confidence);
    add_text_member(out, "study", plan->kind == STUDY_STEADY ? "steady" : "terminating");
    add_number_member(out, "horizon_s", plan->horizon_s);
    add_number_member(out, "warmup_s", study_warmup_s(view->study));
    add_number_member(out, "target_on_time", plan->target_on_time);
    if (view->partial)
        text_add(out, "  \"partial\": true,\n");
}

static void add_warnings(const struct study *study, struct text *out) {
    const char *const *texts = NULL;
    int count = study_warnings(study, &texts);
    text_add(out, "  \"warnings\": [");
    for (int i = 0; i < count; i++) {
        text_add(out, i ? ", " : "");
        text_add_json_string(out, texts[i]);
    }
    text_add(out, "],\n");
}

static void add_metric(const struct study *study, int index, const struct measure *measure,
                       struct text *out) {
    struct summary s = study_summary(study, index);
    text_add(out, "    ");
    text_add_json_string(out, measure->name);
    text_add(out, ": {\"mean\": ");
    add_number(out, s.mean);
    text_add(out, ", \"sd\": ");
    add_number(out, s.sd);
    text_format(out, ", \"n\": %d, \"low\": ", s.n);
    add_number(out, s.low);
    text_add(out, ", \"high\": ");
    add_number(out, s.high);
    text_add(out, ", \"unit\": ");
    text_add_json_string(out, unit_of(measure));
    text_add(out, "}");
}

void summary_json(const struct run_view *view, struct text *out) {
    struct measures measures = study_measures(view->study);
    text_add(out, "{\n");
    add_head(view, out);
    add_warnings(view->study, out);
    text_add(out, "  \"metrics\": {");
    for (int i = 0; i < measures.count; i++) {
        text_add(out, i ? ",\n" : "\n");
        add_metric(view->study, i, &measures.items[i], out);
    }
    text_add(out, "\n  }");
    if (view->gains) {
        text_add(out, ",\n  \"bottleneck\": ");
        bottleneck_json(view->gains, out);
    }
    text_add(out, "\n}\n");
}
