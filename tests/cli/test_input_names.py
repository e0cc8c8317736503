"""What a folder stands for: one test of names, whoever asks, and no folder that is passed over without a word."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest

from cellucid_session.batch import inputs
from cellucid_session.io import files, search

#: name -> the kind that it is judged as when a folder or a pattern holds it, or None
NAMES = {
    "a.cellucid-session": "session",
    "EVIL.CELLUCID-SESSION": "session",
    "b.Cellucid-Session": "session",
    ".cellucid-session": "session",
    "\u00e4\U0001f600.CELLUCID-session": "session",
    "state-snapshots.json": "state-snapshots",
    "State-Snapshots.JSON": "state-snapshots",
    "my-state-snapshots.json": None,
    "state-snapshots.json.cellucid-session": "session",
    "a.cellucid-session.txt": None,
    "cellucid-session": None,
    "a.cellucid_session": None,
    "a.cellucid-session\n": None,
    "a.cellucid-\u017fession": None,  # a long s, which some ways of folding take for an s
    "a.cellucid-sess\u0131on": None,  # and a dotless i
    "\u0130.cellucid-session": "session",  # two characters long in lower case
}
WANTED = {name: kind for name, kind in NAMES.items() if kind is not None}
HOOK = (Path(__file__).resolve().parents[2] / ".pre-commit-hooks.yaml").read_text("utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_one_test_of_names_for_folders_patterns_and_the_hook(tmp_path: Path, name: str) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / name).write_bytes(b"")
    kind = NAMES[name]
    found = [
        (item.path, item.kind) for item in inputs.expand([f"{tmp_path}/in"], None) if item.failure is None
    ]
    assert found == ([(name, kind)] if kind else [])
    match = re.search(r"^  files: (.*)$", HOOK, re.M)
    assert match is not None
    assert bool(re.search(match[1], f"some/{name}")) == bool(re.search(match[1], name)) == bool(kind)
    assert files.kind_of(f"x/{name}") == (kind or "session")
    patterns = [
        "**/*.cellucid-session",
        "**/state-snapshots.json",
        "**/*.[c]ellucid-session",
        "**/.c*-session",
    ]
    items = inputs.expand([], None, [f"{tmp_path}/{pattern}" for pattern in patterns])
    assert {(item.path, item.kind) for item in items if item.failure is None} == (
        {(f"in/{name}", kind)} if kind else set()
    )


def test_a_pattern_takes_the_end_of_a_name_in_either_case_and_no_other_letter(tmp_path: Path) -> None:
    for name in ("Ab.CELLUCID-SESSION", "ab.cellucid-session", "ab.BIN"):
        (tmp_path / name).write_bytes(b"")

    def fitting(pattern: str) -> list[str | None]:
        return [item.path for item in inputs.expand([], None, [f"{tmp_path}/{pattern}"]) if not item.failure]

    assert fitting("A*.cellucid-session") == fitting("A*.CELLUCID-SESSION") == ["Ab.CELLUCID-SESSION"]
    assert fitting("a*.bin") == []


def results(done: Any) -> list[tuple[str, str]]:
    return [(each["path"], each["verdict"]) for each in json.loads(done.stdout)["results"]]


def test_a_session_in_capitals_is_looked_at(run, tmp_path: Path, good: bytes) -> None:
    (tmp_path / "uploads").mkdir()
    (tmp_path / "uploads" / "a.cellucid-session").write_bytes(good)
    (tmp_path / "uploads" / "EVIL.CELLUCID-SESSION").write_bytes(good[:-9])
    for words in (["uploads"], ["--glob=uploads/*.cellucid-session"], ["--glob=uploads/*"]):
        done = run("--format=json", *words)
        assert (done.returncode, results(done)) == (
            1,
            [("uploads/EVIL.CELLUCID-SESSION", "invalid"), ("uploads/a.cellucid-session", "valid")],
        )


#: link -> where it leads, and whether it is told
LINKS = {
    "out": ("../elsewhere", True),
    "far": ("/", True),
    "deep/out": ("../../elsewhere/sub", True),
    "named.cellucid-session": ("../elsewhere", True),
    "through": ("out/sub", True),
    "itself": (".", False),
    "deep/up": ("..", False),
    "deep/down": ("er", False),
    "nothing": ("gone", False),
    "circle": ("circle", False),
    "a-file": ("../elsewhere/notes", False),
    "around": ("../in/deep", False),
}


@pytest.mark.parametrize("way", ["folder", "pattern"])
def test_a_link_to_a_folder_is_told_unless_that_is_searched_anyway(
    run, tmp_path: Path, good: bytes, way: str
) -> None:
    (tmp_path / "elsewhere" / "sub").mkdir(parents=True)
    (tmp_path / "elsewhere" / "notes").write_bytes(b"")
    (tmp_path / "in" / "deep" / "er").mkdir(parents=True)
    (tmp_path / "in" / "z.cellucid-session").write_bytes(good)
    for name, (target, _) in LINKS.items():
        (tmp_path / "in" / name).symlink_to(target)
    (tmp_path / "door").symlink_to("in")  # named outright, it is followed
    for base in ("in", "door", str(tmp_path / "in")):
        words = [base] if way == "folder" else ["--glob", f"{base}/**/*.cellucid-session"]
        done = run("--format=json", *words)
        told = [f"{base}/{name}" for name, (_, tells) in LINKS.items() if tells]
        expected = [(name, "error") for name in told] + [(f"{base}/z.cellucid-session", "valid")]
        assert (done.returncode, results(done)) == (5, sorted(expected))
        rules = {found["rule"] for each in json.loads(done.stdout)["results"] for found in each["findings"]}
        assert rules == {"input.not-regular"}


def test_links_into_what_is_searched_change_nothing(run, tmp_path: Path, good: bytes) -> None:
    (tmp_path / "in" / "a").mkdir(parents=True)
    (tmp_path / "in" / "a" / "x.cellucid-session").write_bytes(good)
    (tmp_path / "in" / "b").symlink_to("a")
    assert run("in").returncode == 0
    assert run("--glob=in/**/x.cellucid-session").returncode == 0
    # here the pattern goes no deeper than the link, so that what lies behind it is not searched by its other name
    (tmp_path / "in" / "a" / "c").mkdir()
    (tmp_path / "in" / "a" / "c" / "y.cellucid-session").write_bytes(good)
    (tmp_path / "in" / "d").symlink_to("a/c")
    assert results(run("--format=json", "--glob=in/*/*.cellucid-session")) == [
        ("in/a/x.cellucid-session", "valid"),
        ("in/d", "error"),
    ]


@pytest.mark.skipif(os.geteuid() == 0, reason="root looks everywhere")
def test_a_link_that_nobody_may_look_behind_is_told(run, tmp_path: Path) -> None:
    (tmp_path / "shut" / "x").mkdir(parents=True)
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a").symlink_to("../shut/x")
    (tmp_path / "shut").chmod(0)
    assert results(run("--format=json", "in")) == [("in/a", "error")]
    (tmp_path / "shut").chmod(0o700)


def test_a_folder_without_a_name_is_told() -> None:
    def listed(folder: str) -> list[tuple[str, bool, str | None]]:
        return [("", False, search.OUTSIDE), ("a.cellucid-session", False, None)]

    found = search.search(listed, search.Judgeable())
    assert [(name, error is None) for name, error in found] == [("", False), ("a.cellucid-session", True)]
