/* SPDX-License-Identifier: MIT */
/* units.h - the unit that the end of a key's name promises: pack_s is in s, walk_m_per_s in m/s. */
#ifndef SIM_CONFIG_UNITS_H
#define SIM_CONFIG_UNITS_H

/* NULL if the name promises no unit. */
const char *unit_of_name(const char *name);

#endif
