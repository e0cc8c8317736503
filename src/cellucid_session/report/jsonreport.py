"""The JSON report: one document over all inputs.

Rules of this file:

* The keys, their order and their meaning are a promise to callers, which the schema `report` states too.
* With certificates the document carries the SHA-256 of its own canonical form.
* The same inputs give the same bytes: no clock, no absolute path that was not given, ASCII only.
* A file name that is no UTF-8 is shown with its odd bytes as `\\xNN`, because a JSON text can't hold them.
"""

from __future__ import annotations

from cellucid_session import __version__, inflaters
from cellucid_session.generated.rule_texts import TEXTS
from cellucid_session.safe import path_bytes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from cellucid_session.model import Finding, Report, Span
    from cellucid_session.protocols import PolicyFacts

REPORT = 1  # version of the document
TOOL = "cellucid-validate"
SUMMARY = ("chunks", "pages", "groups", "fields", "inflated_bytes", "entries")  # counts, in this order
LEVELS = ("error", "warning", "note")
WAIVED = ("reason", "owner", "until")


def path_text(path: str) -> str:
    """A path as a text that any JSON reader takes."""
    return path_bytes(path).decode("utf-8", "backslashreplace")


def _span(span: Span | None) -> dict[str, int] | None:
    return None if span is None else {"start": span.start, "end": span.end}


def finding_values(finding: Finding) -> dict[str, Any]:
    """One finding as plain values; `waived` is there only when a waiver covers it."""
    waived = {}
    if finding.waived is not None:
        waived = {"waived": dict(zip(WAIVED, finding.waived, strict=True))}
    return {
        "rule": finding.rule,
        "class": finding.cls,
        "level": finding.level,
        "message": finding.message,
        "chunk": finding.chunk,
        "pointer": finding.pointer,
        "span": _span(finding.span),
        "inflated_span": _span(finding.inflated_span),
        "excerpt": finding.excerpt,
        "remedy": TEXTS[finding.rule][2],
        **waived,
    }


def suppressed_levels(report: Report) -> dict[str, int]:
    """Findings that are not kept, by level, the grave ones first."""
    return {level: report.hidden[level] for level in LEVELS if report.hidden.get(level)}


def result_values(report: Report) -> dict[str, Any]:
    """One report as plain values."""
    return {
        "path": path_text(report.path),
        "kind": report.kind,
        "verdict": report.verdict,
        "generation": report.generation,
        "releases": list(report.releases),
        "bytes": report.bytes,
        "sha256": report.sha256,
        "findings": [finding_values(finding) for finding in report.findings],
        "suppressed": report.suppressed,
        **({"suppressed_levels": suppressed_levels(report)} if report.hidden else {}),
        "summary": {name: report.summary[name] for name in SUMMARY if name in report.summary},
        **({} if report.certificate is None else {"certificate": report.certificate}),
    }


def tool() -> dict[str, str]:
    """Who judged; and by which library it inflated, where that is not the interpreter's own."""
    inflater = inflaters.name()
    return {"name": TOOL, "version": __version__} | (
        {} if inflater == inflaters.PLAIN else {"inflater": inflater}
    )


def head(policy: PolicyFacts) -> dict[str, Any]:
    """What is said once: version of the document, tool, policy."""
    return {
        "report": REPORT,
        "tool": tool(),
        "policy": {"name": policy.name, "sha256": policy.sha256, "limits": policy.limits.as_dict()},
    }


def document(reports: Iterable[Report], policy: PolicyFacts) -> dict[str, Any]:
    """The whole document as plain values; with certificates it carries its own digest."""
    known = list(reports)
    values = head(policy) | {"results": [result_values(report) for report in known]}
    if any(report.certificate is not None for report in known):
        values["sha256"] = digest(values)
    return values


def digest(values: dict[str, Any]) -> str:
    """The SHA-256 of a document's canonical JSON (13.3). It holds no fractions and no key beyond ASCII."""
    import json
    from hashlib import sha256

    text = json.dumps(values, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return sha256(text.encode("utf-8")).hexdigest()


def ascii_json(value: Any, indent: int | None = None) -> str:
    """A value as JSON of printable ASCII, DEL escaped too; on one line unless indented."""
    import json

    text = json.dumps(value, indent=indent, ensure_ascii=True, allow_nan=False)
    return text.replace("\x7f", "\\u007f")


def render(reports: Iterable[Report], policy: PolicyFacts) -> str:
    """The document as a text, with a newline at its end."""
    return ascii_json(document(reports, policy), indent=2) + "\n"
