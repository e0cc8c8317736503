"""The short way to our own modules is Python's own way, or it is not gone."""

from __future__ import annotations

import importlib.machinery
import importlib.util
import os
import py_compile
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from cellucid_session.cli import launch

pytestmark = pytest.mark.skipif(
    os.name != "posix" or sys.flags.optimize > 0, reason="the short way is for posix"
)
SOURCE = '"""One."""\nVALUE = 1\n'


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package in which `one` and the package `more` are compiled."""
    folder = tmp_path / "cellucid_session"
    (folder / "more").mkdir(parents=True)
    for path in ("one.py", "more/__init__.py"):
        (folder / path).write_text(SOURCE)
        py_compile.compile(
            str(folder / path), doraise=True, invalidation_mode=py_compile.PycInvalidationMode.TIMESTAMP
        )
    monkeypatch.setattr(launch, "__file__", str(folder / "cli" / "launch.py"))
    monkeypatch.setattr(sys, "pycache_prefix", None)
    return folder


def found(name: str) -> importlib.machinery.ModuleSpec | None:
    finder = launch._finder()
    assert finder is not None
    return finder.find_spec(f"cellucid_session.{name}")  # type: ignore[attr-defined, no-any-return]


@pytest.mark.parametrize("name", ["one", "more"])
def test_what_is_found_is_what_python_finds(home: Path, name: str) -> None:
    spec, usual = (
        found(name),
        importlib.machinery.PathFinder.find_spec(f"cellucid_session.{name}", [str(home)]),
    )
    assert spec is not None
    assert usual is not None
    for what in ("name", "origin", "cached", "has_location", "submodule_search_locations", "parent"):
        assert getattr(spec, what) == getattr(usual, what), what
    assert isinstance(spec.loader, importlib.machinery.SourceFileLoader)
    assert isinstance(usual.loader, importlib.machinery.SourceFileLoader)
    assert spec.loader.get_source(spec.name) == SOURCE
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.VALUE == 1
    assert spec.loader.get_code(spec.name) == usual.loader.get_code(usual.name)  # asked a second time, too


def _edited(home: Path, compiled: Path) -> None:
    (home / "one.py").write_text(SOURCE.replace("1", "22"))  # at the same time, for all that a clock says
    os.utime(
        home / "one.py", (compiled.stat().st_atime, int.from_bytes(compiled.read_bytes()[8:12], "little"))
    )


def _later(home: Path, compiled: Path) -> None:
    seconds = int.from_bytes(compiled.read_bytes()[8:12], "little")
    os.utime(home / "one.py", (seconds, seconds + 2))


def _hashed(home: Path, compiled: Path) -> None:
    py_compile.compile(str(home / "one.py"), invalidation_mode=py_compile.PycInvalidationMode.CHECKED_HASH)


def _moved(home: Path, compiled: Path) -> None:
    py_compile.compile(
        str(home / "one.py"),
        dfile="/elsewhere/one.py",
        invalidation_mode=py_compile.PycInvalidationMode.TIMESTAMP,
    )


def _changed(at: int, data: bytes) -> Callable[[Path, Path], None]:
    def change(home: Path, compiled: Path) -> None:
        old = compiled.read_bytes()
        compiled.write_bytes(old[:at] + data + old[at + len(data) :])

    return change


CASES: dict[str, Callable[[Path, Path], None]] = {
    "none there": lambda home, compiled: compiled.unlink(),
    "no source": lambda home, compiled: (home / "one.py").unlink(),
    "another size": _edited,
    "another time": _later,
    "told apart by a digest": _hashed,
    "the folder was moved": _moved,
    "another version of Python": _changed(0, b"\0\0"),
    "cut in its code": lambda home, compiled: compiled.write_bytes(compiled.read_bytes()[:40]),
    "cut in its header": lambda home, compiled: compiled.write_bytes(compiled.read_bytes()[:12]),
    "empty": lambda home, compiled: compiled.write_bytes(b""),
    "a folder": lambda home, compiled: (compiled.unlink(), compiled.mkdir())[0],
    "larger than any of ours": lambda home, compiled: compiled.write_bytes(
        compiled.read_bytes() + bytes(1 << 17)
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_what_is_not_certain_is_left_to_python(home: Path, case: str) -> None:
    assert found("one") is not None
    CASES[case](home, Path(importlib.util.cache_from_source(str(home / "one.py"))))
    assert found("one") is None


@pytest.mark.parametrize("name", ["two", "one.two", "more.two", "../one", "one/", ""])
def test_what_is_not_there_is_left_to_python(home: Path, name: str) -> None:
    assert found(name) is None


def test_other_packages_are_left_to_python(home: Path) -> None:
    finder = launch._finder()
    assert finder is not None
    for name in ("json", "cellucid_session", "cellucid_sessions.one", "cellucid_session_one"):
        assert finder.find_spec(name) is None  # type: ignore[attr-defined]


def test_where_compiled_files_lie_elsewhere_there_is_no_short_way(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "pycache_prefix", str(home))
    assert launch._finder() is None


PROGRAM = """
import sys
sys.argv[0] = "cellucid-NAME"
from cellucid_session.cli import launch
launch.NAME()
"""


@pytest.mark.parametrize(("name", "words"), [("validate", ["a"]), ("session", ["inspect", "a"])])
def test_the_commands_run_by_it(tmp_path: Path, good: bytes, name: str, words: list[str]) -> None:
    (tmp_path / "a").write_bytes(good)
    command = [sys.executable, "-c", PROGRAM.replace("NAME", name), *words]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b""), done.stderr
    assert b"a" in done.stdout
