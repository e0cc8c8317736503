"""Attacks on the framing (FR) and on the manifest as bytes and JSON (MB)."""

from __future__ import annotations

import json
import struct

from attacking import Attack
from builders import CELLS, cells, chunk, file, group, manifest_of, meta, session, text

from cellucid_session.model import Limits

STATE = "core/state"
MAGIC = file(b"{}", [])[:17]
ONE = chunk(STATE, {}, codec="none")
GOOD = session(ONE)
TAIL = 4 + len(ONE.stored)  # bytes of the frame
TEXT = text(manifest_of([ONE]))


def length(value: int) -> bytes:
    return struct.pack("<I", value)


def whole(manifest: bytes | str, *frames: bytes) -> bytes:
    return file(manifest.encode() if isinstance(manifest, str) else manifest, frames)


def flipped(at: int) -> bytes:
    return GOOD[:at] + bytes([GOOD[at] ^ 0x20]) + GOOD[at + 1 :]


def empty_entry(number: int) -> bytes:
    """The entry of a chunk of no bytes that nothing is wrong with."""
    return (
        b'{"id":"x/%d","contributorId":"x","priority":"lazy","kind":"binary","codec":"none","label":"x",'
        b'"datasetDependent":false,"storedBytes":0,"uncompressedBytes":0}' % number
    )


def framed(payload_length: int) -> bytes:
    """The session whose one frame says that it is this long."""
    return GOOD[:-TAIL] + length(payload_length) + ONE.stored


FRAMING: dict[str, Attack] = {
    **{
        f"FR-01: byte {at} of the magic has another value": Attack(flipped(at), "frame.magic")
        for at in range(17)
    },
    "FR-01: the magic in lower case": Attack(MAGIC.lower() + GOOD[17:], "frame.magic"),
    "FR-01: the magic after a transfer as text": Attack(MAGIC[:-1] + b"\r\n" + GOOD[17:], "frame.magic"),
    **{
        f"FR-02: only {size} bytes of the magic": Attack(MAGIC[:size], "frame.truncated")
        for size in range(1, 17)
    },
    "FR-03: the magic of a version 3": Attack(MAGIC[:-1] + b"/3\n" + GOOD[17:], "frame.generation"),
    "FR-03: the magic of a version 02": Attack(MAGIC[:-1] + b"/02\n" + GOOD[17:], "frame.magic"),
    "FR-03: the magic of a version and a space": Attack(MAGIC[:-1] + b"/2 \n" + GOOD[17:], "frame.magic"),
    "FR-04: a byte order mark before the magic": Attack(b"\xef\xbb\xbf" + GOOD, "frame.magic"),
    "FR-04: white space before the magic": Attack(b"\n" + GOOD, "frame.magic"),
    "FR-05: an archive's first bytes before the magic": Attack(b"PK\x03\x04" + GOOD, "frame.magic"),
    "FR-05: a document's first bytes before the magic": Attack(b"%PDF-1.7\n" + GOOD, "frame.magic"),
    "FR-05: a web page before the magic": Attack(b"<html>" + GOOD, "frame.magic"),
    "FR-06: a manifest of no bytes": Attack(MAGIC + length(0) + GOOD[21:], "frame.manifest-length"),
    "FR-07: a manifest of 4 GiB in a file of 21 bytes": Attack(MAGIC + b"\xff" * 4, "frame.truncated"),
    "FR-07: a manifest of 16 MiB that is not there": Attack(MAGIC + length(1 << 24), "frame.truncated"),
    "FR-07: a manifest one byte beyond 16 MiB": Attack(MAGIC + length((1 << 24) + 1), "frame.truncated"),
    "FR-08: a length with its greatest byte first": Attack(MAGIC + b"\0\0\0\x02" + b"{}", "frame.truncated"),
    "FR-09: a manifest one byte longer than the rest": Attack(
        MAGIC + length(len(TEXT) + 1) + TEXT, "frame.truncated"
    ),
    "FR-09: a manifest that fills the rest, with no frame": Attack(
        MAGIC + length(len(TEXT)) + TEXT, "frame.chunk-truncated"
    ),
    "FR-09: a manifest one byte shorter than the rest": Attack(
        MAGIC + length(len(TEXT) - 1) + TEXT, "json.syntax"
    ),
    **{
        f"FR-10: {size} bytes of the manifest's length": Attack(MAGIC + bytes(size), "frame.truncated")
        for size in range(4)
    },
    "FR-11: a frame one byte longer than the rest": Attack(
        session(chunk(STATE, {}, codec="none", storedBytes=3))[:-TAIL] + length(3) + b"{}",
        "frame.chunk-truncated",
    ),
    "FR-11: a frame of 4 GiB": Attack(framed((1 << 32) - 1), "frame.chunk-length"),
    "FR-11: a frame of 512 MiB that is not there": Attack(
        session(chunk(STATE, {}, codec="none", storedBytes=1 << 29))[:-TAIL] + length(1 << 29),
        "frame.chunk-truncated",
    ),
    "FR-12: a frame longer than the entry says": Attack(
        session(chunk(STATE, {}, codec="none", storedBytes=1)), "chunk.stored-bytes-mismatch"
    ),
    "FR-12: a frame shorter than the entry says": Attack(
        session(chunk(STATE, {}, codec="none", storedBytes=3)), "chunk.stored-bytes-mismatch"
    ),
    "FR-13: one frame fewer than entries": Attack(
        file(manifest_of([ONE, chunk("analysis/windows", {})]), [ONE.stored]), "frame.chunk-truncated"
    ),
    "FR-14: a byte after the last frame": Attack(GOOD + b"\0", "frame.trailing"),
    "FR-14: a second session after the last frame": Attack(GOOD + GOOD, "frame.trailing"),
    "FR-14: an archive's directory after the last frame": Attack(
        GOOD + b"PK\x05\x06" + bytes(18), "frame.trailing"
    ),
    "FR-15: no chunks at all": Attack(session(), "manifest.no-chunks"),
    "FR-16: a JSON chunk of no bytes": Attack(session(chunk(STATE, b"", codec="none")), "json.empty"),
    "FR-17: sizes whose sum passes 2^32": Attack(
        session(*(chunk(f"x/{at}", {}, codec="none", storedBytes=1 << 29) for at in range(9))),
        "chunk.stored-bytes-mismatch",
    ),
    "FR-17: sizes whose sum passes 2^63": Attack(
        session(*(chunk(f"x/{at}", {}, uncompressedBytes=(1 << 53) - 1) for at in range(1100))),
        "chunk.uncompressed-bytes",
    ),
    "FR-18: more chunks than the budget, of no bytes": Attack(
        lambda: file(
            text(manifest_of([])).replace(
                b'"chunks":[]', b'"chunks":[%b]' % b",".join(map(empty_entry, range(100_001)))
            ),
            [b""] * 100_001,
        ),
        "budget.chunks",
    ),
    "FR-19: the payloads of two chunks of one length change places": Attack(
        session(
            meta(group("a", 1), group("b", 1)),
            chunk(CELLS + "a", cells([2]), codec="none"),
            chunk(CELLS + "b", cells([1]), codec="none"),
        ),
    ),
    "FR-19: the payloads of two families of one length change places": Attack(
        session(
            chunk(STATE, {"pages": []}, codec="none"),
            chunk("highlights/meta", {"other": 1}, codec="none"),
        ),
        "meta.no-pages",
    ),
}

LABEL = json.dumps(manifest_of([chunk(STATE, {}, label="[" * 1000)])).encode()


def inside(value: bytes | str) -> Attack:
    """The bytes of a session whose manifest has this under an unknown key."""
    data = value.encode() if isinstance(value, str) else value
    return whole(TEXT[:-1] + b',"more":' + data + b"}", ONE.stored)


def counted(value: str) -> bytes:
    """A session whose cellCount is written like this."""
    return whole(TEXT.replace(b'"cellCount":10', b'"cellCount":' + value.encode()), ONE.stored)


NOT_UTF8 = {
    "an overlong slash": b"\xc0\xaf",
    "a surrogate": b"\xed\xa0\x80",
    "a code point beyond the last": b"\xf4\x90\x80\x80",
    "a byte that is never used": b"\xff",
}
CONTROLS = ["\0", "\x1b", "\x9b", "\x7f", "\x85"]

MANIFEST_BYTES: dict[str, Attack] = {
    **{
        f"MB-01: {name} instead of UTF-8": Attack(inside(b'"' + data + b'"'), "json.utf8")
        for name, data in NOT_UTF8.items()
    },
    "MB-01: a sequence that the end of the manifest cuts": Attack(whole(TEXT + b"\xc3", b"{}"), "json.utf8"),
    "MB-02: a byte order mark before the manifest": Attack(whole(b"\xef\xbb\xbf" + TEXT, b"{}"), "json.bom"),
    "MB-03: a manifest in UTF-16 with a mark": Attack(
        whole(TEXT.decode().encode("utf-16"), b"{}"), "json.utf8"
    ),
    "MB-03: a manifest in UTF-16 without a mark": Attack(
        whole(TEXT.decode().encode("utf-16-le"), b"{}"), "json.syntax"
    ),
    "MB-03: a manifest in UTF-32": Attack(whole(TEXT.decode().encode("utf-32-be"), b"{}"), "json.syntax"),
    "MB-04: a key twice at the top": Attack(inside('1,"more":1'), "json.duplicate-key"),
    "MB-04: a count twice in the fingerprint": Attack(counted('99,"cellCount":10'), "json.duplicate-key"),
    "MB-04: a key twice ten levels down": Attack(
        inside("[" * 10 + '{"a":1,"a":1}' + "]" * 10), "json.duplicate-key"
    ),
    "MB-05: a key twice, once with an escape": Attack(
        whole(TEXT[:-1] + b',"\\u0063hunks":[]}', b"{}"), "json.duplicate-key"
    ),
    "MB-06: keys that look alike but differ": Attack(
        inside('{"e\\u0301":1,"\\u00e9":2,"\\u0441hunks":[]}'), "manifest.unknown-key"
    ),
    **{
        f"MB-07: the word {word} for a number": Attack(inside(word), "json.non-finite")
        for word in ("NaN", "Infinity", "-Infinity")
    },
    **{
        f"MB-08: the number {word}, which no double holds": Attack(inside(word), "json.number-overflow")
        for word in ("1e400", "-1e999")
    },
    "MB-09: an integer of 5,000 digits": Attack(inside("9" * 5000), "json.integer-range"),
    "MB-09: an integer of 1,000,000 digits": Attack(inside("9" * 1_000_000), "json.integer-range"),
    "MB-10: an integer that a double rounds": Attack(inside("9007199254740993"), "json.integer-range"),
    "MB-10: the largest safe integer": Attack(counted("9007199254740991"), None),
    "MB-11: a count written -0": Attack(counted("-0"), "json.integer-form"),
    "MB-11: a count written 10.0": Attack(counted("10.0"), "json.integer-form"),
    "MB-11: a count written 1e1": Attack(counted("1e1"), "json.integer-form"),
    "MB-11: a count that is true": Attack(counted("true"), "manifest.fingerprint"),
    "MB-11: a count that is text": Attack(counted('"10"'), "manifest.fingerprint"),
    "MB-12: lists 100,000 deep": Attack(inside("[" * 100_000), "json.depth"),
    "MB-12: objects 65 deep": Attack(inside('{"a":' * 65 + "1" + "}" * 65), "json.depth"),
    "MB-13: a label of 1,000 brackets": Attack(whole(LABEL, chunk(STATE, {}).stored), None),
    "MB-14: half of a surrogate pair": Attack(inside('"\\ud800"'), "json.surrogate"),
    "MB-14: a surrogate pair the wrong way round": Attack(inside('"\\udc00\\ud800"'), "json.surrogate"),
    "MB-14: half of a surrogate pair in a key": Attack(inside('{"\\ud800":1}'), "json.surrogate"),
    **{
        f"MB-15: the control character {ord(char):02x} in an id": Attack(
            session(chunk(f"x/{char}", {})), "chunk.id-unsafe"
        )
        for char in CONTROLS
    },
    **{
        f"MB-15: the control character {ord(char):02x} in a label": Attack(
            session(chunk(STATE, {}, label=char)), "text.control"
        )
        for char in CONTROLS
    },
    "MB-15: a bidi control in a label": Attack(
        session(chunk(STATE, {}, label="a\u202eb\u2066")), "text.bidi"
    ),
    "MB-15: characters without a shape in a label": Attack(
        session(chunk(STATE, {}, label="a\u200b\U000e0041")), "text.invisible"
    ),
    **{
        f"MB-16: the raw byte {value:02x} in a text": Attack(
            inside(b'"a' + bytes([value]) + b'b"'), "json.syntax"
        )
        for value in range(1, 32)
    },
    **{
        f"MB-17: {tail!r} after the manifest's object": Attack(whole(TEXT + tail, b"{}"), "json.syntax")
        for tail in (b"x", b" {}", b"\0\0", b",")
    },
    "MB-17: white space around the manifest": Attack(whole(b"\r\n\t " + TEXT + b" \n", b"{}"), None),
    "MB-17: white space that is not JSON's around the manifest": Attack(
        whole(b"\x0c" + TEXT, b"{}"), "json.syntax"
    ),
    **{
        f"MB-18: a manifest that is {word}": Attack(whole(word), "manifest.root")
        for word in ("[]", "null", '"x"', "1")
    },
    "MB-18: a manifest of white space": Attack(whole("  "), "json.empty"),
    "MB-20: one JSON node more than the budget": Attack(
        inside("[" + "0," * 60 + "0]"), "budget.json-nodes", limits=Limits(json_nodes=60)
    ),
    "MB-20: more than 2,000,000 JSON nodes": Attack(
        lambda: inside(b"[" + b"0," * 2_000_000 + b"0]"), "budget.json-nodes"
    ),
    "MB-21: an unknown key of 2^20 characters": Attack(
        lambda: whole(TEXT[:-1] + b',"' + b"k" * (1 << 20) + b'":1}', b"{}"), "manifest.unknown-key"
    ),
    "MB-22: 20,000 categories that are numbers of one hash": Attack(
        lambda: inside("[" + ",".join(str(at * ((1 << 61) - 1)) for at in range(1, 20_001)) + "]"),
        "json.integer-range",
    ),
    "MB-23: 100,000 keys of one object": Attack(
        lambda: inside("{" + ",".join(f'"k{at}":0' for at in range(100_000)) + "}"), "manifest.unknown-key"
    ),
}
