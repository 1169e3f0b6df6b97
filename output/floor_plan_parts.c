/* SPDX-License-Identifier: MIT */
/* floor_plan_parts.c - pen, letters and colours for the page of a floor plan. */
#include "output/floor_plan_parts.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "output/prose.h"
#include "sim/base/text.h"

/* Frames */

struct corner {
    double x_m, y_m;
};

/* From the lower left one counterclockwise. */
static struct corner corner_of(const struct shape *shape, int corner) {
    double x = corner == 1 || corner == 2 ? shape->width_m : 0, y = corner >= 2 ? shape->height_m : 0;
    double c = cos(shape->turn), s = sin(shape->turn);
    return shape->turn == 0 ? (struct corner){shape->x_m + x, shape->y_m + y}
                            : (struct corner){shape->x_m + c * x - s * y, shape->y_m + s * x + c * y};
}

bool is_plain(const struct recording *recording) {
    for (int i = 0; i < recording->shape_count; i++)
        if (recording->shapes[i].kind > SHAPE_DEPOT || recording->shapes[i].kind == SHAPE_DOOR ||
            recording->shapes[i].turn != 0)
            return false;
    return true;
}

struct extent extent_of(const struct recording *recording) {
    struct extent extent = {INFINITY, -INFINITY, INFINITY, -INFINITY};
    for (int i = 0; i < recording->shape_count; i++) {
        const struct shape *shape = &recording->shapes[i];
        for (int corner = 0; corner < 4; corner++) {
            struct corner at = corner_of(shape, corner);
            extent.left = fmin(extent.left, at.x_m);
            extent.right = fmax(extent.right, at.x_m);
            extent.bottom = fmin(extent.bottom, at.y_m);
            extent.top = fmax(extent.top, at.y_m);
        }
    }
    return recording->shape_count ? extent : (struct extent){0, 1, 0, 1};
}

struct frame frame_with(const struct extent *extent, const struct box *box, double scale) {
    double width = (extent->right - extent->left) * scale, height = (extent->top - extent->bottom) * scale;
    return (struct frame){box->left + (box->width - width) / 2 - extent->left * scale,
                          box->top + (box->height - height) / 2 + extent->top * scale, scale};
}

struct frame frame_in(const struct extent *extent, const struct box *box) {
    double width = extent->right - extent->left, height = extent->top - extent->bottom;
    return frame_with(extent, box, fmin(box->width / width, box->height / height));
}

/* Pen */

void svg_number(struct text *out, double value) {
    long hundredths = lrint(value * 100);
    text_format(out, "%s%ld", hundredths < 0 ? "-" : "", labs(hundredths) / 100);
    long rest = labs(hundredths) % 100;
    if (rest)
        text_format(out, rest % 10 ? ".%02ld" : ".%ld", rest % 10 ? rest : rest / 10);
}

void svg_point(struct text *out, char command, double x, double y) {
    text_add_char(out, command);
    svg_number(out, x);
    text_add_char(out, ' ');
    svg_number(out, y);
}

void svg_rectangle(struct text *out, double x, double y, double width, double height) {
    svg_point(out, 'M', x, y);
    text_add_char(out, 'h');
    svg_number(out, width);
    text_add_char(out, 'v');
    svg_number(out, height);
    text_add_char(out, 'h');
    svg_number(out, -width);
    text_add_char(out, 'z');
}

void svg_shape(struct text *out, const struct shape *shape, const struct frame *frame) {
    if (shape->turn == 0) {
        svg_rectangle(out, frame_x(frame, shape->x_m), frame_y(frame, (double)shape->y_m + shape->height_m),
                      shape->width_m * frame->scale, shape->height_m * frame->scale);
        return;
    }
    for (int corner = 0; corner < 4; corner++) {
        struct corner at = corner_of(shape, corner);
        svg_point(out, corner ? 'L' : 'M', frame_x(frame, at.x_m), frame_y(frame, at.y_m));
    }
    text_add_char(out, 'z');
}

static void open_text(struct text *out, const char *class, double x, double y) {
    text_format(out, "<text class=\"%s\" x=\"", class);
    svg_number(out, x);
    text_add(out, "\" y=\"");
    svg_number(out, y);
}

void svg_text(struct text *out, const char *class, double x, double y, const char *string) {
    open_text(out, class, x, y);
    text_add(out, "\">");
    svg_escape(out, string);
    text_add(out, "</text>\n");
}

void svg_text_upright(struct text *out, const char *class, double x, double y, const char *string) {
    open_text(out, class, x, y);
    text_add(out, "\" transform=\"rotate(-90 ");
    svg_number(out, x);
    text_add_char(out, ' ');
    svg_number(out, y);
    text_add(out, ")\">");
    svg_escape(out, string);
    text_add(out, "</text>\n");
}

/* Letters */

/* The character at `at` and its length in bytes; a byte that is no UTF-8 is U+FFFD. */
static uint32_t character_at(const char *at, int *length) {
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    const unsigned char *bytes = (const unsigned char *)at;
    int n = bytes[0] < 0x80 ? 1 : bytes[0] >= 0xf0 ? 4 : bytes[0] >= 0xe0 ? 3 : 2;
    uint32_t c = n == 1 ? bytes[0] : bytes[0] & (0x7fu >> n);
    bool valid = bytes[0] < 0x80 || (bytes[0] >= 0xc2 && bytes[0] < 0xf5);
    for (int i = 1; i < n && valid; i++) {
        valid = (bytes[i] & 0xc0) == 0x80;
        c = c << 6 | (bytes[i] & 0x3f);
    }
    valid = valid && c >= least[n] && c <= 0x10ffff && !(c >= 0xd800 && c < 0xe000);
    *length = valid ? n : 1;
    return valid ? c : 0xfffd;
}

void svg_escape(struct text *out, const char *string) {
    static const struct {
        uint32_t character;
        const char *reference;
    } escapes[] = {{'<', "&lt;"}, {'>', "&gt;"}, {'&', "&amp;"}, {'"', "&quot;"}, {'\'', "&#39;"}};
    for (int length; *string; string += length) {
        uint32_t c = character_at(string, &length);
        const char *reference = c < 0x20 || c == 0x7f ? " " : c >= 0xfffd && c <= 0xffff ? "?" : NULL;
        for (size_t i = 0; i < sizeof escapes / sizeof *escapes; i++)
            if (escapes[i].character == c)
                reference = escapes[i].reference;
        if (reference)
            text_add(out, reference);
        else
            text_add_range(out, string, (size_t)length);
    }
}

/* Hundredths of the size, of the characters from the blank to the tilde. */
static const unsigned char advances[] = {
    32, 40, 46, 84, 64, 95, 78, 27, 39,  39, 50, 84, 32, 36, 32, 34, 64, 64, 64, 64, 64, 64, 64, 64,
    64, 64, 34, 34, 84, 84, 84, 53, 100, 68, 69, 70, 77, 63, 58, 77, 75, 29, 29, 66, 56, 86, 75, 79,
    60, 79, 69, 63, 61, 73, 68, 99, 69,  61, 69, 39, 34, 39, 84, 50, 50, 61, 63, 55, 63, 62, 35, 63,
    63, 28, 28, 58, 28, 97, 63, 61, 63,  63, 41, 52, 39, 63, 59, 82, 59, 59, 52, 64, 34, 64, 84};

static double advance(uint32_t c) {
    const uint32_t first_ideograph = 0x2e80;
    if (c < ' ' || c == 0x7f)
        return 0.32; /* drawn as a blank */
    return c <= '~' ? advances[c - ' '] / 100.0 : c < first_ideograph ? 0.8 : 1.05;
}

double letters_width(const char *string, double size) {
    double width = 0;
    for (int length; *string; string += length)
        width += advance(character_at(string, &length)) * size;
    return width;
}

void letters_fit(struct text *out, const char *string, double size, double width) {
    double used = 0;
    const char *cut = string, *at = string;
    for (int length; *at; at += length) {
        used += advance(character_at(at, &length)) * size;
        if (used <= width - size) /* the ellipsis takes a size */
            cut = at + length;
    }
    text_add_range(out, string, (size_t)((used <= width ? at : cut) - string));
    if (used > width)
        text_add(out, "…");
}

void add_quantity(struct text *out, double value, const char *unit) {
    double whole = floor(fabs(value) + 0.005);
    long hundredths = lrint((fabs(value) - whole) * 100);
    if (value < 0)
        text_add_char(out, '-');
    prose_number(out, whole, 1);
    if (hundredths > 0)
        text_format(out, hundredths % 10 ? ".%02ld" : ".%ld", hundredths % 10 ? hundredths : hundredths / 10);
    if (*unit)
        text_format(out, " %s", unit);
}

/* Colours */

struct heat_scale heat_scale_of(const struct recording *recording) {
    const double widest = 1000, narrowest = 10; /* ratios */
    struct heat_scale scale = {INFINITY, 0};
    for (int i = 0; i < recording->shape_count; i++) {
        double heat = recording->shapes[i].heat;
        if (heat > 0) {
            scale.low = fmin(scale.low, heat);
            scale.high = fmax(scale.high, heat);
        }
    }
    if (!(scale.high > 0))
        return (struct heat_scale){0, 0};
    scale.low = fmin(fmax(scale.low, scale.high / widest), scale.high / narrowest);
    return scale;
}

int heat_step(const struct heat_scale *scale, double heat) {
    if (!(heat > 0) || !(scale->high > 0))
        return -1;
    double share = log(heat / scale->low) / log(scale->high / scale->low);
    return (int)fmin(HEAT_STEPS - 1, fmax(0, share * HEAT_STEPS));
}

const char *heat_colour(char buffer[COLOUR_SIZE], double share) {
    /* Ten points of viridis (Smith and van der Walt 2015), from its light end: on paper, dark is much. */
    static const unsigned char points[][3] = {{253, 231, 37}, {181, 222, 43}, {110, 206, 88}, {53, 183, 121},
                                              {31, 158, 137}, {38, 130, 142}, {49, 104, 142}, {62, 73, 137},
                                              {72, 40, 120},  {68, 1, 84}};
    static const char digits[] = "0123456789abcdef";
    const int last = sizeof points / sizeof *points - 1;
    double place = fmin(1, fmax(0, share)) * last;
    int i = place < last ? (int)place : last - 1;
    buffer[0] = '#';
    for (int k = 0; k < 3; k++) {
        int value = (int)lrint(points[i][k] + (place - i) * (points[i + 1][k] - points[i][k]));
        buffer[1 + 2 * k] = digits[value >> 4];
        buffer[2 + 2 * k] = digits[value & 15];
    }
    buffer[COLOUR_SIZE - 1] = '\0';
    return buffer;
}
