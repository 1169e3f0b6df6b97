/* SPDX-License-Identifier: MIT */
/* svg.h - makes gnuplot's SVG shorter without changing the picture. */
#ifndef OUTPUT_SVG_H
#define OUTPUT_SVG_H

struct text;

/* gnuplot opens a group for every change of pen: empty groups are dropped and neighbours with the same pen
 * joined, which halves a file. */
void svg_compact(const struct text *svg, struct text *out);

#endif
