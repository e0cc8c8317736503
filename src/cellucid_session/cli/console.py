"""What the commands share: exit codes, standard output and error, and how an error ends a command.

Rules of this file:

* An exit code is a promise. `GOOD` is given by a command alone, never by what went wrong.
* Results go to standard output and are known to have arrived; everything else goes to standard error, as ASCII.
* Nothing is written to standard output or error while one of them is a file that is read: `>> a.cellucid-session`.
* No traceback ever: what no table names is an internal error, told by its type and place.
"""

from __future__ import annotations

import os
import stat
import sys

from cellucid_session.errors import SessionError, UsageError
from cellucid_session.model import ERROR, INCONCLUSIVE, VALID
from cellucid_session.safe import safe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from cellucid_session.model import Report

    Codes = Sequence[tuple[type[BaseException], int]]

GOOD, BAD, USAGE, UNDECIDED, INTERNAL, NO_INPUT = range(6)
INTERRUPTED = 130  # what shells say of a program that was interrupted
BROKEN_PIPE = 141  # and of one whose reader went away
FIRST = (INTERNAL, NO_INPUT, UNDECIDED, BAD, GOOD)  # several inputs: the first of these that applies
TEXT = 2_000  # characters of an error that are shown

BUG = (
    "internal error (a bug in cellucid-session, not a statement about the file): {}\n"
    "please report it with this line, the version and, if you may share it, the file\n"
)


class NotDeliveredError(Exception):
    """The result could not be written."""


#: kind of error -> exit code; the first that fits
CODES: Codes = (
    (UsageError, USAGE),
    (ImportError, USAGE),
    (SessionError, INTERNAL),
    (NotDeliveredError, INTERNAL),
)


def code_of(report: Report, fail_on: str = "error") -> int:
    """The exit code that one report asks for."""
    if report.verdict == VALID:
        # with some findings not kept, nobody can say that none of them is a warning
        warned = report.suppressed or any(True for _ in report.of_level("warning"))
        return BAD if fail_on == "warning" and warned else GOOD
    if report.verdict == INCONCLUSIVE:
        return UNDECIDED
    if report.verdict != ERROR:
        return BAD
    return INTERNAL if not any(found.rule.startswith("input.") for found in report.findings) else NO_INPUT


def run(
    program: str,
    work: Callable[[], int],
    *,
    codes: Codes = CODES,
    foreign: Codes = (),
    subject: str = "",
) -> int:
    """Run a command and turn what goes wrong into a line on standard error and an exit code.

    Args:
        program: what is typed; begins each line.
        work: the command; returns its exit code.
        codes: kind of error of this package -> exit code; the first that fits.
        foreign: the same for exceptions of others that this command expects.
        subject: the subcommand, shown before the error; "" for none.
    """
    try:
        return work()
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        abandon_output()
        return BROKEN_PIPE
    except Exception as exc:  # noqa: BLE001 - the last resort: no traceback, and never a good exit code
        ours = isinstance(exc, (SessionError, NotDeliveredError))
        code = next((code for kind, code in (codes if ours else foreign) if isinstance(exc, kind)), None)
        if isinstance(exc, NotDeliveredError):
            abandon_output()
        if code is None:
            from cellucid_session.judge.outcomes import internal

            complain(f"{program}: {BUG.format(internal(exc).message)}")
            return INTERNAL
        text = str(exc) if ours else safe(str(exc), TEXT)
        text = "there is not enough memory for this" if isinstance(exc, MemoryError) else text
        complain(f"{program}: {subject + ': ' if subject else ''}{text}\n")
        return code


def complain(text: str) -> None:
    """Write to standard error, if there is one."""
    stream = sys.stderr
    if stream is None:
        return
    try:
        stream.write(text.encode("ascii", "backslashreplace").decode("ascii"))
        stream.flush()
    except (OSError, ValueError):
        return


def say(text: str) -> None:
    """Write to standard output, and know that it arrived."""
    stream = sys.stdout
    if not text:
        return
    try:
        if stream is None:
            raise OSError("standard output is closed")
        encoding = getattr(stream, "encoding", None) or "utf-8"
        stream.write(text.encode(encoding, "backslashreplace").decode(encoding))
        stream.flush()
    except BrokenPipeError:
        raise
    except (OSError, ValueError) as exc:
        raise NotDeliveredError(
            f"the result can't be written: {getattr(exc, 'strerror', None) or exc}"
        ) from exc


def identities(paths: Iterable[str]) -> frozenset[tuple[int, int]]:
    """Device and inode of what is at paths, and of what lies directly in those that are folders."""
    found = set()
    for path in paths:
        try:
            told = os.stat(path)
            found.add((told.st_dev, told.st_ino))
            inside = os.scandir(path) if stat.S_ISDIR(told.st_mode) else None
            if inside is not None:
                with inside:
                    found |= {(told.st_dev, entry.inode()) for entry in inside}
        except (OSError, ValueError):
            continue
    return frozenset(found)


def to_files() -> bool:
    """Whether standard output or error goes to a file: then it could be one that is read."""
    return any(identity is not None for identity in _streams())


def keep_out_of(inputs: Iterable[tuple[int, int]]) -> None:
    """Refuse to write to standard output or error when it is one of the inputs.

    Raises:
        UsageError: it is. Where it is standard error, nothing more is written there.
    """
    output, error = _streams()
    if output is None and error is None:
        return
    known = frozenset(inputs)
    if error in known:
        sys.stderr = None
    if output in known or error in known:
        which = "standard output" if output in known else "standard error"
        raise UsageError(f"{which} goes to one of the inputs, and would change it; send it elsewhere")


def _streams() -> list[tuple[int, int] | None]:
    """Device and inode of standard output and error, where they are regular files."""
    found: list[tuple[int, int] | None] = []
    for descriptor in (1, 2):
        try:
            told = os.fstat(descriptor)
        except OSError:
            found.append(None)
            continue
        found.append((told.st_dev, told.st_ino) if stat.S_ISREG(told.st_mode) else None)
    return found


def abandon_output() -> None:
    """Keep the interpreter from flushing, at its end, what can't be written."""
    try:
        descriptor = os.open(os.devnull, os.O_WRONLY)
        os.dup2(descriptor, 1)
        os.close(descriptor)
    except OSError:
        return
