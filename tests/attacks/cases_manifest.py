"""Attacks on what the manifest means (MS)."""

from __future__ import annotations

from typing import Any

from attacking import Attack
from builders import (
    ABSENT,
    CELLS,
    CODES,
    META,
    cells,
    chunk,
    codes,
    field,
    group,
    meta,
    overlays,
    session,
)

from cellucid_session.model import DatasetFacts

STATE = "core/state"
MIB = 1 << 20


def entry(**changes: Any) -> bytes:
    """A session of one chunk whose entry has these changes."""
    return session(chunk(STATE, {}, **changes))


def fingerprint(**changes: Any) -> bytes:
    """A session whose fingerprint has these keys."""
    return session(manifest={"datasetFingerprint": {"sourceType": "x", "datasetId": "demo"} | changes})


def ids(*names: str) -> bytes:
    return session(*(chunk(name, {}) for name in names))


#: key of an entry -> what its value is, and the rule that holds it
ENTRY_TYPES = {
    "id": ("text", "chunk.id"),
    "contributorId": ("text", "chunk.contributor"),
    "priority": ("word", "chunk.priority"),
    "kind": ("word", "chunk.kind"),
    "codec": ("word", "chunk.codec"),
    "label": ("text", "chunk.label"),
    "datasetDependent": ("boolean", "chunk.dataset-dependent"),
    "storedBytes": ("integer", "chunk.stored-bytes"),
    "uncompressedBytes": ("integer", "chunk.uncompressed-bytes"),
    "dependsOn": ("list", "chunk.depends-on"),
}
JSON_VALUES = {
    "null": None,
    "boolean": True,
    "integer": 5,
    "fraction": 1.5,
    "text": "x",
    "list": [],
    "object": {},
}
OF_TYPE = {"word": (), "text": ("text",), "boolean": ("boolean",), "integer": ("integer",), "list": ("list",)}
MATRIX = {
    f"MS-02: {key} is {name}": Attack(entry(**{key: value}), rule)
    for key, (type_of, rule) in ENTRY_TYPES.items()
    for name, value in JSON_VALUES.items()
    if name not in OF_TYPE[type_of]
}

SEMANTICS: dict[str, Attack] = {
    **{
        f"MS-01: an unknown key {key!r}": Attack(entry(**{key: 1}), "manifest.unknown-key")
        for key in ("__proto__", "constructor", "")
    },
    "MS-01: an unknown key at the top": Attack(session(manifest={"__proto__": {}}), "manifest.unknown-key"),
    **MATRIX,
    **{
        f"MS-03: {key} is {value}": Attack(entry(**{key: value}), ENTRY_TYPES[key][1])
        for key in ("priority", "kind", "codec")
        for value in ([], {}, ["gzip"])
    },
    **{
        f"MS-04: storedBytes is {value}": Attack(entry(storedBytes=value), "chunk.stored-bytes")
        for value in (-1, 1 << 32, (1 << 53) - 1, True, 1.5)
    },
    "MS-04: storedBytes is written with a fraction": Attack(
        session(chunk(STATE, {}, codec="none", storedBytes=2.0)), "json.integer-form"
    ),
    "MS-05: stored as it is, and said to be longer": Attack(
        session(chunk(STATE, {}, codec="none", uncompressedBytes=3)), "chunk.inflated-short"
    ),
    "MS-05: stored as it is, and said to be shorter": Attack(
        session(chunk(STATE, {}, codec="none", uncompressedBytes=1)), "chunk.inflated-too-large"
    ),
    "MS-06: one id twice": Attack(ids("x/a", "x/a"), "chunk.id-duplicate"),
    "MS-06: ids that differ by case": Attack(ids("x/a", "x/A"), "chunk.id-confusable"),
    "MS-06: ids that differ by composition": Attack(ids("x/e\u0301", "x/\u00e9"), "chunk.id-confusable"),
    "MS-06: ids that differ by a character without a shape": Attack(
        ids("x/a", "x/a\u200b"), "chunk.id-confusable"
    ),
    "MS-06: ids that differ by a line feed": Attack(ids("x/a", "x/a\n"), "chunk.id-unsafe"),
    **{
        f"MS-07: the id {name!r}": Attack(ids(name), "chunk.id-unsafe")
        for name in ("../../x", "/abs", "a/./b", "C:\\x", "a/..", "..", "a\\..\\b")
    },
    **{
        f"MS-07: the odd id {name[:12]!r}": Attack(ids(name), "chunk.id-odd")
        for name in ("a//b", "a/", "k" * 181, "x/\u043e")
    },
    "MS-07: an id with an encoded slash": Attack(ids("a%2f.."), "chunk.foreign"),
    "MS-08: a group id with a digit of another script": Attack(
        session(meta(group("highlight_\u0663", 1)), chunk(CELLS + "highlight_\u0663", cells([1]))),
        "chunk.id-odd",
    ),
    "MS-08: a time in digits of another script": Attack(
        session(manifest={"createdAt": "２０２５-01-02T03:04:05Z"}), "manifest.created-at"
    ),
    **{
        f"MS-09: the time {time!r}": Attack(session(manifest={"createdAt": time}), "manifest.created-at")
        for time in (
            "2025-99-99T99:99:99.999Z",
            "2025-02-29T00:00:00Z",
            "2025-01-02T03:04:05",
            "2025-01-02T03:04:05Z\n",
            "",
        )
    },
    "MS-09: a time with an offset": Attack(
        session(chunk(STATE, {}), manifest={"createdAt": "2025-01-02T03:04:05+00:00"})
    ),
    "MS-10: a known family under another contributor": Attack(
        entry(contributorId="other"), "chunk.family-contributor"
    ),
    "MS-11: the registry of groups as bytes": Attack(
        session(chunk(META, b"\0", kind="binary")), "chunk.family-kind"
    ),
    "MS-11: memberships as JSON": Attack(session(chunk(CELLS + "g", [], kind="json")), "chunk.family-kind"),
    "MS-12: a chunk of no known family": Attack(ids("x/1"), "chunk.foreign"),
    "MS-12: a family's id with another ending": Attack(ids("core/state/1"), "chunk.foreign"),
    "MS-13: an eager chunk after a lazy one": Attack(
        session(chunk("x/1", {}, priority="lazy"), chunk(STATE, {})), "chunk.order"
    ),
    "MS-13: memberships before their registry": Attack(
        session(chunk(CELLS + "g", cells([1]), priority="eager"), meta(group("g", 1))), "chunk.meta-order"
    ),
    "MS-13: codes before their registry": Attack(
        session(chunk(CODES + "f", codes([0] * 10), priority="eager"), overlays(field("f"))),
        "chunk.overlays-order",
    ),
    "MS-13: contributors in another order": Attack(
        session(meta(), chunk(STATE, {}), overlays(), chunk("ui/dockable-layout", {}))
    ),
    "MS-14: a fingerprint of nothing": Attack(
        session(manifest={"datasetFingerprint": {}}), "manifest.fingerprint"
    ),
    "MS-14: a fingerprint that is null": Attack(
        session(manifest={"datasetFingerprint": None}), "manifest.fingerprint"
    ),
    "MS-14: no fingerprint": Attack(
        session(manifest={"datasetFingerprint": ABSENT}), "manifest.fingerprint-missing"
    ),
    "MS-14: a count that is text": Attack(fingerprint(cellCount="10"), "manifest.fingerprint"),
    "MS-14: a count in another form": Attack(fingerprint(cellCount=10.0), "json.integer-form"),
    "MS-15: a count that is true, for a data set of one cell": Attack(
        fingerprint(cellCount=True), "manifest.fingerprint", dataset=DatasetFacts(n_obs=1)
    ),
    "MS-16: a data set id with a letter of another script": Attack(
        fingerprint(datasetId="\u0501emo"), "dataset.id", dataset=DatasetFacts(dataset_id="demo")
    ),
    "MS-16: a data set id with a space behind": Attack(
        fingerprint(datasetId="demo "), "dataset.id", dataset=DatasetFacts(dataset_id="demo")
    ),
    "MS-16: an odd data set id, where none is asked for": Attack(
        fingerprint(datasetId="\u0501emo"), "manifest.dataset-id-odd"
    ),
    "MS-16: a data set id with a bidi control": Attack(fingerprint(datasetId="a\u202eb"), "text.bidi"),
    "MS-17: a chunk that depends on itself": Attack(entry(dependsOn=[STATE]), "chunk.depends-cycle"),
    "MS-17: chunks that depend on each other": Attack(
        session(chunk("x/1", {}, dependsOn=["x/2"]), chunk("x/2", {}, dependsOn=["x/1"])),
        "chunk.depends-cycle",
    ),
    "MS-17: a chunk that depends on none there is": Attack(entry(dependsOn=["x"]), "chunk.depends-unknown"),
    "MS-17: a chunk that depends on a later one": Attack(
        session(chunk("x/1", {}, dependsOn=["x/2"]), chunk("x/2", {})), "chunk.depends-later"
    ),
    "MS-17: a chain of 2,000 chunks, the last of which depends on all": Attack(
        lambda: session(
            *(
                chunk(f"x/{at}", b"1", codec="none", dependsOn=[f"x/{at - 1}"] if at else [])
                for at in range(2000)
            ),
            chunk("x/all", {}, dependsOn=[f"x/{at}" for at in range(2000)] * 10),
        ),
        "chunk.foreign",
    ),
    "MS-17: a circle of 2,000 chunks": Attack(
        lambda: session(
            *(chunk(f"x/{at}", b"1", codec="none", dependsOn=[f"x/{(at + 1) % 2000}"]) for at in range(2000))
        ),
        "chunk.depends-cycle",
    ),
    **{
        f"MS-18: {name} that say they do not depend on the data set": Attack(
            session(chunk(name, payload, datasetDependent=False)), "chunk.dataset-flag"
        )
        for name, payload in ((META, {"pages": []}), (CELLS + "g", cells([1])), (STATE, {}))
    },
    "MS-19: a label of 1 MiB": Attack(lambda: entry(label="x" * MIB)),
    "MS-19: a label with an escape sequence": Attack(entry(label="\x1b[2J"), "text.control"),
    "MS-19: a label that turns the reading order": Attack(entry(label="a\u202eb"), "text.bidi"),
    "MS-20: addresses in the data source are text": Attack(
        session(
            chunk(STATE, {}),
            manifest={
                "dataSource": {"sourceType": "http://u:p@169.254.169.254/", "datasetId": "file:///etc"}
            },
        )
    ),
    "MS-22: a path of the sender's machine": Attack(
        session(manifest={"dataSource": {"sourceType": "x", "userPath": "/home/alice/patient_42/x.h5ad"}}),
        "manifest.user-path",
    ),
}
