"""One deadline for everything that a call waits for.

Rules of this file: a deadline is made once for a call, and handed on; nothing of a call has a clock of its own.
"""

from __future__ import annotations

import time

from cellucid_session.errors import UsageError

MOST_SECONDS = 1_000_000  # about eleven days


class Deadline:
    """A point in time that everything of one call shares."""

    def __init__(self, seconds: float) -> None:
        if (
            isinstance(seconds, bool)
            or not isinstance(seconds, int | float)
            or not 0 < seconds < MOST_SECONDS
        ):
            raise UsageError(f"timeout is a number of seconds above 0 and below {MOST_SECONDS}")
        self.seconds = seconds
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds that are left, at least 0."""
        return max(0.0, self._end - time.monotonic())

    @property
    def over(self) -> bool:
        """Whether nothing is left."""
        return self.left() == 0.0
