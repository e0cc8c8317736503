"""The session that lies with a data set and is restored when it is opened.

Rules of this file:

* The list beside the data and the session that it names are judged by the same rules as any upload; only `valid` is
  handed on, from the descriptor that was judged. Nothing is fetched, and no link is followed.
* A session that is not handed on is told, with the reason.
Spec: 8, 15.5.2.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cellucid_session.capture.payload import Payload
from cellucid_session.check.entries import whole
from cellucid_session.errors import InputError, SessionError, warn
from cellucid_session.io import files
from cellucid_session.judge.settings import Settings
from cellucid_session.judge.walk import judge
from cellucid_session.model import KIND_SESSION, Limits, Report
from cellucid_session.read.bundle import CellucidSessionBundle
from cellucid_session.read.findings import Notes
from cellucid_session.safe import safe
from cellucid_session.tools import auto_restore

PIECE = 1 << 18


class SnapshotWarning(UserWarning):
    """A session lies with the data and is not restored."""


class Opened(CellucidSessionBundle):
    """A session read through a descriptor that is open already."""

    def __init__(self, source: files.Input, name: str) -> None:
        self._path = Path(name)
        self._limits = Limits()
        self._collector = Notes(self._limits.findings)
        self._file = source
        self._open()


class Snapshot:
    """A session beside the data that is valid.

    Attributes:
        name: its name in the list. identity: sourceType and datasetId of its fingerprint, if it was made from as many
            cells and variables as the data has; else {}.
    """

    def __init__(self, folder: str, relative: str, shape: tuple[int, int]) -> None:
        self._folder = folder
        self._relative = relative
        self.name = safe(relative)
        source = files.open_input(relative, folder)
        try:
            _valid(judge(source, KIND_SESSION, Settings()))
        except BaseException:
            source.close()
            raise
        with Opened(source, relative) as bundle:  # closes the source
            self.identity = _identity(bundle.dataset_fingerprint, shape)

    def payload(self) -> Payload | None:
        """The session's bytes, judged anew; None when it is gone or no longer valid."""
        try:
            source = files.open_input(self._relative, self._folder)
        except InputError:
            return None
        if not judge(source, KIND_SESSION, Settings()).valid:
            source.close()
            return None
        return Payload(source.size or 0, None, pieces(source))


def pieces(source: files.Input) -> Iterator[bytes]:
    """The bytes through the descriptor that was judged; fewer when the file shrank since."""
    at, size = 0, source.size or 0
    try:
        while at < size:
            piece = source.excerpt(at, min(PIECE, size - at))
            if not piece or source.changed(0) is not None:
                return
            yield piece
            at += len(piece)
    finally:
        source.close()


def _valid(report: Report) -> None:
    """Raise InputError with what stands in the way."""
    if report.valid:
        return
    first = next((item for item in report.findings if item.level == "error"), None)
    told = "" if first is None else f": {first.message} [{first.rule}]"
    raise InputError(f"it is {report.verdict}{told}", first)


def _identity(fingerprint: dict[str, Any], shape: tuple[int, int]) -> dict[str, str | None]:
    """Whom the fingerprint names, if it counts what the data has."""
    counts = [whole(fingerprint.get(key)) for key in ("cellCount", "varCount")]
    if counts[0] != shape[0] or counts[1] not in (None, shape[1]):
        return {}
    named = {key: fingerprint.get(key) for key in ("sourceType", "datasetId")}
    return {key: value for key, value in named.items() if value is None or isinstance(value, str)}


def find(path: str, shape: tuple[int, int]) -> tuple[Snapshot | None, str | None]:
    """The session that opens with the data at `path`, or None, and why one is not used. Warns of that.

    Args:
        shape: (n_obs, n_vars) of the data.
    """
    folder = os.path.dirname(os.path.abspath(path))
    if not os.path.lexists(os.path.join(folder, files.SNAPSHOTS_NAME)):
        return None, None
    try:
        outcome = auto_restore.look(folder)
        _valid(outcome.listing)
        if outcome.opens is None:
            return None, None
        if outcome.relative is None:
            raise InputError("it lies at another place, and nothing is fetched", None)
        if outcome.session is not None:
            _valid(outcome.session)
        return Snapshot(folder, outcome.relative, shape), None
    except SessionError as exc:
        what = f"{files.SNAPSHOTS_NAME} beside the data, or the session that it names, is not used: {exc}"
        warn(what, SnapshotWarning)
        return None, what
