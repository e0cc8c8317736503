"""A session that is valid, open for reading again: from a path, or from bytes.

Rules of this file: what is read is what was judged; a file is judged and read through one descriptor.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cellucid_session.arguments import hold
from cellucid_session.errors import ArgumentTypeError, BudgetError, InputError, InvalidSessionError
from cellucid_session.io import files
from cellucid_session.io.naming import about
from cellucid_session.judge.settings import BUDGETS, Settings
from cellucid_session.judge.walk import judge
from cellucid_session.model import KIND_SESSION, Limits, Report
from cellucid_session.read.bundle import CellucidSessionBundle
from cellucid_session.read.findings import Notes
from cellucid_session.safe import safe

#: class of the finding that stands in the way -> error
_ERRORS = {"budget": BudgetError, "tool": InputError}


class MemoryBundle(CellucidSessionBundle):
    """A session in memory, read like one on disk."""

    def __init__(self, data: bytes | bytearray | memoryview, *, limits: Limits | None = None) -> None:
        self._path = Path()
        self._limits = limits if limits is not None else Limits()
        self._collector = Notes(self._limits.findings)
        self._file: Any = files.Memory(data)
        self._open()


def refuse(report: Report) -> None:
    """Raise what a judgement other than `valid` asks for: InvalidSessionError, BudgetError or InputError."""
    if report.valid:
        return
    finding = next((item for item in report.findings if item.level == "error"), None)
    where = "" if finding is None or finding.chunk is None else f" (chunk {finding.chunk})"
    told = (
        f"the verdict is {report.verdict}"
        if finding is None
        else f"{finding.message}{where} [{finding.rule}]"
    )
    raise _ERRORS.get("" if finding is None else finding.cls, InvalidSessionError)(told, finding)


@contextlib.contextmanager
def valid_session(
    source: str | os.PathLike[str] | bytes | bytearray | memoryview, limits: Limits | None = None
) -> Iterator[CellucidSessionBundle]:
    """A session, judged and open for the block.

    Raises:
        InvalidSessionError: the session is not valid. BudgetError: it is beyond the limits. InputError: it can't be
            read.
    """
    if not isinstance(source, (str, os.PathLike, bytes, bytearray, memoryview)):
        raise ArgumentTypeError(
            f"source must be a path or the bytes of a session, not {safe(type(source).__name__, 60)}"
        )
    hold({"limits": BUDGETS}, locals())
    held = isinstance(source, (bytes, bytearray, memoryview))
    with about(None if held else source):
        if held:
            refuse(judge(files.Memory(source), KIND_SESSION, Settings(limits=limits)))  # type: ignore[arg-type]
        bundle = _open(source, limits)
    with bundle:
        if not held:
            with about(source):
                refuse(judge(bundle._file, KIND_SESSION, Settings(limits=limits)))
        yield bundle


def _open(source: Any, limits: Limits | None) -> CellucidSessionBundle:
    if isinstance(source, (str, os.PathLike)):
        return CellucidSessionBundle(source, limits=limits)
    return MemoryBundle(source, limits=limits)
