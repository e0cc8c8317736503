"""Rules of the layer `manifest`: the manifest as a whole.

Rules of this file: one row a rule, in the order in which tables show them; what a row means stands in `rule.py`.
"""

from __future__ import annotations

from cellucid_session.declare.rules.rule import DAMAGED, KNOW, REEXPORT, WRITER, Rule

RULES: tuple[Rule, ...] = (
    Rule(
        id="manifest.root",
        cls="safety",
        layer="manifest",
        text="The manifest MUST be a JSON object.",
        why="Nothing else says what the chunks are.",
        remedy=DAMAGED,
    ),
    Rule(
        id="manifest.chunks",
        cls="safety",
        layer="manifest",
        text="The manifest MUST have an array `chunks`.",
        why="Without it the bytes that follow mean nothing.",
        remedy=DAMAGED,
    ),
    Rule(
        id="manifest.fingerprint-missing",
        cls="conformance",
        layer="manifest",
        text="The manifest MUST have a `datasetFingerprint`.",
        why="Without it nobody can tell whether a data set is the right one.",
        remedy="Apply the session only to a data set that you know it was made from; save it again in the viewer.",
    ),
    Rule(
        id="manifest.fingerprint",
        cls="conformance",
        layer="manifest",
        text="`datasetFingerprint` MUST hold `sourceType` and `datasetId` as strings or null, and counts, where it has them, as integers of at least 0.",
        why="A malformed fingerprint matches no data set.",
        remedy=REEXPORT,
    ),
    Rule(
        id="manifest.created-at",
        cls="conformance",
        layer="manifest",
        text="`createdAt` MUST be a real time in the form of RFC 3339.",
        why="Programs that sort sessions by time would fail or misplace it.",
        remedy=WRITER,
    ),
    Rule(
        id="manifest.data-source",
        cls="conformance",
        layer="manifest",
        text="`dataSource` MUST be null or an object whose members are strings or null.",
        why="Programs that show where the data came from would fail.",
        remedy=WRITER,
    ),
    Rule(
        id="manifest.created-at-missing",
        cls="advice",
        level="note",
        layer="manifest",
        text="The manifest SHOULD have `createdAt`.",
        why="Nobody can tell how old the session is.",
        remedy=KNOW,
    ),
    Rule(
        id="manifest.data-source-missing",
        cls="advice",
        level="note",
        layer="manifest",
        text="The manifest SHOULD have `dataSource`.",
        why="Nobody can tell where the data came from.",
        remedy=KNOW,
    ),
    Rule(
        id="manifest.summary",
        cls="advice",
        level="note",
        layer="manifest",
        text="`summary` SHOULD be null.",
        why="The writer never puts anything else there, so it may be a place to hide something.",
        remedy=KNOW,
    ),
    Rule(
        id="manifest.no-chunks",
        cls="advice",
        level="warning",
        layer="manifest",
        text="The manifest SHOULD have at least one chunk.",
        why="The session holds nothing.",
        remedy="Check that it was saved after the work was done.",
    ),
    Rule(
        id="manifest.unknown-key",
        cls="advice",
        level="warning",
        layer="manifest",
        text="The manifest SHOULD NOT have members that the schema does not name.",
        why="A later generation of the format, or something that was put there by hand.",
        remedy="Look at the member; readers of this generation ignore it.",
    ),
    Rule(
        id="manifest.user-path",
        cls="advice",
        level="note",
        layer="manifest",
        text="`dataSource.userPath` SHOULD be null in a file that is passed on.",
        why="It tells the recipient a path of the sender's machine.",
        remedy="Remove it before you share the file, if the path is private.",
    ),
    Rule(
        id="manifest.dataset-id-odd",
        cls="advice",
        level="note",
        layer="manifest",
        text="`datasetId` SHOULD be ASCII without white space around it.",
        why="Two ids that look alike can differ.",
        remedy="Compare the id with that of your data set character by character.",
    ),
)
