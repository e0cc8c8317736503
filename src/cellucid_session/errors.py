"""One family of exceptions leaves this package.

Rules of this file: every error is a `SessionError` and also the built-in that a caller would catch
(`ValueError`, `KeyError`, `OSError`, `TimeoutError`); each carries the `Finding` it came from, if there is one,
so that errors can be compared and shown like findings. Foreign exceptions are wrapped once, at the boundary.
A warning points at the line that called this package, however deep it arises.
"""

from __future__ import annotations

import sys

MOST_FRAMES = 100
MOST_OF_A_PATH = 400  # characters that a message shows

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cellucid_session.finding import Finding


class SessionError(Exception):
    """Base of all errors of this package.

    Attributes:
        finding: the finding behind the error, or None.
        path: the file that it is about, where one is known.
    """

    path: str | None = None

    def __init__(self, message: str = "", finding: Finding | None = None) -> None:
        super().__init__(message)
        self.finding = finding

    def __str__(self) -> str:
        if self.path is None:
            return self.message
        from cellucid_session.safe import safe

        return f"{self.message}: {safe(self.path, MOST_OF_A_PATH)!r}"

    @property
    def message(self) -> str:
        """What is wrong, without the file."""
        return str(self.args[0]) if self.args else ""


class InvalidSessionError(SessionError, ValueError):
    """The bytes break a safety rule, or a value can't be used as asked."""


class ColumnConflictError(InvalidSessionError):
    """A column of that name is there, and the caller asked to stop then."""


class BudgetError(SessionError, ValueError):
    """A budget of the policy ran out before the answer was known."""


class UsageError(SessionError, ValueError):
    """An argument, an option or a policy is wrong."""


class ArgumentTypeError(UsageError, TypeError):
    """An argument is of a type that it can't be of."""


class MissingChunkError(SessionError, KeyError):
    """The session has no chunk of this id. `args[0]` is the id, and the text; a note says the rest."""

    def __str__(self) -> str:
        return self.message


class MissingNameError(SessionError, KeyError):
    """Nothing of the session has this name, or several have it."""


class InputError(SessionError, OSError):
    """The input can't be read, is no regular file, or changed while it was read."""


class ClosedError(InputError, ValueError):
    """It was closed, here or by another thread. A ValueError too, as Python's own files have it."""


class UncopiedError(UsageError, TypeError):
    """It holds something of the system's and can't be copied or pickled; the message says what to do instead."""


class DeadlineError(SessionError, TimeoutError):
    """Something that was waited for did not come in time."""


class CaptureTimeoutError(DeadlineError):
    """A viewer's page did not do its part in time.

    Attributes:
        step: what was missed: "shown", "ready", "open", "answer" or "upload".
    """

    def __init__(self, message: str = "", finding: Finding | None = None, *, step: str = "") -> None:
        super().__init__(message, finding)
        self.step = step


class DependencyError(SessionError, ImportError):
    """An extra that this function needs is not installed."""


def warn(message: str, category: type[Warning]) -> None:
    """Warn, as of the line outside this package from which it was called."""
    import warnings

    level, package = 1, __name__.partition(".")[0]
    while level < MOST_FRAMES:
        try:
            name = sys._getframe(level).f_globals.get("__name__", "")
        except ValueError:  # nobody outside called
            break
        if not (isinstance(name, str) and name.partition(".")[0] == package):
            break
        level += 1
    warnings.warn(message, category, stacklevel=level + 1)
