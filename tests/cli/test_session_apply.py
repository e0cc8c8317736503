"""`cellucid-session apply`: a new data set, whole or not at all."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import anndata as ad
import builders
import pytest
from session_runs import anndata, assert_safe, hostile, listing, session


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "typical").write_bytes(builders.typical())
    (tmp_path / "hostile").write_bytes(hostile())
    anndata(tmp_path)
    return tmp_path


def read(path: Path) -> Any:
    return ad.read_h5ad(path) if path.suffix == ".h5ad" else ad.io.read_zarr(path)


@pytest.mark.parametrize("source", ["data.h5ad", "data.zarr"])
@pytest.mark.parametrize("output", ["out.h5ad", "out.zarr"])
def test_groups_and_fields_become_columns(folder: Path, source: str, output: str) -> None:
    if source.endswith(".zarr"):
        anndata(folder, source)
    done = session(folder, "apply", "typical", source, "-o", output)
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"added 3 columns of obs, 1 column of var" in done.stdout
    assert f"written: {output}".encode() in done.stdout
    adata = read(folder / output)
    assert adata.obs["cellucid_highlight__g1"].to_numpy().nonzero()[0].tolist() == [1, 4, 9]
    assert adata.obs["f1"].tolist()[:2] == ["a", "b"]
    assert adata.var["f2"].tolist()[:2] == ["z", "z"]
    assert adata.obs["old"].tolist() == list(range(10))
    assert "cellucid" in adata.uns
    assert listing(folder) == {"typical", "hostile", "data.h5ad", source, output}


def test_a_dry_run_shows_the_plan_and_writes_nothing(folder: Path) -> None:
    for words in ([], ["-o", "out.h5ad"]):
        done = session(folder, "apply", "typical", "data.h5ad", "--dry-run", *words)
        assert done.returncode == 0
        assert b"would add 3 columns of obs" in done.stdout
        assert b"cellucid_highlight__g1" in done.stdout
        assert listing(folder) == {"typical", "hostile", "data.h5ad"}


#: options, and the columns that come about
OPTIONS: dict[str, tuple[list[str], set[str]]] = {
    "no groups": (["--no-highlights"], {"f1"}),
    "no fields": (["--no-user-defined-fields"], {"cellucid_highlight__g1", "cellucid_highlight__g2"}),
    "prefixes": (["--highlights-prefix=h_", "--user-defined-prefix", "u_"], {"h_g1", "h_g2", "u_f1"}),
    "pages in place of groups": (
        ["--no-highlights", "--pages-as-columns", "--pages-prefix", "p_", "--overlap=first"],
        {"p_Page", "f1"},
    ),
    "labels": (["--highlight-names=label", "--highlights-prefix=", "--no-user-defined-fields"], {"g1", "g2"}),
    "groups back again": (
        ["--no-highlights", "--highlights", "--no-user-defined-fields"],
        {"cellucid_highlight__g1", "cellucid_highlight__g2"},
    ),
}


@pytest.mark.parametrize("case", OPTIONS)
def test_options_say_which_columns_come_about(folder: Path, case: str) -> None:
    words, columns = OPTIONS[case]
    assert session(folder, "apply", "typical", "data.h5ad", "-o", "out.h5ad", *words).returncode == 0
    assert set(read(folder / "out.h5ad").obs.columns) == columns | {"old"}


def test_colours_of_a_page_are_written(folder: Path) -> None:
    assert (
        session(folder, "apply", "typical", "data.h5ad", "-o", "out.h5ad", "--pages-as-columns").returncode
        == 0
    )
    there = read(folder / "out.h5ad")
    assert list(there.uns["Page_colors"]) == ["#e6194b", "#0f8f3c"]
    assert there.obs["Page"].cat.categories.tolist()[:2] == ["g1", "g2"]


def test_deleted_fields_when_asked(folder: Path) -> None:
    (folder / "gone").write_bytes(
        builders.session(
            builders.overlays(builders.field("f1", isDeleted=True)),
            builders.chunk(builders.CODES + "f1", builders.codes([0] * 10)),
        )
    )
    session(folder, "apply", "gone", "data.h5ad", "-o", "a.h5ad", "-q")
    session(folder, "apply", "gone", "data.h5ad", "-o", "b.h5ad", "-q", "--include-deleted")
    assert "f1" not in read(folder / "a.h5ad").obs
    assert "f1" in read(folder / "b.h5ad").obs


def test_no_record_when_asked(folder: Path) -> None:
    assert session(folder, "apply", "typical", "data.h5ad", "-o", "out.h5ad", "--no-uns").returncode == 0
    assert "cellucid" not in read(folder / "out.h5ad").uns


def test_the_summary_as_a_document(folder: Path) -> None:
    done = session(folder, "apply", "typical", "data.h5ad", "-o", "out.h5ad", "--json")
    told = json.loads(done.stdout)
    assert told["added_obs_columns"] == ["cellucid_highlight__g1", "cellucid_highlight__g2", "f1"]
    assert (told["output"], told["added_var_columns"]) == ("out.h5ad", ["f2"])
    told = json.loads(session(folder, "apply", "typical", "data.h5ad", "--dry-run", "--json").stdout)
    assert told["output"] is None


def test_columns_that_are_there(folder: Path) -> None:
    (folder / "old").write_bytes(
        builders.session(
            builders.overlays(builders.field("old")),
            builders.chunk(builders.CODES + "old", builders.codes([0] * 10)),
        )
    )
    words = ["apply", "old", "data.h5ad", "-o"]
    assert session(folder, *words, "a.h5ad").returncode == 0
    assert {"old", "old__2"} == set(read(folder / "a.h5ad").obs.columns)
    assert session(folder, *words, "b.h5ad", "--column-conflict=overwrite").returncode == 0
    assert read(folder / "b.h5ad").obs["old"].tolist() == ["a"] * 10
    done = session(folder, *words, "c.h5ad", "--column-conflict=error")
    assert done.returncode == 1
    assert b"Column already exists: old" in done.stderr
    assert not (folder / "c.h5ad").exists()


def test_another_data_set(folder: Path) -> None:
    anndata(folder, "small.h5ad", n_obs=9)
    words = ["apply", "typical", "small.h5ad", "-o"]
    for more in ([], ["--dataset-mismatch=error"]):
        done = session(folder, *words, "c.h5ad", *more)
        assert (done.returncode, done.stdout, (folder / "c.h5ad").exists()) == (1, b"", False)
        assert b"fingerprint mismatch" in done.stderr
    done = session(folder, *words, "a.h5ad", "--dataset-mismatch=warn_skip")
    assert done.returncode == 1
    assert done.stderr.startswith(b"cellucid-session: warning: ")
    assert b"nothing is applied: the session is of another data set" in done.stdout
    assert list(read(folder / "a.h5ad").obs.columns) == ["old"]
    told = b"cellucid-session: apply: nothing was applied: the session is of another data set\n"
    done = session(folder, *words, "b.h5ad", "--dataset-mismatch", "skip")
    assert (done.returncode, done.stderr) == (1, told)
    done = session(folder, *words, "e.h5ad", "--dataset-mismatch", "skip", "-q")
    assert (done.returncode, done.stdout, done.stderr) == (1, b"", told)
    words = [
        "apply",
        "typical",
        "data.h5ad",
        "-o",
        "d.h5ad",
        "--dataset-mismatch=error",
        "--expected-dataset-id",
    ]
    assert session(folder, *words, "\x1b[2J").returncode == 1
    assert session(folder, *words, "demo").returncode == 0


NOTHING = {
    "all left out": ["typical", "--no-highlights", "--no-user-defined-fields"],
    "a session without groups and fields": ["bare"],
    "of another data set": ["typical", "--expected-dataset-id=other", "--dataset-mismatch=skip"],
}


@pytest.mark.parametrize("words", NOTHING.values(), ids=NOTHING)
@pytest.mark.parametrize(
    "form", [[], ["--json"], ["-q"], ["--dry-run"]], ids=["text", "json", "quiet", "dry"]
)
def test_a_run_that_applies_nothing_is_no_success(folder: Path, words: list[str], form: list[str]) -> None:
    (folder / "bare").write_bytes(builders.session(builders.chunk("core/state", {})))
    name, *more = words
    done = session(folder, "apply", name, "data.h5ad", "-o", "out.h5ad", *more, *form)
    assert done.returncode == 1
    assert b"apply: nothing w" in done.stderr


def test_hostile_names_are_shown_safely_and_stored(folder: Path) -> None:
    for words in (["-o", "a.h5ad"], ["-o", "b.zarr", "--json"], ["--dry-run"]):
        done = session(folder, "apply", "hostile", "data.h5ad", *words)
        assert done.returncode == 0
        assert_safe(done)
    for name in ("a.h5ad", "b.zarr"):
        adata = read(folder / name)
        assert len([column for column in adata.obs if column.startswith("cellucid_highlight__")]) == 19
        assert not [column for column in adata.obs if not column.isprintable() or "/" in column]


REFUSED = {
    "a session that is not there": (["nope", "data.h5ad", "-o", "out.h5ad"], 5),
    "a broken session": (["broken", "data.h5ad", "-o", "out.h5ad"], 1),
    "a broken chunk": (["index", "data.h5ad", "-o", "out.h5ad"], 1),
    "data that is not there": (["typical", "nope.h5ad", "-o", "out.h5ad"], 5),
    "data that is none": (["typical", "fake.h5ad", "-o", "out.h5ad"], 5),
    "a store that is none": (["typical", "fake.zarr", "-o", "out.h5ad"], 5),
    "a folder called .h5ad": (["typical", "folder.h5ad", "-o", "out.h5ad"], 5),
    "an output that is there": (["typical", "data.h5ad", "-o", "there.h5ad"], 2),
    "a store that is there": (["typical", "data.h5ad", "-o", "fake.zarr"], 2),
    "a folder that is no store": (["typical", "data.h5ad", "-o", "fake.zarr", "--force"], 2),
    "the data as output": (["typical", "data.h5ad", "-o", "data.h5ad", "--force"], 2),
    "the data by another name": (["typical", "data.h5ad", "-o", "./fake.zarr/../data.h5ad", "--force"], 2),
    "the data by a hard link": (["typical", "data.h5ad", "-o", "hard.h5ad", "--force"], 2),
    "a link as output": (["typical", "data.h5ad", "-o", "link.h5ad", "--force"], 2),
    "the session as output": (["session.h5ad", "data.h5ad", "-o", "session.h5ad", "--force"], 2),
    "an output inside the data": (["typical", "store.zarr", "-o", "store.zarr/out.h5ad"], 2),
    "an output around the data": (["typical", "store.zarr/inner.h5ad", "-o", "store.zarr", "--force"], 2),
    "a folder that is not there": (["typical", "data.h5ad", "-o", "no/out.h5ad"], 2),
    "a prefix that is a path": (["typical", "data.h5ad", "-o", "out.h5ad", "--user-defined-prefix=../x/"], 2),
    "a record that is in the way": (["typical", "taken.h5ad", "-o", "out.h5ad"], 1),
}


def state(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_refused_leaves_everything_as_it_was(folder: Path, case: str) -> None:
    words, code = REFUSED[case]
    group = builders.meta(builders.group("g1", 1))
    (folder / "broken").write_bytes(builders.typical()[:-1])
    (folder / "index").write_bytes(
        builders.session(group, builders.chunk(builders.CELLS + "g1", builders.cells([10])))
    )
    (folder / "session.h5ad").write_bytes(builders.typical())
    (folder / "there.h5ad").write_text("mine")
    (folder / "fake.h5ad").write_bytes(b"\x1b[2J")
    (folder / "fake.zarr").mkdir()
    (folder / "fake.zarr" / "mine").write_text("mine")
    (folder / "folder.h5ad").mkdir()
    (folder / "link.h5ad").symlink_to("there.h5ad")
    os.link(folder / "data.h5ad", folder / "hard.h5ad")
    anndata(folder, "store.zarr")
    (folder / "store.zarr" / "inner.h5ad").write_bytes((folder / "data.h5ad").read_bytes())
    adata = read(folder / "data.h5ad")
    adata.uns["cellucid"] = "no dict"
    adata.write_h5ad(folder / "taken.h5ad")
    before = state(folder)
    done = session(folder, "apply", *words)
    assert (done.returncode, done.stdout) == (code, b"")
    assert done.stderr.startswith(b"cellucid-session: ")
    assert_safe(done)
    assert state(folder) == before


@pytest.mark.parametrize("name", ["out.h5ad", "out.zarr"])
def test_an_output_that_is_there_is_replaced_when_asked(folder: Path, name: str) -> None:
    anndata(folder, name, n_obs=3)
    assert session(folder, "apply", "typical", "data.h5ad", "-o", name, "--force", "-q").returncode == 0
    assert read(folder / name).n_obs == 10
    assert listing(folder) == {"typical", "hostile", "data.h5ad", name}


def test_the_data_is_not_changed(folder: Path) -> None:
    before = (folder / "data.h5ad").read_bytes()
    assert session(folder, "apply", "typical", "data.h5ad", "-o", "out.h5ad").returncode == 0
    assert (folder / "data.h5ad").read_bytes() == before


def test_a_failing_disk_leaves_nothing(folder: Path) -> None:
    program = (
        "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096));"
        "from cellucid_session.cli.session import program; program()"
    )
    words = ["apply", "typical", "data.h5ad", "-o", "out.h5ad"]
    done = subprocess.run(
        [sys.executable, "-B", "-c", program, *words], cwd=folder, capture_output=True, timeout=60
    )
    assert done.returncode == 4
    assert listing(folder) == {"typical", "hostile", "data.h5ad"}


#: programs that wait in the middle of writing, with the first bytes written: by way of writing
HANGS = {
    "whole": """
import sys, time
import anndata
from cellucid_session.cli.session import program
def hang(method):
    real = getattr(anndata.AnnData, method)
    def slow(self, path, *args, **more):
        real(self, path, *args, **more)
        open("half", "w").close()
        time.sleep(100)
    setattr(anndata.AnnData, method, slow)
hang("write_h5ad")
hang("write_zarr")
program()
""",
    "tables": """
import sys, time
from cellucid_session.io import tables
from cellucid_session.cli.session import program
real = tables.copy
def slow(source, target):
    real(source, target)
    open("half", "w").close()
    time.sleep(100)
tables.copy = slow
program()
""",
}


@pytest.mark.parametrize("name", ["out.h5ad", "out.zarr"])
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
@pytest.mark.parametrize("way", HANGS)
def test_what_is_killed_on_the_way_leaves_no_output(
    folder: Path, name: str, how: signal.Signals, way: str
) -> None:
    anndata(folder, "data.zarr")
    data = "data.h5ad" if name.endswith("h5ad") == (way == "tables") else "data.zarr"
    words = ["apply", "typical", data, "-o", name]
    with subprocess.Popen(
        [sys.executable, "-c", HANGS[way], *words],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        end = time.monotonic() + 60
        while not (folder / "half").exists() and time.monotonic() < end:
            time.sleep(0.05)
        process.send_signal(how)
        out, err = process.communicate(timeout=60)
    assert out == b""
    assert b"Traceback" not in err
    left = listing(folder) - {"typical", "hostile", "data.h5ad", "data.zarr", "half"}
    assert name not in left
    if how == signal.SIGINT:
        assert (process.returncode, left) == (130, set())
    else:
        (partial,) = left
        assert stat.S_IMODE((folder / partial).stat().st_mode) == 0o700
    assert session(folder, "apply", "typical", "data.h5ad", "-o", name, "-q").returncode == 0
    assert read(folder / name).n_obs == 10


def test_a_missing_extra_is_named(folder: Path) -> None:
    blocked = folder / "blocked"
    blocked.mkdir()
    (blocked / "anndata.py").write_text("raise ImportError('blocked')")
    done = session(
        folder, "apply", "typical", "data.h5ad", "-o", "out.h5ad", env={"PYTHONPATH": str(blocked)}
    )
    assert done.returncode == 2
    assert b"cellucid-session[anndata]" in done.stderr


SLOW = """
import time
from cellucid_session.cli.session import program
from cellucid_session.tools import applying
real = applying.survey
def slow(root):
    time.sleep(2)
    return real(root)
applying.survey = slow
program()
"""


def test_who_waits_at_a_terminal_is_told_the_stage(folder: Path) -> None:
    import pty

    leader, follower = pty.openpty()
    words = ["apply", "typical", "data.h5ad", "-o", "out.h5ad"]
    done = subprocess.run(
        [sys.executable, "-c", SLOW, *words],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=follower,
        timeout=60,
    )
    os.close(follower)
    told = os.read(leader, 65536)
    os.close(leader)
    assert done.returncode == 0
    assert b"\rreading the data set (1 s)" in told
    assert told.endswith(b"\r" + b" " * 79 + b"\r")
    assert b"reading" not in done.stdout


def test_progress_is_for_terminals_only(folder: Path) -> None:
    done = session(folder, "apply", "typical", "data.h5ad", "-o", "out.h5ad")
    assert done.stderr == b""
    assert b"\r" not in done.stdout
