"""Coverage certificates: what ran, what did not, and why; and nothing is a guess."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import builders
import pytest

from cellucid_session import Limits, UsageError, validate
from cellucid_session.check import coverage
from cellucid_session.check.collector import Collector
from cellucid_session.check.witness import Witness
from cellucid_session.declare import rules, subjects
from cellucid_session.declare import subject as subject_kinds
from cellucid_session.io import files
from cellucid_session.judge import walk
from cellucid_session.judge.policy import Policy
from cellucid_session.judge.settings import Settings
from cellucid_session.model import Report

GOOD = builders.session(
    builders.chunk("core/state", {}),
    builders.meta(builders.group("g1", 3)),
    builders.chunk(builders.CELLS + "g1", builders.cells([1, 4, 5])),
)
HEAD = 21 + int.from_bytes(GOOD[17:21], "little")  # end of the manifest


def states(report: Report) -> dict[str, dict[str, Any]]:
    assert report.certificate is not None
    return {state["rule"]: state for state in report.certificate["rules"]}


def certified(data: bytes, **given: Any) -> Report:
    return validate(data, certificate=True, **given)


def broken_gzip() -> bytes:
    """GOOD with a wrong checksum in the last chunk, the one of members."""
    return GOOD[:-8] + bytes([GOOD[-8] ^ 1]) + GOOD[-7:]


def broken_twice() -> bytes:
    """A first chunk of members with a wrong checksum, and a second one that ends in a varint."""
    cut = builders.chunk(builders.CELLS + "g2", b"\x01\x80")
    wrong = builders.chunk(builders.CELLS + "g1", builders.cells([1, 4, 5]))
    wrong.stored = wrong.stored[:-8] + bytes([wrong.stored[-8] ^ 1]) + wrong.stored[-7:]
    return builders.session(builders.meta(builders.group("g1", 3), builders.group("g2", 1)), wrong, cut)


RAN, NONE, MISSED = "ran", "not-applicable", "not-reached"

#: what is judged -> state of some rules, and the rules that ended those that were not reached
CASES: dict[str, tuple[bytes, dict[str, Any], dict[str, str], list[str]]] = {
    "a whole session": (
        GOOD,
        {},
        {
            "frame.trailing": RAN,
            "gzip.crc": RAN,
            "cells.index": RAN,
            "cells.count": RAN,
            "codes.ambiguous-axis": NONE,
            "codes.runs": NONE,
            "table.id": NONE,
            "dataset.id": NONE,
            "chunk.depends-cycle": NONE,
            "snapshots.root": NONE,
            "input.changed": NONE,
            "tool.internal": RAN,
        },
        [],
    ),
    "chunks that are no list": (
        builders.file(b'{"chunks":7}', []),
        {},
        {"manifest.chunks": RAN, "chunk.entry": NONE, "chunk.key-missing": NONE, "chunk.codec": NONE},
        ["manifest.chunks"],
    ),
    "not a session": (
        b"PK\3\4 something else altogether",
        {},
        {"frame.magic": RAN, "frame.truncated": MISSED, "json.syntax": MISSED, "input.unreadable": RAN},
        ["frame.magic"],
    ),
    "cut in the manifest": (
        GOOD[:40],
        {},
        {"frame.magic": RAN, "frame.manifest-length": RAN, "frame.truncated": RAN, "manifest.root": MISSED},
        ["frame.truncated"],
    ),
    "cut before the last frame": (
        GOOD[:-60],
        {},
        {"manifest.root": RAN, "frame.chunk-truncated": RAN, "cells.index": MISSED, "state.shape": RAN},
        ["frame.chunk-truncated"],
    ),
    "one byte more": (
        GOOD + b"\0",
        {},
        {"frame.trailing": RAN, "cells.index": RAN, "cells.orphan": MISSED},
        ["frame.trailing"],
    ),
    "a wrong checksum in one chunk": (
        broken_gzip(),
        {},
        {
            "gzip.crc": RAN,
            "gzip.header": RAN,
            "gzip.length": MISSED,
            "cells.index": MISSED,
            "meta.shape": RAN,
            "cells.orphan": MISSED,
            "frame.trailing": RAN,
        },
        ["gzip.crc"],
    ),
    "two chunks that are broken in two ways": (
        broken_twice(),
        {},
        {"gzip.length": MISSED, "uvarint.truncated": MISSED, "cells.index": MISSED, "meta.shape": RAN},
        ["gzip.crc", "uvarint.truncated"],
    ),
    "a budget": (
        GOOD,
        {"limits": Limits(chunks=2)},
        {"budget.chunks": RAN, "frame.magic": RAN, "chunk.id": RAN, "json.syntax": MISSED},
        ["budget.chunks"],
    ),
    "too large to be read": (
        GOOD,
        {"limits": Limits(file_bytes=10)},
        {"budget.file-bytes": RAN, "frame.magic": MISSED, "snapshots.root": NONE},
        ["budget.file-bytes"],
    ),
    "advice that the policy turns off": (
        GOOD,
        {"policy": Policy("p", levels={"cells.duplicate": "off"})},
        {"cells.duplicate": NONE, "cells.index": RAN},
        [],
    ),
    "a list": (
        b'["a.cellucid-session"]',
        {"kind": "state-snapshots"},
        {"snapshots.root": RAN, "snapshots.query": RAN, "snapshots.missing": NONE, "frame.magic": NONE},
        [],
    ),
    "a list that is none": (
        b"[",
        {"kind": "state-snapshots"},
        {"json.syntax": RAN, "snapshots.root": MISSED, "frame.magic": NONE, "json.utf8": MISSED},
        ["json.syntax"],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_every_rule_ran_or_says_why_not(case: str) -> None:
    data, given, wanted, ended = CASES[case]
    found = states(certified(data, **given))
    assert {rule: found[rule]["state"] for rule in wanted} == wanted
    assert {rule for state in found.values() for rule in state["ended_by"]} == set(ended)
    for state in found.values():
        assert (state["why"] is None) == (state["state"] == RAN)
        assert bool(state["ended_by"]) == (state["state"] == MISSED)


def test_what_ended_one_chunk_is_not_blamed_for_another() -> None:
    found = states(certified(broken_twice()))
    assert found["gzip.length"]["ended_by"] == ["gzip.crc"]
    assert found["cells.index"]["ended_by"] == ["gzip.crc", "uvarint.truncated"]


def test_digests_are_those_of_the_bytes() -> None:
    report = certified(GOOD)
    assert report.certificate is not None
    manifest, chunks = report.certificate["manifest"], report.certificate["chunks"]
    assert (manifest["start"], manifest["end"]) == (21, HEAD)
    assert manifest["sha256"] == hashlib.sha256(GOOD[21:HEAD]).hexdigest()
    members = chunks[2]
    payload = builders.cells([1, 4, 5])
    assert members["id"] == "highlights/cells/g1"
    assert members["sha256"] == hashlib.sha256(GOOD[members["start"] : members["end"]]).hexdigest()
    assert members["inflated_bytes"] == len(payload)
    assert members["inflated_sha256"] == hashlib.sha256(payload).hexdigest()
    broken = certified(broken_gzip()).certificate
    assert broken is not None
    assert (broken["chunks"][2]["inflated_bytes"], broken["chunks"][2]["inflated_sha256"]) == (None, None)


def test_what_is_behind_a_broken_part_is_a_span_too() -> None:
    for data, last in ((GOOD + b"\0", "trailing"), (GOOD[:-60], "unjudged"), (b"PK", "unjudged")):
        report = certified(data)
        assert report.certificate is not None
        spans = report.certificate["spans"]
        assert (spans[-1]["what"], spans[-1]["end"]) == (last, len(data))


def test_a_file_and_a_child_and_two_engines_are_told(tmp_path: Path) -> None:
    path = tmp_path / "a.cellucid-session"
    path.write_bytes(GOOD)
    assert states(validate(path, certificate=True))["input.changed"]["state"] == RAN
    assert states(validate(path, certificate=True, engine="both"))["tool.engines-differ"]["state"] == RAN
    gone = states(validate(tmp_path / "gone", certificate=True))
    assert gone["input.unreadable"]["state"] == RAN
    assert gone["frame.magic"]["ended_by"] == ["input.unreadable"]
    with pytest.raises(UsageError):
        validate(path, certificate=True, engine="reference")


def test_nobody_pays_who_does_not_ask() -> None:
    report = validate(GOOD)
    assert report.certificate is None
    assert validate(GOOD, early_exit=False) == report


def test_a_rule_that_was_missed_for_no_reason_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the judge forgets to say that something was judged, there is no certificate and no yes."""
    judged = Witness.judged

    def forgetful(self: Witness, subject: str, count: int = 1) -> None:
        if subject != "outline":
            judged(self, subject, count)

    monkeypatch.setattr(Witness, "judged", forgetful)
    report = certified(GOOD)
    assert report.verdict == "error"
    assert [found.rule for found in report.findings] == ["tool.internal"]
    assert states(report)["frame.magic"]["ended_by"] == ["tool.internal"]


def test_valid_goes_with_no_rule_that_was_not_reached(monkeypatch: pytest.MonkeyPatch) -> None:
    def doubtful(*_: Any) -> list[dict[str, Any]]:
        return [{"rule": "frame.magic", "state": coverage.NOT_REACHED}]

    monkeypatch.setattr("cellucid_session.judge.certificate.rule_states", doubtful)
    with pytest.raises(RuntimeError, match="valid"):
        walk.judge_openly(files.Memory(GOOD), "session", Settings(certificate=True))


def test_what_is_judged_is_a_subject() -> None:
    with pytest.raises(KeyError):
        Witness(9).judged("nothing")
    assert Collector(9).judged("nothing") is None  # an ordinary collector only listens


def test_every_rule_has_one_subject_that_can_be_missed_or_absent() -> None:
    held = [rule for subject in subjects.SUBJECTS for rule in subject.rules]
    assert sorted(held) == sorted(rule.id for rule in rules.RULES)
    for subject in subjects.SUBJECTS:
        assert subject.kind in (subject_kinds.SESSION, subject_kinds.SNAPSHOTS, subject_kinds.ANY)
