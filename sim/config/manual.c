/* SPDX-License-Identifier: MIT */
/* manual.c - the manual of all keys in Markdown: a heading per object, a row per key. */
#include <math.h>
#include <string.h>
#include "sim/base/arena.h"
#include "sim/base/text.h"
#include "sim/config/config.h"
#include "sim/config/words.h"

struct manual {
    struct arena *arena;
    struct text *out;
};

static void write_table(struct manual *m, const char *path, const char *doc, const struct field *fields);

/* A pipe would end the cell. */
static void add_cell(struct text *out, const char *words) {
    for (; *words; words++) {
        if (*words == '|')
            text_add_char(out, '\\');
        text_add_char(out, *words == '\n' ? ' ' : *words);
    }
    text_add(out, " |");
}

static void write_row(struct manual *m, const struct field *field) {
    text_format(m->out, "| `%s` | ", field->name);
    add_cell(m->out, field_type(m->arena, field));
    text_add_char(m->out, ' ');
    add_cell(m->out, field->unit ? field->unit : "");
    text_add_char(m->out, ' ');
    add_cell(m->out, field_range(m->arena, field));
    text_add_char(m->out, ' ');
    add_cell(m->out, field_default(m->arena, field));
    text_add_char(m->out, ' ');
    add_cell(m->out, field->doc ? field->doc : "");
    text_add_char(m->out, '\n');
}

/* The tables of what stands inside a key. */
static void write_inside(struct manual *m, const char *path, const struct field *field) {
    const char *inner = field->kind == FIELD_LIST ? arena_format(m->arena, "%s[]", path) : path;
    if (field->fields)
        write_table(m, inner, field->doc, field->fields);
    for (const struct option *const *o = field->options; o && *o; o++)
        write_table(m, arena_format(m->arena, "%s.%s", path, (*o)->name), (*o)->doc, (*o)->fields);
}

static void write_table(struct manual *m, const char *path, const char *doc, const struct field *fields) {
    if (*path)
        text_format(m->out, "\n## %s\n\n%s\n", path, doc ? doc : "");
    if (!fields || !fields->name)
        return;
    text_add(m->out,
             "\n| key | type | unit | range | default | meaning |\n| --- | --- | --- | --- | --- | --- |\n");
    for (const struct field *field = fields; field->name; field++)
        write_row(m, field);
    for (const struct field *field = fields; field->name; field++)
        write_inside(m, arena_format(m->arena, "%s%s%s", path, *path ? "." : "", field->name), field);
}

static void write_distributions(struct manual *m) {
    text_add(m->out, "\n## Distributions\n\n"
                     "A number, or one of these; parameters have the unit of the key they stand under.\n\n"
                     "| kind | parameters | meaning |\n| --- | --- | --- |\n");
    for (const struct distribution_type *const *type = distribution_types; *type; type++) {
        text_format(m->out, "| `%s` | ", (*type)->name);
        for (const struct distribution_parameter *p = (*type)->parameters; p->name; p++)
            text_format(m->out, "%s`%s`", p == (*type)->parameters ? "" : ", ", p->name);
        text_format(m->out, " | %s |\n", (*type)->doc ? (*type)->doc : "");
    }
    text_add(
        m->out,
        "| `empirical` | `values`, `weights`; or `file`, `column`, `weight_column` | Values as they were "
        "measured. |\n"
        "| `sum` | a list of distributions | The sum of independent parts. |\n"
        "| `mixture` | a list of `{\"weight\": NUMBER, \"of\": DISTRIBUTION}` | One of several, by weight. "
        "|\n");
}

void manual_write(const struct field *root, const char *title, struct text *out) {
    struct manual m = {arena_create(), out};
    text_format(out, "# %s\n", title);
    write_table(&m, "", NULL, root);
    write_distributions(&m);
    arena_destroy(m.arena);
}
