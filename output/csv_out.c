/* SPDX-License-Identifier: MIT */
/* csv_out.c - RFC 4180 records. */
#include "output/csv_out.h"

#include <math.h>
#include <string.h>
#include "sim/base/text.h"

static void separate(struct text *out) {
    if (out->length && out->data[out->length - 1] != '\n')
        text_add_char(out, ',');
}

static void add_quoted(struct text *out, const char *field) {
    text_add_char(out, '"');
    for (const char *c = field; *c; c++) {
        if (*c == '"')
            text_add_char(out, '"');
        text_add_char(out, *c);
    }
    text_add_char(out, '"');
}

void csv_text(struct text *out, const char *field) {
    bool begins = !out->length || out->data[out->length - 1] == '\n';
    separate(out);
    /* An empty first field is quoted, so that the next one knows that the record has begun. */
    if (strpbrk(field, ",\"\r\n") || (begins && !*field))
        add_quoted(out, field);
    else
        text_add(out, field);
}

void csv_number(struct text *out, double value) {
    separate(out);
    if (isfinite(value))
        text_add_number(out, value);
}

void csv_integer(struct text *out, int value) {
    csv_number(out, value);
}

void csv_fields(struct text *out, const char *fields, size_t length) {
    separate(out);
    text_add_range(out, fields, length);
}

void csv_end(struct text *out) {
    text_add_range(out, "\r\n", 2);
}

void csv_header(struct text *out, const char *const *fields) {
    for (; *fields; fields++)
        csv_text(out, *fields);
    csv_end(out);
}
