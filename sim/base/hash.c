/* SPDX-License-Identifier: MIT */
/* hash.c - XXH3 from the xxHash library; chaining goes through the canonical (big-endian) form, so that a
 * hash does not depend on the machine's byte order. */
#include "sim/base/hash.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <xxhash.h>

struct hash hash_bytes(const void *bytes, size_t length) {
    XXH128_hash_t hash = XXH3_128bits(bytes, length);
    return (struct hash){.high = hash.high64, .low = hash.low64};
}

struct hash hash_chain(struct hash before, const void *bytes, size_t length) {
    struct hash after = hash_bytes(bytes, length);
    XXH128_canonical_t both[2];
    XXH128_canonicalFromHash(&both[0], (XXH128_hash_t){.low64 = before.low, .high64 = before.high});
    XXH128_canonicalFromHash(&both[1], (XXH128_hash_t){.low64 = after.low, .high64 = after.high});
    return hash_bytes(both, sizeof both);
}

uint64_t hash_word(const char *text) {
    return XXH3_64bits(text, strlen(text));
}

const char *hash_text(char buffer[HASH_TEXT_SIZE], struct hash hash) {
    snprintf(buffer, HASH_TEXT_SIZE, "%016" PRIx64 "%016" PRIx64, hash.high, hash.low);
    return buffer;
}
