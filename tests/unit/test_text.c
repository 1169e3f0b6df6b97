/* SPDX-License-Identifier: MIT */
/* test_text.c - strings that grow, numbers, JSON strings, near names (sim/base/text.c, number_text.c). */
#include <float.h>
#include <locale.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include "sim/base/text.h"
#include "tests/support/check.h"

static void text_grows_and_stays_terminated(void) {
    struct text text = {0};
    for (int i = 0; i < 1000; i++)
        text_add_char(&text, 'a');
    CHECK_INT(text.length, 1000);
    CHECK_INT(strlen(text.data), 1000);
    text_clear(&text);
    CHECK_TEXT(text.data, "");
    text_add(&text, "orders ");
    text_add_range(&text, "lateness", 4);
    text_format(&text, " %d%%", 5);
    CHECK_TEXT(text.data, "orders late 5%");
    text_free(&text);
    CHECK(text.data == NULL && text.length == 0);
}

static void long_formats_are_complete(void) {
    struct text text = {0};
    text_add(&text, "x");
    text_format(&text, "%3000d", 42);
    CHECK_INT(text.length, 3001);
    CHECK_TEXT(text.data + 2999, "42");
    text_free(&text);
}

static void numbers_are_written_shortest(void) {
    static const struct {
        double value;
        const char *expected;
    } cases[] = {
        {0, "0"},
        {-0.0, "0"},
        {1, "1"},
        {-17, "-17"},
        {0.1, "0.1"},
        {1.0 / 3, "0.3333333333333333"},
        {0.1 + 0.2, "0.30000000000000004"},
        {100000, "100000"},
        {999999999999999, "999999999999999"},
        {100000000000000, "100000000000000"},
        {1e15, "1e+15"},
        {1e300, "1e+300"},
        {2.5e-7, "2.5e-07"},
        {DBL_MAX, "1.7976931348623157e+308"},
        {DBL_MIN, "2.2250738585072014e-308"},
        {0x1p-1074, "5e-324"},
        {NAN, "nan"},
        {-NAN, "nan"},
        {INFINITY, "inf"},
        {-INFINITY, "-inf"},
    };
    char buffer[NUMBER_SIZE];
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        CHECK_TEXT(number_text(buffer, cases[i].value), cases[i].expected);
}

static void numbers_read_back_the_same(void) {
    uint64_t bits = 12345;
    char buffer[NUMBER_SIZE];
    for (int i = 0; i < 20000; i++) {
        double value;
        bits = bits * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        memcpy(&value, &bits, sizeof value);
        if (!isfinite(value))
            continue;
        if (!CHECK(strtod(number_text(buffer, value), NULL) == value))
            return;
    }
}

/* The definition, as slow as it is: the fewest digits from 15 on that read back. */
static const char *fewest_digits(char buffer[NUMBER_SIZE], double value) {
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(buffer, NUMBER_SIZE, "%.*g", digits, value);
        if (strtod(buffer, NULL) == value)
            break;
    }
    return buffer;
}

static uint64_t next_bits(uint64_t *state) {
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return *state >> 11 ^ *state << 21;
}

enum { KINDS = 5, NUMBERS_OF_A_KIND = 100 * 1000 };

static double number_of_kind(int kind, uint64_t *state) {
    double u = (double)(next_bits(state) >> 11) * 0x1p-53, power = 1.0, value;
    int decimals = (int)(next_bits(state) % 17);
    for (int i = 0; i < decimals; i++)
        power *= 10.0;
    switch (kind) {
    case 0: /* any size */
        return exp((u - 0.5) * 100.0);
    case 1: /* few digits */
        return floor(u * 1e6) / power;
    case 2: /* as many digits as there are */
        return -floor(u * 9e15) / power;
    case 3: /* few bits: decimals that end, so that rounding meets ties */
        return floor(u * 1024.0) * 0x1p-24 + (double)(next_bits(state) >> 40);
    default: /* beside powers of ten and of two */
        value = next_bits(state) % 2 ? power : ldexp(1.0, decimals * 3 - 10);
        for (int steps = (int)(next_bits(state) % 5); steps > 0; steps--)
            value = nextafter(value, u < 0.5 ? 0.0 : 1e300);
        return u < 0.25 || u > 0.75 ? 1.0 / value : value;
    }
}

static void numbers_have_the_fewest_digits(void) {
    uint64_t state = 20;
    char buffer[NUMBER_SIZE], expected[NUMBER_SIZE];
    for (int i = 0; i < KINDS * NUMBERS_OF_A_KIND; i++) {
        double value = number_of_kind(i % KINDS, &state);
        if (value != floor(value) && !CHECK_TEXT(number_text(buffer, value), fewest_digits(expected, value)))
            return;
    }
}

static void a_comma_locale_changes_nothing(void) {
    static const char *const locales[] = {"de_DE.UTF-8", "de_DE.utf8", "fr_FR.UTF-8", "de_DE", "nl_NL.UTF-8"};
    const char *found = NULL;
    for (size_t i = 0; i < sizeof locales / sizeof *locales && !found; i++)
        found = setlocale(LC_NUMERIC, locales[i]);
    if (!found)
        SKIP("no locale with a decimal comma is installed");
    char buffer[NUMBER_SIZE];
    CHECK_TEXT(number_text(buffer, 0.5), "0.5");
    CHECK_TEXT(number_text(buffer, -1.25e-9), "-1.25e-09");
    setlocale(LC_NUMERIC, "C");
}

static void json_strings_are_escaped(void) {
    static const struct {
        const char *given, *expected;
    } cases[] = {
        {"", "\"\""},
        {"plain", "\"plain\""},
        {"a\"b\\c", "\"a\\\"b\\\\c\""},
        {"</script>", "\"\\u003c/script>\""},
        {"\n\t\r\b\f\x01\x1f\x7f", "\"\\n\\t\\r\\b\\f\\u0001\\u001f\\u007f\""},
        {"K\xc3\xb6ln \xe2\x82\xac \xf0\x9f\x93\xa6", "\"K\xc3\xb6ln \xe2\x82\xac \xf0\x9f\x93\xa6\""},
        {"a\xff"
         "b",
         "\"a\xef\xbf\xbd"
         "b\""},                                                                      /* no UTF-8 byte */
        {"\xc0\xaf", "\"\xef\xbf\xbd\xef\xbf\xbd\""},                                 /* overlong / */
        {"\xed\xa0\x80", "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\""},                 /* surrogate */
        {"\xf4\x90\x80\x80", "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\""}, /* above U+10FFFF */
        {"\xe2\x82", "\"\xef\xbf\xbd\xef\xbf\xbd\""},                                 /* cut off */
        {"\xf0\x9f\x93", "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\""},                 /* cut off */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct text text = {0};
        text_add_json_string(&text, cases[i].given);
        CHECK_TEXT(text.data, cases[i].expected);
        text_free(&text);
    }
}

static void distances_count_edits_and_swaps(void) {
    static const struct {
        const char *a, *b;
        int expected;
    } cases[] = {
        {"", "", 0},
        {"", "abc", 3},
        {"abc", "", 3},
        {"kitten", "sitting", 3},
        {"pakcing", "packing", 1},
        {"ca", "ac", 1},
        {"benches", "bench", 2},
        {"ab", "ba", 1},
        {"flaw", "lawn", 2},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        CHECK_INT(text_distance(cases[i].a, cases[i].b), cases[i].expected);
}

static void the_nearest_name_is_suggested_only_when_near(void) {
    static const char *const names[] = {"benches", "pack_s", "discipline", "mean", "mode", "on_time_share"};
    CHECK_TEXT(text_nearest("bench", names, 6), "benches");
    CHECK_TEXT(text_nearest("pack", names, 6), "pack_s");
    CHECK_TEXT(text_nearest("disicpline", names, 6), "discipline");
    CHECK_TEXT(text_nearest("maen", names, 6), "mean");
    CHECK_TEXT(text_nearest("on_time", names, 6), "on_time_share");
    CHECK(text_nearest("temperature", names, 6) == NULL);
    CHECK(text_nearest("x", names, 6) == NULL);
    CHECK(text_nearest("", names, 6) == NULL);
    CHECK(text_nearest("mean", names, 0) == NULL);
}

static void prefixes_and_suffixes_are_found(void) {
    CHECK(text_starts_with("orders.csv", "orders"));
    CHECK(text_starts_with("orders", ""));
    CHECK(!text_starts_with("or", "orders"));
    CHECK(text_ends_with("orders.csv", ".csv"));
    CHECK(!text_ends_with("csv", ".csv"));
    CHECK(!text_ends_with("orders.csv.gz", ".csv"));
}

static void numbers_are_appended(void) {
    struct text text = {0};
    text_add(&text, "x=");
    text_add_number(&text, -2.5);
    CHECK_TEXT(text.data, "x=-2.5");
    text_free(&text);
}

int main(int argc, char **argv) {
    return check_main(argc, argv,
                      (struct check_test[]){{TEST(text_grows_and_stays_terminated)},
                                            {TEST(long_formats_are_complete)},
                                            {TEST(numbers_are_written_shortest)},
                                            {TEST(numbers_read_back_the_same)},
                                            {TEST(numbers_have_the_fewest_digits)},
                                            {TEST(a_comma_locale_changes_nothing)},
                                            {TEST(json_strings_are_escaped)},
                                            {TEST(distances_count_edits_and_swaps)},
                                            {TEST(the_nearest_name_is_suggested_only_when_near)},
                                            {TEST(prefixes_and_suffixes_are_found)},
                                            {TEST(numbers_are_appended)},
                                            {0}});
}
