"""One upload from its first byte to its verdict.

Rules of this file:

* The event loop waits for bytes and for turns; worker threads do the rest (`intake`), one job at a time.
* The file is removed on every way out but one: the report is `valid` and the file was committed. It is never removed
  while a worker still writes to it.
Spec: 15.4.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import aclosing
from functools import partial
from typing import TypeVar

from cellucid_session.capture.admissions import Admissions
from cellucid_session.capture.asgi import Receive, pieces
from cellucid_session.capture.intake import Intake
from cellucid_session.capture.limits import GateLimits
from cellucid_session.capture.metrics import Metrics
from cellucid_session.capture.refusals import Refusal
from cellucid_session.capture.store import FolderStore, QuotaError, Writer
from cellucid_session.judge.policy import Policy, load
from cellucid_session.model import DatasetFacts, Report
from cellucid_session.owning import Owning, Uncopied

T = TypeVar("T")


class Bench(Owning):
    """What all uploads of one gate share.

    Args:
        policy: a policy, its built-in name or its file.

    Raises:
        UsageError: there is no such policy.
    """

    HOLDS = "threads and a folder"

    def __init__(
        self, policy: str | Policy, store: FolderStore, limits: GateLimits, metrics: Metrics
    ) -> None:
        self.policy = load(policy) if isinstance(policy, str) else policy
        self.store = store
        self.limits = limits
        self.metrics = metrics
        self.pool = ThreadPoolExecutor(limits.workers, "cellucid-session-gate")
        self.admissions = Admissions(limits.admitted, limits.queue_seconds, metrics)
        self.open = 0

    @property
    def body_bytes(self) -> int:
        """How long a body may be, in bytes."""
        return min(self.limits.body_bytes, self.policy.limits.file_bytes)

    def begin(
        self, size: int, dataset: DatasetFacts | None, write: Callable[[], Writer] | None = None
    ) -> Upload:
        """Begin an upload, into the store or what `write` begins. Raises Refusal `busy` or `quota`."""
        if self.open >= self.limits.uploads:
            raise Refusal("busy")
        try:
            writer = self.store.begin(size) if write is None else write()
        except QuotaError:
            raise Refusal("quota") from None
        return Upload(self, Intake(writer, size, self.policy, self.limits, dataset), size)

    def submit(self, step: Callable[[], T]) -> Future[T]:
        """Do something in a worker thread. Raises Refusal `stopping`."""
        try:
            return self.pool.submit(step)
        except RuntimeError:  # the pool is closed
            raise Refusal("stopping") from None

    def _release(self) -> None:
        """Let the workers go when they are done, and remove what is half written."""
        self.pool.shutdown(wait=True, cancel_futures=True)
        self.store.close()


class Upload(Uncopied):
    """One body: a context manager that removes its file unless it was committed."""

    HOLDS = "a file that is being written"

    def __init__(self, bench: Bench, intake: Intake, size: int) -> None:
        self._bench = bench
        self._intake = intake
        self._size = size
        self._job: Future[object] | None = None
        self._live = False  # has borrowed a place
        self._asked = False  # must give it back
        bench.open += 1
        bench.metrics.add("uploads_open")

    def __enter__(self) -> Upload:
        return self

    def __exit__(self, *about: object) -> None:
        self._leave()
        self._bench.open -= 1
        self._bench.metrics.add("uploads_open", -1)
        writer = self._intake.writer
        if self._job is None:
            writer.abort()
        else:  # at once when the job is done
            self._job.add_done_callback(lambda _: writer.abort())

    async def run(self, receive: Receive) -> Report:
        """Read and judge the body.

        Raises:
            Refusal: `slow`, `body-longer`, `quota`, `busy`. Cut: the client has gone.
        """
        return await self.judge(pieces(receive, self._size, self._bench.limits))

    @property
    def size(self) -> int:
        """Bytes that have come."""
        return self._intake.writer.size

    async def judge(self, given: AsyncGenerator[bytes, None]) -> Report:
        """Judge the bytes of a session as they come; what gives them is closed. Raises as it does, and as `run`."""
        intake = self._intake
        async with aclosing(given) as body:
            async for piece in body:
                await self._work(partial(intake.take, piece))
                if intake.report is None and intake.heavy and not intake.judging:
                    await self._borrow()
                if intake.report is not None:
                    return intake.report
        return await self._judged()

    async def commit(self) -> str:
        """Give the file its name. Returns its path."""
        report = self._intake.report
        assert report is not None
        assert report.valid
        path = await self._work(self._intake.writer.commit)
        return str(path)

    async def _judged(self) -> Report:
        """The report on a whole body."""
        intake = self._intake
        if not self._live or self._bench.admissions.settle(self):
            await self._work(intake.finish)
        self._leave()
        if intake.report is None:
            await self._bench.admissions.take()
            try:
                await self._work(intake.judge_whole)
            finally:
                self._after_job(lambda: self._bench.admissions.give(None))
        assert intake.report is not None
        return intake.report

    async def _work(self, step: Callable[[], object]) -> object:
        """Do something in a worker thread. Raises Refusal `quota` when there is no room."""
        self._job = self._bench.submit(step)
        try:
            return await asyncio.wrap_future(self._job)
        except QuotaError:
            raise Refusal("quota") from None
        finally:
            if self._asked:
                self._leave()

    # -- a borrowed place --

    async def _borrow(self) -> None:
        if self._bench.admissions.borrow(self, self._ask):
            self._live = True
            await self._work(self._intake.catch_up)

    def _ask(self) -> None:
        """Somebody waits for our place."""
        self._asked = True
        if self._job is None or self._job.done():
            self._leave()

    def _leave(self) -> None:
        """Give a borrowed place back, as soon as no worker uses it."""
        if not self._live:
            return
        self._live = self._asked = False
        self._after_job(self._left)

    def _left(self) -> None:
        self._intake.drop()
        self._bench.admissions.give(self)

    def _after_job(self, step: Callable[[], None]) -> None:
        """Run a step in the event loop: now, or when the worker is done with this upload."""
        job, loop = self._job, asyncio.get_running_loop()
        if job is None or job.done():
            step()
        else:
            job.add_done_callback(lambda _: None if loop.is_closed() else loop.call_soon_threadsafe(step))
