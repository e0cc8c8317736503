"""A damaged session, open for reading: its chunks that break no rule of class safety, and nothing else.

Rules of this file: the verdict of the file comes first, by the judge of everything else. A session that is not damaged
is read like any other. What was taken away is said, and never made up. Spec: 1.2, 2.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import BinaryIO

from cellucid_session.check.entries import Entries
from cellucid_session.errors import InvalidSessionError
from cellucid_session.io import files
from cellucid_session.io.naming import about
from cellucid_session.judge.settings import Settings
from cellucid_session.judge.walk import judge
from cellucid_session.model import ERROR, INCONCLUSIVE, KIND_SESSION, Limits, Report
from cellucid_session.read.bundle import CellucidSessionBundle
from cellucid_session.read.decode import Decoder
from cellucid_session.rescue.mend import Mended, mend
from cellucid_session.rescue.outline import Lost, Outline, Renewed, outline
from cellucid_session.write.reopened import refuse

Source = str | os.PathLike[str] | bytes | bytearray | memoryview | BinaryIO


class Remains(CellucidSessionBundle):
    """What can be read safely of a session, damaged or not.

    Args:
        path, limits: as for `CellucidSessionBundle`.

    Attributes:
        report: the judgement of the file as it is.
        found, mended: what was followed, and what is left; None for a session that is not damaged.

    Raises:
        InvalidSessionError: its manifest can't be read. BudgetError: a budget ran out. InputError: it can't be read.
    """

    report: Report
    found: Outline | None = None
    mended: Mended | None = None
    _unreadable: list[Lost]

    def _open(self) -> None:
        settings = Settings(limits=self._limits, early_exit=False)
        self.report = judge(self._file, KIND_SESSION, settings)
        if self.report.verdict in (ERROR, INCONCLUSIVE):
            refuse(self.report)
        if self.report.valid:
            super()._open()
            return
        self.found = outline(self._file, self._limits)
        self.mended = mend(self._file, self.found, self._limits)
        self._check_unchanged()
        rows, facts = self.mended.readable, self.found.facts
        facts.entries = Entries([row.raw for row in rows], self.found.generation.families)
        self._manifest = self.found.head | {"chunks": facts.entries.raw}
        self._places = {name: index for index, name in enumerate(facts.entries.ids)}
        self._facts = facts
        frames = [(row.start, row.length) for row in rows]
        self._decoder = Decoder(self._file, frames, facts, self._limits, self._collector, self._path)

        self._unreadable = []
        for chunk_id, read in self._label_chunks():
            try:
                read()
            except InvalidSessionError as exc:
                entry = self.entry(chunk_id)
                rule = None if exc.finding is None else exc.finding.rule
                self._unreadable.append(Lost("chunk", chunk_id, entry.stored, exc.message, rule))
                del self._places[chunk_id]

    def _label_chunks(self) -> list[tuple[str, Callable[[], object]]]:
        """Each chunk of a group or a field, and what reads it: a registry may be readable and not say enough."""
        groups = [(group.chunk_id, partial(getattr, group, "counts")) for group in self.groups]
        fields = [(field.chunk_id, partial(getattr, field, "runs")) for field in self.fields]
        return [(name, read) for name, read in (*groups, *fields) if name is not None]

    @property
    def input(self) -> files.Input | files.Memory:
        """What is read."""
        return self._file

    @property
    def damaged(self) -> bool:
        """Whether something is wrong with the file."""
        return self.mended is not None

    @property
    def lost(self) -> tuple[Lost, ...]:
        """What can't be read safely."""
        if self.mended is None:
            return ()
        left = set(self.list_chunk_ids())
        lost = [item for item in self.mended.lost if item.kind in ("chunk", "bytes")]
        return tuple(item for item in (*lost, *self._unreadable) if item.name not in left)

    @property
    def renewed(self) -> tuple[Renewed, ...]:
        """Numbers of the file that are wrong."""
        return () if self.mended is None else tuple(self.mended.renewed)


def remains(source: Source, limits: Limits | None = None) -> Remains:
    """What can be read safely of a session. Raises as `Remains`, and says of which file."""
    where = Path(os.fsdecode(source)) if isinstance(source, str | os.PathLike) else None
    with about(where):
        return Remains(source, limits=limits)
