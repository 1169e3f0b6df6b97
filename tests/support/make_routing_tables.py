#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""make_routing_tables.py - prints models/layout/routing_tables.c, the tables for shortest tours (models/layout/routing_tables.h).

    tests/support/make_routing_tables.py | clang-format --assume-filename=models/layout/x.c >models/layout/routing_tables.c

A state is a tuple with one entry per cross aisle from the front: None where the tour has not touched its crossing with the
current aisle, else (part, odd): the connected part of the tour so far that the crossing belongs to, and whether its degree
is odd. All states that can be reached are found by trying every step from the untouched state.
"""
UNTOUCHED = None
STEPS = ["SKIP", "THROUGH", "TWICE", "FRONT", "BACK", "GAP", "EITHER", "FRONT_OR_GAP", "BACK_OR_GAP"]
ALONG = ["ALONG_2", "ALONG_4", "ALONG_6"]


def numbered(state):
    """The same state with its parts numbered from the front, so that equal states compare equal."""
    parts = {}
    return tuple(end and (parts.setdefault(end[0], len(parts)), end[1]) for end in state)


def touched(state, at):
    """The crossing gets an even degree: a part of its own where it had none."""
    new = 1 + max((end[0] for end in state if end), default=-1)
    return tuple((new, False) if i == at and end is None else end for i, end in enumerate(state))


def joined(state, low, odd):
    """The crossings at both ends of a block become one part; a single pass changes the parity of both."""
    state = touched(touched(state, low), low + 1)
    keep, drop = state[low][0], state[low + 1][0]
    return tuple(
        end and (keep if end[0] == drop else end[0], end[1] ^ (odd and i in (low, low + 1))) for i, end in enumerate(state)
    )


def through_block(state, low):
    """What may happen in the aisle between cross aisles low and low + 1: (step, next state)."""
    front, back = state[low], state[low + 1]
    yield "THROUGH", joined(state, low, True)
    if not (front and back and front[0] == back[0]):  # else EITHER costs no more and leads to the same state
        yield "TWICE", joined(state, low, False)
    if front and back:
        yield "EITHER", state
    elif front:
        yield "FRONT", state
        yield "BACK_OR_GAP", touched(state, low + 1)
    elif back:
        yield "BACK", state
        yield "FRONT_OR_GAP", touched(state, low)
    else:
        yield "SKIP", state
        yield "FRONT", touched(state, low)
        yield "BACK", touched(state, low + 1)
        yield "GAP", touched(touched(state, low), low + 1)


def along_cross_aisles(state):
    """The ways on to the next column: one walk where the degree is odd, two or none where it is even; no part may be
    left behind, since nothing further on could join it."""
    for chosen in range(1, 1 << len(state)):
        on = [i for i in range(len(state)) if chosen >> i & 1]
        if any(state[i] is None for i in on) or any(end and end[1] and i not in on for i, end in enumerate(state)):
            continue
        if {state[i][0] for i in on} != {end[0] for end in state if end}:
            continue
        walks = sum(1 if state[i][1] else 2 for i in on)
        yield f"ALONG_{walks}", tuple(end if i in on else None for i, end in enumerate(state))


def past_depot(state):
    yield "SKIP", touched(state, 0)


def every_state(crosses, moves):
    found = [(UNTOUCHED,) * crosses]
    for state in found:
        for move in moves:
            found += sorted({numbered(to) for _, to in move(state)} - set(found), key=name)
    return found[:1] + sorted(found[1:], key=name)


def name(state):
    """'.' untouched, a letter per part, capital where the degree is odd."""
    return "".join("." if end is None else ("ABC" if end[1] else "abc")[end[0]] for end in state)


def closed(state):
    ends = [end for end in state if end]
    return bool(ends) and len({part for part, _ in ends}) == 1 and not any(odd for _, odd in ends)


def print_table(title, states, move, steps):
    rows = [(steps.index(step), k, states.index(numbered(to))) for k, state in enumerate(states) for step, to in move(state)]
    print(f"static const struct transition {title}[] = {{")
    print(", ".join(f"{{{k}, {to}, {steps[step]}}}" for step, k, to in sorted(rows)), "};\n", sep="")
    return len(rows)


def print_graph(title, crosses):
    blocks = [lambda state, low=low: through_block(state, low) for low in range(crosses - 1)]
    states = every_state(crosses, blocks + [along_cross_aisles, past_depot])
    assert len(states) < 32
    print(f"static const char *const {title}_states[] = {{")
    print(", ".join(f'"{name(state)}"' for state in states), "};\n", sep="")
    print(f"static const bool {title}_closed[] = {{" + ", ".join(str(int(closed(s))) for s in states) + "};\n")
    counts = [print_table(f"{title}_block_{i}", states, block, STEPS) for i, block in enumerate(blocks)]
    along = print_table(f"{title}_along", states, along_cross_aisles, ALONG)
    depot = print_table(f"{title}_depot", states, past_depot, STEPS)
    print(f"const struct tour_graph tour_graph_{title} = {{ .states = {len(states)}, .crosses = {crosses},")
    print(f".names = {title}_states, .closed = {title}_closed,")
    print(".block = {" + ", ".join(f"{{{title}_block_{i}, {n}}}" for i, n in enumerate(counts)) + "},")
    print(f".along = {{{title}_along, {along}}}, .depot = {{{title}_depot, {depot}}} }};\n")


print("""/* SPDX-License-Identifier: MIT */
/* routing_tables.c - states and steps of shortest tours; routing_tables.h says what they mean.
 *
 * Generated by tests/support/make_routing_tables.py: do not edit. */
#include "models/layout/routing_tables.h"
""")
print_graph("one_block", 2)
print_graph("two_blocks", 3)
