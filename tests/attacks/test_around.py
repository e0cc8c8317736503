"""Attacks on what is around a judgement: open files, pages and tables of untrusted text, folders, processes."""

from __future__ import annotations

import ast
import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from builders import chunk, field, file, group, meta, overlays, session

from cellucid_session import CellucidSessionBundle, InputError, validate
from cellucid_session.tools.extracting import csv_text

SOURCE = Path(__file__).resolve().parents[2] / "src" / "cellucid_session"
GOOD = session(meta(group("g", 0)), chunk("core/state", {}))

CHANGES = {
    "cut": lambda path: os.truncate(path, 100),
    "made longer": lambda path: path.write_bytes(GOOD + b"\0"),
    "written again at the same length": lambda path: (path.write_bytes(GOOD), os.utime(path, ns=(0, 12345))),
}


@pytest.mark.parametrize("change", CHANGES)
def test_f05_a_session_that_changes_after_it_was_opened_is_an_error(tmp_path: Path, change: str) -> None:
    path = tmp_path / "a.cellucid-session"
    path.write_bytes(GOOD)
    with CellucidSessionBundle(path) as bundle:
        CHANGES[change](path)
        with pytest.raises(InputError):
            bundle.decode_chunk("core/state")


def test_f05_another_file_in_its_place_is_never_read(tmp_path: Path) -> None:
    path, other = tmp_path / "a.cellucid-session", tmp_path / "b"
    path.write_bytes(GOOD)
    other.write_bytes(session(chunk("core/state", {"other": 1})))
    with CellucidSessionBundle(path) as bundle:
        other.replace(path)
        assert bundle.decode_chunk("core/state") == {}


#: a text that the parser refuses at its first, middle and last byte
BROKEN = (b"{]", b'{"chunks":[1,}', b'{"chunks":[]', b'{"a":"\x01"}', b'{"a":tru}', b"{} {}", b'"\\x"')


@pytest.mark.parametrize("text", BROKEN)
def test_mb17_a_broken_text_is_invalid_in_a_process_that_has_read_nothing_else(
    tmp_path: Path, text: bytes
) -> None:
    """The parser's own exception may not be loaded there: that must not pass for a failure of the program."""
    (tmp_path / "a").write_bytes(file(text, []))
    command = [sys.executable, "-m", "cellucid_session.cli.validate", "a"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=120, check=False)
    assert (done.returncode, done.stderr) == (1, b"")
    assert b"json.syntax" in done.stdout


MARKUP = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "&lt;",
    "\u202eabc",
    "</bdi>",
    "javascript:x",
)


def test_rp14_a_page_of_a_session_shows_markup_as_text(tmp_path: Path) -> None:
    path = tmp_path / "<b>.cellucid-session"
    groups = [group(f"g{at}{text}", 0, label=text) for at, text in enumerate(MARKUP)]
    fields = [field(f"f{at}", [text], key=text) for at, text in enumerate(MARKUP)]
    path.write_bytes(session(overlays(*fields), meta(*groups)))
    with CellucidSessionBundle(path) as bundle:
        page = bundle._repr_html_()
    for tag in ("<script", "<img", "<b>.", "\u202e", "</bdi></bdi>"):
        assert tag not in page
    assert "&lt;script&gt;" in page
    assert "&amp;lt;" in page
    assert page.count("<bdi>") == page.count("</bdi>")


@pytest.mark.parametrize("text", ["=cmd|'/c calc'!A1", "+1", "-1", "@x", "\t=1", "\r=1"])
def test_rp16_no_cell_of_a_table_is_a_formula(text: str) -> None:
    assert list(csv.reader(io.StringIO(csv_text(text), newline=""))) == [["'" + text]]


#: the one module that logs, for whoever runs a gate
LOG = SOURCE / "capture" / "log.py"


def test_rp17_untrusted_text_is_never_a_template() -> None:
    """`format`, and the gate's log, only of texts of the source, in all code that runs on files of others."""
    rooms = {"declare", "generate", "conformance"}
    for path in sorted(each for each in SOURCE.rglob("*.py") if not rooms & set(each.parts)):
        tree = ast.parse(path.read_text("utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                names = [each.name for each in node.names] + [getattr(node, "module", None) or ""]
                barred = {"logging", "rich", "string"} - ({"logging"} if path == LOG else set())
                assert not barred & {name.split(".")[0] for name in names}, path
            if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("LOG."):
                assert path == LOG
                assert node.func.attr == "isEnabledFor" or isinstance(node.args[0], ast.Constant)  # type: ignore[attr-defined]
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in ("format", "format_map")
            ):
                made_of = node.func.value
                named = (
                    isinstance(made_of, (ast.Name, ast.Attribute))
                    and ast.unparse(made_of).rsplit(".", 1)[-1].isupper()
                )
                assert isinstance(made_of, ast.Constant) or named, f"{path}:{node.lineno}"


def test_ss06_a_listed_file_that_is_a_link_a_folder_or_missing_is_told(tmp_path: Path) -> None:
    outside = tmp_path / "outside.cellucid-session"
    outside.write_bytes(GOOD)
    folder = tmp_path / "data"
    (folder / "b.cellucid-session").mkdir(parents=True)
    (folder / "a.cellucid-session").symlink_to(outside)
    (folder / "up").symlink_to(tmp_path)
    (folder / "here").symlink_to(".")
    (folder / "d.cellucid-session").write_bytes(GOOD)
    listing = folder / "state-snapshots.json"
    names = ("a", "b", "c", "up/outside", "here/d")
    listing.write_text(json.dumps([f"{name}.cellucid-session" for name in names]))
    report = validate(listing, check_files=True)
    assert report.verdict == "invalid"
    assert [(each.rule, each.pointer) for each in report.findings] == [
        ("snapshots.missing", f"/{at}") for at in range(5)
    ]
    assert validate(listing).verdict == "valid"
