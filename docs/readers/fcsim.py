# SPDX-License-Identifier: MIT
"""fcsim.py - reads what `fcsim run` and `fcsim sweep` leave in a directory. Copy it beside your own script.

    import fcsim
    results = fcsim.results("out")     # a row per replication and metric; of a sweep, with the design
    wide = fcsim.wide("out")           # a row per replication, a column per metric
    summary = fcsim.summary("out")     # a row per metric: n, mean, sd, low, high, min, max
    designs = fcsim.designs("out")     # of a sweep: a row per design, with its factors
    series = fcsim.timeseries("out")   # a row per interval and series
    counts = fcsim.counts("out")       # what the ledger holds of each scenario

Each returns a pandas.DataFrame where pandas is installed, else a list of dicts (`frame=False`: always). Numbers that are
not defined are None (NaN in a frame). Only Python's own library is needed.
"""
import csv
import pathlib
import sqlite3

try:
    import pandas
except ImportError:
    pandas = None

WHOLE = {"replication", "n"}
TEXT = {"design", "metric", "dimension", "member", "unit", "series", "time", "state", "reason", "scenario_hash"}


def _value(column, text):
    if column in TEXT:
        return text
    if text == "":
        return None
    if column in WHOLE:
        return int(text)
    try:
        return float(text)
    except ValueError:
        return text  # a factor whose values are words


def _framed(rows, frame):
    if frame is None:
        frame = pandas is not None
    return pandas.DataFrame(rows) if frame else rows


def _table(directory, name, frame):
    with open(pathlib.Path(directory) / name, newline="", encoding="utf-8") as file:
        return _framed([{c: _value(c, t) for c, t in row.items()} for row in csv.DictReader(file)], frame)


def results(directory, frame=None):
    return _table(directory, "results.csv", frame)


def summary(directory, frame=None):
    return _table(directory, "summary.csv", frame)


def timeseries(directory, frame=None):
    return _table(directory, "timeseries.csv", frame)


def designs(directory, frame=None):
    """Of a sweep only; a run has no designs.csv."""
    return _table(directory, "designs.csv", frame)


def metric_name(row):
    """As fcsim writes it: on_time, on_time[carrier=north]."""
    return f"{row['metric']}[{row['dimension']}={row['member']}]" if row["dimension"] else row["metric"]


def wide(directory, frame=None):
    rows = {}
    for row in results(directory, frame=False):
        key = {k: row[k] for k in ("design", "replication") if k in row}
        rows.setdefault(tuple(key.values()), key)[metric_name(row)] = row["value"]
    return _framed(list(rows.values()), frame)


def counts(directory, frame=None):
    """Replications done and failed in the ledger, by scenario hash (see designs.csv), engine and seed."""
    question = ("SELECT scenario, engine, seed, sum(NOT failed) AS done, sum(failed) AS failed, sum(seconds) AS seconds"
                " FROM replication GROUP BY scenario, engine, seed ORDER BY scenario, engine, seed")
    ledger = sqlite3.connect((pathlib.Path(directory).resolve() / "study.sqlite").as_uri() + "?mode=ro", uri=True)
    try:
        found = ledger.execute(question)
        names = [column[0] for column in found.description]
        return _framed([dict(zip(names, row)) for row in found], frame)
    finally:
        ledger.close()
