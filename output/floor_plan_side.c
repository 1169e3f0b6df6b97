/* SPDX-License-Identifier: MIT */
/* floor_plan_side.c - the column beside the plan: its facts, what the colours mean, and how long a metre is.
 */
#include <math.h>
#include <string.h>
#include "output/floor_plan_parts.h"
#include "sim/base/text.h"

enum { ROW = 15, LETTERS = 11, SMALL = 10 };

/* Facts */

static void add_row(const struct fact *fact, const struct box *box, double y, struct text *out) {
    struct text value = {0};
    add_quantity(&value, fact->value, fact->unit);
    svg_text(out, "quiet", box->left, y, fact->words);
    svg_text(out, "end", box->left + box->width, y, value.data);
    text_free(&value);
}

/* Rows move together where there are many, so that there is room for what the colours mean. */
static double row_height(const struct recording *recording, const struct box *box) {
    const double below = 110;
    int rows = 2; /* a heading and the space above it */
    for (int i = 0; i < recording->fact_count; i++)
        rows += recording->facts[i].words != NULL;
    return fmax(LETTERS + 1, fmin(ROW, (box->height - below) / rows));
}

/* Facts of the plan, and those of each member under its name. Returns the y below. */
static double add_facts(const struct recording *recording, const struct box *box, struct text *out) {
    double y = box->top + LETTERS, row = row_height(recording, box);
    const char *member = NULL;
    for (int i = 0; i < recording->fact_count; i++) {
        const struct fact *fact = &recording->facts[i];
        if (!fact->words)
            continue;
        if (fact->member && (!member || strcmp(member, fact->member) != 0)) {
            struct text heading = {0};
            letters_fit(&heading, fact->member, LETTERS * 1.12, box->width);
            svg_text(out, "bold", box->left, y += 4, heading.data);
            text_free(&heading);
            member = fact->member;
            y += row;
        }
        add_row(fact, box, y, out);
        y += row;
    }
    return y;
}

/* What the colours mean */

static double heat_x(const struct heat_scale *scale, const struct box *box, double heat) {
    return box->left + box->width * log(heat / scale->low) / log(scale->high / scale->low);
}

/* Draws the ticks of a set of steps in each power of ten, if they keep apart. */
static bool add_ticks_of(const double *steps, const struct heat_scale *scale, const struct box *box, double y,
                         struct text *out) {
    const double apart = 6, over = 8; /* a label may stand over the ends */
    struct text ticks = {0}, label = {0};
    double free_from = box->left - over;
    bool fits = true;
    for (double power = pow(10, floor(log10(scale->low))); power <= scale->high && fits; power *= 10)
        for (int k = 0; steps[k] > 0; k++) {
            double heat = steps[k] * power, x = heat_x(scale, box, heat);
            text_clear(&label);
            text_format(&label, "%.6g", heat);
            double half = letters_width(label.data, SMALL) / 2;
            if (heat < scale->low || heat > scale->high || x - half < box->left - over ||
                x + half > box->left + box->width + over)
                continue;
            fits &= x - half >= free_from;
            text_add(&ticks, "<path class=\"line\" d=\"");
            svg_point(&ticks, 'M', x, y);
            text_add(&ticks, "v4\"/>\n");
            svg_text(&ticks, "tick middle", x, y + 14, label.data);
            free_from = x + half + apart;
        }
    if (fits && ticks.length)
        text_add_range(out, ticks.data, ticks.length);
    text_free(&ticks);
    text_free(&label);
    return fits;
}

static void add_ticks(const struct heat_scale *scale, const struct box *box, double y, struct text *out) {
    static const double sets[][4] = {{1, 2, 5, 0}, {1, 3, 0}, {1, 0}};
    for (int i = 0; i < 3; i++)
        if (add_ticks_of(sets[i], scale, box, y, out))
            return;
}

static bool has_cold_racks(const struct recording *recording) {
    for (int i = 0; i < recording->shape_count; i++)
        if (recording->shapes[i].kind == SHAPE_RACK && !(recording->shapes[i].heat > 0))
            return true;
    return false;
}

static double add_legend(const struct recording *recording, const struct box *box, double y,
                         struct text *out) {
    enum { STOPS = 9 }; /* the map is straight between them */
    struct heat_scale scale = heat_scale_of(recording);
    if (!(scale.high > 0))
        return y;
    struct text heading = {0};
    letters_fit(&heading, recording->heat_unit, SMALL, box->width);
    svg_text(out, "small", box->left, y + SMALL, heading.data);
    text_free(&heading);
    y += 16;
    text_add(out, "<linearGradient id=\"heat\">\n");
    for (int k = 0; k <= STOPS; k++) {
        char colour[COLOUR_SIZE];
        text_format(out, "<stop offset=\"%.4f\" stop-color=\"%s\"/>\n", (double)k / STOPS,
                    heat_colour(colour, (double)k / STOPS));
    }
    text_add(out, "</linearGradient>\n<path fill=\"url(#heat)\" d=\"");
    svg_rectangle(out, box->left, y, box->width, 12);
    text_add(out, "\"/>\n");
    add_ticks(&scale, box, y + 12, out);
    y += 34;
    if (has_cold_racks(recording)) {
        text_add(out, "<path class=\"none\" d=\"");
        svg_rectangle(out, box->left, y, 12, 10);
        text_add(out, "\"/>\n");
        svg_text(out, "small", box->left + 18, y + 9, "nothing asked for");
        y += 18;
    }
    return y;
}

/* What zones and flows look like */

static double add_swatch(const struct box *box, double y, const char *colour, bool line, const char *name,
                         struct text *out) {
    struct text cut = {0};
    letters_fit(&cut, name, SMALL, box->width - 22);
    text_format(out, "<path fill=\"%s\" d=\"", colour);
    svg_rectangle(out, box->left, line ? y + 4 : y, 14, line ? 3 : 10);
    text_add(out, "\"/>\n");
    svg_text(out, "small", box->left + 20, y + 9, cut.data);
    text_free(&cut);
    return y + 15;
}

static double add_keys(const struct recording *recording, const struct box *box, double y, struct text *out) {
    const char *names[MOST_ZONES];
    int count = zone_names(recording, names);
    double top = y;
    for (int z = 0; z < count && y < box->top + box->height - 60; z++) {
        struct text name = {0};
        text_format(&name, "zone %s", names[z]);
        y = add_swatch(box, y, zone_colour(z), false, name.data, out);
        text_free(&name);
    }
    for (int i = 0; i < recording->flow_count; i++) {
        bool again = i && strcmp(recording->flows[i].name, recording->flows[i - 1].name) == 0;
        if (!again)
            y = add_swatch(box, y, flow_colour(recording->flows[i].name), true, recording->flows[i].name,
                           out);
    }
    return y > top ? y + 4 : y;
}

/* How long a metre is */

static double round_length(double most) {
    double power = pow(10, floor(log10(most)));
    return power * (most >= 5 * power ? 5 : most >= 2 * power ? 2 : 1);
}

static void add_bar(double scale, const struct box *box, double y, struct text *out) {
    enum { PARTS = 4 };
    const double room = 30; /* for the label */
    double metres = round_length((box->width - room) / scale), part = metres * scale / PARTS;
    text_add(out, "<g id=\"scale\">\n<path class=\"line\" d=\"");
    svg_rectangle(out, box->left, y, part * PARTS, 5);
    text_add(out, "\"/>\n<path class=\"depot\" d=\"");
    for (int k = 0; k < PARTS; k += 2)
        svg_rectangle(out, box->left + k * part, y, part, 5);
    text_add(out, "\"/>\n");
    struct text label = {0};
    add_quantity(&label, metres, "m");
    svg_text(out, "small", box->left, y + 17, "0");
    svg_text(out, "small middle", box->left + part * PARTS, y + 17, label.data);
    text_free(&label);
    text_add(out, "</g>\n");
}

void floor_plan_side(const struct recording *recording, double scale, const struct box *box,
                     struct text *out) {
    double y = add_facts(recording, box, out);
    y = add_legend(recording, box, y + 2, out);
    y = add_keys(recording, box, y + 2, out);
    add_bar(scale, box, y + 6, out);
}
