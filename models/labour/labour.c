/* SPDX-License-Identifier: MIT */
/* labour.c - shifts begin and end, people are absent or take breaks; the dispatcher does the rest.
 *
 * Shifts come from weekdays, or from a staffing plan by date for the teams that it names. A shift may cross
 * midnight. */
#include "models/labour/duty.h"

#include <math.h>
#include <string.h>
#include "models/order.h"
#include "sim/base/arena.h"
#include "sim/base/problems.h"
#include "sim/base/slab.h"

/* What the user can set */

static const struct field limit_fields[] = {
    {FIELD(struct shift_limits, least), .min = 0, .max = MOST_PEOPLE, .preset = 0, .doc = "Fewest people."},
    {FIELD(struct shift_limits, most), .min = 0, .max = MOST_PEOPLE, .preset = MOST_PEOPLE,
     .doc = "Most people."},
    {0},
};
static const struct field shift_fields[] = {
    {FIELD(struct shift_config, days), .preset_json = "\"daily\"", .doc = "Weekdays on which it begins."},
    {FIELD(struct shift_config, from), .required = true, .doc = "Begin."},
    {FIELD(struct shift_config, to), .required = true, .doc = "End; before the begin means on the next day."},
    {FIELD(struct shift_config, people), .min = 0, .max = MOST_PEOPLE, .required = true,
     .doc = "People on duty."},
    {SCALARS(struct shift_config, breaks_min, FIELD_REAL), .min = 0, .max = 600, .unit = "min",
     .doc = "Lengths of the breaks, spread evenly over the shift."},
    {SECTION(struct shift_config, plan, limit_fields),
     .doc = "Limits to what `fcsim size --plan` may put on the shift; a run does not look at them."},
    {0},
};
static const char *const breaks_names[] = {"staggered", "fixed", NULL};
const struct field team_fields[] = {
    {FIELD(struct team_config, name), .required = true, .doc = "Name of the team."},
    {SCALARS(struct team_config, skills, FIELD_ENUM), .choices = skill_names, .required = true,
     .min_count = 1, .doc = "What the team can do, in order of preference."},
    {SCALARS(struct team_config, zones, FIELD_TEXT),
     .doc = "Zones of the layout in which the team picks, where picking is by zone; empty = all of them."},
    {FIELD(struct team_config, wage_per_h), .min = 0, .max = 10000, .preset = 18, .unit = "currency/h",
     .doc = "Wage of a paid hour (mean of US stock movers 18.03 USD: BLS OES, May 2022)."},
    {FIELD(struct team_config, overtime_premium), .min = 0, .max = 10, .preset = 0.5,
     .doc = "Added to the wage of an overtime hour, as a share."},
    {FIELD(struct team_config, absence), .min = 0, .max = 1, .preset = 0,
     .doc = "Share of people who do not come to a shift; they are not paid."},
    {LIST(struct team_config, shifts, shift_fields), .doc = "Shifts by weekday."},
    {ENUM(struct team_config, breaks, breaks_names), .preset = BREAKS_STAGGERED,
     .doc = "A team takes its breaks in four groups one after the other, or all at once."},
    {0},
};
const struct field staffing_fields[] = {
    {FIELD(struct staffing_row, team), .required = true, .doc = "Team of the scenario."},
    {FIELD(struct staffing_row, date), .required = true, .doc = "Day on which the shift begins."},
    {FIELD(struct staffing_row, from), .required = true, .doc = "Begin."},
    {FIELD(struct staffing_row, to), .required = true, .doc = "End; before the begin means on the next day."},
    {FIELD(struct staffing_row, people), .min = 0, .max = MOST_PEOPLE, .required = true,
     .doc = "People on duty."},
    {0},
};

enum { M_ABSENT, M_ABSENT_H, M_WAGES };
const struct metric labour_metrics[] = {
    [M_ABSENT] = {"teams.{name}.absent", METRIC_LEVEL, "people",
                  "People of running shifts who did not come."},
    [M_ABSENT_H] = {"teams.{name}.absent_h", METRIC_VALUE, "h", "Shift hours of people who did not come."},
    [M_WAGES] = {"teams.{name}.wages", METRIC_VALUE, "currency",
                 "Wages in the window, overtime premium included.", .better = LOWER_IS_BETTER},
    {0},
};

/* Rules */

/* What is wrong with a duty, or NULL. */
static const char *wrong_with(const struct duty *duty, struct arena *arena) {
    double breaks_s = 0.0, length_s = (double)duty_seconds(duty);
    for (int i = 0; i < duty->breaks; i++)
        breaks_s += duty->breaks_min[i] * 60.0;
    if (duty->from.seconds == duty->to.seconds)
        return "a shift must have a length";
    if (breaks_s < length_s)
        return NULL;
    return arena_format(arena, "breaks of %g min leave nothing of a shift of %g min", breaks_s / 60.0,
                        length_s / 60.0);
}

static void check_shift(const char *path, const struct duty *duty, struct problems *problems,
                        struct arena *arena) {
    const char *wrong = wrong_with(duty, arena);
    bool no_length = duty->from.seconds == duty->to.seconds;
    if (wrong)
        problem_of(problems, path, no_length ? "for a whole day write \"00:00\" to \"24:00\"" : NULL, "%s",
                   wrong);
}

static void check_plan_row(const struct staffing *staffing, int i, struct problems *problems,
                           struct arena *arena) {
    const struct staffing_row *row = &staffing->plan[i];
    for (int t = 0; t < staffing->team_count; t++) {
        if (strcmp(staffing->teams[t].name, row->team) != 0)
            continue;
        struct duty duty = duty_of_row(&staffing->teams[t], row, 0);
        const char *wrong = wrong_with(&duty, arena);
        if (wrong)
            problem_of_row(problems, "staffing_plan", i, NULL, "%s", wrong);
        return;
    }
    problem_of_row(problems, "staffing_plan", i, "name it under \"teams\"",
                   "team \"%s\" is not in the scenario", row->team);
}

void labour_check(const struct staffing *staffing, struct problems *problems, struct arena *arena) {
    for (int t = 0; t < staffing->team_count; t++) {
        const struct team_config *team = &staffing->teams[t];
        if (!team->shifts_count && !labour_planned(staffing, team->name))
            problem_of(problems, arena_format(arena, "teams.%s", team->name),
                       "add \"shifts\": [...], or rows in staffing_plan", "has no shifts");
        for (int i = 0; i < team->shifts_count; i++) {
            const struct shift_config *shift = &team->shifts[i];
            struct duty duty = {shift->from, shift->to,         shift->people,
                                0,           shift->breaks_min, shift->breaks_min_count};
            check_shift(arena_format(arena, "teams.%s.shifts.%d", team->name, i), &duty, problems, arena);
            if (shift->plan && shift->plan->least > shift->plan->most)
                problem_of(problems, arena_format(arena, "teams.%s.shifts.%d.plan", team->name, i), NULL,
                           "the fewest people (%d) are more than the most (%d)", shift->plan->least,
                           shift->plan->most);
        }
        for (int i = 0; i < team->skills_count; i++)
            for (int k = 0; k < i; k++)
                if (team->skills[i] == team->skills[k])
                    problem_of(problems, arena_format(arena, "teams.%s.skills.%d", team->name, i), NULL,
                               "names \"%s\" twice", skill_names[team->skills[i]]);
    }
    for (int i = 0; i < staffing->plan_count && staffing->team_count; i++)
        check_plan_row(staffing, i, problems, arena);
}

static int zone_of(const struct staffing *staffing, const char *name) {
    int z = 0;
    while (z < staffing->zone_count && strcmp(staffing->zones[z], name) != 0)
        z++;
    return z;
}

void labour_check_zones(const struct staffing *staffing, struct problems *problems, struct arena *arena) {
    for (int t = 0; t < staffing->team_count; t++)
        for (int i = 0; i < staffing->teams[t].zones_count; i++)
            if (zone_of(staffing, staffing->teams[t].zones[i]) == staffing->zone_count)
                problem_of(problems, arena_format(arena, "teams.%s.zones.%d", staffing->teams[t].name, i),
                           "name it under \"zones\" of the layout", "zone \"%s\" is not in the layout",
                           staffing->teams[t].zones[i]);
}

/* Hours on duty, for the workload estimate */

static void add_hours(void *self, const struct duty *duty) {
    double seconds = (double)duty_seconds(duty);
    for (int i = 0; i < duty->breaks; i++)
        seconds -= duty->breaks_min[i] * 60.0;
    *(double *)self += duty->people * seconds / SECONDS_AN_HOUR;
}

double labour_hours(const struct staffing *staffing, int team, struct date from, int days) {
    double hours = 0.0;
    for (int d = 0; d < days; d++)
        each_duty(staffing, team, (struct date){from.day + d}, add_hours, &hours);
    return hours * (1.0 - staffing->teams[team].absence);
}

/* What it remembers */

struct crew {
    struct labour *labour;
    const struct team_config *config;
    int index;
    struct team *team;
    uint64_t absence_key;
    struct level *absent;
    double *absent_h, *wages;
};

struct labour {
    struct sim *sim;
    const struct staffing *staffing;
    struct crew *crews;
    struct date today; /* whose duties are being scheduled */
    struct slab rests;
};

struct shift { /* a duty that was scheduled */
    struct entity entity;
    struct crew *crew;
    struct date date;
    struct duty duty;
    usec from, to;
    int absent; /* people */
};

struct rest { /* a break of one group of a shift */
    struct entity entity;
    struct shift *shift;
    int group; /* -1 = everybody */
    double length_s;
};

/* Breaks */

static void on_break(struct sim *sim, void *self, void *subject) {
    (void)sim;
    const struct crew *crew = self;
    struct rest *rest = subject;
    const struct duty *duty = &rest->shift->duty;
    for (int i = 0; i < duty->people; i++) {
        if (rest->group >= 0 && i % BREAK_GROUPS != rest->group)
            continue;
        struct worker *worker = team_worker(crew->team, duty->first_slot + i);
        if (worker_present(worker))
            worker_rest(worker, rest->length_s);
    }
    slab_give(&crew->labour->rests, rest);
}

static void schedule_break(struct shift *shift, int number, int group) {
    struct sim *sim = shift->crew->labour->sim;
    double length_s = shift->duty.breaks_min[number] * 60.0;
    usec at = shift->from + sim_usec(duty_break_s(&shift->duty, number, group));
    if (at < sim_now(sim) || at >= shift->to || length_s <= 0.0)
        return;
    struct rest *rest = slab_take(&shift->crew->labour->rests);
    *rest =
        (struct rest){.entity = {(uint64_t)number + 1}, .shift = shift, .group = group, .length_s = length_s};
    sim_at(sim, at, on_break, shift->crew, rest);
}

/* Shifts */

static bool absent(const struct crew *crew, const struct shift *shift, int i) {
    if (crew->config->absence <= 0.0)
        return false;
    struct stream stream = stream_keyed(crew->absence_key, (uint64_t)(shift->duty.first_slot + i) << 32 ^
                                                               (uint64_t)shift->date.day);
    return stream_uniform(&stream) < crew->config->absence;
}

static void on_absence_over(struct sim *sim, void *self, void *subject) {
    const struct shift *shift = subject;
    level_add(((struct crew *)self)->absent, sim_now(sim), -shift->absent);
}

static void on_shift_started(struct sim *sim, void *self, void *subject) {
    struct crew *crew = self;
    struct shift *shift = subject;
    for (int i = 0; i < shift->duty.people; i++) {
        if (absent(crew, shift, i))
            shift->absent++;
        else
            worker_arrive(team_worker(crew->team, shift->duty.first_slot + i), shift->to);
    }
    if (!shift->absent)
        return;
    level_add(crew->absent, sim_now(sim), shift->absent);
    sim_at(sim, shift->to, on_absence_over, crew, shift);
}

static void start_duty(void *self, const struct duty *duty) {
    struct crew *crew = self;
    struct labour *labour = crew->labour;
    struct sim *sim = labour->sim;
    struct shift *shift = sim_alloc(sim, sizeof *shift);
    *shift = (struct shift){
        .entity = {(uint64_t)crew->index + 1}, .crew = crew, .date = labour->today, .duty = *duty};
    shift->from = sim_midnight(sim, labour->today) + (usec)duty->from.seconds * USEC_A_SECOND;
    shift->to = shift->from + duty_seconds(duty) * USEC_A_SECOND;
    if (shift->to <= sim_now(sim))
        return;
    sim_at(sim, shift->from > sim_now(sim) ? shift->from : sim_now(sim), on_shift_started, crew, shift);
    for (int number = 0; number < duty->breaks; number++) {
        if (crew->config->breaks == BREAKS_FIXED || duty->people < BREAK_GROUPS) {
            schedule_break(shift, number, -1);
            continue;
        }
        for (int group = 0; group < BREAK_GROUPS; group++)
            schedule_break(shift, number, group);
    }
}

static void on_midnight(struct sim *sim, void *self, void *subject) {
    (void)subject;
    struct labour *labour = self;
    struct date today = sim_date(sim, sim_now(sim));
    labour->today = today;
    for (int t = 0; t < labour->staffing->team_count; t++)
        each_duty(labour->staffing, t, today, start_duty, &labour->crews[t]);
    sim_at(sim, sim_midnight(sim, (struct date){today.day + 1}), on_midnight, labour, NULL);
}

/* Start and end */

static double crew_wages(const struct crew *crew, usec now) {
    struct team_time time = team_time(crew->team, now);
    return crew->config->wage_per_h *
           (time.attended_h + time.resting_h + crew->config->overtime_premium * time.overtime_h);
}

double labour_wages(const struct labour *labour, usec now) {
    double wages = 0.0;
    for (int t = 0; t < labour->staffing->team_count; t++)
        wages += crew_wages(&labour->crews[t], now);
    return wages;
}

static void on_labour_finish(void *self, usec end) {
    struct labour *labour = self;
    for (int t = 0; t < labour->staffing->team_count; t++) {
        struct crew *crew = &labour->crews[t];
        *crew->absent_h = (double)level_integral(crew->absent, end) / (3600.0 * USEC_A_SECOND);
        *crew->wages = crew_wages(crew, end);
    }
}

/* Zones are the areas of needs, counted from 1. */
static void serve_zones(const struct labour *labour, const struct crew *crew) {
    const struct team_config *config = crew->config;
    int *areas = arena_array(sim_arena(labour->sim), int, config->zones_count + 1);
    for (int i = 0; i < config->zones_count; i++)
        areas[i] = zone_of(labour->staffing, config->zones[i]) + 1;
    team_serve_areas(crew->team, areas, config->zones_count);
}

struct labour *labour_create(const struct staffing *staffing, struct dispatcher *people, struct sim *sim,
                             const char *currency) {
    struct labour *labour = sim_alloc(sim, sizeof *labour);
    struct results *results = sim_results(sim);
    *labour = (struct labour){.sim = sim, .staffing = staffing};
    slab_init(&labour->rests, sim_arena(sim), sizeof(struct rest));
    labour->crews = sim_alloc(sim, sizeof *labour->crews * (size_t)(staffing->team_count + 1));
    for (int t = 0; t < staffing->team_count; t++) {
        struct crew *crew = &labour->crews[t];
        const struct team_config *config = &staffing->teams[t];
        struct of of = {.name = config->name};
        *crew = (struct crew){.labour = labour, .config = config, .index = t};
        crew->team = team_create(people, config->name, config->skills, config->skills_count);
        serve_zones(labour, crew);
        crew->absence_key =
            sim_stream_key(sim, arena_format(sim_arena(sim), "teams/%s/absence", config->name));
        crew->absent = results_level(results, &labour_metrics[M_ABSENT], of);
        crew->absent_h = results_value(results, &labour_metrics[M_ABSENT_H], of);
        of.unit = currency;
        crew->wages = results_value(results, &labour_metrics[M_WAGES], of);
    }
    results_at_finish(results, on_labour_finish, labour);
    struct date first = sim_date(sim, 0);
    labour->today = (struct date){first.day - 1}; /* shifts of the day before may reach into the run */
    for (int t = 0; t < staffing->team_count; t++)
        each_duty(staffing, t, labour->today, start_duty, &labour->crews[t]);
    on_midnight(sim, labour, NULL);
    return labour;
}
