/* SPDX-License-Identifier: MIT */
/* signals.h - Ctrl-C and SIGTERM: the first one asks the study to stop, the second one ends the program.
 *
 * Both are blocked in all threads and taken by one that waits for them, so that no handler touches a global.
 * Begin before any other thread is started. */
#ifndef CLI_SIGNALS_H
#define CLI_SIGNALS_H

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>

struct signals {
    atomic_int stop;     /* 1 after the first signal */
    atomic_int received; /* its number, or 0 */
    atomic_int ending;
    pthread_t thread;
    sigset_t before;
    int started;
};

void signals_begin(struct signals *signals);
void signals_end(struct signals *signals);

#endif
