"""What was judged to its end and what was not: a judge that remembers, for those who ask for a certificate.

Rules of this file:

* It remembers facts of the walk: a subject was met, was judged to its end, was missed because of a rule. What that
  means for the rules is worked out in `coverage`.
* A session is judged by the very same code; this only listens. Who does not ask pays nothing.
* Digests are made as the bytes come: nothing is read twice and nothing is kept.
Spec: 14.
"""

from __future__ import annotations

from hashlib import sha256

from cellucid_session.check.collector import Collector
from cellucid_session.check.session import LENGTH, SessionJudge
from cellucid_session.check.snapshots import SnapshotsJudge
from cellucid_session.generated import rules as R
from cellucid_session.generated import subjects as S
from cellucid_session.safe import safe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from hashlib import _Hash
    from typing import Any

    from cellucid_session.check.collector import Path
    from cellucid_session.check.entries import Entry
    from cellucid_session.generation import Generation

#: classes of findings that can end the judgement of something
_ENDING = ("safety", "budget", "tool")

#: faults of a gzip member that are found behind its header
_BEHIND_HEADER = (R.GZIP_DATA, R.GZIP_CRC, R.GZIP_LENGTH, R.GZIP_TRAILING, R.CHUNK_INFLATED_TOO_LARGE)

#: codec -> what every chunk of it has
_OF_CODEC = {"gzip": (S.GZIP_HEADER, S.GZIP), "none": ()}


#: payloads that are members of a group; payloads that hold a JSON text
MEMBERS = (S.INDEX_LIST, S.CELL_SET)
WITH_TEXT = (S.TABLE, S.TYPED_JSON)


class Witness(Collector):
    """A collector that also counts what was met, judged to its end, and missed.

    Attributes:
        met, done: how often, by subject. missed: how often, by subject and by the rule that kept it from being done.
        found: findings by rule, also those that are not kept. stop: the last rule that can have ended anything.
    """

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.met: dict[str, int] = {}
        self.done: dict[str, int] = {}
        self.missed: dict[str, dict[str, int]] = {}
        self.found: dict[str, int] = {}
        self.stop: str | None = None

    def add(self, rule: str, *arguments: Any, **named: Any) -> None:
        """Note a finding, and that it may end something."""
        before = self.total
        super().add(rule, *arguments, **named)
        if self.total > before:
            self.found[rule] = self.found.get(rule, 0) + 1
        if R.RULES[rule][0] in _ENDING and not self.settled:
            self.stop = rule

    def in_text(self, rule: str, path: Path, detail: str, at_key: bool) -> None:
        """Note a finding, which is counted by its rule."""
        self.add(rule, detail, path=path, at_key=at_key)

    def meet(self, *names: str) -> None:
        """Something is there to be judged."""
        for name in names:
            self.met[name] = self.met.get(name, 0) + 1

    def judged(self, subject: str, count: int = 1) -> None:
        """Something was judged to its end. Raises KeyError for what is no subject."""
        if subject not in S.SUBJECTS:
            raise KeyError(subject)
        self.done[subject] = self.done.get(subject, 0) + count

    def miss(self, subject: str, rule: str) -> None:
        """Something could not be judged to its end."""
        by_rule = self.missed.setdefault(subject, {})
        by_rule[rule] = by_rule.get(rule, 0) + 1


class Kept:
    """What is said of one chunk: its id as a safe text, its stored bytes, and digests of stored and inflated bytes.

    Attributes:
        start, end: of the stored bytes. inflated: length of the payload, or None where it did not come through.
        inflated_sha256: None also where the payload is stored as it is.
    """

    __slots__ = ("codec", "end", "id", "inflated", "inflated_sha256", "sha256", "start")

    def __init__(
        self, entry: Entry, span: tuple[int, int], digest: str, inflated: int | None, plain: str | None
    ) -> None:
        self.id = safe(entry.id)
        self.codec = entry.codec
        self.start, self.end = span
        self.sha256 = digest
        self.inflated = inflated
        self.inflated_sha256 = plain


class SessionWitness(SessionJudge):
    """Judges a session and remembers what it met. Its collector must be a `Witness`."""

    collector: Witness

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.kept: list[Kept] = []
        self._stored: _Hash
        self._plain: _Hash | None = None
        self._before: dict[str, int] = {}
        self.collector.meet(
            S.MAGIC, S.MANIFEST_LENGTH, S.HEAD, S.JSON_TEXT, S.TEXTS, S.MANIFEST, S.OUTLINE, S.LINKS
        )

    @property
    def head(self) -> tuple[bytes, int] | None:
        """The manifest's text and where it begins, once it was there whole."""
        _, start = self._manifest
        return self._manifest if start else None

    def _note(self, rule: str, start: int, end: int, detail: str) -> None:
        if self.head is None and rule not in (
            R.FRAME_MAGIC,
            R.FRAME_GENERATION,
        ):  # what begins behind a part of the head was found after that part
            behind = start
            for subject, size in ((S.MAGIC, len(self.facts.generation.magic)), (S.MANIFEST_LENGTH, LENGTH)):
                behind -= size
                if behind >= 0:
                    self.collector.judged(subject)
        super()._note(rule, start, end, detail)

    def manifest_too_long(self, length: int, start: int) -> None:
        """The manifest is there whole, and is not read."""
        for subject in (S.MAGIC, S.MANIFEST_LENGTH, S.HEAD):
            self.collector.judged(subject)
        super().manifest_too_long(length, start)

    def manifest(self, data: bytes, start: int, magic: int) -> tuple[int, Generation]:
        """Judge the manifest; then it is known what the chunks will be."""
        for subject in (S.MAGIC, S.MANIFEST_LENGTH, S.HEAD):
            self.collector.judged(subject)
        if self._taken is not None:
            self.collector.judged(S.ASKED_GENERATION)
        found = super().manifest(data, start, magic)
        self._outlined()
        return found

    def _outlined(self) -> None:
        """Count what the entries announce, and what was judged with them."""
        witness, facts = self.collector, self.facts
        asked = facts.dataset
        at_once = [
            (S.ASKED_CELLS, asked.n_obs is not None),
            (S.ASKED_VARIABLES, asked.n_vars is not None),
            (S.ASKED_ID, asked.dataset_id is not None),
        ]
        for entry in facts.entries:
            witness.meet(*self._subjects(entry))
            family = entry.family
            at_once += [(S.ENTRIES, True), (S.DEPENDENCY, "dependsOn" in entry.raw)]
            if family is not None:
                at_once += [
                    (S.KNOWN_ENTRY, True),
                    (S.DATASET_ENTRY if family.dataset_dependent else S.LAYOUT_ENTRY, True),
                    (S.MEMBERS_ENTRY, family.payload in MEMBERS),
                    (S.CODES_ENTRY, family.payload == S.CODES),
                ]
        for subject, there in at_once:
            if there:
                witness.judged(subject)

    def _subjects(self, entry: Entry) -> tuple[str, ...]:
        """What is there to judge in the frame of an entry."""
        payload = entry.family.payload if entry.family is not None else ""
        text = entry.kind == "json" or payload in WITH_TEXT
        return (
            S.FRAME,
            S.INFLATION,
            *((S.STORED_SIZE,) if entry.stored is not None else ()),
            *((S.INFLATED_SIZE,) if entry.inflated is not None else ()),
            *_OF_CODEC[entry.codec],
            *((S.JSON_TEXT, S.TEXTS) if text else ()),
            *((payload,) if payload else ()),
            *((S.ARTIFACT_TABLE_HEADER,) if payload == S.TABLE else ()),
            *((S.BOUNDED_MEMBERS,) if payload in MEMBERS and self.facts.n_obs is not None else ()),
        )

    def frame(self, index: int, length: int, length_start: int, start: int) -> None:
        """A frame begins."""
        witness = self.collector
        super().frame(index, length, length_start, start)
        if self._entry.stored is not None:
            witness.judged(S.STORED_SIZE)
        self._before = dict(witness.done)
        witness.stop = None
        self._stored = sha256()
        self._plain = sha256() if self._entry.codec == "gzip" else None

    def stored(self, piece: bytes) -> None:
        """Stored bytes of the frame."""
        self._stored.update(piece)
        super().stored(piece)

    def _inflated(self, piece: bytes) -> None:
        if self._plain is not None:
            self._plain.update(piece)
        super()._inflated(piece)

    def frame_end(self) -> None:
        """The frame is whole: note what of it was judged to its end, and why the rest was not."""
        super().frame_end()
        entry, witness = self._entry, self.collector
        whole = self._codec is not None
        family = entry.family if entry.family is not None and entry.family.kind == entry.kind else None
        witness.judged(S.FRAME)
        if whole:
            witness.judged(S.INFLATION)
            if entry.inflated is not None:
                witness.judged(S.INFLATED_SIZE)
            for subject in _OF_CODEC[entry.codec]:
                witness.judged(subject)
        elif entry.codec == "gzip" and witness.stop in _BEHIND_HEADER:
            witness.judged(S.GZIP_HEADER)
        if self._payload is not None and family is not None and entry.kind == "binary":
            witness.judged(family.payload)
            if family.payload in MEMBERS and self.facts.n_obs is not None:
                witness.judged(S.BOUNDED_MEMBERS)
        why = witness.stop if witness.stop is not None or family is not None else R.CHUNK_FAMILY_KIND
        for subject in self._subjects(entry):
            if subject != S.STORED_SIZE and witness.done.get(subject) == self._before.get(subject):
                if why is None:
                    raise RuntimeError("a chunk was not judged, and nothing says why")
                witness.miss(subject, why)
        plain = self._plain.hexdigest() if whole and self._plain is not None else None
        self.kept.append(
            Kept(entry, self._at.stored, self._stored.hexdigest(), self._produced if whole else None, plain)
        )

    def _links(self) -> None:
        super()._links()
        facts, witness = self.facts, self.collector
        fields = [facts.fields[key] for key in facts.codes if key in facts.fields]
        for subject, count in (
            (S.LINKS, 1),
            (S.MEMBERSHIP, len(facts.members)),
            (S.GROUP_SIZE, sum(group.cell_count is not None for group in facts.groups.values())),
            (S.FIELD_CODES, len(facts.codes)),
            (S.VARIABLE_FIELD, sum(field.source == "var" for field in fields)),
            (S.CODES_LENGTH, sum(field.length is not None for field in fields)),
        ):
            witness.judged(subject, count)


class SnapshotsWitness(SnapshotsJudge):
    """Judges a state-snapshots.json and remembers what it met. Its collector must be a `Witness`."""

    collector: Witness

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.collector.meet(S.JSON_TEXT, S.TEXTS, S.LIST)
