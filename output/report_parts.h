/* SPDX-License-Identifier: MIT */
/* report_parts.h - the sections of report.html; each writes itself, or nothing when the scenario has nothing
 * for it. */
#ifndef OUTPUT_REPORT_PARTS_H
#define OUTPUT_REPORT_PARTS_H

#include "output/output.h"

struct plot;

extern const char report_style[], report_script[];

/* The frame of a page: head and style before the first section, the script after the last one. */
void report_begin(const char *title, struct text *html);
void report_end(struct text *html);
bool report_save(const struct text *html, const char *directory, struct text *error);

void report_tiles(const struct run_view *view, struct text *html);
void report_changes(const struct run_view *view, struct text *html);
/* The pictures of a list of plots (plot.h) that are in DIRECTORY/plots, without those of the floor. */
void report_plots(const struct plot *const *plots, const char *directory, struct text *html);
/* Those of the floor, or all others; how many there were. */
int report_figures(const struct plot *const *plots, const char *directory, bool of_floor, struct text *html);
void report_bottlenecks(const struct run_view *view, struct text *html);
void report_staffing(const struct run_view *view, struct text *html);
void report_cost(const struct run_view *view, struct text *html);
void report_breakdown(const struct run_view *view, const char *dimension, const char *title,
                      struct text *html);
void report_floor(const struct run_view *view, const char *directory, struct text *html);
void report_replications(const struct run_view *view, struct text *html);
void report_method(const struct run_view *view, struct text *html);

/* Cells of a table row. */
void cell_text(struct text *html, const char *string);
void cell_name(struct text *html, const char *name); /* a row's heading; blanks for underscores */
void cell_value(struct text *html, double value, const char *unit); /* right-aligned, "n/a" when undefined */
void cell_estimate(struct text *html, const struct summary *summary, const char *unit);
/* The half-width below the mean. */
void cell_estimate_below(struct text *html, const struct summary *summary, const char *unit);
/* "<section id=... ><h2>TITLE</h2><table>" and a heading row; NULL ends the headings; one that
 * begins with `<` stands above text, the others above numbers. `note` may be NULL. */
void table_open(struct text *html, const char *id, const char *title, const char *note,
                const char *const *headings);
void table_close(struct text *html);

#endif
