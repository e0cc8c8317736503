"""A file with changes that it does not have yet: readers and writers of the overlay see them, the file never does.

Rules of this file:

* The file below is read by its descriptor and never written to.
* What is written goes to pages in a spool. A page is whole there: what was not written is as in the file.
* A file is never made shorter: what HDF5 cuts off at the end stays in the file behind what it uses.
"""

from __future__ import annotations

import io
import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any, BinaryIO

PAGE = 4096  # bytes; what disks and systems write at once
PIECE = 1 << 20  # bytes that are read or compared at a time, a multiple of PAGE


def read_at(descriptor: int, start: int, size: int) -> bytes:
    """Bytes of a file; fewer only at its end."""
    found = bytearray()
    while len(found) < size:
        piece = os.pread(descriptor, size - len(found), start + len(found))
        if not piece:
            break
        found += piece
    return bytes(found)


class Overlay(io.RawIOBase):
    """A binary file for h5py.

    Args:
        descriptor: of the file, open for reading as long as this is used. size: its bytes.
        spool: a binary file that is empty, for pages that are written; None: nothing can be written.
    """

    def __init__(self, descriptor: int, size: int, spool: BinaryIO | None = None) -> None:
        self._descriptor = descriptor
        self._spool = spool
        self._slots: dict[int, int] = {}
        self._at = 0
        self._end = size
        self.before = size

    @property
    def after(self) -> int:
        """Bytes that the file will have."""
        return max(self.before, self._end)

    def readable(self) -> bool:
        """Always."""
        return True

    def writable(self) -> bool:
        """Whether there is a spool."""
        return self._spool is not None

    def seekable(self) -> bool:
        """Always."""
        return True

    def tell(self) -> int:
        """Where the next byte is read or written."""
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Go to an offset."""
        self._at = offset + {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._end}[whence]
        return self._at

    def readinto(self, target: Any) -> int:
        """Fill a buffer; behind the end of the file there are zeros, as HDF5 has it."""
        view = memoryview(target).cast("B")
        view[:] = self.read_at(self._at, len(view)).ljust(len(view), b"\0")
        self._at += len(view)
        return len(view)

    def write(self, data: Any) -> int:
        """Put bytes into the pages of the spool."""
        if self._spool is None:
            raise io.UnsupportedOperation("this file is read only")
        view = memoryview(data).cast("B")
        done = 0
        while done < len(view):
            page, inside = divmod(self._at + done, PAGE)
            size = min(PAGE - inside, len(view) - done)
            old = b"" if size == PAGE else self._page(page)
            self._put(page, old[:inside] + bytes(view[done : done + size]) + old[inside + size :])
            done += size
        self._at += done
        self._end = max(self._end, self._at)
        return done

    def truncate(self, size: int | None = None) -> int:
        """Say where the file ends. What lies behind stays."""
        self._end = self._at if size is None else size
        return self._end

    def read_at(self, start: int, size: int) -> bytes:
        """Bytes as they will be; fewer only at the end of what the file, or a written page, has."""
        if not self._slots:
            return read_at(self._descriptor, start, size)
        found = bytearray()
        while len(found) < size:
            page, inside = divmod(start + len(found), PAGE)
            if page not in self._slots:
                many = 1
                while many * PAGE - inside < size - len(found) and page + many not in self._slots:
                    many += 1
                length = min(many * PAGE - inside, size - len(found))
                found += read_at(self._descriptor, page * PAGE + inside, length).ljust(length, b"\0")
            else:
                found += self._page(page)[inside : inside + size - len(found)]
        return bytes(found)

    def overwritten(self) -> list[tuple[int, int]]:
        """(offset, length) of what the file has and will have otherwise, in order, apart from each other."""
        found: list[tuple[int, int]] = []
        for page in sorted(self._slots):
            start = page * PAGE
            size = min(PAGE, self.before - start)
            if size <= 0 or self._page(page)[:size] == read_at(self._descriptor, start, size):
                continue
            if found and sum(found[-1]) == start and found[-1][1] < PIECE:
                found[-1] = (found[-1][0], found[-1][1] + size)
            else:
                found.append((start, size))
        return found

    def growth(self) -> Iterator[tuple[int, bytes]]:
        """(offset, bytes) of everything behind the end of the file, in order and without a gap."""
        for start in range(self.before, self.after, PIECE):
            yield start, self.read_at(start, min(PIECE, self.after - start))

    def _page(self, page: int) -> bytes:
        slot = self._slots.get(page)
        if slot is None:
            return read_at(self._descriptor, page * PAGE, PAGE).ljust(PAGE, b"\0")
        assert self._spool is not None, "there is a slot"
        self._spool.seek(slot * PAGE)
        return self._spool.read(PAGE)

    def _put(self, page: int, data: bytes) -> None:
        assert self._spool is not None, "who calls has looked"
        self._spool.seek(self._slots.setdefault(page, len(self._slots)) * PAGE)
        self._spool.write(data)
