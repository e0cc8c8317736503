"""The push core: bytes in, a report out. It does no I/O and imports nothing heavy.

Rules of this file: `feed` and `close` never raise on bad input. The verdict is `valid` only when the input was
judged to its end and nothing refuses it. Spec: 1.2.
"""

from __future__ import annotations

from cellucid_session.arguments import FLAG, TEXT, Kind, hold, shown
from cellucid_session.check.collector import Collector
from cellucid_session.check.session import SessionJudge
from cellucid_session.errors import ArgumentTypeError, UsageError
from cellucid_session.model import KIND_SESSION, KIND_SNAPSHOTS, VALID, DatasetFacts, Limits, Report
from cellucid_session.owning import Uncopied
from cellucid_session.safe import safe, safe_pointer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from cellucid_session.check.snapshots import SnapshotsJudge
    from cellucid_session.model import Finding
    from cellucid_session.protocols import Demands


def _snapshots(*arguments: Any) -> SnapshotsJudge:
    from cellucid_session.check.snapshots import SnapshotsJudge

    return SnapshotsJudge(*arguments)


def _witness(kind: str) -> Callable[..., Any]:
    from cellucid_session.check import witness

    return witness.SessionWitness if kind == KIND_SESSION else witness.SnapshotsWitness


#: kind of input -> what judges it; the less common one is loaded when it is asked for
JUDGES: dict[str, Callable[..., SessionJudge | SnapshotsJudge]] = {
    KIND_SESSION: SessionJudge,
    KIND_SNAPSHOTS: _snapshots,
}


#: what the arguments of a `Judge` must be
ARGUMENTS = {
    "kind": TEXT,
    "limits": Kind("a Limits", Limits).optional(),
    "dataset": Kind("a DatasetFacts", DatasetFacts).optional(),
    "early_exit": FLAG,
    "certificate": FLAG,
    "generations": Kind("a frozenset of numbers", frozenset).optional(),
}


class Judge(Uncopied):
    """Judges one input that is fed in pieces of any size; how it is cut makes no difference.

    How many bytes there are is not asked, and would make no difference: see spec 2.1.

    Args:
        kind: "session" or "state-snapshots".
        limits: budgets of the policy.
        dataset: what the caller knows of the data set that a session is meant for.
        early_exit: stop at the first byte that proves a finding of class safety.
        policy: gives the levels of advice; its budgets count as `limits` only.
        certificate: remember what was judged, for a coverage certificate; `witness` then has it.
        generations: those of the format that are taken; None: all that are known.

    Example:
        >>> judge = Judge()
        >>> judge.feed(b"not a session")
        False
        >>> judge.close().verdict
        'invalid'
    """

    def __init__(
        self,
        kind: str = KIND_SESSION,
        *,
        limits: Limits | None = None,
        dataset: DatasetFacts | None = None,
        early_exit: bool = True,
        policy: Demands | None = None,
        certificate: bool = False,
        generations: frozenset[int] | None = None,
    ) -> None:
        hold(ARGUMENTS, locals())
        if kind not in JUDGES:
            raise UsageError(f"no kind is called that; there are: {', '.join(JUDGES)}")
        if policy is not None and not hasattr(policy, "effective_levels"):
            raise ArgumentTypeError(f"policy must be a Policy, or None, not {shown(policy)}")
        limits = limits if limits is not None else Limits()
        self.kind = kind
        self._early_exit = early_exit
        self._fed = 0
        self._failed = False
        make: Callable[..., Collector] = Collector
        judge: Callable[..., SessionJudge | SnapshotsJudge] = JUDGES[kind]
        if certificate:
            from cellucid_session.check.witness import Witness as make  # noqa: N813

            judge = _witness(kind)
        self._collector = make(limits.findings, policy)
        given = {"taken": generations} if kind == KIND_SESSION else {}
        known = dataset if dataset is not None else DatasetFacts()
        self._judge = judge(self._collector, limits, known, early_exit, **given)
        self._report: Report | None = None

    @property
    def hopeless(self) -> bool:
        """The verdict is settled and is not `valid`."""
        return self._judge.over and not self._judge.complete

    @property
    def witness(self) -> Any:
        """What judged, and remembers it if it was asked for a certificate."""
        return self._judge

    @property
    def consumed(self) -> int:
        """How many bytes were judged."""
        return self._judge.consumed

    def feed(self, piece: bytes | bytearray | memoryview) -> bool:
        """Judge a piece of the input.

        Returns:
            Whether more is wanted: False once the input is refused, unless `early_exit` is off.
        """
        if self._report is not None:
            raise ValueError("the judgement is closed")
        self._fed += len(piece)
        if not self._judge.over:
            self._judge.feed(piece if type(piece) is bytes else bytes(piece))
        return not (self._judge.over and self._early_exit)

    def fail(self, finding: Finding) -> None:
        """Add a finding from outside (an input that changed or can't be read on); the answer is then no.

        Where the input would have ended is not known any more, so that its end is not judged.
        """
        self._failed = True
        self._collector.settled = self._judge.over
        self._collector.add(
            finding.rule,
            finding.message,
            span=None if finding.span is None else (finding.span.start, finding.span.end),
        )

    def close(self) -> Report:
        """Say that the input is over, and get the report."""
        if self._report is None:
            judge, collector = self._judge, self._collector
            if self._failed:
                judge.over = True
            judge.end()
            verdict = collector.verdict(judge.complete)
            self._report = Report(
                verdict=verdict,
                kind=self.kind,
                generation=judge.generation,
                releases=judge.releases() if verdict == VALID else (),
                size=judge.consumed if self._early_exit else self._fed,
                findings=collector.findings(safe, safe_pointer, None if self._early_exit else self._fed),
                suppressed=collector.suppressed,
                summary=judge.summary(),
                layout=judge.layout(),
                members=judge.members(),
                hidden=collector.hidden(),
            )
            self._report.reach()
        return self._report
