/* SPDX-License-Identifier: MIT */
/* queue.c - see queue.h. */
#include "sim/results/queue.h"

static void on_queue_cut(void *self, usec now) {
    (void)now;
    ((struct queue *)self)->stays = 0;
}

void queue_create(struct queue *queue, struct results *results, const struct metric *metric, struct of of) {
    *queue = (struct queue){.results = results, .level = results_level(results, metric, of)};
    results_at_cut(results, on_queue_cut, queue);
}

void queue_close(struct queue *queue, const char *name, wide open, usec end) {
    wide integral = level_integral(queue->level, end), stays = queue->stays + open;
    results_claim(queue->results, stays == integral,
                  "%s: Little's law is broken: stays of %lld us, integral of the queue %lld us", name,
                  (long long)stays, (long long)integral);
}
