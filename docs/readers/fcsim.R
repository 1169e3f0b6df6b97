# SPDX-License-Identifier: MIT
# fcsim.R - reads what `fcsim run` and `fcsim sweep` leave in a directory, with base R only.
#
#     source("fcsim.R")
#     results <- fcsim_results("out")        # a row per replication and metric; of a sweep, with the design
#     wide    <- fcsim_wide("out")           # a row per replication, a column per metric
#     summary <- fcsim_summary("out")        # a row per metric: n, mean, sd, low, high, min, max
#     designs <- fcsim_designs("out")        # of a sweep: a row per design, with its factors
#     series  <- fcsim_timeseries("out")     # a row per interval and series
#
# Numbers that are not defined are NA. Columns keep their names, such as packing.benches.

fcsim_texts <- c("design", "metric", "dimension", "member", "unit", "series", "time", "state", "reason", "scenario_hash")

fcsim_table <- function(directory, name) {
  table <- read.csv(file.path(directory, name), colClasses = "character", check.names = FALSE, na.strings = character(0),
                    encoding = "UTF-8")
  for (column in setdiff(names(table), fcsim_texts)) {
    values <- table[[column]]
    values[values == ""] <- NA
    table[[column]] <- type.convert(values, as.is = TRUE, numerals = "no.loss")
    if (is.character(table[[column]])) {
      numbers <- suppressWarnings(as.numeric(values))
      if (!any(is.na(numbers) & !is.na(values))) table[[column]] <- numbers
    }
  }
  table
}

fcsim_results <- function(directory) fcsim_table(directory, "results.csv")
fcsim_summary <- function(directory) fcsim_table(directory, "summary.csv")
fcsim_designs <- function(directory) fcsim_table(directory, "designs.csv")
fcsim_timeseries <- function(directory) fcsim_table(directory, "timeseries.csv")

# As fcsim writes it: on_time, on_time[carrier=north].
fcsim_metric_name <- function(table) {
  ifelse(table$dimension == "", table$metric, paste0(table$metric, "[", table$dimension, "=", table$member, "]"))
}

fcsim_wide <- function(directory) {
  results <- fcsim_results(directory)
  keys <- intersect(c("design", "replication"), names(results))
  row <- do.call(paste, c(results[keys], sep = "\r"))
  name <- fcsim_metric_name(results)
  rows <- unique(row)
  columns <- unique(name)
  values <- matrix(NA_real_, length(rows), length(columns), dimnames = list(NULL, columns))
  values[cbind(match(row, rows), match(name, columns))] <- results$value
  cbind(results[match(rows, row), keys, drop = FALSE], as.data.frame(values, check.names = FALSE), row.names = NULL)
}
