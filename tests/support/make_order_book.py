#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Writes the sample order book scenarios/order_book_sample.csv: two weeks of an invented shop, no real data.

Usage: tests/support/make_order_book.py > scenarios/order_book_sample.csv
"""
import random

DAYS, ORDERS_A_DAY, ARTICLES = 14, 30, 120

rng = random.Random(20101201)
print("order_id,created,sku,quantity")
number = 1000
for day in range(1, DAYS + 1):
    if day in (4, 11):  # Saturdays: closed
        continue
    minutes = sorted(int(rng.triangular(8 * 60, 19 * 60, 12 * 60)) for _ in range(rng.randint(ORDERS_A_DAY - 6, ORDERS_A_DAY + 6)))
    for minute in minutes:
        number += 1
        for _ in range(min(8, 1 + int(rng.expovariate(0.6)))):
            article = min(ARTICLES, 1 + int(rng.paretovariate(0.9)))
            quantity = rng.choice((1, 1, 1, 2, 2, 3, 6, 12))
            print(f"{number},2010-12-{day:02d} {minute // 60:02d}:{minute % 60:02d},A{article:03d},{quantity}")
