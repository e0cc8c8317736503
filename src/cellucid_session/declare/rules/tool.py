"""Rules of the layer `tool`: the input and the program.

Rules of this file: one row a rule, in the order in which tables show them; what a row means stands in `rule.py`.
"""

from __future__ import annotations

from cellucid_session.declare.rules.rule import Rule

RULES: tuple[Rule, ...] = (
    Rule(
        id="input.unreadable",
        cls="tool",
        layer="tool",
        text="There is no answer when the input can't be read.",
        why="A file that was not read is not valid.",
        remedy="Check the name and the permissions.",
    ),
    Rule(
        id="input.not-regular",
        cls="tool",
        layer="tool",
        text="There is no answer when the input is no regular file.",
        why="A pipe or a device can block, or never end.",
        remedy="Copy the content into a file, or give it as standard input.",
    ),
    Rule(
        id="input.changed",
        cls="tool",
        layer="tool",
        text="There is no answer when the input changed while it was read.",
        why="What was judged may not be what is there now.",
        remedy="Judge a copy that nobody writes to.",
    ),
    Rule(
        id="input.none",
        cls="tool",
        layer="tool",
        text="There is no answer when there was no input.",
        why="Nothing is not valid.",
        remedy="Name a file, or a folder that holds sessions.",
    ),
    Rule(
        id="tool.internal",
        cls="tool",
        layer="tool",
        text="There is no answer when the program fails.",
        why="It is a bug of this program, and says nothing of the file.",
        remedy="Report it, with the file if you may share it.",
    ),
    Rule(
        id="tool.engines-differ",
        cls="tool",
        layer="tool",
        text="There is no answer when the two engines disagree.",
        why="One of them is wrong, and nobody knows which.",
        remedy="Report it, with the file if you may share it.",
    ),
    Rule(
        id="tool.child-died",
        cls="tool",
        layer="tool",
        text="There is no answer when the isolated child dies.",
        why="It did not finish the judgement.",
        remedy="Judge it again; report it if it happens twice.",
    ),
)
