"""Inputs judged by the workers of a Dask cluster.

Rules of this file:

* A worker is asked for one input at a time and is believed only when it runs the same version and answers with a
  report on that input. Whatever else comes back, or nothing, is an error of the tool, never `valid`.
* A worker that dies takes no other input with it: what it was blamed for is tried once more, alone, and only an input
  that kills its worker again is an error. When no worker is left, what waits is an error as well.
* Inputs are handed out a few at a time, so that neither this process nor the scheduler holds them all.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from cellucid_session import __version__
from cellucid_session.batch import judging, resumed
from cellucid_session.batch.items import Item, Run
from cellucid_session.errors import DependencyError
from cellucid_session.generated.rules import TOOL_CHILD_DIED
from cellucid_session.judge import outcomes
from cellucid_session.model import Finding, Frozen, Report
from cellucid_session.safe import safe

if TYPE_CHECKING:
    from cellucid_session.batch.journal import Journal, Key

    Answer = tuple[str, resumed.Outcome]

MISSING = "a scheduler needs Dask: python -m pip install 'cellucid-session[cluster]'"
AHEAD = 4  # inputs handed out beforehand, for each thread of a worker
STEP = 0.5  # seconds between two looks at the cluster
PATIENCE = 30  # seconds without a worker before what waits is given up


def work(item: Item, run: Run, known: frozenset[Key] | None) -> Answer:
    """Judge one input on a worker, unless a journal has it. Says which version judged."""
    if known is None:
        return __version__, resumed.Outcome(judging.judge_item(item, run))
    return __version__, resumed.looked_up(item, run, known)


def judged(
    items: Sequence[Item], run: Run, scheduler: Any, journal: Journal | None = None
) -> Iterator[Report]:
    """Judge inputs on a cluster; yields reports in the order of the inputs.

    Args:
        scheduler: a `distributed.Client`, or the address of a scheduler.

    Raises:
        DependencyError: `distributed` is not installed.
    """
    try:
        from distributed import Client
    except ImportError as exc:
        raise DependencyError(MISSING) from exc
    if isinstance(scheduler, Client):
        yield from _on(scheduler, items, run, journal)
        return
    with Client(scheduler) as client:  # type: ignore[no-untyped-call]
        yield from _on(client, items, run, journal)


def _on(client: Any, items: Sequence[Item], run: Run, journal: Journal | None) -> Iterator[Report]:
    known = None if journal is None else _told(client, journal)
    waiting: list[tuple[Item, Any]] = []
    at = 0
    try:
        while at < len(items) or waiting:
            room = AHEAD * max(1, _threads(client))
            while at < len(items) and len(waiting) < room:
                item = items[at]
                at += 1
                future = None
                if item.elsewhere:
                    future = client.submit(work, _absolute(item), run, known, pure=False, retries=0)
                waiting.append((item, future))
            item, future = waiting.pop(0)
            if future is None:
                report = judging.judge_item(item, run)
            else:
                answer = _answer(client, future)
                if answer == KILLED:
                    for _, other in waiting:
                        if other is not None:
                            _answer(client, other)
                    again = client.submit(work, _absolute(item), run, known, pure=False, retries=0)
                    answer = _answer(client, again)
                report = _believed(answer, item, run, journal)
            report.path = item.shown
            yield report
    finally:
        client.cancel([future for _, future in waiting if future is not None], force=True)


def _told(client: Any, journal: Journal) -> Any:
    """What the journal has, where the workers find it; nothing when none is there to be told."""
    try:
        return client.scatter(journal.known(), broadcast=True, hash=False, timeout=PATIENCE)
    except Exception:  # noqa: BLE001 - then all is judged, which is right too
        return frozenset()


def _absolute(item: Item) -> Item:
    """An input by a path that does not depend on where a worker stands."""
    if item.url is not None or item.path is None:
        return item
    if item.root is None:
        return Item(os.path.abspath(item.path), item.kind)
    return Item(item.path, item.kind, os.path.abspath(item.root))


def _threads(client: Any) -> int:
    return sum(client.nthreads().values())


class NoAnswer(Frozen):
    """Why there is no answer, in a sentence of ours."""

    __slots__ = ("why",)
    why: str

    def __init__(self, why: str) -> None:
        self._fill(why=why)


KILLED = NoAnswer("its worker died while it judged this input")


def _answer(client: Any, future: Any) -> object:
    """What a worker answers, or `NoAnswer`."""
    alone = None
    while True:
        try:
            return future.result(timeout=STEP)
        except TimeoutError as exc:
            if future.status == "error":  # the time-out is the worker's own
                return NoAnswer(f"the worker ended with {safe(type(exc).__name__)}")
            if future.status == "finished":  # just now: its answer is still on its way
                continue
            now = time.monotonic()
            alone = None if _threads(client) else alone or now
            if alone is not None and now - alone >= PATIENCE:
                client.cancel([future], force=True)
                return NoAnswer("no worker is left")
        except Exception as exc:  # noqa: BLE001 - whatever became of a worker, it gave no answer
            if type(exc).__name__ == "KilledWorker":
                return KILLED
            return NoAnswer(f"the worker ended with {safe(type(exc).__name__)}")


def _believed(answer: object, item: Item, run: Run, journal: Journal | None) -> Report:
    """The report in an answer, or the report on a worker that gave none."""
    why = answer.why if isinstance(answer, NoAnswer) else "the worker's answer makes no sense"
    if isinstance(answer, tuple) and len(answer) == 2:
        version, told = answer
        if version != __version__:
            why = "the worker runs another version of cellucid-session"
        elif isinstance(told, resumed.Outcome) and _fits(told, item, journal):
            if journal is not None:
                return resumed.settled(told, item, run, journal)
            assert told.report is not None
            return told.report
    return outcomes.failed(item.kind, Finding(TOOL_CHILD_DIED, why), settings=run.settings)


def _fits(told: resumed.Outcome, item: Item, journal: Journal | None) -> bool:
    """Whether an outcome can be one of this input."""
    if told.key is not None and (journal is None or told.key[0] != item.kind):
        return False
    if told.report is None:
        return told.key is not None
    return isinstance(told.report, Report) and told.report.kind == item.kind
