/* SPDX-License-Identifier: MIT */
/* floor_plan_drawing.c - the plan itself: racks in the colour of their heat, the numbers of the aisles, and
 * lines with the dimensions beside it. */
#include <math.h>
#include <string.h>
#include "output/floor_plan_parts.h"
#include "sim/base/text.h"

/* Room beside the plan, in units of the page. */
enum {
    LANE = 24, /* between dimensions on the left */
    ROOM_LEFT = 2 * LANE + 12,
    CLEAR = 46, /* more of it beside a flat plan */
    ROOM_RIGHT = 156,
    NUMBERS = 18, /* row of aisle numbers */
    ROOM_ABOVE = NUMBERS + 24,
    DEPOT_ROW = 18,
    ROOM_BELOW = DEPOT_ROW + 30,
    LETTERS = 11, /* sizes */
    DIGITS = 10
};

/* Whether labels that stand upright are longer than the plan is deep: they then stand clear of the words
 * above and below it. */
static bool is_flat(const struct extent *extent, double scale) {
    const double longest_label = 130;
    return (extent->top - extent->bottom) * scale < longest_label;
}

/* The part of a box that dimensions leave to the plan. */
static struct box inside(const struct recording *recording, const struct box *box) {
    bool right = false;
    for (int i = 0; i < recording->dimension_count; i++)
        right |= recording->dimensions[i].side == RIGHT_OF_PLAN;
    return (struct box){box->left + ROOM_LEFT, box->top + ROOM_ABOVE,
                        box->width - ROOM_LEFT - (right ? ROOM_RIGHT : 0),
                        box->height - ROOM_ABOVE - ROOM_BELOW};
}

struct frame drawing_frame(const struct recording *recording, const struct box *box) {
    struct extent extent = extent_of(recording);
    struct box inner = inside(recording, box);
    double scale = frame_in(&extent, &inner).scale;
    if (is_flat(&extent, scale)) {
        inner.left += CLEAR;
        inner.width -= CLEAR;
        scale = frame_in(&extent, &inner).scale;
    }
    double denominator = UNITS_PER_M / scale, step = pow(10, floor(log10(denominator)) - 1);
    return frame_with(&extent, &inner, UNITS_PER_M / (ceil(denominator / step) * step)); /* 1 : 590 */
}

struct frame drawing_frame_at(const struct recording *recording, const struct box *box, double scale) {
    struct extent extent = extent_of(recording);
    struct box inner = inside(recording, box);
    return frame_with(&extent, &inner, scale);
}

/* Shapes */

static void add_ways(const struct recording *recording, const struct frame *frame, struct text *out) {
    text_add(out, "<path class=\"floor\" d=\"");
    for (int i = 0; i < recording->shape_count; i++)
        if (recording->shapes[i].kind == SHAPE_AREA || recording->shapes[i].kind == SHAPE_AISLE)
            svg_shape(out, &recording->shapes[i], frame);
    text_add(out, "\"/>\n");
}

/* One path for each colour. Thin white lines part neighbours that are large enough. */
static void add_racks(const struct recording *recording, const struct frame *frame, struct text *out) {
    const double large = 3.5;
    struct heat_scale scale = heat_scale_of(recording);
    struct text paths[HEAT_STEPS + 1] = {{0}};
    double smallest = INFINITY;
    for (int i = 0; i < recording->shape_count; i++) {
        const struct shape *shape = &recording->shapes[i];
        if (shape->kind != SHAPE_RACK)
            continue;
        svg_shape(&paths[heat_step(&scale, shape->heat) + 1], shape, frame);
        smallest = fmin(smallest, fmin(shape->width_m, shape->height_m) * frame->scale);
    }
    text_add(out, smallest > large ? "<g stroke=\"#fff\" stroke-width=\".6\">\n" : "<g>\n");
    for (int k = 0; k <= HEAT_STEPS; k++) {
        char colour[COLOUR_SIZE];
        if (paths[k].length && k)
            text_format(out, "<path class=\"hot\" fill=\"%s\" d=\"%s\"/>\n",
                        heat_colour(colour, (k - 0.5) / HEAT_STEPS), paths[k].data);
        else if (paths[k].length)
            text_format(out, "<path class=\"none\" d=\"%s\"/>\n", paths[k].data);
        text_free(&paths[k]);
    }
    text_add(out, "</g>\n");
}

static void add_depots(const struct recording *recording, const struct frame *frame, double below,
                       struct text *out) {
    for (int i = 0; i < recording->shape_count; i++) {
        const struct shape *shape = &recording->shapes[i];
        if (shape->kind != SHAPE_DEPOT)
            continue;
        text_add(out, "<path class=\"depot\" d=\"");
        svg_shape(out, shape, frame);
        text_add(out, "\"/>\n");
        if (is_plain(recording))
            svg_text(out, "bold middle", frame_x(frame, shape->x_m + shape->width_m / 2.0), below + 14,
                     shape->label);
    }
}

static bool has_numbers(const struct recording *recording) {
    for (int i = 0; i < recording->shape_count; i++)
        if (recording->shapes[i].kind == SHAPE_AISLE && *recording->shapes[i].label)
            return true;
    return false;
}

/* Aisle numbers: all of them, or every 2nd, 5th, 10th ... so that they keep apart. */
static void add_numbers(const struct recording *recording, const struct frame *frame, double above,
                        struct text *out) {
    static const int steps[] = {1, 2, 5, 10, 20, 50, 100, 200, 500, 1000};
    double first_x = 0, last_x = 0, widest = 0;
    int count = 0, step = 0;
    if (!has_numbers(recording))
        return;
    for (int i = 0; i < recording->shape_count; i++) {
        const struct shape *shape = &recording->shapes[i];
        if (shape->kind != SHAPE_AISLE)
            continue;
        last_x = frame_x(frame, shape->x_m + shape->width_m / 2.0);
        first_x = count++ ? first_x : last_x;
        widest = fmax(widest, letters_width(shape->label, DIGITS));
    }
    double pitch = count > 1 ? (last_x - first_x) / (count - 1) : INFINITY;
    while (steps[step] * pitch < widest + 5 && steps[step] < 1000)
        step++;
    for (int i = 0, number = 0; i < recording->shape_count; i++) {
        const struct shape *shape = &recording->shapes[i];
        if (shape->kind == SHAPE_AISLE && (++number == 1 || number % steps[step] == 0) &&
            (number == 1 || (number - 1) * pitch >= widest + 5))
            svg_text(out, "small middle", frame_x(frame, shape->x_m + shape->width_m / 2.0), above - 6,
                     shape->label);
    }
    svg_text(out, "small quiet end", first_x - widest / 2 - 8, above - 6, "aisle");
}

/* Dimensions */

static void add_line(struct text *out, const char *class, double x1, double y1, double x2, double y2) {
    text_format(out, "<path class=\"%s\" d=\"", class);
    svg_point(out, 'M', x1, y1);
    svg_point(out, 'L', x2, y2);
    text_add(out, "\"/>\n");
}

/* A line with a slanted tick at both ends, as in drawings of buildings. */
static void add_dimension_line(struct text *out, double x1, double y1, double x2, double y2) {
    const double over = 4, tick = 3;
    bool upright = x1 == x2;
    text_add(out, "<path class=\"line\" d=\"");
    svg_point(out, 'M', x1 - (upright ? 0 : over), y1 + (upright ? over : 0));
    svg_point(out, 'L', x2 + (upright ? 0 : over), y2 - (upright ? over : 0));
    for (int end = 0; end < 2; end++) {
        double x = end ? x2 : x1, y = end ? y2 : y1;
        svg_point(out, 'M', x - tick, y + tick);
        svg_point(out, 'L', x + tick, y - tick);
    }
    text_add(out, "\"/>\n");
}

static void add_label(const struct dimension *dimension, struct text *label) {
    text_clear(label);
    text_format(label, "%s ", dimension->name);
    add_quantity(label, dimension->to_m - dimension->from_m, "m");
}

static void add_below(const struct dimension *dimension, const struct frame *frame, double bottom,
                      const char *label, struct text *out) {
    double x1 = frame_x(frame, dimension->from_m), x2 = frame_x(frame, dimension->to_m);
    double y = bottom + DEPOT_ROW + 9;
    add_line(out, "thin", x1, bottom + DEPOT_ROW + 2, x1, y + 5);
    add_line(out, "thin", x2, bottom + DEPOT_ROW + 2, x2, y + 5);
    add_dimension_line(out, x1, y, x2, y);
    svg_text(out, "middle", (x1 + x2) / 2, y + 15, label);
}

static void add_above(const struct dimension *dimension, const struct frame *frame, double top,
                      const char *label, struct text *out) {
    double x1 = frame_x(frame, dimension->from_m), x2 = frame_x(frame, dimension->to_m);
    double y = top - NUMBERS - 9;
    add_line(out, "thin", x1, top - NUMBERS, x1, y - 5);
    add_line(out, "thin", x2, top - NUMBERS, x2, y - 5);
    add_dimension_line(out, x1, y, x2, y);
    svg_text(out, "", x2 + 10, y + 4, label);
}

/* Beside the plan on the left the label stands upright along its line; every dimension has a lane. */
static void add_left(const struct dimension *dimension, const struct frame *frame, double left, int lane,
                     const char *label, struct text *out) {
    double y1 = frame_y(frame, dimension->from_m), y2 = frame_y(frame, dimension->to_m);
    double x = left - 14 - lane * LANE;
    double start = y1 - y2 > letters_width(label, LETTERS) ? left - 3 : x + 5; /* not through a label */
    add_line(out, "thin", start, y1, x - 4, y1);
    add_line(out, "thin", start, y2, x - 4, y2);
    add_dimension_line(out, x, y1, x, y2);
    svg_text_upright(out, "middle", x - 7, (y1 + y2) / 2, label);
}

/* On the right labels lie flat, pushed down where they would touch; a thin line leads to each. */
static double add_right(const struct dimension *dimension, const struct frame *frame, double right,
                        double least_y, const char *label, struct text *out) {
    double y1 = frame_y(frame, dimension->from_m), y2 = frame_y(frame, dimension->to_m);
    double x = right + 12, y = fmax((y1 + y2) / 2, least_y);
    add_line(out, "thin", right + 3, y1, x + 5, y1);
    add_line(out, "thin", right + 3, y2, x + 5, y2);
    add_dimension_line(out, x, y1, x, y2);
    if (y > (y1 + y2) / 2 + 1)
        add_line(out, "thin", x + 2, (y1 + y2) / 2, x + 12, y);
    svg_text(out, "", x + 14, y + 4, label);
    return y + LETTERS + 4;
}

static void add_dimensions(const struct recording *recording, const struct frame *frame,
                           const struct box *plan, struct text *out) {
    struct text label = {0};
    double least_y = -INFINITY, right = plan->left + plan->width;
    struct extent extent = extent_of(recording);
    double left = plan->left - (is_flat(&extent, frame->scale) ? CLEAR : 0);
    int lane = 0;
    for (int i = 0; i < recording->dimension_count; i++) {
        const struct dimension *dimension = &recording->dimensions[i];
        add_label(dimension, &label);
        switch (dimension->side) {
        case BELOW_PLAN:
            add_below(dimension, frame, plan->top + plan->height, label.data, out);
            break;
        case ABOVE_PLAN:
            add_above(dimension, frame, plan->top, label.data, out);
            break;
        case LEFT_OF_PLAN:
            add_left(dimension, frame, left, lane++, label.data, out);
            break;
        case RIGHT_OF_PLAN:
            least_y = add_right(dimension, frame, right, least_y, label.data, out);
            break;
        }
    }
    text_free(&label);
}

void floor_plan_drawing(const struct recording *recording, const struct frame *frame, struct text *out) {
    struct extent extent = extent_of(recording);
    struct box plan = {frame_x(frame, extent.left), frame_y(frame, extent.top),
                       (extent.right - extent.left) * frame->scale,
                       (extent.top - extent.bottom) * frame->scale};
    text_add(out, "<g id=\"plan\">\n");
    bool plain = is_plain(recording);
    add_ways(recording, frame, out);
    floor_plan_grounds(recording, frame, out);
    add_racks(recording, frame, out);
    if (plain) {
        text_add(out, "<path class=\"edge\" d=\"");
        svg_rectangle(out, plan.left, plan.top, plan.width, plan.height);
        text_add(out, "\"/>\n");
    }
    add_depots(recording, frame, plan.top + plan.height, out);
    add_numbers(recording, frame, plan.top, out);
    floor_plan_names(recording, frame, &plan, out);
    add_dimensions(recording, frame, &plan, out);
    text_add(out, "</g>\n");
}
