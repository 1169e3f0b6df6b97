/* SPDX-License-Identifier: MIT */
/* schema.c - JSON Schema (draft 2020-12) of a root table, for editors that complete and check while one
 * types.
 *
 * It says what a table can say; rules across keys, files and unique names are checked by reading alone. */
#include <math.h>
#include <string.h>
#include "sim/base/text.h"
#include "sim/config/config.h"
#include "sim/config/read.h"

/* JSON written with indentation and commas where they belong. */
struct writer {
    struct text *out;
    int depth;
    bool first; /* nothing was written yet in this object or list */
};

static void begin_item(struct writer *w, const char *key) {
    if (!w->first)
        text_add_char(w->out, ',');
    w->first = false;
    text_add_char(w->out, '\n');
    for (int i = 0; i < w->depth; i++)
        text_add(w->out, "  ");
    if (key) {
        text_add_json_string(w->out, key);
        text_add(w->out, ": ");
    }
}

static void begin(struct writer *w, const char *key, char bracket) {
    if (w->depth > 0)
        begin_item(w, key);
    text_add_char(w->out, bracket);
    w->depth++;
    w->first = true;
}

static void end(struct writer *w, char bracket) {
    w->depth--;
    if (!w->first) {
        text_add_char(w->out, '\n');
        for (int i = 0; i < w->depth; i++)
            text_add(w->out, "  ");
    }
    text_add_char(w->out, bracket);
    w->first = false;
}

static void put_text(struct writer *w, const char *key, const char *value) {
    begin_item(w, key);
    text_add_json_string(w->out, value);
}

static void put_raw(struct writer *w, const char *key, const char *json) {
    begin_item(w, key);
    text_add(w->out, json);
}

static void put_number(struct writer *w, const char *key, double value) {
    if (!isfinite(value))
        return;
    begin_item(w, key);
    text_add_number(w->out, value);
}

/* `named`: an element of a list whose elements have names. */
static void write_object(struct writer *w, const struct field *fields, bool named);

static void write_names(struct writer *w, const char *const *names) {
    begin(w, "enum", '[');
    for (; names && *names; names++)
        put_text(w, NULL, *names);
    end(w, ']');
}

/* An object with exactly one key; the caller writes what stands under it. */
static void begin_only_key(struct writer *w, const char *key, const char *doc) {
    begin(w, NULL, '{');
    put_text(w, "type", "object");
    if (doc)
        put_text(w, "description", doc);
    begin(w, "required", '[');
    put_text(w, NULL, key);
    end(w, ']');
    put_raw(w, "additionalProperties", "false");
    begin(w, "properties", '{');
    put_raw(w, "$comment", "true");
    begin(w, key, '{');
}

static void end_only_key(struct writer *w) {
    end(w, '}');
    end(w, '}');
    end(w, '}');
}

static bool can_be_left_out(const struct field *fields) {
    for (; fields && fields->name; fields++)
        if (fields->required)
            return false;
    return true;
}

static void write_choice(struct writer *w, const struct field *field) {
    begin(w, "oneOf", '[');
    for (const struct option *const *o = field->options; o && *o; o++) {
        if (can_be_left_out((*o)->fields)) {
            begin(w, NULL, '{');
            put_text(w, "const", (*o)->name);
            put_text(w, "description", (*o)->doc);
            end(w, '}');
        }
        begin_only_key(w, (*o)->name, (*o)->doc);
        write_object(w, (*o)->fields, false);
        end_only_key(w);
    }
    end(w, ']');
}

static void write_profile(struct writer *w, const struct field *field) {
    begin(w, "oneOf", '[');
    if (field->profiles && field->profiles->name) {
        begin(w, NULL, '{');
        begin(w, "enum", '[');
        for (const struct named_profile *p = field->profiles; p->name; p++)
            put_text(w, NULL, p->name);
        end(w, ']');
        end(w, '}');
    }
    put_raw(w, NULL,
            "{\"type\": \"array\", \"minItems\": 24, \"items\": {\"type\": \"number\", \"minimum\": 0}}");
    end(w, ']');
}

static void write_rows(struct writer *w, const struct field *field) {
    begin(w, "oneOf", '[');
    put_raw(w, NULL, "{\"type\": \"string\", \"minLength\": 1}");
    begin(w, NULL, '{');
    put_text(w, "type", "object");
    put_raw(w, "required", "[\"file\"]");
    put_raw(w, "additionalProperties", "false");
    begin(w, "properties", '{');
    put_raw(w, "$comment", "true");
    put_raw(w, "file", "{\"type\": \"string\", \"minLength\": 1}");
    begin(w, "columns", '{');
    put_text(w, "type", "object");
    put_raw(w, "additionalProperties", "false");
    begin(w, "properties", '{');
    put_raw(w, "$comment", "true");
    for (const struct field *column = field->fields; column && column->name; column++) {
        begin(w, column->name, '{');
        put_text(w, "type", "string");
        put_text(w, "description", column->doc);
        end(w, '}');
    }
    end(w, '}');
    end(w, '}');
    end(w, '}');
    end(w, '}');
    end(w, ']');
}

static void write_file(struct writer *w) {
    begin(w, "oneOf", '[');
    put_raw(w, NULL, "{\"type\": \"string\", \"minLength\": 1}");
    put_raw(
        w, NULL,
        "{\"type\": \"object\", \"required\": [\"file\"], \"additionalProperties\": false, \"properties\": "
        "{\"$comment\": true, \"file\": {\"type\": \"string\", \"minLength\": 1}}}");
    end(w, ']');
}

static void write_pattern(struct writer *w, const char *pattern) {
    put_text(w, "type", "string");
    put_text(w, "pattern", pattern);
}

/* Type and limits of one value. */
static void write_kind(struct writer *w, const struct field *field, enum field_kind kind) {
    switch (kind) {
    case FIELD_BOOL:
        put_text(w, "type", "boolean");
        break;
    case FIELD_INT:
    case FIELD_REAL:
        put_text(w, "type", kind == FIELD_INT ? "integer" : "number");
        put_number(w, "minimum", field->min);
        put_number(w, "maximum", field->max);
        break;
    case FIELD_TEXT:
        put_text(w, "type", "string");
        if (field->required)
            put_raw(w, "minLength", "1");
        break;
    case FIELD_ENUM:
        write_names(w, field->choices);
        break;
    case FIELD_DISTRIBUTION:
        put_text(w, "$ref", "#/$defs/distribution");
        put_number(w, "minimum", field->min); /* hold where the value is a plain number */
        put_number(w, "maximum", field->max);
        break;
    case FIELD_CLOCK_TIME:
        write_pattern(w, "^([01][0-9]|2[0-4]):[0-5][0-9](:[0-5][0-9])?$");
        break;
    case FIELD_DATE:
        write_pattern(w, "^[0-9]{4}-[0-9]{2}-[0-9]{2}$");
        break;
    case FIELD_MOMENT:
        write_pattern(w, "^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2})?$");
        break;
    case FIELD_WEEKDAYS:
        put_text(w, "type", "string");
        break;
    case FIELD_PROFILE:
        write_profile(w, field);
        break;
    case FIELD_CHOICE:
        write_choice(w, field);
        break;
    case FIELD_ROWS:
        write_rows(w, field);
        break;
    case FIELD_FILE:
        write_file(w);
        break;
    default:
        write_object(w, field->fields, false);
        break;
    }
}

static void write_list(struct writer *w, const struct field *field) {
    put_text(w, "type", "array");
    put_number(w, "minItems", field->min_count);
    put_number(w, "maxItems", field->max_count ? field->max_count : 10000);
    begin(w, "items", '{');
    if (field->fields)
        write_object(w, field->fields, is_named_list(field));
    else
        write_kind(w, field, field->choices ? FIELD_ENUM : field->of);
    end(w, '}');
}

static void write_default(struct writer *w, const struct field *field) {
    enum field_kind kind = kind_of(field);
    if (field->required)
        return;
    if (kind == FIELD_BOOL)
        put_raw(w, "default", field->preset != 0.0 ? "true" : "false");
    else if (kind == FIELD_INT || kind == FIELD_REAL)
        put_number(w, "default", field->preset);
    else if (kind == FIELD_ENUM)
        put_text(w, "default", field->choices[(int)field->preset]);
    else if (field->preset_json)
        put_raw(w, "default", field->preset_json);
}

/* null takes a section away. */
static void write_section(struct writer *w, const struct field *field) {
    begin(w, "oneOf", '[');
    put_raw(w, NULL, "{\"type\": \"null\"}");
    begin(w, NULL, '{');
    write_object(w, field->fields, false);
    end(w, '}');
    end(w, ']');
}

static void write_field(struct writer *w, const struct field *field, bool is_element_name) {
    enum field_kind kind = kind_of(field);
    begin(w, field->name, '{');
    put_text(w, "description", field->doc ? field->doc : "");
    if (is_element_name)
        write_pattern(w, "^[A-Za-z][A-Za-z0-9_-]*$");
    else if (kind == FIELD_LIST)
        write_list(w, field);
    else if (kind == FIELD_SECTION)
        write_section(w, field);
    else
        write_kind(w, field, kind);
    if (field->unit && *field->unit)
        put_text(w, "x-unit", field->unit);
    write_default(w, field);
    end(w, '}');
}

static void write_object(struct writer *w, const struct field *fields, bool named) {
    put_text(w, "type", "object");
    put_raw(w, "additionalProperties", "false");
    bool required = false;
    for (const struct field *field = fields; field && field->name; field++) {
        if (!field->required)
            continue;
        if (!required)
            begin(w, "required", '[');
        put_text(w, NULL, field->name);
        required = true;
    }
    if (required)
        end(w, ']');
    begin(w, "properties", '{');
    put_raw(w, "$schema", "true");
    put_raw(w, "$comment", "true");
    put_raw(w, "$sources", "true");
    for (const struct field *field = fields; field && field->name; field++)
        write_field(w, field, named && strcmp(field->name, "name") == 0);
    end(w, '}');
}

static void write_distribution_type(struct writer *w, const struct distribution_type *type) {
    begin_only_key(w, type->name, type->doc);
    put_text(w, "type", "object");
    put_raw(w, "additionalProperties", "false");
    begin(w, "required", '[');
    for (const struct distribution_parameter *p = type->parameters; p->name; p++)
        put_text(w, NULL, p->name);
    end(w, ']');
    begin(w, "properties", '{');
    put_raw(w, "$comment", "true");
    for (const struct distribution_parameter *p = type->parameters; p->name; p++) {
        begin(w, p->name, '{');
        put_text(w, "type", "number");
        put_text(w, "description", p->doc);
        put_number(w, p->above_min ? "exclusiveMinimum" : "minimum", p->min);
        put_number(w, "maximum", p->max);
        end(w, '}');
    }
    end(w, '}');
    end_only_key(w);
}

static void write_distribution_definition(struct writer *w) {
    static const char values[] =
        "\"oneOf\": [{\"required\": [\"values\"]}, {\"required\": [\"file\", \"column\"]}], \"properties\": "
        "{\"$comment\": true, \"values\": {\"type\": \"array\", \"minItems\": 1, \"items\": {\"type\": "
        "\"number\"}}, "
        "\"weights\": {\"type\": \"array\", \"minItems\": 1, \"items\": {\"type\": \"number\", \"minimum\": "
        "0}}, "
        "\"file\": {\"type\": \"string\"}, \"column\": {\"type\": \"string\"}, "
        "\"weight_column\": {\"type\": \"string\"}}";
    begin(w, "distribution", '{');
    begin(w, "oneOf", '[');
    put_raw(w, NULL, "{\"type\": \"number\"}");
    for (const struct distribution_type *const *type = distribution_types; *type; type++)
        write_distribution_type(w, *type);
    begin_only_key(w, "empirical", "Values as they were measured.");
    put_text(w, "type", "object");
    put_raw(w, "additionalProperties", "false");
    begin_item(w, NULL);
    text_add(w->out, values);
    end_only_key(w);
    begin_only_key(w, "sum", "The sum of independent parts.");
    put_raw(w, "type", "\"array\"");
    put_raw(w, "minItems", "1");
    put_raw(w, "items", "{\"$ref\": \"#/$defs/distribution\"}");
    end_only_key(w);
    begin_only_key(w, "mixture", "One of several, by weight.");
    put_raw(w, "type", "\"array\"");
    put_raw(w, "minItems", "1");
    put_raw(w, "items",
            "{\"type\": \"object\", \"additionalProperties\": false, \"required\": [\"weight\", \"of\"], "
            "\"properties\": {\"$comment\": true, \"weight\": {\"type\": \"number\", \"minimum\": 0}, "
            "\"of\": {\"$ref\": \"#/$defs/distribution\"}}}");
    end_only_key(w);
    end(w, ']');
    end(w, '}');
}

void schema_write(const struct field *root, const char *title, struct text *out) {
    struct writer w = {.out = out, .first = true};
    begin(&w, NULL, '{');
    put_text(&w, "$schema", "https://json-schema.org/draft/2020-12/schema");
    put_text(&w, "title", title);
    write_object(&w, root, false);
    begin(&w, "$defs", '{');
    write_distribution_definition(&w);
    end(&w, '}');
    end(&w, '}');
    text_add_char(out, '\n');
}
