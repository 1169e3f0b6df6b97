/* SPDX-License-Identifier: MIT */
/* paths.c - see paths.h. */
#include "models/demand/paths.h"

#include <gsl/gsl_randist.h>
#include <math.h>
#include <string.h>
#include "models/forecast/forecast.h"
#include "models/forecast/model_file.h"
#include "sim/base/arena.h"
#include "sim/base/problems.h"
#include "sim/base/text.h"
#include "sim/engine/sim.h"

/* Once per scenario */

static const char *key_of(struct arena *arena, const struct channel_config *channel, const char *key) {
    return arena_format(arena, "demand.channels.%s.%s", channel->name, key);
}

static void refuse_beside(struct arena *arena, const struct channel_config *channel, const char *key,
                          bool something, const char *why, struct problems *problems) {
    if (something)
        problem_of(problems, key_of(arena, channel, key), "leave it out",
                   "%s beside a forecast is an error: %s", key, why);
}

static bool all_equal(const double *weights, int count) {
    for (int i = 1; i < count; i++)
        if (weights[i] != weights[0])
            return false;
    return true;
}

static bool is_flat(const struct profile *profile) {
    return all_equal(profile->weights, profile->count);
}

/* Defaults may be written, as in scenario.resolved.json. */
static void check_keys(struct arena *arena, const struct channel_config *channel,
                       const struct channel_paths *own, struct problems *problems) {
    const char *many = "the forecast says how many orders come";
    refuse_beside(arena, channel, "orders_per_day", channel->orders_per_day > 0.0, many, problems);
    refuse_beside(arena, channel, "orders_by_date", channel->orders_by_date_count > 0, many, problems);
    refuse_beside(arena, channel, "weekdays", !all_equal(channel->weekdays, channel->weekdays_count),
                  "the forecast knows its weekdays", problems);
    refuse_beside(arena, channel, "day_cv", channel->day_cv > 0.0, "the paths of the forecast vary by day",
                  problems);
    if (!paths_know_hours(own))
        return;
    refuse_beside(arena, channel, "profile", !is_flat(&channel->profile),
                  "the forecast knows the hours of its days", problems);
    refuse_beside(arena, channel, "hour_cv", channel->hour_cv > 0.0,
                  "the forecast knows how its hours scatter", problems);
    if (is_flat(&channel->profile) && problems_given(problems, key_of(arena, channel, "profile")))
        warning_of(problems, key_of(arena, channel, "profile"), NULL,
                   "has no effect: the forecast knows the hours of its days");
}

static const char *series_names(struct arena *arena, const struct forecast_model *model) {
    const char *names = "";
    for (int s = 0; s < model->series_count; s++)
        names = arena_format(arena, "%s%s\"%s\"", names, s ? ", " : "", model->series[s].name);
    return names;
}

/* The series of that name; the only one where no name is given, else the channel's. -1 after a problem. */
static int find_series(struct arena *arena, const struct channel_config *channel,
                       const struct forecast_model *model, struct problems *problems) {
    const char *wanted = *channel->forecast_series ? channel->forecast_series : channel->name;
    if (model->series_count == 1 && !*channel->forecast_series)
        return 0;
    for (int s = 0; s < model->series_count; s++)
        if (strcmp(model->series[s].name, wanted) == 0)
            return s;
    problem_of(problems, key_of(arena, channel, "forecast_series"),
               arena_format(arena, "the series are %s", series_names(arena, model)),
               "the forecast has no series \"%s\"", wanted);
    return -1;
}

static void check_days(struct arena *arena, const struct channel_config *channel,
                       const struct forecast_model *model, struct moment start, double days,
                       struct problems *problems) {
    char from[DATE_TEXT_SIZE], to[DATE_TEXT_SIZE], first[DATE_TEXT_SIZE], last[DATE_TEXT_SIZE];
    int64_t end_s = start.seconds + (int64_t)ceil(days * SECONDS_A_DAY);
    struct date begin = moment_date(start), end = moment_date((struct moment){end_s - 1});
    struct date until = {model->first + model->horizon - 1};
    if (begin.day >= model->first && end.day <= until.day)
        return;
    problem_of(problems, key_of(arena, channel, "forecast"),
               "shorten the run or its lead-in, or forecast more days with fcsim forecast --until",
               "has the days %s to %s, but the run needs %s to %s (lead-in included)",
               date_text(first, (struct date){model->first}), date_text(last, until), date_text(from, begin),
               date_text(to, end));
}

static bool same_hash(struct hash a, struct hash b) {
    return a.high == b.high && a.low == b.low;
}

/* The same content is read once, wherever it lies. */
static void find_model(struct arena *arena, const struct demand_config *config, struct channel_paths *all,
                       int c, int *numbers, struct problems *problems) {
    const struct file_text *file = &config->channels[c].forecast;
    for (int k = 0; k < c; k++)
        if (config->channels[k].forecast.name &&
            same_hash(config->channels[k].forecast.content, file->content)) {
            all[c] = all[k];
            return;
        }
    all[c].number = (*numbers)++;
    all[c].model = forecast_read_text(arena, file->name, file->text, file->length, problems);
}

static void check_taken(struct arena *arena, const struct demand_config *config,
                        const struct channel_paths *all, int c, struct problems *problems) {
    for (int k = 0; k < c; k++)
        if (all[k].model == all[c].model && all[k].series == all[c].series)
            problem_of(problems, key_of(arena, &config->channels[c], "forecast_series"),
                       "give each channel a series of its own, or join the channels",
                       "the orders of series \"%s\" come through the channel \"%s\" already",
                       all[c].model->series[all[c].series].name, config->channels[k].name);
}

/* Mean of the run; a day that is run in part counts in part. */
static double run_mean(const struct channel_paths *channel, struct moment start, double days) {
    double total = 0.0, end_s = (double)start.seconds + days * SECONDS_A_DAY;
    for (int64_t day = moment_date(start).day; (double)(day * SECONDS_A_DAY) < end_s; day++) {
        double from_s = fmax((double)(day * SECONDS_A_DAY), (double)start.seconds);
        double to_s = fmin((double)((day + 1) * SECONDS_A_DAY), end_s);
        total += paths_mean(channel, day) * (to_s - from_s) / SECONDS_A_DAY;
    }
    return total / days;
}

const struct channel_paths *paths_plan(struct arena *arena, const struct demand_config *config,
                                       struct moment start, double days, struct problems *problems) {
    struct channel_paths *all = arena_array(arena, struct channel_paths, config->channels_count + 1);
    int numbers = 0;
    for (int c = 0; c < config->channels_count; c++) {
        const struct channel_config *channel = &config->channels[c];
        const char *series = key_of(arena, channel, "forecast_series");
        if (!channel->forecast.name) {
            if (*channel->forecast_series)
                problem_of(problems, series, "add \"forecast\"", "names a series, and there is no forecast");
            continue;
        }
        find_model(arena, config, all, c, &numbers, problems);
        if (!all[c].model)
            continue;
        all[c].series = find_series(arena, channel, all[c].model, problems);
        if (all[c].series < 0) {
            all[c].model = NULL;
            continue;
        }
        check_keys(arena, channel, &all[c], problems);
        check_taken(arena, config, all, c, problems);
        check_days(arena, channel, all[c].model, start, days, problems);
        all[c].orders_per_day = run_mean(&all[c], start, days);
    }
    return all;
}

/* Days and hours */

static int day_index(const struct channel_paths *channel, int64_t day) {
    int64_t at = day - channel->model->first;
    return at >= 0 && at < channel->model->horizon ? (int)at : -1;
}

bool paths_know_hours(const struct channel_paths *channel) {
    return channel->model && forecast_hours(channel->model, channel->series, 0) != NULL;
}

double paths_dispersion(const struct channel_paths *channel) {
    return paths_know_hours(channel) ? channel->model->series[channel->series].profile.dispersion : 1.0;
}

double paths_mean(const struct channel_paths *channel, int64_t day) {
    int at = day_index(channel, day);
    return at < 0 ? 0.0 : forecast_mean(&channel->model->series[channel->series], at);
}

double paths_orders(const struct channel_paths *channel, const struct drawn_path *drawn, int64_t day) {
    int at = day_index(channel, day);
    return at < 0 ? 0.0 : drawn[channel->number].days[channel->series * channel->model->horizon + at];
}

double paths_weight(const struct channel_paths *channel, const struct drawn_path *drawn,
                    const struct profile *profile, int64_t day, int64_t second_of_day) {
    int at = day_index(channel, day);
    double drifted[PROFILE_HOURS];
    const double *hours = at < 0 ? NULL : forecast_hours(channel->model, channel->series, at);
    if (!hours)
        return profile_weight(profile, date_weekday((struct date){day}), second_of_day);
    if (drawn) {
        profile_drifted(hours, drawn[channel->number].drift + channel->series * PROFILE_HOURS, drifted);
        hours = drifted;
    }
    return hours[second_of_day / SECONDS_AN_HOUR] * HOURS_A_DAY;
}

/* In a replication */

/* The first model takes the scenario's seed as it is; another one gets noise of its own. */
static uint64_t seed_of(const struct sim *sim, int number) {
    uint64_t seed = sim_seed(sim);
    return number ? stream_mix(seed ^ stream_mix((uint64_t)number)) : seed;
}

const struct drawn_path *paths_draw(const struct channel_paths *channels, int count, struct sim *sim) {
    struct drawn_path *drawn = sim_alloc(sim, sizeof *drawn * (size_t)(count + 1));
    for (int c = 0; c < count; c++) {
        const struct forecast_model *model = channels[c].model;
        struct drawn_path *own = &drawn[channels[c].number];
        if (!model || own->days)
            continue;
        size_t series = (size_t)model->series_count;
        own->days = sim_alloc(sim, sizeof *own->days * series * (size_t)model->horizon);
        own->drift = sim_alloc(sim, sizeof *own->drift * series * PROFILE_HOURS);
        forecast_path(model, seed_of(sim, channels[c].number), sim_replication(sim), own->days);
        forecast_path_drift(model, seed_of(sim, channels[c].number), sim_replication(sim), own->drift);
    }
    return drawn;
}

/* Gamma shares about the weights, in their place. Shapes far below 1 can make all of them vanish: then all
 * orders come in the segment of the largest weight. */
static void mix(double *weights, int segments, double concentration, gsl_rng *rng) {
    double sum = 0.0, total = 0.0;
    int largest = 0;
    for (int i = 0; i < segments; i++) {
        sum += weights[i];
        largest = weights[i] > weights[largest] ? i : largest;
    }
    for (int i = 0; i < segments; i++) {
        weights[i] = weights[i] > 0.0 ? gsl_ran_gamma(rng, concentration * weights[i] / sum, 1.0) : 0.0;
        total += weights[i];
    }
    if (total <= 0.0)
        weights[largest] = 1.0;
}

void paths_place(double *weights, int segments, int64_t orders, double dispersion, struct stream *stream,
                 int64_t *counts) {
    gsl_rng rng = stream_gsl(stream);
    double rest = 0.0;
    int last = 0;
    if (dispersion > 1.0 && orders > 0)
        mix(weights, segments, (double)orders / (dispersion - 1.0), &rng);
    for (int i = 0; i < segments; i++) {
        rest += weights[i];
        last = weights[i] > 0.0 ? i : last;
    }
    for (int i = 0; i < segments; i++) { /* the last one with a weight takes what is left */
        bool some = i < last && weights[i] > 0.0 && orders > 0;
        counts[i] = i == last ? orders
                    : some    ? gsl_ran_binomial(&rng, fmin(weights[i] / rest, 1.0), (unsigned)orders)
                              : 0;
        orders -= counts[i];
        rest -= weights[i];
    }
}
