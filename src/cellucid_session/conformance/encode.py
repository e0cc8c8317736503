"""Payloads, JSON texts and gzip members from their descriptions, so that bytes depend on nothing but these lines.

Rules of this file:

* It shares nothing with the readers and the writer of the package: a vector must not be wrong in the way a
  reader is.
* A gzip member is made of stored deflate blocks, so that no build of zlib decides its bytes.
* JSON is written without spaces, in UTF-8, keys in the order of the description; `Raw` stands for text that no
  value says (another form of a number, a key twice).
"""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Callable
from typing import Any

#: magic, method, no flags, no time, no extra flags, unknown system
_GZIP_HEAD = bytes.fromhex("1f8b08000000000000ff")
_BLOCK = 0xFFFF

_encoded = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode

_FLOATS = {"NaN": "0000c07f", "Infinity": "0000807f", "-Infinity": "000080ff"}


class Raw(str):
    """A piece of JSON text that stands where a value would."""

    __slots__ = ()


def json_text(value: Any) -> bytes:
    """A value as a JSON text, UTF-8, without spaces."""
    return _text(value).encode("utf-8")


def _text(value: Any) -> str:
    if isinstance(value, Raw):
        return str(value)
    if isinstance(value, dict):
        return "{" + ",".join(f"{_text(key)}:{_text(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(_text, value)) + "]"
    return _encoded(value)


def uvarint(value: int) -> bytes:
    """LEB128, low seven bits first."""
    out = bytearray()
    while value > 0x7F:
        out.append(0x80 | value & 0x7F)
        value >>= 7
    out.append(value)
    return bytes(out)


def _index_list(indices: list[int]) -> bytes:
    before = [0, *indices]
    return uvarint(len(indices)) + b"".join(
        uvarint(index - last) for last, index in zip(before, indices, strict=False)
    )


def _codes(spec: dict[str, Any]) -> bytes:
    encoding = spec["encoding"]
    if encoding == "runs":
        runs = spec["runs"]
        length = sum(run for _, run in runs)
        body = uvarint(len(runs)) + b"".join(uvarint(code) + uvarint(run) for code, run in runs)
    else:
        values = spec["values"]
        length = len(values)
        body = struct.pack(f"<{length}{'B' if encoding == 'u8' else 'H'}", *values)
    return bytes([("u8", "u16", "runs").index(encoding)]) + uvarint(length) + body


#: encoding of codes, as generations 2 to 4 name it -> its byte and the bytes of a code (0: runs)
_CODES_2 = {"u8": (0, 1), "u16": (1, 2), "runs8": (2, 0), "runs16": (3, 0), "u32": (4, 4), "runs32": (5, 0)}
_WIDTHS = {1: "B", 2: "H", 4: "I"}


def _runs(values: list[int]) -> bytes:
    pairs: list[list[int]] = []
    for value in values:
        if pairs and pairs[-1][0] == value:
            pairs[-1][1] += 1
        else:
            pairs.append([value, 1])
    return uvarint(len(pairs)) + b"".join(uvarint(value) + uvarint(run) for value, run in pairs)


def _codes_2(spec: dict[str, Any]) -> bytes:
    byte, width = _CODES_2[spec["encoding"]]
    values = spec["values"]
    body = struct.pack(f"<{len(values)}{_WIDTHS[width]}", *values) if width else _runs(values)
    return bytes([byte]) + uvarint(len(values)) + body


def _packed(values: list[int], bits: int) -> bytes:
    total = sum(value << (at * bits) for at, value in enumerate(values))
    return total.to_bytes((len(values) * bits + 7) // 8, "little")


def _codes_5(spec: dict[str, Any]) -> bytes:
    values, encoding = spec["values"], spec["encoding"]
    if encoding == "raw":
        body = struct.pack(f"<{len(values)}{_WIDTHS[spec['width']]}", *values)
    elif encoding == "runs":
        body = _runs(values)
    else:
        bits = spec.get("bits") or next(bits for bits in (1, 2, 4) if max(values, default=0) < 1 << bits)
        body = bytes([bits]) + _packed(values, bits)
    return bytes([("raw", "runs", "packed").index(encoding)]) + uvarint(len(values)) + body


def _mixed(word: int) -> int:
    for _ in range(2):
        word ^= word >> 16
        word = word * 0x045D9F3B & 0xFFFFFFFF
    return word ^ word >> 16


def digest_32(cells: list[int]) -> int:
    """The digest of a set of cells."""
    return sum(map(_mixed, cells)) & 0xFFFFFFFF


def _cell_set(spec: dict[str, Any]) -> bytes:
    encoding, cells = spec["encoding"], spec["cells"]
    if encoding == "steps":
        return b"\0" + _index_list(cells)
    if encoding == "bits":
        return b"\1" + _packed([int(cell in set(cells)) for cell in range(spec["size"])], 1)
    if encoding == "runs":
        runs: list[list[int]] = []
        for cell in cells:
            if runs and runs[-1][1] == cell:
                runs[-1][1] += 1
            else:
                runs.append([cell, cell + 1])
        starts = [0, *(end for _, end in runs)]
        pairs = [
            uvarint(start - before) + uvarint(end - start)
            for before, (start, end) in zip(starts, runs, strict=False)
        ]
        return b"\2" + uvarint(len(runs)) + b"".join(pairs)
    category = spec["category"]
    head = uvarint(len(category)) + struct.pack("<I", digest_32(category))
    if encoding == "all":
        return b"\4" + head
    return b"\3" + head + _packed([int(cell in set(cells)) for cell in category], 1)


#: name of a type of arrays -> its byte and its letter in `struct`
_ARRAYS = {
    "u8": (1, "B"),
    "u16": (2, "H"),
    "u32": (3, "I"),
    "i32": (4, "i"),
    "f32": (5, "f"),
    "f64": (6, "d"),
}


def _typed(spec: dict[str, Any]) -> bytes:
    text = json_text(spec["json"])
    data = struct.pack("<I", len(text)) + text
    for dtype, items in spec["arrays"]:
        byte, letter = _ARRAYS[dtype]
        values = [float(item) if letter in "fd" else item for item in items]
        data += bytes([byte]) + uvarint(len(items)) + struct.pack(f"<{len(items)}{letter}", *values)
    return data


def places(value: Any) -> dict[tuple[str, bool], tuple[int, int]]:
    """Where each value of `json_text(value)` stands, and (with True) each key: by JSON pointer, in bytes."""
    found: dict[tuple[str, bool], tuple[int, int]] = {}
    _place(value, "", 0, found)
    return found


def _place(value: Any, pointer: str, at: int, found: dict[tuple[str, bool], tuple[int, int]]) -> int:
    start = at
    size = len(json_text(value))
    if isinstance(value, dict | list):
        items = value.items() if isinstance(value, dict) else enumerate(value)
        at += 1
        for key, each in items:
            here = f"{pointer}/{str(key).replace('~', '~0').replace('/', '~1')}"
            if isinstance(value, dict):
                width = len(json_text(key))
                found[here, True] = (at, at + width)
                at += width + 1
            at = _place(each, here, at, found) + 1
    found[pointer, False] = (start, start + size)
    return start + size


def _table(spec: dict[str, Any]) -> bytes:
    header = json_text(spec["header"])
    return struct.pack("<I", len(header)) + header + b"".join(map(_column, spec["columns"]))


def _column(spec: dict[str, list[Any]]) -> bytes:
    (dtype, items), *_ = spec.items()
    if dtype == "u32":
        return struct.pack(f"<{len(items)}I", *items)
    return b"".join(
        bytes.fromhex(_FLOATS[item]) if isinstance(item, str) else struct.pack("<f", item) for item in items
    )


#: key of a payload's description -> what makes bytes of it
PAYLOADS: dict[str, Callable[[Any], bytes]] = {
    "json": json_text,
    "index_list": _index_list,
    "codes": _codes,
    "codes_2": _codes_2,
    "codes_5": _codes_5,
    "cell_set": _cell_set,
    "typed": _typed,
    "table": _table,
    "hex": bytes.fromhex,
}


def payload(spec: dict[str, Any]) -> bytes:
    """The bytes of a payload's description."""
    (kind, content), *_ = spec.items()
    return PAYLOADS[kind](content)


def gzip_member(data: bytes) -> bytes:
    """One gzip member that holds `data` in stored deflate blocks."""
    starts = range(0, max(1, len(data)), _BLOCK)
    blocks = []
    for start in starts:
        block = data[start : start + _BLOCK]
        last = start == starts[-1]
        blocks.append(struct.pack("<BHH", last, len(block), len(block) ^ 0xFFFF) + block)
    return _GZIP_HEAD + b"".join(blocks) + struct.pack("<II", zlib.crc32(data), len(data) & 0xFFFFFFFF)
