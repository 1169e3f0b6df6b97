/* SPDX-License-Identifier: MIT */
/* text.c - a string that grows by doubling; names that are nearly right. */
#include "sim/base/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "sim/base/arena.h"

/* Room for `more` bytes and the terminator. */
static void reserve(struct text *text, size_t more) {
    size_t needed = text->length + more + 1;
    if (needed <= text->capacity)
        return;
    size_t capacity = text->capacity ? text->capacity : 64;
    while (capacity < needed)
        capacity *= 2;
    text->data = memory_resize(text->data, capacity);
    text->capacity = capacity;
}

void text_add_range(struct text *text, const char *start, size_t length) {
    reserve(text, length);
    if (length)
        memcpy(text->data + text->length, start, length);
    text->length += length;
    text->data[text->length] = '\0';
}

void text_add(struct text *text, const char *string) {
    text_add_range(text, string, strlen(string));
}

void text_add_char(struct text *text, char c) {
    text_add_range(text, &c, 1);
}

void text_vformat(struct text *text, const char *format, va_list arguments) {
    va_list again;
    va_copy(again, arguments);
    reserve(text, 63);
    size_t room = text->capacity - text->length;
    int length = vsnprintf(text->data + text->length, room, format, arguments);
    if (length > 0 && (size_t)length >= room) {
        reserve(text, (size_t)length);
        vsnprintf(text->data + text->length, (size_t)length + 1, format, again);
    }
    if (length > 0)
        text->length += (size_t)length;
    text->data[text->length] = '\0';
    va_end(again);
}

void text_format(struct text *text, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    text_vformat(text, format, arguments);
    va_end(arguments);
}

void text_clear(struct text *text) {
    text->length = 0;
    if (text->data)
        text->data[0] = '\0';
}

void text_free(struct text *text) {
    free(text->data);
    *text = (struct text){0};
}

void text_add_number(struct text *text, double value) {
    char buffer[NUMBER_SIZE];
    text_add(text, number_text(buffer, value));
}

/* The length of the UTF-8 sequence at `s`, or 0 if it is not valid (RFC 3629: no overlong forms, no
 * surrogates, nothing above U+10FFFF). */
static size_t utf8_length(const unsigned char *s) {
    if (s[0] < 0x80)
        return 1;
    unsigned char low = 0x80, high = 0xbf; /* the range of the second byte */
    size_t length = s[0] >= 0xc2 && s[0] <= 0xdf ? 2 : s[0] >= 0xe0 && s[0] <= 0xef ? 3 : 4;
    if (s[0] < 0xc2 || s[0] > 0xf4)
        return 0;
    if (s[0] == 0xe0)
        low = 0xa0;
    else if (s[0] == 0xed)
        high = 0x9f;
    else if (s[0] == 0xf0)
        low = 0x90;
    else if (s[0] == 0xf4)
        high = 0x8f;
    if (s[1] < low || s[1] > high)
        return 0;
    for (size_t i = 2; i < length; i++)
        if (s[i] < 0x80 || s[i] > 0xbf)
            return 0;
    return length;
}

static void add_json_ascii(struct text *text, char c) {
    static const char plain[] = "\b\f\n\r\t\"\\", letter[] = "bfnrt\"\\";
    const char *found = c ? strchr(plain, c) : NULL;
    if (found)
        text_format(text, "\\%c", letter[found - plain]);
    else if ((unsigned char)c < 0x20 || c == 0x7f || c == '<')
        text_format(text, "\\u%04x", (unsigned)c);
    else
        text_add_char(text, c);
}

void text_add_json_string(struct text *text, const char *string) {
    text_add_char(text, '"');
    for (const unsigned char *s = (const unsigned char *)string; *s;) {
        size_t length = utf8_length(s);
        if (length == 1)
            add_json_ascii(text, (char)*s);
        else if (length == 0)
            text_add(text, "\xef\xbf\xbd"); /* U+FFFD, the replacement character */
        else
            text_add_range(text, (const char *)s, length);
        s += length ? length : 1;
    }
    text_add_char(text, '"');
}

static int smaller(int a, int b) {
    return a < b ? a : b;
}

/* The usual restricted form (optimal string alignment): no part of the text is edited twice. */
int text_distance(const char *a, const char *b) {
    int rows = (int)strlen(a), columns = (int)strlen(b);
    size_t width = (size_t)columns + 1;
    int *memory = memory_resize(NULL, 3 * width * sizeof *memory);
    int *before = memory, *previous = memory + width, *row = memory + 2 * width;
    for (int j = 0; j <= columns; j++)
        row[j] = j;
    for (int i = 1; i <= rows; i++) {
        int *recycled = before;
        before = previous, previous = row, row = recycled;
        row[0] = i;
        for (int j = 1; j <= columns; j++) {
            int best = smaller(previous[j], row[j - 1]) + 1;
            best = smaller(best, previous[j - 1] + (a[i - 1] != b[j - 1]));
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                best = smaller(best, before[j - 2] + 1);
            row[j] = best;
        }
    }
    int distance = row[columns];
    free(memory);
    return distance;
}

/* Near enough: one edit, and one more for every four characters, but never the whole word. Failing that, a
 * candidate that goes on where the word stops. */
const char *text_nearest(const char *word, const char *const *candidates, int count) {
    int length = (int)strlen(word);
    int nearest = smaller(length, 2 + length / 4); /* the first distance that is too far */
    const char *found = NULL;
    for (int i = 0; i < count; i++) {
        int distance = text_distance(word, candidates[i]);
        if (distance < nearest) {
            nearest = distance;
            found = candidates[i];
        }
    }
    for (int i = 0; i < count && !found && length >= 3; i++)
        if (text_starts_with(candidates[i], word))
            found = candidates[i];
    return found;
}

bool text_starts_with(const char *text, const char *prefix) {
    return strncmp(text, prefix, strlen(prefix)) == 0;
}

bool text_ends_with(const char *text, const char *suffix) {
    size_t length = strlen(text), tail = strlen(suffix);
    return tail <= length && strcmp(text + length - tail, suffix) == 0;
}
