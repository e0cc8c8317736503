"""One run of somebody else's program: started without a shell, bounded in time and output, ended with all it started.

Rules of this file:

* The program is in a process group of its own, which is killed when the program has ended, is too slow, says too much
  or this process is interrupted; a grandchild that holds the pipe delays nothing.
* What it writes is bytes, kept up to a bound and never shown as they are.
* The group is killed before its leader is reaped, so that its number can't be somebody else's by then.
"""

from __future__ import annotations

import os
import selectors
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Sequence

from cellucid_session.errors import InputError
from cellucid_session.safe import safe

OUTPUT_BYTES = 16 << 20
_TICK = 0.05  # seconds between two looks at a program that holds its pipe open
_PIECE = 1 << 16

ENDED, HUNG, FLOODED = "ended", "hung", "flooded"


class Ended:
    """How a run went.

    Attributes:
        how: "ended", "hung" (out of time) or "flooded" (more output than is taken).
        code: exit code; below 0 the signal; None unless it ended by itself.
        output: what it wrote to standard output, at most `OUTPUT_BYTES`.
    """

    __slots__ = ("code", "how", "output")

    def __init__(self, how: str, code: int | None, output: bytes) -> None:
        self.how = how
        self.code = code
        self.output = output


class NotStartedError(InputError):
    """The program could not be started."""


def run(
    words: Sequence[str],
    seconds: float,
    *,
    progress: Callable[[bytes], bool] | None = None,
    words_of_errors: bool = False,
    stop: threading.Event | None = None,
) -> Ended:
    """Run a program to its end.

    Args:
        words: the program and its arguments; no shell reads them.
        seconds: how long it may take; with `progress`, how long between two steps.
        progress: is given each piece of output and says whether it was a step.
        words_of_errors: let the program's standard error through.
        stop: ends the program when it is set.

    Raises:
        NotStartedError: there is no such program, or it can't be run.
    """
    try:
        process = subprocess.Popen(  # noqa: S603 - the caller's own command, no shell
            list(words),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=None if words_of_errors else subprocess.DEVNULL,
            start_new_session=True,
        )
    except (OSError, ValueError) as exc:
        why = safe(getattr(exc, "strerror", None) or str(exc))
        raise NotStartedError(f"{safe(words[0])} can't be started: {why}") from exc
    try:
        how, output = _watch(process, seconds, progress, stop or threading.Event())
    finally:
        _end(process)
    return Ended(how, process.returncode if how == ENDED else None, output)


def _watch(
    process: subprocess.Popen[bytes],
    seconds: float,
    progress: Callable[[bytes], bool] | None,
    stop: threading.Event,
) -> tuple[str, bytes]:
    """Read what it writes until it has ended or has to be ended."""
    assert process.stdout is not None
    pipe = process.stdout.fileno()
    os.set_blocking(pipe, False)
    until = time.monotonic() + seconds
    parts: list[bytes] = []
    size = 0
    is_open = True
    with selectors.DefaultSelector() as selector:
        selector.register(pipe, selectors.EVENT_READ)
        while True:
            over = _over(process)  # asked before the pipe is read, so that nothing it wrote is missed
            piece = b""
            if is_open:
                selector.select(0 if over else min(_TICK, max(0.0, until - time.monotonic())))
                piece, is_open = _read(pipe)
            elif not over:
                time.sleep(_TICK / 10)
            parts.append(piece)
            size += len(piece)
            if size > OUTPUT_BYTES:
                return FLOODED, b""
            if piece and progress is not None and progress(piece):
                until = time.monotonic() + seconds
            if over and not piece:
                return ENDED, b"".join(parts)
            if time.monotonic() >= until or stop.is_set():
                return HUNG, b"".join(parts)


def _read(pipe: int) -> tuple[bytes, bool]:
    """What is there to be read, and whether more can come."""
    try:
        piece = os.read(pipe, _PIECE)
    except BlockingIOError:
        return b"", True
    return piece, bool(piece)


def _over(process: subprocess.Popen[bytes]) -> bool:
    """Whether it has ended; it is not reaped."""
    return os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


def _end(process: subprocess.Popen[bytes]) -> None:
    """Kill what is left of the group, then reap."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except (
        ProcessLookupError,
        PermissionError,
    ):  # none is left (some systems say the latter of a dead leader)
        process.kill()
    process.wait()
    assert process.stdout is not None
    process.stdout.close()
