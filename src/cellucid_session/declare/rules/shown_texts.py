"""Rules of the layer `text`: texts that people will see.

Rules of this file: one row a rule, in the order in which tables show them; what a row means stands in `rule.py`.
"""

from __future__ import annotations

from cellucid_session.declare.rules.rule import KNOW, WRITER, Rule

RULES: tuple[Rule, ...] = (
    Rule(
        id="text.control",
        cls="advice",
        level="warning",
        layer="text",
        text="A text SHOULD NOT hold control characters.",
        why="They can change what a terminal or a table shows.",
        remedy="Rename the thing in the viewer, or show the text only through a program that escapes it.",
    ),
    Rule(
        id="text.bidi",
        cls="advice",
        level="warning",
        layer="text",
        text="A text SHOULD NOT hold bidirectional controls.",
        why="They make a text look like another.",
        remedy="Rename the thing in the viewer, or show the text only through a program that escapes it.",
    ),
    Rule(
        id="text.invisible",
        cls="advice",
        level="warning",
        layer="text",
        text="A text SHOULD NOT hold invisible characters.",
        why="They make different texts look the same.",
        remedy="Rename the thing in the viewer, or show the text only through a program that escapes it.",
    ),
    Rule(
        id="text.formula",
        cls="advice",
        level="warning",
        layer="text",
        text="A name that ends up in a table SHOULD NOT begin like a formula.",
        why="A spreadsheet may run it.",
        remedy="Open exported tables with a program that does not run formulas; our own CSV output is safe.",
    ),
    Rule(
        id="text.na",
        cls="advice",
        level="note",
        layer="text",
        text="A category SHOULD NOT look like a missing value or have white space around it.",
        why="Reading a CSV file back turns it into something else.",
        remedy="Rename the category in the viewer if you export to CSV.",
    ),
    Rule(
        id="text.label-edge",
        cls="conformance",
        layer="text",
        generations=(2, 3, 4, 5),
        text="A label or a name of a page MUST NOT begin or end with a character that only some readers take for white space.",
        why="Readers that trim show two different labels.",
        remedy=WRITER,
    ),
    Rule(
        id="text.label-space",
        cls="advice",
        level="note",
        layer="text",
        generations=(2, 3, 4, 5),
        text="A label or a name of a page SHOULD NOT have white space around it.",
        why="Some viewers remove it.",
        remedy=KNOW,
    ),
    Rule(
        id="text.name-edge",
        cls="advice",
        level="note",
        layer="text",
        generations=(2, 3, 4, 5),
        text="A name of a column or a gene SHOULD NOT begin or end with a character that only some readers take for white space.",
        why="A reader that trims does not find it.",
        remedy=KNOW,
    ),
)
