/* SPDX-License-Identifier: MIT */
/* test_heap.c - the order of urgency, and lazy withdrawal (sim/base/heap.c). */
#include <stdlib.h>
#include "sim/base/heap.h"
#include "tests/support/check.h"

struct order {
    int id;
    struct heap_node node;
};

static int pop_id(struct heap *heap) {
    struct heap_node *node = heap_pop(heap);
    return node ? heap_owner(node, struct order, node)->id : -1;
}

static void lower_keys_come_first_and_equal_keys_by_number(void) {
    static const int64_t keys[] = {5, -3, 5, 0, 5, INT64_MAX, INT64_MIN};
    static const uint64_t numbers[] = {9, 8, 3, 4, 7, 1, 2};
    static const int expected[] = {6, 1, 3, 2, 4, 0, 5, -1};
    struct order orders[7] = {0};
    struct heap heap = {0};
    for (int i = 0; i < 7; i++) {
        orders[i].id = i;
        heap_push(&heap, &orders[i].node, keys[i], numbers[i]);
    }
    CHECK(heap_first(&heap) == &orders[6].node);
    for (int i = 0; i < 8; i++)
        CHECK_INT(pop_id(&heap), expected[i]);
    CHECK_INT(orders[0].node.number, 0);
    heap_free(&heap);
}

static void an_empty_heap_has_no_first(void) {
    struct heap heap = {0};
    CHECK(heap_first(&heap) == NULL);
    CHECK(heap_pop(&heap) == NULL);
    heap_free(&heap);
}

static void the_withdrawn_never_surface(void) {
    struct order orders[4] = {{.id = 0}, {.id = 1}, {.id = 2}, {.id = 3}};
    struct heap heap = {0};
    for (int i = 0; i < 4; i++)
        heap_push(&heap, &orders[i].node, i, (uint64_t)i + 1);
    heap_withdraw(&heap, &orders[0].node);
    heap_withdraw(&heap, &orders[2].node);
    CHECK_INT(orders[0].node.number, 0);
    CHECK_INT(heap.live, 2);
    CHECK_INT(pop_id(&heap), 1);
    CHECK_INT(pop_id(&heap), 3);
    CHECK_INT(pop_id(&heap), -1);
    heap_free(&heap);
}

static void a_recycled_owner_is_known_by_its_new_number(void) {
    struct order order = {.id = 1}, other = {.id = 2};
    struct heap heap = {0};
    heap_push(&heap, &order.node, 1, 1);
    heap_push(&heap, &other.node, 5, 2);
    heap_withdraw(&heap, &order.node);
    heap_push(&heap, &order.node, 9, 3); /* its old entry still has key 1 */
    CHECK_INT(pop_id(&heap), 2);
    CHECK_INT(pop_id(&heap), 1);
    CHECK_INT(pop_id(&heap), -1);
    heap_free(&heap);
}

static void dead_entries_are_cleared_when_they_are_the_most(void) {
    enum { COUNT = 1000 };
    static struct order orders[COUNT];
    struct heap heap = {0};
    for (int i = 0; i < COUNT; i++) {
        orders[i].id = i;
        heap_push(&heap, &orders[i].node, (int64_t)i * 7919 % COUNT, (uint64_t)i + 1);
    }
    for (int i = 0; i < COUNT; i++) {
        if (i % 10 == 0)
            continue;
        heap_withdraw(&heap, &orders[i].node);
        int dead = heap.count - heap.live;
        CHECK(dead <= 32 || dead <= heap.live);
    }
    CHECK_INT(heap.live, 100);
    int64_t before = INT64_MIN;
    for (int i = 0; i < 100; i++) {
        struct heap_node *node = heap_pop(&heap);
        CHECK(node && node->key > before && heap_owner(node, struct order, node)->id % 10 == 0);
        if (node)
            before = node->key;
    }
    CHECK(heap_pop(&heap) == NULL);
    heap_free(&heap);
}

/* Against a plain search through an array: any mixture of pushes, pops and withdrawals. */
static void it_agrees_with_a_sorted_list(void) {
    enum { COUNT = 200 };
    static struct order orders[COUNT];
    struct heap heap = {0};
    uint64_t random = 1, number = 0;
    memset(orders, 0, sizeof orders);
    for (int step = 0; step < 50000; step++) {
        random = random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        struct order *order = &orders[(random >> 33) % COUNT];
        int action = random >> 60;
        if (action < 9 && order->node.number == 0) {
            heap_push(&heap, &order->node, (int64_t)(random >> 40 & 15), ++number);
        } else if (action < 12 && order->node.number != 0) {
            heap_withdraw(&heap, &order->node);
        } else if (action >= 12) {
            struct heap_node *expected = NULL;
            for (int i = 0; i < COUNT; i++) {
                struct heap_node *node = &orders[i].node;
                if (node->number && (!expected || node->key < expected->key ||
                                     (node->key == expected->key && node->number < expected->number)))
                    expected = node;
            }
            if (!CHECK(heap_pop(&heap) == expected))
                break;
        }
    }
    heap_free(&heap);
}

int main(int argc, char **argv) {
    return check_main(argc, argv,
                      (struct check_test[]){{TEST(lower_keys_come_first_and_equal_keys_by_number)},
                                            {TEST(an_empty_heap_has_no_first)},
                                            {TEST(the_withdrawn_never_surface)},
                                            {TEST(a_recycled_owner_is_known_by_its_new_number)},
                                            {TEST(dead_entries_are_cleared_when_they_are_the_most)},
                                            {TEST(it_agrees_with_a_sorted_list)},
                                            {0}});
}
