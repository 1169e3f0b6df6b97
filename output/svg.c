/* SPDX-License-Identifier: MIT */
/* svg.c - makes gnuplot's SVG small: drops empty groups and labels, joins equal neighbours, and writes curves
 * in tenths of a pixel relative to the point before, without points that lie on a level or upright line. */
#include "output/svg.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include "sim/base/arena.h"
#include "sim/base/text.h"

struct line {
    const char *start;
    size_t length; /* with its newline */
};

static struct line line_at(const char *at, const char *end) {
    const char *newline = at < end ? memchr(at, '\n', (size_t)(end - at)) : NULL;
    return (struct line){at, newline ? (size_t)(newline + 1 - at) : (size_t)(end - at)};
}

static bool begins(struct line line, const char *with) {
    size_t length = strlen(with);
    return line.length >= length && memcmp(line.start, with, length) == 0;
}

static bool ends(struct line line, const char *with) {
    size_t length = strlen(with);
    return line.length >= length && memcmp(line.start + line.length - length, with, length) == 0;
}

static bool same(struct line a, struct line b) {
    return a.length == b.length && memcmp(a.start, b.start, a.length) == 0;
}

/* Copies a line; fonts get fallbacks of the same widths, and gnuplot's "NAME:Bold" becomes real bold type. */
static void add_line(struct text *out, const char *start, size_t length) {
    static const char bold[] = "font-family=\"DejaVu Sans:Bold\"", plain[] = "font-family=\"DejaVu Sans\"";
    static const char family[] = "font-family=\"DejaVu Sans,Verdana,sans-serif\"";
    for (size_t i = 0; i + sizeof plain < length; i++) {
        bool is_bold = i + sizeof bold < length && memcmp(start + i, bold, sizeof bold - 1) == 0;
        if (!is_bold && memcmp(start + i, plain, sizeof plain - 1) != 0)
            continue;
        size_t skipped = i + (is_bold ? sizeof bold : sizeof plain) - 1;
        text_add_range(out, start, i);
        text_add(out, family);
        text_add(out, is_bold ? " font-weight=\"bold\"" : "");
        text_add_range(out, start + skipped, length - skipped);
        return;
    }
    text_add_range(out, start, length);
}

static const char pen[] = "<g fill=\"none\"", close[] = "</g>\n";

/* The next line that matters: empty pen groups are passed over. */
static struct line skip_empty(const char *at, const char *end) {
    struct line line = line_at(at, end);
    while (begins(line, pen)) {
        struct line after = line_at(line.start + line.length, end);
        if (!begins(after, close))
            break;
        line = line_at(after.start + after.length, end);
    }
    return line;
}

static void join_groups(const struct text *svg, struct text *out) {
    const char *end = svg->data + svg->length;
    struct line group = {NULL, 0}; /* the pen group that is open */
    struct line line = skip_empty(svg->data, end);
    while (line.length) {
        struct line next = skip_empty(line.start + line.length, end);
        if (begins(line, pen))
            group = line;
        bool closes = ends(line, close) && line.start[0] != '\t' ? true : ends(line, "/></g>\n");
        if (group.length && closes && same(next, group)) { /* stay in the same group */
            add_line(out, line.start, line.length - (sizeof close - 1));
            text_add_char(out, '\n');
            next = skip_empty(next.start + next.length, end);
        } else {
            add_line(out, line.start, line.length);
            if (closes)
                group = (struct line){NULL, 0};
        }
        line = next;
    }
}

struct point {
    long x, y;  /* tenths of a pixel */
    bool moves; /* the pen is up on the way here */
};

struct curve {
    struct point *points;
    int count, capacity;
};

static bool between(long a, long b, long c) {
    return (a <= b && b <= c) || (c <= b && b <= a);
}

/* Whether `b` can go because it lies on the level or upright line from `a` to `c`. */
static bool needless(struct point a, struct point b, struct point c) {
    if (b.moves || c.moves)
        return false;
    return (a.x == b.x && b.x == c.x && between(a.y, b.y, c.y)) ||
           (a.y == b.y && b.y == c.y && between(a.x, b.x, c.x));
}

static void add_point(struct curve *curve, struct point point) {
    int n = curve->count;
    if (n >= 2 && needless(curve->points[n - 2], curve->points[n - 1], point))
        curve->count = --n;
    if (n == curve->capacity) {
        curve->capacity = n ? 2 * n : 64;
        curve->points = memory_resize(curve->points, sizeof *curve->points * (size_t)curve->capacity);
    }
    curve->points[curve->count++] = point;
}

/* "M1.25,2 L3,4" or "1.25,2 3,4" up to the closing quote; false for anything else. */
static bool read_curve(const char *at, const char *end, struct curve *curve, bool *closed) {
    bool moves = true;
    *closed = false;
    while (at < end) {
        if (strchr(" \n\t", *at)) {
            at++;
        } else if (*at == 'M' || *at == 'L') {
            moves = *at++ == 'M';
        } else if (*at == 'Z' || *at == 'z') {
            *closed = true;
            at++;
        } else {
            char *after;
            double x = strtod(at, &after);
            if (after == at || *after != ',' || *closed)
                return false;
            at = after + 1;
            double y = strtod(at, &after);
            if (after == at)
                return false;
            at = after;
            add_point(curve, (struct point){lrint(10 * x), lrint(10 * y), moves});
            moves = false;
        }
    }
    return curve->count > 0;
}

static void add_tenths(struct text *out, long tenths, bool apart) {
    text_add(out, tenths < 0 ? "-" : apart ? " " : "");
    tenths = labs(tenths);
    if (tenths % 10)
        text_format(out, tenths < 10 ? ".%ld" : "%ld.%ld", tenths < 10 ? tenths : tenths / 10, tenths % 10);
    else
        text_format(out, "%ld", tenths / 10);
}

static void write_curve(const struct curve *curve, bool closed, struct text *out) {
    struct point last = {0};
    char command = 0;
    for (int i = 0; i < curve->count; i++) {
        struct point p = curve->points[i];
        char wanted = p.moves ? 'M' : 'l';
        if (wanted != command || p.moves)
            text_add_char(out, wanted);
        add_tenths(out, p.moves ? p.x : p.x - last.x, wanted == command && !p.moves);
        add_tenths(out, p.moves ? p.y : p.y - last.y, true);
        command = wanted;
        last = p;
    }
    text_add(out, closed ? "z" : "");
}

/* Rewrites the points between `start` and the next quote; NULL if they are something else. */
static const char *shorten(const char *start, bool polygon, struct text *out) {
    const char *end = strchr(start, '\'');
    struct curve curve = {0};
    bool closed = false, good = end && read_curve(start, end, &curve, &closed);
    if (good)
        write_curve(&curve, closed || polygon, out);
    free(curve.points);
    return good ? end : NULL;
}

/* "<polygon fill = 'C' ... points = '...'/>" becomes a path, which has relative points. */
static const char *polygon_to_path(const char *at, struct text *out) {
    static const char tag[] = "<polygon", points[] = " points = '";
    const char *list = strstr(at, points), *end = strchr(at, '>');
    if (!list || !end || list > end)
        return NULL;
    size_t before = out->length;
    text_add(out, "<path");
    text_add_range(out, at + sizeof tag - 1, (size_t)(list - at) - (sizeof tag - 1));
    text_add(out, " d='");
    const char *after = shorten(list + sizeof points - 1, true, out);
    if (!after) {
        out->length = before;
        out->data[before] = '\0';
    }
    return after;
}

/* The end of a label without words, or NULL. */
static const char *empty_label_end(const char *at) {
    static const char nothing[] = "\n\t\t<text></text>\n\t</g>\n";
    const char *end = strchr(at, '>');
    return end && strncmp(end + 1, nothing, sizeof nothing - 1) == 0 ? end + sizeof nothing : NULL;
}

/* Tooltips: gnuplot gives curves without a title whatever string it used last. */
static const char *title_end(const char *at) {
    static const char opening[] = "<title>", closing[] = "</title>";
    if (strncmp(at, opening, sizeof opening - 1) != 0)
        return NULL;
    const char *end = strstr(at, closing);
    return end ? end + sizeof closing - 1 : NULL;
}

static void shorten_curves(const struct text *svg, struct text *out) {
    static const char group[] = "<g transform=", polygon[] = "<polygon", path[] = " d='",
                      defined[] = "</defs>";
    const char *at = svg->data, *defs = at ? strstr(at, defined) : NULL, *after;
    while (at && *at) {
        if (*at != '<' && *at != ' ') {
            size_t plain = strcspn(at, "< ");
            text_add_range(out, at, plain);
            at += plain;
        } else if ((after = title_end(at))) {
            at = after;
        } else if (strncmp(at, group, sizeof group - 1) == 0 && (after = empty_label_end(at))) {
            at = after;
        } else if (strncmp(at, polygon, sizeof polygon - 1) == 0 && (after = polygon_to_path(at, out))) {
            at = after;
        } else if (at > defs && strncmp(at, path, sizeof path - 1) == 0) {
            text_add(out, path);
            at += sizeof path - 1;
            after = shorten(at, false, out);
            at = after ? after : at;
        } else {
            text_add_char(out, *at++);
        }
    }
}

void svg_compact(const struct text *svg, struct text *out) {
    struct text joined = {0};
    join_groups(svg, &joined);
    shorten_curves(&joined, out);
    text_free(&joined);
}
