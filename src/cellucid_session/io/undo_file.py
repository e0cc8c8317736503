"""The way back of a file that is changed in place: what it was where it is changed, and what it becomes there.

Rules of this file:

* A journal has its name only when it is whole and on disk, and the file is touched only then (write-ahead).
* A change goes in one direction: behind the old end first, then what was there. The way back goes in the other, may be
  cut off anywhere, and may be gone again.
* The way back is gone only when every sector of the file that it changes is what it was or what it became: otherwise
  the journal is of another file, or somebody changed this one since, and nothing is written.
* Layout: `HEAD`, so many `RANGE`, the old bytes of the ranges, the new ones, SHA-256 of all that. Numbers are
  little-endian, ranges in order and apart. The file's inode is there because bytes that somebody can guess prove less;
  the device is not, because it changes when a disk is attached again.
"""

from __future__ import annotations

import hashlib
import os
import struct

from cellucid_session.errors import InputError
from cellucid_session.io.beside import open_ours, shown
from cellucid_session.io.overlay import PIECE, read_at
from cellucid_session.owning import Owning

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from cellucid_session.io.overlay import Overlay
    from cellucid_session.owning import Descriptor

MAGIC = b"cellucid-undo 1\n"
HEAD = struct.Struct(
    "<16sQQQQ32s"
)  # magic, inode, bytes before and after, ranges, SHA-256 of what came behind the end
RANGE = struct.Struct("<QQ")  # offset, length
SECTOR = 512  # bytes that are written wholly or not at all when the power goes
MOST_RANGES = 1 << 20
LARGEST = 1 << 63  # bytes, which no file has
DIGEST = 32


class TooManyError(ValueError):
    """A change has more ranges than a journal holds."""


def write(stream: BinaryIO, overlay: Overlay, descriptor: int) -> None:
    """Write the journal of a change that is not made yet.

    Args:
        descriptor: of the file below the overlay.

    Raises:
        TooManyError: the change is in too many places. OSError.
    """
    ranges = overlay.overwritten()
    if len(ranges) > MOST_RANGES:
        raise TooManyError
    grown = hashlib.sha256()
    for _, data in overlay.growth():
        grown.update(data)
    told = (os.fstat(descriptor).st_ino, overlay.before, overlay.after, len(ranges), grown.digest())
    digest = hashlib.sha256()

    def put(data: bytes) -> None:
        digest.update(data)
        stream.write(data)

    put(HEAD.pack(MAGIC, *told))
    for each in ranges:
        put(RANGE.pack(*each))
    for start, size in ranges:
        put(read_at(descriptor, start, size))
    for start, size in ranges:
        put(overlay.read_at(start, size))
    stream.write(digest.digest())


class Journal(Owning):
    """A journal on disk, found to be whole.

    Attributes:
        inode, before, after: of the file. ranges: (offset, length) of what was there and is changed.
    """

    HOLDS = "an open file"
    INSTEAD = "Open the journal again"

    def __init__(self, path: str) -> None:
        """Open one. Raises InputError: it can't be read, is not believed, or not whole."""
        self.path = path
        self._file: Descriptor = open_ours(path)
        try:
            self._read()
        except OSError as exc:
            self.close()
            if isinstance(exc, InputError):
                raise
            raise InputError(f"{shown(path)} can't be read: {exc.strerror}") from exc
        except BaseException:
            self.close()
            raise

    def _release(self) -> None:
        self._file.close()

    def _broken(self, what: str) -> InputError:
        return InputError(f"{shown(self.path)} is no whole journal of a change in place: {what}")

    def _read(self) -> None:
        with self._file as number:
            size = os.fstat(number).st_size
            head = read_at(number, 0, HEAD.size)
            if len(head) < HEAD.size or not head.startswith(MAGIC):
                raise self._broken("it does not begin like one")
            _, self.inode, self.before, self.after, count, self._grown = HEAD.unpack(head)
            if count > MOST_RANGES or HEAD.size + count * RANGE.size + DIGEST > size:
                raise self._broken("it ends too early")
            table = read_at(number, HEAD.size, count * RANGE.size)
            if len(table) < count * RANGE.size or not self.before <= self.after < LARGEST:
                raise self._broken("its numbers can't be")
            self.ranges = list(RANGE.iter_unpack(table))
            self._old = HEAD.size + len(table)
            total = end = 0
            for start, length in self.ranges:
                if not end <= start <= self.before or not 0 < length <= min(PIECE, self.before - start):
                    raise self._broken("its ranges can't be")
                end = start + length
                total += length
            self._new = self._old + total
            if size != self._new + total + DIGEST:
                raise self._broken("it is not as long as it says")
            digest, done = hashlib.sha256(), 0
            while done < size - DIGEST:
                piece = read_at(number, done, min(PIECE, size - DIGEST - done))
                if not piece:
                    raise self._broken("it ends too early")
                digest.update(piece)
                done += len(piece)
            if digest.digest() != read_at(number, done, DIGEST):
                raise self._broken("its digest does not fit")

    def _both(self) -> Iterator[tuple[int, bytes, bytes]]:
        """(offset, old bytes, new bytes) of each range."""
        done = 0
        with self._file as number:
            for start, size in self.ranges:
                yield start, read_at(number, self._old + done, size), read_at(number, self._new + done, size)
                done += size

    def why_not(self, descriptor: int, kept: bool, moved: bool = False) -> str | None:
        """Why a file can't be what this journal is of, or None.

        Args:
            moved: the file may have another inode.
            kept: the change was made wholly, so that everything must be what it became.
        """
        told = os.fstat(descriptor)
        if told.st_ino != self.inode and not moved:
            return "the way back is of another file, or the file was copied since (--moved)"
        if not self.before <= told.st_size <= self.after:
            return "the file was changed since: it has another length"
        if kept and told.st_size == self.after and self._is(descriptor, new=True):
            return None
        if kept:
            return "the file was changed since"
        for start, old, new in self._both():
            now = read_at(descriptor, start, len(old))
            if now in (old, new):
                continue
            for at in range(0, len(old), SECTOR):
                if now[at : at + SECTOR] not in (old[at : at + SECTOR], new[at : at + SECTOR]):
                    return "the file was changed since"
        return None

    def _is(self, descriptor: int, new: bool) -> bool:
        """Whether a file is what it became, or what it was, wherever it was changed."""
        if os.fstat(descriptor).st_size != (self.after if new else self.before):
            return False
        for start, old, now in self._both():
            if read_at(descriptor, start, len(old)) != (now if new else old):
                return False
        if not new:
            return True
        grown = hashlib.sha256()
        for start in range(self.before, self.after, PIECE):
            grown.update(read_at(descriptor, start, min(PIECE, self.after - start)))
        return bool(grown.digest() == self._grown)

    def holds(self, descriptor: int) -> bool:
        """Whether a file is wholly what it became."""
        return self._is(descriptor, new=True)

    def go_back(self, descriptor: int, grown_only: bool = False) -> None:
        """Make a file what it was, on disk. May be cut off anywhere and called again.

        Args:
            grown_only: nothing that was there was overwritten, and nothing needs to be written: where a full disk
                puts even old bytes in new places, or the file is longer than one may be, that would fail.

        Raises:
            OSError: the system can't. InputError: it did not come about.
        """
        if not grown_only:
            for start, old, _ in self._both():
                write_at(descriptor, start, old)
            os.fsync(descriptor)
        os.ftruncate(descriptor, self.before)
        os.fsync(descriptor)
        if not self._is(descriptor, new=False):
            raise InputError("what was written is not there")


def write_at(descriptor: int, start: int, data: bytes) -> None:
    """Write bytes at an offset, all of them. Raises OSError."""
    done = 0
    while done < len(data):
        done += os.pwrite(descriptor, data[done:], start + done)


def grow(overlay: Overlay, descriptor: int) -> None:
    """Have what comes behind the old end of a file on disk. Its journal is there already. Raises OSError."""
    for start, data in overlay.growth():
        write_at(descriptor, start, data)
    os.fsync(descriptor)


def overwrite(overlay: Overlay, descriptor: int) -> None:
    """Make a file that has grown what its overlay is, on disk. Raises OSError."""
    for start, size in overlay.overwritten():
        write_at(descriptor, start, overlay.read_at(start, size))
    os.fsync(descriptor)
