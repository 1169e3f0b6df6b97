/* SPDX-License-Identifier: MIT */
/* read_rows.c - a CSV file into an array of structs described by a field table, or into an empirical
 * distribution; a file that the model reads itself. */
#include <stdlib.h>
#include <string.h>
#include "sim/base/arena.h"
#include "sim/base/text.h"
#include "sim/config/csv.h"
#include "sim/config/read.h"
#include "sim/config/read_cells.h"

enum { FIRST_ROWS = 1024 };

/* The columns for the fields; `count` becomes their number. A row of defaults is put into `blank`. */
static struct column *find_columns(struct reader *r, const struct spot *at, const struct field *field,
                                   const struct node *mapping, struct csv *csv, void *blank, int *count) {
    field_names(r->arena, field->fields, count);
    struct column *columns = arena_array(r->arena, struct column, *count);
    struct reader silent = {r->arena, problems_create(r->arena), r->inputs};
    struct node nothing = {.kind = NODE_OBJECT};
    read_object(&silent, at, field->fields, NULL, &nothing, blank);
    for (int i = 0; i < *count; i++) {
        const struct field *one = &field->fields[i];
        const struct node *mapped = node_child(mapping, one->name);
        bool named = mapped && mapped->kind == NODE_TEXT;
        columns[i] = (struct column){.field = one, .kind = kind_of(one)};
        columns[i].index = csv_column(csv, named ? mapped->text : one->name, named || one->required);
    }
    return columns;
}

static void fill_row(struct reader *r, struct csv *csv, struct column *columns, int count, char *row) {
    for (int i = 0; i < count; i++) {
        struct column *column = &columns[i];
        if (column->index < 0)
            continue;
        if (*csv->cells[column->index])
            cell_read(r, csv, column, row + column->field->offset);
        else if (column->field->required)
            csv_wrong(csv, column->index, NULL, "%s is required, but empty", csv->columns[column->index]);
    }
}

/* All rows of the file into an array of the arena; their lines into `file`. */
static char *fill_rows(struct reader *r, struct csv *csv, const struct field *field, struct column *columns,
                       int column_count, const void *blank, struct node_file *file) {
    size_t size = field->size, capacity = FIRST_ROWS;
    char *rows = memory_resize(NULL, capacity * size);
    int *lines = memory_resize(NULL, capacity * sizeof *lines), count = 0;
    while (csv_next(csv)) {
        if ((size_t)count == capacity) {
            capacity *= 2;
            rows = memory_resize(rows, capacity * size);
            lines = memory_resize(lines, capacity * sizeof *lines);
        }
        memcpy(rows + size * (size_t)count, blank, size);
        fill_row(r, csv, columns, column_count, rows + size * (size_t)count);
        lines[count++] = csv->line;
    }
    columns_check_dates(csv, columns, column_count);
    char *kept = arena_alloc(r->arena, size * (size_t)(count + 1));
    int *kept_lines = arena_array(r->arena, int, count + 1);
    memcpy(kept, rows, size * (size_t)count);
    memcpy(kept_lines, lines, sizeof *lines * (size_t)count);
    free(rows);
    free(lines);
    file->count = count;
    file->lines = kept_lines;
    return kept;
}

/* The file that `path` (a text) names; NULL after a problem. */
static const struct input *open_input(struct reader *r, const struct spot *at, const struct node *path,
                                      struct node_file *file) {
    const char *directory = path->origin == ORIGIN_FILE ? r->inputs->directory : "";
    const char *name = path_under(r->arena, directory, path->text);
    struct input *input = input_open(r->inputs, name);
    *file = (struct node_file){.name = name, .content = input->content};
    if (!input->fault)
        return input;
    struct text shown = {0}; /* whole, however long */
    text_add_json_string(&shown, name);
    wrong(r, at, path, NULL, "the file %s %s", shown.data, input->fault);
    text_free(&shown);
    return NULL;
}

static struct csv *open_file(struct reader *r, const struct spot *at, const struct node *path,
                             struct node_file *file) {
    const struct input *input = open_input(r, at, path, file);
    return input ? csv_of_content(r->arena, file->name, spot_path(r, at), input->bytes, input->length,
                                  r->problems)
                 : NULL;
}

struct node *read_file(struct reader *r, const struct spot *at, const struct node *node,
                       struct file_text *target) {
    static const char *const names[] = {"file"};
    const struct node *path = node->kind == NODE_TEXT ? node : node_child(node, "file");
    if (node->kind == NODE_OBJECT)
        refuse_unknown(r, at, node, names, 1);
    if (!path || path->kind != NODE_TEXT || !*path->text) {
        wrong(r, at, path ? path : node, NULL, "must be the path of a file or {\"file\": PATH}, but is %s",
              path || node->kind != NODE_OBJECT ? node_shown(r->arena, path ? path : node)
                                                : "without \"file\"");
        return NULL;
    }
    struct node_file *file = arena_new(r->arena, struct node_file);
    const struct input *input = open_input(r, at, path, file);
    if (!input)
        return NULL;
    *target = (struct file_text){file->name, arena_copy_range(r->arena, input->bytes, input->length),
                                 input->length, input->content};
    struct node *resolved = node_new(r->arena, NODE_OBJECT, node);
    node_add(resolved, "file", node_of_text(r->arena, absolute_path(r->arena, file->name), path));
    resolved->file = file;
    return resolved;
}

/* What "columns" maps, checked; false after a problem. */
static bool check_mapping(struct reader *r, const struct spot *at, const struct field *field,
                          const struct node *mapping) {
    int count, errors = r->problems->errors;
    const char **names = field_names(r->arena, field->fields, &count);
    if (!mapping)
        return true;
    if (mapping->kind != NODE_OBJECT) {
        wrong_kind(r, at, mapping, "an object of column names");
        return false;
    }
    refuse_unknown(r, at, mapping, names, count);
    for (const struct node *child = mapping->first; child; child = child->next) {
        struct spot inner = {.above = at, .step = child->key};
        if (child->kind != NODE_TEXT && !is_annotation(child->key))
            wrong_kind(r, &inner, child, "the name of a column");
    }
    return r->problems->errors == errors;
}

/* The resolved object: where the file is from anywhere, and which column each field was read from. */
static struct node *resolved_rows(struct reader *r, const struct field *field, const struct node *node,
                                  const struct node *path, const struct node *mapping,
                                  const struct column *columns, const struct csv *csv,
                                  struct node_file *file) {
    struct node *resolved = node_new(r->arena, NODE_OBJECT, node),
                *named = node_new(r->arena, NODE_OBJECT, node);
    for (int i = 0; field->fields[i].name; i++)
        if (columns[i].index >= 0) {
            const struct node *given = node_child(mapping, field->fields[i].name);
            struct node absent = {.place = node->place};
            node_add(named, field->fields[i].name,
                     node_of_text(r->arena, csv->columns[columns[i].index], given ? given : &absent));
        }
    node_add(resolved, "file", node_of_text(r->arena, absolute_path(r->arena, file->name), path));
    node_add(resolved, "columns", named);
    resolved->file = file;
    return resolved;
}

struct node *read_rows(struct reader *r, const struct spot *at, const struct field *field,
                       const struct node *node, void *members) {
    static const char *const names[] = {"file", "columns"};
    const struct node *path = node->kind == NODE_TEXT ? node : node_child(node, "file");
    const struct node *mapping = node_child(node, "columns");
    struct spot at_columns = {.above = at, .step = "columns"};
    int errors = r->problems->errors, count;
    if (node->kind == NODE_OBJECT)
        refuse_unknown(r, at, node, names, 2);
    if (!path || path->kind != NODE_TEXT || !*path->text) {
        wrong(r, at, path ? path : node, NULL,
              "must be the path of a CSV file or {\"file\": PATH, \"columns\": {...}}, but is %s",
              path ? node_shown(r->arena, path) : "without \"file\"");
        return NULL;
    }
    struct node_file *file = arena_new(r->arena, struct node_file);
    struct csv *csv = check_mapping(r, &at_columns, field, mapping) ? open_file(r, at, path, file) : NULL;
    if (!csv)
        return NULL;
    char *blank = arena_alloc(r->arena, field->size), *rows = NULL;
    struct column *columns = find_columns(r, at, field, mapping, csv, blank, &count);
    if (r->problems->errors == errors)
        rows = fill_rows(r, csv, field, columns, count, blank, file);
    struct node *resolved = resolved_rows(r, field, node, path, mapping, columns, csv, file);
    columns_free(columns, count);
    csv_close(csv);
    if (r->problems->errors > errors)
        return NULL;
    memcpy((char *)members + field->offset, &rows, sizeof rows);
    memcpy((char *)members + field->count_offset, &file->count, sizeof file->count);
    return resolved;
}

struct values {
    double *value, *weight;
    int count, capacity;
};

static void add_value(struct values *values, double value, double weight) {
    if (values->count == values->capacity) {
        values->capacity = values->capacity ? 2 * values->capacity : FIRST_ROWS;
        values->value = memory_resize(values->value, (size_t)values->capacity * sizeof *values->value);
        values->weight = memory_resize(values->weight, (size_t)values->capacity * sizeof *values->weight);
    }
    values->value[values->count] = value;
    values->weight[values->count++] = weight;
}

static void read_values(struct reader *r, struct csv *csv, const struct field *field, int value_column,
                        int weight_column, struct values *values) {
    struct field range = {.min = field->min, .max = field->max, .unit = field->unit};
    struct field weights = {.min = 0.0, .max = 1e15};
    struct column value = {.field = &range, .kind = FIELD_REAL, .index = value_column};
    struct column weight = {.field = &weights, .kind = FIELD_REAL, .index = weight_column};
    double weight_sum = 0.0;
    while (csv_next(csv)) {
        double v = 0.0, w = 1.0;
        cell_read_number(r, csv, &value, &v);
        if (weight_column >= 0)
            cell_read_number(r, csv, &weight, &w);
        add_value(values, v, w);
        weight_sum += w;
    }
    if (values->count == 0 || !(weight_sum > 0.0)) {
        csv->line = 0;
        csv->cell_columns[value_column] = 0;
        csv_wrong(csv, value_column, NULL, values->count ? "the weights are all 0" : "the file has no rows");
    }
}

/* The text under a key of an empirical distribution; NULL if absent or wrong. */
static const struct node *text_child(struct reader *r, const struct spot *at, const struct node *node,
                                     const char *key, bool required) {
    const struct node *child = node_child(node, key);
    struct spot inner = {.above = at, .step = key};
    if (child && child->kind == NODE_TEXT && *child->text)
        return child;
    if (child)
        wrong_kind(r, &inner, child, "a text");
    else if (required)
        problem_at(r->problems, node->place, spot_path(r, &inner), NULL, "is required, but missing");
    return NULL;
}

struct node *read_value_file(struct reader *r, const struct spot *at, const struct field *field,
                             const struct node *node, struct distribution *target) {
    int errors = r->problems->errors;
    const struct node *path = text_child(r, at, node, "file", true),
                      *column = text_child(r, at, node, "column", true);
    const struct node *weight = text_child(r, at, node, "weight_column", false);
    struct node_file *file = arena_new(r->arena, struct node_file);
    struct values values = {0};
    struct csv *csv = r->problems->errors == errors ? open_file(r, at, path, file) : NULL;
    if (csv) {
        int value_column = csv_column(csv, column->text, true);
        int weight_column = weight ? csv_column(csv, weight->text, true) : -1;
        if (r->problems->errors == errors)
            read_values(r, csv, field, value_column, weight_column, &values);
        csv_close(csv);
    }
    struct node *resolved = NULL;
    if (r->problems->errors == errors) {
        *target = distribution_empirical(r->arena, values.value, values.weight, values.count);
        resolved = node_new(r->arena, NODE_OBJECT, node);
        node_add(resolved, "file", node_of_text(r->arena, absolute_path(r->arena, file->name), path));
        node_add(resolved, "column", node_of_text(r->arena, column->text, column));
        if (weight)
            node_add(resolved, "weight_column", node_of_text(r->arena, weight->text, weight));
        resolved->file = file;
    }
    free(values.value);
    free(values.weight);
    return resolved;
}
