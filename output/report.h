/* SPDX-License-Identifier: MIT */
/* report.h - the whole answer as one HTML file that needs nothing else: no network, no other file. */
#ifndef OUTPUT_REPORT_H
#define OUTPUT_REPORT_H

#include <stdbool.h>
#include "output/output.h"

/* Writes DIRECTORY/report.html; pictures are taken from DIRECTORY/plots where they exist. */
bool report_write(const struct run_view *view, const char *directory, struct text *error);

#endif
