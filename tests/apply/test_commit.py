"""The step in which an AnnData changes: what is shared, what is copied, what is put back. Spec: 10, 10.4."""

from __future__ import annotations

import warnings
from pathlib import Path
from types import MappingProxyType
from typing import Any

import anndata as ad
import builders as b
import numpy as np
import pandas as pd
import pytest
from applying import KINDS, N_OBS, N_VARS, dense, portrait, view

from cellucid_session import DependencyError, apply_cellucid_session_to_anndata
from cellucid_session.apply.commit import check_uns, commit, put_back, with_columns, with_record
from cellucid_session.apply.summary import AppliedColumn
from cellucid_session.apply.target import Planned

pytestmark = pytest.mark.libraries


def group(name: str, overwrites: bool = False, axis: str = "obs", n: int = N_OBS) -> Planned:
    """A column of a group with every third cell in it."""
    column = AppliedColumn(name, axis, "highlight", name, name, name, None, 0, 0, 0, None, overwrites, ())
    return Planned(column, np.arange(n) % 3 == len(name) % 3)


def field(name: str, overwrites: bool = False, axis: str = "obs", n: int = N_OBS) -> Planned:
    """A column of a field."""
    column = AppliedColumn(name, axis, "field", name, name, name, None, n, 0, 0, None, overwrites, ())
    return Planned(column, pd.Categorical(["x", "y"] * (n // 2) + ["x"] * (n % 2)))


def shared(frame: pd.DataFrame, name: str, values: Any) -> bool:
    """Whether a column is the very memory of an array."""
    return np.shares_memory(frame[name].to_numpy(), values)


# -- tables --


def test_columns_come_after_those_that_are_there_in_their_order() -> None:
    frame = dense().obs
    frame.attrs["made"] = "here"
    frame.columns.name = "what"
    before = frame.copy()
    new = [group("a"), group("bb"), field("f"), group("c"), field("g"), field("h")]
    result = with_columns(frame, new)
    assert list(result.columns) == ["leiden", "score", "a", "bb", "f", "c", "g", "h"]
    assert list(result.index) == list(frame.index)
    assert (result.columns.name, result.attrs) == ("what", {"made": "here"})
    for item in new:
        assert result[item.column.name].tolist() == list(item.values)
        assert result[item.column.name].dtype == item.values.dtype
    result.attrs["made"] = "there"
    pd.testing.assert_frame_equal(frame, before)
    assert (frame.attrs, frame.columns.name) == ({"made": "here"}, "what")


def test_columns_that_overwrite_stay_in_their_place() -> None:
    frame = dense().obs
    before = frame.copy()
    result = with_columns(frame, [group("a"), field("leiden", overwrites=True)])
    assert list(result.columns) == ["leiden", "score", "a"]
    assert result["leiden"].tolist() == ["x", "y"] * 5
    only = with_columns(frame, [group("score", overwrites=True)])
    assert list(only.columns) == ["leiden", "score"]
    assert only["score"].dtype == bool
    pd.testing.assert_frame_equal(frame, before)


def test_the_codes_of_a_field_are_not_copied() -> None:
    new = [field("f"), group("a"), field("g"), field("h")]
    result = with_columns(dense().obs, new)
    for item in new:
        if isinstance(item.values, pd.Categorical):
            assert np.shares_memory(result[item.column.name].array.codes, item.values.codes)


def test_a_hundred_groups_leave_no_scattered_table() -> None:
    result = with_columns(dense().obs, [group(f"g{number}") for number in range(150)])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        result["one more"] = 1
    assert len(result.columns) == 153


def test_no_other_column_is_copied() -> None:
    frame = dense().obs
    for new in ([], [group("a")], [group("leiden", overwrites=True)], [group(f"g{i}") for i in range(100)]):
        assert shared(with_columns(frame, new), "score", frame["score"].to_numpy())


@pytest.mark.parametrize(
    ("version", "asks"), [("2.3.3", True), ("3.0.0", False), ("3.1.2", False), ("10.0", False)]
)
def test_pandas_is_asked_not_to_copy_while_it_would(
    version: str, asks: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[dict[str, Any]] = []
    concat = pd.concat
    monkeypatch.setattr(pd, "__version__", version)
    monkeypatch.setattr(
        pd, "concat", lambda parts, **options: (asked.append(options), concat(parts, axis=1))[1]
    )
    assert "a" in with_columns(dense().obs, [group("a")])
    assert asked == [{"axis": 1, "copy": False} if asks else {"axis": 1}]


# -- uns --


def test_what_becomes_of_uns() -> None:
    mine = {"mine": [1]}
    for uns, others in (
        ({}, {}),
        ({"cellucid": mine, "a": 1}, mine),
        ({"cellucid": mine | {"session": 0}}, mine),
    ):
        before = repr(uns)
        assert with_record(uns, {"layout": 1}) == uns | {"cellucid": {**others, "session": {"layout": 1}}}
        assert repr(uns) == before


@pytest.mark.parametrize("value", ["a", None, [], 0, [("a", 1)], MappingProxyType({"a": 1})], ids=repr)
def test_what_can_not_be_added_to(value: object) -> None:
    with pytest.raises(TypeError, match=rf'uns\["cellucid"\] must be a dict, it is {type(value).__name__}$'):
        check_uns({"cellucid": value})
    assert check_uns({"other": value}) is check_uns({"cellucid": {}}) is None


# -- the AnnData --


@pytest.mark.parametrize("kind", ["dense", "view", "backed", "view of a backed object"])
def test_a_copy_shares_nothing(kind: str, tmp_path: Path) -> None:
    adata = KINDS[kind](tmp_path)
    before = portrait(adata)
    result = commit(adata, [group("a")], None, inplace=False)
    assert (result.is_view, result.isbacked) == (False, False)
    assert "a" in result.obs
    result.obs.loc[:, "score"] = 99.0
    result.var.iloc[0, 0] = "changed"
    result.uns["neighbors"]["nested"]["a"][:] = 99
    result.obsm["X_umap"][:] = 99
    result.layers["counts"][:] = 99
    result.X[:] = 99
    assert portrait(adata) == before


def test_a_copy_in_memory_is_as_deep_as_that_of_anndata() -> None:
    adata = dense()
    adata.uns["lists"] = [[1]]
    result = commit(adata, [], None, inplace=False)
    result.uns["lists"][0].append(2)
    assert adata.uns["lists"] == [[1]]


@pytest.mark.parametrize("axis", ["obs", "var"])
def test_in_place_what_is_not_changed_is_the_same_object(axis: str) -> None:
    adata = dense()
    other = {"obs": "var", "var": "obs"}[axis]
    parts = {name: getattr(adata, name) for name in (other, "X")} | {
        "uns": adata._uns,
        "umap": adata.obsm["X_umap"],
    }
    assert commit(adata, [group("a", axis=axis, n=adata.shape[axis == "var"])], None, inplace=True) is adata
    assert "a" in getattr(adata, axis)
    assert getattr(adata, other) is parts[other]
    assert adata.X is parts["X"]
    assert adata._uns is parts["uns"]
    assert adata.obsm["X_umap"] is parts["umap"]


@pytest.mark.parametrize("kind", ["view", "view of a backed object"])
def test_in_place_a_view_becomes_a_plain_anndata(kind: str, tmp_path: Path) -> None:
    adata = KINDS[kind](tmp_path)
    was = portrait(adata)
    record = {"layout": 1}
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert commit(adata, [field("f"), group("a", axis="var", n=N_VARS)], record, inplace=True) is adata
        adata.obs["after"] = 1
        adata.uns["after"] = 1
    now = portrait(adata)
    assert (now["view"], now["backed"]) == (False, False)
    assert (now["layers"], now["obsm"]) == (was["layers"], was["obsm"])
    for name in ("obs", "var"):
        assert type(getattr(adata, name)) is pd.DataFrame
    assert adata.obs["f"].tolist() == ["x", "y"] * 5
    assert adata.var["a"].tolist() == [False, True, False, False, True]
    assert adata.uns["cellucid"] == {"session": record}
    assert adata.uns["neighbors"]["k"] == 15


@pytest.mark.parametrize("overwrites", [False, True])
def test_in_place_a_view_shares_nothing_with_its_parent(overwrites: bool) -> None:
    parent = dense(20)
    before = portrait(parent)
    part = parent[5:15]
    commit(part, [group("leiden" if overwrites else "a", overwrites)], {"layout": 1}, inplace=True)
    assert type(part.obs) is pd.DataFrame
    part.obs.loc[:, "score"] = 99.0
    part.uns["neighbors"]["nested"]["a"][:] = 99
    part.uns["cellucid"]["more"] = 1
    part.X[:] = 99
    assert portrait(parent) == before


def test_an_anndata_that_keeps_its_tables_elsewhere_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Other(ad.AnnData):
        """One that has its `uns` under another name, as a later version of anndata may."""

        @property
        def uns(self) -> Any:
            return vars(self)["_elsewhere"]

    adata = dense()
    vars(adata)["_elsewhere"] = vars(adata).pop("_uns")
    adata.__class__ = Other
    held = dict(vars(adata))
    path = tmp_path / "s.cellucid-session"
    path.write_bytes(b.typical())
    for store_uns in (True, False):
        with pytest.raises(DependencyError, match="columns_only=True"):
            apply_cellucid_session_to_anndata(path, adata, inplace=True, store_uns=store_uns)
        assert vars(adata) == held
    obs, _ = apply_cellucid_session_to_anndata(path, adata, columns_only=True)
    assert "f1" in obs


def test_attributes_that_came_meanwhile_go_again() -> None:
    old = {"a": 1, "b": 2}
    now: dict[str, Any] = {"a": 3, "c": 4, "d": 5}
    put_back(now, old)
    assert now == {"a": 1, "b": 2}
    assert old == {"a": 1, "b": 2}


def test_what_fails_at_the_last_moment_is_put_back(monkeypatch: pytest.MonkeyPatch) -> None:
    adata = view()
    before, held = portrait(adata), set(vars(adata))
    real = ad.AnnData._init_as_actual

    def failing(self: ad.AnnData, *args: Any, **options: Any) -> None:
        real(self, *args, **options)
        vars(self)["_came_meanwhile"] = 1
        raise MemoryError("injected")

    with monkeypatch.context() as patch:
        patch.setattr(ad.AnnData, "_init_as_actual", failing)
        with pytest.raises(MemoryError, match="injected"):
            commit(adata, [group("a")], {}, inplace=True)
    assert portrait(adata) == before
    assert set(vars(adata)) == held
