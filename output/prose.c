/* SPDX-License-Identifier: MIT */
/* prose.c - rounding, units and dates for people. */
#include "output/prose.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include "sim/base/text.h"
#include "sim/engine/calendar.h"

enum { SECONDS_A_MINUTE = 60 };

/* `value` with `decimals` places and commas between thousands. */
static void add_fixed(struct text *out, double value, int decimals) {
    char plain[384];
    snprintf(plain, sizeof plain, "%.*f", decimals, fabs(value));
    size_t whole = strcspn(plain, ".");
    if (value < 0 && strspn(plain, "0.") != strlen(plain)) /* no "-0" */
        text_add_char(out, '-');
    for (size_t i = 0; i < whole; i++) {
        if (i && (whole - i) % 3 == 0)
            text_add_char(out, ',');
        text_add_char(out, plain[i]);
    }
    text_add(out, plain + whole);
}

/* Decimal places that show `digits` significant digits of `value`. */
static int places_for(double value, int digits) {
    if (value == 0)
        return 0;
    int places = digits - 1 - (int)floor(log10(fabs(value)));
    return places < 0 ? 0 : places > 6 ? 6 : places;
}

void prose_number(struct text *out, double value, int digits) {
    if (!isfinite(value))
        text_add(out, "n/a");
    else
        add_fixed(out, value, value == rint(value) ? 0 : places_for(value, digits));
}

/* h:mm of seconds. */
static void add_clock(struct text *out, double seconds) {
    double minutes = rint(seconds / SECONDS_A_MINUTE);
    add_fixed(out, floor(minutes / 60), 0);
    text_format(out, ":%02d", (int)fmod(minutes, 60));
}

static void add_duration(struct text *out, double seconds, int digits) {
    if (!isfinite(seconds)) {
        text_add(out, "n/a");
    } else if (fabs(seconds) < 2 * SECONDS_A_MINUTE) {
        prose_number(out, seconds, digits);
        text_add(out, " s");
    } else if (fabs(seconds) < 1.5 * SECONDS_AN_HOUR) {
        prose_number(out, seconds / SECONDS_A_MINUTE, digits);
        text_add(out, " min");
    } else if (fabs(seconds) >= 3.0 * SECONDS_A_DAY || fmod(seconds, SECONDS_A_DAY) == 0) {
        prose_number(out, seconds / SECONDS_A_DAY, digits);
        text_add(out, fabs(seconds) == SECONDS_A_DAY ? " day" : " days");
    } else {
        if (seconds < 0)
            text_add_char(out, '-');
        add_clock(out, fabs(seconds));
        text_add(out, " h");
    }
}

/* A currency code ("EUR/order") begins with three capitals. */
static bool is_money(const char *unit) {
    for (int i = 0; i < 3; i++)
        if (unit[i] < 'A' || unit[i] > 'Z')
            return false;
    return unit[3] == '\0' || unit[3] == '/';
}

/* "1 order" but "0 orders", "2 orders". */
static void add_unit(struct text *out, double value, const char *unit) {
    size_t length = strlen(unit);
    bool single = fabs(value) == 1 && length > 1 && unit[length - 1] == 's';
    if (*unit)
        text_format(out, " %.*s", (int)(length - single), unit);
}

/* Decimal places of a share in per cent: one, but what is not quite all or nothing does not look so. */
static int share_places(double share) {
    enum { MOST_PLACES = 3 };
    int places = 1;
    for (double half_unit = 0.05; places < MOST_PLACES && share > 0 && share < 1 &&
                                  (100 * share < half_unit || 100 - 100 * share <= half_unit);
         half_unit /= 10)
        places++;
    return places;
}

/* "-EUR 0.93": the sign goes before the currency. */
static void add_money(struct text *out, const char *unit, struct text *amount) {
    bool negative = amount->data[0] == '-';
    text_format(out, "%s%.3s %s", negative ? "-" : "", unit, amount->data + negative);
    text_free(amount);
}

void prose_value(struct text *out, double value, const char *unit) {
    struct text amount = {0};
    if (!isfinite(value)) {
        text_add(out, "n/a");
    } else if (strcmp(unit, "share") == 0) {
        add_fixed(out, 100 * value, share_places(value));
        text_add(out, " %");
    } else if (strcmp(unit, "s") == 0) {
        prose_duration(out, value);
    } else if (is_money(unit)) {
        add_fixed(&amount, value, fabs(value) < 1000 ? 2 : 0);
        add_money(out, unit, &amount);
    } else {
        prose_number(out, value, fabs(value) >= 100 ? 1 : 3);
        add_unit(out, value, unit);
    }
}

static int clamp(int value, int low, int high) {
    return value < low ? low : value > high ? high : value;
}

/* Two significant digits of the half-width say how far to write the mean; a scale turns shares into per cent.
 */
static void add_scaled(struct text *out, const struct summary *summary, double half, double scale,
                       int most_places, bool money, const char *between, const char *sign) {
    bool is_wide = half > 1e-9 * fabs(summary->mean); /* less is rounding */
    bool share = scale == 100;
    int places = is_wide ? places_for(half * scale, share ? 1 : 2) : places_for(summary->mean * scale, 3);
    places = clamp(places, share ? 1 : 0, most_places);
    places += money && places == 1; /* cents come in pairs of digits */
    if (share && half * scale < 0.005)
        places = share_places(summary->mean); /* nothing is won by more zeros */
    add_fixed(out, summary->mean * scale, places);
    text_format(out, "%s %s ", between, sign);
    add_fixed(out, half * scale, places);
}

void prose_duration(struct text *out, double seconds) {
    add_duration(out, seconds, 3);
}

static void add_duration_estimate(struct text *out, const struct summary *summary, double half,
                                  const char *sign) {
    double ratio = fabs(summary->mean) / half;
    add_duration(out, summary->mean,
                 ratio > 0 && isfinite(ratio) ? clamp((int)floor(log10(ratio)) + 2, 1, 3) : 3);
    text_format(out, " %s ", sign);
    add_duration(out, half, 2);
}

void prose_estimate(struct text *out, const struct summary *summary, const char *unit, const char *sign) {
    double half = (summary->high - summary->low) / 2;
    struct text amount = {0};
    if (!isfinite(summary->mean) || !isfinite(half)) {
        prose_value(out, summary->mean, unit);
    } else if (strcmp(unit, "share") == 0) {
        add_scaled(out, summary, half, 100, 2, false, " %", sign);
    } else if (strcmp(unit, "s") == 0) {
        add_duration_estimate(out, summary, half, sign);
    } else if (is_money(unit)) {
        add_scaled(&amount, summary, half, 1, fabs(summary->mean) < 0.1 ? 4 : 2, true, "", sign);
        add_money(out, unit, &amount);
    } else {
        add_scaled(out, summary, half, 1, 4, false, "", sign);
        add_unit(out, 0, unit);
    }
}

struct prose_scale prose_scale(double largest, const char *unit) {
    struct prose_scale scale = {.factor = 1.0};
    const char *word = unit;
    if (strcmp(unit, "share") == 0) {
        scale.factor = 100.0;
        word = "points";
    } else if (strcmp(unit, "s") == 0 && largest >= 1.5 * SECONDS_AN_HOUR) {
        scale.factor = 1.0 / SECONDS_AN_HOUR;
        word = "h";
    } else if (strcmp(unit, "s") == 0 && largest >= 2 * SECONDS_A_MINUTE) {
        scale.factor = 1.0 / SECONDS_A_MINUTE;
        word = "min";
    }
    snprintf(scale.unit, sizeof scale.unit, "%.*s", is_money(unit) ? 3 : PROSE_SIZE - 1, word);
    scale.places = places_for(scale.factor * largest, 3);
    return scale;
}

void prose_difference_in(struct text *out, const struct prose_scale *scale, double difference, double half) {
    if (!isfinite(difference)) {
        text_add(out, "n/a");
        return;
    }
    bool nothing = difference == 0.0 && !(half > 0.0);
    size_t start = out->length;
    add_fixed(out, difference * scale->factor, nothing ? 0 : scale->places);
    if (difference > 0.0 && strspn(out->data + start, "0.") != out->length - start) {
        struct text plain = {0};
        text_format(&plain, "+%s", out->data + start);
        out->length = start;
        text_add(out, plain.data);
        text_free(&plain);
    }
    if (isfinite(half) && !nothing) {
        text_add(out, " +- ");
        add_fixed(out, half * scale->factor, scale->places);
    }
}

static const char *moment(char buffer[PROSE_SIZE], double seconds, char between, bool with_seconds) {
    int64_t whole = (int64_t)floor(seconds), days = whole / SECONDS_A_DAY, rest = whole % SECONDS_A_DAY;
    if (rest < 0) {
        rest += SECONDS_A_DAY;
        days--;
    }
    int year, month, day;
    date_split((struct date){days}, &year, &month, &day);
    int length = snprintf(buffer, PROSE_SIZE, "%04d-%02d-%02d%c%02d:%02d", year, month, day, between,
                          (int)(rest / SECONDS_AN_HOUR), (int)(rest / SECONDS_A_MINUTE % 60));
    if (with_seconds && length > 0 && length < PROSE_SIZE)
        snprintf(buffer + length, (size_t)(PROSE_SIZE - length), ":%02d", (int)(rest % SECONDS_A_MINUTE));
    return buffer;
}

const char *prose_moment(char buffer[PROSE_SIZE], double seconds) {
    return moment(buffer, seconds, ' ', false);
}

const char *iso_moment(char buffer[PROSE_SIZE], double seconds) {
    return moment(buffer, seconds, 'T', true);
}

void prose_name(struct text *out, const char *name) {
    for (; *name; name++)
        text_add_char(out, *name == '_' ? ' ' : *name);
}

void prose_short_name(struct text *out, const char *name, size_t width) {
    struct text plain = {0};
    prose_name(&plain, name);
    bool fits = plain.length <= width;
    text_add_range(out, plain.data ? plain.data : "", fits ? plain.length : width - 2);
    text_add(out, fits ? "" : "..");
    text_free(&plain);
}

void prose_count(struct text *out, long count, const char *noun) {
    text_format(out, "%ld %s%s", count, noun, count == 1 ? "" : "s");
}
