/* SPDX-License-Identifier: MIT */
/* test_csv.c - CSV as it is found in the world, by itself and as the rows of a scenario. */
#include <unistd.h>
#include <zlib.h>
#include "sim/config/csv.h"
#include "tests/support/check.h"
#include "tests/unit/depot.h"

/* A new file with this content under TMPDIR; its path is written to `path`. */
static void make_file(char path[256], const char *content, size_t length) {
    const char *directory = getenv("TMPDIR");
    snprintf(path, 256, "%s/fcsim_csv_XXXXXX", directory ? directory : ".");
    int fd = mkstemp(path);
    CHECK(fd >= 0 && write(fd, content, length) == (ssize_t)length);
    close(fd);
}

/* The cells as "a|b;" a row, and problems as they are printed. */
static void check_cells(const char *csv_text, size_t length, const char *cells, const char *problems_text) {
    struct arena *arena = arena_create();
    struct problems *problems = problems_create(arena);
    struct text found = {0}, written = {0};
    struct csv *csv = csv_open_text(arena, "t.csv", csv_text, length, problems);
    text_add(&found, "");
    text_add(&written, "");
    while (csv && csv_next(csv))
        for (int i = 0; i < csv->column_count; i++)
            text_format(&found, "%s%s", csv->cells[i], i + 1 < csv->column_count ? "|" : ";");
    csv_close(csv);
    problems_write(problems, &written);
    CHECK_TEXT(found.data, cells);
    CHECK_TEXT(written.data, problems_text);
    text_free(&found);
    text_free(&written);
    arena_destroy(arena);
}
#define CELLS(text, cells, problems) check_cells(text, sizeof(text) - 1, cells, problems)

static void cells_are_cut_as_the_standard_says(void) {
    CELLS("a,b\n1,2\n3,4\n", "1|2;3|4;", "");
    CELLS("a,b\r\n1,2\r\n3,4", "1|2;3|4;", "");
    CELLS("a,b\n\"x,y\",\"say \"\"hi\"\"\"\n", "x,y|say \"hi\";", "");
    CELLS("a,b\n\"two\nlines\",2\n", "two\nlines|2;", "");
    CELLS("a,b\n,\n\n1,\n", "|;1|;", "");
    CELLS("\xEF\xBB\xBF"
          "a;b\n1,5;2\n",
          "1,5|2;", "");
    CELLS("a\tb\n1\t2\n", "1|2;", "");
    CELLS("a,b\r1,2\r", "1|2;", "");
    CELLS("a\n1\n", "1;", "");
}

static void broken_text_is_reported_at_its_line(void) {
    CELLS("", "", "t.csv: error: the file is empty\n");
    CELLS("\n\n", "", "t.csv: error: the file is empty\n");
    CELLS("a,b\n1\n2,3\n4,5,6\n", "2|3;",
          "t.csv:2:1: error: a row must have 2 cells like the header, but has 1\n"
          "t.csv:4:1: error: a row must have 2 cells like the header, but has 3\n");
    CELLS("a,b\n1,2,\n2,3\n4,5,\n6,7,\n", "2|3;",
          "t.csv:2:1: error: 3 rows from here on have 3 cells, but must have 2 like the header\n");
    CELLS("a,b\n1,\"x\n", "1|x\n;",
          "t.csv:2:3: error: a quoted cell is not closed\n"
          "    hint: a quote inside a quoted cell is written twice\n");
    CELLS("a,b\n1,\"x\"y\n", "1|x;",
          "t.csv:2:3: error: a quoted cell must end at its closing quote\n"
          "    hint: a quote inside a quoted cell is written twice\n");
    CELLS("a,b\n1,\0\n", "",
          "t.csv:2: error: the file contains a NUL byte and is no text\n"
          "    hint: save it as plain UTF-8 text\n");
}

static void lines_are_counted_over_quoted_line_breaks(void) {
    struct arena *arena = arena_create();
    struct csv *csv = csv_open_text(arena, "t", "a\n\"x\ny\"\n\n5\n", 11, problems_create(arena));
    CHECK(csv_next(csv));
    CHECK_INT(csv->line, 2);
    CHECK(csv_next(csv));
    CHECK_INT(csv->line, 5);
    CHECK_INT(csv->row, 1);
    CHECK(!csv_next(csv));
    csv_close(csv);
    arena_destroy(arena);
}

static void columns_are_found_by_name(void) {
    struct arena *arena = arena_create();
    struct problems *problems = problems_create(arena);
    struct text out = {0};
    struct csv *csv = csv_open_text(arena, "t", "sku , qty,x,x\n", 14, problems);
    CHECK_INT(csv_column(csv, "sku", true), 0);
    CHECK_INT(csv_column(csv, "qty", true), 1);
    CHECK_INT(csv_column(csv, "note", false), -1);
    CHECK_INT(problems->errors, 0);
    CHECK_INT(csv_column(csv, "qtty", true), -1);
    CHECK_INT(csv_column(csv, "x", false), -1);
    csv_close(csv);
    problems_write(problems, &out);
    CHECK_TEXT(out.data, "t:1: error: the header has no column \"qtty\"\n    hint: did you mean \"qty\"?\n"
                         "t:1: error: the header has the column \"x\" twice\n");
    text_free(&out);
    arena_destroy(arena);
}

static void problems_of_a_file_end_at_a_hundred(void) {
    struct arena *arena = arena_create();
    struct problems *problems = problems_create(arena);
    struct text text = {0};
    text_add(&text, "a,b\n");
    for (int i = 0; i < 250; i++)
        text_add(&text, i % 2 ? "1\n" : "1,2,3\n");
    struct csv *csv = csv_open_text(arena, "t", text.data, text.length, problems);
    CHECK(!csv_next(csv));
    csv_close(csv);
    CHECK_INT(problems->count, 101);
    CHECK_TEXT(problems->items[100].rule, "and 150 more problems in this file");
    text_free(&text);
    arena_destroy(arena);
}

/* A depot whose sales are read from a file with this content. */
static struct depot_read read_sales(const char *content, size_t length, const char *format) {
    char path[256], json[1024];
    make_file(path, content, length);
    snprintf(json, sizeof json, format ? format : "{\"pack_s\": 1, \"sales\": \"%s\"}", path);
    struct depot_read d = depot_read(json, 0);
    unlink(path);
    return d;
}
#define SALES(content, format) read_sales(content, strlen(content), format)

static void rows_become_structs(void) {
    struct depot_read d =
        SALES("sku,at,quantity,colour\nA,2026-12-07T18:00,2,red\nB,2026-12-07 18:00:30,,blue\n"
              "A,2026-12-08T00:00,3,\n",
              NULL);
    CHECK_TEXT(d.problems, "");
    CHECK_INT(d.depot->sales_count, 3);
    CHECK_INT(d.depot->sales[0].at.seconds, 1796666400); /* date -u -d 2026-12-07T18:00 +%s */
    CHECK_INT(d.depot->sales[1].at.seconds, 1796666430);
    CHECK_INT(d.depot->sales[0].quantity, 2);
    CHECK_INT(d.depot->sales[1].quantity, 1);
    CHECK_TEXT(d.depot->sales[2].sku, "A");
    CHECK(d.depot->sales[0].sku == d.depot->sales[2].sku);
    CHECK_INT(config_row_place(d.config, "sales", 1).line, 3);
    CHECK(config_row_place(d.config, "sales", 3).line == 1); /* no such row: the key's own line */
    depot_free(&d);
}

static void columns_may_be_mapped(void) {
    struct depot_read d =
        SALES("Artikel;Zeit\nA;07/12/2026 18:00\nB;13/12/2026 06:30\n",
              "{\"pack_s\": 1, \"sales\": {\"file\": \"%s\", \"columns\": {\"sku\": \"Artikel\", "
              "\"at\": \"Zeit\"}}}");
    CHECK_TEXT(d.problems, "");
    CHECK_INT(d.depot->sales_count, 2);
    CHECK_INT(d.depot->sales[0].at.seconds, 1796666400);
    depot_free(&d);
}

/* The first problem without the random name of the file before it. */
static void check_first(struct depot_read *d, const char *place, const char *rule) {
    char found[64];
    CHECK(d->errors > 0);
    if (d->errors > 0) {
        struct problem *first = &d->collected->items[0];
        snprintf(found, sizeof found, "%d:%d", first->place.line, first->place.column);
        CHECK_TEXT(found, place);
        CHECK_TEXT(first->path, "sales");
        CHECK_TEXT(first->rule, rule);
    }
    depot_free(d);
}

static void wrong_cells_are_reported_at_line_and_column(void) {
    static const struct {
        const char *text, *place, *rule;
    } cases[] = {
        {"sku,at,quantity\nA,2026-12-07T18:00,0\n", "2:20",
         "quantity must be between 1 and 1000, but is \"0\""},
        {"sku,at,quantity\nA,2026-12-07T18:00,2.5\n", "2:20",
         "quantity must be a whole number, but is \"2.5\""},
        {"sku,at,price\nA,2026-12-07T18:00,\"1,5\"\n", "2:20", "price must be a number, but is \"1,5\""},
        {"sku,at,price\nA,2026-12-07T18:00,nan\n", "2:20", "price must be a number, but is \"nan\""},
        {"sku,at\nA,2026-02-30T18:00\n", "2:3",
         "at must be a date and time such as 2026-12-07T18:00, but is \"2026-02-30T18:00\""},
        {"sku,at\n,2026-02-28T18:00\n", "2:1", "sku is required, but empty"},
        {"sku,when\nA,2026-02-28T18:00\n", "1:0", "the header has no column \"at\""},
        {"sku,at\nA,03/04/2026 18:00\nB,05/04/2026 18:00\n", "2:0",
         "at has dates that could be DD/MM or MM/DD: no day is above 12"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct depot_read d = SALES(cases[i].text, NULL);
        check_first(&d, cases[i].place, cases[i].rule);
    }
}

static void the_mapping_is_checked(void) {
    struct depot_read d =
        SALES("sku,at\n", "{\"pack_s\": 1, \"sales\": {\"file\": \"%s\", \"columns\": {\"skuu\": \"x\"}}}");
    CHECK_INT(d.errors, 1);
    CHECK_TEXT(d.collected->items[0].rule, "unknown key \"skuu\"");
    CHECK_TEXT(d.collected->items[0].hint, "did you mean \"sku\"?");
    depot_free(&d);
}

static size_t gzip(const char *text, unsigned char *packed, size_t room) {
    z_stream z = {.next_in = (Bytef *)text,
                  .avail_in = (uInt)strlen(text),
                  .next_out = packed,
                  .avail_out = (uInt)room};
    CHECK(deflateInit2(&z, 6, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY) == Z_OK);
    CHECK(deflate(&z, Z_FINISH) == Z_STREAM_END);
    deflateEnd(&z);
    return z.total_out;
}

static const char two_sales[] = "sku,at\nA,2026-12-07T18:00\nB,2026-12-07T19:00\n";

static void gzip_is_told_by_content_and_hashes_like_plain_text(void) {
    unsigned char packed[512];
    size_t length = gzip(two_sales, packed, sizeof packed);
    struct depot_read zipped = read_sales((char *)packed, length, NULL), plain = SALES(two_sales, NULL);
    CHECK_TEXT(zipped.problems, "");
    CHECK_INT(zipped.depot->sales_count, 2);
    struct hash x = config_hash(zipped.config, NULL), y = config_hash(plain.config, NULL);
    CHECK(x.high == y.high && x.low == y.low);
    depot_free(&plain);
    plain = SALES("sku,at\nA,2026-12-07T18:00\nB,2026-12-07T19:01\n", NULL);
    y = config_hash(plain.config, NULL);
    CHECK(x.high != y.high || x.low != y.low);
    depot_free(&zipped);
    depot_free(&plain);
}

static void two_gzip_members_are_one_file(void) {
    unsigned char packed[1024];
    size_t length = gzip("sku,at\nA,2026-12-07T18:00\n", packed, 512);
    length += gzip("B,2026-12-07T19:00\n", packed + length, 512);
    struct depot_read d = read_sales((char *)packed, length, NULL);
    CHECK_TEXT(d.problems, "");
    CHECK_INT(d.depot->sales_count, 2);
    depot_free(&d);
}

static void broken_files_are_named_with_the_reason(void) {
    unsigned char packed[512];
    size_t length = gzip(two_sales, packed, sizeof packed);
    struct depot_read d = read_sales((char *)packed, length - 9, NULL);
    CHECK_INT(d.errors, 1);
    CHECK(strstr(d.problems, "is a gzip file that was cut off\n"));
    depot_free(&d);
    packed[20] ^= 0xFF;
    d = read_sales((char *)packed, length, NULL);
    CHECK_INT(d.errors, 1);
    CHECK(strstr(d.problems, "gzip file"));
    depot_free(&d);
    d = depot_read("{\"pack_s\": 1, \"sales\": \"no_such.csv\"}", 0);
    CHECK_TEXT(d.problems, "t.json:1:24: error: sales: the file \"no_such.csv\" does not exist\n");
    depot_free(&d);
    d = depot_read("{\"pack_s\": 1, \"sales\": \"/\"}", 0);
    CHECK_TEXT(d.problems, "t.json:1:24: error: sales: the file \"/\" is not a regular file\n");
    depot_free(&d);
}

static void empirical_values_may_come_from_a_column(void) {
    char path[256], json[1024];
    make_file(path, "t,w\n10,1\n20,3\n", 14);
    snprintf(json, sizeof json,
             "{\"pack_s\": {\"empirical\": {\"file\": \"%s\", \"column\": \"t\", \"weight_column\": \"w\"}}}",
             path);
    struct depot_read d = depot_read(json, 0);
    unlink(path);
    CHECK_TEXT(d.problems, "");
    CHECK_NEAR(d.depot->pack_s.mean, 17.5, 1e-12, "(10 + 3 * 20) / 4");
    depot_free(&d);
}

int main(int argc, char **argv) {
    return check_main(argc, argv,
                      (struct check_test[]){{TEST(cells_are_cut_as_the_standard_says)},
                                            {TEST(broken_text_is_reported_at_its_line)},
                                            {TEST(lines_are_counted_over_quoted_line_breaks)},
                                            {TEST(columns_are_found_by_name)},
                                            {TEST(problems_of_a_file_end_at_a_hundred)},
                                            {TEST(rows_become_structs)},
                                            {TEST(columns_may_be_mapped)},
                                            {TEST(wrong_cells_are_reported_at_line_and_column)},
                                            {TEST(the_mapping_is_checked)},
                                            {TEST(gzip_is_told_by_content_and_hashes_like_plain_text)},
                                            {TEST(two_gzip_members_are_one_file)},
                                            {TEST(broken_files_are_named_with_the_reason)},
                                            {TEST(empirical_values_may_come_from_a_column)},
                                            {0}});
}
