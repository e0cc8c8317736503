"""Payloads of generations 2 to 5, right and nearly, and the changes of a session that know them.

Rules of this file: as in `_values` and `_mutator`, whose tables these stand beside. What a payload is like is told by
the chunk's id, the magic, and the type of codes that the registry names.
"""

from __future__ import annotations

import random
import struct
from collections.abc import Callable
from typing import Any

import _mutator
import _values as v
from _container import LATER, Frame, Parts, Repair, dump, load

WIDTHS = {"Uint8Array": 1, "Uint16Array": 2, "Uint32Array": 4}
CELLS, CODES = "highlights/cells/", "user-defined/codes/"
TYPED = ("analysis/windows", "analysis/docked")


def bits(values: list[int], each: int, count: int, maker: random.Random) -> bytes:
    """Numbers of so many bits, and now and then a bit behind the last one."""
    whole = sum((value & ((1 << each) - 1)) << (at * each) for at, value in enumerate(values))
    size = (count * each + 7) // 8
    if count * each % 8 and maker.random() < 0.2:
        whole |= 1 << (8 * size - 1)
    return (whole & ((1 << 8 * size) - 1)).to_bytes(size, "little")


def _ascending(maker: random.Random, bound: int, count: int | None) -> list[int]:
    """Members below the bound, mostly as many as the registry says."""
    if count is not None and 0 < count <= bound < 5000 and maker.random() < 0.8:
        return sorted(maker.sample(range(bound), count))
    most = maker.choice([bound - 1, bound - 1, bound])
    return sorted({maker.randint(0, max(0, most)) for _ in range(maker.choice([1, 3, 9]))})


def _gaps(maker: random.Random, bound: int) -> bytes:
    """Runs of cells: right, past the end, empty, or of sums that pass a machine word."""
    roll = maker.random()
    at, found = 0, b""
    count = maker.choice([0, 1, 2, 3])
    for place in range(count):
        gap = maker.choice([1, 1, 2, 0]) if place else maker.choice([0, 1])
        length = maker.choice([1, 2, 0]) if roll < 0.5 else maker.choice([1, max(1, bound - at)])
        at += gap + length
        found += v.uvarint(gap) + v.uvarint(length)
    return v.uvarint(count) + found


def _runs(members: list[int]) -> bytes:
    """Members as runs, as long as they can be."""
    found: list[list[int]] = []
    for each in members:
        if found and found[-1][1] == each:
            found[-1][1] += 1
        else:
            found.append([each, each + 1])
    ends = [0, *(end for _, end in found)]
    pairs = [
        v.uvarint(start - last) + v.uvarint(end - start)
        for last, (start, end) in zip(ends, found, strict=False)
    ]
    return v.uvarint(len(found)) + b"".join(pairs)


def cell_set(maker: random.Random, bound: int, count: int | None) -> bytes:
    """A set of cells, in any encoding or none. bound: cells. count: how many the registry says, or None."""
    encoding = maker.choice([0, 1, 1, 2, 2, 3, 4, 5])
    members = _ascending(maker, bound, count)
    if encoding == 0:
        steps = [one - last for last, one in zip([0, *members], members, strict=False)]
        if maker.random() < 0.1:
            steps.append(0)
        return b"\0" + v.uvarint(len(steps)) + b"".join(map(v.uvarint, steps))
    if encoding == 1:
        there = [int(at in members) for at in range(bound)]
        return b"\1" + bits(there, 1, bound, maker)
    if encoding == 2:
        return b"\2" + (_runs(members) if maker.random() < 0.5 else _gaps(maker, bound))
    size = maker.choice([1, 3, bound, bound + 1])
    head = bytes([encoding]) + v.uvarint(size) + struct.pack("<I", maker.getrandbits(32))
    return head + (bits([1] * size, 1, size, maker) if encoding == 3 else b"")


def codes(maker: random.Random, length: int, width: int, late: bool) -> bytes:
    """Codes of a width, in any encoding of a generation or none."""
    kind = maker.choice(["raw", "runs", "packed" if late else "raw"])
    highest = maker.choice([1, 2, 2, 2, 3, 15, 256**width - 1, 256**width])
    values = [min(highest, maker.choice([0, 1, 2, highest])) for _ in range(length)]
    byte = {"raw": 0, "runs": 1, "packed": 2}[kind]
    if not late:
        place = (1, 2, 4).index(maker.choice([width, width, width, 1, 2, 4]))
        byte = {"raw": (0, 1, 4), "runs": (2, 3, 5)}[kind][place]
    head = bytes([byte]) + v.uvarint(length)
    if kind == "raw":
        return head + b"".join((value & (256**width - 1)).to_bytes(width, "little") for value in values)
    if kind == "packed":
        each = maker.choice([1, 2, 4, 4, 3])
        return head + bytes([each]) + bits(values, each, length, maker)
    pairs: list[list[int]] = []
    for value in values:
        if pairs and pairs[-1][0] == value and maker.random() < 0.6:
            pairs[-1][1] += 1
        else:
            pairs.append([value, 1])
    return head + v.uvarint(len(pairs)) + b"".join(v.uvarint(value) + v.uvarint(run) for value, run in pairs)


def typed(maker: random.Random, low: _mutator.Low, payload: bytes) -> bytes:
    """Typed JSON with its text, its references or its arrays changed."""
    size = int.from_bytes(payload[:4], "little")
    text, arrays = payload[4 : 4 + size], payload[4 + size :]
    what = maker.randrange(4)
    if what == 0:
        value = load(text)
        text = dump({"a": [{"$typed": maker.choice([0, 1, 2, -1, 0.0])}, value]})
    elif what == 1:
        text = _mutator.change_text(text, maker, low)
    elif what == 2:
        arrays += (
            bytes([maker.choice([1, 2, 3, 4, 5, 6, 7])]) + v.uvarint(maker.choice([0, 1, v.SAFE])) + b"\0" * 4
        )
    else:
        arrays = low(arrays, len(arrays) + 9)
    return len(text).to_bytes(4, "little") + text + arrays


def _count(parts: Parts, group_id: str) -> int | None:
    """How many cells a registry says that a group has."""
    for frame in parts.frames:
        value: Any = load(frame.payload) if frame.get("id") == "highlights/meta" and frame.payload else None
        pages = value.get("pages") if isinstance(value, dict) else None
        for page in pages if isinstance(pages, list) else ():
            groups = page.get("highlightedGroups") if isinstance(page, dict) else None
            for group in groups if isinstance(groups, list) else ():
                if isinstance(group, dict) and group.get("id") == group_id:
                    count = group.get("cellCount")
                    return count if type(count) is int else None
    return None


def _width(parts: Parts, field_id: str) -> int:
    """How wide a registry says the codes of a field are, or 1."""
    for frame in parts.frames:
        value: Any = (
            load(frame.payload) if frame.get("id") == "core/field-overlays" and frame.payload else None
        )
        fields = value.get("userDefinedFields") if isinstance(value, dict) else None
        for field in fields if isinstance(fields, list) else ():
            if isinstance(field, dict) and field.get("id") == field_id:
                return WIDTHS.get(str(field.get("codesType")), 1)
    return 1


def later_payload(parts: Parts, maker: random.Random, low: _mutator.Low) -> Repair | None:
    """Another payload of a group, a field or a typed chunk, of the encodings that its generation has."""
    found: list[Frame] = [
        frame for frame in parts.frames if frame.payload is not None and frame.get("kind") == "binary"
    ]
    if not found:
        return None
    frame = maker.choice(found)
    name, late = str(frame.get("id")), parts.magic == LATER
    bound = _mutator._length(parts, maker)
    if name.startswith(CELLS):
        made = cell_set(maker, bound, _count(parts, name.removeprefix(CELLS)))
        frame.payload = made if late else made[1:]
    elif name.startswith(CODES):
        frame.payload = codes(maker, bound, _width(parts, name.removeprefix(CODES)), late)
    elif late and name in TYPED and frame.payload is not None:
        frame.payload = typed(maker, low, frame.payload)
    return None


def wrapped(parts: Parts, maker: random.Random, low: _mutator.Low) -> None:
    """Gaps and lengths that pass 2^63 together, each of them below 2^53: a signed word holds less than nothing."""
    found = [frame for frame in parts.frames if str(frame.get("id")).startswith(CELLS)]
    if found and parts.magic == LATER:
        pairs = 1024 - maker.randint(0, 300)
        maker.choice(found).payload = b"\2" + v.uvarint(pairs) + v.uvarint(v.SAFE) * (2 * pairs)


def counted(parts: Parts, maker: random.Random, low: _mutator.Low) -> None:
    """More cells than anybody has, so that sums are what is left to refuse."""
    fingerprint = parts.changed().get("datasetFingerprint")
    if isinstance(fingerprint, dict):
        fingerprint["cellCount"] = maker.choice([(1 << 32) - 1, 300, 8, 10])


OPERATIONS: dict[Callable[..., Repair | None], int] = {
    **_mutator.OPERATIONS,
    later_payload: 40,
    counted: 4,
    wrapped: 4,
}


def mutate(data: bytes, max_size: int, seed: int, low: _mutator.Low | None = None) -> bytes:
    """One change of a session."""
    return _mutator.mutate(data, max_size, seed, low, OPERATIONS)
