"""fcsim.py - what tests in Python share: run the program, read its results, report tests like check.h does."""
import contextlib
import csv
import json
import os
import pathlib
import sqlite3
import subprocess
import sys
import tempfile
import time
import traceback

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
BUILD = ROOT / os.environ.get("BUILD", "build/release")
FCSIM = BUILD / "fcsim"
SCENARIOS = ROOT / "scenarios"
CLOSED_WEEKEND = ROOT / "tests/support/closed_weekend/small.json"  # Mondays have the orders of two days, and a size to find
WITHOUT_PICTURES = {**os.environ, "PATH": os.devnull}  # fcsim finds no gnuplot


class Skip(Exception):
    """Ends a test as skipped; says what was missing."""


def scratch():
    return pathlib.Path(tempfile.mkdtemp(prefix="fcsim."))


def fcsim(*arguments, code=0, pictures=False, **options):
    """Runs fcsim; `code` is the exit code it must have. Most runs take less time than their pictures, which are drawn only for
    tests that look at them."""
    if not pictures:
        options.setdefault("env", WITHOUT_PICTURES)
    done = subprocess.run([FCSIM, *map(str, arguments)], capture_output=True, text=True, timeout=300, **options)
    assert done.returncode == code, f"fcsim {' '.join(map(str, arguments))}: exit code {done.returncode}, expected {code}\n{done.stderr}"
    assert "was not drawn" not in done.stderr, done.stderr
    return done


def recorded(folder, which=""):
    """Number of replications in the ledger of a study; 0 while there is none."""
    if not (pathlib.Path(folder) / "study.sqlite").exists():
        return 0
    try:
        with contextlib.closing(sqlite3.connect(pathlib.Path(folder) / "study.sqlite")) as file:
            return file.execute(f"SELECT count(*) FROM replication WHERE NOT failed {which}").fetchone()[0]
    except sqlite3.OperationalError:
        return 0


def wait_until_recorded(process, folder, which=""):
    """Until the first batch of replications of a study that runs is in its ledger, or the study has ended."""
    end = time.monotonic() + 60
    while not recorded(folder, which) and process.poll() is None and time.monotonic() < end:
        time.sleep(0.01)


def sets(values):
    return [word for path, value in values.items() for word in ("--set", f"{path}={value}")]


def write_json(path, value):
    path.write_text(json.dumps(value, indent=1) + "\n")
    return path


def results(directory):
    """results.csv as {replication: {metric: value}}; a metric of a member is named "on_time[carrier=north]"."""
    found = {}
    with open(pathlib.Path(directory) / "results.csv", newline="") as file:
        for row in csv.DictReader(file):
            name = row["metric"] + (f"[{row['dimension']}={row['member']}]" if row["dimension"] else "")
            value = float(row["value"]) if row["value"] else None
            found.setdefault(int(row["replication"]), {})[name] = value
    return found


def run(scenario, *arguments, **values):
    """Runs a scenario with --set PATH=VALUE for each of `values` ("__" stands for the dot) and returns its results."""
    out = scratch()
    fcsim("run", scenario, "-o", out, "--quiet", *sets({k.replace("__", "."): v for k, v in values.items()}), *arguments)
    return results(out)


def near(a, b, relative):
    return abs(a - b) <= relative * max(abs(a), abs(b))


def main(tests):
    """Runs functions whose names are sentences; an argument selects by substring."""
    counts = {"ok": 0, "FAILED": 0, "skipped": 0}
    for test in tests:
        name = test.__name__
        if len(sys.argv) > 1 and sys.argv[1] not in name:
            continue
        try:
            test()
            word, why = "ok", ""
        except Skip as reason:
            word, why = "skipped", f": {reason}"
        except Exception as fault:
            line = traceback.extract_tb(fault.__traceback__)[-1]
            where = f"{pathlib.Path(line.filename).name}:{line.lineno}"
            print(f"  {where}: {fault if str(fault) else line.line}".replace("\n", "\n  "))
            word, why = "FAILED", ""
        counts[word] += 1
        print(f"{word:7} {name}{why}", flush=True)
    print(f"{counts['ok']} passed, {counts['FAILED']} failed, {counts['skipped']} skipped")
    return counts["FAILED"] > 0
