/* SPDX-License-Identifier: MIT */
/* test_floor_plan.c - the plan of a floor: racks, heat, dimensions and tours, and how safely it is drawn. */
#include "tests/support/check.h"

#include <cjson/cJSON.h>
#include <stdlib.h>
#include "models/fcsim.h"
#include "models/layout/routing.h"
#include "output/floor_plan_parts.h"
#include "sim/base/arena.h"
#include "sim/base/problems.h"
#include "sim/base/text.h"
#include "sim/config/config.h"

struct plan {
    struct arena *arena;
    struct recording *recording;
    struct text reason;
    bool drawn;
};

/* Draws a scenario of orders with one line and with `sections` beside its demand. */
static struct plan draw(const char *sections) {
    struct plan plan = {.arena = arena_create()};
    struct problems *problems = problems_create(plan.arena);
    const char *json = arena_format(
        plan.arena,
        "{\"demand\": {\"channels\": [{\"name\": \"shop\", \"orders_per_day\": 100, \"lines\": 1}]}%s}",
        sections);
    struct config *config = config_read_text(plan.arena, "t.json", json, strlen(json), NULL, 0,
                                             fcsim_subject.fields, fcsim_subject.size, problems);
    fcsim_subject.check(config_values(config), plan.arena, problems);
    CHECK_INT(problems->errors, 0);
    plan.recording = recording_create(plan.arena);
    plan.drawn = fcsim_subject.draw(config_values(config), plan.arena, plan.recording, &plan.reason);
    return plan;
}

static void finish(struct plan *plan) {
    recording_free(plan->recording);
    text_free(&plan->reason);
    arena_destroy(plan->arena);
}

#define BLOCK(more) ", \"layout\": {\"blocks\": [{\"name\": \"b\", " more "}]}"
/* Two aisles of three bays, cut by one cross aisle of 2 m behind the second bay (3/2 rounds up). */
static const char cut_block[] =
    BLOCK("\"aisles\": 2, \"bays\": 3, \"bay_width_m\": 1.5, \"aisle_spacing_m\": 4, "
          "\"cross_aisles\": 1, \"cross_aisle_width_m\": 2") ", \"catalogue\": {\"skus\": 60}";

static void every_bay_has_a_rack_on_both_sides_of_its_aisle(void) {
    struct plan plan = draw(cut_block);
    static const float expected[][2] = {/* x and y; a rack is 0.3 * 4 m deep */
                                        {0.0f, 0.0f}, {2.8f, 0.0f}, {0.0f, 1.5f}, {2.8f, 1.5f},
                                        {0.0f, 5.0f}, {2.8f, 5.0f}, {4.0f, 0.0f}, {6.8f, 0.0f},
                                        {4.0f, 1.5f}, {6.8f, 1.5f}, {4.0f, 5.0f}, {6.8f, 5.0f}};
    int racks = 0;
    for (int i = 0; i < plan.recording->shape_count; i++) {
        const struct shape *shape = &plan.recording->shapes[i];
        if (shape->kind != SHAPE_RACK || racks == 12)
            continue;
        CHECK_NEAR(shape->x_m, expected[racks][0], 1e-6, "x");
        CHECK_NEAR(shape->y_m, expected[racks][1], 1e-6, "y behind the cross aisle at 3 to 5 m");
        CHECK_NEAR(shape->width_m, 1.2, 1e-6, "depth of a rack");
        CHECK_NEAR(shape->height_m, 1.5, 1e-6, "width of a bay");
        racks++;
    }
    CHECK_INT(racks, 12);
    finish(&plan);
}

static void dimensions_are_those_of_the_scenario(void) {
    struct plan plan = draw(cut_block);
    static const struct {
        const char *name;
        double metres;
    } expected[] = {{"width", 2 * 4},        {"aisle length", 3 * 1.5 + 2}, {"depth", 3 * 1.5 + 2 + 2 * 3},
                    {"aisle spacing", 4},    {"back cross aisle", 3},       {"cross aisle", 2},
                    {"front cross aisle", 3}};
    const int count = sizeof expected / sizeof *expected;
    CHECK_INT(plan.recording->dimension_count, count);
    for (int i = 0; i < plan.recording->dimension_count && i < count; i++) {
        const struct dimension *dimension = &plan.recording->dimensions[i];
        CHECK_TEXT(dimension->name, expected[i].name);
        CHECK_NEAR(dimension->to_m - dimension->from_m, expected[i].metres, 1e-9, expected[i].name);
    }
    finish(&plan);
}

static void heat_over_all_metres_is_every_order_line(void) {
    struct plan plan = draw(cut_block);
    double percent = 0;
    for (int i = 0; i < plan.recording->shape_count; i++)
        percent += plan.recording->shapes[i].heat * plan.recording->shapes[i].height_m;
    CHECK_NEAR(percent / 2, 100.0, 1e-3, "per cent on one side of all aisles");
    finish(&plan);
}

/* Six bays of an aisle with 20 slots each hold 120 equally popular SKUs: a sixth of the lines each. */
static void heat_is_the_share_of_lines_per_metre_of_aisle(void) {
    struct plan plan =
        draw(BLOCK("\"aisles\": 2, \"bays\": 3, \"bay_width_m\": 1.5, \"aisle_spacing_m\": 4, "
                   "\"cross_aisles\": 1, \"cross_aisle_width_m\": 2") ", \"catalogue\": {\"skus\": 120, "
                                                                      "\"popularity\": \"uniform\"}");
    for (int i = 0; i < plan.recording->shape_count; i++)
        if (plan.recording->shapes[i].kind == SHAPE_RACK)
            CHECK_NEAR(plan.recording->shapes[i].heat, 100.0 / 6 / 1.5, 1e-4,
                       "a sixth of the lines on 1.5 m");
    finish(&plan);
}

static double walked_m(const struct route *route) {
    double metres = 0;
    for (int i = 0; i + 1 < route->corner_count; i++)
        metres += fabs((double)route->corners[i + 1].x_m - route->corners[i].x_m) +
                  fabs((double)route->corners[i + 1].y_m - route->corners[i].y_m);
    return metres;
}

static void every_routing_policy_walks_the_sample_as_far_as_it_says(void) {
    struct plan plan =
        draw(BLOCK("\"aisles\": 9, \"bays\": 20") ", \"picking\": {\"routing\": \"largest_gap\", "
                                                  "\"method\": {\"batch\": {\"orders\": 14}}}");
    const double bay_m = 1.2, spacing_m = 3.4; /* presets */
    double crosses[] = {0, 20 * bay_m};
    struct rack rack = {9, spacing_m, 20 * bay_m, 2, crosses, 0};
    int policies = 0;
    for (; routing_options[policies] && policies < plan.recording->route_count; policies++) {
        const struct route *route = &plan.recording->routes[policies];
        const struct routing *routing = (const struct routing *)(const void *)routing_options[policies];
        struct stop stops[64];
        CHECK(route->stop_count >= 14 && route->stop_count <= 64);
        for (int i = 0; i < route->stop_count && i < 64; i++) {
            long bay = lround(route->stops[i].y_m / bay_m - 0.5); /* positions are rounded to float */
            stops[i] = (struct stop){(int)lround(route->stops[i].x_m / spacing_m - 0.5), (bay + 0.5) * bay_m};
        }
        CHECK_TEXT(route->name, routing->option.name);
        CHECK_NEAR(route->sample_m, routing->length_m(&rack, stops, route->stop_count), 1e-3, route->name);
        CHECK_NEAR(walked_m(route), route->sample_m, 1e-3, "metres between corners");
        CHECK_INT(route->chosen, strcmp(route->name, "largest_gap") == 0);
    }
    CHECK_INT(plan.recording->route_count, policies);
    CHECK(routing_options[policies] == NULL);
    finish(&plan);
}

/* One SKU in the first bay: every tour walks 0.6 m there and 0.6 m back. */
static void the_expected_metres_of_a_tour_to_one_place_are_exact(void) {
    struct plan plan = draw(
        BLOCK("\"aisles\": 4, \"bays\": 5") ", \"catalogue\": {\"skus\": 1}, \"slotting\": \"closest_open\"");
    for (int r = 0; r < plan.recording->route_count; r++) {
        bool one_way = strcmp(plan.recording->routes[r].name, "one_way") == 0;
        double metres = one_way ? 2 * 5 * 1.2 + 2 * 3.4 : 1.2; /* up this aisle, down the next one */
        CHECK_NEAR(plan.recording->routes[r].expected_m, metres, 1e-9, plan.recording->routes[r].name);
        CHECK_NEAR(plan.recording->routes[r].standard_error_m, 0.0, 1e-9, "no spread");
        CHECK(!plan.recording->routes[r].chosen); /* nobody picks here */
    }
    finish(&plan);
}

/* A deep aisle of two bays, one SKU in each with half of the lines: the deepest of n stops lies in the far
 * bay with probability 1 - 2^-n. Orders of 3 lines: 2 * (0.5 / 8 + 1.5 * 7 / 8) = 2.75 m. */
static void the_expected_metres_agree_with_the_formula_within_four_standard_errors(void) {
    struct plan plan = draw(BLOCK("\"aisles\": 1, \"bays\": 2, \"bay_width_m\": 1, \"levels\": 1, "
                                  "\"slots_per_bay_level\": 1") ", \"catalogue\": {\"skus\": 4, "
                                                                "\"popularity\": \"uniform\"}, \"picking\": "
                                                                "{\"method\": {\"batch\": {\"orders\": 3}}}");
    const double far = 1 - 1 / 8.0, mean = 2 * (0.5 * (1 - far) + 1.5 * far);
    for (int r = 0; r < plan.recording->route_count; r++) {
        const struct route *route = &plan.recording->routes[r];
        CHECK_NEAR(mean, 2.75, 1e-12, "the formula by hand");
        CHECK_NEAR(route->standard_error_m, 2 * sqrt(far * (1 - far) / 1000), 0.006, "of 1,000 tours");
        CHECK_NEAR(route->expected_m, mean, 4 * route->standard_error_m, route->name);
    }
    finish(&plan);
}

static void a_tour_has_the_orders_and_the_lines_that_picking_allows(void) {
    static const struct {
        const char *method;
        int stops; /* one line an order */
    } cases[] = {{"\"single\"", 1},
                 {"{\"batch\": {\"orders\": 7}}", 7},
                 {"{\"batch\": {\"orders\": 7, \"lines\": 3}}", 3}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct text sections = {0};
        text_format(&sections, "%s, \"picking\": {\"method\": %s}", BLOCK("\"aisles\": 9, \"bays\": 20"),
                    cases[i].method);
        struct plan plan = draw(sections.data);
        CHECK_INT(plan.recording->routes[0].stop_count, cases[i].stops);
        finish(&plan);
        text_free(&sections);
    }
}

static void without_a_layout_there_is_a_reason_and_nothing_is_drawn(void) {
    struct plan plan = draw("");
    CHECK(!plan.drawn);
    CHECK(plan.reason.data && strstr(plan.reason.data, "no \"layout\""));
    CHECK_INT(plan.recording->shape_count, 0);
    finish(&plan);
}

static void hostile_names_are_escaped_in_the_drawing_and_in_json(void) {
    struct plan plan = draw(cut_block);
    struct floor_plan_view view = {.title = "</text><script>\"&'\x01\xff\xef\xbf\xbf\xc3\xa9",
                                   .name = "]]>\xed\xa0\x80",
                                   .recording = plan.recording};
    struct text svg = {0}, json = {0};
    floor_plan_svg(&view, &svg);
    CHECK(!strstr(svg.data, "<script"));
    CHECK(strstr(svg.data, ">&lt;/text&gt;&lt;script&gt;&quot;&amp;&#39; ??\xc3\xa9</text>"));
    CHECK(strstr(svg.data, "Scenario: ]]&gt;?\?\?<")); /* a surrogate is no character */
    view.title = view.name = "</a>\"\\\n";
    floor_plan_json(&view, &json);
    cJSON *root = cJSON_Parse(json.data);
    CHECK_TEXT(cJSON_GetStringValue(cJSON_GetObjectItem(root, "title")), "</a>\"\\\n");
    cJSON_Delete(root);
    text_free(&svg);
    text_free(&json);
    finish(&plan);
}

static void a_long_line_is_cut_where_its_room_ends(void) {
    struct text out = {0};
    letters_fit(&out, "short", 10, 100);
    CHECK_TEXT(out.data, "short");
    text_clear(&out);
    letters_fit(&out, "MMMMMMMMMM", 10, 60); /* M is 0.86 of the size; the ellipsis one size */
    CHECK_TEXT(out.data, "MMMMM…");
    text_free(&out);
}

static void quantities_have_thousands_and_at_most_centimetres(void) {
    static const struct {
        double value;
        const char *expected;
    } cases[] = {{81.6, "81.6 m"}, {36, "36 m"}, {1234.56, "1,234.56 m"}, {0.999, "1 m"}, {0.05, "0.05 m"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct text out = {0};
        add_quantity(&out, cases[i].value, "m");
        CHECK_TEXT(out.data, cases[i].expected);
        text_free(&out);
    }
}

static void heat_steps_go_by_ratio_from_pale_to_dark(void) {
    const struct heat_scale scale = {0.01, 1}; /* ten times the heat is half of the scale */
    char colour[COLOUR_SIZE];
    CHECK_INT(heat_step(&scale, 0), -1);
    CHECK_INT(heat_step(&scale, 0.001), 0);
    CHECK_INT(heat_step(&scale, 0.1001), HEAT_STEPS / 2);
    CHECK_INT(heat_step(&scale, 1), HEAT_STEPS - 1);
    CHECK_TEXT(heat_colour(colour, 0), "#fde725"); /* the ends of viridis as matplotlib gives them */
    CHECK_TEXT(heat_colour(colour, 1), "#440154");
}

int main(int argc, char **argv) {
    return check_main(
        argc, argv,
        (struct check_test[]){{TEST(every_bay_has_a_rack_on_both_sides_of_its_aisle)},
                              {TEST(dimensions_are_those_of_the_scenario)},
                              {TEST(heat_over_all_metres_is_every_order_line)},
                              {TEST(heat_is_the_share_of_lines_per_metre_of_aisle)},
                              {TEST(every_routing_policy_walks_the_sample_as_far_as_it_says)},
                              {TEST(the_expected_metres_of_a_tour_to_one_place_are_exact)},
                              {TEST(the_expected_metres_agree_with_the_formula_within_four_standard_errors)},
                              {TEST(a_tour_has_the_orders_and_the_lines_that_picking_allows)},
                              {TEST(without_a_layout_there_is_a_reason_and_nothing_is_drawn)},
                              {TEST(hostile_names_are_escaped_in_the_drawing_and_in_json)},
                              {TEST(a_long_line_is_cut_where_its_room_ends)},
                              {TEST(quantities_have_thousands_and_at_most_centimetres)},
                              {TEST(heat_steps_go_by_ratio_from_pale_to_dark)},
                              {0}});
}
