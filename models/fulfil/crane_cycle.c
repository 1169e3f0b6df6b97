/* SPDX-License-Identifier: MIT */
/* crane_cycle.c - a crane does one cycle after the other.
 *
 * A cycle fetches a load, puts one away, or in dual cycles puts one away on its way to fetch another. Each
 * leg is travelled from standstill to standstill. */
#include "models/fulfil/crane_int.h"
#include "models/orders.h"
#include "sim/base/arena.h"
#include "sim/results/recording.h"

/* Places */

int take_free_place(struct cranes *cranes, struct load *load) {
    int zone = load->is->zone, count = cranes->free_count[zone]--;
    sim_assert(cranes->sim, count > 0);
    struct stream stream =
        stream_keyed(cranes->key ^ stream_mix((uint64_t)load->trips), (uint64_t)(load - cranes->loads));
    int *free_places = cranes->free[zone], chosen = (int)stream_below(&stream, (uint32_t)count);
    int place = free_places[chosen];
    free_places[chosen] = free_places[count - 1];
    return place;
}

static void free_place(struct cranes *cranes, const struct load *load) {
    int zone = load->is->zone;
    cranes->free[zone][cranes->free_count[zone]++] = load->place;
}

/* Playback: aisles side by side, seen from above */

enum { AISLE_WIDTH_M = 5 };

static struct position plan_position(const struct cranes *cranes, const struct crane *crane, int at) {
    double along_m = at == ENTRANCE ? 0.0 : cranes->rack->places[at].x_m;
    return (struct position){(float)(cranes->drawn_at_x_m + along_m),
                             (float)(AISLE_WIDTH_M * (double)(crane - cranes->cranes))};
}

static void record(struct cranes *cranes, struct crane *crane, enum track_state state, int from, int to,
                   usec *time, double seconds) {
    struct recording *recording = results_recording(sim_results(cranes->sim));
    if (!recording || seconds <= 0.0)
        return;
    if (!crane->actor)
        crane->actor =
            1 + recording_actor(recording, (struct actor){arena_format(sim_arena(cranes->sim), "crane %d",
                                                                       (int)crane->entity.number),
                                                          "cranes"});
    struct position a = plan_position(cranes, crane, from), b = plan_position(cranes, crane, to);
    usec end = *time + sim_usec(seconds);
    recording_track(recording,
                    (struct track){crane->actor - 1, state, *time, end, a.x_m, a.y_m, b.x_m, b.y_m});
    *time = end;
}

void record_racks(struct cranes *cranes) {
    struct recording *recording = results_recording(sim_results(cranes->sim));
    float length = (float)cranes->config->rack.length_m;
    for (int aisle = 0; recording && aisle < cranes->config->rack.aisles; aisle++) {
        struct position entrance = plan_position(cranes, &cranes->cranes[aisle], ENTRANCE);
        recording_shape(recording,
                        (struct shape){SHAPE_RACK, "", entrance.x_m, entrance.y_m - 2.0f, length, 1.2f});
        recording_shape(recording,
                        (struct shape){SHAPE_RACK, "", entrance.x_m, entrance.y_m + 0.8f, length, 1.2f});
    }
}

/* What waits for a crane */

static void enter_heap(struct cranes *cranes, struct load *load) {
    int64_t key = cranes->config->next == NEXT_URGENT ? pick_list_urgency(&load->now) : load->asked;
    heap_push(&cranes->cranes[load->is->aisle].called, &load->called, key, sim_next_number(cranes->sim));
}

void crane_call(struct cranes *cranes, struct load *load) {
    load->state = CALLED;
    load->asked = sim_now(cranes->sim);
    queue_enter(&cranes->queue, load->asked);
    enter_heap(cranes, load);
}

void crane_hurry(struct cranes *cranes, struct load *load) {
    if (cranes->config->next != NEXT_URGENT || pick_list_urgency(&load->now) == load->called.key)
        return;
    heap_withdraw(&cranes->cranes[load->is->aisle].called, &load->called);
    enter_heap(cranes, load);
}

void crane_uncall(struct cranes *cranes, struct load *load) {
    load->state = IN_RACK;
    heap_withdraw(&cranes->cranes[load->is->aisle].called, &load->called);
    queue_leave(&cranes->queue, load->asked, sim_now(cranes->sim));
}

void crane_put_away(struct cranes *cranes, struct load *load) {
    struct crane *crane = &cranes->cranes[load->is->aisle];
    load->asked = sim_now(cranes->sim);
    load->next_back = NULL;
    *(crane->last_back ? &crane->last_back->next_back : &crane->first_back) = load;
    crane->last_back = load;
    queue_enter(&cranes->queue, load->asked);
}

/* A crane's cycle */

/* `drawn` is the time up to which playback shows it. */
static double go(struct cranes *cranes, struct crane *crane, int to, usec *drawn) {
    double seconds = crane_rack_travel_s(cranes->rack, crane->at, to);
    record(cranes, crane, TRACK_WALK, crane->at, to, drawn, seconds);
    crane->at = to;
    return seconds;
}

static double go_and_handle(struct cranes *cranes, struct crane *crane, int to, usec *drawn) {
    double seconds = go(cranes, crane, to, drawn), handle_s = cranes->config->handle_s;
    record(cranes, crane, TRACK_WORK, to, to, drawn, handle_s);
    return seconds + handle_s;
}

/* Goes through the cycle in thought; returns its length. */
static double cycle_s(struct cranes *cranes, struct crane *crane) {
    usec drawn = sim_now(cranes->sim);
    double seconds = 0.0;
    if (crane->putting_away) {
        seconds += go_and_handle(cranes, crane, ENTRANCE, &drawn);
        seconds += go_and_handle(cranes, crane, crane->putting_away->place, &drawn);
    }
    if (crane->fetching) {
        seconds += go_and_handle(cranes, crane, crane->fetching->place, &drawn);
        seconds += go_and_handle(cranes, crane, ENTRANCE, &drawn);
    }
    if (cranes->config->dwell == DWELL_ENTRANCE)
        seconds += go(cranes, crane, ENTRANCE, &drawn);
    return seconds;
}

static void begin_fetching(struct cranes *cranes, struct crane *crane, struct load *load) {
    usec now = sim_now(cranes->sim);
    crane->fetching = load;
    load->state = ON_ITS_WAY;
    cranes->out++;
    load->passage.started = now;
    tally_add(cranes->wait, sim_seconds(now - load->asked));
    queue_leave(&cranes->queue, load->asked, now);
    for (struct pick *pick = load->now.first; pick; pick = pick->next_together)
        orders_wait(cranes->by_line.orders, pick->of->order, NULL, NULL);
}

static void begin_putting_away(struct cranes *cranes, struct crane *crane) {
    struct load *load = crane->first_back;
    crane->first_back = load->next_back;
    if (!crane->first_back)
        crane->last_back = NULL;
    crane->putting_away = load;
    queue_leave(&cranes->queue, load->asked, sim_now(cranes->sim));
    load->trips++;
    load->place = take_free_place(cranes, load);
}

static void on_cycle_done(struct sim *sim, void *self, void *subject);

/* What next: in single cycles what was asked first, a load to fetch or one to put away. */
void crane_start(struct cranes *cranes, int aisle) {
    struct crane *crane = &cranes->cranes[aisle];
    struct heap_node *node = heap_first(&crane->called);
    bool room = cranes->out < cranes->config->stations * cranes->config->loads_per_station;
    struct load *fetch = node && room ? heap_owner(node, struct load, called) : NULL,
                *back = crane->first_back;
    if (crane->busy || (!fetch && !back))
        return;
    if (fetch && back && cranes->config->cycle == SINGLE_CYCLE)
        *(fetch->asked <= back->asked ? &back : &fetch) = NULL;
    if (back)
        begin_putting_away(cranes, crane);
    if (fetch) {
        heap_pop(&crane->called);
        begin_fetching(cranes, crane, fetch);
        free_place(cranes, fetch);
    }
    crane->busy = true;
    crane->since = sim_now(cranes->sim);
    pool_take(cranes->machines);
    sim_after(cranes->sim, cycle_s(cranes, crane), on_cycle_done, cranes, crane);
}

static void measure_cycle(struct cranes *cranes, struct crane *crane) {
    usec now = sim_now(cranes->sim);
    bool both = crane->fetching && crane->putting_away;
    double seconds = sim_seconds(now - crane->since);
    counter_add(cranes->done, both ? 2 : 1);
    tally_add(cranes->work, seconds);
    tally_add(both ? cranes->dual : cranes->single, seconds);
    ratio_add(cranes->dual_share, both, 1.0);
    pool_give(cranes->machines);
    crane->busy_us += queue_stay(&cranes->queue, crane->since, now);
}

static void on_cycle_done(struct sim *sim, void *self, void *subject) {
    (void)sim;
    struct cranes *cranes = self;
    struct crane *crane = subject;
    struct load *fetched = crane->fetching, *put_away = crane->putting_away;
    measure_cycle(cranes, crane);
    crane->fetching = crane->putting_away = NULL;
    crane->busy = false;
    if (fetched)
        load_fetched(cranes, fetched);
    if (put_away)
        load_stands(cranes, put_away);
    crane_start(cranes, (int)(crane - cranes->cranes));
}
