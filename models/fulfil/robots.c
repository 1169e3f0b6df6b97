/* SPDX-License-Identifier: MIT */
/* robots.c - which pod comes to which port, and a robot's trip: to the pod, beneath it, to the port, and
 * back.
 *
 * A port wants a pod while it has picks for which none is on its way and room in front of it. Of several
 * ports the one with the fewest pods goes first. The pod that serves most waiting units comes, of equals the
 * one nearest to the port (Merschformann, Lamballais, de Koster and Suhl 2019, Operations Research
 * Perspectives 6, call it pile-on), with the robot that is nearest to it. Robots do not hinder each other. */
#include "models/fulfil/goods_to_person_int.h"
#include "sim/base/arena.h"
#include "sim/results/recording.h"

bool pod_holds(const struct field_plan *plan, int pod, int sku) {
    for (int k = plan->first_pod[sku]; k < plan->first_pod[sku + 1]; k++)
        if (plan->pods_of_sku[k] == pod)
            return true;
    return false;
}

/* Playback */

static void record_stay(struct goods_to_person *stage, struct robot *robot, enum track_state state,
                        struct position at, usec from, usec to) {
    struct recording *recording = results_recording(sim_results(stage->sim));
    if (recording && to > from)
        recording_track(recording,
                        (struct track){robot->actor - 1, state, from, to, at.x_m, at.y_m, at.x_m, at.y_m});
}

static struct position corner(const struct goods_to_person *stage, const struct way *way, int i) {
    return (struct position){(float)(stage->drawn_at_x_m + way->corners[i].x_m), (float)way->corners[i].y_m};
}

static void record_way(struct goods_to_person *stage, struct robot *robot, const struct way *way,
                       bool backwards) {
    struct recording *recording = results_recording(sim_results(stage->sim));
    if (!recording)
        return;
    if (!robot->actor)
        robot->actor =
            1 + recording_actor(recording, (struct actor){arena_format(sim_arena(stage->sim), "robot %d",
                                                                       (int)robot->entity.number),
                                                          "robots"});
    double quarter_s = stage->config->robots.full_turn_s / 4.0;
    usec time = sim_now(stage->sim);
    for (int i = 0; i + 1 < way->count; i++) {
        int from = backwards ? way->count - 1 - i : i, to = backwards ? from - 1 : from + 1;
        struct position a = corner(stage, way, from), b = corner(stage, way, to);
        double metres = fabs((double)b.x_m - a.x_m) + fabs((double)b.y_m - a.y_m);
        double turn_s = i + 2 < way->count ? quarter_s : 0.0; /* drawn as a part of the leg before it */
        usec end = time + sim_usec(motion_s(stage->plan->motion, metres) + turn_s);
        recording_track(recording,
                        (struct track){robot->actor - 1, TRACK_WALK, time, end, a.x_m, a.y_m, b.x_m, b.y_m});
        time = end;
    }
}

static void record_lift(struct goods_to_person *stage, struct robot *robot, int place) {
    const struct pod_place *at = &stage->plan->places[place];
    usec now = sim_now(stage->sim);
    record_stay(stage, robot, TRACK_WORK,
                (struct position){(float)(stage->drawn_at_x_m + at->x_m), (float)at->y_m}, now,
                now + sim_usec(stage->config->robots.lift_s));
}

/* Which pod */

static void count_units(struct goods_to_person *stage, const struct port *port, bool count) {
    const struct field_plan *plan = stage->plan;
    for (const struct pick *pick = port->open.first; pick; pick = pick->next_together)
        for (int k = plan->first_pod[pick->line->sku]; k < plan->first_pod[pick->line->sku + 1]; k++) {
            struct pod *pod = &stage->pods[plan->pods_of_sku[k]];
            pod->serves = count ? pod->serves + pick->line->units : 0;
        }
}

static struct pod *pod_for(struct goods_to_person *stage, const struct port *port) {
    const struct field_plan *plan = stage->plan;
    struct pod *best = NULL;
    double best_s = 0.0;
    count_units(stage, port, true);
    for (const struct pick *pick = port->open.first; pick; pick = pick->next_together)
        for (int k = plan->first_pod[pick->line->sku]; k < plan->first_pod[pick->line->sku + 1]; k++) {
            struct pod *pod = &stage->pods[plan->pods_of_sku[k]];
            double seconds = plan->port_s[pod->place * plan->port_count + port->number];
            if (pod->state != STORED ||
                (best && (pod->serves < best->serves || (pod->serves == best->serves && seconds >= best_s))))
                continue;
            best = pod;
            best_s = seconds;
        }
    count_units(stage, port, false);
    return best;
}

static struct port *port_that_wants(struct goods_to_person *stage) {
    struct port *best = NULL;
    for (int i = 0; i < stage->plan->port_count; i++) {
        struct port *port = &stage->ports[i];
        if (port->open.first && !port->tried && port->pods < stage->config->ports.pods &&
            (!best || port->pods < best->pods))
            best = port;
    }
    return best;
}

static struct robot *nearest_robot(struct goods_to_person *stage, const struct pod *pod) {
    struct robot *best = NULL;
    double best_s = 0.0;
    for (int i = 0; i < stage->config->robots.number; i++) {
        struct robot *robot = &stage->robots[i];
        if (robot->pod)
            continue;
        struct way way = way_between(stage->plan, robot->place, pod->place);
        double seconds = way_s(stage->plan, &way);
        if (!best || seconds < best_s) {
            best = robot;
            best_s = seconds;
        }
    }
    return best;
}

/* There */

static void on_beneath_pod(struct sim *sim, void *self, void *subject);
static void on_lifted(struct sim *sim, void *self, void *subject);
static void on_at_port(struct sim *sim, void *self, void *subject);

void take_open_picks(struct goods_to_person *stage, struct pod *pod) {
    struct port *port = pod->port;
    struct pick_list open = port->open;
    port->open = (struct pick_list){0};
    for (struct pick *pick = open.first, *next; pick; pick = next) {
        next = pick->next_together;
        bool holds = pod_holds(stage->plan, pod->number, pick->line->sku);
        pick_list_add(holds ? &pod->picks : &port->open, pick);
    }
}

static void send(struct goods_to_person *stage, struct port *port, struct pod *pod) {
    struct robot *robot = nearest_robot(stage, pod);
    usec now = sim_now(stage->sim);
    pod->state = COMING;
    pod->port = port;
    take_open_picks(stage, pod);
    pod->robot = robot;
    pod->passage.started = now;
    pod->trips++;
    pod->items = 0;
    robot->pod = pod;
    port->pods++;
    stage->idle_robots--;
    pool_take(stage->machines);
    level_add(stage->travelling, now, 1);
    struct way way = way_between(stage->plan, robot->place, pod->place);
    record_way(stage, robot, &way, false);
    sim_after(stage->sim, way_s(stage->plan, &way), on_beneath_pod, stage, robot);
}

void send_robots(struct goods_to_person *stage) {
    for (int i = 0; i < stage->plan->port_count; i++)
        stage->ports[i].tried = false;
    while (stage->idle_robots) {
        struct port *port = port_that_wants(stage);
        if (!port)
            return;
        struct pod *pod = pod_for(stage, port);
        if (pod)
            send(stage, port, pod);
        else
            port->tried = true; /* all its pods are away */
    }
}

static void on_beneath_pod(struct sim *sim, void *self, void *subject) {
    struct goods_to_person *stage = self;
    struct robot *robot = subject;
    level_add(stage->travelling, sim_now(sim), -1);
    level_add(stage->lifting, sim_now(sim), 1);
    record_lift(stage, robot, robot->pod->place);
    sim_after(sim, stage->config->robots.lift_s, on_lifted, stage, robot);
}

static void on_lifted(struct sim *sim, void *self, void *subject) {
    struct goods_to_person *stage = self;
    struct robot *robot = subject;
    struct pod *pod = robot->pod;
    level_add(stage->lifting, sim_now(sim), -1);
    level_add(stage->travelling, sim_now(sim), 1);
    stage->place_taken[pod->place] = false;
    struct way way = way_to_port(stage->plan, pod->place, pod->port->number);
    record_way(stage, robot, &way, false);
    sim_after(sim, way_s(stage->plan, &way), on_at_port, stage, robot);
}

static void on_at_port(struct sim *sim, void *self, void *subject) {
    struct goods_to_person *stage = self;
    struct robot *robot = subject;
    level_add(stage->travelling, sim_now(sim), -1);
    level_add(stage->at_ports, sim_now(sim), 1);
    robot->pod->passage.arrived = robot->waits_since = sim_now(sim);
    pod_came(stage, robot->pod);
}

/* And back */

/* The free place that ranks lowest: nearest to the port; or by how far its rank in nearness is from the pod's
 * rank in demand, both as shares. */
static int best_place(const struct goods_to_person *stage, const struct pod *pod) {
    const struct field_plan *plan = stage->plan;
    bool by_turnover = stage->config->pods.back == BACK_TURNOVER;
    double rank = (double)plan->pod_rank[pod->number] / stage->config->pods.number, best_cost = INFINITY;
    int best = -1;
    for (int place = 0; place < plan->place_count; place++) {
        if (stage->place_taken[place])
            continue;
        double cost = by_turnover ? fabs((double)plan->by_nearness[place] / plan->place_count - rank)
                                  : plan->port_s[place * plan->port_count + pod->port->number];
        if (cost < best_cost) {
            best_cost = cost;
            best = place;
        }
    }
    return best;
}

static int random_place(const struct goods_to_person *stage, const struct pod *pod) {
    struct stream stream = stream_keyed(stage->key ^ stream_mix((uint64_t)pod->trips), (uint64_t)pod->number);
    for (;;) {
        int place = (int)stream_below(&stream, (uint32_t)stage->plan->place_count);
        if (!stage->place_taken[place])
            return place;
    }
}

static int place_for(const struct goods_to_person *stage, const struct pod *pod) {
    switch ((enum pod_return)stage->config->pods.back) {
    case BACK_OWN:
        return pod->home;
    case BACK_RANDOM:
        return random_place(stage, pod);
    default:
        return best_place(stage, pod);
    }
}

static void on_at_place(struct sim *sim, void *self, void *subject);
static void on_set_down(struct sim *sim, void *self, void *subject);

void take_back(struct goods_to_person *stage, struct pod *pod) {
    usec now = sim_now(stage->sim);
    struct robot *robot = pod->robot;
    int place = place_for(stage, pod);
    sim_assert(stage->sim, place >= 0 && !stage->place_taken[place]);
    stage->place_taken[place] = true;
    pod->state = GOING_BACK;
    level_add(stage->at_ports, now, -1);
    level_add(stage->travelling, now, 1);
    struct way way = way_to_port(stage->plan, place, pod->port->number);
    record_stay(stage, robot, TRACK_WAIT, corner(stage, &way, way.count - 1), robot->waits_since, now);
    record_way(stage, robot, &way, true);
    pod->place = place;
    pod->port->pods--;
    pod->port = NULL;
    sim_after(stage->sim, way_s(stage->plan, &way), on_at_place, stage, robot);
}

static void on_at_place(struct sim *sim, void *self, void *subject) {
    struct goods_to_person *stage = self;
    struct robot *robot = subject;
    level_add(stage->travelling, sim_now(sim), -1);
    level_add(stage->lifting, sim_now(sim), 1);
    record_lift(stage, robot, robot->pod->place);
    sim_after(sim, stage->config->robots.lift_s, on_set_down, stage, robot);
}

static void on_set_down(struct sim *sim, void *self, void *subject) {
    struct goods_to_person *stage = self;
    struct robot *robot = subject;
    level_add(stage->lifting, sim_now(sim), -1);
    robot->pod->state = STORED;
    robot->pod->robot = NULL;
    robot->place = robot->pod->place;
    robot->pod = NULL;
    stage->idle_robots++;
    pool_give(stage->machines);
    send_robots(stage);
}
