"""Reports that no engine made, and how many findings of one are shown.

Rules of this file: what could not be judged is never `valid`. An exception is told by its type and place; its own text
may hold bytes of the file.
"""

from __future__ import annotations

from cellucid_session.generated.rules import TOOL_INTERNAL
from cellucid_session.model import ERROR, INCONCLUSIVE, Finding, Report

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cellucid_session.judge.settings import Settings


def failed(kind: str, finding: Finding, path: str = "", settings: Settings | None = None) -> Report:
    """The report on an input that could not be judged at all, for a reason of class tool or budget."""
    verdict = INCONCLUSIVE if finding.cls == "budget" else ERROR
    report = Report(verdict=verdict, path=path, kind=kind, findings=(finding,))
    if settings is not None and settings.certificate:
        from cellucid_session.judge.certificate import empty

        report.certificate = empty(report)
    return report


def internal(exc: BaseException) -> Finding:
    """An exception as a finding: its type and where it arose. Its own text may hold bytes of the file."""
    place = ""
    step = exc.__traceback__
    while step is not None:
        module = str(step.tb_frame.f_globals.get("__name__", ""))
        if module.startswith("cellucid_session"):
            place = f" in {module}, line {step.tb_lineno}"
        step = step.tb_next
    return Finding(TOOL_INTERNAL, f"{type(exc).__name__}{place}")


def keep(report: Report, most: int | None) -> Report:
    """Keep at most `most` findings, errors before advice, in the order of the file; count the others."""
    if most is not None and len(report.findings) > most:
        order = {"error": 0, "warning": 1, "note": 2}
        ranked = sorted(range(len(report.findings)), key=lambda at: order[report.findings[at].level])
        kept = sorted(ranked[:most])
        report.suppressed += len(report.findings) - len(kept)
        for at in set(ranked) - set(kept):
            level = report.findings[at].level
            report.hidden[level] = report.hidden.get(level, 0) + 1
        report.findings = tuple(report.findings[at] for at in kept)
    return report
