/* SPDX-License-Identifier: MIT */
/* slotting_file.c - a CSV file says where every SKU lies. */
#include <stdlib.h>
#include <string.h>
#include "models/demand/catalogue.h"
#include "models/layout/slotting.h"
#include "sim/base/arena.h"
#include "sim/base/problems.h"

struct home_row {
    const char *sku, *block;
    int aisle, bay, level, slot;
};
struct file_config {
    struct home_row *homes;
    int homes_count;
};

static const struct field home_fields[] = {
    {FIELD(struct home_row, sku), .required = true, .doc = "Code of the SKU."},
    {FIELD(struct home_row, block), .preset_json = "\"\"", .doc = "Storage block; empty for the first."},
    {FIELD(struct home_row, aisle), .min = 1, .max = 500, .required = true, .doc = "Aisle, from 1."},
    {FIELD(struct home_row, bay), .min = 1, .max = 1000, .required = true,
     .doc = "Bay along the aisle, from 1 at the front."},
    {FIELD(struct home_row, level), .min = 1, .max = 100, .preset = 1, .doc = "Level, from 1 at the bottom."},
    {FIELD(struct home_row, slot), .min = 1, .max = 2000, .preset = 1,
     .doc = "Slot on the level, from 1; those on the left of the aisle come first, then those on the right."},
    {0},
};
static const struct field file_fields[] = {
    {ROWS(struct file_config, homes, home_fields), .required = true, .doc = "CSV file with a row per SKU."},
    {0},
};

static const char path[] = "slotting.file.homes";

/* Slots are in the order of their numbers, so a place is found by halving. */

static int compare(const struct slot *slot, const struct slot *place) {
    const int differences[] = {slot->stop.block - place->stop.block, slot->stop.aisle - place->stop.aisle,
                               slot->bay - place->bay, slot->stop.level - place->stop.level,
                               slot->place - place->place};
    for (size_t i = 0; i < sizeof differences / sizeof *differences; i++)
        if (differences[i])
            return differences[i];
    return 0;
}

/* The first slot not before a place. */
static int lower_bound(const struct placing *placing, const struct slot *place) {
    int low = 0, high = placing->slot_count;
    while (low < high) {
        int middle = low + (high - low) / 2;
        if (compare(&placing->slots[middle], place) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static int find_block(const struct layout *layout, const char *name) {
    if (!*name)
        return 0;
    for (int b = 0; b < layout->block_count; b++)
        if (strcmp(layout->blocks[b].config->name, name) == 0)
            return b;
    return -1;
}

/* The last slot of a block says how many aisles, bays, levels and slots it has: all of its bays are alike. */
static void explain(const struct placing *placing, int row, const struct slot *place) {
    struct slot beyond = {.stop = {.block = place->stop.block + 1}};
    int last = lower_bound(placing, &beyond) - 1;
    const struct slot *most = last >= 0 ? &placing->slots[last] : NULL;
    if (!most || most->stop.block != place->stop.block) {
        problem_of_row(placing->problems, path, row, "name another block",
                       "lies in a block where nothing is picked");
        return;
    }
    problem_of_row(
        placing->problems, path, row, NULL,
        "the block has %d aisles of %d bays with %d levels of %d slots; found aisle %d, bay %d, level "
        "%d, slot %d",
        most->stop.aisle + 1, most->bay + 1, most->stop.level + 1, most->place + 1, place->stop.aisle + 1,
        place->bay + 1, place->stop.level + 1, place->place + 1);
}

/* The slot that a row names, or -1 with a problem. */
static int slot_of_row(const struct placing *placing, int i) {
    const struct file_config *config = placing->config;
    const struct home_row *row = &config->homes[i];
    struct slot place = {.stop = {.aisle = row->aisle - 1, .level = row->level - 1},
                         .bay = row->bay - 1,
                         .place = row->slot - 1};
    place.stop.block = find_block(placing->layout, row->block);
    if (place.stop.block < 0) {
        problem_of_row(placing->problems, path, i, "give the name of one of layout.blocks",
                       "there is no block \"%s\"", row->block);
        return -1;
    }
    int slot = lower_bound(placing, &place);
    if (slot < placing->slot_count && compare(&placing->slots[slot], &place) == 0)
        return slot;
    explain(placing, i, &place);
    return -1;
}

enum { FREE = -1 };

static void read_homes(struct placing *placing) {
    const struct file_config *config = placing->config;
    int *row_of = placing->order; /* that took the slot */
    for (int i = 0; i < placing->slot_count; i++)
        row_of[i] = FREE;
    for (int i = 0; i < config->homes_count; i++) {
        const char *code = config->homes[i].sku;
        int sku = catalogue_find(placing->catalogue, code), slot = slot_of_row(placing, i);
        if (sku < 0) {
            problem_of_row(placing->problems, path, i, "add it to the catalogue",
                           "gives a slot to SKU %s, which the catalogue does not have", code);
        } else if (placing->place[sku] != FREE) {
            problem_of_row(placing->problems, path, i, NULL, "SKU %s has a slot already", code);
        } else if (slot >= 0 && row_of[slot] != FREE) {
            problem_of_row(placing->problems, path, i, NULL, "SKU %s takes the slot of SKU %s", code,
                           config->homes[row_of[slot]].sku);
        } else if (slot >= 0) {
            row_of[slot] = i;
        }
        if (sku >= 0 && placing->place[sku] == FREE)
            placing->place[sku] = slot >= 0 ? slot : 0; /* a stand-in: there is a problem */
    }
}

static void place_by_file(struct placing *placing) {
    int missing = 0, first = -1;
    for (int i = 0; i < placing->sku_count; i++)
        placing->place[i] = FREE;
    read_homes(placing);
    for (int i = 0; i < placing->sku_count; i++) {
        if (placing->place[i] != FREE)
            continue;
        first = missing++ ? first : i;
        placing->place[i] = 0; /* a stand-in */
    }
    if (missing == 1)
        problem_of(placing->problems, path, NULL, "gives SKU %s no slot",
                   placing->catalogue->skus[first].code);
    else if (missing)
        problem_of(placing->problems, path, NULL, "gives %d SKUs no slot, among them SKU %s", missing,
                   placing->catalogue->skus[first].code);
}

const struct slotting slotting_file = {
    .option = {.name = "file",
               .doc = "A CSV file says where every SKU lies.",
               .fields = file_fields,
               .size = sizeof(struct file_config)},
    .distance_m = by_number_m,
    .place = place_by_file,
};
