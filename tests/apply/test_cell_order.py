"""The order of the cells: confirmed by the digest of what was drawn, different, or not known. Spec: 10.1.2."""

from __future__ import annotations

import json
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import anndata as ad
import later
import numpy as np
import pytest

from cellucid_session import (
    CellOrderError,
    CellOrderWarning,
    CellucidSessionBundle,
    apply_cellucid_session_to_anndata,
    session_provenance,
)
from cellucid_session.apply import CellsByNameWarning
from cellucid_session.cli.session import main
from cellucid_session.io import identity
from cellucid_session.wire.cell_digest import order_digest

pytestmark = pytest.mark.libraries


def drawn(columns: Any, scaled: bool = True) -> str:
    """The digest of coordinates, worked out plainly from the facts. columns: shape (cells, 1 to 3)."""
    values = np.asarray(columns, dtype=np.float64)
    if scaled:
        lows, highs = values.min(axis=0), values.max(axis=0)
        values = (values - (lows + highs) / 2) * (2 / (highs - lows).max())
    padded = np.zeros((len(values), 3), dtype=np.float32)
    padded[:, : values.shape[1]] = values.astype(np.float32)
    return order_digest(padded)


def session(tmp_path: Path, name: str, digest: str, **order: Any) -> Path:
    said = later.expected(name)["manifest"]["datasetFingerprint"].get("cellOrder", {"dimension": 2})
    return later.changed(name, tmp_path / "s", cellOrder=said | {"digest": digest} | order)


def look(path: Any, adata: Any, **options: Any) -> tuple[str, str]:
    """Status and reason, of a plan without a warning."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        _, summary = apply_cellucid_session_to_anndata(
            path, adata, dry_run=True, return_summary=True, dataset_mismatch="error", **options
        )
    return summary.cell_order, summary.cell_order_why


@pytest.mark.parametrize("scaled", [True, False])
@pytest.mark.parametrize(
    ("name", "key", "columns"),
    [("g2_unicode", "X_umap", [0, 1, 2]), ("g5_codes", "X_umap", [0, 1]), ("g5_unicode", "X_größe", [1, 0])],
)
def test_the_order_is_confirmed_by_what_was_drawn(
    tmp_path: Path, name: str, key: str, columns: list[int], scaled: bool
) -> None:
    adata = later.dataset(name)
    path = session(tmp_path, name, drawn(adata.obsm[key][:, columns], scaled))
    assert look(path, adata, cell_order="require") == ("confirmed", f"by the digest of obsm {key}")
    made, summary = apply_cellucid_session_to_anndata(path, adata, return_summary=True)
    assert repr(summary).splitlines()[1] == f"  order of the cells confirmed: by the digest of obsm {key}"
    assert "order of the cells confirmed" in summary._repr_html_()
    record = session_provenance(made)
    assert record is not None
    assert record["applied"]["cell_order"] == "confirmed"


def test_cells_in_another_order_are_told_of_where_the_rule_is_known(tmp_path: Path) -> None:
    adata = later.dataset("g2_unicode")
    path = session(tmp_path, "g2_unicode", drawn(adata.obsm["X_umap"]))
    swapped = adata[[1, 0, *range(2, 120)]].copy()
    with pytest.warns(CellOrderWarning, match="labels may be on other cells") as caught:
        _, summary = apply_cellucid_session_to_anndata(path, swapped, return_summary=True)
    assert caught[0].filename == __file__
    assert summary.cell_order == "different"
    assert summary.added_obs_columns
    for mode in ("require",):
        with pytest.raises(CellOrderError, match=r"not confirmed \(different\)"):
            apply_cellucid_session_to_anndata(path, swapped, cell_order=mode)
    assert look(path, swapped, cell_order="ignore")[0] == "unknown"


def test_where_the_rule_is_not_certain_another_digest_proves_nothing(tmp_path: Path) -> None:
    adata = later.dataset("g5_codes")
    path = session(tmp_path, "g5_codes", drawn(adata.obsm["X_umap"][:, :2]))
    status, why = look(path, adata[::-1].copy())
    assert (status, "0.9.5 makes its digest otherwise" in why) == ("unknown", True)
    with pytest.raises(CellOrderError, match=r"not confirmed \(unknown\)"):
        look(path, adata[::-1].copy(), cell_order="require")


def test_the_embedding_that_is_drawn_when_none_is_named(tmp_path: Path) -> None:
    adata = later.dataset("g2_unicode")
    adata.obsm["X_umap_3d"] = adata.obsm["X_umap"] + np.arange(120)[:, None]
    path = session(tmp_path, "g2_unicode", drawn(adata.obsm["X_umap_3d"]))
    assert look(path, adata)[0] == "confirmed"
    adata.obsm["X_umap_2d"] = adata.obsm.pop("X_umap_3d")[:, :2]
    status, why = look(path, adata)  # one of the three is there, so X_umap is not drawn
    assert (status, why) == ("unknown", "the data set has no obsm X_umap_3d, which was drawn")


def _spoilt(key: str, values: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def change(adata: Any) -> None:
        if values(adata.obsm[key]) is None:
            del adata.obsm[key]
        else:
            adata.obsm[key] = values(adata.obsm[key])

    return change


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (_spoilt("X_umap", lambda array: None), "has no obsm X_umap"),
        (_spoilt("X_umap", lambda array: array[:, :2]), "has 2 columns"),
        (_spoilt("X_umap", lambda array: np.where(array > 1, np.nan, array)), "not finite"),
        (_spoilt("X_umap", lambda array: array * 0), "no extent"),
        (_spoilt("X_umap", lambda array: array.astype(str)), "no table of numbers"),
        (_spoilt("X_umap", lambda array: np.sign(array) * 1.7e308), "not finite"),
    ],
)
def test_what_can_not_be_drawn_tells_nothing(tmp_path: Path, change: Any, told: str) -> None:
    adata = later.dataset("g2_unicode")
    path = session(tmp_path, "g2_unicode", drawn(adata.obsm["X_umap"]))
    change(adata)
    status, why = look(path, adata)
    assert (status, told in why) == ("unknown", True), why


@pytest.mark.parametrize(
    ("name", "order", "told"),
    [
        ("g2_unicode", {"dimension": 4}, "not well formed"),
        ("g2_unicode", {"dimension": True}, "not well formed"),
        ("g2_unicode", {"digest": "0" * 15}, "not well formed"),
        ("g2_unicode", {"digest": "A" * 16}, "not well formed"),
        ("g5_codes", {"embedding": {"key": "X_umap", "columns": [0, 0]}}, "not well formed"),
        ("g5_codes", {"embedding": {"key": "X_umap", "columns": [0, -1]}}, "not well formed"),
        ("g5_codes", {"embedding": {"key": "X_umap", "columns": [0, 9]}}, "has 3 columns"),
        ("g5_codes", {"embedding": {"key": 3, "columns": [0, 1]}}, "not well formed"),
        ("g5_codes", {"embedding": None}, "not well formed"),
        ("g4_unicode", {}, "exported data set"),
    ],
)
def test_an_order_that_is_malformed_tells_nothing(
    tmp_path: Path, name: str, order: dict[str, Any], told: str
) -> None:
    path = session(tmp_path, name, **{"digest": "0" * 16} | order)
    status, why = look(path, later.dataset(name))
    assert (status, told in why) == ("unknown", True), why


def test_a_session_that_holds_no_digest_can_not_be_required(tmp_path: Path) -> None:
    path = later.sample("g2_minimal")
    assert look(path, later.dataset("g2_minimal")) == ("unknown", "")
    with pytest.raises(CellOrderError, match="holds nothing that tells it"):
        look(path, later.dataset("g2_minimal"), cell_order="require")


def test_another_word_is_refused() -> None:
    with pytest.raises(ValueError, match="cell_order must be one of warn, require, ignore"):
        look(later.sample("g2_minimal"), later.dataset("g2_minimal"), cell_order="must")


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("g2_unicode", "different"),
        ("g3_minimal", "different"),
        ("g4_minimal", "different"),
        ("g5_codes", "unknown"),
    ],
)
def test_an_order_that_is_asked_for_in_vain_changes_nothing(
    tmp_path: Path, name: str, status: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Different where the rule is known, unknown where it is not: neither is an order that is confirmed."""
    adata = later.dataset(name)[::-1].copy()
    shown = {} if name[:2] == "g2" else {"embedding": {"key": "X_umap", "columns": [0, 1]}}
    path = session(tmp_path, name, "0" * 16, **shown)
    before = (list(adata.obs), list(adata.var), list(adata.uns))
    with pytest.raises(CellOrderError, match=rf"not confirmed \({status}\)"):
        apply_cellucid_session_to_anndata(path, adata, inplace=True, cell_order="require")
    assert (list(adata.obs), list(adata.var), list(adata.uns)) == before
    adata.write_h5ad(tmp_path / "d.h5ad")
    held = (tmp_path / "d.h5ad").read_bytes()
    words = ["apply", str(path), str(tmp_path / "d.h5ad"), "-o", str(tmp_path / "out.h5ad")]
    code = main([*words, "--cell-order", "require"])
    said = capsys.readouterr()
    assert (code, said.out, "the order of the cells is not confirmed" in said.err) == (1, "", True)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["d.h5ad", "s"]
    assert (tmp_path / "d.h5ad").read_bytes() == held
    main([*words, "--json"])  # the samples that are minimal add no column
    said = capsys.readouterr()
    assert json.loads(said.out)["cell_order"] == status
    assert ("labels may be on other cells" in said.err) == (status == "different")


@pytest.mark.parametrize("kind", ["h5ad", "zarr"])
def test_the_shell_asks_for_it_and_exits_with_1(
    tmp_path: Path, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    if kind == "zarr":
        pytest.importorskip("zarr")
    adata = later.dataset("g2_unicode")
    path = session(tmp_path, "g2_unicode", drawn(adata.obsm["X_umap"]))
    for each, name in ((adata, "same"), (adata[::-1].copy(), "turned")):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of anndata, on the next format of zarr
            target = tmp_path / f"{name}.{kind}"
            each.write_h5ad(target) if kind == "h5ad" else each.write_zarr(target)

    def run(name: str, *words: str) -> tuple[int, str, str]:
        source, target = str(tmp_path / f"{name}.{kind}"), str(tmp_path / f"out.{kind}")
        code = main(["apply", str(path), source, "-o", target, "--force", *words])
        said = capsys.readouterr()
        return code, said.out, said.err

    code, out, err = run("same", "--cell-order", "require")
    assert (code, "order of the cells confirmed" in out, err) == (0, True, "")
    code, out, err = run("same", "--json")
    assert (code, json.loads(out)["cell_order"]) == (0, "confirmed")
    code, out, err = run("turned")
    assert (code, "order of the cells different" in out, "labels may be on other cells" in err) == (
        0,
        True,
        True,
    )
    (tmp_path / f"out.{kind}").rename(tmp_path / "gone")
    code, out, err = run("turned", "--cell-order", "require")
    assert (code, out, "the order of the cells is not confirmed" in err) == (1, "", True)
    assert not (tmp_path / f"out.{kind}").exists()


def test_cells_that_are_known_by_name_are_held_in_the_order_in_which_they_were_shown(tmp_path: Path) -> None:
    adata = later.dataset("g5_reference")
    path = session(tmp_path, "g5_reference", drawn(adata.obsm["X_umap"][:, :2]))
    plain = apply_cellucid_session_to_anndata(path, adata)
    turned = adata[::-1].copy()
    with CellucidSessionBundle(path) as bundle:
        bundle.shown = identity.kept({"obs": adata.obs_names, "var": adata.var_names})
        with pytest.warns(CellsByNameWarning):
            made, summary = apply_cellucid_session_to_anndata(
                bundle, turned, return_summary=True, dataset_mismatch="error"
            )
        assert summary.cell_order == "confirmed"
        for name in summary.added_obs_columns:
            assert made.obs[name][::-1].equals(plain.obs[name])
        fewer = adata[5:].copy()
        _, summary = apply_cellucid_session_to_anndata(
            bundle, fewer, return_summary=True, cells="by-name", dataset_mismatch="skip", dry_run=True
        )
        assert summary.skipped_due_to_mismatch  # not all cells of the categories are here to be held against


def test_where_the_order_is_confirmed_a_changed_category_costs_its_own_groups_only(tmp_path: Path) -> None:
    adata = later.dataset("g5_reference")
    path = session(tmp_path, "g5_reference", drawn(adata.obsm["X_umap"][:, :2]))
    plain = apply_cellucid_session_to_anndata(path, adata)
    adata.obs["cell_type"] = "merged"
    made, summary = apply_cellucid_session_to_anndata(
        path, adata, return_summary=True, dataset_mismatch="error"
    )
    assert {item.what for item in summary.skipped if item.kind == "group"} == {"highlight_1", "highlight_2"}
    assert len(summary.added_obs_columns) == 7
    for name in summary.added_obs_columns:
        assert made.obs[name].equals(plain.obs[name])
    assert isinstance(made, ad.AnnData)
