/* SPDX-License-Identifier: MIT */
/* floor_plan.h - a recorded plan of the floor as a page to print or to open in a browser, and as numbers.
 *
 * The page is one SVG of A4 landscape without scripts, pictures or links: the plan drawn to scale with its
 * dimensions and heat, and every route as a small multiple. It is rendered from the recording alone. */
#ifndef OUTPUT_FLOOR_PLAN_H
#define OUTPUT_FLOOR_PLAN_H

struct recording;
struct text;

struct floor_plan_view {
    const char *title; /* "" for none */
    const char *name;  /* of the scenario */
    const struct recording *recording;
};

void floor_plan_svg(const struct floor_plan_view *view, struct text *out);
/* Two plans side by side, to the same scale, above a table of their numbers. */
void floor_plan_pair_svg(const struct floor_plan_view views[2], struct text *out);
/* One object: the facts, and the metres of every route. */
void floor_plan_json(const struct floor_plan_view *view, struct text *out);

#endif
