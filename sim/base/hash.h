/* SPDX-License-Identifier: MIT */
/* hash.h - 128-bit content hashes (XXH3) for scenarios, input files and results. */
#ifndef SIM_BASE_HASH_H
#define SIM_BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

struct hash {
    uint64_t high, low;
};

enum { HASH_TEXT_SIZE = 33 };

struct hash hash_bytes(const void *bytes, size_t length);
/* The hash of `before` followed by these bytes, in this order. */
struct hash hash_chain(struct hash before, const void *bytes, size_t length);
uint64_t hash_word(const char *text); /* 64 bits of a string */
const char *hash_text(char buffer[HASH_TEXT_SIZE], struct hash hash);

#endif
