"""A group's label, page and colour survive applying, saving and making a session again. Spec: 10.4."""

from __future__ import annotations

import json
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import anndata as ad
import builders as b
import pytest
from applying import dense, portrait

from cellucid_session import (
    CellucidSessionBundle,
    UsageError,
    apply_cellucid_session_to_anndata,
    apply_sessions,
    session_from_anndata,
    validate,
)
from cellucid_session.write.highlights import PAGE_COLORS
from cellucid_session.write.labels import labelled, origins

pytestmark = pytest.mark.libraries

Store = Callable[[bytes], Path]
H = "cellucid_highlight__"


def page(page_id: str, name: str, color: object, *groups: dict[str, Any]) -> dict[str, Any]:
    return {"id": page_id, "name": name, "color": color, "highlightedGroups": list(groups)}


def session(*pages: dict[str, Any]) -> bytes:
    """A session of pages whose groups have no cells."""
    return b.session(b.chunk(b.META, {"pages": list(pages)}))


TWO = session(
    page("p1", "Niche", "#aabbcc", b.group("a", 0, label="T cells <near>"), b.group("b", 0, label="B = x")),
    page("p2", "Rest", "#112233", b.group("c", 0, label="T cells <near>")),
)


def shown(made: bytes | None, store: Store) -> list[tuple[str, str | None, list[str]]]:
    """(page, colour, labels) of each page of a session, which is valid."""
    assert made is not None
    path = store(made)
    assert validate(path).valid
    with CellucidSessionBundle(path) as bundle:
        return [(each.name, each.color, [group.label for group in each.groups]) for each in bundle.pages]


@pytest.mark.parametrize("kind", ["memory", "h5ad", "zarr"])
def test_label_page_and_colour_survive(kind: str, store: Store, tmp_path: Path) -> None:
    adata = apply_cellucid_session_to_anndata(store(TWO), dense())
    if kind != "memory":
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            getattr(adata, f"write_{kind}")(tmp_path / f"x.{kind}")
            adata = getattr(ad, f"read_{kind}")(tmp_path / f"x.{kind}")
    before = portrait(adata)
    made = session_from_anndata(adata, [H + "a", H + "b", H + "c"])
    assert shown(made, store) == [
        ("Niche", "#aabbcc", ["T cells <near>", "B = x"]),
        ("Rest", "#112233", ["T cells <near>"]),
    ]
    assert portrait(adata) == before
    # and once more around
    again = apply_cellucid_session_to_anndata(store(made), dense())  # type: ignore[arg-type]
    columns = [name for name in again.obs if name.startswith(H)]
    assert shown(session_from_anndata(again, columns), store) == shown(made, store)


def test_what_the_caller_says_goes_first(store: Store) -> None:
    adata = apply_cellucid_session_to_anndata(store(TWO), dense())
    adata.obs["mine"] = True
    made = session_from_anndata(adata, {"P": [H + "a", (H + "c", "new"), "mine"]}, colors={"P": "#000000"})
    assert shown(made, store) == [("P", "#000000", ["T cells <near>", "new", "mine"])]
    made = session_from_anndata(adata, {"Niche": [H + "c"], "Rest": [H + "c"], "Empty": []})
    assert shown(made, store) == [
        ("Niche", PAGE_COLORS[0], ["T cells <near>"]),
        ("Rest", "#112233", ["T cells <near>"]),
        ("Empty", PAGE_COLORS[2], []),
    ]
    made = session_from_anndata(adata, ["mine", ("mine", "b"), H + "c"], colors={"Rest": "#000000"})
    assert shown(made, store) == [
        ("Page 1", PAGE_COLORS[0], ["mine", "b"]),
        ("Rest", "#000000", ["T cells <near>"]),
    ]


def test_columns_of_several_sessions(store: Store) -> None:
    other = session(page("p1", "Rest", "#445566", b.group("a", 0, label="other")))
    adata = apply_sessions({"x_": store(TWO), "y_": store(other)}, dense())
    made = session_from_anndata(adata, [f"x_{H}a", f"y_{H}a", f"x_{H}c"])
    assert shown(made, store) == [
        ("Niche", "#aabbcc", ["T cells <near>"]),
        ("Rest", "#445566", ["other", "T cells <near>"]),
    ]


def test_a_column_of_another_name_has_its_name(store: Store) -> None:
    adata = apply_cellucid_session_to_anndata(store(TWO), dense())
    adata.obs["renamed"] = adata.obs.pop(H + "a")
    adata.obs["f"] = True
    assert shown(session_from_anndata(adata, ["renamed", "f"]), store) == [
        ("Page 1", PAGE_COLORS[0], ["renamed", "f"])
    ]
    plain = apply_cellucid_session_to_anndata(store(TWO), dense(), store_uns=False)
    assert shown(session_from_anndata(plain, [H + "a"]), store) == [("Page 1", PAGE_COLORS[0], [H + "a"])]


UNFIT: dict[str, tuple[str, dict[str, Any]]] = {
    "a colour that is none": ("color", {"color": "red"}),
    "no colour": ("color", {"color": None}),
}


@pytest.mark.parametrize("case", UNFIT)
def test_a_colour_that_is_none_is_left_out(case: str, store: Store) -> None:
    _, changes = UNFIT[case]
    data = session(page("p", "Mine", changes["color"], b.group("a", 0, label="x")))
    adata = apply_cellucid_session_to_anndata(store(data), dense())
    assert shown(session_from_anndata(adata, [H + "a"]), store) == [("Mine", PAGE_COLORS[0], ["x"])]


def applied(**changes: Any) -> dict[str, Any]:
    """One column as the bookkeeping has it."""
    return {
        "name": "m", "axis": "obs", "kind": "highlight", "original_id": "g", "label": "L", "page": "P",
    } | changes  # fmt: skip


META = {b.META: {"pages": [page("p", "P", "#010203", {"id": "g"})]}}

#: applied, chunks -> what the group is
HOSTILE: dict[str, tuple[Any, Any, tuple[str, str, str]]] = {
    "as it should be": ({"columns": [applied()]}, META, ("P", "#010203", "L")),
    "a label that is no text": ({"columns": [applied(label=5)]}, META, ("Page 1", PAGE_COLORS[0], "m")),
    "no label": ({"columns": [applied(label="")]}, META, ("Page 1", PAGE_COLORS[0], "m")),
    "a lone surrogate": ({"columns": [applied(label="\ud800")]}, META, ("Page 1", PAGE_COLORS[0], "m")),
    "a page that is no text": ({"columns": [applied(page=[1])]}, META, ("Page 1", PAGE_COLORS[0], "L")),
    "white space around a page": ({"columns": [applied(page=" P")]}, META, ("Page 1", PAGE_COLORS[0], "L")),
    "a field": ({"columns": [applied(kind="field")]}, META, ("Page 1", PAGE_COLORS[0], "m")),
    "a name that is no text": ({"columns": [applied(name=["m"])]}, META, ("Page 1", PAGE_COLORS[0], "m")),
    "columns that are no list": ({"columns": "m"}, META, ("Page 1", PAGE_COLORS[0], "m")),
    "a column that is no object": ({"columns": ["m", applied()]}, META, ("P", "#010203", "L")),
    "applied is no object": (["m"], META, ("Page 1", PAGE_COLORS[0], "m")),
    "chunks are none": ({"columns": [applied()]}, [], ("P", PAGE_COLORS[0], "L")),
    "pages are none": ({"columns": [applied()]}, {b.META: {"pages": 5}}, ("P", PAGE_COLORS[0], "L")),
    "a colour that is none": (
        {"columns": [applied()]},
        {b.META: {"pages": [page("p", "P", "#01020\n", {"id": "g"})]}},
        ("P", PAGE_COLORS[0], "L"),
    ),
    "groups that are none": (
        {"columns": [applied()]},
        {b.META: {"pages": [{"color": "#010203", "highlightedGroups": [5, {"id": ["g"]}]}]}},
        ("P", PAGE_COLORS[0], "L"),
    ),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_bookkeeping_is_not_believed(case: str, store: Store) -> None:
    told, chunks, (name, color, label) = HOSTILE[case]
    adata = dense()
    adata.obs["m"] = True
    texts = {"manifest": {}, "fingerprint": {}, "applied": told, "chunks": chunks}
    record = {"tool": "x", "layout": 1} | {key: json.dumps(value) for key, value in texts.items()}
    adata.uns["cellucid"] = {"session": record}
    assert shown(session_from_anndata(adata, ["m"]), store) == [(name, color, [label])]


@pytest.mark.parametrize("record", [5, "x", {"layout": "x"}, {"layout": 1, "tool": "x", "manifest": "{"}])
def test_what_is_no_bookkeeping_is_told_of_and_changes_nothing(record: Any, store: Store) -> None:
    adata = dense()
    adata.obs["m"] = True
    adata.uns["cellucid"] = {"session": record}
    made, written = session_from_anndata(adata, ["m"], return_summary=True)
    assert shown(made, store) == [("Page 1", PAGE_COLORS[0], ["m"])]
    [note] = written.notes
    assert note.startswith("labels and pages are not taken from the AnnData: ")
    _, written = session_from_anndata(adata, fields=["leiden"], return_summary=True)
    assert written.notes == ()
    adata.uns["cellucid"] = 5
    assert origins(adata) == ({}, [])


LABELLED = {
    "a column": ("a", ("a", None)),
    "with a label": ("a=T cells", ("a", "T cells")),
    "a label with =": ("a=x=y", ("a", "x=y")),
    "a column with =": ("a=b", ("a=b", None)),
    "a column with = and a label": ("a=b=c", ("a=b", "c")),
    "an empty label": ("a=", ("a", "")),
    "no such column": ("no=x", ("no=x", None)),
    "nothing before =": ("=x", ("=x", None)),
}


@pytest.mark.parametrize("case", LABELLED)
def test_a_column_and_its_label(case: str) -> None:
    wish, wanted = LABELLED[case]
    columns = ["a", "a=b"] if "b" in wish else ["a"]
    assert labelled(wish, columns) == wanted


WRONG: dict[str, tuple[Any, str]] = {
    "an empty label": ([("m", "")], "the label of m is empty"),
    "three": ([("m", "a", "b")], "a column and a label"),
    "a label that is no text": ([("m", 5)], "a column and a label"),
    "a column that is no text": ([5], "names of columns are texts"),
    "bytes": (b"m", "lists of names"),
    "a number": (5, "lists of names"),
    "a page of one name": ({"P": "m"}, "lists of names"),
}


@pytest.mark.parametrize("case", WRONG)
def test_highlights_that_are_refused(case: str) -> None:
    given, told = WRONG[case]
    adata = dense()
    adata.obs["m"] = True
    with pytest.raises(UsageError, match=told):
        session_from_anndata(adata, given)
