"""Reports to render: one of each verdict, and one with everything that a text can do to a reader."""

from __future__ import annotations

import os

from cellucid_session.generated.rules import RULES
from cellucid_session.model import Finding, Report, Span

#: what no rendering may hold as it is
HOSTILE = (
    "\x1b[2J\x1b]0;title\x07\x9b31m\r\n\u2028\u2029\x85\x00\x7f\u202e\u2066\u200b\U000e0041"
    '<script>alert(1)</script>]]>--><img src=x onerror="a">&amp;"\'`{0}[x](javascript:y)::error::@all|\ud800\ufffe'
)
FORBIDDEN = [chr(code) for code in (*range(0x20), *range(0x7F, 0xA0)) if code != 0x0A] + [
    "\u2028", "\u2029", "\u202e", "\u2066", "\u200b", "\U000e0041", "\ud800", "\ufffe",
]  # fmt: skip

VALID = Report(verdict="valid", path="a", generation=1, size=9, sha256="0" * 64, summary={"chunks": 2})
INVALID = Report(
    verdict="invalid",
    path="b c.cellucid-session",
    generation=1,
    size=100,
    findings=(
        Finding(
            "cells.index",
            "9 is out of bounds",
            chunk="highlights/cells/g",
            span=Span(10, 20),
            inflated_span=Span(1, 40),
            excerpt="09 0a",
        ),
        Finding("frame.trailing", "4 bytes", span=Span(96, 100), excerpt="00 3c 3e 26"),
        Finding("chunk.foreign", "x", pointer="/chunks/0/id", span=Span(5, 5)),
        Finding("cells.trailing", "x", level="note", waived=("known", "me <m@x>", "2030-01-01")),
    ),
    suppressed=3,
    summary={"chunks": 4, "inflated_bytes": 900},
)
UNDECIDED = Report(verdict="inconclusive", path="c", findings=(Finding("budget.chunks", "too many"),))
FAILED = Report(verdict="error", path="-", kind="state-snapshots", findings=(Finding("input.none", ""),))
EVIL = Report(
    verdict="invalid",
    path=os.fsdecode(os.fsencode(HOSTILE.replace("\x00", "").replace("\ud800", "")) + b"\xff"),
    size=10,
    findings=tuple(
        Finding(rule, HOSTILE, chunk=HOSTILE, pointer="/" + HOSTILE, span=Span(0, 1), waived=(HOSTILE,) * 3)
        for rule in RULES
    ),
)
ALL = [VALID, INVALID, UNDECIDED, FAILED, EVIL]


def assert_tame(rendered: str) -> None:
    """Nothing in a rendering moves a cursor, turns the direction of reading or fails to be encoded."""
    assert rendered.isascii()
    assert not [char for char in FORBIDDEN if char in rendered]
    assert rendered.endswith("\n")
