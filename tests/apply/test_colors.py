"""Colours of a column that comes follow the names of its categories. Spec: 10.4."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import anndata as ad
import builders as b
import numpy as np
import pandas as pd
import pytest
from applying import dense, portrait

from cellucid_session import apply_cellucid_session_to_anndata, apply_sessions
from cellucid_session.apply.colors import GONE, OF_BOOL, TOLD, follow, names_of, results_of

pytestmark = pytest.mark.libraries

Store = Callable[[bytes], Path]

#: colours, names before, names after, the colours then (None: they stay), what the note says
CASES: dict[str, tuple[Any, list[str], list[str], Any, str]] = {
    "in another order": (["1", "2"], ["T", "B"], ["B", "T"], ["2", "1"], "follow"),
    "fewer": (["1", "2"], ["T", "B"], ["B"], ["2"], "follow"),
    "the same": (["1", "2"], ["T", "B"], ["T", "B"], None, ""),
    "fewer, from the start": (["1", "2"], ["T", "B"], ["T"], ["1"], "follow"),
    "the same, with too few colours": (["1"], ["T", "B"], ["T", "B"], None, ""),
    "another name": (["1", "2"], ["T", "B"], ["T", "X"], GONE, "X had none; they were T 1, B 2"),
    "one more": (["1", "2"], ["T", "B"], ["T", "B", "X"], GONE, "the category X had none"),
    "other names": (["1"], ["T"], ["X"], GONE, "the category X had none"),
    "another case": (["1"], ["T"], ["t"], GONE, "the category t had none"),
    "too few colours": (["1"], ["T", "B"], ["B", "T"], GONE, "the category B had none"),
    "more colours than names": (["1", "2", "3"], ["T", "B"], ["B", "T"], ["2", "1"], "follow"),
    "a name that was there twice": (["1", "2"], ["1", "1"], ["1"], GONE, "the category 1 had none"),
    "no categories now": (["1"], ["T"], [], GONE, "it has no categories"),
    "no column before": (["1"], [], ["T"], GONE, "the category T had none"),
    "neither": (["1"], [], [], GONE, "it has no categories"),
    "no colours": ([], ["T"], ["B"], GONE, "the category B had none"),
    "a tuple": (("1", "2"), ["T", "B"], ["B", "T"], ("2", "1"), "follow"),
    "a mapping": ({"T": "1"}, ["T"], ["B"], None, ""),
    "a text": ("red", ["T"], ["B"], None, ""),
    "nothing": (None, ["T"], ["B"], None, ""),
    "a number of numpy": (np.array(1), ["T"], ["B"], None, ""),
    "red, green, blue": ([(1, 0, 0), (0, 1, 0)], ["T", "B"], ["B", "T"], [(0, 1, 0), (1, 0, 0)], "follow"),
    "lists of two lengths": ([(1, 0, 0), (0, 1, 0, 1)], ["T", "B"], ["B"], [(0, 1, 0, 1)], "follow"),
}


@pytest.mark.parametrize("case", CASES)
def test_a_colour_goes_with_the_name_of_its_category(case: str) -> None:
    colors, before, after, wanted, told = CASES[case]
    new, note = follow(colors, before, after)
    assert new is wanted if wanted in (None, GONE) else (new == wanted and type(new) is type(wanted))
    assert told in note
    assert bool(note) is bool(told)


@pytest.mark.parametrize(
    "make",
    [
        np.array,
        lambda values: np.array(values, dtype=object),
        pd.Index,
        pd.array,
        lambda v: pd.Series(v, [7, 1]),
    ],
    ids=["array", "objects", "index", "pandas array", "series"],
)
def test_colours_keep_the_kind_of_their_container(make: Callable[[Any], Any]) -> None:
    colors = make(["#111111", "#222222"])
    new, _ = follow(colors, ["T", "B"], ["B", "T"])
    assert type(new) is type(colors)
    assert list(new) == ["#222222", "#111111"]
    assert list(colors) == ["#111111", "#222222"]
    gone, note = follow(colors, ["T", "B"], ["X"])
    assert gone is GONE
    assert "they were T #111111, B #222222" in note


def test_rows_of_an_array_are_colours() -> None:
    new, _ = follow(np.eye(3), ["a", "b", "c"], ["c", "a"])
    assert new.tolist() == [[0, 0, 1], [1, 0, 0]]


def test_a_note_names_some_colours_and_says_how_many_more() -> None:
    names = [f"c{number}" for number in range(TOLD + 3)]
    _, note = follow(names, names, ["\x1b[2Jx"])
    assert note.endswith(f"c{TOLD - 1} c{TOLD - 1}, 3 more")
    assert "\x1b" not in note


def test_the_names_of_a_column() -> None:
    assert names_of(pd.Series(pd.Categorical([3, 1]))) == ("1", "3")
    assert names_of(pd.Series([True])) == names_of(pd.Series([True, None], dtype="boolean")) == OF_BOOL
    assert names_of(pd.Series(["T"])) == names_of(pd.Series([1.5])) == ()
    assert names_of(pd.DataFrame([[1, 2]], columns=["a", "a"])["a"]) == ()  # type: ignore[arg-type]


# -- in an AnnData --


def session(key: str, names: list[str], **changes: Any) -> bytes:
    """A session with one field of two or more categories."""
    count = b.N_VARS if changes.get("source") == "var" else b.N_OBS
    codes = [place % max(1, len(names)) if names else 255 for place in range(count)]
    return b.session(
        b.overlays(b.field("f", names, key=key, **changes)), b.chunk(f"{b.CODES}f", b.codes(codes))
    )


def coloured() -> ad.AnnData:
    """An AnnData with coloured columns, and results of them."""
    adata = dense()
    adata.obs["type"] = pd.Categorical(["T", "B"] * 5, categories=["T", "B"])
    adata.obs["of bool"] = True
    adata.obs["cellucid_highlight__g"] = True
    adata.var["kind"] = pd.Categorical(["T", "B", "T", "B", "T"], categories=["T", "B"])
    for name in ("type", "leiden", "kind", "cellucid_highlight__g", "gone"):
        adata.uns[f"{name}_colors"] = ["#111111", "#222222"]
    adata.uns["dendrogram_type"] = {"linkage": np.zeros(2)}
    adata.uns["type_sizes"] = np.array([5, 5])
    adata.uns["paga"] = {"groups": "type"}
    adata.uns["rank_genes_groups"] = {"params": {"groupby": "type"}}
    return adata


#: key of the field, source, names -> what `uns` then has of colours that it had not before (None: none)
APPLIED: dict[str, tuple[str, str, list[str], dict[str, Any]]] = {
    "the categories in another order": ("type", "obs", ["B", "T"], {"type_colors": ["#222222", "#111111"]}),
    "another category": ("type", "obs", ["B", "X"], {"type_colors": None}),
    "the same categories": ("type", "obs", ["T", "B"], {}),
    "a column of var": ("kind", "var", ["B", "T"], {"kind_colors": ["#222222", "#111111"]}),
    "a column of var that is called like one of obs": ("type", "var", ["X"], {}),
    "a column of obs that is called like one of var": (
        "kind", "obs", ["B", "T"], {"kind_colors": ["#222222", "#111111"]},
    ),
    "colours of a column that is no longer there": ("gone", "obs", ["T", "B"], {"gone_colors": None}),
    "without categories": ("type", "obs", [], {"type_colors": None}),
    "a column without colours": ("score", "obs", ["a"], {}),
}  # fmt: skip


@pytest.mark.parametrize("store_uns", [True, False], ids=["uns", "no uns"])
@pytest.mark.parametrize("inplace", [True, False], ids=["in place", "copy"])
@pytest.mark.parametrize("case", APPLIED)
def test_colours_follow_in_the_same_step_as_the_column(
    case: str, inplace: bool, store_uns: bool, store: Store
) -> None:
    key, source, names, wanted = APPLIED[case]
    adata = coloured()
    before = dict(adata.uns)
    colors = {name: list(value) for name, value in before.items() if name.endswith("_colors")}
    result, summary = apply_cellucid_session_to_anndata(
        store(session(key, names, source=source)), adata, column_conflict="overwrite", return_summary=True,
        inplace=inplace, store_uns=store_uns,
    )  # fmt: skip
    assert {name: list(value) for name, value in result.uns.items() if name.endswith("_colors")} == {
        name: value for name, value in (colors | wanted).items() if value is not None
    }
    [column] = summary.columns
    assert bool(wanted) == any(f'uns["{key}_colors"]' in note for note in column.notes)
    assert ("cellucid" in result.uns) is store_uns
    if not inplace:
        assert list(adata.uns) == list(before)
        assert all(list(adata.uns[name]) == value for name, value in colors.items())


def test_each_category_keeps_the_colour_that_it_had(store: Store) -> None:
    adata = coloured()
    result = apply_cellucid_session_to_anndata(
        store(session("type", ["B", "T"])), adata, column_conflict="overwrite"
    )
    for each in (adata, result):
        shown = dict(zip(each.obs["type"].cat.categories, each.uns["type_colors"], strict=True))
        assert shown == {"T": "#111111", "B": "#222222"}


def test_a_group_is_two_categories(store: Store) -> None:
    adata = coloured()
    groups = store(b.session(b.meta(b.group("g", 0))))
    same = apply_cellucid_session_to_anndata(groups, adata, column_conflict="overwrite")
    assert same.uns["cellucid_highlight__g_colors"] == ["#111111", "#222222"]
    adata.obs["cellucid_highlight__g"] = pd.Categorical(["x"] * 10)
    gone, summary = apply_cellucid_session_to_anndata(
        groups, adata, column_conflict="overwrite", return_summary=True
    )
    assert "cellucid_highlight__g_colors" not in gone.uns
    assert any("the category False had none" in note for note in summary.columns[0].notes)


def test_a_column_with_a_suffix_takes_no_colours(store: Store) -> None:
    adata = coloured()
    result = apply_cellucid_session_to_anndata(store(session("type", ["B", "T"])), adata)
    assert "type__2" in result.obs
    assert result.uns["type_colors"] == ["#111111", "#222222"]
    assert "type__2_colors" not in result.uns


def test_results_of_the_column_that_was_there_stay_and_are_told_of(store: Store) -> None:
    adata = coloured()
    assert results_of(adata.uns, "type") == ["type_sizes", "dendrogram_type", "paga", "rank_genes_groups"]
    assert results_of(adata.uns, "leiden") == []
    assert results_of({"paga": 1, "rank_genes_groups": {"params": None}}, "1") == []
    result, summary = apply_cellucid_session_to_anndata(
        store(session("type", ["B", "T"])), adata, column_conflict="overwrite", return_summary=True
    )
    for key in ("type_sizes", "dendrogram_type", "paga", "rank_genes_groups"):
        assert repr(result.uns[key]) == repr(adata.uns[key])
        assert any(f'uns["{key}"]' in note for note in summary.columns[0].notes)
        assert f'uns["{key}"]' in repr(summary)


def test_what_changes_nothing_leaves_the_colours_and_says_what_would_become_of_them(store: Store) -> None:
    adata = coloured()
    before = portrait(adata)
    path = store(session("type", ["B", "X"]))
    plan = apply_cellucid_session_to_anndata(path, adata, column_conflict="overwrite", dry_run=True)
    assert 'its colours in uns["type_colors"] are taken away' in plan["notes"][0]
    _, summary = apply_cellucid_session_to_anndata(
        path, adata, column_conflict="overwrite", columns_only=True, return_summary=True
    )
    assert "colours" not in repr(summary)
    assert portrait(adata) == before


def test_colours_of_several_sessions(store: Store) -> None:
    adata = coloured()
    adata.obs["a_x"] = pd.Categorical(["T", "B"] * 5, categories=["T", "B"])
    adata.uns["a_x_colors"] = np.array(["#111111", "#222222"], dtype=object)
    path = store(session("x", ["B", "T"]))
    result = apply_sessions({"a_": path, "b_": path}, adata, column_conflict="overwrite")
    assert result.uns["a_x_colors"].tolist() == ["#222222", "#111111"]
    assert "b_x_colors" not in result.uns
    # a later session's error leaves colours as they are
    before = portrait(adata)
    with pytest.raises(OSError):
        apply_sessions(
            {"a_": path, "b_": path.with_name("no")}, adata, column_conflict="overwrite", inplace=True
        )
    assert portrait(adata) == before


@pytest.mark.parametrize("kind", ["h5ad", "zarr", "a view"])
def test_colours_as_they_are_read_back(kind: str, store: Store, tmp_path: Path) -> None:
    """The container that anndata makes of them is one that follows, and what follows can be stored."""
    adata = coloured()
    if kind == "a view":
        adata = adata[::-1]
    path = tmp_path / f"x.{kind}"
    for _ in range(2):
        if kind != "a view":
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                getattr(adata, f"write_{kind}")(path)
                adata = getattr(ad, f"read_{kind}")(path)
            assert list(adata.uns["type_colors"]) in (["#111111", "#222222"], ["#222222", "#111111"])
        adata = apply_cellucid_session_to_anndata(
            store(session("type", ["B", "T"])), adata, column_conflict="overwrite", inplace=True
        )
    assert list(adata.uns["type_colors"]) == ["#222222", "#111111"]
    assert list(adata.obs["type"].cat.categories) == ["B", "T"]
