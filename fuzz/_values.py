"""Values that matter to the format, and payloads made of them.

Rules of this file: plain tables and small makers that take a `random.Random`; nothing of the package is used, so that
a fault of its writers is not shared.
"""

from __future__ import annotations

import random
import struct
from collections.abc import Callable, Iterable
from typing import Any

SAFE = (1 << 53) - 1
NUMBERS: tuple[Any, ...] = (0, 1, 2, 3, 5, 6, 7, 127, 128, 254, 255, 256, 65535, 65536, (1 << 29) + 1, (1 << 31) - 1,
    (1 << 32) - 1, 1 << 32, SAFE, SAFE + 1, -1, -2, 0.5, 6.0, -0.0, 1e308, float("inf"), float("nan"))  # fmt: skip
#: keys whose values are counts, and what they are set to
COUNTED = (
    "cellCount",
    "varCount",
    "codesLength",
    "rowCount",
    "byteLength",
    "storedBytes",
    "uncompressedBytes",
)
COUNTS = (0, 1, 4, 5, 6, 7, 10, 255, 1 << 32, SAFE)
STRINGS = ("", " ", "a", "=1+1", "+x", "-x", "@x", "nan", "NA", " a ", "é", "e\u0301", "\u200b", "\u202ea", "\x1b[31m",
    "\x00", "\ud800", "\ufb01", "a/b", "../x", "./x", "/x", "a\\b", "a//b", "x" * 181, "\uff41", "\u0430", "#12345g",
    "#AABBCC", "2025-02-30T00:00:00Z", "2025-02-28T00:00:00Z", "2025-01-02T03:04:05.678Z\n", "eager", "lazy", "json",
    "binary", "gzip", "none", "br", "obs", "var", "category", "continuous", "Uint8Array", "Uint16Array", "1",
    "local-demo", "a.cellucid-session", "http://x/a.cellucid-session", "ftp://x", "c:x", "a?b", "a#b", "%2e%2e/x",
    "raw", "uint32", "float32", "float64", "cellIndex", "value", "</script>", "user:key")  # fmt: skip
LISTS = ("categories", "pages", "highlightedGroups", "userDefinedFields")
#: keys that the format knows -> what matters there
MATTERS: dict[str, tuple[Any, ...]] = {
    **dict.fromkeys(COUNTED, COUNTS),
    **dict.fromkeys(("rangeMin", "rangeMax"), (-1, 0, 0.5, 1, 2, 1e308, None)),
    **dict.fromkeys(("id", "key", "name", "label", "activePageId"), STRINGS),
    **dict.fromkeys(LISTS, ([], None, {})),
    "categories": ([], ["a", "a"], ["nan"], ["=1+1", "b"], ["a", " a"], [""] * 256),
    "color": ("#AABBCC", "#12345g", "red", "#abc"),
    "source": ("obs", "var", "x"),
    "kind": ("category", "continuous", "x"),
    "codesType": ("Uint8Array", "Uint16Array", "x"),
    "isDeleted": (True, False, None),
    "dtype": ("uint32", "float32", "float64", "x"),
    "encoding": ("raw", "x"),
}
KEYS = ("id", "pages", "highlightedGroups", "key", "source", "kind", "categories", "userDefinedFields", "rowCount",
    "columns", "byteLength", "name", "dtype", "encoding", "cellCount", "varCount", "renames", "fields", "deletedFields",
    "deleted", "purged", "activePageId", "label", "color", "rangeMin", "rangeMax", "type", "enabled", "codesLength",
    "codesType", "isDeleted", "createdAt", "dataSource", "datasetFingerprint", "summary", "chunks", "sourceType",
    "datasetId", "userPath", "dependsOn", "storedBytes", "uncompressedBytes", "priority", "codec", "contributorId",
    "datasetDependent", "states", "files", "snapshots", "url", "path", "href", "file", "filename", "more",
    "__proto__")  # fmt: skip
#: pieces of JSON text, and what is nearly one
TOKENS = (b"{", b"}", b"[", b"]", b",", b":", b'"', b"\\", b"0", b"-0", b"1.0", b"6e0", b"1e400", b"-1e400", b"NaN",
    b"Infinity", b"-Infinity", b"null", b"true", b"9007199254740991", b"9007199254740992", b'"\\ud800"', b'"\\udc00"',
    b'"\\ud83d\\ude00"', b'"\\u0061"', b"\xef\xbb\xbf", b"\xff", b"\xc0\x80", b"\xed\xa0\x80", b" ", b"\n", b"\x00",
    b"[[", b'{"":', b'"a":1,"a":1', b'"\\u0000"', b"1" * 20, b"01", b"\x0b", b"/**/")  # fmt: skip
#: pieces of a JSON string
ESCAPES = (
    b"\\ud800",
    b"\\udc00",
    b"\\ud83d\\ude00",
    b"\\u202e",
    b"\\u0000",
    b"\\x",
    b"\\",
    b"\n",
    b"\x7f",
    b"\xff",
)
FAMILIES = {
    "core/field-overlays": ("field-overlays", "json", "eager", True),
    "core/state": ("core-state", "json", "eager", True),
    "ui/dockable-layout": ("dockable-layout", "json", "eager", False),
    "analysis/windows": ("analysis-windows", "json", "eager", True),
    "highlights/meta": ("highlights-meta", "json", "eager", True),
    "highlights/cells/": ("highlights-cells", "binary", "lazy", True),
    "user-defined/codes/": ("user-defined-codes", "binary", "eager", True),
    "analysis/artifacts/bulk-gene/": ("analysis-artifacts", "binary", "lazy", True),
    "else/": ("other", "json", "lazy", False),
}


def uvarint(value: int, longer: int = 0) -> bytes:
    """LEB128, with bytes more than it needs."""
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    for _ in range(longer):
        out[-1] |= 0x80
        out.append(0)
    return bytes(out)


def varints(data: bytes) -> list[bytes]:
    """Bytes cut behind each one that ends a varint."""
    out, begin = [], 0
    for at, byte in enumerate(data):
        if byte < 0x80:
            out.append(data[begin : at + 1])
            begin = at + 1
    return [*out, data[begin:]] if begin < len(data) else out


def cells(indices: Iterable[int]) -> bytes:
    """An index list."""
    listed = list(indices)
    steps = [one - last for last, one in zip([0, *listed], listed, strict=False)]
    return uvarint(len(listed)) + b"".join(map(uvarint, steps))


def runs(pairs: list[tuple[int, int]], length: int) -> bytes:
    """Codes of encoding 2."""
    return b"\2" + uvarint(length) + uvarint(len(pairs)) + b"".join(uvarint(v) + uvarint(n) for v, n in pairs)


def table(indices: list[int], header: bytes | None = None) -> bytes:
    """An analysis artifact."""
    rows = len(indices)
    text = header if header is not None else (
        b'{"rowCount":%d,"columns":[{"name":"cellIndex","dtype":"uint32","encoding":"raw","byteLength":%d},'
        b'{"name":"value","dtype":"float32","encoding":"raw","byteLength":%d}]}' % (rows, 4 * rows, 4 * rows)
    )  # fmt: skip
    return (
        struct.pack("<I", len(text))
        + text
        + struct.pack(f"<{rows}I", *indices)
        + struct.pack(f"<{rows}f", *indices)
    )


def _cells(maker: random.Random, bound: int) -> bytes:
    most = maker.choice([0, 1, bound - 1, bound, bound * 2])
    return cells(
        sorted(
            maker.randint(0, max(0, most))
            for _ in range(maker.choice([0, 1, 3, min(bound, 40), min(bound, 40) + 1]))
        )
    )


def _codes(maker: random.Random, length: int) -> bytes:
    encoding = maker.randrange(3)
    highest = maker.choice([0, 1, 2, 255, 256, 65535])
    values = [min(highest, maker.choice([0, 1, 2, 254, 255, 256, 65535])) for _ in range(min(length, 300))]
    if encoding < 2:
        width = encoding + 1
        return bytes([encoding]) + uvarint(len(values)) + b"".join(
            (value & (0xFF, 0xFFFF)[encoding]).to_bytes(width, "little") for value in values)  # fmt: skip
    pairs = [(value, maker.choice([0, 1, 1, 2])) for value in values]
    if pairs and maker.random() < 0.1:
        pairs[maker.randrange(len(pairs))] = (maker.choice([65536, SAFE]), 1)
    return runs(pairs, maker.choice([length, sum(run for _, run in pairs)]))


def _table(maker: random.Random, bound: int) -> bytes:
    most = min(maker.choice([0, bound - 1, bound]), (1 << 32) - 1)
    return table([maker.randint(0, max(0, most)) for _ in range(maker.choice([0, 1, 4]))])


#: beginning of a chunk id -> what makes a payload; the number is that of the cells
BINARY: dict[str, Callable[[random.Random, int], bytes]] = {
    "highlights/cells/": _cells,
    "user-defined/codes/": _codes,
    "analysis/artifacts/bulk-gene/": _table,
}


def wrapping_steps(maker: random.Random) -> bytes:
    """Steps that pass 2^63 together, each of them below 2^53."""
    count = 1024 + maker.randint(1, 4)
    return uvarint(count) + uvarint(SAFE - maker.randint(0, 1)) * count


def wrapping_runs(length: int) -> bytes:
    """Runs that come to 2^64 + `length` together, each of them below 2^53."""
    pairs = [(0, SAFE)] * 2048 + [(0, 2048 + length)]
    return runs(pairs, length)


def value(maker: random.Random, depth: int = 2) -> Any:
    """A JSON value of things that matter."""
    kind = maker.randrange(8 if depth else 6)
    if kind == 0:
        return maker.choice([None, True, False])
    if kind < 3:
        return maker.choice(NUMBERS)
    if kind < 6:
        return maker.choice(STRINGS)
    if kind == 6:
        return [value(maker, depth - 1) for _ in range(maker.randrange(3))]
    return {maker.choice(KEYS): value(maker, depth - 1) for _ in range(maker.randrange(3))}
