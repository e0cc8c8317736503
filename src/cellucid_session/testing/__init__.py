"""Hypothesis strategies for sessions: valid ones, nearly valid ones, and sessions with the AnnData that they are for.

Rules of this package:

* What `sessions` draws is valid, and every family, codec and encoding of the format occurs in it. What `near_valid`
  draws differs from a valid session at one level (see `LEVELS`), and everything above that level fits again: the
  common rules are broken often, the rare ones seldom. `breaking` draws from the conformance suite, each rule alike.
* Bytes are made by the encoder of the conformance suite, which shares nothing with the package's readers.
* Drawn data sets are small (at most 20 cells): a test wants many of them.

Needs hypothesis (`python -m pip install "cellucid-session[testing]"`). Example::

    from hypothesis import given
    from cellucid_session import testing, validate

    @given(testing.sessions())
    def test_my_reader_takes_what_is_valid(data: bytes) -> None:
        assert validate(data).verdict == "valid"
        my_reader(data)
"""

from __future__ import annotations

from cellucid_session.testing.breaking import breaking, rules
from cellucid_session.testing.changes import LEVELS, near_valid
from cellucid_session.testing.contents import annotated, ids, manifests, sessions
from cellucid_session.testing.payloads import binary_payloads, json_payloads

__all__ = [
    "LEVELS",
    "annotated",
    "binary_payloads",
    "breaking",
    "ids",
    "json_payloads",
    "manifests",
    "near_valid",
    "rules",
    "sessions",
]
