#!/usr/bin/env python3
"""Sessions changed at one level and repaired above: what is accepted, the interpreted engine accepts too."""

from __future__ import annotations

import atheris  # type: ignore[import-untyped]

with atheris.instrument_imports(include=["cellucid_session"]):
    import _harness
    import _mutator

    from cellucid_session.model import VALID
    from cellucid_session.reference import judge


def one(data: bytes) -> str:
    """Judge; the verdict. Nothing gets through that the other engine refuses."""
    ways = _harness.Ways(data)
    report = _harness.run_one(data, ways=ways)
    if report.verdict == VALID:
        other = judge(data, **ways.given())
        _harness.need(other.verdict == VALID, "accepted here, refused there", other.findings[:1])
    return report.verdict


if __name__ == "__main__":
    _harness.start(one, _mutator.lent(_mutator.mutate), _mutator.cross)
