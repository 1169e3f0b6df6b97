/* SPDX-License-Identifier: MIT */
/* report_floor.c - the floor and everybody on it, for playback.
 *
 * A movement is 16 bytes, little endian: start (uint32, tenths of a second since the recording began),
 * duration (uint16, tenths of a second), actor and state (uint16: state in the upper two bits), then from x,
 * from y, to x, to y (uint16 each, in steps of `scale` metres). The script of the page reads them. */
#include <math.h>
#include <stdint.h>
#include <string.h>
#include "output/html.h"
#include "output/plot.h"
#include "output/report_parts.h"
#include "sim/base/text.h"
#include "sim/results/results.h"

enum {
    MOST_MOVES = 100000, /* 2.1 MB of base64, so that the page stays below 5 MB */
    MOST_SHAPES = 6000,
    LONGEST_S = 86400, /* one day is shown */
    MOST_ACTORS = 1 << 14,
    LONGEST_TENTHS = UINT16_MAX,
    GRID = UINT16_MAX
};

struct floor {
    double left, top, right, bottom, scale;
    int64_t start_us, end_us;
    int64_t from_us, to_us; /* moves that begin in here are shown */
    int moves;              /* how many they are */
};

static void widen(struct floor *floor, double x, double y) {
    floor->left = fmin(floor->left, x);
    floor->right = fmax(floor->right, x);
    floor->top = fmin(floor->top, y);
    floor->bottom = fmax(floor->bottom, y);
}

static bool is_shown(const struct floor *floor, const struct track *track) {
    return track->start_us >= floor->from_us && track->start_us < floor->to_us;
}

/* The first day of the measured time on which somebody moves; of the whole recording when nobody does. */
static void choose_day(struct floor *floor, const struct recording *recording, int64_t opens_us) {
    int64_t first = INT64_MAX, first_measured = INT64_MAX;
    for (int i = 0; i < recording->track_count; i++) {
        int64_t start = recording->tracks[i].start_us;
        first = start < first ? start : first;
        if (start >= opens_us && start < first_measured)
            first_measured = start;
    }
    floor->from_us = first_measured < INT64_MAX ? first_measured : first;
    floor->to_us = floor->from_us + (int64_t)LONGEST_S * USEC_A_SECOND;
}

static struct floor measure_floor(const struct recording *recording, int64_t opens_us) {
    struct floor floor = {INFINITY, INFINITY, -INFINITY, -INFINITY, 1, INT64_MAX, INT64_MIN, 0, 0, 0};
    choose_day(&floor, recording, opens_us);
    for (int i = 0; i < recording->shape_count; i++) {
        const struct shape *s = &recording->shapes[i];
        widen(&floor, s->x_m, s->y_m);
        widen(&floor, s->x_m + s->width_m, s->y_m + s->height_m);
    }
    for (int i = 0; i < recording->track_count && floor.moves < MOST_MOVES; i++) {
        const struct track *t = &recording->tracks[i];
        if (!is_shown(&floor, t))
            continue;
        floor.moves++;
        widen(&floor, t->from_x_m, t->from_y_m);
        widen(&floor, t->to_x_m, t->to_y_m);
        floor.start_us = t->start_us < floor.start_us ? t->start_us : floor.start_us;
        floor.end_us = t->end_us > floor.end_us ? t->end_us : floor.end_us;
    }
    double span = fmax(floor.right - floor.left, floor.bottom - floor.top);
    floor.scale = span > 0 ? span / GRID : 1;
    return floor;
}

static void put(unsigned char *to, uint32_t value, int bytes) {
    for (int i = 0; i < bytes; i++)
        to[i] = (unsigned char)(value >> (8 * i));
}

static uint32_t grid(double metres, double origin, double scale) {
    double step = rint((metres - origin) / scale);
    return step < 0 ? 0 : step > GRID ? GRID : (uint32_t)step;
}

/* A move longer than 16 bits hold becomes several in a row. */
static void add_move(struct text *records, const struct floor *floor, const struct track *t) {
    int64_t start = (t->start_us - floor->start_us) / (USEC_A_SECOND / 10);
    int64_t whole = (t->end_us - floor->start_us) / (USEC_A_SECOND / 10) - start, done = 0;
    do {
        int64_t part = whole - done > LONGEST_TENTHS ? LONGEST_TENTHS : whole - done;
        double from = whole ? (double)done / (double)whole : 0,
               to = whole ? (double)(done + part) / (double)whole : 1;
        double dx = t->to_x_m - t->from_x_m, dy = t->to_y_m - t->from_y_m;
        unsigned char record[16];
        put(record, (uint32_t)(start + done), 4);
        put(record + 4, (uint32_t)part, 2);
        put(record + 6, (uint32_t)t->actor % MOST_ACTORS | (uint32_t)t->state << 14, 2);
        put(record + 8, grid(t->from_x_m + from * dx, floor->left, floor->scale), 2);
        put(record + 10, grid(t->from_y_m + from * dy, floor->top, floor->scale), 2);
        put(record + 12, grid(t->from_x_m + to * dx, floor->left, floor->scale), 2);
        put(record + 14, grid(t->from_y_m + to * dy, floor->top, floor->scale), 2);
        text_add_range(records, (const char *)record, sizeof record);
        done += part;
    } while (done < whole);
}

static void add_actors(const struct recording *recording, struct text *html) {
    text_add(html, ",\n\"actors\": [");
    for (int i = 0; i < recording->actor_count && i < MOST_ACTORS; i++) {
        text_add(html, i ? ", [" : "[");
        text_add_json_string(html, recording->actors[i].name ? recording->actors[i].name : "");
        text_add(html, ", ");
        text_add_json_string(html, recording->actors[i].group ? recording->actors[i].group : "");
        text_add(html, "]");
    }
    text_add(html, "]");
}

static void add_shapes(const struct recording *recording, const struct floor *floor, struct text *html) {
    text_add(html, ",\n\"shapes\": [");
    for (int i = 0; i < recording->shape_count && i < MOST_SHAPES; i++) {
        const struct shape *s = &recording->shapes[i];
        text_format(html, "%s[%d, %.2f, %.2f, %.2f, %.2f, ", i ? ", " : "", (int)s->kind,
                    s->x_m - floor->left, s->y_m - floor->top, (double)s->width_m, (double)s->height_m);
        text_add_json_string(html, s->label ? s->label : "");
        text_add(html, "]");
    }
    text_add(html, "]");
}

static void add_data(const struct run_view *view, const struct recording *recording,
                     const struct floor *floor, struct text *html) {
    struct text records = {0};
    for (int i = 0, added = 0; added < floor->moves; i++)
        if (is_shown(floor, &recording->tracks[i])) {
            add_move(&records, floor, &recording->tracks[i]);
            added++;
        }
    text_add(html, "<script type=\"application/json\" id=\"floor-data\">\n{\"width\": ");
    text_add_number(html, floor->right - floor->left);
    text_add(html, ", \"height\": ");
    text_add_number(html, floor->bottom - floor->top);
    text_add(html, ", \"scale\": ");
    text_add_number(html, floor->scale);
    text_add(html, ", \"start\": ");
    text_add_number(html, study_plan(view->study)->start_s + (double)floor->start_us / USEC_A_SECOND);
    text_add(html, ", \"length\": ");
    text_add_number(html, (double)(floor->end_us - floor->start_us) / USEC_A_SECOND);
    add_actors(recording, html);
    add_shapes(recording, floor, html);
    text_add(html, ",\n\"moves\": \"");
    base64(html, records.data, records.length);
    text_add(html, "\"}\n</script>\n");
    text_free(&records);
}

static const char controls[] =
    "<div class=\"controls\">\n"
    "<button type=\"button\" id=\"floor-play\" aria-pressed=\"false\">Play</button>\n"
    "<label>Speed <select id=\"floor-speed\"><option value=\"10\">10 \u00d7</option><option value=\"60\" "
    "selected>60 \u00d7</option><option value=\"300\">300 \u00d7</option><option value=\"1200\">1200 "
    "\u00d7</option>"
    "</select></label>\n"
    "<label>Zoom <input type=\"range\" id=\"floor-zoom\" min=\"1\" max=\"8\" step=\"0.25\" "
    "value=\"1\"></label>\n"
    "<output id=\"floor-clock\" for=\"floor-time\"></output>\n"
    "<label class=\"wide\">Time <input type=\"range\" id=\"floor-time\" min=\"0\" max=\"1000\" step=\"1\" "
    "value=\"0\"></label>\n</div>\n";

void report_floor(const struct run_view *view, const char *directory, struct text *html) {
    const struct recording *recording = study_recording(view->study);
    if (!recording || !recording->track_count)
        return;
    struct floor floor = measure_floor(recording, (int64_t)(study_warmup_s(view->study) * USEC_A_SECOND));
    text_format(
        html,
        "<section id=\"floor\">\n<h2>The floor at work</h2>\n<p class=\"quiet\">Replication %d, %s. With "
        "the picture in focus Space plays and pauses, the arrow keys step a minute or ten, Home and End "
        "jump, + and - zoom; drag moves the picture when zoomed in, and pointing at somebody gives the "
        "name.</p>\n",
        study_first(view->study),
        floor.moves < recording->track_count || recording->truncated ? "one day of the measured time"
                                                                     : "all that was recorded");
    text_add(html, controls);
    text_add(html,
             "<canvas id=\"floor-canvas\" width=\"960\" height=\"540\" tabindex=\"0\" role=\"img\" "
             "aria-label=\"Plan of the floor with people and vehicles moving over time\"></canvas>\n"
             "<ul class=\"legend\" id=\"floor-legend\"><li class=\"walk\">walking <b "
             "id=\"floor-count-0\"></b></li><li class=\"work\">working <b id=\"floor-count-1\"></b></li>"
             "<li class=\"wait\">waiting <b id=\"floor-count-2\"></b></li><li class=\"break\">on break <b "
             "id=\"floor-count-3\"></b></li><li class=\"idle\">without a task for less than 15 minutes <b "
             "id=\"floor-count-4\"></b></li></ul>\n");
    add_data(view, recording, &floor, html);
    report_figures(plots_of_run, directory, true, html);
    text_add(html, "</section>\n");
}
