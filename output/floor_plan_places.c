/* SPDX-License-Identifier: MIT */
/* floor_plan_places.c - what a plan shows beside racks: zones, areas, points and flows, and the names of all
 * of them where they keep apart. */
#include <math.h>
#include <string.h>
#include "output/floor_plan_parts.h"
#include "sim/base/text.h"

enum { LETTERS = 11, SMALL = 10, DIGITS = 9, MOST_LABELS = 600 };

/* Names that keep apart */

struct labels {
    struct box taken[MOST_LABELS];
    int count;
};

static bool is_free(const struct labels *labels, const struct box *box) {
    for (int i = 0; i < labels->count; i++) {
        const struct box *other = &labels->taken[i];
        if (box->left < other->left + other->width && other->left < box->left + box->width &&
            box->top < other->top + other->height && other->top < box->top + box->height)
            return false;
    }
    return labels->count < MOST_LABELS;
}

static void take(struct labels *labels, struct box box) {
    if (labels->count < MOST_LABELS)
        labels->taken[labels->count++] = box;
}

/* Beside a mark of a size at (x, y): right, left, below, above, or nowhere. */
static void add_beside(struct labels *labels, double x, double y, double mark, const char *class,
                       const char *name, struct text *out) {
    double width = letters_width(name, SMALL), gap = mark / 2 + 3;
    const double places[][2] = {
        {x + gap, y - 5}, {x - gap - width, y - 5}, {x - width / 2, y + gap}, {x - width / 2, y - gap - 11},
        {x, y + gap},     {x, y - gap - 11}};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        struct box box = {places[i][0], places[i][1], width, 11};
        if (!is_free(labels, &box) || box.left < 2 || box.left + width > PAGE_WIDTH - 2)
            continue;
        take(labels, box);
        svg_text(out, class, box.left, box.top + 9, name);
        return;
    }
}

/* In a place, cut to its width: in the middle, or above or below that; nothing where it is too small. */
static void add_inside(struct labels *labels, const struct box *place, const char *class, const char *name,
                       struct text *out) {
    struct text line = {0};
    letters_fit(&line, name, SMALL, place->width - 4);
    double width = letters_width(line.data, SMALL), middle = place->top + place->height / 2 + 4;
    const double lines[] = {middle, place->top + 12, place->top + place->height - 4};
    for (int i = 0; i < 3 && width > 12 && place->height >= 12; i++) {
        struct box box = {place->left + (place->width - width) / 2, lines[i] - 9, width, 11};
        if (!is_free(labels, &box))
            continue;
        take(labels, box);
        svg_text(out, class, place->left + place->width / 2, lines[i], line.data);
        break;
    }
    text_free(&line);
}

static struct box box_of(const struct shape *shape, const struct frame *frame) {
    return (struct box){frame_x(frame, shape->x_m), frame_y(frame, (double)shape->y_m + shape->height_m),
                        shape->width_m * frame->scale, shape->height_m * frame->scale};
}

/* Zones */

/* Pale relatives of the colours of Okabe and Ito (2008). */
const char *zone_colour(int zone) {
    static const char *const tints[] = {"#bfe3f7", "#fcdca4", "#bfead7", "#f3cfe2",
                                        "#f5ee9e", "#d3cdf0", "#f6c7b2", "#cfd8dc"};
    return tints[zone % (int)(sizeof tints / sizeof *tints)];
}

int zone_names(const struct recording *recording, const char *names[MOST_ZONES]) {
    int count = 0;
    for (int i = 0; i < recording->shape_count; i++) {
        const struct shape *shape = &recording->shapes[i];
        bool known = shape->kind != SHAPE_ZONE;
        for (int z = 0; z < count && !known; z++)
            known = strcmp(names[z], shape->label) == 0;
        if (!known && count < MOST_ZONES)
            names[count++] = shape->label;
    }
    return count;
}

static void add_zones(const struct recording *recording, const struct frame *frame, struct text *out) {
    const char *names[MOST_ZONES];
    int count = zone_names(recording, names);
    for (int z = 0; z < count; z++) {
        text_format(out, "<path fill=\"%s\" d=\"", zone_colour(z));
        for (int i = 0; i < recording->shape_count; i++)
            if (recording->shapes[i].kind == SHAPE_ZONE && strcmp(recording->shapes[i].label, names[z]) == 0)
                svg_shape(out, &recording->shapes[i], frame);
        text_add(out, "\"/>\n");
    }
}

/* Areas */

static void add_areas(const struct recording *recording, const struct frame *frame, enum shape_kind kind,
                      const char *class, struct text *out) {
    for (int i = 0; i < recording->shape_count; i++) {
        if (recording->shapes[i].kind != kind)
            continue;
        text_format(out, "<path class=\"%s\" d=\"", class);
        svg_shape(out, &recording->shapes[i], frame);
        text_add(out, "\"/>\n");
    }
}

/* Flows */

const char *flow_colour(const char *name) {
    return strcmp(name, "inbound") == 0 ? "#CC79A7" : strcmp(name, "outbound") == 0 ? "#009E73" : "#D55E00";
}

static void add_flow(const struct flow *flow, const struct frame *frame, struct text *out) {
    const double head = 8;
    const struct position *last = &flow->corners[flow->corner_count - 1], *before = last;
    while (before > flow->corners && before->x_m == last->x_m && before->y_m == last->y_m)
        before--;
    double x = frame_x(frame, last->x_m), y = frame_y(frame, last->y_m);
    double dx = x - frame_x(frame, before->x_m), dy = y - frame_y(frame, before->y_m), length = hypot(dx, dy);
    if (!(length > 0))
        return;
    dx /= length;
    dy /= length;
    text_format(out, "<path class=\"flow\" stroke=\"%s\" d=\"", flow_colour(flow->name));
    for (int i = 0; i + 1 < flow->corner_count; i++)
        svg_point(out, i ? 'L' : 'M', frame_x(frame, flow->corners[i].x_m),
                  frame_y(frame, flow->corners[i].y_m));
    double back = fmin(length, head);
    svg_point(out, 'L', x - dx * back, y - dy * back);
    text_format(out, "\"/>\n<path fill=\"%s\" d=\"", flow_colour(flow->name));
    svg_point(out, 'M', x, y);
    svg_point(out, 'L', x - dx * head - dy * head / 2, y - dy * head + dx * head / 2);
    svg_point(out, 'L', x - dx * head + dy * head / 2, y - dy * head - dx * head / 2);
    text_add(out, "z\"/>\n");
}

void floor_plan_grounds(const struct recording *recording, const struct frame *frame, struct text *out) {
    add_areas(recording, frame, SHAPE_ROOM, "room", out);
    add_areas(recording, frame, SHAPE_CLOSED, "closed", out);
    add_zones(recording, frame, out);
    for (int i = 0; i < recording->flow_count; i++)
        add_flow(&recording->flows[i], frame, out);
}

/* Blocks and their aisles' numbers */

static void add_block_name(struct labels *labels, const struct shape *shape, const struct frame *frame,
                           struct text *out) {
    struct box box = box_of(shape, frame);
    struct text name = {0}, size = {0};
    letters_fit(&name, shape->label, LETTERS * 1.12, box.width - 10);
    add_quantity(&size, shape->width_m, "");
    text_add(&size, " × ");
    add_quantity(&size, shape->height_m, "m");
    double width = letters_width(name.data, LETTERS * 1.12), size_width = letters_width(size.data, SMALL);
    bool sized = size_width < box.width - 10 && box.height > 40;
    double wide = fmax(width, sized ? size_width : 0) + 12, high = sized ? 32 : 17;
    struct box pill = {box.left + (box.width - wide) / 2, box.top + (box.height - high) / 2, wide, high};
    if (box.height > 17 && width > 8 && is_free(labels, &pill)) {
        text_add(out, "<rect class=\"pill\" x=\"");
        svg_number(out, pill.left);
        text_add(out, "\" y=\"");
        svg_number(out, pill.top);
        text_add(out, "\" width=\"");
        svg_number(out, wide);
        text_add(out, "\" height=\"");
        svg_number(out, high);
        text_add(out, "\" rx=\"3\"/>\n");
        svg_text(out, "bold middle", box.left + box.width / 2, pill.top + 13, name.data);
        if (sized)
            svg_text(out, "small middle", box.left + box.width / 2, pill.top + 27, size.data);
        take(labels, pill);
    }
    text_free(&name);
    text_free(&size);
}

/* Every 1st, 2nd, 5th ... number of a block, so that they keep apart. */
static void add_numbers(struct labels *labels, const struct recording *recording, const struct frame *frame,
                        struct text *out) {
    static const int steps[] = {1, 2, 5, 10, 20, 50, 100, 200, 500, 1000};
    const double least_m = 2.6; /* of a cross aisle 3 m wide, for the height of a number */
    if (least_m * frame->scale < DIGITS)
        return;
    double pitch = 0;
    for (int i = 0, number = 0, step = 0; i < recording->shape_count; i++) {
        const struct shape *shape = &recording->shapes[i], *next = shape + 1;
        if (shape->kind != SHAPE_NUMBER)
            continue;
        if (strcmp(shape->label, "1") == 0) {
            bool pair = i + 1 < recording->shape_count && next->kind == SHAPE_NUMBER;
            double pitch_x = pair ? fabs((double)next->x_m - shape->x_m) * frame->scale : 0;
            double pitch_y = pair ? fabs((double)next->y_m - shape->y_m) * frame->scale : 0;
            pitch = fmax(pitch_x / 20, pitch_y / (DIGITS + 2)); /* in widths or heights of a number */
            for (step = number = 0; steps[step] < 1000 && steps[step] * pitch < 1;)
                step++;
        }
        if (++number > 1 && (number % steps[step] || (number - 1) * pitch < 1))
            continue;
        double x = frame_x(frame, shape->x_m), y = frame_y(frame, shape->y_m),
               width = letters_width(shape->label, DIGITS);
        struct box box = {x - width / 2 - 1, y - DIGITS / 2.0, width + 2, DIGITS};
        if (is_free(labels, &box)) {
            take(labels, box);
            svg_text(out, "digit middle", x, y + 3.3, shape->label);
        }
    }
}

/* Marks */

static void take_mark(struct labels *labels, double x, double y, double size) {
    take(labels, (struct box){x - size / 2, y - size / 2, size, size});
}

static void add_mark(const struct shape *shape, const struct frame *frame, struct labels *labels,
                     struct text *out) {
    double x = frame_x(frame, shape->x_m), y = frame_y(frame, shape->y_m);
    if (shape->kind == SHAPE_DOOR) {
        text_add(out, "<path class=\"door\" d=\"");
        svg_rectangle(out, x - 4, y - 3, 8, 6);
        text_add(out, "\"/>\n");
    } else {
        text_add(out, "<circle class=\"point\" r=\"3.4\" cx=\"");
        svg_number(out, x);
        text_add(out, "\" cy=\"");
        svg_number(out, y);
        text_add(out, "\"/>\n");
    }
    take_mark(labels, x, y, 8);
}

/* Of doors side by side, only the first and the last are named. */
static bool is_within_row(const struct recording *recording, int i, const struct frame *frame) {
    const double near = 24;
    const struct shape *shapes = recording->shapes;
    for (int k = i - 1; k <= i + 1; k += 2)
        if (k < 0 || k >= recording->shape_count || shapes[k].kind != shapes[i].kind ||
            hypot(shapes[k].x_m - shapes[i].x_m, shapes[k].y_m - shapes[i].y_m) * frame->scale > near)
            return false;
    return true;
}

static void add_marks(const struct recording *recording, const struct frame *frame, struct labels *labels,
                      struct text *out) {
    for (int i = 0; i < recording->shape_count; i++) {
        const struct shape *shape = &recording->shapes[i];
        if (shape->kind == SHAPE_DOOR || shape->kind == SHAPE_POINT)
            add_mark(shape, frame, labels, out);
        if (shape->kind == SHAPE_DEPOT)
            take(labels, box_of(shape, frame));
    }
    for (int i = 0; i < recording->shape_count; i++) {
        const struct shape *shape = &recording->shapes[i];
        double x = frame_x(frame, shape->x_m + shape->width_m / 2.0);
        double y = frame_y(frame, shape->y_m + shape->height_m / 2.0);
        if (shape->kind == SHAPE_DEPOT)
            add_beside(labels, x, y, fmax(shape->width_m * frame->scale, 6), "small bold", shape->label, out);
        else if ((shape->kind == SHAPE_DOOR || shape->kind == SHAPE_POINT) &&
                 !is_within_row(recording, i, frame))
            add_beside(labels, x, y, 8, "small", shape->label, out);
    }
}

void floor_plan_names(const struct recording *recording, const struct frame *frame, const struct box *plan,
                      struct text *out) {
    struct labels labels = {.count = 0};
    take(&labels, (struct box){0, 0, plan->left - 1, PAGE_HEIGHT}); /* there are the dimensions */
    for (int i = 0; i < recording->shape_count; i++)
        if (recording->shapes[i].kind == SHAPE_BLOCK)
            add_block_name(&labels, &recording->shapes[i], frame, out);
    if (!is_plain(recording))
        add_marks(recording, frame, &labels, out);
    for (int i = 0; i < recording->shape_count; i++) {
        const struct shape *shape = &recording->shapes[i];
        struct box box = box_of(shape, frame);
        if (shape->kind == SHAPE_ROOM || shape->kind == SHAPE_CLOSED)
            add_inside(&labels, &box, "small middle", shape->label, out);
    }
    add_numbers(&labels, recording, frame, out);
}
