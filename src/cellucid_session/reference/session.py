"""The judgement of one whole session file.

Rules of this file:

* The framing is interpreted from the grammar; each blob of it is judged when it is met, in the order of the
  file.
* A finding of class safety ends the judgement, unless the caller wants to hear more; what breaks the framing
  or the manifest always ends it. `complete` becomes True when everything has been judged, in one place.
* An input that was left before its end (`left`) has none: what only an end can prove is not said of it.
Spec: 2, 3, 7.
"""

from __future__ import annotations

from typing import Any

from construct import Container, Struct

from cellucid_session.check import twins
from cellucid_session.check.collector import Collector
from cellucid_session.check.entries import Entries, Entry, whole
from cellucid_session.check.facts import Facts
from cellucid_session.check.link_lookup import link_rule
from cellucid_session.check.outline import entry_rule, manifest_rule
from cellucid_session.check.recognise import candidates, chosen
from cellucid_session.check.text import text_findings
from cellucid_session.declare import grammar
from cellucid_session.declare.generations import GENERATIONS
from cellucid_session.declare.vocabulary import Broken, PerEntry
from cellucid_session.generated import generations, limits
from cellucid_session.generated.limits import JSON_DEPTH, SAFE_INTEGER
from cellucid_session.model import DatasetFacts, Limits
from cellucid_session.reference import gzip_member, json_text, schemas
from cellucid_session.reference.head import read_magic
from cellucid_session.reference.interpret import Awaited, interpret, part
from cellucid_session.reference.payloads import Enough, Payload, Text

#: codec -> what opens stored bytes
CODECS = {"gzip": gzip_member.unpack, "none": gzip_member.plain}


class Halt(Exception):
    """Nothing further needs to be read."""


class Abandoned(Exception):
    """The payload has no end, because its codec is broken, or its frame is cut."""


class Left(Exception):
    """The end of the input is not known."""


class Session:
    """Judges a session.

    Attributes:
        judged: how many bytes of the file have been judged to their end.
        over: the judgement has come to its end: of the file, or before.
        generation: number of the one that it is judged as, once that is known. declared: its declaration.
    """

    generation: int | None = None

    def __init__(
        self,
        data: bytes,
        collector: Collector,
        limits: Limits,
        dataset: DatasetFacts,
        early_exit: bool,
        left: bool = False,
        taken: frozenset[int] | None = None,
    ) -> None:
        self.complete = False
        self.over = True
        self._left = left
        self.judged = 0
        self._data = data
        self._collector = collector
        self._limits = limits
        self._early_exit = early_exit
        self._taken = taken
        self.declared = GENERATIONS[0]
        self._facts = Facts(dataset)
        self._texts: dict[str, Text] = {}
        self._manifest: Text | None = None

    def releases(self) -> tuple[str, ...]:
        """The releases of the viewer that open the file, if it is found valid."""
        return twins.releases(self._facts)

    def summary(self) -> dict[str, Any]:
        """Counts of what is inside, as far as it was judged."""
        return self._facts.summary()

    def run(self) -> None:
        """Judge."""
        on: dict[str, Any] = {
            "manifest_begins": self._manifest_begins,
            "manifest": self._on_manifest,
            "stored_begins": self._on_frame,
            "stored": self._on_stored,
            "stored_cut": self._on_cut,
        }
        stream, context = Awaited(self._data, self._end), Container()
        try:
            context.magic = read_magic(stream)
            self._with_magic(context)
            for name in ("manifest_length", "manifest"):
                part(name, self.declared.head, stream, context, on)
            frames = Struct("frames" / PerEntry(self.declared.frame), "end" / grammar.SESSION.end.subcon)
            interpret(frames, stream, context, on)
        except Halt:
            pass
        except Left:
            self.over = False
        except Broken as broken:
            self.judged = broken.end
            self._collector.add(broken.rule, broken.detail, span=(broken.start, broken.end))
        else:
            self._links()
            self.complete = True
            self.judged = len(self._data)
        self._locate()

    def _end(self) -> None:
        """The file is to end here."""
        if self._left:
            raise Left

    def _locate(self) -> None:
        """Give what waits for a place in the manifest its bytes."""
        if self._manifest is not None:
            self._manifest.place(self._collector.since(0))

    def _safety(self) -> None:
        """End here when something refuses the file for safety, or a budget is gone."""
        if self._early_exit and (self._collector.safety or self._collector.budget):
            raise Halt

    def _budget(self, amount: int, budget: int, rule: str, start: int, end: int) -> None:
        if amount > budget:
            self._collector.add(rule, f"the manifest has {amount}, the budget is {budget}", span=(start, end))
            raise Halt

    # -- the manifest

    def _with_magic(self, context: Container) -> None:
        """What the magic alone says: the generations that have it, and the longest manifest that one of them has."""
        same = [each for each in GENERATIONS if each.told_by.magic == context.magic]
        self.declared = same[0]
        most = [each.limits.get("MANIFEST_BYTES", limits.MANIFEST_BYTES) for each in same]
        context.limits = {"MANIFEST_BYTES": max(most)}

    def _manifest_begins(self, length: int, start: int, context: Container) -> None:
        """Hold the length to the budget of a JSON text, where the manifest is there whole."""
        end = start + length
        if end <= len(self._data):
            budgets = self._limits
            if length > min(budgets.json_bytes, budgets.total_json_bytes):
                self.judged = end
            self._budget(length, budgets.json_bytes, "budget.json-bytes", start, end)
            self._budget(length, budgets.total_json_bytes, "budget.total-json-bytes", start, end)

    def _recognise(self, length: int, value: Any, context: Container) -> None:
        """Decide the generation; policy.generation: the policy takes it."""
        magics = list(dict.fromkeys(each.told_by.magic for each in GENERATIONS))
        numbers = candidates(magics.index(context.magic), length, value)
        taken = chosen(numbers, self._taken)
        known = [generations.generation(number) for number in taken or numbers]
        self._facts.generation, self._facts.twins = known[0], tuple(known[1:])
        self.generation = known[0].number
        self.declared = next(each for each in GENERATIONS if each.number == self.generation)
        context.limits = self.declared.limits
        if not taken:
            head = context.manifest_start
            self._collector.add("policy.generation", "not one of those that are taken", span=(0, head))
            self._safety()

    def _on_manifest(self, data: bytes, start: int, context: Container) -> None:
        """Judge the manifest, and say how many frames follow."""
        collector, facts, limits = self._collector, self._facts, self._limits
        end = self.judged = start + len(data)
        facts.json_bytes = len(data)
        self.generation = self.declared.number
        try:
            node = json_text.read(data, limits.json_nodes, JSON_DEPTH, SAFE_INTEGER)
        except Broken as broken:
            raise Broken(broken.rule, broken.start + start, broken.end + start, broken.detail) from None
        value = node.value
        self._manifest = Text(node, data, None, start)
        self._recognise(len(data), value, context)
        generation = facts.generation
        schemas.check(self.declared.schemas["manifest"], value, collector.add)
        if collector.safety:
            raise Halt
        self._budget(len(value["chunks"]), limits.chunks, "budget.chunks", start, end)
        twins.ask(facts, "manifest", value, schemas.by_schema)
        for name in self.declared.manifest_rules:
            manifest_rule(name)(value, collector.add)
        facts.entries = Entries(value["chunks"], generation.families)
        each = generation.families.of
        facts.entries.families = [each(name) for name in facts.entries.ids]
        for name in self.declared.entry_rules:
            entry_rule(name)(facts.entries, collector.add)
        facts.required(value.get("requires"))
        self._dataset(value.get("datasetFingerprint"))
        for name, path, at_key, detail in text_findings(
            value, data, enough=collector.enough, skip=_is_chunk_id
        ):
            collector.add(name, detail, path=path, at_key=at_key)
        self._locate()
        self._safety()
        context.entries = len(facts.entries)

    def _dataset(self, fingerprint: Any) -> None:
        """dataset.*: the caller's data set is the one that the fingerprint names. Sets the bounds."""
        facts, asked = self._facts, self._facts.dataset
        says = fingerprint if isinstance(fingerprint, dict) else {}
        cells, variables = whole(says.get("cellCount")), whole(says.get("varCount"))
        for key, rule, said, value in (
            ("cellCount", "dataset.cell-count", cells, asked.n_obs),
            ("varCount", "dataset.var-count", variables, asked.n_vars),
        ):
            if _bound(said) is not None and value is not None and said != value:
                self._collector.add(rule, f"{said} is not {value}", path=("datasetFingerprint", key))
        if asked.dataset_id is not None and says.get("datasetId") != asked.dataset_id:
            self._collector.add("dataset.id", "another data set", path=("datasetFingerprint", "datasetId"))
        facts.n_obs = _bound(cells) if asked.n_obs is None else asked.n_obs
        facts.n_vars = _bound(variables) if asked.n_vars is None else asked.n_vars

    # -- a frame

    def _on_frame(self, length: int, start: int, context: Container) -> None:
        """chunk.stored-bytes-mismatch: the frame is as long as the entry says."""
        entry = self._facts.entries[context.index]
        self.judged = start
        if entry.stored is not None and entry.stored != length:
            self._collector.add(
                "chunk.stored-bytes-mismatch",
                f"storedBytes is {entry.stored}, the frame holds {length}",
                chunk=entry.id,
                path=entry.path("storedBytes"),
                span=(context.stored_length_start, start),
            )
            self._safety()

    def _on_cut(self, data: bytes, start: int, context: Container) -> None:
        """Judge what there is of a frame that does not end."""
        self._on_stored(data, start, context, cut=True)

    def _on_stored(self, data: bytes, start: int, context: Container, cut: bool = False) -> None:
        """Open the codec and judge the payload. cut: there is more to the frame, and it has not come."""
        entry, facts, collector = self._facts.entries[context.index], self._facts, self._collector
        stored = (start, start + context.stored_length)
        most = self.declared.limits.get("INFLATED_BYTES", limits.INFLATED_BYTES)
        cap = most if entry.inflated is None else min(entry.inflated, most)
        room = self._limits.inflated_bytes - facts.inflated_bytes
        opened = CODECS[entry.codec](data, context.stored_length, cap)
        if cut and opened.fault is not None and opened.fault.rule == "gzip.truncated":
            opened.fault = None  # nobody knows
        for rule, note_start, note_end in opened.notes:
            collector.add(rule, "", chunk=entry.id, span=(start + note_start, start + note_end))

        def settle() -> None:
            """Say what is to be said after the last byte of the payload: budget, codec, size."""
            if len(opened.payload) > room:
                collector.add("budget.inflated-bytes", "", chunk=entry.id, span=stored)
                raise Halt
            if opened.fault is not None:
                fault = opened.fault
                span = (start + fault.start, start + fault.end)
                collector.add(fault.rule, fault.detail, chunk=entry.id, span=span)
                self._safety()
                raise Abandoned
            if cut:
                raise Abandoned
            if entry.inflated is not None and len(opened.payload) < entry.inflated:
                path = entry.path("uncompressedBytes")
                collector.add("chunk.inflated-short", "", chunk=entry.id, path=path)

        stream = Awaited(opened.payload[: room + 1], settle)
        payload = Payload(collector, facts, self._limits, self._texts, entry, stored, self.declared)
        try:
            try:
                payload.read(stream)
            except Broken as broken:
                payload.note(broken.rule, broken.start, broken.end, broken.detail)
                self._safety()
            except Enough:
                self._safety()
            stream.settle()
        except Abandoned:
            pass
        self._safety()
        if cut:
            return
        self.judged = stored[1]
        facts.inflated_bytes += len(opened.payload)

    # -- the end

    def _links(self) -> None:
        """Run the rules between chunks and give their findings a place."""
        collector = self._collector

        def add(
            rule: str,
            detail: str,
            *,
            entry: Entry | None = None,
            key: str = "id",
            span: tuple[int, int] | None = None,
            registry: str = "",
            path: json_text.Path = (),
        ) -> None:
            if entry is not None:
                where = entry.path(key) if span is None else None
                collector.add(rule, detail, chunk=entry.id, path=where, span=span)
                return
            mark = collector.mark()
            collector.add(rule, detail, chunk=registry, path=path)
            self._texts[registry].place(collector.since(mark))

        for name in self.declared.links:
            link_rule(name)(self._facts, add)


def _is_chunk_id(path: json_text.Path) -> bool:
    """Chunk ids have rules of their own."""
    return len(path) == 3 and path[0] == "chunks" and path[2] == "id"


def _bound(count: int | None) -> int | None:
    """A count of the fingerprint, when it can bound anything."""
    return count if count is not None and 0 <= count <= SAFE_INTEGER else None
