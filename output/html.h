/* SPDX-License-Identifier: MIT */
/* html.h - text that is safe in HTML, and base64. */
#ifndef OUTPUT_HTML_H
#define OUTPUT_HTML_H

#include <stddef.h>

struct text;

/* Free text as content or inside a double-quoted attribute: < > & " ' as references, control bytes as blanks.
 */
void html_text(struct text *out, const char *string);
/* RFC 4648, with padding. */
void base64(struct text *out, const void *bytes, size_t length);
/* The SHA-256 of bytes in base64, as a Content-Security-Policy names a script (FIPS 180-4). */
void sha256_base64(struct text *out, const void *bytes, size_t length);

#endif
