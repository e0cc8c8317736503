"""What goes wrong in a gate, for the log of whoever runs it.

Rules of this file:

* There is one logger, `cellucid_session.capture`; it has no handler and no level of its own, as libraries should. What
  a service's gate did goes to one below it, `cellucid_session.capture.uploads`: one line of JSON for each request.
* A traceback may repeat anything that a request brought, so each of its lines is made safe; their number is bounded.
Spec: 15.7.
"""

from __future__ import annotations

import logging
import traceback

from cellucid_session.report.jsonreport import ascii_json
from cellucid_session.safe import safe

LOG = logging.getLogger("cellucid_session.capture")
UPLOADS = LOG.getChild("uploads")
LINE = 400  # characters of a line
LINES = 200  # lines of a traceback


def failure(exc: BaseException, what: str = "a request was answered 500") -> None:
    """Log an exception, and what came of it."""
    if not LOG.isEnabledFor(logging.ERROR):
        return
    text = "".join(traceback.format_exception(exc, limit=-LINES))
    lines = text.split("\n", LINES)[:LINES]
    # what a line begins with is this interpreter's own, but for the exception's text
    shown = "\n".join(safe(line, LINE) for line in lines).rstrip()
    LOG.error("%s, because this was raised:\n%s", what, shown)


def upload(**values: object) -> None:
    """Log one request as one line of printable ASCII. Texts are ours, or made safe by the caller."""
    if UPLOADS.isEnabledFor(logging.INFO):
        UPLOADS.info("%s", ascii_json(values))
