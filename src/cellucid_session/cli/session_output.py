"""What the subcommands of `cellucid-session` say, and where.

Rules of this file: results go to standard output, everything else to standard error. What a library warns of is told
as one safe line, whatever it is about.
"""

from __future__ import annotations

import contextlib
import os
import sys
import threading
import time
import warnings
from collections.abc import Iterator

from cellucid_session.cli import console
from cellucid_session.cli.console import complain
from cellucid_session.cli.progress import PATIENCE, STEP, WIDTH
from cellucid_session.owning import Uncopied
from cellucid_session.safe import safe

PROGRAM = "cellucid-session"
MESSAGE = 2000  # characters of a warning that are shown

PIECE = 1 << 15  # characters that are written at once: a reader that goes away is noticed between two pieces


def say(text: str) -> None:
    """Write a result to standard output, and know that it arrived."""
    for start in range(0, len(text), PIECE):
        console.say(text[start : start + PIECE])


def tell(text: str) -> None:
    """A line on standard error. Texts in it are safe already."""
    complain(f"{PROGRAM}: {text}\n")


@contextlib.contextmanager
def warnings_told(quiet: bool = False) -> Iterator[None]:
    """Tell warnings as lines, each once, when the block is over; also when it fails."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("default")
        try:
            yield
        finally:
            told: dict[str, None] = dict.fromkeys(safe(str(item.message), MESSAGE) for item in caught)
            for text in () if quiet else told:
                tell(f"warning: {text}")


class Stages(Uncopied):
    """Says at a terminal what is done now, once it takes more than a second.

    Args:
        quiet: say nothing.
    """

    HOLDS = "a thread"

    def __init__(self, quiet: bool = False) -> None:
        stream = sys.stderr
        self._active = not quiet and stream is not None and stream.isatty()
        self._stage = ""
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._shown = False

    def __enter__(self) -> Stages:
        if self._active:
            self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        if self._active:
            self._thread.join()
        if self._shown:
            self._write("\r" + " " * WIDTH + "\r")

    def now(self, stage: str) -> None:
        """What is done from now on, in words of ours."""
        self._stage = stage

    def _run(self) -> None:
        start = time.monotonic()
        wait = PATIENCE
        while not self._over.wait(wait):
            wait = STEP
            self._shown = True
            line = f"{self._stage} ({time.monotonic() - start:.0f} s)"
            self._write("\r" + line[:WIDTH].ljust(WIDTH))

    def _write(self, text: str) -> None:
        try:
            sys.stderr.write(text)
            sys.stderr.flush()
        except (OSError, ValueError):
            self._over.set()


def identity(path: str) -> tuple[int, int] | None:
    """Device and inode of what is at a path, or None."""
    try:
        told = os.stat(path)
    except (OSError, ValueError):
        return None
    return told.st_dev, told.st_ino
