"""Several inputs at once, in processes, with the results in the order of the inputs.

Rules of this file:

* A process that dies takes no other input with it: what it left undone is judged again, each input in a child of
  its own, and only the one that kills its child is blamed.
* A process with several threads is never forked, because a lock that another thread holds would stay shut.
"""

from __future__ import annotations

import signal
import sys
import threading

from cellucid_session.batch.isolate import judge_isolated

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from concurrent.futures import Future
    from typing import Any, TypeVar

    from cellucid_session.batch.items import Item, Run
    from cellucid_session.model import Report

    Asked = TypeVar("Asked")
    Told = TypeVar("Told")

# Without bounds: these inputs were not asked to be isolated, only kept apart.
_UNBOUND = {"child_memory_bytes": 1 << 60, "child_cpu_seconds": 1 << 30, "child_wall_seconds": 1 << 30}
_AHEAD = 4  # inputs handed out beforehand, for each process


def in_processes(
    work: Callable[[Item, Asked], Told],
    alone: Callable[[Item, Asked], Told],
    items: Sequence[Item],
    asked: Asked,
    jobs: int,
    prepare: tuple[Callable[..., None], tuple[Any, ...]] | None = None,
) -> Iterator[Told]:
    """Do the same work on inputs in `jobs` processes; yields what it gives in the order of the inputs.

    Args:
        work: does the work in another process; of a module, so that its name is enough to find it there.
        alone: does it for an input whose process died, or which belongs to this process.
        prepare: a function of a module and its arguments, called once in each process.
    """
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    # A fork of a process that has one thread and nothing open starts at once; otherwise spawn is safer.
    forks = sys.platform == "linux" and threading.active_count() == 1
    context = multiprocessing.get_context("fork" if forks else "spawn")
    pool = ProcessPoolExecutor(jobs, mp_context=context, initializer=_begin, initargs=(prepare,))
    waiting: list[tuple[Item, Future[Told] | None]] = []
    at = 0
    try:
        while at < len(items) or waiting:
            while at < len(items) and len(waiting) < jobs * _AHEAD:
                item = items[at]
                at += 1
                try:
                    waiting.append((item, pool.submit(work, item, asked) if item.elsewhere else None))
                except BrokenProcessPool:
                    waiting.append((item, None))
            item, future = waiting.pop(0)
            try:
                yield future.result() if future is not None else alone(item, asked)
            except BrokenProcessPool:
                yield alone(item, asked)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _begin(prepare: tuple[Callable[..., None], tuple[Any, ...]] | None) -> None:
    """Make a process ready."""
    # Who interrupts at a terminal interrupts all processes; they end without a word, and the first one speaks.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    if prepare is not None:
        prepare[0](*prepare[1])


def judge_alone(item: Item, run: Run) -> Report:
    """Judge one input where its death harms nobody."""
    from cellucid_session.batch.judging import judge_item

    if not item.elsewhere or item.url is not None or run.isolated is not None:
        return judge_item(item, run)
    return judge_isolated(item.path, run.settings, kind=item.kind, root=item.root, budgets=_UNBOUND)
