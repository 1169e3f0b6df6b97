/* SPDX-License-Identifier: MIT */
/* report_changes.c - what the user chose: first what the command line changed, then, folded away, what the
 * scenario file says. The lines are "PATH = VALUE (ORIGIN)" with the origin "--set" or "FILE:LINE". */
#include <string.h>
#include "output/html.h"
#include "output/report_parts.h"
#include "sim/base/text.h"

struct change {
    const char *path, *value, *origin; /* not ended by a 0 byte */
    size_t path_length, value_length, origin_length;
};

/* A line that is not of the form is all path. */
static struct change split(const char *line) {
    static const char equals[] = " = ", opening[] = " (";
    struct change change = {line, "", "", strlen(line), 0, 0};
    const char *value = strstr(line, equals), *end = line + strlen(line), *origin = end;
    while (value && origin > value && strncmp(origin, opening, sizeof opening - 1) != 0)
        origin--;
    if (!value || origin <= value || end[-1] != ')')
        return change;
    change.path_length = (size_t)(value - line);
    change.value = value + sizeof equals - 1;
    change.value_length = (size_t)(origin - change.value);
    change.origin = origin + sizeof opening - 1;
    change.origin_length = (size_t)(end - 1 - change.origin);
    return change;
}

static bool from_command_line(const struct change *change) {
    static const char set[] = "--set";
    return change->origin_length == sizeof set - 1 && memcmp(change->origin, set, sizeof set - 1) == 0;
}

static void add_part(struct text *html, const char *part, size_t length) {
    struct text plain = {0};
    text_add_range(&plain, part, length);
    html_text(html, plain.data ? plain.data : "");
    text_free(&plain);
}

static void add_row(struct text *html, const struct change *change, size_t skipped) {
    text_add(html, "<tr><th scope=\"row\"><code>");
    add_part(html, change->path + skipped, change->path_length - skipped);
    text_add(html, "</code></th><td><code>");
    add_part(html, change->value, change->value_length);
    text_add(html, "</code></td><td class=\"quiet\">");
    add_part(html, change->origin, change->origin_length);
    text_add(html, "</td></tr>\n");
}

static const char table_head[] = "<div class=\"scroll\" tabindex=\"0\">\n<table "
                                 "class=\"settings\">\n<thead><tr><th scope=\"col\">Setting</th>"
                                 "<th scope=\"col\">Value</th><th scope=\"col\">From</th></tr></thead>\n";

/* The length of the section's name and its dot; 0 for a key of the root. */
static size_t section_length(const struct change *change) {
    const char *dot = memchr(change->path, '.', change->path_length);
    return dot ? (size_t)(dot - change->path) + 1 : 0;
}

static bool same_section(const struct change *a, const struct change *b) {
    size_t length = section_length(a);
    return length == section_length(b) && memcmp(a->path, b->path, length) == 0;
}

static void add_section_heading(struct text *html, const struct change *change) {
    size_t length = section_length(change);
    text_add(html, "<tr><th class=\"group\" scope=\"rowgroup\" colspan=\"3\">");
    add_part(html, length ? change->path : "scenario", length ? length - 1 : strlen("scenario"));
    text_add(html, "</th></tr>\n");
}

static void add_command_line(const struct run_view *view, int count, struct text *html) {
    if (!count) {
        text_add(html, "<p>Nothing was changed on the command line.</p>\n");
        return;
    }
    text_add(html, "<p>Changed on the command line, against the scenario file:</p>\n");
    text_add(html, table_head);
    text_add(html, "<tbody>\n");
    for (int i = 0; view->changes[i]; i++) {
        struct change change = split(view->changes[i]);
        if (from_command_line(&change))
            add_row(html, &change, 0);
    }
    text_add(html, "</tbody>\n</table>\n</div>\n");
}

static void add_file(const struct run_view *view, int count, struct text *html) {
    struct change last = {0};
    text_format(html,
                "<details>\n<summary>The scenario: %d setting%s of the file; everything else has its "
                "default</summary>\n",
                count, count == 1 ? "" : "s");
    text_add(html, table_head);
    for (int i = 0; view->changes[i]; i++) {
        struct change change = split(view->changes[i]);
        if (from_command_line(&change))
            continue;
        if (!last.path || !same_section(&change, &last)) {
            text_add(html, last.path ? "</tbody>\n<tbody>\n" : "<tbody>\n");
            add_section_heading(html, &change);
        }
        add_row(html, &change, section_length(&change));
        last = change;
    }
    text_add(html, "</tbody>\n</table>\n</div>\n</details>\n");
}

void report_changes(const struct run_view *view, struct text *html) {
    if (!view->changes || !view->changes[0])
        return;
    int set = 0, all = 0;
    for (; view->changes[all]; all++) {
        struct change change = split(view->changes[all]);
        set += from_command_line(&change);
    }
    text_add(html, "<section id=\"changes\">\n<h2>Settings</h2>\n");
    add_command_line(view, set, html);
    if (all > set)
        add_file(view, all - set, html);
    text_add(html, "</section>\n");
}
