/* SPDX-License-Identifier: MIT */
/* sobol_indices.c - see sobol_indices.h. */
#include "sim/study/sobol_indices.h"

#include <gsl/gsl_qrng.h>
#include <math.h>
#include <stdlib.h>
#include "sim/base/arena.h"
#include "sim/engine/stream.h"

enum { SEQUENCE_COLUMNS = 40 }; /* of GSL's Sobol sequence */

/* Points */

/* One value in each of `samples` slices, in random order. */
static void fill_column(double *column, int samples, int stride, struct stream *stream) {
    for (int i = 0; i < samples; i++) {
        int k = (int)stream_below(stream, (uint32_t)(i + 1));
        column[i * stride] = column[k * stride];
        column[k * stride] = i;
    }
    for (int i = 0; i < samples; i++)
        column[i * stride] = (column[i * stride] + stream_uniform(stream)) / samples;
}

/* The columns of both samples: `2 factors` of each row. */
static double *columns_of(int factors, int samples, uint64_t seed) {
    int columns = 2 * factors, regular = columns < SEQUENCE_COLUMNS ? columns : SEQUENCE_COLUMNS;
    double *rows = memory_resize(NULL, sizeof *rows * (size_t)columns * (size_t)samples);
    struct stream stream = stream_named(seed, 0, "design/sobol_indices");
    gsl_qrng *sequence = gsl_qrng_alloc(gsl_qrng_sobol, (unsigned)regular);
    for (int i = 0; i < samples; i++)
        gsl_qrng_get(sequence, rows + (size_t)i * (size_t)columns); /* the others are written below */
    gsl_qrng_free(sequence);
    for (int c = regular; c < columns; c++)
        fill_column(rows + c, samples, columns, &stream);
    return rows;
}

void sobol_points(int factors, int samples, uint64_t seed, double *points) {
    double *rows = columns_of(factors, samples, seed);
    for (int i = 0; i < samples; i++) {
        const double *row = rows + (size_t)i * 2 * (size_t)factors;
        for (int p = 0; p < factors + 2; p++, points += factors)
            for (int f = 0; f < factors; f++)
                points[f] = row[2 * f + (p == 1 || p == f + 2)];
    }
    free(rows);
}

/* Indices */

struct sample {
    const double *response;
    int factors, count;
    const int *rows; /* those without NaN, or a resample of them */
};

static double at(const struct sample *sample, int i, int point) {
    return sample->response[(size_t)sample->rows[i] * (size_t)(sample->factors + 2) + (size_t)point];
}

struct spread {
    double mean, variance; /* of A and B together */
};

static struct spread spread_of(const struct sample *sample) {
    double sum = 0, squares = 0, n = 2.0 * sample->count;
    for (int i = 0; i < sample->count; i++)
        sum += at(sample, i, 0) + at(sample, i, 1);
    for (int i = 0; i < sample->count; i++)
        squares += pow(at(sample, i, 0) - sum / n, 2) + pow(at(sample, i, 1) - sum / n, 2);
    return (struct spread){sum / n, squares / n};
}

/* The response is centred for the first order, which does not change what is estimated but its variance. */
static void estimate(const struct sample *sample, int factor, struct spread spread, double *first,
                     double *total) {
    double product = 0, squares = 0;
    for (int i = 0; i < sample->count; i++) {
        double change = at(sample, i, factor + 2) - at(sample, i, 0);
        product += (at(sample, i, 1) - spread.mean) * change;
        squares += change * change;
    }
    *first = product / sample->count / spread.variance;
    *total = squares / (2.0 * sample->count) / spread.variance;
}

static int in_order(const void *a, const void *b) {
    double left = *(const double *)a, right = *(const double *)b;
    return (left > right) - (left < right);
}

static void set_interval(struct bounds *bounds, double *values, int count, double confidence) {
    qsort(values, (size_t)count, sizeof *values, in_order);
    int cut = (int)floor((1 - confidence) / 2 * count);
    bounds->low = count > 1 ? values[cut] : NAN;
    bounds->high = count > 1 ? values[count - 1 - cut] : NAN;
}

static void bootstrap(const struct sample *sample, int resamples, uint64_t seed, double confidence,
                      struct sobol_index *indices) {
    int factors = sample->factors, used = 0;
    size_t each = (size_t)resamples + 1;
    double *values = memory_resize(NULL, sizeof *values * 2 * each * (size_t)factors);
    int *rows = memory_resize(NULL, sizeof *rows * (size_t)sample->count);
    struct sample again = *sample;
    struct stream stream = stream_named(seed, 0, "bootstrap/sobol_indices");
    again.rows = rows;
    for (int b = 0; b < resamples; b++) {
        for (int i = 0; i < sample->count; i++)
            rows[i] = sample->rows[stream_below(&stream, (uint32_t)sample->count)];
        struct spread spread = spread_of(&again);
        if (!(spread.variance > 0))
            continue; /* the same row throughout */
        for (int f = 0; f < factors; f++)
            estimate(&again, f, spread, values + 2 * each * (size_t)f + used,
                     values + 2 * each * (size_t)f + each + used);
        used++;
    }
    for (int f = 0; f < factors; f++) {
        set_interval(&indices[f].first, values + 2 * each * (size_t)f, used, confidence);
        set_interval(&indices[f].total, values + 2 * each * (size_t)f + each, used, confidence);
    }
    free(rows);
    free(values);
}

void sobol_indices(const double *response, int factors, int samples, int resamples, uint64_t seed,
                   double confidence, struct sobol_index *indices) {
    int *rows = memory_resize(NULL, sizeof *rows * (size_t)(samples + 1)), count = 0;
    for (int i = 0; i < samples; i++) {
        bool whole = true;
        for (int p = 0; p < factors + 2; p++)
            whole = whole && isfinite(response[(size_t)i * (size_t)(factors + 2) + (size_t)p]);
        if (whole)
            rows[count++] = i;
    }
    struct sample sample = {response, factors, count, rows};
    struct spread spread = count ? spread_of(&sample) : (struct spread){NAN, NAN};
    for (int f = 0; f < factors; f++)
        indices[f] = (struct sobol_index){{NAN, NAN, NAN}, {NAN, NAN, NAN}};
    if (count > 1 && spread.variance > 0) {
        for (int f = 0; f < factors; f++)
            estimate(&sample, f, spread, &indices[f].first.value, &indices[f].total.value);
        bootstrap(&sample, resamples, seed, confidence, indices);
    }
    free(rows);
}
