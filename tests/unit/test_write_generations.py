"""SessionWriter writes every generation: what real readers accept comes out of it again, and nothing is guessed."""

from __future__ import annotations

import itertools
from typing import Any

import later
import numpy as np
import pytest
from later_content import head
from test_bundle_generations import cells

from cellucid_session import SessionWriter, UsageError, validate
from cellucid_session.conformance import encode
from cellucid_session.conformance import later as bases
from cellucid_session.generated import rules as R
from cellucid_session.generated.generations import NUMBERS, generation
from cellucid_session.read.bundle import CellucidSessionBundle
from cellucid_session.write import payloads
from cellucid_session.write.judged import RefusedError
from cellucid_session.write.reopened import MemoryBundle

pytestmark = pytest.mark.libraries

LATER = NUMBERS[1:]
SETS = ("steps", "bits", "runs")
PLAIN = ("core/state", "cinematic/camera", "ui/dockable-layout", "ui/figure-export")


def columns(bundle: CellucidSessionBundle, name: str, group: Any) -> Any:
    """All cells of the category that a group is bound to, where the session names its cells by it."""
    if group.reference is None:
        return None
    return group.reference.members(cells(name).obs)


def again(name: str) -> bytes:
    """A sample, written anew from what it says."""
    with (
        CellucidSessionBundle(later.sample(name)) as bundle,
        SessionWriter(**head(bundle.manifest, bundle.generation.number)) as writer,
    ):
        for chunk_id in reversed(bundle.list_chunk_ids()):  # the order of adding says nothing
            family = bundle.entry(chunk_id).family
            assert family is not None
            if family.payload in ("codes", "index-list", "cell-set", "cache-inventory"):
                continue
            typed = family.payload == "typed-json"
            read = bundle.read_state if typed else bundle.decode_chunk
            value = read(chunk_id)
            if family.payload == "table":
                continue
            writer.add(chunk_id, value)
        for path, artifact in bundle.artifacts.items():
            table = artifact.of(bundle).columns()
            writer.add_table(*path.split("/")[-3:], table["cellIndex"], table["value"])
        for field in bundle.fields:
            if field.chunk_id is not None:
                shown = bundle.entry(field.chunk_id).priority == "eager"
                writer.add_codes(field.id, field.codes, shown=shown)
        for group in bundle.groups:
            there = group.resolve(cells(name)) if group.reference else group.indices
            writer.add_cells(group.id, there, of=columns(bundle, name, group))
        return writer.to_bytes()


@pytest.mark.parametrize("name", later.NAMES)
def test_a_sample_is_written_again(name: str) -> None:
    data = again(name)
    with CellucidSessionBundle(later.sample(name)) as one, MemoryBundle(data) as other:
        taken = frozenset((one.generation.number,))
        report = validate(data, engine="both", generations=taken)
        assert report.verdict == "valid"
        assert report.generation == one.generation.number
        assert other.list_chunk_ids() == one.list_chunk_ids()
        sizes = ("storedBytes", "uncompressedBytes")
        for chunk_id in one.list_chunk_ids():
            said = [
                {key: value for key, value in each.get_chunk_meta(chunk_id).items() if key not in sizes}
                for each in (one, other)
            ]
            assert said[0] == said[1]
        assert list(other.manifest) == list(one.manifest)
        assert other.dataset_fingerprint == one.dataset_fingerprint
        assert list(other.dataset_fingerprint) == list(one.dataset_fingerprint)
        for mine, theirs in zip(other.fields, one.fields, strict=True):
            assert mine == theirs
            assert np.array_equal(mine.codes, theirs.codes)
            assert mine.codes.dtype == theirs.codes.dtype
        for mine, theirs in zip(other.groups, one.groups, strict=True):
            assert mine == theirs
            assert (mine.reference is None) == (theirs.reference is None)
            place = cells(name) if theirs.reference is not None else None
            found = [each.indices if place is None else each.resolve(place) for each in (mine, theirs)]
            assert np.array_equal(*found)
        for chunk_id in one.list_chunk_ids():
            if chunk_id in PLAIN:
                assert one.read_state(chunk_id) == other.read_state(chunk_id)


# -- payloads, byte for byte as the suite's own encoder makes them --

MEMBERS = {
    "none": [],
    "one": [0],
    "the last": [99],
    "runs": [*range(10), 12, *range(50, 90)],
    "every other": [*range(0, 100, 2)],
    "all": [*range(100)],
}


@pytest.mark.parametrize("case", MEMBERS)
@pytest.mark.parametrize("encoding", SETS)
def test_sets_are_those_of_the_suite(case: str, encoding: str) -> None:
    members = MEMBERS[case]
    made = payloads.members_payload(generation(5), members, 100, encoding=encoding)
    assert made == encode.payload({"cell_set": {"encoding": encoding, "size": 100, "cells": members}})
    every = [payloads.members_payload(generation(5), members, 100, encoding=each) for each in SETS]
    assert payloads.members_payload(generation(5), members, 100) == min(every, key=len)


@pytest.mark.parametrize("members", [[1, 4, 6], [1, 6], [6]], ids=str)
def test_parts_of_a_category_are_those_of_the_suite(members: list[int]) -> None:
    category = [1, 4, 6]
    made = payloads.members_payload(generation(5), members, 9, of=category)
    name = "all" if members == category else "part"
    assert made == encode.payload({"cell_set": {"encoding": name, "cells": members, "category": category}})


@pytest.mark.parametrize("number", [2, 3, 4])
@pytest.mark.parametrize("case", MEMBERS)
def test_lists_are_those_of_the_suite(number: int, case: str) -> None:
    made = payloads.members_payload(generation(number), MEMBERS[case], 100)
    assert made == encode.payload({"index_list": MEMBERS[case]})


CODES = {
    "none": [],
    "bits": [0, 1, 1, 0, 1],
    "pairs of bits": [3, 0, 2, 1, 3],
    "four bits": [15, 0, 7],
    "bytes": [16, 255, 0, 3],
    "long runs": [5] * 300 + [6] * 2,
}
WIDTHS = {1: "Uint8Array", 2: "Uint16Array", 4: "Uint32Array"}
EARLY = {("raw", 1): "u8", ("run lengths", 1): "runs8", ("raw", 2): "u16", ("run lengths", 2): "runs16"}
EARLY |= {("raw", 4): "u32", ("run lengths", 4): "runs32"}


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("case", CODES)
def test_codes_are_those_of_the_suite(case: str, width: int) -> None:
    values = CODES[case]
    for number, kind in itertools.product(LATER, ("raw", "run lengths")):
        if width not in generation(number).code_types.values():
            continue
        made = payloads.typed_codes_payload(generation(number), values, WIDTHS[width], None, kind)
        if number < 5:
            wanted = {"codes_2": {"encoding": EARLY[kind, width], "values": values}}
        else:
            wanted = {
                "codes_5": {"encoding": kind.removesuffix(" lengths").replace("run", "runs"), "width": width}
            }
            wanted["codes_5"] |= {"values": values}
        assert made == encode.payload(wanted), number
    if max(values, default=0) < 16:
        made = payloads.typed_codes_payload(generation(5), values, WIDTHS[width], None, "packed")
        assert made == encode.payload({"codes_5": {"encoding": "packed", "values": values}})


@pytest.mark.parametrize("number", LATER)
@pytest.mark.parametrize("case", CODES)
def test_the_shortest_codes_are_taken(number: int, case: str) -> None:
    values, this = CODES[case], generation(number)
    kinds = ["raw", "run lengths"] + ["packed"] * (number == 5 and max(values, default=0) < 16)
    every = [payloads.typed_codes_payload(this, values, "Uint16Array", None, kind) for kind in kinds]
    made = payloads.typed_codes_payload(this, values, "Uint16Array")
    assert len(made) == min(map(len, every))
    assert made in every


def test_typed_json_is_that_of_the_suite() -> None:
    value = {"a": [np.array([1, 2], np.uint32), None], "b": {"c": np.array([0.5], np.float32)}}
    wanted = {
        "json": {"a": [{"$typed": 0}, None], "b": {"c": {"$typed": 1}}},
        "arrays": [["u32", [1, 2]], ["f32", [0.5]]],
    }
    assert payloads.typed_payload(generation(5), value) == encode.payload({"typed": wanted})


# -- what can't be written --


def described(number: int) -> dict[str, Any]:
    return bases.base(number)


def writer(number: int, **more: Any) -> SessionWriter:
    """A writer for the data set of the suite's base of a generation."""
    return SessionWriter(**(head(described(number)["manifest"], number) | more))


@pytest.mark.parametrize("number", LATER)
@pytest.mark.parametrize("argument", ["n_obs", "n_vars", "cell_order", "data_mapping", "requires"])
def test_what_a_generation_can_not_be_without_is_asked_for(number: int, argument: str) -> None:
    needed = argument in ("n_obs", "n_vars") or (
        number == 5 or (number > 2 and argument in ("cell_order", "data_mapping"))
    )
    if needed:
        with pytest.raises(UsageError, match=rf"generation {number} .*can't be without.*{argument}"):
            writer(number, **{argument: None})
    else:
        writer(number, **{argument: None}).close()


@pytest.mark.parametrize(
    ("number", "argument"),
    [
        (1, "name"),
        (1, "cell_order"),
        (2, "data_mapping"),
        (4, "requires"),
        (5, "source_type"),
        (3, "data_source"),
    ],
)
def test_what_a_generation_has_no_word_for_is_refused(number: int, argument: str) -> None:
    value = "text" if argument in ("name", "source_type") else {}
    with pytest.raises(UsageError, match=f"generation {number} .*has no "):
        (writer(number, **{argument: value}) if number > 1 else SessionWriter(**{argument: value}))  # type: ignore[arg-type]


def test_a_generation_that_is_none_is_refused() -> None:
    for number in (0, 6):
        with pytest.raises(UsageError, match="one of 1, 2, 3, 4, 5"):
            SessionWriter(generation=number)


@pytest.mark.parametrize("number", LATER)
def test_chunks_that_only_the_viewer_makes_are_asked_for(number: int) -> None:
    with writer(number) as made:
        made.add("core/state", {})
        with pytest.raises(
            UsageError, match=r"can't be without the chunks core/field-overlays, cinematic/camera"
        ) as caught:
            made.to_bytes()
        assert caught.value.finding is not None
        assert caught.value.finding.rule == R.CHUNK_FAMILY_MISSING
        assert "core/state" not in str(caught.value)
        with pytest.raises(UsageError, match="has no chunk other/thing") as caught:
            made.add(
                "other/thing", {}, contributor="x", kind="json", dataset_dependent=False, priority="lazy"
            )
        assert caught.value.finding is not None
        assert caught.value.finding.rule == R.CHUNK_UNKNOWN


REFUSED: dict[str, tuple[str | None, Any]] = {
    "a cell twice": (
        R.CELLS_ASCENDING,
        lambda: payloads.collect(generation(2).writers["index-list"], indices=[1, 1], cells=9),
    ),
    "a cell twice, among many": (
        R.CELLS_ASCENDING,
        lambda: payloads.collect(generation(2).writers["index-list"], indices=np.arange(200) // 2, cells=900),
    ),
    "bits of a cell that is none": (
        R.CELLS_PADDING,
        lambda: payloads.collect(generation(5).writers["cell-set"], encoding=1, members=[9], cells=9),
    ),
    "a run of a cell that is none": (
        R.CELLS_INDEX,
        lambda: payloads.collect(generation(5).writers["cell-set"], encoding=2, members=[9], cells=9),
    ),
    "runs out of order": (
        R.CELLS_INDEX,
        lambda: payloads.collect(generation(5).writers["cell-set"], encoding=2, members=[4, 3], cells=9),
    ),
    "bits without the number of cells": (
        None,
        lambda: payloads.members_payload(generation(5), [1], None, encoding="bits"),
    ),
    "a category that has more cells than there are": (
        R.CELLS_COUNT,
        lambda: payloads.collect(generation(5).writers["cell-set"], encoding=4, members=(10, 0), cells=9),
    ),
    "a cell that is not of the category": (
        None,
        lambda: payloads.members_payload(generation(5), [2], 9, of=[1]),
    ),
    "a category, where cells are listed": (
        None,
        lambda: payloads.members_payload(generation(4), [1], 9, of=[1]),
    ),
    "an encoding of the reader's own": (
        None,
        lambda: payloads.members_payload(generation(5), [1], 9, encoding="all of a category"),
    ),
    "neighbours of one code": (
        R.CODES_NEIGHBOURS,
        lambda: payloads.collect(
            generation(5).writers["codes"],
            encoding=1,
            length=2,
            payload=([1, 1], [1, 1]),
            lengths=None,
            width=1,
            greatest=255,
        ),
    ),
    "codes of another width": (
        R.CODES_WIDTH,
        lambda: payloads.collect(
            generation(2).writers["codes"], encoding=1, length=1, payload=[1], lengths=None, encodings=(0, 2)
        ),
    ),
    "a code that packed ones can't hold": (
        R.CODES_VALUE,
        lambda: payloads.typed_codes_payload(generation(5), [16], "Uint8Array", None, "packed"),
    ),
    "a code that needs more bits": (
        R.CODES_VALUE,
        lambda: payloads.collect(
            generation(5).writers["codes"],
            encoding=2,
            length=1,
            payload=(1, [2]),
            lengths=None,
            width=1,
            greatest=255,
        ),
    ),
    "fewer packed codes than announced": (
        R.CODES_TRUNCATED,
        lambda: payloads.collect(
            generation(5).writers["codes"],
            encoding=2,
            length=2,
            payload=(1, [1]),
            lengths=None,
            width=1,
            greatest=255,
        ),
    ),
    "a code that the type can't hold": (
        R.CODES_VALUE,
        lambda: payloads.typed_codes_payload(generation(5), [256], "Uint8Array"),
    ),
    "a type that the generation lacks": (
        None,
        lambda: payloads.typed_codes_payload(generation(3), [1], "Uint32Array"),
    ),
    "packed codes, where there are none": (
        None,
        lambda: payloads.typed_codes_payload(generation(4), [1], "Uint8Array", None, "packed"),
    ),
    "another number of codes": (
        R.CODES_LENGTH,
        lambda: payloads.typed_codes_payload(generation(5), [1], "Uint8Array", (2,)),
    ),
    "an array of truth values": (
        R.TYPED_DTYPE,
        lambda: payloads.typed_payload(generation(5), [np.array([True])]),
    ),
    "an array of two dimensions": (
        R.TYPED_DTYPE,
        lambda: payloads.typed_payload(generation(5), np.zeros((1, 1), np.uint8)),
    ),
    "the format's own key": (R.TYPED_REFERENCE, lambda: payloads.typed_payload(generation(5), {"$typed": 0})),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_a_reader_would_refuse_is_not_written(case: str) -> None:
    rule, write = REFUSED[case]
    with pytest.raises(UsageError) as caught:
        write()
    found = caught.value.finding
    assert (None if found is None else found.rule) == rule


def test_the_output_is_judged_as_its_generation() -> None:
    """What generation 4 alone allows is no session of generation 3, though a reader can't tell them apart."""
    for number in (3, 4):
        with writer(number) as made:
            for chunk in described(number)["chunks"]:
                if "json" in chunk["payload"] and chunk["entry"]["id"] != "analysis/cache-inventory":
                    made.add(chunk["entry"]["id"], chunk["payload"]["json"])
            for group in bases.GROUPS:
                made.add_cells(group[0], group[2])
            for field in bases.fields_of(number):
                if number == 4 or field[2] < 4:
                    made.add_codes(field[0], field[3])
            made.add_table("cache", "MS4A1", "page_1", [0, 8], [1.5, 2])
            data = made.to_bytes()
            assert validate(data, engine="both", generations=frozenset((number,))).valid
    with writer(3) as made:
        value = next(c for c in described(4)["chunks"] if c["entry"]["id"] == "core/field-overlays")[
            "payload"
        ]["json"]
        for chunk in described(3)["chunks"]:
            if "json" in chunk["payload"] and chunk["entry"]["id"] != "analysis/cache-inventory":
                wide = chunk["entry"]["id"] == "core/field-overlays"
                made.add(chunk["entry"]["id"], value if wide else chunk["payload"]["json"])
        for group in bases.GROUPS:
            made.add_cells(group[0], group[2])
        with pytest.raises(UsageError, match="Uint32Array"):
            made.add_codes("f_e", np.zeros(9, np.uint32))
        with pytest.raises(RefusedError) as caught:
            made.to_bytes()
        assert R.OVERLAYS_SHAPE in {found.rule for found in caught.value.findings}
