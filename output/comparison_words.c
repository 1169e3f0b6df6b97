/* SPDX-License-Identifier: MIT */
/* comparison_words.c - differences and verdicts as sentences. */
#include <math.h>
#include <string.h>
#include "output/comparison.h"
#include "output/html.h"
#include "output/prose.h"
#include "sim/base/text.h"

static bool is_share(const char *unit) {
    return strcmp(unit, "share") == 0;
}

/* "EUR/order": a currency's three capitals, alone or per something. */
static bool is_money(const char *unit) {
    return strspn(unit, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 3 && (!unit[3] || unit[3] == '/');
}

/* Differences of shares are percentage points, so that "+1" is not read as one per cent of the share. */
static void add_amount(struct text *out, double amount, const char *unit) {
    if (!isfinite(amount)) {
        text_add(out, "n/a");
    } else if (is_share(unit)) {
        prose_number(out, 100 * amount, amount < 0.001 ? 2 : 3);
        text_add(out, " points");
    } else if (amount > 0.0 && amount < 0.1 && is_money(unit)) {
        text_format(out, "%.3s ", unit);
        prose_number(out, amount, 2); /* a tenth of a cent an order matters */
    } else {
        prose_value(out, amount, unit);
    }
}

void prose_difference(struct text *out, double difference, const char *unit) {
    if (isfinite(difference) && difference != 0.0)
        text_add_char(out, difference < 0.0 ? '-' : '+');
    add_amount(out, fabs(difference), unit);
}

/* Without "points" or "orders/day" again; a currency and the unit of a duration stay. */
static void add_bound(struct text *out, double bound, const char *unit) {
    struct text plain = {0};
    prose_difference(&plain, bound, unit);
    bool stays = is_money(unit) || strcmp(unit, "s") == 0 || !isfinite(bound);
    text_add_range(out, plain.data, stays ? plain.length : strcspn(plain.data, " "));
    text_free(&plain);
}

static void add_bounds(struct text *out, const struct paired *paired, const char *unit) {
    add_bound(out, paired->low, unit);
    text_add(out, " to ");
    add_bound(out, paired->high, unit);
}

void prose_interval(struct text *out, const struct paired *paired, const char *unit) {
    prose_difference(out, paired->difference, unit);
    if (!isfinite(paired->low))
        return;
    text_add(out, " (");
    add_bounds(out, paired, unit);
    text_add(out, ")");
}

void cell_difference(struct text *html, const struct paired *paired, const char *unit) {
    struct text plain = {0};
    text_add(html, "<td class=\"number\">");
    prose_difference(&plain, paired->difference, unit);
    html_text(html, plain.data);
    text_clear(&plain);
    if (isfinite(paired->low)) {
        add_bounds(&plain, paired, unit);
        text_add(html, "<small>");
        html_text(html, plain.data);
        text_add(html, "</small>");
    }
    text_add(html, "</td>");
    text_free(&plain);
}

void more_sentence(const struct paired *paired, struct text *out) {
    if (!paired->n)
        text_add(out, "never defined in both");
    else if (paired->n < 2)
        text_add(out, "one replication decides nothing");
    else if (paired->verdict == NOT_DISTINGUISHABLE && paired->more)
        text_format(out, "%ld more replication%s would probably decide", paired->more,
                    paired->more == 1 ? "" : "s");
    else if (paired->verdict == NOT_DISTINGUISHABLE && paired->difference == 0.0 && paired->sd == 0.0)
        text_add(out, "equal in every replication");
}

void comparison_sentence(const struct comparison_view *view, const struct compared *row, struct text *out) {
    const struct paired *paired = &row->paired;
    text_format(out, "%s: %s ", view->alternatives[row->alternative].name, row->metric);
    if (!paired->n) {
        text_add(out, "is never defined in both");
    } else if (paired->verdict == NOT_DISTINGUISHABLE) {
        text_add(out, "is not distinguishable, ");
        prose_interval(out, paired, row->unit);
        struct text more = {0};
        more_sentence(paired, &more);
        if (more.length)
            text_format(out, "; %s", more.data);
        text_free(&more);
    } else {
        text_format(out, "is %s, ", verdict_word(paired->verdict));
        prose_interval(out, paired, row->unit);
    }
    text_add(out, ".");
}

void selection_sentence(const struct comparison_view *view, struct text *out) {
    const struct selection *selection = view->selection;
    const char *best = view->alternatives[selection->best].name;
    if (selection->left > 1) {
        text_format(
            out,
            "Undecided: %d alternatives are left after %d replications; %s has the %s mean of %s so far.",
            selection->left, view->replications, best,
            selection->better == LOWER_IS_BETTER ? "lowest" : "highest", selection->metric);
        if (isfinite(selection->latest))
            text_format(out, " --reps %.0f decides at the latest, and a larger delta sooner.",
                        selection->latest);
        return;
    }
    text_format(out, "%s has the %s %s, or one less than ", best,
                selection->better == LOWER_IS_BETTER ? "lowest" : "highest", selection->metric);
    add_amount(out, selection->delta, selection->unit);
    text_format(out, " from it (%g %% confidence).", 100 * view->confidence);
}

void comparison_caption(const struct comparison_view *view, struct text *out) {
    text_format(out, "n = %d pairs, %g %% confidence together (Bonferroni), seed %llu", view->replications,
                100 * view->confidence, (unsigned long long)view->seed);
}
