"""Several inputs at once, in processes, with the results in the order of the inputs.

Rules of this file:

* Inputs travel in bundles (`batch.bundles`); what is little is done here, without any process.
* A process that dies takes no other input with it: what it left undone is judged again, each input in a child of
  its own, and only the one that kills its child is blamed. What comes after that has new processes.
* A process with several threads is never forked, because a lock that another thread holds would stay shut.
* A process ends when this one is gone. One that can't be started makes the run slower: what is left is done here.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections import deque

from cellucid_session.batch import bundles
from cellucid_session.batch.parent import end_with

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Sequence
    from concurrent.futures import Future, ProcessPoolExecutor
    from typing import Any, TypeVar

    from cellucid_session.batch.items import Item, Run
    from cellucid_session.model import Report

    Asked = TypeVar("Asked")
    Told = TypeVar("Told")

# Without bounds: these inputs were not asked to be isolated, only kept apart.
_UNBOUND = {"child_memory_bytes": 1 << 60, "child_cpu_seconds": 1 << 30, "child_wall_seconds": 1 << 30}
_HELD = (
    1024  # inputs handed out whose results nobody has taken yet; two bundles for each process, however many
)
_DESCRIPTORS = 24  # that a pool and one of its processes need beside the input, with some to spare
_DESCRIPTORS_OF_A_JOB = 4


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
    at = 0
    if not bundles.worth_it(items):
        spent = 0.0
        while at < len(items) and (spent < bundles.WORTH or at == len(items) - 1):
            began = time.perf_counter()
            told = _here(work, alone, items[at], asked, prepare)
            spent += time.perf_counter() - began
            at += 1
            yield told
    cut = bundles.Bundles(items[at:] if at else items, jobs)
    while cut.left:
        pool = _pool(jobs, prepare)
        if pool is None:
            break
        startable = yield from _with(pool, cut, work, alone, asked, jobs, prepare)
        if not startable:
            break
    while cut.left:
        for item in cut.next():
            yield _here(work, alone, item, asked, prepare)


def _pool(
    jobs: int, prepare: tuple[Callable[..., None], tuple[Any, ...]] | None
) -> ProcessPoolExecutor | None:
    """Processes that wait for work, or None where there are no descriptors and no semaphores for them."""
    import multiprocessing
    import threading
    from concurrent.futures import ProcessPoolExecutor

    # A fork of a process that has one thread and nothing open starts at once; otherwise spawn is safer.
    forks = sys.platform == "linux" and threading.active_count() == 1
    context = multiprocessing.get_context("fork" if forks else "spawn")
    ready = (os.getpid(), prepare)
    try:
        _try_descriptors(_DESCRIPTORS + _DESCRIPTORS_OF_A_JOB * jobs)
        return ProcessPoolExecutor(jobs, mp_context=context, initializer=_begin, initargs=ready)
    except OSError:
        return None


def _with(
    pool: ProcessPoolExecutor,
    cut: bundles.Bundles,
    work: Callable[[Item, Asked], Told],
    alone: Callable[[Item, Asked], Told],
    asked: Asked,
    jobs: int,
    prepare: tuple[Callable[..., None], tuple[Any, ...]] | None,
) -> Generator[Told, None, bool]:
    """Work through bundles until there are none left or the pool is broken; False when processes can't be started."""
    from concurrent.futures.process import BrokenProcessPool

    whole = startable = True
    waiting: deque[tuple[bundles.Bundle, Future[bundles.Done] | None]] = deque()
    held = 0
    try:
        while waiting or (whole and cut.left):
            while whole and cut.left and (held < _HELD or len(waiting) < 2 * jobs):
                bundle = cut.next()
                held += len(bundle)
                future = None
                try:
                    if bundle[0].elsewhere:
                        future = pool.submit(bundles.work_through, work, bundle, asked)
                except BrokenProcessPool:
                    whole = False
                except (OSError, RuntimeError):  # no processes, no threads
                    whole = startable = False
                    _abandon(pool)
                    waiting = deque((each, None) for each, _ in waiting)
                waiting.append((bundle, future))
            bundle, future = waiting.popleft()
            held -= len(bundle)
            if not startable:
                for item in bundle:
                    yield _here(work, alone, item, asked, prepare)
                continue
            try:
                done = None if future is None else future.result()
            except BrokenProcessPool:
                whole, done = False, None
            if done is None:
                for item in bundle:
                    yield alone(item, asked)
                continue
            cut.took(bundle, done.seconds)
            yield from done.results  # type: ignore[misc]
            if done.raised is not None:
                raise done.raised
        return startable
    finally:
        pool.shutdown(wait=startable, cancel_futures=True)


def _try_descriptors(many: int) -> None:
    """See that so many files can be open. Raises OSError: a process that starts with too few dies over its input."""
    held: list[int] = []
    try:
        for _ in range(many):
            held.append(os.open(os.devnull, os.O_RDONLY))  # noqa: PERF401 - each is closed, whatever fails
    finally:
        for descriptor in held:
            os.close(descriptor)


def _here(
    work: Callable[[Item, Asked], Told],
    alone: Callable[[Item, Asked], Told],
    item: Item,
    asked: Asked,
    prepare: tuple[Callable[..., None], tuple[Any, ...]] | None,
) -> Told:
    """Do the work in this process, as one job would."""
    if not item.elsewhere:
        return alone(item, asked)
    if prepare is not None:
        prepare[0](*prepare[1])
    return work(item, asked)


def _abandon(pool: ProcessPoolExecutor) -> None:
    """End the processes of a pool that could not start all of them: nobody would ever tell them to."""
    for process in list((getattr(pool, "_processes", None) or {}).values()):
        process.kill()
        process.join()


def _begin(parent: int, prepare: tuple[Callable[..., None], tuple[Any, ...]] | None) -> None:
    """Make a process ready."""
    end_with(parent)
    # Who interrupts at a terminal interrupts all processes; they end without a word, and the first one speaks.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    if prepare is not None:
        prepare[0](*prepare[1])


def judge_alone(item: Item, run: Run) -> Report:
    """Judge one input where its death harms nobody."""
    from cellucid_session.batch.isolate import judge_isolated
    from cellucid_session.batch.judging import judge_item

    if not item.elsewhere or item.url is not None or run.isolated is not None:
        return judge_item(item, run)
    return judge_isolated(item.path, run.settings, kind=item.kind, root=item.root, budgets=_UNBOUND)
