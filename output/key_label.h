/* SPDX-License-Identifier: MIT */
/* key_label.h - a short name of what is varied, for columns and axes. */
#ifndef OUTPUT_KEY_LABEL_H
#define OUTPUT_KEY_LABEL_H

enum { KEY_LABEL_SIZE = 256 };
/* The end of a key that has at most `most` letters, or its last step: "demand.channels.shop.orders_per_day"
 * is "shop.orders_per_day". Of keys that move together every one is there, and what they end with once:
 * "pickers+packers.shifts.0.people". */
const char *key_label(char buffer[KEY_LABEL_SIZE], const char *name, int most);

#endif
