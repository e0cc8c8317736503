"""Sessions from columns of an AnnData: read back and applied they are the same columns."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("anndata", reason="the extra anndata")

import anndata
import numpy as np
import pandas as pd

from cellucid_session import UsageError, apply_cellucid_session_to_anndata, session_from_anndata, validate
from cellucid_session.generated import rules as R
from cellucid_session.read.bundle import CellucidSessionBundle
from cellucid_session.write.judged import RefusedError

pytestmark = pytest.mark.libraries

TIME = "2026-01-15T09:30:00.123Z"


def data(n_obs: int = 40, n_vars: int = 7) -> Any:
    """A data set with columns of every kind."""
    rng = np.random.default_rng(5)
    adata = anndata.AnnData(np.zeros((n_obs, n_vars), dtype=np.float32))
    adata.obs["T cells"] = rng.random(n_obs) < 0.3
    adata.obs["none"] = False
    adata.obs["every"] = pd.array([True] * n_obs, dtype="boolean")
    adata.obs["number"] = np.arange(n_obs)
    adata.obs["holes"] = pd.array([True, None] * (n_obs // 2), dtype="boolean")
    names = rng.choice(np.array(["ä", "b", "c"], dtype=object), n_obs)
    adata.obs["type"] = pd.Categorical(names, categories=["c", "b", "ä", "unused"])
    adata.obs["sparse"] = pd.Categorical([None, "x"] * (n_obs // 2), categories=["x"])
    adata.obs["clusters"] = pd.Categorical(rng.integers(0, 5, n_obs))
    adata.obs["many"] = pd.Categorical(
        [f"k{index % 300}" for index in range(n_obs)], categories=[f"k{index}" for index in range(300)]
    )
    adata.obs["empty"] = pd.Categorical([None] * n_obs, categories=[])
    adata.obs["text"] = pd.Series(["x"] * n_obs, index=adata.obs_names, dtype=object)
    adata.obs["both"] = pd.Categorical(["o"] * n_obs)
    adata.var["both"] = pd.Categorical(["v"] * n_vars)
    adata.var["chromosome"] = pd.Categorical((["1", "X"] * n_vars)[:n_vars])
    return adata


def bundle_of(made: bytes | None, folder: Path) -> CellucidSessionBundle:
    assert made is not None
    path = folder / "made.cellucid-session"
    path.write_bytes(made)
    return CellucidSessionBundle(path)


def test_what_is_read_back_are_the_columns(tmp_path: Path) -> None:
    adata = data()
    pages = {"One": ["T cells", "none"], "Two": ["every"]}
    fields = ["type", "sparse", "clusters", "many", "empty", "both", "var:both", "chromosome"]
    made = session_from_anndata(
        adata,
        pages,
        fields,
        dataset_id="d",
        source_type="local-user",
        colors={"Two": "#112233"},
        created_at=TIME,
    )
    assert made is not None
    report = validate(made, engine="both")
    assert report.valid
    assert {finding.level for finding in report.findings} <= {"note", "warning"}
    with bundle_of(made, tmp_path) as bundle:
        assert bundle.dataset_fingerprint == {
            "sourceType": "local-user",
            "datasetId": "d",
            "cellCount": 40,
            "varCount": 7,
        }
        assert [(page.name, page.color, [group.label for group in page.groups]) for page in bundle.pages] == [
            ("One", "#0072b2", ["T cells", "none"]),
            ("Two", "#112233", ["every"]),
        ]
        for group in bundle.groups:
            assert group.mask(40).tolist() == adata.obs[group.label].tolist()
            assert group.cell_count == int(adata.obs[group.label].sum())
        assert [group.chunk_id is None for group in bundle.groups] == [False, True, False]
        for field, wish in zip(bundle.fields, fields, strict=True):
            source = "var" if wish in ("var:both", "chromosome") else "obs"
            column = getattr(adata, source)[wish.removeprefix("var:")]
            assert (field.key, field.source) == (wish.removeprefix("var:"), source)
            assert field.categories == tuple(map(str, column.cat.categories))
            codes = field.codes.astype(int)
            assert np.where(np.isin(codes, field.markers), -1, codes).tolist() == column.cat.codes.tolist()
            assert field.codes_type == ("Uint16Array" if wish == "many" else "Uint8Array")


def test_applied_it_gives_the_columns_again(tmp_path: Path) -> None:
    adata = data()
    fields = ["type", "sparse", "clusters", "many", "chromosome"]
    made = session_from_anndata(adata, ["T cells", "none", "every"], fields, dataset_id="d")
    bare = anndata.AnnData(np.zeros(adata.shape, dtype=np.float32))
    with bundle_of(made, tmp_path) as bundle:
        bare, summary = apply_cellucid_session_to_anndata(bundle, bare, inplace=True, return_summary=True)
    columns = {column.label: column.name for column in summary.columns}
    for name in ("T cells", "none", "every"):
        assert bare.obs[columns[name]].tolist() == adata.obs[name].tolist()
    for name in fields:
        axis = "var" if name == "chromosome" else "obs"
        expected = getattr(adata, axis)[name].cat.rename_categories(str)
        got = getattr(bare, axis)[name]
        assert list(got.cat.categories) == list(expected.cat.categories)
        assert got.cat.codes.tolist() == expected.cat.codes.tolist()
    assert summary.skipped == ()
    assert summary.category_renames == ()


def test_the_same_columns_make_the_same_bytes() -> None:
    first, second = (
        session_from_anndata(data(), ["T cells"], ["type"], created_at=TIME, codec="none") for _ in range(2)
    )
    assert first == second
    assert first is not None
    assert len(hashlib.sha256(first).hexdigest()) == 64


def test_the_data_set_is_not_changed() -> None:
    adata = data()
    before = adata.copy()
    session_from_anndata(adata, ["T cells"], ["type", "chromosome"])
    pd.testing.assert_frame_equal(adata.obs, before.obs)
    pd.testing.assert_frame_equal(adata.var, before.var)


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "out.cellucid-session"
    assert session_from_anndata(data(), ["T cells"], path=path, created_at=TIME) is None
    assert path.read_bytes() == session_from_anndata(data(), ["T cells"], created_at=TIME)
    with pytest.raises(UsageError, match="exists already"):
        session_from_anndata(data(), ["none"], path=path)
    session_from_anndata(data(), ["none"], path=path, force=True)
    with pytest.raises(RefusedError, match=R.META_COLOR):
        session_from_anndata(data(), {"p": ["none"]}, colors={"p": "red"}, path=path, force=True)
    assert validate(path).valid
    assert list(tmp_path.iterdir()) == [path]


def test_nothing_but_the_data_set_is_a_session_too() -> None:
    made = session_from_anndata(data())
    assert made is not None
    assert validate(made).valid


def test_a_data_set_without_cells_has_groups_without_cells() -> None:
    made = session_from_anndata(data(0, 3), ["T cells"], ["type"])
    assert made is not None
    assert validate(made, engine="both").valid


def square(adata: Any) -> Any:
    return session_from_anndata(data(8, 8), fields=["chromosome"])


def twice(adata: Any) -> Any:
    adata.obs = pd.concat([adata.obs, adata.obs[["type", "none"]]], axis=1)
    return session_from_anndata(adata, fields=["type"])


def one_name(adata: Any) -> Any:
    adata.obs["type"] = pd.Categorical([1] * 40, categories=[1, "1"])
    return session_from_anndata(adata, fields=["type"])


def too_many(adata: Any) -> Any:
    adata.obs["type"] = pd.Categorical([None] * 40, categories=[str(number) for number in range(65536)])
    return session_from_anndata(adata, fields=["type"])


REFUSED: dict[str, tuple[Callable[[Any], Any], str]] = {
    "a column that is not there": (lambda a: session_from_anndata(a, ["nope"]), "no column nope"),
    "a field that is not there": (lambda a: session_from_anndata(a, fields=["nope"]), "neither obs nor var"),
    "a field of another source": (lambda a: session_from_anndata(a, fields=["obs:chromosome"]), "neither"),
    "a group of numbers": (lambda a: session_from_anndata(a, ["number"]), "needs bool"),
    "a group with holes": (lambda a: session_from_anndata(a, ["holes"]), "missing values"),
    "a field of numbers": (lambda a: session_from_anndata(a, fields=["number"]), "astype"),
    "a field of texts": (lambda a: session_from_anndata(a, fields=["text"]), "astype"),
    "one name instead of a list": (lambda a: session_from_anndata(a, "none"), "lists"),
    "a colour of no page": (lambda a: session_from_anndata(a, ["none"], colors={"x": "#112233"}), "colors"),
    "a page with white space around it": (lambda a: session_from_anndata(a, {" x": ["none"]}), "white space"),
    "a var column of a square data set": (square, "as many variables as cells"),
    "two columns of one name": (twice, "more than one column"),
    "two categories of one name": (one_name, "two categories"),
    "too many categories": (too_many, "65536 categories"),
    "a hostile name in a message": (lambda a: session_from_anndata(a, ["\x1b[31m"]), r"obs has no column"),
}


@pytest.mark.filterwarnings("ignore::anndata.ImplicitModificationWarning")
@pytest.mark.parametrize("case", REFUSED)
def test_what_could_not_be_read_back_is_refused(case: str) -> None:
    write, told = REFUSED[case]
    with pytest.raises(UsageError, match=told) as caught:
        write(data())
    assert "\x1b" not in str(caught.value)
