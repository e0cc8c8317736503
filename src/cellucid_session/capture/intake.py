"""What is done with the bytes of one upload: written, digested and judged as they come.

Rules of this file:

* It does blocking work and is called in worker threads, one call at a time for one upload.
* An upload begins with light budgets. What proves too heavy for them goes on to disk and is judged with the policy's
  budgets, from its first byte, while it is admitted (`admissions`). The report is the one of the last judgement.
* Whatever breaks ends in a report that is not `valid`.
Spec: 15.4.
"""

from __future__ import annotations

import hashlib
import os

from cellucid_session.capture.limits import GateLimits
from cellucid_session.capture.log import failure
from cellucid_session.capture.store import Writer
from cellucid_session.check.engine import Judge
from cellucid_session.errors import SessionError
from cellucid_session.generated import rules as R
from cellucid_session.generated.framing import MAGICS
from cellucid_session.io import files
from cellucid_session.judge import outcomes, walk
from cellucid_session.judge.policy import Policy
from cellucid_session.judge.settings import Settings, taken
from cellucid_session.model import KIND_SESSION, DatasetFacts, Limits, Report

HEAD = max(map(len, MAGICS)) + 4  # bytes up to the manifest, at most
BUDGETS = (R.BUDGET_JSON_BYTES, R.BUDGET_JSON_NODES, R.BUDGET_CHUNKS)  # that the light judgement has less of


class Intake:
    """The bytes of one upload.

    Args:
        size: bytes that the upload says it has.

    Attributes:
        report: the judgement, once there is one.
        heavy: whether it needs to be admitted to be judged.
    """

    def __init__(
        self, writer: Writer, size: int, policy: Policy, limits: GateLimits, dataset: DatasetFacts | None
    ) -> None:
        self.writer = writer
        self.report: Report | None = None
        self.heavy = False
        self._size = size
        self._light = limits.light(policy.limits)
        self._settings = Settings(
            limits=limits.full(policy.limits),
            dataset=dataset,
            policy=policy if policy.rules else None,
            generations=taken(policy, None),
        )
        self._digest = hashlib.sha256()
        self._head = b""
        self._engine: Judge | None = self._judge(self._light)

    def _judge(self, limits: Limits) -> Judge:
        given = self._settings
        return Judge(
            KIND_SESSION,
            limits=limits,
            dataset=given.dataset,
            policy=given.policy,
            generations=given.generations,
        )

    @property
    def judging(self) -> bool:
        """Whether somebody judges what comes."""
        return self._engine is not None

    def take(self, piece: bytes) -> None:
        """Write a piece and judge it. Raises QuotaError, or OSError of the system."""
        self.writer.write(piece)
        self._digest.update(piece)
        if len(self._head) < HEAD:
            self._head += piece[: HEAD - len(self._head)]
        if self._engine is not None:
            self._guarded(self._feed, piece)

    def _guarded(self, step: object, *arguments: object) -> None:
        try:
            step(*arguments)  # type: ignore[operator]
        except SessionError:
            raise
        except Exception as exc:  # noqa: BLE001 - whatever breaks on the way must not look like a judgement
            self._engine = None
            self.report = outcomes.failed(KIND_SESSION, outcomes.internal(exc))
            failure(exc, "an upload could not be judged")

    def _feed(self, piece: bytes) -> None:
        assert self._engine is not None
        wanted = self._engine.feed(piece)
        if not self.heavy and (self._too_heavy(self._engine, over=not wanted) or self._large_manifest()):
            self.heavy = True
            self._engine = None
        elif not wanted:
            self._settle(complete=False)

    def _large_manifest(self) -> bool:
        """Whether the manifest says that it is longer than a light text; the engine gathers it before it judges."""
        for magic in MAGICS:
            said = self._head[len(magic) : len(magic) + 4]
            if self._head.startswith(magic) and len(said) == 4:
                return int.from_bytes(said, "little") > self._light.json_bytes
        return False

    def _too_heavy(self, engine: Judge, *, over: bool) -> bool:
        """Whether a light judgement ended because it was light."""
        return (
            over
            and self._light != self._settings.limits
            and any(finding.rule in BUDGETS for finding in engine.close().findings)
        )

    def _settle(self, *, complete: bool) -> None:
        assert self._engine is not None
        source = files.Input(os.dup(self.writer.descriptor))
        try:
            fed = walk.Fed(self.writer.size, self._digest if complete else None)
            report = walk.settle(self._engine, fed, self._settings)
            walk.show(report, source, self._settings)
            self.report = report
        finally:
            source.close()
            self._engine = None

    def finish(self) -> None:
        """The upload is whole: make the report, unless it is too heavy for the judge that it has."""
        self._guarded(self._finish)

    def _finish(self) -> None:
        if self._engine is None:
            return
        self._engine.close()
        if not self.heavy and self._too_heavy(self._engine, over=True):
            self.heavy = True
            self._engine = None
        else:
            self._settle(complete=True)

    # -- while it is admitted --

    def catch_up(self) -> None:
        """Judge with the policy's budgets what has come so far, and what comes from now on."""
        self._engine = self._judge(self._settings.limits)
        self._guarded(self._from_disk)

    def _from_disk(self) -> None:
        at = 0
        while at < self.writer.size and self._engine is not None:
            piece = os.pread(self.writer.descriptor, files.PIECE, at)
            if not piece:
                raise OSError("the upload can't be read back")
            at += len(piece)
            self._feed(piece)

    def drop(self) -> None:
        """Give up the judge, and what it holds."""
        if self.report is None:
            self._engine = None

    def judge_whole(self) -> None:
        """Judge the whole upload from the disk."""
        self.catch_up()
        self.finish()
