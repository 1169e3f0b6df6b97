/* SPDX-License-Identifier: MIT */
/* plot_throughput.c - what came in, what each stage finished and what left, a panel per unit (orders,
 * cartons, trucks). Departures in bursts have a panel of their own. Beyond two months days are
 * counted rather than hours: orders created and departed a day, as in an order book. */
#include <math.h>
#include <string.h>
#include "output/csv_out.h"
#include "output/gnuplot.h"
#include "output/plot.h"
#include "output/prose.h"
#include "sim/engine/calendar.h"

enum { MOST_CURVES = 16, MOST_PANELS = 6, MOST_POINTS = 4200, LONGEST_BY_HOUR_D = 60 };
enum { FIRST_HEIGHT = 220, NEXT_HEIGHT = 96, LEGEND_LINE = 17, PANEL_GAP = 30 };

/* A panel shows the columns of one unit, or the departures. */
struct panel {
    const char *unit;
    bool departures;
    int columns[MOST_CURVES], count, height;
};

/* What a point is: so many rows, counted per `per` hours ("h", "day"). */
struct grain {
    int group;
    double per_h;
    const char *per;
    bool by_day;
};

static bool ends_with(const char *name, const char *ending) {
    size_t length = strlen(name), tail = strlen(ending);
    return length > tail && strcmp(name + length - tail, ending) == 0;
}

static bool is_shown(const char *name, bool by_day) {
    if (strcmp(name, "orders.created") == 0 || strcmp(name, "orders.departed") == 0)
        return true;
    return ends_with(name, ".done") && !by_day;
}

/* Departures leave in bursts that would press everything else to the ground; then they stand apart. */
static bool stands_apart(const struct history *history, int column) {
    int in = history_column(history, "orders.created");
    return strcmp(history->columns.items[column].name, "orders.departed") == 0 &&
           (in < 0 || history_largest(history, history->mean, column) >
                          2 * history_largest(history, history->mean, in));
}

static void collect_column(const struct history *history, int column, bool by_day, struct panel *panels,
                           int *count) {
    const struct measure *measure = &history->columns.items[column];
    bool departures = !by_day && stands_apart(history, column);
    int at = 0;
    while (at < *count && (departures != panels[at].departures || strcmp(panels[at].unit, unit_of(measure))))
        at++;
    if (at == MOST_PANELS)
        return;
    if (at == *count)
        panels[(*count)++] = (struct panel){.unit = unit_of(measure), .departures = departures};
    if (panels[at].count < MOST_CURVES)
        panels[at].columns[panels[at].count++] = column;
}

/* The place of a stage on the way of goods and orders. */
static size_t place_in_flow(const char *name) {
    static const char *const flow[] = {"orders.created", "yard",    "doors",          "unloading",
                                       "receiving",      "customs", "putaway",        "replenishment",
                                       "release",        "picking", "consolidation",  "packing",
                                       "sortation",      "loading", "orders.departed"};
    size_t i = 0;
    while (i < sizeof flow / sizeof *flow && strncmp(name, flow[i], strlen(flow[i])) != 0)
        i++;
    return i;
}

static void sort_by_flow(const struct history *history, struct panel *panel) {
    for (int i = 1; i < panel->count; i++)
        for (int k = i; k > 0 && place_in_flow(history->columns.items[panel->columns[k]].name) <
                                     place_in_flow(history->columns.items[panel->columns[k - 1]].name);
             k--) {
            int column = panel->columns[k];
            panel->columns[k] = panel->columns[k - 1];
            panel->columns[k - 1] = column;
        }
}

static int collect(const struct history *history, bool by_day, struct panel *panels) {
    int count = 0;
    for (int departures = 0; departures < 2; departures++) /* second, after the first panel */
        for (int i = 0; i < history->columns.count; i++) {
            const char *name = history->columns.items[i].name;
            if ((strcmp(name, "orders.departed") == 0) == departures && is_shown(name, by_day) &&
                history_largest(history, history->mean, i) > 0)
                collect_column(history, i, by_day, panels, &count);
        }
    for (int p = 0; p < count; p++)
        sort_by_flow(history, &panels[p]);
    for (int i = 1; i < count; i++) /* departures below the orders */
        if (panels[i].departures) {
            struct panel moved = panels[i];
            memmove(panels + 2, panels + 1, sizeof *panels * (size_t)(i - 1));
            panels[1] = moved;
        }
    return count;
}

static struct grain grain_for(const struct history *history, int curves, bool by_day) {
    if (!by_day)
        return (struct grain){history_group(history, curves, MOST_POINTS), 1, "h", false};
    int day = history_day(history), days = (history->rows + day - 1) / day;
    if (curves * days <= MOST_POINTS)
        return (struct grain){day, 24, "day", true};
    return curves * days / 7 <= MOST_POINTS ? (struct grain){7 * day, 168, "week", true}
                                            : (struct grain){28 * day, 672, "four weeks", true};
}

/* Rows of a point; a day that the horizon cuts short is left out, as it would look like a collapse. */
static bool whole(const struct history *history, struct grain grain, int row) {
    return !grain.by_day || row == 0 || history_hours(history, row, grain.group) > 0.99 * grain.per_h;
}

static void write_data(struct plot_job *job, const struct panel *panels, int count, struct grain grain) {
    const struct history *history = job->history;
    char time[PROSE_SIZE];
    csv_text(job->csv, "time");
    for (int p = 0; p < count; p++)
        for (int i = 0; i < panels[p].count; i++)
            csv_text(job->csv, history->columns.items[panels[p].columns[i]].name);
    csv_end(job->csv);
    for (int row = 0; row < history->rows; row += grain.group) {
        if (!whole(history, grain, row))
            continue;
        csv_text(job->csv, iso_moment(time, study_plan(job->view->study)->start_s + history->from_s[row]));
        for (int p = 0; p < count; p++)
            for (int i = 0; i < panels[p].count; i++)
                csv_number(job->csv, grain.per_h * history_mean(history->mean, history, panels[p].columns[i],
                                                                row, grain.group));
        csv_end(job->csv);
    }
}

static void curve_title(struct text *script, const char *name) {
    struct text stage = {0};
    bool done = ends_with(name, ".done");
    const char *dot = strchr(name, '.');
    text_add(&stage, done || !dot ? name : dot + 1);
    if (done)
        stage.data[stage.length -= strlen(".done")] = '\0';
    plot_curve_title(script, stage.data);
    text_free(&stage);
}

static void panel_title(struct plot_job *job, const struct panel *panel, struct grain grain,
                        struct area area) {
    struct text title = {0};
    text_format(&title, "%s %sper %s", *panel->unit ? panel->unit : "count",
                panel->departures ? "departed " : "", grain.per_h > 1 ? grain.per : "hour");
    plot_text(job, title.data, area.left, area.top - 11, "left", "font bold.',11' tc rgb '#333333'");
    text_free(&title);
}

static void draw_panel(struct plot_job *job, const struct panel *panel, double top, struct grain grain,
                       int first_column, bool last) {
    struct area area = plot_area(job, true);
    bool first = first_column == 2;
    area.top = top;
    area.bottom = top + panel->height;
    plot_margins(job, area);
    plot_legend(job, area.top);
    panel_title(job, panel, grain, area);
    const struct history *history = job->history;
    double start = study_plan(job->view->study)->start_s, from = start + history->from_s[0],
           to = start + history->to_s[history->rows - 1], largest = 0;
    plot_time_axis(job, from, to, last);
    plot_unmeasured(job, from, to, first);
    for (int i = 0; i < panel->count; i++)
        largest = fmax(largest, history_peak(history->mean, history, panel->columns[i], grain.group));
    plot_value_axis(job, grain.per_h * largest, first ? 6 : 4);
    int after_created =
        strcmp(history->columns.items[panel->columns[0]].name, "orders.created") == 0; /* it comes first */
    text_add(job->script, "plot ");
    for (int i = 0; i < panel->count; i++) {
        const char *name = history->columns.items[panel->columns[i]].name;
        bool created = strcmp(name, "orders.created") == 0; /* a wide pale line that others cross visibly */
        text_format(job->script, "%sdata using 1:%d with lines lw %s lc rgb '%s'", i ? ", \\\n     " : "",
                    first_column + i, created ? "3.5" : "1.4",
                    created ? "#C4C4C4" : plot_colour(i - after_created));
        curve_title(job->script, name);
    }
    text_add(job->script, "\nunset label\n");
}

/* Heights of the panels; the legend must fit beside each. */
static int arrange(struct panel *panels, int count) {
    int sum = 0;
    for (int p = 0; p < count; p++) {
        int legend = panels[p].count * LEGEND_LINE + 8, height = p ? NEXT_HEIGHT : FIRST_HEIGHT;
        panels[p].height = (height > legend ? height : legend) + (count == 1) * 80;
        sum += panels[p].height + (p ? PANEL_GAP : 0);
    }
    return sum;
}

static bool draw(struct plot_job *job) {
    struct panel panels[MOST_PANELS];
    const struct history *history = job->history;
    if (history->rows < 2)
        return false;
    bool by_day = history->to_s[history->rows - 1] - history->from_s[0] > LONGEST_BY_HOUR_D * SECONDS_A_DAY;
    int count = collect(history, by_day, panels), curves = 0;
    for (int p = 0; p < count; p++)
        curves += panels[p].count;
    if (!curves)
        return false;
    struct grain grain = grain_for(history, curves, by_day);
    write_data(job, panels, count, grain);
    if (!by_day)
        plot_group_note(job, grain.group);
    job->height = PLOT_TOP + 16 + PLOT_BOTTOM + arrange(panels, count);
    text_add(job->script, "set multiplot\n");
    double top = PLOT_TOP + 16;
    for (int p = 0, column = 2; p < count; column += panels[p].count, p++) {
        draw_panel(job, &panels[p], top, grain, column, p == count - 1);
        top += panels[p].height + PANEL_GAP;
    }
    text_add(job->script, "unset multiplot\n");
    return true;
}

const struct plot plot_throughput = {
    .name = "throughput",
    .title = "Throughput by stage",
    .doc = "Orders created, what each stage finished, and what departed; mean over replications.",
    .draw = draw,
};
