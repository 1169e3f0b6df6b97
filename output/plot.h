/* SPDX-License-Identifier: MIT */
/* plot.h - what a plot is, and what all plots share.
 *
 * A plot is one const record in a file of its own; plots.c lists them. `draw` looks for its metrics, writes
 * the data as CSV and the commands that draw it, and returns false when the scenario has nothing to show. The
 * frame around it (terminal, title, caption, sizes) is the same for all and comes from plots.c. To add a
 * plot: one file, one line in the list. */
#ifndef OUTPUT_PLOT_H
#define OUTPUT_PLOT_H

#include <stdbool.h>
#include "output/lookup.h"
#include "output/output.h"
#include "sim/base/text.h"

/* The interval series of the whole study, at most HISTORY_ROWS long: longer ones are averaged in equal
 * groups. */
enum { HISTORY_ROWS = 12000 };
struct history {
    struct measures columns;
    int rows;
    double *from_s, *to_s;
    double *mean, *low, *high; /* rows x columns; counts as a rate per hour */
};
void history_load(const struct study *study, struct history *history);
void history_free(struct history *history);
int history_column(const struct history *history, const char *name); /* or -1 */
/* Of `values`, one of the three tables; 0 when there are none. */
double history_largest(const struct history *history, const double *values, int column);
/* Rows to average so that `lines` curves have at most `points` points together. */
int history_group(const struct history *history, int lines, int points);
/* Rows of one day; 1 when a row is a day or longer. */
int history_day(const struct history *history);
/* Hours that a group of rows covers; the last group may be short. */
double history_hours(const struct history *history, int row, int group);
/* The largest mean of a group. */
double history_peak(const double *values, const struct history *history, int column, int group);
/* Mean of a column over the group of rows that begins at `row`. */
double history_mean(const double *values, const struct history *history, int column, int row, int group);

struct comparison_view;
struct planning_view;
struct forecast_view;
struct sizing_view;
struct sweep_view;

/* What plots are drawn from. Plots of a run have `view` and `history`; plots of studies of many designs have
 * one of the others, and the texts around them come with it. */
struct plot_source {
    const struct run_view *view;
    const struct history *history;
    const struct sweep_view *sweep;
    const struct comparison_view *comparison;
    const struct sizing_view *sizing;
    const struct planning_view *planning;
    const struct forecast_view *forecast;
    const char *subtitle, *caption; /* free text; the caption without the last full stop */
};

struct plot_job {
    const struct run_view *view;   /* as in plot_source */
    const struct history *history; /* as in plot_source */
    const struct plot_source *source;
    struct text *csv, *script;
    int height;           /* px; a plot may set it before it writes margins */
    struct text note;     /* sentences for the caption, without the last full stop */
    struct text subtitle; /* free text; that of the source unless a plot writes here */
};

struct plot {
    const char *name, *title, *doc;
    bool (*draw)(struct plot_job *job);
};

extern const struct plot plot_throughput, plot_backlog, plot_cycle_time, plot_on_time, plot_utilisation,
    plot_staffing, plot_doors, plot_delay, plot_cost, plot_floor_visits, plot_floor_travel,
    plot_floor_blocked, plot_warm_up, plot_differences, plot_frontier, plot_needs;
extern const struct plot plot_main_effects, plot_interaction, plot_surface, plot_tornado, plot_morris,
    plot_sobol;
extern const struct plot plot_fan, plot_peak, plot_decomposition, plot_accuracy;
/* NULL at the end; a name is in one list only. */
extern const struct plot *const plots_of_run[], *const plots_of_designs[], *const plots_of_forecasts[];

/* Writes data, scripts and, with gnuplot, pictures of the plots of a list into DIRECTORY/plots. */
bool plots_write(const struct plot *const *plots, const struct plot_source *source, const char *directory,
                 struct text *error, struct text *warnings);
/* The same of a run, with all its plots. */
bool plots_of_run_write(const struct run_view *view, const char *directory, struct text *error,
                        struct text *warnings);

/* Parts of scripts. */
enum {
    PLOT_WIDTH = 900,
    PLOT_TOP = 66,
    PLOT_BOTTOM = 80,
    PLOT_LEFT = 78,
    PLOT_RIGHT = 26,
    PLOT_LEGEND = 190
};
enum { PLOT_COLOURS = 9 };
const char *plot_colour(int index); /* Okabe and Ito 2008, then grey; repeats */
/* Where the drawing area lies, in px from the top left corner of the picture. */
struct area {
    double left, right, top, bottom;
};
struct area plot_area(const struct plot_job *job, bool legend);
void plot_margins(const struct plot_job *job, struct area area);
/* The legend to the right of the drawing area. */
void plot_legend(const struct plot_job *job, double top);
/* A text at a place in px from the top left corner; `align` "left", "right", "center". */
void plot_text(const struct plot_job *job, const char *string, double x, double y, const char *align,
               const char *style);
/* A horizontal axis of dates over seconds since 1970; labels only if asked. */
void plot_time_axis(const struct plot_job *job, double from, double to, bool labels);
/* Shades what is not measured, the lead-in or warm-up, between `from` and `to` (seconds since 1970) in this
 * and the following panels; the label is for one panel. */
void plot_unmeasured(const struct plot_job *job, double from, double to, bool label);
/* Adds a sentence to the caption. */
void plot_note(struct plot_job *job, const char *sentence);
/* Says in the caption how long a point of the curves is. */
void plot_group_note(struct plot_job *job, int group);
/* 'NAME' as the title of a curve: blanks for underscores, shortened to fit the legend. */
void plot_curve_title(struct text *script, const char *name);
/* A vertical axis from 0 with round ticks, at most about `ticks`. */
void plot_value_axis(const struct plot_job *job, double largest, int ticks);
/* Round ticks of "x", "y" or "cb" within a range, at most about `ticks`; without labels, marks alone. */
void plot_round_ticks(const struct plot_job *job, const char *axis, double low, double high, int ticks,
                      bool labels);
/* The same for a range that is set a little wider than what it must hold. */
void plot_range_axis(const struct plot_job *job, const char *axis, double low, double high, int ticks,
                     bool labels);
bool plot_has_bands(const struct plot_job *job); /* more than one replication */

/* Horizontal bars that begin where the one before ended, sorted, with a total; for shares of a whole. */
struct part {
    const char *label;
    double value;
};
bool plot_waterfall(struct plot_job *job, struct part *parts, int count, const char *total_label,
                    const char *axis, const char *unit);

#endif
