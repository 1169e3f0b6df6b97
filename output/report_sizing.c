/* SPDX-License-Identifier: MIT */
/* report_sizing.c - report.html of a sizing. */
#include <math.h>
#include "output/html.h"
#include "output/plot.h"
#include "output/report_parts.h"
#include "output/sizing.h"
#include "sim/base/text.h"

static void add_paragraph(struct text *html, const char *class, const char *sentence) {
    text_format(html, "<p class=\"%s\">", class);
    html_text(html, sentence);
    text_add(html, "</p>\n");
}

static void add_verdict(const struct sizing_view *view, struct text *html) {
    struct text sentence = {0};
    sizing_sentence(view, &sentence);
    text_add(html, "<header>\n<h1>");
    html_text(html, *view->title ? view->title : view->name);
    text_add(html, "</h1>\n");
    add_paragraph(html, view->end->state == SIZING_CONFIRMED ? "verdict met" : "verdict unsure",
                  sentence.data);
    text_clear(&sentence);
    if (view->end->state == SIZING_CONFIRMED)
        text_format(&sentence, "The %s confirmed of the designs evaluated. ", sizing_best_word(view));
    else
        text_add(&sentence, "Nothing could be confirmed. ");
    sizing_looked_at(view, &sentence);
    text_format(&sentence, "; %d tried with fresh replications.", view->end->candidates);
    add_paragraph(html, "quiet", sentence.data);
    text_add(html, "</header>\n<main>\n");
    text_free(&sentence);
}

static void add_neighbours(const struct sizing_view *view, struct text *html) {
    if (!view->end->neighbour_count)
        return;
    struct text title = {0};
    text_add(&title, sizing_neighbours_title(view));
    title.data[0] = 'W';
    table_open(html, "neighbours", title.data, "One step of each, with the same random numbers.",
               (const char *const[]){"Instead", "<Value", "<What then", NULL});
    for (int i = 0; i < view->end->neighbour_count; i++) {
        const struct sizing_neighbour *neighbour = &view->end->neighbours[i];
        const struct sizing_design *design = view->end->designs[neighbour->design];
        struct text why = {0};
        sizing_why(view, design, &why);
        text_add(html, "<tr><th scope=\"row\">");
        html_text(html, view->question->factors[neighbour->factor].name);
        text_add(html, "</th>");
        cell_text(html, design->words[neighbour->factor]);
        cell_text(html, why.data);
        text_add(html, "</tr>\n");
        text_free(&why);
    }
    text_free(&title);
    table_close(html);
}

static void add_method(const struct sizing_view *view, struct text *html) {
    struct text method = {0};
    sizing_method(view, &method);
    text_add(html, "<section id=\"method\">\n<h2>How it was confirmed</h2>\n");
    if (method.length)
        add_paragraph(html, "quiet", method.data);
    for (int i = 0; view->end->notes && view->end->notes[i]; i++)
        add_paragraph(html, "quiet", view->end->notes[i]);
    text_add(html, "<p class=\"quiet\">fcsim ");
    html_text(html, view->version);
    text_add(html, "</p>\n</section>\n");
    text_free(&method);
}

bool sizing_report_write(const struct sizing_view *view, const char *directory, struct text *error) {
    struct text html = {0};
    report_begin(*view->title ? view->title : view->name, &html);
    add_verdict(view, &html);
    add_neighbours(view, &html);
    report_plots(plots_of_designs, directory, &html);
    add_method(view, &html);
    text_add(&html, "</main>\n");
    report_end(&html);
    bool written = report_save(&html, directory, error);
    text_free(&html);
    return written;
}
