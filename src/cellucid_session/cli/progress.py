"""A line on standard error for whoever waits at a terminal longer than a second.

Rules of this file: it never speaks when standard error is no terminal, it is gone when the result is printed,
and nothing depends on it.
"""

from __future__ import annotations

import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO

PATIENCE = 1.0  # seconds before the first word
STEP = 0.2  # seconds between two
WIDTH = 79  # columns
BAR = 24  # columns of the bar


class Progress:
    """Counts inputs and bytes.

    Args:
        stream: where to write, or None to be silent.
        inputs: how many inputs there are.
    """

    def __init__(self, stream: TextIO | None, inputs: int) -> None:
        self._stream = stream
        self._inputs = inputs
        self._done = 0
        self._bytes = 0
        self._shown = False
        self._next = time.monotonic() + PATIENCE if stream is not None else float("inf")

    def piece(self, piece: bytes) -> None:
        """A piece was read."""
        self._bytes += len(piece)
        self._show()

    def one(self) -> None:
        """An input is done."""
        self._done += 1
        self._show()

    def _show(self) -> None:
        if self._stream is None or time.monotonic() < self._next:
            return
        self._next = time.monotonic() + STEP
        self._shown = True
        filled = BAR * self._done // max(self._inputs, 1)
        told = f", {self._bytes >> 20} MiB read" if self._bytes else ""
        line = f"[{'#' * filled}{'.' * (BAR - filled)}] {self._done} of {self._inputs} inputs{told}"
        self._write("\r" + line[:WIDTH].ljust(WIDTH))

    def clear(self) -> None:
        """Take the line away."""
        if self._shown:
            self._shown = False
            self._write("\r" + " " * WIDTH + "\r")

    def _write(self, text: str) -> None:
        if self._stream is None:
            return
        try:
            self._stream.write(text)
            self._stream.flush()
        except OSError:
            self._stream = None
            self._next = float("inf")
