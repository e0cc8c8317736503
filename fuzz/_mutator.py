"""Changes sessions at one level and repairs the levels above, nine times in ten; crosses two sessions.

Rules of this file:

* What happens depends on the bytes and the seed alone (and on libFuzzer's own mutation, where it is lent as `low`).
* `OPERATIONS` is the table of what is done; an operation gets the parts and changes them in place. One that does not
  fit what is there does nothing, and another one is drawn.
* The result is never longer than `max_size`: a custom mutator turns libFuzzer's own length control off.
"""

from __future__ import annotations

import copy
import random
from collections.abc import Callable
from typing import Any

import _values as v
from _container import Frame, Parts, Repair, dump, explode, load, member

Low = Callable[[bytes, int], bytes]
TRIES = 6


def low_level(maker: random.Random) -> Low:
    """A mutation of bytes for where libFuzzer's is not at hand."""

    def mutate(data: bytes, most: int) -> bytes:
        out = bytearray(data)
        for _ in range(maker.choice([1, 1, 2, 4])):
            at = maker.randrange(len(out) + 1)
            gone = maker.choice([0, 0, 1, 1, 2, 8])
            come = maker.choice(
                [b"", bytes([maker.randrange(256)]), maker.choice(v.TOKENS), b"\x00", b"\xff" * 4, b"\x80"]
            )
            out[at : at + gone] = come
            if out and not gone and not come:
                out[at % len(out)] ^= 1 << maker.randrange(8)
        return bytes(out[:most])

    return mutate


# -- JSON --


def _spots(value: Any, found: list[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
    """Every (container, key) below a value."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in list(inner):
        found.append((value, key))
        _spots(each, found)
    return found


def change_value(root: Any, maker: random.Random) -> Any:
    """A JSON value with one thing in it changed, in place where that can be."""
    spots = _spots(root, [])
    if not spots or maker.random() < 0.02:
        return v.value(maker)
    holder, key = maker.choice(spots)
    what = maker.randrange(8)
    if what < 3:
        holder[key] = maker.choice(v.COUNTS) if key in v.COUNTED and what else v.value(maker, 1)
    elif what == 3:
        del holder[key]
    elif isinstance(holder, list):
        if what == 4:
            holder.insert(key, v.value(maker, 1))
        elif what == 5:
            holder.insert(key, copy.deepcopy(holder[key]))
        else:
            other = maker.randrange(len(holder))
            holder[key], holder[other] = holder[other], holder[key]
    elif what == 4:
        key = maker.choice(v.KEYS + v.STRINGS + v.COUNTED)
        holder[key] = maker.choice(v.COUNTS) if key in v.COUNTED else v.value(maker, 1)
    elif what == 5:
        holder[maker.choice(list(holder))] = copy.deepcopy(holder[key])
    elif type(holder[key]) is int:
        holder[key] += maker.choice([-1, 1])
    elif type(holder[key]) is str:
        at = maker.randrange(len(holder[key]) + 1)
        holder[key] = holder[key][:at] + maker.choice(v.STRINGS) + holder[key][at:]
    return root


def change_text(text: bytes, maker: random.Random, low: Low) -> bytes:
    """A JSON text with a piece put in, left out, repeated; a key twice; a value deeper; or changed bytes."""
    what = maker.randrange(8)
    at = maker.randrange(len(text) + 1)
    if what == 7:  # within a string
        at = text.find(b'"', at) + 1
        return text[:at] + maker.choice(v.ESCAPES) + text[at:]
    if what == 0:
        return low(text, len(text) + 64)
    if what == 1:
        return text[:at] + maker.choice(v.TOKENS) + text[at:]
    if what == 2:
        return text[:at] + maker.choice(v.TOKENS) + text[at + maker.randrange(4) :]
    if what == 3:  # the first member of an object once more
        opening = text.find(b"{", at) if b"{" in text[at:] else text.find(b"{")
        end = text.find(b",", opening)
        if 0 <= opening < end:
            return text[: end + 1] + text[opening + 1 : end + 1] + text[end + 1 :]
        return text
    if what == 4:
        depth = maker.choice([63, 64, 65, 200])
        return b"[" * depth + maker.choice([b"", text]) + b"]" * depth
    if what == 5:  # a number in another form
        digits = [place for place, byte in enumerate(text) if 48 <= byte <= 57]
        if digits:
            at = maker.choice(digits) + 1
            return text[:at] + maker.choice([b".0", b"e0", b"e400", b"0" * 17, b"."]) + text[at:]
    return maker.choice([b"", b" ", text[:at], text + b" ", b"\xef\xbb\xbf" + text])


# -- operations on sessions --


def known_key(root: Any, maker: random.Random) -> None:
    """Set a key that the format knows to what matters there."""
    spots = [(holder, key) for holder, key in _spots(root, []) if key in v.MATTERS]
    if not spots:
        return
    key = maker.choice(sorted({key for _, key in spots}))
    holders = [holder for holder, name in spots if name == key]
    holder = maker.choice(holders)
    if key in ("id", "key") and maker.random() < 0.5:  # what another one has
        holder[key] = maker.choice(holders)[key]
    elif key in v.LISTS and isinstance(holder[key], list) and holder[key]:  # one of them twice
        listed = holder[key]
        listed.append(copy.deepcopy(maker.choice(listed)))
        if key == "categories":
            listed[maker.randrange(len(listed))] = maker.choice([*listed, *v.STRINGS])
    else:
        holder[key] = maker.choice(v.MATTERS[key])
        if key == "rangeMin":
            holder["rangeMax"] = maker.choice(v.MATTERS[key])


def _chunk(parts: Parts, maker: random.Random, want: Callable[[Frame], bool]) -> Frame | None:
    fitting = [frame for frame in parts.frames if frame.payload is not None and want(frame)]
    return maker.choice(fitting) if fitting else None


def _entries(parts: Parts) -> list[Any] | None:
    """The manifest's entries, about to be changed, when there is a frame for each of them."""
    chunks = parts.changed().get("chunks")
    return chunks if isinstance(chunks, list) and len(chunks) == len(parts.frames) else None


def _length(parts: Parts, maker: random.Random) -> int:
    """The number of cells that the manifest tells, or one."""
    fingerprint = parts.value.get("datasetFingerprint")
    count = fingerprint.get("cellCount") if isinstance(fingerprint, dict) else None
    return count if type(count) is int and 0 < count < 5000 else maker.choice([1, 6, 10])


def framing(parts: Parts, maker: random.Random, low: Low) -> Repair | None:
    what = maker.randrange(5)
    if what == 0:
        parts.magic = low(parts.magic, 24)
    elif what == 1:
        parts.tail += maker.choice([b"\0", b"x" * 20, b"\x1f\x8b"])
    elif what == 2:
        parts.written = maker.choice([0, 1, parts.written - 1, parts.written + 1, (16 << 20) + 1, 1 << 31])
        return Repair(manifest=False)
    elif parts.frames and what == 3:
        frame = maker.choice(parts.frames)
        frame.written = maker.choice(
            [0, frame.written + 1, max(0, frame.written - 1), (512 << 20) + 1, (1 << 32) - 1]
        )
        return Repair(frames=False)
    elif parts.frames:
        parts.frames.remove(maker.choice(parts.frames))
    return None


def manifest_value(parts: Parts, maker: random.Random, low: Low) -> None:
    changed = change_value(parts.changed(), maker)
    if changed is not parts.value:
        parts.text = dump(changed)


def manifest_text(parts: Parts, maker: random.Random, low: Low) -> None:
    parts.text = change_text(parts.text or dump(parts.value), maker, low)


def entry(parts: Parts, maker: random.Random, low: Low) -> None:
    """A key of a chunk's entry, to what it could also be."""
    frame = _chunk(parts, maker, lambda frame: isinstance(frame.entry, dict))
    if frame is None:
        return
    parts.changed()
    table = _chunk(
        parts, maker, lambda frame: str(frame.get("id")).startswith("analysis/artifacts/bulk-gene/")
    )
    if table is not None and isinstance(table.entry, dict) and maker.random() < 0.1:
        table.entry["id"] = "analysis/artifacts/bulk-gene/" + maker.choice(
            ["a", "a/b", "a//c", "a/%2/c", "a/b/c/d"]
        )
        return
    key = maker.choice(
        ["id", "codec", "priority", "kind", "dependsOn", "datasetDependent", "contributorId", "label"]
    )
    known = [other.get("id") for other in parts.frames]
    frame.entry[key] = {
        "id": maker.choice(_ids(frame, known, maker)),
        "codec": maker.choice(["gzip", "none", "br"]),
        "priority": maker.choice(["eager", "lazy"]),
        "kind": maker.choice(["json", "binary"]),
        "dependsOn": [maker.choice([*known, "x"]) for _ in range(maker.randrange(3))],
        "datasetDependent": maker.choice([True, False]),
        "contributorId": maker.choice(["x", "core-state"]),
        "label": maker.choice(["", *v.STRINGS]),
    }[key]
    if key == "codec" and frame.payload is not None:
        frame.stored = member(frame.payload) if frame.get("codec") == "gzip" else frame.payload


def _ids(frame: Frame, known: list[Any], maker: random.Random) -> list[Any]:
    """Ids that a chunk could have: another one's, nearly another one's, nearly its own, that of a family."""
    other, own = str(maker.choice(known)), str(frame.get("id"))
    start = next((start for start in v.FAMILIES if start.endswith("/") and own.startswith(start)), "x/")
    rest = maker.choice([*v.STRINGS, "a/b/c", "a/%2/c", "a//c", "a/b"])
    return maker.choice([
        known, list(v.FAMILIES), v.STRINGS, [own + " ", " " + own], [start + rest, own + "/" + rest],
        [other.upper(), other + "\u200b", other.replace("a", "\uff41"), other.replace("i", "\u2148")],
    ])  # fmt: skip


def order(parts: Parts, maker: random.Random, low: Low) -> None:
    """Chunks in another order, one twice, one left out; entry and frame stay together."""
    chunks = _entries(parts)
    if not chunks:
        return
    at, other = maker.randrange(len(chunks)), maker.randrange(len(chunks))
    what = maker.randrange(4)
    if what == 0:
        del chunks[at], parts.frames[at]
    elif what == 1:
        frame = Frame(copy.deepcopy(chunks[at]), parts.frames[at].stored, parts.frames[at].payload)
        chunks.insert(other, frame.entry)
        parts.frames.insert(other, frame)
    else:
        chunks[at], chunks[other] = chunks[other], chunks[at]
        parts.frames[at], parts.frames[other] = parts.frames[other], parts.frames[at]


def new_chunk(parts: Parts, maker: random.Random, low: Low) -> None:
    """A chunk of any family, right or nearly."""
    chunks = _entries(parts)
    if chunks is None:
        return
    name, (contributor, kind, priority, dependent) = maker.choice(list(v.FAMILIES.items()))
    make = v.BINARY.get(name)
    payload = dump(v.value(maker)) if make is None else make(maker, _length(parts, maker))
    rest = maker.choice(["", "a", "g1", "a/b/c", "a/%2/c"]) if name.endswith("/") else ""
    codec = maker.choice(["gzip", "none"])
    made = {"id": name + rest, "contributorId": contributor, "priority": priority, "kind": kind, "codec": codec,
            "label": name, "datasetDependent": dependent, "storedBytes": 0, "uncompressedBytes": 0}  # fmt: skip
    at = maker.randrange(len(chunks) + 1)
    chunks.insert(at, made)
    parts.frames.insert(at, Frame(made, member(payload) if codec == "gzip" else payload, payload))


def stored(parts: Parts, maker: random.Random, low: Low) -> None:
    """The stored bytes of a chunk: the member's header, its trailer, its data."""
    frame = _chunk(parts, maker, lambda frame: frame.get("codec") == "gzip")
    if frame is None or frame.payload is None:
        return
    payload, size = frame.payload, len(frame.stored)
    what = maker.randrange(7)
    if what == 6:  # a header with a checksum, which is wrong
        frame.stored = member(payload, 1, 2)
        at = maker.choice([4, 9, 10, 11])
        frame.stored = (
            frame.stored[:at] + bytes([frame.stored[at] ^ 1 << maker.randrange(8)]) + frame.stored[at + 1 :]
        )
    elif what == 0:
        frame.stored = member(payload, maker.choice([0, 1, 9]), maker.choice([2, 4, 8, 16, 30, 0x20, 0x80]))
    elif what == 1:
        frame.stored += maker.choice([b"\0", frame.stored, b"\x1f\x8b\x08"])
    elif what == 2 and maker.random() < 0.5:
        frame.stored = member(payload, 1, 0, maker.getrandbits(32))
    elif what == 2:
        frame.stored = frame.stored[:-4] + maker.randbytes(4)
    elif what == 3:
        frame.stored = frame.stored[: maker.randrange(size + 1)]
    elif what == 4:
        at = maker.choice([3, 10, 11, size - 4, size - 8, maker.randrange(size + 1)])
        frame.stored = frame.stored[:at] + bytes([maker.randrange(256)]) + frame.stored[at + 1 :]
    else:
        frame.stored = low(frame.stored, size + 16)


def json_payload(parts: Parts, maker: random.Random, low: Low) -> None:
    frame = _chunk(parts, maker, lambda frame: frame.get("kind") == "json")
    if frame is None or frame.payload is None:
        return
    value, roll = load(frame.payload), maker.random()
    if isinstance(value, dict | list) and roll < 0.45:
        known_key(value, maker)
        frame.payload = dump(value)
    elif value is not None and roll < 0.8:
        frame.payload = dump(change_value(value, maker))
    else:
        frame.payload = change_text(frame.payload, maker, low)


def binary_payload(parts: Parts, maker: random.Random, low: Low) -> None:
    """The varints, the bytes, or the whole of a binary payload."""
    frame = _chunk(parts, maker, lambda frame: frame.get("kind") == "binary")
    if frame is None or frame.payload is None:
        return
    what = maker.randrange(5)
    if what == 0:
        frame.payload = low(frame.payload, len(frame.payload) + 32)
    elif what == 1:
        name = str(frame.get("id"))
        make = next((make for start, make in v.BINARY.items() if name.startswith(start)), None)
        if make is not None:
            frame.payload = make(maker, _length(parts, maker))
    elif what == 2 and str(frame.get("id")).startswith("analysis/"):
        frame.payload = change_header(frame.payload, maker, low)
    else:
        frame.payload = change_varints(frame.payload, maker)


def change_header(payload: bytes, maker: random.Random, low: Low) -> bytes:
    """A table with its header changed, and the length of it repaired."""
    size = int.from_bytes(payload[:4], "little")
    header, rest = payload[4 : 4 + size], payload[4 + size :]
    value = load(header)
    if value is None or maker.random() < 0.3:
        changed = change_text(header, maker, low)
    else:
        changed = dump(change_value(value, maker))
    return len(changed).to_bytes(4, "little") + changed + rest


def change_varints(payload: bytes, maker: random.Random) -> bytes:
    """Bytes with one varint of them changed, doubled, dropped, or made longer than it need be."""
    found = v.varints(payload) or [b"\0"]
    at = maker.randrange(len(found))
    if maker.random() < 0.3:
        at = min(at, 2)
    numbers = [number for number in v.NUMBERS if type(number) is int and number >= 0]
    found[at] = maker.choice([
        b"", found[at] * 2, b"\x80" * 8 + b"\x01", b"\xff" * 7 + b"\x10", b"\x80",
        v.uvarint(found[at][0] & 0x7F, 1), v.uvarint(maker.choice(numbers)), v.uvarint(maker.choice(numbers)),
    ])  # fmt: skip
    return b"".join(found)


def bomb(parts: Parts, maker: random.Random, low: Low) -> Repair | None:
    """More payload than the entry says, or than is good."""
    frame = _chunk(parts, maker, lambda frame: isinstance(frame.entry, dict))
    if frame is None or frame.payload is None:
        return None
    parts.changed()
    if maker.random() < 0.6:
        frame.entry["codec"] = "gzip"
    frame.payload += maker.choice([b" ", b"\0"]) * maker.choice([1, 2, 1000, 20_000])
    frame.pack()
    if maker.random() < 0.3:
        frame.entry.pop("uncompressedBytes", None)
    if "storedBytes" in frame.entry:
        frame.entry["storedBytes"] = len(frame.stored)
    return Repair(sizes=maker.random() < 0.2)


def sizes(parts: Parts, maker: random.Random, low: Low) -> Repair | None:
    """A size in an entry that is not the chunk's."""
    frame = _chunk(parts, maker, lambda frame: isinstance(frame.entry, dict))
    if frame is None:
        return None
    parts.changed()
    key = maker.choice(["storedBytes", "uncompressedBytes"])
    size = frame.get(key)
    frame.entry[key] = maker.choice([size + 1, size - 1, 0] if type(size) is int else [0, 1 << 30])
    return Repair(sizes=False)


def axes(parts: Parts, maker: random.Random, low: Low) -> None:
    """As many variables as cells, and a field of them; another count; another length that a field tells of."""
    fingerprint = parts.changed().get("datasetFingerprint")
    if not isinstance(fingerprint, dict):
        return
    if maker.random() < 0.3:
        fingerprint[maker.choice(["cellCount", "varCount"])] = maker.choice(v.COUNTS)
        return
    frame = _chunk(parts, maker, lambda frame: frame.get("id") == "core/field-overlays")
    value = None if frame is None or frame.payload is None else load(frame.payload)
    fields = value.get("userDefinedFields") if isinstance(value, dict) else None
    if frame is not None and isinstance(fields, list) and fields and isinstance(fields[0], dict):
        if maker.random() < 0.5:
            fields[0]["codesLength"] = maker.choice(v.COUNTS)
        else:
            fields[0]["source"] = "var"
            fingerprint["varCount"] = fingerprint.get("cellCount")
        frame.payload = dump(value)


def wrap(parts: Parts, maker: random.Random, low: Low) -> None:
    """Sums that pass the width of a machine word, where the counts allow them."""
    fingerprint = parts.changed().get("datasetFingerprint")
    frame = _chunk(
        parts, maker, lambda frame: str(frame.get("id")).startswith(("highlights/cells/", "user-defined/"))
    )
    if frame is None or not isinstance(fingerprint, dict):
        return
    if str(frame.get("id")).startswith("highlights/"):
        fingerprint["cellCount"] = v.SAFE
        frame.payload = v.wrapping_steps(maker)
    else:
        frame.payload = v.wrapping_runs(_length(parts, maker))


Operation = Callable[[Parts, random.Random, Low], Repair | None]
#: what is done, and how often compared with the others
OPERATIONS: dict[Operation, int] = {
    framing: 3,
    manifest_value: 6,
    manifest_text: 3,
    entry: 6,
    order: 3,
    new_chunk: 5,
    stored: 4,
    json_payload: 14,
    binary_payload: 12,
    bomb: 4,
    sizes: 3,
    axes: 2,
    wrap: 3,
}


def _repair(maker: random.Random) -> Repair:
    if maker.random() < 0.9:
        return Repair()
    return Repair(*(maker.random() < 0.5 for _ in range(3)))


def mutate(
    data: bytes,
    max_size: int,
    seed: int,
    low: Low | None = None,
    operations: dict[Operation, int] = OPERATIONS,
) -> bytes:
    """One change of a session. operations: what can be done, and how often."""
    maker = random.Random(f"{seed} {len(data)}")
    low = low if low is not None else low_level(maker)
    for _ in range(TRIES):
        parts = explode(data)
        if parts is None or maker.random() < 0.03:
            break
        repair = None
        for _ in range(maker.choice([1, 1, 1, 2, 3])):
            (operation,) = maker.choices(list(operations), list(operations.values()))
            repair = operation(parts, maker, low) or repair
        made = parts.build(repair or _repair(maker))
        if made != data and len(made) <= max_size:
            return made
    return low(data, max_size)


def cross(one: bytes, other: bytes, max_size: int, seed: int) -> bytes:
    """A session with chunks, or keys of the manifest, of another one."""
    maker = random.Random(seed)
    parts, given = explode(one), explode(other)
    if parts is None or given is None:
        at = maker.randrange(len(one) + 1)
        return (one[:at] + other[maker.randrange(len(other) + 1) :])[:max_size]
    value = parts.changed()
    keys = [key for key in given.value if key != "chunks"]
    if keys and maker.random() < 0.2:
        key = maker.choice(keys)
        value[key] = given.value[key]
    elif (chunks := _entries(parts)) is not None:
        for frame in maker.sample(given.frames, min(len(given.frames), maker.choice([1, 2]))):
            at = maker.randrange(len(parts.frames) + 1)
            chunks.insert(at, frame.entry)
            parts.frames.insert(at, frame)
    made = parts.build(_repair(maker))
    return made if len(made) <= max_size else one


def mutate_json(data: bytes, max_size: int, seed: int, low: Low | None = None) -> bytes:
    """One change of a JSON text."""
    maker = random.Random(f"{seed} {len(data)}")
    low = low if low is not None else low_level(maker)
    value = load(data)
    if isinstance(value, dict | list) and maker.random() < 0.5:
        made = dump(change_value(value, maker))
    else:
        made = change_text(data, maker, low)
    return made[:max_size]


def lent(change: Callable[[bytes, int, int, Low | None], bytes]) -> Callable[[bytes, int, int], bytes]:
    """A mutator that uses libFuzzer's own mutation for bytes."""

    def mutator(data: bytes, max_size: int, seed: int) -> bytes:
        import atheris  # type: ignore[import-untyped]

        return change(data, max_size, seed, atheris.Mutate)

    return mutator
