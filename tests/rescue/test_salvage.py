"""What is undamaged of a damaged session comes back, and nothing else."""

from __future__ import annotations

import gzip
import json
import os
import tracemalloc
from pathlib import Path
from typing import Any

import builders
import later
import pytest
from rescuing import data, session

from cellucid_session import (
    BudgetError,
    CellucidSessionBundle,
    InputError,
    Limits,
    SessionWriter,
    UsageError,
    salvage,
    validate,
)
from cellucid_session.conformance import assembling, catalogue
from cellucid_session.generated.generations import generation
from cellucid_session.rescue import mend
from cellucid_session.rescue.labels import labels_of
from cellucid_session.rescue.outline import Renewed, Row
from cellucid_session.rescue.remains import remains

pytestmark = pytest.mark.libraries

CELLS, CODES = "highlights/cells/", "user-defined/codes/"
REGISTRIES = ("highlights/meta", "core/field-overlays", "analysis/cache-inventory")
SUITE = catalogue.load()


def first() -> bytes:
    """A session of generation 1 with two groups, two fields and some state."""
    return builders.session(
        builders.overlays(builders.field("f1"), builders.field("f2")),
        builders.chunk("core/state", {"camera": {"x": 1}}),
        builders.meta(builders.group("g1", 3), builders.group("g2", 1)),
        builders.chunk(CODES + "f1", builders.codes([0, 1] * 5)),
        builders.chunk(CODES + "f2", builders.codes([1, 0] * 5), codec="none"),
        builders.chunk(CELLS + "g1", builders.cells([1, 4, 5])),
        builders.chunk(CELLS + "g2", builders.cells([2]), codec="none"),
    )


ORIGINALS = {"generation 1": first()} | {
    name: later.sample(name).read_bytes()
    for name in ("g2_unicode", "g4_minimal", "g5_reference", "g5_unicode")
}


def parts(data: bytes) -> tuple[dict[str, Any], list[tuple[int, int]]]:
    """The manifest of a whole session, and where each frame begins and ends."""
    at = data.index(b"\n") + 1
    found = []
    while at < len(data):
        end = at + 4 + int.from_bytes(data[at : at + 4], "little")
        found.append((at, end))
        at = end
    (start, end), *frames = found
    return json.loads(data[start + 4 : end]), frames


def payloads(data: bytes) -> dict[str, bytes]:
    manifest, frames = parts(data)
    return {
        entry["id"]: gzip.decompress(data[at + 4 : end]) if entry["codec"] == "gzip" else data[at + 4 : end]
        for entry, (at, end) in zip(manifest["chunks"], frames, strict=True)
    }


def said(source: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """Groups and fields of a session, by label and by key; only what has cells, or codes."""
    with CellucidSessionBundle(source) as bundle:
        found = labels_of(bundle)
    groups = {
        group.label: (page.name, page.color, group.cells.tolist())
        for page in found.pages
        for group in page.groups
        if group.cells is not None and len(group.cells)
    }
    fields = {
        field.key: (field.source, field.categories, field.deleted, field.places.tolist())
        for field in found.fields
        if field.places is not None
    }
    return groups, fields


def wanted(data: bytes, there: set[str]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The groups and fields that a session still has, of whose chunks these are whole."""
    groups, fields = said(data)
    with CellucidSessionBundle(data) as bundle:
        labels = {group.label: group.chunk_id for group in bundle.groups if group.chunk_id}
        keys = {field.key: field.chunk_id for field in bundle.fields if field.chunk_id}
    left = {name: each for name, each in groups.items() if labels[name] in there}
    kept = {name: each for name, each in fields.items() if keys[name] in there}
    return (
        left if "highlights/meta" in there else {},
        kept if "core/field-overlays" in there else {},
    )


def texts(names: tuple[Any, ...]) -> tuple[str, ...]:
    return tuple(each if isinstance(each, str) else json.dumps(each) for each in names)


def check(original: bytes, damaged: bytes, whole: set[str], out: Path) -> Any:
    """Salvage a damaged copy of which these chunks are whole."""
    told = salvage(damaged, out, force=True)
    assert told.verdict == "invalid"
    groups, fields = wanted(original, whole)
    lost = {item.name for item in told.lost}
    number = validate(original).generation
    assert number is not None
    required = set(generation(number).families.required) - {
        "analysis/cache-inventory"
    }  # which can be made anew
    if told.written is None:
        assert not groups
        assert not fields
        assert not (whole and required <= whole)
        return told
    report = validate(out)
    assert report.valid
    assert report.generation == told.generation == (number if required <= whole else 1)
    if told.generation == 1:  # which has no categories but texts, and 65,535 of them at most
        few = {key: field for key, field in fields.items() if len(field[1]) < 65536}
        assert {item.name for item in told.lost if item.kind == "field"} >= fields.keys() - few.keys()
        fields = {key: (field[0], texts(field[1]), *field[2:]) for key, field in few.items()}
    assert said(out) == (groups, fields)
    assert not told.whole
    if required <= whole:
        before, after = payloads(original), payloads(out.read_bytes())
        assert after.keys() <= whole | {"analysis/cache-inventory"}
        assert {name for name in before if name not in after} <= lost
        same = {name for name in after if after[name] == before[name]}
        assert set(told.kept) == same & whole
        assert after.keys() - same <= set(REGISTRIES)
    return told


@pytest.mark.parametrize("name", ORIGINALS)
def test_a_cut_session_gives_back_what_lies_before_the_cut(name: str, tmp_path: Path) -> None:
    data = ORIGINALS[name]
    manifest, frames = parts(data)
    for place, (at, end) in enumerate(frames):
        whole = {entry["id"] for entry in manifest["chunks"][:place]}
        for cut in (at, at + 2, end - 1) if name == "generation 1" else (at, (at + end) // 2):
            told = check(data, data[:cut], whole, tmp_path / "out.cellucid-session")
            assert {entry["id"] for entry in manifest["chunks"][place:]} <= {item.name for item in told.lost}


@pytest.mark.parametrize("name", ORIGINALS)
def test_one_broken_chunk_is_lost_alone(name: str, tmp_path: Path) -> None:
    data = ORIGINALS[name]
    manifest, frames = parts(data)
    for entry, (at, end) in zip(manifest["chunks"], frames, strict=True):
        if entry["codec"] == "none":
            continue
        broken = data[: end - 6] + bytes([data[end - 6] ^ 0x55]) + data[end - 5 :]
        whole = {each["id"] for each in manifest["chunks"]} - {entry["id"]}
        told = check(data, broken, whole, tmp_path / "out.cellucid-session")
        found = next(item for item in told.lost if item.name == entry["id"])
        assert (found.bytes, found.rule) == (end - at - 4, "gzip.crc")


def one_chunk(vector: catalogue.Vector) -> int | None:
    """The chunk that a vector breaks, where it breaks the bytes of one alone, and says nothing else of the others."""
    places = {edit["chunk"] if isinstance(edit.get("chunk"), int) else None for edit in vector.edits}
    levels = {edit["level"] for edit in vector.edits}
    if len(places) != 1 or not levels <= {"payload-bytes", "stored-bytes"}:
        return None
    return places.pop()


def broken_chunks() -> dict[str, catalogue.Vector]:
    """Of each rule one vector that breaks one chunk so that it is refused."""
    found = {}
    for vector in SUITE.vectors:
        base = SUITE.bases[vector.base]
        plain = not (vector.limits or vector.dataset or vector.taken)
        refused = base["kind"] == assembling.SESSION and vector.expect.verdict == "invalid"
        if plain and refused and one_chunk(vector) is not None:
            found.setdefault(str(vector.expect.rule), vector)
    return found


def test_of_every_rule_a_broken_chunk_is_lost_and_the_others_come_back(tmp_path: Path) -> None:
    out = tmp_path / "out.cellucid-session"
    counted = 0
    for vector in broken_chunks().values():
        original = assembling.assemble(SUITE.bases[vector.base])
        damaged = assembling.assemble(SUITE.bases[vector.base], vector.edits)
        broken = original.ids[one_chunk(vector) or 0]
        told = salvage(damaged.data, out, force=True)
        assert broken in {item.name for item in told.lost} | {item.chunk for item in told.renewed}, vector.id
        if told.written is None:
            continue
        counted += 1
        assert validate(out).valid, vector.id
        groups, fields = said(original.data)
        left, kept = said(out)
        if told.generation == 1:
            fields = {key: (field[0], texts(field[1]), *field[2:]) for key, field in fields.items()}
        registry = broken in REGISTRIES
        assert all(groups.get(name) == each for name, each in left.items()), vector.id
        assert all(fields.get(name) == each for name, each in kept.items()), vector.id
        if not registry and told.generation == validate(original.data).generation:
            gone = {item.name for item in told.lost if item.kind in ("group", "field")}
            assert len(groups) - len(left) <= (CELLS in broken), (vector.id, gone)
            assert len(fields) - len(kept) <= (CODES in broken), (vector.id, gone)
    assert counted > 40


def sized(place: int, **sizes: int) -> bytes:
    """The session of generation 1 with other sizes in one entry, or its frame."""
    manifest, frames = parts(ORIGINALS["generation 1"])
    data = ORIGINALS["generation 1"]
    stored = [data[at + 4 : end] for at, end in frames]
    framed = sizes.pop("frame", len(stored[place]))
    manifest["chunks"][place] |= sizes
    text = json.dumps(manifest).encode()
    lengths = [framed if at == place else len(each) for at, each in enumerate(stored)]
    return b"".join(
        [
            b"CELLUCID_SESSION\n",
            len(text).to_bytes(4, "little"),
            text,
            *(size.to_bytes(4, "little") + each for size, each in zip(lengths, stored, strict=True)),
        ]
    )


WRONG = {
    "storedBytes": ("storedBytes", {"storedBytes": 7}),
    "uncompressedBytes too small": ("uncompressedBytes", {"uncompressedBytes": 1}),
    "uncompressedBytes too large": ("uncompressedBytes", {"uncompressedBytes": 70}),
    "the frame too short": ("length of the frame", {"frame": 9}),
    "the frame beyond the end": ("length of the frame", {"frame": 1 << 30}),
}


@pytest.mark.parametrize("case", WRONG)
@pytest.mark.parametrize("place", [0, 5, 6])
def test_a_wrong_size_is_written_anew(case: str, place: int, tmp_path: Path) -> None:
    what, sizes = WRONG[case]
    if place == 6 and "uncompressedBytes" in sizes:
        place = 3
    out = tmp_path / "out.cellucid-session"
    told = salvage(sized(place, **sizes), out)
    assert told.whole
    assert told.verdict == "invalid"
    assert payloads(out.read_bytes()) == payloads(ORIGINALS["generation 1"])
    manifest, _ = parts(ORIGINALS["generation 1"])
    entry = manifest["chunks"][place]
    key = "storedBytes" if what == "length of the frame" else what
    assert told.renewed == (Renewed(entry["id"], what, *sizes.values(), entry[key]),)


def test_bytes_of_which_no_size_says_whose_they_are_are_lost(tmp_path: Path) -> None:
    told = salvage(sized(5, storedBytes=7, uncompressedBytes=70), tmp_path / "out.cellucid-session")
    assert [item.name for item in told.lost] == [CELLS + "g1"]
    assert "neither of its sizes" in told.lost[0].why
    assert said(tmp_path / "out.cellucid-session")[0].keys() == {"g2"}


@pytest.mark.parametrize("gone", range(7))
def test_no_chunk_comes_under_the_name_of_another_when_a_frame_is_missing(gone: int, tmp_path: Path) -> None:
    data = ORIGINALS["generation 1"]
    _, frames = parts(data)
    at, end = frames[gone]
    told = salvage(data[:at] + data[end:], tmp_path / "out.cellucid-session")
    if told.written is not None:
        before, after = payloads(data), payloads(Path(told.written).read_bytes())
        assert all(before[name] == each for name, each in after.items() if name not in REGISTRIES)


def test_two_frames_in_each_others_place_are_lost(tmp_path: Path) -> None:
    data = ORIGINALS["generation 1"]
    _, frames = parts(data)
    (a, b), (c, d) = frames[5], frames[6]
    told = salvage(data[:a] + data[c:d] + data[a:b] + data[d:], tmp_path / "out.cellucid-session")
    assert {CELLS + "g1", CELLS + "g2"} <= {item.name for item in told.lost}
    assert said(tmp_path / "out.cellucid-session")[0] == {}


#: groups whose payloads are of one size, and groups whose payloads are stored in as many bytes
ALIKE = {
    "uncompressedBytes": (("T", [0, 2, 4, 6, 8, 10]), ("B", [1, 2, 4, 7, 8, 11])),
    "storedBytes": (("T", [0, 2, 4, 6, 8, 10]), ("B", [1, 4, 9])),
}


@pytest.mark.parametrize("same", ALIKE)
def test_frames_in_each_others_place_are_lost_where_a_size_of_both_is_one(same: str, tmp_path: Path) -> None:
    source = session(1, data(), groups=ALIKE[same])
    manifest, frames = parts(source)
    mine, its = manifest["chunks"][-2:]
    assert {key for key in ("storedBytes", "uncompressedBytes") if mine[key] == its[key]} == {same}
    (a, b), (c, d) = frames[-2:]
    broken = source[:a] + source[c:d] + source[a:b]
    told = salvage(broken, tmp_path / "out.cellucid-session")
    assert {mine["id"], its["id"]} <= {item.name for item in told.lost}
    assert {item.chunk for item in told.renewed} <= set(REGISTRIES)
    assert said(tmp_path / "out.cellucid-session")[0] == {}
    with remains(broken) as left:
        assert all(group.chunk_id is None for group in left.groups)


def test_a_broken_length_in_a_payload_costs_that_chunk_alone(tmp_path: Path) -> None:
    source = ORIGINALS["g5_unicode"]
    manifest, frames = parts(source)
    names = [entry["id"] for entry in manifest["chunks"]]
    place = names.index("analysis/windows")
    payload = (1 << 31).to_bytes(4, "little") + payloads(source)["analysis/windows"][4:]
    stored = gzip.compress(payload)
    manifest["chunks"][place] |= {"storedBytes": len(stored) + 1}
    text = json.dumps(manifest).encode()
    at = source.index(b"\n") + 1
    found = [source[a + 4 : b] for a, b in frames]
    found[place] = stored
    broken = source[:at] + b"".join(len(each).to_bytes(4, "little") + each for each in (text, *found))
    told = salvage(broken, tmp_path / "out.cellucid-session")
    lost = next(item for item in told.lost if item.name == "analysis/windows")
    assert lost.rule == "budget.json-bytes"
    assert said(tmp_path / "out.cellucid-session") == said(source)


def test_labels_alone_are_said_to_be_all_that_is_there(tmp_path: Path) -> None:
    with SessionWriter(n_obs=3, cell_names=["a", "b", "c"], created_at="2026-01-01T00:00:00Z") as writer:
        group = {"id": "g1", "type": "lasso", "label": "T", "enabled": True, "cellCount": 1}
        page = {"id": "p", "name": "P", "color": None, "highlightedGroups": [group]}
        writer.add("highlights/meta", {"pages": [page], "activePageId": "p"})
        writer.add_cells("g1", [1], label="T")
        source = writer.to_bytes()
    manifest, frames = parts(source)
    manifest["createdAt"] = 7
    text = json.dumps(manifest).encode()
    head = b"CELLUCID_SESSION\n" + len(text).to_bytes(4, "little") + text
    told = salvage(head + source[frames[0][0] :], tmp_path / "out.cellucid-session")
    assert told.written is not None
    names = {item.name for item in told.lost if item.kind == "manifest"}
    assert names >= {"cellNames", "createdAt"}


def test_bytes_behind_the_last_chunk_are_left_out(tmp_path: Path) -> None:
    data = ORIGINALS["generation 1"]
    told = salvage(data + b"more", tmp_path / "out.cellucid-session")
    assert [(item.kind, item.bytes) for item in told.lost] == [("bytes", 4)]
    assert payloads((tmp_path / "out.cellucid-session").read_bytes()) == payloads(data)


@pytest.mark.parametrize("name", ORIGINALS)
def test_a_session_that_is_not_damaged_is_copied_and_said_to_be_so(name: str, tmp_path: Path) -> None:
    told = salvage(ORIGINALS[name], tmp_path / "out.cellucid-session")
    assert told.whole
    assert told.verdict == "valid"
    assert told.notes == ("the session is not damaged: it was copied",)
    assert (tmp_path / "out.cellucid-session").read_bytes() == ORIGINALS[name]


NOTHING = {
    "no session": b"hello",
    "nothing": b"",
    "cut in the manifest": ORIGINALS["generation 1"][:100],
    "a manifest that is no JSON": b"CELLUCID_SESSION\n\x02\0\0\0{]",
    "a manifest without chunks": b"CELLUCID_SESSION\n\x02\0\0\0{}",
}


@pytest.mark.parametrize("case", NOTHING)
def test_without_a_manifest_there_is_nothing_to_save(case: str, tmp_path: Path) -> None:
    told = salvage(NOTHING[case], tmp_path / "out.cellucid-session")
    assert told.written is None
    assert told.verdict == "invalid"
    assert told.notes[0].startswith("nothing can be saved: ")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("way", ["the same path", "a symbolic link", "a hard link", "a folder"])
def test_the_session_is_never_written_to(way: str, tmp_path: Path) -> None:
    path, other = tmp_path / "a.cellucid-session", tmp_path / "b.cellucid-session"
    path.write_bytes(ORIGINALS["generation 1"][:-3])
    if way == "the same path":
        other = path
    elif way == "a symbolic link":
        other.symlink_to(path)
    elif way == "a hard link":
        os.link(path, other)
    else:
        other.mkdir()
    for source in (ORIGINALS["generation 1"][:-3], b"no session"):
        path.write_bytes(source)
        with pytest.raises(UsageError):
            salvage(path, other, force=True)
        assert path.read_bytes() == source


def test_what_is_there_is_not_replaced_unasked(tmp_path: Path) -> None:
    out = tmp_path / "out.cellucid-session"
    out.write_bytes(b"mine")
    with pytest.raises(UsageError, match="exists already"):
        salvage(ORIGINALS["generation 1"][:-3], out)
    assert out.read_bytes() == b"mine"


def test_a_bomb_is_held_to_the_budget_of_a_judgement(tmp_path: Path) -> None:
    bomb = builders.session(
        builders.chunk("core/state", {}, stored=gzip.compress(bytes(1 << 20)), uncompressedBytes=1 << 20),
        builders.chunk("ui/dockable-layout", {}),
    )
    with pytest.raises(BudgetError):
        salvage(bomb[:-3], tmp_path / "out.cellucid-session", limits=Limits(inflated_bytes=1 << 19))
    assert list(tmp_path.iterdir()) == []


def test_a_field_of_which_the_registry_does_not_say_enough_keeps_nothing_else_from_being_read(
    tmp_path: Path,
) -> None:
    """The chunk of its codes is whole, and their type is one that the generation does not have."""
    vector = next(each for each in SUITE.vectors if each.id == "overlays.shape.u32.g2")
    original = assembling.assemble(SUITE.bases[vector.base]).data
    told = salvage(assembling.assemble(SUITE.bases[vector.base], vector.edits).data, tmp_path / "out")
    assert told.written is not None
    assert "user-defined/codes/f_d" in {item.name for item in told.lost}
    groups, fields = said(tmp_path / "out")
    assert groups == said(original)[0]
    assert groups or fields


def test_a_chunk_that_changed_since_it_was_judged_is_inflated_no_further(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The judge counted its bytes; who writes to the file meanwhile can put a bomb there."""
    bomb = gzip.compress(bytes(64 << 20))
    row = Row({"id": "x", "codec": "gzip"}, 0, len(bomb), True, bomb)
    work = object.__new__(mend._Mending)
    work._file = None  # type: ignore[assignment]
    tracemalloc.start()
    try:
        for told in (bomb, bomb[:-9], b"\x1f\x8b", gzip.compress(b"{}") + b"\0"):
            row.data = told
            with pytest.raises(InputError, match="changed while it was read"):
                work._payload(row, 2)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 1 << 20
    row.data = gzip.compress(b"{}")
    assert work._payload(row, 2) == b"{}"
