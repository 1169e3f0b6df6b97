/* SPDX-License-Identifier: MIT */
/* catalogue.c - see catalogue.h. */
#include "models/demand/catalogue.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "sim/base/arena.h"
#include "sim/base/heap.h"
#include "sim/base/problems.h"

/* What the user can set */

const char *const handling_names[] = {"standard", "bulky", "fragile", "hazardous", "temperature", NULL};

static const struct field zipf_fields[] = {
    {FIELD(struct zipf_config, exponent), .min = 0, .max = 3, .preset = 0.8,
     .doc = "Popularity of rank k is proportional to k to the power of minus this."},
    {0},
};
static const struct field abc_popularity_fields[] = {
    {SCALARS(struct abc_popularity_config, skus, FIELD_REAL), .min = 0, .max = 1,
     .preset_json = "[0.2, 0.3, 0.5]", .doc = "Share of the SKUs in class A, B, C."},
    {SCALARS(struct abc_popularity_config, lines, FIELD_REAL), .min = 0, .max = 1,
     .preset_json = "[0.64, 0.24, 0.12]", .doc = "Share of the order lines that ask for each class."},
    {0},
};
static const struct option popularity_zipf = {"zipf", "Zipf's law by rank.", zipf_fields,
                                              sizeof(struct zipf_config)};
static const struct option popularity_abc = {"abc", "Classes of equally popular SKUs.", abc_popularity_fields,
                                             sizeof(struct abc_popularity_config)};
static const struct option popularity_uniform = {"uniform", "All SKUs are equally popular.", NULL, 0};
static const struct option *const popularities[] = {&popularity_zipf, &popularity_abc, &popularity_uniform,
                                                    NULL};

const struct field merchant_fields[] = {
    {FIELD(struct merchant_config, name), .required = true, .doc = "Name of the merchant."},
    {FIELD(struct merchant_config, share), .min = 0, .max = 1, .required = true,
     .doc = "Share of the orders; shares are scaled to add up to 1."},
    {FIELD(struct merchant_config, sku_share), .min = 0, .max = 1, .preset = 0,
     .doc = "Share of the SKUs; 0 takes the share of the orders."},
    {0},
};

static const struct field sku_row_fields[] = {
    {FIELD(struct sku_row, sku), .required = true, .doc = "Code of the SKU."},
    {FIELD(struct sku_row, weight), .min = 0, .max = 1e12, .preset = 1,
     .doc = "Popularity weight: lines in any unit."},
    {FIELD(struct sku_row, merchant), .preset_json = "\"\"",
     .doc = "Merchant who owns it; empty for the first."},
    {FIELD(struct sku_row, units_per_case), .min = 0, .max = 100000, .preset = 0,
     .doc = "Units in a case; 0 takes the catalogue's value."},
    {FIELD(struct sku_row, cases_per_pallet), .min = 0, .max = 100000, .preset = 0,
     .doc = "Cases on a pallet; 0 takes the catalogue's value."},
    {FIELD(struct sku_row, litres), .min = 0, .max = 1e6, .preset = 0,
     .doc = "Litres of a unit; 0 takes the catalogue's value."},
    {FIELD(struct sku_row, kilograms), .min = 0, .max = 1e6, .preset = 0,
     .doc = "Kilograms of a unit; 0 takes the catalogue's value."},
    {ENUM(struct sku_row, handling, handling_names), .preset = HANDLING_STANDARD, .doc = "Handling class."},
    {FIELD(struct sku_row, family), .preset_json = "\"\"",
     .doc = "Family of SKUs of the same merchant that are bought together; empty for none."},
    {0},
};

static const struct field families_fields[] = {
    {FIELD(struct families_config, size), .min = 1, .max = 100000, .preset = 10,
     .doc = "SKUs in a family, put together by chance; the family column of a file overrules it."},
    {FIELD(struct families_config, share), .min = 0, .max = 1, .preset = 0.3,
     .doc = "Share of an order's lines after the first that come from the family of the first."},
    {0},
};
static const struct field drift_fields[] = {
    {FIELD(struct drift_config, share), .min = 0, .max = 1, .preset = 0.1,
     .doc = "Share of a merchant's SKUs that exchange their popularity among themselves."},
    {FIELD(struct drift_config, every_days), .min = 0.01, .max = 36600, .preset = 28, .unit = "d",
     .doc = "How often they do."},
    {0},
};

const struct field catalogue_fields[] = {
    {FIELD(struct catalogue_config, skus), .min = 1, .max = 2000000, .preset = 1000,
     .doc = "Number of SKUs; a file or an order book that names SKUs overrules it."},
    {CHOICE(struct catalogue_config, popularity, popularities),
     .preset_json = "{\"zipf\": {\"exponent\": 0.8}}", .doc = "How order lines spread over SKUs."},
    {FIELD(struct catalogue_config, units_per_case), .min = 1, .max = 100000, .preset = 12,
     .doc = "Units in a case."},
    {FIELD(struct catalogue_config, cases_per_pallet), .min = 1, .max = 100000, .preset = 40,
     .doc = "Cases on a pallet."},
    {FIELD(struct catalogue_config, litres), .min = 0.000001, .max = 1e6, .preset_json = "1",
     .unit = "litres", .doc = "Litres of a unit, drawn for each SKU."},
    {FIELD(struct catalogue_config, kilograms), .min = 0, .max = 1e6, .preset_json = "0.5", .unit = "kg",
     .doc = "Kilograms of a unit, drawn for each SKU."},
    {SECTION(struct catalogue_config, families, families_fields),
     .doc = "SKUs that are bought together; without it lines are independent."},
    {SECTION(struct catalogue_config, drift, drift_fields),
     .doc = "How popularity moves between SKUs; without it it stays."},
    {ROWS(struct catalogue_config, file, sku_row_fields), .doc = "CSV file with a row per SKU."},
    {0},
};

/* How popular */

static void zipf_weights(const struct zipf_config *config, double *weights, int count) {
    for (int i = 0; i < count; i++)
        weights[i] = pow(i + 1.0, -config->exponent);
}

static void abc_weights(const struct abc_popularity_config *config, double *weights, int count) {
    int first = 0;
    double upto = 0.0;
    for (int k = 0; k < config->skus_count; k++) {
        upto += config->skus[k];
        int end = k == config->skus_count - 1 ? count : (int)lround(upto * count);
        for (int i = first; i < end && i < count; i++)
            weights[i] = config->lines[k] / (end - first);
        first = end;
    }
}

static bool check_abc(const struct abc_popularity_config *config, struct problems *problems) {
    int errors_before = problems->errors;
    if (config->skus_count != config->lines_count || config->skus_count == 0)
        problem_of(problems, "catalogue.popularity.abc.lines", "give one number per class in both lists",
                   "must have as many shares as \"skus\"; found %d and %d", config->lines_count,
                   config->skus_count);
    double skus = 0, lines = 0;
    for (int k = 0; k < config->skus_count; k++)
        skus += config->skus[k];
    for (int k = 0; k < config->lines_count; k++)
        lines += config->lines[k];
    if (fabs(skus - 1) > 1e-6)
        problem_of(problems, "catalogue.popularity.abc.skus", NULL, "must add up to 1; found %g", skus);
    if (fabs(lines - 1) > 1e-6)
        problem_of(problems, "catalogue.popularity.abc.lines", NULL, "must add up to 1; found %g", lines);
    return problems->errors == errors_before;
}

static void draw_weights(const struct catalogue_config *config, double *weights, int count,
                         struct problems *problems) {
    if (config->popularity.is == &popularity_zipf) {
        zipf_weights(config->popularity.config, weights, count);
    } else if (config->popularity.is == &popularity_abc) {
        const struct abc_popularity_config *abc = config->popularity.config;
        if (check_abc(abc, problems))
            abc_weights(abc, weights, count);
    } else {
        for (int i = 0; i < count; i++)
            weights[i] = 1.0;
    }
}

/* Who owns what */

static double sku_share_of(const struct merchant_config *merchant) {
    return merchant->sku_share > 0 ? merchant->sku_share : merchant->share;
}

/* Spreads ranks over merchants so that every stretch of ranks is shared out in proportion: merchant m's k-th
 * SKU is due at (k + 1/2) / share, and ranks are given in the order in which they fall due. */
static void spread_over_merchants(struct arena *arena, struct catalogue *catalogue,
                                  const struct merchant_config *merchants) {
    const double scale = 1e9; /* due times as integers, for the heap */
    struct heap due = {0};
    struct heap_node *nodes = arena_array(arena, struct heap_node, catalogue->merchant_count);
    int64_t *given = arena_array(arena, int64_t, catalogue->merchant_count);
    uint64_t number = 0;
    double total = 0.0;
    for (int m = 0; m < catalogue->merchant_count; m++)
        total += sku_share_of(&merchants[m]);
    for (int m = 0; m < catalogue->merchant_count; m++)
        if (sku_share_of(&merchants[m]) > 0)
            heap_push(&due, &nodes[m], (int64_t)(0.5 * total / sku_share_of(&merchants[m]) * scale),
                      ++number);
    for (int i = 0; i < catalogue->count && due.live; i++) {
        int m = (int)(heap_pop(&due) - nodes);
        double next = ((double)++given[m] + 0.5) * total / sku_share_of(&merchants[m]) * scale;
        catalogue->skus[i].merchant = m;
        heap_push(&due, &nodes[m], next < 9e18 ? (int64_t)next : INT64_MAX, ++number);
    }
    heap_free(&due);
}

static int find_merchant(const struct catalogue *catalogue, const char *name) {
    for (int m = 0; m < catalogue->merchant_count; m++)
        if (strcmp(catalogue->merchant_names[m], name) == 0)
            return m;
    return -1;
}

/* SKUs grouped by merchant: merchant m's are at skus[first[m]] ... skus[first[m + 1] - 1], by rank. */
static void group_by_merchant(const struct catalogue *catalogue, int *first, int *skus) {
    int count = catalogue->merchant_count;
    for (int i = 0; i < catalogue->count; i++)
        first[catalogue->skus[i].merchant + 1]++;
    for (int m = 0; m < count; m++)
        first[m + 1] += first[m];
    for (int i = 0; i < catalogue->count; i++)
        skus[first[catalogue->skus[i].merchant]++] = i;
    for (int m = count; m > 0; m--)
        first[m] = first[m - 1];
    first[0] = 0;
}

/* The draws of one merchant's SKUs, and each SKU's share of all lines. */
static bool make_draw(struct arena *arena, struct catalogue *catalogue, int m, const int *skus, int n,
                      const double *weights, double merchant_share) {
    double *own = arena_array(arena, double, n + 1), sum = 0.0;
    for (int k = 0; k < n; k++)
        sum += own[k] = weights[skus[k]];
    for (int k = 0; k < n && sum > 0; k++)
        catalogue->skus[skus[k]].share = merchant_share * own[k] / sum;
    catalogue->sku_of[m] = skus;
    catalogue->merchant_skus[m] = n;
    catalogue->sku_draw[m] = sum > 0 ? alias_create(arena, own, n) : NULL;
    return sum > 0;
}

static void make_draws(struct arena *arena, struct catalogue *catalogue, const double *weights,
                       const struct merchant_config *merchants, struct problems *problems) {
    int count = catalogue->merchant_count;
    catalogue->sku_draw = arena_array(arena, const struct alias *, count);
    catalogue->sku_of = arena_array(arena, const int *, count);
    catalogue->merchant_skus = arena_array(arena, int, count);
    double *shares = arena_array(arena, double, count), total = 0.0;
    int *first = arena_array(arena, int, count + 1), *skus = arena_array(arena, int, catalogue->count);
    group_by_merchant(catalogue, first, skus);
    for (int m = 0; m < count; m++)
        total += shares[m] = merchants[m].share;
    if (!(total > 0)) {
        problem_of(problems, "merchants", NULL, "shares must not all be 0");
        return;
    }
    for (int m = 0; m < count; m++)
        if (!make_draw(arena, catalogue, m, skus + first[m], first[m + 1] - first[m], weights,
                       shares[m] / total) &&
            shares[m] > 0)
            problem_of(problems, arena_format(arena, "merchants.%s", merchants[m].name),
                       "give it SKUs, or a share of 0", "has orders but no SKU that can be ordered");
    catalogue->merchant_draw = alias_create(arena, shares, count);
}

/* From a file, an order book, or a number */

struct row_of_file {
    const struct sku_row *row;
    int number;
};

static int by_weight(const void *a, const void *b) {
    const struct sku_row *x = ((const struct row_of_file *)a)->row, *y = ((const struct row_of_file *)b)->row;
    return x->weight != y->weight ? (x->weight < y->weight ? 1 : -1) : strcmp(x->sku, y->sku);
}

/* The last row of a SKU in the file. */
static int row_of(const struct catalogue_config *config, const char *sku) {
    int row = config->file_count - 1;
    while (row > 0 && strcmp(config->file[row].sku, sku) != 0)
        row--;
    return row;
}

/* Drawn for a SKU whose size is not given; keyed, so that one SKU's draw leaves others alone. */
static double drawn_size(const struct distribution *distribution, const char *name, int i) {
    struct stream stream = stream_keyed(stream_key(0, 0, name), (uint64_t)i);
    return distribution_draw(distribution, &stream);
}

static struct sku sku_of_row(const struct catalogue_config *config, const struct sku_row *row, int i) {
    return (struct sku){
        .code = row->sku,
        .family = NO_FAMILY,
        .litres = row->litres > 0 ? row->litres : drawn_size(&config->litres, "catalogue/litres", i),
        .kilograms =
            row->kilograms > 0 ? row->kilograms : drawn_size(&config->kilograms, "catalogue/kilograms", i),
        .units_per_case = row->units_per_case ? row->units_per_case : config->units_per_case,
        .cases_per_pallet = row->cases_per_pallet ? row->cases_per_pallet : config->cases_per_pallet,
        .handling = (enum handling)row->handling};
}

/* Fills SKUs, weights and the names of families. */
static void fill_from_file(struct arena *arena, struct catalogue *catalogue,
                           const struct catalogue_config *config, double *weights, const char **families,
                           struct problems *problems) {
    struct row_of_file *rows = arena_array(arena, struct row_of_file, config->file_count);
    for (int i = 0; i < config->file_count; i++)
        rows[i] = (struct row_of_file){&config->file[i], i};
    qsort(rows, (size_t)config->file_count, sizeof *rows, by_weight);
    for (int i = 0; i < catalogue->count; i++) {
        const struct sku_row *row = rows[i].row;
        int merchant = *row->merchant ? find_merchant(catalogue, row->merchant) : 0;
        if (merchant < 0)
            problem_of_row(
                problems, "catalogue.file", row_of(config, row->sku), "name it under \"merchants\"",
                "SKU %s belongs to merchant \"%s\", who is not in the scenario", row->sku, row->merchant);
        catalogue->skus[i] = sku_of_row(config, row, i);
        catalogue->skus[i].merchant = merchant < 0 ? 0 : merchant;
        catalogue->skus[i].listed = rows[i].number;
        weights[i] = row->weight;
        families[i] = row->family;
    }
}

static void fill_from_number(struct arena *arena, struct catalogue *catalogue,
                             const struct catalogue_config *config, const struct sku_use *codes) {
    struct sku_row standard = {0};
    struct stream stream = stream_named(0, 0, "catalogue/list");
    for (int i = 0; i < catalogue->count; i++) {
        standard.sku = codes ? codes[i].code : arena_format(arena, "%d", i + 1);
        catalogue->skus[i] = sku_of_row(config, &standard, i);
        int other = (int)stream_below(&stream, (uint32_t)i + 1); /* shuffles inside out */
        catalogue->skus[i].listed = catalogue->skus[other].listed;
        catalogue->skus[other].listed = i;
    }
}

static void index_codes(struct arena *arena, struct catalogue *catalogue,
                        const struct catalogue_config *config, struct problems *problems) {
    catalogue->codes = map_create(arena);
    for (int i = 0; i < catalogue->count; i++) {
        int *index = map_at(&catalogue->codes, catalogue->skus[i].code);
        if (*index >= 0)
            problem_of_row(problems, "catalogue.file", row_of(config, catalogue->skus[i].code), NULL,
                           "SKU %s stands in the file twice", catalogue->skus[i].code);
        *index = i;
    }
}

static bool any_named(const char *const *names, int count) {
    for (int i = 0; i < count; i++)
        if (names[i] && *names[i])
            return true;
    return false;
}

struct catalogue *catalogue_create(struct arena *arena, const struct catalogue_config *config,
                                   const struct merchant_config *merchants, int merchant_count,
                                   const struct sku_use *codes, int code_count, struct problems *problems) {
    static const struct merchant_config house = {.name = "house", .share = 1.0};
    int errors_before = problems->errors;
    struct catalogue *catalogue = arena_new(arena, struct catalogue);
    merchants = merchant_count ? merchants : &house;
    catalogue->merchant_count = merchant_count ? merchant_count : 1;
    const char **names = arena_array(arena, const char *, catalogue->merchant_count);
    for (int m = 0; m < catalogue->merchant_count; m++)
        names[m] = merchants[m].name;
    catalogue->merchant_names = names;
    catalogue->drift = config->drift;
    catalogue->count = config->file_count ? config->file_count : code_count ? code_count : config->skus;
    catalogue->skus = arena_array(arena, struct sku, catalogue->count);
    double *weights = arena_array(arena, double, catalogue->count);
    const char **families = arena_array(arena, const char *, catalogue->count);
    if (config->file_count) {
        fill_from_file(arena, catalogue, config, weights, families, problems);
    } else {
        fill_from_number(arena, catalogue, config, code_count ? codes : NULL);
        spread_over_merchants(arena, catalogue, merchants);
        if (code_count)
            for (int i = 0; i < code_count; i++)
                weights[i] = (double)codes[i].lines;
        else
            draw_weights(config, weights, catalogue->count, problems);
    }
    index_codes(arena, catalogue, config, problems);
    if (problems->errors > errors_before)
        return catalogue;
    make_draws(arena, catalogue, weights, merchants, problems);
    bool named = any_named(families, catalogue->count);
    if (config->families || named)
        families_create(arena, catalogue, config->families, named ? families : NULL);
    return catalogue;
}

int catalogue_find(const struct catalogue *catalogue, const char *code) {
    return map_find(&catalogue->codes, code);
}
