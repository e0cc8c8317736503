"""Several people's sessions on one data set as one session.

Rules of this file:

* The first session is the base: its generation, its fingerprint and its state of the viewer. Of the others labels come.
* Pages stay apart and are named by file. Nothing replaces anything: what two sessions say differently is told.
* All sessions must be of the same cells in the same order, as for a template. Spec: 9, 16.
"""

from __future__ import annotations

import contextlib
import dataclasses
import os
from collections.abc import Sequence
from typing import Any

from cellucid_session.apply import accepted
from cellucid_session.arguments import FLAG, LIST, PATH, hold
from cellucid_session.errors import UsageError
from cellucid_session.io import outputs
from cellucid_session.judge.settings import BUDGETS
from cellucid_session.model import Limits
from cellucid_session.rescue.agreeing import agree, hold_to
from cellucid_session.rescue.convert import Source, without_renames, written
from cellucid_session.rescue.labels import labels_of
from cellucid_session.rescue.saying import Told
from cellucid_session.rescue.together import together
from cellucid_session.safe import safe
from cellucid_session.write.reopened import valid_session

ARGUMENTS = {"sources": LIST, "out": PATH.optional(), "same_cells": FLAG, "force": FLAG, "limits": BUDGETS}


@dataclasses.dataclass(frozen=True)
class Merged:
    """What became of several sessions.

    Attributes:
        generation: of the new session, that of the first. data: its bytes, where no path was given for it, else None.
        names: by which pages and fields of each session are told apart.
        dropped, changed: as of `Converted`. cells: why the cells of each later session are believed to be the first's.
    """

    generation: int
    data: bytes | None
    names: tuple[str, ...]
    dropped: tuple[tuple[str, str, str], ...]
    changed: tuple[tuple[str, str, str], ...]
    cells: tuple[str, ...]


def merge_sessions(
    sources: Sequence[Source],
    out: str | os.PathLike[str] | None = None,
    *,
    names: Sequence[str] | None = None,
    data: Any = None,
    same_cells: bool = False,
    force: bool = False,
    limits: Limits | None = None,
) -> Merged:
    """Write several sessions on one data set as one: each page under its name and that of its file.

    Args:
        sources: two or more valid sessions of any generations: paths, or bytes. The first is the base.
        out: the new session; None gives its bytes.
        names: what the pages of each session are told apart by; None: the names of the files.
        data, same_cells, force, limits: as of `convert_session`.

    Raises:
        UsageError: there are not two, or as many names as sessions. DatasetMismatchError, CellOrderError,
        InvalidSessionError, BudgetError: as `convert_session`.

    Example:
        >>> merge_sessions(["ann.cellucid-session", "bo.cellucid-session"], "both.cellucid-session")  # doctest: +SKIP

    Spec: 9, 16.
    """
    hold(ARGUMENTS, locals())
    given = list(sources)
    if len(given) < 2:
        raise UsageError("give two sessions or more")
    called = _names(given, names)
    if data is not None:
        accepted.check(data, "merge_sessions")
    told = Told()
    with contextlib.ExitStack() as stack:
        bundles = [stack.enter_context(valid_session(each, limits)) for each in given]
        if out is not None:
            outputs.check_destination(os.fspath(out), force=force, inputs=outputs.identities(*given, data))
        base = bundles[0]
        if data is not None:
            for each in bundles:
                hold_to(each, data)
        cells = tuple(agree(each, base, data, same_cells) for each in bundles[1:])
        parts = [
            found if each.generation.format == base.generation.format else without_renames(found, told)
            for each in bundles
            for found in [labels_of(each, data)]
        ]
        labels = together(parts, called, told)
        with written(base, None, base.generation, labels, told, limits) as writer:
            made = None
            if out is None:
                made = writer.to_bytes()
            else:
                writer.write(out, force=force)
        number = base.generation.number
    return Merged(number, made, tuple(called), tuple(told.dropped), tuple(told.changed), cells)


def _names(sources: Sequence[Source], names: Sequence[str] | None) -> list[str]:
    """What each session is called, each another way."""
    if names is not None:
        found = list(names)
        if len(found) != len(sources) or not all(isinstance(each, str) and each.strip() for each in found):
            raise UsageError("names must be texts, one for each session")
    else:
        found = [
            safe(os.path.basename(os.fsdecode(each)).partition(".")[0], 200) or "session"
            if isinstance(each, str | os.PathLike)
            else f"session {place + 1}"
            for place, each in enumerate(sources)
        ]
    taken: list[str] = []
    for name in found:
        number, made = 2, name
        while made in taken:
            number, made = number + 1, f"{name} {number}"
        taken.append(made)
    return taken
