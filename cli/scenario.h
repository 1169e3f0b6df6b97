/* SPDX-License-Identifier: MIT */
/* scenario.h - reads and checks a scenario as commands need it. */
#ifndef CLI_SCENARIO_H
#define CLI_SCENARIO_H

#include "cli/options.h"
#include "sim/study/study.h"

struct cJSON;
struct problems;

struct scenario {
    const char *path;
    struct config *config;
    void *values;
    struct problems *problems;
    bool valid;
    struct study_plan plan;   /* if valid */
    struct estimate estimate; /* if valid */
};

/* Memory from the options' arena. */
struct scenario scenario_read(const struct options *options, const char *path);
/* The folder of the shipped scenarios, or NULL. */
const char *scenario_folder(struct arena *arena);
void scenario_print_problems(const struct scenario *scenario); /* on stderr */
/* What was given rather than left to its default: "PATH = VALUE (FILE:LINE)"; NULL at the end. `resolved` is
 * the text of config_resolved. */
const char *const *scenario_changes(const char *resolved, struct arena *arena);
/* The value at a path of a resolved scenario; elements of lists by name or number. NULL if there is none. */
const struct cJSON *scenario_value(const struct cJSON *root, const char *path);

#endif
