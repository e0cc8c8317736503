#!/usr/bin/env python3
"""Sessions of generations 2 to 5, changed at one level: both engines agree, and what is read is written again alike."""

from __future__ import annotations

import zlib
from typing import Any

import atheris  # type: ignore[import-untyped]

with atheris.instrument_imports(include=["cellucid_session"]):
    import _harness
    import _later
    import _mutator
    import numpy as np
    import numpy.ma  # what numpy.unique loads late

    from cellucid_session.check.engine import Judge
    from cellucid_session.model import VALID
    from cellucid_session.reference import judge
    from cellucid_session.wire.sinks import CodeSink, IndexSink
    from cellucid_session.wire.source import Fault, Pump, Source
    from cellucid_session.write import payloads
    from cellucid_session.write.reopened import MemoryBundle

#: what a policy takes, drawn from the bytes: mostly everything, else one generation alone
TAKEN = (None, None, None, frozenset((2,)), frozenset((3,)), frozenset((4,)), frozenset((5,)))
MOST = 5000  # cells of sessions whose values are written again
CODINGS = ("raw", "run lengths", "packed")


def one(data: bytes) -> str:
    """Judge twice, and write again what is valid; the verdict and the generation."""
    ways = _harness.Ways(data)
    given = ways.given() | {"generations": TAKEN[zlib.crc32(data, 1) % len(TAKEN)], "early_exit": False}
    with _harness.armed(), _harness.bounded():
        engine = Judge(**given)
        for at in range(0, len(data), max(ways.cut, len(data) // _harness.PIECES, 1)):
            if not engine.feed(data[at : at + max(ways.cut, len(data) // _harness.PIECES, 1)]):
                break
        report = engine.close()
        other = judge(data, **given)
    _harness.sound(report, data)
    for mine, yours in zip(_harness.answer(report), _harness.answer(other), strict=True):
        _harness.need(mine == yours, "the engines differ", mine, yours)
    if report.verdict == VALID and (report.generation or 1) > 1:
        rewritten(data)
    return f"{report.verdict} {report.generation}"


def _read(coroutine: Any, payload: bytes, cut: int, **given: Any) -> None:
    """Feed a payload to a reader, in pieces."""
    source = Source()
    pump = Pump(source, coroutine(source, **given))
    for at in range(0, len(payload), cut):
        pump.feed(payload[at : at + cut])
    pump.end()


def _said(coroutine: Any, payload: bytes, sink: Any, cut: int, **given: Any) -> Any:
    """What a reader reads of a payload that was written here."""
    try:
        _read(coroutine, payload, cut, sink=sink, **given)
    except Fault as fault:
        raise _harness.Broken(f"what is written is refused: {fault.rule}") from fault
    return sink.result()


def rewritten(data: bytes) -> None:
    """Members and codes, written in every encoding there is, say what they said."""
    with MemoryBundle(data) as bundle:
        this, cells = bundle.generation, bundle.facts.n_obs or 0
        if cells > MOST:
            return
        for group in bundle.groups:
            if group.chunk_id is None or group.part_of is not None:
                continue
            there = group.indices
            for name in payloads.SIZES if this.sets else (None,):
                made = payloads.members_payload(this, there, cells, encoding=name)
                grammar = this.grammars[payloads.SET if this.sets else payloads.LIST]
                for cut in (1 << 20, 1):
                    found = _said(grammar, made, IndexSink(len(there)), cut, cells=cells)
                    _harness.need(np.array_equal(found, there), "other cells", name, there)
        for field in bundle.fields:
            if field.chunk_id is None or not field.codes_type:
                continue
            codes = field.codes
            width = this.width(field.codes_type) or 1
            told = payloads.WIDTHS[this.reads["codes"]](this, width)
            most = int(codes.max()) if len(codes) else 0
            for name in CODINGS[: 3 if most < 16 and not this.widths else 2]:
                made = payloads.typed_codes_payload(this, codes, field.codes_type, None, name)
                for cut in (1 << 20, 1):
                    lengths = (len(codes),)
                    found = _said(this.grammars["codes"], made, CodeSink(), cut, lengths=lengths, **told)
                    _harness.need(np.array_equal(found, codes), "other codes", name, codes)


mutate = _later.mutate

if __name__ == "__main__":
    _harness.start(one, _mutator.lent(mutate), _mutator.cross)
