/* SPDX-License-Identifier: MIT */
/* beside.h - reads what runs left in their directories and sets them side by side. */
#ifndef CLI_BESIDE_H
#define CLI_BESIDE_H

#include "cli/options.h"

/* The directories of the arguments on the page that -o FILE names; an exit code. */
int beside_write(const struct options *options);

#endif
