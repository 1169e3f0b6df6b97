/* SPDX-License-Identifier: MIT */
/* catalogue.h - SKUs, how popular they are and how large, which are bought together, and the merchants who
 * own them.
 *
 * SKUs are numbered from 0 in order of popularity (rank 1 first). What chance decides here is part of the
 * scenario, not of a replication, so its seed is fixed. */
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

/* How a SKU is handled. */
enum handling {
    HANDLING_STANDARD,
    HANDLING_BULKY,
    HANDLING_FRAGILE,
    HANDLING_HAZARDOUS,
    HANDLING_TEMPERATURE
};
extern const char *const handling_names[]; /* NULL at the end */

struct sku_row { /* of a catalogue file */
    const char *sku, *merchant, *family;
    double weight, litres, kilograms;
    int units_per_case, cases_per_pallet, handling;
};

struct zipf_config {
    double exponent;
};
struct abc_popularity_config {
    double *skus, *lines; /* shares of SKUs and of lines by class */
    int skus_count, lines_count;
};

struct families_config {
    int size;
    double share;
};
struct drift_config {
    double share, every_days;
};

struct catalogue_config {
    int skus;
    struct choice popularity;
    struct families_config *families;
    struct drift_config *drift;
    struct distribution litres, kilograms;
    int units_per_case, cases_per_pallet;
    struct sku_row *file;
    int file_count;
};
extern const struct field catalogue_fields[];

enum { NO_FAMILY = -1 };

struct sku {
    const char *code;
    int merchant, family;
    double share;             /* of all lines */
    double litres, kilograms; /* of a unit */
    int units_per_case, cases_per_pallet;
    enum handling handling;
    int listed; /* its place in the list of the assortment: its row in the file, else any */
};

/* SKUs of one merchant that are bought together (families.c). A line after the first comes with probability
 * `share` from the family of the first, by popularity; so the share of a SKU in all lines stays what it is.
 */
struct families {
    int count;
    double share;
    int *skus;    /* family by family */
    int *first;   /* by family: its begin in skus; first[count] is the end of the last */
    double *upto; /* along skus: the shares of this SKU and those before it in its family */
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
    struct families families;
    const struct drift_config *drift; /* NULL: popularity stays */
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

/* Draws families, or takes them by name (one for each SKU, "" = none); names NULL = by chance. */
void families_create(struct arena *arena, struct catalogue *catalogue, const struct families_config *config,
                     const char *const *names);
/* Sums up shares along the families: upto[k] for every place of families.skus. */
void families_sum(const struct families *families, double (*share)(const void *self, int sku),
                  const void *self, double *upto);
/* A later line of an order whose first line is SKU `first`: a SKU of the same family, or -1, then it is drawn
 * like any other. `upto`: of the families, or as popularity has drifted. */
int families_draw(const struct catalogue *catalogue, const double *upto, int first, struct stream *stream);

#endif
