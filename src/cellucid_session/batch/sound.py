"""Whether a report that came from a journal can be shown: everything that a rendering reads is what it must be.

Rules of this file: who wrote a line is not known. A value of another type, size or range is no report of ours, and the
file is judged again: never a crash, never a number that was made up.
"""

from __future__ import annotations

import re

from cellucid_session.generated.recognition import RELEASES
from cellucid_session.generated.rules import RULES
from cellucid_session.model import KIND_SESSION, KIND_SNAPSHOTS, Finding, Report, Span
from cellucid_session.safe import safe

MOST = 1 << 63  # of a count or a size
TEXT = 1 << 16  # characters of a text that is shown
LEVELS = ("error", "warning", "note")
#: what has lists and objects in a report, and lists in a finding
SHAPE = {"releases": list, "layout": list, "members": list, "findings": list, "summary": dict, "hidden": dict}
LISTS = ("waived", "around", "span", "inflated_span")
#: of a summary: what is no number; no rendering shows it
UNCOUNTED = ("opens",)
CERTIFICATE: dict[str, tuple[type, ...]] = {
    "spans": (list,),
    "manifest": (dict, type(None)),
    "chunks": (list,),
    "rules": (list,),
}

_DIGEST = re.compile("[0-9a-f]{64}")
_HEX = re.compile("(?:[0-9a-f]{2}(?: [0-9a-f]{2})*)?")


def shaped(values: object) -> bool:
    """Whether the plain values of a report have its shape, before they are made one: no text stands for a list."""
    if type(values) is not dict or any(type(values.get(name)) is not kind for name, kind in SHAPE.items()):
        return False
    return all(
        type(found) is dict
        and type(found.get("level")) is str
        and all(type(found.get(name)) in (list, type(None)) for name in LISTS)
        for found in values["findings"]
    )


def sound(report: Report) -> bool:
    """Whether a report can be shown. It need not be true: who can write the journal can make it say anything."""
    generations = (None, *RELEASES)
    releases = {name for names in RELEASES.values() for name in names}
    return (
        report.kind in (KIND_SESSION, KIND_SNAPSHOTS)
        and type(report.generation) in (int, type(None))
        and report.generation in generations
        and type(report.releases) is tuple
        and all(type(name) is str and name in releases for name in report.releases)
        and _count(report.bytes)
        and (report.sha256 is None or _matches(_DIGEST, report.sha256))
        and _count(report.suppressed)
        and all(_count(value) for name, value in report.summary.items() if name not in UNCOUNTED)
        and all(type(report.summary.get(name)) in (str, type(None)) for name in UNCOUNTED)
        and _counts(report.hidden)
        and set(report.hidden) <= set(LEVELS)
        and all(_part(*each) for each in report.layout)
        and all(_shown(name) and _count(cells) and _maybe(of) for name, cells, of in report.members)
        and (report.certificate is None or _certificate(report.certificate))
        and all(_finding(each, report.bytes) for each in report.findings)
    )


def _finding(found: Finding, size: int) -> bool:
    return (
        found.rule in RULES
        and found.level in LEVELS
        and type(found.message) is str
        and all(text is None or _shown(text) for text in (found.message, found.chunk))
        and (found.pointer is None or (type(found.pointer) is str and len(found.pointer) <= TEXT))
        and (found.pointer is None or _shown(found.pointer))
        and (found.span is None or (_span(found.span) and found.span.end <= size))
        and (found.inflated_span is None or _span(found.inflated_span))
        and (found.excerpt is None or _matches(_HEX, found.excerpt))
        and _texts(found.around, 2, _HEX)
        and _texts(found.waived, 3)
    )


def _part(name: object, start: object, end: object, inflated: object) -> bool:
    if not (isinstance(start, int) and isinstance(end, int) and _count(start) and _count(end)):
        return False
    return start <= end and _shown(name) and _maybe(inflated)


def _span(span: Span) -> bool:
    return _count(span.start) and _count(span.end) and span.start <= span.end


def _count(value: object) -> bool:
    return type(value) is int and 0 <= value < MOST


def _maybe(value: object) -> bool:
    return value is None or _count(value)


def _counts(values: object) -> bool:
    return type(values) is dict and all(type(name) is str and _count(each) for name, each in values.items())


def _matches(pattern: re.Pattern[str], text: object) -> bool:
    return type(text) is str and len(text) <= TEXT and pattern.fullmatch(text) is not None


def _texts(values: object, many: int, pattern: re.Pattern[str] | None = None) -> bool:
    if values is None:
        return True
    if type(values) is not tuple or len(values) != many:
        return False
    return all(type(text) is str and (pattern is None or _matches(pattern, text)) for text in values)


def _certificate(values: object) -> bool:
    if type(values) is not dict or set(values) != set(CERTIFICATE):
        return False
    return all(isinstance(values[name], kind) for name, kind in CERTIFICATE.items())


def _shown(text: object) -> bool:
    """Whether a text is fit to be shown as it is."""
    if type(text) is not str or len(text) > TEXT:
        return False
    bare = text.replace("\\", "")
    return safe(bare, len(bare) + 1) == bare
