"""Nobody's file is written over, whatever it is called and however it is reached."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import builders
import pytest

from cellucid_session.batch.journal import FIRST
from cellucid_session.conformance import build, catalogue
from cellucid_session.errors import UsageError
from cellucid_session.io.outputs import check_destination, write_atomic
from cellucid_session.read.bundle import CellucidSessionBundle
from cellucid_session.report.known import is_report

SESSION = builders.session()
VALIDATE, TOOLS = "cellucid_session.cli.validate", "cellucid_session.cli.session"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a").write_bytes(SESSION)
    (tmp_path / "b").write_bytes(SESSION)
    (tmp_path / "journal").write_bytes(FIRST)
    (tmp_path / "journal").chmod(0o600)
    (tmp_path / "sessions").mkdir()
    (tmp_path / "sessions" / "x.cellucid-session").write_bytes(SESSION)
    (tmp_path / "sessions" / "state-snapshots.json").write_bytes(builders.text(["x.cellucid-session"]))
    return tmp_path


def run(folder: Path, module: str, *words: str, **streams: object) -> subprocess.CompletedProcess[bytes]:
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | streams
    return subprocess.run([sys.executable, "-m", module, *words], cwd=folder, check=False, **streams)  # type: ignore[call-overload,no-any-return]


#: what reads -> the file that its output goes to
READERS: dict[str, tuple[str, list[str], str]] = {
    "validate": (VALIDATE, ["b", "a"], "a"),
    "validate a folder": (VALIDATE, ["sessions"], "sessions/x.cellucid-session"),
    "validate as JSON": (VALIDATE, ["--format", "json", "a"], "a"),
    "validate --policy": (VALIDATE, ["--policy", "a", "b"], "a"),
    "validate --resume": (VALIDATE, ["--resume", "journal", "b"], "journal"),
    "inspect": (TOOLS, ["inspect", "a"], "a"),
    "diff": (TOOLS, ["diff", "b", "a"], "a"),
    "canonicalize": (TOOLS, ["canonicalize", "a", "--digest"], "a"),
    "extract --data": (TOOLS, ["extract", "b", "--data", "a", "-o", "t.csv"], "a"),
    "publish": (TOOLS, ["publish", "a", "sessions"], "sessions/state-snapshots.json"),
    "auto-restore": (TOOLS, ["auto-restore", "sessions"], "sessions/x.cellucid-session"),
    "conformance": ("cellucid_session.cli.conformance", ["reader", "--expected", "a", "--", "true"], "a"),
}


@pytest.mark.parametrize("stream", ["stdout", "stderr"])
@pytest.mark.parametrize("case", READERS)
def test_nothing_is_appended_to_an_input(folder: Path, case: str, stream: str) -> None:
    module, words, name = READERS[case]
    before = (folder / name).read_bytes()
    with open(folder / name, "ab") as out:
        done = run(folder, module, *words, **{stream: out})
    assert done.returncode == 2
    assert (folder / name).read_bytes() == before
    if stream == "stdout":
        assert b"standard output goes to one of the inputs" in done.stderr


def test_standard_input_is_an_input(folder: Path) -> None:
    with open(folder / "a", "rb") as source, open(folder / "a", "ab") as out:
        assert run(folder, VALIDATE, "-", stdin=source, stdout=out).returncode == 2
    assert (folder / "a").read_bytes() == SESSION


def test_a_file_beside_is_written_as_ever(folder: Path) -> None:
    with open(folder / "log", "ab") as out:
        assert run(folder, VALIDATE, "a", stdout=out, stderr=out).returncode == 0
    assert (folder / "log").read_bytes().startswith(b"a: valid")


@pytest.mark.parametrize("form", ["text", "json", "jsonl", "sarif", "junit", "html"])
def test_a_report_takes_the_place_of_a_report_alone(folder: Path, form: str) -> None:
    for content in (SESSION, b"my notes\n", b'{"mine": 1}\n', builders.text(["a.cellucid-session"])):
        (folder / "out").write_bytes(content)
        done = run(folder, VALIDATE, "a", "-o", "out", "--format", form)
        assert (done.returncode, (folder / "out").read_bytes()) == (2, content)
        assert b"is something else" in done.stderr
    (folder / "out").write_bytes(b"")
    (folder / "c").write_bytes(b"no session")
    for words in (["a"], ["c"], ["a", "c"], ["not there"], ["-q", "c"]):
        code = run(folder, VALIDATE, *words, "-o", "out", "--format", form).returncode
        assert code == {"a": 0, "not there": 5}.get(words[-1], 1)
        assert not (folder / "out").stat().st_size or is_report((folder / "out").read_bytes()[:4096])


@pytest.mark.parametrize("form", ["text", "json", "markdown"])
def test_so_does_one_of_the_conformance_suite(folder: Path, form: str) -> None:
    words = ["reader", "--only", "base.small", "--format", form, "-o", "out", "--", "true", "{file}"]
    for _ in range(2):
        assert run(folder, "cellucid_session.cli.conformance", *words).returncode in (0, 1)
        assert is_report((folder / "out").read_bytes()[:4096])
    (folder / "out").write_bytes(b"# My notes\n")
    assert run(folder, "cellucid_session.cli.conformance", *words).returncode == 2
    assert (folder / "out").read_bytes() == b"# My notes\n"


LINKS: dict[str, Callable[[Path, Path], None]] = {
    "itself": lambda source, out: None,
    "a hard link": lambda source, out: os.link(source, out),
    "a link": lambda source, out: os.symlink(source, out),
    "a link to its folder": lambda source, out: os.symlink(source.parent, out),
}


@pytest.mark.parametrize("how", LINKS)
def test_no_name_of_an_input_is_an_output(folder: Path, how: str) -> None:
    LINKS[how](folder / "a", folder / "out")
    name = {"itself": "a", "a link to its folder": "out/a"}.get(how, "out")
    for words in (
        ["canonicalize", "a", "-o", name, "--force"],
        ["extract", "a", "-o", name, "--force"],
    ):
        assert run(folder, TOOLS, *words).returncode == 2
    assert run(folder, VALIDATE, "a", "-o", name).returncode == 2
    with CellucidSessionBundle(folder / "a") as bundle, pytest.raises(UsageError):
        bundle.save(folder / name)
    assert (folder / "a").read_bytes() == SESSION


def test_a_session_is_saved_over_a_session_alone(folder: Path) -> None:
    (folder / "notes").write_bytes(b"mine")
    (folder / "empty").touch()
    with CellucidSessionBundle(folder / "a") as bundle:
        bundle.save(folder / "b")
        bundle.save(folder / "empty")
        with pytest.raises(UsageError, match="is something else"):
            bundle.save(folder / "notes")
    assert (folder / "notes").read_bytes() == b"mine"
    assert (folder / "empty").read_bytes() == SESSION


def test_nothing_is_put_into_a_folder_that_is_read(folder: Path) -> None:
    told = os.stat(folder / "sessions")
    (folder / "link").symlink_to("sessions")
    for name in ("sessions/new", "link/new", "sessions/../sessions/deep/../new"):
        with pytest.raises(UsageError, match="inside"):
            check_destination(str(folder / name), inputs=[(told.st_dev, told.st_ino)])
        with pytest.raises(UsageError, match="inside"):
            write_atomic(str(folder / name), b"", force=True, inputs=[(told.st_dev, told.st_ino)])
    assert sorted(each.name for each in (folder / "sessions").iterdir()) == [
        "state-snapshots.json",
        "x.cellucid-session",
    ]


@pytest.mark.parametrize("there", ["a file of that name", "a link of that name", "a link to a folder"])
def test_vectors_are_written_into_an_empty_folder_alone(folder: Path, there: str) -> None:
    out = folder / "out"
    if there == "a link to a folder":
        (folder / "elsewhere").mkdir()
        out.symlink_to("elsewhere")
    else:
        out.mkdir()
        index = out / "index.json"
        index.symlink_to("../b") if there == "a link of that name" else index.write_bytes(b"mine")
    with pytest.raises(UsageError, match="no empty folder"):
        build.write(catalogue.load(), str(out))
    assert build.main([str(out)]) == 2
    assert (folder / "b").read_bytes() == SESSION
    assert len(list(out.iterdir())) == (there != "a link to a folder")
