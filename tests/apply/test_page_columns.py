"""Pages as columns, and columns of groups named by their labels. Spec: 10.2, 10.3, 10.4."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import anndata as ad
import builders as b
import numpy as np
import pytest
from applying import dense, portrait
from hypothesis import given
from hypothesis import strategies as st

from cellucid_session import (
    BudgetError,
    ColumnConflictError,
    GroupOverlapError,
    InvalidSessionError,
    UsageError,
    apply_cellucid_session_to_anndata,
    apply_sessions,
    plan_session,
    session_columns,
)
from cellucid_session.apply import pages

pytestmark = pytest.mark.libraries

Store = Callable[[bytes], Path]
P = "cellucid_highlight__"
COLOURS = Path(__file__).parents[2] / "page" / "src" / "colours.js"


def session(*groups: tuple[str, str, list[int]], page: str = "Page") -> bytes:
    """A session with one page of groups: id, label, cells."""
    made = [b.group(name, len(cells), label=label) for name, label, cells in groups]
    head = {"id": "p1", "name": page, "color": None, "highlightedGroups": made}
    chunks = [b.chunk(b.CELLS + name, b.cells(cells)) for name, _, cells in groups]
    return b.session(b.meta(pages=[head]), *chunks)


APART = session(("g1", "T cells", [0, 1]), ("g2", "B cells", [3, 5]), ("g3", "none yet", []))
OVER = session(("g1", "T", [0, 1, 2]), ("g2", "B", [1, 2, 3]), ("g3", "NK", [2, 9]))


def frames(data: Any, **options: Any) -> Any:
    return session_columns(data, dense(), **options)[0]


# -- pages --


def test_groups_become_categories_in_their_order(store: Store) -> None:
    adata, summary = apply_cellucid_session_to_anndata(
        store(APART), dense(), pages_as_columns=True, return_summary=True
    )
    column = adata.obs["Page"]
    assert column.tolist() == ["T cells", "T cells", np.nan, "B cells", np.nan, "B cells", *[np.nan] * 4]
    assert column.cat.categories.tolist() == ["T cells", "B cells", "none yet"]
    assert not column.cat.ordered
    assert adata.uns["Page_colors"] == ["#e6194b", "#0f8f3c", "#4363d8"]
    assert summary.added_obs_columns == [P + "g1", P + "g2", P + "g3", "Page"]
    told = summary.columns[-1]
    assert (told.kind, told.original_id, told.label, told.page, told.cells, told.missing, told.chunk) == (
        "page", "p1", "Page", "Page", 4, 6, None,
    )  # fmt: skip
    assert told.notes == ()
    assert "Page" in summary._repr_html_()


def test_in_place_of_the_columns_of_groups(store: Store) -> None:
    told = plan_session(store(APART), dense(), pages_as_columns=True, add_highlights=False)
    assert told.added_obs_columns == ["Page"]
    assert told.skipped == ()
    assert plan_session(store(APART), dense(), add_highlights=False).skipped[0].what == "all 3 groups"


OVERLAPS: dict[str, tuple[list[str], dict[int, str], str]] = {
    "combine": (
        ["T", "B", "NK", "T + B", "T + B + NK"],
        {0: "T", 1: "T + B", 2: "T + B + NK", 3: "B", 9: "NK"},
        "2 cells are in several of its groups: named by all of them",
    ),
    "first": (
        ["T", "B", "NK"],
        {0: "T", 1: "T", 2: "T", 3: "B", 9: "NK"},
        "2 cells are in several of its groups: named by the first",
    ),
}


@pytest.mark.parametrize("overlap", OVERLAPS)
def test_cells_in_several_groups(overlap: str, store: Store) -> None:
    categories, cells, note = OVERLAPS[overlap]
    options: dict[str, Any] = {"pages_as_columns": True, "add_highlights": False, "overlap": overlap}
    adata, summary = apply_cellucid_session_to_anndata(store(OVER), dense(), return_summary=True, **options)
    column = adata.obs["Page"]
    assert column.cat.categories.tolist() == categories
    assert {at: name for at, name in enumerate(column) if name in categories} == cells
    assert summary.columns[0].notes == (note,)
    assert len(adata.uns["Page_colors"]) == len(categories)
    assert len(set(adata.uns["Page_colors"])) == len(categories)


def test_an_overlap_can_be_an_error(store: Store) -> None:
    adata = dense()
    before = portrait(adata)
    told = (
        "on page 'Page', 2 cells of group 'B' are in another group too, 'T' for one: "
        'overlap="combine" names both, "first" the first'
    )
    with pytest.raises(GroupOverlapError, match=f"^{re.escape(told)}: ") as caught:
        apply_cellucid_session_to_anndata(
            store(OVER), adata, pages_as_columns=True, overlap="error", inplace=True
        )
    assert isinstance(caught.value, InvalidSessionError)
    assert portrait(adata) == before
    assert frames(store(APART), pages_as_columns=True, overlap="error")["Page"].notna().sum() == 4


def test_labels_that_are_equal_are_told_apart(store: Store) -> None:
    twice = session(("g1", "T", [0]), ("g2", "T", [1]), ("g3", "T + T__2", [2]), ("g4", "x", [0, 1]))
    adata, summary = apply_cellucid_session_to_anndata(
        store(twice), dense(), pages_as_columns=True, return_summary=True
    )
    column = adata.obs["Page"]
    assert column.cat.categories.tolist() == ["T", "T__2", "T + T__2", "x", "T + x", "T + x__2"]
    assert column.tolist()[:3] == ["T + x", "T + x__2", "T + T__2"]
    assert [(item.old, item.new) for item in summary.category_renames] == [
        ("T", "T__2"),
        ("T + x", "T + x__2"),
    ]


def test_each_page_has_its_own(store: Store) -> None:
    heads = [
        {"id": f"p{k}", "name": name, "color": None, "highlightedGroups": groups}
        for k, (name, groups) in enumerate(
            [
                ("leiden", [b.group("g1", 1)]),
                ("a/b", [b.group("g2", 1)]),
                ("a b", [b.group("g3", 1)]),
                ("no", []),
            ]
        )
    ]
    data = b.session(b.meta(pages=heads), *(b.chunk(b.CELLS + f"g{k}", b.cells([k])) for k in (1, 2, 3)))
    adata = dense()
    adata.uns["leiden_colors"] = ["#111111", "#222222"]
    options: dict[str, Any] = {"pages_as_columns": True, "add_highlights": False}
    made, summary = apply_cellucid_session_to_anndata(store(data), adata, return_summary=True, **options)
    assert summary.added_obs_columns == ["leiden__2", "a_b", "a_b__2"]
    assert made.uns["leiden_colors"] == ["#111111", "#222222"]
    assert made.uns["leiden__2_colors"] == ["#e6194b"]
    assert (
        plan_session(store(data), adata, pages_prefix="mine_", **options).added_obs_columns[0]
        == "mine_leiden"
    )
    replaced, summary = apply_cellucid_session_to_anndata(
        store(data), adata, return_summary=True, column_conflict="overwrite", **options
    )
    assert replaced.obs["leiden"].cat.categories.tolist() == ["g1"]
    assert replaced.uns["leiden_colors"] == ["#e6194b"]
    assert summary.columns[0].notes == (
        "it replaces a column that was there",
        'its colours take the place of uns["leiden_colors"]; they were 0 #111111, 1 #222222',
    )
    assert adata.uns["leiden_colors"] == ["#111111", "#222222"]


def test_colours_that_a_store_can_t_keep_are_left_out(store: Store) -> None:
    adata = dense()
    adata.uns["page_colors"] = ["#111111"]
    made, summary = apply_cellucid_session_to_anndata(
        store(APART), adata, pages_as_columns=True, return_summary=True
    )
    assert "Page_colors" not in made.uns
    assert summary.columns[-1].notes == (
        'it has no colours: a store can\'t keep them beside uns["page_colors"]',
    )


def test_several_sessions_have_pages_of_their_own(store: Store) -> None:
    sessions = {"a_": store(APART), "b_": store(OVER)}
    adata = apply_sessions(sessions, dense(), pages_as_columns=True, add_highlights=False, pages_prefix="by_")
    assert list(adata.obs.columns)[2:] == ["a_by_Page", "b_by_Page"]


@pytest.mark.filterwarnings("ignore:Writing zarr v2 data:UserWarning")
def test_they_are_stored_with_their_colours(store: Store, tmp_path: Path) -> None:
    adata = apply_cellucid_session_to_anndata(store(OVER), dense(), pages_as_columns=True)
    for suffix, write, read in (
        ("h5ad", ad.AnnData.write_h5ad, ad.read_h5ad),
        ("zarr", ad.AnnData.write_zarr, ad.io.read_zarr),
    ):
        write(adata, tmp_path / f"o.{suffix}")
        there = read(tmp_path / f"o.{suffix}")
        assert there.obs["Page"].tolist()[:2] == ["T", "T + B"]
        assert list(there.uns["Page_colors"]) == adata.uns["Page_colors"]


# -- sets --

MASKS = st.integers(0, 6).flatmap(
    lambda n: st.lists(st.lists(st.booleans(), min_size=n, max_size=n), max_size=5).map(
        lambda rows: (n, rows)
    )
)


@given(MASKS)
def test_sets_are_what_a_plain_count_gives(case: tuple[int, list[list[bool]]]) -> None:
    n_obs, rows = case
    masks = [np.array(row, dtype=bool) for row in rows]
    names = [f"n{k}" for k in range(len(rows))]
    found = pages.gather(masks, n_obs, "combine", lambda size: None, names, "p")
    members = [tuple(k for k, row in enumerate(rows) if row[cell]) for cell in range(n_obs)]
    wanted = sorted({each for each in members if len(each) > 1})
    codes = [
        0 if not each else each[0] + 1 if len(each) == 1 else len(rows) + 1 + wanted.index(each)
        for each in members
    ]
    assert found.codes.tolist() == codes
    assert list(found.sets) == wanted
    assert found.several == sum(len(each) > 1 for each in members)


def test_memory_is_counted_before_it_is_taken(store: Store) -> None:
    """Few groups with every set of them, and long names: what the column would take is said, and not taken."""
    cells = [[i for i in range(1000) if i >> k & 1] for k in range(10)]
    groups = [(f"g{k}", "x" * 60_000, each) for k, each in enumerate(cells)]
    made = [b.group(name, len(each), label=label) for name, label, each in groups]
    head = {"id": "p1", "name": "Page", "color": None, "highlightedGroups": made}
    chunks = [b.chunk(b.CELLS + name, b.cells(each)) for name, _, each in groups]
    data = store(b.session(b.meta(pages=[head]), *chunks, n_obs=1000))
    options: dict[str, Any] = {"pages_as_columns": True, "column_budget": 100_000_000}
    with pytest.raises(BudgetError, match="column_budget leaves"):
        session_columns(data, dense(1000), **options)
    assert session_columns(data, dense(1000), overlap="first", **options)[0]["Page"].notna().sum() == 999


@pytest.mark.parametrize("room", [8 * 1000 - 1, 8 * 1000 + 16 - 1])
def test_cells_and_sets_are_counted(room: int) -> None:
    left = [room]

    def spend(size: int) -> None:
        left[0] -= size
        if left[0] < 0:
            raise BudgetError("too much")

    masks = [np.arange(1000) % 2 == 0, np.arange(1000) % 3 == 0]
    with pytest.raises(BudgetError):
        pages.gather(masks, 1000, "combine", spend, ["a", "b"], "p")


def test_colours_are_those_that_the_page_shows() -> None:
    [listed] = re.findall(r"^const GROUP = (\[.*\]);$", COLOURS.read_text("utf-8"), re.MULTILINE)
    assert re.findall(r"#[0-9a-f]{6}", listed) == list(pages.GROUPS)
    many = [pages.color(place) for place in range(200)]
    assert len(set(many)) == 200
    assert all(re.fullmatch("#[0-9a-f]{6}", each) for each in many)
    assert pages.mix(["#000000", "#ff8041"]) == "#7f4020"


# -- labels --


def test_columns_are_named_by_what_people_typed(store: Store) -> None:
    data = store(session(("g1", "T cells", [0]), ("g2", "T/cells", [1]), ("g3", "\u202emyeloid", [2])))
    told = plan_session(data, dense(), highlight_names="label", highlights_prefix="")
    assert told.added_obs_columns == ["T_cells", "T_cells__2", "myeloid"]
    assert [column.original_id for column in told.columns] == ["g1", "g2", "g3"]
    assert told.columns[1].notes == ("the name T_cells was taken",)
    assert plan_session(data, dense(), highlight_names="label").added_obs_columns[0] == P + "T_cells"


def test_groups_of_one_label_are_no_conflict_with_what_is_there(store: Store) -> None:
    data = store(session(("g1", "T", [0]), ("g2", "T", [1])))
    options: dict[str, Any] = {
        "highlight_names": "label",
        "highlights_prefix": "",
        "column_conflict": "error",
    }
    assert plan_session(data, dense(), **options).added_obs_columns == ["T", "T__2"]
    adata = dense()
    adata.obs["T"] = 1
    with pytest.raises(ColumnConflictError, match=r"^Column already exists: T: "):
        plan_session(data, adata, **options)


def test_a_session_without_groups_says_so(store: Store) -> None:
    empty = store(
        b.session(b.meta(pages=[{"id": "p", "name": "Page", "color": None, "highlightedGroups": []}]))
    )
    told = plan_session(empty, dense())
    assert told.advice == (
        "the session has no groups: cells that are only selected in the viewer are in none until a group is made",
    )
    assert plan_session(store(APART), dense()).advice == ()


@pytest.mark.parametrize("option", ["highlight_names", "overlap"])
def test_words_that_are_none(option: str) -> None:
    with pytest.raises(UsageError, match=f"^{option} must be one of "):
        apply_cellucid_session_to_anndata("/no/such/file", dense(), **{option: "name"})  # type: ignore[call-overload]


def test_a_group_has_the_colour_that_the_page_shows(store: Store) -> None:
    """The one that somebody gave it, and else that of its place: a group whose cells are lost keeps its place."""
    groups = [
        b.group("g1", 2, label="a", color="#ABCDEF"),
        b.group("g2", 2, label="lost"),
        b.group("g3", 2, label="c"),
        b.group("g4", 2, label="d", color="red; x"),
        b.group("g5", 2, label="e", color=7),
    ]
    head = {"id": "p1", "name": "Page", "color": None, "highlightedGroups": groups}
    chunks = [b.chunk(b.CELLS + f"g{at}", b.cells([at, at + 1])) for at in (1, 3, 4, 5)]
    adata, _ = apply_cellucid_session_to_anndata(
        store(b.session(b.meta(pages=[head]), *chunks)),
        dense(),
        pages_as_columns=True,
        overlap="first",
        return_summary=True,
    )
    assert adata.obs["Page"].cat.categories.tolist() == ["a", "c", "d", "e"]
    assert adata.uns["Page_colors"] == ["#abcdef", *(pages.color(place) for place in (2, 3, 4))]
