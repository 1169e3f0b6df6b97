/* SPDX-License-Identifier: MIT */
/* sensitivity.c - see sensitivity.h. */
#include "sim/study/sensitivity.h"

#include <math.h>
#include <stdlib.h>
#include "sim/base/arena.h"
#include "sim/base/text.h"

const struct sensitivity_config sensitivity_preset = {
    .morris = {.trajectories = 10, .levels = 4, .keep = 0.1, .seed = 1},
    .sobol = {.samples = 128, .factors = SOBOL_OF_SCREENED, .bootstrap = 1000, .seed = 1}};

static const char *const sobol_of_names[] = {"screened", "all", NULL};

static const struct field morris_fields[] = {
    {FIELD(struct morris_config, trajectories), .min = 0, .max = 1000, .preset = 10,
     .doc = "Trajectories of the screening, each of one run more than there are factors; 0 = no screening."},
    {FIELD(struct morris_config, levels), .min = 4, .max = 100, .preset = 4,
     .doc = "Levels of every range in the screening; an even number."},
    {FIELD(struct morris_config, keep), .min = 0, .max = 1, .preset = 0.1,
     .doc = "A factor is kept when its mu* is at least this share of the largest one, for any metric."},
    {FIELD(struct morris_config, seed), .min = 0, .max = 2147483647, .preset = 1,
     .doc = "Seed of the trajectories; the seed of the simulation is another one."},
    {0},
};
static const struct field sobol_fields[] = {
    {FIELD(struct sobol_config, samples), .min = 0, .max = 65536, .preset = 128,
     .doc = "Points of each of the two samples; two more than factors is run for each; 0 = no indices."},
    {ENUM(struct sobol_config, factors, sobol_of_names), .preset = SOBOL_OF_SCREENED,
     .doc = "Which factors have indices: those that screening kept, or all."},
    {FIELD(struct sobol_config, bootstrap), .min = 100, .max = 100000, .preset = 1000,
     .doc = "Resamples for the intervals of the indices."},
    {FIELD(struct sobol_config, seed), .min = 0, .max = 2147483647, .preset = 1,
     .doc = "Seed of the bootstrap and of columns beyond the Sobol sequence."},
    {0},
};
const struct field sensitivity_fields[] = {
    {OBJECT(struct sensitivity_config, morris, morris_fields), .doc = "Screening by elementary effects."},
    {OBJECT(struct sensitivity_config, sobol, sobol_fields), .doc = "Shares of variance."},
    {0},
};

/* Designs */

/* The design with these values, a new one if there is none yet; NULL = as the scenario has it. */
static int design_of(struct sensitivity *s, const char *const *values) {
    struct designs *designs = &s->study->designs;
    struct text key = {0};
    for (int f = 0; f < s->factor_count; f++) /* values hold no control bytes but these */
        text_format(&key, "%s\x1f", values[f] ? values[f] : "\x1e");
    int *known = map_at(&s->known, arena_copy(s->arena, key.data));
    text_free(&key);
    if (*known >= 0)
        return *known;
    for (int f = 0; f < s->factor_count; f++)
        designs->values[(size_t)designs->count * (size_t)s->factor_count + (size_t)f] = values[f];
    return *known = designs->count++;
}

/* `factors` of them vary as `u` says, the others stay as the scenario has them. */
static int design_at(struct sensitivity *s, const int *factors, int count, const double *u,
                     const char **values) {
    for (int f = 0; f < s->factor_count; f++)
        values[f] = NULL;
    for (int i = 0; i < count; i++)
        values[factors[i]] = factor_at(&s->study->designs.factors[factors[i]], u[i], s->arena);
    return design_of(s, values);
}

static void add_tornado(struct sensitivity *s, const char **values) {
    static const double ends[] = {0, 1};
    s->tornado = arena_array(s->arena, int, 2 * s->factor_count + 1);
    s->tornado[0] = design_at(s, NULL, 0, NULL, values);
    for (int f = 0; f < s->factor_count; f++)
        for (int end = 0; end < 2; end++)
            s->tornado[1 + 2 * f + end] = design_at(s, &f, 1, &ends[end], values);
}

static void add_morris(struct sensitivity *s, const int *all, const char **values) {
    int k = s->factor_count, trajectories = s->config.morris.trajectories;
    s->morris_count = trajectories * (k + 1);
    s->morris = arena_array(s->arena, int, s->morris_count + 1);
    s->places = arena_array(s->arena, double, (size_t)s->morris_count *(size_t)k + 1);
    morris_points(k, trajectories, s->config.morris.levels, (uint64_t)s->config.morris.seed, s->places);
    for (int p = 0; p < s->morris_count; p++) {
        double *at = s->places + (size_t)p * (size_t)k;
        s->morris[p] = design_at(s, all, k, at, values);
        for (int f = 0; f < k; f++)
            at[f] = factor_place(&s->study->designs.factors[f], at[f]);
    }
}

static bool check_factors(const struct sensitivity *s, struct text *error) {
    for (int f = 0; f < s->factor_count; f++)
        if (factor_steps(&s->study->designs.factors[f]) == 1) {
            text_format(error, "%s: one value has no effect; give two or more, or leave it out",
                        s->study->designs.factors[f].typed);
            return false;
        }
    if (!s->factor_count)
        text_add(error, "nothing is varied: name a key and its range, as in packing.benches=20:40");
    else if (s->config.morris.levels % 2)
        text_format(error, "sensitivity.morris.levels must be even; found %d", s->config.morris.levels);
    return s->factor_count && s->config.morris.levels % 2 == 0;
}

static bool check_sobol(const struct sensitivity *s, int factors, struct text *error) {
    if (!s->config.sobol.samples || factors <= INDICES_MOST_FACTORS)
        return true;
    text_format(error,
                "%d factors are too many for Sobol indices: %d are the most; screen harder "
                "(sensitivity.morris.keep), vary fewer, or set sensitivity.sobol.samples to 0",
                factors, INDICES_MOST_FACTORS);
    return false;
}

static double most_designs(const struct sensitivity *s) {
    double k = s->factor_count;
    return 1 + 2 * k + s->config.morris.trajectories * (k + 1) + sensitivity_most_sobol(s);
}

static bool check_numbers(const struct sensitivity *s, struct text *error) {
    const double most = 1e9;
    bool few = most_designs(s) * s->replications * fmax(s->metric_count, 1.0) <= most;
    if (!few)
        text_format(error, "at most %.0f designs of %d replications with %d metrics are too many numbers",
                    most_designs(s), s->replications, s->metric_count);
    return few;
}

double sensitivity_most_sobol(const struct sensitivity *s) {
    return s->config.sobol.samples * (fmin(s->factor_count, INDICES_MOST_FACTORS) + 2.0);
}

bool sensitivity_begin(struct sensitivity *s, struct study_config *study, const char *const *metrics,
                       int metric_count, int replications, double confidence, struct arena *arena,
                       struct text *error) {
    *s = (struct sensitivity){.study = study,
                              .config = study->sensitivity ? *study->sensitivity : sensitivity_preset,
                              .arena = arena,
                              .factor_count = study->designs.factor_count,
                              .metrics = metrics,
                              .metric_count = metric_count,
                              .replications = replications,
                              .confidence = confidence,
                              .known = map_create(arena)};
    bool all_have_indices = s->config.sobol.factors == SOBOL_OF_ALL || !s->config.morris.trajectories;
    if (!designs_check_factors(study->designs.factors, s->factor_count, arena, error) ||
        !check_factors(s, error) || (all_have_indices && !check_sobol(s, s->factor_count, error)) ||
        !check_numbers(s, error) || !designs_reserve(&study->designs, most_designs(s), arena, error))
        return false;
    s->most_designs = study->designs.count;
    study->designs.count = 0;
    size_t numbers = (size_t)s->most_designs * (size_t)metric_count * (size_t)replications;
    s->values = arena_array(arena, double, numbers + 1);
    for (size_t i = 0; i < numbers; i++)
        s->values[i] = NAN;
    s->kept = arena_array(arena, bool, s->factor_count + 1);
    int *all = arena_array(arena, int, s->factor_count + 1);
    for (int f = 0; f < s->factor_count; f++)
        all[f] = f;
    const char **values = arena_array(arena, const char *, s->factor_count + 1);
    add_tornado(s, values);
    if (s->config.morris.trajectories)
        add_morris(s, all, values);
    return true;
}

/* Responses */

static double *values_of(const struct sensitivity *s, int metric, int design) {
    return s->values + ((size_t)metric * (size_t)s->most_designs + (size_t)design) * (size_t)s->replications;
}

void sensitivity_take(struct sensitivity *s, int design, const struct variant_end *end) {
    if (!end->study || end->state == STUDY_FAILED)
        return;
    double *numbers = memory_resize(NULL, sizeof *numbers * ((size_t)study_measures(end->study).count + 1));
    int replication;
    for (int r = 0; r < s->replications && study_values(end->study, r, &replication, numbers); r++)
        for (int m = 0; m < s->metric_count; m++) {
            int index = study_find(end->study, s->metrics[m]);
            values_of(s, m, design)[r] = index < 0 ? NAN : numbers[index];
        }
    free(numbers);
}

/* The means of a design's replications at every point; NaN where one is missing. */
static double *responses(const struct sensitivity *s, int metric, const int *designs, int count) {
    double *found = arena_array(s->arena, double, count + 1);
    for (int p = 0; p < count; p++) {
        const double *values = values_of(s, metric, designs[p]);
        for (int r = 0; r < s->replications; r++)
            found[p] += values[r] / s->replications;
    }
    return found;
}

/* Results */

static void draw_bars(struct sensitivity *s) {
    s->bars = arena_array(s->arena, struct tornado_bar, s->metric_count * s->factor_count + 1);
    for (int m = 0; m < s->metric_count; m++)
        for (int f = 0; f < s->factor_count; f++)
            s->bars[m * s->factor_count + f] =
                tornado_bar_of(values_of(s, m, s->tornado[0]), values_of(s, m, s->tornado[1 + 2 * f]),
                               values_of(s, m, s->tornado[2 + 2 * f]), s->replications, s->confidence);
}

static void screen_metric(struct sensitivity *s, int metric) {
    struct elementary *effects = s->effects + metric * s->factor_count;
    morris_effects(s->places, responses(s, metric, s->morris, s->morris_count), s->factor_count,
                   s->config.morris.trajectories, s->confidence, effects);
    double largest = 0;
    for (int f = 0; f < s->factor_count; f++)
        largest = fmax(largest, effects[f].star.value);
    for (int f = 0; f < s->factor_count; f++)
        s->kept[f] |= largest > 0 && effects[f].star.value >= s->config.morris.keep * largest;
}

static void add_sobol(struct sensitivity *s) {
    int *factors = arena_array(s->arena, int, s->kept_count + 1), k = 0;
    for (int f = 0; f < s->factor_count; f++)
        if (s->kept[f])
            factors[k++] = f;
    s->sobol_count = s->config.sobol.samples * (k + 2);
    s->sobol = arena_array(s->arena, int, s->sobol_count + 1);
    const char **values = arena_array(s->arena, const char *, s->factor_count + 1);
    double *points = memory_resize(NULL, sizeof *points * (size_t)s->sobol_count * (size_t)k);
    sobol_points(k, s->config.sobol.samples, (uint64_t)s->config.sobol.seed, points);
    for (int p = 0; p < s->sobol_count; p++)
        s->sobol[p] = design_at(s, factors, k, points + (size_t)p * (size_t)k, values);
    free(points);
}

bool sensitivity_screen(struct sensitivity *s, struct text *error) {
    draw_bars(s);
    if (s->morris_count)
        s->effects = arena_array(s->arena, struct elementary, s->metric_count * s->factor_count + 1);
    for (int m = 0; m < s->metric_count && s->effects; m++)
        screen_metric(s, m);
    for (int f = 0; f < s->factor_count; f++) {
        s->kept[f] |= !s->effects || s->config.sobol.factors == SOBOL_OF_ALL;
        s->kept_count += s->kept[f];
    }
    if (!check_sobol(s, s->kept_count, error))
        return false;
    if (s->kept_count && s->config.sobol.samples)
        add_sobol(s);
    return true;
}

void sensitivity_finish(struct sensitivity *s) {
    s->noise = arena_array(s->arena, double, s->metric_count + 1);
    for (int m = 0; m < s->metric_count; m++)
        s->noise[m] = noise_share(values_of(s, m, 0), s->study->designs.count, s->replications);
    if (!s->sobol_count)
        return;
    s->indices = arena_array(s->arena, struct sobol_index, s->metric_count * s->kept_count + 1);
    for (int m = 0; m < s->metric_count; m++)
        sobol_indices(responses(s, m, s->sobol, s->sobol_count), s->kept_count, s->config.sobol.samples,
                      s->config.sobol.bootstrap, (uint64_t)s->config.sobol.seed, s->confidence,
                      s->indices + m * s->kept_count);
}

/* Reading */

const struct sobol_index *sensitivity_index(const struct sensitivity *s, int metric, int factor) {
    int place = 0;
    if (!s->indices || !s->kept[factor])
        return NULL;
    for (int f = 0; f < factor; f++)
        place += s->kept[f];
    return &s->indices[metric * s->kept_count + place];
}

const char *sensitivity_end(const struct sensitivity *s, int factor, int end) {
    return design_value(&s->study->designs, s->tornado[1 + 2 * factor + end], factor);
}

static double strength(const struct sensitivity *s, int metric, int factor) {
    const struct sobol_index *index = sensitivity_index(s, metric, factor);
    const struct tornado_bar *bar = &s->bars[metric * s->factor_count + factor];
    double of = s->effects ? s->effects[metric * s->factor_count + factor].star.value
                : index    ? index->total.value
                           : fmax(fabs(bar->low_change.value), fabs(bar->high_change.value));
    return isnan(of) ? -INFINITY : of;
}

void sensitivity_order(const struct sensitivity *s, int metric, int *order) {
    for (int f = 0; f < s->factor_count; f++) {
        int place = f;
        for (; place > 0 && strength(s, metric, order[place - 1]) < strength(s, metric, f); place--)
            order[place] = order[place - 1];
        order[place] = f;
    }
}
