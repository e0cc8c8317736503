"""Inputs that are changed at random: bytes, whole JSON texts with everything around them made anew, payloads.

Rules of this file: everything follows from one number. What is made is not said to be valid or not: two engines are
asked.
"""

from __future__ import annotations

import gzip
import random
import struct
from collections.abc import Iterator

from cellucid_session.conformance import catalogue

SUITE = catalogue.load()
HEADS = (b"CELLUCID_SESSION\n", b"CELLUCID_SESSION/2\n")
#: pieces of JSON that a text gets in place of others
WORDS = [
    b"0", b"-0", b"1.0", b"1e2", b"1e999", b"9007199254740992", b"null", b"true", b"[]", b"{}", b'""', b'"\\ud800"',
    b'"\\u202e"', b'"a\\u200d"', b"NaN", b"-1", b"1.5", b'"obs"', b'"var"', b",", b":", b"}", b'"x":1', b"\xff",
    b"\xed\xa0\x80", b'"\xe2\x80\x8b"', b'"category"', b"255", b"65535", b"4294967295", b"256", b"\\",
]  # fmt: skip


def changed(data: bytes, chance: random.Random) -> bytes:
    """Some bytes with a few small changes."""
    out = bytearray(data)
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        at = chance.randrange(len(out) + 1)
        kind = chance.randrange(6)
        if kind == 0 and at < len(out):
            out[at] ^= 1 << chance.randrange(8)
        elif kind == 1 and at < len(out):
            out[at] = chance.choice((0, 1, 0x7F, 0x80, 0xFF, chance.randrange(256)))
        elif kind == 2:
            out[at : at + chance.choice((1, 1, 2, 5))] = b""
        elif kind == 3:
            out[at:at] = bytes(chance.randrange(256) for _ in range(chance.choice((1, 2, 9))))
        elif kind == 4:
            start = chance.randrange(len(out) + 1)
            out[at:at] = out[start : start + chance.randrange(1, 40)]
        else:
            del out[at:]
    return bytes(out)


def worded(text: bytes, chance: random.Random) -> bytes:
    """A JSON text with a word in place of another."""
    marks = [at for at, byte in enumerate(text) if byte in b',:[]{}"']
    if len(marks) < 2:
        return changed(text, chance)
    start, stop = sorted(chance.sample(range(len(marks)), 2)) if chance.random() < 0.1 else (0, 0)
    if not stop:
        start = chance.randrange(len(marks) - 1)
        stop = start + 1
    return text[: marks[start] + 1] + chance.choice(WORDS) + text[marks[stop] :]


def parts(data: bytes) -> tuple[bytes, bytes, list[bytes]] | None:
    """Magic, manifest and stored chunks of a session that can be taken apart."""
    for magic in HEADS:
        if data.startswith(magic) and len(data) >= len(magic) + 4:
            at = len(magic) + 4
            size = struct.unpack_from("<I", data, at - 4)[0]
            manifest, at = data[at : at + size], at + size
            chunks = []
            while at + 4 <= len(data):
                size = struct.unpack_from("<I", data, at)[0]
                chunks.append(data[at + 4 : at + 4 + size])
                at += 4 + size
            return magic, manifest, chunks
    return None


def joined(magic: bytes, manifest: bytes, chunks: list[bytes]) -> bytes:
    """A session of these parts."""
    frames = b"".join(struct.pack("<I", len(chunk)) + chunk for chunk in chunks)
    return magic + struct.pack("<I", len(manifest)) + manifest + frames


def inside(data: bytes, chance: random.Random) -> bytes:
    """A session that is changed in its manifest or in one payload, with the lengths around it made anew."""
    taken = parts(data)
    if taken is None or chance.random() < 0.15:
        return changed(data, chance)
    magic, manifest, chunks = taken
    if not chunks or chance.random() < 0.4:
        return joined(magic, worded(manifest, chance), chunks)
    at = chance.randrange(len(chunks))
    chunk = chunks[at]
    payload, packed = chunk, chunk[:2] == b"\x1f\x8b" and chance.random() < 0.8
    if packed:
        try:
            payload = gzip.decompress(chunk)
        except (OSError, EOFError, ValueError):
            packed = False
        except Exception:  # noqa: BLE001 - zlib.error: the deflate data are broken as they are
            packed = False
    text = payload[:1] in (b"{", b"[") or (payload[4:5] == b"{")
    new = worded(payload, chance) if text and chance.random() < 0.7 else changed(payload, chance)
    before, after = len(chunk), chunk
    chunks[at] = after = gzip.compress(new, 1, mtime=0) if packed else new
    for old, fresh in (
        (before, len(after)),
        (len(payload), len(new)),
    ):  # so that sizes fit where they were said
        manifest = manifest.replace(b'Bytes":%d' % old, b'Bytes":%d' % fresh)
    return joined(magic, manifest, chunks)


def inputs(seed: int) -> Iterator[tuple[bytes, tuple]]:
    """Inputs without end, with what is told beside them: kind, limits, data set, generations, early exit."""
    chance = random.Random(seed)
    sessions = [vector for vector in SUITE.vectors if SUITE.kind(vector) == "session"]
    lists = [vector for vector in SUITE.vectors if SUITE.kind(vector) != "session"]
    while True:
        vector = chance.choice(sessions if chance.random() < 0.93 else lists)
        data = SUITE.build(vector)
        if len(data) > 100_000:
            continue
        kind = SUITE.kind(vector)
        data = inside(data, chance) if kind == "session" else worded(data, chance)
        early = chance.random() < 0.5
        limits = dict(vector.limits) if chance.random() < 0.8 else {"findings": chance.randrange(4)}
        yield data, (kind, limits, dict(vector.dataset), vector.taken, early)
