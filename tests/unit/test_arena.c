/* SPDX-License-Identifier: MIT */
/* test_arena.c - memory taken bit by bit (sim/base/arena.c), objects recycled (slab.h), hashes (hash.c). */
#include <stdint.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>
#include "sim/base/arena.h"
#include "sim/base/hash.h"
#include "sim/base/slab.h"
#include "tests/support/check.h"

static bool all_zero(const char *bytes, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (bytes[i])
            return false;
    return true;
}

static void memory_is_zeroed_aligned_and_apart(void) {
    static const size_t sizes[] = {1, 16, 17, 300, 65536, 5, 3000000, 40000, 9, 20000000, 100};
    enum { COUNT = sizeof sizes / sizeof *sizes };
    for (int round = 0; round < 2; round++) { /* the second time in memory that was used */
        char *taken[COUNT];
        struct arena *arena = arena_create();
        for (int i = 0; i < COUNT; i++) {
            taken[i] = arena_alloc(arena, sizes[i]);
            CHECK_INT((uintptr_t)taken[i] % 16, 0);
            CHECK(all_zero(taken[i], sizes[i]));
            memset(taken[i], i + 1, sizes[i]);
        }
        for (int i = 0; i < COUNT; i++)
            CHECK(taken[i][0] == i + 1 && taken[i][sizes[i] - 1] == i + 1);
        arena_destroy(arena);
    }
}

static void chunks_double_from_64_kib(void) {
    struct arena *arena = arena_create();
    size_t empty = arena_bytes(arena);
    arena_alloc(arena, 1);
    CHECK_INT(arena_bytes(arena) - empty, 65536);
    for (int i = 0; i < 70; i++)
        arena_alloc(arena, 1024);
    CHECK_INT(arena_bytes(arena) - empty, 65536 + 131072);
    arena_destroy(arena);
}

static void a_big_request_leaves_the_open_chunk_in_use(void) {
    struct arena *arena = arena_create();
    char *before = arena_alloc(arena, 16);
    arena_alloc(arena, 50000000);
    char *after = arena_alloc(arena, 16);
    CHECK_INT(after - before, 16);
    arena_destroy(arena);
    arena_destroy(NULL);
}

static void chunks_stop_growing_at_8_mib(void) {
    struct arena *arena = arena_create();
    size_t taken = 0;
    for (int i = 0; i < 4000; i++, taken += 16000)
        arena_alloc(arena, 16000); /* 64 MB */
    CHECK(arena_bytes(arena) >= taken && arena_bytes(arena) < taken + 9 * 1024 * 1024);
    arena_destroy(arena);
}

static void texts_are_copied_and_formatted(void) {
    struct arena *arena = arena_create();
    char source[] = "picking";
    char *copy = arena_copy(arena, source);
    source[0] = 'x';
    CHECK_TEXT(copy, "picking");
    CHECK_TEXT(arena_copy_range(arena, "packing bench", 7), "packing");
    CHECK_TEXT(arena_copy_range(arena, NULL, 0), "");
    CHECK_TEXT(arena_format(arena, "%s.%d", "teams", 7), "teams.7");
    CHECK_TEXT(arena_join(arena, "on_time", "[", "carrier", "=", "", "]"), "on_time[carrier=]");
    char *wide = arena_format(arena, "%5000d", 1);
    CHECK_INT(strlen(wide), 5000);
    arena_destroy(arena);
}

/* What a child that runs `step` writes to stderr; its exit status, or -1 if it did not exit. */
static int status_of(void (*step)(void), char *message, size_t size) {
    int ends[2], status = 0;
    if (pipe(ends) != 0)
        return -1;
    pid_t child = fork();
    if (child == 0) {
        dup2(ends[1], STDERR_FILENO);
        step();
        _exit(0);
    }
    close(ends[1]);
    size_t length = 0;
    for (ssize_t got; (got = read(ends[0], message + length, size - 1 - length)) > 0;)
        length += (size_t)got;
    message[length] = '\0';
    close(ends[0]);
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void arena_asks_too_much(void) {
    arena_alloc(arena_create(), SIZE_MAX);
}
static void resize_asks_too_much(void) {
    memory_resize(NULL, SIZE_MAX / 2 + 1);
}

static void exhausted_memory_ends_with_a_message(void) {
    char message[500];
    CHECK_INT(status_of(arena_asks_too_much, message, sizeof message), 1);
    CHECK_TEXT(message, "out of memory: the system refused another 18446744073709551615 bytes\n");
    CHECK_INT(status_of(resize_asks_too_much, message, sizeof message), 1);
    CHECK_TEXT(message, "out of memory: the system refused another 9223372036854775808 bytes\n");
}

static void resized_memory_keeps_its_content(void) {
    char *memory = memory_resize(NULL, 4);
    memcpy(memory, "abc", 4);
    memory = memory_resize(memory, 100000);
    CHECK_TEXT(memory, "abc");
    memory = memory_resize(memory, 0);
    CHECK(memory != NULL);
    free(memory);
}

static void a_slab_recycles_zeroed_objects(void) {
    struct arena *arena = arena_create();
    struct slab slab;
    slab_init(&slab, arena, 24);
    char *first = slab_take(&slab), *second = slab_take(&slab);
    CHECK_INT(second - first, 32);
    memset(first, 7, 24);
    memset(second, 7, 24);
    slab_give(&slab, first);
    slab_give(&slab, second);
    CHECK(slab_take(&slab) == second);
    CHECK(slab_take(&slab) == first);
    CHECK(all_zero(first, 24) && all_zero(second, 24));
    arena_destroy(arena);
}

/* Published vector: XXH3-128 of nothing with seed 0 is 99aa06d3014798d86001c324468d497f. */
static void hashes_are_xxh3(void) {
    char buffer[HASH_TEXT_SIZE];
    CHECK_TEXT(hash_text(buffer, hash_bytes("", 0)), "99aa06d3014798d86001c324468d497f");
    CHECK(hash_word("") == UINT64_C(0x2d06800538d394c2));
}

static bool same_hash(struct hash a, struct hash b) {
    return a.high == b.high && a.low == b.low;
}

static void a_chained_hash_depends_on_content_and_order(void) {
    struct hash ab = hash_chain(hash_bytes("a", 1), "b", 1);
    CHECK(same_hash(ab, hash_chain(hash_bytes("a", 1), "b", 1)));
    CHECK(!same_hash(ab, hash_chain(hash_bytes("b", 1), "a", 1)));
    CHECK(!same_hash(ab, hash_chain(hash_bytes("a", 1), "c", 1)));
    CHECK(!same_hash(ab, hash_bytes("b", 1)));
}

int main(int argc, char **argv) {
    return check_main(argc, argv,
                      (struct check_test[]){{TEST(memory_is_zeroed_aligned_and_apart)},
                                            {TEST(chunks_double_from_64_kib)},
                                            {TEST(a_big_request_leaves_the_open_chunk_in_use)},
                                            {TEST(chunks_stop_growing_at_8_mib)},
                                            {TEST(texts_are_copied_and_formatted)},
                                            {TEST(exhausted_memory_ends_with_a_message)},
                                            {TEST(resized_memory_keeps_its_content)},
                                            {TEST(a_slab_recycles_zeroed_objects)},
                                            {TEST(hashes_are_xxh3)},
                                            {TEST(a_chained_hash_depends_on_content_and_order)},
                                            {0}});
}
