/* SPDX-License-Identifier: MIT */
/* csv_out.h - one CSV record at a time (RFC 4180: CR LF, quotes doubled; UTF-8; an undefined number is
 * empty). */
#ifndef OUTPUT_CSV_OUT_H
#define OUTPUT_CSV_OUT_H

#include <stddef.h>

struct text;

/* A field and the comma before it, unless the record just begins. */
void csv_text(struct text *out, const char *field);
void csv_number(struct text *out, double value);
void csv_integer(struct text *out, int value);
/* Fields that were written before, as they stand. */
void csv_fields(struct text *out, const char *fields, size_t length);
void csv_end(struct text *out);

/* A whole record of texts; NULL ends. */
void csv_header(struct text *out, const char *const *fields);

#endif
