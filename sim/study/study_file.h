/* SPDX-License-Identifier: MIT */
/* study_file.h - a study as a JSON file: a scenario, what is varied, and how often.
 *
 *     {"scenario": "demo.json", "vary": ["packing.benches=24:36:4", "picking.routing=s_shape,optimal"],
 *      "design": "grid", "replications": 10} */
#ifndef SIM_STUDY_STUDY_FILE_H
#define SIM_STUDY_STUDY_FILE_H

#include "sim/study/design.h"

struct problems;
struct sensitivity_config;

enum { STUDY_MOST_SEED = 2147483647 };

struct study_config {
    const char *title, *description;
    const char *scenario; /* its path, relative to the study's file until study_file_read resolves it */
    const char **set;     /* PATH=VALUE, before what is varied */
    int set_count;
    const char **vary;
    int vary_count;
    struct choice design;
    int replications;   /* 0 = as the scenario says, or as many as `until` needs */
    const char **until; /* METRIC:rel=0.01, METRIC:abs=60 */
    int until_count;
    int seed; /* -1 = as the scenario says */
    const char **metrics;
    int metrics_count;
    struct sensitivity_config *sensitivity; /* NULL = left out */
    /* from the above */
    struct designs designs;
    struct setting *settings; /* of `set` */
};
extern const struct field study_fields[];
enum { USUAL_METRICS = 3 };
extern const char *const usual_metrics[USUAL_METRICS]; /* of those who name none */

/* NULL after problems. `root` is the table of the scenario: it tells which values name files, which become
 * absolute, so that the study can be kept anywhere. Relative ones start where the study's file is, on the
 * command line at the working directory. */
struct study_config *study_file_read(struct arena *arena, const char *path, const struct field *root,
                                     struct problems *problems);
/* Whether a JSON file looks like a study rather than a scenario: it names a scenario. */
bool study_file_is(struct arena *arena, const char *path);
/* What the command line says instead of a file; false with what is wrong. */
bool study_from_words(struct arena *arena, const char *scenario, const struct field *root,
                      const char *const *vary, int vary_count, bool zip, struct study_config *study,
                      struct text *error);
/* The same without designs, for those who choose them themselves, and the designs. */
struct study_config *study_file_factors(struct arena *arena, const char *path, const struct field *root,
                                        struct problems *problems);
bool study_factors_from_words(struct arena *arena, const char *scenario, const struct field *root,
                              const char *const *vary, int vary_count, bool zip, struct study_config *study,
                              struct text *error);
bool study_designs(struct study_config *study, struct arena *arena, struct text *error);
/* As a file that study_file_read reads again. */
void study_file_write(const struct study_config *study, struct text *out);

#endif
