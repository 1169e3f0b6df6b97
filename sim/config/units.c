/* SPDX-License-Identifier: MIT */
/* units.c - suffixes of names and their units. */
#include "sim/config/units.h"
#include <stddef.h>
#include "sim/base/text.h"

/* The longest suffix stands first where one ends with another. */
static const struct {
    const char *suffix, *unit;
} units[] = {
    {"_m_per_s2", "m/s2"}, {"_m_per_s", "m/s"}, {"_km_per_h", "km/h"}, {"_s", "s"},      {"_min", "min"},
    {"_h", "h"},           {"_days", "d"},   {"_m", "m"},           {"_m2", "m2"},    {"_m3", "m3"},
    {"_mm", "mm"},         {"_km", "km"},       {"_l", "l"},           {"_litres", "l"}, {"_kg", "kg"},
    {"_kwh", "kWh"},       {"_kw", "kW"},
};

const char *unit_of_name(const char *name) {
    if (text_ends_with(name, "_per_h") || text_ends_with(name, "_per_s") || text_ends_with(name, "_per_m") ||
        text_ends_with(name, "_per_kg")) {
        for (size_t i = 0; i < 3; i++)
            if (text_ends_with(name, units[i].suffix))
                return units[i].unit;
        return NULL; /* a rate of anything */
    }
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (text_ends_with(name, units[i].suffix))
            return units[i].unit;
    return NULL;
}
