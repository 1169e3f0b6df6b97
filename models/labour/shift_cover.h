/* SPDX-License-Identifier: MIT */
/* shift_cover.h - how many people on each shift, so that every hour has who it needs at least cost.
 *
 * The covering problem of Dantzig 1954 (Operations Research 2(3)): minimise the cost of people in whole
 * numbers, subject to presence x people >= need in every hour. Shifts that share no hour, directly or by a
 * chain of others, are problems of their own. Solved by branch and cut (CBC), on one thread and with a limit
 * of nodes, so the same problem has the same answer; a limit of seconds ends what would take too long, with
 * the best that was found. */
#ifndef MODELS_LABOUR_SHIFT_COVER_H
#define MODELS_LABOUR_SHIFT_COVER_H

#include <stdbool.h>

struct arena;

struct cover_shift {
    int first, count;       /* the hours it touches */
    const double *presence; /* in each of them, the share of the hour that one of its people is at work */
    double cost;            /* of one person */
    int least, most;        /* people */
};
struct cover {
    int hours;
    const double *need; /* by hour: people */
    int shift_count;
    const struct cover_shift *shifts;
};

enum cover_state {
    COVER_CHEAPEST,
    COVER_CUT_SHORT, /* covers, but something cheaper was not ruled out */
    COVER_IMPOSSIBLE /* even with the most people */
};
struct cover_end {
    enum cover_state state;
    double cost;
    int hour;       /* the first that cannot be covered */
    double present; /* the most people who can be there then */
};

/* Fills `people` by shift. */
struct cover_end shift_cover(const struct cover *cover, double seconds, int *people, struct arena *arena);

#endif
