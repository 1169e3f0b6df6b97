/* SPDX-License-Identifier: MIT */
/* read.h - inside sim/config: the walk of a given tree and the field tables that fills structs.
 *
 * Each function reads one value into memory, reports what is wrong with it, and returns its resolved node
 * (defaults filled in, canonical spelling), or NULL if it is left out or wrong. */
#ifndef SIM_CONFIG_READ_H
#define SIM_CONFIG_READ_H

#include "sim/config/field.h"
#include "sim/config/inputs.h"
#include "sim/config/node.h"

/* A path, from the inside out; made into text only when a problem is reported. */
struct spot {
    const struct spot *above; /* NULL at the root, which has no step */
    const char *step;         /* NULL: the index */
    int index;
};

struct csv;
struct config;

struct reader {
    struct arena *arena;
    struct problems *problems;
    struct inputs *inputs;
};

const char *spot_path(const struct reader *r, const struct spot *at);
/* A problem with the value of a node. */
void wrong(struct reader *r, const struct spot *at, const struct node *node, const char *hint,
           const char *rule, ...) __attribute__((format(printf, 5, 6)));
/* "must be a text, but is 5". */
void wrong_kind(struct reader *r, const struct spot *at, const struct node *node, const char *expected);
/* "did you mean \"benches\"?", or all names if none is near; NULL if there are none. */
const char *nearest_hint(struct arena *arena, const char *word, const char *const *names, int count);
/* Reports all keys of an object that are not among the names. */
void refuse_unknown(struct reader *r, const struct spot *at, const struct node *object,
                    const char *const *names, int count);

/* An object into `target`; `object` NULL: all defaults, placed like `like`. Never NULL. */
struct node *read_object(struct reader *r, const struct spot *at, const struct field *fields,
                         const struct node *object, const struct node *like, void *target);
/* One value of a scalar kind, given by `node`. */
struct node *read_value(struct reader *r, const struct spot *at, const struct field *field,
                        enum field_kind kind, const struct node *node, void *target);
struct node *read_distribution(struct reader *r, const struct spot *at, const struct field *field,
                               const struct node *node, struct distribution *target);
/* {"file": PATH, "column": NAME, "weight_column": NAME} of an empirical distribution. */
struct node *read_value_file(struct reader *r, const struct spot *at, const struct field *field,
                             const struct node *node, struct distribution *target);
/* Names of all kinds of distributions; memory from the arena. */
const char **distribution_names(struct arena *arena, int *count);
struct node *read_file(struct reader *r, const struct spot *at, const struct node *node,
                       struct file_text *target);
struct node *read_rows(struct reader *r, const struct spot *at, const struct field *field,
                       const struct node *node, void *members);

/* Like csv_open_text, for a scenario's key. */
struct csv *csv_of_content(struct arena *arena, const char *name, const char *path, const char *text,
                           size_t length, struct problems *problems);
/* The resolved tree. */
const struct node *config_tree(const struct config *config);

/* The value in a range, NaN never. */
bool in_range(double value, double min, double max);
/* "between 1 and 500 s", "at least 1 s", "at most 9". */
const char *range_words(struct arena *arena, double min, double max, const char *unit);
/* FIELD_INT with names is FIELD_ENUM. */
enum field_kind kind_of(const struct field *field);
const struct field *field_named(const struct field *fields, const char *name, size_t length);
/* True if a list's elements are addressed by name. */
bool is_named_list(const struct field *field);
int names_count(const char *const *names);
/* The names of a table's keys, or of a choice's options; memory from the arena. */
const char **field_names(struct arena *arena, const struct field *fields, int *count);
const char **option_names(struct arena *arena, const struct option *const *options, int *count);
const struct option *option_named(const struct field *field, const char *name, size_t length);
/* What .preset or .preset_json say, as a node; NULL if there is no default. */
struct node *preset_node(struct arena *arena, const struct field *field, const struct node *like);
bool is_name(const char *text); /* [A-Za-z][A-Za-z0-9_-]* */

#endif
