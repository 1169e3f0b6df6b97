/* SPDX-License-Identifier: MIT */
/* gnuplot.c - posix_spawnp with three pipes, served by poll so that neither side can block the other. */
#include "output/gnuplot.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include "sim/base/text.h"

extern char **environ;

enum { MOST_PRINTED = 1 << 20 };

void gnuplot_plain(struct text *out, const char *string) {
    for (; *string; string++)
        text_add_char(out, (unsigned char)*string < 0x20 || *string == 0x7f ? ' ' : *string);
}

void gnuplot_quote(struct text *out, const char *string) {
    struct text plain = {0};
    gnuplot_plain(&plain, string);
    text_add_char(out, '\'');
    for (const char *c = plain.data; c && *c; c++) {
        if (*c == '\'')
            text_add_char(out, '\'');
        text_add_char(out, *c);
    }
    text_add_char(out, '\'');
    text_free(&plain);
}

struct child {
    pid_t process;
    int in, out, err; /* our ends; -1 when closed */
};

static void close_pair(int pair[2]) {
    close(pair[0]);
    close(pair[1]);
}

/* Three pipes that no other child inherits. */
static bool open_pipes(int pipes[3][2]) {
    for (int i = 0; i < 3; i++) {
        if (pipe(pipes[i]) != 0) {
            while (i-- > 0)
                close_pair(pipes[i]);
            return false;
        }
        fcntl(pipes[i][0], F_SETFD, FD_CLOEXEC);
        fcntl(pipes[i][1], F_SETFD, FD_CLOEXEC);
    }
    return true;
}

static int spawn(struct child *child) {
    int pipes[3][2];
    if (!open_pipes(pipes))
        return errno;
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, pipes[0][0], 0);
    posix_spawn_file_actions_adddup2(&actions, pipes[1][1], 1);
    posix_spawn_file_actions_adddup2(&actions, pipes[2][1], 2);
    /* Signals may be blocked here for a thread that waits for them; gnuplot gets the usual mask. */
    posix_spawnattr_t attributes;
    sigset_t none;
    sigemptyset(&none);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
    char *const arguments[] = {"gnuplot", "-d", "-", NULL}; /* -d: no start-up files of the user */
    int failure = posix_spawnp(&child->process, "gnuplot", &actions, &attributes, arguments, environ);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    close(pipes[0][0]);
    close(pipes[1][1]);
    close(pipes[2][1]);
    child->in = pipes[0][1];
    child->out = pipes[1][0];
    child->err = pipes[2][0];
    fcntl(child->in, F_SETFL, O_NONBLOCK);
    return failure;
}

static void shut(int *descriptor) {
    if (*descriptor >= 0)
        close(*descriptor);
    *descriptor = -1;
}

static void feed(struct child *child, const char **commands, size_t *left) {
    ssize_t written = write(child->in, *commands, *left);
    if (written > 0) {
        *commands += written;
        *left -= (size_t)written;
    }
    if (*left == 0 || (written < 0 && errno != EINTR && errno != EAGAIN))
        shut(&child->in);
}

static void drain(int *descriptor, struct text *into) {
    char block[4096];
    ssize_t got = read(*descriptor, block, sizeof block);
    if (got > 0 && into->length < MOST_PRINTED)
        text_add_range(into, block, (size_t)got);
    else if (got == 0 || (got < 0 && errno != EINTR))
        shut(descriptor);
}

enum { PATIENCE_MS = 60000 };

static void serve(struct child *child, const char *commands, struct text *printed, struct text *complaints) {
    size_t left = strlen(commands);
    while (child->in >= 0 || child->out >= 0 || child->err >= 0) {
        struct pollfd files[] = {{child->in, POLLOUT, 0}, {child->out, POLLIN, 0}, {child->err, POLLIN, 0}};
        int ready = poll(files, 3, PATIENCE_MS);
        if (ready == 0) { /* it hangs: its pipes close when it is gone */
            kill(child->process, SIGKILL);
            text_format(complaints, "gnuplot said nothing for %d s and was stopped", PATIENCE_MS / 1000);
        }
        if (ready < 0 && errno != EINTR)
            break;
        if (files[0].revents)
            feed(child, &commands, &left);
        if (files[1].revents)
            drain(&child->out, printed);
        if (files[2].revents)
            drain(&child->err, complaints);
    }
}

/* A pipe whose reader has died must give an error, not end the program: SIGPIPE is held back in this thread
 * and taken away if it came. */
static void block_pipe_signal(sigset_t *before) {
    sigset_t pipe_signal;
    sigemptyset(&pipe_signal);
    sigaddset(&pipe_signal, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &pipe_signal, before);
}

static void restore_signals(const sigset_t *before) {
    sigset_t pipe_signal;
    sigemptyset(&pipe_signal);
    sigaddset(&pipe_signal, SIGPIPE);
    const struct timespec at_once = {0, 0};
    if (!sigismember(before, SIGPIPE))
        while (sigtimedwait(&pipe_signal, NULL, &at_once) == SIGPIPE)
            ;
    pthread_sigmask(SIG_SETMASK, before, NULL);
}

bool gnuplot_run(const char *commands, struct text *printed, struct text *complaints) {
    struct child child = {0, -1, -1, -1};
    sigset_t before;
    block_pipe_signal(&before);
    int failure = spawn(&child), status = 0;
    if (!failure)
        serve(&child, commands, printed, complaints);
    shut(&child.in);
    shut(&child.out);
    shut(&child.err);
    if (failure)
        text_format(complaints, "gnuplot cannot be started: %s", strerror(failure));
    else
        while (waitpid(child.process, &status, 0) < 0 && errno == EINTR)
            ;
    restore_signals(&before);
    return !failure && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}
