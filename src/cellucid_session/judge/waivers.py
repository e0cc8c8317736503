"""Waivers of a policy: one rule, one file, one owner, until one day.

Rules of this file:

* A waiver covers the file of its digest and no other, so a file whose digest is unknown is never waived.
* It makes a finding of class conformance or advice a note that says who answers for it. Class safety, a budget
  and a failure of the tool can't be waived, and the verdict is settled anew from what is left.
* When errors were counted and not kept, nobody knows what they are: then nothing is waived.
* The clock is asked only when a waiver fits and the caller gave no date.
"""

from __future__ import annotations

from cellucid_session.generated.rules import RULES
from cellucid_session.judge.policy_values import WAIVABLE
from cellucid_session.model import INVALID, VALID, Finding, Report

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from cellucid_session.judge.policy_values import Waiver


def now() -> str:
    """The date in UTC, YYYY-MM-DD."""
    from datetime import datetime, timezone

    return datetime.now(timezone.utc).date().isoformat()  # noqa: UP017 - one name less to import


def waive(report: Report, waivers: Sequence[Waiver], today: str | None) -> None:
    """Make notes of the findings that waivers cover, and settle the verdict.

    Args:
        report: changed in place; all its findings, before any are left out for show.
        today: the date, YYYY-MM-DD; None: the clock's.
    """
    fitting = [waiver for waiver in waivers if waiver.sha256 == report.sha256]
    if not fitting or not _all_errors_kept(report):
        return
    today = today or now()
    holding: dict[str, Waiver] = {}
    for waiver in fitting:
        if today <= waiver.until:
            holding.setdefault(waiver.rule, waiver)
    report.findings = tuple(_waived(finding, holding.get(finding.rule)) for finding in report.findings)
    if report.verdict == INVALID and not any(True for _ in report.of_level("error")):
        report.verdict = VALID


def _all_errors_kept(report: Report) -> bool:
    """An error takes the place of advice: while advice is kept, no error was left out."""
    return not report.suppressed or any(finding.level != "error" for finding in report.findings)


def _waived(finding: Finding, waiver: Waiver | None) -> Finding:
    if waiver is None or RULES[finding.rule][0] not in WAIVABLE:
        return finding
    return finding.replace(level="note", waived=(waiver.reason, waiver.owner, waiver.until))
