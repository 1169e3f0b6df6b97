/* SPDX-License-Identifier: MIT */
/* ridge.h - regression on logs with priors whose variances are estimated, and autoregressive residuals.
 *
 *     y = X beta + a,  beta_j ~ N(m_j, tau_g^2),  a_t = phi_1 a_t-1 + ... + phi_p a_t-p + e_t
 *
 * The variances tau_g^2 of the groups follow by EM (MacKay 1992, Neural Computation 4(3): evidence), large
 * residuals weigh less (Huber 1964), phi comes from the autocovariances by Levinson's recursion, its order
 * (at most 8) by AIC; coefficients are fitted a second time to whitened rows (Cochrane and Orcutt 1949). */
#ifndef MODELS_FORECAST_RIDGE_H
#define MODELS_FORECAST_RIDGE_H

#include <stdbool.h>

struct arena;
struct frame;

enum { MOST_LAGS = 8 };

struct ridge {
    int columns;
    double *beta;
    double *inverse;  /* of the lower Cholesky factor of the precision: row-major; cov = inverse' inverse */
    double *variance; /* of each coefficient */
    double *tau2;     /* by group */
    int lags;
    double phi[MOST_LAGS];
    double sigma;      /* of e */
    double *residual;  /* y - X beta by past day; where unseen, the expected one; where censored, given y */
    int downweighted;  /* days that weigh less than half */
    int first_outlier; /* the first such day, -1 */
};

/* `y` by past day where `seen`; where `censored`, at least y (tobit.h). */
void ridge_fit(struct arena *arena, const struct frame *frame, const double *y, const bool *seen,
               const bool *censored, struct ridge *fit);
/* Of a past day: y, or what is expected of it. */
double ridge_value(const struct ridge *fit, const struct frame *frame, int day);

/* Expected log of each day after the past; `factor` (horizon x columns) are rows times the inverse, so that
 * covariances of coefficients are products of its rows. */
void ridge_forecast(const struct ridge *fit, const struct frame *frame, double *mean, double *factor);

/* phi of order `lags` from autocovariances 0 ... lags; returns the innovation variance. */
double levinson(const double *autocovariance, int lags, double *phi);
/* Variances of the h-step forecast errors of the autoregression, h = 1 ... horizon. */
void ar_variances(const double *phi, int lags, double sigma, int horizon, double *variance);

#endif
