/* SPDX-License-Identifier: MIT */
/* floor_plan_parts.h - pen, letters and colours for the page of a floor plan, and its sections.
 *
 * A unit of the page is a quarter of a millimetre; x runs right, y down. */
#ifndef OUTPUT_FLOOR_PLAN_PARTS_H
#define OUTPUT_FLOOR_PLAN_PARTS_H

#include "output/floor_plan.h"
#include "sim/results/recording.h"

enum { PAGE_WIDTH = 1188, PAGE_HEIGHT = 840, PAGE_MARGIN = 40, UNITS_PER_MM = 4, UNITS_PER_M = 4000 };

struct box {
    double left, top, width, height;
};

/* Where metres lie on the page: y up in metres, down on the page. */
struct frame {
    double x0, y0, scale; /* page units of the origin; page units per metre */
};
static inline double frame_x(const struct frame *frame, double x_m) {
    return frame->x0 + x_m * frame->scale;
}
static inline double frame_y(const struct frame *frame, double y_m) {
    return frame->y0 - y_m * frame->scale;
}

/* The metres that the shapes cover. */
struct extent {
    double left, right, bottom, top;
};
struct extent extent_of(const struct recording *recording);
/* A frame with an extent in the middle of a box; the largest that fits. */
struct frame frame_with(const struct extent *extent, const struct box *box, double scale);
struct frame frame_in(const struct extent *extent, const struct box *box);

/* Hundredths of a unit, without zeros at the end. */
void svg_number(struct text *out, double value);
/* "M", "L", then a point. */
void svg_point(struct text *out, char command, double x, double y);
/* A shape as part of a path, turned or not. */
void svg_shape(struct text *out, const struct shape *shape, const struct frame *frame);
/* A closed rectangle of a path. */
void svg_rectangle(struct text *out, double x, double y, double width, double height);
/* Text with `class` for its style and anchor; the string is free text and escaped. */
void svg_text(struct text *out, const char *class, double x, double y, const char *string);
void svg_text_upright(struct text *out, const char *class, double x, double y, const char *string);
/* Free text as XML content: what XML forbids becomes a question mark. */
void svg_escape(struct text *out, const char *string);

/* Width of a line at a size, as DejaVu Sans has it; never less than the fallback fonts need. */
double letters_width(const char *string, double size);
/* As much of a string as fits, with an ellipsis where something is left out. */
void letters_fit(struct text *out, const char *string, double size, double width);
/* "1,234.5 m", to the centimetre; of any unit, to two decimals. */
void add_quantity(struct text *out, double value, const char *unit);

/* Heat on a scale by ratio, since a few places serve most of the demand. */
enum { HEAT_STEPS = 48 };
struct heat_scale {
    double low, high; /* 0 = nothing is hot */
};
struct heat_scale heat_scale_of(const struct recording *recording);
/* 0 ... HEAT_STEPS - 1, or -1 for none. */
int heat_step(const struct heat_scale *scale, double heat);
/* "#rrggbb" of a share of the scale: pale is little, dark is much. */
enum { COLOUR_SIZE = 8 };
const char *heat_colour(char buffer[COLOUR_SIZE], double share);

/* Whether a plan is racks and their ways alone. */
bool is_plain(const struct recording *recording);
/* Zones by name, in order of appearance, and their colours; flows likewise. */
enum { MOST_ZONES = 40 };
int zone_names(const struct recording *recording, const char *names[MOST_ZONES]);
const char *zone_colour(int zone);
const char *flow_colour(const char *name);

/* The sections of the page. */
struct frame drawing_frame(const struct recording *recording, const struct box *box);
/* The same at a smaller scale. */
struct frame drawing_frame_at(const struct recording *recording, const struct box *box, double scale);
/* From the first line to the white paper; and the end. */
void floor_plan_open(const char *title, struct text *out);
void floor_plan_close(struct text *out);
void floor_plan_drawing(const struct recording *recording, const struct frame *frame, struct text *out);
/* Of the drawing: zones, areas and flows below the racks; points and names above them. */
void floor_plan_grounds(const struct recording *recording, const struct frame *frame, struct text *out);
void floor_plan_names(const struct recording *recording, const struct frame *frame, const struct box *plan,
                      struct text *out);
/* Facts, the legend of the heat, and a bar of metres in the scale of the drawing. */
void floor_plan_side(const struct recording *recording, double scale, const struct box *box,
                     struct text *out);
/* Routes as small multiples, in rows at the bottom of the page. Returns where they begin; at most `most`
 * high. */
double floor_plan_routes(const struct recording *recording, double bottom, double most, struct text *out);

#endif
