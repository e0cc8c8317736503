"""The judgement of a session, step by step: what is blamed and where, how far it went, and what is inside."""

from __future__ import annotations

import gzip
import json
from typing import Any

import builders as b
import pytest

from cellucid_session import DatasetFacts, Judge, Limits, Report
from cellucid_session.check.entries import Entry
from cellucid_session.check.facts import FRAMES, GROUPS
from cellucid_session.check.session import cap
from cellucid_session.generated import limits as L
from cellucid_session.generated import rules as R
from cellucid_session.generated.generations import EARLIEST
from cellucid_session.model import Span
from cellucid_session.wire.source import Pump, Source

HEAD = len(b"CELLUCID_SESSION\n") + 4  # where a manifest begins


def judged(data: bytes, size: int = 0, **given: Any) -> tuple[Judge, Report]:
    """The judge and its report, of pieces of one size (0: all at once)."""
    judge = Judge(**given)
    for at in range(0, len(data), size or max(1, len(data))):
        judge.feed(data[at : at + (size or len(data))])
    return judge, judge.close()


def told(data: bytes, **given: Any) -> Report:
    """The report, the same for every cut; on the way it says how much was judged."""
    judges = [judged(data, size, **given) for size in (0, 1, 50)]
    first = judges[0][1]
    for judge, report in judges:
        assert report == first
        assert judge.consumed == judges[0][0].consumed
    return first


def consumed(data: bytes, **given: Any) -> int:
    """How many bytes were taken before the judgement ended."""
    return judged(data, **given)[0].consumed


def found(report: Report) -> list[tuple[str, Any]]:
    return [
        (each.rule, None if each.span is None else (each.span.start, each.span.end))
        for each in report.findings
    ]


def start_of(data: bytes, number: int) -> int:
    """Where the stored bytes of a frame begin."""
    at = HEAD + int.from_bytes(data[HEAD - 4 : HEAD], "little")
    for _ in range(number):
        at += 4 + int.from_bytes(data[at : at + 4], "little")
    return at + 4


# -- how far it went --

SEVEN, ELEVEN = b"{     }", b"{         }"
STATE = b.chunk("core/state", SEVEN)
WINDOWS = b.chunk("analysis/windows", ELEVEN, codec="none")
TWO = b.session(STATE, WINDOWS)


def test_all_of_a_valid_file_is_judged() -> None:
    for size in (0, 1):
        judge, report = judged(TWO, size)
        assert (report.verdict, judge.consumed, report.bytes) == ("valid", len(TWO), len(TWO))
        assert not judge.hopeless


def test_of_nothing_nothing_is_judged() -> None:
    judge = Judge()
    assert judge.consumed == 0
    judge.feed(TWO[:5])
    assert judge.consumed == 0
    assert judge.close().bytes == 5
    assert judged(b"")[1].bytes == 0


def test_a_reader_that_has_not_come_to_its_end_is_no_yes(monkeypatch: pytest.MonkeyPatch) -> None:
    judge = Judge()
    judge.feed(TWO[:-1])
    monkeypatch.setattr(
        judge.witness, "_pump", Pump(Source(), iter([None, None]))
    )  # it waits even at the end
    report = judge.close()
    assert (report.verdict, report.findings) == ("error", ())
    assert not judge.witness.complete
    assert judge.hopeless


def test_how_much_is_judged_of_what_is_cut_or_broken() -> None:
    first, second = start_of(TWO, 0), start_of(TWO, 1)
    end_of_first = second - 4
    for data, wanted in (
        (TWO[: HEAD - 5], HEAD - 5),
        (TWO[: first - 1], first - 1),
        (TWO[:first], first),
        (TWO[: first + 3], first + 3),
        (TWO[:end_of_first], end_of_first),
        (TWO[: second + 1], second + 1),
        (TWO + b"more", len(TWO) + 1),
        (TWO[:first] + b"\0" + TWO[first + 1 :], first),
        (TWO[:second] + b"[" + TWO[second + 1 :], second),
    ):
        report = told(data)
        assert report.verdict == "invalid"
        assert consumed(data) == wanted
        (end,) = (each.span.end for each in report.findings if each.span is not None)
        assert report.bytes == max(wanted, end), "a report counts the bytes of its findings"


def test_more_than_the_first_fault_is_heard_by_who_wants_to() -> None:
    broken = b.session(
        b.chunk("core/state", {}, stored=b"\x1f\x8b\x08\xff"),
        b.chunk("analysis/windows", b"{,}"),
        b.chunk("ui/dockable-layout", {}),
    )
    assert [rule for rule, _ in found(told(broken))] == ["gzip.flags"]
    report = told(broken, early_exit=False)
    assert [rule for rule, _ in found(report)] == ["gzip.flags", "json.syntax"]
    assert (report.verdict, report.bytes) == ("invalid", len(broken))
    assert report.summary["inflated_bytes"] == 5  # a broken chunk gives what it gave


def test_a_whole_frame_is_judged_before_the_next_begins() -> None:
    end = start_of(TWO, 1) - 4
    for size in (1, end):
        judge = Judge()
        for at in range(0, end, size):
            judge.feed(TWO[at : min(end, at + size)])
        assert judge.consumed == end


def test_a_budget_that_a_payload_passes_ends_the_judgement() -> None:
    many = b'{"a":[' + b",".join([b"1"] * 1000) + b"]}"
    data = b.session(b.chunk("core/state", many), b.chunk("analysis/windows", b"{,}"))
    for early_exit, rules in ((True, 1), (False, 2)):
        report = told(data, limits=Limits(json_nodes=500), early_exit=early_exit)
        assert [rule for rule, _ in found(report)] == [R.BUDGET_JSON_NODES, R.JSON_SYNTAX][:rules]


# -- the manifest --


@pytest.mark.parametrize(
    "manifest", [b"[]", b"7", b"null", b'"x"', b'{"chunks":7}', b'{"chunks":{}}'], ids=repr
)
def test_a_manifest_of_another_shape_ends_the_judgement(manifest: bytes) -> None:
    data = b.file(manifest, [])
    for early_exit in (True, False):
        judge, report = judged(data + b"anything", early_exit=early_exit)
        assert judge.hopeless
        assert report.verdict == "invalid"
        assert judge.consumed == len(data)
        assert report.findings
        assert all(HEAD <= span[0] <= span[1] <= len(data) for _, span in found(report))
        assert report.summary["chunks"] == 0
        assert report.layout == ()


def test_a_fault_of_the_manifests_text_stands_in_the_file() -> None:
    report = told(b.file(b'{"a":1,"a":2}', []))
    assert found(report) == [(R.JSON_DUPLICATE_KEY, (HEAD + 7, HEAD + 10))]
    assert report.bytes == HEAD + 10


BUDGETS = {
    "bytes of the manifest": ("json_bytes", R.BUDGET_JSON_BYTES, lambda data, size: size),
    "nodes of the manifest": (
        "json_nodes",
        R.BUDGET_JSON_NODES,
        lambda data, size: 1 + sum(map(data.count, b"[{,")),
    ),
    "entries": ("chunks", R.BUDGET_CHUNKS, lambda data, size: 2),
}


@pytest.mark.parametrize("case", BUDGETS)
@pytest.mark.parametrize("early_exit", [True, False])
def test_the_budgets_of_a_manifest_are_held_exactly(case: str, early_exit: bool) -> None:
    name, rule, used = BUDGETS[case]
    data = b.session(b.chunk("core/state", b"{}"), b.chunk("analysis/windows", b"{}"))
    end = start_of(data, 0) - 4
    amount = used(data[HEAD:end], end - HEAD)  # type: ignore[no-untyped-call]
    assert told(data, limits=Limits(**{name: amount}), early_exit=early_exit).verdict == "valid"
    report = told(data, limits=Limits(**{name: amount - 1}), early_exit=early_exit)
    assert (report.verdict, found(report)) == ("inconclusive", [(rule, (HEAD, end))])
    if name != "json_nodes":
        what = {"json_bytes": "bytes", "chunks": "chunks"}[name]
        said = f"the manifest has {amount} {what}, the budget is {amount - 1}"
        assert report.findings[0].message == said


def test_what_a_schema_refuses_has_its_place_in_the_file() -> None:
    data = b.session(
        b.chunk("core/state", {}, codec="none", label=7), b.chunk("analysis/windows", {}, kind="text")
    )
    at = data.index(b":7,") + 1
    for early_exit in (True, False):
        report = told(data, early_exit=early_exit)
        assert {each.pointer: each.span for each in report.findings}["/chunks/0/label"] == Span(at, at + 1)
        assert report.bytes == start_of(data, 0) - 4 or not early_exit
        assert report.verdict == "invalid"


@pytest.mark.parametrize("early_exit", [True, False])
def test_text_that_misleads_is_noted_but_not_twice_in_an_id(early_exit: bool) -> None:
    bidi = "a\u202eb"
    data = b.session(b.chunk("other/" + bidi, {}, codec="none", label=bidi))
    rules = [(each.rule, each.pointer) for each in told(data, early_exit=early_exit).findings]
    assert (R.TEXT_BIDI, "/chunks/0/label") in rules
    assert (R.TEXT_BIDI, "/chunks/0/id") not in rules


def test_an_id_that_is_no_chunks_id_is_looked_at() -> None:
    data = b.session(manifest={"dataSource": {"kept": {"id": "a\u202eb"}}})
    assert (R.TEXT_BIDI, "/dataSource/kept/id") in [(each.rule, each.pointer) for each in told(data).findings]


def test_what_the_entries_are_refused_for_ends_the_judgement() -> None:
    data = b.session(b.chunk("other/a", b"{,}"), b.chunk("other/a", b"{,}"))
    for early_exit, refused, judged_bytes in (
        (True, [R.CHUNK_ID_DUPLICATE], start_of(data, 0) - 4),
        (False, [R.CHUNK_ID_DUPLICATE, R.JSON_SYNTAX, R.JSON_SYNTAX], len(data)),
    ):
        report = told(data, early_exit=early_exit)
        assert [rule for rule, _ in found(report) if rule != R.CHUNK_FOREIGN] == refused
        assert report.bytes == judged_bytes


def test_nothing_is_looked_at_beyond_a_budget_of_the_manifest() -> None:
    manifest = json.dumps({"chunks": 7}).encode()
    report = told(b.file(manifest, []), limits=Limits(json_bytes=len(manifest) - 1), early_exit=False)
    assert [rule for rule, _ in found(report)] == [R.BUDGET_JSON_BYTES]
    assert report.verdict == "inconclusive"


# -- the data set --

FINGERPRINT = {"sourceType": "local-demo", "datasetId": "demo", "cellCount": 10, "varCount": 5}
ASKED: dict[str, tuple[dict[str, Any], dict[str, Any], list[str]]] = {
    "nothing is asked": ({}, {}, []),
    "all of it fits": ({"n_obs": 10, "n_vars": 5, "dataset_id": "demo"}, {}, []),
    "another number of cells": ({"n_obs": 11}, {}, ["dataset.cell-count"]),
    "none of these cells": ({"n_obs": 0}, {}, ["dataset.cell-count"]),
    "another number of variables": ({"n_vars": 4}, {}, ["dataset.var-count"]),
    "a number written as a float": ({"n_obs": 10}, {"cellCount": 10.0}, []),
    "a number that is not told": ({"n_obs": 11, "n_vars": 4}, {"cellCount": b.ABSENT, "varCount": b.ABSENT}, []),
    "another id": ({"dataset_id": "other"}, {}, ["dataset.id"]),
    "an id that is not told": ({"dataset_id": "demo"}, {"datasetId": b.ABSENT}, ["dataset.id"]),
    "everything is another": (
        {"n_obs": 1, "n_vars": 1, "dataset_id": ""}, {}, ["dataset.cell-count", "dataset.var-count", "dataset.id"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", ASKED)
def test_a_session_is_held_to_the_data_set_that_is_asked_for(case: str) -> None:
    asked, changes, rules = ASKED[case]
    data = b.session(
        b.chunk("core/state", {}), manifest={"datasetFingerprint": b.changed(FINGERPRINT, changes)}
    )
    report = told(data, dataset=DatasetFacts(**asked), early_exit=False)
    ours = [each for each in report.findings if each.rule.startswith("dataset.")]
    assert sorted(each.rule for each in ours) == sorted(rules)
    keys = {"dataset.cell-count": "cellCount", "dataset.var-count": "varCount", "dataset.id": "datasetId"}
    for each in ours:
        assert each.pointer == f"/datasetFingerprint/{keys[each.rule]}"
        assert each.span is not None


def test_a_count_is_told_as_it_was_said_and_as_it_was_asked() -> None:
    report = told(b.session(STATE), dataset=DatasetFacts(n_obs=12, n_vars=7), early_exit=False)
    assert [each.message for each in report.findings] == [
        "the session says 10, the data set has 12",
        "the session says 5, the data set has 7",
    ]


@pytest.mark.parametrize(
    ("n_obs", "asked", "bound"), [(10, None, 10), (10, 10, 10), (None, 8, 8), (None, None, None)]
)
def test_members_are_below_the_number_of_cells_that_is_known(
    n_obs: int | None, asked: int | None, bound: int | None
) -> None:
    for last in (bound - 1, bound) if bound else (2**32 - 1, 2**32):
        data = b.session(
            b.meta(b.group("g1", 1)),
            b.chunk(b.CELLS + "g1", b"\1" + b.uvarint(last)),
            n_obs=n_obs,
            n_vars=None,
        )
        report = told(data, dataset=DatasetFacts(n_obs=asked))
        fits = last < (bound or 2**32)
        assert (R.CELLS_INDEX in [rule for rule, _ in found(report)]) == (not fits)
        if fits:
            assert report.members == (("g1", 1, bound),)


# -- a frame --


def test_a_frame_is_as_long_as_its_entry_says() -> None:
    for said in (len(STATE.stored) - 1, len(STATE.stored) + 1):
        data = b.session(b.chunk("core/state", SEVEN, storedBytes=said))
        for early_exit in (True, False):
            report = told(data, early_exit=early_exit)
            (each,) = report.findings
            assert (each.rule, each.chunk, each.pointer) == (
                R.CHUNK_STORED_BYTES_MISMATCH, "core/state", "/chunks/0/storedBytes",
            )  # fmt: skip
            at = start_of(data, 0)
            assert found(report) == [(each.rule, (at - 4, at))]
            assert each.message == f"storedBytes is {said}, the frame holds {len(STATE.stored)}"
            assert report.bytes == (at if early_exit else len(data))
    for said in (len(STATE.stored), float(len(STATE.stored)), b.ABSENT):
        report = told(b.session(b.chunk("core/state", SEVEN, storedBytes=said)))
        assert R.CHUNK_STORED_BYTES_MISMATCH not in [rule for rule, _ in found(report)]


SIZES = {
    "one byte short": (8, [R.CHUNK_INFLATED_SHORT]),
    "as long as it says": (7, []),
    "one byte too long": (6, [R.CHUNK_INFLATED_TOO_LARGE]),
    "nothing is said": (b.ABSENT, []),
}


@pytest.mark.parametrize("case", SIZES)
@pytest.mark.parametrize("codec", ["gzip", "none"])
def test_a_payload_is_as_long_as_its_entry_says(case: str, codec: str) -> None:
    said, rules = SIZES[case]
    data = b.session(b.chunk("core/state", b'{"a":1}', codec=codec, uncompressedBytes=said))
    report = told(data, early_exit=False)
    ours = [each for each in report.findings if each.rule.startswith("chunk.inflated")]
    assert [each.rule for each in ours] == rules
    if rules == [R.CHUNK_INFLATED_SHORT]:
        assert (ours[0].chunk, ours[0].pointer) == ("core/state", "/chunks/0/uncompressedBytes")
        assert ours[0].message == "uncompressedBytes is 8, the payload has 7"
        assert ours[0].span is not None
        assert data[ours[0].span.start : ours[0].span.end] == b"8"
    if rules == [R.CHUNK_INFLATED_TOO_LARGE]:
        at = start_of(data, 0)
        assert (ours[0].span.start, ours[0].span.end) == (at, len(data))


def test_no_payload_is_longer_than_the_format_allows() -> None:
    for said, wanted in (
        (None, L.INFLATED_BYTES),
        (0, 0),
        (7, 7),
        (L.INFLATED_BYTES, L.INFLATED_BYTES),
        (L.INFLATED_BYTES + 1, L.INFLATED_BYTES),
    ):
        assert cap(Entry(0, {"id": "x", "uncompressedBytes": said}, None), EARLIEST) == wanted


@pytest.mark.parametrize("codec", ["gzip", "none"])
@pytest.mark.parametrize("early_exit", [True, False])
def test_the_budget_of_payloads_is_held_to_the_byte(codec: str, early_exit: bool) -> None:
    texts = [b'{"a":1}', b"[" + b"1," * 40 + b"1]", b"{}"]
    names = ("core/state", "other/thing", "analysis/windows")
    data = b.session(*(b.chunk(name, text, codec=codec) for name, text in zip(names, texts, strict=True)))
    total = sum(map(len, texts))
    report = told(data, limits=Limits(inflated_bytes=total), early_exit=early_exit)
    assert report.summary["inflated_bytes"] == total
    assert R.BUDGET_INFLATED_BYTES not in [rule for rule, _ in found(report)]
    for budget, number in ((total - 1, 2), (total - 2, 2), (total - 3, 1), (7, 1), (6, 0), (0, 0)):
        report = told(data, limits=Limits(inflated_bytes=budget), early_exit=early_exit)
        begin = start_of(data, number)
        size = int.from_bytes(data[begin - 4 : begin], "little")
        last = report.findings[-1]
        assert (last.rule, last.chunk) == (R.BUDGET_INFLATED_BYTES, names[number])
        assert found(report)[-1][1] == (begin, begin + size)
        assert last.message == f"the payloads are longer than {budget} bytes together"
        assert report.verdict == "inconclusive"
        assert report.bytes == begin + size or not early_exit
        assert report.summary["inflated_bytes"] == sum(map(len, texts[:number]))


def test_what_is_wrong_within_the_budget_is_found_before_it_is_passed() -> None:
    """A text is judged at its end; a payload that is read as it comes is judged up to the budget."""
    data = b.session(
        b.meta(b.group("g1", 3)), b.chunk(b.CELLS + "g1", b"\3\4\x63\0" + bytes(90), codec="none"), n_obs=10
    )
    whole = told(data, early_exit=False)
    assert R.CELLS_INDEX in [rule for rule, _ in found(whole)]
    meta = whole.summary["inflated_bytes"] - 94
    for budget, rules in (
        (meta + 3, {R.CELLS_INDEX, R.BUDGET_INFLATED_BYTES}),
        (meta + 2, {R.CELLS_INDEX, R.BUDGET_INFLATED_BYTES}),  # the byte that passes it is judged as well
        (meta + 1, {R.BUDGET_INFLATED_BYTES}),
    ):
        report = told(data, limits=Limits(inflated_bytes=budget), early_exit=False)
        assert {rule for rule, _ in found(report)} == rules


def test_a_gzip_finding_names_its_chunk_and_stands_in_the_file() -> None:
    stored = gzip.compress(b"{}", mtime=0)
    named = stored[:3] + b"\x08" + stored[4:10] + b"name\0" + stored[10:]
    data = b.session(STATE, b.chunk("analysis/windows", b"{}", stored=named))
    for early_exit in (True, False):
        report = told(data, early_exit=early_exit)
        (each,) = report.findings
        at = start_of(data, 1)
        assert (each.rule, each.chunk) == (R.GZIP_HIDDEN, "analysis/windows")
        assert found(report) == [(R.GZIP_HIDDEN, (at + 10, at + 15))]


# -- what is inside --


def test_the_layout_has_no_gap() -> None:
    report = told(TWO)
    first, second = start_of(TWO, 0), start_of(TWO, 1)
    assert report.layout == (
        ("magic", 0, HEAD - 4, None),
        ("length of the manifest", HEAD - 4, HEAD, None),
        ("manifest", HEAD, first - 4, None),
        ("core/state", first - 4, second - 4, 7),
        ("analysis/windows", second - 4, len(TWO), 11),
    )
    assert told(b.session()).layout == ()
    broken = b.session(b.chunk("core/state", {}, stored=b"\x1f\x8b\x08\xff"), b.chunk("analysis/windows", {}))
    first, second = start_of(broken, 0), start_of(broken, 1)
    assert told(broken, early_exit=False).layout[3:] == (
        ("core/state", first - 4, second - 4, None),
        ("analysis/windows", second - 4, len(broken), 2),
    )
    assert [name for name, *_ in told(TWO[:-1]).layout] == [
        "magic", "length of the manifest", "manifest", "core/state",
    ]  # fmt: skip


def test_the_layout_is_of_so_many_chunks() -> None:
    data = b.session(*(b.chunk(f"other/{number}", b"1", codec="none") for number in range(FRAMES + 2)))
    assert len(judged(data)[1].layout) == 3 + FRAMES


def test_the_sizes_of_groups_are_told() -> None:
    groups = [
        b.group(name, None, label=label)
        for name, label in (("g1", "One"), ("g2", ""), ("g3", "\u202eX"), ("g4", "N"))
    ]
    data = b.session(
        b.meta(*groups),
        b.chunk(b.CELLS + "g1", b.cells([1, 4, 9])),
        b.chunk(b.CELLS + "g2", b"\4\1\0\1\0"),
        b.chunk(b.CELLS + "g3", b.cells([])),
    )
    members = told(data, early_exit=False).members
    assert members[:2] == (("One", 3, 10), ("g2", 2, 10))
    assert members[2][1:] == (0, 10)
    assert "\u202e" not in members[2][0]
    assert len(members) == 3


def test_the_sizes_of_so_many_groups_are_told() -> None:
    names = [f"g{number}" for number in range(GROUPS + 2)]
    data = b.session(
        b.meta(*(b.group(name, 0) for name in names)),
        *(b.chunk(b.CELLS + name, b"\0", codec="none") for name in names),
    )
    members = judged(data)[1].members
    assert [label for label, *_ in members] == names[:GROUPS]


# -- links between chunks --


META = json.dumps(
    {
        "pages": [{"id": "p1", "name": "Page", "color": "#aabbcc", "highlightedGroups": [b.group("g1", 3)]}],
        "activePageId": "p1",
        "activePageName": "Page",
    }
).encode()


@pytest.mark.parametrize("codec", ["none", "gzip"])
def test_a_finding_of_a_registry_has_its_place_in_the_registry(codec: str) -> None:
    data = b.session(b.chunk(b.META, META, codec=codec))  # without the members of its group
    (each,) = told(data, early_exit=False).findings
    assert (each.chunk, each.pointer) == (b.META, "/pages/0/highlightedGroups/0/cellCount")
    at = start_of(data, 0)
    start = META.index(b"3}")
    if codec == "gzip":
        assert each.span == Span(at, len(data))
        assert each.inflated_span == Span(start, start + 1)
    else:
        assert each.span == Span(at + start, at + start + 1)
    assert each.excerpt == "33"


# -- between the chunks --


def test_what_is_wrong_between_chunks_has_its_place() -> None:
    lone = b.chunk(b.CELLS + "g9", b.cells([1]))
    short = b.chunk(b.CODES + "f1", b.codes([0] * 5))  # as many as there are variables, told of too early
    data = b.session(short, b.overlays(b.field("f1")), b.meta(b.group("g1", 2)), lone)
    report = told(data, early_exit=False)
    told_of = {each.rule: (each.chunk, each.pointer, each.span) for each in report.findings}
    at = data.index(b'"' + lone.entry["id"].encode())
    assert told_of[R.CELLS_ORPHAN] == (
        lone.entry["id"],
        "/chunks/3/id",
        Span(at, at + len(lone.entry["id"]) + 2),
    )
    begin = start_of(data, 0)
    assert told_of[R.CODES_LENGTH] == (short.entry["id"], None, Span(begin, begin + len(short.stored)))
    assert told_of[R.CELLS_MISSING][1] == "/pages/0/highlightedGroups/0/cellCount"


def test_codes_are_held_to_the_variables_that_are_asked_for() -> None:
    field = b.overlays(b.field("f1", source="var"))
    for length in (4, 5):
        for said in (None, 4):
            data = b.session(field, b.chunk(b.CODES + "f1", b.codes([0] * length)), n_vars=said)
            rules = [rule for rule, _ in found(told(data, dataset=DatasetFacts(n_vars=4), early_exit=False))]
            assert (R.CODES_LENGTH in rules) == (length == 5)


@pytest.mark.parametrize("count", [0, 1, L.SAFE_INTEGER - 1, L.SAFE_INTEGER])
def test_the_number_of_cells_that_a_manifest_says_is_known(count: int) -> None:
    data = b.session(b.meta(b.group("g1", 0)), b.chunk(b.CELLS + "g1", b.cells([])), n_obs=count)
    assert told(data).members == (("g1", 0, count),)


def test_a_number_of_cells_that_is_none_is_not_known() -> None:
    data = b.session(b.meta(b.group("g1", 0)), b.chunk(b.CELLS + "g1", b.cells([])), n_obs=-1)
    assert told(data).members == (("g1", 0, None),)
