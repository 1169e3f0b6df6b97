/* SPDX-License-Identifier: MIT */
/* driver.c - runs a fuzz target without libFuzzer: on each file of a folder as it is, then on changed copies
 * of them.
 *
 * usage: fuzz_NAME FOLDER [CHANGES]. The changes are the same in every run. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { LARGEST = 1 << 16, MOST_FILES = 1000, CHANGES = 1500 };

struct input {
    char *name;
    uint8_t *bytes;
    size_t size;
};

static uint64_t state = 1;

static size_t below(size_t n) { /* SplitMix64 */
    uint64_t z = (state += UINT64_C(0x9e3779b97f4a7c15));
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return n ? (size_t)((z ^ (z >> 31)) % n) : 0;
}

static int by_name(const void *a, const void *b) {
    return strcmp(((const struct input *)a)->name, ((const struct input *)b)->name);
}

static int read_folder(const char *folder, struct input *inputs) {
    DIR *directory = opendir(folder);
    int count = 0;
    for (struct dirent *entry; directory && count < MOST_FILES && (entry = readdir(directory));) {
        char path[4096];
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        FILE *file = entry->d_name[0] == '.' ? NULL : fopen(path, "rb");
        if (!file)
            continue;
        struct input input = {.name = strdup(entry->d_name), .bytes = malloc(LARGEST)};
        input.size = fread(input.bytes, 1, LARGEST, file);
        fclose(file);
        inputs[count++] = input;
    }
    if (directory)
        closedir(directory);
    qsort(inputs, (size_t)count, sizeof *inputs, by_name);
    return count;
}

/* One small change: a byte, a piece taken out or doubled, a piece of another file, or an unpleasant word. */
static size_t change(uint8_t *bytes, size_t size, const struct input *other) {
    static const char *const words[] = {"-1",   "1e308", "null",        "[]", "{}", "\"\"",
                                        "\xff", "0.5",   "99999999999", "\n", ",",  "\""};
    size_t at = below(size + 1), length = 1 + below(16);
    switch (below(5)) {
    case 0:
        if (at < size)
            bytes[at] = (uint8_t)below(256);
        return size;
    case 1:
        length = at + length > size ? size - at : length;
        memmove(bytes + at, bytes + at + length, size - at - length);
        return size - length;
    case 2: {
        const char *word = words[below(sizeof words / sizeof *words)];
        length = strlen(word);
        if (size + length > LARGEST)
            return size;
        memmove(bytes + at + length, bytes + at, size - at);
        memcpy(bytes + at, word, length);
        return size + length;
    }
    default: {
        size_t from = below(other->size + 1);
        length = 1 + below(200);
        length = from + length > other->size ? other->size - from : length;
        if (size + length > LARGEST)
            return size;
        memmove(bytes + at + length, bytes + at, size - at);
        memcpy(bytes + at, other->bytes + from, length);
        return size + length;
    }
    }
}

int main(int argc, char **argv) {
    static struct input inputs[MOST_FILES];
    int count = argc > 1 ? read_folder(argv[1], inputs) : 0;
    if (count == 0)
        return fputs("usage: fuzz_NAME FOLDER [CHANGES]; the folder holds files to start from\n", stderr), 2;
    for (int i = 0; i < count; i++)
        LLVMFuzzerTestOneInput(inputs[i].bytes, inputs[i].size);
    long changes = argc > 2 ? atol(argv[2]) : CHANGES;
    for (long n = 0; n < changes; n++) {
        const struct input *input = &inputs[below((size_t)count)];
        uint8_t *bytes = malloc(LARGEST);
        memcpy(bytes, input->bytes, input->size);
        size_t size = input->size;
        for (size_t k = 1 + below(4); k > 0; k--)
            size = change(bytes, size, &inputs[below((size_t)count)]);
        LLVMFuzzerTestOneInput(bytes, size);
        free(bytes);
    }
    printf("ok      %d files and %ld changes give problems or a valid configuration\n", count, changes);
    puts("1 passed, 0 failed, 0 skipped");
    return 0;
}
