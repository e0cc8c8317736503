"""The gate of everything that is written: each byte goes out and through the judge, as the generation that it is of.

Rules of this file: what the judge doesn't call valid is an error of the caller. Spec: 9.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from cellucid_session.check.engine import Judge
from cellucid_session.errors import BudgetError, UsageError
from cellucid_session.generated.generations import EARLIEST
from cellucid_session.model import INCONCLUSIVE, Finding, Limits, Report

if TYPE_CHECKING:
    from cellucid_session.generation import Generation


class RefusedError(UsageError):
    """What was to be written would be no valid session.

    Attributes:
        findings: what the judge said of it.
    """

    def __init__(self, findings: Sequence[Finding]) -> None:
        worst = [item for item in findings if item.level == "error"] or list(findings)
        told = "; ".join(
            f"{item.message}{'' if item.chunk is None else f' (chunk {item.chunk})'} [{item.rule}]"
            for item in worst[:3]
        )
        super().__init__(f"this would be no valid session: {told}", worst[0] if worst else None)
        self.findings = tuple(findings)


def judged(
    out: Any,
    manifest: bytes,
    frames: Iterable[tuple[int, Iterable[bytes]]],
    limits: Limits | None,
    generation: Generation = EARLIEST,
) -> Report:
    """Write a session to `out` and through the judge, which takes no other generation.

    Raises:
        RefusedError: the judge refuses it. BudgetError: a budget ran out. By then bytes went to `out`.
    """
    judge = Judge(limits=limits, early_exit=False, generations=frozenset((generation.number,)))

    def both(piece: bytes) -> None:
        judge.feed(piece)
        out(piece)

    generation.writers["session"](both, manifest=manifest, frames=frames)
    report = judge.close()
    if report.verdict == INCONCLUSIVE:
        short = next(finding for finding in report.findings if finding.cls == "budget")
        raise BudgetError(f"{short.message} [{short.rule}]", short)
    if not report.valid:
        raise RefusedError(report.findings)
    return report
