/* SPDX-License-Identifier: MIT */
/* design_sample.c - points spread over the ranges: Latin hypercube (McKay, Beckman and Conover 1979,
 * Technometrics 21(2)), Sobol sequence (Antonov and Saleev 1979, from GSL), and the trajectories of Morris's
 * screening (morris.h), whose effects fcsim sensitivity works out itself. */
#include <gsl/gsl_qrng.h>
#include "sim/base/arena.h"
#include "sim/base/text.h"
#include "sim/engine/stream.h"
#include "sim/study/design.h"
#include "sim/study/morris.h"

struct sample_config {
    int designs, seed;
};

static const struct field latin_hypercube_fields[] = {
    {FIELD(struct sample_config, designs), .min = 1, .max = DESIGN_MOST, .required = true,
     .doc = "Number of designs."},
    {FIELD(struct sample_config, seed), .min = 0, .max = 2147483647, .preset = 1,
     .doc = "Seed of the sample; the seed of the simulation is another one."},
    {0},
};
static const struct field sobol_fields[] = {
    {FIELD(struct sample_config, designs), .min = 1, .max = DESIGN_MOST, .required = true,
     .doc = "Number of designs; powers of two are spread most evenly."},
    {0},
};

struct trajectory_config {
    int trajectories, levels, seed;
};

static const struct field morris_fields[] = {
    {FIELD(struct trajectory_config, trajectories), .min = 1, .max = 1000, .preset = 10,
     .doc = "Trajectories, each of one design more than there are factors."},
    {FIELD(struct trajectory_config, levels), .min = 4, .max = 100, .preset = 4,
     .doc = "Levels of every range; an even number."},
    {FIELD(struct trajectory_config, seed), .min = 0, .max = 2147483647, .preset = 1,
     .doc = "Seed of the trajectories; the seed of the simulation is another one."},
    {0},
};

static void put(struct designs *designs, int design, int factor, double u, struct arena *arena) {
    designs->values[(size_t)design * (size_t)designs->factor_count + (size_t)factor] =
        factor_at(&designs->factors[factor], u, arena);
}

static bool make_latin_hypercube(void *config, struct designs *designs, struct arena *arena,
                                 struct text *error) {
    const struct sample_config *sample = config;
    if (!designs_reserve(designs, sample->designs, arena, error))
        return false;
    int n = designs->count, *order = arena_array(arena, int, n);
    struct stream stream = stream_named((uint64_t)sample->seed, 0, "design/latin_hypercube");
    for (int f = 0; f < designs->factor_count; f++) {
        for (int i = 0; i < n; i++)
            order[i] = i;
        for (int i = n - 1; i > 0; i--) {
            int k = (int)stream_below(&stream, (uint32_t)(i + 1)), kept = order[i];
            order[i] = order[k];
            order[k] = kept;
        }
        for (int i = 0; i < n; i++)
            put(designs, i, f, (order[i] + stream_uniform(&stream)) / n, arena);
    }
    return true;
}

static bool make_sobol(void *config, struct designs *designs, struct arena *arena, struct text *error) {
    const struct sample_config *sample = config;
    double point[SOBOL_MOST_FACTORS];
    if (designs->factor_count > SOBOL_MOST_FACTORS) {
        text_format(error, "%d factors are too many for a Sobol sequence: %d are the most",
                    designs->factor_count, SOBOL_MOST_FACTORS);
        return false;
    }
    if (!designs_reserve(designs, sample->designs, arena, error))
        return false;
    gsl_qrng *sequence = gsl_qrng_alloc(gsl_qrng_sobol, (unsigned)designs->factor_count);
    for (int d = 0; d < designs->count; d++) {
        gsl_qrng_get(sequence, point);
        for (int f = 0; f < designs->factor_count; f++)
            put(designs, d, f, point[f], arena);
    }
    gsl_qrng_free(sequence);
    return true;
}

static bool make_morris(void *config, struct designs *designs, struct arena *arena, struct text *error) {
    const struct trajectory_config *screening = config;
    int factors = designs->factor_count;
    if (screening->levels % 2) {
        text_format(error, "design.morris.levels must be even; found %d", screening->levels);
        return false;
    }
    if (!designs_reserve(designs, (double)screening->trajectories * (factors + 1), arena, error))
        return false;
    double *points = arena_array(arena, double, (size_t)designs->count *(size_t)factors);
    morris_points(factors, screening->trajectories, screening->levels, (uint64_t)screening->seed, points);
    for (int d = 0; d < designs->count; d++)
        for (int f = 0; f < factors; f++)
            put(designs, d, f, points[(size_t)d * (size_t)factors + (size_t)f], arena);
    return true;
}

const struct design_kind design_latin_hypercube = {
    .option = {.name = "latin_hypercube",
               .doc = "Random points, one in each of as many slices of every range as there are designs.",
               .fields = latin_hypercube_fields,
               .size = sizeof(struct sample_config)},
    .make = make_latin_hypercube,
};
const struct design_kind design_sobol = {
    .option = {.name = "sobol",
               .doc = "Points of a Sobol sequence, spread more evenly than random ones; 40 factors at most.",
               .fields = sobol_fields,
               .size = sizeof(struct sample_config)},
    .make = make_sobol,
};
const struct design_kind design_morris = {
    .option = {.name = "morris",
               .doc = "Trajectories that move one factor after the other, as in Morris's screening.",
               .fields = morris_fields,
               .size = sizeof(struct trajectory_config)},
    .make = make_morris,
};
