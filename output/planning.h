/* SPDX-License-Identifier: MIT */
/* planning.h - a staffing plan as files, as JSON and for the terminal.
 *
 * The directory holds staffing_plan.csv (which a scenario reads as `staffing_plan`), needs.csv (people
 * offered work, needed, present and working by team and hour), rounds.csv (the plans that were simulated),
 * planning.json, dictionary.csv, plots/needs and report.html. */
#ifndef OUTPUT_PLANNING_H
#define OUTPUT_PLANNING_H

#include "output/output.h"
#include "sim/study/planning.h"

struct planning_view {
    const struct planning_question *question;
    const struct planning_end *end;
    const char *title, *name; /* of the scenario */
    const char *currency;
    const char *version; /* of fcsim */
};

/* The answer in a sentence or two. */
void planning_sentence(const struct planning_view *view, struct text *out);
/* How it was confirmed. */
void planning_method(const struct planning_view *view, struct text *out);

void planning_json(const struct planning_view *view, struct text *out);
void planning_terminal(const struct planning_view *view, const char *directory, struct text *out);
bool planning_report(const struct planning_view *view, const char *directory, struct text *error);
/* All files; as write_directory. */
bool planning_write(const struct planning_view *view, const char *directory, struct text *error,
                    struct text *warnings);

#endif
