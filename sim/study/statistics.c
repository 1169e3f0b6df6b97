/* SPDX-License-Identifier: MIT */
/* statistics.c - moments, Student intervals and batch means. Exact quantiles come from GSL. */
#include "sim/study/statistics.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

void moments_add(struct moments *moments, double value) {
    if (isnan(value))
        return;
    double before = (double)moments->n;
    double n = before + 1.0;
    double delta = value - moments->mean;
    double step = delta / n;
    double square = delta * step * before;
    moments->min = moments->n && moments->min < value ? moments->min : value;
    moments->max = moments->n && moments->max > value ? moments->max : value;
    moments->m3 += square * step * (n - 2.0) - 3.0 * step * moments->m2;
    moments->m2 += square;
    moments->mean += step;
    moments->n++;
}

struct moments moments_of(const double *values, int n) {
    struct moments moments = {0};
    for (int i = 0; i < n; i++)
        moments_add(&moments, values[i]);
    return moments;
}

double moments_sd(const struct moments *moments) {
    return moments->n < 2 ? NAN : sqrt(moments->m2 / (double)(moments->n - 1));
}

double moments_skewness(const struct moments *moments) {
    if (moments->n < 3 || !(moments->m2 > 0.0))
        return NAN;
    return sqrt((double)moments->n) * moments->m3 / pow(moments->m2, 1.5);
}

bool skewness_is_strong(double skewness) {
    return fabs(skewness) > 1.0;
}

double student_quantile(double confidence, double freedom) {
    return gsl_cdf_tdist_Qinv((1.0 - confidence) / 2.0, freedom);
}

double share_bound(int holding, int n, double level) {
    return holding > 0 ? gsl_cdf_beta_Pinv(level, holding, n - holding + 1.0) : 0.0;
}

void share_interval(int holding, int n, double confidence, double *low, double *high) {
    double level = (1.0 - confidence) / 2;
    *low = share_bound(holding, n, level);
    *high = 1.0 - share_bound(n - holding, n, level);
}

double moments_half_width_of(const struct moments *moments, double quantile) {
    double standard_error = moments_sd(moments) / sqrt((double)moments->n);
    return standard_error > 0.0 ? quantile * standard_error : standard_error;
}

double moments_half_width(const struct moments *moments, double confidence) {
    if (moments->n < 2 || !(moments->m2 > 0.0))
        return moments_sd(moments);
    return moments_half_width_of(moments, student_quantile(confidence, (double)moments->n - 1.0));
}

double jackknife_half_width(const struct moments *without, double confidence) {
    if (without->n < 2)
        return NAN;
    double n = (double)without->n;
    return student_quantile(confidence, n - 1.0) * sqrt((n - 1.0) / n * without->m2);
}

double sectioning_half_width(double whole, const double *sections, int count, double confidence) {
    if (count < 2)
        return NAN;
    double squares = 0.0;
    for (int i = 0; i < count; i++)
        squares += (sections[i] - whole) * (sections[i] - whole);
    return student_quantile(confidence, count - 1.0) * sqrt(squares / (count - 1.0) / count);
}

/* Observations that do not fill a batch are left out at the start, where a rest of the warm-up would be. */
static double batch_mean(const double *observations, int count, int batches, int batch) {
    int size = count / batches;
    const double *first = observations + (count - size * batches) + batch * size;
    double sum = 0.0;
    for (int i = 0; i < size; i++)
        sum += first[i];
    return sum / size;
}

/* With C = 1 - sum (Y[i+1] - Y[i])^2 / (2 sum (Y[i] - mean)^2), independent batch means make C normal with
 * mean 0 and variance (b - 2) / (b^2 - 1): Fishman 1978, Communications of the ACM 21(3), section 2. */
static double correlation_p_value(double differences, double squares, int batches) {
    double b = batches;
    double statistic = 1.0 - differences / (2.0 * squares);
    return gsl_cdf_ugaussian_Q(statistic / sqrt((b - 2.0) / (b * b - 1.0)));
}

struct batch_means batch_means_of(const double *observations, int count, int batches, double confidence) {
    struct batch_means result = {.mean = NAN, .half_width = NAN, .lag1 = NAN, .p_value = NAN};
    if (batches > count)
        batches = count;
    if (batches < 1)
        return result;
    result.batches = batches;
    struct moments moments = {0};
    for (int i = 0; i < batches; i++)
        moments_add(&moments, batch_mean(observations, count, batches, i));
    result.mean = moments.mean;
    result.half_width = moments_half_width(&moments, confidence);
    if (batches < 3 || !(moments.m2 > 0.0))
        return result;

    double products = 0.0, differences = 0.0;
    double previous = batch_mean(observations, count, batches, 0);
    for (int i = 1; i < batches; i++) {
        double next = batch_mean(observations, count, batches, i);
        products += (previous - moments.mean) * (next - moments.mean);
        differences += (next - previous) * (next - previous);
        previous = next;
    }
    result.lag1 = products / moments.m2;
    result.p_value = correlation_p_value(differences, moments.m2, batches);
    return result;
}
