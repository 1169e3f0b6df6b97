/* SPDX-License-Identifier: MIT */
/* number_text.c - the shortest decimal that reads back as the same double (see text.h).
 *
 * Of the three ways only the last one is needed for correctness. The first two are for speed: a study of many
 * designs writes tens of millions of numbers. */
#include <float.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "sim/base/text.h"

static void write_reversed(char *out, const char *reversed, int count) {
    while (count)
        *out++ = reversed[--count];
    *out = 0;
}

/* 1. Whole numbers of up to 15 digits are their own shortest decimal, and many results are whole. */
#define WHOLE_MOST 999999999999999.0

static void whole_text(char buffer[NUMBER_SIZE], long long value) {
    char reversed[NUMBER_SIZE];
    int count = 0;
    unsigned long long rest = value < 0 ? 0ull - (unsigned long long)value : (unsigned long long)value;
    do
        reversed[count++] = (char)('0' + rest % 10);
    while (rest /= 10);
    if (value < 0)
        reversed[count++] = '-';
    write_reversed(buffer, reversed, count);
}

/* 2. Numbers that are neither small nor large, by exact arithmetic.
 *
 * A double is mantissa / 2^shift. Times 10^scale its whole part has 17 digits and everything fits into 128
 * bits. Rounded to 15, 16 or 17 digits, half to even as printf does, it reads back as the same double if it
 * is off by less than half a step of the mantissa, or by just as much and the mantissa is even. */
#define PLAIN_LEAST 1e-3
#define PLAIN_MOST 1e15
#define TEN_TO_16 10000000000000000u
enum { FRACTION_BITS = DBL_MANT_DIG - 1, EXPONENT_MASK = 0x7ff, EXPONENT_BIAS = 1023, TENS = 20 };
__extension__ typedef unsigned __int128 wide;

static const uint64_t tens[TENS] = {1u,
                                    10u,
                                    100u,
                                    1000u,
                                    10000u,
                                    100000u,
                                    1000000u,
                                    10000000u,
                                    100000000u,
                                    1000000000u,
                                    10000000000u,
                                    100000000000u,
                                    1000000000000u,
                                    10000000000000u,
                                    100000000000000u,
                                    1000000000000000u,
                                    10000000000000000u,
                                    100000000000000000u,
                                    1000000000000000000u,
                                    10000000000000000000u};

struct plain {
    uint64_t mantissa;
    int shift, scale;
    wide scaled; /* mantissa * 10^scale */
};

static struct plain plain_of(double value) {
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    struct plain plain = {.mantissa = (bits & ((1ull << FRACTION_BITS) - 1)) | 1ull << FRACTION_BITS};
    plain.shift = EXPONENT_BIAS + FRACTION_BITS - (int)(bits >> FRACTION_BITS & EXPONENT_MASK);
    for (plain.scale = 16; plain.scale && value >= (double)tens[17 - plain.scale]; plain.scale--)
        ;
    do
        plain.scaled = (wide)plain.mantissa * tens[plain.scale];
    while (plain.scaled >> plain.shift < TEN_TO_16 && ++plain.scale < TENS);
    return plain;
}

static uint64_t rounded(const struct plain *plain, uint64_t unit) {
    uint64_t digits = (uint64_t)(plain->scaled >> plain->shift) / unit;
    wide rest = plain->scaled - ((wide)(digits * unit) << plain->shift);
    wide half = ((wide)unit << plain->shift) / 2;
    return digits + (rest > half || (rest == half && digits % 2));
}

static bool reads_back(const struct plain *plain, uint64_t decimal) {
    wide read = (wide)decimal << plain->shift, step = tens[plain->scale];
    wide off = read > plain->scaled ? read - plain->scaled : plain->scaled - read;
    return 2 * off < step || (2 * off == step && plain->mantissa % 2 == 0);
}

/* The digits with a point before the last `decimals`, without zeros at the end. */
static void plain_digits(char *out, uint64_t digits, int decimals) {
    char reversed[NUMBER_SIZE];
    int count = 0;
    for (; decimals > 0 && digits % 10 == 0; decimals--)
        digits /= 10;
    for (int left = decimals; digits || left >= 0; left--, digits /= 10) {
        if (left == 0 && count)
            reversed[count++] = '.';
        reversed[count++] = (char)('0' + digits % 10);
    }
    write_reversed(out, reversed, count);
}

static bool plain_text(char buffer[NUMBER_SIZE], double value) {
    double size = fabs(value);
    if (!(size >= PLAIN_LEAST && size < PLAIN_MOST))
        return false;
    struct plain plain = plain_of(size);
    /* Below a power of two steps are half as large. */
    if (plain.scale == TENS || plain.mantissa == 1ull << FRACTION_BITS)
        return false;
    int dropped = DBL_DECIMAL_DIG - DBL_DIG;
    uint64_t digits = rounded(&plain, tens[dropped]);
    while (dropped && !reads_back(&plain, digits * tens[dropped]))
        digits = rounded(&plain, tens[--dropped]);
    *buffer = '-';
    plain_digits(buffer + (value < 0), digits, plain.scale - dropped);
    return true;
}

/* 3. The decimal separator of the locale, whatever its bytes are, becomes a point. */
static void use_decimal_point(char *number) {
    char *separator = number + strspn(number, "+-0123456789e");
    if (!*separator)
        return;
    size_t width = strcspn(separator, "0123456789");
    *separator = '.';
    memmove(separator + 1, separator + width, strlen(separator + width) + 1);
}

/* Every decimal of up to 15 digits survives the way through a normal double, so trying fewer cannot be
 * shorter; subnormal doubles have fewer digits. */
static void any_text(char buffer[NUMBER_SIZE], double value) {
    for (int digits = fabs(value) < DBL_MIN ? 1 : DBL_DIG; digits <= DBL_DECIMAL_DIG; digits++) {
        snprintf(buffer, NUMBER_SIZE, "%.*g", digits, value);
        if (strtod(buffer, NULL) == value)
            break;
    }
    use_decimal_point(buffer);
}

const char *number_text(char buffer[NUMBER_SIZE], double value) {
    if (isnan(value))
        return strcpy(buffer, "nan");
    if (isinf(value))
        return strcpy(buffer, value > 0 ? "inf" : "-inf");
    if (fabs(value) <= WHOLE_MOST && value == (double)(long long)value)
        whole_text(buffer, (long long)value);
    else if (!plain_text(buffer, value))
        any_text(buffer, value);
    return buffer;
}
