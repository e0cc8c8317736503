"""JSON Lines: the JSON report for those who read line by line.

Rules of this file: the first line is the document without its results, each further line is one result. Lines
hold the same values as the JSON report, under the same names.
"""

from __future__ import annotations

from cellucid_session.report.jsonreport import ascii_json, document

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from cellucid_session.model import Report
    from cellucid_session.protocols import PolicyFacts


def render(reports: Iterable[Report], policy: PolicyFacts) -> str:
    """One line on the run, then one on each input, each ended."""
    whole = document(reports, policy)
    results = whole.pop("results")
    lines = [whole, *results]
    return "".join(f"{ascii_json(line)}\n" for line in lines)
