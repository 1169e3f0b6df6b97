/* SPDX-License-Identifier: MIT */
/* floor_plan_pair.c - two floor plans side by side to the same scale, and what differs in numbers. */
#include <math.h>
#include <string.h>
#include "output/floor_plan_parts.h"
#include "output/prose.h"
#include "sim/base/text.h"

enum { TOP = 104, BETWEEN = 28, ROW = 15, COLUMN = 160, ROW_NAMES = 330, MOST_ROWS = 20 };

struct row {
    struct text name;
    const char *unit;
    double values[2];
};

static const struct fact *fact_named(const struct recording *recording, const char *name) {
    for (int i = 0; i < recording->fact_count; i++)
        if (!recording->facts[i].group && recording->facts[i].words &&
            strcmp(recording->facts[i].name, name) == 0)
            return &recording->facts[i];
    return NULL;
}

static const struct route *route_named(const struct recording *recording, const char *name) {
    for (int i = 0; i < recording->route_count; i++)
        if (strcmp(recording->routes[i].name, name) == 0)
            return &recording->routes[i];
    return NULL;
}

/* What both plans have: their facts, then the expected metres of a tour by every policy. */
static int make_rows(const struct floor_plan_view views[2], struct row rows[MOST_ROWS]) {
    const struct recording *a = views[0].recording, *b = views[1].recording;
    int count = 0;
    for (int i = 0; i < a->fact_count && count < MOST_ROWS; i++) {
        const struct fact *mine = &a->facts[i], *other = fact_named(b, mine->name);
        bool drawn = strcmp(mine->name, "width_m") == 0 || strcmp(mine->name, "depth_m") == 0;
        if (mine->group || !mine->words || !other || drawn) /* dimensions stand beside the drawings */
            continue;
        rows[count] = (struct row){{0}, mine->unit, {mine->value, other->value}};
        text_add(&rows[count++].name, mine->words);
    }
    for (int i = 0; i < a->route_count && count < MOST_ROWS; i++) {
        const struct route *mine = &a->routes[i], *other = route_named(b, mine->name);
        if (!other)
            continue;
        rows[count] = (struct row){{0}, "m", {mine->expected_m, other->expected_m}};
        text_add(&rows[count].name, "mean tour, ");
        prose_name(&rows[count].name, mine->name);
        text_add(&rows[count++].name, mine->chosen || other->chosen ? " (in use)" : "");
    }
    return count;
}

static void add_row(const struct row *row, double y, struct text *out) {
    struct text cell = {0};
    double right = PAGE_MARGIN + ROW_NAMES;
    letters_fit(&cell, row->name.data, 11, ROW_NAMES - 20);
    svg_text(out, "row", PAGE_MARGIN, y, cell.data);
    for (int k = 0; k < 2; k++) {
        text_clear(&cell);
        add_quantity(&cell, row->values[k], row->unit);
        svg_text(out, "end", right += COLUMN, y, cell.data);
    }
    double difference = 100 * (row->values[1] / row->values[0] - 1);
    text_clear(&cell);
    if (!isfinite(difference))
        text_add(&cell, row->values[0] == row->values[1] ? "0 %" : "n/a");
    else
        text_format(&cell, "%s%.1f %%",
                    difference >= 0.05    ? "+"
                    : difference <= -0.05 ? "\u2212"
                                          : "",
                    fabs(difference));
    svg_text(out, "end bold", right + COLUMN, y, cell.data);
    text_free(&cell);
}

static void add_table(const struct floor_plan_view views[2], const struct row *rows, int count, double top,
                      struct text *out) {
    const char *heads[] = {views[0].name, views[1].name, "difference"};
    double y = top + ROW;
    for (int k = 0; k < 3; k++) {
        struct text head = {0};
        letters_fit(&head, heads[k], 12.5, COLUMN - 8);
        svg_text(out, "end bold", PAGE_MARGIN + ROW_NAMES + (k + 1) * COLUMN, y, head.data);
        text_free(&head);
    }
    for (int i = 0; i < count; i++)
        add_row(&rows[i], y += ROW, out);
}

static void add_headings(const struct floor_plan_view views[2], double scale, const struct box boxes[2],
                         struct text *out) {
    struct text line = {0};
    svg_text(out, "title", PAGE_MARGIN, 56, "Two layouts");
    text_add(&line, "Drawn to scale 1 : ");
    prose_number(&line, rint(UNITS_PER_M / scale), 1);
    text_add(&line, " on A4 paper; colours: the share of the order lines of each layout");
    svg_text(out, "quiet", PAGE_MARGIN, 76, line.data);
    for (int k = 0; k < 2; k++) {
        text_clear(&line);
        letters_fit(&line, *views[k].title ? views[k].title : views[k].name, 15, boxes[k].width);
        svg_text(out, "head", boxes[k].left, TOP, line.data);
    }
    text_free(&line);
}

void floor_plan_pair_svg(const struct floor_plan_view views[2], struct text *out) {
    struct row rows[MOST_ROWS];
    int count = make_rows(views, rows);
    double table = PAGE_HEIGHT - PAGE_MARGIN - (count + 1) * ROW,
           width = (PAGE_WIDTH - 2 * PAGE_MARGIN - BETWEEN) / 2.0;
    struct box boxes[2];
    double scale = INFINITY;
    for (int k = 0; k < 2; k++) {
        boxes[k] = (struct box){PAGE_MARGIN + k * (width + BETWEEN), TOP + 8, width, table - TOP - 20};
        scale = fmin(scale, drawing_frame(views[k].recording, &boxes[k]).scale);
    }
    floor_plan_open("Two layouts", out);
    add_headings(views, scale, boxes, out);
    for (int k = 0; k < 2; k++) {
        struct frame frame = drawing_frame_at(views[k].recording, &boxes[k], scale);
        floor_plan_drawing(views[k].recording, &frame, out);
    }
    add_table(views, rows, count, table, out);
    floor_plan_close(out);
    for (int i = 0; i < count; i++)
        text_free(&rows[i].name);
}
