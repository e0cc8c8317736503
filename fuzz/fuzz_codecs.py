#!/usr/bin/env python3
"""Binary payloads: numpy, plain loops and the interpreted grammar find one thing; what is read can be written again.

The first byte says which payload, of which field, and how it is cut; the second what it is held against (its upper
bits: what its values are held against when they are written); the rest is the payload.
"""

from __future__ import annotations

import random

import atheris  # type: ignore[import-untyped]

with atheris.instrument_imports(include=["cellucid_session"]):
    import _harness
    import _mutator
    import _payloads
    import _values

    from cellucid_session.check.shapes import Field
    from cellucid_session.wire import blocks

BOUNDS = (None, 0, 1, 6, 300, 5000, 1 << 32, (1 << 53) - 1)
CUTS = (1 << 20, 1, 3, 9)
#: (bytes below which a block is read plainly, bytes of a block)
PATHS = ((1 << 40, 32768), (1, 32768), (1, 8), (10, 50))
FAMILIES = {0: _payloads.MEMBERS, 1: _payloads.CODES, 8: _payloads.TABLE, 9: _payloads.CODES}
FAMILY_BITS = 9
TYPES = ("Uint8Array", "Uint16Array")
FIELDS = (
    None,
    Field("f", (), "obs", 2, (255,), None),
    Field("f", (), "var", 300, (255, 65535), None),
    Field("f", (), "obs", 0, (), None),
)


def case_of(data: bytes) -> tuple[_payloads.Case, int]:
    """What an input stands for, and the length of the pieces that it is cut to."""
    draw, against = (*data[:2], 0, 0)[:2]
    field, codes_type = FIELDS[draw >> 4 & 3], TYPES[draw >> 6 & 1]
    family = FAMILIES[draw & FAMILY_BITS]
    return _payloads.Case(family, BOUNDS[against & 7], field, codes_type, data[2:]), CUTS[draw >> 1 & 3]


def one(data: bytes) -> str:
    """Read on every path, hold it against the grammar, write it again; "read", "noted" or the rule that is broken."""
    case, cut = case_of(data)
    kept = blocks.LEAST, blocks.BLOCK, blocks.IMPORT
    answers = []
    with _harness.armed(), _harness.bounded():
        try:
            for blocks.LEAST, blocks.BLOCK in PATHS:
                blocks.IMPORT = 0
                answers += [
                    (_payloads.fast(case, step), _payloads.judged(case, step)) for step in {cut, CUTS[0]}
                ]
        finally:
            blocks.LEAST, blocks.BLOCK, blocks.IMPORT = kept
        read, found = answers[0]
        for answer in answers:
            _harness.need(answer == answers[0], "two paths differ", answer[0][:3], read[:3], answer[1], found)
        wanted, context = _payloads.plain(case)
        _harness.need(found == wanted, "the grammar finds something else", found, wanted)
        if read.fault is not None:
            _harness.need(
                any(rule == read.fault[0] for rule, *_ in found), "a fault that is not told", read[:2]
            )
            return read.fault[0]
        if context is None:
            raise _harness.Broken("the grammar refuses what is read")
        _harness.need(_payloads.same_values(case, read, context), "the grammar reads other values")
        bounded(case, read)
        rules = {rule for rule, *_ in found}
        if "table.columns" not in rules:
            rewritten(case, read, context, BOUNDS[data[1] >> 3 & 7 if len(data) > 1 else 0], not found)
    return "noted" if rules else "read"


def bounded(case: _payloads.Case, read: _payloads.Read) -> None:
    """What is accepted lies within its bounds."""
    if case.family == _payloads.MEMBERS:
        below = case.bound if case.bound is not None else 1 << 32
        _harness.need(all(index < below for index in read.values), "an index past the bound", case.bound)
        _harness.need(read.values == sorted(read.values), "indices that do not ascend")
    elif case.family == _payloads.CODES:
        total = sum(pair[1] for pair in read.values)
        _harness.need(total == read.result[1], "the runs do not fill the length", total, read.result)
        _harness.need(all(0 <= pair[0] <= 65535 for pair in read.values), "a code past its width")


def rewritten(
    case: _payloads.Case, read: _payloads.Read, context: object, other: int | None, unnoted: bool
) -> None:
    """Values written again are the same values, in one spelling, and are refused for what a reader would blame."""
    built = _payloads.build(case, read, context)
    _harness.need(not unnoted or built == case.payload, "encoding gives other bytes")
    again = case._replace(payload=built)
    reread = _payloads.fast(again)
    empty = case.family == _payloads.CODES and any(not pair[1] for pair in read.values)
    _harness.need(reread.fault is None, "what the grammar writes is refused", reread.fault)
    if case.family == _payloads.CODES:
        same = [pair[:2] for pair in reread.values] == [pair[:2] for pair in read.values]
    else:
        same = reread.values == read.values
    _harness.need(same, "what the grammar writes says something else")
    wanted: bytes | str = "codes.zero-run" if empty else built
    written = _payloads.written(case, read)
    _harness.need(written == {wanted}, "the writer makes other bytes than the grammar", written, wanted)
    held = again._replace(bound=other)
    fault = _payloads.fast(held).fault
    if not empty:
        written, wanted = _payloads.written(held, read), built if fault is None else fault[0]
        _harness.need(
            written == {wanted}, "reader and writer refuse different values", other, written, wanted
        )
    form = _payloads.canonical(case, read)
    if form is not None:
        made, values = form
        _harness.need(_payloads.says(case, made) == values, "the canonical payload says something else")
        shown = case._replace(payload=made)
        further = _payloads.canonical(shown, _payloads.fast(shown))
        _harness.need(
            further is not None and further[0] == made, "the canonical payload has a canonical form"
        )


def mutate(data: bytes, max_size: int, seed: int, low: _mutator.Low | None = None) -> bytes:
    """Another payload, or one varint of this one changed, or a table's header."""
    maker = random.Random(seed)
    low = low if low is not None else _mutator.low_level(maker)
    head = data[:2].ljust(2, b"\0")
    if maker.random() < 0.4:
        drawn = maker.randrange(256)
        if maker.random() < 0.7:  # another cut or field, but the same payload
            drawn = drawn & ~FAMILY_BITS | head[0] & FAMILY_BITS
        head = bytes([drawn, maker.randrange(256)])
    family = FAMILIES[head[0] & FAMILY_BITS]
    roll = maker.random()
    if roll < 0.12:
        body = _values.BINARY[family](maker, BOUNDS[head[1] & 7] or 6)
    elif roll < 0.16 and family != _payloads.TABLE:
        head = bytes([head[0], maker.choice([0, 7])])
        body = _values.wrapping_runs(10) if family == _payloads.CODES else _values.wrapping_steps(maker)
    elif roll < 0.5 and family == _payloads.TABLE:
        body = _mutator.change_header(data[2:], maker, low)
    elif roll < 0.65:
        body = _mutator.change_varints(data[2:], maker)
    else:
        body = low(data[2:], max_size - 2)
    return (head + body)[:max_size]


if __name__ == "__main__":
    _harness.start(one, _mutator.lent(mutate))
