/* SPDX-License-Identifier: MIT */
/* study_file.c - see study_file.h. */
#include "sim/study/study_file.h"

#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>
#include "sim/base/arena.h"
#include "sim/base/problems.h"
#include "sim/base/text.h"
#include "sim/config/inputs.h"
#include "sim/study/sensitivity.h"

const char *const usual_metrics[USUAL_METRICS] = {"on_time", "cycle_time_s.p95", "cost.per_order"};

const struct field study_fields[] = {
    {FIELD(struct study_config, title), .preset_json = "\"\"", .doc = "Title for reports."},
    {FIELD(struct study_config, description), .preset_json = "\"\"", .doc = "What the study asks."},
    {FIELD(struct study_config, scenario), .required = true,
     .doc = "The scenario's file, relative to the study's."},
    {SCALARS(struct study_config, set, FIELD_TEXT),
     .doc = "PATH=VALUE for keys that are the same in all designs, as with --set; names of files are "
            "relative to the study's."},
    {SCALARS(struct study_config, vary, FIELD_TEXT),
     .doc = "What is varied: PATH=LO:HI[:STEP], PATH=a,b,c, PATH=[...], A+B=LO:HI; names of files are "
            "relative to the study's."},
    {CHOICE(struct study_config, design, design_options), .preset_json = "\"grid\"",
     .doc = "Which combinations of the values are looked at."},
    {FIELD(struct study_config, replications), .min = 0, .max = 1000000, .preset = 0,
     .doc = "Replications of every design; 0 = as the scenario says, or as many as \"until\" needs."},
    {SCALARS(struct study_config, until, FIELD_TEXT),
     .doc = "Precision until which every design has replications, as with --until: METRIC:rel=0.01 or "
            "METRIC:abs=60."},
    {FIELD(struct study_config, seed), .min = -1, .max = STUDY_MOST_SEED, .preset = -1,
     .doc = "Seed of the simulation in all designs; -1 = as the scenario says."},
    {SCALARS(struct study_config, metrics, FIELD_TEXT),
     .preset_json = "[\"on_time\", \"cycle_time_s.p95\", \"cost.per_order\"]",
     .doc = "Metrics for tables and plots; the files hold all."},
    {SECTION(struct study_config, sensitivity, sensitivity_fields),
     .doc = "How fcsim sensitivity samples the factors."},
    {0},
};

static void settle_files(struct study_config *study, struct factor *factor, int number, struct arena *arena) {
    factor_settle_files(factor, study->designs.root, study->designs.folder, arena);
    study->vary[number] = factor->typed;
}

static bool read_factors(struct study_config *study, struct arena *arena, struct problems *problems) {
    struct factor *factors = arena_array(arena, struct factor, study->vary_count + 1);
    struct text error = {0};
    int errors = problems->errors;
    for (int i = 0; i < study->vary_count; i++) {
        const char *path = arena_format(arena, "vary.%d", i);
        if (!factor_read(study->vary[i], problems_place(problems, path), arena, &factors[i], &error))
            problem_of(problems, path, NULL, "%s", error.data);
        else
            settle_files(study, &factors[i], i, arena);
        text_clear(&error);
    }
    text_free(&error);
    study->designs.factors = factors;
    study->designs.factor_count = study->vary_count;
    return problems->errors == errors;
}

static void take_settings(struct study_config *study, struct arena *arena, const struct problems *problems) {
    study->settings = arena_array(arena, struct setting, study->set_count + 1);
    for (int i = 0; i < study->set_count; i++) {
        struct setting given = {study->set[i], problems_place(problems, arena_format(arena, "set.%d", i))};
        study->settings[i] = setting_from(arena, study->designs.root, given, study->designs.folder);
        study->set[i] = study->settings[i].argument;
    }
}

struct study_config *study_file_factors(struct arena *arena, const char *path, const struct field *root,
                                        struct problems *problems) {
    struct config *config =
        config_read(arena, path, NULL, 0, study_fields, sizeof(struct study_config), problems);
    struct study_config *study = config_values(config);
    if (problems->errors)
        return NULL;
    study->designs.folder = directory_of(arena, path);
    study->designs.problems = problems;
    study->scenario = path_under(arena, study->designs.folder, study->scenario);
    study->designs.root = root;
    take_settings(study, arena, problems);
    return read_factors(study, arena, problems) ? study : NULL;
}

bool study_designs(struct study_config *study, struct arena *arena, struct text *error) {
    return designs_make(&study->design, &study->designs, arena, error);
}

struct study_config *study_file_read(struct arena *arena, const char *path, const struct field *root,
                                     struct problems *problems) {
    struct study_config *study = study_file_factors(arena, path, root, problems);
    struct text error = {0};
    if (study && !study_designs(study, arena, &error) && error.length)
        problem_of(problems, study->vary_count ? "vary" : "design", NULL, "%s", error.data);
    text_free(&error);
    return problems->errors ? NULL : study;
}

bool study_file_is(struct arena *arena, const char *path) {
    size_t length;
    const char *fault;
    char *content = file_content(arena, path, &length, &fault);
    cJSON *root = content ? cJSON_ParseWithLength(content, length) : NULL;
    bool is = cJSON_HasObjectItem(root, "scenario");
    cJSON_Delete(root);
    free(content);
    return is;
}

bool study_factors_from_words(struct arena *arena, const char *scenario, const struct field *root,
                              const char *const *vary, int vary_count, bool zip, struct study_config *study,
                              struct text *error) {
    struct factor *factors = arena_array(arena, struct factor, vary_count + 1);
    *study = (struct study_config){
        .title = "",
        .description = "",
        .scenario = scenario,
        .vary = (const char **)arena_array(arena, const char *, vary_count + 1),
        .vary_count = vary_count,
        .design = {zip ? &design_zip.option : &design_grid.option, NULL},
        .seed = -1,
        .metrics = (const char **)usual_metrics,
        .metrics_count = USUAL_METRICS,
        .designs = {.factors = factors, .factor_count = vary_count, .folder = "", .root = root}};
    struct text one = {0};
    for (int i = 0; i < vary_count; i++, text_clear(&one)) {
        study->vary[i] = vary[i];
        if (factor_read(vary[i], factor_option(vary[i], arena), arena, &factors[i], &one))
            settle_files(study, &factors[i], i, arena);
        else
            text_format(error, "%s%s", error->length ? "\n" : "", one.data);
    }
    text_free(&one);
    return !error->length;
}

bool study_from_words(struct arena *arena, const char *scenario, const struct field *root,
                      const char *const *vary, int vary_count, bool zip, struct study_config *study,
                      struct text *error) {
    return study_factors_from_words(arena, scenario, root, vary, vary_count, zip, study, error) &&
           study_designs(study, arena, error);
}

/* Writing */

static void add_texts(cJSON *root, const char *key, const char *const *texts, int count) {
    cJSON *list = cJSON_AddArrayToObject(root, key);
    for (int i = 0; i < count; i++)
        cJSON_AddItemToArray(list, cJSON_CreateString(texts[i]));
}

static void add_values(cJSON *object, const struct field *fields, const void *config) {
    for (const struct field *field = fields; field->name; field++) {
        const void *place = (const char *)config + field->offset;
        if (field->kind == FIELD_TEXT)
            cJSON_AddStringToObject(object, field->name, *(const char *const *)place);
        else if (field->kind == FIELD_ENUM)
            cJSON_AddStringToObject(object, field->name, field->choices[*(const int *)place]);
        else if (field->kind == FIELD_OBJECT)
            add_values(cJSON_AddObjectToObject(object, field->name), field->fields, place);
        else if (field->kind == FIELD_REAL)
            cJSON_AddNumberToObject(object, field->name, *(const double *)place);
        else
            cJSON_AddNumberToObject(object, field->name, *(const int *)place);
    }
}

static void add_design(cJSON *root, const struct study_config *study) {
    const struct option *option = study->design.is;
    if (option->fields)
        add_values(cJSON_AddObjectToObject(cJSON_AddObjectToObject(root, "design"), option->name),
                   option->fields, study->design.config);
    else
        cJSON_AddStringToObject(root, "design", option->name);
}

void study_file_write(const struct study_config *study, struct text *out) {
    cJSON *root = cJSON_CreateObject();
    if (*study->title)
        cJSON_AddStringToObject(root, "title", study->title);
    if (*study->description)
        cJSON_AddStringToObject(root, "description", study->description);
    cJSON_AddStringToObject(root, "scenario", study->scenario);
    add_texts(root, "set", study->set, study->set_count);
    add_texts(root, "vary", study->vary, study->vary_count);
    add_design(root, study);
    cJSON_AddNumberToObject(root, "replications", study->replications);
    if (study->until_count)
        add_texts(root, "until", study->until, study->until_count);
    if (study->seed >= 0)
        cJSON_AddNumberToObject(root, "seed", study->seed);
    add_texts(root, "metrics", study->metrics, study->metrics_count);
    if (study->sensitivity)
        add_values(cJSON_AddObjectToObject(root, "sensitivity"), sensitivity_fields, study->sensitivity);
    char *text = cJSON_Print(root);
    text_add(out, text);
    text_add_char(out, '\n');
    cJSON_free(text);
    cJSON_Delete(root);
}
