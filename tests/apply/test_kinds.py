"""AnnData of kinds that are met: backed without X, lazy, columns of other kinds, and things that are no AnnData."""

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
import scipy.sparse as sp
from applying import dense, portrait

from cellucid_session import apply_cellucid_session_to_anndata, apply_sessions, session_from_anndata
from cellucid_session.apply import BACKED
from cellucid_session.apply.accepted import INSTEAD

pytestmark = pytest.mark.libraries

Store = Callable[[bytes], Path]
COLUMNS = ["cellucid_highlight__g1", "cellucid_highlight__g2", "f1"]


# -- backed --


def without_x(folder: Path, n_obs: int = b.N_OBS, raw: Any = None) -> ad.AnnData:
    """A backed AnnData whose file has no X."""
    folder.mkdir(exist_ok=True)
    adata = dense(n_obs)
    adata.layers["sparse"] = sp.csr_matrix(adata.layers["counts"])
    adata.obsp["near"] = np.eye(n_obs)
    adata.varm["loads"] = np.ones((b.N_VARS, 2))
    if raw is not None:
        adata.raw = ad.AnnData(raw(np.ones((n_obs, 3), "f4")), obs=adata.obs[[]], varm={"m": np.ones((3, 1))})
    adata.X = None
    adata.write_h5ad(folder / "x.h5ad")
    return ad.read_h5ad(folder / "x.h5ad", backed="r")


def parts(adata: ad.AnnData) -> Any:
    """All that there is beside X, the tables and `uns`, by value."""
    return {
        name: {
            key: (
                sp.issparse(value),
                (value.toarray() if sp.issparse(value) else np.asarray(value)).tolist(),
            )
            for key, value in ((key, getattr(adata, name)[key]) for key in getattr(adata, name) if key)
        }
        for name in ("obsm", "varm", "obsp", "varp", "layers")
    }


@pytest.mark.parametrize("raw", [None, np.array, sp.csr_matrix], ids=["no raw", "raw", "sparse raw"])
@pytest.mark.parametrize("kind", ["whole", "view", "closed"])
@pytest.mark.parametrize("inplace", [False, True], ids=["copy", "in place"])
def test_a_backed_anndata_without_x(kind: str, inplace: bool, raw: Any, store: Store, tmp_path: Path) -> None:
    adata = without_x(tmp_path / "d", 20 if kind == "view" else b.N_OBS, raw)
    if kind == "closed":
        adata.file.close()
    if kind == "view":
        adata = adata[5:15]
    there, names = parts(adata), adata.obs_names.tolist()
    result = apply_cellucid_session_to_anndata(store(b.typical()), adata, inplace=inplace)
    assert (result is adata) is inplace
    assert list(result.obs.columns) == ["leiden", "score", *COLUMNS]
    assert result.obs_names.tolist() == names
    assert parts(result) == there
    assert repr(result.uns["neighbors"]) == repr(adata.uns["neighbors"])
    assert (COLUMNS[0] in adata.obs) is inplace
    if not inplace or kind == "view":
        assert not result.isbacked
        assert not result.is_view
        assert result.X is None
        if raw is not None:
            assert result.raw.X.sum() == 30
            assert result.raw.varm["m"].tolist() == [[1], [1], [1]]
        else:
            assert result.raw is None
        result.obs.loc[:, "score"] = 99.0
        result.obsm["X_umap"][:] = 99
        result.uns["neighbors"]["nested"]["a"][:] = 99
        if not inplace:
            assert parts(adata) == there
            assert adata.obs["score"].max() < 99
            assert adata.uns["neighbors"]["nested"]["a"].tolist() == [0, 1, 2]
        result.write_h5ad(tmp_path / "out.h5ad")
        assert list(ad.read_h5ad(tmp_path / "out.h5ad").obs) == list(result.obs)


@pytest.mark.parametrize("mode", ["r", "r+"])
def test_the_file_of_a_backed_anndata_is_not_changed_and_the_summary_says_so(
    mode: str, store: Store, tmp_path: Path
) -> None:
    path = tmp_path / "x.h5ad"
    dense().write_h5ad(path)
    adata = ad.read_h5ad(path, backed=mode)
    _, summary = apply_cellucid_session_to_anndata(
        store(b.typical()), adata, inplace=True, return_summary=True
    )
    assert BACKED in summary.advice
    assert "adata.write_h5ad(...)" in BACKED
    adata.file.close()
    assert not set(COLUMNS) & set(ad.read_h5ad(path).obs)
    # what the advice says to do
    adata = ad.read_h5ad(path, backed=mode)
    apply_cellucid_session_to_anndata(store(b.typical()), adata, inplace=True)
    adata.write_h5ad(tmp_path / "new.h5ad")
    adata.file.close()
    back = ad.read_h5ad(tmp_path / "new.h5ad")
    assert set(COLUMNS) <= set(back.obs)
    assert back.X.tolist() == dense().X.tolist()


def test_who_is_not_told_of_backed_files(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "x.h5ad"
    dense(20).write_h5ad(path)
    session = store(b.typical())
    for adata, inplace in (
        (dense(), True),
        (ad.read_h5ad(path, backed="r")[:10], True),
        (ad.read_h5ad(path, backed="r")[:10].to_memory(), False),
    ):
        _, summary = apply_cellucid_session_to_anndata(session, adata, inplace=inplace, return_summary=True)
        assert BACKED not in summary.advice
    backed = ad.read_h5ad(path, backed="r")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        _, summary = apply_cellucid_session_to_anndata(session, backed, inplace=True, return_summary=True)
    assert summary.skipped_due_to_mismatch
    assert BACKED not in summary.advice
    backed.file.close()


# -- what is no AnnData, and what is a lazy one --


def named(name: str, *bases: type) -> Any:
    """An object of a class of this name."""
    return type(name, bases, {})()


NOT = {
    "a MuData": (lambda: named("MuData"), r"not MuData: .*mdata\.mod\[NAME\]"),
    "a class that comes of it": (lambda: named("Mine", type("MuData", (), {})), r"not Mine: .*mdata\.mod"),
    "a SpatialData": (lambda: named("SpatialData"), r"sdata\.tables\[NAME\]"),
    "a name of a file": (lambda: "x.h5ad", r"anndata\.read_h5ad\(path\)"),
    "a path": (lambda: Path("x.h5ad"), r"anndata\.read_h5ad\(path\)"),
    "raw": (lambda: _with_raw().raw, "the AnnData that it belongs to"),
    "something else": (lambda: 5, r"not int$"),
    "nothing": (lambda: None, r"not NoneType$"),
}  # fmt: skip


def _with_raw() -> ad.AnnData:
    adata = dense()
    adata.raw = adata.copy()
    return adata


@pytest.mark.parametrize("case", NOT)
def test_what_is_no_anndata_is_refused_with_what_to_do(case: str, store: Store) -> None:
    make, told = NOT[case]
    session = store(b.typical())
    for call in (
        lambda: apply_cellucid_session_to_anndata(session, make()),
        lambda: apply_sessions({"a_": session}, make()),
        lambda: session_from_anndata(make(), ["a"]),
    ):
        with pytest.raises(TypeError, match=r"^adata must be an AnnData, not \w+") as caught:
            call()
        assert caught.match(told)


def test_the_classes_that_are_known_are_those_of_the_packages() -> None:
    assert {"MuData", "SpatialData", type(_with_raw().raw).__name__} <= set(INSTEAD)
    assert type(Path("x")).__name__ in INSTEAD


def test_a_lazy_anndata_is_refused_with_what_to_do(store: Store, tmp_path: Path) -> None:
    pytest.importorskip("xarray", reason="lazy reading needs xarray")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        dense().write_zarr(tmp_path / "x.zarr")
        lazy = ad.experimental.read_lazy(tmp_path / "x.zarr")
    for call in (
        lambda: apply_cellucid_session_to_anndata(store(b.typical()), lazy),
        lambda: session_from_anndata(lazy, ["leiden"]),
    ):
        with pytest.raises(
            TypeError, match=r"obs must be a pandas DataFrame, not \w+: .*adata\.to_memory\(\)"
        ):
            call()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        read = lazy.to_memory()
    assert COLUMNS[0] in apply_cellucid_session_to_anndata(store(b.typical()), read).obs


@pytest.mark.parametrize("axis", ["obs", "var"])
def test_a_lazy_anndata_is_told_by_the_class_of_its_tables(axis: str) -> None:
    """Also where xarray is not installed."""

    class Dataset2D:
        """A table as a lazy AnnData has it."""

    class Lazy(ad.AnnData):
        """An AnnData with such a table."""

    setattr(Lazy, axis, property(lambda self: Dataset2D()))
    adata = dense()
    adata.__class__ = Lazy
    with pytest.raises(
        TypeError, match=rf"^adata\.{axis} must be .*, not Dataset2D: .*adata\.to_memory\(\)$"
    ):
        session_from_anndata(adata, ["a"])


# -- kinds of categories --


def test_categories_are_of_the_kind_that_this_pandas_reads(store: Store, tmp_path: Path) -> None:
    """Put together with the same column read from a file, and with one that pandas made, it stays a category."""
    fields = [b.field("f", ["x", "y"]), b.field("e", [])]
    chunks = [b.chunk(f"{b.CODES}f", b.codes([0, 1] * 5)), b.chunk(f"{b.CODES}e", b.codes([255] * 10))]
    adata = apply_cellucid_session_to_anndata(store(b.session(b.overlays(*fields), *chunks)), dense())
    adata.write_h5ad(tmp_path / "x.h5ad")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        adata.write_zarr(tmp_path / "x.zarr")
        read = [ad.read_h5ad(tmp_path / "x.h5ad"), ad.read_zarr(tmp_path / "x.zarr")]
    made = pd.DataFrame(
        {"f": pd.Categorical(["x", "y"] * 5), "e": pd.Categorical([None] * 10, categories=[])},
        index=adata.obs_names,
    )
    for name in ("f", "e"):
        for other in (*(each.obs for each in read), made):
            assert pd.concat([adata.obs[name], other[name]]).dtype == "category", name
            assert adata.obs[name].cat.categories.dtype == other[name].cat.categories.dtype
    joined = ad.concat([adata, read[0]], index_unique="-")
    assert joined.obs["f"].dtype == "category"


KINDS = {
    "ordered": (pd.Categorical(["0", "1"] * 5, ordered=True), ["ordered"]),
    "numbers": (pd.Categorical([0, 1] * 5), ["of the kind integer"]),
    "ordered numbers": (pd.Categorical([0.5, 1] * 5, ordered=True), ["ordered", "of the kind floating"]),
    "truth": (pd.Categorical([True, False] * 5), ["of the kind boolean"]),
    "times": (pd.Categorical(pd.to_datetime(["2026-01-01", "2026-01-02"] * 5)), ["of the kind datetime"]),
    "intervals": (pd.cut(np.arange(10), 2), ["ordered", "of the kind interval"]),
    "texts": (pd.Categorical(["0", "1"] * 5), []),
    "texts of numpy": (pd.Categorical(np.array(["0", "1"] * 5)), []),
    "none": (pd.Categorical([None] * 10, categories=[]), []),
}


@pytest.mark.parametrize("case", KINDS)
def test_what_of_a_columns_kind_is_lost_is_said(case: str, store: Store) -> None:
    values, told = KINDS[case]
    adata = dense()
    adata.obs["f"] = values
    # on the way out
    made, written = session_from_anndata(adata, fields=["f"], return_summary=True)
    assert made is not None
    assert len(written.notes) == len(told)
    for note, word in zip(written.notes, told, strict=True):
        assert note.startswith("the column f of obs: its categories are ")
        assert word in note
    # and where a field takes its place
    path = store(b.session(b.overlays(b.field("f")), b.chunk(f"{b.CODES}f", b.codes([0] * 10))))
    _, summary = apply_cellucid_session_to_anndata(
        path, adata, column_conflict="overwrite", return_summary=True
    )
    notes = [note for note in summary.columns[0].notes if note.startswith("the column that was there: ")]
    assert [word in note for note, word in zip(notes, told, strict=True)] == [True] * len(told)
    _, summary = apply_cellucid_session_to_anndata(path, adata, return_summary=True)
    assert not any("the column that was there" in note for note in summary.columns[0].notes)


def test_two_columns_of_one_name_have_no_kind(store: Store) -> None:
    adata = dense()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        obs = adata.obs.copy()
        obs["f"] = 1
        obs.columns = ["f", "score", "f"]
        adata.obs = obs
    path = store(b.session(b.overlays(b.field("f")), b.chunk(f"{b.CODES}f", b.codes([0] * 10))))
    before = portrait_of_names(adata)
    try:
        apply_cellucid_session_to_anndata(path, adata, column_conflict="overwrite", dry_run=True)
    finally:
        assert portrait_of_names(adata) == before


def portrait_of_names(adata: ad.AnnData) -> list[str]:
    return list(adata.obs.columns)


# -- names of columns, from whatever can be iterated --

LISTS: dict[str, Callable[[list[str]], Any]] = {
    "a list": list,
    "a tuple": tuple,
    "an index": pd.Index,
    "a column": pd.Series,
    "an array of objects": lambda names: np.array(names, dtype=object),
    "an array of texts": np.array,
    "an iterator": iter,
    "a generator": lambda names: (name for name in names),
    "a dict's keys": lambda names: dict.fromkeys(names).keys(),
    "a table": lambda names: pd.DataFrame(columns=names),
}


@pytest.mark.parametrize("case", LISTS)
def test_names_are_taken_from_whatever_can_be_iterated(case: str) -> None:
    adata = dense()
    adata.obs["m"] = adata.obs["n"] = True
    adata.obs["k"] = adata.obs["leiden"]
    make = LISTS[case]
    wanted = session_from_anndata(adata, ["m", "n"], ["leiden", "k"], created_at="2026-01-15T09:30:00Z")
    for highlights in (make(["m", "n"]), {"Page 1": make(["m", "n"])}):
        made = session_from_anndata(
            adata, highlights, make(["leiden", "k"]), created_at="2026-01-15T09:30:00Z"
        )
        assert made == wanted
    assert session_from_anndata(adata, make([]), make(["k"])) is not None
    assert session_from_anndata(adata, make(["m"]), make([])) is not None


def test_some_columns_of_a_table_as_they_come() -> None:
    adata = dense()
    adata.obs.insert(0, "a", True)
    adata.obs.insert(1, "b", False)
    before = portrait(adata)
    _, written = session_from_anndata(adata, adata.obs.columns[:2], return_summary=True)
    assert written.groups == (("Page 1", "a", "a"), ("Page 1", "b", "b"))
    assert portrait(adata) == before
