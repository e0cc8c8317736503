"""Several people's sessions as one; how far two of them agree."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from rescuing import CODES, RELEASES, data, head, session

from cellucid_session import (
    CellOrderError,
    CellucidSessionBundle,
    DatasetMismatchError,
    SessionWriter,
    UsageError,
    compare_sessions,
    merge_sessions,
    validate,
)
from cellucid_session.cli.session import main
from cellucid_session.generated.generations import EARLIEST
from cellucid_session.rescue.compare import _fields
from cellucid_session.rescue.labels import NONE, Coding, Labels
from cellucid_session.rescue.put import Prepared
from cellucid_session.rescue.saying import Told

pytestmark = pytest.mark.libraries

ADATA = data()
ANN = (("T cells", [0, 1, 2, 3]), ("B cells", [4, 5]))
BO = (("T", [0, 1, 2]), ("NK", [8, 9]))


def cells_of(source: Any) -> dict[str, dict[str, list[int]]]:
    with CellucidSessionBundle(source) as bundle:
        return {
            page.name: {group.label: group.indices.tolist() for group in page.groups} for page in bundle.pages
        }


@pytest.mark.parametrize("number", RELEASES)
@pytest.mark.parametrize("other", RELEASES)
def test_pages_stay_apart_and_are_named_by_file(number: int, other: int, tmp_path: Path) -> None:
    paths = [tmp_path / "ann.cellucid-session", tmp_path / "bo.x.cellucid-session"]
    paths[0].write_bytes(session(number, ADATA, groups=ANN))
    paths[1].write_bytes(session(other, ADATA, groups=BO, color="#112233"))
    told = merge_sessions(paths, tmp_path / "both", same_cells=True)
    assert told.names == ("ann", "bo")
    report = validate(tmp_path / "both")
    assert report.valid
    assert told.generation == (4 if number == 3 else number)  # nothing tells 3 from 4 here
    assert cells_of(tmp_path / "both") == {"Cells (ann)": dict(ANN), "Cells (bo)": dict(BO)}
    with CellucidSessionBundle(tmp_path / "both") as bundle, CellucidSessionBundle(paths[0]) as base:
        assert [page.color for page in bundle.pages] == ["#aabbcc", "#112233"]
        assert [field.key for field in bundle.fields] == ["level (ann)", "level (bo)"]
        assert bundle.dataset_fingerprint == base.dataset_fingerprint
        assert len({group.id for group in bundle.groups}) == 4
        if number > 1:
            assert bundle.read_state("core/state") == base.read_state("core/state")
    assert ("field", "level", "it is in several sessions: that of bo is level (bo)") in told.changed


def test_conflicts_are_told_and_fields_of_one_keep_their_keys() -> None:
    one = session(2, ADATA, renames={"fields": {"obs:kind": "a"}, "categories": {}}, key="x")
    two = session(2, ADATA, renames={"fields": {"obs:kind": "b"}, "categories": {}}, key="y")
    told = merge_sessions([one, two, one], names=["ann", "bo", "cy"])
    assert told.data is not None
    assert ("rename", "obs:kind", "bo says b, a session before says a") in told.dropped
    with CellucidSessionBundle(told.data) as bundle:
        assert [field.key for field in bundle.fields] == ["x (ann)", "y", "x (cy)"]
        assert bundle.renames.fields == {"obs:kind": "a"}


LOW = {"type": "category", "fieldKey": "level", "fieldSource": "obs", "categoryName": "low"}
#: what generations before the fifth say besides: places in the viewer's list
LISTED = {"fieldIndex": 3, "categoryIndex": 0}


def merged(*parts: bytes) -> tuple[Any, Any]:
    told = merge_sessions(parts, names=["ann", "bo"][: len(parts)], same_cells=True)
    assert told.data is not None
    assert validate(told.data).valid
    return CellucidSessionBundle(told.data), told


@pytest.mark.parametrize("number", [1, 4, 5])
def test_what_one_deleted_or_renamed_is_not_taken_for_a_field_of_another(number: int) -> None:
    renames = {"fields": {"obs:level": "Old"}, "categories": {"obs:level:0": "wrong"}}
    other = session(number, ADATA, renames=renames, deleted=["obs:level"], of_field={"isDeleted": True})
    bundle, _ = merged(session(number, ADATA), other)
    assert [(field.key, field.deleted) for field in bundle.fields] == [("level", False), ("level (bo)", True)]
    assert bundle.renames.fields == {"obs:level (bo)": "Old"}
    assert bundle.renames.categories == {"obs:level (bo):0": "wrong"}
    assert bundle.deleted_fields.deleted == ("obs:level (bo)",)


@pytest.mark.parametrize("number", [1, 4, 5])
def test_what_one_says_of_a_column_is_dropped_where_another_has_a_field_of_its_name(number: int) -> None:
    renames = {"fields": {"obs:level": "Old", "obs:kind": "Kind"}, "categories": {"obs:level:0": "wrong"}}
    other = session(number, ADATA, key=None, renames=renames, deleted=["obs:level"])
    bundle, told = merged(session(number, ADATA), other)
    assert bundle.renames.fields == {"obs:kind": "Kind"}
    assert not bundle.renames.categories
    assert bundle.deleted_fields.deleted == ()
    assert {each[:2] for each in told.dropped} == {
        ("rename", "obs:level"),
        ("rename", "obs:level:0"),
        ("deletion", "obs:level"),
    }


@pytest.mark.parametrize("number", [1, 4, 5])
def test_whatever_names_a_field_or_a_page_follows_it(number: int) -> None:
    parts = [
        session(
            number,
            ADATA,
            groups=(("low", [0, 3]),),
            renames={"fields": {"obs:level": f"L{at}"}, "categories": {"obs:level:1": f"h{at}"}},
            of_group=LOW | (LISTED if number < 5 else {}),
            of_field={"sourcePages": [{"pageId": "page_1"}, {"pageId": "page_2"}, {"pageId": "page_9"}]},
        )
        for at in range(2)
    ]
    bundle, told = merged(*parts)
    assert bundle.renames.fields == {"obs:level (ann)": "L0", "obs:level (bo)": "L1"}
    assert bundle.renames.categories == {"obs:level (ann):1": "h0", "obs:level (bo):1": "h1"}
    assert [page.id for page in bundle.pages] == ["page_1", "page_2"]
    gone = {"pageId": "page_9"}
    assert [field.meta["sourcePages"] for field in bundle.fields] == [
        [{"pageId": "page_1"}, gone],
        [{"pageId": "page_2"}, gone],
    ]
    assert sum("has no page page_2" in why for _, _, why in told.dropped) == 2
    mine, its = (group.meta for group in bundle.groups)
    assert mine["fieldKey"] == "level (ann)"
    assert mine.get("fieldIndex") == (3 if number < 5 else None)
    assert its.get("fieldKey") == (None if number == 4 else "level (bo)")
    assert "fieldIndex" not in its
    assert "level" not in bundle.manifest.get("requires", {}).get("obs", ())


def test_a_key_that_is_told_apart_is_nobody_elses() -> None:
    told = merge_sessions(
        [session(5, ADATA), session(5, ADATA), session(5, ADATA, key="level (bo)")], names=["ann", "bo", "cy"]
    )
    with CellucidSessionBundle(told.data) as bundle:
        assert [field.key for field in bundle.fields] == ["level (ann)", "level (bo 2)", "level (bo)"]


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere no file has such a name")
def test_a_name_of_a_file_is_made_safe_before_it_is_a_page_s(tmp_path: Path) -> None:
    paths = [
        os.path.join(os.fsencode(tmp_path), name) for name in (b"\xff.session", b"x\x1b[31m", b"x\x1b[31m.")
    ]
    for path in paths:
        Path(os.fsdecode(path)).write_bytes(session(5, ADATA))
    told = merge_sessions([os.fsdecode(path) for path in paths])
    with CellucidSessionBundle(told.data) as bundle:
        names = [page.name for page in bundle.pages]
    assert len(set(names)) == 3
    assert all(name.isprintable() for name in names)


def ordered(number: int, digest: str) -> bytes:
    order = session_head(number)["cell_order"] | {"digest": digest}
    return session(number, ADATA, of_head={"cell_order": order})


def test_an_order_counts_where_the_generation_has_one() -> None:
    said = {"cellOrder": session_head(2)["cell_order"]}
    first = with_fingerprint(session(1, ADATA), said)
    assert validate(first).valid
    with pytest.raises(CellOrderError, match="nothing shows"):
        merge_sessions([first, first])
    with pytest.raises(CellOrderError, match="different orders"):
        merge_sessions([ordered(3, "0" * 16), session(4, ADATA)], same_cells=True)


def session_head(number: int) -> dict[str, Any]:
    return head(number, ADATA)


def with_fingerprint(source: bytes, more: dict[str, Any]) -> bytes:
    at = source.index(b"\n") + 1
    end = at + 4 + int.from_bytes(source[at : at + 4], "little")
    manifest = json.loads(source[at + 4 : end])
    manifest["datasetFingerprint"] |= more
    text = json.dumps(manifest).encode()
    return source[:at] + len(text).to_bytes(4, "little") + text + source[end:]


def other_cells() -> Any:
    changed = ADATA[::-1].copy()
    changed.obs_names = ADATA.obs_names
    return changed


def test_only_the_same_cells_are_merged_and_compared(tmp_path: Path) -> None:
    moved, here = session(3, other_cells()), session(3, ADATA)
    first = session(1, ADATA)
    other = session(3, ADATA, dataset_id="other")
    for do in (lambda a, b: merge_sessions([a, b], tmp_path / "out"), compare_sessions):
        with pytest.raises(CellOrderError, match="different orders"):
            do(here, moved)
        with pytest.raises(CellOrderError, match="same_cells"):
            do(first, here)
        with pytest.raises(DatasetMismatchError, match="datasetId"):
            do(here, other)
    assert list(tmp_path.iterdir()) == []
    for wrong in ([here], []):
        with pytest.raises(UsageError, match="two sessions"):
            merge_sessions(wrong)


@pytest.mark.parametrize("other", [1, 5])
def test_figures_of_agreement(other: int) -> None:
    told = compare_sessions(session(5, ADATA, groups=ANN), session(other, ADATA, groups=BO), same_cells=True)
    assert [(each.label, each.other_label, each.both, each.jaccard) for each in told.groups] == [
        ("T cells", "T", 3, 0.75)
    ]
    assert told.alone == ((1, "group", "B cells"), (2, "group", "NK"))
    assert not told.same
    field = told.fields[0]
    known = len([code for code in CODES if code is not None])
    assert (field.cells, field.equal, field.one, field.kappa) == (known, known, 0, 1.0)
    assert told.frame().columns.tolist()[:2] == ["page", "label"]
    assert compare_sessions(session(5, ADATA), session(other, ADATA), same_cells=True).same


def test_kappa_is_that_of_the_textbook() -> None:
    from cellucid_session.rescue.compare import _field
    from cellucid_session.rescue.labels import Coding

    def coding(categories: tuple[str, ...], places: list[int]) -> Coding:
        import numpy as np

        return Coding("f", "k", "obs", "category", categories, np.array(places), False, False, {})

    # 20 yes/yes, 5 yes/no, 10 no/yes, 15 no/no: kappa 0.4; the second knows the names in another order
    mine = [0] * 25 + [1] * 25 + [-1, 0]
    its = [1] * 20 + [0] * 5 + [1] * 10 + [0] * 15 + [1, -1]
    told = _field(coding(("yes", "no"), mine), coding(("no", "yes"), its))
    assert told.kappa == pytest.approx(0.4)
    assert (told.cells, told.equal, told.one) == (50, 35, 2)
    assert told.table[("no", "yes")] == 10
    assert _field(coding(("a",), [0, 0]), coding(("a",), [0, 0])).kappa is None
    assert _field(coding(("a",), [-1]), coding(("a",), [0])).kappa is None


def run(folder: Path, *words: Any) -> int:
    with contextlib.chdir(folder):
        return main([os.fspath(word) for word in words])


def test_at_a_shell(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a").write_bytes(session(4, ADATA, groups=ANN))
    (tmp_path / "b").write_bytes(session(5, ADATA, groups=BO))
    assert run(tmp_path, "merge", "a", "b", "-o", "c", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["generation"], told["names"], told["output"]) == (4, ["a", "b"], "c")
    assert run(tmp_path, "merge", "a", "b", "-o", "b", "--force") == 2
    assert run(tmp_path, "merge", "a", "-o", "d") == 2
    capsys.readouterr()
    assert run(tmp_path, "merge", "a", "b", "c", "-o", "d") == 0
    assert capsys.readouterr().out.endswith("written: d\n")
    assert run(tmp_path, "compare", "a", "b") == 0
    assert "0.750" in capsys.readouterr().out
    assert run(tmp_path, "compare", "a", "b", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["fields"][0]["kappa"] == 1.0
    assert run(tmp_path, "compare", "a", "b", "--picture", "x.txt") == 2
    assert run(tmp_path, "compare", "a", "b", "--picture", "a.svg", "--force") in (0, 2)


@pytest.mark.parametrize("way", ["the same path", "a hard link", "inside"])
@pytest.mark.parametrize("command", ["convert", "merge", "compare"])
def test_the_data_set_is_never_written_to(
    command: str, way: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("a", "b"):
        (tmp_path / name).write_bytes(session(5, ADATA))
    kept = tmp_path / "cells.h5ad"
    ADATA.write_h5ad(kept)
    given, out = "cells.h5ad", "cells.h5ad"
    if way == "a hard link" or command == "compare":
        out = "other.svg"
        os.link(kept, tmp_path / out)
    if way == "inside":
        given, out = "cells.zarr", "cells.zarr/new.svg"
        (tmp_path / given).mkdir()
    before = kept.read_bytes()
    words = {
        "convert": ("convert", "a", "--to", "5", "-o", out),
        "merge": ("merge", "a", "b", "-o", out),
        "compare": ("compare", "a", "b", "--picture", out),
    }
    assert run(tmp_path, *words[command], "--data", given, "--force") == 2
    assert "one of the inputs" in capsys.readouterr().err
    assert kept.read_bytes() == before
    assert not (tmp_path / "cells.zarr" / "new.svg").exists()


def test_the_session_that_is_wrong_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a").write_bytes(session(5, ADATA))
    (tmp_path / "cut").write_bytes(session(5, ADATA)[:-3])
    assert run(tmp_path, "convert", "a", "--to", "5", "--template", "cut", "-o", "out") == 1
    assert "'cut'" in capsys.readouterr().err
    assert run(tmp_path, "merge", "a", "cut", "-o", "out") == 1
    assert "'cut'" in capsys.readouterr().err


def test_fields_of_one_key_over_cells_and_variables_are_two() -> None:
    places = np.array([0, 1, 0])
    obs = Coding("f", "level", "obs", "category", ("a", "b"), places, False, False, {})
    var = dataclasses.replace(obs, source="var")
    mine, its = (
        Labels((), fields, None, {}, {"fields": {}, "categories": {}}, {"deleted": [], "purged": []}, ())
        for fields in ((obs, var), (obs,))
    )
    pairs, alone = _fields(mine, its)
    assert [pair.key for pair in pairs] == ["level"]
    assert alone == [(1, "field", "level")]


def test_cells_without_a_category_have_room_in_the_codes() -> None:
    names = tuple(f"c{at}" for at in range(256))
    field = Coding("f", "level", "obs", "category", names, np.array([255, NONE]), False, False, {})
    field = dataclasses.replace(
        field, meta={"id": "f", "key": "level", "source": "obs", "kind": "category", "uncoveredLabel": "rest"}
    )
    empty: Any = ((), (field,), None, {}, {"fields": {}, "categories": {}}, {"deleted": [], "purged": []}, ())
    with SessionWriter(n_obs=2) as writer:
        Prepared(EARLIEST, 2, Labels(*empty), Told()).put(writer)
        with CellucidSessionBundle(writer.to_bytes()) as bundle:
            (found,) = bundle.fields
            assert [code in found.markers for code in found.codes.tolist()] == [False, True]
