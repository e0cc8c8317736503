"""Inputs that are hashed before they are judged, because a journal may know the answer.

Rules of this file:

* The content is hashed and judged through one descriptor, and a file that changed on the way is not remembered.
* What can't be read twice (standard input), or is judged by what lies beside it, is judged and not remembered.
* Workers know which contents the journal has; they never write it, and what it says of them is read by one process.
"""

from __future__ import annotations

import os

from cellucid_session.batch import judging
from cellucid_session.batch.items import Item, Run
from cellucid_session.errors import InputError
from cellucid_session.io import files
from cellucid_session.judge import outcomes, walk
from cellucid_session.model import KIND_SNAPSHOTS, Frozen

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from cellucid_session.batch.journal import Journal, Key
    from cellucid_session.judge.settings import Watch
    from cellucid_session.model import Report


class Outcome(Frozen):
    """What became of one input.

    Attributes:
        report: the judgement; None when the journal has it.
        key: kind and digest of the content, or None when it is not to be remembered.
    """

    __slots__ = ("key", "report")
    report: Report | None
    key: Key | None

    def __init__(self, report: Report | None, key: Key | None = None) -> None:
        self._fill(report=report, key=key)


_KNOWN: list[frozenset[Key]] = [frozenset()]  # of this process


def prepare(known: frozenset[Key]) -> None:
    """Say what the journal has, in the process that is to know it."""
    _KNOWN[0] = known


def outcome(item: Item, run: Run, watch: Watch | None = None) -> Outcome:
    """Judge one input, unless the journal has its content. Raises UsageError only."""
    return looked_up(item, run, _KNOWN[0], watch)


def looked_up(item: Item, run: Run, known: frozenset[Key], watch: Watch | None = None) -> Outcome:
    """As `outcome`, with what the journal has."""
    beside = run.settings.check_files and item.kind == KIND_SNAPSHOTS
    if item.failure is not None or item.path is None or beside:
        return Outcome(judging.judge_item(item, run, watch))
    try:
        source = _opened(item, run)
    except InputError as exc:
        return Outcome(outcomes.failed(item.kind, files.finding_of(exc), item.shown, run.settings))
    try:
        return _of(source, item, run, known, watch)
    finally:
        source.close()


def _opened(item: Item, run: Run) -> files.Input:
    if item.url is None:
        assert item.path is not None
        return files.open_input(item.path, item.root)
    from cellucid_session.io.remote import open_remote, spooled

    source = open_remote(item.url, item.allowed)
    try:
        return spooled(source, run.settings.limits.file_bytes)
    finally:
        source.close()


def _of(
    source: files.Input, item: Item, run: Run, known: frozenset[Key], watch: Callable[[bytes], object] | None
) -> Outcome:
    key = digest = None
    if source.size is not None and source.size <= run.settings.limits.file_bytes:
        digest = files.sha256(source.size)
        total = 0
        try:
            for piece in source.pieces():
                digest.update(piece)
                total += len(piece)
        except InputError as exc:
            return Outcome(outcomes.failed(item.kind, files.finding_of(exc), item.shown, run.settings))
        if source.changed(total, digest) is None and total == source.size:
            key = (item.kind, digest.hexdigest())
            if key in known:
                return Outcome(None, key)
        os.lseek(source.descriptor, 0, os.SEEK_SET)
    report = _judged(source, item, run, watch)
    report.path = item.shown
    same = (
        source.size is not None and source.changed(source.size, digest if key is not None else None) is None
    )
    return Outcome(report, key if same else None)


def _judged(source: files.Input, item: Item, run: Run, watch: Callable[[bytes], object] | None) -> Report:
    if run.isolated is None:
        return walk.judge(source, item.kind, run.settings, watch=watch)
    from cellucid_session.batch.isolate import judge_descriptor

    return judge_descriptor(source.descriptor, run.settings, item.kind, run.isolated)


def alone(item: Item, run: Run) -> Outcome:
    """Judge an input whose process died; what it says is not remembered."""
    from cellucid_session.batch.pool import judge_alone

    return Outcome(judge_alone(item, run))


def settled(told: Outcome, item: Item, run: Run, journal: Journal) -> Report:
    """The report of an outcome, from the journal or into it."""
    if told.report is not None:
        if told.key is not None:
            journal.add(told.key, told.report)
        return told.report
    assert told.key is not None
    report = journal.report(told.key)
    if report is None:  # the journal was changed meanwhile
        return judging.judge_item(item, run)
    report.path = item.shown
    return report
