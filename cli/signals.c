/* SPDX-License-Identifier: MIT */
/* signals.c - see signals.h. */
#include "cli/signals.h"

#include <string.h>
#include <unistd.h>
#include "cli/command.h"

static sigset_t stopping_signals(void) {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    return set;
}

static void say(const char *message) {
    ssize_t written = write(STDERR_FILENO, message, strlen(message));
    (void)written; /* nothing is left to do if the message cannot be written */
}

static void *wait_for_signals(void *argument) {
    struct signals *signals = argument;
    sigset_t set = stopping_signals();
    for (;;) {
        int number = sigwaitinfo(&set, NULL);
        if (atomic_load(&signals->ending))
            break;
        if (number <= 0)
            continue;
        if (atomic_load(&signals->received))
            _exit(EXIT_SIGNAL + number);
        atomic_store(&signals->received, number);
        atomic_store(&signals->stop, 1);
        say("\nfcsim: stopping; what is complete will be kept. Once more to stop at once.\n");
    }
    return NULL;
}

void signals_begin(struct signals *signals) {
    sigset_t set = stopping_signals();
    atomic_init(&signals->stop, 0);
    atomic_init(&signals->received, 0);
    atomic_init(&signals->ending, 0);
    pthread_sigmask(SIG_BLOCK, &set, &signals->before);
    signals->started = pthread_create(&signals->thread, NULL, wait_for_signals, signals) == 0;
    if (!signals->started)
        pthread_sigmask(SIG_SETMASK, &signals->before, NULL);
}

void signals_end(struct signals *signals) {
    if (!signals->started)
        return;
    atomic_store(&signals->ending, 1);
    pthread_kill(signals->thread, SIGTERM); /* wakes the waiting thread alone; it sees that this is the end */
    pthread_join(signals->thread, NULL);
    pthread_sigmask(SIG_SETMASK, &signals->before, NULL);
}
