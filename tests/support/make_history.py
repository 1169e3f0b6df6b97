#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Writes three invented years of orders by hour, of two channels, whose truth is known: the history behind holiday_forecast.json.

Usage: tests/support/make_history.py FOLDER     writes holiday_history.csv.gz and holiday_calendar.csv
       tests/support/make_history.py --truth    prints the expected orders of the days after the history

The logarithm of a day's orders is level + growth + weekday + season + events + a residual. Residuals are autoregressive, PHI, with a
standard deviation of SPREAD, and correlated between the channels, JOINT. The day's orders are dealt to the hours with a variance
DISPERSION times that of a multinomial.
"""
import datetime
import gzip
import math
import pathlib
import random
import sys

FIRST, LAST, UNTIL = datetime.date(2022, 11, 7), datetime.date(2025, 11, 9), datetime.date(2025, 12, 24)
CHANNELS = {"web": (900, 0.10), "app": (350, 0.25)}  # orders a day at the start, growth a year (of the logarithm)
WEEKDAYS = (0.16, 0.10, 0.04, 0.00, -0.10, -0.16, -0.04)
EVENTS = [  # name, rule, lead, kind, effect on the logarithm by offset from -lead
    ("christmas", "12-25", 12, "recurring",
     (0.30, 0.34, 0.38, 0.42, 0.46, 0.48, 0.46, 0.38, 0.24, 0.05, -0.20, -0.60, -1.50, -0.60, -0.20, -0.10)),
    ("black_friday", "black-friday", 1, "moved", (0.25, 1.00, 0.55, 0.45, 0.70)),
    ("easter", "easter", 1, "moved", (-0.15, -0.45, -0.35)),
    ("singles_day", "11-11", 0, "recurring", (0.40,)),
]
PHI, SPREAD, JOINT, DISPERSION = 0.5, 0.07, 0.6, 1.5
HOURS = (24, 13, 8, 5, 4, 6, 12, 24, 38, 48, 54, 56, 55, 52, 51, 51, 52, 55, 60, 69, 78, 79, 64, 42)
EASTER = {2023: (4, 9), 2024: (3, 31), 2025: (4, 20)}


def event_day(rule, year):
    if rule == "black-friday":
        first = datetime.date(year, 11, 1)
        return first + datetime.timedelta((3 - first.weekday()) % 7 + 22)  # the day after the fourth Thursday
    if rule == "easter":
        return datetime.date(year, *EASTER[year]) if year in EASTER else None
    return datetime.date(year, *map(int, rule.split("-")))


def event_effect(day):
    effect = 0.0
    for _, rule, lead, _, effects in EVENTS:
        for year in (day.year - 1, day.year, day.year + 1):
            centre = event_day(rule, year)
            at = (day - centre).days + lead if centre else -1
            if 0 <= at < len(effects):
                effect += effects[at]
    return effect


def log_mean(channel, day):
    base, growth = CHANNELS[channel]
    year = (day - FIRST).days / 365.25
    season = 0.12 * math.cos(2 * math.pi * (day.timetuple().tm_yday - 340) / 365.25)
    return math.log(base) + growth * year + WEEKDAYS[day.weekday()] + season + event_effect(day)


def days(first, last):
    return [first + datetime.timedelta(d) for d in range((last - first).days + 1)]


def hours_of(rng, total):
    """Dirichlet-multinomial: shares of concentration total / (DISPERSION - 1), then one order after the other."""
    sum_of = sum(HOURS)
    shares = [rng.gammavariate(total / (DISPERSION - 1) * h / sum_of, 1.0) for h in HOURS]
    counts = [0] * 24
    for hour in rng.choices(range(24), shares, k=total):
        counts[hour] += 1
    return counts


def history(write):
    rng = random.Random(20251109)
    residual = dict.fromkeys(CHANNELS, 0.0)
    write("time,channel,orders\n")
    for day in days(FIRST, LAST):
        common = rng.gauss(0, 1)
        for channel in CHANNELS:
            noise = math.sqrt(JOINT) * common + math.sqrt(1 - JOINT) * rng.gauss(0, 1)
            residual[channel] = PHI * residual[channel] + math.sqrt(1 - PHI * PHI) * SPREAD * noise
            total = round(math.exp(log_mean(channel, day) + residual[channel]))
            for hour, count in enumerate(hours_of(rng, total)):
                write(f"{day} {hour:02d}:00,{channel},{count}\n")


def main():
    if sys.argv[1:] == ["--truth"]:
        print("date," + ",".join(CHANNELS))
        for day in days(LAST + datetime.timedelta(1), UNTIL):
            print(f"{day}," + ",".join(f"{math.exp(log_mean(c, day) + SPREAD * SPREAD / 2):.1f}" for c in CHANNELS))
        return
    folder = pathlib.Path(sys.argv[1])
    lines = []
    history(lines.append)
    with open(folder / "holiday_history.csv.gz", "wb") as file:
        file.write(gzip.compress("".join(lines).encode(), 9, mtime=0))
    with open(folder / "holiday_calendar.csv", "w") as file:
        file.write("name,date,lead,lag,kind\n")
        for name, rule, lead, kind, effects in EVENTS:
            file.write(f"{name},{rule},{lead},{len(effects) - lead - 1},{kind}\n")


main()
