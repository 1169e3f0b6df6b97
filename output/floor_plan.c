/* SPDX-License-Identifier: MIT */
/* floor_plan.c - the page of a floor plan: title, drawing, side column, routes. */
#include "output/floor_plan.h"

#include <math.h>
#include "output/floor_plan_parts.h"
#include "output/prose.h"
#include "sim/base/text.h"

/* Lines in colours of Okabe and Ito (2008); letters in fonts that most systems have. */
static const char style[] =
    "<style>\n"
    "text{font-family:'DejaVu Sans',Verdana,Arial,sans-serif;font-size:11px;fill:#222}\n"
    ".title{font-size:22px;font-weight:bold}.quiet{fill:#555}.small{font-size:10px}\n"
    ".head{font-size:14px;font-weight:bold}.bold{font-weight:bold}.middle{text-anchor:middle}\n"
    ".end{text-anchor:end}.tick{font-size:9.5px;fill:#444}\n"
    ".line{fill:none;stroke:#444;stroke-width:.8}.thin{fill:none;stroke:#aaa;stroke-width:.6}\n"
    ".way{fill:none;stroke:#0072B2;stroke-width:1.1;stroke-linejoin:round}.arrow{fill:#0072B2}\n"
    ".stop{fill:none;stroke:#D55E00;stroke-linecap:round;stroke-width:3.6}\n"
    ".floor{fill:#f1f1ec}.rack{fill:#d4d4ce}.none{fill:#dcdcd8}.depot{fill:#000}\n"
    ".edge{fill:none;stroke:#888;stroke-width:.8}\n"
    ".room{fill:#f7f5ef;stroke:#b0a990;stroke-width:.8;stroke-dasharray:4 3}\n"
    ".closed{fill:#c9c6c0;stroke:#8d8a84;stroke-width:.8}.door{fill:#333}\n"
    ".point{fill:#333;stroke:#fff;stroke-width:1}.pill{fill:#fff;fill-opacity:.9}\n"
    ".digit{font-size:9px;fill:#666}\n"
    ".flow{fill:none;stroke-width:3;stroke-linejoin:round;stroke-opacity:.8}\n"
    ".used{fill:#fff3d6;stroke:#E69F00;stroke-width:1.2}\n"
    "</style>\n";

static void add_title(const struct floor_plan_view *view, double scale, struct text *out) {
    struct text line = {0};
    const double title_size = 22 * 1.12, size = 13; /* bold letters are wider */
    double width = PAGE_WIDTH - 2 * PAGE_MARGIN;
    letters_fit(&line, *view->title ? view->title : view->name, title_size, width);
    svg_text(out, "title", PAGE_MARGIN, 56, line.data);
    text_clear(&line);
    struct text subtitle = {0};
    text_add(&subtitle, "Layout, drawn to scale 1 : ");
    prose_number(&subtitle, rint(UNITS_PER_M / scale), 1);
    text_format(&subtitle, " on A4 paper. Scenario: %s", view->name);
    letters_fit(&line, subtitle.data, size, width);
    svg_text(out, "quiet", PAGE_MARGIN, 76, line.data);
    text_free(&subtitle);
    text_free(&line);
}

void floor_plan_open(const char *title, struct text *out) {
    text_format(out,
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%dmm\" height=\"%dmm\" "
                "viewBox=\"0 0 %d %d\">\n<title>",
                PAGE_WIDTH / UNITS_PER_MM, PAGE_HEIGHT / UNITS_PER_MM, PAGE_WIDTH, PAGE_HEIGHT);
    svg_escape(out, title);
    text_add(out, "</title>\n");
    text_add(out, style);
    text_format(out, "<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>\n", PAGE_WIDTH, PAGE_HEIGHT);
}

void floor_plan_close(struct text *out) {
    text_add(out, "</svg>\n");
}

void floor_plan_svg(const struct floor_plan_view *view, struct text *out) {
    enum { TOP = 92, SIDE = 210, BETWEEN = 14, MOST_ROUTES = 316 };
    const struct recording *recording = view->recording;
    floor_plan_open(*view->title ? view->title : view->name, out);
    struct text routes = {0};
    double bottom = floor_plan_routes(recording, PAGE_HEIGHT - PAGE_MARGIN, MOST_ROUTES, &routes);
    double height = bottom - BETWEEN - TOP;
    struct box main = {PAGE_MARGIN, TOP, PAGE_WIDTH - 2 * PAGE_MARGIN - SIDE - BETWEEN, height};
    struct box side = {PAGE_WIDTH - PAGE_MARGIN - SIDE, TOP, SIDE, height};
    struct frame frame = drawing_frame(recording, &main);
    add_title(view, frame.scale, out);
    floor_plan_drawing(recording, &frame, out);
    floor_plan_side(recording, frame.scale, &side, out);
    if (routes.length)
        text_add_range(out, routes.data, routes.length);
    text_free(&routes);
    floor_plan_close(out);
}
