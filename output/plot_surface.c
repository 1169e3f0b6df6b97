/* SPDX-License-Identifier: MIT */
/* plot_surface.c - a heat map with contours of each metric over the two numeric factors with most values. */
#include <math.h>
#include <string.h>
#include "output/csv_out.h"
#include "output/gnuplot.h"
#include "output/key_label.h"
#include "output/plot_designs.h"

enum { PANEL_HEIGHT = 280, GAP_Y = 84, FEWEST_STEPS = 3 };

/* The cells of a panel, complete or there is no picture. */
struct surface {
    struct steps x, y;
    double x_edges[MOST_STEPS + 1], y_edges[MOST_STEPS + 1];
};

/* Half-way between values; the outermost cells are as wide inside as outside. */
static void set_edges(const struct steps *steps, double *edges) {
    int n = steps->count;
    for (int i = 1; i < n; i++)
        edges[i] = (steps->centres[i - 1] + steps->centres[i]) / 2;
    edges[0] = 2 * steps->centres[0] - edges[1];
    edges[n] = 2 * steps->centres[n - 1] - edges[n - 1];
}

static bool choose(const struct sweep_view *view, struct surface *surface) {
    int found = 0;
    for (int f = 0; f < view->study->designs.factor_count && found < 2; f++) {
        struct steps *steps = found ? &surface->y : &surface->x;
        found += steps_of(view, f, steps) && steps->numeric && steps->count >= FEWEST_STEPS;
    }
    if (found < 2)
        return false;
    set_edges(&surface->x, surface->x_edges);
    set_edges(&surface->y, surface->y_edges);
    return true;
}

static bool is_complete(const struct sweep_view *view, int metric, const struct surface *surface) {
    struct cells cells;
    cells_fill(view, metric, &surface->x, &surface->y, &cells);
    for (int i = 0; i < surface->x.count; i++)
        for (int k = 0; k < surface->y.count; k++)
            if (isnan(cells.at[i][k].mean))
                return false;
    return true;
}

/* A blank record ends a row of cells, which is how gnuplot knows a surface. */
static void write_cells(struct plot_job *job, int metric, int panel, const struct surface *surface,
                        struct scale scale, double *low, double *high) {
    const struct sweep_view *view = job->source->sweep;
    struct cells cells;
    cells_fill(view, metric, &surface->x, &surface->y, &cells);
    for (int i = 0; i < surface->x.count; i++) {
        for (int k = 0; k < surface->y.count; k++) {
            struct summary s = cells.at[i][k];
            csv_text(job->csv, view->metrics[metric]);
            csv_integer(job->csv, panel);
            csv_number(job->csv, surface->x.centres[i]);
            csv_number(job->csv, surface->y.centres[k]);
            csv_number(job->csv, surface->x_edges[i]);
            csv_number(job->csv, surface->x_edges[i + 1]);
            csv_number(job->csv, surface->y_edges[k]);
            csv_number(job->csv, surface->y_edges[k + 1]);
            csv_number(job->csv, s.mean * scale.by);
            csv_number(job->csv, (s.high - s.low) / 2 * scale.by);
            csv_end(job->csv);
            *low = fmin(*low, s.mean * scale.by);
            *high = fmax(*high, s.mean * scale.by);
        }
        text_add(job->csv, "\r\n");
    }
}

/* Lines at six parts of the range, kept by gnuplot as rows with blanks between numbers. */
static void add_contours(struct plot_job *job, int panel, int columns, double low, double high) {
    enum { PARTS = 6 };
    text_add(job->script, "set contour base; unset surface; set cntrparam levels discrete ");
    for (int i = 1; i < PARTS; i++)
        text_format(job->script, "%s%.9g", i > 1 ? ", " : "", low + (high - low) * i / PARTS);
    text_format(job->script,
                "\nset table $lines%d\nsplot data every :::%d::%d using 3:4:9 with lines nosurface\n"
                "unset table; unset contour; set surface\n",
                panel, panel * columns, (panel + 1) * columns - 1);
}

static void draw_panel(struct plot_job *job, int metric, int panel, const struct surface *surface) {
    char label[KEY_LABEL_SIZE];
    const struct sweep_view *view = job->source->sweep;
    const struct factor *factors = view->study->designs.factors;
    struct scale scale = metric_scale(view, metric);
    double low = INFINITY, high = -INFINITY, top = PLOT_TOP + 18 + panel * (PANEL_HEIGHT + GAP_Y);
    struct area area = {PLOT_LEFT + 6, PLOT_WIDTH - PLOT_RIGHT, top, top + PANEL_HEIGHT};
    write_cells(job, metric, panel, surface, scale, &low, &high);
    plot_margins(job, area);
    panel_title(job, view->metrics[metric], scale.unit, area);
    text_format(job->script, "set xrange [%.9g:%.9g]; set yrange [%.9g:%.9g]\n", surface->x_edges[0],
                surface->x_edges[surface->x.count], surface->y_edges[0], surface->y_edges[surface->y.count]);
    plot_named_ticks(job, "x", "", &surface->x, surface->x.centres);
    plot_named_ticks(job, "y", "", &surface->y, surface->y.centres);
    plot_axis_name(job, "x", factors[surface->x.factor].name);
    plot_axis_name(job, "y", key_label(label, factors[surface->y.factor].name, 34));
    if (high > low)
        text_format(job->script, "set cbrange [%.9g:%.9g]\n", low, high);
    int decimals = high > low ? (int)fmin(4, fmax(0, ceil(1.3 - log10(high - low)))) : 1;
    if (high > low)
        add_contours(job, panel, surface->x.count, low, high);
    text_format(job->script, "plot data using 3:($2==%d ? $4 : NaN):5:6:7:8:9 with boxxyerror fc palette",
                panel);
    if (high > low)
        text_format(job->script,
                    ", \\\n     $lines%d using (real(word(strcol(1),1))):(real(word(strcol(1),2))) "
                    "with lines lw 1.6 lc rgb '#ffffff'",
                    panel);
    text_format(job->script,
                ", \\\n     data using 3:($2==%d ? $4 : NaN):(sprintf('%%.%df', $9)) with labels font ',9' "
                "tc rgb '#111111'\nunset label; unset xlabel; unset ylabel\n",
                panel, decimals);
}

static bool draw(struct plot_job *job) {
    const struct sweep_view *view = job->source->sweep;
    int metrics[MOST_METRIC_PANELS], count, panels = 0;
    struct surface surface;
    if (!view || view->sensitivity || !choose(view, &surface))
        return false;
    count = panel_metrics(view, metrics);
    if (surface.x.count * surface.y.count > SLICES * SLICES)
        count = count < 2 ? count : 2; /* or the file is too large */
    for (int i = 0; i < count; i++)
        if (is_complete(view, metrics[i], &surface))
            metrics[panels++] = metrics[i];
    if (!panels)
        return false;
    job->height = PLOT_TOP + 18 + panels * (PANEL_HEIGHT + GAP_Y) + 4;
    csv_header(job->csv, (const char *const[]){"metric", "panel", "x", "y", "x_from", "x_to", "y_from",
                                               "y_to", "mean", "half_width", NULL});
    plot_note(job, "Cells: means of designs; white lines: contours between them");
    if (view->study->designs.factor_count > 2)
        plot_note(job, "Over all values of the other factors");
    text_add(job->script, "set palette defined (");
    /* the light part of viridis (Smith and van der Walt 2015), on which numbers can be read */
    static const char *const colours[] = {"#26828e", "#1f9e89", "#35b779", "#6ece58", "#b5de2b", "#fde725"};
    for (int i = 0; i < 6; i++)
        text_format(job->script, "%s%d '%s'", i ? ", " : "", i, colours[i]);
    text_add(job->script, ")\nunset grid; unset colorbox; set tics scale 0; set multiplot\n");
    for (int i = 0; i < panels; i++)
        draw_panel(job, metrics[i], i, &surface);
    text_add(job->script, "unset multiplot\n");
    return true;
}

const struct plot plot_surface = {
    .name = "surface",
    .title = "Response surface",
    .doc = "Each metric over two numeric factors, as a heat map with contours.",
    .draw = draw,
};
