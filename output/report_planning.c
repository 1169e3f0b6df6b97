/* SPDX-License-Identifier: MIT */
/* report_planning.c - report.html of a staffing plan. */
#include "output/html.h"
#include "output/planning.h"
#include "output/plot.h"
#include "output/report_parts.h"
#include "sim/base/text.h"

enum { MOST_ROWS = 500 };

static void add_paragraph(struct text *html, const char *class, struct text *sentence) {
    text_format(html, "<p class=\"%s\">", class);
    html_text(html, sentence->data);
    text_add(html, "</p>\n");
    text_free(sentence);
}

static void add_shifts(const struct planning_view *view, struct text *html) {
    const struct plan_table *plan = &view->end->plan;
    int shown = 0;
    table_open(html, "plan", "The plan",
               "People per team, day and shift; staffing_plan.csv holds the same for a scenario to read.",
               (const char *const[]){"Day", "<Team", "<From", "<To", "People", "Paid hours", "Wages", NULL});
    for (int i = 0; i < plan->shift_count && shown < MOST_ROWS; i++) {
        const struct plan_shift *shift = &plan->shifts[i];
        if (!shift->people)
            continue;
        shown++;
        cell_name(html, shift->day);
        cell_text(html, shift->team);
        cell_text(html, shift->from);
        cell_text(html, shift->to);
        cell_value(html, shift->people, "");
        text_format(html, "<td class=\"number\">%.2f h</td>", shift->paid_h);
        cell_value(html, shift->cost, view->currency);
        text_add(html, "</tr>\n");
    }
    table_close(html);
}

bool planning_report(const struct planning_view *view, const char *directory, struct text *error) {
    static const struct plot *const plots[] = {&plot_needs, NULL};
    struct text html = {0}, words = {0};
    report_begin(view->title, &html);
    text_add(&html, "<header>\n<h1>");
    html_text(&html, view->title);
    text_add(&html, "</h1>\n");
    planning_sentence(view, &words);
    add_paragraph(&html,
                  view->end->state == PLANNING_CONFIRMED   ? "verdict met"
                  : view->end->state == PLANNING_UNDECIDED ? "verdict unsure"
                                                           : "verdict missed",
                  &words);
    planning_method(view, &words);
    add_paragraph(&html, "quiet", &words);
    text_add(&html, "</header>\n<main>\n");
    report_plots(plots, directory, &html);
    add_shifts(view, &html);
    text_add(
        &html,
        "<section id=\"method\" class=\"method\">\n<h2>Method</h2>\n<dl class=\"facts\">\n<dt>Needs</dt>"
        "<dd>People at work by hour when there are more than enough of them; work may wait, so it is "
        "spread over the next hours of the same shifts, fewer of them where orders were late; a margin of "
        "a multiple of the square root stands for chance (Jennings et al. 1996).</dd>\n<dt>Cover</dt><dd>"
        "Whole people per shift at least cost, by branch and cut (CBC).</dd>\n<dt>Search</dt><dd>Plans "
        "are simulated; needs are raised on days that miss the target and lowered while it holds "
        "(simulation-based staffing, Feldman et al. 2008).</dd>\n<dt>Program</dt><dd>fcsim ");
    html_text(&html, view->version);
    text_add(&html, "</dd>\n</dl>\n</section>\n</main>\n<script type=\"application/json\" id=\"results\">\n");
    planning_json(view, &html); /* no string in it contains "<" */
    text_add(&html, "</script>\n");
    report_end(&html);
    bool written = report_save(&html, directory, error);
    text_free(&html);
    return written;
}
