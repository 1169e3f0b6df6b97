/* SPDX-License-Identifier: MIT */
/* network.c - nodes and links, and all shortest ways by Dijkstra's method (1959) from each key place. */
#include "models/layout/network.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "sim/base/arena.h"

struct network *network_create(struct arena *arena) {
    struct network *network = arena_new(arena, struct network);
    network->arena = arena;
    return network;
}

static void *grown(struct arena *arena, void *old, int count, int *capacity, size_t size) {
    if (count < *capacity)
        return old;
    *capacity = *capacity ? 2 * *capacity : 64;
    void *room = arena_alloc(arena, size * (size_t)*capacity);
    if (count)
        memcpy(room, old, size * (size_t)count);
    return room;
}

int network_add(struct network *network, struct waypoint place) {
    network->nodes = grown(network->arena, network->nodes, network->node_count, &network->node_capacity,
                           sizeof *network->nodes);
    network->nodes[network->node_count] = place;
    return network->node_count++;
}

void network_link(struct network *network, struct link link) {
    network->links = grown(network->arena, network->links, network->link_count, &network->link_capacity,
                           sizeof *network->links);
    network->links[network->link_count++] = link;
}

/* Shortest ways */

struct visit { /* a node reached by a way of so many metres */
    double metres;
    int node;
};
struct hop { /* a link, close at hand */
    double metres;
    int to, link;
};
struct search {
    const struct network *network;
    int *first;       /* of each node's hops, and the end */
    struct hop *hops; /* by the node they leave */
    struct visit *heap;
    int heap_count;
    double *metres; /* by node */
    int *links;     /* on the way to it */
};

static bool sooner(const struct visit *a, const struct visit *b) {
    return a->metres != b->metres ? a->metres < b->metres : a->node < b->node;
}

static void heap_push(struct search *search, struct visit visit) {
    int i = search->heap_count++;
    for (; i > 0 && sooner(&visit, &search->heap[(i - 1) / 2]); i = (i - 1) / 2)
        search->heap[i] = search->heap[(i - 1) / 2];
    search->heap[i] = visit;
}

static struct visit heap_take(struct search *search) {
    struct visit top = search->heap[0], last = search->heap[--search->heap_count];
    int i = 0;
    for (int child; (child = 2 * i + 1) < search->heap_count; i = child) {
        if (child + 1 < search->heap_count && sooner(&search->heap[child + 1], &search->heap[child]))
            child++;
        if (!sooner(&search->heap[child], &last))
            break;
        search->heap[i] = search->heap[child];
    }
    search->heap[i] = last;
    return top;
}

static void sort_links(struct search *search) {
    const struct network *network = search->network;
    search->first = memory_resize(NULL, sizeof(int) * ((size_t)network->node_count + 2));
    search->hops = memory_resize(NULL, sizeof *search->hops * ((size_t)network->link_count + 1));
    memset(search->first, 0, sizeof(int) * ((size_t)network->node_count + 2));
    for (int i = 0; i < network->link_count; i++)
        search->first[network->links[i].from + 2]++;
    for (int n = 0; n <= network->node_count; n++)
        search->first[n + 1] += search->first[n];
    for (int i = 0; i < network->link_count; i++) {
        const struct link *link = &network->links[i];
        search->hops[search->first[link->from + 1]++] = (struct hop){link->metres, link->to, i};
    }
}

static void search_from(struct search *search, int start, int *arrival) {
    const struct network *network = search->network;
    for (int n = 0; n < network->node_count; n++) {
        search->metres[n] = INFINITY;
        arrival[n] = NO_LINK;
    }
    search->metres[start] = 0.0;
    search->links[start] = 0;
    heap_push(search, (struct visit){0.0, start});
    while (search->heap_count) {
        struct visit at = heap_take(search);
        if (at.metres > search->metres[at.node])
            continue;
        for (int i = search->first[at.node]; i < search->first[at.node + 1]; i++) {
            const struct hop *hop = &search->hops[i];
            double metres = at.metres + hop->metres;
            if (metres >= search->metres[hop->to])
                continue;
            search->metres[hop->to] = metres;
            search->links[hop->to] = search->links[at.node] + 1;
            arrival[hop->to] = hop->link;
            heap_push(search, (struct visit){metres, hop->to});
        }
    }
}

static void number_keys(struct network *network, const bool *is_key) {
    network->key = arena_array(network->arena, int, network->node_count + 1);
    network->node_of_key = arena_array(network->arena, int, network->node_count + 1);
    for (int n = 0; n < network->node_count; n++) {
        network->key[n] = is_key[n] ? network->key_count : NO_KEY;
        if (is_key[n])
            network->node_of_key[network->key_count++] = n;
    }
}

bool network_solve(struct network *network, const bool *is_key) {
    number_keys(network, is_key);
    size_t keys = (size_t)network->key_count, nodes = (size_t)network->node_count;
    if (keys * nodes > MOST_ROOM)
        return false;
    network->metres = arena_array(network->arena, double, keys *keys + 1);
    network->arrival = arena_array(network->arena, int, keys *nodes + 1);
    struct search search = {.network = network};
    sort_links(&search);
    search.heap = memory_resize(NULL, sizeof *search.heap * ((size_t)network->link_count + 1));
    search.metres = memory_resize(NULL, sizeof(double) * (nodes + 1));
    search.links = memory_resize(NULL, sizeof(int) * (nodes + 1));
    for (size_t k = 0; k < keys; k++) {
        search_from(&search, network->node_of_key[k], &network->arrival[k * nodes]);
        for (size_t to = 0; to < keys; to++) {
            int node = network->node_of_key[to];
            network->metres[k * keys + to] = search.metres[node];
            if (isfinite(search.metres[node]) && search.links[node] > network->most_links)
                network->most_links = search.links[node];
        }
    }
    free(search.first);
    free(search.hops);
    free(search.heap);
    free(search.metres);
    free(search.links);
    return true;
}

int network_way(const struct network *network, int from, int to, const struct link **links) {
    const int *arrival = &network->arrival[(long)network->key[from] * network->node_count];
    int count = 0;
    for (int node = to; node != from && arrival[node] != NO_LINK; node = network->links[arrival[node]].from)
        links[count++] = &network->links[arrival[node]];
    for (int i = 0, k = count - 1; i < k; i++, k--) {
        const struct link *link = links[i];
        links[i] = links[k];
        links[k] = link;
    }
    return count;
}
