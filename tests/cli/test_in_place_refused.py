"""In place: what is in the way is said before the first byte, and a way back from anybody is not believed."""

from __future__ import annotations

import errno
import fcntl
import hashlib
import json
import os
import resource
import shutil
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import builders
import h5py
import pytest
import test_session_apply_tables as tables
from test_session_in_place import content

from cellucid_session.errors import InputError, UsageError
from cellucid_session.io.beside import KEPT, UNDO
from cellucid_session.io.outputs import OutputError
from cellucid_session.io.undo_file import HEAD, MAGIC
from cellucid_session.tools import in_place
from cellucid_session.tools.apply_file import apply_session_to_file, undo_apply


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    (folder / "typical").write_bytes(builders.typical())
    for name in ("data.h5ad", "data.zarr"):
        tables.stored(tables.rich(), folder / name)
    return folder


@pytest.fixture
def folder(tmp_path: Path, made: Path) -> Path:
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    return tmp_path


def apply(path: Path, **options: Any) -> Any:
    return apply_session_to_file(path.parent / "typical", path, in_place=True, **options)


def state(folder: Path) -> dict[str, Any]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def hard_link(path: Path) -> None:
    os.link(path, path.with_name("other.h5ad"))


def swmr(path: Path) -> None:
    """As a program leaves it that writes so that others can read."""
    with h5py.File(path, "w", libver="latest") as root:
        root["x"] = 1
    with open(path, "r+b") as stream:
        stream.seek(11)
        stream.write(b"\x05")


def old(path: Path) -> None:
    with h5py.File(path, "r+") as root:
        root["obs"].attrs["encoding-version"] = "0.1.0"


def elsewhere(path: Path) -> None:
    with h5py.File(path, "r+") as root:
        del root["X"]
        root["X"] = h5py.ExternalLink("x.h5", "/X")


def linked_table(path: Path) -> None:
    shutil.move(path / "obs", path.with_name("far"))
    (path / "obs").symlink_to(path.with_name("far"), target_is_directory=True)


def linked_metadata(path: Path) -> None:
    shutil.move(path / "obs" / ".zattrs", path.with_name("far"))
    (path / "obs" / ".zattrs").symlink_to(path.with_name("far"))


def linked(path: Path) -> None:
    path.rename(path.with_name("far" + path.suffix))
    path.symlink_to(path.with_name("far" + path.suffix))


REFUSED: dict[str, tuple[str, Callable[[Path], object], str]] = {
    "a link": ("data.h5ad", linked, "symbolic link"),
    "a link to a store": ("data.zarr", linked, "symbolic link"),
    "two names": ("data.h5ad", hard_link, "hard links"),
    "a writer at work": ("data.h5ad", swmr, "open for writing"),
    "an old layout": ("data.h5ad", old, "older than anndata 0.8"),
    "a part in another file": ("data.h5ad", elsewhere, "X lies in another file"),
    "a table that is a link": ("data.zarr", linked_table, "a link to one"),
    "attributes that are a link": ("data.zarr", linked_metadata, "symbolic link"),
    "a way back to nowhere": (
        "data.h5ad",
        lambda path: path.with_name(path.name + UNDO).symlink_to("nowhere"),
        "half changed",
    ),
    "a way back of a store": (
        "data.zarr",
        lambda path: path.with_name(path.name + UNDO).mkdir(),
        "half changed",
    ),
    "a zip file": ("data.zarr.zip", lambda path: path.write_bytes(b"PK"), "zip"),
    "a zip file called .zarr": (
        "zipped.zarr",
        lambda path: path.write_bytes(b"PK"),
        "zip",
    ),
    "a MuData": ("data.h5mu", lambda path: path.write_bytes(b""), "MuData"),
    "nothing": ("none.h5ad", lambda path: None, "can't be read"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_in_the_way_is_said_first(folder: Path, case: str) -> None:
    name, change, told = REFUSED[case]
    change(folder / name)
    before = state(folder)
    with pytest.raises((InputError, UsageError), match=told):
        apply(folder / name)
    assert state(folder) == before


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
@pytest.mark.parametrize("name", ["data.h5ad", "data.zarr"])
def test_what_may_not_be_written_is_said_first(folder: Path, name: str) -> None:
    before = state(folder)
    (folder / name / "obs" if name.endswith("zarr") else folder / name).chmod(0o555)
    with pytest.raises(InputError, match="in place"):
        apply(folder / name)
    assert state(folder) == before


@pytest.mark.parametrize("mode", [fcntl.LOCK_SH, fcntl.LOCK_EX])
def test_somebody_else_has_it_open(folder: Path, mode: int) -> None:
    path = folder / "data.h5ad"
    with open(path, "rb") as stream:
        fcntl.flock(stream, mode)  # as HDF5 does
        with pytest.raises(UsageError, match="open in another program"):
            apply(path)
    apply(path, keep_undo=True)
    with h5py.File(path), pytest.raises(UsageError, match="open in another program"):
        in_place.undo(str(path))
    assert not undo_apply(path)


@pytest.mark.parametrize("name", ["data.h5ad", "data.zarr"])
def test_a_way_back_is_believed_whatever_the_umask(folder: Path, name: str) -> None:
    path, before, was = folder / name, content(folder / name), os.umask(0)
    try:
        apply(path, keep_undo=True)
        undo_apply(path)
    finally:
        os.umask(was)
    assert content(path) == before


@pytest.mark.parametrize("name", ["data.h5ad", "data.zarr"])
def test_nobody_reads_what_may_be_half_changed(folder: Path, name: str) -> None:
    from cellucid_session.io.dataset import facts
    from cellucid_session.tools import datasets

    (folder / (name + UNDO)).mkdir()
    (folder / ("link" + name)).symlink_to(name)
    for path in (folder / name, folder / ("link" + name)):
        for read in (facts, datasets.read):
            with pytest.raises(InputError, match="cellucid-session undo"):
                read(str(path))


@pytest.mark.parametrize(
    "error", [KeyboardInterrupt(), OSError(errno.ENOSPC, "full")], ids=["interrupt", "full"]
)
@pytest.mark.parametrize(("name", "call"), [("data.h5ad", "pwrite"), ("data.zarr", "replace")])
def test_what_fails_on_the_way_is_taken_back_at_once(
    folder: Path, name: str, call: str, error: BaseException, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last of what changes the data set is half made, then it fails: once, as when somebody makes room."""
    path, before = folder / name, content(folder / name)
    real, count = getattr(os, call), []

    def fails(*values: Any, **more: Any) -> Any:
        if not (folder / (name + UNDO)).exists():
            return real(*values, **more)
        count.append(1)
        if len(count) != 2:
            return real(*values, **more)
        if call == "pwrite":
            real(values[0], values[1][:100], values[2])
        raise error

    monkeypatch.setattr(os, call, fails)
    with pytest.raises(KeyboardInterrupt if isinstance(error, KeyboardInterrupt) else OutputError):
        apply(path)
    assert len(count) > 2
    assert content(path) == before
    assert not list(folder.glob("*cellucid-*"))


def test_a_store_that_nothing_came_to_is_not_left_as_half_changed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C when the way back has its name, and nothing was moved."""
    from cellucid_session.io.undo_store import StoreJournal

    def interrupted(journal: StoreJournal) -> bool:
        assert (folder / ("data.zarr" + UNDO)).exists()
        raise KeyboardInterrupt

    before = content(folder / "data.zarr")
    monkeypatch.setattr(StoreJournal, "untouched", interrupted)
    with pytest.raises(KeyboardInterrupt):
        apply(folder / "data.zarr")
    assert content(folder / "data.zarr") == before
    assert not list(folder.glob("*cellucid-*"))


def test_a_disk_that_stays_full_leaves_the_way_back(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, before, real = folder / "data.h5ad", content(folder / "data.h5ad"), os.pwrite

    def fails(number: int, data: bytes, start: int) -> int:
        if start < len(before[""]):
            raise OSError(errno.ENOSPC, "full")
        return real(number, data, start)

    monkeypatch.setattr(os, "pwrite", fails)
    with pytest.raises(OutputError, match="cellucid-session undo"):
        apply(path)
    with pytest.raises(InputError, match="half changed"):
        apply(path)
    monkeypatch.undo()
    assert undo_apply(path)
    assert content(path) == before


@pytest.mark.parametrize("more", [1000, -1])
def test_a_limit_of_a_file_s_size_is_met_before_anything_is_overwritten(folder: Path, more: int) -> None:
    path, before = folder / "data.h5ad", content(folder / "data.h5ad")
    was = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(before[""]) + more, was[1]))
    try:
        with pytest.raises(OutputError, match="is what it was"):
            apply(path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, was)
    assert content(path) == before
    assert not list(folder.glob("*cellucid-*"))


def test_a_disk_that_is_too_small_is_seen_first(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, before, real = folder / "data.h5ad", content(folder / "data.h5ad"), os.statvfs

    class Small:
        f_bavail, f_frsize = 1, real(folder).f_frsize

    monkeypatch.setattr(os, "statvfs", lambda path: Small)
    with pytest.raises(OutputError, match="too little space"):
        apply(path)
    assert content(path) == before


def test_what_was_changed_meanwhile_is_left(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another run in place, or anybody, between reading and writing."""
    from cellucid_session.io.tables import edit

    def meanwhile(change: Callable[[], object]) -> None:
        def late(*values: Any) -> Any:
            made = edit(*values)
            change()
            return made

        monkeypatch.setattr("cellucid_session.io.tables.edit", late)

    meanwhile(lambda: os.utime(folder / "data.h5ad", ns=(1, 1)))
    with pytest.raises(InputError, match="changed while it was read"):
        apply(folder / "data.h5ad")

    def another() -> None:
        monkeypatch.setattr("cellucid_session.io.tables.edit", edit)
        apply(folder / "data.zarr", highlights_prefix="another_")

    meanwhile(another)
    with pytest.raises(InputError, match="changed while it was read"):
        apply(folder / "data.zarr")
    assert "another_g1" in tables.read(folder / "data.zarr").obs
    assert not list(folder.glob("*cellucid-*"))


def test_undo_can_be_cut_off_anywhere(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Cut(BaseException):
        pass

    for name in ("data.h5ad", "data.zarr"):
        path, before = folder / name, content(folder / name)
        apply(path, keep_undo=True, column_conflict="overwrite")
        left = 0
        while True:
            count = [left]

            def calls(real: Any, count: list[int] = count) -> Any:
                def call(*values: Any, **more: Any) -> Any:
                    count[0] -= 1
                    if count[0] < 0:
                        raise Cut
                    return real(*values, **more)

                return call

            with monkeypatch.context() as patch:
                for each in ("pwrite", "rename", "replace", "ftruncate", "fsync", "unlink"):
                    patch.setattr(os, each, calls(getattr(os, each)))
                try:
                    undo_apply(path)
                except Cut:
                    left += 1
                    continue
                except UsageError:  # it was made what it was, and only the rest was not tidied up
                    assert left
                break
        assert left > 5
        assert content(path) == before
        assert not list(folder.glob("*cellucid-*"))


# -- a way back that comes from anybody --


@pytest.fixture
def kept(folder: Path) -> Path:
    """A file that was changed, with its way back."""
    apply(folder / "data.h5ad", keep_undo=True)
    return folder / "data.h5ad"


def put(where: int, form: str, *values: int) -> Callable[[Path], None]:
    def change(journal: Path) -> None:
        data = bytearray(journal.read_bytes()[:-32])
        struct.pack_into(form, data, where, *values)
        journal.write_bytes(data + hashlib.sha256(data).digest())

    return change


def replaced(make: Callable[[Path], object]) -> Callable[[Path], None]:
    def change(journal: Path) -> None:
        journal.unlink()
        make(journal)

    return change


INODE, BEFORE, AFTER, COUNT, FIRST = 16, 24, 32, 40, HEAD.size
HOSTILE: dict[str, Callable[[Path], object]] = {
    "of another file": put(INODE, "<Q", 1),
    "longer before than after": put(BEFORE, "<Q", 1 << 60),
    "as long as no file": put(AFTER, "<Q", (1 << 64) - 1),
    "more ranges than bytes": put(COUNT, "<Q", (1 << 64) - 1),
    "a million ranges": put(COUNT, "<Q", 1 << 20),
    "no ranges": put(COUNT, "<Q", 0),
    "a range behind the end": put(FIRST, "<QQ", 1 << 40, 4096),
    "a range that wraps": put(FIRST, "<QQ", (1 << 64) - 1, 4096),
    "a range of nothing": put(FIRST, "<QQ", 0, 0),
    "a range as long as all": put(FIRST, "<QQ", 0, (1 << 64) - 1),
    "ranges over each other": put(FIRST + 16, "<QQ", 0, 4096),
    "another old byte": lambda journal: journal.write_bytes(
        journal.read_bytes()[:5000] + b"x" + journal.read_bytes()[5001:]
    ),
    "cut off": lambda journal: journal.write_bytes(journal.read_bytes()[:-1]),
    "longer": lambda journal: journal.write_bytes(journal.read_bytes() + b"\0"),
    "empty": lambda journal: journal.write_bytes(b""),
    "a head only": lambda journal: journal.write_bytes(MAGIC),
    "something else": lambda journal: journal.write_bytes(os.urandom(10_000)),
    "a link": lambda journal: (
        journal.rename(journal.with_name("far")),
        journal.symlink_to(journal.with_name("far")),
    ),
    "a pipe": replaced(os.mkfifo),
    "a folder": replaced(os.mkdir),
    "a device": replaced(lambda path: path.symlink_to("/dev/zero")),
    "others may write to it": lambda journal: journal.chmod(0o666),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_way_back_from_anybody_is_not_gone(kept: Path, case: str) -> None:
    before = content(kept)
    for suffix in (KEPT, UNDO):
        journal = kept.with_name(kept.name + suffix)
        if suffix == KEPT:
            original = journal.read_bytes()
        else:
            kept.with_name(kept.name + KEPT).unlink()
            journal.write_bytes(original)
            journal.chmod(0o600)
        HOSTILE[case](journal)
        with pytest.raises(InputError):
            undo_apply(kept)
        assert content(kept) == before
        assert os.path.lexists(journal)
        if suffix == KEPT and journal.is_dir() and not journal.is_symlink():
            journal.rmdir()
            journal.touch()


def test_another_users_way_back_is_not_gone(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    with pytest.raises(InputError, match="another user"):
        undo_apply(kept)


def test_what_was_changed_since_is_left(kept: Path) -> None:
    with h5py.File(kept, "r+") as root:
        root["obs"].create_dataset("mine", data=[1])
    before = content(kept)
    with pytest.raises(InputError, match="changed since"):
        undo_apply(kept)
    assert content(kept) == before


def test_a_sector_is_what_it_was_or_what_it_became(kept: Path, made: Path) -> None:
    """A write that was torn, by sectors, is one that was cut off; any other bytes are somebody's."""
    journal = kept.with_name(kept.name + UNDO)
    kept.with_name(kept.name + KEPT).rename(journal)
    old, new = (made / "data.h5ad").read_bytes(), kept.read_bytes()
    differ = [at for at in range(len(old)) if old[at] != new[at]]
    torn = next(at for at in differ if at + 1 in differ and (at + 1) % 512) + 1  # in the midst of a sector
    kept.write_bytes(old[:torn] + new[torn:])
    with pytest.raises(InputError, match="changed since"):
        undo_apply(kept)
    assert kept.read_bytes() == old[:torn] + new[torn:]
    end = torn // 512 * 512
    kept.write_bytes(old[:end] + new[end : len(old)])
    assert undo_apply(kept)
    assert kept.read_bytes() == old


def test_what_lies_in_a_column_and_is_not_of_the_store_stays(folder: Path) -> None:
    path = folder / "data.zarr"
    apply(path)
    (path / "obs" / "f1" / "notes.txt").write_text("mine")
    before = content(path)
    with pytest.raises(UsageError, match=r"notes\.txt"):
        apply(path, column_conflict="overwrite")
    assert content(path) == before


def test_a_file_that_was_copied_with_its_way_back(kept: Path, made: Path) -> None:
    there = kept.with_name("there.h5ad")
    shutil.copy(kept, there)
    shutil.copy2(f"{kept}{KEPT}", f"{there}{KEPT}")
    with pytest.raises(InputError, match="--moved"):
        undo_apply(there)
    undo_apply(there, moved=True)
    assert content(there) == content(made / "data.h5ad")


LISTED: dict[str, Callable[[dict[str, Any]], object]] = {
    "of another store": lambda told: told.update(store="1"),
    "another version": lambda told: told.update(format="cellucid-undo 2"),
    "no steps": lambda told: told.pop("steps"),
    "a step up": lambda told: told["steps"][0].update(path="../x"),
    "a step from the root": lambda told: told["steps"][0].update(path="/etc/x"),
    "a step to nothing": lambda told: told["steps"][0].update(path=""),
    "a step of odd bytes": lambda told: told["steps"][0].update(path="obs/\0\x1b[2J"),
    "a step too deep": lambda told: told["steps"][0].update(path="a/b/c/d/e"),
    "a step to no metadata": lambda told: told["steps"][-1].update(path="obs/notes.txt"),
    "a step of another kind": lambda told: told["steps"][0].update(kind="remove"),
    "an inode that is no number": lambda told: told["steps"][0].update(new="-1"),
    "a step elsewhere": lambda told: told["steps"][0].update(path="X"),
    "a step in a folder that is not there": lambda told: told["steps"][0].update(path="none/x"),
    "a step with more": lambda told: told["steps"][0].update(more=1),
}


@pytest.mark.parametrize("suffix", [KEPT, pytest.param(UNDO, marks=pytest.mark.long)])
def test_a_way_back_of_a_store_from_anybody_is_not_gone(folder: Path, suffix: str) -> None:
    path = folder / "data.zarr"
    apply(path, keep_undo=True)
    journal = folder / (path.name + suffix)
    (folder / (path.name + KEPT)).rename(journal)
    before, right = content(path), (journal / "journal.json").read_bytes()
    for case, change in LISTED.items():
        told = json.loads(right)
        change(told)
        (journal / "journal.json").write_text(json.dumps(told))
        with pytest.raises(InputError):
            undo_apply(path)
        assert content(path) == before, case
    for data in (b"", b"[" * 100_000, right[:-1], b"\xff" * 100):
        (journal / "journal.json").write_bytes(data)
        with pytest.raises(InputError):
            undo_apply(path)
    (journal / "journal.json").write_bytes(right)
    (path / "obs" / "f1" / "mine").write_text("mine")
    with pytest.raises(InputError, match="changed since"):
        undo_apply(path)
    assert (path / "obs" / "f1" / "mine").exists()


def test_nothing_to_undo(folder: Path) -> None:
    for name in ("data.h5ad", "data.zarr"):
        with pytest.raises(UsageError, match="nothing to undo"):
            undo_apply(folder / name)


# -- files of many kinds --


def block(path: Path) -> None:
    """A file that begins with something else."""
    other = path.with_name("other")
    with h5py.File(other, "w", userblock_size=1024) as target, h5py.File(path) as source:
        for name in source:
            source.copy(name, target)
        target.attrs.update(source.attrs)
    other.rename(path)
    with open(path, "r+b") as stream:
        stream.write(b"#!/usr/bin/env mine\n")


def latest(path: Path, **options: Any) -> None:
    other = path.with_name("other")
    with h5py.File(other, "w", libver="latest", **options) as target, h5py.File(path) as source:
        for name in source:
            source.copy(name, target)
        target.attrs.update(source.attrs)
    other.rename(path)


FILES: dict[str, Callable[[Path], object]] = {
    "a user block": block,
    "the latest format": latest,
    "pages": lambda path: latest(path, fs_strategy="page", fs_page_size=4096),
    "free space that is kept": lambda path: latest(path, fs_strategy="fsm", fs_persist=True),
    "something behind its end": lambda path: path.write_bytes(path.read_bytes() + b"mine" * 5000),
}


def values(path: Path) -> dict[str, bytes]:
    """The values of every array."""
    found: dict[str, bytes] = {}
    with h5py.File(path) as root:
        root.visititems(
            lambda name, item: found.update({name: repr(item[()]).encode()} if hasattr(item, "shape") else {})
        )
    return found


@pytest.mark.parametrize("case", FILES)
def test_files_of_many_kinds(folder: Path, case: str) -> None:
    path = folder / "data.h5ad"
    FILES[case](path)
    before = content(path)
    shutil.copy(path, folder / "copy.h5ad")
    options: Any = {"column_conflict": "overwrite", "pages_as_columns": True, "renames": True}
    told = apply_session_to_file(folder / "typical", folder / "copy.h5ad", folder / "out.h5ad", **options)
    assert apply(path, keep_undo=True, **options) == told
    tables.compare(tables.of(folder / "out.h5ad"), tables.of(path), [])
    assert values(path) == values(folder / "out.h5ad")
    undo_apply(path)
    assert content(path) == before
