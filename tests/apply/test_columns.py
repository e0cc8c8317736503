"""What of a session becomes a column, on AnnData of every kind. Spec: 10.1, 10.2, 10.4."""

from __future__ import annotations

import warnings
from pathlib import Path

import anndata as ad
import builders as b
import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp
from applying import KINDS, assert_stored, dense, portrait, sparse

import cellucid_session
from cellucid_session import (
    BudgetError,
    CellucidSessionBundle,
    DatasetMismatchWarning,
    InvalidSessionError,
    UsageError,
    apply_cellucid_session_to_anndata,
    apply_sessions,
    session_provenance,
)

pytestmark = pytest.mark.libraries

G1 = [1, 4, 9]
F1 = ["a", "b", None, "a", "a", "b", "b", "b", "a", "a"]
F2 = ["z", "z", None, "x", "y"]


def listed(column: pd.Series) -> list[object]:
    return [None if pd.isna(value) else value for value in column]


def assert_typical(adata: ad.AnnData, prefix: str = "") -> None:
    mask = adata.obs[f"{prefix}cellucid_highlight__g1"]
    assert mask.dtype == bool
    assert np.flatnonzero(mask.to_numpy()).tolist() == G1
    assert not adata.obs[f"{prefix}cellucid_highlight__g2"].any()
    assert listed(adata.obs[f"{prefix}f1"]) == F1
    assert list(adata.obs[f"{prefix}f1"].cat.categories) == ["a", "b"]
    assert listed(adata.var[f"{prefix}f2"]) == F2
    assert list(adata.var[f"{prefix}f2"].cat.categories) == ["x", "y", "z"]
    assert not adata.obs[f"{prefix}f1"].cat.ordered


@pytest.mark.filterwarnings(
    "ignore:Observation names are not unique"
)  # anndata's own word on copying such an object
@pytest.mark.parametrize("inplace", [False, True], ids=["copy", "in place"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_anndata_gets_the_columns_by_position(kind, inplace, store, tmp_path):
    """AP-12. "Highlight membership columns in adata.obs (typically boolean)"; "User-defined categorical fields in
    adata.obs or adata.var (depending on source)"; "Highlights and codes are stored as indices into the dataset"."""
    adata = KINDS[kind](tmp_path)
    before = portrait(adata)
    names = adata.obs_names.tolist()
    result = apply_cellucid_session_to_anndata(store(b.typical()), adata, inplace=inplace)
    assert (result is adata) is inplace
    assert_typical(result)
    assert result.obs_names.tolist() == names
    assert not result.is_view
    assert listed(result.obs["score"]) == listed(adata.obs["score"])
    if not inplace:
        assert portrait(adata) == before
    if not result.isbacked:
        assert_stored(result, tmp_path / "out")


def test_a_view_that_is_applied_to_in_place_leaves_its_parent_alone(store):
    parent = dense(20)
    before = portrait(parent)
    part = parent[5:15]
    apply_cellucid_session_to_anndata(store(b.typical()), part, inplace=True)
    assert_typical(part)
    assert portrait(parent) == before
    assert part.X.tolist() == parent.X[5:15].tolist()


def test_in_place_x_is_the_same_object(store):
    adata = sparse()
    x, umap = adata.X, adata.obsm["X_umap"]
    apply_cellucid_session_to_anndata(store(b.typical()), adata, inplace=True)
    assert adata.X is x
    assert adata.obsm["X_umap"] is umap


def test_a_backed_object_that_was_applied_to_in_place_can_be_written(store, tmp_path):
    adata = KINDS["backed"](tmp_path)
    apply_cellucid_session_to_anndata(store(b.typical()), adata, inplace=True)
    assert adata.isbacked
    adata.write_h5ad(tmp_path / "again.h5ad")
    assert_typical(ad.read_h5ad(tmp_path / "again.h5ad"))


@pytest.mark.parametrize("shape", [(0, 5), (0, 0), (10, 0)], ids=str)
def test_no_cells_or_no_variables(shape, store, tmp_path):
    n_obs, n_vars = shape
    data = b.session(
        b.overlays(b.field("f1")),
        b.meta(b.group("g1", 0)),
        b.chunk(b.CODES + "f1", b.codes([1] * n_obs)),
        n_obs=n_obs,
        n_vars=n_vars,
    )
    adata = ad.AnnData(sp.csr_matrix((n_obs, n_vars), dtype="f4"))
    result = apply_cellucid_session_to_anndata(store(data), adata)
    assert result.obs["cellucid_highlight__g1"].tolist() == [False] * n_obs
    assert result.obs["f1"].tolist() == ["b"] * n_obs
    assert_stored(result, tmp_path)


def test_a_realistic_data_set(store, tmp_path):
    """2,638 cells x 1,838 genes; more new columns than are put on one by one."""
    rng = np.random.default_rng(0)
    n_obs, n_vars = 2638, 1838
    members = {
        f"highlight_{i}": np.sort(rng.choice(n_obs, 50, replace=False)).tolist() for i in range(1, 121)
    }
    codes = rng.integers(0, 9, n_obs).tolist()
    data = b.session(
        b.overlays(b.field("f1", [f"T {i}" for i in range(8)], key="My clusters")),
        b.meta(*(b.group(key, 50) for key in members)),
        b.chunk(b.CODES + "f1", b.codes(codes, encoding=2)),
        *(b.chunk(b.CELLS + key, b.cells(cells)) for key, cells in members.items()),
        n_obs=n_obs,
        n_vars=n_vars,
    )
    adata = ad.AnnData(sp.random(n_obs, n_vars, 0.02, format="csr", dtype="f4", random_state=0))
    adata.obs["n_genes"] = np.arange(n_obs)
    adata.obs.index.name = "barcode"
    result, summary = apply_cellucid_session_to_anndata(store(data), adata, return_summary=True)
    for key, cells in members.items():
        assert np.flatnonzero(result.obs[f"cellucid_highlight__{key}"]).tolist() == cells
    wanted = [f"T {code}" if code < 8 else None for code in codes]
    assert listed(result.obs["My_clusters"]) == wanted
    assert list(result.obs.columns) == ["n_genes", *summary.added_obs_columns]
    assert result.obs.index.name == "barcode"
    assert summary.columns[-1].stray == codes.count(8)
    assert_stored(result, tmp_path)
    first = summary.added_obs_columns[0]
    assert result[result.obs[first].astype(bool)].copy().n_obs == 50


def one_field(values, store, n_obs=10, n_vars=5, encoding=0, **changes):
    data = b.session(
        b.overlays(b.field("f", changes.pop("categories", ("a", "b")), **changes)),
        b.chunk(b.CODES + "f", b.codes(values, encoding)),
        n_obs=n_obs,
        n_vars=n_vars,
    )
    return apply_cellucid_session_to_anndata(store(data), dense(n_obs, n_vars), return_summary=True)


def test_a_var_field_with_a_code_for_each_cell_is_an_obs_column(store):
    """AP-14."""
    adata, summary = one_field([0, 1] * 5, store, source="var")
    assert summary.added_obs_columns == ["f"]
    assert summary.added_var_columns == []
    assert "one code for each cell" in summary.columns[0].notes[0]
    assert adata.obs["f"].tolist() == ["a", "b"] * 5


def test_a_var_field_with_a_code_for_each_variable_is_a_var_column(store):
    """AP-14."""
    adata, summary = one_field([0, 1, 1, 0, 255], store, source="var")
    assert summary.added_var_columns == ["f"]
    assert listed(adata.var["f"]) == ["a", "b", "b", "a", None]


def test_as_many_variables_as_cells_is_one_code_for_each_cell_with_advice(store):
    """AP-14."""
    _adata, summary = one_field([0, 1, 1, 0], store, n_obs=4, n_vars=4, source="var")
    assert summary.added_obs_columns == ["f"]
    assert any("as many variables as cells" in line for line in summary.advice)


@pytest.mark.parametrize("encoding", [0, 1, 2])
def test_codes_that_name_no_category_are_missing(encoding, store):
    values = [0, 1, 2, 200, 255, 1, 1, 1, 0, 0]
    adata, summary = one_field(values, store, encoding=encoding)
    assert listed(adata.obs["f"]) == ["a", "b", None, None, None, "b", "b", "b", "a", "a"]
    assert (summary.columns[0].missing, summary.columns[0].stray, summary.columns[0].cells) == (3, 2, 7)


@pytest.mark.parametrize("count", [0, 1, 126, 127, 128, 254, 255, 256, 257, 300, 33000])
def test_codes_of_any_number_of_categories(count, store):
    """pandas stores codes in 8, 16 or 32 bits; the markers depend on the number of categories."""
    names = [f"c{i}" for i in range(count)]
    wide = count > 255
    values = [0, max(0, count - 1), 65535 if wide else 255] + [0] * 7
    adata, summary = one_field(
        values, store, encoding=int(wide), categories=names, codesType="Uint16Array" if wide else "Uint8Array"
    )
    wanted = [names[value] if value < count else None for value in values]
    assert listed(adata.obs["f"]) == wanted
    assert list(adata.obs["f"].cat.categories) == names
    same = pd.Categorical(wanted, categories=names)
    assert adata.obs["f"].cat.codes.dtype == same.codes.dtype
    assert summary.columns[0].stray == (9 if count == 0 else 0)


def test_a_cell_that_is_listed_twice_is_a_member_once(store):
    data = b.session(b.meta(b.group("g", 3)), b.chunk(b.CELLS + "g", b.cells([2, 2, 3])))
    adata, summary = apply_cellucid_session_to_anndata(store(data), dense(), return_summary=True)
    assert np.flatnonzero(adata.obs["cellucid_highlight__g"]).tolist() == [2, 3]
    assert summary.columns[0].cells == 2


def test_a_group_that_was_saved_before_it_was_loaded_gives_no_column(store):
    data = b.session(b.meta(b.group("lost", 7), b.group("empty", 0), b.group("silent")))
    _adata, summary = apply_cellucid_session_to_anndata(store(data), dense(), return_summary=True)
    assert summary.added_obs_columns == ["cellucid_highlight__empty", "cellucid_highlight__silent"]
    assert [(item.kind, item.what) for item in summary.skipped] == [("group", "lost")]


def test_what_is_not_applied_is_listed(store):
    data = b.session(
        b.overlays(
            b.field("f1", None),
            b.field("f2"),
            b.field("f3", isDeleted=True),
            b.field("f4", isDeleted=True, isPurged=True),
            renames={"fields": {"obs:a": "b"}, "categories": {"obs:a:0": "T"}},
            deletedFields={"deleted": ["obs:x"], "purged": ["obs:x"]},
        ),
        b.chunk("core/state", {}),
        b.chunk("other/thing", {}),
        b.chunk(b.CODES + "f3", b.codes([0] * 10)),
        b.chunk(b.CELLS + "nobody", b.cells([1])),
    )
    _, summary = apply_cellucid_session_to_anndata(store(data), dense(), return_summary=True)
    assert summary.added_obs_columns == []
    assert [(item.kind, item.what) for item in summary.skipped] == [
        ("field", "f1"),
        ("field", "f2"),
        ("field", "f3"),
        ("field", "f4"),
        ("rename", "obs:a -> b"),
        ("rename", "obs:a:0 -> T"),
        ("deletion", "obs:x"),
        ("chunk", "core/state"),
        ("chunk", "other/thing"),
        ("chunk", "highlights/cells/nobody"),
    ]
    _adata, summary = apply_cellucid_session_to_anndata(
        store(data), dense(), return_summary=True, include_deleted_user_defined_fields=True
    )
    assert summary.added_obs_columns == ["f3"]
    assert any(item.rule == "chunk.foreign" for item in summary.findings)


def test_each_half_can_be_left_out(store):
    """ "You disabled highlight application (`add_highlights=False`)."."""
    path = store(b.typical())
    _, summary = apply_cellucid_session_to_anndata(path, dense(), add_highlights=False, return_summary=True)
    assert (summary.added_obs_columns, summary.added_var_columns) == (["f1"], ["f2"])
    _, summary = apply_cellucid_session_to_anndata(
        path, dense(), add_user_defined_fields=False, highlights_prefix="mine_", return_summary=True
    )
    assert (summary.added_obs_columns, summary.added_var_columns) == (["mine_g1", "mine_g2"], [])
    result = apply_cellucid_session_to_anndata(path, dense(), user_defined_prefix="u_", store_uns=False)
    assert "u_f1" in result.obs
    assert "cellucid" not in result.uns


MISMATCHES = {
    "another number of cells": ({}, {"n_obs": 11}, None, "cellCount 11"),
    "another number of variables": ({}, {"n_vars": 6}, None, "varCount 6"),
    "no fingerprint": ({"datasetFingerprint": b.ABSENT}, {}, None, "no datasetFingerprint"),
    "a fingerprint that is null": ({"datasetFingerprint": None}, {}, None, "no datasetFingerprint"),
    "a fingerprint that is no object": ({"datasetFingerprint": "x"}, {}, None, "no object"),
    "a fingerprint without an id": ({"datasetFingerprint": {"sourceType": "x"}}, {}, None, "datasetId"),
    "a count that is no count": (
        {"datasetFingerprint": {"sourceType": "x", "datasetId": "demo", "cellCount": -1}},
        {},
        None,
        "no count",
    ),
    "a count that is a boolean": (
        {"datasetFingerprint": {"sourceType": "x", "datasetId": "demo", "cellCount": True}},
        {},
        None,
        "no count",
    ),
    "another id": ({}, {}, "other", "expected_dataset_id"),
    "an id that is null": (
        {"datasetFingerprint": {"sourceType": "x", "datasetId": None}},
        {},
        "demo",
        "datasetId is absent",
    ),
}


@pytest.mark.parametrize("case", MISMATCHES)
def test_a_mismatch_is_never_a_match(case, store):
    """ "If mismatch is detected, default behavior is to warn and skip dataset-dependent chunks." and "error: stop
    immediately (strict)", "skip: silently skip dataset-dependent chunks"."""
    manifest, counts, expected, words = MISMATCHES[case]
    data = b.session(
        b.meta(b.group("g", 1)),
        b.chunk(b.CELLS + "g", b.cells([1])),
        b.chunk("ui/dockable-layout", {}),
        manifest=manifest,
        **counts,
    )
    path, adata = store(data), dense()
    before = portrait(adata)
    with pytest.raises(ValueError, match=f"^Dataset fingerprint mismatch: .*{words}"):
        apply_cellucid_session_to_anndata(
            path, adata, inplace=True, dataset_mismatch="error", expected_dataset_id=expected
        )
    assert portrait(adata) == before
    with pytest.warns(DatasetMismatchWarning, match="Dataset fingerprint mismatch") as caught:
        result, summary = apply_cellucid_session_to_anndata(
            path, adata, expected_dataset_id=expected, return_summary=True
        )
    assert Path(caught[0].filename).name == Path(__file__).name
    assert list(result.obs.columns) == list(adata.obs.columns)
    assert summary.skipped_due_to_mismatch
    assert any(words in reason for reason in summary.mismatch_reasons)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        _, silent = apply_cellucid_session_to_anndata(
            path, adata, dataset_mismatch="skip", expected_dataset_id=expected, return_summary=True
        )
    assert silent.mismatch_reasons == summary.mismatch_reasons
    assert [item.what for item in silent.skipped] == [
        "highlights/meta",
        "highlights/cells/g",
        "ui/dockable-layout",
    ]
    assert session_provenance(result)["chunks"] == {}
    assert session_provenance(result)["applied"]["mismatch_reasons"] == summary.mismatch_reasons


def test_a_flag_does_not_get_a_chunk_past_a_mismatch(store):
    """The reader refuses a membership chunk that says it does not depend on the data set."""
    data = b.session(
        b.meta(b.group("g", 1)), b.chunk(b.CELLS + "g", b.cells([1]), datasetDependent=False), n_obs=11
    )
    with pytest.raises(InvalidSessionError):
        apply_cellucid_session_to_anndata(store(data), dense(), dataset_mismatch="skip")


def test_a_fingerprint_without_counts_is_applied_with_advice_and_bounds(store):
    good = b.session(b.meta(b.group("g", 1)), b.chunk(b.CELLS + "g", b.cells([9])), n_obs=None, n_vars=None)
    _, summary = apply_cellucid_session_to_anndata(
        store(good), dense(), expected_dataset_id="demo", return_summary=True
    )
    assert summary.added_obs_columns == ["cellucid_highlight__g"]
    assert len(summary.advice) == 2
    adata = dense()
    before = portrait(adata)
    bad = b.session(b.meta(b.group("g", 1)), b.chunk(b.CELLS + "g", b.cells([10])), n_obs=None, n_vars=None)
    with pytest.raises(InvalidSessionError):
        apply_cellucid_session_to_anndata(store(bad), adata, inplace=True)
    short = b.session(
        b.overlays(b.field("f")), b.chunk(b.CODES + "f", b.codes([0] * 9)), n_obs=None, n_vars=None
    )
    with pytest.raises(InvalidSessionError):
        apply_cellucid_session_to_anndata(store(short), adata, inplace=True)
    assert portrait(adata) == before


def test_the_plan_can_be_seen_first(store):
    adata = dense()
    before = portrait(adata)
    plan = apply_cellucid_session_to_anndata(store(b.typical()), adata, dry_run=True)
    assert plan.loc[plan.action == "add", "name"].tolist() == [
        "cellucid_highlight__g1",
        "cellucid_highlight__g2",
        "f1",
        "f2",
    ]
    assert plan.loc[plan.action == "add", "cells"].tolist() == [3, 0, 9, 4]
    assert (plan.action == "skip").sum() == 5
    assert portrait(adata) == before


def test_the_columns_alone_can_be_had(store):
    """Names keep clear of the AnnData's own columns, so that the tables can be joined."""
    adata = dense()
    adata.obs["f1"] = "taken"
    (obs, var), summary = apply_cellucid_session_to_anndata(
        store(b.typical()), adata, columns_only=True, return_summary=True, store_uns=True
    )
    assert obs.columns.tolist() == ["cellucid_highlight__g1", "cellucid_highlight__g2", "f1__2"]
    assert listed(obs["f1__2"]) == F1
    assert obs.index.equals(adata.obs_names)
    assert var.columns.tolist() == summary.added_var_columns == ["f2"]
    obs, _ = apply_cellucid_session_to_anndata(
        store(b.typical()), adata, columns_only=True, column_conflict="overwrite"
    )
    assert listed(obs["f1"]) == F1


def test_several_sessions_at_once(store, tmp_path):
    first, second = store(b.typical()), CellucidSessionBundle(store(b.typical()))
    adata, summaries = apply_sessions({"ann_": first, "bo_": second}, dense(), return_summary=True)
    assert_typical(adata, "ann_")
    assert_typical(adata, "bo_")
    assert summaries["bo_"].added_var_columns == ["bo_f2"]
    assert_stored(adata, tmp_path)
    known = session_provenance(ad.read_h5ad(tmp_path / "x.h5ad"))
    assert list(known["sessions"]) == ["ann_", "bo_"]
    assert known["sessions"]["bo_"]["applied"]["columns"][2]["name"] == "bo_f1"
    table = apply_sessions({"ann_": first, "bo_": second}, dense(), dry_run=True)
    assert table.session.tolist() == ["ann_"] * 9 + ["bo_"] * 9
    obs, var = apply_sessions({"ann_": first, "bo_": second}, dense(), columns_only=True)
    assert (len(obs.columns), len(var.columns)) == (6, 2)


def test_several_sessions_are_all_applied_or_none(store):
    broken = b.session(b.meta(b.group("g", 1)), b.chunk(b.CELLS + "g", b.cells([1]) + b"", storedBytes=3))
    adata = dense()
    before = portrait(adata)
    with pytest.raises(InvalidSessionError):
        apply_sessions({"a_": store(b.typical()), "b_": store(broken)}, adata, inplace=True)
    assert portrait(adata) == before


def test_a_bundle_applies_itself_and_stays_open(store):
    """ "adata2 = bundle.apply_to_anndata(adata)"."""
    bundle = CellucidSessionBundle(str(store(b.typical())))
    assert_typical(bundle.apply_to_anndata(dense()))
    _adata, summary = bundle.apply_to_anndata(dense(), return_summary=True, dataset_mismatch="error")
    assert bundle.decode_chunk("core/state") == {}
    assert summary.added_obs_columns[0] == "cellucid_highlight__g1"


WRONG = {
    "a mismatch policy that is none": ({"dataset_mismatch": "warn"}, UsageError),
    "a conflict policy that is none": ({"column_conflict": "replace"}, UsageError),
    "a prefix with a slash": ({"user_defined_prefix": "obs/"}, UsageError),
    "a prefix with a NUL": ({"highlights_prefix": "a\0"}, UsageError),
    "a prefix that is no text": ({"highlights_prefix": 5}, UsageError),
    "a prefix that is long": ({"highlights_prefix": "x" * 101}, UsageError),
    "a budget that is no number": ({"column_budget": "many"}, UsageError),
    "an id that is no text": ({"expected_dataset_id": 5}, UsageError),
    "two results": ({"dry_run": True, "columns_only": True}, UsageError),
    "a dry run in place": ({"dry_run": True, "inplace": True}, UsageError),
}


@pytest.mark.parametrize("case", WRONG)
def test_wrong_options(case, store):
    options, error = WRONG[case]
    with pytest.raises(error):
        apply_cellucid_session_to_anndata(store(b.typical()), dense(), **options)


def test_what_is_no_anndata(store):
    with pytest.raises(TypeError, match="must be an AnnData"):
        apply_cellucid_session_to_anndata(store(b.typical()), pd.DataFrame())


@pytest.mark.parametrize("module", ["pandas", "anndata"])
def test_a_missing_library_is_named(module, store, monkeypatch):
    """ "apply_cellucid_session_to_anndata requires pandas"."""
    adata = dense()
    monkeypatch.setitem(__import__("sys").modules, module, None)
    with pytest.raises(
        ImportError, match=f"^apply_cellucid_session_to_anndata requires {module}: python -m pip install "
    ):
        apply_cellucid_session_to_anndata(store(b.typical()), adata)


def test_memory_is_counted_before_it_is_taken(store):
    """AP-13."""
    many = b.session(b.meta(*(b.group(f"g{i}", 0) for i in range(200))))
    adata = dense()
    with pytest.raises(BudgetError, match="2000 bytes"):
        apply_cellucid_session_to_anndata(store(many), adata, column_budget=1999)
    assert len(apply_cellucid_session_to_anndata(store(many), adata, column_budget=2000).obs.columns) == 202
    with pytest.raises(BudgetError):
        apply_sessions({"a": store(many), "b": store(many)}, adata, column_budget=3999)


def test_more_columns_than_an_h5ad_file_holds(store, tmp_path):
    """AP-13. An h5ad file keeps the names of the columns in an attribute of 64 KiB."""
    most = b.session(b.meta(*(b.group(f"g{i}", 0) for i in range(3998))))
    result = apply_cellucid_session_to_anndata(store(most), dense(), store_uns=False)
    result.write_h5ad(tmp_path / "x.h5ad")
    more = store(b.session(b.meta(*(b.group(f"g{i}", 0) for i in range(3999)))))
    with pytest.raises(BudgetError, match="columns_only"):
        apply_cellucid_session_to_anndata(more, dense())
    obs, _ = apply_cellucid_session_to_anndata(more, dense(), columns_only=True)
    assert len(obs.columns) == 3999


def test_the_summary_shows_hostile_text_safely(store):
    label = "\x1b[2J<script>alert(1)</script>\u202e"
    data = b.session(b.meta(b.group("g", 5, label=label)), b.chunk(b.CELLS + "g", b.cells([1])))
    _, summary = apply_cellucid_session_to_anndata(store(data), dense(), return_summary=True)
    shown, page = repr(summary), summary._repr_html_()
    assert "\x1b" not in shown + page
    assert "\u202e" not in shown + page
    assert "<script" not in page
    assert "count says 5" in shown
    assert summary.columns[0].label == label
    with pytest.raises(AttributeError):
        summary.advice = ()


def test_the_public_names():
    for name in (
        "apply_cellucid_session_to_anndata",
        "apply_sessions",
        "ApplySummary",
        "session_provenance",
        "CellucidSessionBundle",
    ):
        assert name in cellucid_session.__all__
        assert getattr(cellucid_session, name).__name__ == name
