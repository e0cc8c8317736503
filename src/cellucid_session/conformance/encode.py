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
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


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
