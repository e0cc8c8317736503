"""What is left of a damaged session: chunks taken away, and registries with them, until nothing is wrong.

Rules of this file:

* A chunk goes when the judge blames it for anything but a size of its entry, and that is written anew only where the
  other size says that the bytes are the chunk's own, and no other chunk that is damaged has just these sizes.
* What a registry says of a lost chunk goes only where the generation allows no group or field without one.
* Each round takes something away, or is the last. Spec: 2, 7, 16.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from cellucid_session.check.links import META, OVERLAYS
from cellucid_session.errors import InputError
from cellucid_session.generated import rules as R
from cellucid_session.generated.rules import RULES
from cellucid_session.rescue.look import OF_A_CHUNK, SAFETY, Blame, Look, look, stored
from cellucid_session.rescue.outline import CHANGED, LEVEL, SIZE, STORED, Lost, Outline, Renewed, Row
from cellucid_session.wire import strict_json
from cellucid_session.wire.source import Fault
from cellucid_session.write.store import gzip_member
from cellucid_session.write.texts import json_text

if TYPE_CHECKING:
    from cellucid_session.io.files import Input, Memory
    from cellucid_session.model import Limits

    Read = Callable[[Row], Any]

ROUNDS = 8  # payloads, then what refers to them, then what lists those; the rest is spare
#: what is wrong with an entry alone, where its other size is right
SIZES = {R.CHUNK_INFLATED_TOO_LARGE, R.CHUNK_INFLATED_SHORT}
NOBODYS = "neither of its sizes is what its entry says, so that its bytes may be another chunk's"
ANOTHERS = "its bytes have the sizes that the entry of another damaged chunk says, and may be that one's"
#: registry -> the list in it, and what its items are called
LISTS = {META: ("pages", "group"), OVERLAYS: ("userDefinedFields", "field")}
GROUPS, ARTIFACTS = "highlightedGroups", "artifactIds"


@dataclasses.dataclass
class Mended:
    """What is left.

    Attributes:
        rows: chunks that are a valid session together, or would be but for `faults`.
        readable: chunks that break no rule of class safety, with registries as they are in the file.
        lost, renewed: see there. faults: rule -> what is wrong with the whole, which no chunk is to blame for.
    """

    rows: list[Row]
    readable: list[Row]
    lost: list[Lost]
    renewed: list[Renewed]
    faults: dict[str, str]


def mend(file: Input | Memory, found: Outline, limits: Limits) -> Mended:
    """Take away what is wrong. Raises BudgetError, InputError."""
    rows = [dataclasses.replace(row) for row in found.rows]
    work = _Mending(file, found, rows, limits)
    faults: dict[str, str] = {}
    for _ in range(ROUNDS):
        blame, judge = look(file, found.generation, found.head, work.rows, limits)
        faults = blame.of.get(None, {})
        if not work.take(blame, judge):
            break
    left = {row.raw["id"] for row in work.rows}
    readable = [row for row in work.readable if row.raw["id"] not in work.unsafe]
    there = {row.raw["id"] for row in readable}
    assert left <= there
    renewed = [item for item in work.renewed if item.chunk in there]
    return Mended(work.rows, readable, work.lost, renewed, faults)


class _Mending:
    """The rounds so far. unsafe: ids of the chunks that break a rule of class safety."""

    def __init__(self, file: Input | Memory, found: Outline, rows: list[Row], limits: Limits) -> None:
        self._file = file
        self._limits = limits
        self._most = found.generation.inflated_bytes
        self._said = {row.raw["id"]: row.raw.get(SIZE) for row in rows}
        self._entries = found.said
        self._doubtful = {name for name in found.said if name not in self._said}
        self.rows = rows
        self.readable = list(rows)
        self.unsafe: set[str] = set()
        self.lost = list(found.lost)
        self.renewed = list(found.renewed)

    def take(self, blame: Blame, judge: Look) -> bool:
        """Take away what a judgement blames. Returns whether there was anything."""
        kept, changed = [], False
        self._doubtful |= {row.raw["id"] for row in self.rows if blame.of.get(row.raw["id"]) or _unsure(row)}
        sizes = Counter(self._entries[name] for name in self._doubtful)
        for row in self.rows:
            wrong = blame.of.get(row.raw["id"], {})
            size = judge.sizes.get(row.raw["id"])
            anothers = (
                (wrong.keys() <= SIZES) and (bool(wrong) or _unsure(row)) and self._anothers(row, size, sizes)
            )
            if not wrong and not anothers and not (_unsure(row) and self._unknown(row)):
                kept.append(row)
                continue
            changed = True
            if anothers:
                self._lose(row, {}, ANOTHERS)
                continue
            known = self._said[row.raw["id"]] is not None and (
                size is not None or row.raw[SIZE] != self._most
            )
            if wrong.keys() <= SIZES and row.sure and known:
                self._sized(row, size)
                kept.append(row)
            else:
                self._lose(row, wrong)
        self.rows = kept
        return self._unlist(judge) or changed

    def _anothers(self, row: Row, size: int | None, sizes: Counter[tuple[int | None, int | None]]) -> bool:
        """Whether the bytes of a chunk have the sizes that the entry of another one says, which is damaged, too."""
        own = self._entries[row.raw["id"]]
        ways = {(stored, inflated) for stored in (row.length, None) for inflated in (size, None)}
        return sum(sizes[each] - (each == own) for each in ways) > 0

    def _unknown(self, row: Row) -> bool:
        """Whether nothing says that bytes are a chunk's own: one size is wrong, and there is no other."""
        return self._said[row.raw["id"]] is None

    def _sized(self, row: Row, size: int | None) -> None:
        """Write the size of a payload anew; first as the most that there can be, to see how long it is."""
        chunk, said = row.raw["id"], self._said[row.raw["id"]]
        row.raw = row.raw | {SIZE: self._most if size is None else size}
        if size is not None and size != said:
            self.renewed.append(Renewed(chunk, SIZE, said, size))

    def _lose(self, row: Row, wrong: dict[str, str], whose: str = NOBODYS) -> None:
        told = sorted(wrong.items(), key=lambda item: RULES[item[0]][0] != SAFETY)
        rule, why = told[0] if told else (None, "")
        if rule is None or (rule in SIZES and not row.sure):
            why = whose
            self.unsafe.add(row.raw["id"])
        if any(RULES[each][0] == SAFETY or each in OF_A_CHUNK for each in wrong):
            self.unsafe.add(row.raw["id"])
        self.lost.append(Lost("chunk", row.raw["id"], row.length, why, rule))

    def _unlist(self, judge: Look) -> bool:
        """Take out of the registries what they say of chunks that are not there."""
        places: dict[str, dict[tuple[str | int, ...], tuple[str, str]]] = {}
        for registry, path, rule, detail in judge.linked:
            places.setdefault(registry, {}).setdefault(path, (rule, detail))
        for row in list(self.rows):
            blamed = places.get(row.raw["id"])
            if blamed:
                self._edit(row, blamed, judge.sizes[row.raw["id"]])
        return bool(places)

    def _edit(self, row: Row, blamed: dict[tuple[str | int, ...], tuple[str, str]], size: int) -> None:
        try:
            value = strict_json.parse(self._payload(row, size), self._limits.json_nodes)
        except Fault as exc:
            raise InputError(CHANGED) from exc
        if row.raw["id"] in LISTS:
            key, kind = LISTS[row.raw["id"]]
            for holder, place, rule, why in sorted(_items(value, key, blamed), key=lambda item: -item[1]):
                item = holder.pop(place)
                name = item.get("label") or item.get("key") or item.get("id")
                self.lost.append(Lost(kind, str(name), None, why, rule))
        elif ARTIFACTS in value:
            there = {each.raw["id"] for each in self.rows}
            value[ARTIFACTS] = [each for each in value[ARTIFACTS] if each in there]
        else:
            rule, why = next(iter(blamed.values()))
            self._lose(row, {rule: why})
            self.rows.remove(row)
            return
        text = json_text(value)
        data = b"".join(gzip_member([text], LEVEL)) if row.raw["codec"] == "gzip" else text
        for key, said, size in ((STORED, row.length, len(data)), (SIZE, row.raw.get(SIZE), len(text))):
            if size != said:
                self.renewed.append(Renewed(row.raw["id"], key, said, size))
        raw = row.raw | {STORED: len(data), SIZE: len(text)}
        self.rows[self.rows.index(row)] = Row(raw, row.start, len(data), True, data)

    def _payload(self, row: Row, size: int) -> bytes:
        """The payload of a chunk that was judged to be one, of so many bytes: the file may be another since."""
        data = b"".join(stored(self._file, row))
        if row.raw["codec"] != "gzip":
            return data
        import zlib

        inflater = zlib.decompressobj(zlib.MAX_WBITS | 16)
        try:
            payload = inflater.decompress(data, size + 1)
        except zlib.error as exc:
            raise InputError(CHANGED) from exc
        if len(payload) != size or not inflater.eof or inflater.unused_data:
            raise InputError(CHANGED)
        return payload


def _unsure(row: Row) -> bool:
    """Whether an entry says another number of stored bytes than there are."""
    return row.raw.get(STORED) is not None and not row.sure


def _items(value: Any, key: str, blamed: dict[tuple[str | int, ...], tuple[str, str]]) -> list[Any]:
    """(list, place in it, rule, reason) of what a registry is to lose, each once."""
    found: dict[tuple[Any, ...], Any] = {}
    for path, (rule, why) in blamed.items():
        if path[0] != key:
            continue
        holder, place = value[key], int(path[1])
        if key == "pages":
            if len(path) < 4 or path[2] != GROUPS:
                continue
            holder, place = holder[place][GROUPS], int(path[3])
        found.setdefault((path[:4] if key == "pages" else path[:2]), (holder, place, rule, why))
    return list(found.values())
