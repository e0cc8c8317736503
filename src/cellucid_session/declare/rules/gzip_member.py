"""Rules of the layer `gzip`: the codec gzip.

Rules of this file: one row a rule, in the order in which tables show them; what a row means stands in `rule.py`.
"""

from __future__ import annotations

from cellucid_session.declare.rules.rule import DAMAGED, DISTRUST, REEXPORT, Rule

RULES: tuple[Rule, ...] = (
    Rule(
        id="gzip.header",
        cls="safety",
        layer="gzip",
        text="Stored bytes of codec gzip MUST begin with the header of an RFC 1952 member of method 8.",
        why="Anything else is not gzip, whatever some readers make of it.",
        remedy=DAMAGED,
    ),
    Rule(
        id="gzip.flags",
        cls="safety",
        layer="gzip",
        text="The reserved flags of the header MUST be 0.",
        why="They announce fields that this reader does not know.",
        remedy=DISTRUST,
    ),
    Rule(
        id="gzip.header-crc",
        cls="safety",
        layer="gzip",
        text="A header checksum, where it is given, MUST be right.",
        why="The header is damaged.",
        remedy=DAMAGED,
    ),
    Rule(
        id="gzip.data",
        cls="safety",
        layer="gzip",
        text="The compressed data MUST be valid deflate (RFC 1951).",
        why="The data is damaged.",
        remedy=DAMAGED,
    ),
    Rule(
        id="gzip.truncated",
        cls="safety",
        layer="gzip",
        text="The member MUST be whole.",
        why="The end of the data is missing.",
        remedy=DAMAGED,
    ),
    Rule(
        id="gzip.crc",
        cls="safety",
        layer="gzip",
        text="The CRC-32 of the trailer MUST be that of the payload.",
        why="The data is damaged or was changed.",
        remedy=DAMAGED,
    ),
    Rule(
        id="gzip.length",
        cls="safety",
        layer="gzip",
        text="The length in the trailer MUST be that of the payload, modulo 2^32.",
        why="The data is damaged or was changed.",
        remedy=DAMAGED,
    ),
    Rule(
        id="gzip.trailing",
        cls="safety",
        layer="gzip",
        text="There MUST be exactly one member, and there MUST NOT be a byte after it.",
        why="Some readers go on with a second member and others stop.",
        remedy=DISTRUST,
    ),
    Rule(
        id="gzip.hidden",
        cls="conformance",
        layer="gzip",
        text="The header MUST NOT have an extra field, a file name or a comment.",
        why="They are places to hide bytes; the writer never sets them.",
        remedy=REEXPORT,
    ),
)
