/* SPDX-License-Identifier: MIT */
/* comparison.h - designs against a base, as files, as JSON, in words and for the terminal.
 *
 * The directory holds comparison.csv (a row per comparison and metric: those of the family first, then all
 * other metrics, marked exploratory), differences.csv (what the family was made of, a row per replication),
 * comparison.json, dictionary.csv, plots/ and report.html; of a selection selection.csv instead of the two
 * tables. */
#ifndef OUTPUT_COMPARISON_H
#define OUTPUT_COMPARISON_H

#include "sim/base/hash.h"
#include "sim/study/campaign.h"
#include "sim/study/compare.h"
#include "sim/study/gather.h"

struct text;

struct alternative {
    const char *name;
    const struct variant *variant;
    struct hash hash;
    int replications; /* done */
    /* of a selection */
    double mean;
    int dropped_after; /* replications; 0 = it was not dropped */
};

struct compared { /* an alternative against the base, by one metric */
    int alternative;
    const char *metric, *unit;
    enum direction better;
    bool exploratory; /* not of the family: its interval stands alone, and it has no verdict */
    struct paired paired;
};

/* Which alternatives may be the best by one metric. */
struct screened {
    const char *metric;
    enum direction better;
    int left;
    const bool *in; /* by alternative */
};

/* The best by one metric, found by elimination. */
struct selection {
    const char *metric, *unit;
    enum direction better;
    double delta;
    int best; /* the only one left, or the best of those that are */
    int left; /* 1 = decided */
    int first_stage;
    double latest;      /* replications of each alternative that decide at the latest; NaN if not known */
    double rinott_runs; /* what a two-stage procedure would have taken; NaN if that is not known */
};

struct comparison_view {
    const char *version; /* of fcsim */
    const char *title;
    double confidence;
    uint64_t seed;
    int count; /* alternatives; the first is the base */
    struct alternative *alternatives;
    int replications;
    struct compared *rows; /* the family first */
    int row_count, family_count;
    bool family_only; /* other metrics were not gathered */
    struct screened *screened;
    int screened_count;
    const struct selection *selection; /* NULL = a comparison */
    struct gather *gather;
    const char **warnings; /* what the caller knows, then that of comparison_fill */
    int warning_count;
};

/* Rows, screenings and warnings from what was gathered of `replications`; the family are those of the metrics
 * that some alternative has. False if there is none. */
bool comparison_fill(struct comparison_view *view, const char *const *metrics, int count,
                     struct arena *arena);

/* "+0.4 points", "-3.2 min": a difference in the unit of its metric. */
void prose_difference(struct text *out, double difference, const char *unit);
/* "+0.4 points (-0.1 to 0.9)" */
void prose_interval(struct text *out, const struct paired *paired, const char *unit);
/* The same as a cell of a table, the interval below. */
void cell_difference(struct text *html, const struct paired *paired, const char *unit);
/* "b: on_time is better by 0.4 points (0.1 to 0.7)." */
void comparison_sentence(const struct comparison_view *view, const struct compared *row, struct text *out);
/* How many more replications would probably decide, as a sentence without a full stop; nothing if decided. */
void more_sentence(const struct paired *paired, struct text *out);
void selection_sentence(const struct comparison_view *view, struct text *out);

void comparison_json(const struct comparison_view *view, struct text *out);
void comparison_terminal(const struct comparison_view *view, const char *directory, bool colour,
                         struct text *out);
/* All files; as write_directory. */
bool comparison_write(const struct comparison_view *view, const char *directory, struct text *error,
                      struct text *warnings);
void comparison_caption(const struct comparison_view *view, struct text *out);
bool comparison_report(const struct comparison_view *view, const char *directory, struct text *error);

#endif
