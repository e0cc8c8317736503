"""The judgement of one session file, as its bytes come.

Rules of this file:

* The generated framing reads; this class is told what it met (`manifest`, `frame`, `stored`, `frame_end`) and
  decides what that means. Nothing is read twice; only JSON texts are kept, within their budget.
* A finding of class safety ends the judgement at the byte that proves it, unless the caller wants to hear
  more (`early_exit=False`): then the rest of a broken chunk is passed over and the next one is judged. What breaks
  the framing or the manifest always ends it, because nothing after it can be found.
* What is judged when is the order of spec 2.1, and follows from the bytes alone: where the input ends is not asked
  before it has ended. A byte that breaks a rule of class safety and passes a budget breaks the rule.
* `complete` becomes True in one place only: when framing, every chunk and the links have been judged.
Spec: 2, 3, 7.
"""

from __future__ import annotations

from itertools import islice

from cellucid_session.check.collector import Collector, place
from cellucid_session.check.entries import Entries, Entry, where, whole
from cellucid_session.check.facts import FRAMES, GROUPS, Facts
from cellucid_session.check.link_lookup import link_rule
from cellucid_session.check.outline import entry_rule, manifest_rule
from cellucid_session.check.payload_lookup import reader
from cellucid_session.check.payloads import Enough
from cellucid_session.check.place import Place, by_schema
from cellucid_session.check.recognise import candidates, chosen
from cellucid_session.check.text import text_findings
from cellucid_session.generated import framing, generations, limits, schemas
from cellucid_session.generated import rules as R
from cellucid_session.generated.recognition import OTHERWISE
from cellucid_session.model import DatasetFacts, Limits
from cellucid_session.safe import safe
from cellucid_session.wire import strict_json
from cellucid_session.wire.gunzip import gunzip, stored
from cellucid_session.wire.source import Fault, Pump, Source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from cellucid_session.check.payloads import BinaryPayload, JsonPayload, OpaquePayload
    from cellucid_session.generation import Generation
    from cellucid_session.wire.source import Again

    Path = tuple[str | int, ...]

LENGTH = 4  # bytes of the length before a chunk

#: codec -> the coroutine that turns stored bytes into the payload
CODECS = {"gzip": gunzip, "none": stored}


def cap(entry: Entry, generation: Generation) -> int:
    """How long the payload of an entry may be, in bytes."""
    most = generation.inflated_bytes
    return most if entry.inflated is None else min(entry.inflated, most)


def refused(numbers: tuple[int, ...], taken: frozenset[int] | None) -> str:
    """What is said of a file of a generation that the policy does not take."""
    them = ", ".join(map(str, sorted(taken or ())))
    return f"the file is of generation {numbers[0]}, the policy takes {them or 'none'}"


class Halt(Exception):
    """Nothing further needs to be read."""


class SessionJudge:
    """Judges a session that is fed in pieces.

    Args:
        size: length of the input in bytes, for who passes over frames unread (`check.index`); None: they are read, and
            where the input ends is nobody's concern before it has ended.
        taken: the generations that the policy takes; None: all.

    Attributes:
        generation: the one that the input is judged as, once that is known, else None.
        most_json: bytes of the longest manifest that is read.
    """

    generation: int | None = None
    again: Again | None = None  # has the bytes of the input a second time

    def __init__(
        self,
        collector: Collector,
        policy: Limits,
        dataset: DatasetFacts,
        early_exit: bool,
        size: int | None = None,
        taken: frozenset[int] | None = None,
    ) -> None:
        self.collector = collector
        self.facts = Facts(dataset)
        self.complete = False
        self.over = False
        self._limits = policy
        self._taken = taken
        self.most_json = min(policy.json_bytes, policy.total_json_bytes)
        self._early_exit = early_exit
        self._source = Source(self._note, size=size)
        self._pump = Pump(self._source, framing.session(self._source, self))
        self._manifest: tuple[bytes, int] = (b"", 0)
        self._entry: Entry
        self._at: Place
        self._codec: Pump | None = None
        self._payload: JsonPayload | BinaryPayload | OpaquePayload | None = None
        self._produced: int  # bytes of the payload at hand
        self._judged = 0  # bytes of the file that have been judged to their end

    @property
    def consumed(self) -> int:
        """How many bytes of the file were judged, the same however they were cut."""
        return self._source.position if self.complete else self._judged

    def releases(self) -> tuple[str, ...]:
        """The releases of the viewer that open the file, if it is found valid."""
        from cellucid_session.check import twins

        return twins.releases(self.facts)

    def summary(self) -> dict[str, Any]:
        """Counts of what is inside, as far as it was judged."""
        return self.facts.summary()

    def members(self) -> tuple[tuple[str, int, int | None], ...]:
        """The first groups whose members were read: label, number of cells, number of all cells."""
        facts = self.facts
        held = islice(((group, facts.members.get(key)) for key, group in facts.groups.items()), GROUPS)
        return tuple(
            (safe(group.label or group.id), found.count - found.duplicates, facts.n_obs)
            for group, found in held
            if found is not None
        )

    def layout(self) -> tuple[tuple[str, int, int, int | None], ...]:
        """What the file consists of, as far as it was judged, without a gap: name, start, end, payload."""
        data, start = self._manifest
        if not data or not self.facts.entries:
            return ()
        head = len(self.facts.generation.magic)
        chunks = zip(self.facts.entries, self.facts.frames, strict=False)
        return (
            ("magic", 0, head, None),
            ("length of the manifest", head, start, None),
            ("manifest", start, start + len(data), None),
            *((safe(entry.id), begin - LENGTH, end, size) for entry, (begin, end, size) in chunks),
        )

    def feed(self, piece: bytes) -> None:
        """Judge a piece. Sets `over` when nothing further is wanted."""
        self._run(self._pump.feed, piece)

    def end(self) -> None:
        """The input is over: judge the links and settle."""
        self._run(self._pump.end)
        if self._pump.done and not self.over:
            self._links()
            self.complete = True
        self._locate()
        self.over = True

    def _run(self, step: Any, *arguments: Any) -> None:
        if self.over:
            return
        try:
            step(*arguments)
        except Halt:
            self.over = True
        except Fault as fault:
            self.over = True
            self._judged = fault.end
            self._note(fault.rule, fault.start, fault.end, fault.detail)

    def _note(self, rule: str, start: int, end: int, detail: str) -> None:
        self.collector.add(rule, detail, span=(start, end))

    # -- what the framing tells, in this order --

    def manifest_too_long(self, length: int, start: int) -> None:
        """The manifest is there whole and longer than the budget, so that it was not kept."""
        end = self._judged = start + length
        budgets = self._limits
        one, rule = (budgets.json_bytes, R.BUDGET_JSON_BYTES)
        if length <= one:
            one, rule = (budgets.total_json_bytes, R.BUDGET_TOTAL_JSON_BYTES)
        self.collector.add(rule, f"the manifest has {length} bytes, the budget is {one}", span=(start, end))
        raise Halt

    def manifest(self, data: bytes, start: int, magic: int) -> tuple[int, Generation]:
        """Judge the manifest. Returns the number of frames that follow it, and the generation of the file."""
        self._judged = start + len(data)
        self._manifest = (data, start)
        self.generation = OTHERWISE[magic]
        collector, budgets = self.collector, self._limits
        self.facts.json_bytes = len(data)
        try:
            value: Any = strict_json.parse(data, budgets.json_nodes)
        except Fault as fault:
            fault.start += start
            fault.end += start
            raise
        collector.judged("json-text")
        self._parsed(value)
        self._recognise(magic, len(data), value)
        generation = self.facts.generation
        chunks = value.get("chunks") if isinstance(value, dict) else None
        schemas.CHECKS[generation.schemas["manifest"]](value, collector.in_text)
        collector.judged("manifest")
        collector.judged("entry", len(chunks) if isinstance(chunks, list) else 0)
        if collector.safety:
            self._locate()
            raise Halt
        self._budget(len(value["chunks"]), budgets.chunks, R.BUDGET_CHUNKS, "chunks", start)
        facts = self.facts
        if facts.twins:
            from cellucid_session.check import twins

            twins.ask(facts, "manifest", value, by_schema)
        for name in generation.manifest_rules:
            manifest_rule(name)(value, collector.add)
        facts.entries = Entries(value["chunks"], generation.families)
        for name in generation.entry_rules:
            entry_rule(name)(facts.entries, collector.add)
        facts.required(value.get("requires"))
        self._dataset(value.get("datasetFingerprint"))
        for name, path, at_key, detail in text_findings(
            value, data, enough=collector.enough, skip=_judged_elsewhere
        ):
            collector.add(name, detail, path=path, at_key=at_key)
        collector.judged("texts")
        collector.judged("outline")
        self._locate()
        self._safety()
        return len(facts.entries), generation

    def _recognise(self, magic: int, length: int, value: Any) -> None:
        """Decide the generation; policy.generation: the policy takes it."""
        numbers = candidates(magic, length, value)
        taken = chosen(numbers, self._taken)
        facts = self.facts
        known = [generations.generation(number) for number in taken or numbers]
        facts.generation, facts.twins = known[0], tuple(known[1:])
        self.generation = facts.generation.number
        if not taken:
            self.collector.add(
                R.POLICY_GENERATION, refused(numbers, self._taken), span=(0, self._manifest[1])
            )
            self._safety()

    def frame(self, index: int, length: int, length_start: int, start: int) -> None:
        """A frame begins: open its codec and its payload."""
        self._framed(index, length, length_start, start)
        entry = self._entry
        self._at = Place(self.collector, entry, (start, start + length), entry.codec == "none")
        source = Source(self._codec_note, base=start)
        source.again = self.again
        self._codec = Pump(
            source, CODECS[entry.codec](source, length, cap(entry, self.facts.generation), self._inflated)
        )
        self._payload = reader(self._at, self.facts, self._limits)
        self._produced = 0

    def _parsed(self, value: Any) -> None:
        """The manifest has been parsed. It is not kept: the entries and the text are enough."""

    def _framed(self, index: int, length: int, length_start: int, start: int) -> None:
        """chunk.stored-bytes-mismatch: the frame is as long as the entry says."""
        entry = self._entry = self.facts.entries[index]
        self._judged = start
        stored = entry.stored
        if stored is not None and stored != length:
            self.collector.add(
                R.CHUNK_STORED_BYTES_MISMATCH,
                f"storedBytes is {stored}, the frame holds {length}",
                chunk=entry.id,
                path=where(index, "storedBytes"),
                span=(length_start, start),
            )
            self._safety()

    def stored(self, piece: bytes) -> None:
        """Stored bytes of the frame."""
        if self._codec is not None:
            self._codec_step(self._codec.feed, piece)

    def frame_end(self) -> None:
        """The frame is whole: settle its codec, its size and its payload."""
        if self._codec is not None:
            self._codec_step(self._codec.end)
        if self._codec is not None:
            self._sizes()
        self._finish()
        self._judged = self._at.stored[1]
        if len(self.facts.frames) < FRAMES:
            self.facts.frames.append((*self._at.stored, None if self._codec is None else self._produced))
        self.facts.inflated_bytes += (
            self._produced
        )  # count finished chunks only: how much a truncated one yields depends on how input was split

    # -- inside a frame --

    def _codec_step(self, step: Any, *arguments: Any) -> None:
        try:
            step(*arguments)
        except Fault as fault:
            self._codec = self._payload = None
            self._codec_note(fault.rule, fault.start, fault.end, fault.detail)
            self._safety()

    def _codec_note(self, rule: str, start: int, end: int, detail: str) -> None:
        self.collector.add(rule, detail, chunk=self._entry.id, span=(start, end))

    def _inflated(self, piece: bytes) -> None:
        """Payload bytes, in order. The budget is held to the byte, so that no cut of the input moves it.

        The byte that passes it is judged as well: what it breaks goes before the budget.
        """
        left = self._limits.inflated_bytes - self.facts.inflated_bytes - self._produced
        self._produced += len(piece)
        if self._payload is not None:
            self._payload_step(self._payload.feed, piece if len(piece) <= left else piece[: left + 1])
        if len(piece) > left:
            stored = self._at.stored
            detail = f"the payloads are longer than {self._limits.inflated_bytes} bytes together"
            self.collector.add(R.BUDGET_INFLATED_BYTES, detail, chunk=self._entry.id, span=stored)
            raise Halt

    def _payload_step(self, step: Any, *arguments: Any) -> None:
        try:
            step(*arguments)
        except Fault as fault:
            self._payload = None
            self._at.fault(fault)
        except Enough:
            self._payload = None
        self._safety()

    def _finish(self) -> None:
        """Settle the payload, when the codec and it have come through."""
        if self._payload is not None and self._codec is not None:
            self._payload_step(self._payload.end)

    def _sizes(self) -> None:
        """chunk.inflated-short: the payload is as long as the entry says."""
        entry = self._entry
        if entry.inflated is not None and self._produced < entry.inflated:
            self.collector.add(
                R.CHUNK_INFLATED_SHORT,
                f"uncompressedBytes is {entry.inflated}, the payload has {self._produced}",
                chunk=entry.id,
                path=entry.path("uncompressedBytes"),
            )

    def _safety(self) -> None:
        """End here when something refuses the file for safety, or a budget is gone."""
        if self._early_exit and (self.collector.safety or self.collector.budget):
            raise Halt

    # -- the rest of the manifest, and the end --

    def _budget(self, amount: int, budget: int, rule: str, what: str, start: int) -> None:
        if amount > budget:
            data = self._manifest[0]
            detail = f"the manifest has {amount} {what}, the budget is {budget}"
            self.collector.add(rule, detail, span=(start, start + len(data)))
            raise Halt

    def _dataset(self, fingerprint: Any) -> None:
        """dataset.*: the caller's data set is the one that the fingerprint names. Sets the bounds."""
        facts, asked = self.facts, self.facts.dataset
        known = fingerprint if isinstance(fingerprint, dict) else {}
        for key, rule, value in (
            ("cellCount", R.DATASET_CELL_COUNT, asked.n_obs),
            ("varCount", R.DATASET_VAR_COUNT, asked.n_vars),
        ):
            said = _count(known.get(key))  # what breaks manifest.fingerprint is no count to compare
            if value is not None and said is not None and said != value:
                self.collector.add(
                    rule,
                    f"the session says {said}, the data set has {value}",
                    path=("datasetFingerprint", key),
                )
        if asked.dataset_id is not None and known.get("datasetId") != asked.dataset_id:
            detail = "the session was made for another data set, or does not say for which"
            self.collector.add(R.DATASET_ID, detail, path=("datasetFingerprint", "datasetId"))
        if facts.n_obs is None:
            facts.n_obs = _count(known.get("cellCount"))
        if facts.n_vars is None:
            facts.n_vars = _count(known.get("varCount"))

    def _links(self) -> None:
        """Run the rules between chunks and give their findings a place."""
        facts, collector = self.facts, self.collector
        marks: dict[str, list[Any]] = {}

        def add(
            rule: str,
            detail: str,
            *,
            entry: Entry | None = None,
            key: str = "id",
            span: tuple[int, int] | None = None,
            registry: str | None = None,
            path: Path = (),
        ) -> None:
            mark = collector.mark()
            if entry is not None:
                collector.add(
                    rule, detail, chunk=entry.id, path=entry.path(key) if span is None else None, span=span
                )
                return
            collector.add(rule, detail, chunk=registry, path=path)
            marks.setdefault(registry or "", []).extend(collector.since(mark))

        for name in facts.generation.links:
            link_rule(name)(facts, add)
        for registry, pendings in marks.items():
            data, span, base = facts.registries[registry]
            place([pending for pending in pendings if not pending.dropped], data, base, span)

    def _locate(self) -> None:
        """Give what waits for a place in the manifest its bytes."""
        data, start = self._manifest
        place(self.collector.since(0), data, start, None)


def _judged_elsewhere(path: Path) -> bool:
    """Chunk ids have rules of their own."""
    return len(path) == 3 and path[0] == "chunks" and path[2] == "id"


def _count(value: Any) -> int | None:
    count = whole(value)
    return count if count is not None and 0 <= count <= limits.SAFE_INTEGER else None
