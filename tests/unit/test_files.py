"""Opening and writing files: F-10, F-11, F-15 and what a stream gives."""

from __future__ import annotations

import hashlib
import io
import os
import stat
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from cellucid_session import digests
from cellucid_session.errors import InputError, SessionError, UsageError
from cellucid_session.io import digest, files, outputs, search


def test_an_input_reads_what_the_file_holds_and_no_more(tmp_path: Path) -> None:
    data = os.urandom(files.PIECE * 2 + 5)
    (tmp_path / "a").write_bytes(data)
    source = files.open_input(str(tmp_path / "a"))
    assert (source.size, b"".join(source.pieces())) == (len(data), data)
    assert source.excerpt(3, 16) == data[3:19]
    assert source.changed(len(data)) is None
    source.close()


def test_an_input_that_grows_without_end_is_read_one_piece_too_far(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"x")
    source = files.open_input(str(path))
    total = 0
    for piece in source.pieces():
        total += len(piece)
        with path.open("ab") as stream:
            stream.write(b"y" * files.PIECE)
    assert total <= 1 + files.PIECE
    assert "bytes" in (source.changed(total) or "")
    source.close()


OUTSIDE = [
    "../secret", "./a", "a//b", "/etc/passwd", "", "link/secret", "sub/../a", "link", "sub",
    "inner/b", "inner", "sub/deep/b", "sub/up/a", "circle/a",
]  # fmt: skip


@pytest.mark.parametrize("by_folder", [True, False], ids=["by descriptors", "by paths"])
@pytest.mark.parametrize("relative", OUTSIDE)
def test_beneath_a_folder_nothing_leads_out(
    tmp_path: Path, relative: str, by_folder: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor does a link that stays inside count, at whatever segment, to a folder or to a file."""
    assert files._BY_FOLDER, "this system can open beneath a folder"
    monkeypatch.setattr(files, "_BY_FOLDER", by_folder)
    (tmp_path / "secret").write_text("x")
    folder = tmp_path / "in"
    (folder / "sub").mkdir(parents=True)
    (folder / "a").write_text("x")
    (folder / "sub" / "b").write_text("x")
    (folder / "link").symlink_to(tmp_path)
    (folder / "inner").symlink_to("sub")
    (folder / "circle").symlink_to("circle")
    (folder / "sub" / "deep").symlink_to(".")
    (folder / "sub" / "up").symlink_to("..")
    before = sorted(os.listdir("/proc/self/fd"))
    with pytest.raises(InputError) as caught:
        files.open_input(relative, str(folder))
    assert caught.value.finding is not None
    assert sorted(os.listdir("/proc/self/fd")) == before
    files.open_input("a", str(folder)).close()
    files.open_input("sub/b", str(folder)).close()
    (tmp_path / "door").symlink_to("in")
    files.open_input("sub/b", str(tmp_path / "door")).close()


def test_f15_a_folder_with_too_many_entries_is_refused(tmp_path: Path) -> None:
    for number in range(6):
        (tmp_path / f"{number}.cellucid-session").touch()
    listed = search.local(str(tmp_path))
    assert len(search.search(listed, search.Judgeable(), most=6)) == 6
    with pytest.raises(InputError, match="more than 5 entries"):
        search.search(listed, search.Judgeable(), most=5)


def test_a_name_with_nul_can_not_be_opened() -> None:
    with pytest.raises(InputError):
        files.open_input("a\0b")


@pytest.mark.parametrize("size", [0, 10, digests.SMALL, files.LARGE, None])
def test_every_digest_is_sha256(size: int | None) -> None:
    digest = files.sha256(size)
    whole = bytes(range(256)) * 5000
    for start in range(0, len(whole), 100_000):
        digest.update(whole[start : start + 100_000])
    assert digest.hexdigest() == hashlib.sha256(whole).hexdigest()


class Failing:
    """A hash that takes two pieces."""

    def __init__(self) -> None:
        self.left = 2

    def update(self, data: bytes) -> None:
        self.left -= 1
        if self.left < 0:
            raise MemoryError

    def hexdigest(self) -> str:
        return "of two pieces"


@pytest.mark.parametrize("pieces", [3, 50])
def test_a_digest_made_aside_fails_when_a_piece_of_it_does(pieces: int) -> None:
    made = digest.Aside(Failing())

    def whole() -> str:
        for _ in range(pieces):
            made.update(b"piece")
        return made.hexdigest()

    with pytest.raises(MemoryError):
        whole()


def test_without_a_thread_the_digest_is_made_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr("threading.Thread.start", refuse)
    made = digest.Aside(hashlib.sha256())
    made.update(b"abc")
    made.update(b"def")
    assert made.hexdigest() == hashlib.sha256(b"abcdef").hexdigest()


def test_a_stream_that_is_no_stream_of_bytes_says_so() -> None:
    with pytest.raises(TypeError, match="bytes"):
        list(files.Stream(io.StringIO("text").read).pieces())  # type: ignore[arg-type]
    with pytest.raises(InputError):
        list(files.Stream(lambda _: None).pieces())

    def broken(_: int) -> bytes:
        raise OSError(5, "Input/output error")

    with pytest.raises(InputError, match="Input/output error"):
        list(files.Stream(broken).pieces())


def test_a_stream_keeps_its_head_for_excerpts() -> None:
    stream = files.Stream(io.BytesIO(b"x" * files.HEAD + b"y" * 100).read)
    assert len(b"".join(stream.pieces())) == files.HEAD + 100
    assert (stream.excerpt(0, 4), stream.excerpt(files.HEAD, 4)) == (b"xxxx", b"")


# -- writing --


def test_what_is_written_is_whole_and_private(tmp_path: Path) -> None:
    target = tmp_path / "out"
    outputs.write_atomic(target, b"one")
    assert target.read_bytes() == b"one"
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    outputs.write_atomic(target, lambda stream: stream.write(b"two"), force=True)
    assert target.read_bytes() == b"two"
    assert os.listdir(tmp_path) == ["out"]


def test_what_is_there_stays_without_force(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine")
    with pytest.raises(UsageError):
        outputs.write_atomic(tmp_path / "out", b"other")
    assert (tmp_path / "out").read_text() == "mine"


def test_what_appears_meanwhile_stays_without_force(tmp_path: Path) -> None:
    target = tmp_path / "out"
    with pytest.raises(UsageError):
        outputs.write_atomic(target, lambda _: target.write_text("mine"))
    assert target.read_text() == "mine"
    assert os.listdir(tmp_path) == ["out"]


@pytest.mark.parametrize("error", [KeyboardInterrupt, MemoryError, ValueError, OSError])
@pytest.mark.parametrize("there", [True, False])
def test_no_part_is_left_when_writing_fails(tmp_path: Path, error: type[BaseException], there: bool) -> None:
    target = tmp_path / "out"
    if there:
        target.write_text("mine")

    def fails(stream: io.BufferedIOBase) -> None:
        stream.write(b"half")
        raise error

    with pytest.raises(error if error is not OSError else SessionError):
        outputs.write_atomic(target, fails, force=True)
    assert os.listdir(tmp_path) == (["out"] if there else [])
    assert not there or target.read_text() == "mine"


def test_f10_a_link_is_never_written_through(tmp_path: Path) -> None:
    (tmp_path / "victim").write_text("mine")
    (tmp_path / "out").symlink_to("victim")
    with pytest.raises(UsageError, match="link"):
        outputs.write_atomic(tmp_path / "out", b"x", force=True)
    assert (tmp_path / "victim").read_text() == "mine"


def test_f10_a_link_that_appears_meanwhile_is_not_written_through(tmp_path: Path) -> None:
    (tmp_path / "victim").write_text("mine")
    with pytest.raises(UsageError):
        outputs.write_atomic(tmp_path / "out", lambda _: (tmp_path / "out").symlink_to("victim"), force=True)
    assert (tmp_path / "victim").read_text() == "mine"


def test_f11_an_input_is_never_replaced_by_whatever_name(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("mine")
    (tmp_path / "b").hardlink_to(tmp_path / "a")
    source = files.open_input(str(tmp_path / "a"))
    with pytest.raises(UsageError, match="one of the inputs"):
        outputs.write_atomic(tmp_path / "b", b"x", force=True, inputs=[source.identity])
    source.close()
    assert (tmp_path / "b").read_text() == "mine"


def test_a_folder_that_is_not_there_is_an_output_error(tmp_path: Path) -> None:
    with pytest.raises(outputs.OutputError):
        outputs.write_atomic(tmp_path / "gone" / "out", b"x")


# -- what changed while it was read --


def _set_back(path: Path, data: bytes) -> None:
    told = path.stat()
    while time.time_ns() - told.st_ctime_ns < 50_000_000:  # clocks of file systems are coarse
        time.sleep(0.01)
    path.write_bytes(data)
    os.utime(path, ns=(told.st_atime_ns, told.st_mtime_ns))


def _renamed(path: Path) -> None:
    path.rename(path.with_name("other"))


HARMLESS: dict[str, Callable[[Path], object]] = {
    "nothing": lambda path: None,
    "a link was made": lambda path: os.link(path, path.with_name("link")),
    "it was removed": lambda path: path.unlink(),
    "it has other rights": lambda path: path.chmod(0o640),
    "it was renamed": _renamed,
    "it was written to with the same bytes": lambda path: _set_back(path, b"abc"),
}


@pytest.mark.parametrize("case", HARMLESS)
def test_bytes_that_are_the_same_did_not_change(tmp_path: Path, case: str) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"abc")
    source = files.open_input(str(path))
    known = files.sha256(3)
    for piece in source.pieces():
        known.update(piece)
    HARMLESS[case](path)
    assert source.changed(3, known) is None
    source.close()


def test_a_file_that_was_written_to_and_set_back_has_changed(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"abc")
    source = files.open_input(str(path))
    known = files.sha256(3)
    for piece in source.pieces():
        known.update(piece)
    _set_back(path, b"abd")
    assert "set back" in (source.changed(3, known) or "")
    assert "set back" in (source.changed(3) or "")
    source.close()
