"""`cellucid-session apply`: what applying does not speak of stays as it is, and what is written can be opened."""

from __future__ import annotations

import contextlib
import json
import shutil
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import anndata as ad
import builders
import h5py
import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp
import zarr
from session_runs import session

from cellucid_session.capture.dataset_source import read as shown
from cellucid_session.io.dataset import facts
from cellucid_session.io.survey import ChangedError, compare, survey
from cellucid_session.tools.datasets import write

N_OBS, N_VARS = builders.N_OBS, builders.N_VARS
#: the setting of newer releases of anndata that forbids names with a slash, which older ones wrote
SLASHES = "disallow_forward_slash_in_h5ad"
WHOLE = b"read whole and written anew"


def rich() -> ad.AnnData:
    """Something of every kind that a store holds."""
    obs = pd.DataFrame(
        {
            "text": [f"free text {at}" for at in range(N_OBS)],
            "kind": pd.Categorical(["b", "a"] * 5, categories=["b", "a", "never"], ordered=True),
            "small": np.arange(N_OBS, dtype="int8"),
            "holes": pd.array([None, True] * 5, dtype="boolean"),
        },
        index=pd.Index([f"cell{at}" for at in range(N_OBS)], name="barcode"),
    )
    var = pd.DataFrame(index=[f"gene{at}" for at in range(N_VARS)])
    adata = ad.AnnData(
        sp.random(N_OBS, N_VARS, 0.5, format="csr", dtype="f4", random_state=1), obs=obs, var=var
    )
    adata.obsm["X_umap"] = np.ones((N_OBS, 2), "f4")
    adata.obsm["table"] = pd.DataFrame({"a": range(N_OBS)}, index=adata.obs_names)
    adata.layers["counts"] = np.ones((N_OBS, N_VARS), "uint8")
    adata.uns.update(
        {"nested": {"a": np.arange(3), "b": "text"}, "kind_colors": ["#111111", "#222222", "#333333"]}
    )
    adata.raw = adata.copy()
    return adata


def stored(adata: ad.AnnData, path: Path, version: int = 2, **options: Any) -> Path:
    with warnings.catch_warnings(), contextlib.ExitStack() as stack:
        warnings.simplefilter("ignore")
        if hasattr(ad.settings, SLASHES):
            stack.enter_context(ad.settings.override(**{SLASHES: False}))
        if path.suffix == ".h5ad":
            adata.write_h5ad(path, convert_strings_to_categoricals=False, **options)
        else:
            with ad.settings.override(zarr_write_format=version):
                adata.write_zarr(path, convert_strings_to_categoricals=False)
    return path


def read(path: Path) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ad.read_h5ad(path) if path.suffix == ".h5ad" else ad.io.read_zarr(path)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "typical").write_bytes(builders.typical())
    return tmp_path


def keyed(folder: Path, key: str, categories: Sequence[str] = ("new",)) -> None:
    """A session "keyed" of one field."""
    data = builders.session(
        builders.overlays(builders.field("f", list(categories), key=key)),
        builders.chunk(builders.CODES + "f", builders.codes([0] * N_OBS)),
    )
    (folder / "keyed").write_bytes(data)


#: what an application adds to the survey of a store
OURS = ("obs/cellucid_highlight__g1", "obs/cellucid_highlight__g2", "obs/f1", "var/f2", "uns/cellucid")


def of(path: Path) -> dict[str, Any]:
    if path.suffix == ".zarr":
        return survey(zarr.open_group(path, mode="r"))
    with h5py.File(path) as root:
        return survey(root)


@pytest.mark.parametrize("compression", [None, "gzip", "lzf"])
def test_an_h5ad_file_keeps_what_is_not_spoken_of(folder: Path, compression: str | None) -> None:
    source = stored(rich(), folder / "data.h5ad", compression=compression)
    with h5py.File(source, "r+") as root:
        root.create_dataset(
            "unknown/blob", data=np.arange(1000), chunks=(7,), shuffle=True, compression="gzip"
        )
        root["unknown"].attrs["mine"] = [1, 2]
        root["obs"].attrs["mine"] = "kept"
        root["obs"].create_dataset("orphan", data=[1, 2, 3])
        root["unknown/link"] = h5py.SoftLink("/X")
        root["uns/strange"] = h5py.Empty("f4")
    before = source.read_bytes()
    done = session(folder, "apply", "typical", "data.h5ad", "-o", "out.h5ad")
    assert (done.returncode, done.stderr) == (0, b"")
    assert WHOLE not in done.stdout
    assert source.read_bytes() == before
    assert 0 <= (folder / "out.h5ad").stat().st_size - len(before) < 200_000
    compare(of(source), of(folder / "out.h5ad"), OURS)
    with h5py.File(folder / "out.h5ad") as root:
        assert root["unknown/blob"][:].tolist() == list(range(1000))
        assert root["obs/orphan"][:].tolist() == [1, 2, 3]
        assert root["obs/text"].attrs["encoding-type"] != "categorical"
        assert root["obs/f1/codes"].compression == compression
        assert list(root["obs"].attrs["column-order"]) == [
            "text", "kind", "small", "holes", "cellucid_highlight__g1", "cellucid_highlight__g2", "f1",
        ]  # fmt: skip
        del root
    with h5py.File(folder / "out.h5ad", "r+") as root:
        del root["uns/strange"], root["unknown"]
    same_values(rich(), read(folder / "out.h5ad"))


def same_values(before: ad.AnnData, after: ad.AnnData) -> None:
    """Everything that was there is there, of the same type, and the session's columns."""
    for column in before.obs:
        pd.testing.assert_series_equal(before.obs[column], after.obs[column], check_index_type=False)
    assert (after.X != before.X).nnz == 0
    assert after.raw.shape == before.raw.shape
    assert set(after.uns) == set(before.uns) | {"cellucid"}
    assert after.obs["cellucid_highlight__g1"].to_numpy().nonzero()[0].tolist() == [1, 4, 9]
    assert after.obs["f1"].tolist()[:2] == ["a", "b"]
    assert after.var["f2"].tolist()[:2] == ["z", "z"]


@pytest.mark.parametrize("consolidated", [True, False])
@pytest.mark.parametrize("version", [2, 3])
def test_a_zarr_store_keeps_what_is_not_spoken_of(folder: Path, version: int, consolidated: bool) -> None:
    source = stored(rich(), folder / "data.zarr", version)
    if not consolidated:
        if version == 2:
            (source / ".zmetadata").unlink()
        else:
            told = json.loads((source / "zarr.json").read_text())
            del told["consolidated_metadata"]
            (source / "zarr.json").write_text(json.dumps(told))
    (source / "obs" / "notes.txt").write_text("mine")
    done = session(folder, "apply", "typical", "data.zarr", "-o", "out.zarr")
    assert (done.returncode, done.stderr) == (0, b"")
    assert WHOLE not in done.stdout
    out = folder / "out.zarr"
    assert zarr.open_group(out, mode="r").metadata.zarr_format == version
    assert (zarr.open_group(out, mode="r").metadata.consolidated_metadata is not None) == consolidated
    changed = {"obs/.zattrs", "var/.zattrs", "obs/zarr.json", "var/zarr.json", ".zmetadata", "zarr.json"}
    for path in source.rglob("*"):
        name = path.relative_to(source)
        if path.is_file() and str(name) not in changed:
            assert (out / name).read_bytes() == path.read_bytes(), name
    compare(of(source), of(out), OURS)
    same_values(rich(), read(out))


@pytest.mark.parametrize("policy", ["suffix", "overwrite"])
@pytest.mark.parametrize("output", ["out.h5ad", "out.zarr"])
def test_a_column_with_a_slash_is_nobodys_to_take(folder: Path, policy: str, output: str) -> None:
    keyed(folder, "cell_type")
    adata = rich()
    adata.obs["cell_type/fine"] = [f"mine {at}" for at in range(N_OBS)]
    stored(adata, folder / "data.h5ad")
    done = session(folder, "apply", "keyed", "data.h5ad", "-o", output, "--column-conflict", policy)
    if output.endswith("zarr"):  # zarr holds no such column: refused whole
        assert (done.returncode, (folder / output).exists()) == (4, False)
        return
    assert done.returncode == 0
    after = read(folder / output)
    assert after.obs["cell_type/fine"].tolist() == adata.obs["cell_type/fine"].tolist()
    assert after.obs["cell_type__2"].tolist() == ["new"] * N_OBS


def test_a_column_that_is_replaced_keeps_its_place(folder: Path) -> None:
    keyed(folder, "kind")
    for source in (stored(rich(), folder / "data.h5ad"), stored(rich(), folder / "data.zarr")):
        out = folder / f"out{source.suffix}"
        done = session(folder, "apply", "keyed", source.name, "-o", out.name, "--column-conflict=overwrite")
        assert done.returncode == 0
        assert list(read(out).obs.columns) == ["text", "kind", "small", "holes"]
        assert read(out).obs["kind"].tolist() == ["new"] * N_OBS
        assert "kind_colors" not in read(out).uns


def test_colours_follow_in_a_file_too(folder: Path) -> None:
    keyed(folder, "kind", ["a", "b"])
    for source in (stored(rich(), folder / "data.h5ad"), stored(rich(), folder / "data.zarr")):
        out = folder / f"out{source.suffix}"
        done = session(folder, "apply", "keyed", source.name, "-o", out.name, "--column-conflict=overwrite")
        assert (done.returncode, b"follow the names" in done.stdout) == (0, True)
        assert list(read(out).uns["kind_colors"]) == ["#222222", "#111111"]


def test_what_lies_in_a_table_and_is_no_column_is_never_replaced(folder: Path) -> None:
    keyed(folder, "orphan")
    with h5py.File(stored(rich(), folder / "data.h5ad"), "r+") as root:
        root["obs"].create_dataset("orphan", data=[1, 2, 3])
    done = session(folder, "apply", "keyed", "data.h5ad", "-o", "out.h5ad", "--column-conflict=overwrite")
    assert done.returncode == 0
    assert "orphan__2" in read(folder / "out.h5ad").obs
    with h5py.File(folder / "out.h5ad") as root:
        assert root["obs/orphan"][:].tolist() == [1, 2, 3]


def test_applying_again_replaces_our_record_alone(folder: Path) -> None:
    stored(rich(), folder / "data.h5ad")
    with h5py.File(folder / "data.h5ad", "r+") as root:
        ad.io.write_elem(root["uns"], "cellucid", {"mine": "kept", "session": {"old": 1}})
    assert session(folder, "apply", "typical", "data.h5ad", "-o", "out.h5ad").returncode == 0
    record = read(folder / "out.h5ad").uns["cellucid"]
    assert record["mine"] == "kept"
    assert "old" not in record["session"]
    assert session(folder, "apply", "typical", "data.h5ad", "-o", "no.h5ad", "--no-uns").returncode == 0
    assert read(folder / "no.h5ad").uns["cellucid"]["session"] == {"old": 1}


# -- the way of reading whole --


def old_layout(path: Path) -> None:
    """The table of the cells as anndata 0.7 had it."""
    with h5py.File(path, "r+") as root:
        obs = root["obs"]
        obs.attrs["encoding-version"] = "0.1.0"
        for name in ("kind", "holes"):
            values = obs[name]["codes" if name == "kind" else "values"][:]
            del obs[name]
            obs[name] = values
        obs.create_group("__categories")
        obs["__categories/kind"] = np.array(["b", "a", "never"], dtype=h5py.string_dtype())
        obs["__categories/kind"].attrs["encoding-type"] = "string-array"
        obs["__categories/kind"].attrs["encoding-version"] = "0.2.0"
        obs["kind"].attrs["categories"] = obs["__categories/kind"].ref


def in_another_file(path: Path) -> None:
    """X lies beside."""
    with h5py.File(path, "r+") as root, h5py.File(path.with_name("x.h5"), "w") as other:
        root.copy("X", other)
        del root["X"]
        root["X"] = h5py.ExternalLink("x.h5", "/X")


WHOLE_CASES: dict[str, tuple[Callable[[Path], None], str, str]] = {
    "an old layout": (old_layout, "out.h5ad", "the layout of obs is older"),
    "a link into another file": (in_another_file, "out.h5ad", "X lies in another file"),
    "another kind": (lambda path: None, "out.zarr", "the output is of another kind"),
}


@pytest.mark.parametrize("case", WHOLE_CASES)
def test_what_can_not_be_edited_is_written_whole_and_that_is_told(folder: Path, case: str) -> None:
    change, output, why = WHOLE_CASES[case]
    change(stored(rich(), folder / "data.h5ad"))
    done = session(folder, "apply", "typical", "data.h5ad", "-o", output, "--json")
    assert done.returncode == 0
    assert [why in line for line in json.loads(done.stdout)["advice"]] == [True]
    after = read(folder / output)
    assert after.obs["text"].tolist() == rich().obs["text"].tolist()
    assert not isinstance(after.obs["text"].dtype, pd.CategoricalDtype)
    assert after.obs["f1"].tolist()[:2] == ["a", "b"]


LOST: dict[str, Callable[[ad.AnnData], None]] = {
    "a column inside another": lambda adata: adata.obs.insert(0, "kind/x", range(N_OBS)),
    "a key inside another": lambda adata: adata.uns.update({"z": {"a": 1}, "z/a": 2}),
    "a layer inside another": lambda adata: adata.layers.update({"counts/a": adata.layers["counts"]}),
}


@pytest.mark.parametrize("case", LOST)
def test_what_would_be_lost_in_a_file_is_no_output(folder: Path, case: str) -> None:
    adata = rich()
    LOST[case](adata)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with pytest.raises((ChangedError, ValueError, TypeError)):
            write(adata, str(folder / "x.h5ad"))


# -- the index is a group --


def nullable(path: Path) -> None:
    """Names as pandas 3 writes them: values and a mask."""
    is_zarr = path.suffix == ".zarr"
    root = zarr.open_group(path, mode="r+", use_consolidated=False) if is_zarr else h5py.File(path, "r+")
    del root["obsm/table"]  # its names would be of another type
    for axis, name in (("obs", "barcode"), ("var", "_index")):
        table = root[axis]
        names = ad.io.read_elem(table[name])
        del table[name]
        group = table.create_group(name)
        group.attrs.update(
            {"encoding-type": "nullable-string-array", "encoding-version": "0.1.0", "na-value": "NaN"}
        )
        ad.io.write_elem(group, "values", names)
        ad.io.write_elem(group, "mask", np.zeros(len(names), bool))
    if path.suffix == ".zarr":
        zarr.consolidate_metadata(path, zarr_format=2)
    else:
        root.close()


def categorical(path: Path) -> None:
    adata = rich()
    adata.obs.index = pd.CategoricalIndex(adata.obs_names, name="barcode")
    del adata.raw
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    stored(adata, path)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", ["data.h5ad", "data.zarr"])
@pytest.mark.parametrize("how", [nullable, categorical])
def test_names_can_be_stored_as_a_group(folder: Path, name: str, how: Callable[[Path], None]) -> None:
    path = stored(rich(), folder / name)
    how(path)
    told = facts(str(path))
    assert (told.n_obs, told.n_vars) == (N_OBS, N_VARS)
    assert shown(str(path))[2] == (N_OBS, N_VARS)
    out = folder / f"out{path.suffix}"
    done = session(folder, "apply", "typical", name, "-o", out.name)
    assert (done.returncode, done.stderr) == (0, b"")
    assert read(out).obs_names.tolist() == [f"cell{at}" for at in range(N_OBS)]


# -- a survey sees --

CHANGES: dict[str, Callable[[Any], None]] = {
    "an attribute": lambda root: root["X"].attrs.create("x", 1),
    "an attribute of a table": lambda root: root["obs"].attrs.create("_index", "text"),
    "a column that went": lambda root: root["obs"].pop("text"),
    "a type": lambda root: (
        root["obs"].pop("small"),
        root["obs"].create_dataset("small", data=np.zeros(10, "i4")),
    ),
    "something new": lambda root: root.create_group("new"),
    "a compression": lambda root: (
        root["layers"].pop("counts"),
        root["layers"].create_dataset("counts", data=np.ones((10, 5), "u1"), compression="gzip"),
    ),
    "the root": lambda root: root.attrs.create("x", 1),
}


@pytest.mark.parametrize("case", CHANGES)
def test_a_survey_sees_every_change_but_of_values(folder: Path, case: str) -> None:
    path = stored(rich(), folder / "data.h5ad")
    before = of(path)
    compare(before, of(path), ())
    with h5py.File(path, "r+") as root:
        CHANGES[case](root)
    with pytest.raises(ChangedError):
        compare(before, of(path), ())


def test_a_folder_that_lies_in_itself_is_not_copied(folder: Path) -> None:
    source = stored(rich(), folder / "data.zarr")
    (source / "around").symlink_to("..", target_is_directory=True)
    done = session(folder, "apply", "typical", "data.zarr", "-o", "out.zarr")
    assert done.returncode == 4
    assert not (folder / "out.zarr").exists()


def test_folders_elsewhere_come_into_the_copy(folder: Path) -> None:
    source = stored(rich(), folder / "data.zarr")
    shutil.move(source / "layers", folder / "far")
    (source / "layers").symlink_to(folder / "far", target_is_directory=True)
    assert session(folder, "apply", "typical", "data.zarr", "-o", "out.zarr").returncode == 0
    assert not (folder / "out.zarr" / "layers").is_symlink()
    same_values(rich(), read(folder / "out.zarr"))


def test_what_is_no_anndata_is_not_written_to(folder: Path) -> None:
    with h5py.File(stored(rich(), folder / "data.h5ad"), "r+") as root:
        root.attrs["encoding-type"] = "MuData"
    done = session(folder, "apply", "typical", "data.h5ad", "-o", "out.h5ad")
    assert (done.returncode, b"no AnnData" in done.stderr) == (5, True)


# -- what --force removes --


def _other(out: Path, make: Callable[[Path], object]) -> None:
    """Something else of that name."""
    shutil.rmtree(out)
    make(out)


def _notes(out: Path) -> None:
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text("mine")


STRANGE: dict[str, tuple[Callable[[Path], None], str]] = {
    "no store": (lambda out: _other(out, lambda out: _notes(out / "notes.txt")), "no zarr store"),
    "a file that zarr has too": (
        lambda out: _other(out, lambda out: _notes(out / "zarr.json")),
        "no zarr store",
    ),
    "a store of something else": (
        lambda out: _other(out, lambda out: zarr.create_group(str(out))),
        "no zarr store of an AnnData",
    ),
    "notes beside the tables": (lambda out: _notes(out / "notes.txt"), "notes.txt in it"),
    "notes inside a table": (lambda out: _notes(out / "obs" / "notes.txt"), "obs/notes.txt in it"),
    "a folder of somebody's": (lambda out: _notes(out / "mine" / "a.csv"), "mine/a.csv in it"),
    "a link": (lambda out: (out / "obs" / "elsewhere").symlink_to(out.parent), "is a symbolic link"),
}


@pytest.mark.parametrize("version", [2, 3])
@pytest.mark.parametrize("case", STRANGE)
def test_force_removes_a_store_and_nothing_else(folder: Path, case: str, version: int) -> None:
    change, why = STRANGE[case]
    stored(rich(), folder / "data.h5ad")
    out = stored(rich(), folder / "out.zarr", version)
    change(out)
    before = sorted(each.relative_to(out) for each in out.rglob("*"))
    done = session(folder, "apply", "typical", "data.h5ad", "-o", "out.zarr", "--force")
    assert done.returncode == 2
    assert why in done.stderr.decode()
    assert sorted(each.relative_to(out) for each in out.rglob("*")) == before


@pytest.mark.parametrize("version", [2, 3])
def test_force_replaces_a_store_of_an_anndata(folder: Path, version: int) -> None:
    stored(rich(), folder / "data.h5ad")
    stored(rich(), folder / "out.zarr", version)
    done = session(folder, "apply", "typical", "data.h5ad", "-o", "out.zarr", "--force")
    assert done.returncode == 0
    assert "f1" in read(folder / "out.zarr").obs
