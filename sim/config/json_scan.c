/* SPDX-License-Identifier: MIT */
/* json_scan.c - checks JSON text against RFC 8259 and notes where each value begins.
 *
 * Recursive descent, at most JSON_MAX_DEPTH deep. `broken` means that what follows cannot be understood any
 * more. */
#include "sim/config/json_scan.h"
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "sim/base/arena.h"
#include "sim/base/problems.h"

struct scan {
    const char *name, *text, *at, *end;
    const char *counted; /* up to here lines and columns were counted */
    int line, column;    /* of `counted` */
    int depth, errors;
    bool broken;
    struct json_positions *positions;
    struct problems *problems;
};

/* Counting goes on from the last place; it starts again only for an error that lies before it. */
static struct place place_of(struct scan *s, const char *where) {
    if (where < s->counted)
        s->counted = s->text, s->line = s->column = 1;
    for (; s->counted < where; s->counted++) {
        unsigned char byte = (unsigned char)*s->counted;
        if (byte == '\n')
            s->line++, s->column = 1;
        else if ((byte & 0xC0) != 0x80)
            s->column++;
    }
    return (struct place){.file = s->name, .line = s->line, .column = s->column};
}

static void complain(struct scan *s, const char *where, const char *hint, const char *rule) {
    if (s->errors++ >= JSON_MAX_PROBLEMS) {
        s->broken = true;
        return;
    }
    problem_at(s->problems, place_of(s, where), "", hint, "%s", rule);
}

static void give_up(struct scan *s, const char *where, const char *hint, const char *rule) {
    if (!s->broken)
        complain(s, where, hint, rule);
    s->broken = true;
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/* White space; comments are reported once per place and passed over. */
static void skip_blanks(struct scan *s) {
    while (s->at < s->end) {
        char c = *s->at;
        if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
            s->at++;
        } else if (c == '#' || (c == '/' && s->end - s->at > 1 && (s->at[1] == '/' || s->at[1] == '*'))) {
            complain(s, s->at, "put the remark into a \"$comment\" key", "JSON has no comments");
            bool block = c == '/' && s->at[1] == '*';
            s->at += c == '#' ? 1 : 2;
            while (s->at < s->end &&
                   (block ? !(s->at[-1] == '*' && s->at[0] == '/') : *s->at != '\n' && *s->at != '\r'))
                s->at++;
            s->at += block && s->at < s->end;
        } else {
            return;
        }
    }
}

/* Length of the UTF-8 character at the start of `text`, 0 if it is none (overlong, surrogate, too large, cut
 * off). */
static size_t utf8_length(const char *text, size_t left) {
    const unsigned char *b = (const unsigned char *)text;
    size_t length = b[0] < 0x80                   ? 1
                    : b[0] >= 0xC2 && b[0] < 0xE0 ? 2
                    : (b[0] & 0xF0) == 0xE0       ? 3
                    : b[0] >= 0xF0 && b[0] < 0xF5 ? 4
                                                  : 0;
    if (length == 0 || length > left)
        return 0;
    for (size_t i = 1; i < length; i++)
        if ((b[i] & 0xC0) != 0x80)
            return 0;
    if ((b[0] == 0xE0 && b[1] < 0xA0) || (b[0] == 0xED && b[1] > 0x9F) || (b[0] == 0xF0 && b[1] < 0x90) ||
        (b[0] == 0xF4 && b[1] > 0x8F))
        return 0;
    return length;
}

/* Four hexadecimal digits, or -1. */
static int hex4(const struct scan *s, const char *at) {
    int value = 0;
    if (s->end - at < 4)
        return -1;
    for (int i = 0; i < 4; i++) {
        char c = at[i];
        int digit = is_digit(c)            ? c - '0'
                    : c >= 'a' && c <= 'f' ? c - 'a' + 10
                    : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                           : -1;
        if (digit < 0)
            return -1;
        value = value * 16 + digit;
    }
    return value;
}

/* After a backslash; leaves `at` behind the escape. */
static void scan_escape(struct scan *s) {
    const char *start = s->at - 1;
    if (s->at == s->end)
        return;
    char c = *s->at++;
    if (c != 'u') {
        if (!memchr("\"\\/bfnrt", c, 8))
            complain(s, start, "write \\\\ for a backslash", "a text has an escape that JSON does not know");
        return;
    }
    int code = hex4(s, s->at);
    if (code < 0) {
        complain(s, start, NULL, "\\u must be followed by four hexadecimal digits");
        return;
    }
    s->at += 4;
    if (code == 0)
        complain(s, start, NULL, "a text may not contain \\u0000");
    if (code < 0xD800 || code > 0xDFFF)
        return;
    int low =
        code < 0xDC00 && s->end - s->at >= 6 && s->at[0] == '\\' && s->at[1] == 'u' ? hex4(s, s->at + 2) : -1;
    if (low >= 0xDC00 && low <= 0xDFFF)
        s->at += 6;
    else
        complain(s, start, NULL, "\\u gives half of a surrogate pair");
}

static void scan_string(struct scan *s) {
    const char *start = s->at++;
    bool control = false, encoding = false; /* reported once a string */
    while (s->at < s->end && *s->at != '"') {
        unsigned char c = (unsigned char)*s->at;
        if (c == '\n') {
            give_up(s, start, "close it with \" on the same line; \\n stands for a line break",
                    "a text is not closed");
            return;
        }
        if (c == '\\') {
            s->at++;
            scan_escape(s);
            continue;
        }
        if (c < 0x20 && !control) {
            complain(s, s->at, "write \\t for a tab", "a text contains a control character");
            control = true;
        }
        size_t length = utf8_length(s->at, (size_t)(s->end - s->at));
        if (length == 0 && !encoding) {
            complain(s, s->at, "save the file as UTF-8", "a text is not valid UTF-8");
            encoding = true;
        }
        s->at += length ? length : 1;
    }
    if (s->at >= s->end)
        give_up(s, start, NULL, "a text is not closed");
    else
        s->at++;
}

static bool is_number_part(char c) {
    return is_digit(c) || c == '.' || c == '-' || c == '+' || c == 'e' || c == 'E';
}

static const char *digits(const char *at, const char *end) {
    while (at < end && is_digit(*at))
        at++;
    return at;
}

/* What is wrong with a number, or NULL. */
static const char *number_fault(const char *start, const char *end) {
    const char *at = start + (*start == '-');
    const char *whole = at;
    at = digits(at, end);
    if (at == whole)
        return "a number must begin with a digit or a minus sign and a digit";
    if (*whole == '0' && at - whole > 1)
        return "a number may not begin with a zero before other digits";
    if (at < end && *at == '.') {
        const char *fraction = ++at;
        at = digits(at, end);
        if (at == fraction)
            return "a number must have a digit after its point";
    }
    if (at < end && (*at == 'e' || *at == 'E')) {
        at++;
        at += at < end && (*at == '+' || *at == '-');
        const char *exponent = at;
        at = digits(at, end);
        if (at == exponent)
            return "a number must have a digit in its exponent";
    }
    if (at != end)
        return "this is not a number";
    if (end - start > JSON_MAX_NUMBER_LENGTH)
        return "a number may not have more than 63 characters";
    char copy[JSON_MAX_NUMBER_LENGTH + 1] = {0};
    memcpy(copy, start, (size_t)(end - start));
    return isfinite(strtod(copy, NULL)) ? NULL : "a number is too large";
}

static void scan_number(struct scan *s) {
    const char *start = s->at;
    while (s->at < s->end && is_number_part(*s->at))
        s->at++;
    const char *fault = number_fault(start, s->at);
    if (fault)
        complain(s, start, NULL, fault);
}

/* true, false, null; other words are reported and passed over. */
static void scan_word(struct scan *s) {
    static const char *const words[] = {"true", "false", "null"};
    const char *start = s->at;
    while (s->at < s->end && ((*s->at | 32) >= 'a' && (*s->at | 32) <= 'z'))
        s->at++;
    size_t length = (size_t)(s->at - start);
    for (int i = 0; i < 3; i++)
        if (length == strlen(words[i]) && memcmp(start, words[i], length) == 0)
            return;
    while (s->at < s->end && !strchr(" \t\r\n,:]}", *s->at) && *s->at)
        s->at++;
    complain(s, start, "texts and keys stand in double quotes; the only words are true, false and null",
             "a value must be a text, number, list, object, true, false or null");
}

static void note(struct scan *s, struct place key) {
    struct json_positions *p = s->positions;
    struct place place = place_of(s, s->at);
    if (p->count == p->capacity) {
        p->capacity = p->capacity ? 2 * p->capacity : 256;
        p->items = memory_resize(p->items, (size_t)p->capacity * sizeof *p->items);
    }
    p->items[p->count++] = (struct json_position){place.line, place.column, key.line, key.column};
}

static void scan_value(struct scan *s, struct place key);

/* After an element: true if another one follows. A missing comma is reported and taken as given. */
static bool another(struct scan *s, char close, const char *open) {
    skip_blanks(s);
    if (s->broken)
        return false;
    if (s->at == s->end) {
        complain(s, open, NULL, close == '}' ? "an object is not closed by }" : "a list is not closed by ]");
        s->broken = true;
        return false;
    }
    if (*s->at == close) {
        s->at++;
        return false;
    }
    if (*s->at != ',') {
        bool member = *s->at == '"' || (close == ']' && (*s->at == '{' || *s->at == '[' || is_digit(*s->at)));
        const char *rule = close == '}' ? "expected , or } after a value" : "expected , or ] after a value";
        if (member)
            complain(s, s->at, "put a comma between the two", rule);
        else
            give_up(s, s->at, NULL, rule);
        return member;
    }
    const char *comma = s->at++;
    skip_blanks(s);
    if (s->at < s->end && *s->at == close) {
        complain(s, comma, "take the comma away", "a comma must be followed by another value");
        s->at++;
        return false;
    }
    return true;
}

static void scan_member(struct scan *s) {
    skip_blanks(s);
    if (s->at == s->end || *s->at != '"') {
        give_up(s, s->at, "keys stand in double quotes", "expected a key");
        return;
    }
    struct place key = place_of(s, s->at);
    scan_string(s);
    if (s->broken)
        return;
    skip_blanks(s);
    if (s->at == s->end || *s->at != ':') {
        give_up(s, s->at, NULL, "expected : after a key");
        return;
    }
    s->at++;
    scan_value(s, key);
}

static void scan_inside(struct scan *s, char close) {
    const char *open = s->at++;
    if (++s->depth > JSON_MAX_DEPTH) {
        give_up(s, open, NULL, "lists and objects may not be nested more than 64 deep");
        return;
    }
    skip_blanks(s);
    if (s->at < s->end && *s->at == close) {
        s->at++;
    } else {
        do {
            if (close == '}')
                scan_member(s);
            else
                scan_value(s, (struct place){0});
        } while (!s->broken && another(s, close, open));
    }
    s->depth--;
}

static void scan_value(struct scan *s, struct place key) {
    skip_blanks(s);
    if (s->broken)
        return;
    if (s->at == s->end) {
        give_up(s, s->at, NULL, "expected a value, but the text ends");
        return;
    }
    note(s, key);
    char c = *s->at;
    if (c == '{')
        scan_inside(s, '}');
    else if (c == '[')
        scan_inside(s, ']');
    else if (c == '"')
        scan_string(s);
    else if (is_number_part(c) && c != 'e' && c != 'E')
        scan_number(s);
    else if ((c | 32) >= 'a' && (c | 32) <= 'z')
        scan_word(s);
    else
        give_up(s, s->at, NULL, "a value must be a text, number, list, object, true, false or null");
}

bool json_scan(const char *name, const char *text, size_t length, struct json_positions *positions,
               struct problems *problems) {
    struct scan s = {.name = name,
                     .text = text,
                     .at = text,
                     .end = text + length,
                     .counted = text,
                     .line = 1,
                     .column = 1,
                     .positions = positions,
                     .problems = problems};
    if (length > JSON_MAX_BYTES) {
        complain(&s, text, "large data belongs into a CSV file", "the text may not be larger than 64 MiB");
        return false;
    }
    if (length == 0) {
        complain(&s, text, NULL, "the text is empty");
        return false;
    }
    scan_value(&s, (struct place){0});
    skip_blanks(&s);
    if (!s.broken && s.at < s.end)
        complain(&s, s.at, NULL, "the text must end after the first value");
    return s.errors == 0;
}

void json_positions_free(struct json_positions *positions) {
    free(positions->items);
    *positions = (struct json_positions){0};
}
