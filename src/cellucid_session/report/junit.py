"""JUnit XML, for test dashboards: an input is a test case.

Rules of this file:

* `invalid` is a failure; `inconclusive` and `error` are errors, because nothing was proven of the file.
* Advice stands in `system-out` and fails nothing.
* ASCII, no clock, no host name: the same inputs give the same bytes, unless somebody asks for times. What was not
  measured is `time="0"`: the schemas of some readers want the attribute.
"""

from __future__ import annotations

from cellucid_session.generated.rule_texts import TEXTS
from cellucid_session.model import INVALID, VALID
from cellucid_session.report.jsonreport import TOOL
from cellucid_session.report.rendering import marked_up, shown_path
from cellucid_session.report.text import where

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cellucid_session.model import Finding, Report
    from cellucid_session.protocols import PolicyFacts


def _line(finding: Finding) -> str:
    parts = [f"{finding.level} {finding.rule}: {finding.message or TEXTS[finding.rule][0]}"]
    if told := where(finding):
        parts.append(f"[{told}]")
    if finding.waived is not None:
        reason, owner, until = finding.waived
        parts.append(f"waived until {until} by {owner}: {reason}")
    return marked_up(" ".join(parts))


def _outcome(report: Report) -> Iterator[str]:
    """Failure or error of a test case, then the advice."""
    errors = list(report.of_level("error"))
    if report.verdict != VALID:
        kind = "failure" if report.verdict == INVALID else "error"
        first = errors[0] if errors else None
        why = first.message or TEXTS[first.rule][0] if first is not None else ""
        message = f"{report.verdict}: {why}" if why else report.verdict
        lines = [_line(finding) for finding in errors]
        if report.suppressed:
            lines.append(f"{report.suppressed} findings are not shown")
        yield (
            f'      <{kind} type="{first.rule if first is not None else report.verdict}" '
            f'message="{marked_up(message)}">{chr(10).join(lines)}</{kind}>\n'
        )
    advice = [_line(finding) for level in ("warning", "note") for finding in report.of_level(level)]
    if advice:
        yield f"      <system-out>{chr(10).join(advice)}</system-out>\n"


def _time(seconds: float) -> str:
    """Seconds as the attribute has them: a decimal number, to the microsecond."""
    return f'time="{seconds:.6f}"' if seconds else 'time="0"'


def _case(report: Report, seconds: float) -> Iterator[str]:
    named = f'classname="{TOOL}.{report.kind}" name="{marked_up(shown_path(report.path))}"'
    inside = "".join(_outcome(report))
    yield (
        f"    <testcase {named} {_time(seconds)}>\n{inside}    </testcase>\n"
        if inside
        else (f"    <testcase {named} {_time(seconds)}/>\n")
    )


def render(reports: Iterable[Report], policy: PolicyFacts, seconds: Sequence[float] | None = None) -> str:
    """The whole XML document, with a newline at its end.

    Args:
        seconds: what each report took, in their order; None when nobody measured.
    """
    known = list(reports)
    failures = sum(report.verdict == INVALID for report in known)
    errors = sum(report.verdict not in (VALID, INVALID) for report in known)
    counts = f'tests="{len(known)}" failures="{failures}" errors="{errors}" skipped="0"'
    told = (("policy", policy.name), ("policy.sha256", policy.sha256))
    properties = "".join(
        f'      <property name="{name}" value="{marked_up(value)}"/>\n' for name, value in told
    )
    took = [0.0] * len(known) if seconds is None else seconds
    whole = _time(sum(took))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<testsuites name="{TOOL}" {counts} {whole}>\n'
        f'  <testsuite name="{TOOL}" {counts} {whole}>\n'
        f"    <properties>\n{properties}    </properties>\n"
        + "".join(part for report, spent in zip(known, took, strict=True) for part in _case(report, spent))
        + "  </testsuite>\n</testsuites>\n"
    )
