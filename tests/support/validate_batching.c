/* SPDX-License-Identifier: MIT */
/* validate_batching.c - compares batching with the best possible one, under every routing policy.
 *
 *     validate_batching FOLDER
 *
 * FOLDER/jobprp holds instances in the format of jobprp.h and expected.csv, whose columns are file, S-shape,
 * return, midpoint, largest_gap, combined, optimal: the least total length of the tours. Exact batching must
 * give these numbers; on every instance seed and savings must lie between the optimum and first-come
 * batching. Exits with 1 when something is not so, with 2 when a file cannot be read. */
#include "tests/support/batching_exact.h"
#include "tests/support/jobprp.h"

static const struct routing *const routings[] = {&routing_s_shape,     &routing_return,   &routing_midpoint,
                                                 &routing_largest_gap, &routing_combined, &routing_optimal};
enum { ROUTINGS = sizeof routings / sizeof *routings };
static const char *const policies[] = {"\"first_come\"", "\"seed\"", "\"savings\"",
                                       "{\"savings\": {\"recalculated\": true}}"};
enum { FIRST_COME, POLICIES = sizeof policies / sizeof *policies };
static const double ROUNDING_M = 0.051; /* expected values have one decimal */

struct comparison {
    int files, compared, met, wrong;
    double gap[ROUTINGS][POLICIES]; /* summed over files */
};

static void compare(struct comparison *of, const char *name, struct jobprp *instance, int r,
                    double expected_m) {
    struct batch_limits limits = NO_LIMITS;
    limits.lines = instance->capacity;
    const struct layout *layout = &instance->floor.layout;
    double best_m = expected_m;
    if (instance->order_count <= EXACT_MOST_ITEMS) {
        best_m = exact_batching_m(limits, layout, routings[r], instance->orders, instance->order_count);
        of->compared++;
        if (fabs(best_m - expected_m) <= ROUNDING_M)
            of->met++;
        else
            printf("missed: %s, %s: %.2f, expected %.1f\n", name, routings[r]->option.name, best_m,
                   expected_m);
    }
    double first_come_m = INFINITY;
    for (int p = 0; p < POLICIES; p++) {
        double metres =
            batched_m(policies[p], limits, layout, routings[r], instance->orders, instance->order_count);
        if (!(metres >= best_m - ROUNDING_M && metres <= first_come_m)) {
            printf("wrong: %s, %s, %s: %.2f; optimum %.2f, first come %.2f\n", name, routings[r]->option.name,
                   policies[p], metres, best_m, first_come_m);
            of->wrong++;
        }
        if (p == FIRST_COME)
            first_come_m = metres;
        of->gap[r][p] += metres / best_m - 1.0;
    }
}

static int compare_all(const char *folder, FILE *expected, struct comparison *of) {
    struct jobprp *instance = malloc(sizeof *instance);
    char line[512], name[256], path[4200];
    int unread = 0;
    while (fgets(line, sizeof line, expected)) {
        double metres[ROUTINGS];
        if (strncmp(line, "file,", 5) == 0 || strspn(line, " \r\n") == strlen(line))
            continue;
        if (sscanf(line, "%255[^,],%lf,%lf,%lf,%lf,%lf,%lf", name, &metres[0], &metres[1], &metres[2],
                   &metres[3], &metres[4], &metres[5]) != 1 + ROUTINGS) {
            fprintf(stderr, "expected.csv: not a row: %s", line);
            unread++;
            continue;
        }
        snprintf(path, sizeof path, "%s/%s", folder, name);
        if (!jobprp_read(path, instance)) {
            fprintf(stderr, "%s: not an instance\n", path);
            unread++;
            continue;
        }
        of->files++;
        for (int r = 0; r < ROUTINGS; r++)
            compare(of, name, instance, r, metres[r]);
    }
    free(instance);
    return unread;
}

static void print_gaps(const struct comparison *of) {
    printf("jobprp, mean length of all tours over the best batching:\n%-12s %12s %8s %8s %8s\n", "routing",
           "first_come", "seed", "savings", "recalc.");
    for (int r = 0; r < ROUTINGS; r++) {
        printf("%-12s", routings[r]->option.name);
        for (int p = 0; p < POLICIES; p++)
            printf(" %*.1f %%", p ? 6 : 10, 100.0 * of->gap[r][p] / of->files);
        printf("\n");
    }
}

int main(int argc, char **argv) {
    if (argc != 2) {
        fprintf(stderr, "usage: validate_batching FOLDER\n");
        return 2;
    }
    char folder[3900], path[4096];
    snprintf(folder, sizeof folder, "%s/jobprp", argv[1]);
    snprintf(path, sizeof path, "%s/expected.csv", folder);
    FILE *expected = fopen(path, "r");
    if (!expected) {
        printf("skipped: no jobprp\n0 passed, 0 failed, 1 skipped\n");
        return 0;
    }
    struct comparison of = {0};
    int unread = compare_all(folder, expected, &of);
    fclose(expected);
    if (of.files)
        print_gaps(&of);
    printf("jobprp exact: %d of %d\n", of.met, of.compared);
    return unread || !of.files ? 2 : of.wrong || of.met < of.compared;
}
