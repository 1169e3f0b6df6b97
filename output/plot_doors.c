/* SPDX-License-Identifier: MIT */
/* plot_doors.c - who held which door when (Gantt), from the recording of one replication. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "output/csv_out.h"
#include "output/gnuplot.h"
#include "output/plot.h"
#include "output/prose.h"
#include "sim/engine/calendar.h"
#include "sim/results/results.h"

enum { MOST_BARS = 260, MOST_LANES = 40, MOST_KINDS = 7, LANE_HEIGHT = 20, LONGEST_KIND = 24 };

struct gantt {
    const char *lanes[MOST_LANES];
    int lane_count;
    char kinds[MOST_KINDS][LONGEST_KIND];
    int kind_count;
    double from, to; /* seconds since 1970 */
};

static int lane_of(struct gantt *gantt, const char *lane) {
    int i = 0;
    while (i < gantt->lane_count && strcmp(gantt->lanes[i], lane) != 0)
        i++;
    if (i == gantt->lane_count && i < MOST_LANES)
        gantt->lanes[gantt->lane_count++] = lane;
    return i < MOST_LANES ? i : -1;
}

/* "north 12" and "north-13" are of one kind: the label up to its number. */
static int kind_of(struct gantt *gantt, const char *label) {
    char kind[LONGEST_KIND];
    size_t length = strcspn(label, "0123456789#");
    while (length && strchr(" -_.:", label[length - 1]))
        length--;
    length = length < LONGEST_KIND - 1 ? length : LONGEST_KIND - 1;
    memcpy(kind, length ? label : "truck", length ? length : sizeof "truck");
    kind[length ? length : 5] = '\0';
    int i = 0;
    while (i < gantt->kind_count && strcmp(gantt->kinds[i], kind) != 0)
        i++;
    if (i == gantt->kind_count && i < MOST_KINDS)
        memcpy(gantt->kinds[gantt->kind_count++], kind, LONGEST_KIND);
    return i < MOST_KINDS ? i : MOST_KINDS - 1;
}

static int earlier_first(const void *a, const void *b) {
    const struct span *left = a, *right = b;
    if (left->start_us != right->start_us)
        return left->start_us < right->start_us ? -1 : 1;
    return strcmp(left->lane, right->lane);
}

static int by_name(const void *a, const void *b) {
    const char *left = *(const char *const *)a, *right = *(const char *const *)b;
    size_t x = strlen(left), y = strlen(right);
    return x != y && strncmp(left, right, strcspn(left, "0123456789")) == 0 ? (x < y ? -1 : 1)
                                                                            : strcmp(left, right);
}

/* The spans of the measured window, in order of time; the caller frees them. */
static struct span *measured_spans(const struct study *study, int *count) {
    const struct recording *recording = study_recording(study);
    *count = 0;
    if (!recording || !recording->span_count)
        return NULL;
    struct span *spans = calloc((size_t)recording->span_count, sizeof *spans);
    for (int i = 0; spans && i < recording->span_count; i++)
        if ((double)recording->spans[i].end_us >= study_warmup_s(study) * USEC_A_SECOND)
            spans[(*count)++] = recording->spans[i];
    if (spans)
        qsort(spans, (size_t)*count, sizeof *spans, earlier_first);
    return spans;
}

static int64_t day_of(double start_s, int64_t time_us) {
    return (int64_t)floor((start_s + (double)time_us / USEC_A_SECOND) / SECONDS_A_DAY);
}

/* The day whose trucks held the doors longest; -1 when all fit on at most three days. */
static int64_t busiest_day(const struct span *spans, int count, double start_s) {
    int64_t best = -1;
    double most = 0, sum = 0;
    if (!count || day_of(start_s, spans[count - 1].start_us) - day_of(start_s, spans[0].start_us) < 3)
        return -1;
    for (int i = 0; i < count; i++) {
        int64_t day = day_of(start_s, spans[i].start_us);
        if (i == 0 || day != day_of(start_s, spans[i - 1].start_us))
            sum = 0;
        sum += (double)(spans[i].end_us - spans[i].start_us);
        best = sum > most ? day : best;
        most = fmax(most, sum);
    }
    return best;
}

/* Keeps the spans that begin on a day, and says how many they are. */
static int keep_day(struct span *spans, int count, double start_s, int64_t day) {
    int kept = 0;
    for (int i = 0; i < count; i++)
        if (day_of(start_s, spans[i].start_us) == day)
            spans[kept++] = spans[i];
    return kept;
}

static void write_bars(struct plot_job *job, struct gantt *gantt, const struct span *spans, int count) {
    double start = study_plan(job->view->study)->start_s;
    char time[PROSE_SIZE];
    csv_header(job->csv, (const char *const[]){"label", "lane", "start", "end", "row", "kind", NULL});
    for (int i = 0; i < count; i++) {
        double from = start + (double)spans[i].start_us / USEC_A_SECOND;
        double to = start + (double)spans[i].end_us / USEC_A_SECOND;
        int row = lane_of(gantt, spans[i].lane);
        if (row < 0)
            continue;
        struct text label = {0};
        gnuplot_plain(&label, spans[i].label);
        csv_text(job->csv, label.data ? label.data : "");
        text_clear(&label);
        gnuplot_plain(&label, spans[i].lane);
        csv_text(job->csv, label.data ? label.data : "");
        text_free(&label);
        csv_text(job->csv, iso_moment(time, from));
        csv_text(job->csv, iso_moment(time, to));
        csv_integer(job->csv, row);
        csv_integer(job->csv, kind_of(gantt, spans[i].label));
        csv_end(job->csv);
        gantt->from = fmin(gantt->from, from);
        gantt->to = fmax(gantt->to, to);
    }
}

static void draw_lanes(struct plot_job *job, const struct gantt *gantt) {
    bool kinds = gantt->kind_count > 1;
    plot_margins(job, plot_area(job, kinds));
    if (kinds)
        plot_legend(job, PLOT_TOP);
    else
        text_add(job->script, "unset key\n");
    plot_time_axis(job, gantt->from, gantt->to, true);
    text_format(job->script,
                "set yrange [%d.5:-0.6]; unset grid\nset grid x lc rgb '#e8e8e8' lt 1 lw 1\nset "
                "ytics scale 0 (",
                gantt->lane_count - 1);
    for (int i = 0; i < gantt->lane_count; i++) {
        struct text name = {0};
        prose_name(&name, gantt->lanes[i]);
        text_add(job->script, i ? ", " : "");
        gnuplot_quote(job->script, name.data ? name.data : "");
        text_format(job->script, " %d", i);
        text_free(&name);
    }
    text_add(job->script, ")\nplot ");
    for (int i = 0; i < gantt->kind_count; i++) {
        text_format(job->script,
                    "%sdata using (timecolumn(3)):($6==%d ? $5 : NaN):(timecolumn(4)-timecolumn(3)):(0) with "
                    "vectors nohead lw 13 lc rgb '%s'",
                    i ? ", \\\n     " : "", i, plot_colour(i));
        plot_curve_title(job->script, gantt->kinds[i]);
    }
    text_add_char(job->script, '\n');
}

static bool draw(struct plot_job *job) {
    int count;
    struct span *spans = measured_spans(job->view->study, &count);
    double start = study_plan(job->view->study)->start_s;
    int64_t day = busiest_day(spans, count, start);
    if (day >= 0)
        count = keep_day(spans, count, start, day);
    int drawn = count < MOST_BARS ? count : MOST_BARS;
    struct gantt gantt = {.from = INFINITY, .to = -INFINITY};
    for (int i = 0; i < drawn; i++)
        lane_of(&gantt, spans[i].lane);
    qsort(gantt.lanes, (size_t)gantt.lane_count, sizeof *gantt.lanes, by_name);
    if (drawn)
        write_bars(job, &gantt, spans, drawn);
    free(spans);
    if (!drawn || !(gantt.to > gantt.from))
        return false;
    double margin = 0.02 * (gantt.to - gantt.from);
    gantt.from -= margin;
    gantt.to += margin;
    job->height = PLOT_TOP + PLOT_BOTTOM + (gantt.lane_count > 5 ? gantt.lane_count : 5) * LANE_HEIGHT;
    if (day < 0)
        plot_note(job, "One replication");
    else
        plot_note(job, "One replication, the day on which the doors were held longest");
    draw_lanes(job, &gantt);
    return true;
}

const struct plot plot_doors = {
    .name = "doors",
    .title = "Doors: who stood where, and when",
    .doc = "Gantt chart of the doors in one replication.",
    .draw = draw,
};
