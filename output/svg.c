/* SPDX-License-Identifier: MIT */
/* svg.c - drops empty pen groups and joins equal neighbours, line by line. */
#include "output/svg.h"

#include <stdbool.h>
#include <string.h>
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

void svg_compact(const struct text *svg, struct text *out) {
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
