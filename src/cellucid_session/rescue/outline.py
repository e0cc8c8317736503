"""What of the outline of a damaged session can be followed: its manifest, and where each chunk's bytes are.

Rules of this file:

* The manifest is judged as ever: what breaks a rule of class safety there leaves nothing to be found.
* A frame is believed where its length is what the entry says, or where all frames together fill the file, or where
  what follows it fits. What can't be followed is lost: bytes never come under another chunk's name. Spec: 2.
"""

from __future__ import annotations

import copy
import dataclasses
from typing import TYPE_CHECKING, Any

from cellucid_session.check.index import IndexJudge
from cellucid_session.check.session import LENGTH, Halt
from cellucid_session.errors import InputError
from cellucid_session.model import DatasetFacts, Limits
from cellucid_session.read.decode import refusal
from cellucid_session.read.findings import Notes

if TYPE_CHECKING:
    from cellucid_session.check.facts import Facts
    from cellucid_session.generation import Generation
    from cellucid_session.io.files import Input, Memory

PIECE = 1 << 18  # bytes read at a time
CHANGED = "the session has changed while it was read"
LEVEL = 6  # of compression, of what is written anew
FAR = 1 << 62  # an end that no file reaches
STORED, SIZE = "storedBytes", "uncompressedBytes"


@dataclasses.dataclass(frozen=True)
class Lost:
    """Something of a session that is not in what was saved of it.

    Attributes:
        kind: "chunk", "bytes", "group", "field", "page", "registry", "rename" or "manifest".
        name: its id, or what people call it.
        bytes: how many stored bytes it has, or None where nobody knows. why: the reason.
        rule: that it breaks, or None.
    """

    kind: str
    name: str
    bytes: int | None
    why: str
    rule: str | None = None


@dataclasses.dataclass(frozen=True)
class Renewed:
    """A number of the file that was written anew. what: its name. said: in the file. found: what it is."""

    chunk: str
    what: str
    said: int | None
    found: int


@dataclasses.dataclass
class Row:
    """A chunk whose bytes are there.

    Attributes:
        raw: its entry, with the sizes as far as they are known. start, length: of its bytes in the file.
        sure: the entry says how many stored bytes it has, and says it rightly.
        data: its stored bytes, where they are not those of the file.
    """

    raw: dict[str, Any]
    start: int
    length: int
    sure: bool
    data: bytes | None = None


@dataclasses.dataclass
class Outline:
    """What can be followed.

    head: the manifest without its chunks. said: id of a chunk -> stored bytes and bytes of the payload, by its entry.
    """

    generation: Generation
    facts: Facts
    head: dict[str, Any]
    rows: list[Row]
    lost: list[Lost]
    renewed: list[Renewed]
    said: dict[str, tuple[int | None, int | None]]


class _Manifest(IndexJudge):
    """Judges head and manifest, and ends there. after: where the first frame begins."""

    after = 0

    def manifest(self, data: bytes, start: int, magic: int) -> tuple[int, Generation]:
        """Judge the manifest, and read no further."""
        super().manifest(data, start, magic)
        self.after = start + len(data)
        raise Halt


def outline(file: Input | Memory, limits: Limits) -> Outline:
    """Follow the outline of a session as far as it goes.

    Raises:
        InvalidSessionError: it has no manifest that can be read. BudgetError: a budget ran out. InputError: the file
            can't be read.
    """
    size = file.size or 0
    notes = Notes(limits.findings)
    judge = _Manifest(notes, limits, DatasetFacts(), True, FAR)
    while not judge.over and judge.position < size:
        piece = file.excerpt(judge.position, min(PIECE, size - judge.position))
        if not piece:
            raise InputError(f"the session can't be read: only {judge.position} of its {size} bytes can be")
        judge.feed(piece)
    if not judge.after or notes.safety or notes.budget:
        judge.end()
        finding = notes.forbidding()
        assert finding is not None, "what ends before the frames is told"
        raise refusal(finding)
    manifest = copy.deepcopy(judge.value)
    chunks = manifest.pop("chunks")
    said = {raw["id"]: (raw.get(STORED), raw.get(SIZE)) for raw in chunks}
    found = Outline(judge.facts.generation, judge.facts, manifest, [], [], [], said)
    _follow(_Frames(file, size, chunks), judge.after, found)
    return found


class _Frames:
    """The frames of a file: lengths before bytes, one for each entry."""

    def __init__(self, file: Input | Memory, size: int, entries: list[dict[str, Any]]) -> None:
        self._file = file
        self.size = size
        self.entries = entries

    def said(self, index: int) -> int | None:
        """What an entry says of its stored bytes."""
        value = self.entries[index].get(STORED)
        return int(value) if value is not None else None

    def length(self, at: int) -> int | None:
        """The length that stands at a place; None behind the end."""
        if at + LENGTH > self.size:
            return None
        return int.from_bytes(self._file.excerpt(at, LENGTH), "little")

    def fits(self, at: int, index: int) -> bool:
        """Whether the frame of an entry, or the end behind the last one, is at a place."""
        if index == len(self.entries):
            return at == self.size
        said = self.said(index)
        return said is not None and self.length(at) == said

    def fill(self, at: int) -> bool:
        """Whether the lengths of the frames alone lead from a place to the end, with one frame for each entry."""
        for _ in self.entries:
            length = self.length(at)
            if length is None:
                return False
            at += LENGTH + length
        return at == self.size


def _follow(frames: _Frames, at: int, found: Outline) -> None:
    """Find the bytes of each chunk."""
    full = frames.fill(at)
    why = ""
    for index, raw in enumerate(frames.entries):
        said = frames.said(index)
        framed = None if why else frames.length(at)
        if framed is None:
            why = why or "the file ends before it"
            found.lost.append(Lost("chunk", raw["id"], said, why))
            continue
        length = framed
        if said is not None and said != framed and not full:
            if frames.fits(at + LENGTH + said, index + 1):
                length = said
            elif not frames.fits(at + LENGTH + framed, index + 1):
                why = f"its frame says {framed} bytes, its entry {said}, and what follows fits neither"
                found.lost.append(Lost("chunk", raw["id"], said, why))
                why = "where it begins can't be told, since the frame of a chunk before it is broken"
                continue
        start = at + LENGTH
        at = start + length
        if at > frames.size:
            told = f"the file ends within it: {frames.size - start} of its {length} bytes are there"
            found.lost.append(Lost("chunk", raw["id"], length, told))
            why = "the file ends before it"
            continue
        if length != framed:
            found.renewed.append(Renewed(raw["id"], "length of the frame", framed, length))
        elif said is not None and said != length:
            found.renewed.append(Renewed(raw["id"], STORED, said, length))
        kept = raw if said is None else raw | {STORED: length}
        found.rows.append(Row(kept, start, length, said == length))
    if not why and at < frames.size:
        found.lost.append(Lost("bytes", "behind the last chunk", frames.size - at, "no chunk has them"))
