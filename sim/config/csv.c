/* SPDX-License-Identifier: MIT */
/* csv.c - cuts CSV text into rows of cells, in place: quotes are taken away and cells are ended by a 0. */
#include "sim/config/csv.h"
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include "sim/base/arena.h"
#include "sim/base/problems.h"
#include "sim/base/text.h"
#include "sim/config/inputs.h"
#include "sim/config/read.h"

static void report(struct csv *csv, int line, int column, const char *hint, const char *rule,
                   va_list arguments) {
    if (csv->reported >= CSV_MAX_PROBLEMS) {
        csv->unreported++;
        return;
    }
    csv->reported++;
    const char *sentence = arena_vformat(csv->arena, rule, arguments);
    struct place place = {.file = csv->file, .line = line, .column = column};
    problem_at(csv->problems, place, csv->path, hint, "%s", sentence);
}

__attribute__((format(printf, 5, 6))) static void complain(struct csv *csv, int line, int column,
                                                           const char *hint, const char *rule, ...) {
    va_list arguments;
    va_start(arguments, rule);
    report(csv, line, column, hint, rule, arguments);
    va_end(arguments);
}

void csv_wrong(struct csv *csv, int column, const char *hint, const char *rule, ...) {
    va_list arguments;
    va_start(arguments, rule);
    report(csv, csv->line, csv->cell_columns[column], hint, rule, arguments);
    va_end(arguments);
}

/* The separator that is most frequent outside quotes in the first line; a comma if there is none. */
static char separator_of(const char *at, const char *end) {
    int commas = 0, semicolons = 0, tabs = 0;
    bool quoted = false;
    for (; at < end && (quoted || (*at != '\n' && *at != '\r')); at++) {
        quoted ^= *at == '"';
        commas += !quoted && *at == ',';
        semicolons += !quoted && *at == ';';
        tabs += !quoted && *at == '\t';
    }
    return semicolons > commas && semicolons >= tabs ? ';' : tabs > commas ? '\t' : ',';
}

/* Ends a cell at `stop`; true if another cell follows in the row. Moves the cursor behind what ended the
 * cell. */
static bool end_cell(struct csv *csv, char *stop) {
    bool more = stop < csv->end && *stop == csv->separator;
    if (stop < csv->end) {
        csv->cursor = stop + 1;
        if (*stop == '\r' && csv->cursor < csv->end && *csv->cursor == '\n')
            csv->cursor++;
        csv->cursor_line += !more;
    } else {
        csv->cursor = csv->end;
    }
    *stop = 0;
    return more;
}

static bool plain_cell(struct csv *csv) {
    char *at = csv->cursor, separator = csv->separator;
    while (at < csv->end && *at != separator && *at != '\n' && *at != '\r')
        at++;
    return end_cell(csv, at);
}

/* The cell begins with a quote; doubled quotes inside stand for one. */
static bool quoted_cell(struct csv *csv, int column) {
    char *from = csv->cursor + 1, *to = csv->cursor;
    int line = csv->cursor_line;
    for (; from < csv->end; from++) {
        if (*from == '"' && !(from + 1 < csv->end && from[1] == '"'))
            break;
        from += *from == '"';
        csv->cursor_line += *from == '\n';
        *to++ = *from;
    }
    char *close = from;
    if (close >= csv->end) {
        complain(csv, line, column, "a quote inside a quoted cell is written twice",
                 "a quoted cell is not closed");
        *to = 0;
        csv->cursor = csv->end;
        return false;
    }
    for (from++; from < csv->end && *from != csv->separator && *from != '\n' && *from != '\r'; from++)
        ;
    if (from > close + 1)
        complain(csv, line, column, "a quote inside a quoted cell is written twice",
                 "a quoted cell must end at its closing quote");
    bool more = end_cell(csv, from);
    *to = 0;
    return more;
}

/* Cuts the row at the cursor into at most `capacity` cells; the number of cells found. */
static int cut_row(struct csv *csv, char **cells, int *columns, int capacity) {
    char *start = csv->cursor;
    int count = 0;
    bool more = true;
    csv->line = csv->cursor_line;
    while (more) {
        char *cell = csv->cursor;
        int column = (int)(cell - start < CSV_MAX_LINE ? cell - start : CSV_MAX_LINE) + 1;
        if (count < capacity)
            cells[count] = cell, columns[count] = column;
        count++;
        more = *cell == '"' ? quoted_cell(csv, column) : plain_cell(csv);
    }
    if (csv->cursor - start > CSV_MAX_LINE)
        complain(csv, csv->line, 1, "is a quote missing?", "a row may not be longer than 1 MiB");
    return count;
}

/* Blanks around a header name mean nothing. */
static char *trimmed(char *text) {
    while (*text == ' ' || *text == '\t')
        text++;
    size_t length = strlen(text);
    while (length > 0 && (text[length - 1] == ' ' || text[length - 1] == '\t'))
        text[--length] = 0;
    return text;
}

static void skip_empty_lines(struct csv *csv) {
    while (csv->cursor < csv->end && (*csv->cursor == '\n' || *csv->cursor == '\r')) {
        csv->cursor_line += *csv->cursor == '\n' || !(csv->cursor + 1 < csv->end && csv->cursor[1] == '\n');
        csv->cursor++;
    }
}

static bool read_header(struct csv *csv) {
    char *cells[CSV_MAX_COLUMNS];
    int columns[CSV_MAX_COLUMNS];
    csv->separator = separator_of(csv->cursor, csv->end);
    int count = cut_row(csv, cells, columns, CSV_MAX_COLUMNS);
    if (count > CSV_MAX_COLUMNS) {
        complain(csv, csv->line, 1, NULL, "the header may not have more than %d columns, but has %d",
                 CSV_MAX_COLUMNS, count);
        return false;
    }
    csv->column_count = count;
    csv->columns = arena_array(csv->arena, const char *, count);
    csv->cells = arena_array(csv->arena, char *, count);
    csv->cell_columns = arena_array(csv->arena, int, count);
    for (int i = 0; i < count; i++)
        csv->columns[i] = arena_copy(csv->arena, trimmed(cells[i]));
    return csv->reported == 0;
}

/* Takes over `content`, which has a 0 behind its end; NULL after a problem. */
static struct csv *open_content(struct arena *arena, const char *name, const char *path, char *content,
                                size_t length, struct problems *problems) {
    struct csv *csv = arena_new(arena, struct csv);
    *csv = (struct csv){.file = name,
                        .path = path,
                        .content = content,
                        .cursor = content,
                        .end = content + length,
                        .cursor_line = 1,
                        .row = -1,
                        .arena = arena,
                        .problems = problems};
    if (length >= 3 && memcmp(content, "\xEF\xBB\xBF", 3) == 0)
        csv->cursor += 3; /* a byte order mark */
    const char *zero = memchr(content, 0, length);
    skip_empty_lines(csv);
    if (zero) {
        int line = 1;
        for (const char *c = content; c < zero; c++)
            line += *c == '\n';
        complain(csv, line, 0, "save it as plain UTF-8 text", "the file contains a NUL byte and is no text");
    } else if (csv->cursor == csv->end) {
        complain(csv, 0, 0, NULL, "the file is empty");
    } else if (read_header(csv)) {
        return csv;
    }
    csv_close(csv);
    return NULL;
}

struct csv *csv_of_content(struct arena *arena, const char *name, const char *path, const char *text,
                           size_t length, struct problems *problems) {
    char *content = memory_resize(NULL, length + 1);
    if (length)
        memcpy(content, text, length);
    content[length] = 0;
    return open_content(arena, name, path, content, length, problems);
}

struct csv *csv_open_text(struct arena *arena, const char *name, const char *text, size_t length,
                          struct problems *problems) {
    return csv_of_content(arena, arena_copy(arena, name), "", text, length, problems);
}

struct csv *csv_open(struct arena *arena, const char *path, struct problems *problems) {
    size_t length = 0;
    const char *fault = NULL, *name = arena_copy(arena, path);
    char *content = file_content(arena, path, &length, &fault);
    if (content)
        return open_content(arena, name, "", content, length, problems);
    problem_at(problems, (struct place){.file = name}, "", NULL, "the file %s", fault);
    return NULL;
}

int csv_column(struct csv *csv, const char *name, bool needed) {
    int found = -1;
    for (int i = 0; i < csv->column_count; i++) {
        if (strcmp(csv->columns[i], name) != 0)
            continue;
        if (found >= 0) {
            complain(csv, csv->line, 0, NULL, "the header has the column \"%s\" twice", name);
            return -1;
        }
        found = i;
    }
    if (found < 0 && needed) {
        struct node shown = {.kind = NODE_TEXT, .text = name};
        complain(csv, csv->line, 0, nearest_hint(csv->arena, name, csv->columns, csv->column_count),
                 "the header has no column %s", node_shown(csv->arena, &shown));
    }
    return found;
}

static void tell_ragged(struct csv *csv) {
    if (csv->ragged_rows == 1)
        complain(csv, csv->ragged_line, 1, NULL, "a row must have %d cells like the header, but has %d",
                 csv->column_count, csv->ragged_cells);
    else if (csv->ragged_rows > 1)
        complain(csv, csv->ragged_line, 1, NULL,
                 "%d rows from here on have %d cell%s, but must have %d like the header", csv->ragged_rows,
                 csv->ragged_cells, csv->ragged_cells > 1 ? "s" : "", csv->column_count);
    csv->ragged_rows = 0;
}

static void add_ragged(struct csv *csv, int cells) {
    if (csv->ragged_rows && csv->ragged_cells != cells)
        tell_ragged(csv);
    if (!csv->ragged_rows++) {
        csv->ragged_line = csv->line;
        csv->ragged_cells = cells;
    }
}

bool csv_next(struct csv *csv) {
    for (;;) {
        skip_empty_lines(csv);
        if (csv->cursor >= csv->end)
            break;
        int count = cut_row(csv, csv->cells, csv->cell_columns, csv->column_count);
        if (count == csv->column_count) {
            csv->row++;
            return true;
        }
        add_ragged(csv, count);
    }
    tell_ragged(csv);
    return false;
}

void csv_close(struct csv *csv) {
    if (!csv)
        return;
    tell_ragged(csv);
    if (csv->unreported > 0)
        problem_at(csv->problems, (struct place){.file = csv->file, .line = csv->cursor_line}, csv->path,
                   NULL, "and %d more problems in this file", csv->unreported);
    csv->unreported = 0;
    free(csv->content);
    csv->content = NULL;
}
