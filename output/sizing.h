/* SPDX-License-Identifier: MIT */
/* sizing.h - the answer to "how many of each?" as files, as JSON and for the terminal.
 *
 * The directory holds sizing.json (the question and the answer), designs.csv (every design that was looked
 * at), frontier.csv (those that no other beats on both cost and service), plots/frontier and report.html. */
#ifndef OUTPUT_SIZING_H
#define OUTPUT_SIZING_H

#include "output/output.h"
#include "sim/study/sizing.h"

struct sizing_view {
    const struct sizing_question *question;
    const struct sizing_end *end;
    const char *title, *name; /* of the scenario */
    const char *version;      /* of fcsim */
};

/* Whether what is minimised or maximised is the number that a factor takes. */
bool sizing_objective_is_factor(const struct sizing_view *view);
/* "cheapest", or "largest" where something is maximised. */
const char *sizing_best_word(const struct sizing_view *view);
/* "30 benches and 18 pickers in shift 1" */
void sizing_design_words(const struct sizing_view *view, const struct sizing_design *design,
                         struct text *out);
/* The answer in a sentence or two. */
void sizing_sentence(const struct sizing_view *view, struct text *out);
/* What became of a design, in words. */
void sizing_why(const struct sizing_view *view, const struct sizing_design *design, struct text *out);
/* "16 designs evaluated, of 240", or all there are */
void sizing_looked_at(const struct sizing_view *view, struct text *out);
/* What the neighbours answer: "why not less", "why not more", or "why not" where they are on both sides. */
const char *sizing_neighbours_title(const struct sizing_view *view);
const char *sizing_verdict_word(enum design_verdict verdict); /* "confirmed" */
/* How the confirmation was made: level, assumption, skewness, worst replication. */
void sizing_method(const struct sizing_view *view, struct text *out);

void sizing_json(const struct sizing_view *view, struct text *out);
void sizing_terminal(const struct sizing_view *view, const char *directory, bool colour, struct text *out);
/* report.html; the plots are there already. */
bool sizing_report_write(const struct sizing_view *view, const char *directory, struct text *error);
bool sizing_write(const struct sizing_view *view, const char *directory, struct text *error,
                  struct text *warnings);

#endif
