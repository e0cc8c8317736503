"""Texts of a report made fit for XML and HTML, for all renderings that need it.

Rules of this file:

* Messages and chunk ids have gone through `safe` when they were made. `clean` is a second wall: whatever draws
  nothing, moves the cursor or turns the direction of reading is an escape after it, and backslashes stay single.
* What leaves for a page or an XML text is ASCII: every other character is a numeric reference, so that no
  encoding of a terminal or a server can change it.
"""

from __future__ import annotations

import html
import re

from cellucid_session.generated import text as T
from cellucid_session.report.text import shown_path
from cellucid_session.safe import safe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cellucid_session.model import Finding

_UNSEEN = re.compile(f"[{T.CONTROL}{T.BIDI}{T.INVISIBLE}{T.JOINER}]")


def clean(text: str) -> str:
    """A text that was made safe before, free of what draws nothing whatever it was."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        char if char.isprintable() and not _UNSEEN.match(char) else _escape(ord(char)) for char in text
    )


def _escape(code: int) -> str:
    if code < 0x80:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def marked_up(text: str) -> str:
    """A text as the content of an element or an attribute, in ASCII."""
    return html.escape(clean(text)).encode("ascii", "xmlcharrefreplace").decode("ascii")


def place(finding: Finding) -> list[tuple[str, str]]:
    """Where a finding lies: name and value of each thing that is known, as clean texts."""
    told = []
    if finding.chunk is not None:
        told.append(("chunk", clean(finding.chunk)))
    if finding.pointer is not None:
        told.append(("JSON pointer", clean(safe(finding.pointer)) or "the root"))
    if (span := finding.span) is not None:
        told.append(("bytes of the file", f"{span.start} to {span.end} ({len(span)})"))
    if (inside := finding.inflated_span) is not None:
        told.append(("bytes of the inflated chunk", f"{inside.start} to {inside.end} ({len(inside)})"))
    return told


__all__ = ["clean", "marked_up", "place", "shown_path"]
