/* SPDX-License-Identifier: MIT */
/* visit_order.h - in which order to visit places so that a closed tour is short, where it must be exact or
 * ways differ by direction; tours past many places whose ways are as long there as back are those of
 * routing_order.h. */
#ifndef MODELS_LAYOUT_VISIT_ORDER_H
#define MODELS_LAYOUT_VISIT_ORDER_H

enum { VISIT_ORDER_EXACT = 9 }; /* places with the start up to which the tour is shortest */

/* Fills order[0 ... count - 1] with the places; it begins with 0, the start. metres[a * count + b] from a to
 * b need not be the same both ways. Shortest for few places; else the nearest one next, improved by 2-opt. */
void visit_order(const double *metres, int count, int *order);

#endif
