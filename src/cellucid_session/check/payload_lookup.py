"""Which judge a chunk's payload has.

Rules of this file: the family's payload name decides, by the table of the generation. What the earliest generation
lacks is loaded when it is asked for. Spec: 5, 6.
"""

from __future__ import annotations

from cellucid_session.check.payloads import READS, TABLE_HEADER, BinaryPayload, JsonPayload, OpaquePayload

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cellucid_session.check.facts import Facts
    from cellucid_session.check.place import Place
    from cellucid_session.model import Limits


def reader(at: Place, facts: Facts, limits: Limits) -> JsonPayload | BinaryPayload | OpaquePayload:
    """The payload judge for a chunk; what the earliest generation lacks is loaded when it is asked for."""
    entry = at.entry
    family = entry.family if entry.family is not None and entry.family.kind == entry.kind else None
    if entry.kind == "json":
        return JsonPayload(at, facts, limits, family.payload if family is not None else "")
    if family is None:
        return OpaquePayload(at, facts, limits, "")
    name = facts.generation.reads[family.payload]
    if name in READS:
        return READS[name](at, facts, limits, TABLE_HEADER)
    from cellucid_session.check import later_payloads

    return later_payloads.READS[name](at, facts, limits, "")
