"""Sessions and lists of sessions, each with something to say about it; the engines must say the same.

The keys are sentences. What the right answer is, other tests say; here it only matters that there is one.
"""

from __future__ import annotations

import gzip
import json
import struct
from typing import Any

from builders import (
    ABSENT,
    CELLS,
    CODES,
    META,
    OVERLAYS,
    TABLE,
    Chunk,
    cells,
    chunk,
    codes,
    field,
    file,
    group,
    manifest_of,
    meta,
    overlays,
    session,
    table,
    table_header,
    typical,
    uvarint,
)

STATE = "core/state"


def state(**changes: Any) -> Chunk:
    """The simplest chunk."""
    return chunk(STATE, {}, **changes)


def entry(**changes: Any) -> bytes:
    """A session of one chunk whose entry has these changes."""
    return session(state(**changes))


def manifest(text: str | bytes, frames: int = 0) -> bytes:
    """A session whose manifest is this text."""
    return file(text.encode() if isinstance(text, str) else text, [b""] * frames)


def in_chunk(text: bytes) -> bytes:
    """A session with this text as a JSON payload, once stored as it is and once with gzip."""
    return session(chunk(STATE, text, codec="none"), chunk("ui/dockable-layout", text))


def binary(chunk_id: str, payload: bytes, *before: Chunk, **options: Any) -> bytes:
    """A session with this binary payload, with gzip."""
    return session(*before, chunk(chunk_id, payload, **options))


def stored(data: bytes, **changes: Any) -> bytes:
    """A session whose one chunk has these stored bytes, said to be gzip."""
    return session(chunk(STATE, b"{}", stored=data, **changes))


def member(flags: int = 0, extra: bytes = b"", payload: bytes = b"{}", tail: bytes = b"") -> bytes:
    """A gzip member with these flags and this after the fixed header."""
    plain = gzip.compress(payload, mtime=0)
    return plain[:3] + bytes([flags]) + plain[4:10] + extra + plain[10:] + tail


HEAD = file(b"{}", [])[:17]
GOOD = gzip.compress(b"{}", mtime=0)
LIST = cells([1, 4, 9])
DEEP = b"[" * 65 + b"]" * 65

SESSIONS: dict[str, bytes] = {
    "a chunk of every family": typical(),
    "no bytes": b"",
    "half a magic": HEAD[:9],
    "another magic": b"CELLUCID_SESSIOM\n",
    "the magic of a later format": b"CELLUCID_SESSION/4\n" + typical()[17:],
    "a magic that goes wrong where the file ends": b"CELLUCID_SESSX",
    "a manifest of no bytes": HEAD + b"\0\0\0\0",
    "a manifest of 17 MiB": HEAD + struct.pack("<I", 17 << 20),
    "half a manifest length": HEAD + b"\x02\0",
    "half a manifest": HEAD + b"\x09\0\0\0{}",
    "a frame too long for any chunk": session(state())[: -len(GOOD) - 4] + b"\xff\xff\xff\xff",
    "half a frame": session(state())[:-3],
    "half a frame length": session(state())[: -len(GOOD) - 2],
    "a byte after the last frame": session(state()) + b"\0",
    "a manifest that is a list": manifest("[]"),
    "a manifest that is null": manifest("null"),
    "a manifest of white space": manifest("  "),
    "a manifest with a byte order mark": manifest(b"\xef\xbb\xbf{}"),
    "a manifest in UTF-16": manifest("{}".encode("utf-16")),
    "a manifest without chunks": session(manifest={"chunks": ABSENT}),
    "chunks that are an object": session(manifest={"chunks": {}}),
    "no chunks": session(),
    "no fingerprint": session(manifest={"datasetFingerprint": ABSENT}),
    "a fingerprint that is null": session(manifest={"datasetFingerprint": None}),
    "a fingerprint of wrong types": session(
        manifest={"datasetFingerprint": {"sourceType": 1, "cellCount": -1, "varCount": 1.5, "more": 1}}
    ),
    "counts in another form": session(
        manifest={"datasetFingerprint": {"sourceType": None, "datasetId": None, "cellCount": 10.0}}
    ),
    "a count written -0": manifest(
        '{"datasetFingerprint":{"sourceType":null,"datasetId":" é ","cellCount":-0},"chunks":[]}'
    ),
    "a data set id with white space": session(
        manifest={"datasetFingerprint": {"sourceType": "x", "datasetId": "\u3000a"}}
    ),
    "names of cells": session(manifest={"cellNames": {"ordered": "0a" * 32, "unordered": "5c" * 32}}),
    "names of cells that are no digests": session(manifest={"cellNames": {"ordered": "0A" * 32, "more": 1}}),
    "names of cells that are null": session(manifest={"cellNames": None}),
    "a date without its day": session(manifest={"createdAt": "2025-02-30T00:00:00Z"}),
    "a date and a line feed": session(manifest={"createdAt": "2025-02-20T00:00:00Z\n"}),
    "a date of the wrong type": session(manifest={"createdAt": 5}),
    "no date and no source": session(manifest={"createdAt": ABSENT, "dataSource": ABSENT}),
    "a source of wrong types": session(manifest={"dataSource": {"sourceType": 1, "userPath": "/home/me"}}),
    "a summary and an unknown key": session(manifest={"summary": {}, "x~/y": [1]}),
    "an entry that is text": session(manifest={"chunks": ["x", 5, None]}),
    "an entry without keys": session(manifest={"chunks": [{}]}),
    "an entry of wrong types": entry(
        id=5, contributorId="", priority="Eager", kind=None, codec=1, label=[], datasetDependent="yes"
    ),
    "sizes of wrong types": entry(storedBytes=-1, uncompressedBytes="2", dependsOn=[1]),
    "sizes in another form": entry(storedBytes=float(len(GOOD)), uncompressedBytes=2.0),
    "sizes that are fractions": entry(storedBytes=1.5),
    "a size beyond every chunk": entry(uncompressedBytes=1 << 40),
    "an empty id": entry(id=""),
    "no sizes": entry(storedBytes=ABSENT, uncompressedBytes=ABSENT),
    "another stored size": entry(storedBytes=5),
    "a payload longer than it says": entry(uncompressedBytes=1),
    "a payload shorter than it says": entry(uncompressedBytes=3),
    "a plain payload longer than it says": session(chunk(STATE, {}, codec="none", uncompressedBytes=1)),
    "a plain payload shorter than it says": session(chunk(STATE, {}, codec="none", uncompressedBytes=9)),
    "an empty label and an unknown key": entry(label="", more={"a": 1}),
    "one id twice": session(state(), state()),
    "ids that look alike": session(state(), chunk("core/ſtate", {}), chunk("core/st\u200bate", {})),
    "ids that are odd": session(
        chunk("/a", {}), chunk("a\\b", {}), chunk("a/../b", {}), chunk("a b", {}), chunk("a//b", {})
    ),
    "ids that are odd in other ways": session(
        chunk(" a", {}), chunk("a\x7f", {}), chunk("é" * 200, {}), chunk("a/", {})
    ),
    "a family under another contributor and kind": entry(
        contributorId="else", kind="binary", datasetDependent=False, priority="lazy"
    ),
    "a layout that depends on the data set": session(chunk("ui/dockable-layout", {}, datasetDependent=True)),
    "chunks out of order": session(
        chunk(CELLS + "g", cells([1]), priority="lazy"),
        meta(group("g", 1)),
        chunk(CODES + "f", codes([0] * 10)),
    ),
    "dependencies of every kind": session(
        state(dependsOn=[STATE, "none", META]),
        meta(dependsOn=[OVERLAYS]),
        overlays(dependsOn=[META, STATE]),
    ),
    "foreign chunks": session(
        chunk("x/1", b"{", codec="none"), chunk("x/2", b"\0", kind="binary"), chunk("x/3", b"[1,2")
    ),
    "a text that is broken in both codecs": in_chunk(b'{"a":01}'),
    "a text with a key twice": in_chunk(b'{"a":{"b":1,"\\u0062":2}}'),
    "a text with a word for no number": in_chunk(b'{"a":[1,NaN]}'),
    "a text with half a word": in_chunk(b'{"a":nul}'),
    "a text with a number too large": in_chunk(b'{"a":1e999}'),
    "a text with an integer too large": in_chunk(b'{"a":9007199254740992}'),
    "a text with half a surrogate pair": in_chunk(b'{"a":"\\ud800"}'),
    "a text with a bad escape": in_chunk(b'{"a":"\\x"}'),
    "a text with a bad character after letters of two bytes": in_chunk('{"éé":"\x01"}'.encode()),
    "a text that is too deep": in_chunk(DEEP),
    "a text with bad UTF-8": in_chunk(b'{"a":"\xed\xa0\x80"}'),
    "a text that ends early": in_chunk(b'{"a":[1,'),
    "a text with nothing in it": in_chunk(b""),
    "a text with odd characters": in_chunk('{"a\u202eb":"c\u200bd","e":"\\u0007","f":"\u2028"}'.encode()),
    "gzip: no bytes": stored(b""),
    "gzip: not gzip": stored(b"PK\x03\x04" + GOOD),
    "gzip: another method": stored(b"\x1f\x8b\x07" + GOOD[3:]),
    "gzip: reserved flags": stored(member(0x20)),
    "gzip: only the magic": stored(b"\x1f\x8b"),
    "gzip: a cut header": stored(GOOD[:7]),
    "gzip: no data": stored(GOOD[:10]),
    "gzip: cut data": stored(GOOD[:11]),
    "gzip: no trailer": stored(GOOD[:-8]),
    "gzip: half a CRC": stored(GOOD[:-6]),
    "gzip: half a length": stored(GOOD[:-2]),
    "gzip: another CRC": stored(GOOD[:-8] + b"\0\0\0\0" + GOOD[-4:]),
    "gzip: another length": stored(GOOD[:-4] + b"\x03\0\0\0"),
    "gzip: bad data": stored(GOOD[:10] + b"\xff\xff" + GOOD[12:]),
    "gzip: bad data after much that is good": stored(
        gzip.compress(b"[" + b"1," * 5000 + b"1]", mtime=0)[:24] + b"\xff" * 9, uncompressedBytes=10003
    ),
    "gzip: a second member": stored(GOOD + GOOD),
    "gzip: a byte after": stored(GOOD + b"\0"),
    "gzip: an extra field": stored(member(4, b"\x02\0ab")),
    "gzip: a cut extra field": stored(member(4, b"\xff\xff")),
    "gzip: a name and a comment": stored(member(0x18, b"name\0comment\0")),
    "gzip: a name without its end": stored(member(8)[:10] + b"abc"),
    "gzip: a wrong header CRC": stored(member(2, b"\0\0")),
    "gzip: half a header CRC": stored(member(2, b"\0")[:11]),
    "gzip: a bomb": stored(gzip.compress(b"[" + b" " * 300_000 + b"]", mtime=0), uncompressedBytes=2),
    "a broken payload before a broken CRC": session(
        chunk(
            CELLS + "g",
            b"\x02\xff\xff\x7f\x01",
            stored=gzip.compress(b"\x02\xff\xff\x7f\x01")[:-8] + b"\0" * 8,
        )
    ),
    "a repeated cell before a broken CRC": session(
        chunk(CELLS + "g", b"", stored=gzip.compress(b"\x02\x01\x00")[:-8] + b"\0" * 8, uncompressedBytes=3)
    ),
    "an overlong number before a broken CRC": session(
        chunk(
            CELLS + "g", b"", stored=gzip.compress(b"\x02\x81\x00\x01")[:-8] + b"\0" * 8, uncompressedBytes=4
        )
    ),
    "a field of a wrong kind and unknown keys": session(
        overlays(
            field("f", source="x", kind=5, key="", categories=["a", 1], extra=1, codesLength=2.0),
            field(" f "),
            field("g", None, kind="category"),
            {"id": 5},
            more=1,
            renames={"fields": {"a": 1}, "other": 2},
        )
    ),
    "fields that are no list": session(overlays(userDefinedFields={}, deletedFields=[], renames=None)),
    "overlays that are a list": session(chunk(OVERLAYS, [])),
    "categories twice, empty, odd": session(
        overlays(field("f", ["a", "a", "", "nan", " x", "=1", "b\u200b"]), field("", ["a"]), field("=k"))
    ),
    "one field id twice": session(overlays(field("f"), field(" f"))),
    "pages and groups of wrong kinds": session(
        meta(
            group("g", 2.0, rangeMin=5, rangeMax=1, fieldIndex="x", label="+1", more=None),
            group(" g"),
            group("", -1),
            {"label": "x"},
            activePageId="none",
        )
    ),
    "pages twice, without keys, with another colour": session(
        meta(pages=[{"id": "p", "highlightedGroups": [], "color": "red"}, {"id": "p"}, {}, 5, {"id": " "}])
    ),
    "no pages": session(meta(pages=[])),
    "pages absent": session(meta(pages=ABSENT, activePageId=ABSENT)),
    "meta stored as it is, with faults": session(
        chunk(META, {"pages": [{"id": "é", "name": "=x", "highlightedGroups": [{"id": 1}]}]}, codec="none")
    ),
    "members without a group, groups without members": session(
        meta(group("a", 3), group("b", 0), group("c", 2)), chunk(CELLS + "b", LIST), chunk(CELLS + "x", LIST)
    ),
    "cells: no bytes": binary(CELLS + "g", b""),
    "cells: more than there are": binary(CELLS + "g", cells(range(11))),
    "cells: an index too large": binary(CELLS + "g", cells([1, 10])),
    "cells: an index too large, stored as it is": binary(CELLS + "g", cells([1, 10, 11]), codec="none"),
    "cells: a cut number": binary(CELLS + "g", b"\x02\x01\x80"),
    "cells: too few": binary(CELLS + "g", b"\x03\x01\x01"),
    "cells: a number too long": binary(CELLS + "g", b"\x01" + b"\x80" * 9),
    "cells: a count beyond every integer": binary(CELLS + "g", b"\xff" * 7 + b"\x7f"),
    "cells: overlong numbers": binary(CELLS + "g", b"\x83\x00\x81\x00\x81\x80\x00\x01"),
    "cells: cells twice": binary(CELLS + "g", b"\x05\x00\x00\x01\x00\x00", meta(group("g"))),
    "cells: bytes after": binary(CELLS + "g", LIST + b"\0\0"),
    "codes: no bytes": binary(CODES + "f", b""),
    "codes: another encoding": binary(CODES + "f", b"\x03\x00"),
    "codes: another length": binary(CODES + "f", codes([0] * 9)),
    "codes: cut": binary(CODES + "f", codes([0] * 10)[:-1], overlays(field("f"))),
    "codes: wide and cut inside": binary(CODES + "f", codes([0] * 10, 1)[:-1], overlays(field("f"))),
    "codes: no category": binary(CODES + "f", codes([0, 5, 255, 2, 0, 0, 0, 0, 0, 0]), overlays(field("f"))),
    "codes: no category, before the registry": session(
        chunk(CODES + "f", codes([0, 5, 255, 2, 0, 0, 0, 0, 0, 0])), overlays(field("f"))
    ),
    "codes: another marker before the registry": session(
        chunk(CODES + "f", codes([65535] * 10, 1)), overlays(field("f"))
    ),
    "codes: wide": binary(
        CODES + "f", codes([0, 300, 65535] + [1] * 7, 1), overlays(field("f", codesType="Uint16Array"))
    ),
    "codes: runs of no category": binary(CODES + "f", codes([0] * 4 + [7] * 6, 2), overlays(field("f"))),
    "codes: runs that are too short": binary(CODES + "f", b"\x02\x0a\x01\x00\x09"),
    "codes: runs that are too long": binary(CODES + "f", b"\x02\x0a\x01\x00\x0b"),
    "codes: runs of nothing": binary(
        CODES + "f", b"\x02\x0a\x03\x07\x00\x01\x0a\x02\x00", overlays(field("f"))
    ),
    "codes: a value too large": binary(CODES + "f", b"\x02\x0a\x01" + uvarint(65536) + b"\x0a"),
    "codes: runs of a field that is not known": binary(CODES + "f", codes([1] * 10, 2) + b"\0"),
    "codes: for a continuous field": binary(CODES + "f", codes([0] * 10), overlays(field("f", None))),
    "codes: for variables": binary(CODES + "f", codes([0] * 5), overlays(field("f", source="var"))),
    "codes: as many cells as variables": session(
        overlays(field("f", source="var", codesLength=3)),
        chunk(CODES + "f", codes([0] * 4)),
        n_obs=4,
        n_vars=4,
    ),
    "codes: nothing is known of the data set": session(
        overlays(field("f")),
        chunk(CODES + "f", codes([0] * 4)),
        chunk(CELLS + "g", LIST),
        n_obs=None,
        n_vars=None,
    ),
    "cells beyond every data set": session(chunk(CELLS + "g", b"\x01" + uvarint(1 << 32)), n_obs=None),
    "table: no bytes": binary(TABLE + "a/b/c", b""),
    "table: a header longer than the payload": binary(TABLE + "a/b/c", b"\xff\0\0\0{}"),
    "table: a header that is a list": binary(TABLE + "a/b/c", table([], header=[])),
    "table: a header that is broken": binary(TABLE + "a/b/c", table([], header=b"{"), codec="none"),
    "table: bytes after": binary(TABLE + "a/b/c", table([1]) + b"\0"),
    "table: an index too large": binary(TABLE + "a/b/c", table([1, 10, 11])),
    "table: an index too large in a column that is cut": binary(TABLE + "a/b/c", table([1, 10, 3])[:-18]),
    "table: cut": binary(TABLE + "a/b/c", table([1, 2])[:-1]),
    "table: other names for the chunk": session(
        chunk(TABLE + "a/b", table([])), chunk(TABLE + "a//c", table([])), chunk(TABLE + "%/b/c", table([]))
    ),
    "table: columns the other way round": binary(
        TABLE + "a/b/c", table([], header=table_header(0) | {"columns": table_header(0)["columns"][::-1]})
    ),
    "table: another length": binary(TABLE + "a/b/c", table([1], header=table_header(2))),
    "table: other columns": binary(
        TABLE + "a/b/c",
        table(
            [1],
            header={
                "rowCount": 1.0,
                "more": 1,
                "columns": [
                    {"name": "cellIndex", "dtype": "uint16", "byteLength": 2},
                    {"name": "value", "dtype": "float32", "encoding": "zip", "byteLength": 3, "dictCount": 1},
                    {"name": "third", "dtype": "x", "encoding": "raw", "byteLength": 3},
                ],
            },
        ),
    ),
    "table: a column of three columns": binary(
        TABLE + "a/b/c",
        table(
            [1, 2],
            header=table_header(2) | {"columns": [*table_header(2)["columns"], *table_header(2)["columns"]]},
        ),
    ),
    "table: wrong types": binary(
        TABLE + "a/b/c", table([1], header={"rowCount": "1", "columns": [{"name": 1, "byteLength": -1}, 5]})
    ),
    "table: a column length in another form": binary(
        TABLE + "a/b/c", table([], header=json.dumps(table_header(0)).replace("0", "0.0").encode())
    ),
    "payloads of the wrong type": session(chunk(STATE, []), chunk("ui/dockable-layout", "x")),
    "payloads of the wrong kind": session(
        chunk(STATE, b"\0\0"),
        chunk(CELLS + "g", {"a": 1}, kind="json"),
        chunk(META, 5),
        chunk("analysis/windows", []),
    ),
    "a manifest with white space around it": file(
        b"\n\t " + json.dumps(manifest_of([state()]), indent=1).encode() + b"\r\n", [state().stored]
    ),
}

SNAPSHOTS: dict[str, bytes] = {
    name: text.encode() if isinstance(text, str) else text
    for name, text in {
        "one entry": '["a.cellucid-session"]',
        "no entries": "[]",
        "a text": '"a"',
        "a broken text": "[",
        "no bytes": "",
        "entries of other types": '[1, null, [], {}, {"path": 5}, {"path": ""}]',
        "aliases": '{"files": ["a.cellucid-session"], "more": 1}',
        "two lists": '{"states": [], "files": ["b"], "snapshots": "x"}',
        "an empty list under a later name": '{"states": null, "files": false, "snapshots": ["b.CELLUCID-session"]}',
        "no list": '{"more": []}',
        "objects": '[{"url": "a", "x": 1}, {"name": "b.cellucid-session"}, {"url": null, "path": " c "}]',
        "targets that are refused": json.dumps(
            [
                "", " ", "/a", "//h/a", "..", "a/../../b", "a\\b", "C:\\x", "c:x", "file:///a", "%2e%2E/a", "a%00",
                "a\u0000b", "javascript:alert(1)", "data:,x", "http:", "http://", "http://u@h/", "http:/h", "a\u2028",
                "http://h/a b", "http://h\\b", "%5c", "a%2fb", "./../a", "é:x",
            ]
        ),
        "targets that are not": json.dumps(
            [
                "./a.cellucid-session", "a.cellucid-session", "b/../a.cellucid-session?x", "HTTP://h", "https://h/x",
                "https://h?x#y", "http://h/@", "a#%2e", "e\u0301.cellucid-session", "b/c.cellucid-session/.",
                "b/c.cellucid-session", "a:b/c", "1:2",
            ]
        ),
        "odd characters": '["a\\u202eb", "\\u0007.cellucid-session", "\ufeffa"]',
        "a key twice": '{"states": [], "states": []}',
    }.items()
}  # fmt: skip
