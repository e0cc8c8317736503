"""`cellucid-session apply --in-place`: what `-o` gives, or what was there, byte for byte, wherever it is cut off."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import builders
import cut_off
import forked
import pytest
import test_session_apply_tables as tables
from session_runs import FORKING, SECONDS, session

from cellucid_session.io.beside import KEPT, UNDO
from cellucid_session.tools import in_place

pytestmark = pytest.mark.skipif(not FORKING, reason="in place needs locks and forks")

#: kind of data set -> its name, and the version of zarr
KINDS = {"h5ad": ("data.h5ad", 2), "zarr 2": ("data.zarr", 2), "zarr 3": ("data.zarr", 3)}


def content(path: Path) -> dict[str, bytes]:
    """All bytes of a data set, by name; an empty folder counts."""
    if path.is_file():
        return {"": path.read_bytes()}
    return {
        str(each.relative_to(path)): each.read_bytes() if each.is_file() else b"" for each in path.rglob("*")
    }


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data set of each kind, and a session."""
    folder = tmp_path_factory.mktemp("made")
    (folder / "typical").write_bytes(builders.typical())
    for kind, (name, version) in KINDS.items():
        (folder / kind).mkdir()
        tables.stored(tables.rich(), folder / kind / name, version)
    return folder


@pytest.fixture
def folder(tmp_path: Path, made: Path) -> Path:
    shutil.copy(made / "typical", tmp_path)
    shutil.copy(cut_off.__file__, tmp_path)
    return tmp_path


def data(folder: Path, made: Path, kind: str) -> Path:
    """A fresh data set."""
    name = KINDS[kind][0]
    for left in folder.glob(".*.partial"):
        shutil.rmtree(left) if left.is_dir() else left.unlink()
    for suffix in ("", UNDO, KEPT):
        path = folder / (name + suffix)
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    (shutil.copytree if name.endswith("zarr") else shutil.copy)(made / kind / name, folder / name)
    return folder / name


def cut(folder: Path, action: str, number: int, *words: str) -> Any:
    """Run the command, cut off."""
    given = [action, str(number), *words]
    return forked.run("cut_off", [word.encode() for word in given], folder, SECONDS)


def calls(folder: Path, *words: str) -> list[str]:
    """The calls of a run that is not cut off."""
    assert cut(folder, "kill", 0, *words).returncode == 0
    return (folder / "calls").read_text().splitlines()


APPLY = ("apply", "typical", "-q", "--in-place")


@pytest.mark.parametrize("kind", ["h5ad", pytest.param("zarr 2", marks=pytest.mark.long), "zarr 3"])
def test_it_is_what_a_copy_would_be_and_can_be_taken_back(folder: Path, made: Path, kind: str) -> None:
    path = data(folder, made, kind)
    before = content(path)
    assert session(folder, "apply", "typical", path.name, "-o", "out" + path.suffix).returncode == 0
    done = session(folder, "apply", "typical", path.name, "--in-place", "--keep-undo")
    assert (done.returncode, done.stderr) == (0, b"")
    assert f"written: {path.name}".encode() in done.stdout
    tables.compare(tables.of(folder / ("out" + path.suffix)), tables.of(path), [])
    tables.same_values(tables.rich(), tables.read(path))
    assert content(path) != before
    done = session(folder, "undo", path.name)
    assert (done.returncode, done.stdout) == (0, f"{path.name} is what it was\n".encode())
    assert content(path) == before
    names = {each.name for each in folder.iterdir()}
    assert names == {"typical", "cut_off.py", path.name, "out" + path.suffix}


def undone(path: Path, before: dict[str, bytes], after: dict[str, bytes]) -> str:
    """What became of a data set that may be half changed: it is what it was, or what was wanted."""
    if (path.parent / (path.name + UNDO)).exists():
        assert in_place.undo(str(path))
        assert content(path) == before
        return "undone"
    found = content(path)
    assert found in (before, after)
    return "not begun" if found == before else "made"


def window(names: list[str]) -> tuple[int, int]:
    """The numbers of the calls that give the journal its name and take it away."""
    named = [
        place + 1 for place, each in enumerate(names) if any(word.endswith(UNDO) for word in each.split())
    ]
    return named[0], named[-1]


def some(names: list[str]) -> list[int]:
    """One of the numbers of calls: the last where bytes are written or names change."""
    first, last = window(names)
    wanted = [
        place + 1 for place, each in enumerate(names) if each.startswith(("pwrite", "rename", "replace"))
    ]
    inside = [number for number in wanted if first < number < last]
    return inside[-1:]


def all_of(names: list[str]) -> list[int]:
    """All numbers of calls from where the journal gets its name to where it loses it, and some of the others."""
    first, last = window(names)
    return sorted({*range(first - 3, min(last + 5, len(names)) + 1), *range(1, len(names), 40)} - {0, -1, -2})


@pytest.mark.parametrize(
    ("kind", "which"),
    [
        ("h5ad", some),
        ("zarr 2", some),
        *(pytest.param(kind, all_of, marks=pytest.mark.long) for kind in KINDS),
    ],
)
def test_killed_anywhere(
    folder: Path, made: Path, kind: str, which: Callable[[list[str]], list[int]]
) -> None:
    path = data(folder, made, kind)
    before = content(path)
    names = calls(folder, *APPLY, path.name)
    after = content(path)
    seen = set()
    for number in which(names):
        path = data(folder, made, kind)
        assert cut(folder, "kill", number, *APPLY, path.name).returncode == -9
        seen.add(undone(path, before, after))
    assert "undone" in seen
