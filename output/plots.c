/* SPDX-License-Identifier: MIT */
/* plots.c - the list of plots, the frame around each, and the process that draws them.
 *
 * plots/NAME.gp reads NAME.csv by its relative name, so the folder can be taken elsewhere, restyled and drawn
 * again with `gnuplot NAME.gp`. Pictures are drawn under a temporary name and renamed when they are complete.
 */
#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "output/file.h"
#include "output/gnuplot.h"
#include "output/plot.h"
#include "output/prose.h"
#include "output/svg.h"

const struct plot *const plots_of_run[] = {&plot_on_time,      &plot_throughput,
                                           &plot_backlog,      &plot_cycle_time,
                                           &plot_utilisation,  &plot_staffing,
                                           &plot_doors,        &plot_delay,
                                           &plot_cost,         &plot_floor_visits,
                                           &plot_floor_travel, &plot_floor_blocked,
                                           &plot_warm_up,      NULL};

const struct plot *const plots_of_designs[] = {
    &plot_tornado, &plot_morris,      &plot_sobol,    &plot_main_effects, &plot_interaction,
    &plot_surface, &plot_differences, &plot_frontier, &plot_needs,        NULL};

const struct plot *const plots_of_forecasts[] = {&plot_fan, &plot_peak, &plot_decomposition, &plot_accuracy,
                                                 NULL};

enum { MOST_PLOTS = 64, DEFAULT_HEIGHT = 440 };
static_assert(sizeof plots_of_run / sizeof *plots_of_run +
                      sizeof plots_of_designs / sizeof *plots_of_designs +
                      sizeof plots_of_forecasts / sizeof *plots_of_forecasts <
                  MOST_PLOTS,
              "room for all plots");

/* `kind` chooses the terminal, `only` stops after one, `before` leads the names of the pictures. */
static void add_prelude(const struct plot *plot, int height, struct text *gp) {
    text_format(gp, "# %s.gp - %s\n# Draw again with: gnuplot %s.gp\n", plot->name, plot->doc, plot->name);
    text_add(gp, "if (!exists('kind')) kind = 'svg'\nif (!exists('before')) before = ''\nreset\n"
                 "# gnuplot's SVG has no bold type of its own; fcsim adds it to the pictures it makes\n"
                 "bold = (kind eq 'svg' && before eq '') ? 'DejaVu Sans' : 'DejaVu Sans:Bold'\n");
    text_format(gp,
                "if (kind eq 'svg') set terminal svg size %d,%d font 'DejaVu Sans,12' noenhanced background "
                "'#ffffff'\n"
                "if (kind eq 'png') set terminal pngcairo size %d,%d font 'DejaVu Sans,12' fontscale 1.125 "
                "linewidth 1.5 pointscale 1.5 noenhanced background '#ffffff'\n",
                PLOT_WIDTH, height, PLOT_WIDTH * 3 / 2, height * 3 / 2);
    text_add(gp, "if (kind eq 'dumb') set terminal dumb size 110,34 noenhanced\n");
    text_format(gp, "if (kind ne 'dumb') set output before.'%s.'.kind\ndata = '%s.csv'\n", plot->name,
                plot->name);
    text_add(
        gp,
        "set encoding utf8; set locale 'C'; set datafile separator comma; set datafile columnheaders\n"
        "set border 3 lc rgb '#999999'; set tics nomirror out scale 0.6,0.3 tc rgb '#333333'\n"
        "set grid y lc rgb '#e8e8e8' lt 1 lw 1; set key noautotitle tc rgb '#333333'\n"
        "set xtics font ',11'; set ytics font ',11'; set xlabel offset 0,0.4 font ',11' tc rgb '#333333'\n"
        "set ylabel font ',11' tc rgb '#333333'; set style fill solid 1 noborder\n"
        "if (kind eq 'dumb') unset grid\n");
}

static void caption_of_run(const struct run_view *view, struct text *caption) {
    const struct study *study = view->study;
    const struct study_plan *plan = study_plan(study);
    int n = study_replications(study);
    text_format(caption, "n = %d replication%s", n, n == 1 ? "" : "s");
    if (n > 1)
        text_format(caption, ", %g %% confidence", 100 * plan->confidence);
    text_format(caption, ", seed %" PRIu64, study_seed(study));
    if (study_warmup_s(study) > 0) {
        text_add(caption, plan->kind == STUDY_STEADY ? ", warm-up " : ", lead-in ");
        prose_duration(caption, study_warmup_s(study));
    }
    if (view->partial)
        text_add(caption, ", interrupted");
}

static void add_frame(const struct plot *plot, struct plot_job *job, struct text *gp) {
    struct plot_job frame = *job;
    frame.script = gp;
    struct text caption = {0};
    text_add(&caption, job->source->caption);
    if (job->note.length)
        text_format(&caption, ". %s", job->note.data);
    plot_text(&frame, plot->title, 16, 20, "left", "font bold.',15' tc rgb '#111111'");
    plot_text(&frame, job->subtitle.length ? job->subtitle.data : job->source->subtitle, 16, 41, "left",
              "font ',11' tc rgb '#555555'");
    plot_text(&frame, caption.data, 16, job->height - 11.0, "left", "font ',9' tc rgb '#666666'");
    text_free(&caption);
}

static bool save(const char *folder, const char *name, const char *ending, const struct text *content,
                 struct text *error) {
    struct text path = {0};
    text_format(&path, "%s/%s.%s", folder, name, ending);
    bool written =
        file_write_atomically(path.data, content->data ? content->data : "", content->length, error);
    text_free(&path);
    return written;
}

/* What an earlier run left of a plot that this one does not have. */
static void forget(const char *folder, const char *name) {
    static const char *const endings[] = {"csv", "gp", "svg", "png"};
    for (int i = 0; i < 4; i++) {
        struct text path = {0};
        text_format(&path, "%s/%s.%s", folder, name, endings[i]);
        unlink(path.data);
        text_free(&path);
    }
}

/* Data and script of one plot; `drawn` false if there is nothing to draw. */
static bool prepare(const struct plot *plot, const struct plot_source *source, const char *folder,
                    bool *drawn, struct text *error) {
    struct text csv = {0}, script = {0}, gp = {0};
    struct plot_job job = {.view = source->view,
                           .history = source->history,
                           .source = source,
                           .csv = &csv,
                           .script = &script,
                           .height = DEFAULT_HEIGHT};
    bool written = true;
    *drawn = plot->draw(&job);
    if (!*drawn)
        forget(folder, plot->name);
    if (*drawn) {
        add_prelude(plot, job.height, &gp);
        add_frame(plot, &job, &gp);
        text_add_range(&gp, script.data, script.length);
        text_format(&gp, "unset output\nif (kind eq 'svg' && !exists('only')) kind = 'png'; load '%s.gp'\n",
                    plot->name);
        written = save(folder, plot->name, "csv", &csv, error) && save(folder, plot->name, "gp", &gp, error);
    }
    text_free(&job.subtitle);
    text_free(&job.note);
    text_free(&csv);
    text_free(&script);
    text_free(&gp);
    return written;
}

/* Of names of pictures that are not complete; a process has its own. */
static const char part_mark[] = ".part-";

static void add_temporary_lead(struct text *name) {
    text_format(name, "%s%ld-", part_mark, (long)getpid());
}

/* What programs that were killed left. */
static void remove_parts(const char *folder) {
    DIR *directory = opendir(folder);
    for (struct dirent *entry; directory && (entry = readdir(directory));) {
        long maker = text_starts_with(entry->d_name, part_mark) ? atol(entry->d_name + strlen(part_mark)) : 0;
        if (maker > 0 && kill((pid_t)maker, 0) != 0 && errno == ESRCH)
            unlinkat(dirfd(directory), entry->d_name, 0);
    }
    if (directory)
        closedir(directory);
}

static bool accept_svg(const char *from, const char *to) {
    enum { MOST_BYTES = 1 << 24 };
    struct text svg = {0}, compact = {0}, error = {0};
    bool complete = file_read(from, MOST_BYTES, &svg, &error) && svg.length && strstr(svg.data, "</svg>");
    if (complete) {
        svg_compact(&svg, &compact);
        complete = file_write_atomically(to, compact.data, compact.length, &error);
    }
    unlink(from);
    text_free(&svg);
    text_free(&compact);
    text_free(&error);
    return complete;
}

/* Gives a complete picture its final name. */
static bool accept_picture(const char *folder, const char *name, const char *kind) {
    struct text from = {0}, to = {0};
    struct stat status;
    text_format(&from, "%s/", folder);
    add_temporary_lead(&from);
    text_format(&from, "%s.%s", name, kind);
    text_format(&to, "%s/%s.%s", folder, name, kind);
    bool complete = stat(from.data, &status) == 0 && status.st_size > 100;
    if (complete && strcmp(kind, "svg") == 0)
        complete = accept_svg(from.data, to.data);
    else if (complete)
        complete = rename(from.data, to.data) == 0;
    if (!complete)
        unlink(from.data);
    text_free(&from);
    text_free(&to);
    return complete;
}

static void add_directory_change(struct text *commands, const char *folder) {
    text_add(commands, "cd ");
    gnuplot_quote(commands, folder);
    text_add(commands, "\n");
}

/* The first lines of what gnuplot complained about, on one line. */
static void add_complaint(struct text *warnings, const struct text *complaints) {
    enum { LONGEST = 300 };
    struct text line = {0};
    gnuplot_plain(&line, complaints->data ? complaints->data : "");
    text_add_range(warnings, line.data ? line.data : "", line.length < LONGEST ? line.length : LONGEST);
    text_free(&line);
}

/* Draws plots from `first` on; a script that fails ends gnuplot, so the ones after it get a process of their
 * own. Returns the number dealt with. */
static int draw_some(const struct plot *const *plots, int count, const char *folder, struct text *warnings) {
    struct text commands = {0}, printed = {0}, complaints = {0};
    add_directory_change(&commands, folder);
    text_add(&commands, "before = '");
    add_temporary_lead(&commands);
    text_add(&commands, "'\n");
    for (int i = 0; i < count; i++)
        text_format(&commands, "kind = 'svg'\nload '%s.gp'\n", plots[i]->name);
    bool ran = gnuplot_run(commands.data, &printed, &complaints);
    int done = 0;
    for (; done < count; done++) {
        bool svg = accept_picture(folder, plots[done]->name, "svg");
        bool png = accept_picture(folder, plots[done]->name, "png");
        if (svg && png)
            continue;
        if (ran || done > 0 || complaints.length)
            text_format(warnings, "plot %s was not drawn: ", plots[done]->name);
        add_complaint(warnings, &complaints);
        if (ran && !complaints.length)
            text_add(warnings, "gnuplot wrote no picture");
        text_add_char(warnings, '\n');
        done++;
        break;
    }
    text_free(&commands);
    text_free(&printed);
    text_free(&complaints);
    return done;
}

static bool gnuplot_is_there(struct text *warnings) {
    struct text printed = {0}, complaints = {0};
    bool there = gnuplot_run("exit\n", &printed, &complaints);
    if (!there)
        text_add(warnings,
                 "gnuplot was not found or does not run, so there are no pictures; plots/ holds their "
                 "data and scripts\n");
    text_free(&printed);
    text_free(&complaints);
    return there;
}

static bool has_control_bytes(const char *path) {
    for (; *path; path++)
        if ((unsigned char)*path < 0x20 || *path == 0x7f)
            return true;
    return false;
}

bool plots_write(const struct plot *const *plots, const struct plot_source *source, const char *directory,
                 struct text *error, struct text *warnings) {
    struct text folder = {0};
    text_format(&folder, "%s/plots", directory);
    const struct plot *drawn[MOST_PLOTS];
    int count = 0;
    bool written = directory_create(folder.data, error);
    remove_parts(folder.data);
    for (const struct plot *const *plot = plots; *plot && written; plot++) {
        bool any;
        written = prepare(*plot, source, folder.data, &any, error);
        if (any)
            drawn[count++] = *plot;
    }
    if (written && has_control_bytes(folder.data))
        text_add(warnings, "no pictures: gnuplot cannot use a directory whose name has control characters\n");
    else if (written && count && gnuplot_is_there(warnings))
        for (int done = 0; done < count;)
            done += draw_some(drawn + done, count - done, folder.data, warnings);
    text_free(&folder);
    return written;
}

bool plots_of_run_write(const struct run_view *view, const char *directory, struct text *error,
                        struct text *warnings) {
    struct text caption = {0};
    struct history history;
    history_load(view->study, &history);
    caption_of_run(view, &caption);
    const char *title = study_plan(view->study)->title;
    struct plot_source source = {
        .view = view, .history = &history, .subtitle = title ? title : "", .caption = caption.data};
    bool written = plots_write(plots_of_run, &source, directory, error, warnings);
    history_free(&history);
    text_free(&caption);
    return written;
}

static bool known_plot(const char *name, struct text *error) {
    const char *names[MOST_PLOTS];
    int count = 0;
    for (const struct plot *const *plot = plots_of_run; *plot; plot++)
        names[count++] = (*plot)->name;
    for (const struct plot *const *plot = plots_of_designs; *plot; plot++)
        names[count++] = (*plot)->name;
    for (const struct plot *const *plot = plots_of_forecasts; *plot; plot++)
        names[count++] = (*plot)->name;
    for (int i = 0; i < count; i++)
        if (strcmp(names[i], name) == 0)
            return true;
    text_format(error, "there is no plot \"%s\"; there are", name);
    for (int i = 0; i < count; i++)
        text_format(error, "%s %s", i ? "," : "", names[i]);
    return false;
}

bool plot_again(const char *directory, const char *plot, const char *terminal, struct text *out,
                struct text *error) {
    bool picture = strcmp(terminal, "svg") == 0 || strcmp(terminal, "png") == 0;
    if (!known_plot(plot, error))
        return false;
    if (!picture && strcmp(terminal, "dumb") != 0) {
        text_format(error, "the terminal must be svg, png or dumb, not \"%s\"", terminal);
        return false;
    }
    struct text folder = {0}, script = {0}, commands = {0}, complaints = {0};
    text_format(&folder, "%s/plots", directory);
    text_format(&script, "%s/%s.gp", folder.data, plot);
    bool drawn = access(script.data, R_OK) == 0;
    if (!drawn)
        text_format(error, "%s is not there: the run had nothing to draw, or this is no result directory",
                    script.data);
    add_directory_change(&commands, folder.data);
    text_add(&commands, "before = '");
    add_temporary_lead(&commands);
    text_format(&commands, "'; only = 1; kind = '%s'\nload '%s.gp'\n", terminal, plot);
    if (drawn && (has_control_bytes(folder.data) || !gnuplot_run(commands.data, out, &complaints) ||
                  (picture && !accept_picture(folder.data, plot, terminal)))) {
        text_format(error, "gnuplot could not draw %s: ", script.data);
        add_complaint(error, &complaints);
        drawn = false;
    }
    text_free(&folder);
    text_free(&script);
    text_free(&commands);
    text_free(&complaints);
    return drawn;
}
