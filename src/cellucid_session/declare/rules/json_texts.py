"""Rules of the layer `json`: every JSON text: the manifest, JSON chunks, table headers, state-snapshots.json.

Rules of this file: one row a rule, in the order in which tables show them; what a row means stands in `rule.py`.
"""

from __future__ import annotations

from cellucid_session.declare.rules.rule import DAMAGED, DISTRUST, REEXPORT, WRITER, Rule

RULES: tuple[Rule, ...] = (
    Rule(
        id="json.empty",
        cls="safety",
        layer="json",
        text="A JSON text MUST NOT be empty.",
        why="Nothing is not a value.",
        remedy=DAMAGED,
    ),
    Rule(
        id="json.utf8",
        cls="safety",
        layer="json",
        text="A JSON text MUST be well-formed UTF-8.",
        why="Readers replace ill-formed bytes in different ways and then see different texts.",
        remedy=REEXPORT,
    ),
    Rule(
        id="json.bom",
        cls="safety",
        layer="json",
        text="A JSON text MUST NOT begin with a byte order mark.",
        why="Some readers drop the mark and others refuse it.",
        remedy="Remove the first three bytes of the text, or save the session again in the viewer.",
    ),
    Rule(
        id="json.syntax",
        cls="safety",
        layer="json",
        text="A JSON text MUST be exactly one text of RFC 8259.",
        why="Readers mend broken JSON in different ways.",
        remedy=REEXPORT,
    ),
    Rule(
        id="json.duplicate-key",
        cls="safety",
        layer="json",
        text="An object MUST NOT have two members of one name, compared after unescaping.",
        why="Some readers take the first value and others the last.",
        remedy=DISTRUST,
    ),
    Rule(
        id="json.non-finite",
        cls="safety",
        layer="json",
        text="A JSON text MUST NOT hold NaN or Infinity.",
        why="They are not JSON; some readers take them and others refuse.",
        remedy=WRITER,
    ),
    Rule(
        id="json.number-overflow",
        cls="safety",
        layer="json",
        text="A number MUST NOT overflow a double.",
        why="Some readers see infinity and others an error.",
        remedy=WRITER,
    ),
    Rule(
        id="json.integer-range",
        cls="safety",
        layer="json",
        text="An integer MUST lie within plus or minus {SAFE_INTEGER}.",
        why="A reader that keeps numbers as doubles rounds a larger one.",
        remedy=WRITER,
    ),
    Rule(
        id="json.surrogate",
        cls="safety",
        layer="json",
        text="A string MUST NOT hold an escaped surrogate without its partner.",
        why="It is no character; readers replace it in different ways.",
        remedy=WRITER,
    ),
    Rule(
        id="json.depth",
        cls="safety",
        layer="json",
        text="A JSON text MUST NOT nest deeper than {JSON_DEPTH} levels.",
        why="Deep nesting exhausts a reader's stack.",
        remedy=DISTRUST,
    ),
    Rule(
        id="json.integer-form",
        cls="conformance",
        layer="json",
        text="An integer MUST be written with digits alone, without fraction or exponent, and zero without a sign.",
        why="A reader that tells integers from fractions would see another type.",
        remedy=WRITER,
    ),
)
