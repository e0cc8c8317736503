"""Attacks on gzip (GZ), on JSON chunks (JC), on binary payloads as part of a file (BC), and on reporting (RP)."""

from __future__ import annotations

import gzip
import zlib
from typing import Any

from attacking import Attack, zeros
from builders import (
    ABSENT,
    CELLS,
    CODES,
    META,
    OVERLAYS,
    TABLE,
    cells,
    chunk,
    codes,
    field,
    group,
    meta,
    overlays,
    session,
    table,
)

from cellucid_session.model import Limits

STATE = "core/state"
MIB = 1 << 20


def stored(data: bytes, **changes: Any) -> bytes:
    """A session whose one chunk, of no known family, has these stored bytes and says that they are gzip."""
    return session(chunk("x/1", b"{}", stored=data, **changes))


GOOD = gzip.compress(b"{}", mtime=0)


def blocks(count: int, payload: bytes) -> bytes:
    """A gzip member with so many empty blocks before its payload."""
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
    data = deflate.compress(payload) + deflate.flush()
    tail = zlib.crc32(payload).to_bytes(4, "little") + len(payload).to_bytes(4, "little")
    return GOOD[:10] + b"\0\0\0\xff\xff" * count + data + tail


GZIP: dict[str, Attack] = {
    "GZ-01: 1 GiB in 1 MiB, said so": Attack(
        lambda: stored(zeros(1024), uncompressedBytes=1 << 30), "chunk.uncompressed-bytes"
    ),
    "GZ-02: 1 GiB in 1 MiB, said to be 10 bytes": Attack(
        lambda: stored(zeros(1024), uncompressedBytes=10), "chunk.inflated-too-large"
    ),
    "GZ-02: 600 MiB where no size is said": Attack(
        lambda: stored(zeros(600), uncompressedBytes=ABSENT, kind="binary"), "chunk.inflated-too-large"
    ),
    **{
        f"GZ-03: 2 bytes that say they are {size}": Attack(
            stored(GOOD, uncompressedBytes=size), "chunk.uncompressed-bytes"
        )
        for size in (1 << 34, (1 << 53) - 1)
    },
    "GZ-04: many chunks that are too much together": Attack(
        lambda: session(
            *(
                chunk(f"x/{at}", b" " * MIB, kind="binary", stored=gzip.compress(b" " * MIB, mtime=0))
                for at in range(10)
            )
        ),
        "budget.inflated-bytes",
        limits=Limits(inflated_bytes=8 * MIB),
    ),
    "GZ-05: one byte more is said than is there": Attack(
        stored(GOOD, uncompressedBytes=3), "chunk.inflated-short"
    ),
    "GZ-05: one byte less is said than is there": Attack(
        stored(GOOD, uncompressedBytes=1), "chunk.inflated-too-large"
    ),
    "GZ-06: two members": Attack(stored(GOOD + GOOD), "gzip.trailing"),
    "GZ-07: zeros after the member": Attack(stored(GOOD + bytes(8)), "gzip.trailing"),
    **{
        f"GZ-08: only {size} bytes of the member": Attack(stored(GOOD[:size]), "gzip.truncated")
        for size in range(len(GOOD))
    },
    "GZ-09: a wrong CRC": Attack(stored(GOOD[:-8] + bytes(4) + GOOD[-4:]), "gzip.crc"),
    "GZ-10: a wrong length": Attack(stored(GOOD[:-4] + bytes(4)), "gzip.length"),
    "GZ-11: a reserved flag": Attack(stored(GOOD[:3] + b"\x80" + GOOD[4:]), "gzip.flags"),
    "GZ-11: a name of 1 MiB": Attack(
        lambda: stored(GOOD[:3] + b"\x08" + GOOD[4:10] + b"n" * MIB + b"\0" + GOOD[10:]), "gzip.hidden"
    ),
    "GZ-12: zlib's header": Attack(stored(zlib.compress(b"{}")), "gzip.header"),
    "GZ-12: no header at all": Attack(stored(GOOD[10:-8]), "gzip.header"),
    "GZ-13: a million empty blocks before the payload": Attack(
        lambda: stored(blocks(1_000_000, b"{}")), "chunk.foreign"
    ),
    "GZ-14: gzip in gzip": Attack(
        stored(gzip.compress(GOOD, mtime=0), uncompressedBytes=len(GOOD)), "json.utf8"
    ),
    "GZ-15: gzip that says it is stored as it is": Attack(
        session(chunk(STATE, GOOD, codec="none")), "json.utf8"
    ),
    "GZ-15: JSON that says it is gzip": Attack(stored(b"{}"), "gzip.header"),
    "GZ-16: data that no compressor makes": Attack(
        stored(GOOD[:10] + b"\x63\x00\x42\x00" + GOOD[-8:]), "gzip.data"
    ),
}


def pages(*values: Any) -> bytes:
    return session(meta(pages=list(values)))


def page(page_id: str, *groups: Any, **more: Any) -> dict[str, Any]:
    return {"id": page_id, "name": "n", "highlightedGroups": list(groups)} | more


#: what is put into every JSON text -> the rule
TEXTS = {
    "a key twice": (b'{"a":1,"\\u0061":1}', "json.duplicate-key"),
    "bad UTF-8": (b'{"a":"\xff"}', "json.utf8"),
    "a byte order mark": (b"\xef\xbb\xbf{}", "json.bom"),
    "NaN": (b'{"a":NaN}', "json.non-finite"),
    "1e400": (b'{"a":1e400}', "json.number-overflow"),
    "2^53": (b'{"a":9007199254740992}', "json.integer-range"),
    "half a surrogate pair": (b'{"a":"\\ud800"}', "json.surrogate"),
    "65 levels": (b"[" * 65 + b"]" * 65, "json.depth"),
    "two texts": (b"{} {}", "json.syntax"),
    "no text": (b"", "json.empty"),
}
JSON_CHUNKS = (STATE, META, OVERLAYS, "ui/dockable-layout", "analysis/windows", "other/thing")

JSON: dict[str, Attack] = {
    **{
        f"JC-01: {name} in {where}": Attack(session(chunk(where, data)), rule)
        for name, (data, rule) in TEXTS.items()
        for where in JSON_CHUNKS
    },
    **{
        f"JC-01: {name} in a table's header": Attack(
            session(chunk(TABLE + "a/b/c", table([1], header=data))), rule
        )
        for name, (data, rule) in TEXTS.items()
    },
    "JC-02: pages that are no list": Attack(session(meta(pages={})), "meta.shape"),
    "JC-02: two pages of one id": Attack(pages(page("p1"), page("p1")), "meta.page-id-duplicate"),
    "JC-02: no pages": Attack(session(meta(pages=[])), "meta.no-pages"),
    "JC-02: an active page that is not there": Attack(session(meta(activePageId="x")), "meta.active-page"),
    **{
        f"JC-03: the group id {name[:14]!r}": Attack(
            session(meta(group(name, 1)), chunk(CELLS + name, cells([1]))), rule
        )
        for name, rule in (
            ("highlight_0", None),
            ("highlight_01", None),
            ("highlight_1\n", "chunk.id-unsafe"),
            ("9" * 200, "chunk.id-odd"),
        )
    },
    "JC-04: a group without its cells": Attack(session(meta(group("g", 3))), "cells.missing"),
    "JC-04: cells without their group": Attack(
        session(meta(), chunk(CELLS + "g", cells([1]))), "cells.orphan"
    ),
    "JC-04: one group twice, for one chunk": Attack(
        session(meta(group("g", 1), group("g", 1)), chunk(CELLS + "g", cells([1]))), "meta.group-id-duplicate"
    ),
    "JC-04: one group on two pages": Attack(
        pages(page("p1", group("g", 0)), page("p2", group("g", 0))), "meta.group-id-duplicate"
    ),
    "JC-05: a count that is not that of the cells": Attack(
        session(meta(group("g", 9)), chunk(CELLS + "g", cells([1]))), "cells.count-hint"
    ),
    **{
        f"JC-06: the colour {value!r}": Attack(pages(page("p1", color=value)), "meta.color")
        for value in ("#fff;background:url(//x)", "#FF00001", "red", "#aabbcc\n", "#ａabbcc")
    },
    "JC-07: a range from high to low": Attack(
        session(meta(group("g", 0, type="range", rangeMin=5, rangeMax=1))), "meta.range"
    ),
    "JC-07: a range to more than a double holds": Attack(
        session(chunk(META, b'{"pages":[{"id":"p","highlightedGroups":[{"id":"g","rangeMax":1e400}]}]}')),
        "json.number-overflow",
    ),
    **{
        f"JC-08: a category that is {value!r}": Attack(
            session(overlays(field("f", ["1", value]))), "overlays.shape"
        )
        for value in (1, 1.0, True, None)
    },
    "JC-08: two categories of one name": Attack(
        session(overlays(field("f", ["a", "a"]))), "overlays.category-duplicate"
    ),
    "JC-09: a foretold length of 10^15": Attack(
        session(overlays(field("f", codesLength=10**15)), chunk(CODES + "f", codes([0] * 10))),
        "overlays.codes-length-hint",
    ),
    "JC-09: a foretold length of 10^18": Attack(
        session(overlays(field("f", codesLength=10**18)), chunk(CODES + "f", codes([0] * 10))),
        "json.integer-range",
    ),
    "JC-10: more renames than the budget": Attack(
        session(overlays(renames={"fields": {f"k{at}": "v" for at in range(100)}, "categories": {}})),
        "budget.json-nodes",
        limits=Limits(json_nodes=100),
    ),
    "JC-10: renames of names that mean something elsewhere": Attack(
        session(
            overlays(
                renames={
                    "fields": {"": "a", "__proto__": "b", "../": "c", "constructor": "d"},
                    "categories": {},
                }
            )
        )
    ),
    **{
        f"JC-12: isDeleted is {value!r}": Attack(
            session(overlays(field("f", isDeleted=value))), "overlays.shape"
        )
        for value in ("true", 1)
    },
}

BINARY: dict[str, Attack] = {
    "BC-05: a count of 2^31 and no indices": Attack(
        session(meta(group("g")), chunk(CELLS + "g", b"\x80\x80\x80\x80\x08"), n_obs=None),
        "uvarint.truncated",
    ),
    "BC-08: an index of 2^32": Attack(
        session(meta(group("g")), chunk(CELLS + "g", b"\x01\x80\x80\x80\x80\x10"), n_obs=None), "cells.index"
    ),
    "BC-09: 65,536 steps of 2^48": Attack(
        lambda: session(
            meta(group("g")),
            chunk(CELLS + "g", b"\x81\x80\x04\x05" + (b"\x80" * 6 + b"\x40") * 65536),
            n_obs=10**7,
        ),
        "cells.index",
    ),
    "BC-12: runs whose sum wraps to the number of cells": Attack(
        session(
            overlays(field("f")), chunk(CODES + "f", b"\x02\x0a\x03" + (b"\x01" + b"\xff" * 7 + b"\x0f") * 3)
        ),
        "codes.runs",
    ),
    "BC-13: one run of 2^31 codes": Attack(
        session(
            overlays(field("f")), chunk(CODES + "f", b"\x02\x80\x80\x80\x80\x08\x01\x01\x80\x80\x80\x80\x08")
        ),
        "codes.length",
    ),
    "BC-13: one run of 2^31 codes, where no count is known": Attack(
        session(chunk(CODES + "f", b"\x02\x80\x80\x80\x80\x08\x01\x00\x80\x80\x80\x80\x08"), n_obs=None),
        "codes.orphan",
    ),
    "BC-15: a code beyond the categories": Attack(
        session(overlays(field("f")), chunk(CODES + "f", codes([2] + [0] * 9))), "codes.category"
    ),
    "BC-15: the code of no category": Attack(
        session(overlays(field("f")), chunk(CODES + "f", codes([255] * 10)))
    ),
    "BC-20: nothing of anything, for no cells": Attack(
        session(
            overlays(field("f")),
            meta(group("g", 0)),
            chunk(CODES + "f", codes([])),
            chunk(CELLS + "g", cells([])),
            chunk(TABLE + "a/b/c", table([])),
            n_obs=0,
        )
    ),
    "BC-20: one of everything, for one cell": Attack(
        session(
            overlays(field("f")),
            meta(group("g", 1)),
            chunk(CODES + "f", codes([1], encoding=2)),
            chunk(CELLS + "g", cells([0])),
            chunk(TABLE + "a/b/c", table([0])),
            n_obs=1,
        )
    ),
}

REPORTS: dict[str, Attack] = {
    "RP-18: 20,000 pages of one id": Attack(lambda: pages(*[page("p1")] * 20_000), "meta.page-id-duplicate"),
    "RP-18: 100,000 categories of one name": Attack(
        lambda: session(overlays(field("f", ["a"] * 100_000))), "overlays.category-duplicate"
    ),
    "RP-18: 20,000 unknown keys": Attack(
        lambda: session(chunk(STATE, {}), manifest={f"k{at}": 0 for at in range(20_000)}),
        "manifest.unknown-key",
    ),
}
