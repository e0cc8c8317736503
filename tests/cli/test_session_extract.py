"""`cellucid-session extract`: tables that hold what the session says, and run nothing in a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from pathlib import Path

import builders
import numpy as np
import pandas as pd
import pytest
from session_runs import HOSTILE, anndata, assert_safe, hostile, listing, session


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "typical").write_bytes(builders.typical())
    (tmp_path / "hostile").write_bytes(hostile())
    return tmp_path


def rows(path: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8"), newline="")))


def test_a_table_has_a_row_for_each_cell(folder: Path) -> None:
    done = session(folder, "extract", "typical", "-o", "out.csv")
    assert (done.returncode, done.stdout) == (0, b"written: out.csv\n")
    assert b"left out: field:f2: one value for each variable" in done.stderr
    head, *body = rows(folder / "out.csv")
    assert head == ["cell", "group:g1", "group:g2", "field:f1"]
    assert [row[0] for row in body] == [str(at) for at in range(10)]
    assert [at for at, row in enumerate(body) if row[1] == "true"] == [1, 4, 9]
    assert {row[2] for row in body} == {"false"}
    assert [row[3] for row in body] == ["a", "b", "", "a", "a", "b", "b", "b", "a", "a"]


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_a_folder_takes_the_variables_too(folder: Path, form: str) -> None:
    (folder / "out").mkdir()
    done = session(folder, "extract", "typical", "-o", "out", "--format", form)
    assert (done.returncode, done.stderr) == (0, b"")
    assert listing(folder / "out") == {f"cells.{form}", f"variables.{form}"}
    read = pd.read_csv if form == "csv" else pd.read_parquet
    table = read(folder / "out" / f"variables.{form}")
    assert table["field:f2"].astype(object).fillna("").tolist() == ["z", "z", "", "x", "y"]
    assert table["variable"].tolist() == [0, 1, 2, 3, 4]


def test_parquet_has_types(folder: Path) -> None:
    assert session(folder, "extract", "typical", "--format=parquet", "-o", "out").returncode == 0
    table = pd.read_parquet(folder / "out")
    assert table.dtypes.astype(str).to_dict() == {
        "cell": "int64",
        "group:g1": "bool",
        "group:g2": "bool",
        "field:f1": "category",
    }
    assert table["field:f1"].cat.categories.tolist() == ["a", "b"]
    assert np.flatnonzero(table["group:g1"]).tolist() == [1, 4, 9]
    assert table["field:f1"].isna().tolist() == [at == 2 for at in range(10)]


@pytest.mark.parametrize("name", ["data.h5ad", "data.zarr"])
def test_names_come_from_the_data(folder: Path, name: str) -> None:
    anndata(folder, name)
    (folder / "out").mkdir()
    assert session(folder, "extract", "typical", "--data", name, "-o", "out").returncode == 0
    assert [row[:2] for row in rows(folder / "out" / "cells.csv")[:3]] == [
        ["cell", "name"],
        ["0", "cell0"],
        ["1", "cell1"],
    ]
    assert rows(folder / "out" / "variables.csv")[1][:2] == ["0", "gene0"]


def test_only_what_is_asked_for(folder: Path) -> None:
    assert session(folder, "extract", "typical", "--group", "g2", "-o", "a.csv").returncode == 0
    assert rows(folder / "a.csv")[0] == ["cell", "group:g2"]
    words = ["--field", "f1", "--group=g1", "--group=g1"]
    assert session(folder, "extract", "typical", *words, "-o", "b.csv").returncode == 0
    assert rows(folder / "b.csv")[0] == ["cell", "group:g1", "field:f1"]


def test_what_the_session_does_not_hold_is_left_out_and_told(folder: Path) -> None:
    (folder / "part").write_bytes(
        builders.session(
            builders.overlays(
                builders.field("gone", isDeleted=True), builders.field("no"), builders.field("number", None)
            ),
            builders.meta(builders.group("g1", 3), builders.group("g2", 0)),
            builders.chunk(builders.CODES + "gone", builders.codes([0] * 10)),
        )
    )
    done = session(folder, "extract", "part", "-o", "out.csv")
    assert rows(folder / "out.csv")[0] == ["cell", "group:g2"]
    for what in (
        b"group g1: the session does not hold",
        b"gone: it is deleted",
        b"no: the session",
        b"number: ",
    ):
        assert what in done.stderr
    assert session(folder, "extract", "part", "-o", "all.csv", "--include-deleted").returncode == 0
    assert rows(folder / "all.csv")[0] == ["cell", "group:g2", "field:gone"]


def test_no_cell_is_a_formula_and_everything_else_is_exact(folder: Path) -> None:
    done = session(folder, "extract", "hostile", "-o", "out.csv")
    assert done.returncode == 0
    assert_safe(done)
    head, *body = rows(folder / "out.csv")
    at = head.index("field:=key\x1b")
    names = list(HOSTILE.values())
    prefixed = ("=", "+", "-", "@", "\t", "\r", "\n")
    for row, name in zip(body, names, strict=False):
        wanted = name.replace("\0", "\ufffd")
        assert row[at] == ("'" + wanted if wanted.startswith(prefixed) else wanted)
        assert not any(cell.startswith(prefixed) for cell in row)
    assert "field:\u202e\ufffd" in head
    assert b"\0" not in (folder / "out.csv").read_bytes()


def test_names_of_cells_are_no_formulas_either(folder: Path) -> None:
    import anndata as ad

    adata = ad.AnnData(np.zeros((10, 5)), obs=pd.DataFrame(index=[f"=1+{at}" for at in range(10)]))
    adata.write_h5ad(folder / "data.h5ad")
    assert session(folder, "extract", "typical", "--data=data.h5ad", "-o", "out.csv").returncode == 0
    assert rows(folder / "out.csv")[1][1] == "'=1+0"


def test_parquet_is_exact(folder: Path) -> None:
    assert session(folder, "extract", "hostile", "--format=parquet", "-o", "out.parquet").returncode == 0
    table = pd.read_parquet(folder / "out.parquet")
    names = list(HOSTILE.values())
    assert table["field:=key\x1b"].tolist() == names[:10]
    assert table["field:=key\x1b"].cat.categories.tolist() == names


def test_two_fields_of_one_key_get_two_columns(folder: Path) -> None:
    (folder / "twice").write_bytes(
        builders.session(
            builders.overlays(builders.field("f1", key="k"), builders.field("f2", key="k")),
            builders.chunk(builders.CODES + "f1", builders.codes([0] * 10)),
            builders.chunk(builders.CODES + "f2", builders.codes([1] * 10)),
        )
    )
    session(folder, "extract", "twice", "-o", "out.csv")
    assert rows(folder / "out.csv")[:2] == [["cell", "field:k", "field:k__2"], ["0", "a", "b"]]


def test_without_counts_the_caller_says_how_many_cells_there_are(folder: Path) -> None:
    (folder / "bare").write_bytes(
        builders.session(
            builders.meta(builders.group("g1", 1)),
            builders.chunk(builders.CELLS + "g1", builders.cells([3])),
            n_obs=None,
            n_vars=None,
        )
    )
    done = session(folder, "extract", "bare", "-o", "out.csv")
    assert (done.returncode, listing(folder) & {"out.csv"}) == (2, set())
    assert session(folder, "extract", "bare", "-o", "out.csv", "--n-obs", "4").returncode == 0
    assert len(rows(folder / "out.csv")) == 5
    done = session(folder, "extract", "bare", "-o", "short.csv", "--n-obs", "3")
    assert done.returncode == 1
    assert b"cells.index" in done.stderr


def test_a_session_of_few_bytes_does_not_make_a_table_of_many(folder: Path) -> None:
    (folder / "claim").write_bytes(
        builders.session(
            builders.meta(builders.group("g1", 1)),
            builders.chunk(builders.CELLS + "g1", builders.cells([3])),
            n_obs=2**27,
        )
    )
    done = session(folder, "extract", "claim", "-o", "out.csv")
    assert (done.returncode, listing(folder) & {"out.csv"}) == (3, set())
    assert b"--n-obs 134217728" in done.stderr


REFUSED = {
    "a session that is not there": (["nope", "-o", "out.csv"], 5),
    "a broken session": (["broken", "-o", "out.csv"], 1),
    "a broken chunk": (["index", "-o", "out.csv"], 1),
    "more cells than a session may claim": (["huge", "-o", "out.csv"], 3),
    "more cells than a table may have": (["huge", "-o", "out.csv", "--n-obs", str(2**53 - 1)], 3),
    "an unknown group": (["typical", "-o", "out.csv", "--group", "\x1b[2J"], 2),
    "an unknown field": (["typical", "-o", "out.csv", "--field", "g1"], 2),
    "another number of cells": (["typical", "-o", "out.csv", "--n-obs", "11"], 2),
    "another data set": (["typical", "-o", "out.csv", "--data", "small.h5ad"], 1),
    "data that is not there": (["typical", "-o", "out.csv", "--data", "nope.h5ad"], 5),
    "data that is none": (["typical", "-o", "out.csv", "--data", "fake.h5ad"], 5),
    "data of another kind": (["typical", "-o", "out.csv", "--data", "typical"], 2),
    "an output that is there": (["typical", "-o", "there.csv"], 2),
    "the session as output": (["typical", "-o", "typical", "--force"], 2),
    "a link as output": (["typical", "-o", "link.csv", "--force"], 2),
    "the data as output": (["typical", "-o", "small.h5ad", "--data", "small.h5ad", "--force"], 1),
    "a folder that is not there": (["typical", "-o", "no/out.csv"], 4),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_refused_leaves_nothing(folder: Path, case: str) -> None:
    words, code = REFUSED[case]
    group = builders.meta(builders.group("g1", 1))
    (folder / "broken").write_bytes(builders.typical()[:-1])
    (folder / "index").write_bytes(
        builders.session(group, builders.chunk(builders.CELLS + "g1", builders.cells([10])))
    )
    (folder / "huge").write_bytes(
        builders.session(group, builders.chunk(builders.CELLS + "g1", builders.cells([1])), n_obs=2**53 - 1)
    )
    (folder / "there.csv").write_text("mine")
    (folder / "link.csv").symlink_to("there.csv")
    (folder / "fake.h5ad").write_bytes(b"\x1b[2J")
    anndata(folder, "small.h5ad", n_obs=9)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    done = session(folder, "extract", *words)
    assert (done.returncode, done.stdout) == (code, b"")
    assert done.stderr.startswith(b"cellucid-session: extract: ")
    assert_safe(done)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_what_is_there_is_replaced_when_asked(folder: Path) -> None:
    (folder / "out.csv").write_text("old")
    assert session(folder, "extract", "typical", "-o", "out.csv", "--force", "-q").returncode == 0
    assert rows(folder / "out.csv")[0][0] == "cell"


def test_a_missing_extra_is_named(folder: Path) -> None:
    blocked = folder / "blocked"
    blocked.mkdir()
    (blocked / "pyarrow.py").write_text("raise ImportError('blocked')")
    done = session(
        folder, "extract", "typical", "--format=parquet", "-o", "out", env={"PYTHONPATH": str(blocked)}
    )
    assert done.returncode == 2
    assert b"cellucid-session[anndata]" in done.stderr
    assert "out" not in listing(folder)


def test_a_failing_disk_leaves_no_half_table(folder: Path) -> None:
    """The process may write no file beyond 4 KiB: the table is larger."""
    groups = [builders.group(f"g{at}", 0) for at in range(100)]
    (folder / "wide").write_bytes(builders.session(builders.meta(*groups)))
    program = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096));"
        "from cellucid_session.cli.session import program; program()"
    )
    import subprocess

    done = subprocess.run(
        [sys.executable, "-B", "-c", program, "extract", "wide", "-o", "out.csv"],
        cwd=folder,
        capture_output=True,
        timeout=60,
    )
    assert done.returncode == 4
    assert listing(folder) == {"typical", "hostile", "wide"}
    assert_safe(done)


def test_columns_are_the_groups_and_fields_that_inspect_shows(folder: Path) -> None:
    (folder / "out").mkdir()
    session(folder, "extract", "hostile", "-o", "out")
    told = json.loads(session(folder, "inspect", "--json", "hostile").stdout)
    groups = [f"group:{group['id']}" for page in told["pages"] for group in page["groups"]]
    assert rows(folder / "out" / "cells.csv")[0][1 : 1 + len(groups)] == groups


def test_different_texts_and_none_are_different_bytes(tmp_path: Path) -> None:
    """Every cell of CSV can be read back: the quotes tell nothing from an empty text, and one ' is taken away."""
    names = [
        "",
        "'",
        "''",
        "=x",
        "'=x",
        "''=x",
        "'it",
        "it's",
        '"',
        '""',
        ",",
        "a\nb",
        " ",
        "\r",
        "\ufffd",
        "true",
    ]
    codes = [*range(len(names)), 255]
    data = builders.session(
        builders.overlays(builders.field("f", names)),
        builders.chunk(builders.CODES + "f", builders.codes(codes)),
        n_obs=len(codes),
    )
    (tmp_path / "a").write_bytes(data)
    assert session(tmp_path, "extract", "a", "-o", "out.csv").returncode == 0
    raw = (tmp_path / "out.csv").read_bytes().decode()
    cells = re.findall(r'(?:^|(?<=\r\n))[0-9]+,("(?:[^"]|"")*"|[^",\r\n]*)\r\n', raw)
    assert len(set(cells)) == len(cells) == len(codes)
    assert (cells[0], cells[-1]) == ('""', "")
    read = rows(tmp_path / "out.csv")[1:]
    formulas = ("=", "+", "-", "@", "\t", "\r", "\n")
    for name, (_, cell) in zip(names, read, strict=False):
        assert (cell[1:] if cell[:1] == "'" and cell.lstrip("'").startswith(formulas) else cell) == name
