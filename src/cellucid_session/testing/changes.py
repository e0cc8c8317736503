"""One change of a valid session at one level, after which everything above fits again.

Rules of this file: `CHANGES` is the table of levels. A change gets `draw` and the parts and gives bytes; it may leave a
session that is valid. What is drawn first is what is done, so that shrinking ends with the simplest change.
"""

from __future__ import annotations

import copy
import zlib
from collections.abc import Callable

from hypothesis import strategies as st

from cellucid_session.conformance import encode
from cellucid_session.generated.generations import NUMBERS
from cellucid_session.testing.contents import every
from cellucid_session.testing.pieces import Chunk, Parts, put_together
from cellucid_session.testing.texts import Draw, changed, changed_json, changed_text, edited
from cellucid_session.testing.values import LENGTHS, SIZES, UVARINTS


def _framing(draw: Draw, made: Parts) -> bytes:
    """Magic, lengths, the end."""
    data, magic = made.build(), len(made.magic)
    size = int.from_bytes(data[magic : magic + 4], "little")
    at = draw(st.sampled_from([0, magic, magic + 4 + size, -1]))
    if at == 0:
        return edited(draw, data[:magic]) + data[magic:]
    if at > 0:
        length = int.from_bytes(data[at : at + 4], "little") + draw(st.sampled_from(LENGTHS))
        return data[:at] + (length & 0xFFFFFFFF).to_bytes(4, "little") + data[at + 4 :]
    cut = data[: draw(st.integers(0, len(data) - 1))]
    return draw(st.sampled_from([cut, data + b"\0", data + data]))


def _manifest(draw: Draw, made: Parts) -> bytes:
    """The manifest: its value, what is beside the entries first of all, or its text."""
    stored = [chunk.stored() for chunk in made.chunks]
    described = made.described(stored)
    what = draw(st.sampled_from(["beside", "beside", "whole", "text"]))
    if what == "beside":
        beside = changed(draw, copy.deepcopy(made.manifest) | {"chunks": []})
        if isinstance(beside, dict) and beside.get("chunks") == []:
            beside["chunks"] = described["chunks"]
        return put_together(encode.json_text(beside), stored, made.magic)
    text = encode.json_text(described)
    return put_together(
        changed_text(draw, text) if what == "text" else encode.json_text(changed(draw, described)),
        stored,
        made.magic,
    )


def _entry(draw: Draw, made: Parts) -> bytes:
    """An entry, or the order and number of the chunks; each keeps its frame."""
    chunks = list(made.chunks)
    at, other = (draw(st.integers(0, len(chunks) - 1)) for _ in range(2))
    what = draw(st.sampled_from(["value", "value", "id", "depends", "swap", "twice", "gone", "none"]))
    entry = copy.deepcopy(chunks[at].entry)
    names = [chunk.entry["id"] for chunk in chunks]
    if what == "value":
        changed(draw, entry)
    elif what == "id":
        own, taken = entry["id"], names[other]
        near = [
            own + " ",
            own + "x",
            "./" + own,
            own.replace("a", "\uff41"),
            taken.upper(),
            taken,
            own + "//x",
        ]
        entry["id"] = draw(st.sampled_from([*near, "other/x", "core/state", "\x00", "x" * 200]))
    elif what == "depends":
        entry["dependsOn"] = [draw(st.sampled_from([*names, "x"]))]
        later = copy.deepcopy(chunks[other].entry) | {"dependsOn": [entry["id"]]}
        chunks[other] = chunks[other]._replace(entry=later)
    elif what == "twice":
        chunks.insert(other, chunks[at])
    elif what == "swap":
        chunks[other], chunks[at] = chunks[at], chunks[other]
    if what in ("value", "id", "depends"):
        chunks[at] = chunks[at]._replace(entry=entry)
    elif what in ("gone", "none"):
        chunks = [] if what == "none" else [*chunks[:at], *chunks[at + 1 :]]
    return made._replace(chunks=chunks).build()


def _frame(draw: Draw, made: Parts) -> bytes:
    """What an entry says of its frame: one size, or none."""
    stored = [chunk.stored() for chunk in made.chunks]
    described = made.described(stored)
    entry = draw(st.sampled_from(described["chunks"]))
    key = draw(st.sampled_from(["storedBytes", "uncompressedBytes"]))
    if draw(st.integers(0, 3)):
        entry[key] = draw(st.sampled_from([entry[key] + 1, max(0, entry[key] - 1), *SIZES]))
    else:
        del entry[key]
    return put_together(encode.json_text(described), stored, made.magic)


def _inflate(draw: Draw, made: Parts) -> bytes:
    """The gzip member of a chunk: header, deflated data, trailer; or more payload than is told."""
    number = draw(st.integers(0, len(made.chunks) - 1))
    chunk = made.chunks[number]
    chunk = chunk._replace(entry=chunk.entry | {"codec": "gzip"})
    told = made._replace(chunks=[*made.chunks[:number], chunk, *made.chunks[number + 1 :]])
    stored = [each.stored() for each in told.chunks]
    whole = stored[number]
    what = draw(st.sampled_from(["flags", "field", "head", "trailer", "data", "cut", "more", "bomb"]))
    if what == "flags":
        whole = whole[:3] + bytes([draw(st.sampled_from([0x20, 0x80, 1]))]) + whole[4:]
    elif what == "field":
        flag, field = draw(st.sampled_from([(2, b"\0\0"), (4, b"\1\0x"), (8, b"x\0"), (16, b"x\0")]))
        head = whole[:3] + bytes([flag]) + whole[4:10]
        right = draw(st.booleans()) and flag == 2
        whole = head + ((zlib.crc32(head) & 0xFFFF).to_bytes(2, "little") if right else field) + whole[10:]
    elif what in ("head", "trailer", "data"):
        low, high = {
            "head": (0, 9),
            "trailer": (len(whole) - 8, len(whole) - 1),
            "data": (10, len(whole) - 9),
        }[what]
        at = draw(st.integers(low, high))
        whole = whole[:at] + bytes([whole[at] ^ 1 << draw(st.integers(0, 7))]) + whole[at + 1 :]
    elif what == "cut":
        whole = whole[: draw(st.integers(0, len(whole) - 1))]
    elif what == "more":
        whole += draw(st.sampled_from([b"\0", whole]))
    else:
        whole = encode.gzip_member(chunk.payload + b" " * draw(st.sampled_from([1, 5000])))
    described = told.described(stored)
    described["chunks"][number]["storedBytes"] = len(whole)
    return put_together(
        encode.json_text(described), [*stored[:number], whole, *stored[number + 1 :]], made.magic
    )


def _varints(draw: Draw, data: bytes) -> bytes:
    """Binary with one varint of it changed, doubled, dropped, or made longer than it need be."""
    ends = [0, *(at + 1 for at, byte in enumerate(data) if byte < 0x80)]
    at = draw(st.integers(0, len(ends) - 1))
    start, end = ends[at], ends[at + 1] if at + 1 < len(ends) else len(data)
    old = data[start:end]
    longer = old[:-1] + bytes([old[-1] | 0x80, 0]) if old else b"\x80"
    new = draw(st.sampled_from([longer, b"", old * 2]) | st.sampled_from(UVARINTS))
    return data[:start] + new + data[end:]


def _run_more(draw: Draw, data: bytes) -> bytes:
    """Codes in runs with one run more, of no cell; other binary with a byte more."""
    if data[:1] != b"\2" or len(data) < 3:
        return data + b"\0"
    return data[:2] + bytes([data[2] + 1]) + data[3:] + draw(st.sampled_from([b"\0\0", b"\x80\x80\x04\0"]))


def _payload(draw: Draw, made: Parts) -> bytes:
    """A payload: its value, its text, its varints, a table's header, its bytes."""
    starts = sorted({chunk.entry["id"].split("/")[0] for chunk in made.chunks})
    start = draw(st.sampled_from(starts))  # each family alike, however many chunks it has
    fitting = [at for at, chunk in enumerate(made.chunks) if chunk.entry["id"].startswith(start)]
    number = draw(st.sampled_from(fitting))
    chunk = made.chunks[number]
    data = chunk.payload
    if chunk.entry["kind"] == "json":
        data = changed_json(draw, data)
    elif chunk.entry["id"].startswith("analysis/") and draw(st.booleans()):
        size = 4 + int.from_bytes(data[:4], "little")
        header = changed_json(draw, data[4:size])
        data = len(header).to_bytes(4, "little") + header + data[size:]
    else:
        data = draw(st.sampled_from([_varints, _varints, edited, _run_more]))(draw, data)
    changed_chunk = Chunk(chunk.entry, data)
    return made._replace(chunks=[*made.chunks[:number], changed_chunk, *made.chunks[number + 1 :]]).build()


CHANGES: dict[str, Callable[[Draw, Parts], bytes]] = {
    "framing": _framing,
    "manifest": _manifest,
    "entry": _entry,
    "frame": _frame,
    "inflate": _inflate,
    "payload": _payload,
}
#: what `near_valid` can change
LEVELS = tuple(CHANGES)


@st.composite
def near_valid(draw: Draw, level: str | None = None, *, generation: int | None = NUMBERS[0]) -> bytes:
    """Sessions with one change at one level; some of them are still valid.

    Args:
        level: one of `LEVELS` ("framing", "manifest", "entry", "frame", "inflate", "payload"); drawn when None.
        generation: 1 to 5; drawn when None.
    """
    change = CHANGES[draw(st.sampled_from(LEVELS)) if level is None else level]
    return change(draw, draw(every(generation)))
