"""Sessions of the later generations on an AnnData: every column is what the session says, or is not there. Spec: 10."""

from __future__ import annotations

import dataclasses
import json
import warnings
from pathlib import Path
from typing import Any

import anndata as ad
import later
import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp

from cellucid_session import (
    CellucidSessionBundle,
    DatasetMismatchError,
    apply_cellucid_session_to_anndata,
    session_provenance,
)
from cellucid_session.cli.session import main

pytestmark = pytest.mark.libraries

PLAIN = [name for name in later.NAMES if name != "g5_mudata"]
PREFIX = "cellucid_highlight__"


def applied(path: Path, adata: Any, **options: Any) -> tuple[Any, Any]:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return apply_cellucid_session_to_anndata(
            path, adata, return_summary=True, **{"dataset_mismatch": "error"} | options
        )


def code_of(column: Any, categories: list[Any]) -> np.ndarray[Any, Any]:
    """The codes that a column has, by a field's own categories; -1 where it has none."""
    places = {
        str(json.dumps(each)) if not isinstance(each, str) else each: at for at, each in enumerate(categories)
    }
    return np.array(
        [-1 if value is None or value != value else places[_word(value)] for value in column.astype(object)]
    )


def _word(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value.item() if hasattr(value, "item") else value)


@pytest.mark.parametrize("name", PLAIN)
def test_a_sample_applies_to_what_it_holds(name: str) -> None:
    adata = later.dataset(name)
    made, summary = applied(
        later.sample(name), adata, include_deleted_user_defined_fields=True, cell_order="ignore"
    )
    said = later.expected(name)
    assert not summary.skipped_due_to_mismatch
    for key, group in said["groups"].items():
        mask = made.obs[PREFIX + key].to_numpy()
        assert (mask.dtype, mask.sum()) == (np.bool_, group["count"])
        assert later.sha(np.flatnonzero(mask), "<u4") == group["sha256"]
    columns = {column.original_id: column for column in summary.columns if column.kind == "field"}
    with CellucidSessionBundle(later.sample(name)) as bundle:
        assert set(columns) == {field.id for field in bundle.fields} >= set(said["fields"])
        for field in bundle.fields:
            values = made.obs[columns[field.id].name]
            if field.alias is not None:
                continue
            codes = field.codes.astype(np.int64)
            codes[codes >= len(field.categories)] = -1
            assert np.array_equal(code_of(values, list(field.categories)), codes)
            assert (values.isna().sum(), columns[field.id].missing) == ((codes < 0).sum(), (codes < 0).sum())
    assert set(adata.obs) == set(later.dataset(name).obs)  # the one given is as it was
    record = session_provenance(made)
    assert record is not None
    assert record["fingerprint"]["cellCount"] == adata.n_obs
    assert record["applied"]["cell_order"] == summary.cell_order == "unknown"


KINDS: dict[str, list[Any]] = {
    "packed2": [0, 1, 2, -3],
    "packed1": [False, True],
    "runs32": [0.5, 1, 1e300],
    "raw16": [1, 2, 1.0],
    "runs16": ["a", 1],
}


def test_numbers_and_truth_values_stay_what_they_are_where_all_are_of_one_kind(tmp_path: Path) -> None:
    with CellucidSessionBundle(later.sample("g5_codes")) as bundle:
        value = bundle.decode_chunk("core/field-overlays")
    for field in value["userDefinedFields"]:
        field["categories"] = KINDS.get(field["key"], field["categories"]) if "categories" in field else None
        field = {key: each for key, each in field.items() if each is not None}
    text = json.dumps(value).replace(', "categories": null', "").encode()
    made, summary = applied(
        later.changed("g5_codes", tmp_path / "s", {"core/field-overlays": text}), later.dataset("g5_codes")
    )
    categories = {name: made.obs[name].cat.categories for name in KINDS}
    assert {name: (each.tolist(), each.dtype.kind) for name, each in categories.items()} == {
        "packed2": ([0, 1, 2, -3], "i"),
        "packed1": ([False, True], "b"),
        "runs32": ([0.5, 1.0, 1e300], "f"),
        "raw16": (["1", "2", "1.0"], made.obs["raw8"].cat.categories.dtype.kind),
        "runs16": (["a", "1"], made.obs["raw8"].cat.categories.dtype.kind),
    }
    assert made.obs["packed2"].tolist()[:4] == [0, 1, 2, -3]
    assert made.obs["packed1"].tolist()[:4] == [False, True, False, True]
    for name in ("raw16", "runs16", "runs8"):
        [notes] = [column.notes for column in summary.columns if column.name == name]
        assert "several kinds" in notes[0]
    made.write_h5ad(tmp_path / "a.h5ad")
    again = ad.read_h5ad(tmp_path / "a.h5ad")
    for name in categories:
        assert again.obs[name].equals(made.obs[name]), name


@pytest.mark.parametrize("matrix", ["X", "raw", "layer:counts"])
@pytest.mark.parametrize("form", [np.asarray, sp.csr_matrix, sp.csc_matrix])
@pytest.mark.parametrize("stored", [None, "h5ad", "zarr"])
def test_continuous_fields_are_copies_of_what_the_mapping_names(
    tmp_path: Path, matrix: str, form: Any, stored: str | None
) -> None:
    if stored == "zarr":
        pytest.importorskip("zarr")
    adata = later.dataset("g5_codes")
    wide = ad.AnnData(
        form(np.arange(300 * 9, dtype=np.float32).reshape(300, 9) * 3),
        obs=adata.obs,
        var=pd.DataFrame(index=[f"ENSG{at:03}" for at in range(8, -1, -1)]),
    )
    adata.raw = wide
    adata.layers["counts"] = form(adata.X * 7)
    adata.X = form(adata.X)
    adata.obs.loc["c7", "score"] = np.nan
    said = later.expected("g5_codes")["manifest"]["datasetFingerprint"]["dataMapping"]
    genes = 9 if matrix == "raw" else 7
    path = later.changed(
        "g5_codes", tmp_path / "s", dataMapping=said | {"expression": matrix}, varCount=genes
    )
    wanted = {
        "X": np.asarray(adata.X[:, [4]].todense() if sp.issparse(adata.X) else adata.X[:, [4]]),
        "raw": np.arange(300 * 9, dtype=np.float32).reshape(300, 9)[:, [4]] * 3,
        "layer:counts": np.arange(300 * 7, dtype=np.float32).reshape(300, 7)[:, [4]] * 7,
    }[matrix].reshape(-1)
    if stored is None:
        made, summary = applied(path, adata)
    else:
        source, target = str(tmp_path / f"d.{stored}"), str(tmp_path / f"o.{stored}")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of anndata, on the next format of zarr
            adata.write_h5ad(source) if stored == "h5ad" else adata.write_zarr(source)
        assert main(["apply", str(path), source, "-o", target, "--quiet"]) == 0
        made = ad.read_h5ad(target) if stored == "h5ad" else ad.read_zarr(target)
    assert np.array_equal(made.obs["alias_gene"].to_numpy(), wanted)
    assert np.array_equal(made.obs["alias_score"].to_numpy(), adata.obs["score"].to_numpy(), equal_nan=True)
    if stored is None:
        [column] = [column for column in summary.columns if column.name == "alias_score"]
        assert (column.cells, column.missing, column.notes) == (299, 1, ("copied from the obs column score",))
        for count in (genes - 1, genes + 1):
            other = later.changed(
                "g5_codes", tmp_path / "t", dataMapping=said | {"expression": matrix}, varCount=count
            )
            with pytest.raises(DatasetMismatchError, match=f"varCount {count} != adata"):
                applied(other, adata)


def test_a_session_that_shows_no_genes_counts_none(tmp_path: Path) -> None:
    said = later.expected("g5_codes")["manifest"]["datasetFingerprint"]["dataMapping"] | {"expression": None}
    adata = later.dataset("g5_codes")
    with pytest.raises(DatasetMismatchError, match="varCount 7 != the genes shown 0"):
        applied(later.changed("g5_codes", tmp_path / "s", dataMapping=said), adata)
    _, summary = applied(later.changed("g5_codes", tmp_path / "s", dataMapping=said, varCount=0), adata)
    [why] = [item.why for item in summary.skipped if item.what == "alias gene"]
    assert "shows no genes" in why


def test_the_second_gene_of_a_name_is_not_the_first() -> None:
    adata = later.dataset("g5_unicode")
    made, summary = applied(later.sample("g5_unicode"), adata)
    [column] = [column for column in summary.columns if column.original_id == "u2"]
    assert np.array_equal(made.obs[column.name].to_numpy(), adata.X[:, 2])
    adata.var["symbol"] = ["IL2-Rα", "MATR3", "x", "MATR3-1", "MATR3", "b", "c"]
    made, _ = applied(later.sample("g5_unicode"), adata)
    assert np.array_equal(made.obs[column.name].to_numpy(), adata.X[:, 3])


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda adata: adata.obs.pop("größe µm"), "requires the obs column größe µm, not in"),
        (lambda adata: adata.var.pop("symbol"), "no column symbol"),
        (
            lambda adata: adata.var.__setitem__("symbol", list("abcdefg")),
            "requires the genes IL2-R.*, MATR3, MATR3-1, not in",
        ),
    ],
)
def test_what_a_session_requires_is_told_by_name(change: Any, told: str) -> None:
    adata = later.dataset("g5_unicode")
    change(adata)
    with pytest.raises(DatasetMismatchError, match=told):
        applied(later.sample("g5_unicode"), adata)
    made, summary = applied(later.sample("g5_unicode"), adata, dataset_mismatch="skip")
    assert summary.skipped_due_to_mismatch
    assert list(made.obs) == list(adata.obs)


@pytest.mark.parametrize(
    ("part", "told"),
    [
        ({"expression": "layer:none"}, "genes of layer:none, which the data set does not have"),
        ({"expression": "raw"}, "genes of raw, which the data set does not have"),
        ({"expression": "layer:"}, "expression of the data mapping is no matrix"),
        ({"expression": 5}, "expression of the data mapping is no matrix"),
        ({"geneNames": "symbol"}, "geneNames of the data mapping"),
        ({"modality": "rna"}, "modality rna of a MuData"),
        (None, "has no dataMapping"),
    ],
)
def test_a_mapping_that_can_not_be_followed_is_another_data_set(
    tmp_path: Path, part: dict[str, Any] | None, told: str
) -> None:
    said = later.expected("g5_codes")["manifest"]["datasetFingerprint"]["dataMapping"]
    path = later.changed("g5_codes", tmp_path / "s", dataMapping=None if part is None else said | part)
    with pytest.raises(DatasetMismatchError, match=told):
        applied(path, later.dataset("g5_codes"))


def overlays(name: str, **changes: Any) -> dict[str, bytes]:
    """The registry of a sample's fields, in which the continuous ones are changed."""
    with CellucidSessionBundle(later.sample(name)) as bundle:
        value = bundle.decode_chunk("core/field-overlays")
    for field in value["userDefinedFields"]:
        if field["kind"] == "continuous" and field["source"] == changes.get("source", field["source"]):
            field["sourceField"] |= changes.get("said", {})
    return {"core/field-overlays": json.dumps(value).encode()}


@pytest.mark.parametrize(
    ("source", "said", "told"),
    [
        ("obs", {"sourceKey": "none"}, "none has this name"),
        ("obs", {"sourceKey": "words"}, "holds no numbers"),
        ("obs", {"sourceKey": "flags"}, "holds no numbers"),
        ("obs", {"sourceKey": "twice"}, "more than one has this name"),
        ("obs", {"sourceIndex": 3}, "at place 3 by the session, which stands at place 0"),
        ("var", {"sourceKey": "none"}, "the gene none: none has this name"),
        ("var", {"sourceIndex": 3}, "at place 3 by the session, which stands at place 4"),
    ],
)
def test_a_copy_that_is_not_certain_is_left_out(
    tmp_path: Path, source: str, said: dict[str, Any], told: str
) -> None:
    adata = later.dataset("g5_codes")
    adata.obs["words"], adata.obs["flags"] = "a", True
    if said.get("sourceKey") == "twice":
        adata.obs["twice"] = adata.obs["other"] = 1.0
        adata.obs.columns = [name if name != "other" else "twice" for name in adata.obs.columns]
    path = later.changed("g5_codes", tmp_path / "s", overlays("g5_codes", source=source, said=said))
    _, summary = applied(path, adata, dry_run=True)
    [why] = [item.why for item in summary.skipped if item.kind == "field" and "copy" in item.why]
    assert told in why
    assert f"alias {'score' if source == 'obs' else 'gene'}" not in {column.key for column in summary.columns}


def test_a_place_that_fits_is_taken(tmp_path: Path) -> None:
    path = later.changed(
        "g5_codes", tmp_path / "s", overlays("g5_codes", source="var", said={"sourceIndex": 4})
    )
    made, _ = applied(path, later.dataset("g5_codes"))
    assert np.array_equal(made.obs["alias_gene"].to_numpy(), made.X[:, 4])


def test_whole_numbers_with_gaps_are_copied_with_gaps(tmp_path: Path) -> None:
    adata = later.dataset("g5_codes")
    adata.obs["score"] = pd.array([1, None] * 150, dtype="Int64")
    made, _ = applied(later.sample("g5_codes"), adata)
    assert made.obs["alias_score"].dtype == np.float64
    assert made.obs["alias_score"].isna().sum() == 150


def test_cells_of_another_category_are_never_labelled(tmp_path: Path) -> None:
    path = later.sample("g5_reference")
    for adata in (later.dataset("g5_reference")[::-1].copy(), later.dataset("g5_reference")):
        if adata.obs_names[0] == "c0":
            adata.obs["cell_type"] = ["B cell"] * 40
        with pytest.raises(DatasetMismatchError, match=r"category .* of the obs column .* cells have it"):
            applied(path, adata)
        made, summary = applied(path, adata, dataset_mismatch="skip")
        assert summary.skipped_due_to_mismatch
        assert list(made.obs) == list(adata.obs)
        made, summary = applied(path, adata, add_highlights=False)
        assert not summary.skipped_due_to_mismatch


def test_a_category_column_may_be_of_any_type_that_holds_the_same() -> None:
    plain, summary = applied(later.sample("g5_reference"), later.dataset("g5_reference"))
    adata = later.dataset("g5_reference")
    for column in ("cell_type", "cluster", "is_doublet", "dose"):
        adata.obs[column] = adata.obs[column].astype("category")
    made, _ = applied(later.sample("g5_reference"), adata)
    for name in summary.added_obs_columns:
        assert np.array_equal(made.obs[name], plain.obs[name])


def test_the_index_of_a_set_by_a_category_is_resolved_in_a_store(tmp_path: Path) -> None:
    adata = later.dataset("g5_reference")
    made, summary = applied(later.sample("g5_reference"), adata)
    adata.write_h5ad(tmp_path / "d.h5ad")
    words = [
        "apply",
        str(later.sample("g5_reference")),
        str(tmp_path / "d.h5ad"),
        "-o",
        str(tmp_path / "o.h5ad"),
    ]
    assert main(words) == 0
    again = ad.read_h5ad(tmp_path / "o.h5ad")
    for name in summary.added_obs_columns:
        assert np.array_equal(again.obs[name], made.obs[name])


def test_codes_of_32_bits_cost_no_table_of_all_their_values() -> None:
    import tracemalloc

    adata = later.dataset("g5_codes")
    tracemalloc.start()
    try:
        applied(later.sample("g5_codes"), adata, columns_only=True)
        assert tracemalloc.get_traced_memory()[1] < 32 << 20
    finally:
        tracemalloc.stop()


def test_a_plan_is_plain_values() -> None:
    table, summary = applied(later.sample("g5_codes"), later.dataset("g5_codes"), dry_run=True)
    assert len(table) == len(summary.columns) + len(summary.skipped)
    json.dumps(dataclasses.asdict(summary)["columns"])
