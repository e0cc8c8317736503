"""Each wrong way into the package has its sentence: what is wrong, of which file, what to do."""

from __future__ import annotations

import errno
import gzip
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import anndata as ad
import builders as b
import h5py
import numpy as np
import pytest

import cellucid_session as cs
from cellucid_session.generated.rule_texts import TEXTS

SESSION = b.typical()
MAGIC = (
    "Not a .cellucid-session file (invalid MAGIC header): byte {} of the magic is 0x{:02X}, not 0x{:02X}; "
    "it may be {}"
)


def hdf5() -> bytes:
    stream = io.BytesIO()
    with h5py.File(stream, "w") as file:
        file["X"] = 1
    return stream.getvalue()


def archive() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as file:
        file.writestr("s.cellucid-session", SESSION)
    return stream.getvalue()


#: what a file holds instead -> its bytes, the place and the byte that tell, what it may be
FILES: dict[str, tuple[bytes, int, int, str]] = {
    "JSON": (json.dumps({"pages": []}).encode(), 0, 0x7B, "a JSON text"),
    "a list of JSON": (b"[]", 0, 0x5B, "a JSON text"),
    "HDF5": (hdf5(), 0, 0x89, "an HDF5 file, such as .h5ad, or a picture"),
    "gzip": (
        gzip.compress(SESSION),
        0,
        0x1F,
        "a gzip file, which holds something else or the session itself",
    ),
    "zip": (archive(), 0, 0x50, "a zip archive"),
    "HTML": (b"<!DOCTYPE html><title>404</title>", 0, 0x3C, "a web page or XML"),
    "a byte order mark": ("\ufeffCELLUCID".encode(), 0, 0xEF, "a text that an editor saved"),
    "UTF-16": ("CELLUCID".encode("utf-16"), 0, 0xFF, "a text that an editor saved"),
    "text mode": (SESSION.replace(b"\n", b"\r\n"), 16, 0x0D, "a copy made in text mode"),
}


@pytest.mark.parametrize("kind", FILES)
def test_what_a_wrong_file_looks_like(kind: str, tmp_path: Path) -> None:
    data, place, byte, told = FILES[kind]
    path = tmp_path / "x.cellucid-session"
    path.write_bytes(data)
    sentence = MAGIC.format(place, byte, b"CELLUCID_SESSION\n"[place], told)
    with pytest.raises(cs.InvalidSessionError) as caught:
        cs.CellucidSessionBundle(path)
    assert str(caught.value) == f"{sentence} [frame.magic]: {str(path)!r}"
    assert caught.value.path == str(path)
    assert caught.value.__notes__ == [f"What to do: {TEXTS['frame.magic'][2]}"]
    with pytest.raises(cs.InvalidSessionError) as caught:
        cs.CellucidSessionBundle(data)
    assert str(caught.value) == f"{sentence} [frame.magic]"
    [finding] = cs.validate(path).findings
    assert sentence.endswith(finding.message)
    done = subprocess.run(
        [sys.executable, "-m", "cellucid_session.cli.validate", str(path)], capture_output=True, check=False
    )
    assert done.returncode == 1
    assert f"it may be {told}" in " ".join(done.stdout.decode().split())


def small(cells: int = 10) -> ad.AnnData:
    return ad.AnnData(np.zeros((cells, 5), dtype="f4"))


def applied(session: Any, adata: Any, **options: Any) -> Any:
    return cs.apply_cellucid_session_to_anndata(session, adata, **options)


#: what is done in a folder with `ok`, a session of 10 cells -> what is raised, and the text
CALLS: dict[str, tuple[Callable[[], Any], type[Exception], str]] = {
    "no such file": (
        lambda: cs.CellucidSessionBundle("no"),
        cs.InputError,
        "the input can't be read: No such file or directory: 'no'",
    ),
    "a folder": (
        lambda: cs.CellucidSessionBundle("folder"),
        cs.InputError,
        "this is a folder, not a regular file: 'folder'",
    ),
    "a hostile name": (
        lambda: applied("\x1b[2J", small()),
        cs.InputError,
        "the input can't be read: No such file or directory: '\\\\x1b[2J'",
    ),
    "a budget": (
        lambda: applied("ok", small(), limits=cs.Limits(file_bytes=10)),
        cs.BudgetError,
        f"the file has {len(SESSION)} bytes, the budget is 10 [budget.file-bytes]: 'ok'",
    ),
    "limits of an open session": (
        lambda: applied(cs.CellucidSessionBundle(SESSION), small(), limits=cs.Limits()),
        cs.UsageError,
        "limits are for a session given by its path; an open one has its own",
    ),
    "another number of cells": (
        lambda: applied("ok", small(7), dataset_mismatch="error"),
        cs.DatasetMismatchError,
        (
            "Dataset fingerprint mismatch: cellCount 10 != adata.n_obs 7. Apply a session to all cells that the viewer "
            "showed, and filter afterwards: 'ok'"
        ),
    ),
    "another data set": (
        lambda: applied("ok", small(), dataset_mismatch="error", expected_dataset_id="x"),
        cs.DatasetMismatchError,
        "Dataset fingerprint mismatch: datasetId is 'demo', expected_dataset_id is 'x': 'ok'",
    ),
    "the wrong way round": (
        lambda: applied(small(), cs.CellucidSessionBundle(SESSION)),
        TypeError,
        "adata must be an AnnData, not CellucidSessionBundle: the session comes first, then the AnnData",
    ),
    "two data sets": (
        lambda: applied(small(), small()),
        TypeError,
        "the session comes first, then the data set: the two are the other way round",
    ),
    "the path of a data set": (
        lambda: applied("ok", "pbmc.h5ad"),
        TypeError,
        "adata must be an AnnData, not str: read it first: anndata.read_h5ad(path)",
    ),
    "something else than a session": (
        lambda: applied(5, small()),
        TypeError,
        "a session is a path, bytes or a binary file, not int",
    ),
    "a text file": (
        lambda: cs.CellucidSessionBundle(io.StringIO("x")),  # type: ignore[arg-type]
        TypeError,
        "the input must give bytes, not str",
    ),
    "a column that is there": (
        lambda: applied("ok", applied("ok", small()), column_conflict="error"),
        cs.ColumnConflictError,
        "Column already exists: cellucid_highlight__g1: 'ok'",
    ),
    "an output that is an input": (
        lambda: cs.CellucidSessionBundle("ok").save("ok"),
        cs.UsageError,
        "the output is one of the inputs: 'ok'",
    ),
    "an output that can't be": (
        lambda: cs.CellucidSessionBundle("ok").save("folder"),
        cs.UsageError,
        "the output is a folder, not a regular file: 'folder'",
    ),
    "the path of bytes": (
        lambda: cs.CellucidSessionBundle(SESSION).path,
        cs.UsageError,
        "the session was given as bytes, and has no path: bundle.save(...) gives it one",
    ),
}


@pytest.mark.parametrize("case", CALLS)
@pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")
def test_wrong_calls(case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "ok").write_bytes(SESSION)
    (tmp_path / "folder").mkdir()
    call, error, told = CALLS[case]
    with pytest.raises(error) as caught:
        call()
    assert str(caught.value) == told


def test_what_the_system_said_can_be_asked(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file") as caught:
        cs.CellucidSessionBundle(tmp_path / "no")
    assert caught.value.errno == errno.ENOENT
    assert caught.value.filename == str(tmp_path / "no")
    assert caught.value.strerror == "No such file or directory"
    with (
        cs.CellucidSessionBundle(SESSION) as bundle,
        pytest.raises(OSError, match="can't be made") as caught,
    ):
        bundle.save("/proc/self/nowhere/x")
    assert caught.value.errno in (errno.ENOENT, errno.EACCES, errno.EPERM)


@pytest.mark.parametrize("source", [bytes, bytearray, memoryview, io.BytesIO])
def test_bytes_and_open_files_are_sessions(source: Callable[[bytes], Any], tmp_path: Path) -> None:
    with cs.CellucidSessionBundle(source(SESSION)) as bundle:
        assert repr(bundle).startswith("<CellucidSessionBundle '(bytes)': ")
        assert (
            bundle.groups[0].indices.tolist() == cs.CellucidSessionBundle(SESSION).groups[0].indices.tolist()
        )
        assert bundle.save(tmp_path / "s").read_bytes() == SESSION
    adata = applied(source(SESSION), small())
    assert adata.obs.columns[0] == "cellucid_highlight__g1"


def test_more_bytes_than_the_budget_are_not_gathered() -> None:
    class Endless(io.RawIOBase):
        given = 0

        def read(self, size: int = -1) -> bytes:
            self.given += size
            return b"C" * size

    source = Endless()
    with pytest.raises(cs.SessionError):
        cs.CellucidSessionBundle(source, limits=cs.Limits(file_bytes=1_000_000))  # type: ignore[arg-type]
    assert source.given < 2_000_000


def test_a_broken_chunk_names_the_file(tmp_path: Path) -> None:
    path = tmp_path / "s"
    path.write_bytes(b.session(b.meta(b.group("g", 1)), b.chunk(b.CELLS + "g", b"\xff" * 30)))
    with cs.CellucidSessionBundle(path) as bundle, pytest.raises(cs.InvalidSessionError) as caught:
        bundle.groups[0].indices  # noqa: B018
    assert caught.value.path == str(path)
    assert str(caught.value).endswith(f"]: {str(path)!r}")
    assert caught.value.__notes__
