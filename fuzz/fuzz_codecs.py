#!/usr/bin/env python3
"""Binary payloads: numpy, plain loops and the grammar find one thing; what is decoded can be encoded again.

The first byte says which payload and how it is cut, the second what it is held against; the rest is the payload.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import atheris  # type: ignore[import-untyped]

with atheris.instrument_imports(include=["cellucid_session"]):
    import _harness
    import _mutator
    import _values

    from cellucid_session.declare import grammar
    from cellucid_session.generated import payloads
    from cellucid_session.wire import blocks
    from cellucid_session.wire.deltas import Deltas
    from cellucid_session.wire.source import Fault, Pump, Source

BOUNDS = (None, 0, 1, 6, 300, 5000, 1 << 32, (1 << 53) - 1)
CUTS = (1 << 20, 1, 3, 9)
#: (bytes below which a block is read plainly, bytes of a block)
PATHS = ((1 << 40, 32768), (1, 32768), (1, 8), (10, 50))


class Listed:
    """A sink that lists what it takes, as (value, times, start and end of its bytes)."""

    def __init__(self) -> None:
        self.indices: list[int] = []
        self.pairs: list[tuple[int, int, int, int]] = []

    def begin(self, count: int, width: int | None) -> None:
        """Nothing to prepare."""

    def __call__(self, block: Any) -> None:
        self.indices += [int(index) for index in block]

    def runs(self, values: Any, runs: Any, span: Callable[[int], tuple[int, int]]) -> None:
        """Take runs."""
        for number, (value, run) in enumerate(zip(values, runs, strict=True)):
            self.pairs.append((int(value), int(run), *span(number)))

    def elements(self, data: bytes, start: int, width: int) -> None:
        """Take elements of a fixed width."""
        for at in range(0, len(data), width):
            value = int.from_bytes(data[at : at + width], "little")
            self.pairs.append((value, 1, start + at, start + at + width))


def decode(what: int, bound: int | None, data: bytes, cut: int) -> tuple[Any, ...]:
    """Fault, notes, and what was taken."""
    sink = Listed()
    notes: list[tuple[str, int, int]] = []
    source = Source(lambda rule, start, end, detail: notes.append((rule, start, end)))
    if what:
        reading: Any = payloads.codes(source, lengths=None if bound is None else (bound, 10), sink=sink)
    else:
        reading = payloads.index_list(source, cells=bound, sink=sink)
    pump = Pump(source, reading)
    fault = result = None
    try:
        for at in range(0, len(data), cut):
            pump.feed(data[at : at + cut])
        result = pump.end()
    except Fault as broken:
        fault = (broken.rule, broken.start, broken.end)
    if isinstance(result, Deltas):
        result = (result.count, result.last, result.duplicates)
    taken = (sink.indices, sink.pairs) if fault is None else None
    return fault, sorted(notes), result, taken


def one(data: bytes) -> str:
    """Decode on every path; "read", "noted" or the rule that is broken."""
    draw, bound = (data[0] if data else 0), BOUNDS[data[1] % len(BOUNDS) if len(data) > 1 else 0]
    payload = data[2:]
    what, cut = draw & 1, CUTS[draw >> 1 & 3]
    kept = blocks.LEAST, blocks.BLOCK, blocks.IMPORT
    answers = []
    try:
        with _harness.armed(), _harness.bounded():
            for blocks.LEAST, blocks.BLOCK in PATHS:
                blocks.IMPORT = 0
                answers += [decode(what, bound, payload, step) for step in {cut, CUTS[0]}]
    finally:
        blocks.LEAST, blocks.BLOCK, blocks.IMPORT = kept
    for answer in answers:
        _harness.need(answer == answers[0], "two paths differ", answer[:3], answers[0][:3])
    fault, notes, result, taken = answers[0]
    if fault is not None:
        return str(fault[0])
    if what == 0:
        _harness.need(
            all(bound is None or index < bound for index in taken[0]), "an index past the bound", bound
        )
        _harness.need(taken[0] == sorted(taken[0]), "indices that do not ascend")
    else:
        total = sum(pair[1] for pair in taken[1])
        _harness.need(total == result[1], "the runs do not fill the length", total, result)
        _harness.need(all(0 <= pair[0] <= 65535 for pair in taken[1]), "a code past its width")
    if notes:
        return "noted"
    _harness.need(encoded(what, result, taken) == payload, "encoding gives other bytes")
    return "read"


def encoded(what: int, result: Any, taken: Any) -> bytes:
    """The payload that the grammar makes of what was decoded."""
    if what == 0:
        built = grammar.INDEX_LIST.build({"count": len(taken[0]), "indices": taken[0], "end": None})
    else:
        encoding, length = result
        values = [pair[0] for pair in taken[1]] if encoding < 2 else [pair[:2] for pair in taken[1]]
        built = grammar.CODES.build({"encoding": encoding, "length": length, "payload": values, "end": None})
    return bytes(built)


def mutate(data: bytes, max_size: int, seed: int, low: _mutator.Low | None = None) -> bytes:
    """Another payload, or one varint of this one changed."""
    maker = random.Random(seed)
    low = low if low is not None else _mutator.low_level(maker)
    head = (
        bytes([maker.randrange(256), maker.randrange(256)])
        if maker.random() < 0.4
        else data[:2].ljust(2, b"\0")
    )
    roll = maker.random()
    if roll < 0.1:
        name = ("highlights/cells/", "user-defined/codes/")[head[0] & 1]
        body = _values.BINARY[name](maker, BOUNDS[head[1] % len(BOUNDS)] or 6)
    elif roll < 0.15:
        head = bytes([head[0], maker.choice([0, 7])])
        body = _values.wrapping_runs(10) if head[0] & 1 else _values.wrapping_steps(maker)
    elif roll < 0.65:
        body = _mutator.change_varints(data[2:], maker)
    else:
        body = low(data[2:], max_size - 2)
    return (head + body)[:max_size]


if __name__ == "__main__":
    _harness.start(one, _mutator.lent(mutate))
