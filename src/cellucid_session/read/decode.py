"""One chunk of an open session, decoded on demand, within the bounds that the validator holds.

Rules of this file:

* The bytes go through the same codec and payload readers as in the validator: what it refuses for safety is refused
  here with the same finding, before anything of the chunk is handed out.
* Stored bytes are read in pieces through the one descriptor; nothing of a declared size is allocated.
* What a chunk breaks without danger is noted once, however often it is decoded.
* What was refused once is refused again. Spec: 1.2, 4, 5.
"""

from __future__ import annotations

import functools
import zlib

from cellucid_session import inflaters
from cellucid_session.check.payloads import Enough
from cellucid_session.check.place import Place
from cellucid_session.check.session import CODECS, cap
from cellucid_session.errors import BudgetError, InputError, InvalidSessionError
from cellucid_session.generated import rules as R
from cellucid_session.io import files
from cellucid_session.io.naming import about
from cellucid_session.io.twice import Twice
from cellucid_session.model import Finding, Span
from cellucid_session.safe import safe
from cellucid_session.wire import strict_json
from cellucid_session.wire.gunzip import KEPT
from cellucid_session.wire.source import Fault, Pump, Source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeVar

    from cellucid_session.check.entries import Entry
    from cellucid_session.check.facts import Facts
    from cellucid_session.io.files import Input, Memory
    from cellucid_session.model import Limits
    from cellucid_session.read.findings import Notes
    from cellucid_session.wire.source import Reading

    CallT = TypeVar("CallT", bound=Callable[..., Any])

PIECE = 1 << 18  # bytes read at a time

#: rule -> the documented sentence that its error begins with
SENTENCES = {
    R.FRAME_MAGIC: "Not a .cellucid-session file (invalid MAGIC header)",
    R.CHUNK_INFLATED_TOO_LARGE: "Chunk decompressed too large",
    R.CHUNK_CODEC: "Unsupported session chunk codec",
}


def refusal(finding: Finding) -> InvalidSessionError | BudgetError:
    """The error for a finding that ends the reading."""
    sentence = SENTENCES.get(finding.rule, "")
    message = finding.message
    if not message.startswith(sentence):
        message = f"{sentence}: {message}"
    where = "" if finding.chunk is None else f" (chunk {finding.chunk})"
    kind = BudgetError if finding.cls == "budget" else InvalidSessionError
    error = kind(f"{message}{where} [{finding.rule}]", finding)
    from cellucid_session.generated.rule_texts import TEXTS

    _, _, remedy = TEXTS[finding.rule]
    if remedy:
        error.add_note(f"What to do: {remedy}")
    return error


def _about_the_file(method: CallT) -> CallT:
    """Say of which file the errors of a method of `Decoder` are."""

    @functools.wraps(method)
    def named(self: Decoder, *values: Any) -> Any:
        with about(self.path):
            return method(self, *values)

    return named  # type: ignore[return-value]


class Decoder:
    """Decodes the chunks of one session.

    Args:
        file: the open file; path: where it is, for errors. frames: (first byte, length) of each entry's bytes.
        facts: what is known of the session; the registries that are decoded fill it.
    """

    def __init__(
        self,
        file: Input | Memory,
        frames: list[tuple[int, int]],
        facts: Facts,
        limits: Limits,
        collector: Notes,
        path: object = None,
    ) -> None:
        self._file = file
        self.path = path
        self._frames = frames
        self._facts = facts
        self._limits = limits
        self._collector = collector
        self._inflated: dict[int, int] = {}  # bytes of the payloads that were read, by entry
        self._expanded: dict[int, int] = {}  # bytes of arrays that were made of runs, by entry
        self._spent = 0  # sum of both
        self._judged: dict[int, Finding | None] = {}  # JSON chunks by entry: what refuses each, or None

    def stored(self, entry: Entry) -> bytes:
        """The stored bytes of a chunk. Raises InputError when the file has changed."""
        start, length = self._frames[entry.index]
        with about(self.path):
            return b"".join(self._pieces(start, length))

    def _pieces(self, start: int, length: int) -> Any:
        at, end = start, start + length
        while at < end:
            piece = self._file.excerpt(at, min(PIECE, end - at))
            if not piece:
                break
            at += len(piece)
            yield piece
        self._check_unchanged("the file is shorter than it was" if at < end else None)

    def _check_unchanged(self, otherwise: str | None = None) -> None:
        """Raise InputError when the file is not the one that was opened: then nothing is said of the session."""
        why = self._file.changed(0) or otherwise
        if why is not None:
            raise InputError(
                f"the session has changed while it was open: {why}", Finding(R.INPUT_CHANGED, why)
            )

    @_about_the_file
    def inflate(self, entry: Entry, out: Callable[[bytes], None]) -> None:
        """Give a chunk's payload to `out` in pieces, within the chunk's bounds.

        The budget of all payloads together counts each chunk once, however often it is read.

        Raises:
            InvalidSessionError: the chunk's bytes break a safety rule. BudgetError: the payloads are too long
                together. InputError: the file has changed.
        """
        start, length = self._frames[entry.index]
        collector = self._collector
        place = Place(collector, entry, (start, start + length), entry.codec == "none")
        produced = 0

        def take(piece: bytes) -> None:
            nonlocal produced
            produced += len(piece)
            if self._spent - self._inflated.get(entry.index, 0) + produced > self._limits.inflated_bytes:
                detail = f"the payloads are longer than {self._limits.inflated_bytes} bytes together"
                span = Span(*place.stored)
                raise refusal(Finding(R.BUDGET_INFLATED_BYTES, detail, chunk=safe(entry.id), span=span))
            out(piece)

        source = Source(
            lambda rule, a, b, detail: collector.add(rule, detail, chunk=entry.id, span=(a, b)), base=start
        )
        codec = Pump(source, CODECS[entry.codec](source, length, cap(entry, self._facts.generation), take))
        watched = source.again = self._again(start, length)
        try:
            for piece in self._pieces(start, length):
                if watched is not None:
                    watched.update(piece)
                codec.feed(piece)
            codec.end()
        except Fault as fault:
            self._check_unchanged()
            raise refusal(_finding(fault, place, exact=True)) from None
        self._count(self._inflated, entry, produced)
        if entry.inflated is not None and produced < entry.inflated:
            detail = f"uncompressedBytes is {entry.inflated}, the payload has {produced}"
            collector.add(R.CHUNK_INFLATED_SHORT, detail, chunk=entry.id, span=place.stored)

    def _again(self, start: int, length: int) -> Twice | None:
        """What has the stored bytes of a chunk a second time, where that lets a faster library have the first."""
        if length <= KEPT or inflaters.chosen() is zlib:
            return None
        return Twice(self._file.excerpt, files.sha256(length), start)

    def expand(self, entry: Entry, size: int) -> None:
        """Count an array that is made of a chunk's runs, before it is made; each chunk once, however often it is read.

        Args:
            size: bytes of the array.

        Raises:
            Fault: the payloads, and what they expand to, are too long together.
        """
        budget = self._limits.inflated_bytes
        if self._spent - self._expanded.get(entry.index, 0) + size > budget:
            detail = f"the payloads, and what their runs expand to, are longer than {budget} bytes together"
            raise Fault(R.BUDGET_INFLATED_BYTES, 0, 0, detail)
        self._count(self._expanded, entry, size)

    def _count(self, sizes: dict[int, int], entry: Entry, size: int) -> None:
        self._spent += size - sizes.get(entry.index, 0)
        sizes[entry.index] = size

    def payload(self, entry: Entry) -> bytes:
        """The whole payload of a chunk."""
        parts: list[bytes] = []
        self.inflate(entry, parts.append)
        return b"".join(parts)

    @_about_the_file
    def value(self, entry: Entry) -> Any:
        """The parsed payload of a chunk of kind json, judged by its schema the first time."""
        parts: list[bytes] = []
        size = 0
        budget = self._limits.json_bytes

        def gather(piece: bytes) -> None:
            nonlocal size
            size += len(piece)
            if size > budget:
                raise Fault(
                    R.BUDGET_JSON_BYTES, budget, budget + 1, f"the text is longer than {budget} bytes"
                )
            parts.append(piece)

        refused = self._judged.get(entry.index)
        if refused is not None:
            raise refusal(refused)
        place = self._place(entry)
        try:
            self.inflate(entry, gather)
            data = b"".join(parts)
            if entry.index in self._judged:
                return strict_json.parse(data, self._limits.json_nodes)
            family = entry.family
            name = family.payload if family is not None and family.kind == "json" else ""
            before = self._collector.safety
            value = place.judge_json(data, name, self._facts, self._limits)
        except Fault as fault:
            self._check_unchanged()
            raise refusal(_finding(fault, place, exact=False)) from None
        self._judged[entry.index] = None
        if self._collector.safety > before:
            self._judged[entry.index] = finding = self._forbidding(entry)
            raise refusal(finding)
        return value

    @_about_the_file
    def read(self, entry: Entry, reading: Callable[[Source], Reading[Any]]) -> Any:
        """Run a generated payload reader over a chunk and return its result.

        Raises:
            InvalidSessionError: the payload breaks a safety rule.
        """
        place = self._place(entry)
        source = Source(place.note)
        pump = Pump(source, reading(source))
        try:
            self.inflate(entry, pump.feed)
            result = pump.end()
        except Fault as fault:
            self._check_unchanged()
            raise refusal(_finding(fault, place, exact=False)) from None
        except Enough:
            self._check_unchanged()
            raise refusal(self._forbidding(entry)) from None
        return result

    def header_size(self, size: int, start: int) -> None:
        """Hold a table's header to the budget of a JSON text. Raises Fault."""
        if size > self._limits.json_bytes:
            detail = f"the header is longer than {self._limits.json_bytes} bytes"
            raise Fault(R.BUDGET_JSON_BYTES, start, start, detail)

    def header(self, entry: Entry, data: bytes, start: int) -> tuple[Place, Any]:
        """Judge a table's header by its schema. Returns its place and its value. Raises Fault, Enough."""
        place = self._place(entry)
        return place, self._text(place, data, start, "artifact-table-header")

    def text(self, entry: Entry, data: bytes, start: int, also: Callable[..., None]) -> Any:
        """Judge a JSON text that a payload begins with. also: see `Place.judge_json`. Raises Fault, Enough."""
        return self._text(self._place(entry), data, start, "", also)

    def _text(
        self, place: Place, data: bytes, start: int, name: str, also: Callable[..., None] | None = None
    ) -> Any:
        before = place.collector.safety
        value = place.judge_json(data, name, self._facts, self._limits, start, also=also)
        if place.collector.safety > before:
            raise Enough
        return value

    def note(self, entry: Entry, rule: str, start: int, end: int, detail: str) -> None:
        """Note what is found at bytes of a chunk's payload."""
        self._place(entry).note(rule, start, end, detail)

    def _place(self, entry: Entry) -> Place:
        start, length = self._frames[entry.index]
        return Place(self._collector, entry, (start, start + length), entry.codec == "none")

    def _forbidding(self, entry: Entry) -> Finding:
        """The finding that forbids reading a chunk, after the collector was told of one."""
        finding = self._collector.forbidding(entry.id)
        assert finding is not None, "what forbids reading is always kept"
        return finding


def _finding(fault: Fault, place: Place, exact: bool) -> Finding:
    """A fault as a finding; exact: its bytes are bytes of the file, else of the payload."""
    span = Span(fault.start, fault.end)
    if exact:
        return Finding(fault.rule, fault.detail, chunk=safe(place.entry.id), span=span)
    stored = place.stored if place.base is None else (place.base + fault.start, place.base + fault.end)
    return Finding(
        fault.rule, fault.detail, chunk=safe(place.entry.id), span=Span(*stored), inflated_span=span
    )
