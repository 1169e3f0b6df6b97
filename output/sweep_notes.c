/* SPDX-License-Identifier: MIT */
/* sweep_notes.c - what a reader of the numbers of many designs should know: a sentence for all designs. */
#include <math.h>
#include "output/sensitivity.h"
#include "output/sweep.h"
#include "sim/base/text.h"

static void note_few(const struct sweep_view *view, struct text *note) {
    int done = 0, few = 0, least = 0, most = 0;
    for (int d = 0; d < view->study->designs.count; d++) {
        int n = view->rows[d].n;
        if (!n)
            continue;
        done++;
        few += n < FEW_REPLICATIONS;
        least = !least || n < least ? n : least;
        most = n > most ? n : most;
    }
    if (!few)
        return;
    if (most == 1)
        text_format(note, "one replication of each design: no intervals; give --reps %d or more",
                    FEW_REPLICATIONS);
    else if (least == most)
        text_format(note,
                    "%d replications of each design: intervals from fewer than %d are rough; give --reps %d "
                    "or more",
                    most, FEW_REPLICATIONS, FEW_REPLICATIONS);
    else
        text_format(note, "%d of %d designs have fewer than %d replications: their intervals are rough", few,
                    done, FEW_REPLICATIONS);
}

static double skewness_of(const struct sweep_row *row, int metric) {
    struct moments moments = {0};
    for (int r = 0; r < row->n; r++)
        moments_add(&moments, row->values[metric * row->n + r]);
    return moments.n < FEW_REPLICATIONS ? NAN : moments_skewness(&moments);
}

static void note_skewness(const struct sweep_view *view, int metric, struct text *note) {
    int judged = 0, skewed = 0;
    double worst = 0.0;
    for (int d = 0; d < view->study->designs.count; d++) {
        double skewness = skewness_of(&view->rows[d], metric);
        judged += view->rows[d].n >= FEW_REPLICATIONS;
        if (!skewness_is_strong(skewness))
            continue;
        skewed++;
        worst = fabs(skewness) > fabs(worst) ? skewness : worst;
    }
    if (skewed)
        text_format(note,
                    "%s is skewed over replications in %d of %d designs (skewness up to %.2g): an interval "
                    "covers less than it says; more replications help",
                    view->metrics[metric], skewed, judged, worst);
}

void sweep_notes(const struct sweep_view *view, void (*say)(void *self, const char *sentence), void *self) {
    struct text note = {0};
    note_few(view, &note);
    if (note.length)
        say(self, note.data);
    for (int m = 0; m < view->metric_count; m++) {
        text_clear(&note);
        note_skewness(view, m, &note);
        if (note.length)
            say(self, note.data);
    }
    text_free(&note);
    if (view->sensitivity)
        sensitivity_notes(view, view->sensitivity, say, self);
}

/* As members of a JSON list. */
static void add_item(void *self, const char *sentence) {
    struct text *list = self;
    text_add(list, list->length ? ", " : "");
    text_add_json_string(list, sentence);
}

void sweep_warnings_json(const struct sweep_view *view, struct text *out) {
    struct text list = {0};
    sweep_notes(view, add_item, &list);
    text_format(out, "\"warnings\": [%s]", list.length ? list.data : "");
    text_free(&list);
}

static void add_line(void *self, const char *sentence) {
    text_format(self, "  note: %s\n", sentence);
}

void sweep_notes_terminal(const struct sweep_view *view, struct text *out) {
    sweep_notes(view, add_line, out);
}
