"""What is said of a payload names its bytes, stored and inflated; and what is learned of it for later rules."""

from __future__ import annotations

import gzip
from typing import Any

import builders as b
import pytest

from cellucid_session import Judge, Limits, Report
from cellucid_session.check.collector import Collector
from cellucid_session.check.entries import Entries
from cellucid_session.check.facts import Facts
from cellucid_session.check.payload_lookup import reader
from cellucid_session.check.payloads import (
    CellsPayload,
    CodesPayload,
    JsonPayload,
    OpaquePayload,
    Place,
    TablePayload,
)
from cellucid_session.generated import rules as R
from cellucid_session.model import DatasetFacts
from cellucid_session.wire.source import Fault


def judged(*chunks: b.Chunk, **given: Any) -> tuple[Report, bytes, Facts]:
    data = b.session(*chunks)
    judge = Judge(early_exit=False, **given)
    for at in range(0, len(data), 100):
        judge.feed(data[at : at + 100])
    return judge.close(), data, judge.witness.facts


PAGE = {"id": "p", "name": "P", "color": "#aabbcc", "highlightedGroups": []}
PAGES = {
    "pages": [PAGE, {**PAGE, "name": 5}],
    "activePageId": "p",
    "activePageName": "x\u202ey",
    "z\u202e": 1,
}
HEADER = b.table_header(1)
ODD_HEADER = {**HEADER, "x\u202e": "\u200b", "columns": [HEADER["columns"][0], {**HEADER["columns"][1]}]}
ODD_HEADER["columns"][1]["dtype"] = "text"
SHORT = Limits(json_bytes=900)
FIELD = b.overlays(b.field("f"))
CODES = b.codes([0, 1, 2, 255, 3, 0, 0, 0, 0, 0])

#: chunks, the last of which is judged -> findings in its payload: rule, guilty bytes
GUILTY: dict[str, tuple[tuple[b.Chunk, ...], str, bytes, list[tuple[str, bytes]], Limits]] = {
    "a text": (
        (),
        b.META,
        b.text(PAGES),
        [
            ("meta.page-id-duplicate", b'"p"'),
            ("meta.shape", b"5"),
            ("text.bidi", b'"x\\u202ey"'),
            ("payload.unknown-key", b'"z\\u202e"'),
            ("text.bidi", b'"z\\u202e"'),
        ],
        Limits(),
    ),
    "a header": (
        (),
        b.TABLE + "a/b/c",
        b.table([1], header=ODD_HEADER),
        [
            ("table.columns", b'"text"'),
            ("payload.unknown-key", b'"x\\u202e"'),
            ("text.bidi", b'"x\\u202e"'),
            ("text.invisible", b'"\\u200b"'),
        ],
        Limits(),
    ),
    "a header that refuses the table, whose columns are then not read": (
        (),
        b.TABLE + "a",
        b.table([1 << 30], header={**HEADER, "rowCount": 1.5}),
        [("table.header", b"1.5")],
        Limits(),
    ),
    "a header whose bytes are refused": (
        (),
        b.TABLE + "a/b/c",
        b.table([1], header=b'{"a":1,"b":2,"a":3}'),
        [("json.duplicate-key", b'"a"')],
        Limits(),
    ),
    "a header with a column of another length": (
        (),
        b.TABLE + "a/b/c",
        b.table([1], header={**HEADER, "rowCount": 2}),
        [("table.column", b.text({**HEADER, "rowCount": 2}))],
        Limits(),
    ),
    "a text whose bytes are refused": (
        (),
        "core/state",
        b'{"a":1,"b":2,"a":3}',
        [("json.duplicate-key", b'"a"')],
        Limits(),
    ),
    "a text that is too long": (
        (),
        "core/state",
        b"{}" + b" " * 898 + b"\n\t",
        [("budget.json-bytes", b"\n")],
        SHORT,
    ),
    "a header that is too long": (
        (),
        b.TABLE + "a/b/c",
        b.table([1], header=b"{}" + b" " * 899),
        [("budget.json-bytes", b"")],
        SHORT,
    ),
    "codes": (
        (FIELD,),
        b.CODES + "f",
        CODES,
        [("codes.category", b"\x02")],
        Limits(),
    ),
    "codes of a field that is not known": ((b.overlays(),), b.CODES + "f", CODES, [], Limits()),
    "codes of a continuous field": ((b.overlays(b.field("f", None)),), b.CODES + "f", CODES, [], Limits()),
    "cells": (
        (b.meta(b.group("g")),),
        b.CELLS + "g",
        b.cells([1, 4, 4]),
        [("cells.duplicate", b"\x00")],
        Limits(),
    ),
}


@pytest.mark.parametrize("codec", ["none", "gzip"])
@pytest.mark.parametrize("case", GUILTY)
def test_findings_name_the_bytes_of_the_payload_and_of_the_file(case: str, codec: str) -> None:
    before, chunk_id, payload, wanted, limits = GUILTY[case]
    last = b.chunk(chunk_id, payload, codec=codec)
    report, data, _ = judged(*before, last, limits=limits)
    found = [each for each in report.findings if each.inflated_span is not None]
    assert {each.chunk for each in found} <= {chunk_id}
    stored = data.rindex(last.stored)
    said = []
    for each in found:
        assert each.inflated_span is not None
        assert each.span is not None
        start, end = each.inflated_span.start, each.inflated_span.end
        said.append((each.rule, payload[start:end]))
        if codec == "none":
            assert (each.span.start, each.span.end) == (stored + start, stored + end)
        else:
            assert (each.span.start, each.span.end) == (stored, stored + len(last.stored))
        if each.pointer is not None:
            assert each.excerpt == payload[start:end][:16].hex(" ")
    assert sorted(said) == sorted(wanted)


def test_which_of_two_equal_texts_is_meant() -> None:
    payload = b'{"a":1,"b":2,"a":3}'
    for chunk_id, bytes_, offset in (
        ("core/state", payload, 0),
        (b.TABLE + "a/b/c", b.table([1], header=payload), 4),
    ):
        report, _, _ = judged(b.chunk(chunk_id, bytes_))
        (found,) = [each for each in report.findings if each.rule == "json.duplicate-key"]
        assert found.inflated_span is not None
        assert found.inflated_span.start == offset + payload.rindex(b'"a"')


def test_a_text_is_as_long_as_its_budget_and_no_longer() -> None:
    at = place("core/state", "json")
    gathered = JsonPayload(at, at_facts(), Limits(json_bytes=10), "")
    gathered.feed(b'{"a":')
    gathered.feed(b"1234}")
    for piece in (b" ", b" " * 6):
        with pytest.raises(Fault) as caught:
            gathered.feed(piece)
        assert (caught.value.rule, caught.value.start, caught.value.end) == (R.BUDGET_JSON_BYTES, 10, 11)
    gathered.end()
    assert at.collector.total == 0
    with pytest.raises(Fault, match="json"):  # what was gathered is given back before it is judged
        gathered.end()


def test_a_header_is_as_long_as_its_budget_and_no_longer() -> None:
    table = TablePayload(place(b.TABLE + "a/b/c", "binary"), at_facts(), Limits(json_bytes=10), "x")
    table.header_size(10, 4)
    with pytest.raises(Fault) as caught:
        table.header_size(11, 4)
    assert (caught.value.rule, caught.value.start, caught.value.end) == (R.BUDGET_JSON_BYTES, 4, 4)


def test_what_is_kept_of_a_session() -> None:
    chunks = (
        b.chunk(b.CODES + "g", b.codes([0, 3, 65535, 255, 0, 0, 0, 0, 0, 0], 1)),
        b.overlays(b.field("f"), b.field("g"), b.field("h", ["a"]), b.field("i", None)),
        b.meta(b.group("a"), b.group("b")),
        b.chunk("core/state", {"a": 1}),
        b.chunk("other/thing", {"a": 1}),
        b.chunk(b.CODES + "f", b.codes([0, 1, 0, 255, 1, 1, 0, 0, 0, 0])),
        b.chunk(b.CODES + "h", b.codes([0] * 10, 2)),
        b.chunk(b.CODES + "i", b.codes([0] * 10, 2)),
        b.chunk(b.CELLS + "a", b.cells([1, 1, 1, 7]), codec="none"),
        b.chunk(b.CELLS + "b", b.cells([])),
    )
    _, data, facts = judged(*chunks)
    kept = {
        name: (text, data[start:end], base) for name, (text, (start, end), base) in facts.registries.items()
    }
    texts = {chunk.entry["id"]: chunk for chunk in chunks[1:3]}
    assert set(kept) == set(texts) == {b.OVERLAYS, b.META}  # and no other text
    for name, (text, stored, base) in kept.items():
        assert (text, stored, base) == (gzip.decompress(stored), texts[name].stored, None)
    assert {
        key: (each.length, each.judged, each.highest, each.seen, each.entry.id, data[slice(*each.stored)])
        for key, each in facts.codes.items()
    } == {
        "g": (10, False, 3, (255, 65535), b.CODES + "g", chunks[0].stored),
        "f": (10, True, 1, (255,), b.CODES + "f", chunks[5].stored),
        "h": (10, True, 0, (), b.CODES + "h", chunks[6].stored),
        "i": (10, True, 0, (), b.CODES + "i", chunks[7].stored),
    }
    assert {key: (each.count, each.duplicates, each.entry.id) for key, each in facts.members.items()} == {
        "a": (4, 2, b.CELLS + "a"),
        "b": (0, 0, b.CELLS + "b"),
    }


def test_a_registry_that_is_stored_as_it_is_is_kept_with_its_place() -> None:
    meta = b.chunk(b.META, {"pages": [], "activePageId": None, "activePageName": None}, codec="none")
    _, data, facts = judged(meta)
    text, span, base = facts.registries[b.META]
    assert text == meta.stored == data[slice(*span)]
    assert base == span[0]


def at_facts() -> Facts:
    return Facts(DatasetFacts())


def place(chunk_id: str, kind: str) -> Place:
    entry = Entries([b.chunk(chunk_id, b"{}", kind=kind).entry])[0]
    return Place(Collector(9), entry, (100, 102), True)


READERS: dict[str, tuple[str, str, type]] = {
    "a text": ("core/state", "json", JsonPayload),
    "a foreign text": ("x/y", "json", JsonPayload),
    "foreign bytes": ("x/y", "binary", OpaquePayload),
    "cells": (b.CELLS + "g", "binary", CellsPayload),
    "codes": (b.CODES + "f", "binary", CodesPayload),
    "a table": (b.TABLE + "a/b/c", "binary", TablePayload),
    "cells said to be a text": (b.CELLS + "g", "json", JsonPayload),
    "a text said to be bytes": ("core/state", "binary", OpaquePayload),
}


@pytest.mark.parametrize("case", READERS)
def test_which_reader_a_chunk_gets(case: str) -> None:
    chunk_id, kind, made = READERS[case]
    assert type(reader(place(chunk_id, kind), at_facts(), Limits())) is made


@pytest.mark.parametrize(
    ("chunk_id", "rules"), [("core/state", {"state.shape"}), ("x/y", set()), (b.CELLS + "g", set())]
)
def test_a_text_is_held_against_the_schema_of_its_own_family(chunk_id: str, rules: set[str]) -> None:
    at = place(chunk_id, "json")
    payload = reader(at, at_facts(), Limits())
    payload.feed(b"[5]")
    payload.end()
    assert {each.rule for each in at.collector.findings(str, str)} == rules
