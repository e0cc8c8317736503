#!/usr/bin/env python3
"""Sessions, judged by both engines: one verdict, one set of findings at the same bytes."""

from __future__ import annotations

import atheris  # type: ignore[import-untyped]

with atheris.instrument_imports(include=["cellucid_session"]):
    import _harness
    import _mutator

    from cellucid_session.check.engine import Judge
    from cellucid_session.reference import judge


def one(data: bytes) -> str:
    """Judge twice; the verdict."""
    ways = _harness.Ways(data)
    with _harness.armed(), _harness.bounded():
        engine = Judge(**ways.given())
        engine.feed(data)
        report = engine.close()
        other = judge(data, **ways.given())
    _harness.sound(report, data)
    ours, theirs = _harness.answer(report), _harness.answer(other)
    for mine, yours in zip(ours, theirs, strict=True):
        _harness.need(mine == yours, "the engines differ", mine, yours)
    return report.verdict


if __name__ == "__main__":
    _harness.start(one, _mutator.lent(_mutator.mutate), _mutator.cross)
