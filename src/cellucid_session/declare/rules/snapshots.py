"""Rules of the layer `snapshots`: state-snapshots.json.

Rules of this file: one row a rule, in the order in which tables show them; what a row means stands in `rule.py`.
"""

from __future__ import annotations

from cellucid_session.declare.rules.rule import KNOW, Rule

RULES: tuple[Rule, ...] = (
    Rule(
        id="snapshots.root",
        cls="safety",
        layer="snapshots",
        text="A state-snapshots.json MUST be an array, or an object with an array `states`.",
        why="Readers would find no list, or different ones.",
        remedy='Write the file anew: {"states": ["FILE.cellucid-session"]}.',
    ),
    Rule(
        id="snapshots.entry",
        cls="safety",
        layer="snapshots",
        text="An entry MUST be a string, or an object with a path.",
        why="Readers skip or stringify anything else in different ways.",
        remedy="Write the entry as a plain relative path.",
    ),
    Rule(
        id="snapshots.target",
        cls="safety",
        layer="snapshots",
        text="An entry MUST be a plain relative path inside the folder, or an http(s) URL.",
        why="Opening the data set would fetch or open something outside it.",
        remedy="Write the entry as a plain relative path.",
    ),
    Rule(
        id="snapshots.missing",
        cls="conformance",
        layer="snapshots",
        text="A listed relative file MUST exist beside the list.",
        why="The viewer fails to restore it at start.",
        remedy="Put the file there, or remove the entry.",
    ),
    Rule(
        id="snapshots.alias-key",
        cls="advice",
        level="note",
        layer="snapshots",
        text="The list SHOULD be under `states`.",
        why="`files` and `snapshots` are taken by the client and not documented.",
        remedy="Rename the member to states.",
    ),
    Rule(
        id="snapshots.object-entry",
        cls="advice",
        level="note",
        layer="snapshots",
        text="An entry SHOULD be a string.",
        why="Objects are taken by the client and not documented.",
        remedy="Write the path alone.",
    ),
    Rule(
        id="snapshots.remote",
        cls="advice",
        level="warning",
        layer="snapshots",
        text="An entry SHOULD NOT be an http(s) URL.",
        why="The session is fetched from another place whenever the data set is opened.",
        remedy="Put the session beside the data set.",
    ),
    Rule(
        id="snapshots.none",
        cls="advice",
        level="warning",
        layer="snapshots",
        text="An entry SHOULD end in .cellucid-session.",
        why="No session is restored at start.",
        remedy="Add the session's file name.",
    ),
    Rule(
        id="snapshots.duplicate",
        cls="advice",
        level="warning",
        layer="snapshots",
        text="Two entries SHOULD NOT point to one file.",
        why="The first keeps its place, so another session than the last one may open.",
        remedy="Remove one of them.",
    ),
    Rule(
        id="snapshots.query",
        cls="advice",
        level="warning",
        layer="snapshots",
        text="An entry SHOULD NOT have a query or a fragment.",
        why="They are cut off when the name is matched and kept when the file is fetched.",
        remedy="Write the path alone.",
    ),
    Rule(
        id="snapshots.unknown-key",
        cls="advice",
        level="note",
        layer="snapshots",
        text="The file SHOULD NOT have members that the schema does not name.",
        why="Readers ignore them.",
        remedy=KNOW,
    ),
    Rule(
        id="snapshots.unicode",
        cls="advice",
        level="warning",
        layer="snapshots",
        text="An entry SHOULD be in Unicode's composed form (NFC).",
        why="Two spellings of one name are two files on some systems and one on others.",
        remedy="Rename the file.",
    ),
)
