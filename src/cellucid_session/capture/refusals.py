"""What the gate answers when it does not do what was asked: a status and a fixed text for each reason.

Rules of this file:

* A text is one of those that `declare/gate.py` gives. Nothing of the request, of a file's path or of an exception is
  ever a part of it.
* Every answer closes its connection: one connection carries one request.
"""

from __future__ import annotations

from cellucid_session.generated.gate import REFUSALS

RETRY = {"busy": "1", "quota": "60"}  # reason -> seconds


class Refusal(Exception):
    """A request that is answered with one of the fixed texts.

    Attributes:
        reason: key of `REFUSALS`. status: of HTTP. text: what is said.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.status, self.text = REFUSALS[reason]


class Cut(Exception):
    """The client is gone: there is nobody to answer."""
