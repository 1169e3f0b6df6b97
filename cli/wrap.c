/* SPDX-License-Identifier: MIT */
/* wrap.c - see wrap.h. */
#include "cli/wrap.h"

#include <string.h>
#include "sim/base/text.h"

enum { RIGHTMOST_COLUMN = 40 }; /* a column further right is none: it would leave no room */

/* Where a line's last column begins: after its last gap of two blanks or more. */
static int last_column(const char *line, int length) {
    int column = 0;
    for (int i = 2; i < length && i <= RIGHTMOST_COLUMN; i++)
        if (line[i] != ' ' && line[i - 1] == ' ' && line[i - 2] == ' ')
            column = i;
    return column;
}

/* How much of `line` fits into `room`: up to the last blank, or its whole first word where that is wider. */
static int fitting(const char *line, int length, int room) {
    if (length <= room)
        return length;
    int end = room;
    while (end > 0 && line[end] != ' ')
        end--;
    if (end == 0)
        for (end = room; end < length && line[end] != ' ';)
            end++;
    return end;
}

static void wrap_line(const char *line, int length, struct text *out) {
    int column = last_column(line, length), indent = 0;
    while (length > 0) {
        int room = TERMINAL_COLUMNS - indent;
        /* The first line may break only within its last column. */
        int skip = indent == 0 ? column : 0;
        int take = skip + fitting(line + skip, length - skip, room - skip);
        text_format(out, "%*s%.*s\n", indent, "", take, line);
        while (take < length && line[take] == ' ')
            take++;
        line += take;
        length -= take;
        indent = column;
    }
}

void wrap_lines(const char *plain, struct text *out) {
    while (*plain) {
        size_t length = strcspn(plain, "\n");
        if (length == 0)
            text_add_char(out, '\n');
        else
            wrap_line(plain, (int)length, out);
        plain += length + (plain[length] == '\n');
    }
}
