/* SPDX-License-Identifier: MIT */
/* The reader of routing instances: which files it takes, and which lines it refuses. */
#include "tests/support/check.h"
#include "tests/support/validate_instances.h"
#include <unistd.h>

struct seen {
    int count;
    struct instance last;
};

static void keep(const struct instance *instance, void *self) {
    struct seen *seen = self;
    seen->count++;
    seen->last = *instance;
}

/* The number of refused lines; what they are called on the error output is thrown away. */
static int read_text(const char *text, struct seen *seen) {
    const char *folder = getenv("TMPDIR");
    char path[256];
    snprintf(path, sizeof path, "%s/test_validate_instances.XXXXXX", folder ? folder : ".");
    int descriptor = mkstemp(path);
    FILE *file = fdopen(descriptor, "w");
    fputs(text, file);
    fclose(file);
    FILE *errors = stderr;
    stderr = fopen("/dev/null", "w");
    seen->count = 0;
    int wrong = instances_read(path, keep, seen);
    fclose(stderr);
    stderr = errors;
    remove(path);
    return wrong;
}

#define HEADER "instance,aisles,cells,depot_aisle,depot_side,picks_aisle:cell,opt_one_block,opt_two_block\n"

static struct seen seen;

static void the_published_columns_are_read(void) {
    CHECK_INT(read_text(HEADER "a,10,180,4,bottom,1:152 9:0,1068,632\n", &seen), 0);
    CHECK_INT(seen.count, 1);
    CHECK_TEXT(seen.last.name, "a");
    CHECK_INT(seen.last.aisles, 10);
    CHECK_INT(seen.last.cells, 180);
    CHECK_NEAR(seen.last.depot_aisle, 4, 0, "depot");
    CHECK(!seen.last.depot_on_top);
    CHECK_INT(seen.last.picks, 2);
    CHECK_INT(seen.last.aisle[1], 9);
    CHECK_INT(seen.last.cell[0], 152);
    CHECK_NEAR(seen.last.optimum[0], 1068, 0, "one block");
    CHECK_NEAR(seen.last.optimum[1], 632, 0, "two blocks");
}

static void an_optimum_may_be_empty_or_its_column_missing(void) {
    CHECK_INT(read_text(HEADER "a,5,30,0,top,1:2,7,\nb,5,30,0,top,1:2,,8\nc,5,30,0,top,1:2\n", &seen), 0);
    CHECK_INT(seen.count, 3);
    CHECK(seen.last.optimum[0] < 0 && seen.last.optimum[1] < 0);
    CHECK_INT(read_text("instance,aisles,cells,depot_aisle,depot_side,picks\nd,5,30,0,top,1:2\n", &seen), 0);
    CHECK_INT(seen.count, 1);
    CHECK_INT(
        read_text("instance,aisles,cells,depot_aisle,depot_side,picks,opt_two_block\nd,5,30,0,top,1:2,9\n",
                  &seen),
        0);
    CHECK(seen.last.optimum[0] < 0);
    CHECK_NEAR(seen.last.optimum[1], 9, 0, "two blocks");
}

static void columns_go_by_name_in_any_order_among_others(void) {
    CHECK_INT(
        read_text("\xEF\xBB\xBFnote,\"opt_one_block\",picks,cells,aisles,depot_side,depot_aisle,instance\r\n"
                  "\r\n"
                  "\"x, y\",12.5,\"3:4 0:1\",30,500,Top,2.5,z\r\n",
                  &seen),
        0);
    CHECK_INT(seen.count, 1);
    CHECK_TEXT(seen.last.name, "z");
    CHECK_INT(seen.last.aisles, 500);
    CHECK_INT(seen.last.picks, 2);
    CHECK(seen.last.depot_on_top);
    CHECK_NEAR(seen.last.depot_aisle, 2.5, 0, "depot between aisles");
    CHECK_NEAR(seen.last.optimum[0], 12.5, 0, "one block");
}

static void without_a_header_the_published_order_holds(void) {
    CHECK_INT(read_text("a,10,180,4,bottom,1:152,1068,632", &seen), 0); /* without a line end either */
    CHECK_INT(seen.count, 1);
    CHECK_NEAR(seen.last.optimum[1], 632, 0, "two blocks");
}

static void lines_that_are_no_instances_are_counted(void) {
    static const char *const lines[] = {
        "a,0,30,0,top,0:1,7,",
        "a,501,30,0,top,0:1,7,",
        "a,2.5,30,0,top,0:1,7,",
        "a,,30,0,top,0:1,7,",
        "a,5,0,0,top,0:1,7,",
        "a,5,30,5,top,0:1,7,",
        "a,5,30,-1,top,0:1,7,",
        "a,5,30,0,left,0:1,7,",
        "a,5,30,0,top,,7,",
        "a,5,30,0,top,5:1,7,",
        "a,5,30,0,top,0:30,7,",
        "a,5,30,0,top,0:1x,7,",
        "a,5,30,0,top,0-1,7,",
        "a,5,30,0,top,0:1,-7,",
        "a,5,30,0,top,0:1,7,x",
        "a",
        "a,5,30,nan,top,0:1,7,",
        "a,5,30,0,top,0:1,nan,",
        ",,,,,,,",
        "\"a,5",
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        char text[512];
        snprintf(text, sizeof text, HEADER "%s\nb,5,30,0,top,1:2,7,\n", lines[i]);
        if (!CHECK_INT(read_text(text, &seen), 1) || !CHECK_INT(seen.count, 1))
            printf("  %s\n", lines[i]);
    }
    CHECK_INT(read_text("", &seen), 0);
    CHECK_INT(seen.count, 0);
    CHECK_INT(instances_read("/nowhere/at/all.csv", keep, &seen), -1);
}

/* A warehouse of 4 cells with the depot at the bottom of aisle 1: 5 long in one block, 6 in two, whose middle
 * cross aisle is 3 from either end. Cell 0 is 1 from the top; cell 2 is 2 below cell 1 in two blocks. */
static void the_warehouse_has_the_published_geometry(void) {
    static struct instance_rack laid;
    read_text(HEADER "a,3,4,1,bottom,2:0 2:2,,\n", &seen);
    instance_lay_out(&seen.last, 1, &laid);
    CHECK_NEAR(laid.rack.length_m, 5, 0, "length");
    CHECK_NEAR(laid.rack.depot_x_m, 3, 0, "depot");
    CHECK_NEAR(laid.stops[0].y_m, 2, 0, "cell 2");
    CHECK_NEAR(laid.stops[1].y_m, 4, 0, "cell 0");
    instance_lay_out(&seen.last, 2, &laid);
    CHECK_NEAR(laid.rack.length_m, 6, 0, "length of two");
    CHECK_NEAR(laid.rack.cross_y_m[1], 3, 0, "middle cross aisle");
    CHECK_NEAR(laid.stops[0].y_m, 2, 0, "cell 2");
    CHECK_NEAR(laid.stops[1].y_m, 5, 0, "cell 0");
}

int main(int argc, char **argv) {
    return check_main(argc, argv,
                      (struct check_test[]){{TEST(the_published_columns_are_read)},
                                            {TEST(an_optimum_may_be_empty_or_its_column_missing)},
                                            {TEST(columns_go_by_name_in_any_order_among_others)},
                                            {TEST(without_a_header_the_published_order_holds)},
                                            {TEST(lines_that_are_no_instances_are_counted)},
                                            {TEST(the_warehouse_has_the_published_geometry)},
                                            {0}});
}
