"""Attacks on the list of sessions beside a data set (SS)."""

from __future__ import annotations

import json

from attacking import Attack, snapshot

from cellucid_session.model import Limits

NAME = "x.cellucid-session"


def entries(*texts: object) -> str:
    return json.dumps(texts)


CLIMBS = (
    f"../../other/{NAME}",
    "/etc/passwd",
    f"file:///{NAME}",
    f"C:\\{NAME}",
    f"c:/{NAME}",
    f"\\\\host\\share\\{NAME}",
    f"//host/{NAME}",
    f"%2e%2e%2f{NAME}",
    f"%2E%2E/{NAME}",
    f"%252e%252e%252f{NAME}",
    f"a\\{NAME}",
    f"a/../../{NAME}",
    f"a%5c{NAME}",
)

LISTS: dict[str, Attack] = {
    **{
        f"SS-01: an entry that leads out of the folder: {text}": snapshot(entries(text), "snapshots.target")
        for text in CLIMBS
    },
    **{
        f"SS-02: an entry in another place: {text}": snapshot(entries(text), "snapshots.remote")
        for text in (f"https://example.org/{NAME}", f"HTTP://169.254.169.254/{NAME}")
    },
    **{
        f"SS-03: an entry of another scheme: {text}": snapshot(entries(text), "snapshots.target")
        for text in (
            f"javascript:alert(1)//{NAME}",
            f"data:,{NAME}",
            f"ftp://h/{NAME}",
            f"JavaScript:{NAME}",
            f" javascript:{NAME}",
            f"java\tscript:{NAME}",
            f"http://user:pw@h/{NAME}",
            f"blob:https://h/{NAME}",
        )
    },
    "SS-04: an ending behind a fragment sign": snapshot(entries(f"x.exe#{NAME}"), "snapshots.query"),
    "SS-04: an ending behind a fragment sign is no ending": snapshot(
        entries("x.exe#.cellucid-session"), "snapshots.none"
    ),
    "SS-04: an ending behind a question mark": snapshot(entries("x?.cellucid-session"), "snapshots.none"),
    "SS-04: an ending, and then a way on": snapshot(entries(f"{NAME}/../y"), "snapshots.none"),
    "SS-04: an ending behind an encoded NUL": snapshot(
        entries("x.exe%00.cellucid-session"), "snapshots.target"
    ),
    "SS-04: an ending behind a NUL": snapshot(entries("x.exe\0.cellucid-session"), "snapshots.target"),
    "SS-04: an ending in upper case": snapshot(entries("X.CELLUCID-SESSION")),
    "SS-05: an entry put behind the others": snapshot(
        entries("a.cellucid-session", "b.cellucid-session", "https://example.org/c.cellucid-session"),
        "snapshots.remote",
    ),
    "SS-05: one target twice": snapshot(entries(NAME, f"./{NAME}"), "snapshots.duplicate"),
    "SS-07: more entries than the budget": snapshot(
        entries(*["a"] * 200), "budget.json-nodes", limits=Limits(json_nodes=100)
    ),
    "SS-07: a list longer than the budget": snapshot(
        entries(*["a"] * 200), "budget.json-bytes", limits=Limits(json_bytes=100)
    ),
    "SS-07: states that are no list": snapshot('{"states": {"a": 1}}', "snapshots.root"),
    "SS-07: a list in an entry": snapshot('[["a"]]', "snapshots.entry"),
    "SS-07: an entry without a target": snapshot('[{"x": 1}]', "snapshots.entry"),
    "SS-07: states twice": snapshot('{"states": [], "states": []}', "json.duplicate-key"),
    "SS-07: lists 100,000 deep": snapshot("[" * 100_000, "json.depth"),
    "SS-08: a web page": snapshot("<!doctype html><title>404</title>", "json.syntax"),
    "SS-08: a byte order mark": snapshot(b"\xef\xbb\xbf[]", "json.bom"),
    "SS-08: UTF-16": snapshot(entries(NAME).encode("utf-16"), "json.utf8"),
    "SS-09: a name that is not composed": snapshot(entries(f"e\u0301{NAME}"), "snapshots.unicode"),
}
