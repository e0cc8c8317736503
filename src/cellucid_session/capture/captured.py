"""What becomes of a bundle that was expected: it was captured, or why it was not.

Rules of this file: errors are told apart by their class, and reasons by one word. Spec: 15.3.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from cellucid_session.errors import InvalidSessionError, SessionError
from cellucid_session.model import Frozen

if TYPE_CHECKING:
    from cellucid_session.model import Report


class CaptureError(SessionError, OSError):
    """A captured bundle did not arrive, for a reason other than time and content.

    Attributes:
        reason: a short word: "cut", "slow", "quota", "busy", "cancelled", "forgotten", "stopping", "page", "gone", ...
    """

    def __init__(self, message: str, reason: str) -> None:
        super().__init__(message)
        self.reason = reason


class UploadRefusedError(InvalidSessionError):
    """A captured bundle arrived and was not judged valid.

    Attributes:
        report: why; its verdict is not `valid`.
    """

    def __init__(self, report: Report) -> None:
        first = next(iter(report.of_level("error")), None)
        why = f": {first.rule}: {first.message}" if first is not None else ""
        super().__init__(f"the viewer's session is {report.verdict}{why}", first)
        self.report = report


class Captured(Frozen):
    """A bundle that was judged valid and lies in a private file, which is the caller's from now on.

    Attributes:
        path: of the file, a `pathlib.Path`. report: the judgement. size: bytes. sha256: of the file.
    """

    __slots__ = ("path", "report", "sha256", "size")
    path: Path
    report: Report
    size: int
    sha256: str

    def __init__(self, path: str | Path, report: Report, size: int, sha256: str) -> None:
        self._fill(path=Path(path), report=report, size=size, sha256=sha256)
