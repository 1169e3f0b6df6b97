/* SPDX-License-Identifier: MIT */
/* sinks.c - see sinks.h. */
#include "cli/sinks.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "sim/base/arena.h"
#include "sim/base/text.h"

static bool open_file(struct sink_file *sink, const char *path, struct arena *arena, struct text *error) {
    if (!path)
        return true;
    sink->path = path;
    sink->temporary = arena_format(arena, "%s.part", path);
    sink->file = fopen(sink->temporary, "w");
    if (!sink->file)
        text_format(error, "cannot write %s: %s", path, strerror(errno));
    return sink->file != NULL;
}

static bool close_file(struct sink_file *sink, bool complete, struct text *error) {
    if (!sink->file)
        return true;
    errno = 0;
    bool good = fflush(sink->file) == 0 && !ferror(sink->file) && fsync(fileno(sink->file)) == 0;
    int reason = errno;
    good = fclose(sink->file) == 0 && good;
    sink->file = NULL;
    if (good && complete && rename(sink->temporary, sink->path) == 0)
        return true;
    if (good && complete)
        reason = errno;
    remove(sink->temporary);
    if (complete)
        text_format(error, "cannot write %s: %s", sink->path, strerror(reason ? reason : EIO));
    return !complete;
}

static void write_event(void *self, usec time, const char *handler, uint64_t entity) {
    FILE *file = ((struct sink_file *)self)->file;
    fprintf(file, "{\"time_us\": %" PRId64 ", \"event\": \"%s\", \"entity\": %" PRIu64 "}\n", time, handler,
            entity);
}

static void write_order(void *self, const double *values, int count) {
    const struct sink_file *sink = self;
    struct text row = {0};
    for (int i = 0; i < count; i++) {
        const char *name = sink->subject->order_name(sink->values, i, isnan(values[i]) ? -1 : (int)values[i]);
        if (i)
            text_add_char(&row, ',');
        if (name)
            text_add(&row, name); /* names need no quotes: [A-Za-z][A-Za-z0-9_-]* */
        else if (!isnan(values[i]))
            text_add_number(&row, values[i]);
    }
    fprintf(sink->file, "%s\r\n", row.data);
    text_free(&row);
}

static void write_header(FILE *file, const char *const *columns) {
    for (const char *const *column = columns; column && *column; column++)
        fprintf(file, "%s%s", column == columns ? "" : ",", *column);
    fputs("\r\n", file);
}

bool sinks_open(struct sinks *sinks, const char *trace, const char *orders, const struct subject *subject,
                const void *values, struct arena *arena, struct text *error) {
    sinks->trace = (struct trace_sink){.event = write_event, .self = &sinks->trace_file};
    sinks->orders = (struct order_sink){.row = write_order, .self = &sinks->orders_file};
    if (!open_file(&sinks->trace_file, trace, arena, error) ||
        !open_file(&sinks->orders_file, orders, arena, error))
        return false;
    sinks->orders_file.subject = subject;
    sinks->orders_file.values = values;
    if (orders)
        write_header(sinks->orders_file.file, subject->order_columns);
    return true;
}

bool sinks_close(struct sinks *sinks, bool complete, struct text *error) {
    bool trace = close_file(&sinks->trace_file, complete, error);
    bool orders = trace ? close_file(&sinks->orders_file, complete, error)
                        : (close_file(&sinks->orders_file, false, error), false);
    return trace && orders;
}
