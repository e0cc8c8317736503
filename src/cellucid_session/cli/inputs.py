"""What a command line names as inputs, and the judging of one of them.

Rules of this file: a folder stands for the sessions and state-snapshots.json files below it, sorted; what
can't be searched is reported like an input that can't be read, never left out.
"""

from __future__ import annotations

import os
import stat

from cellucid_session import api, files
from cellucid_session.errors import InputError, UsageError
from cellucid_session.generated.rules import INPUT_NONE
from cellucid_session.model import KIND_SESSION, Finding, Frozen, Report

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from cellucid_session.files import Identity

STANDARD_INPUT = "-"


class Item(Frozen):
    """One input.

    Attributes:
        path: where it is, or None for standard input.
        root: the folder that `path` is relative to, or None.
        kind: what it is judged as.
        failure: why it can't be judged, or None.
    """

    __slots__ = ("failure", "kind", "path", "root")
    path: str | None
    root: str | None
    kind: str
    failure: Finding | None

    def __init__(
        self, path: str | None, kind: str, root: str | None = None, failure: Finding | None = None
    ) -> None:
        self._fill(path=path, kind=kind, root=root, failure=failure)

    @property
    def elsewhere(self) -> bool:
        """Whether another process can judge it: standard input belongs to this one."""
        return self.path is not None and self.failure is None


class Run(Frozen):
    """How all inputs are judged. isolated: budgets of a child, or None to judge in this process."""

    __slots__ = ("isolated", "settings")
    settings: api.Settings
    isolated: dict[str, int] | None

    def __init__(self, settings: api.Settings, isolated: dict[str, int] | None = None) -> None:
        self._fill(settings=settings, isolated=isolated)


def expand(arguments: list[str], kind: str | None) -> list[Item]:
    """The inputs that arguments name, in order.

    Args:
        kind: what standard input and files named outright are judged as; None: the name decides.
    """
    if arguments.count(STANDARD_INPUT) > 1:
        raise UsageError("standard input can be judged once only")
    return [item for argument in arguments for item in _expand(argument, kind)]


def _expand(argument: str, kind: str | None) -> Iterator[Item]:
    if argument == STANDARD_INPUT:
        yield Item(None, kind or KIND_SESSION)
        return
    if not _is_folder(argument):
        yield Item(argument, kind or files.kind_of(argument))
        return
    try:
        found = files.walk(argument)
    except InputError as exc:
        yield Item(argument, KIND_SESSION, failure=files.finding_of(exc))
        return
    if not found:
        message = "the folder holds no *.cellucid-session file and no state-snapshots.json"
        yield Item(argument, KIND_SESSION, failure=Finding(INPUT_NONE, message))
    for name, error in found:
        failure = None if error is None else files.finding_of(error)
        yield Item(name, files.kind_of(name), argument, failure)


def _is_folder(path: str) -> bool:
    try:
        return stat.S_ISDIR(os.stat(path).st_mode)
    except (OSError, ValueError):
        return False


def identities(items: list[Item]) -> Iterator[Identity]:
    """Device and inode of each input, for an output that must be none of them."""
    for item in items:
        try:
            if item.path is None:
                told = os.fstat(0)
            else:
                told = os.stat(item.path if item.root is None else os.path.join(item.root, item.path))
        except (OSError, ValueError):
            continue
        yield told.st_dev, told.st_ino


def judge_item(item: Item, run: Run, watch: api.Watch | None = None) -> Report:
    """Judge one input. Raises UsageError only."""
    if item.failure is not None:
        assert item.path is not None
        shown = item.path if item.root is None else f"{item.root.rstrip('/')}/{item.path}"
        return api.failed(item.kind, item.failure, shown, run.settings)
    if run.isolated is not None:
        from cellucid_session.cli.isolate import judge_isolated

        return judge_isolated(item.path, run.settings, kind=item.kind, root=item.root, budgets=run.isolated)
    if item.path is None:
        report = api.judge(files.standard_input(), item.kind, run.settings, watch=watch)
        report.path = STANDARD_INPUT
        return report
    return api.judge_path(item.path, run.settings, kind=item.kind, root=item.root, watch=watch)
