"""Inputs judged by the workers of a Dask cluster.

Rules of this file:

* Inputs travel in bundles (`batch.bundles`). A worker is believed only when it runs the same version and answers with
  a report on each of them. Whatever else comes back, or nothing, is an error of the tool, never `valid`.
* A worker that dies takes no other input with it: what it was blamed for is tried once more, each input alone, and
  only an input that kills its worker again is an error. When no worker is left, what waits is an error as well.
* Bundles are handed out a few at a time, so that neither this process nor the scheduler holds them all.
"""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

from cellucid_session import __version__
from cellucid_session.batch import bundles, judging, resumed
from cellucid_session.batch.items import Item, Run
from cellucid_session.errors import DependencyError
from cellucid_session.generated.rules import TOOL_CHILD_DIED
from cellucid_session.judge import outcomes
from cellucid_session.model import Finding, Frozen, Report
from cellucid_session.safe import safe

if TYPE_CHECKING:
    from cellucid_session.batch.journal import Journal, Key

    Answer = tuple[str, list[resumed.Outcome], float]

MISSING = "a scheduler needs Dask: python -m pip install 'cellucid-session[cluster]'"
AHEAD = 4  # bundles handed out beforehand, for each thread of a worker
STEP = 0.5  # seconds between two looks at the cluster
PATIENCE = 30  # seconds without a worker before what waits is given up


def work(items: Sequence[Item], run: Run, known: frozenset[Key] | None) -> Answer:
    """Judge inputs on a worker, unless a journal has them. Says which version judged, and for how long."""
    began = time.perf_counter()
    told = []
    for item in items:
        if known is None:
            told.append(resumed.Outcome(judging.judge_item(item, run)))
        else:
            told.append(resumed.looked_up(item, run, known))
    return __version__, told, time.perf_counter() - began


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
    cut = bundles.Bundles(items, max(1, _threads(client)))
    waiting: deque[tuple[bundles.Bundle, Any]] = deque()

    def hand_out(handed: Sequence[Item]) -> Any:
        absolute = [_absolute(item) for item in handed]
        return client.submit(work, absolute, run, known, pure=False, retries=0)

    try:
        while cut.left or waiting:
            room = AHEAD * max(1, _threads(client))
            while cut.left and len(waiting) < room:
                bundle = cut.next()
                waiting.append((bundle, hand_out(bundle) if bundle[0].elsewhere else None))
            bundle, future = waiting.popleft()
            if future is None:
                reports = [judging.judge_item(item, run) for item in bundle]
            else:
                answer = _answer(client, future)
                if answer == KILLED:
                    for _, other in waiting:
                        if other is not None:
                            _answer(client, other)
                    reports = [
                        *chain.from_iterable(
                            _believed(_answer(client, hand_out([item])), [item], run, journal)
                            for item in bundle
                        )
                    ]
                else:
                    reports = _believed(answer, bundle, run, journal)
                    cut.took(bundle, _seconds(answer))
            for item, report in zip(bundle, reports, strict=True):
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


NONSENSE = "the worker's answer makes no sense"
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


def _believed(answer: object, items: Sequence[Item], run: Run, journal: Journal | None) -> list[Report]:
    """The reports in an answer, or the reports on a worker that gave none."""
    why = answer.why if isinstance(answer, NoAnswer) else NONSENSE
    if isinstance(answer, tuple) and len(answer) == 3:
        version, told, _ = answer
        if version != __version__:
            why = "the worker runs another version of cellucid-session"
        elif isinstance(told, list) and len(told) == len(items):
            return [_one(each, item, run, journal) for each, item in zip(told, items, strict=True)]
    return [_failed(item, why, run) for item in items]


def _one(told: object, item: Item, run: Run, journal: Journal | None) -> Report:
    """The report in the answer on one input."""
    if not isinstance(told, resumed.Outcome) or not _fits(told, item, journal):
        return _failed(item, NONSENSE, run)
    if journal is not None:
        return resumed.settled(told, item, run, journal)
    assert told.report is not None
    return told.report


def _failed(item: Item, why: str, run: Run) -> Report:
    return outcomes.failed(item.kind, Finding(TOOL_CHILD_DIED, why), settings=run.settings)


def _seconds(answer: object) -> float:
    """How long a worker says that it took; it decides nothing but the size of bundles."""
    said = answer[2] if isinstance(answer, tuple) and len(answer) == 3 else 0.0
    return said if type(said) is float and 0 < said < 3600 else 0.0


def _fits(told: resumed.Outcome, item: Item, journal: Journal | None) -> bool:
    """Whether an outcome can be one of this input."""
    if told.key is not None and (journal is None or told.key[0] != item.kind):
        return False
    if told.report is None:
        return told.key is not None
    return isinstance(told.report, Report) and told.report.kind == item.kind
