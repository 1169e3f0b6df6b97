/* SPDX-License-Identifier: MIT */
/* traffic.h - people in the aisles of a layout get in each other's way.
 *
 * Each block says how (`congestion`). In a wide aisle everybody passes, but walking takes longer the more
 * people are inside: 1 + slowdown * (others inside) times as long, judged when somebody comes in. A narrow
 * aisle holds `capacity` people; whoever comes to a full one waits outside, and they go in as they came, at
 * whichever end. An aisle counts as one from front to back: cross aisles in the middle do not divide it.
 *
 * Nobody can wait for ever: who waits stands on a cross aisle and holds no place in any aisle, and who is
 * inside waits for nothing before leaving. So there is no circle of people waiting for each other.
 *
 * What is lost, waiting outside or walking slower, is blocked time. It is counted here by aisle, and by
 * whoever walks (models/fulfil/walker.h) by person; both sums agree. */
#ifndef MODELS_LAYOUT_TRAFFIC_H
#define MODELS_LAYOUT_TRAFFIC_H

#include "sim/config/field.h"
#include "sim/engine/sim.h"

struct layout;
struct layout_config;
struct problems;

extern const struct option *const congestion_options[]; /* NULL at the end; the first is the default */
extern const struct metric traffic_metrics[];

/* One-way aisles want a routing policy that keeps their directions; `path` is its key. */
void congestion_check_routing(const struct layout_config *config, const struct choice *routing,
                              const char *path, struct problems *problems);

/* Somebody in an aisle or before it; embedded in who walks. */
struct visitor {
    struct visitor *next; /* who waits behind */
    int aisle;            /* counted over all blocks */
    usec came;
    double slower; /* walking time inside over that in an empty aisle; from when he or she is inside */
    usec lost;     /* on this visit; complete when it ends */
    void (*admitted)(struct visitor *visitor);
};
/* By how much walking takes longer than the `walked_s` of an empty aisle. */
static inline usec visitor_delay(const struct visitor *visitor, double walked_s) {
    return sim_usec((visitor->slower - 1.0) * walked_s);
}

struct traffic;
/* NULL where nobody gets in anybody's way. */
struct traffic *traffic_create(const struct layout *layout, struct sim *sim);
/* Whether entering and leaving this aisle matters. `traffic` may be NULL, the aisle NO_AISLE. */
bool traffic_watches(const struct traffic *traffic, int aisle);
/* True: inside at once. False: `admitted` is called when there is room. */
bool traffic_enter(struct traffic *traffic, struct visitor *visitor, int aisle);
/* `walked_s`: of the time inside, what walking would have taken in an empty aisle. */
void traffic_leave(struct traffic *traffic, struct visitor *visitor, double walked_s);

#endif
