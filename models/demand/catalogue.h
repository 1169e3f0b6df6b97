/* SPDX-License-Identifier: MIT */
/* catalogue.h - SKUs, how popular they are, and the merchants who own them.
 *
 * SKUs are numbered from 0 in order of popularity (rank 1 first). */
#ifndef MODELS_DEMAND_CATALOGUE_H
#define MODELS_DEMAND_CATALOGUE_H

#include "sim/base/map.h"
#include "sim/config/field.h"

struct problems;

struct merchant_config {
    const char *name;
    double share, sku_share;
};
extern const struct field merchant_fields[];

struct sku_row { /* of a catalogue file */
    const char *sku, *merchant;
    double weight;
    int units_per_case, cases_per_pallet;
};

struct zipf_config {
    double exponent;
};
struct abc_popularity_config {
    double *skus, *lines; /* shares of SKUs and of lines by class */
    int skus_count, lines_count;
};

struct catalogue_config {
    int skus;
    struct choice popularity;
    int units_per_case, cases_per_pallet;
    struct sku_row *file;
    int file_count;
};
extern const struct field catalogue_fields[];

struct sku {
    const char *code;
    int merchant;
    double share; /* of all lines */
    int units_per_case, cases_per_pallet;
};

/* Built once per scenario; read-only. */
struct catalogue {
    int count;
    struct sku *skus;
    int merchant_count;
    const char *const *merchant_names;
    const struct alias *merchant_draw;
    const struct alias **sku_draw; /* by merchant: index into sku_of */
    const int **sku_of;
    int *merchant_skus; /* number of SKUs by merchant */
    struct map codes;   /* code to index */
};

/* `codes`: SKUs named by a replay, most popular first, with their lines; NULL when demand is drawn. */
struct sku_use {
    const char *code;
    int64_t lines;
};
struct catalogue *catalogue_create(struct arena *arena, const struct catalogue_config *config,
                                   const struct merchant_config *merchants, int merchant_count,
                                   const struct sku_use *codes, int code_count, struct problems *problems);
/* Index of a SKU by its code, or -1. Without a file, codes are ranks "1", "2", ... */
int catalogue_find(const struct catalogue *catalogue, const char *code);

#endif
