"""Rules of the layer `framing`: magic, lengths, and where chunks begin and end.

Rules of this file: one row a rule, in the order in which tables show them; what a row means stands in `rule.py`.
"""

from __future__ import annotations

from cellucid_session.declare.rules.rule import DAMAGED, DISTRUST, Rule

RULES: tuple[Rule, ...] = (
    Rule(
        id="frame.magic",
        cls="safety",
        layer="framing",
        text="A session MUST begin with one of the magics.",
        why="A file that begins otherwise is another kind of file.",
        remedy="Check that this is the file you meant; a copy made in text mode, an archive or a web page is not a session.",
    ),
    Rule(
        id="frame.truncated",
        cls="safety",
        layer="framing",
        text="A session MUST NOT end inside the magic, the manifest length or the manifest.",
        why="What is missing can't be guessed.",
        remedy=DAMAGED,
    ),
    Rule(
        id="frame.manifest-length",
        cls="safety",
        layer="framing",
        text="The manifest length MUST be at least {MANIFEST_BYTES_MIN}.",
        why="A file without a manifest holds nothing that can be found.",
        remedy=DAMAGED,
    ),
    Rule(
        id="frame.chunk-length",
        cls="safety",
        layer="framing",
        generations=(1, 2, 3),
        text="In generations 1 to 3 a chunk length MUST be at most {STORED_BYTES}.",
        why="A length beyond that is a mistake or an attack on the reader's memory.",
        remedy=DAMAGED,
    ),
    Rule(
        id="frame.chunk-truncated",
        cls="safety",
        layer="framing",
        text="A session MUST hold a whole frame for each entry of the manifest.",
        why="What is missing can't be guessed.",
        remedy=DAMAGED,
    ),
    Rule(
        id="frame.trailing",
        cls="safety",
        layer="framing",
        text="There MUST NOT be a byte after the last frame.",
        why="Bytes that no reader accounts for can hide a second file.",
        remedy=DISTRUST,
    ),
    Rule(
        id="frame.generation",
        cls="safety",
        layer="framing",
        text="A session MUST NOT be of a format that is not declared.",
        why="What a later format holds is not known here, so nothing can be said of it.",
        remedy="Ask for a newer version of this program, or open the file in the viewer that wrote it.",
    ),
)
