/* SPDX-License-Identifier: MIT */
/* Elementary effects, Sobol indices and tornado bars against functions whose answers are known; through the
 * same designs and campaigns as a real study. */
#include "sim/study/sensitivity.h"

#include <stdlib.h>
#include <unistd.h>
#include "sim/base/arena.h"
#include "sim/base/problems.h"
#include "sim/base/text.h"
#include "sim/engine/stream.h"
#include "tests/support/check.h"

/* A subject that is a function of up to eight numbers, a text and noise. */

enum { INPUTS = 8 };
struct formula {
    double x1, x2, x3, x4, x5, x6, x7, x8;
    int whole;
    const char *word;
    double noise;
};

static const struct field formula_fields[] = {
    {FIELD(struct formula, x1), .min = -10, .max = 10, .preset = 0.5, .doc = "An input."},
    {FIELD(struct formula, x2), .min = -10, .max = 10, .preset = 0.5, .doc = "An input."},
    {FIELD(struct formula, x3), .min = -10, .max = 10, .preset = 0.5, .doc = "An input."},
    {FIELD(struct formula, x4), .min = -10, .max = 10, .preset = 0.5, .doc = "An input."},
    {FIELD(struct formula, x5), .min = -10, .max = 10, .preset = 0.5, .doc = "An input."},
    {FIELD(struct formula, x6), .min = -10, .max = 10, .preset = 0.5, .doc = "An input."},
    {FIELD(struct formula, x7), .min = -10, .max = 10, .preset = 0.5, .doc = "An input."},
    {FIELD(struct formula, x8), .min = -10, .max = 10, .preset = 0.5, .doc = "An input."},
    {FIELD(struct formula, whole), .min = 0, .max = 100, .preset = 1, .doc = "A whole number."},
    {FIELD(struct formula, word), .preset_json = "\"none\"", .doc = "A text."},
    {FIELD(struct formula, noise), .min = 0, .max = 100, .preset = 0, .doc = "Sd of the noise."},
    {0},
};

static const struct metric formula_metrics[] = {
    {.name = "ishigami", .kind = METRIC_VALUE, .unit = "", .doc = "Ishigami and Homma 1990."},
    {.name = "g", .kind = METRIC_VALUE, .unit = "", .doc = "The g-function of Sobol."},
    {.name = "crossed", .kind = METRIC_VALUE, .unit = "", .doc = "Linear, with one interaction."},
    {0},
};
static const struct metric *const formula_tables[] = {formula_metrics, NULL};

static void formula_check(void *values, struct arena *arena, struct problems *problems) {
    (void)values, (void)arena, (void)problems;
}

static void formula_plan(const void *values, struct study_plan *plan) {
    (void)values;
    *plan = (struct study_plan){.title = "Formula",
                                .name = "formula",
                                .confidence = 0.95,
                                .horizon_s = 60,
                                .interval_s = 60,
                                .cycle_s = 60,
                                .target_on_time = NAN,
                                .currency = "EUR"};
}

static double ishigami(const struct formula *at) {
    return sin(at->x1) + 7 * pow(sin(at->x2), 2) + 0.1 * pow(at->x3, 4) * sin(at->x1);
}

static double g_function(const struct formula *at) {
    static const double a[] = {0, 1, 4.5, 9, 99, 99, 99, 99};
    const double x[] = {at->x1, at->x2, at->x3, at->x4, at->x5, at->x6, at->x7, at->x8};
    double product = 1;
    for (int i = 0; i < INPUTS; i++)
        product *= (fabs(4 * x[i] - 2) + a[i]) / (1 + a[i]);
    return product;
}

static double crossed(const struct formula *at) {
    double word = strcmp(at->word, "small") == 0 ? 1 : strcmp(at->word, "large") == 0 ? 5 : 0;
    return 20 + 3 * at->x1 - 2 * at->x2 + 4 * at->x1 * at->x2 + 0.5 * at->whole + word;
}

static struct run_report formula_run(const void *values, const struct run_request *request) {
    const struct formula *at = values;
    struct results *results = results_create(request->arena);
    /* a part of the luck is common to all designs, the rest is the design's own */
    struct stream common = stream_named(request->seed, request->replication, "formula");
    struct stream own = stream_keyed(stream_key(request->seed, request->replication, "own"),
                                     (uint64_t)(1e9 * (at->x1 + 10) + 1e6 * (at->x2 + 10)));
    double noise = at->noise * stream_normal(&own) + 10 * at->noise * stream_normal(&common);
    *results_value(results, &formula_metrics[0], (struct of){0}) = ishigami(at) + noise;
    *results_value(results, &formula_metrics[1], (struct of){0}) = g_function(at) + noise;
    *results_value(results, &formula_metrics[2], (struct of){0}) = crossed(at) + noise;
    results_finish(results, 60 * USEC_A_SECOND);
    return (struct run_report){.results = results};
}

static const struct subject formula_subject = {.name = "formula",
                                               .fields = formula_fields,
                                               .size = sizeof(struct formula),
                                               .metrics = formula_tables,
                                               .check = formula_check,
                                               .plan = formula_plan,
                                               .run = formula_run};

struct asked {
    const char *metric;
    const char *const *vary;
    const char *const *set;
    struct sensitivity_config config;
    int replications;
};

struct fed {
    struct sensitivity *sensitivity;
    int first;
};

static void take(void *self, const struct variant_end *end) {
    struct fed *fed = self;
    CHECK_INT(end->state, STUDY_COMPLETE);
    sensitivity_take(fed->sensitivity, fed->first + end->variant, end);
}

static int count_of(const char *const *words) {
    int count = 0;
    while (words && words[count])
        count++;
    return count;
}

static void run_from(struct sensitivity *s, const char *path, int first) {
    struct fed fed = {s, first};
    struct campaign campaign = {.subject = &formula_subject,
                                .variants =
                                    first + designs_variants(&s->study->designs, path, s->study->settings,
                                                             s->study->set_count, s->arena),
                                .count = s->study->designs.count - first,
                                .seed_given = true,
                                .seed = 5,
                                .first = 1,
                                .replications = s->replications,
                                .jobs = 2,
                                .done = take,
                                .self = &fed};
    CHECK_INT(campaign_run(&campaign, s->arena).state, CAMPAIGN_COMPLETE);
}

static struct sensitivity *answer_to(const struct asked *asked, struct arena *arena) {
    const char *folder = getenv("TMPDIR");
    char *path = arena_format(arena, "%s/fcsim-formula-XXXXXX", folder ? folder : ".");
    int file = mkstemp(path);
    CHECK_INT(write(file, "{}", 2), 2);
    close(file);
    struct sensitivity *s = arena_new(arena, struct sensitivity);
    struct study_config *study = arena_new(arena, struct study_config);
    struct text error = {0};
    CHECK(study_factors_from_words(arena, path, NULL, asked->vary, count_of(asked->vary), false, study,
                                   &error));
    study->set_count = count_of(asked->set);
    study->settings = arena_array(arena, struct setting, study->set_count + 1);
    for (int i = 0; i < study->set_count; i++)
        study->settings[i] = (struct setting){asked->set[i]};
    study->sensitivity = arena_new(arena, struct sensitivity_config);
    *study->sensitivity = asked->config;
    const char **metrics = arena_array(arena, const char *, 1);
    metrics[0] = asked->metric;
    if (CHECK(sensitivity_begin(s, study, metrics, 1, asked->replications, 0.95, arena, &error))) {
        run_from(s, path, 0);
        int first = study->designs.count;
        CHECK(sensitivity_screen(s, &error));
        if (study->designs.count > first)
            run_from(s, path, first);
        sensitivity_finish(s);
    }
    if (error.length)
        printf("  %s\n", error.data);
    text_free(&error);
    unlink(path);
    return s;
}

#define WORDS (const char *const[])

static bool within(struct bounds bounds, double value) {
    return CHECK(bounds.low <= value && value <= bounds.high);
}

/* Ishigami and Homma 1990 with a = 7, b = 0.1: V = 1/2 + a^2/8 + b pi^4/5 + b^2 pi^8/18 = 13.8446,
 * V1 = (1 + b pi^4/5)^2 / 2, V2 = a^2 / 8, V13 = 8 b^2 pi^8 / 225. */
static void indices_of_the_ishigami_function(void) {
    static const double first[] = {0.3139, 0.4424, 0}, total[] = {0.5576, 0.4424, 0.2437};
    struct arena *arena = arena_create();
    struct asked asked = {.metric = "ishigami",
                          .replications = 1,
                          .vary = WORDS{"x1=-3.141592653589793:3.141592653589793",
                                        "x2=-3.141592653589793:3.141592653589793",
                                        "x3=-3.141592653589793:3.141592653589793", NULL},
                          .config = sensitivity_preset};
    asked.config.sobol.samples = 2048;
    asked.config.sobol.factors = SOBOL_OF_ALL;
    struct sensitivity *s = answer_to(&asked, arena);
    CHECK_INT(s->kept_count, 3);
    for (int f = 0; f < 3 && s->indices; f++) {
        CHECK_NEAR(s->indices[f].first.value, first[f], 0.02, "first-order index, closed form");
        CHECK_NEAR(s->indices[f].total.value, total[f], 0.02, "total index, closed form");
        within(s->indices[f].first, first[f]);
        within(s->indices[f].total, total[f]);
    }
    CHECK(isnan(s->noise[0])); /* one replication */
    arena_destroy(arena);
}

/* Saltelli and Sobol 1995: V_i = 1 / (3 (1 + a_i)^2), V = prod (1 + V_i) - 1, total V_i prod_{j /= i} (1 +
 * V_j). */
static void indices_of_the_g_function(void) {
    enum { POINTS = SANITIZED ? 256 : 2048 };
    static const double a[] = {0, 1, 4.5, 9, 99, 99, 99, 99}, nearness = SANITIZED ? 0.1 : 0.02;
    double part[INPUTS], product = 1;
    for (int i = 0; i < INPUTS; i++) {
        part[i] = 1 / (3 * pow(1 + a[i], 2));
        product *= 1 + part[i];
    }
    struct arena *arena = arena_create();
    struct asked asked = {.metric = "g",
                          .replications = 1,
                          .vary = WORDS{"x1=0.0:1.0", "x2=0.0:1.0", "x3=0.0:1.0", "x4=0.0:1.0", "x5=0.0:1.0",
                                        "x6=0.0:1.0", "x7=0.0:1.0", "x8=0.0:1.0", NULL},
                          .config = sensitivity_preset};
    asked.config.morris.trajectories = 0;
    asked.config.sobol.samples = POINTS;
    struct sensitivity *s = answer_to(&asked, arena);
    CHECK(!s->effects);
    for (int i = 0; i < INPUTS && s->indices; i++) {
        CHECK_NEAR(s->indices[i].first.value, part[i] / (product - 1), nearness,
                   "first-order index, closed form");
        CHECK_NEAR(s->indices[i].total.value, part[i] * product / (1 + part[i]) / (product - 1), nearness,
                   "total index, closed form");
    }
    arena_destroy(arena);
}

/* y = 20 + 3 x1 - 2 x2 + 4 x1 x2 + w / 2 + word, x in [0, 1], w in 1 ... 5, word none (0) or large (5).
 * The effect of x1 is 3 + 4 x2, of x2 -2 + 4 x1; of w 2 and of the word 5 over their whole ranges, without
 * spread. x3 has none. With levels 0, 1/3, 2/3, 1 the effects of x1 have mean 5 and sd 4 sqrt(5)/6. */
static void effects_of_a_linear_function_with_an_interaction(void) {
    struct arena *arena = arena_create();
    struct asked asked = {
        .metric = "crossed",
        .replications = 1,
        .vary = WORDS{"x1=0.0:1.0", "x2=0.0:1.0", "whole=1:5", "word=none,large", "x3=0.0:1.0", NULL},
        .config = sensitivity_preset};
    asked.config.morris.trajectories = 200;
    asked.config.sobol.samples = 0;
    struct sensitivity *s = answer_to(&asked, arena);
    const struct elementary *x1 = &s->effects[0], *x2 = &s->effects[1];
    CHECK_INT(x1->n, 200);
    within(x1->mu, 5);
    CHECK_NEAR(x1->mu.value, 5, 4 * 4 * sqrt(5) / 6 / sqrt(200), "mean effect, four standard errors");
    CHECK_NEAR(x1->star.value, x1->mu.value, 1e-9, "all effects of x1 are positive");
    CHECK_NEAR(x1->sigma.value, 4 * sqrt(5) / 6, 0.15, "sd of the effects");
    within(x1->sigma, 4 * sqrt(5) / 6);
    within(x2->mu, 0); /* -2, -2/3, 2/3, 2: mean 0, mean size 4/3 */
    within(x2->star, 4.0 / 3);
    CHECK_NEAR(s->effects[2].mu.value, 2, 1e-9, "effect of a whole number over its range");
    CHECK_NEAR(s->effects[2].sigma.value, 0, 1e-9, "no interaction");
    CHECK_NEAR(s->effects[3].mu.value, 5, 1e-9, "effect of a text from its first to its last value");
    CHECK_NEAR(s->effects[4].star.value, 0, 1e-9, "no effect");
    CHECK(s->kept[0] && s->kept[1] && s->kept[2] && s->kept[3] && !s->kept[4]);
    CHECK(!s->indices);
    arena_destroy(arena);
}

/* A tenth of the largest mu* (5) is 0.5: x3 has none and goes, and indices are of the others. Without x1 x2
 * interacting (x2 fixed at its base 0.5) y = 5 x1 + w / 2: variances 25/12 and (5^2 - 1) / 12 / 4 = 1/2. */
static void indices_are_of_what_screening_keeps(void) {
    struct arena *arena = arena_create();
    struct asked asked = {.metric = "crossed",
                          .replications = 2,
                          .vary = WORDS{"x3=0.0:1.0", "x1=0.0:1.0", "whole=1:5", NULL},
                          .config = sensitivity_preset};
    asked.config.sobol.samples = 1024;
    struct sensitivity *s = answer_to(&asked, arena);
    CHECK(!s->kept[0] && s->kept[1] && s->kept[2]);
    CHECK_INT(s->kept_count, 2);
    CHECK_NEAR(s->indices[0].first.value, 25.0 / 31, 0.02, "share of x1");
    CHECK_NEAR(s->indices[1].total.value, 6.0 / 31, 0.02, "share of the whole number");
    CHECK_NEAR(s->noise[0], 0, 1e-12, "no noise");
    /* the last sample of all factors is not run: what is screened away stays as the scenario has it */
    CHECK(!*design_value(&s->study->designs, s->sobol[0], 0));
    arena_destroy(arena);
}

/* At the base all x are 0.5, w is 1 and there is no word: 20 + 1.5 - 1 + 1 + 0.5 = 22. */
/* More of them than a grid may have. */
static void long_whole_ranges_yield_whole_numbers(void) {
    struct arena *arena = arena_create();
    struct text error = {0};
    struct factor factor;
    CHECK(factor_read("a.b=1:3000000", (struct place){0}, arena, &factor, &error));
    CHECK_TEXT(factor_at(&factor, 0.0, arena), "1");
    CHECK_TEXT(factor_at(&factor, 0.3333333, arena), "1000000"); /* 1 + floor(999999.9) */
    CHECK_TEXT(factor_at(&factor, 0.5, arena), "1500001");
    CHECK_TEXT(factor_at(&factor, 1.0, arena), "3000000");
    text_free(&error);
    arena_destroy(arena);
}

static void bars_are_of_one_factor_at_a_time(void) {
    struct arena *arena = arena_create();
    struct asked asked = {.metric = "crossed",
                          .replications = 5,
                          .set = WORDS{"noise=0.001", NULL},
                          .vary = WORDS{"x1=0.0:1.0", "word=none,small,large", NULL},
                          .config = sensitivity_preset};
    asked.config.morris.trajectories = asked.config.sobol.samples = 0;
    struct sensitivity *s = answer_to(&asked, arena);
    CHECK_INT(s->study->designs.count,
              5); /* the base, which is not "none" as the scenario was typed, and four ends */
    CHECK_NEAR(s->bars[0].base, 22, 0.05, "base");
    CHECK_NEAR(s->bars[0].low_change.value, -2.5, 0.01, "x1 = 0 less x1 = 1/2");
    CHECK_NEAR(s->bars[0].swing.value, 5, 0.01, "x1 = 1 less x1 = 0");
    CHECK_NEAR(s->bars[1].high_change.value, 5, 1e-9, "large less none, with the same random numbers");
    within(s->bars[0].swing, 5);
    CHECK(s->bars[0].swing.high - s->bars[0].swing.low <
          0.01); /* the common luck, ten times larger, cancels */
    arena_destroy(arena);
}

/* 400 experiments of 40 designs with effects N(0, 2^2), common luck of sd 10 and 4 replications of noise sd
 * 2: the share is (2^2 / 4) / (2^2 + 2^2 / 4) = 0.2; mean within 0.02 (its standard error is about 0.003). */
static void noise_is_told_from_effects_and_common_luck(void) {
    enum { DESIGNS = 40, REPLICATIONS = 4, EXPERIMENTS = 400 };
    double sum = 0;
    struct stream stream = stream_named(3, 0, "noise");
    for (int e = 0; e < EXPERIMENTS; e++) {
        double values[DESIGNS * REPLICATIONS], luck[REPLICATIONS];
        for (int r = 0; r < REPLICATIONS; r++)
            luck[r] = 10 * stream_normal(&stream);
        for (int d = 0; d < DESIGNS; d++) {
            double effect = 2 * stream_normal(&stream);
            for (int r = 0; r < REPLICATIONS; r++)
                values[d * REPLICATIONS + r] = effect + luck[r] + 2 * stream_normal(&stream);
        }
        sum += noise_share(values, DESIGNS, REPLICATIONS) / EXPERIMENTS;
    }
    CHECK_NEAR(sum, 0.2, 0.02, "share of noise");
    CHECK(isnan(noise_share((const double[]){1, 2}, 2, 1)));
    CHECK(isnan(noise_share((const double[]){1, 2, 1, 2}, 2, 2)));
}

/* 1,000 experiments at nominal 95 %: 20 random trajectories, effects of x1 as above (four equally likely
 * values). Band 92.5-97.5 %: three standard errors around 95 %. */
static void intervals_of_mu_cover(void) {
    enum { EXPERIMENTS = 1000, TRAJECTORIES = 20 };
    int covered = 0;
    for (int e = 0; e < EXPERIMENTS; e++) {
        double points[TRAJECTORIES * 3 * 2], y[TRAJECTORIES * 3];
        struct elementary effects[2];
        morris_points(2, TRAJECTORIES, 4, (uint64_t)e + 1, points);
        for (int p = 0; p < TRAJECTORIES * 3; p++)
            y[p] = 3 * points[2 * p] + 4 * points[2 * p] * points[2 * p + 1];
        morris_effects(points, y, 2, TRAJECTORIES, 0.95, effects);
        covered += effects[0].mu.low <= 5 && 5 <= effects[0].mu.high;
    }
    CHECK(covered >= 925 && covered <= 975);
}

/* 200 experiments with random points (which the interval assumes), y = x1 + x2 over four columns: first-order
 * and total index 1/2. The bootstrap of 200 points covers a little less than nominal: 88-99 %. */
static void intervals_of_indices_cover(void) {
    enum { EXPERIMENTS = 200, SAMPLES = 200 };
    int first = 0, total = 0;
    struct stream stream = stream_named(11, 0, "cover");
    for (int e = 0; e < EXPERIMENTS; e++) {
        double y[SAMPLES * 4];
        struct sobol_index indices[2];
        for (int i = 0; i < SAMPLES; i++) {
            double a1 = stream_uniform(&stream), a2 = stream_uniform(&stream);
            double b1 = stream_uniform(&stream), b2 = stream_uniform(&stream);
            y[4 * i] = a1 + a2, y[4 * i + 1] = b1 + b2, y[4 * i + 2] = b1 + a2, y[4 * i + 3] = a1 + b2;
        }
        sobol_indices(y, 2, SAMPLES, 400, (uint64_t)e, 0.95, indices);
        first += indices[0].first.low <= 0.5 && 0.5 <= indices[0].first.high;
        total += indices[0].total.low <= 0.5 && 0.5 <= indices[0].total.high;
    }
    CHECK(first >= 176 && first <= 198);
    CHECK(total >= 176 && total <= 198);
}

static void what_failed_is_left_out(void) {
    double points[] = {0, 0, 1, 0, 1, 1, 0, 0, 1, 0, 1, 1}, y[] = {0, 1, 3, 0, NAN, 3};
    struct elementary effects[2];
    morris_effects(points, y, 2, 2, 0.95, effects);
    CHECK_INT(effects[0].n, 1);
    CHECK_NEAR(effects[0].mu.value, 1, 0, "the effect that is left");
    CHECK(isnan(effects[0].mu.low) && isnan(effects[0].star.low) && isnan(effects[0].sigma.value));
    double rows[] = {1, 2, 2, 3, 5, 5, NAN, 1, 4}; /* one factor, three samples, the last without A */
    struct sobol_index index;
    sobol_indices(rows, 1, 3, 100, 1, 0.95, &index);
    CHECK_NEAR(index.total.value, (1 + 4) / 4.0 / 2.1875, 1e-12, "from 1, 2 and 3, 5: variance 35/16");
}

static void points_beyond_the_sequence_are_in_every_slice(void) {
    enum { FACTORS = 30, SAMPLES = 64 };
    double *points = malloc(sizeof *points * SAMPLES * (FACTORS + 2) * FACTORS);
    sobol_points(FACTORS, SAMPLES, 1, points);
    for (int f = 0; f < FACTORS; f++) {
        bool seen[2][SAMPLES] = {{false}};
        for (int i = 0; i < SAMPLES; i++) {
            const double *row = points + (size_t)i * (FACTORS + 2) * FACTORS;
            for (int half = 0; half < 2; half++) {
                double u = row[half * FACTORS + f];
                CHECK(u >= 0 && u < 1);
                seen[half][(int)(u * SAMPLES)] = true;
            }
            CHECK_NEAR(row[(2 + f) * FACTORS + f], row[FACTORS + f], 0, "the column from B");
            CHECK_NEAR(row[(2 + f) * FACTORS + (f + 1) % FACTORS], row[(f + 1) % FACTORS], 0,
                       "others from A");
        }
        int slices = 0;
        for (int k = 0; k < SAMPLES; k++)
            slices += seen[0][k];
        CHECK(f < 20 ? slices >= SAMPLES - 1 : slices == SAMPLES); /* GSL leaves out the origin */
    }
    free(points);
}

static void what_cannot_be_sampled_is_refused(void) {
    struct arena *arena = arena_create();
    struct study_config study;
    struct sensitivity s;
    struct text error = {0};
    const char *metrics[] = {"g"}, *one[] = {"word=none"}, *many[41];
    CHECK(study_factors_from_words(arena, "x", NULL, one, 1, false, &study, &error));
    CHECK(!sensitivity_begin(&s, &study, metrics, 1, 1, 0.95, arena, &error));
    CHECK(strstr(error.data, "word=none: one value has no effect"));
    text_clear(&error);
    for (int f = 0; f < 41; f++)
        many[f] = arena_format(arena, "x%d=0.0:1.0", f);
    CHECK(study_factors_from_words(arena, "x", NULL, many, 41, false, &study, &error));
    study.sensitivity = arena_new(arena, struct sensitivity_config);
    *study.sensitivity = sensitivity_preset;
    study.sensitivity->sobol.factors = SOBOL_OF_ALL;
    CHECK(!sensitivity_begin(&s, &study, metrics, 1, 1, 0.95, arena, &error));
    CHECK(strstr(error.data, "41 factors are too many for Sobol indices: 40 are the most"));
    text_clear(&error);
    study.sensitivity->morris.levels = 5;
    CHECK(!sensitivity_begin(&s, &study, metrics, 1, 1, 0.95, arena, &error));
    CHECK(strstr(error.data, "must be even; found 5"));
    text_free(&error);
    arena_destroy(arena);
}

static void defaults_of_the_file_are_those_without_one(void) {
    const struct sensitivity_config *preset = &sensitivity_preset;
    for (const struct field *part = sensitivity_fields; part->name; part++)
        for (const struct field *field = part->fields; field->name; field++) {
            const void *place = (const char *)preset + part->offset + field->offset;
            double value = field->kind == FIELD_REAL ? *(const double *)place : *(const int *)place;
            CHECK_NEAR(value, field->preset, 0, field->name);
        }
}

int main(int argc, char **argv) {
    return check_main(argc, argv,
                      (struct check_test[]){{TEST(indices_of_the_ishigami_function)},
                                            {TEST(indices_of_the_g_function)},
                                            {TEST(effects_of_a_linear_function_with_an_interaction)},
                                            {TEST(indices_are_of_what_screening_keeps)},
                                            {TEST(long_whole_ranges_yield_whole_numbers)},
                                            {TEST(bars_are_of_one_factor_at_a_time)},
                                            {TEST(noise_is_told_from_effects_and_common_luck)},
                                            {TEST(intervals_of_mu_cover)},
                                            {TEST(intervals_of_indices_cover)},
                                            {TEST(what_failed_is_left_out)},
                                            {TEST(points_beyond_the_sequence_are_in_every_slice)},
                                            {TEST(what_cannot_be_sampled_is_refused)},
                                            {TEST(defaults_of_the_file_are_those_without_one)},
                                            {0}});
}
