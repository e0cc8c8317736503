"""Every session that the reader accepts applies, gives what went into it, and comes back from h5ad and zarr."""

from __future__ import annotations

import tempfile
import warnings
from pathlib import Path
from typing import Any

import anndata as ad
import pandas as pd
from applying import plain, portrait
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import Case, cases

from cellucid_session import SessionError, apply_cellucid_session_to_anndata, session_provenance, validate

policies = st.sampled_from(["suffix", "overwrite"])


def on_disk(folder: str, data: bytes) -> Path:
    path = Path(folder) / "s.cellucid-session"
    path.write_bytes(data)
    return path


def stored(adata: ad.AnnData, folder: str, form: str) -> ad.AnnData:
    """What is read back after it was written."""
    path = Path(folder) / f"x.{form}"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # anndata announces its next format
        if form == "h5ad":
            adata.write_h5ad(path)
            return ad.read_h5ad(path)
        adata.write_zarr(path)
        return ad.read_zarr(path)


def values(frame: pd.DataFrame) -> dict[str, Any]:
    """A table by value: names and order of columns, categories with their order, codes, rows."""
    told: dict[str, Any] = {"rows": frame.index.tolist(), "columns": frame.columns.tolist()}
    for number, name in enumerate(frame.columns):
        column = frame.iloc[:, number]
        if isinstance(column.dtype, pd.CategoricalDtype):
            told[name] = (column.cat.categories.tolist(), column.cat.codes.tolist(), column.cat.ordered)
        else:
            told[name] = (str(column.dtype), column.tolist())
    return told


def assert_made(case: Case, adata: ad.AnnData, summary: Any) -> None:
    """The columns are those of the case, by value."""
    assert not summary.skipped_due_to_mismatch
    assert [(column.axis, column.original_id) for column in summary.columns] == [
        (made.axis, made.original_id) for made in case.made
    ]
    for axis in ("obs", "var"):
        names = list(getattr(adata, axis).columns)
        folded = [name.casefold() for name in names]
        new = [column.name for column in summary.columns if column.axis == axis]
        assert len(new) == len(set(new))
        assert not any(set("/\\\0") & set(name) for name in new)
        for column in summary.columns:
            if column.axis == axis and not column.overwrites:
                assert folded.count(column.name.casefold()) == 1
    for made, column in zip(case.made, summary.columns, strict=True):
        found = getattr(adata, column.axis)[column.name]
        if made.cells is not None:
            assert found.dtype == bool
            assert [place for place, member in enumerate(found) if member] == sorted(set(made.cells))
            continue
        assert found.cat.codes.tolist() == list(made.positions or ())
        assert len(found.cat.categories) == len(set(found.cat.categories)) == len(made.categories)
        renamed = {item.place for item in summary.category_renames if item.column == column.name}
        for place, (ours, theirs) in enumerate(zip(found.cat.categories, made.categories, strict=True)):
            assert ours == theirs or place in renamed


def round_trip(case: Case, policy: str, form: str) -> None:
    adata = case.adata()
    before = portrait(adata)
    with tempfile.TemporaryDirectory() as folder:
        path = on_disk(folder, case.data)
        result, summary = apply_cellucid_session_to_anndata(
            path, adata, column_conflict=policy, return_summary=True
        )
        assert portrait(adata) == before
        assert_made(case, result, summary)
        back = stored(result, folder, form)
    assert values(back.obs) == values(result.obs)
    assert values(back.var) == values(result.var)
    assert plain(back.uns) == plain(result.uns)
    assert (back.X == result.X).all()
    assert session_provenance(back) == session_provenance(result)


@settings(max_examples=50)
@given(cases(), policies)
def test_every_session_applies_and_comes_back_from_h5ad(case: Case, policy: str) -> None:
    round_trip(case, policy, "h5ad")


@settings(max_examples=6)
@given(cases(), policies)
def test_every_session_applies_and_comes_back_from_zarr(case: Case, policy: str) -> None:
    round_trip(case, policy, "zarr")


@settings(max_examples=25)
@given(cases(), st.data())
def test_in_place_the_same_comes_about(case: Case, data: st.DataObject) -> None:
    policy = data.draw(policies)
    with tempfile.TemporaryDirectory() as folder:
        path = on_disk(folder, case.data)
        copied = apply_cellucid_session_to_anndata(path, case.adata(), column_conflict=policy)
        adata = case.adata()
        apply_cellucid_session_to_anndata(path, adata, column_conflict=policy, inplace=True)
        obs, var = apply_cellucid_session_to_anndata(path, case.adata(), columns_only=True)
    assert portrait(adata) == portrait(copied)
    assert len(obs.columns) + len(var.columns) == len(case.made)


@settings(max_examples=100)
@given(cases(), st.data())
def test_a_damaged_session_is_refused_or_applied_and_nothing_between(case: Case, data: st.DataObject) -> None:
    """What is refused leaves the AnnData as it was; what is valid all the same applies."""
    damaged = bytearray(case.data)
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(damaged) - 1))
        damaged[at : at + data.draw(st.integers(0, 2))] = data.draw(st.binary(max_size=2))
    adata = case.adata()
    before = portrait(adata)
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        path = on_disk(folder, bytes(damaged))
        try:
            apply_cellucid_session_to_anndata(path, adata, inplace=True)
        except SessionError:
            assert portrait(adata) == before
            assert not validate(path).valid
