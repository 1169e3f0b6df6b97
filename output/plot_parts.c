/* SPDX-License-Identifier: MIT */
/* plot_parts.c - axes, margins, legends and bars that several plots share. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "output/csv_out.h"
#include "output/gnuplot.h"
#include "output/plot.h"
#include "output/prose.h"
#include "sim/engine/calendar.h"

const char *plot_colour(int index) {
    static const char *const colours[PLOT_COLOURS] = {"#0072B2", "#E69F00", "#009E73", "#D55E00", "#CC79A7",
                                                      "#56B4E9", "#B8A900", "#000000", "#888888"};
    return colours[index % PLOT_COLOURS];
}

struct area plot_area(const struct plot_job *job, bool legend) {
    return (struct area){PLOT_LEFT, PLOT_WIDTH - (legend ? PLOT_LEGEND : PLOT_RIGHT), PLOT_TOP,
                         job->height - PLOT_BOTTOM};
}

void plot_margins(const struct plot_job *job, struct area area) {
    text_format(job->script, "set lmargin at screen %.4f; set rmargin at screen %.4f\n",
                area.left / PLOT_WIDTH, area.right / PLOT_WIDTH);
    text_format(job->script, "set tmargin at screen %.4f; set bmargin at screen %.4f\n",
                1 - area.top / job->height, 1 - area.bottom / job->height);
}

void plot_legend(const struct plot_job *job, double top) {
    text_format(job->script,
                "set key at screen %.4f, screen %.4f left top vertical Left reverse samplen 1.4 spacing 1.25 "
                "noautotitle maxrows 20\n",
                (double)(PLOT_WIDTH - PLOT_LEGEND + 8) / PLOT_WIDTH, 1 - top / job->height);
}

void plot_text(const struct plot_job *job, const char *string, double x, double y, const char *align,
               const char *style) {
    text_add(job->script, "set label ");
    gnuplot_quote(job->script, string);
    text_format(job->script, " at screen %.4f, screen %.4f %s %s\n", x / PLOT_WIDTH, 1 - y / job->height,
                align, style);
}

/* Ticks of a time axis: every so many minutes, days (at midnight; whole weeks on Mondays) or months. */
struct pace {
    int minutes, days, months; /* one of them */
};

static struct pace pace_for(double days) {
    static const struct {
        double up_to_days;
        struct pace pace;
    } paces[] = {{0.09, {15, 0, 0}},  {0.18, {30, 0, 0}}, {0.34, {60, 0, 0}}, {0.67, {120, 0, 0}},
                 {1.1, {180, 0, 0}},  {2.1, {360, 0, 0}}, {3, {720, 0, 0}},   {8.5, {0, 1, 0}},
                 {17, {0, 2, 0}},     {60, {0, 7, 0}},    {120, {0, 14, 0}},  {275, {0, 0, 1}},
                 {550, {0, 0, 2}},    {1000, {0, 0, 4}},  {3300, {0, 0, 12}}, {9000, {0, 0, 36}},
                 {40000, {0, 0, 120}}};
    for (size_t i = 0; i < sizeof paces / sizeof *paces; i++)
        if (days <= paces[i].up_to_days)
            return paces[i].pace;
    return (struct pace){0, 0, 1200};
}

static double start_of_month(int month_number) {
    return (double)date_of(month_number / 12, month_number % 12 + 1, 1).day * SECONDS_A_DAY;
}

/* The first tick at or after `from`, counted in the unit of the pace: minutes, days or months of the
 * calendar.
 */
static int64_t first_tick(struct pace pace, double from) {
    if (pace.minutes)
        return (int64_t)ceil(from / 60 / pace.minutes) * pace.minutes;
    int64_t day = (int64_t)ceil(from / SECONDS_A_DAY);
    if (pace.days) {
        while (pace.days % DAYS_A_WEEK == 0 && date_weekday((struct date){day}) != MONDAY)
            day++;
        return day;
    }
    int year, month, in_month;
    date_split((struct date){day}, &year, &month, &in_month);
    int64_t number = 12 * (int64_t)year + month - 1 + (in_month > 1);
    while (pace.months > 1 && number % (pace.months < 12 ? pace.months : 12))
        number++;
    return number;
}

static double tick_time(struct pace pace, int64_t tick) {
    return pace.minutes ? (double)tick * 60
           : pace.days  ? (double)tick * SECONDS_A_DAY
                        : start_of_month((int)tick);
}

static void add_tick_label(struct text *script, struct pace pace, double time) {
    static const char *const weekdays[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    int year, month, day;
    struct date date = {(int64_t)floor(time / SECONDS_A_DAY)};
    date_split(date, &year, &month, &day);
    if (pace.months) {
        text_format(script, "%s\\n%d", months[month - 1], year);
        return;
    }
    if (pace.minutes) {
        int minutes = (int)((time - (double)date.day * SECONDS_A_DAY) / 60);
        text_format(script, "%02d:%02d\\n", minutes / 60, minutes % 60);
    }
    text_format(script, pace.minutes ? "%s %02d %s" : "%s\\n%02d %s", weekdays[date_weekday(date)], day,
                months[month - 1]);
}

void plot_time_axis(const struct plot_job *job, double from, double to, bool labels) {
    char moment[PROSE_SIZE];
    struct pace pace = pace_for((to - from) / SECONDS_A_DAY);
    text_add(job->script, "set xdata time; set timefmt '%Y-%m-%dT%H:%M:%S'\n");
    text_format(job->script, "set xrange ['%s':", iso_moment(moment, from));
    text_format(job->script, "'%s']\nset xtics (", iso_moment(moment, to));
    int64_t tick = first_tick(pace, from);
    for (bool first = true; tick_time(pace, tick) <= to; first = false) {
        text_add(job->script, first ? "\"" : ", \"");
        if (labels)
            add_tick_label(job->script, pace, tick_time(pace, tick));
        text_format(job->script, "\" '%s'", iso_moment(moment, tick_time(pace, tick)));
        tick += pace.minutes + pace.days + pace.months;
    }
    text_add(job->script, ")\n");
}

void plot_unmeasured(const struct plot_job *job, double from, double to, bool label) {
    const struct study_plan *plan = study_plan(job->view->study);
    double opens = fmin(plan->start_s + study_warmup_s(job->view->study), to);
    char moment[PROSE_SIZE];
    if (!(opens > from))
        return;
    text_format(job->script, "set object 1 rectangle from '%s', graph 0 to ", iso_moment(moment, from));
    text_format(job->script, "'%s', graph 1 behind fc rgb '#ececec' fs solid 1 noborder\n",
                iso_moment(moment, opens));
    if (label)
        text_format(job->script,
                    "set label '%s, not measured' at '%s', graph 0.97 left offset 0.3,-0.4 font ',9' tc rgb "
                    "'#666666' front\n",
                    plan->kind == STUDY_STEADY ? "warm-up" : "lead-in", iso_moment(moment, from));
}

void plot_note(struct plot_job *job, const char *sentence) {
    text_format(&job->note, "%s%s", job->note.length ? ". " : "", sentence);
}

void plot_group_note(struct plot_job *job, int group) {
    struct text note = {0};
    double hours = history_hours(job->history, 0, group);
    bool days = hours >= HOURS_A_DAY && fmod(hours, HOURS_A_DAY) == 0;
    text_add(&note, "Each point is the mean of ");
    prose_number(&note, days ? hours / HOURS_A_DAY : hours, 3);
    text_add(&note, !days ? " h" : hours == HOURS_A_DAY ? " day" : " days");
    plot_note(job, note.data);
    text_free(&note);
}

void plot_curve_title(struct text *script, const char *name) {
    enum { LONGEST = 21 };
    struct text title = {0};
    prose_name(&title, name);
    if (title.length > LONGEST) {
        title.length = LONGEST - 1;
        while (title.length && ((unsigned char)title.data[title.length] & 0xc0) == 0x80)
            title.length--; /* not in the middle of a character */
        title.data[title.length] = '\0';
        text_add(&title, "\u2026");
    }
    text_add(script, " title ");
    gnuplot_quote(script, title.data ? title.data : "");
    text_free(&title);
}

void plot_value_axis(const struct plot_job *job, double largest, int ticks) {
    largest = largest > 0 ? largest : 1;
    double power = pow(10, floor(log10(largest / ticks))), step = power;
    static const double steps[] = {1, 2, 2.5, 5, 10};
    for (int i = 0; i < 5 && largest / step > ticks; i++)
        step = steps[i] * power;
    int count = (int)ceil(largest * 1.02 / step - 1e-9);
    int decimals = (int)fmin(6, fmax(1, ceil(-log10(step) + (step / power == 2.5)))); /* 2.5, 0.25 */
    text_add(job->script, "set ytics (");
    for (int i = 0; i <= count; i++) {
        text_add(job->script, i ? ", '" : "'");
        if (step >= 1 && step == rint(step))
            prose_number(job->script, i * step, 1);
        else
            text_format(job->script, "%.*f", decimals, i * step);
        text_format(job->script, "' %.9g", i * step);
    }
    text_format(job->script, "); set yrange [0:%.9g]\n", fmin(count * step, largest * 1.06));
}

void plot_round_ticks(const struct plot_job *job, const char *axis, double low, double high, int ticks,
                      bool labels) {
    double power = pow(10, floor(log10((high - low) / ticks))), step = power;
    static const double steps[] = {1, 2, 5, 10};
    for (int i = 0; i < 4 && (high - low) / step > ticks; i++)
        step = steps[i] * power;
    int decimals = (int)fmin(6, fmax(0, ceil(-log10(step) - 1e-9)));
    text_format(job->script, "set %stics (", axis);
    const char *before = "'";
    for (double k = ceil(low / step); k * step <= high; k++) {
        double value = fabs(k) < 0.5 ? 0.0 : k * step;
        text_add(job->script, before);
        if (labels && decimals)
            text_format(job->script, "%.*f", decimals, value);
        else if (labels)
            prose_number(job->script, rint(value), 1);
        text_format(job->script, "' %.9g", value);
        before = ", '";
    }
    text_add(job->script, ")\n");
}

void plot_range_axis(const struct plot_job *job, const char *axis, double low, double high, int ticks,
                     bool labels) {
    double span = high - low;
    if (!(span > fabs(high) * 1e-9)) {
        span = fmax(fabs(high) * 0.1, 1e-9);
        low -= span / 2;
        high += span / 2;
    }
    low -= 0.06 * span;
    high += 0.06 * span;
    text_format(job->script, "set %srange [%.9g:%.9g]\n", axis, low, high);
    plot_round_ticks(job, axis, low, high, ticks, labels);
}

bool plot_has_bands(const struct plot_job *job) {
    return study_replications(job->view->study) > 1;
}

static int larger_first(const void *a, const void *b) {
    const struct part *left = a, *right = b;
    return left->value < right->value   ? 1
           : left->value > right->value ? -1
                                        : strcmp(left->label, right->label);
}

static void waterfall_row(struct plot_job *job, const char *name, double y, double from, double to,
                          double share, const char *unit) {
    struct text label = {0};
    gnuplot_plain(&label, name);
    csv_text(job->csv, label.data ? label.data : "");
    text_clear(&label);
    prose_value(&label, to - from, unit);
    if (isfinite(share)) {
        text_format(&label, share < 0.0005 ? "  (< 0.1 %%)" : "  (%.1f %%)", 100 * share);
    }
    csv_text(job->csv, label.data);
    csv_number(job->csv, y);
    bool hours = strcmp(unit, "s") == 0;
    csv_number(job->csv, hours ? from / SECONDS_AN_HOUR : from);
    csv_number(job->csv, hours ? to / SECONDS_AN_HOUR : to);
    csv_end(job->csv);
    text_free(&label);
}

bool plot_waterfall(struct plot_job *job, struct part *parts, int count, const char *total_label,
                    const char *axis, const char *unit) {
    double total = 0;
    for (int i = 0; i < count; i++)
        total += parts[i].value;
    if (!(total > 0))
        return false;
    qsort(parts, (size_t)count, sizeof *parts, larger_first);
    csv_header(job->csv, (const char *const[]){"part", "label", "row", "from", "to", NULL});
    double sum = 0;
    for (int i = 0; i < count; sum += parts[i].value, i++)
        waterfall_row(job, parts[i].label, count - i, sum, sum + parts[i].value, parts[i].value / total,
                      unit);
    waterfall_row(job, total_label, 0, 0, total, NAN, unit);
    job->height = PLOT_TOP + PLOT_BOTTOM + 16 + 34 * (count + 1);
    struct area area = plot_area(job, false);
    area.left = 176;
    plot_margins(job, area);
    text_format(job->script, "set style fill solid 1 noborder\nset yrange [-0.6:%d.6]; set xrange [0:%.9g]\n",
                count, strcmp(unit, "s") == 0 ? total / SECONDS_AN_HOUR * 1.28 : total * 1.28);
    text_add(
        job->script,
        "unset grid; set grid x lc rgb '#e8e8e8' lt 1 lw 1\nset tics scale 0; set border 1\nset xlabel ");
    gnuplot_quote(job->script, axis);
    text_format(
        job->script,
        "\nplot data using 4:3:4:5:($3-0.34):($3+0.34):ytic(1) with boxxyerror lc rgb '%s' notitle, \\\n"
        "     data using ($3==0 ? 0 : NaN):3:(0):5:($3-0.34):($3+0.34) with boxxyerror lc rgb '#444444' "
        "notitle, \\\n"
        "     data using 5:3:2 with labels left offset 0.6,0 tc rgb '#333333' notitle\n",
        plot_colour(0));
    return true;
}
