"""Several inputs at once, in processes, with the results in the order of the inputs.

Rules of this file: a process that dies takes no other input with it: what it left undone is judged again,
each input in a child of its own, and only the one that kills its child is blamed.
"""

from __future__ import annotations

import signal
import sys

from cellucid_session.cli.isolate import judge_isolated

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from concurrent.futures import Future

    from cellucid_session.cli.inputs import Item, Run
    from cellucid_session.model import Report

# Without bounds: these inputs were not asked to be isolated, only kept apart.
_UNBOUND = {"child_memory_bytes": 1 << 60, "child_cpu_seconds": 1 << 30, "child_wall_seconds": 1 << 30}
_AHEAD = 4  # inputs handed out beforehand, for each process


def in_processes(
    work: Callable[[Item, Run], Report], items: Sequence[Item], run: Run, jobs: int
) -> Iterator[Report]:
    """Judge inputs in `jobs` processes; yields reports in the order of the inputs."""
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    # A fork of this process, which has one thread and nothing open, starts at once; elsewhere spawn is safer.
    context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    # Who interrupts at a terminal interrupts all processes; they end without a word, and this one speaks.
    pool = ProcessPoolExecutor(
        jobs, mp_context=context, initializer=signal.signal, initargs=(signal.SIGINT, signal.SIG_DFL)
    )
    waiting: list[tuple[Item, Future[Report] | None]] = []
    at = 0
    try:
        while at < len(items) or waiting:
            while at < len(items) and len(waiting) < jobs * _AHEAD:
                item = items[at]
                at += 1
                try:
                    waiting.append((item, pool.submit(work, item, run) if item.elsewhere else None))
                except BrokenProcessPool:
                    waiting.append((item, None))
            item, future = waiting.pop(0)
            try:
                yield future.result() if future is not None else _alone(work, item, run)
            except BrokenProcessPool:
                yield _alone(work, item, run)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _alone(work: Callable[[Item, Run], Report], item: Item, run: Run) -> Report:
    if not item.elsewhere or run.isolated is not None:
        return work(item, run)
    return judge_isolated(item.path, run.settings, kind=item.kind, root=item.root, budgets=_UNBOUND)
