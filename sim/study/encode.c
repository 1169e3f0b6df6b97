/* SPDX-License-Identifier: MIT */
/* encode.c - see encode.h. */
#include "sim/study/encode.h"

#include <limits.h>
#include <string.h>
#include "sim/base/arena.h"
#include "sim/base/text.h"

enum {
    PAYLOAD_BITS = 7,
    MORE = 1 << PAYLOAD_BITS,
    MOST_AGAIN = 1000 /* so that few bytes cannot claim to be very many numbers */
};

/* Numbers gather here before they go to the text. */
struct writer {
    struct text *out;
    size_t used;
    char bytes[1000];
};

enum { LONGEST = 10 /* bytes of a number */ };

static void writer_flush(struct writer *writer) {
    text_add_range(writer->out, writer->bytes, writer->used);
    writer->used = 0;
}

static inline char *writer_room(struct writer *writer) {
    if (writer->used + LONGEST > sizeof writer->bytes)
        writer_flush(writer);
    return writer->bytes + writer->used;
}

static inline void put_whole(struct writer *writer, uint64_t number) {
    char *start = writer_room(writer), *next = start;
    for (; number >= MORE; number >>= PAYLOAD_BITS)
        *next++ = (char)(number | MORE);
    *next++ = (char)number;
    writer->used += (size_t)(next - start);
}

static inline void put_double(struct writer *writer, double number) {
    memcpy(writer_room(writer), &number, sizeof number);
    writer->used += sizeof number;
}

static void add_whole(struct text *out, uint64_t number) {
    struct writer writer = {.out = out};
    put_whole(&writer, number);
    writer_flush(&writer);
}

struct reader {
    const unsigned char *next, *end;
    bool sound; /* false once something made no sense */
};

static struct reader reader_of(struct bytes bytes) {
    const unsigned char *start = bytes.data;
    return (struct reader){.next = start, .end = start + bytes.length, .sound = start != NULL};
}

static uint64_t read_whole(struct reader *reader) {
    uint64_t number = 0;
    for (int shift = 0; reader->sound && shift < 64; shift += PAYLOAD_BITS) {
        if (reader->next == reader->end)
            break;
        uint64_t byte = *reader->next++;
        number |= (byte & (MORE - 1)) << shift;
        if (!(byte & MORE))
            return number;
    }
    reader->sound = false;
    return 0;
}

/* A number of things of which each takes at least one byte. */
static int read_count(struct reader *reader) {
    uint64_t count = read_whole(reader);
    if (count > (uint64_t)(reader->end - reader->next))
        reader->sound = false;
    return reader->sound ? (int)count : 0;
}

static void read_doubles(struct reader *reader, double *numbers, size_t count) {
    reader->sound = reader->sound && count <= (size_t)(reader->end - reader->next) / sizeof(double);
    if (!reader->sound || !count)
        return;
    memcpy(numbers, reader->next, count * sizeof(double));
    reader->next += count * sizeof(double);
}

/* Texts end with a zero byte. */
static void add_string(struct text *out, const char *string) {
    text_add_range(out, string, strlen(string) + 1);
}

static const char *read_string(struct reader *reader, struct arena *arena) {
    const unsigned char *end =
        reader->sound ? memchr(reader->next, 0, (size_t)(reader->end - reader->next)) : NULL;
    if (!end) {
        reader->sound = false;
        return "";
    }
    const char *copy = arena_copy(arena, (const char *)reader->next);
    reader->next = end + 1;
    return copy;
}

/* Names. A definition is written as its place among all of the subject's, counted from 1. */

static uint64_t place_of(const struct metric *wanted, const struct subject *subject) {
    uint64_t place = 1;
    for (const struct metric *const *table = subject->metrics; *table; table++)
        for (const struct metric *metric = *table; metric->name; metric++, place++)
            if (metric == wanted)
                return place;
    return 0;
}

static const struct metric *metric_at(uint64_t wanted, const struct subject *subject) {
    uint64_t place = 1;
    for (const struct metric *const *table = subject->metrics; *table; table++)
        for (const struct metric *metric = *table; metric->name; metric++, place++)
            if (place == wanted)
                return metric;
    return NULL;
}

static void add_measures(struct text *out, struct measures measures, const struct subject *subject) {
    add_whole(out, (uint64_t)measures.count);
    for (int i = 0; i < measures.count; i++) {
        const struct measure *measure = &measures.items[i];
        add_string(out, measure->name);
        add_string(out, measure->base);
        add_string(out, measure->dimension);
        add_string(out, measure->member);
        add_string(out, measure->unit);
        add_whole(out, place_of(measure->metric, subject));
    }
}

static struct measures read_measures(struct reader *reader, const struct subject *subject,
                                     struct arena *arena) {
    int count = read_count(reader);
    struct measure *items = arena_array(arena, struct measure, count + 1);
    for (int i = 0; i < count && reader->sound; i++) {
        items[i].name = read_string(reader, arena);
        items[i].base = read_string(reader, arena);
        items[i].dimension = read_string(reader, arena);
        items[i].member = read_string(reader, arena);
        items[i].unit = read_string(reader, arena);
        items[i].metric = metric_at(read_whole(reader), subject);
        reader->sound = reader->sound && items[i].metric;
    }
    return (struct measures){.count = count, .items = items};
}

void encode_names(const struct result_names *names, const struct subject *subject, struct text *out) {
    add_measures(out, names->measures, subject);
    add_measures(out, names->series, subject);
    add_whole(out, (uint64_t)names->histogram_count);
    for (int i = 0; i < names->histogram_count; i++)
        add_string(out, names->histogram_names[i]);
}

bool decode_names(struct bytes bytes, const struct subject *subject, struct arena *arena,
                  struct result_names *names) {
    struct reader reader = reader_of(bytes);
    names->measures = read_measures(&reader, subject, arena);
    names->series = read_measures(&reader, subject, arena);
    names->histogram_count = read_count(&reader);
    const char **histograms = arena_array(arena, const char *, names->histogram_count + 1);
    for (int i = 0; i < names->histogram_count; i++)
        histograms[i] = read_string(&reader, arena);
    names->histogram_names = histograms;
    return reader.sound && reader.next == reader.end;
}

/* Histograms */

static int filled_buckets(const struct histogram *histogram) {
    int filled = 0;
    for (int octave = 0; octave < HISTOGRAM_OCTAVES; octave++) {
        const uint64_t *buckets = histogram->octaves[octave];
        if (!buckets)
            continue;
        for (int i = 0; i < HISTOGRAM_BUCKETS; i++)
            filled += buckets[i] != 0;
    }
    return filled;
}

static void put_histogram(struct writer *writer, const struct histogram *histogram) {
    int filled = filled_buckets(histogram), last = -1;
    put_whole(writer, histogram->zeros);
    put_whole(writer, (uint64_t)filled);
    for (int octave = 0; octave < HISTOGRAM_OCTAVES; octave++) {
        const uint64_t *buckets = histogram->octaves[octave];
        for (int i = 0; buckets && i < HISTOGRAM_BUCKETS; i++) {
            if (!buckets[i])
                continue;
            int place = octave * HISTOGRAM_BUCKETS + i;
            put_whole(writer, (uint64_t)(place - last - 1));
            put_whole(writer, buckets[i]);
            last = place;
        }
    }
}

/* Adds to `into`, unless it is NULL. */
static void read_histogram(struct reader *reader, struct histogram *into) {
    uint64_t total = read_whole(reader), place = 0;
    if (into)
        into->zeros += total;
    for (int filled = read_count(reader); filled > 0; filled--, place++) {
        place += read_whole(reader);
        uint64_t count = read_whole(reader);
        if (!reader->sound || place >= HISTOGRAM_OCTAVES * HISTOGRAM_BUCKETS) {
            reader->sound = false;
            return;
        }
        if (into)
            histogram_octave(into, (int)(place / HISTOGRAM_BUCKETS))[place % HISTOGRAM_BUCKETS] += count;
        total += count;
    }
    if (into)
        into->count += total;
}

void encode_histograms(struct histogram *const *histograms, int count, struct text *out) {
    struct writer writer = {.out = out};
    put_whole(&writer, (uint64_t)count);
    for (int i = 0; i < count; i++)
        put_histogram(&writer, histograms[i]);
    writer_flush(&writer);
}

static int read_histograms(struct bytes bytes, struct histogram *const *into, int most) {
    struct reader reader = reader_of(bytes);
    int count = read_count(&reader);
    for (int i = 0; i < count && i < most && reader.sound; i++)
        read_histogram(&reader, into ? into[i] : NULL);
    return reader.sound && reader.next == reader.end ? count : -1;
}

int count_histograms(struct bytes bytes) {
    return read_histograms(bytes, NULL, INT_MAX);
}

bool add_histograms(struct bytes bytes, struct histogram *const *into, int count) {
    return read_histograms(bytes, into, count) == count;
}

/* Rows of the interval series: one column after the other, each number as one of three. */

enum { AGAIN, WHOLE, RAW, KIND_BITS = 2, KIND_MASK = 3 };
#define MOST_WHOLE 0x1p52

static uint64_t bits_of(double number) {
    uint64_t bits;
    memcpy(&bits, &number, sizeof bits);
    return bits;
}

static void put_token(struct writer *writer, uint64_t payload, int kind) {
    put_whole(writer, payload << KIND_BITS | (uint64_t)kind);
}

static void put_number(struct writer *writer, double number) {
    if (number >= 0.0 && number < MOST_WHOLE && bits_of((double)(uint64_t)number) == bits_of(number)) {
        put_token(writer, (uint64_t)number, WHOLE);
        return;
    }
    put_token(writer, 0, RAW);
    put_double(writer, number);
}

void encode_rows(const struct series_rows *rows, struct text *out) {
    struct writer writer = {.out = out};
    uint64_t last = bits_of(0.0);
    uint64_t again = 0; /* as often as this the last number follows itself */
    put_whole(&writer, (uint64_t)rows->count);
    put_whole(&writer, (uint64_t)rows->width);
    for (int column = 0; column < rows->width; column++)
        for (int row = 0; row < rows->count; row++) {
            double number = rows->numbers[(size_t)row * (size_t)rows->width + (size_t)column];
            bool same = bits_of(number) == last;
            if (again && (!same || again == MOST_AGAIN)) {
                put_token(&writer, again, AGAIN);
                again = 0;
            }
            if (same) {
                again++;
                continue;
            }
            put_number(&writer, number);
            last = bits_of(number);
        }
    if (again)
        put_token(&writer, again, AGAIN);
    writer_flush(&writer);
}

/* How often the number that it leaves in `last` comes; 0 when the bytes make no sense. */
static uint64_t read_token(struct reader *reader, double *last) {
    uint64_t token = read_whole(reader), payload = token >> KIND_BITS;
    switch (token & KIND_MASK) {
    case AGAIN:
        return reader->sound && payload <= MOST_AGAIN ? payload : 0;
    case WHOLE:
        *last = (double)payload;
        return reader->sound;
    case RAW:
        read_doubles(reader, last, 1);
        return reader->sound;
    }
    return 0;
}

bool decode_rows(struct bytes *bytes, struct arena *arena, struct series_rows *rows) {
    struct reader reader = reader_of(*bytes);
    uint64_t count = read_whole(&reader), width = read_whole(&reader);
    size_t left = (size_t)(reader.end - reader.next);
    if (!reader.sound || count > INT32_MAX || width > INT32_MAX || count * width > left * MOST_AGAIN)
        return false;
    double *numbers = arena_array(arena, double, count *width + 1), last = 0.0;
    uint64_t again = 0;
    for (uint64_t column = 0; column < width; column++)
        for (uint64_t row = 0; row < count; row++, again--) {
            if (!again && !(again = read_token(&reader, &last)))
                return false;
            numbers[row * width + column] = last;
        }
    *rows = (struct series_rows){.count = (int)count, .width = (int)width, .numbers = numbers};
    *bytes = (struct bytes){.data = reader.next, .length = (size_t)(reader.end - reader.next)};
    return !again;
}

/* The search for the warm-up */

void encode_welch(const struct welch *welch, struct text *out) {
    size_t numbers = (size_t)welch->cycles * (size_t)welch->columns;
    add_whole(out, (uint64_t)welch->cycles);
    add_whole(out, (uint64_t)welch->columns);
    add_whole(out, (uint64_t)welch->cut);
    text_add_range(out, (const char *)&welch->cycle_s, sizeof welch->cycle_s);
    for (int i = 0; i < welch->columns; i++)
        add_string(out, welch->names[i]);
    if (numbers)
        text_add_range(out, (const char *)welch->values, numbers * sizeof(double));
}

bool decode_welch(struct bytes bytes, struct arena *arena, struct welch *welch) {
    struct reader reader = reader_of(bytes);
    int cycles = read_count(&reader), columns = read_count(&reader), cut = read_count(&reader);
    double cycle_s = 0.0;
    read_doubles(&reader, &cycle_s, 1);
    const char **names = arena_array(arena, const char *, columns + 1);
    for (int i = 0; i < columns && reader.sound; i++)
        names[i] = read_string(&reader, arena);
    size_t count = (size_t)cycles * (size_t)columns;
    double *values = arena_alloc(arena, (size_t)(reader.end - reader.next) + sizeof(double));
    read_doubles(&reader, values, count);
    *welch = (struct welch){.cycles = cycles,
                            .columns = columns,
                            .cut = cut,
                            .cycle_s = cycle_s,
                            .names = names,
                            .values = values};
    return reader.sound && reader.next == reader.end;
}
