/* SPDX-License-Identifier: MIT */
/* crane_int.h - what crane.c (orders and stations) and crane_cycle.c (cranes at work) share. */
#ifndef MODELS_FULFIL_CRANE_INT_H
#define MODELS_FULFIL_CRANE_INT_H

#include "models/fulfil/by_line.h"
#include "models/fulfil/crane.h"
#include "sim/results/queue.h"

enum crane_cycle { SINGLE_CYCLE, DUAL_CYCLE };
enum crane_dwell { DWELL_ENTRANCE, DWELL_STAY };
enum crane_next { NEXT_URGENT, NEXT_FIRST_COME };

enum load_state { IN_RACK, CALLED, ON_ITS_WAY, BEING_PICKED, GOING_BACK };

struct load {
    struct task task; /* first; its number names it in traces */
    struct heap_node called;
    const struct rack_load *is;
    enum load_state state;
    int place;     /* in the rack; kept for it from the start of the cycle that brings it there */
    int64_t trips; /* so far; keys the choice of a place */
    usec asked;    /* for its crane */
    struct passage passage;
    struct pick_list now, later; /* picks of this trip, of the next */
    struct load *next_back;      /* waits to be put away */
};

struct crane {
    struct entity entity; /* first: subject of events */
    struct heap called;
    struct load *first_back, *last_back;
    struct load *fetching, *putting_away; /* in this cycle; NULL = none */
    bool busy;
    int at; /* place, or ENTRANCE */
    usec since;
    wide busy_us; /* since the cut, without the cycle in hand */
    double *utilisation;
    int actor; /* of the recording, counted from 1; 0 = not registered */
};

struct cranes {
    struct by_line by_line;
    struct sim *sim;
    const struct cranes_config *config;
    const struct crane_rack *rack;
    struct crane *cranes;
    struct load *loads;
    int *turn;  /* of each SKU: its load that is looked at first, counted from 0 */
    int **free; /* by zone: free places, in any order */
    int *free_count;
    int out; /* loads at stations and on their way there */
    struct need *need;
    uint64_t key;
    double drawn_at_x_m;
    struct counter *done;
    struct tally *wait, *work, *single, *dual;
    struct queue queue;
    struct pool *machines;
    struct ratio *dual_share, *lines_load;
    double *utilisation, *moves_hour;
};

/* Calls a load that stands in the rack: its crane is to fetch it. The cycle begins with crane_start. */
void crane_call(struct cranes *cranes, struct load *load);
/* A call is taken back, or changes its urgency. */
void crane_uncall(struct cranes *cranes, struct load *load);
void crane_hurry(struct cranes *cranes, struct load *load);
/* A load is before its aisle again. */
void crane_put_away(struct cranes *cranes, struct load *load);
/* Begins a cycle if the crane has none in hand and there is something to do. */
void crane_start(struct cranes *cranes, int aisle);
/* A fetched load is on the conveyor (crane.c). */
void load_fetched(struct cranes *cranes, struct load *load);

int take_free_place(struct cranes *cranes, struct load *load);
/* A load is in the rack again: picks that came for it meanwhile call it. */
void load_stands(struct cranes *cranes, struct load *load);

void record_racks(struct cranes *cranes);

#endif
