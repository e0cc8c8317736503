"""`--glob`: patterns are patterns, paths are paths."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from cellucid_session.batch import inputs
from cellucid_session.errors import InputError, UsageError
from cellucid_session.io import search

NAMES = [
    "a.bin", "b.bin", "B.bin", ".hidden.bin", "a*b.bin", "a[1].bin", "a1.bin", "x?y.bin", "x1y.bin",
    "sub/a.bin", "sub/deep/er/a.bin", ".dot/a.bin", "sub/.dot/a.bin", "sub.bin/inner", "\u00e4.bin", "a\nb.bin",
]  # fmt: skip

CASES = {
    "*.bin": ["B.bin", "a\nb.bin", "a*b.bin", "a.bin", "a1.bin", "a[1].bin", "b.bin", "x1y.bin", "x?y.bin",
              "\u00e4.bin"],
    "a[*]b.bin": ["a*b.bin"],
    "a[[]1].bin": ["a[1].bin"],
    "a[1].bin": ["a1.bin"],
    "x?y.bin": ["x1y.bin", "x?y.bin"],
    "x[?]y.bin": ["x?y.bin"],
    "[!a-z]*.bin": ["B.bin", "\u00e4.bin"],
    ".*.bin": [".hidden.bin"],
    "sub/*.bin": ["sub/a.bin"],
    "*/a.bin": ["sub/a.bin"],
    "**/a.bin": ["a.bin", "sub/a.bin", "sub/deep/er/a.bin"],
    "sub/**/a.bin": ["sub/a.bin", "sub/deep/er/a.bin"],
    "sub/**": ["sub/a.bin", "sub/deep/er/a.bin"],
    "**/er/**/*": ["sub/deep/er/a.bin"],
    ".dot/*": [".dot/a.bin"],
    "sub/.*/a.bin": ["sub/.dot/a.bin"],
    "a.bin": ["a.bin"],
    "*.bin/inner": ["sub.bin/inner"],
}  # fmt: skip


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name in NAMES:
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"")
    return tmp_path / "in"


@pytest.mark.parametrize(("pattern", "names"), CASES.items(), ids=CASES)
def test_a_pattern_stands_for_what_a_shell_would_take(
    tree: Path, monkeypatch, pattern: str, names: list[str]
) -> None:
    monkeypatch.chdir(tree.parent)
    for base in ("in", str(tree)):
        items = inputs.expand([], None, [f"{base}/{pattern}"])
        assert [item.shown for item in items] == [f"{base}/{name}" for name in sorted(names)]
        assert not [item for item in items if item.failure is not None]


@pytest.mark.parametrize("pattern", ["", "/", "*/..", "a*/../b", "./*/./x"])
def test_a_pattern_that_names_nothing_or_climbs_is_wrong_usage(pattern: str) -> None:
    with pytest.raises(UsageError):
        inputs.expand([], None, [pattern])


def results(done: Any) -> list[tuple[str, str]]:
    return [(each["path"], each["verdict"]) for each in json.loads(done.stdout)["results"]]


def test_paths_come_first_and_are_never_patterns(run, tmp_path: Path, good: bytes, bad: bytes) -> None:
    for name, data in {"a*.s": bad, "ab.s": good, "ac.s": good, "[x].s": good, "x.s": bad}.items():
        (tmp_path / name).write_bytes(data)
    done = run("--format=json", "a*.s", "[x].s")
    assert results(done) == [("a*.s", "invalid"), ("[x].s", "valid")]
    for jobs in ("1", "2"):
        done = run("--format=json", "--jobs", jobs, "--glob", "a?.s", "x.s", "--glob", "[[]*.s")
        assert results(done) == [
            ("x.s", "invalid"), ("./a*.s", "invalid"), ("./ab.s", "valid"), ("./ac.s", "valid"), ("./[x].s", "valid"),
        ]  # fmt: skip
        assert done.returncode == 1


def test_what_fits_nothing_and_what_can_not_be_searched_is_no_input(run, tmp_path: Path, good: bytes) -> None:
    done = run("--format=json", "--glob", "z*")
    assert (done.returncode, results(done)) == (5, [(".", "error")])
    assert json.loads(done.stdout)["results"][0]["findings"][0]["rule"] == "input.none"
    assert run("--glob", "gone/*").returncode == 5
    (tmp_path / "a").write_bytes(good)
    assert run("--glob", "a/*").returncode == 5
    assert run("--glob", "z*", "a").returncode == 5


def test_no_link_is_entered_and_none_is_opened(run, tmp_path: Path, good: bytes) -> None:
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "s.x").write_bytes(good)
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.x").write_bytes(good)
    (tmp_path / "in" / "b.x").symlink_to("../secret/s.x")
    (tmp_path / "in" / "c").symlink_to("../secret")
    (tmp_path / "in" / "again").symlink_to(".")
    done = run("--format=json", "--glob", "in/**/*.x")
    assert results(done) == [("in/a.x", "valid"), ("in/b.x", "error"), ("in/c", "error")]
    assert done.returncode == 5


def test_a_search_is_bounded_and_tells_what_it_could_not_enter(tree: Path) -> None:
    with pytest.raises(InputError, match="more than 3 entries"):
        search.search(search.local(str(tree)), search.Pattern("**/*"), 3)

    def listed(folder: str) -> list[tuple[str, bool, None]]:
        if folder == "b":
            raise InputError("no")
        return (
            [("a", False, None), ("b", True, None), ("c", True, None)] if not folder else [("d", False, None)]
        )

    found = search.search(listed, search.Pattern("**/*"))
    assert [(name, error is None) for name, error in found] == [("a", True), ("b", False), ("c/d", True)]


def test_only_folders_that_can_hold_a_match_are_entered(tree: Path) -> None:
    entered = []
    usual = search.local(str(tree))

    def listed(folder: str) -> Any:
        entered.append(folder)
        return usual(folder)

    search.search(listed, search.Pattern("s*/*.bin"))
    assert sorted(entered) == ["", "sub", "sub.bin"]


def test_names_that_are_no_utf8_can_be_matched(run, tmp_path: Path, good: bytes) -> None:
    Path(os.fsdecode(os.path.join(os.fsencode(tmp_path), b"a\xff.x"))).write_bytes(good)
    done = run("--glob", b"a\xff.*")
    assert (done.returncode, done.stdout) == (0, b"./a\\xff.x: valid\n")
    assert run("--glob", "a?.x").returncode == 0
