/* SPDX-License-Identifier: MIT */
/* settings.h - `--set PATH=VALUE` as an edit of the given tree, before it is read. */
#ifndef SIM_CONFIG_SETTINGS_H
#define SIM_CONFIG_SETTINGS_H

#include "sim/config/config.h"
#include "sim/config/read.h"

/* Edits `root` (an object) in place. Names address elements of lists; a choice is selected by going into it.
 */
void setting_apply(struct reader *r, const struct field *fields, struct node *root,
                   const struct setting *setting);

#endif
