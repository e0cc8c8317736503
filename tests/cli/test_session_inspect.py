"""`cellucid-session inspect`, and what all subcommands share."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import builders
import pytest
from session_runs import COMMAND, HOSTILE, assert_safe, hostile, session


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    typical = builders.typical()
    (tmp_path / "typical").write_bytes(typical)
    (tmp_path / "hostile").write_bytes(hostile())
    (tmp_path / "trailing").write_bytes(typical + b"\0")
    (tmp_path / "cut").write_bytes(typical[:-1])
    (tmp_path / "other").write_bytes(b"PK\x03\x04 no session \x1b[2J")
    (tmp_path / "stray").write_bytes(
        builders.session(
            builders.overlays(builders.field("f1")),
            builders.chunk(builders.CODES + "f1", builders.codes([7] * builders.N_OBS)),
        )
    )
    long = b'"' + bytes(33 << 20).replace(b"\0", b"a") + b'"'  # a JSON text beyond its budget
    (tmp_path / "large").write_bytes(builders.session(builders.chunk("core/state", long)))
    return tmp_path


CODES = {
    "typical": 0,
    "stray": 1,
    "trailing": 1,
    "cut": 1,
    "other": 1,
    "large": 3,
    "missing": 5,
    ".": 5,
}


@pytest.mark.parametrize("name", CODES)
@pytest.mark.parametrize("form", [[], ["--json"]], ids=["text", "json"])
def test_the_exit_code_is_that_of_the_verdict(folder: Path, name: str, form: list[str]) -> None:
    done = session(folder, "inspect", *form, name)
    assert done.returncode == CODES[name]
    assert_safe(done)
    if form:
        assert json.loads(done.stdout)["path"] == name
    else:
        assert done.stdout.startswith(name.encode() + b": ")


def test_the_page_says_what_is_inside(folder: Path) -> None:
    text = session(folder, "inspect", "typical").stdout.decode()
    for line in (
        "typical: valid (1 warning)",
        "  datasetId         demo",
        '  page "Page" (p1, #aabbcc)',
        "    g1     g1     lasso      3  yes",
        "    g2     g2     lasso      0  yes",
        '  field "f1" (f1): category of obs, 10 codes',
        "    a                 5",
        "    (unassigned)      1",
        '  field "f2" (f2): category of var, 5 codes',
        "    z                 2",
        "  key       GENE 1  p1       3",
        "  warning chunk.foreign",
    ):
        assert line in text.split("\n")


def test_no_line_is_longer_than_80_columns(folder: Path) -> None:
    for name in ("typical", "stray"):
        assert max(map(len, session(folder, "inspect", name).stdout.decode().split("\n"))) <= 80


def test_the_document_says_what_is_inside(folder: Path) -> None:
    told = json.loads(session(folder, "inspect", "--json", "typical").stdout)
    assert (told["verdict"], told["dataset"]["cellCount"], len(told["chunks"])) == ("valid", 10, 11)
    (page,) = told["pages"]
    assert [(group["id"], group["cells"]) for group in page["groups"]] == [("g1", 3), ("g2", 0)]
    first, second = told["fields"]
    assert first["categories"] == [{"name": "a", "count": 5}, {"name": "b", "count": 4}]
    assert (first["unassigned"], first["out_of_range"], second["unassigned"]) == (1, 0, 1)
    assert told["artifacts"] == [
        {
            "chunk": f"{builders.TABLE}key/GENE%201/p1",
            "analysis": "key",
            "gene": "GENE 1",
            "page_id": "p1",
            "rows": 3,
        }
    ]
    elsewhere = [step["chunk"] for step in told["restore_plan"]["other_dataset"] if step["restores"]]
    assert elsewhere == ["ui/dockable-layout"]
    assert all(chunk["stored_bytes"] > 0 for chunk in told["chunks"])


def test_a_code_without_a_category_is_counted(folder: Path) -> None:
    (field,) = json.loads(session(folder, "inspect", "--json", "stray").stdout)["fields"]
    assert (field["out_of_range"], field["unassigned"]) == (10, 0)


def test_a_session_that_is_refused_shows_its_manifest_and_no_payload(folder: Path) -> None:
    broken = builders.session(
        builders.meta(builders.group("g1", 1)), builders.chunk(builders.CELLS + "g1", builders.cells([10]))
    )
    (folder / "broken").write_bytes(broken)
    done = session(folder, "inspect", "--json", "broken")
    told = json.loads(done.stdout)
    assert (done.returncode, told["decoded"], "pages" in told, len(told["chunks"])) == (1, False, False, 2)
    assert told["findings"][0]["rule"] == "cells.index"


def test_hostile_names_reach_neither_terminal_nor_document_raw(folder: Path) -> None:
    for words in (["inspect", "hostile"], ["inspect", "--all", "hostile"]):
        done = session(folder, *words)
        assert_safe(done)
        assert b"\\x1b[2J" in done.stdout
        assert not [line for line in done.stdout.split(b"\n") if line.startswith(b"PASS")]
    done = session(folder, "inspect", "--json", "hostile")
    assert_safe(done, ascii_only=True)
    assert b"</script" not in done.stdout
    told = json.loads(done.stdout)
    assert [group["label"] or None for group in told["pages"][0]["groups"]] == [
        name or "Restored selection" for name in HOSTILE.values()
    ]
    assert [each["name"] for each in told["fields"][0]["categories"]] == list(HOSTILE.values())


def test_output_that_takes_ascii_only_gets_escapes(folder: Path) -> None:
    done = session(folder, "inspect", "hostile", env={"PYTHONIOENCODING": "ascii"})
    assert_safe(done, ascii_only=True)
    assert done.returncode == 0


def test_a_long_table_is_cut_and_shown_whole_when_asked(folder: Path) -> None:
    groups = [builders.group(f"g{at}") for at in range(60)]
    (folder / "many").write_bytes(builders.session(builders.meta(*groups)))
    short = session(folder, "inspect", "many").stdout
    assert b"    and 20 more (--all shows them)" in short
    assert b"g59" not in short
    assert b"    g59 " in session(folder, "inspect", "--all", "many").stdout


@pytest.mark.parametrize("name", [b"with \xff byte", "line\nbreak", "-dash", "\x1b[2J", "--json"])
def test_odd_file_names(folder: Path, name: str | bytes) -> None:
    (folder / os.fsdecode(name)).write_bytes(builders.typical())
    done = session(folder, "inspect", "--", name)
    assert done.returncode == 0
    assert_safe(done)
    assert b": valid" in done.stdout.split(b"\n")[0]
    assert session(folder, "inspect", "--json", "--", name).returncode == 0


USAGE = {
    "nothing": [],
    "an unknown subcommand": ["look", "typical"],
    "a path for a subcommand": ["typical"],
    "an unknown option before": ["--nope"],
    "an unknown option": ["inspect", "--nope", "typical"],
    "no file": ["inspect"],
    "two files": ["inspect", "typical", "typical"],
    "one session to compare": ["diff", "typical"],
    "no output": ["extract", "typical"],
    "an unknown format": ["extract", "typical", "--format", "xlsx", "-o", "x"],
    "no data": ["apply", "typical"],
    "no output of apply": ["apply", "typical", "data.h5ad"],
    "data of another kind": ["apply", "typical", "data.csv", "-o", "out.h5ad"],
    "an output of another kind": ["apply", "typical", "data.h5ad", "-o", "out.csv"],
    "an unknown policy": ["apply", "typical", "data.h5ad", "-o", "o.h5ad", "--dataset-mismatch", "maybe"],
    "a hostile subcommand": ["\x1b[2J"],
}


@pytest.mark.parametrize("case", USAGE)
def test_wrong_usage_is_2_and_says_why(folder: Path, case: str) -> None:
    done = session(folder, *USAGE[case])
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.startswith(b"cellucid-session: ")
    assert_safe(done)


@pytest.mark.parametrize(
    "words",
    [
        ["--help"],
        ["-h"],
        *([name, "--help"] for name in ("inspect", "apply", "extract", "auto-restore", "diff")),
    ],
)
def test_help(folder: Path, words: list[str]) -> None:
    done = session(folder, *words)
    assert (done.returncode, done.stderr) == (0, b"")
    text = done.stdout.decode("ascii")
    assert text.startswith("usage: cellucid-session")
    assert max(map(len, text.split("\n"))) <= 80


def test_version(folder: Path) -> None:
    assert session(folder, "--version").stdout.startswith(b"cellucid-session ")


def test_a_reader_that_goes_away_is_no_error_of_ours(folder: Path) -> None:
    groups = [builders.group(f"g{at}", label="x" * 50) for at in range(5000)]
    (folder / "many").write_bytes(builders.session(builders.meta(*groups)))
    with subprocess.Popen(
        [*COMMAND, "inspect", "--json", "many"], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        said = process.stderr.read()
        assert process.wait(60) == 141
    assert said == b""


def test_a_result_that_can_not_be_written_is_4(folder: Path) -> None:
    with open("/dev/full", "wb") as full:
        done = session(folder, "inspect", "typical", stdout=full)
    assert done.returncode == 4
    assert b"can't be written" in done.stderr
    assert b"Traceback" not in done.stderr
