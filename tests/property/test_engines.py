"""The two engines give one answer, and no cut of the input changes it.

The fast engine is fed the whole input, pieces of 7 bytes and single bytes; the reference engine gets it whole. What
must be equal: verdict, bytes, summary, and of each finding its rule, level, chunk, pointer, bytes and excerpt.
"""

from __future__ import annotations

from typing import Any

import builders
import pytest
from engine_cases import SESSIONS, SNAPSHOTS, state
from hypothesis import event, given, settings
from hypothesis import strategies as st

from cellucid_session.check.engine import Judge
from cellucid_session.generated.rule_generations import HOLDS
from cellucid_session.generated.rules import RULES
from cellucid_session.model import DatasetFacts, Finding, Limits, Report, Span
from cellucid_session.reference import judge
from cellucid_session.wire import blocks

pytest.importorskip("construct", reason="the reference engine needs its extra")

PIECES = (None, 7, 1)


def span(value: Span | None) -> tuple[int, int]:
    return (-1, -1) if value is None else (value.start, value.end)


def said(found: Finding) -> tuple[Any, ...]:
    return (
        found.rule,
        found.level,
        found.chunk or "",
        found.pointer or "",
        span(found.span),
        span(found.inflated_span),
        found.excerpt or "",
    )


def answer(report: Report) -> dict[str, Any]:
    return {
        "verdict": report.verdict,
        "bytes": report.bytes,
        "generation": report.generation,
        "suppressed": report.suppressed,
        "summary": report.summary,
        "findings": sorted(map(said, report.findings)),
    }


def fast(data: bytes, kind: str, size: int | None, **options: Any) -> Report:
    """The fast engine's report, fed in pieces of a size (None: whole)."""
    engine = Judge(kind, **options)
    step = size or max(1, len(data))
    for at in range(0, len(data), step):
        if not engine.feed(data[at : at + step]):
            break
    return engine.close()


def agree(
    data: bytes, kind: str = "session", pieces: tuple[int | None, ...] = PIECES, **options: Any
) -> Report:
    report = judge(data, kind, **options)
    wanted = answer(report)
    for size in pieces:
        assert answer(fast(data, kind, size, **options)) == wanted, f"in pieces of {size}"
    return report


@pytest.mark.parametrize("early_exit", [True, False])
@pytest.mark.parametrize("case", SESSIONS)
def test_they_agree_on_a_session(case: str, early_exit: bool) -> None:
    agree(SESSIONS[case], early_exit=early_exit)


@pytest.mark.parametrize("case", SNAPSHOTS)
def test_they_agree_on_a_list_of_sessions(case: str) -> None:
    agree(SNAPSHOTS[case], "state-snapshots")


#: rules of what is around the engines, and those that a data set or a budget is needed for
ELSEWHERE = ("budget.", "dataset.", "input.", "tool.", "snapshots.missing", "policy.")


def test_the_cases_have_every_rule_in_them() -> None:
    found = {
        each.rule
        for kind, cases in (("session", SESSIONS), ("state-snapshots", SNAPSHOTS))
        for data in cases.values()
        for each in judge(data, kind, early_exit=False).findings
    }
    later = {
        rule for rule, holds in HOLDS.items() if 1 not in holds
    }  # `tests/vectors` hold the engines to these
    assert {rule for rule in RULES if not rule.startswith(ELSEWHERE)} - later <= found


def test_they_agree_when_numpy_reads_every_block(monkeypatch: pytest.MonkeyPatch) -> None:
    """The fast engine reads small payloads plainly; here it must take its other path everywhere."""
    monkeypatch.setattr(blocks, "LEAST", 1)
    monkeypatch.setattr(blocks, "IMPORT", 0)
    for size in (8, 64):
        monkeypatch.setattr(blocks, "BLOCK", size)
        for data in SESSIONS.values():
            agree(data, early_exit=False)


def test_they_agree_on_large_payloads() -> None:
    """Larger than any block, with something to find only near the end."""
    count = 150_000
    steps = [1] * (count - 1)
    payload = builders.uvarint(count) + b"".join(map(builders.uvarint, steps))
    values = bytearray(builders.codes([0, 1, 1, 0, 255] * (count // 5)))
    values[-3] = 7
    for codec in ("none", "gzip"):
        for last in (b"\x00", b"\x81\x00", b"\x7f", b"\x80", b""):
            data = builders.session(
                builders.overlays(builders.field("f")),
                builders.meta(builders.group("g")),
                builders.chunk(builders.CODES + "f", bytes(values), codec=codec),
                builders.chunk(builders.CELLS + "g", payload + last, codec=codec),
                n_obs=count,
            )
            agree(data, pieces=(None, 4093))


BUDGETS: dict[str, dict[str, int]] = {
    "inflated bytes": {"inflated_bytes": 300},
    "inflated bytes that are just enough": {"inflated_bytes": 810},
    "bytes of a text": {"json_bytes": 150},
    "bytes of a text, but not of the manifest": {"json_bytes": 2400},
    "nodes of a text": {"json_nodes": 40},
    "chunks": {"chunks": 10},
    "chunks that are just enough": {"chunks": 11},
    "no findings": {"findings": 0},
}


@pytest.mark.parametrize("early_exit", [True, False])
@pytest.mark.parametrize("budget", BUDGETS)
@pytest.mark.parametrize(
    "data",
    [
        builders.typical(),
        builders.session(state(), builders.chunk("a/b", list(range(1000)), codec="none")),
        builders.session(
            builders.chunk(builders.TABLE + "a/b/c", builders.table(range(10), header=b" " * 3000))
        ),
    ],
    ids=["typical", "long", "header"],
)
def test_they_agree_when_a_budget_runs_out(data: bytes, budget: str, early_exit: bool) -> None:
    agree(data, limits=Limits(**BUDGETS[budget]), early_exit=early_exit)


@pytest.mark.parametrize("room", [1, 2, 5, 30])
def test_they_agree_on_how_many_findings_there_are(room: int) -> None:
    """Which of too many findings are kept is left open between the engines, but not between cuts."""
    data = SESSIONS["pages and groups of wrong kinds"]
    limits = Limits(findings=room)
    reports = [judge(data, limits=limits), *(fast(data, "session", size, limits=limits) for size in PIECES)]
    assert len({(each.verdict, each.suppressed, len(each.findings)) for each in reports}) == 1
    assert reports[0].suppressed > 0 or room == 30
    assert answer(reports[1]) == answer(reports[2]) == answer(reports[3])


FACTS = {
    "the same": DatasetFacts(10, 5, "demo"),
    "other counts": DatasetFacts(9, 6, "demo"),
    "another id": DatasetFacts(None, None, "other"),
    "no cells": DatasetFacts(0, 0),
}


@pytest.mark.parametrize("facts", FACTS)
@pytest.mark.parametrize("early_exit", [True, False])
def test_they_agree_about_a_data_set(facts: str, early_exit: bool) -> None:
    agree(builders.typical(), dataset=FACTS[facts], early_exit=early_exit)
    agree(builders.session(n_obs=None, n_vars=None), dataset=FACTS[facts], early_exit=early_exit)


def test_they_agree_on_every_prefix() -> None:
    data = builders.typical()
    for end in range(len(data)):
        agree(data[:end], pieces=(None,))
    for end in range(0, len(data), 29):
        agree(data[:end], early_exit=False)


def small() -> bytes:
    """A short file with JSON, gzip and varints in it."""
    return builders.session(
        builders.meta(builders.group("g", 2)),
        builders.chunk(builders.CELLS + "g", builders.cells([3, 9]), codec="none"),
        manifest={"dataSource": None},
    )


def test_they_agree_on_every_changed_bit() -> None:
    data = small()
    verdicts = set()
    for at in range(len(data)):
        for bit in range(8):
            changed = bytearray(data)
            changed[at] ^= 1 << bit
            verdicts.add(agree(bytes(changed), pieces=(None,)).verdict)
    assert verdicts == {"valid", "invalid"}  # advice about labels, and everything else


EDIT = st.tuples(st.integers(0, 1 << 16), st.integers(0, 4), st.binary(max_size=3))


def edited(data: bytes, edits: list[tuple[int, int, bytes]]) -> bytes:
    """Bytes with pieces replaced: place (modulo the length), bytes that go, bytes that come."""
    changed = bytearray(data)
    for at, gone, new in edits:
        start = at % (len(changed) + 1)
        changed[start : start + gone] = new
    return bytes(changed)


@settings(max_examples=150)
@given(st.lists(EDIT, min_size=1, max_size=3), st.booleans(), st.sampled_from([builders.typical(), small()]))
def test_they_agree_on_random_edits(
    edits: list[tuple[int, int, bytes]], early_exit: bool, data: bytes
) -> None:
    report = agree(edited(data, edits), early_exit=early_exit)
    for found in report.findings:
        event(found.rule)


@settings(max_examples=100)
@given(
    st.sampled_from(["cells", "codes", "table", "gzip"]),
    st.binary(max_size=12),
    st.lists(EDIT, max_size=2),
    st.booleans(),
)
def test_they_agree_on_random_payloads(
    what: str, data: bytes, edits: list[tuple[int, int, bytes]], plain: bool
) -> None:
    codec = "none" if plain else "gzip"
    known = builders.overlays(builders.field("f"))
    payloads = {
        "cells": (builders.CELLS + "g", edited(builders.cells([1, 2, 9]), edits) + data),
        "codes": (builders.CODES + "f", data[:1] + b"\x0a" + data[1:]),
        "table": (builders.TABLE + "a/b/c", edited(builders.table([1, 9]), edits) + data),
        "gzip": ("a/b", {}),
    }
    chunk_id, payload = payloads[what]
    chunk = builders.chunk(chunk_id, payload, codec=codec)
    if what == "gzip":
        chunk.stored = edited(chunk.stored, edits) + data
        chunk.entry["storedBytes"] = len(chunk.stored)
    for early_exit in (True, False):
        agree(builders.session(known, chunk), early_exit=early_exit)


SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-2, 3)
    | st.sampled_from([0.5, 2.0, -0.0, "", " ", "=a", "nan", "obs"])
)
WORDS = ["id", "pages", "highlightedGroups", "key", "source", "kind", "categories", "userDefinedFields", "rowCount",
         "cellCount", "renames", "fields", "active", "windows", "name", "more"]  # fmt: skip
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=4),
    max_leaves=12,
)
JSON_CHUNKS = [
    builders.META,
    builders.OVERLAYS,
    "core/state",
    "ui/dockable-layout",
    "analysis/windows",
    "else",
]


@settings(max_examples=150)
@given(st.sampled_from(JSON_CHUNKS), VALUES, st.booleans())
def test_they_agree_on_random_values(chunk_id: str, value: object, plain: bool) -> None:
    agree(
        builders.session(builders.chunk(chunk_id, value, codec="none" if plain else "gzip")), pieces=(None,)
    )


@settings(max_examples=100)
@given(
    st.dictionaries(
        st.sampled_from(["createdAt", "dataSource", "datasetFingerprint", "chunks", "summary"]), VALUES
    )
)
def test_they_agree_on_random_manifests(changes: dict[str, object]) -> None:
    agree(builders.session(manifest=changes), pieces=(None,))


ENTRY = ["id", "contributorId", "priority", "kind", "codec", "label", "datasetDependent", "storedBytes",
         "uncompressedBytes", "dependsOn", "more"]  # fmt: skip


@settings(max_examples=100)
@given(st.dictionaries(st.sampled_from(ENTRY), VALUES | st.just(builders.ABSENT), max_size=2), st.booleans())
def test_they_agree_on_random_entries(changes: dict[str, object], early_exit: bool) -> None:
    chunk = state()
    chunk.entry = builders.changed(chunk.entry, changes)
    agree(builders.session(chunk), pieces=(None,), early_exit=early_exit)


@settings(max_examples=100)
@given(
    VALUES
    | st.lists(st.text(st.sampled_from("a./\\:?#%2eé@ \u0301") | st.characters(), max_size=8), max_size=4)
    | st.fixed_dictionaries({}, optional={"states": VALUES, "files": VALUES, "snapshots": VALUES})
)
def test_they_agree_on_random_lists_of_sessions(value: object) -> None:
    agree(builders.text(value), "state-snapshots")
