"""Rules of the layer `dataset`: the data set that the caller names.

Rules of this file: one row a rule, in the order in which tables show them; what a row means stands in `rule.py`.
"""

from __future__ import annotations

from cellucid_session.declare.rules.rule import Rule

RULES: tuple[Rule, ...] = (
    Rule(
        id="dataset.cell-count",
        cls="conformance",
        layer="dataset",
        text="`cellCount` MUST be the number of cells of the data set that the caller names.",
        why="Labels would go to the wrong cells.",
        remedy="Use the data set that the session was made from.",
    ),
    Rule(
        id="dataset.var-count",
        cls="conformance",
        layer="dataset",
        text="`varCount` MUST be the number of variables of the data set that the caller names.",
        why="The data set is not the one that the session was made from.",
        remedy="Use the data set that the session was made from.",
    ),
    Rule(
        id="dataset.id",
        cls="conformance",
        layer="dataset",
        text="`datasetId` MUST be the id that the caller expects.",
        why="The session was made from another data set, or does not say from which.",
        remedy="Use the data set that the session was made from.",
    ),
)
