/* SPDX-License-Identifier: MIT */
/* roster.c - see roster.h. */
#include "models/labour/roster.h"

#include <math.h>
#include <string.h>
#include "models/labour/duty.h"
#include "models/labour/shift_cover.h"
#include "sim/base/arena.h"
#include "sim/base/problems.h"
#include "sim/base/text.h"

/* Care */

enum { LEAST_CARE = -6, MOST_CARE = 20 };
static const double cover_seconds = 20.0; /* of a team, at most */

/* Hours over which an hour's work may be spread. */
static int slack_h(int level) {
    static const int hours[] = {8, 6, 4, 3, 2};
    enum { STEPS = sizeof hours / sizeof *hours };
    return level < 0 ? hours[0] : level < STEPS ? hours[level] : 1;
}

static double with_margin(double work, int level) {
    static const double beta_a_level = 0.2, less_a_level = 0.06;
    return level >= 0 ? work + beta_a_level * level * sqrt(work) : work * (1.0 + less_a_level * level);
}

/* What it remembers */

struct roster_duty {
    int team;
    int64_t day; /* from the first */
    const struct duty *duty;
    struct cover_shift cover; /* hours from the first midnight */
    double paid_h;            /* of one person */
};

struct roster {
    const struct staffing *staffing;
    struct arena *arena;
    double midnight_s; /* of the first day, since 1970 */
    double start_s, measured_s, end_s;
    int teams, days, hours; /* shifts of the last day may reach beyond `days` */
    const char **day_names, **team_names;
    struct roster_duty *duties; /* by day, then team */
    int duty_count;
    int *ample_people;                          /* by team */
    double *presence, *most;                    /* by team and hour, see roster_needs */
    double *offered, *need, *worked, *attended; /* the same */
    double *scale;                              /* by team: of the work that was offered */
    int *level;                                 /* by team and day */
    int *people;                                /* by duty */
    bool ample, cut_short;
};

/* Making one */

struct collecting {
    struct roster *roster;
    int team, day, capacity;
};

static bool is_there(const struct roster *roster, const struct collecting *collecting,
                     const struct duty *duty) {
    for (int i = roster->duty_count - 1; i >= 0 && roster->duties[i].day == collecting->day; i--)
        if (roster->duties[i].team == collecting->team &&
            roster->duties[i].duty->from.seconds == duty->from.seconds &&
            roster->duties[i].duty->to.seconds == duty->to.seconds)
            return true;
    return false;
}

static void collect_duty(void *self, const struct duty *duty) {
    struct collecting *collecting = self;
    struct roster *roster = collecting->roster;
    double from_s = (double)collecting->day * SECONDS_A_DAY + duty->from.seconds,
           to_s = from_s + (double)duty_seconds(duty);
    if (roster->midnight_s + to_s <= roster->start_s || roster->midnight_s + from_s >= roster->end_s ||
        is_there(roster, collecting, duty))
        return;
    if (roster->duty_count == collecting->capacity) {
        collecting->capacity = 2 * collecting->capacity + 64;
        struct roster_duty *larger = arena_array(roster->arena, struct roster_duty, collecting->capacity);
        if (roster->duty_count)
            memcpy(larger, roster->duties, sizeof *larger * (size_t)roster->duty_count);
        roster->duties = larger;
    }
    struct roster_duty *added = &roster->duties[roster->duty_count++];
    struct duty *kept = arena_new(roster->arena, struct duty);
    const struct team_config *team = &roster->staffing->teams[collecting->team];
    const struct shift_limits *limits = duty->shift ? duty->shift->plan : NULL;
    *kept = *duty;
    int first = (int)(from_s / SECONDS_AN_HOUR), last = (int)ceil(to_s / SECONDS_AN_HOUR);
    double *presence = arena_array(roster->arena, double, last - first + 1);
    for (int h = first; h < last; h++)
        presence[h - first] =
            (1.0 - team->absence) * duty_presence(kept, team->breaks, (double)h * SECONDS_AN_HOUR - from_s,
                                                  (double)(h + 1) * SECONDS_AN_HOUR - from_s);
    double paid_h = (1.0 - team->absence) * (double)duty_seconds(duty) / SECONDS_AN_HOUR;
    *added = (struct roster_duty){collecting->team,
                                  collecting->day,
                                  kept,
                                  {first, last - first, presence,
                                   paid_h * (team->wage_per_h > 0 ? team->wage_per_h : 1.0),
                                   limits ? limits->least : 0, limits ? limits->most : MOST_PEOPLE},
                                  paid_h};
}

/* Shifts by weekday, and those of a plan that the scenario has already. */
static void collect_duties(struct roster *roster) {
    struct staffing weekly = {roster->staffing->teams, roster->staffing->team_count, NULL, 0};
    struct collecting collecting = {.roster = roster};
    int64_t first = (int64_t)(roster->midnight_s / SECONDS_A_DAY);
    for (collecting.day = 0; collecting.day < roster->days; collecting.day++)
        for (collecting.team = 0; collecting.team < roster->teams; collecting.team++) {
            struct date date = {first + collecting.day};
            each_duty(&weekly, collecting.team, date, collect_duty, &collecting);
            each_duty(roster->staffing, collecting.team, date, collect_duty, &collecting);
        }
}

/* How many of a team are more than enough: ten times what it needs on average while on duty. */
static void take_presence(struct roster *roster, const double *work_h) {
    enum { TIMES = 10, FEWEST = 20 };
    double *hours = arena_array(roster->arena, double, roster->teams);
    for (int i = 0; i < roster->duty_count; i++) {
        const struct roster_duty *duty = &roster->duties[i];
        for (int k = 0; k < duty->cover.count; k++) {
            int at = duty->team * roster->hours + duty->cover.first + k;
            roster->presence[at] += duty->cover.presence[k];
            roster->most[at] += duty->cover.presence[k] * duty->cover.most;
            hours[duty->team] += duty->cover.presence[k];
        }
    }
    for (int t = 0; t < roster->teams; t++) {
        double ample = hours[t] > 0 ? ceil(TIMES * work_h[t] / hours[t]) : 0.0;
        roster->ample_people[t] = (int)fmin(fmax(ample, FEWEST), MOST_PEOPLE);
    }
}

static bool check_teams(const struct roster *roster, const double *work_h, struct problems *problems) {
    int errors = problems->errors;
    if (!roster->teams)
        problem_of(problems, "teams", "add \"teams\": [...] with their shifts",
                   "there are no people to plan; every stage is self-staffed");
    for (int t = 0; t < roster->teams; t++) {
        const struct team_config *team = &roster->staffing->teams[t];
        bool comes = false;
        for (int i = 0; i < roster->duty_count; i++)
            comes |= roster->duties[i].team == t;
        const char *path = arena_format(roster->arena, "teams.%s.shifts", team->name);
        if (!team->shifts_count && !comes)
            problem_of(problems, path, "a plan puts people on the shifts that the team may work",
                       "has no shifts to plan with");
        else if (!comes && work_h[t] > 0)
            problem_of(problems, path, "add a shift on one of its days",
                       "no shift of the team falls into the run, but it has %.1f h of work", work_h[t]);
    }
    return problems->errors == errors;
}

struct roster *roster_create(const struct staffing *staffing, const double *work_h, double start_s,
                             double measured_s, double seconds, struct problems *problems,
                             struct arena *arena) {
    struct roster *roster = arena_new(arena, struct roster);
    *roster = (struct roster){.staffing = staffing,
                              .arena = arena,
                              .start_s = start_s,
                              .measured_s = measured_s,
                              .end_s = start_s + seconds,
                              .teams = staffing->team_count};
    /* Shifts of the day before may reach into the run. */
    roster->midnight_s = (floor(start_s / SECONDS_A_DAY) - 1.0) * SECONDS_A_DAY;
    roster->days = (int)ceil((roster->end_s - roster->midnight_s) / SECONDS_A_DAY);
    roster->hours = (roster->days + 1) * HOURS_A_DAY;
    roster->day_names = arena_array(arena, const char *, roster->days + 1);
    roster->team_names = arena_array(arena, const char *, roster->teams + 1);
    for (int d = 0; d < roster->days; d++) {
        char name[DATE_TEXT_SIZE];
        struct date date = {(int64_t)(roster->midnight_s / SECONDS_A_DAY) + d};
        roster->day_names[d] = arena_copy(arena, date_text(name, date));
    }
    for (int t = 0; t < roster->teams; t++)
        roster->team_names[t] = staffing->teams[t].name;
    collect_duties(roster);
    if (!check_teams(roster, work_h, problems))
        return NULL;
    int cells = roster->teams * roster->hours;
    roster->presence = arena_array(arena, double, cells);
    roster->most = arena_array(arena, double, cells);
    roster->offered = arena_array(arena, double, cells);
    roster->need = arena_array(arena, double, cells);
    roster->worked = arena_array(arena, double, cells);
    roster->attended = arena_array(arena, double, cells);
    roster->level = arena_array(arena, int, roster->teams * roster->days);
    roster->scale = arena_array(arena, double, roster->teams);
    roster->ample_people = arena_array(arena, int, roster->teams);
    roster->people = arena_array(arena, int, roster->duty_count + 1);
    for (int t = 0; t < roster->teams; t++)
        roster->scale[t] = 1.0;
    take_presence(roster, work_h);
    return roster;
}

/* Another one that may change alone; what never changes is shared. */
void *roster_copy(const void *plan, struct arena *arena) {
    const struct roster *from = plan;
    struct roster *roster = arena_new(arena, struct roster);
    size_t cells = (size_t)from->teams * (size_t)from->hours;
    *roster = *from;
    roster->need = memcpy(arena_array(arena, double, cells), from->need, sizeof(double) * cells);
    roster->worked = memcpy(arena_array(arena, double, cells), from->worked, sizeof(double) * cells);
    roster->attended = memcpy(arena_array(arena, double, cells), from->attended, sizeof(double) * cells);
    size_t levels = (size_t)from->teams * (size_t)from->days;
    roster->level = memcpy(arena_array(arena, int, levels), from->level, sizeof(int) * levels);
    roster->scale = memcpy(arena_array(arena, double, from->teams + 1), from->scale,
                           sizeof(double) * (size_t)from->teams);
    roster->people = memcpy(arena_array(arena, int, from->duty_count + 1), from->people,
                            sizeof(int) * (size_t)from->duty_count);
    return roster;
}

const char *const *roster_days(const void *plan, int *count) {
    const struct roster *roster = plan;
    *count = roster->days;
    return roster->day_names;
}

void roster_ample(void *plan) {
    struct roster *roster = plan;
    for (int i = 0; i < roster->duty_count; i++)
        roster->people[i] = roster->ample_people[roster->duties[i].team];
    roster->ample = true;
}

/* What was seen */

static int column_of(const struct plan_seen *seen, const char *team, const char *what, struct arena *arena) {
    const char *name = arena_format(arena, "teams.%s.%s", team, what);
    for (int c = 0; c < seen->columns.count; c++)
        if (strcmp(seen->columns.items[c].name, name) == 0)
            return c;
    return -1;
}

/* Mean levels of intervals as mean levels of hours. */
static void by_hour(const struct roster *roster, const struct plan_seen *seen, int column, double *hours) {
    double offset_s = roster->start_s - roster->midnight_s;
    memset(hours, 0, sizeof *hours * (size_t)roster->hours);
    for (int row = 0; row < seen->rows && column >= 0; row++) {
        double from = offset_s + seen->from_s[row], to = offset_s + seen->to_s[row];
        for (int h = (int)(from / SECONDS_AN_HOUR); h < roster->hours && h * (double)SECONDS_AN_HOUR < to;
             h++) {
            double begin = (double)h * SECONDS_AN_HOUR;
            double part = (fmin(to, begin + SECONDS_AN_HOUR) - fmax(from, begin)) / SECONDS_AN_HOUR;
            hours[h] += part * seen->mean[(size_t)row * (size_t)seen->columns.count + (size_t)column];
        }
    }
}

void roster_observe(void *plan, const struct plan_seen *seen) {
    struct roster *roster = plan;
    struct arena *arena = arena_create();
    for (int t = 0; t < roster->teams; t++) {
        int at = t * roster->hours;
        const char *team = roster->staffing->teams[t].name;
        by_hour(roster, seen, column_of(seen, team, "working", arena),
                roster->ample ? &roster->offered[at] : &roster->worked[at]);
        by_hour(roster, seen, column_of(seen, team, "attended", arena), &roster->attended[at]);
    }
    arena_destroy(arena);
}

static double sum(const double *values, int count) {
    double total = 0.0;
    for (int i = 0; i < count; i++)
        total += values[i];
    return total;
}

/* With many people tours are short and work is more; the run of a plan that holds says how much less. */
void roster_learn(void *plan) {
    struct roster *roster = plan;
    for (int t = 0; t < roster->teams; t++) {
        double offered = sum(&roster->offered[t * roster->hours], roster->hours);
        double worked = sum(&roster->worked[t * roster->hours], roster->hours);
        if (offered > 0)
            roster->scale[t] = fmin(roster->scale[t], worked / offered);
    }
}

/* More or less care */

static double busy(const struct roster *roster, int team, int day) {
    int at = team * roster->hours + day * HOURS_A_DAY;
    double attended = sum(&roster->attended[at], HOURS_A_DAY);
    return attended > 0 ? sum(&roster->worked[at], HOURS_A_DAY) / attended : 0.0;
}

static bool raise_team(struct roster *roster, int team, int day) {
    static const double very_busy = 0.92;
    int *level = &roster->level[team * roster->days + day];
    int step = busy(roster, team, day) >= very_busy ? 2 : 1;
    if (*level >= MOST_CARE)
        return false;
    *level = *level + step < MOST_CARE ? *level + step : MOST_CARE;
    return true;
}

/* The teams that are busiest on a day; if they cannot be raised, all others. */
static bool raise_day(struct roster *roster, int day) {
    static const double tight = 0.8;
    double busiest = 0.0;
    bool raised = false;
    for (int t = 0; t < roster->teams; t++)
        busiest = fmax(busiest, busy(roster, t, day));
    for (int t = 0; t < roster->teams; t++)
        if (busy(roster, t, day) >= fmin(tight, busiest))
            raised |= raise_team(roster, t, day);
    for (int t = 0; t < roster->teams && !raised; t++)
        raised |= raise_team(roster, t, day);
    return raised;
}

/* What is due on a day may have waited since the day before: that is raised where the day itself was not
 * enough, and with the first measured day what leads up to it. */
bool roster_raise(void *plan, const bool *missed) {
    enum { NOT_ENOUGH = 3 };
    struct roster *roster = plan;
    int first = (int)((roster->measured_s - roster->midnight_s) / SECONDS_A_DAY);
    bool *chosen = arena_array(roster->arena, bool, roster->days + 1), raised = false;
    for (int d = 0; d < roster->days; d++) {
        if (!missed[d])
            continue;
        chosen[d] = true;
        for (int t = 0; t < roster->teams && d > 0; t++)
            chosen[d - 1] |= roster->level[t * roster->days + d] >= NOT_ENOUGH;
        for (int before = 0; before < d && d <= first + 1 && before < first; before++)
            chosen[before] = true;
    }
    for (int d = 0; d < roster->days; d++)
        if (chosen[d])
            raised |= raise_day(roster, d);
    return raised;
}

int roster_parts(const void *plan) {
    return ((const struct roster *)plan)->teams;
}

bool roster_lower(void *plan, int team, int steps) {
    struct roster *roster = plan;
    bool lowered = false;
    for (int d = 0; d < roster->days; d++) {
        int *level = &roster->level[team * roster->days + d];
        lowered |= *level > LEAST_CARE;
        *level = *level - steps > LEAST_CARE ? *level - steps : LEAST_CARE;
    }
    return lowered;
}

/* From needs to people */

static double share_of_hour(double presence) {
    return presence < 1.0 ? presence : 1.0;
}

/* Fills work into the least busy of some hours, up to a common level. */
static void fill_up(double work, const double *presence, double *need, int hours) {
    enum { HALVINGS = 60 };
    double low = 0.0, high = 0.0;
    for (int i = 0; i < hours; i++)
        high = fmax(high, (need[i] + work) / share_of_hour(presence[i]));
    for (int k = 0; k < HALVINGS; k++) {
        double level = (low + high) / 2, filled = 0.0;
        for (int i = 0; i < hours; i++)
            filled += fmax(0.0, level * share_of_hour(presence[i]) - need[i]);
        *(filled < work ? &low : &high) = level;
    }
    for (int i = 0; i < hours; i++)
        need[i] = fmax(need[i], high * share_of_hour(presence[i]));
}

/* The last hour first: it has the least choice. */
void roster_needs(const double *offered, const double *presence, const double *most, const int *level,
                  int hours, double *need) {
    memset(need, 0, sizeof *need * (size_t)hours);
    for (int h = hours - 1; h >= 0; h--) {
        int from = h, to, slack = slack_h(level[h / HOURS_A_DAY]);
        while (from < hours && presence[from] <= 0.0)
            from++;
        for (to = from; to < hours && to < from + slack && presence[to] > 0.0; to++) {
        }
        if (offered[h] > 0.0 && to > from)
            fill_up(offered[h], &presence[from], &need[from], to - from);
    }
    for (int h = 0; h < hours; h++)
        need[h] = fmin(with_margin(need[h], level[h / HOURS_A_DAY]), most[h]);
}

static struct cover_end cover_team(struct roster *roster, int team, const double *need, struct arena *arena) {
    struct cover_shift *shifts = arena_array(arena, struct cover_shift, roster->duty_count + 1);
    int *people = arena_array(arena, int, roster->duty_count + 1), count = 0;
    for (int i = 0; i < roster->duty_count; i++)
        if (roster->duties[i].team == team)
            shifts[count++] = roster->duties[i].cover;
    struct cover cover = {roster->hours, need, count, shifts};
    struct cover_end end = shift_cover(&cover, cover_seconds, people, arena);
    if (end.state == COVER_IMPOSSIBLE)
        return end;
    for (int i = 0, k = 0; i < roster->duty_count; i++)
        if (roster->duties[i].team == team)
            roster->people[i] = people[k++];
    return end;
}

bool roster_make(void *plan, struct text *error) {
    struct roster *roster = plan;
    struct arena *arena = arena_create();
    bool made = true;
    int *levels = arena_array(arena, int, roster->days + 1);
    double *work = arena_array(arena, double, roster->hours);
    roster->ample = roster->cut_short = false;
    for (int t = 0; t < roster->teams && made; t++) {
        int at = t * roster->hours;
        memcpy(levels, &roster->level[t * roster->days], sizeof *levels * (size_t)roster->days);
        levels[roster->days] = levels[roster->days - 1];
        for (int h = 0; h < roster->hours; h++)
            work[h] = roster->offered[at + h] * roster->scale[t];
        roster_needs(work, &roster->presence[at], &roster->most[at], levels, roster->hours,
                     &roster->need[at]);
        struct cover_end end = cover_team(roster, t, &roster->need[at], arena);
        roster->cut_short |= end.state == COVER_CUT_SHORT;
        made = end.state != COVER_IMPOSSIBLE;
        if (!made)
            text_format(error,
                        "team %s: %s at %02d:00 needs %.1f people, and its shifts allow %.1f; add a shift "
                        "that covers the hour or raise its \"plan\": {\"most\"}",
                        roster->team_names[t], roster->day_names[end.hour / HOURS_A_DAY],
                        end.hour % HOURS_A_DAY, roster->need[at + end.hour], end.present);
    }
    arena_destroy(arena);
    return made;
}

/* Telling */

static double paid_h(const struct roster *roster, int i) {
    return roster->duties[i].paid_h * roster->people[i];
}

static double duty_cost(const struct roster *roster, int i) {
    return paid_h(roster, i) * roster->staffing->teams[roster->duties[i].team].wage_per_h;
}

double roster_cost(const void *plan) {
    const struct roster *roster = plan;
    double cost = 0.0;
    for (int i = 0; i < roster->duty_count; i++)
        cost += roster->duties[i].cover.cost * roster->people[i];
    return cost;
}

/* A team that never comes keeps a row, or its weekly shifts would count. */
static bool is_first_of_none(const struct roster *roster, int i) {
    for (int k = 0; k < roster->duty_count; k++)
        if (roster->duties[k].team == roster->duties[i].team && (roster->people[k] > 0 || k < i))
            return false;
    return true;
}

static struct plan_shift shift_of(const struct roster *roster, int i, struct arena *arena) {
    const struct roster_duty *duty = &roster->duties[i];
    char from[DATE_TEXT_SIZE], to[DATE_TEXT_SIZE];
    return (struct plan_shift){.team = roster->team_names[duty->team],
                               .day = roster->day_names[duty->day],
                               .from = arena_copy(arena, clock_time_text(from, duty->duty->from)),
                               .to = arena_copy(arena, clock_time_text(to, duty->duty->to)),
                               .people = roster->people[i],
                               .paid_h = paid_h(roster, i),
                               .cost = duty_cost(roster, i)};
}

void roster_write(const void *plan, struct text *csv) {
    const struct roster *roster = plan;
    struct arena *arena = arena_create();
    text_add(csv, "team,date,from,to,people\r\n");
    for (int i = 0; i < roster->duty_count; i++) {
        if (roster->people[i] == 0 && !is_first_of_none(roster, i))
            continue;
        struct plan_shift shift = shift_of(roster, i, arena);
        text_format(csv, "%s,%s,%s,%s,%d\r\n", shift.team, shift.day, shift.from, shift.to, shift.people);
    }
    arena_destroy(arena);
}

static double present_in(const struct roster *roster, int team, int hour) {
    double present = 0.0;
    for (int i = 0; i < roster->duty_count; i++) {
        const struct roster_duty *duty = &roster->duties[i];
        if (duty->team == team && hour >= duty->cover.first && hour < duty->cover.first + duty->cover.count)
            present += duty->cover.presence[hour - duty->cover.first] * roster->people[i];
    }
    return present;
}

struct plan_table roster_table(const void *plan, struct arena *arena) {
    const struct roster *roster = plan;
    struct plan_shift *shifts = arena_array(arena, struct plan_shift, roster->duty_count + 1);
    struct plan_hour *hours = arena_array(arena, struct plan_hour, roster->teams * roster->hours + 1);
    struct plan_table table = {.shifts = shifts,
                               .hours = hours,
                               .team_count = roster->teams,
                               .teams = roster->team_names,
                               .cut_short = roster->cut_short};
    for (int i = 0; i < roster->duty_count; i++) {
        shifts[table.shift_count++] = shift_of(roster, i, arena);
        table.paid_h += paid_h(roster, i);
        table.cost += duty_cost(roster, i);
    }
    for (int t = 0; t < roster->teams; t++)
        for (int h = 0; h < roster->hours; h++) {
            double from_s = roster->midnight_s + (double)h * SECONDS_AN_HOUR;
            int at = t * roster->hours + h;
            if (from_s >= roster->measured_s && from_s < roster->end_s)
                hours[table.hour_count++] = (struct plan_hour){roster->team_names[t],
                                                               from_s,
                                                               roster->offered[at] * roster->scale[t],
                                                               roster->need[at],
                                                               present_in(roster, t, h),
                                                               roster->worked[at]};
        }
    return table;
}
