/* SPDX-License-Identifier: MIT */
/* scatter.h - how hours scatter about a profile on days it was not fitted to.
 *
 * A count c of an hour whose share is p, of a day with n orders, has given n
 *
 *     variance = n p (1 - p) (dispersion + n drift)
 *
 * drift being that of shares which stay for weeks: in the sum of a block of N orders it makes N drift.
 * Pearson's statistic of days and that of blocks of four weeks, each against the profile as it was known
 * before the block, are two equations for the two (moments, pooled over blocks). So the error of the profile
 * is in them, as it is in the weeks to come. */
#ifndef MODELS_FORECAST_SCATTER_H
#define MODELS_FORECAST_SCATTER_H

struct event_calendar;
struct history_series;
struct profile_set;

/* Sets dispersion, drift and their test of a profile whose shares are fitted to `past`, if it is known. */
void scatter_measure(const struct history_series *past, const struct event_calendar *calendar,
                     struct profile_set *profile);

#endif
