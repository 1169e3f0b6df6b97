/* SPDX-License-Identifier: MIT */
/* floor_plan_routes.c - the same stops walked by every policy: one panel for each, all in one scale.
 *
 * Ways are drawn a little to the right of the middle, as people walk, so that the way out and the way back
 * are told apart. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "output/floor_plan_parts.h"
#include "output/prose.h"
#include "sim/base/arena.h"
#include "sim/base/text.h"

enum {
    HEADING = 26,
    PAD = 7,
    BETWEEN = 14,
    LETTERS = 11,
    SMALL = 10,
    LINE = 14,
    WIDE = 215,
    NARROWEST = 146,
    FEW = 4
};

/* Columns and rows */

struct grid {
    int columns, rows, lines; /* lines of letters above a panel */
    double width, height;     /* of a panel with its padding and letters */
    double scale;
};

static struct grid grid_of(int columns, int panels, const struct extent *extent, double most) {
    struct grid grid = {.columns = columns, .rows = (panels + columns - 1) / columns};
    grid.width = (PAGE_WIDTH - 2 * PAGE_MARGIN + BETWEEN) / (double)columns - BETWEEN;
    grid.lines = grid.width >= WIDE ? 2 : 3;
    double frame = 2 * PAD + grid.lines * LINE + 2;
    double height = (most - HEADING + BETWEEN) / grid.rows - BETWEEN - frame;
    grid.scale = fmin((grid.width - 2 * PAD) / (extent->right - extent->left),
                      height / (extent->top - extent->bottom));
    grid.height = frame + (extent->top - extent->bottom) * grid.scale;
    return grid;
}

static struct grid best_grid(int panels, const struct extent *extent, double most) {
    struct grid best = {0};
    for (int columns = 1; columns <= (panels > FEW ? panels : FEW); columns++) {
        struct grid grid = grid_of(columns, panels, extent, most);
        if (columns > 1 && grid.width < NARROWEST)
            break;
        if (grid.scale > best.scale || (panels <= FEW && grid.scale == best.scale)) /* few need not be wide */
            best = grid;
    }
    return best;
}

/* What all panels share: the racks below a way and the stops above it */

struct outline { /* racks one behind the other, joined */
    double x, y, width, height;
};

static void add_outline(const struct outline *outline, double scale, struct text *out) {
    if (outline->height > 0)
        svg_rectangle(out, outline->x * scale, -(outline->y + outline->height) * scale,
                      outline->width * scale, outline->height * scale);
}

static void add_racks(const struct recording *recording, double scale, struct text *out) {
    enum { OPEN = 2 }; /* the racks on both sides of an aisle take turns */
    const double touch_m = 1e-3;
    struct outline open[OPEN] = {{0}};
    int oldest = 0;
    for (int i = 0; i < recording->shape_count; i++) {
        const struct shape *s = &recording->shapes[i];
        if (s->kind != SHAPE_RACK)
            continue;
        if (s->turn != 0) {
            svg_shape(out, s, &(struct frame){0, 0, scale});
            continue;
        }
        bool joined = false;
        for (int k = 0; k < OPEN && !joined; k++) {
            joined = open[k].x == s->x_m && open[k].width == s->width_m &&
                     fabs(open[k].y + open[k].height - s->y_m) < touch_m;
            if (joined)
                open[k].height = (double)s->y_m + s->height_m - open[k].y;
            bool across = !joined && open[k].y == s->y_m && open[k].height == s->height_m &&
                          fabs(open[k].x + open[k].width - s->x_m) < touch_m;
            if (across)
                open[k].width = (double)s->x_m + s->width_m - open[k].x;
            joined |= across;
        }
        if (joined)
            continue;
        add_outline(&open[oldest], scale, out);
        open[oldest] = (struct outline){s->x_m, s->y_m, s->width_m, s->height_m};
        oldest = (oldest + 1) % OPEN;
    }
    for (int k = 0; k < OPEN; k++)
        add_outline(&open[k], scale, out);
}

static void define_parts(const struct recording *recording, const struct extent *extent, double scale,
                         struct text *out) {
    const struct route *route = &recording->routes[0];
    text_add(out, "<defs>\n<g id=\"racks\">\n<path class=\"floor\" d=\"");
    svg_rectangle(out, extent->left * scale, -extent->top * scale, (extent->right - extent->left) * scale,
                  (extent->top - extent->bottom) * scale);
    text_add(out, "\"/>\n<path class=\"rack\" d=\"");
    add_racks(recording, scale, out);
    text_add(out, "\"/>\n</g>\n<g id=\"stops\">\n<path class=\"stop\" d=\"");
    for (int i = 0; i < route->stop_count; i++) {
        svg_point(out, 'M', route->stops[i].x_m * scale, -route->stops[i].y_m * scale);
        text_add(out, "h.01"); /* a dot */
    }
    text_add(out, "\"/>\n</g>\n</defs>\n");
}

/* A way */

struct point {
    double x, y;
};

/* The corners on the page, without points passed straight on; returns how many. */
static int turns_of(const struct route *route, double scale, struct point *turns) {
    const double near = 1e-6;
    int count = 0;
    for (int i = 0; i < route->corner_count; i++) {
        struct point next = {route->corners[i].x_m * scale, -route->corners[i].y_m * scale};
        if (count && fabs(next.x - turns[count - 1].x) + fabs(next.y - turns[count - 1].y) < near)
            continue;
        if (count > 1) {
            struct point a = turns[count - 2], b = turns[count - 1];
            double cross = (b.x - a.x) * (next.y - b.y) - (b.y - a.y) * (next.x - b.x);
            double dot = (b.x - a.x) * (next.x - b.x) + (b.y - a.y) * (next.y - b.y);
            if (fabs(cross) < near && dot > 0)
                count--;
        }
        turns[count++] = next;
    }
    return count;
}

static struct point direction(struct point from, struct point to) {
    double length = hypot(to.x - from.x, to.y - from.y);
    return (struct point){(to.x - from.x) / length, (to.y - from.y) / length};
}

/* Each leg is moved to the right of where it leads (y runs down the page). At a turn round, both lanes are
 * joined by a short line. */
static void add_way(const struct point *turns, int count, double aside, struct text *out) {
    text_add(out, "<path class=\"way\" d=\"");
    struct point before = {0, 0};
    for (int i = 0; i < count; i++) {
        struct point d = i + 1 < count ? direction(turns[i], turns[i + 1]) : (struct point){0, 0};
        struct point move = {-d.y * aside, d.x * aside};
        bool round = i && i + 1 < count && before.x * move.x + before.y * move.y < -0.5 * aside * aside;
        if (round)
            svg_point(out, 'L', turns[i].x + before.x, turns[i].y + before.y);
        struct point p = {turns[i].x + move.x + (round ? 0 : before.x),
                          turns[i].y + move.y + (round ? 0 : before.y)};
        svg_point(out, i ? 'L' : 'M', p.x, p.y);
        before = move;
    }
    text_add(out, "\"/>\n");
}

static void add_arrows(const struct point *turns, int count, double aside, struct text *out) {
    const double shortest = 14, length = 3.2, half = 2.2;
    const double place = 0.64; /* of the leg, so that arrows of two neighbouring lanes keep apart */
    text_add(out, "<path class=\"arrow\" d=\"");
    for (int i = 0; i + 1 < count; i++) {
        if (hypot(turns[i + 1].x - turns[i].x, turns[i + 1].y - turns[i].y) < shortest)
            continue;
        struct point d = direction(turns[i], turns[i + 1]);
        double x = turns[i].x + place * (turns[i + 1].x - turns[i].x) - d.y * aside;
        double y = turns[i].y + place * (turns[i + 1].y - turns[i].y) + d.x * aside;
        svg_point(out, 'M', x + d.x * length, y + d.y * length);
        svg_point(out, 'L', x - d.x * length - d.y * half, y - d.y * length + d.x * half);
        svg_point(out, 'L', x - d.x * length + d.y * half, y - d.y * length - d.x * half);
        text_add_char(out, 'z');
    }
    text_add(out, "\"/>\n");
}

static double aside_of(const struct recording *recording, double scale) {
    for (int i = 0; i < recording->shape_count; i++)
        if (recording->shapes[i].kind == SHAPE_AISLE)
            return fmin(
                2.2,
                fmax(0.6, 0.38 * fmin(recording->shapes[i].width_m, recording->shapes[i].height_m) * scale));
    return 0.6;
}

/* Panels */

static const struct route *chosen_of(const struct recording *recording) {
    for (int r = 0; r < recording->route_count; r++)
        if (recording->routes[r].chosen)
            return &recording->routes[r];
    return NULL;
}

/* "1,234.5" */
static void add_metres(struct text *out, double metres) {
    double tenths = rint(metres * 10);
    prose_number(out, floor(tenths / 10), 1);
    text_format(out, ".%.0f", fmod(tenths, 10));
}

static void add_letters(const struct recording *recording, const struct route *route, const struct grid *grid,
                        double left, double top, struct text *out) {
    const struct route *chosen = chosen_of(recording);
    double right = left + grid->width - PAD, y = top + PAD + LETTERS - 1;
    struct text line = {0};
    svg_text(out, "bold", left + PAD, y, route->name);
    add_metres(&line, route->sample_m);
    text_add(&line, " m");
    if (grid->lines == 2)
        svg_text(out, "bold end", right, y, line.data);
    else
        svg_text(out, "bold", left + PAD, y += LINE, line.data);
    text_clear(&line);
    text_add(&line, "mean ");
    add_metres(&line, route->expected_m);
    text_add(&line, " m ± ");
    add_metres(&line, route->standard_error_m);
    svg_text(out, "small quiet", left + PAD, y + LINE, line.data);
    text_clear(&line);
    if (chosen && !route->chosen && chosen->expected_m > 0) {
        double percent = 100 * (route->expected_m / chosen->expected_m - 1);
        text_format(&line, "%s%.1f %%", percent < 0 ? "−" : "+", fabs(percent));
        svg_text(out, "small quiet end", right, grid->lines == 2 ? y + LINE : y, line.data);
    }
    text_free(&line);
}

static void add_panel(const struct recording *recording, int index, const struct grid *grid,
                      const struct extent *extent, double top, struct text *out) {
    const struct route *route = &recording->routes[index];
    double left = PAGE_MARGIN + (index % grid->columns) * (grid->width + BETWEEN);
    top += (index / grid->columns) * (grid->height + BETWEEN);
    double spare = grid->width - 2 * PAD - (extent->right - extent->left) * grid->scale;
    double x0 = left + PAD + spare / 2 - extent->left * grid->scale;
    double y0 = top + grid->height - PAD + extent->bottom * grid->scale;
    text_format(out, "<g id=\"route-%s\">\n", route->name);
    if (route->chosen) {
        text_add(out, "<path class=\"used\" d=\"");
        svg_rectangle(out, left, top, grid->width, grid->height);
        text_add(out, "\"/>\n");
    }
    add_letters(recording, route, grid, left, top, out);
    text_add(out, "<g transform=\"translate(");
    svg_number(out, x0);
    text_add_char(out, ' ');
    svg_number(out, y0);
    text_add(out, ")\">\n<use href=\"#racks\"/>\n");
    struct point *turns = memory_resize(NULL, sizeof *turns * (size_t)(route->corner_count + 1));
    int count = turns_of(route, grid->scale, turns);
    double aside = aside_of(recording, grid->scale);
    add_way(turns, count, aside, out);
    text_add(out, "<use href=\"#stops\"/>\n");
    add_arrows(turns, count, aside, out);
    if (count) {
        text_add(out, "<path class=\"depot\" d=\"");
        svg_rectangle(out, turns[0].x - 3, turns[0].y - 3, 6, 6);
        text_add(out, "\"/>\n");
    }
    free(turns);
    text_add(out, "</g>\n</g>\n");
}

/* Stop, depot, direction and the frame, from the right margin leftwards. */
static double add_key(struct text *out, double y, bool used) {
    static const struct {
        const char *name, *mark;
    } keys[] = {
        {"used by the scenario", "<path class=\"used\" d=\"M-20 -9h14v10h-14z\"/>"},
        {"depot", "<path class=\"depot\" d=\"M-10 -7h6v6h-6z\"/>"},
        {"stop", "<path class=\"stop\" d=\"M-7 -4h.01\"/>"},
        {"way", "<path class=\"way\" d=\"M-22 -4h19\"/><path class=\"arrow\" d=\"M-8 -4l-6 -2.3v4.6z\"/>"}};
    double x = PAGE_WIDTH - PAGE_MARGIN;
    for (size_t i = used ? 0 : 1; i < sizeof keys / sizeof *keys; i++) {
        x -= letters_width(keys[i].name, SMALL);
        svg_text(out, "small", x, y, keys[i].name);
        text_add(out, "<g transform=\"translate(");
        svg_number(out, x);
        text_format(out, " %g)\">%s</g>\n", y, keys[i].mark);
        x -= 36;
    }
    return x;
}

static void add_heading(const struct recording *recording, double top, struct text *out) {
    static const char title[] = "Sample tours";
    double y = top + 13, x = PAGE_MARGIN + letters_width(title, 14 * 1.12) + 12;
    double end = add_key(out, y, chosen_of(recording) != NULL);
    struct text note = {0}, line = {0};
    text_format(&note, "%s by every policy; mean of sampled tours ± standard error%s", recording->route_note,
                chosen_of(recording) ? ", against the one in use" : "");
    letters_fit(&line, note.data, SMALL, end - x);
    svg_text(out, "head", PAGE_MARGIN, y, title);
    svg_text(out, "small quiet", x, y, line.data);
    text_free(&note);
    text_free(&line);
}

double floor_plan_routes(const struct recording *recording, double bottom, double most, struct text *out) {
    if (!recording->route_count)
        return bottom;
    struct recording racks = *recording; /* tours stay among them */
    racks.shape_count = 0;
    racks.shapes = memory_resize(NULL, sizeof *racks.shapes * (size_t)(recording->shape_count + 1));
    for (int i = 0; i < recording->shape_count; i++)
        if (recording->shapes[i].kind <= SHAPE_AREA || recording->shapes[i].kind == SHAPE_DEPOT)
            racks.shapes[racks.shape_count++] = recording->shapes[i];
    struct extent extent = extent_of(&racks);
    free(racks.shapes);
    struct grid grid = best_grid(recording->route_count, &extent, most);
    double top = bottom - HEADING - grid.rows * (grid.height + BETWEEN) + BETWEEN;
    define_parts(recording, &extent, grid.scale, out);
    text_add(out, "<g id=\"routes\">\n");
    add_heading(recording, top, out);
    for (int r = 0; r < recording->route_count; r++)
        add_panel(recording, r, &grid, &extent, top + HEADING, out);
    text_add(out, "</g>\n");
    return top;
}
