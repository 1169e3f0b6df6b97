/* SPDX-License-Identifier: MIT */
/* validate_routes.c - compares every routing policy with known shortest tours.
 *
 *     validate_routes DATA        in the format of validate_instances.h: a file, or a folder in which all CSV
 *                                 files of sprp/ are read
 *
 * Prints how many optima are met by `optimal`, per policy how its tours compare with them, and the mean
 * optimum by size of warehouse. Exits with 1 when an optimum is missed, a policy falls below one, a drawn
 * walk is not as long as its tour, or a line is no instance; with 2 when there is nothing to read. */
#include <glob.h>
#include <math.h>
#include <sys/stat.h>
#include "tests/support/validate_instances.h"

enum { POLICIES = 16, GROUPS = 1000 };
static const double TOLERANCE_M = 1e-6; /* the optima are whole numbers */

struct comparison {
    int count, below, wrong_walks;
    double ratios, worst;
    char worst_instance[128];
};
struct group {
    int aisles, cells, picks, count[2];
    double sum[2];
};
struct report {
    int given[2], met[2], group_count;
    struct comparison of[2][POLICIES]; /* by blocks - 1 and policy */
    struct group groups[GROUPS];
    struct instance_rack laid_out;
    struct waypoint *points;
};

static struct group *group_of(struct report *report, const struct instance *instance) {
    int g = 0;
    for (; g < report->group_count; g++)
        if (report->groups[g].aisles == instance->aisles && report->groups[g].cells == instance->cells &&
            report->groups[g].picks == instance->picks)
            return &report->groups[g];
    if (g == GROUPS)
        return NULL;
    report->groups[report->group_count++] =
        (struct group){.aisles = instance->aisles, .cells = instance->cells, .picks = instance->picks};
    return &report->groups[g];
}

static double walked_m(const struct waypoint *points, int count) {
    double metres = 0.0;
    for (int i = 1; i < count; i++)
        metres += fabs(points[i].x_m - points[i - 1].x_m) + fabs(points[i].y_m - points[i - 1].y_m);
    return metres;
}

static void compare(struct report *report, const struct instance *instance, int blocks, int policy) {
    const struct routing *routing = (const struct routing *)(const void *)routing_options[policy];
    const struct instance_rack *at = &report->laid_out;
    struct comparison *comparison = &report->of[blocks - 1][policy];
    double optimum = instance->optimum[blocks - 1],
           metres = routing->length_m(&at->rack, at->stops, instance->picks);
    int points = routing->walk(&at->rack, at->stops, instance->picks, report->points);
    if (points > waypoints_most(instance->picks) ||
        fabs(walked_m(report->points, points) - metres) > TOLERANCE_M)
        comparison->wrong_walks++;
    comparison->count++;
    double ratio = optimum > 0.0 ? metres / optimum : 1.0; /* 0: all picks at the depot */
    if (!(metres >= optimum - TOLERANCE_M)) {
        comparison->below++;
        printf("below the optimum: %s in %d block%s by %s: %g, optimum %g\n", instance->name, blocks,
               blocks > 1 ? "s" : "", routing->option.name, metres, optimum);
    }
    comparison->ratios += ratio;
    if (ratio > comparison->worst) {
        comparison->worst = ratio;
        memcpy(comparison->worst_instance, instance->name, sizeof comparison->worst_instance);
    }
    if (routing != &routing_optimal)
        return;
    bool met = fabs(metres - optimum) <= TOLERANCE_M;
    report->met[blocks - 1] += met;
    if (!met)
        printf("missed: %s in %d block%s: %g, optimum %g\n", instance->name, blocks, blocks > 1 ? "s" : "",
               metres, optimum);
}

static void judge(const struct instance *instance, void *self) {
    struct report *report = self;
    struct group *group = group_of(report, instance);
    for (int blocks = 1; blocks <= 2; blocks++) {
        if (instance->optimum[blocks - 1] < 0.0)
            continue;
        report->given[blocks - 1]++;
        if (group) {
            group->count[blocks - 1]++;
            group->sum[blocks - 1] += instance->optimum[blocks - 1];
        }
        instance_lay_out(instance, blocks, &report->laid_out);
        for (int policy = 0; routing_options[policy]; policy++)
            compare(report, instance, blocks, policy);
    }
}

static void print_policies(const struct report *report, int blocks) {
    printf("\n%s, length of the tour over the optimum:\n%-20s %8s %8s %8s %6s  %s\n",
           blocks == 1 ? "one block" : "two blocks", "policy", "tours", "mean", "worst", "below",
           "worst instance");
    for (int policy = 0; routing_options[policy]; policy++) {
        const struct comparison *c = &report->of[blocks - 1][policy];
        printf("%-20s %8d %8.4f %8.4f %6d  %s\n", routing_options[policy]->name, c->count,
               c->ratios / c->count, c->worst, c->below, c->worst_instance);
    }
}

static void print_groups(const struct report *report) {
    printf("\nmean optimum:\n%6s %6s %6s %10s %10s\n", "aisles", "cells", "picks", "one block", "two blocks");
    for (int g = 0; g < report->group_count; g++) {
        const struct group *group = &report->groups[g];
        printf("%6d %6d %6d", group->aisles, group->cells, group->picks);
        for (int b = 0; b < 2; b++)
            group->count[b] ? printf(" %10.2f", group->sum[b] / group->count[b]) : printf(" %10s", "");
        printf("\n");
    }
}

static bool sound(const struct report *report) {
    int faults = 0;
    for (int b = 0; b < 2; b++)
        for (int policy = 0; routing_options[policy]; policy++) {
            const struct comparison *c = &report->of[b][policy];
            if (c->wrong_walks)
                printf("%s: %d walks are not as long as their tours\n", routing_options[policy]->name,
                       c->wrong_walks);
            faults += c->below + c->wrong_walks;
        }
    return faults == 0 && report->met[0] == report->given[0] && report->met[1] == report->given[1];
}

/* The number of lines that are no instances, or -1 when a file cannot be read. */
static int read_all(const char *path, struct report *report) {
    struct stat status;
    if (stat(path, &status) != 0 || !S_ISDIR(status.st_mode))
        return instances_read(path, judge, report);
    char pattern[4096];
    glob_t files;
    snprintf(pattern, sizeof pattern, "%s/sprp/*.csv", path);
    if (glob(pattern, 0, NULL, &files) != 0)
        return -1;
    int wrong = 0;
    for (size_t i = 0; i < files.gl_pathc && wrong >= 0; i++) {
        int lines = instances_read(files.gl_pathv[i], judge, report);
        wrong = lines < 0 ? -1 : wrong + lines;
    }
    globfree(&files);
    return wrong;
}

int main(int argc, char **argv) {
    if (argc != 2) {
        fprintf(stderr, "usage: validate_routes DATA\n");
        return 2;
    }
    struct report *report = calloc(1, sizeof *report);
    report->points = malloc(sizeof *report->points * (size_t)waypoints_most(INSTANCE_PICKS));
    int wrong = read_all(argv[1], report);
    if (wrong < 0)
        fprintf(stderr, "%s: no instances to read: expected a file, or a folder with sprp/*.csv\n", argv[1]);
    for (int blocks = 1; blocks <= 2; blocks++)
        if (report->given[blocks - 1])
            print_policies(report, blocks);
    print_groups(report);
    bool all = sound(report) && wrong == 0 && report->given[0] + report->given[1] > 0;
    printf("\none-block optima: %d of %d\ntwo-block optima: %d of %d\n", report->met[0], report->given[0],
           report->met[1], report->given[1]);
    free(report->points);
    free(report);
    return all ? 0 : wrong < 0 ? 2 : 1;
}
