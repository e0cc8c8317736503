"""Patterns as automata: tables that say for a state and a class of characters which state comes next.

Rules of this file: the pattern is the parsed tree of `ecma_syntax`, so both engines of a pattern have one source. The
subset construction is the textbook one; a pattern with word boundaries, or with more states than a table of bytes
holds, has no automaton.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import inf

from cellucid_session.generate.ecma_syntax import (
    Assertion,
    Chars,
    Choice,
    Node,
    Ranges,
    Repeat,
    Sequence,
    parse,
)

LAST = 0x10FFFF
DEAD, DONE = 255, 254
MOST_STATES = 200


class NoAutomatonError(ValueError):
    """The pattern is matched by `re` alone."""


@dataclass
class _Net:
    """A nondeterministic automaton: edges by characters, by nothing, and by being at the start or the end."""

    chars: list[list[tuple[Ranges, int]]] = field(default_factory=list)
    free: list[list[tuple[str, int]]] = field(default_factory=list)  # "", "^" or "$"

    def state(self) -> int:
        self.chars.append([])
        self.free.append([])
        if len(self.chars) > 4 * MOST_STATES:
            raise NoAutomatonError
        return len(self.chars) - 1

    def build(self, node: Node, start: int) -> int:
        """Add a node behind a state; returns the state behind the node."""
        if isinstance(node, Chars):
            end = self.state()
            self.chars[start].append((node.ranges, end))
            return end
        if isinstance(node, Assertion):
            if node.what not in ("^", "$"):
                raise NoAutomatonError
            end = self.state()
            self.free[start].append((node.what, end))
            return end
        if isinstance(node, Sequence):
            for part in node.parts:
                start = self.build(part, start)
            return start
        if isinstance(node, Choice):
            end = self.state()
            for option in node.options:
                self.free[self.build(option, start)].append(("", end))
            return end
        assert isinstance(node, Repeat)
        for _ in range(node.least):
            start = self.build(node.body, start)
        if node.most == inf:
            loop = self.state()
            self.free[start].append(("", loop))
            self.free[self.build(node.body, loop)].append(("", loop))
            return loop
        end = self.state()
        self.free[start].append(("", end))
        for _ in range(int(node.most) - node.least):
            start = self.build(node.body, start)
            self.free[start].append(("", end))
        return end

    def closure(self, states: frozenset[int], allowed: str) -> frozenset[int]:
        """All that can be reached without a character, through assertions that hold here."""
        seen, waiting = set(states), list(states)
        while waiting:
            for what, target in self.free[waiting.pop()]:
                if (not what or what in allowed) and target not in seen:
                    seen.add(target)
                    waiting.append(target)
        return frozenset(seen)


def automaton(pattern: str) -> tuple[list[int], list[bytes], list[int]]:
    """The automaton of a pattern that is searched for in a text.

    Returns:
        points (where classes of characters begin), rows (next state by class, for each state), ends (states that
        match at the end of the text); state 0 is the first.

    Raises:
        NoAutomatonError: there is none. PatternError: the pattern is malformed.
    """
    net = _Net()
    first = net.state()
    last = net.build(parse(pattern), first)
    cuts = {0}
    for edges in net.chars:
        for ranges, _ in edges:
            for low, high in ranges:
                cuts |= {low, high + 1}
    points = sorted(cut for cut in cuts if cut <= LAST)

    def settled(states: frozenset[int]) -> bool:
        return last in net.closure(states, "")

    begin = net.closure(frozenset((first,)), "^")
    numbers = {begin: 0}
    order = [begin]
    rows: list[bytes] = []
    for states in order:
        row = bytearray()
        for point in points:
            reached = {
                target
                for state in states
                for ranges, target in net.chars[state]
                if any(low <= point <= high for low, high in ranges)
            }
            after = net.closure(frozenset(reached | {first}), "")  # a search may begin at every place
            if settled(after) or settled(states):
                row.append(DONE)
            elif not any(net.chars[state] or net.free[state] for state in after):
                row.append(DEAD)
            else:
                if after not in numbers:
                    numbers[after] = len(order)
                    order.append(after)
                if len(order) > MOST_STATES:
                    raise NoAutomatonError
                row.append(numbers[after])
        rows.append(bytes(row))
    ends = [
        numbers[states]
        for states in order
        if last in net.closure(states, "^$" if states is begin or states == begin else "$")
    ]
    return points, *_without_dead(rows, ends)


def _without_dead(rows: list[bytes], ends: list[int]) -> tuple[list[bytes], list[int]]:
    """The same automaton with DEAD in place of states from which no match can be reached."""
    alive = set(ends)
    changed = True
    while changed:
        changed = False
        for state, row in enumerate(rows):
            if state not in alive and any(target == DONE or target in alive for target in row):
                alive.add(state)
                changed = True
    keep = [state for state in range(len(rows)) if state in alive or state == 0]
    numbers = {state: number for number, state in enumerate(keep)}
    table = [
        bytes(target if target >= DONE else numbers.get(target, DEAD) for target in rows[state])
        for state in keep
    ]
    return table, sorted(numbers[state] for state in ends)
