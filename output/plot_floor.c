/* SPDX-License-Identifier: MIT */
/* plot_floor.c - the floor as it was used in one replication: where people stop, walk and lose time.
 *
 * Cells are sorted by value, so that those of one colour follow each other and the picture stays small. */
#include <math.h>
#include <stdlib.h>
#include "output/csv_out.h"
#include "output/plot.h"
#include "sim/results/recording.h"

enum { COLOURS = 12, MOST_RACKS = 160, MOST_HEIGHT = 760 };

struct measure_of_floor {
    const char *column, *words;
    double (*value)(const struct heat_cell *cell);
};

struct shade {
    const struct heat_cell *cell;
    double value; /* per metre */
};

static int darker_last(const void *a, const void *b) {
    const struct shade *left = a, *right = b;
    return left->value != right->value ? (left->value < right->value ? -1 : 1)
                                       : (left->cell > right->cell) - (left->cell < right->cell);
}

/* Cells in which something happened, by value; the caller frees them. */
static struct shade *shades_of(const struct recording *recording, const struct measure_of_floor *measure,
                               int *count) {
    struct shade *shades = calloc((size_t)recording->heat_count + 1, sizeof *shades);
    *count = 0;
    for (int i = 0; shades && i < recording->heat_count; i++) {
        const struct heat_cell *cell = &recording->heat_cells[i];
        double value = measure->value(cell);
        if (value > 0)
            shades[(*count)++] = (struct shade){cell, value};
    }
    if (shades)
        qsort(shades, (size_t)*count, sizeof *shades, darker_last);
    return shades;
}

struct extent {
    double left, right, bottom, top;
};

static struct extent extent_of(const struct recording *recording) {
    struct extent e = {INFINITY, -INFINITY, INFINITY, -INFINITY};
    for (int i = 0; i < recording->heat_count; i++) {
        const struct heat_cell *cell = &recording->heat_cells[i];
        e.left = fmin(e.left, cell->x_m);
        e.right = fmax(e.right, cell->x_m + cell->width_m);
        e.bottom = fmin(e.bottom, cell->y_m);
        e.top = fmax(e.top, cell->y_m + cell->height_m);
    }
    for (int i = 0; i < recording->shape_count; i++) {
        const struct shape *shape = &recording->shapes[i];
        e.left = fmin(e.left, shape->x_m);
        e.right = fmax(e.right, shape->x_m + shape->width_m);
        e.bottom = fmin(e.bottom, shape->y_m);
        e.top = fmax(e.top, shape->y_m + shape->height_m);
    }
    return e;
}

static void write_cells(struct plot_job *job, const struct measure_of_floor *measure,
                        const struct shade *shades, int count) {
    csv_header(job->csv,
               (const char *const[]){"left_m", "right_m", "bottom_m", "top_m", measure->column, NULL});
    for (int i = 0; i < count; i++) {
        const struct heat_cell *cell = shades[i].cell;
        csv_number(job->csv, cell->x_m);
        csv_number(job->csv, cell->x_m + cell->width_m);
        csv_number(job->csv, cell->y_m);
        csv_number(job->csv, cell->y_m + cell->height_m);
        csv_number(job->csv, shades[i].value);
        csv_end(job->csv);
    }
}

/* Racks as outlines above the cells; too many of them would hide what they are to explain. */
static void draw_racks(struct plot_job *job, const struct recording *recording) {
    if (recording->shape_count > MOST_RACKS)
        return;
    for (int i = 0; i < recording->shape_count; i++) {
        const struct shape *shape = &recording->shapes[i];
        if (shape->kind == SHAPE_RACK || shape->kind == SHAPE_DEPOT)
            text_format(
                job->script,
                "set object rectangle from %.2f,%.2f to %.2f,%.2f front fs empty border lc rgb '%s' lw "
                "0.6\n",
                (double)shape->x_m, (double)shape->y_m, (double)(shape->x_m + shape->width_m),
                (double)(shape->y_m + shape->height_m), shape->kind == SHAPE_RACK ? "#777777" : "#D55E00");
    }
}

static void draw_cells(struct plot_job *job, const struct measure_of_floor *measure, struct extent e,
                       double darkest) {
    /* viridis (Smith and van der Walt 2015) from its light end: on paper, dark is much */
    text_add(job->script,
             "set palette defined (0 '#fde725', 1 '#b5de2b', 2 '#6ece58', 3 '#35b779', 4 '#1f9e89', 5 "
             "'#26828e', 6 '#31688e', 7 '#3e4989', 8 '#482878', 9 '#440154')\n");
    text_format(job->script, "set palette maxcolors %d; set cbrange [0:%.9g]\n", COLOURS, darkest);
    text_format(job->script,
                "set size ratio -1; set xrange [%.9g:%.9g]; set yrange [%.9g:%.9g]; unset grid; set xlabel "
                "'m'; set ylabel 'm'\nset cblabel '%s' font ',11' tc rgb '#333333'; set colorbox "
                "noborder; set cbtics font ',11' scale 0\n",
                e.left, e.right, e.bottom, e.top, measure->words);
    plot_round_ticks(job, "cb", 0, darkest, 9, true);
    text_add(job->script,
             "plot data using (($1+$2)/2):(($3+$4)/2):1:2:3:4:5 with boxxyerror lc palette notitle\n");
}

static bool draw_floor(struct plot_job *job, const struct measure_of_floor *measure) {
    const struct recording *recording = study_recording(job->view->study);
    if (!recording || !recording->heat_count)
        return false;
    int count;
    struct shade *shades = shades_of(recording, measure, &count);
    if (count) {
        struct extent e = extent_of(recording);
        double width = PLOT_WIDTH - PLOT_LEFT - PLOT_LEGEND;
        double height = width * (e.top - e.bottom) / (e.right - e.left) + PLOT_TOP + PLOT_BOTTOM;
        job->height = (int)fmin(fmax(height, 300), MOST_HEIGHT);
        const struct heat_cell *cell = shades[0].cell;
        struct text note = {0};
        text_format(&note, "Replication %d, measured time; a cell is %.1f m by %.1f m",
                    study_first(job->view->study), (double)cell->width_m, (double)cell->height_m);
        plot_note(job, note.data);
        text_free(&note);
        write_cells(job, measure, shades, count);
        plot_margins(job, plot_area(job, true));
        draw_racks(job, recording);
        draw_cells(job, measure, e, shades[count - 1].value);
    }
    free(shades);
    return count > 0;
}

static double visits_of(const struct heat_cell *cell) {
    return cell->visits / cell->aisle_m;
}
static double travel_of(const struct heat_cell *cell) {
    return cell->passes;
}
static double blocked_of(const struct heat_cell *cell) {
    return cell->blocked_s / cell->aisle_m;
}

static bool draw_visits(struct plot_job *job) {
    return draw_floor(job, &(struct measure_of_floor){"visits_per_m", "stops per metre of aisle", visits_of});
}
static bool draw_travel(struct plot_job *job) {
    return draw_floor(
        job, &(struct measure_of_floor){"travel_m_per_m", "metres walked per metre of way", travel_of});
}
static bool draw_blocked(struct plot_job *job) {
    return draw_floor(
        job, &(struct measure_of_floor){"blocked_s_per_m", "seconds lost per metre of aisle", blocked_of});
}

const struct plot plot_floor_visits = {
    .name = "floor_visits",
    .title = "Where people stop",
    .doc = "Stops of picking tours on the floor in one replication, per metre of aisle.",
    .draw = draw_visits,
};
const struct plot plot_floor_travel = {
    .name = "floor_travel",
    .title = "Where people walk",
    .doc = "Metres walked on picking tours in one replication, per metre of way.",
    .draw = draw_travel,
};
const struct plot plot_floor_blocked = {
    .name = "floor_blocked",
    .title = "Where people are in each other\u2019s way",
    .doc = "Seconds lost before and in aisles in one replication, per metre of aisle.",
    .draw = draw_blocked,
};
