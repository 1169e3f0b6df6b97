/* SPDX-License-Identifier: MIT */
/* progress.c - see progress.h. */
#include "cli/progress.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>
#include "sim/base/text.h"

enum { BAR_WIDTH = 30 };
static const double redraw_s = 0.1, line_every_s = 10.0, fewest_s_for_forecast = 1.0;

static double now_s(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

struct progress progress_begin(bool quiet, bool open_ended) {
    double now = now_s();
    return (struct progress){.shown = !quiet,
                             .terminal = isatty(STDERR_FILENO),
                             .open_ended = open_ended,
                             .start_s = now,
                             .last_s = now};
}

static void add_time(struct text *out, double seconds) {
    long s = (long)(seconds + 0.5);
    if (s >= 3600)
        text_format(out, "%ld h %02ld min", s / 3600, s / 60 % 60);
    else if (s >= 60)
        text_format(out, "%ld min %02ld s", s / 60, s % 60);
    else
        text_format(out, "%ld s", s);
}

static void add_counts(const struct progress *progress, int done, int wanted, double share, double elapsed_s,
                       struct text *out) {
    if (progress->phase)
        text_format(out, "%s: ", progress->phase);
    text_format(out, "%d of %s%d replications", done, progress->open_ended ? "at most " : "", wanted);
    if (share <= 0.0 || elapsed_s < fewest_s_for_forecast)
        return;
    text_add(out, progress->open_ended ? ", at most " : ", ");
    add_time(out, elapsed_s * (1.0 - share) / share);
    text_add(out, " left");
}

void progress_report(void *self, int done, int wanted, double share, double elapsed_s) {
    struct progress *progress = self;
    double now = now_s();
    (void)elapsed_s; /* begins anew after the search for the warm-up */
    if (!progress->shown || now - progress->last_s < (progress->terminal ? redraw_s : line_every_s))
        return;
    progress->last_s = now;
    struct text line = {0};
    if (progress->terminal) {
        int filled = (int)(share * BAR_WIDTH);
        text_add(&line, "\r[");
        for (int i = 0; i < BAR_WIDTH; i++)
            text_add_char(&line, i < filled ? '#' : '.');
        text_format(&line, "] %3.0f %%  ", 100.0 * share);
    }
    add_counts(progress, done, wanted, share, now - progress->start_s, &line);
    text_add(&line, progress->terminal ? "\033[K" : "\n");
    fwrite(line.data, 1, line.length, stderr);
    fflush(stderr);
    progress->drawn = progress->terminal;
    text_free(&line);
}

void progress_phase(struct progress *progress, const char *words) {
    progress->phase = words;
    progress->start_s = now_s();
}

void progress_end(struct progress *progress) {
    if (progress->drawn)
        fputs("\r\033[K", stderr);
    progress->drawn = false;
}
