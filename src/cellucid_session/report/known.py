"""Whether a file that is there is a report, so that another report may take its place.

Rules of this file: the name of a file says nothing. A report names its program near its beginning, or is a text whose
first lines look like one; whatever else is there is somebody's.
"""

from __future__ import annotations

import re

#: what JSON, SARIF, JUnit, HTML and the badge of a report name, near their beginning
_PROGRAMS = (
    b'"cellucid-validate"',
    b"<title>cellucid-validate:",
    b'"cellucid-conformance"',
    b'"cellucid-session reader"',
    b'"cellucid-session writer"',
)
_TEXT = re.compile(
    rb"\A(?:[^\n]*: (?:valid|INVALID|INCONCLUSIVE|ERROR)(?: \(|\r?\n)"  # of cellucid-validate
    rb"|# Conformance of a (?:reader|writer)| *(?:reader|writer)[^\n]*: (?:[^\n]*\n)+?suite [0-9a-f]{64}\n)"
)


def is_report(head: bytes) -> bool:
    """Whether the first bytes of a file are those of a report."""
    if head.lstrip()[:1] in (b"{", b"<"):
        return any(name in head for name in _PROGRAMS)
    return _TEXT.match(head) is not None
