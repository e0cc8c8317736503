"""`cellucid-session apply` to an .h5mu file: whole or not at all, and nothing else in it changes."""

from __future__ import annotations

import hashlib
import json
import sys
import warnings
from pathlib import Path
from typing import Any

import anndata as ad
import h5py
import later
import numpy as np
import pandas as pd
import pytest

from cellucid_session.cli.session import main
from cellucid_session.tools import applying, datasets

mudata = pytest.importorskip("mudata", reason="comes with the extra mudata")
pytestmark = pytest.mark.libraries

SAMPLE = str(later.sample("g5_mudata"))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data set of the sample as d.h5mu: the second modality lacks two cells and has the others in another order."""
    said = later.DATA["g5_mudata"]
    parts = {}
    for name, part in said["modalities"].items():
        obs = pd.DataFrame(part["obs"], index=part["obs_names"])
        var = pd.DataFrame(index=part["var_names"])
        x = np.arange(len(obs) * len(var), dtype=np.float32).reshape(len(obs), len(var))
        parts[name] = ad.AnnData(x, obs=obs, var=var)
    parts["prot"] = parts["prot"][::-1].copy()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of mudata, on its next release
        mudata.set_options(pull_on_update=False)
        made = mudata.MuData(parts)[said["obs_names"]].copy()
        made.obsm["X_umap"] = np.random.default_rng(0).normal(size=(12, 2))
        made.uns["more"] = {"kept": np.arange(3)}
        made.write(tmp_path / "d.h5mu")
    with h5py.File(tmp_path / "d.h5mu", "r+") as root:
        root["mod/rna/X"].attrs["nobody knows"] = 7
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = main(["apply", *words])
    said = capsys.readouterr()
    return code, said.out, said.err


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


@pytest.mark.parametrize("pull", [False, True])
def test_groups_and_copies_become_columns_and_nothing_else_changes(
    folder: Path, capsys: pytest.CaptureFixture[str], pull: bool
) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        mudata.set_options(pull_on_update=pull)  # True: it shows columns of its modalities as its own
    before = hashlib.sha256((folder / "d.h5mu").read_bytes()).hexdigest()
    code, out, err = run(capsys, SAMPLE, "d.h5mu", "-o", "out.h5mu", "--json")
    assert (code, err) == (0, "")
    told = json.loads(out)
    assert told["advice"] == []
    assert hashlib.sha256((folder / "d.h5mu").read_bytes()).hexdigest() == before
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        made = mudata.read_h5mu(folder / "out.h5mu")
        was = mudata.read_h5mu(folder / "d.h5mu")
    for key, group in later.expected("g5_mudata")["groups"].items():
        mask = made.obs[f"cellucid_highlight__{key}"].to_numpy()
        assert (mask.sum(), later.sha(np.flatnonzero(mask), "<u4")) == (group["count"], group["sha256"])
    copied = {
        column["original_id"]: column["name"] for column in told["columns"] if column["kind"] == "field"
    }
    prot = later.DATA["g5_mudata"]["modalities"]["prot"]["obs_names"]
    for name, value in made.obs[copied["p"]].items():
        want = was.mod["prot"][name, "CD4"].X.item() if name in prot else np.nan
        assert np.array_equal(np.float64(np.nan if pd.isna(value) else value), want, equal_nan=True), name
    assert set(made.obs) == set(was.obs) | {column["name"] for column in told["columns"]}
    assert "session" in made.uns["cellucid"]
    assert made.uns["more"]["kept"].tolist() == [0, 1, 2]
    for name, part in was.mod.items():
        assert np.array_equal(made.mod[name].X, part.X)
        assert made.mod[name].obs.equals(part.obs)
    with h5py.File(folder / "out.h5mu") as root:
        assert root["mod/rna/X"].attrs["nobody knows"] == 7
    assert (folder / "out.h5mu").read_bytes()[:6] == b"MuData"
    assert names(folder) == {"d.h5mu", "out.h5mu"}


def test_a_plan_writes_nothing_and_an_output_is_not_replaced(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = run(capsys, SAMPLE, "d.h5mu", "--dry-run")
    assert (code, "would add" in out, names(folder)) == (0, True, {"d.h5mu"})
    (folder / "out.h5mu").write_bytes(b"mine")
    code, _, err = run(capsys, SAMPLE, "d.h5mu", "-o", "out.h5mu")
    assert (code, "exists already" in err, (folder / "out.h5mu").read_bytes()) == (2, True, b"mine")
    assert run(capsys, SAMPLE, "d.h5mu", "-o", "d.h5mu", "--force")[0] == 2
    assert run(capsys, SAMPLE, "d.h5mu", "-o", "out.h5mu", "--force", "--quiet") == (0, "", "")
    code, _, err = run(capsys, SAMPLE, "out.h5mu", "-o", "again.h5mu", "--column-conflict", "error")
    assert (code, "again.h5mu" in names(folder)) == (1, False)


def other(folder: Path) -> None:
    with h5py.File(folder / "d.h5mu", "r+") as root:
        root.attrs["axis"] = 1


def no_mudata(folder: Path) -> None:
    ad.AnnData(np.zeros((12, 2), np.float32)).write_h5ad(folder / "d.h5mu")


def damaged(folder: Path) -> None:
    data = (folder / "d.h5mu").read_bytes()
    (folder / "d.h5mu").write_bytes(data[: len(data) // 2])


def without(folder: Path) -> None:
    with h5py.File(folder / "d.h5mu", "r+") as root:
        del root["mod/prot"]


def outside(folder: Path) -> None:
    with h5py.File(folder / "d.h5mu", "r+") as root:
        root["mod/rna/far"] = h5py.ExternalLink("other.h5", "x")


REFUSED: dict[str, tuple[Any, list[str], int, str]] = {
    "a session that shows no modality": (
        None,
        [str(later.sample("g5_codes"))],
        2,
        "was not made from a MuData",
    ),
    "modalities with cells of their own": (other, [], 5, "axis is not 0"),
    "no MuData": (no_mudata, [], 5, "can't be read as a MuData"),
    "a damaged one": (damaged, [], 5, "can't be read as a MuData"),
    "content in another file": (outside, [], 5, "lies in another file"),
    "without a modality": (without, [], 5, "another number of rows"),
    "an output of another kind": (None, [SAMPLE, "d.h5mu", "-o", "out.h5ad"], 2, "must both be one"),
    "a data set of another kind": (None, [SAMPLE, "d.h5ad", "-o", "out.h5mu"], 2, "must both be one"),
    "an order that is not confirmed": (
        None,
        [SAMPLE, "d.h5mu", "-o", "out.h5mu", "--cell-order=require"],
        1,
        "order",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_refused_leaves_nothing(case: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change, words, wanted, told = REFUSED[case]
    if change is not None:
        change(folder)
    session = words[0] if words else SAMPLE
    code, out, err = run(capsys, *(words if len(words) > 1 else (session, "d.h5mu", "-o", "out.h5mu")))
    assert (code, out, told in err) == (wanted, "", True), err
    assert "Traceback" not in err
    assert names(folder) == {"d.h5mu"}


def test_without_the_extra_it_is_told_what_to_install(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "mudata", None)
    code, out, err = run(capsys, SAMPLE, "d.h5mu", "-o", "out.h5mu")
    assert (code, out, names(folder)) == (2, "", {"d.h5mu"})
    assert "python -m pip install 'cellucid-session[mudata]'" in err


@pytest.mark.parametrize("where", ["edit", "_check_mudata"])
def test_what_fails_on_the_way_leaves_nothing(
    where: str, folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(applying.tables if where == "edit" else applying, where, fails)
    code, out, err = run(capsys, SAMPLE, "d.h5mu", "-o", "out.h5mu")
    assert (code, out, "No space left" in err, names(folder)) == (4, "", True, {"d.h5mu"})


def test_other_commands_take_none(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["create", "d.h5mu", "--highlight", "x", "-o", "s.cellucid-session"]) == 2
    assert "is neither called .h5ad nor .zarr" in capsys.readouterr().err
    assert datasets.kind_of("A.H5MU") == datasets.H5MU
