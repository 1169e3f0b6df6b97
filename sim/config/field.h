/* SPDX-License-Identifier: MIT */
/* field.h - one table per JSON object: from it come parsing, checks, --set, the resolved echo, the JSON
 * Schema, the manual, sweep range checks and completion.
 *
 *     static const struct field packing_fields[] = {
 *         {FIELD(struct packing_config, benches), .min = 1, .max = 500, .preset = 4,
 *          .doc = "Packing benches open for the whole shift."},
 *         {FIELD(struct packing_config, pack_s), .required = true, .unit = "s", .min = 0, .max = 86400,
 *          .doc = "Time to pack one order, excluding waiting."},
 *         {0},
 *     };
 *
 * FIELD takes the name and the offset from the member and the kind from its C type, so a table cannot
 * disagree with its struct; a type it does not know fails to compile. Lists, objects and choices are written
 * out.
 *
 *   C type                kind                 in JSON
 *   bool                  true or false
 *   int                   whole number, or with .choices one of the names
 *   double                number
 *   const char *          text
 *   struct distribution   number or {"lognormal": {...}}
 *   struct clock_time     "16:00"
 *   struct date           "2026-12-07"
 *   struct moment         "2026-12-07T18:00"
 *   struct weekdays       "mon-fri", "tue,thu", "daily"
 *   struct profile        name of a profile, or 24, 168 or a multiple of 24 weights
 *   struct choice         "NAME" or {"NAME": {parameters}}
 *   struct file_text      path of a file, or {"file": PATH}
 *
 * Ranges are inclusive and mandatory for numbers, and hold for constants and the parameters min, mode, max,
 * mean and values of distributions as well. Strings and lists belong to the scenario's arena. No callbacks or
 * expressions: a rule across fields is a check(config, problems) of the model that owns them. */
#ifndef SIM_CONFIG_FIELD_H
#define SIM_CONFIG_FIELD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "sim/base/hash.h"
#include "sim/engine/calendar.h"
#include "sim/engine/distribution.h"

enum field_kind {
    FIELD_END,
    FIELD_BOOL,
    FIELD_INT,
    FIELD_REAL,
    FIELD_TEXT,
    FIELD_ENUM,
    FIELD_DISTRIBUTION,
    FIELD_CLOCK_TIME,
    FIELD_DATE,
    FIELD_MOMENT,
    FIELD_WEEKDAYS,
    FIELD_PROFILE,
    FIELD_CHOICE,
    FIELD_OBJECT,  /* a struct inside the struct */
    FIELD_SECTION, /* a pointer to a struct, NULL when the key is left out */
    FIELD_LIST,    /* of objects (fields != NULL), or of scalars of kind `of` */
    FIELD_ROWS,    /* a CSV file whose row is itself a field table */
    FIELD_FILE,    /* a file that the model reads itself */
};

/* A choice with parameters. A policy's record begins with its option. */
struct option {
    const char *name, *doc;
    const struct field *fields; /* its parameters, NULL for none */
    size_t size;                /* of the struct they fill */
};
struct choice {
    const struct option *is; /* NULL = not given */
    void *config;            /* a struct of is->size, or NULL */
};

struct named_profile {
    const char *name, *doc; /* name NULL ends the list */
    int count;
    const double *weights;
};
/* Weights over a day (count a multiple of 24) or a week from Monday (count 168), scaled to a mean of 1. */
struct profile {
    int count;
    const double *weights;
};

/* The content of a file; name NULL = not given. */
struct file_text {
    const char *name, *text; /* text[length] is 0 */
    size_t length;
    struct hash content;
};

struct field {
    const char *name;
    enum field_kind kind;
    size_t offset;
    const char *unit;        /* "s", "m", ...; must agree with the suffix of the name */
    double min, max;         /* numbers, distributions, elements of lists of numbers */
    double preset;           /* default of a number or enum */
    const char *preset_json; /* default of anything else, as JSON text; NULL = empty, absent or 0 */
    bool required;
    const char *doc;                      /* one sentence with a full stop */
    const char *const *choices;           /* FIELD_ENUM: names, NULL at the end; the member is their index */
    const struct named_profile *profiles; /* FIELD_PROFILE: the names a user may give */
    const struct option *const *options;  /* FIELD_CHOICE: NULL at the end */
    const struct field *fields;           /* OBJECT, SECTION, LIST of objects, ROWS */
    size_t size;                          /* of one element or of the section's struct */
    size_t count_offset;                  /* LIST, ROWS: the int that counts */
    enum field_kind of;                   /* LIST of scalars */
    int min_count, max_count;             /* LIST; max_count 0 = 10,000 */
    bool overlay; /* LIST in the root table: root keys that its elements know as well are their defaults */
};

/* No default branch: an unknown type is a compile error. */
#define FIELD_KIND_OF(member)                                                                                \
    _Generic((member),                                                                                        \
        bool: FIELD_BOOL,                                                                                     \
        int: FIELD_INT,                                                                                       \
        double: FIELD_REAL,                                                                                   \
        const char *: FIELD_TEXT,                                                                             \
        struct distribution: FIELD_DISTRIBUTION,                                                              \
        struct clock_time: FIELD_CLOCK_TIME,                                                                  \
        struct date: FIELD_DATE,                                                                              \
        struct moment: FIELD_MOMENT,                                                                          \
        struct weekdays: FIELD_WEEKDAYS,                                                                      \
        struct profile: FIELD_PROFILE,                                                                        \
        struct file_text: FIELD_FILE)

#define FIELD(type, member)                                                                                  \
    .name = #member, .kind = FIELD_KIND_OF(((type *)0)->member), .offset = offsetof(type, member)
/* An int that holds the index of one of the names. */
#define ENUM(type, member, names)                                                                            \
    .name = #member, .kind = FIELD_ENUM, .offset = offsetof(type, member), .choices = (names)
/* A `struct choice`. */
#define CHOICE(type, member, list)                                                                           \
    .name = #member, .kind = FIELD_CHOICE, .offset = offsetof(type, member), .options = (list)
/* A struct inside the struct. */
#define OBJECT(type, member, table)                                                                          \
    .name = #member, .kind = FIELD_OBJECT, .offset = offsetof(type, member), .fields = (table),              \
    .size = sizeof(((type *)0)->member)
/* A pointer to a struct that stays NULL when the key is left out. */
#define SECTION(type, member, table)                                                                         \
    .name = #member, .kind = FIELD_SECTION, .offset = offsetof(type, member), .fields = (table),             \
    .size = sizeof(*((type *)0)->member)
/* `member` is a pointer to structs, `member_count` their number. A table with a text field `name` makes the
 * elements named: names are unique and address the elements in paths; else they are addressed by index. */
#define LIST(type, member, table)                                                                            \
    .name = #member, .kind = FIELD_LIST, .offset = offsetof(type, member), .fields = (table),                \
    .size = sizeof(*((type *)0)->member), .count_offset = offsetof(type, member##_count)
/* `member` is a pointer to bool, int (FIELD_ENUM with .choices too), double, const char * ... */
#define SCALARS(type, member, kind_of)                                                                       \
    .name = #member, .kind = FIELD_LIST, .offset = offsetof(type, member), .of = (kind_of),                  \
    .size = sizeof(*((type *)0)->member), .count_offset = offsetof(type, member##_count)
/* A CSV or gzipped CSV file: in JSON its path, or {"file": PATH, "columns": {"FIELD": "COLUMN"}}. */
#define ROWS(type, member, table)                                                                            \
    .name = #member, .kind = FIELD_ROWS, .offset = offsetof(type, member), .fields = (table),                \
    .size = sizeof(*((type *)0)->member), .count_offset = offsetof(type, member##_count)

#endif
