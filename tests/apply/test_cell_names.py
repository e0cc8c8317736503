"""A session's file that tells its cells: by position on these alone, in this order."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from cellucid_session import (
    CellucidSessionBundle,
    DatasetMismatchError,
    SessionWriter,
    UsageError,
    apply_cellucid_session_to_anndata,
    session_from_anndata,
    validate,
)
from cellucid_session.cli.session import main
from cellucid_session.errors import ArgumentTypeError
from cellucid_session.io import identity

anndata = pytest.importorskip("anndata")
pd = pytest.importorskip("pandas")
pytestmark = pytest.mark.libraries

CELLS = 40
PICKED = np.arange(CELLS) % 3 == 0


@pytest.fixture
def adata() -> Any:
    names = [f"cell{number}\u00e9" for number in range(CELLS)]
    obs = pd.DataFrame({"picked": PICKED}, index=names)
    return anndata.AnnData(obs=obs, var=pd.DataFrame(index=["g"]), X=np.zeros((CELLS, 1), np.float32))


@pytest.fixture
def saved(adata: Any, tmp_path: Path) -> Path:
    path = tmp_path / "a.cellucid-session"
    session_from_anndata(adata, ["picked"], path=path)
    return path


def test_what_is_written_tells_the_cells_and_earns_no_remark(adata: Any, saved: Path) -> None:
    report = validate(saved)
    assert (report.verdict, report.findings) == ("valid", ())
    with CellucidSessionBundle(saved) as bundle:
        ordered, unordered = identity.digests(adata.obs_names)
        assert bundle.cell_names == {"ordered": ordered, "unordered": unordered}
        assert list(bundle.manifest)[2:4] == ["datasetFingerprint", "cellNames"]


def test_the_digest_is_that_of_the_spec() -> None:
    import hashlib
    import struct

    names = ["b\u00e9", "", "a\U0001f600", "\ud800"]
    text = "".join(names).encode("utf-8", "surrogatepass")
    told = struct.pack("<4Q", 2, 0, 2, 1) + text
    assert identity.digests(names)[0] == hashlib.sha256(told).hexdigest()
    assert identity.digests(names)[1] == identity.digests(sorted(names))[0]
    assert identity.digests(["ab", "c"])[0] != identity.digests(["a", "bc"])[0]


def test_the_same_cells_get_their_labels(adata: Any, saved: Path) -> None:
    result = apply_cellucid_session_to_anndata(saved, adata, dataset_mismatch="error")
    assert np.array_equal(result.obs["cellucid_highlight__highlight_1"].to_numpy(bool), PICKED)


def turned(adata: Any) -> Any:
    return adata[::-1].copy()


def renamed(adata: Any) -> Any:
    adata = adata.copy()
    adata.obs_names = [f"{name}-1" for name in adata.obs_names]
    return adata


def one_swapped(adata: Any) -> Any:
    return adata[[1, 0, *range(2, CELLS)]].copy()


OTHERS = {
    "the other way round": (turned, "stand in another order"),
    "two cells changed places": (one_swapped, "stand in another order"),
    "renamed": (renamed, r"the names of the cells \(obs_names\) are not those"),
}


@pytest.mark.parametrize("case", OTHERS)
def test_other_cells_are_another_data_set(case: str, adata: Any, saved: Path) -> None:
    change, why = OTHERS[case]
    other = change(adata)
    with pytest.raises(DatasetMismatchError, match=why):
        apply_cellucid_session_to_anndata(saved, other, dataset_mismatch="error")
    with pytest.warns(UserWarning, match=why):
        result = apply_cellucid_session_to_anndata(saved, other)
    assert list(result.obs.columns) == ["picked"]
    result = apply_cellucid_session_to_anndata(saved, other, cells="by-position", dataset_mismatch="error")
    assert np.array_equal(result.obs["cellucid_highlight__highlight_1"].to_numpy(bool), PICKED)


@pytest.mark.filterwarnings("ignore")  # of writing a zarr store
@pytest.mark.parametrize("case", OTHERS)
@pytest.mark.parametrize("suffix", [".h5ad", ".zarr"])
def test_a_file_is_held_to_the_names_too(
    case: str, suffix: str, adata: Any, saved: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    other, out = tmp_path / f"other{suffix}", tmp_path / f"out{suffix}"
    made = OTHERS[case][0](adata)
    made.write_h5ad(other) if suffix == ".h5ad" else made.write_zarr(other)
    assert main(["apply", str(saved), str(other), "-o", str(out)]) == 1
    told = capfd.readouterr().err
    assert ("another order" in told) == (case != "renamed"), told
    assert not out.exists()
    assert main(["apply", str(saved), str(other), "-o", str(out), "--cells", "by-position"]) == 0
    read = anndata.read_h5ad(out) if suffix == ".h5ad" else anndata.read_zarr(out)
    assert np.array_equal(read.obs["cellucid_highlight__highlight_1"].to_numpy(bool), PICKED)


@pytest.mark.parametrize(
    "told", [None, "x", {}, {"ordered": "0" * 64}, {"ordered": "A" * 64, "unordered": "0" * 64}]
)
def test_names_that_are_malformed_match_nothing(told: Any, adata: Any, saved: Path, tmp_path: Path) -> None:
    data = saved.read_bytes()
    length = int.from_bytes(data[17:21], "little")
    manifest = json.loads(data[21 : 21 + length])
    manifest["cellNames"] = told
    text = json.dumps(manifest, separators=(",", ":")).encode()
    broken = tmp_path / "broken.cellucid-session"
    broken.write_bytes(data[:17] + len(text).to_bytes(4, "little") + text + data[21 + length :])
    assert {found.rule for found in validate(broken).of_level("error")} == {"manifest.cell-names"}
    if told is None:
        return  # as good as absent to a reader that goes on
    with pytest.raises((DatasetMismatchError, ValueError), match="cellNames"):
        apply_cellucid_session_to_anndata(broken, adata, dataset_mismatch="error")


def test_a_writer_is_given_names_of_all_cells() -> None:
    with pytest.raises(UsageError, match="each of the 3 cells once, and there are 2"):
        SessionWriter(n_obs=3, cell_names=["a", "b"])
    for wrong in ("abc", [1, 2, 3]):
        with pytest.raises(ArgumentTypeError, match="the names of the cells in order"):
            SessionWriter(n_obs=3, cell_names=wrong)  # type: ignore[arg-type]
