"""What two sessions have to differ in to say different things: one definition, for the digest and for `diff`.

Rules of this file:

* What is levelled here is what spec 13 lists, and nothing else. The canonical form is written from it, and two sessions
  are compared by it; so `diff` says nothing exactly when the semantic digests agree.
* Two JSON values are the same when their canonical texts are: 1 and 1.0 are one number, true is none.
Spec: 13.
"""

from __future__ import annotations

import datetime
import heapq
import re
from typing import TYPE_CHECKING, Any

from cellucid_session.generated import writers

if TYPE_CHECKING:
    from cellucid_session.check.entries import Entry
    from cellucid_session.model import Family
    from cellucid_session.read.bundle import CellucidSessionBundle
    from cellucid_session.read.fields import Field

FOREIGN = len(writers.FAMILIES)  # place of chunks that no family has, in the order of writing
#: keys of an entry that say how a chunk is stored
STORAGE = ("codec", "storedBytes", "uncompressedBytes")
_TIME = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d):(\d\d)(?:\.(\d+))?(Z|[+-]\d\d:\d\d)", re.ASCII)


def instant(text: str) -> str:
    """An RFC 3339 time in UTC, without zeros at the end of the fraction; what is no such time stays as it is.

    A time whose year in UTC is not 0001 to 9999 keeps its offset.
    """
    found = _TIME.fullmatch(text.upper())
    if found is None:
        return text
    day, minute, second, fraction, offset = found.groups()
    try:
        moment = datetime.datetime.fromisoformat(f"{day}T{minute}:00{offset.replace('Z', '+00:00')}")
    except ValueError:  # there is no such day
        return text
    try:
        moment = moment.astimezone(datetime.UTC)
        offset = "Z"
    except OverflowError:
        pass
    digits = (fraction or "").rstrip("0")
    return f"{moment.isoformat()[:16]}:{second}{'.' if digits else ''}{digits}{offset}"


def manifest(bundle: CellucidSessionBundle) -> dict[str, Any]:
    """The manifest of a session as its canonical form has it, but for its chunks: an object of the caller's own."""
    value = dict(bundle.manifest)
    if bundle.generation.exact:
        return value
    value.setdefault("dataSource", None)
    if value.get("summary") is None:
        value.pop("summary", None)
    if isinstance(value.get("createdAt"), str):
        value["createdAt"] = instant(value["createdAt"])
    return value


def entry(raw: dict[str, Any]) -> dict[str, Any]:
    """What an entry says of a chunk, without how it is stored."""
    return {
        key: value
        for key, value in raw.items()
        if key not in STORAGE and (key != "dependsOn" or value not in (None, []))
    }


def marker(field: Field) -> tuple[int, int] | None:
    """The two codes of a field that both mean "unassigned", or None; the first stands for both."""
    return (field.markers[0], field.markers[1]) if len(field.markers) == 2 else None


def order(bundle: CellucidSessionBundle) -> list[Entry]:
    """The entries in canonical order: the smallest first of those whose chunks before are all there."""
    entries = [bundle.entry(chunk_id) for chunk_id in bundle.list_chunk_ids()]
    if bundle.generation.exact:
        return entries  # it has one order
    raw = bundle.manifest["chunks"]
    at = {each.id: each.index for each in entries}
    before: dict[int, set[int]] = {}
    follows = bundle.generation.families.follows
    for each in entries:
        wanted = list(raw[each.index].get("dependsOn") or ())
        if each.family is not None and each.family.name in follows:
            wanted.append(follows[each.family.name][0])
        before[each.index] = {at[name] for name in wanted if at.get(name, each.index) < each.index}
    after: dict[int, list[int]] = {}
    for index, earlier in before.items():
        for other in earlier:
            after.setdefault(other, []).append(index)
    ready = [_key(each) for each in entries if not before[each.index]]
    heapq.heapify(ready)
    by_index = {each.index: each for each in entries}
    ordered = []
    while ready:
        index = heapq.heappop(ready)[-1]
        ordered.append(by_index[index])
        for later in after.get(index, ()):
            before[later].discard(index)
            if not before[later]:
                heapq.heappush(ready, _key(by_index[later]))
    return ordered


def _place(family: Family) -> int:
    """A family's place in the order of writing: the one that is declared, or that in the earliest generation."""
    return family.place or writers.FAMILIES.get(family.name, (0,))[0]


def _key(each: Entry) -> tuple[bool, int, str, int]:
    place = FOREIGN if each.family is None else _place(each.family)
    return each.priority == "lazy", place, each.id, each.index
