"""What a plan says, to the letter; and what it counts before anything is decoded. Spec: 10.1, 10.2."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import builders as b
import pandas as pd
import pytest
from applying import N_OBS, N_VARS, dense, portrait

from cellucid_session import BudgetError, apply_cellucid_session_to_anndata, apply_sessions
from cellucid_session.apply.summary import AppliedColumn, CategoryRename
from cellucid_session.apply.target import STORED_COLUMNS, Target
from cellucid_session.safe import safe

pytestmark = pytest.mark.libraries

Store = Callable[[bytes], Path]

ALL = b.session(
    b.overlays(
        b.field("f1", ["a", "a", "b\0"], key="first"),
        b.field("f2", ["x", "y"], source="var"),
        b.field("f3", ["x"], source="var", key="leiden"),
        b.field("continuous", None),
        b.field("silent"),
        b.field("gone", isDeleted=True),
        b.field("purged", isPurged=True),
        b.field("both", isDeleted=True, isPurged=True),
        b.field("long", key="x" * 300),
        renames={"fields": {"obs:a": "b"}, "categories": {"obs:a:0": "T", "obs:a:1": "U"}},
        deletedFields={"deleted": ["obs:x", "obs:y"], "purged": ["obs:z", "obs:x"]},
    ),
    b.chunk("core/state", {}),
    b.chunk("ui/dockable-layout", {}),
    b.chunk("other/thing", {}, datasetDependent=True),
    b.chunk("other/settings", {}),
    b.meta(b.group("g1", 5, label="T cells"), b.group("G1", 2), b.group("lost", 7), b.group("empty", 0)),
    b.chunk(b.CODES + "f1", b.codes([0, 1, 2, 3, 255, 0, 0, 0, 0, 0])),
    b.chunk(b.CODES + "f2", b.codes([0, 1, 7, 8, 255])),
    b.chunk(b.CODES + "f3", b.codes([0] * 10)),
    *(b.chunk(b.CODES + name, b.codes([0] * 10)) for name in ("gone", "purged", "both", "long", "nobody")),
    b.chunk(b.CELLS + "g1", b.cells([1, 4, 9])),
    b.chunk(b.CELLS + "G1", b.cells([0, 2])),
    b.chunk(b.CELLS + "nobody", b.cells([1])),
    b.chunk(b.TABLE + "key/G/p1", b.table([0])),
)

P = "cellucid_highlight__"
CUT = "x" * 200
COLUMNS = {
    "g1": AppliedColumn(
        P + "g1", "obs", "highlight", "g1", "g1", "T cells", "Page", 3, 0, 0, b.CELLS + "g1", False,
        ("its count says 5 cells",),
    ),
    "G1": AppliedColumn(
        P + "G1__2", "obs", "highlight", "G1", "G1", "G1", "Page", 2, 0, 0, b.CELLS + "G1", False,
        (f"the name {P}G1 was taken by {P}g1, beside which a store can't keep it",),
    ),
    "empty": AppliedColumn(
        P + "empty", "obs", "highlight", "empty", "empty", "empty", "Page", 0, 0, 0, None, False, ()
    ),
    "f1": AppliedColumn(
        "first", "obs", "field", "f1", "first", "first", None, 8, 2, 1, b.CODES + "f1", False,
        ("1 codes name no category: missing",),
    ),
    "f2": AppliedColumn(
        "f2", "var", "field", "f2", "f2", "f2", None, 2, 3, 2, b.CODES + "f2", False,
        ("2 codes name no category: missing",),
    ),
    "f3": AppliedColumn(
        "leiden__2", "obs", "field", "f3", "leiden", "leiden", None, 10, 0, 0, b.CODES + "f3", False,
        (
            "made from a variable, with one code for each cell",
            "the name leiden was taken",
        ),
    ),
    **{
        name: AppliedColumn(
            name, "obs", "field", name, name, name, None, 10, 0, 0, b.CODES + name, False,
            ("it was deleted in the viewer",),
        )
        for name in ("gone", "purged", "both")
    },
    "long": AppliedColumn(
        CUT, "obs", "field", "long", "x" * 300, "x" * 300, None, 10, 0, 0, b.CODES + "long", False,
        ("its name was shortened",),
    ),
}  # fmt: skip
GROUPS, FIELDS, DELETED = ["g1", "G1", "empty"], ["f1", "f2", "f3", "long"], ["gone", "purged", "both"]

LOST = (
    "group",
    "lost",
    "it has 7 cells by its count, but the session does not say which (saved before they were loaded)",
)
UNFIT = [
    ("field", "continuous", "it is continuous: the session has no values of it"),
    ("field", "silent", "the session has no codes of it"),
]
UNASKED = [
    ("field", "gone", "it was deleted in the viewer"),
    ("field", "purged", "it was purged in the viewer"),
    ("field", "both", "it was deleted in the viewer"),
]
OTHERS = [
    ("rename", "obs:a -> b", "renames are not applied"),
    ("rename", "obs:a:0 -> T", "renames are not applied"),
    ("rename", "obs:a:1 -> U", "renames are not applied"),
    ("deletion", "obs:x", "deletions are not applied"),
    ("deletion", "obs:y", "deletions are not applied"),
    ("deletion", "obs:z", "deletions are not applied"),
    ("chunk", "core/state", "it is state of the viewer, not of the data"),
    ("chunk", "ui/dockable-layout", "it is state of the viewer, not of the data"),
    ("chunk", "other/thing", "no known family has this id"),
    ("chunk", "other/settings", "no known family has this id"),
    ("chunk", b.CODES + "nobody", "no user-defined field of the session has this id"),
    ("chunk", b.CELLS + "nobody", "no group of the session has this id"),
    ("chunk", b.TABLE + "key/G/p1", "it is a cached result of the viewer"),
]
OFF = {
    "groups": ("group", "all 4 groups", "add_highlights is False"),
    "fields": ("field", "all 9 fields", "add_user_defined_fields is False"),
}

#: options; the columns in their order; what is left out
PLANS: dict[str, tuple[dict[str, Any], list[str], list[tuple[str, str, str]]]] = {
    "as it is": ({}, GROUPS + FIELDS, [LOST, *UNFIT, *UNASKED, *OTHERS]),
    "deleted fields too": (
        {"include_deleted_user_defined_fields": True},
        [*GROUPS, "f1", "f2", "f3", *DELETED, "long"],
        [LOST, *UNFIT, *OTHERS],
    ),
    "no groups": ({"add_highlights": False}, FIELDS, [OFF["groups"], *UNFIT, *UNASKED, *OTHERS]),
    "no fields": ({"add_user_defined_fields": False}, GROUPS, [LOST, OFF["fields"], *OTHERS]),
    "nothing": (
        {"add_highlights": False, "add_user_defined_fields": False},
        [],
        [OFF["groups"], OFF["fields"], *OTHERS],
    ),
}


@pytest.mark.parametrize("case", PLANS)
def test_what_is_planned(case: str, store: Store) -> None:
    options, names, skipped = PLANS[case]
    _, summary = apply_cellucid_session_to_anndata(
        store(ALL), dense(), dry_run=True, return_summary=True, **options
    )
    columns = tuple(COLUMNS[name] for name in names)
    assert summary.columns == columns
    assert summary.added_obs_columns == [column.name for column in columns if column.axis == "obs"]
    assert summary.added_var_columns == [column.name for column in columns if column.axis == "var"]
    assert [(item.kind, item.what, item.why) for item in summary.skipped] == skipped
    renamed = (CategoryRename("first", 1, "a", "a__2"), CategoryRename("first", 2, "b\0", "b\\x00"))
    assert summary.category_renames == (renamed if "f1" in names else ())
    assert (summary.skipped_due_to_mismatch, summary.mismatch_reasons, summary.advice) == (False, [], ())


def test_a_session_of_nothing_leaves_nothing_out(store: Store) -> None:
    _, summary = apply_cellucid_session_to_anndata(
        store(b.session(b.overlays(), b.meta())),
        dense(),
        dry_run=True,
        return_summary=True,
        add_highlights=False,
        add_user_defined_fields=False,
    )
    assert (summary.columns, summary.skipped) == ((), ())


@pytest.mark.parametrize("count", [None, 0, 2, 3, 4])
def test_a_count_that_is_not_that_of_the_cells_is_told(count: int | None, store: Store) -> None:
    data = b.session(b.meta(b.group("g", count)), b.chunk(b.CELLS + "g", b.cells([1, 2, 9])))
    _, summary = apply_cellucid_session_to_anndata(store(data), dense(), return_summary=True)
    notes = () if count in (None, 3) else (f"its count says {count} cells",)
    assert [(column.cells, column.notes) for column in summary.columns] == [(3, notes)]


@pytest.mark.parametrize(("n_obs", "n_vars"), [(10, 5), (5, 10)])
def test_codes_of_a_field_of_var_are_told_apart_by_their_number(
    n_obs: int, n_vars: int, store: Store
) -> None:
    """AP-14: with fewer variables than cells, and with more."""
    data = b.session(
        b.overlays(b.field("cells", source="var"), b.field("variables", source="var")),
        b.chunk(b.CODES + "cells", b.codes([1] * n_obs)),
        b.chunk(b.CODES + "variables", b.codes([0] * n_vars)),
        n_obs=n_obs,
        n_vars=n_vars,
    )
    adata, summary = apply_cellucid_session_to_anndata(store(data), dense(n_obs, n_vars), return_summary=True)
    assert adata.obs["cells"].tolist() == ["b"] * n_obs
    assert adata.var["variables"].tolist() == ["a"] * n_vars
    made = "made from a variable, with one code for each cell"
    assert [column.notes for column in summary.columns] == [(made,), ()]
    assert summary.advice == ()


def test_what_is_planned_for_names_that_are_there(store: Store) -> None:
    adata = dense()
    adata.obs[CUT] = adata.obs[P + "g1"] = adata.obs["made"] = 1
    data = b.session(
        b.overlays(b.field("f1", key="x" * 300), b.field("f2", source="var", key="made", isDeleted=True)),
        b.meta(b.group("g1", 1)),
        b.chunk(b.CODES + "f1", b.codes([0] * 10)),
        b.chunk(b.CODES + "f2", b.codes([0] * 10)),
        b.chunk(b.CELLS + "g1", b.cells([3])),
    )
    table, summary = apply_cellucid_session_to_anndata(
        store(data),
        adata,
        dry_run=True,
        return_summary=True,
        column_conflict="overwrite",
        include_deleted_user_defined_fields=True,
    )
    there = "it replaces a column that was there"
    assert [column.notes for column in summary.columns] == [
        (there,),
        ("its name was shortened", there),
        ("made from a variable, with one code for each cell", "it was deleted in the viewer", there),
    ]
    assert table["action"].tolist() == ["overwrite"] * 3
    assert all(column.overwrites for column in summary.columns)


def test_as_many_variables_as_cells(store: Store) -> None:
    """AP-14: what is told of each such field, in the column's notes and as advice."""
    hostile = "a\x1b" + "b" * 100
    data = b.session(
        b.overlays(
            b.field("f1", source="var"),
            b.field("f2", source="var", key=hostile),
            b.field("f3"),
        ),
        *(b.chunk(f"{b.CODES}f{number}", b.codes([0, 1, 1, 0])) for number in (1, 2, 3)),
        n_obs=4,
        n_vars=4,
    )
    result, summary = apply_cellucid_session_to_anndata(store(data), dense(4, 4), return_summary=True)
    told = "there are as many variables as cells: taken as one code for each cell"
    made = "made from a variable, with one code for each cell"
    assert [column.notes for column in summary.columns] == [(made, told), (made, told), ()]
    assert [column.axis for column in summary.columns] == ["obs"] * 3
    assert summary.advice == (f"field f1: {told}", f"field {safe(hostile, 80)}: {told}")
    assert len(result.var.columns) == 1


def test_what_is_left_out_of_a_session_of_another_data_set(store: Store) -> None:
    data = b.session(
        b.overlays(b.field("f1")),
        b.chunk("core/state", {}),
        b.chunk("ui/dockable-layout", {}),
        b.chunk("other/thing", {}, datasetDependent=True),
        b.chunk("other/settings", {}),
        b.meta(b.group("g1", 1)),
        b.chunk(b.CODES + "f1", b.codes([0] * 10)),
        b.chunk(b.CELLS + "g1", b.cells([3])),
        n_obs=None,
        n_vars=6,
    )
    depends = "it depends on the data set, which is another one"
    _, summary = apply_cellucid_session_to_anndata(
        store(data), dense(), dry_run=True, return_summary=True, dataset_mismatch="skip"
    )
    assert [(item.kind, item.what, item.why) for item in summary.skipped] == [
        ("chunk", "core/field-overlays", depends),
        ("chunk", "core/state", depends),
        ("chunk", "ui/dockable-layout", "it is state of the viewer, not of the data"),
        ("chunk", "other/thing", depends),
        ("chunk", "other/settings", "no known family has this id"),
        ("chunk", "highlights/meta", depends),
        ("chunk", b.CODES + "f1", depends),
        ("chunk", b.CELLS + "g1", depends),
    ]
    assert summary.mismatch_reasons == ["varCount 6 != adata.n_vars 5"]
    assert len(summary.advice) == 1
    assert (summary.columns, summary.category_renames, summary.added_obs_columns) == ((), (), [])


# -- what is counted --


def table(columns: int, rows: int = N_OBS) -> pd.DataFrame:
    return pd.DataFrame({f"c{number}": [0] * rows for number in range(columns)}, index=range(rows))


def target(obs: int = 0, var: int = 0, budget: int = 0, stored: bool = True) -> Target:
    return Target(SimpleNamespace(obs=table(obs), var=table(var, N_VARS)), "suffix", budget, stored)


def test_memory_is_spent_to_the_last_byte() -> None:
    held = target(budget=10)
    held.spend(0, 0)
    held.spend(4, 2)
    held.spend(6, 1)
    held.spend(0, 1)
    with pytest.raises(
        BudgetError, match=r"the 7 columns of the session would take 1 bytes .* leaves 0 of 10$"
    ):
        held.spend(1, 7)
    with pytest.raises(BudgetError):
        target(budget=10).spend(11, 1)


#: a field's source, categories, and how many bytes it takes with 10 cells and 5 variables, or 5 cells and 10 variables
SIZES = {
    "a field of obs": ({"source": "obs"}, 2, 10, 5),
    "a field of var": ({"source": "var"}, 2, 10, 10),
    "a field of obs with codes of two bytes": ({"source": "obs", "codesType": "Uint16Array"}, 127, 20, 10),
    "a field of var with codes of two bytes": ({"source": "var", "codesType": "Uint16Array"}, 127, 20, 20),
}


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("case", SIZES)
def test_the_size_of_a_field(case: str, turned: bool, store: Store) -> None:
    changes, count, *sizes = SIZES[case]
    n_obs, n_vars = (5, 10) if turned else (10, 5)
    names = [f"c{number}" for number in range(count)]
    data = b.session(
        b.overlays(b.field("f", names, **changes)),
        b.meta(b.group("g", 0)),
        b.chunk(b.CODES + "f", b.codes([0] * n_obs)),
        n_obs=n_obs,
        n_vars=n_vars,
    )
    path, adata = store(data), dense(n_obs, n_vars)
    size = sizes[turned] + n_obs
    with pytest.raises(BudgetError, match=f"the 2 columns of the session would take {size} bytes"):
        apply_cellucid_session_to_anndata(path, adata, column_budget=size - 1)
    assert "f" in apply_cellucid_session_to_anndata(path, adata, column_budget=size).obs
    with pytest.raises(BudgetError, match=f"leaves {size - 1} of {2 * size - 1}: "):
        apply_sessions({"a": path, "b": path}, adata, column_budget=2 * size - 1)
    apply_sessions({"a": path, "b": path}, adata, column_budget=2 * size, dry_run=True)


def test_no_cells_take_no_memory(store: Store) -> None:
    data = b.session(b.overlays(b.field("f")), b.chunk(b.CODES + "f", b.codes([])), n_obs=0)
    assert "f" in apply_cellucid_session_to_anndata(store(data), dense(0), column_budget=0).obs


def test_columns_are_counted_on_each_axis() -> None:
    held = target(obs=STORED_COLUMNS - 1, var=3)
    held.count("obs")
    for _ in range(5):
        held.count("var")
    with pytest.raises(
        BudgetError, match=f"^obs would have more than the {STORED_COLUMNS} columns .*columns_only"
    ):
        held.count("obs")
    none = target(obs=STORED_COLUMNS, stored=False)
    none.count("obs")
    more = target(obs=STORED_COLUMNS + 1)  # no file could hold it as it is
    more.count("obs")
    with pytest.raises(BudgetError, match=r"^var would"):
        target(var=STORED_COLUMNS).count("var")


def full(store: Store) -> tuple[Path, Any]:
    """A session of a group, two fields of obs and one of var, and data with as many columns as can be stored."""
    data = b.session(
        b.overlays(b.field("c0"), b.field("c1"), b.field("c2", source="var")),
        b.meta(b.group("c3", 0)),
        *(b.chunk(b.CODES + name, b.codes([0] * 10)) for name in ("c0", "c1")),
        b.chunk(b.CODES + "c2", b.codes([0] * 5)),
    )
    adata = dense()
    adata.obs = table(STORED_COLUMNS).set_index(adata.obs_names)
    return store(data), adata


def test_a_full_table_can_be_overwritten(store: Store) -> None:
    """AP-13: columns that replace others need no room."""
    path, adata = full(store)
    before = portrait(adata)
    with pytest.raises(BudgetError, match=r"^obs would have more than"):
        apply_cellucid_session_to_anndata(path, adata, inplace=True)
    assert portrait(adata) == before
    options = {"column_conflict": "overwrite", "highlights_prefix": "", "store_uns": False}
    result, summary = apply_cellucid_session_to_anndata(path, adata, return_summary=True, **options)
    assert len(result.obs.columns) == STORED_COLUMNS
    assert {column.action for column in summary.columns if column.axis == "obs"} == {"overwrite"}
    assert result.obs["c1"].tolist() == ["a"] * 10
    with pytest.raises(BudgetError, match=r"^obs would have more than"):
        apply_sessions({"": path, "c": path}, adata, column_conflict="overwrite", highlights_prefix="")


def test_columns_alone_replace_nothing(store: Store) -> None:
    adata = dense()
    adata.obs["f1"] = 1
    (obs, var), summary = apply_cellucid_session_to_anndata(
        store(b.typical()), adata, columns_only=True, column_conflict="overwrite", return_summary=True
    )
    assert [column.overwrites for column in summary.columns] == [False, False, True, False]
    assert (list(obs.columns), list(var.columns)) == ([P + "g1", P + "g2", "f1"], ["f2"])


def test_many_columns_alone_come_in_one_piece(store: Store) -> None:
    """Put on one by one, pandas warns of a scattered table."""
    many = store(b.session(b.meta(*(b.group(f"g{number}", 0) for number in range(150)))))
    obs, _ = apply_cellucid_session_to_anndata(many, dense(), columns_only=True, column_conflict="overwrite")
    assert list(obs.columns) == [f"{P}g{number}" for number in range(150)]
