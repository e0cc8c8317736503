"""What a witness counts: what was there, what was judged to its end, and which rule kept the rest from it."""

from __future__ import annotations

import hashlib
from typing import Any

import builders as b
import pytest

from cellucid_session import Judge, Limits
from cellucid_session.check.witness import Witness
from cellucid_session.generated import rules as R
from cellucid_session.generated.framing import MAGIC
from cellucid_session.model import DatasetFacts

Counts = dict[str, int]
Missed = dict[str, dict[str, int]]


def witnessed(data: bytes, kind: str = "session", *, early_exit: bool = False, **given: Any) -> Any:
    judge = Judge(kind, certificate=True, early_exit=early_exit, **given)
    for at in range(0, len(data), 500):
        judge.feed(data[at : at + 500])
    judge.close()
    return judge.witness


def times(count: int, *names: str) -> Counts:
    return dict.fromkeys(names, count)


HEAD = times(1, "magic", "manifest-length", "head", "manifest", "outline", "links")
LINKED = times(0, "membership", "group-size", "field-codes", "variable-field", "codes-length")
FRAME = ("frame", "inflation")
SIZES = ("stored-size", "inflated-size")
GZIP = ("gzip-header", "gzip")
TEXT = ("json-text", "texts")


def test_each_is_counted_for_itself() -> None:
    witness = Witness(9)
    witness.meet("frame", "links")
    witness.meet("frame")
    witness.judged("frame")
    witness.judged("frame", 3)
    witness.judged("links", 0)
    witness.miss("links", "json.depth")
    witness.miss("links", "json.depth")
    witness.miss("links", "gzip.crc")
    witness.miss("frame", "gzip.crc")
    assert witness.met == {"frame": 2, "links": 1}
    assert witness.done == {"frame": 4, "links": 0}
    assert witness.missed == {"links": {"json.depth": 2, "gzip.crc": 1}, "frame": {"gzip.crc": 1}}
    with pytest.raises(KeyError, match="frames"):
        witness.judged("frames")
    assert "frames" not in witness.done


def test_only_safety_a_budget_and_a_failure_end_anything() -> None:
    witness = Witness(1)
    for rule, stop in (
        (R.CHUNK_FOREIGN, None),
        (R.META_SHAPE, None),
        (R.JSON_DEPTH, R.JSON_DEPTH),
        (R.META_SHAPE, R.JSON_DEPTH),
        (R.BUDGET_CHUNKS, R.BUDGET_CHUNKS),
        (R.TOOL_INTERNAL, R.TOOL_INTERNAL),
    ):
        witness.add(rule, "it is so")
        assert witness.stop == stop
    witness.in_text(R.JSON_DEPTH, ("a",), "it is so", True)
    assert witness.stop == R.JSON_DEPTH
    assert witness.found == {
        R.CHUNK_FOREIGN: 1,
        R.META_SHAPE: 2,
        R.JSON_DEPTH: 2,
        R.BUDGET_CHUNKS: 1,
        R.TOOL_INTERNAL: 1,
    }


def test_a_finding_of_a_schema_is_noted_with_its_place() -> None:
    witness = Witness(1)
    witness.in_text(R.META_SHAPE, ("a", 3), "it is so", True)
    (pending,) = witness.since(0)
    assert (pending.rule, pending.path, pending.detail, pending.at_key) == (
        R.META_SHAPE,
        ("a", 3),
        "it is so",
        True,
    )


S, C = b.session, b.chunk
STATE = ("core/state", "ui/dockable-layout")
#: what is judged -> what was met beside the head, what else was judged, and what was missed
WHOLE: dict[str, tuple[bytes, dict[str, Any], Counts, Counts, Missed]] = {
    "a chunk of every family": (
        b.typical(),
        {},
        times(8, *TEXT)
        | times(11, *FRAME, *SIZES)
        | times(9, *GZIP)
        | times(1, "core-field-overlays", "core-state", "ui-dockable-layout", "analysis-windows")
        | times(1, "highlights-meta", "table", "artifact-table-header")
        | times(2, "codes", "index-list", "bounded-members"),
        times(11, "entry", "entries")
        | times(2, "codes-entry", "members-entry", "membership", "group-size", "field-codes")
        | {"known-entry": 10, "dataset-entry": 9, "layout-entry": 1, "runs": 1, "variable-field": 1}
        | {"codes-length": 0},
        {},
    ),
    "no chunk": (S(), {}, times(1, *TEXT), times(0, "entry") | LINKED, {}),
    "what was asked for, and what depends on another": (
        S(C(STATE[0], {}), C(STATE[1], {}, dependsOn=[STATE[0]])),
        {"dataset": DatasetFacts(n_obs=10, n_vars=5, dataset_id="demo")},
        times(3, *TEXT) | times(2, *FRAME, *SIZES, *GZIP) | times(1, "core-state", "ui-dockable-layout"),
        times(2, "entry", "entries", "known-entry")
        | times(1, "asked-cells", "asked-variables", "asked-id")
        | times(1, "dataset-entry", "layout-entry", "dependency")
        | LINKED,
        {},
    ),
    "a chunk without sizes": (
        S(C(STATE[0], {}, storedBytes=b.ABSENT, uncompressedBytes=b.ABSENT)),
        {},
        times(2, *TEXT) | times(1, *FRAME, *GZIP, "core-state"),
        times(1, "entry", "entries", "known-entry", "dataset-entry") | LINKED,
        {},
    ),
    "a foreign text and foreign bytes, as they are": (
        S(C("x/y", b"\0", kind="binary", codec="none"), C("x/z", {}, codec="none")),
        {},
        times(2, *TEXT, *FRAME, *SIZES),
        times(2, "entry", "entries") | LINKED,
        {},
    ),
    "cells that nobody knows the number of": (
        S(C(b.CELLS + "g", b.cells([1])), n_obs=None),
        {},
        times(1, *TEXT, *FRAME, *SIZES, *GZIP, "index-list"),
        times(1, "entry", "entries", "known-entry", "dataset-entry", "members-entry")
        | LINKED
        | {"membership": 1},
        {},
    ),
    "a size that is not kept to": (
        S(C(STATE[0], {}, uncompressedBytes=3, storedBytes=4)),
        {},
        times(2, *TEXT) | times(1, *FRAME, *SIZES, *GZIP, "core-state"),
        times(1, "entry", "entries", "known-entry", "dataset-entry") | LINKED,
        {},
    ),
    "groups, fields and what they hold": (
        S(
            b.overlays(
                b.field("a", codesLength=10),
                b.field("b", source="var"),
                b.field("e"),
                b.field("c", None, source="var", codesLength=5),
            ),
            b.meta(b.group("g1", 1), b.group("g2"), b.group("g3", 0)),
            C(b.CODES + "a", b.codes([0] * 10)),
            C(b.CODES + "b", b.codes([0] * 5, 2)),
            C(b.CODES + "d", b.codes([0] * 10)),
            C(b.CODES + "e", b.codes([0] * 10)),
            C(b.CELLS + "g1", b.cells([1])),
            C(b.CELLS + "gx", b.cells([1])),
            C(b.CELLS + "gy", b.cells([1])),
            C(b.CELLS + "gz", b.cells([1])),
        ),
        {},
        times(3, *TEXT)
        | times(10, *FRAME, *SIZES, *GZIP)
        | times(1, "core-field-overlays", "highlights-meta")
        | times(4, "codes", "index-list", "bounded-members"),
        times(10, "entry", "entries", "known-entry", "dataset-entry")
        | {"codes-entry": 4, "members-entry": 4, "runs": 1, "membership": 4, "group-size": 2}
        | {"field-codes": 4, "variable-field": 1, "codes-length": 1},
        {},
    ),
    **{
        f"{chunk_id} said to be {kind}": (
            S(C(chunk_id, b"{}", kind=kind)),
            {},
            times(1 + (kind == "json"), *TEXT) | times(1, *FRAME, *SIZES, *GZIP, *missed),
            times(1, "entry", "entries", "known-entry", *also) | LINKED,
            {subject: {"chunk.family-kind": 1} for subject in missed},
        )
        for chunk_id, kind, missed, also in (
            (STATE[0], "binary", ("core-state",), ("dataset-entry",)),
            (STATE[1], "binary", ("ui-dockable-layout",), ("layout-entry",)),
            (b.CELLS + "g", "json", ("index-list", "bounded-members"), ("dataset-entry", "members-entry")),
            (b.CODES + "f", "json", ("codes",), ("dataset-entry", "codes-entry")),
        )
    },
    "a table said to be a text": (
        S(C(b.TABLE + "a/b/c", b"{}", kind="json")),
        {},
        times(2, *TEXT) | times(1, *FRAME, *SIZES, *GZIP, "table", "artifact-table-header"),
        times(1, "entry", "entries", "known-entry", "dataset-entry") | LINKED,
        {"table": {"chunk.family-kind": 1}, "artifact-table-header": {"chunk.family-kind": 1}},
    ),
}


def held(witness: Any, met: Counts, also: Counts, missed: Missed) -> None:
    """Everything that was met was judged, but for what was missed."""
    collector = witness.collector
    assert collector.met == met
    assert collector.missed == missed
    done = {subject: count - sum(missed.get(subject, {}).values()) for subject, count in met.items()}
    assert collector.done == {subject: count for subject, count in done.items() if count} | also


@pytest.mark.parametrize("case", WHOLE)
def test_all_that_is_there_is_judged(case: str) -> None:
    data, given, met, also, missed = WHOLE[case]
    if not missed:
        also = LINKED | also
    held(witnessed(data, **given), HEAD | met, also, missed)


def changed(data: bytes, at: int, value: int) -> bytes:
    return data[:at] + bytes([value]) + data[at + 1 :]


MEMBER = C(STATE[0], {}).stored
BEHIND = ("inflation", "inflated-size", "gzip", *TEXT, "core-state")
#: the first of three chunks -> the rule that ends it, and what it keeps from being judged
BROKEN: dict[str, tuple[b.Chunk, str, tuple[str, ...]]] = {
    "no gzip": (C(STATE[0], b"{}", stored=changed(MEMBER, 0, 0)), "gzip.header", (*BEHIND, "gzip-header")),
    "flags": (C(STATE[0], b"{}", stored=changed(MEMBER, 3, 0xE0)), "gzip.flags", (*BEHIND, "gzip-header")),
    "cut": (C(STATE[0], b"{}", stored=MEMBER[:5]), "gzip.truncated", (*BEHIND, "gzip-header")),
    "nothing": (C(STATE[0], b"{}", stored=b""), "gzip.truncated", (*BEHIND, "gzip-header")),
    "data": (C(STATE[0], b"{}", stored=changed(MEMBER, 10, 7)), "gzip.data", BEHIND),
    "checksum": (C(STATE[0], b"{}", stored=changed(MEMBER, -8 % len(MEMBER), 1)), "gzip.crc", BEHIND),
    "checksum of a text said to be bytes": (
        C(STATE[0], b"{}", stored=changed(MEMBER, -8 % len(MEMBER), 1), kind="binary"),
        "gzip.crc",
        ("inflation", "inflated-size", "gzip", "core-state"),
    ),
    "length": (C(STATE[0], b"{}", stored=changed(MEMBER, -4 % len(MEMBER), 9)), "gzip.length", BEHIND),
    "more": (C(STATE[0], b"{}", stored=MEMBER + b"x"), "gzip.trailing", BEHIND),
    "too large": (C(STATE[0], {}, uncompressedBytes=1), "chunk.inflated-too-large", BEHIND),
    "too large as it is": (
        C(STATE[0], {}, codec="none", uncompressedBytes=1),
        "chunk.inflated-too-large",
        ("inflation", "inflated-size", *TEXT, "core-state"),
    ),
    "no JSON": (C(STATE[0], b"{"), "json.syntax", (*TEXT, "core-state")),
    "no JSON, and a wrong size": (
        C(STATE[0], b"{", uncompressedBytes=9),
        "json.syntax",
        (*TEXT, "core-state"),
    ),
    "cells that are cut": (
        C(b.CELLS + "h", b"\x01\x80"),
        "uvarint.truncated",
        ("index-list", "bounded-members"),
    ),
    "codes that are cut": (C(b.CODES + "h", b"\x00\x0a"), "codes.truncated", ("codes",)),
    "a header that is no JSON": (
        C(b.TABLE + "a/b/c", b.table([1], header=b"{")),
        "json.syntax",
        (*TEXT, "artifact-table-header", "table"),
    ),
    "a header without columns": (
        C(b.TABLE + "a/b/c", b.table([1], header={"rowCount": 1, "columns": 5})),
        "table.header",
        ("table",),
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_what_is_missed_of_one_chunk_is_put_down_to_what_broke_it(case: str) -> None:
    first, rule, names = BROKEN[case]
    witness = witnessed(S(first, C("x/y", b"\0", kind="binary"), C(b.CELLS + "g", b.cells([1]))))
    assert witness.collector.missed == {name: {rule: 1} for name in names}
    met, done = witness.collector.met, witness.collector.done
    assert {name: met[name] - done.get(name, 0) for name in met} == times(0, *met) | times(1, *names)
    kept = witness.kept
    assert [each.inflated for each in kept[1:]] == [1, 2]
    payload = "inflation" not in names
    assert (kept[0].inflated is None) == (not payload)
    assert (kept[0].inflated_sha256 is None) == (not payload or first.entry["codec"] == "none")


def test_a_chunk_that_is_not_judged_and_nothing_says_why_is_a_failure(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    judged = Witness.judged

    def forgetful(self: Witness, subject: str, count: int = 1) -> None:
        if subject != "core-state":
            judged(self, subject, count)

    monkeypatch.setattr(Witness, "judged", forgetful)
    with pytest.raises(RuntimeError, match="nothing says why"):
        witnessed(S(C(STATE[0], {})))


@pytest.mark.parametrize("early_exit", [True, False])
def test_a_stored_size_is_judged_where_the_frame_goes_on(early_exit: bool) -> None:
    witness = witnessed(S(C(STATE[0], {}, storedBytes=1)), early_exit=early_exit)
    assert witness.collector.done.get("stored-size", 0) == (not early_exit)
    assert witness.collector.stop == (R.CHUNK_STORED_BYTES_MISMATCH if early_exit else None)


GOOD = S(C(STATE[0], {}))
SIZE = len(MAGIC)
#: an input that ends in its head -> what was judged of it
HEADS: dict[str, tuple[bytes, tuple[str, ...]]] = {
    "nothing": (b"", ()),
    "half a magic": (GOOD[: SIZE // 2], ()),
    "a magic without its line feed": (GOOD[: SIZE - 1], ()),
    "another last byte": (changed(GOOD, SIZE - 1, 0), ()),
    "a magic": (GOOD[:SIZE], ("magic",)),
    "half a length": (GOOD[: SIZE + 2], ("magic",)),
    "a length without its last byte": (GOOD[: SIZE + 3], ("magic",)),
    "a manifest of no bytes": (GOOD[:SIZE] + bytes(4), ("magic",)),
    "a manifest of as many as there can be": (GOOD[:SIZE] + b"\xff" * 4, ("magic", "manifest-length")),
    "a length": (GOOD[: SIZE + 4], ("magic", "manifest-length")),
    "a part of a manifest": (GOOD[: SIZE + 30], ("magic", "manifest-length")),
    "a manifest that is no JSON": (b.file(b"{", []), ("magic", "manifest-length", "head")),
}


@pytest.mark.parametrize("case", HEADS)
def test_how_far_a_head_was_judged(case: str) -> None:
    data, names = HEADS[case]
    witness = witnessed(data)
    assert witness.collector.done == times(1, *names)
    assert witness.collector.met == HEAD | times(1, *TEXT)
    assert (witness.head is None) == ("head" not in names)
    assert witness.collector.missed == {}


def test_what_stands_behind_the_head_is_known() -> None:
    witness = witnessed(GOOD + b"more")
    text, start = witness.head
    assert start == SIZE + 4
    assert GOOD[start : start + len(text)] == text
    assert witness.collector.stop == R.FRAME_TRAILING
    assert witness.collector.done["magic"] == witness.collector.done["manifest-length"] == 1


def test_a_payload_that_ends_the_judgement_is_not_kept() -> None:
    data = S(C(STATE[0], b"{}" + b" " * 900), C("x/y", {}))
    witness = witnessed(data, limits=Limits(inflated_bytes=600))
    assert witness.kept == []
    assert witness.collector.stop == R.BUDGET_INFLATED_BYTES
    assert witness.collector.missed == {}


def test_chunks_are_kept_with_their_places_and_digests() -> None:
    chunks = [
        C(STATE[0], {}),
        C("x/\u202ey", b"\0\1", kind="binary", codec="none"),
        C("x/z", b"", stored=b"no"),
    ]
    data = S(*chunks)
    kept = witnessed(data).kept
    assert [(each.id, each.codec, each.inflated) for each in kept] == [
        ("core/state", "gzip", 2),
        ("x/\\u202ey", "none", 2),
        ("x/z", "gzip", None),
    ]
    for each, chunk in zip(kept, chunks, strict=True):
        assert data[each.start : each.end] == chunk.stored
        assert each.sha256 == hashlib.sha256(chunk.stored).hexdigest()
    assert kept[0].inflated_sha256 == hashlib.sha256(b"{}").hexdigest()
    assert [each.inflated_sha256 for each in kept[1:]] == [None, None]


def test_a_list_is_met() -> None:
    whole = witnessed(b'["a.cellucid-session"]', "state-snapshots").collector
    assert whole.met == times(1, *TEXT, "list")
    assert whole.done == times(1, *TEXT, "list", "target")
    cut = witnessed(b'["a.cellucid-session"', "state-snapshots").collector
    assert (cut.met, cut.done, cut.stop) == (times(1, *TEXT, "list"), {}, R.JSON_SYNTAX)
