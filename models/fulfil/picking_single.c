/* SPDX-License-Identifier: MIT */
/* picking_single.c - one order a tour. */
#include "models/fulfil/picking_method.h"

const struct pick_method method_single = {
    .option = {"single", "One order a tour.", NULL, 0},
    .cut = picking_cut_whole,
};
