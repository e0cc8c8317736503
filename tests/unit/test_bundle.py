"""The reader: what it hands out, what it refuses, and that it reads one file only."""

from __future__ import annotations

import gzip
import os
import re
import struct
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import builders as b
import numpy as np
import pytest

from cellucid_session import (
    BudgetError,
    CellucidSessionBundle,
    InputError,
    InvalidSessionError,
    Limits,
    MissingChunkError,
    SessionError,
    UsageError,
    validate,
)
from cellucid_session.generated.generations import EARLIEST
from cellucid_session.generation import Generation
from cellucid_session.io.outputs import OutputError

pytestmark = pytest.mark.libraries

STATE = "core/state"
GENE = b.TABLE + "key/GENE%201/p1"
HOSTILE = "\x1b[2J<script>alert(1)</script>\u202e\u200b&\"'\x00"


@pytest.fixture
def opened(tmp_path: Path):
    """Opens bytes as a session on disk, and closes it in the end."""
    bundles: list[CellucidSessionBundle] = []

    def put(data: bytes, **options: Any) -> CellucidSessionBundle:
        path = tmp_path / f"s{len(bundles)}.cellucid-session"
        path.write_bytes(data)
        bundles.append(CellucidSessionBundle(path, **options))
        return bundles[-1]

    yield put
    for bundle in bundles:
        bundle.close()


def rules(bundle: CellucidSessionBundle) -> list[str]:
    return [finding.rule for finding in bundle.findings]


# -- what the file says of itself --


def test_the_manifest_and_the_chunks(opened) -> None:
    bundle = opened(b.typical())
    assert bundle.path.name == "s0.cellucid-session"
    assert bundle.dataset_fingerprint == {
        "sourceType": "local-demo",
        "datasetId": "demo",
        "cellCount": 10,
        "varCount": 5,
    }
    ids = [
        "core/field-overlays", "core/state", "ui/dockable-layout", "analysis/windows", "highlights/meta",
        b.CODES + "f1", b.CODES + "f2", b.CELLS + "g1", b.CELLS + "g2", GENE, "other/thing",
    ]  # fmt: skip
    assert bundle.list_chunk_ids() == ids
    assert [entry["id"] for entry in bundle.manifest["chunks"]] == ids
    assert len(bundle) == len(ids)
    assert STATE in bundle
    assert "no/such" not in bundle
    assert 5 not in bundle
    meta = bundle.get_chunk_meta(STATE)
    assert (meta["id"], meta["kind"], meta["codec"]) == (STATE, "json", "gzip")
    entry = bundle.entry(b.CELLS + "g1")
    assert (entry.index, entry.rest, entry.priority, entry.dataset_dependent) == (7, "g1", "lazy", True)


def test_payloads_are_decoded_by_kind(opened) -> None:
    bundle = opened(b.typical())
    assert bundle.decode_chunk(STATE) == {}
    assert bundle.decode_chunk("other/thing") == {"any": ["thing", 1, 2.5, None]}
    assert bundle.decode_chunk(b.CELLS + "g1") == b.cells([1, 4, 9])
    assert gzip.decompress(bundle.read_chunk_bytes(b.CELLS + "g1")) == b.cells([1, 4, 9])
    assert bundle.read_chunk_bytes(b.CELLS + "g2") == b.cells([])  # codec none
    assert [chunk_id for chunk_id, _ in bundle.iter_chunks()] == bundle.list_chunk_ids()
    assert dict(bundle.iter_chunks())[b.CELLS + "g1"] == b.cells([1, 4, 9])
    stored = dict(bundle.iter_chunks(decode=False))
    assert stored == {name: bundle.read_chunk_bytes(name) for name in bundle.list_chunk_ids()}
    assert [len(stored[entry["id"]]) for entry in bundle.manifest["chunks"]] == [
        entry["storedBytes"] for entry in bundle.manifest["chunks"]
    ]


def test_a_path_may_be_a_text(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b.typical())
    with CellucidSessionBundle(str(path)) as bundle:
        assert bundle.path == path
        assert len(bundle) == 11


def test_no_chunks_at_all(opened) -> None:
    bundle = opened(b.session())
    assert (len(bundle), bundle.list_chunk_ids(), list(bundle.iter_chunks())) == (0, [], [])
    assert (bundle.pages, bundle.groups, bundle.fields, bundle.artifacts) == ([], [], [], {})
    assert (bundle.renames.fields, bundle.renames.categories) == ({}, {})
    assert (bundle.deleted_fields.deleted, bundle.deleted_fields.purged) == ((), ())
    assert bundle.restore_plan() == []


@pytest.mark.parametrize(
    "value", [b.ABSENT, None, 5, [], "x"], ids=["absent", "null", "number", "array", "text"]
)
def test_a_fingerprint_that_is_none_is_an_empty_dict(opened, value: object) -> None:
    bundle = opened(b.session(manifest={"datasetFingerprint": value}))
    assert bundle.dataset_fingerprint == {}
    assert rules(bundle)[0] in ("manifest.fingerprint", "manifest.fingerprint-missing")


def test_returned_values_are_the_callers_own(opened) -> None:
    bundle = opened(b.typical())
    for get in (
        lambda: bundle.manifest,
        lambda: bundle.dataset_fingerprint,
        lambda: bundle.get_chunk_meta(STATE),
        lambda: bundle.decode_chunk("highlights/meta"),
        lambda: bundle.renames.fields,
        lambda: bundle.artifacts,
        lambda: bundle.groups[0].meta,
        lambda: bundle.fields[0].meta,
    ):
        before = repr(get())
        get().clear()
        get()["planted"] = 1
        assert repr(get()) == before
    bundle.manifest["chunks"][0]["id"] = "changed"
    bundle.manifest["datasetFingerprint"]["cellCount"] = 1
    bundle.decode_chunk("highlights/meta")["pages"][0]["highlightedGroups"].clear()
    bundle.list_chunk_ids().clear()
    bundle.groups[0].indices[:] = 0
    bundle.fields[0].codes[:] = 0
    frame = bundle.artifacts[GENE].frame()
    frame["value"] = 0
    assert bundle.list_chunk_ids()[0] == "core/field-overlays"
    assert bundle.dataset_fingerprint["cellCount"] == 10
    assert bundle.groups[0].indices.tolist() == [1, 4, 9]
    assert bundle.fields[0].codes.tolist() == [0, 1, 255, 0, 0, 1, 1, 1, 0, 0]
    assert bundle.artifacts[GENE].columns()["value"].tolist() == [0.5] * 3


# -- documented errors, word for word --


def of(*chunks: b.Chunk, **changes: Any) -> Callable[[], bytes]:
    return lambda: b.session(*chunks, **changes)


REFUSED = {
    "no session at all": (lambda: b"{}", "Not a .cellucid-session file (invalid MAGIC header)", "frame.magic"),
    "an empty file": (lambda: b"", None, "frame.truncated"),
    "one byte of the head is wrong": (
        lambda: b"CELLUCID_SESSION\r" + b.typical()[17:],
        "Not a .cellucid-session file (invalid MAGIC header)",
        "frame.magic",
    ),
    "a codec of another time": (
        of(b.chunk(STATE, {}, codec="none"), b.chunk("ui/dockable-layout", {}, codec="zstd", stored=b"x")),
        "Unsupported session chunk codec: zstd",
        "chunk.codec",
    ),
    "a codec that is no text": (
        of(b.chunk(STATE, {}, codec=HOSTILE, stored=b"x")),
        "Unsupported session chunk codec: \\x1b[2J<script>",
        "chunk.codec",
    ),
    "an id that leaves the folder": (of(b.chunk("../x", {})), None, "chunk.id-unsafe"),
    "an id twice": (of(b.chunk(STATE, {}), b.chunk(STATE, {})), None, "chunk.id-duplicate"),
    "a flag that gets past a mismatch": (
        of(b.chunk(b.CELLS + "g", b.cells([1]), datasetDependent=False)),
        None,
        "chunk.dataset-flag",
    ),
    "a frame of another length": (of(b.chunk(STATE, {}, storedBytes=1)), None, "chunk.stored-bytes-mismatch"),
    "something after the last chunk": (lambda: b.typical() + b"x", None, "frame.trailing"),
    "the last byte is missing": (lambda: b.typical()[:-1], None, "frame.chunk-truncated"),
    "a manifest that ends early": (lambda: b.typical()[:100], None, "frame.truncated"),
    "a manifest of no bytes": (lambda: b.file(b"", []), None, "frame.manifest-length"),
    "a manifest that is no JSON": (lambda: b.file(b"{", []), None, "json.syntax"),
    "a key of the manifest twice": (lambda: b.file(b'{"chunks":[],"chunks":[]}', []), None, "json.duplicate-key"),
    "a manifest that is a list": (lambda: b.file([], []), None, "manifest.root"),
    "no list of chunks": (lambda: b.file({}, []), None, "manifest.chunks"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_refused_when_it_is_opened(opened, case: str) -> None:
    data, sentence, rule = REFUSED[case]
    with pytest.raises(InvalidSessionError) as caught:
        opened(data())
    assert isinstance(caught.value, ValueError)
    assert caught.value.finding is not None
    assert caught.value.finding.rule == rule
    assert caught.value.message.endswith(f"[{rule}]")
    assert str(caught.value).isprintable()
    if sentence is not None:
        assert str(caught.value).startswith(sentence)


@pytest.mark.parametrize("errors", [1000, 1001, 1500])
def test_a_flood_of_findings_hides_no_refusal(opened, errors: int) -> None:
    """Each of the many chunks breaks a rule of conformance; what forbids reading comes after them."""
    many = [b.chunk(f"{b.CELLS}g{i}", b.cells([1]), contributorId="x") for i in range(errors)]
    last = b.chunk(b.CELLS + "last", b.cells([1]), datasetDependent=False)
    with pytest.raises(InvalidSessionError, match=r"\[chunk.dataset-flag\]: "):
        opened(b.session(*many, last))
    with pytest.raises(InvalidSessionError, match=r"\[frame.trailing\]: "):
        opened(b.session(*many) + b"x")
    twice = b.overlays(b.field("f"), b.field("f"))
    bundle = opened(b.session(twice, *many))
    assert len(bundle.findings) == 1000
    with pytest.raises(InvalidSessionError, match=r"\[overlays.field-id-duplicate\]: "):
        _ = bundle.fields
    assert len(opened(b.session(*many), limits=Limits(findings=0)).findings) == 0
    with pytest.raises(InvalidSessionError, match=r"\[frame.trailing\]: "):
        opened(b.session(*many) + b"x", limits=Limits(findings=0))


def test_a_chunk_that_is_not_there(opened) -> None:
    """KeyError: 'highlights/meta'."""
    bundle = opened(b.session(b.chunk(STATE, {})))
    for call in (bundle.decode_chunk, bundle.read_chunk_bytes, bundle.get_chunk_meta, bundle.entry):
        with pytest.raises(KeyError) as caught:
            call("highlights/meta")
        assert isinstance(caught.value, MissingChunkError)
        assert caught.value.args == ("highlights/meta",)
        assert str(caught.value) == "highlights/meta"


BROKEN = {
    "more than is declared": (b.chunk(STATE, b'{"a":1}', uncompressedBytes=6), "chunk.inflated-too-large"),
    "more than is declared, as it is": (
        b.chunk(STATE, b'{"a":1}', codec="none", uncompressedBytes=6),
        "chunk.inflated-too-large",
    ),
    "no gzip": (b.chunk(STATE, {}, stored=b"{}"), "gzip.header"),
    "a wrong checksum": (
        b.chunk(STATE, {}, stored=gzip.compress(b"{}")[:-8] + b"\0" * 8),
        "gzip.crc",
    ),
    "a second member": (b.chunk(STATE, {}, stored=gzip.compress(b"{}") + gzip.compress(b"")), "gzip.trailing"),
    "cut": (b.chunk(STATE, {}, stored=gzip.compress(b"{}")[:-1]), "gzip.truncated"),
    "no JSON": (b.chunk(STATE, b"{"), "json.syntax"),
    "nothing": (b.chunk(STATE, b""), "json.empty"),
    "a key twice": (b.chunk(STATE, b'{"a":1,"a":2}'), "json.duplicate-key"),
    "a word that is no number": (b.chunk(STATE, b"[NaN]"), "json.non-finite"),
    "a field twice": (b.overlays(b.field("f"), b.field("f")), "overlays.field-id-duplicate"),
    "a group twice": (b.meta(b.group("g"), b.group("g")), "meta.group-id-duplicate"),
}  # fmt: skip


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_chunk_is_refused_every_time_and_the_others_are_not(opened, case: str) -> None:
    chunk, rule = BROKEN[case]
    bundle = opened(b.session(chunk, b.chunk("ui/dockable-layout", {})))
    told: list[str] = []
    for _ in range(3):
        with pytest.raises(InvalidSessionError) as caught:
            bundle.decode_chunk(chunk.entry["id"])
        assert caught.value.finding is not None
        assert (caught.value.finding.rule, caught.value.finding.chunk) == (rule, chunk.entry["id"])
        assert caught.value.finding.span is not None
        told.append(str(caught.value))
    assert len(set(told)) == 1
    assert len(set(rules(bundle))) == len(rules(bundle))
    if rule == "chunk.inflated-too-large":
        assert told[0].startswith("Chunk decompressed too large")
    assert bundle.decode_chunk("ui/dockable-layout") == {}
    assert bundle.read_chunk_bytes(chunk.entry["id"]) == chunk.stored


def test_a_look_at_a_refused_registry_does_not_open_it(opened) -> None:
    """The page of a notebook reads the registries first, and swallows what it can't read."""
    bundle = opened(b.session(b.overlays(b.field("f"), b.field("f"))))
    assert "The registries can't be read: a field before has this id" in bundle._repr_html_()
    with pytest.raises(InvalidSessionError, match=r"\[overlays.field-id-duplicate\]: "):
        _ = bundle.fields


BAD_VIEWS = {
    "an index that is no cell": (
        [b.meta(b.group("g", 1)), b.chunk(b.CELLS + "g", b.cells([10]))],
        lambda bundle: bundle.groups[0].indices,
        "cells.index",
    ),
    "a mask of fewer cells": (
        [b.meta(b.group("g", 1)), b.chunk(b.CELLS + "g", b.cells([9]))],
        lambda bundle: bundle.groups[0].mask(9),
        "cells.index",
    ),
    "more members than cells": (
        [b.meta(b.group("g", 1)), b.chunk(b.CELLS + "g", b.uvarint(11) + b"\0" * 11)],
        lambda bundle: bundle.groups[0].indices,
        "cells.count",
    ),
    "a payload that ends early": (
        [b.meta(b.group("g", 1)), b.chunk(b.CELLS + "g", b.uvarint(2) + b"\0")],
        lambda bundle: bundle.groups[0].indices,
        "uvarint.truncated",
    ),
    "too few codes": (
        [b.overlays(b.field("f")), b.chunk(b.CODES + "f", b.codes([0] * 9))],
        lambda bundle: bundle.fields[0].codes,
        "codes.length",
    ),
    "an encoding that is none": (
        [b.overlays(b.field("f")), b.chunk(b.CODES + "f", b"\x07" + b.codes([0] * 10)[1:])],
        lambda bundle: bundle.fields[0].codes,
        "codes.encoding",
    ),
    "runs that do not fill": (
        [b.overlays(b.field("f")), b.chunk(b.CODES + "f", b"\x02" + struct.pack("<I", 10) + b"\0\x09")],
        lambda bundle: bundle.fields[0].codes,
        "codes.runs",
    ),
    "a table's header that is wrong": (
        [b.chunk(GENE, b.table([1], header={"rowCount": "x"}))],
        lambda bundle: bundle.artifacts[GENE].columns(),
        "table.header",
    ),
    "a table's cell that is none": (
        [b.chunk(GENE, b.table([10]))],
        lambda bundle: bundle.artifacts[GENE].frame(),
        "table.cell-index",
    ),
    "a table whose column ends early": (
        [b.chunk(GENE, b.table([1, 2])[:-1])],
        lambda bundle: bundle.artifacts[GENE].columns(),
        "table.column",
    ),
}  # fmt: skip


@pytest.mark.parametrize("first", ["the view", "the bytes"])
@pytest.mark.parametrize("case", BAD_VIEWS)
def test_views_refuse_what_the_validator_refuses(opened, case: str, first: str) -> None:
    """Also after the bytes were handed out, and again and again."""
    chunks, view, rule = BAD_VIEWS[case]
    bundle = opened(b.session(*chunks))
    if first == "the bytes":
        dict(bundle.iter_chunks())
    for _ in range(2):
        with pytest.raises(InvalidSessionError) as caught:
            view(bundle)
        assert caught.value.finding is not None
        if rule != "table.header" and rule != "codes.runs":
            assert caught.value.finding.rule == rule
        assert caught.value.finding.cls == "safety"
        assert caught.value.finding.chunk == chunks[-1].entry["id"]


# -- findings --


def test_conformance_and_advice_are_noted_and_read_on(opened) -> None:
    bundle = opened(
        b.session(
            b.chunk(STATE, {"dimensionLevel": "x"}, contributorId="somebody"),
            b.meta(b.group("g", 1, color="red"), color=1),
            b.chunk(b.CELLS + "g", b.cells([1, 1]) + b"\0"),
            b.chunk("other/thing", {}, priority="eager"),
            manifest={"createdAt": "soon"},
        )
    )
    before = rules(bundle)
    assert {"manifest.created-at", "chunk.family-contributor", "chunk.foreign"} <= set(before)
    dict(bundle.iter_chunks())
    assert bundle.groups[0].indices.tolist() == [1, 1]
    after = rules(bundle)
    assert {"cells.trailing", "cells.duplicate"} <= set(after)
    assert len(after) > len(before)
    spans = [finding.span.start for finding in bundle.findings if finding.span is not None]
    assert spans == sorted(spans)
    for _ in range(3):  # nothing is told twice
        dict(bundle.iter_chunks())
        assert bundle.groups[0].indices.tolist() == [1, 1]
        bundle.groups[0].mask(10)
        bundle._repr_html_()
    assert rules(bundle) == after


@pytest.mark.parametrize("first", ["decode_chunk", "read_chunk_bytes"])
def test_the_bytes_first_hide_no_note(opened, first: str) -> None:
    bundle = opened(
        b.session(
            b.overlays(b.field("f")),
            b.chunk(b.CODES + "f", b.codes([0] * 10) + b"x", uncompressedBytes=99),
        )
    )
    getattr(bundle, first)(b.CODES + "f")
    assert "codes.trailing" not in rules(bundle)
    assert len(bundle.fields[0].codes) == 10
    assert rules(bundle).count("codes.trailing") == 1
    assert rules(bundle).count("chunk.inflated-short") == 1


# -- bounds --


def test_a_bomb_is_stopped_by_what_is_declared(opened) -> None:
    """ "Chunk decompressed too large", before the memory is taken."""
    bomb = gzip.compress(b"\0" * (64 << 20), 9)
    bundle = opened(b.session(b.chunk(b.CELLS + "g", b"", stored=bomb, uncompressedBytes=1000)))
    tracemalloc.start()
    try:
        with pytest.raises(InvalidSessionError, match=r"^Chunk decompressed too large"):
            bundle.decode_chunk(b.CELLS + "g")
        assert tracemalloc.get_traced_memory()[1] < 4 << 20
    finally:
        tracemalloc.stop()


def test_without_a_declared_size_the_format_bounds_it(opened, monkeypatch: pytest.MonkeyPatch) -> None:
    short = Generation(
        **{name: getattr(EARLIEST, name) for name in EARLIEST.__slots__} | {"inflated_bytes": 1 << 20}
    )
    monkeypatch.setattr("cellucid_session.check.session.generations.generation", lambda number: short)
    bomb = gzip.compress(b"\0" * (8 << 20), 9)
    for changes in ({"uncompressedBytes": b.ABSENT}, {"uncompressedBytes": 400 << 20}):
        bundle = opened(b.session(b.chunk(b.CELLS + "g", b"", stored=bomb, **changes)))
        with pytest.raises(InvalidSessionError, match=r"^Chunk decompressed too large"):
            bundle.decode_chunk(b.CELLS + "g")


@pytest.mark.parametrize(
    ("limits", "rule"),
    [
        ({"file_bytes": 100}, "budget.file-bytes"),
        ({"json_bytes": 100}, "budget.json-bytes"),
        ({"json_nodes": 10}, "budget.json-nodes"),
        ({"chunks": 10}, "budget.chunks"),
    ],
)
def test_budgets_of_opening(opened, limits: dict[str, int], rule: str) -> None:
    with pytest.raises(BudgetError) as caught:
        opened(b.typical(), limits=Limits(**limits))
    assert caught.value.finding is not None
    assert caught.value.finding.rule == rule


def test_what_the_bytes_within_the_budget_break_goes_before_it(opened) -> None:
    """As the validator has it: the reason at the smallest offset, and a cut frame is none before the end."""
    data = b.typical()
    wrong = bytearray(data)
    wrong[16] = 0
    for limit, refused in ((17, InvalidSessionError), (16, InvalidSessionError), (15, BudgetError)):
        with pytest.raises(refused):
            opened(bytes(wrong), limits=Limits(file_bytes=limit))
        assert validate(bytes(wrong), limits=Limits(file_bytes=limit)).verdict == (
            "invalid" if refused is InvalidSessionError else "inconclusive"
        )
    with pytest.raises(BudgetError):
        opened(data[:-1], limits=Limits(file_bytes=len(data) - 2))
    with pytest.raises(InvalidSessionError, match=r"frame\.chunk-truncated"):
        opened(data[:-1], limits=Limits(file_bytes=len(data) - 1))
    with pytest.raises(InvalidSessionError, match=r"frame\.trailing"):
        opened(data + b"\0", limits=Limits(file_bytes=len(data)))


def test_budgets_of_decoding(opened) -> None:
    long = b.chunk(STATE, b'"' + b"x" * 5000 + b'"')
    table = b.chunk(GENE, b.table([], header={**b.table_header(0), "pad": "x" * 5000}))
    bundle = opened(b.session(long, table), limits=Limits(json_bytes=4000))
    for read in (lambda: bundle.decode_chunk(STATE), lambda: bundle.artifacts[GENE].columns()):
        for _ in range(2):
            with pytest.raises(BudgetError, match=r"\[budget.json-bytes\]: "):
                read()
    many = opened(b.session(b.chunk(STATE, [0] * 5000)), limits=Limits(json_nodes=4000))
    with pytest.raises(BudgetError, match=r"\[budget.json-nodes\]: "):
        many.decode_chunk(STATE)


def test_a_header_of_many_columns_takes_linear_time(opened) -> None:
    columns = [{"name": "value", "dtype": "float32", "encoding": "raw", "byteLength": 0}] * 20_000
    bundle = opened(b.session(b.chunk(GENE, b.table([], header={"rowCount": 0, "columns": columns}))))
    assert bundle.artifacts[GENE].columns() == {}


# -- one descriptor --


def replaced(path: Path) -> None:
    other = path.with_suffix(".other")
    other.write_bytes(b.session(b.chunk(STATE, {"other": "session"})))
    other.replace(path)


def test_a_file_that_takes_the_name_is_never_read(opened, tmp_path: Path) -> None:
    bundle = opened(b.typical())
    replaced(bundle.path)
    assert bundle.decode_chunk(STATE) == {}
    assert bundle.groups[0].indices.tolist() == [1, 4, 9]
    saved = bundle.save(tmp_path / "saved")
    assert saved.read_bytes() == b.typical()
    assert "other" in CellucidSessionBundle(bundle.path).decode_chunk(STATE)


def test_a_file_that_is_gone_is_still_read(opened, tmp_path: Path) -> None:
    bundle = opened(b.typical())
    bundle.path.unlink()
    assert bundle.save(tmp_path / "saved").read_bytes() == b.typical()


def rewritten(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    with path.open("r+b") as stream:
        stream.write(data)
    os.utime(path, ns=(1, 1))  # clocks of file systems are coarse


def truncated(path: Path) -> None:
    os.truncate(path, 200)


def longer(path: Path) -> None:
    with path.open("ab") as stream:
        stream.write(b"more")


CHANGED = {"rewritten": rewritten, "truncated": truncated, "longer": longer}
READS = {
    "decode_chunk": lambda bundle: bundle.decode_chunk("other/thing"),
    "read_chunk_bytes": lambda bundle: bundle.read_chunk_bytes("other/thing"),
    "iter_chunks": lambda bundle: dict(bundle.iter_chunks()),
    "groups": lambda bundle: bundle.groups,
    "artifact": lambda bundle: bundle.artifacts[GENE].columns(),
    "save": lambda bundle: bundle.save(bundle.path.with_suffix(".saved")),
}


@pytest.mark.parametrize("read", READS)
@pytest.mark.parametrize("change", CHANGED)
def test_a_file_that_changes_under_the_reader(opened, change: str, read: str) -> None:
    bundle = opened(b.typical())
    CHANGED[change](bundle.path)
    with pytest.raises(InputError, match=r"^the session has changed while it was") as caught:
        READS[read](bundle)
    assert isinstance(caught.value, OSError)
    assert caught.value.finding is not None
    assert caught.value.finding.rule == "input.changed"
    assert [path.name for path in bundle.path.parent.iterdir()] == [bundle.path.name]


UNREADABLE = {
    "a folder": (lambda path: path.mkdir(), "input.not-regular"),
    "a pipe": (os.mkfifo, "input.not-regular"),
    "nothing": (lambda path: None, "input.unreadable"),
    "a circle": (lambda path: path.symlink_to(path), "input.not-regular"),
}


@pytest.mark.parametrize("case", UNREADABLE)
def test_what_is_no_file(tmp_path: Path, case: str) -> None:
    make, rule = UNREADABLE[case]
    make(tmp_path / "a")
    with pytest.raises(InputError) as caught:
        CellucidSessionBundle(tmp_path / "a")
    assert caught.value.finding is not None
    assert caught.value.finding.rule == rule


def test_a_file_that_changes_while_it_is_opened(opened, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is said of a session whose bytes were not all there at one time."""
    pread = os.pread

    def cut(descriptor: int, size: int, start: int) -> bytes:
        os.truncate(f"/dev/fd/{descriptor}", 100)
        return pread(descriptor, size, start)

    monkeypatch.setattr(os, "pread", cut)
    with pytest.raises(InputError, match=r"^the session has changed while it was read"):
        opened(b.typical())


def test_a_disk_that_does_not_give_the_bytes(opened, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not a truncated session: an input that can't be read."""

    def broken(*_: object) -> bytes:
        raise OSError(5, "Input/output error")

    bundle = opened(b.typical())
    monkeypatch.setattr(os, "pread", broken)
    with pytest.raises(
        InputError, match=r"^the session can't be read: only 0 of its \d+ bytes can be read: "
    ):
        opened(b.typical())
    with pytest.raises(InputError):
        bundle.decode_chunk(STATE)


def descriptors() -> int:
    return len(os.listdir("/dev/fd"))


def test_no_descriptor_is_left_open(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b.typical())
    before = descriptors()
    with CellucidSessionBundle(path) as bundle:
        bundle.save(tmp_path / "b")
        assert descriptors() == before + 1
    assert descriptors() == before
    CellucidSessionBundle(path)  # and nobody keeps it
    assert descriptors() == before
    path.write_bytes(b.typical() + b"x")
    with pytest.raises(InvalidSessionError):
        CellucidSessionBundle(path)
    assert descriptors() == before


def test_a_closed_bundle(opened, tmp_path: Path) -> None:
    bundle = opened(b.typical())
    group, artifact = bundle.groups[0], bundle.artifacts[GENE]
    with bundle as same:
        assert same is bundle
    bundle.close()  # twice is fine
    assert len(bundle) == 11
    assert bundle.manifest["chunks"]
    for read in (
        lambda: bundle.decode_chunk(STATE),
        lambda: bundle.read_chunk_bytes(STATE),
        lambda: bundle.groups,
        lambda: group.indices,
        lambda: group.mask(10),
        artifact.columns,
        lambda: bundle.save(tmp_path / "new" / "saved"),
        lambda: bundle.decoder,
    ):
        with pytest.raises(InputError, match=r"^the bundle is closed$"):
            read()
    assert not (tmp_path / "new").exists()
    assert "the bundle is closed" in bundle._repr_html_()


# -- saving --


def test_save_makes_folders_and_gives_the_path(opened, tmp_path: Path) -> None:
    bundle = opened(b.typical())
    dest = tmp_path / "sessions" / "deep" / "my_analysis.cellucid-session"
    assert bundle.save(str(dest)) == dest
    assert dest.read_bytes() == b.typical()
    assert dest.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in dest.parent.iterdir()] == [dest.name]
    assert bundle.path.name == "s0.cellucid-session"  # still the same file
    assert bundle.decode_chunk(STATE) == {}
    dest.write_bytes(b.session())
    bundle.save(dest)
    assert dest.read_bytes() == b.typical()
    assert CellucidSessionBundle(dest).list_chunk_ids() == bundle.list_chunk_ids()


def test_a_long_session_is_saved_in_pieces(opened, tmp_path: Path) -> None:
    data = b.session(b.chunk(STATE, b'"' + os.urandom(1 << 20).hex().encode() + b'"', codec="none"))
    assert opened(data).save(tmp_path / "saved").read_bytes() == data


def test_save_here(opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bundle = opened(b.typical())
    monkeypatch.chdir(tmp_path)
    assert bundle.save("my-session.cellucid-session") == Path("my-session.cellucid-session")
    assert (tmp_path / "my-session.cellucid-session").read_bytes() == b.typical()


def planted_link(folder: Path) -> Path:
    (folder / "precious").write_bytes(b"precious")
    (folder / "link").symlink_to(folder / "precious")
    return folder / "link"


def hanging_link(folder: Path) -> Path:
    (folder / "link").symlink_to(folder / "not-there")
    return folder / "link"


def itself(folder: Path) -> Path:
    return folder / "s0.cellucid-session"


def a_folder(folder: Path) -> Path:
    (folder / "folder").mkdir()
    return folder / "folder"


def below_a_file(folder: Path) -> Path:
    return folder / "s0.cellucid-session" / "below"


DESTINATIONS = {
    "a planted link": (planted_link, UsageError),
    "a link to nothing": (hanging_link, UsageError),
    "the session itself": (itself, UsageError),
    "a folder": (a_folder, UsageError),
    "below a file": (below_a_file, OutputError),
    "no path": (lambda folder: folder / "a\0b", SessionError),
    "no path of a folder": (lambda folder: folder / "a\0b" / "c", OutputError),
    "a name that is too long": (lambda folder: folder / ("x" * 300), SessionError),
}


@pytest.mark.parametrize("case", DESTINATIONS)
def test_where_nothing_is_saved(opened, tmp_path: Path, case: str) -> None:
    make, error = DESTINATIONS[case]
    bundle = opened(b.typical())
    dest = make(tmp_path)
    before = {path.name: path.is_file() and path.read_bytes() for path in tmp_path.iterdir()}
    with pytest.raises(error):
        bundle.save(dest)
    assert {path.name: path.is_file() and path.read_bytes() for path in tmp_path.iterdir()} == before
    assert bundle.decode_chunk(STATE) == {}


FAILURES: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    "the disk is full": lambda patch: patch.setattr(os, "fsync", _full),
    "the name can't be given": lambda patch: patch.setattr(os, "replace", _full),
    "the session can't be read": lambda patch: patch.setattr(os, "pread", _full),
    "stopped by a key": lambda patch: patch.setattr(os, "fsync", _stop),
}


def _full(*_: object, **__: object) -> None:
    raise OSError(28, "No space left on device")


def _stop(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize("case", FAILURES)
def test_a_save_that_fails_leaves_no_part(opened, tmp_path: Path, case: str) -> None:
    bundle = opened(b.typical())
    (tmp_path / "saved").write_bytes(b.session())
    with pytest.MonkeyPatch.context() as patch:
        FAILURES[case](patch)
        with pytest.raises(KeyboardInterrupt if "key" in case else SessionError):
            bundle.save(tmp_path / "saved")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["s0.cellucid-session", "saved"]
    assert (tmp_path / "saved").read_bytes() == b.session()


# -- views --


def test_pages_and_groups(opened) -> None:
    pages = [
        {"id": "p1", "name": " First ", "color": "#aabbcc", "highlightedGroups": [b.group("g1", 2)]},
        {"id": "p2", "highlightedGroups": [{"id": " g2 "}, {"id": "  "}, {"label": "no id"}, 5]},
        {"id": " "},
        {"id": "p3", "name": "Empty", "color": 5, "highlightedGroups": "none"},
        7,
    ]
    bundle = opened(b.session(b.meta(pages=pages), b.chunk(b.CELLS + "g1", b.cells([2, 5]))))
    first, second, third = bundle.pages
    assert (first.id, first.name, first.color, len(first.groups)) == ("p1", "First", "#aabbcc", 1)
    assert (second.id, second.name, second.color, len(second.groups)) == ("p2", "Page", None, 1)
    assert (third.name, third.color, third.groups) == ("Empty", None, ())
    one, two = bundle.groups
    assert (one.id, one.label, one.type, one.enabled, one.cell_count) == ("g1", "g1", "lasso", True, 2)
    assert (one.page_id, one.page_name, one.chunk_id) == ("p1", "First", b.CELLS + "g1")
    assert one.meta == b.group("g1", 2)
    assert (two.id, two.label, two.type, two.enabled) == ("g2", "Restored selection", "combined", True)
    assert (two.cell_count, two.chunk_id) == (None, None)
    assert "meta.required" not in rules(opened(b.typical()))
    assert "meta.required" in rules(bundle)


def test_members(opened) -> None:
    bundle = opened(
        b.session(
            b.meta(b.group("g", 3, enabled=False), b.group("empty", 0), b.group("lost", 7), b.group("all")),
            b.chunk(b.CELLS + "g", b.cells([0, 4, 4, 9])),
            b.chunk(b.CELLS + "all", b.cells(range(10)), codec="none"),
        )
    )
    group, empty, lost, everything = bundle.groups
    assert group.enabled is False
    assert group.indices.dtype == np.uint32
    assert group.indices.tolist() == [0, 4, 4, 9]  # twice as stored; `cell_count` is a hint
    assert group.mask(10).dtype == np.bool_
    assert np.flatnonzero(group.mask(10)).tolist() == [0, 4, 9]
    assert group.mask(12).tolist()[10:] == [False, False]
    assert (group.has_cells, empty.has_cells, lost.has_cells, everything.has_cells) == (
        True,
        True,
        False,
        True,
    )
    assert empty.indices.tolist() == lost.indices.tolist() == []
    assert empty.indices.dtype == np.uint32
    assert not lost.mask(10).any()
    assert everything.mask(10).all()


def test_members_without_a_count_of_cells(opened) -> None:
    top = 2**32 - 1
    bundle = opened(b.session(b.meta(b.group("g", 2)), b.chunk(b.CELLS + "g", b.cells([7, top])), n_obs=None))
    assert bundle.groups[0].indices.tolist() == [7, top]
    with pytest.raises(InvalidSessionError, match=r"\[cells.index\]: "):
        bundle.groups[0].mask(10)


CODES = {
    "one byte each": (b.codes([0, 1, 255] * 3 + [0]), np.uint8, [0, 1, 255] * 3 + [0]),
    "two bytes each": (b.codes([0, 1, 65535] * 3 + [0], 1), np.uint16, [0, 1, 65535] * 3 + [0]),
    "two bytes that one would hold": (b.codes([0, 1] * 5, 1), np.uint16, [0, 1] * 5),
    "runs of small codes": (b.codes([1] * 9 + [255], 2), np.uint8, [1] * 9 + [255]),
    "runs of large codes": (b.codes([1] * 9 + [256], 2), np.uint16, [1] * 9 + [256]),
    "runs, a large code in the end": (b.codes([0, 1] * 4 + [300, 65535], 2), np.uint16, [0, 1] * 4 + [300, 65535]),
}  # fmt: skip


@pytest.mark.parametrize("codec", ["gzip", "none"])
@pytest.mark.parametrize("case", CODES)
def test_codes(opened, case: str, codec: str) -> None:
    payload, dtype, values = CODES[case]
    names = [f"c{i}" for i in range(301)]
    bundle = opened(b.session(b.overlays(b.field("f", names)), b.chunk(b.CODES + "f", payload, codec=codec)))
    (field,) = bundle.fields
    assert field.codes.dtype == dtype
    assert field.codes.tolist() == values
    assert field.codes_for((10, 5)).tolist() == values
    assert field.codes_for(None).tolist() == values
    with pytest.raises(InvalidSessionError, match=r"\[codes.length\]: "):
        field.codes_for((9,))


def test_fields(opened) -> None:
    fields = [
        b.field("a", ["x", "y"], isDeleted=True, codesType="Uint8Array", codesLength=10),
        b.field("b", None, isPurged=True),
        b.field("c", ["z"], source="var", key="of genes", codesType="Uint16Array"),
        b.field("", key="no id"),
        b.field("d", key=""),
        b.field("e", kind="category", source="elsewhere") | {"categories": "none"},
        3,
    ]
    bundle = opened(b.session(b.overlays(*fields), b.chunk(b.CODES + "c", b.codes([0] * 5))))
    first, second, third, last = bundle.fields
    assert (first.id, first.key, first.source, first.kind) == ("a", "a", "obs", "category")
    assert (first.categories, first.deleted, first.purged) == (("x", "y"), True, False)
    assert (first.codes_type, first.codes_length, first.markers) == ("Uint8Array", 10, (255,))
    assert (first.chunk_id, len(first.codes)) == (None, 0)
    assert (second.kind, second.categories, second.markers, second.purged) == ("continuous", (), (), True)
    assert (third.source, third.key, third.chunk_id) == ("var", "of genes", b.CODES + "c")
    assert 65535 in third.markers
    assert third.codes.tolist() == [0] * 5
    assert (last.source, last.categories) == ("obs", ())
    assert "overlays.required" in rules(bundle)


def test_a_var_field_may_have_one_code_for_each_cell(opened) -> None:
    field = b.field("f", source="var")
    for length in (5, 10):
        bundle = opened(b.session(b.overlays(field), b.chunk(b.CODES + "f", b.codes([0] * length))))
        assert len(bundle.fields[0].codes) == length
    bundle = opened(b.session(b.overlays(field), b.chunk(b.CODES + "f", b.codes([0] * 7)), n_vars=None))
    assert len(bundle.fields[0].codes) == 7
    with pytest.raises(InvalidSessionError, match=r"\[codes.length\]: "):
        _ = opened(b.session(b.overlays(field), b.chunk(b.CODES + "f", b.codes([0] * 7)))).fields[0].codes


def test_renames_and_deletions(opened) -> None:
    renames = {"fields": {"obs:leiden": "clusters", "obs:bad": 5}, "categories": {"obs:leiden:0": "T cells"}}
    deleted = {"deleted": ["obs:old", "var:older", 5], "purged": ["var:older"]}
    bundle = opened(b.session(b.overlays(renames=renames, deletedFields=deleted)))
    assert bundle.renames.fields == {"obs:leiden": "clusters"}
    assert bundle.renames.categories == {"obs:leiden:0": "T cells"}
    assert bundle.deleted_fields.deleted == ("obs:old", "var:older")
    assert bundle.deleted_fields.purged == ("var:older",)
    for changes in ({"renames": 5, "deletedFields": []}, {"renames": b.ABSENT, "deletedFields": b.ABSENT}):
        odd = opened(b.session(b.overlays(**changes)))
        assert (odd.renames.fields, odd.deleted_fields.deleted) == ({}, ())


@pytest.mark.parametrize("payload", [[], 5, None, "x", {"pages": 5, "userDefinedFields": {}}], ids=str)
def test_registries_of_another_shape_give_empty_views(opened, payload: object) -> None:
    bundle = opened(b.session(b.chunk(b.OVERLAYS, payload), b.chunk(b.META, payload)))
    assert (bundle.pages, bundle.groups, bundle.fields) == ([], [], [])
    assert (bundle.renames.fields, bundle.deleted_fields.purged) == ({}, ())
    assert {"meta.shape", "overlays.shape"} <= set(rules(bundle))


def bits(*values: int) -> bytes:
    return struct.pack(f"<{len(values)}I", *values)


def test_artifacts_are_bit_for_bit(opened) -> None:
    """NaN payloads, signalling NaNs, -0.0, infinities and subnormals come as they are stored."""
    odd = [0x7FC00001, 0x7F800001, 0xFFFFFFFF, 0x80000000, 0x7F800000, 0xFF800000, 0x00000001, 0x7FC0DEAD]
    good = b.table(range(8))
    payload = good[: -4 * 8] + bits(*odd)
    bundle = opened(b.session(b.chunk(GENE, payload)))
    (artifact,) = bundle.artifacts.values()
    assert (artifact.chunk_id, artifact.cache_key, artifact.gene, artifact.page_id) == (
        GENE,
        "key",
        "GENE 1",
        "p1",
    )
    columns = artifact.columns()
    assert {name: column.dtype for name, column in columns.items()} == {"cellIndex": "<u4", "value": "<f4"}
    assert columns["cellIndex"].tolist() == list(range(8))
    assert columns["value"].tobytes() == bits(*odd)
    frame = artifact.frame()
    assert list(frame.columns) == ["cellIndex", "value"]
    assert frame["value"].to_numpy().tobytes() == bits(*odd)
    assert frame["value"].dtype == np.float32
    assert artifact.frame() is not frame


def test_a_table_of_no_rows(opened) -> None:
    bundle = opened(b.session(b.chunk(GENE, b.table([]))))
    columns = bundle.artifacts[GENE].columns()
    assert [len(column) for column in columns.values()] == [0, 0]
    assert bundle.artifacts[GENE].frame().shape == (0, 2)


def column(name: str, rows: int, **changes: Any) -> dict[str, Any]:
    dtype = "uint32" if name == "cellIndex" else "float32"
    return {"name": name, "dtype": dtype, "encoding": "raw", "byteLength": 4 * rows} | changes


ODD_TABLES = {
    "one column": ([column("value", 2)], bits(1, 2), {"value": bits(1, 2)}),
    "the other order": (
        [column("value", 2), column("cellIndex", 2)],
        bits(1, 2, 3, 4),
        {"value": bits(1, 2), "cellIndex": bits(3, 4)},
    ),
    "a column twice": (
        [column("cellIndex", 2), column("value", 2), column("value", 2)],
        bits(1, 2, 3, 4, 5, 6),
        {"cellIndex": bits(1, 2)},
    ),
    "a column that nobody knows": (
        [column("cellIndex", 2), column("value", 2), column("more", 2, dtype="int8", byteLength=2)],
        bits(1, 2, 3, 4) + b"\1\2",
        {"cellIndex": bits(1, 2), "value": bits(3, 4)},
    ),
    "items of another type": (
        [column("cellIndex", 2), column("value", 2, dtype="int32")],
        bits(1, 2, 3, 4),
        {"cellIndex": bits(1, 2)},
    ),
    "packed in a way that nobody knows": (
        [column("cellIndex", 2), column("value", 2, encoding="zigzag", byteLength=3)],
        bits(1, 2) + b"\1\2\3",
        {"cellIndex": bits(1, 2)},
    ),
}


@pytest.mark.parametrize("case", ODD_TABLES)
def test_a_table_of_other_columns_gives_what_the_format_has(opened, case: str) -> None:
    columns, data, wanted = ODD_TABLES[case]
    header = b.text({"rowCount": 2, "columns": columns})
    bundle = opened(b.session(b.chunk(GENE, struct.pack("<I", len(header)) + header + data)))
    artifact = bundle.artifacts[GENE]
    assert {name: each.tobytes() for name, each in artifact.columns().items()} == wanted
    assert set(artifact.frame().columns) == set(wanted)
    assert "table.columns" in rules(bundle)


def test_ids_of_artifacts(opened) -> None:
    chunks = [b.chunk(b.TABLE + rest, b.table([])) for rest in ("a%2Fb/G%zz/p", "a/b", "k/g/p/more")]
    artifacts = opened(b.session(*chunks)).artifacts
    assert [(each.cache_key, each.gene, each.page_id) for each in artifacts.values()] == [
        ("a/b", "G%zz", "p"),
        ("k", "g", "p"),
    ]


def test_the_order_of_restoring(opened) -> None:
    bundle = opened(
        b.session(
            b.chunk(STATE, {}),
            b.chunk("ui/dockable-layout", {}),
            b.chunk("other/thing", {}, datasetDependent=False),
            b.chunk("other/more", {}, datasetDependent=True, priority="lazy"),
            b.chunk("analysis/windows", {}),
        )
    )
    steps = [(step.chunk_id, step.stage, step.restores, step.why) for step in bundle.restore_plan()]
    foreign = "no known family has this id"
    assert steps == [
        (STATE, "eager", True, ""),
        ("ui/dockable-layout", "eager", True, ""),
        ("other/thing", "eager", False, foreign),
        ("other/more", "lazy", False, foreign),
        ("analysis/windows", "lazy", True, ""),  # the first lazy chunk ends the eager stage
    ]
    other = "it depends on the data set, which is another one"
    assert [(step.restores, step.why) for step in bundle.restore_plan(matches=False)] == [
        (False, other),
        (True, ""),
        (False, foreign),
        (False, other),
        (False, other),
    ]


# -- what is shown --


def hostile() -> bytes:
    field = b.field("f", [HOSTILE, "b"], key=HOSTILE)
    return b.session(
        b.overlays(field),
        b.meta(b.group("g", 1, label=HOSTILE, color=HOSTILE)),
        b.chunk("x/<img src=x onerror=alert(1)>\u202e", {HOSTILE: HOSTILE}),
        manifest={
            "createdAt": HOSTILE,
            "datasetFingerprint": {
                "sourceType": HOSTILE,
                "datasetId": HOSTILE,
                "cellCount": 10,
                "varCount": 5,
            },
        },
    )


def test_what_is_shown_of_a_typical_session(opened) -> None:
    bundle = opened(b.typical())
    assert repr(bundle) == "<CellucidSessionBundle 's0.cellucid-session': 11 chunks, demo, 10 cells>"
    page = bundle._repr_html_()
    for word in (
        "s0.cellucid-session",
        "11 chunks",
        "g1",
        "f2",
        "highlights/meta",
        "local-demo",
        "chunk.foreign",
    ):
        assert word in page
    bare = opened(b.session(manifest={"datasetFingerprint": b.ABSENT}))
    assert repr(bare) == "<CellucidSessionBundle 's1.cellucid-session': 0 chunks, unknown data set>"


def test_hostile_texts_are_shown_safely(tmp_path: Path) -> None:
    path = tmp_path / "\x1b[31m<b>\u202e.cellucid-session"
    path.write_bytes(hostile())
    with CellucidSessionBundle(path) as bundle:
        assert bundle.groups[0].label == HOSTILE  # as it is in the file; shown otherwise
        shown = repr(bundle), bundle._repr_html_(), *(str(finding) for finding in bundle.findings)
    for text in shown:
        assert text.isprintable()
        assert "\u202e" not in text
        assert "\u200b" not in text
    assert len(shown[0]) < 400
    page = shown[1]
    assert "<script" not in page
    assert "<img" not in page
    assert "<b>" not in page.replace("<b>Session</b>", "")
    assert "&lt;script&gt;" in page
    assert set(re.findall(r"</?([a-z]+)", page)) <= {
        "div", "p", "b", "bdi", "table", "caption", "thead", "tbody", "tr", "th", "td",
    }  # fmt: skip
    assert not re.search(r"<\w+ ", page)  # no attribute at all


def test_a_long_session_shows_a_short_page(opened) -> None:
    groups = [b.group(f"g{i}", label="x" * 5000) for i in range(500)]
    bundle = opened(b.session(b.meta(*groups), *(b.chunk(f"{b.CELLS}g{i}", b.cells([])) for i in range(500))))
    page = bundle._repr_html_()
    assert "and 480 more" in page
    assert len(page) < 40_000


@pytest.mark.parametrize(
    "fingerprint",
    [{"datasetId": {"a": [1, 2]}}, {"datasetId": 5, "cellCount": "many"}, {"datasetId": "x" * 9999}],
)
def test_an_odd_fingerprint_is_shown(opened, fingerprint: dict[str, Any]) -> None:
    bundle = opened(b.session(manifest={"datasetFingerprint": fingerprint}))
    assert len(repr(bundle)) < 300
    assert "data set" in bundle._repr_html_()


def test_a_bundle_is_applied(opened) -> None:
    anndata = pytest.importorskip("anndata")
    adata = anndata.AnnData(np.zeros((10, 5), dtype="f4"))
    assert "cellucid_highlight__g1" in opened(b.typical()).apply_to_anndata(adata).obs
    assert "cellucid_highlight__g1" not in adata.obs


def test_payloads_share_one_budget_and_each_counts_once(tmp_path) -> None:
    path = tmp_path / "a.cellucid-session"
    path.write_bytes(b.session(*(b.chunk(f"other/{name}", {"text": "x" * 90}) for name in "ab")))
    with CellucidSessionBundle(path, limits=Limits(inflated_bytes=150)) as bundle:
        for _ in range(3):
            bundle.decode_chunk("other/a")
        with pytest.raises(BudgetError, match=r"budget\.inflated-bytes"):
            bundle.decode_chunk("other/b")


def test_what_runs_expand_to_counts_over_all_fields_before_it_is_made(tmp_path: Path) -> None:
    codes = b.codes([0] * 6000, 2)
    path = tmp_path / "a"
    path.write_bytes(
        b.session(
            b.overlays(b.field("f1"), b.field("f2")),
            b.chunk(b.CODES + "f1", codes),
            b.chunk(b.CODES + "f2", codes),
            n_obs=6000,
        )
    )
    with CellucidSessionBundle(path, limits=Limits(inflated_bytes=9000)) as bundle:
        first, second = bundle.fields
        for _ in range(3):  # however often one is read, it counts once
            assert len(first.codes) == 6000
        with pytest.raises(BudgetError, match="9000 bytes together") as caught:
            _ = second.codes
        assert caught.value.finding is not None
        assert caught.value.finding.rule == "budget.inflated-bytes"
        assert second.runs.length == 6000  # nothing is expanded
