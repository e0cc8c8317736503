"""Rules over the manifest that a schema can't say: ids, families, order, dependencies, the creation time.

Rules of this file: one small function per rule; the tables at the end say which run, in which order. A function
gets the entries and an `add` and never raises on data. They run after the manifest's schema found nothing of class
safety. A manifest may have 50,000 entries: the common case is tested for all entries in one operation.
Spec: 3, 4.
"""

from __future__ import annotations

from cellucid_session.check.entries import SPACE, where
from cellucid_session.check.unicode_text import look
from cellucid_session.generated import limits
from cellucid_session.generated import rules as R

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from cellucid_session.check.entries import Entries

    Add = Callable[..., None]

_PLAIN = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.~!*'()%/-"
_PLAIN_LINES = _PLAIN + b"\n"
_SHORT_MONTHS = (2, 4, 6, 9, 11)
_CONTROLS = frozenset(map(chr, (*range(0x20), *range(0x7F, 0xA0))))


def created_at(manifest: dict[str, Any], add: Add) -> None:
    """manifest.created-at: the day exists, and a leap second is one (the schema has judged the form)."""
    text = manifest.get("createdAt")
    if not isinstance(text, str) or not text.isascii():
        return
    parts = (text[:4], text[5:7], text[8:10], text[14:16], text[17:19])
    if not all(part.isdigit() for part in parts):
        return
    year, month, day, minute, second = map(int, parts)
    common = year % (4 if year % 100 else 400)
    no_day = (day == 31 and month in _SHORT_MONTHS) or (month == 2 and (day == 30 or (day == 29 and common)))
    # a leap second ends an hour of UTC
    if no_day or (second == 60 and (minute + 1 - _offset_minutes(text)) % 60):
        add(R.MANIFEST_CREATED_AT, "there is no such day or time", path=("createdAt",))


def _offset_minutes(text: str) -> int:
    """The minutes of a time's offset from UTC, with their sign. The time is ASCII."""
    sign, minutes = text[-6:-5], text[-2:]
    return (int(minutes) if sign == "+" else -int(minutes)) if sign in ("+", "-") and minutes.isdigit() else 0


def plain(chunk_id: str) -> bool:
    """Whether an id is made of ASCII letters, digits and common punctuation."""
    return chunk_id.isascii() and not chunk_id.encode().translate(None, _PLAIN)


def id_duplicate(entries: Entries, add: Add) -> None:
    """chunk.id-duplicate: two chunks of one id are two contents for one question."""
    if len(set(entries.ids)) == len(entries):
        return
    seen: dict[str, int] = {}
    for index, name in enumerate(entries.ids):
        first = seen.setdefault(name, index)
        if first < index:
            add(
                R.CHUNK_ID_DUPLICATE,
                f"entry {first} has this id already",
                chunk=name,
                path=where(index, "id"),
            )


def _all_usual(ids: list[str]) -> bool:
    """Whether ids are all such that no rule on their text says anything, asked of all of them at once."""
    text = "\n".join(("", *ids, ""))  # so that an id begins behind each line feed and ends before one
    return (
        text.isascii()
        and not text.encode().translate(None, _PLAIN_LINES)
        and text.count("\n") == len(ids) + 1
        and not any(part in text for part in ("//", ".", "\n/", "/\n"))
        and max(map(len, ids), default=0) <= limits.CHUNK_ID_LENGTH
    )


def id_text(entries: Entries, add: Add) -> None:
    """chunk.id-unsafe, chunk.id-space, chunk.id-odd: what an id may be made of."""
    if _all_usual(entries.ids):
        return
    for index, name in enumerate(entries.ids):
        if plain(name) and "//" not in name and "." not in name and len(name) <= limits.CHUNK_ID_LENGTH:
            if name[0] == "/":
                add(R.CHUNK_ID_UNSAFE, "the id begins with a slash", chunk=name, path=where(index, "id"))
            elif name[-1] == "/":
                add(R.CHUNK_ID_ODD, "the id has an empty segment", chunk=name, path=where(index, "id"))
            continue
        segments = name.split("/")
        if (
            not _CONTROLS.isdisjoint(name)
            or "\\" in name
            or name[0] == "/"
            or "." in segments
            or ".." in segments
        ):
            add(
                R.CHUNK_ID_UNSAFE,
                "the id has a control character, a backslash, a leading slash, or a segment . or ..",
                chunk=name,
                path=where(index, "id"),
            )
        elif name != name.strip(SPACE):
            add(R.CHUNK_ID_SPACE, "the id has white space around it", chunk=name, path=where(index, "id"))
        elif not plain(name) or "" in segments or len(name) > limits.CHUNK_ID_LENGTH:
            what = (
                f"the id is {len(name)} characters long"
                if len(name) > limits.CHUNK_ID_LENGTH
                else "the id has an empty segment"
                if "" in segments
                else "the id has characters other than ASCII letters, digits and common punctuation"
            )
            add(R.CHUNK_ID_ODD, what, chunk=name, path=where(index, "id"))


def id_confusable(entries: Entries, add: Add) -> None:
    """chunk.id-confusable: two ids that a person can't tell apart."""
    together = "\n".join(entries.ids)
    if together.isascii():  # then lower case is all that folding does
        lower = together.lower()
        if lower == together:
            return
        folds = lower.split("\n")
        if len(set(folds)) == len(folds):
            return  # nor do two ids fold into one that a line feed is in
    seen: dict[str, int] = {}
    for index, name in enumerate(entries.ids):
        first = seen.setdefault(look(name), index)
        if entries.ids[first] != name:
            add(
                R.CHUNK_ID_CONFUSABLE,
                f"the id of entry {first} looks the same and is another",
                chunk=name,
                path=where(index, "id"),
            )


def family_rules(entries: Entries, add: Add) -> None:
    """chunk.foreign, chunk.family-*, chunk.dataset-flag, chunk.layout-flag: an entry is what its family is."""
    for index, (raw, family) in enumerate(zip(entries.raw, entries.families, strict=True)):
        if family is None:
            add(
                R.CHUNK_FOREIGN,
                "no known family has this id",
                chunk=raw["id"],
                path=where(index, "id"),
                contributor=raw["contributorId"],
            )
            continue
        if raw["kind"] != family.kind:
            add(
                R.CHUNK_FAMILY_KIND,
                f"{family.name} is {family.kind}, the entry says {raw['kind']}",
                chunk=raw["id"],
                path=where(index, "kind"),
            )
        if raw["contributorId"] != family.contributor:
            add(
                R.CHUNK_FAMILY_CONTRIBUTOR,
                f"{family.name} belongs to the contributor {family.contributor}",
                chunk=raw["id"],
                path=("chunks", index, "contributorId"),
            )
        if raw["datasetDependent"] != family.dataset_dependent:
            rule = R.CHUNK_DATASET_FLAG if family.dataset_dependent else R.CHUNK_LAYOUT_FLAG
            says = "depends" if family.dataset_dependent else "does not depend"
            add(
                rule,
                f"{family.name} {says} on the data set",
                chunk=raw["id"],
                path=where(index, "datasetDependent"),
            )
        if raw["priority"] != family.priority != "either":
            add(
                R.CHUNK_FAMILY_PRIORITY,
                f"{family.name} is usually {family.priority}",
                chunk=raw["id"],
                path=where(index, "priority"),
            )


def order(entries: Entries, add: Add) -> None:
    """chunk.order: every eager chunk comes before the first lazy one."""
    stages = [raw["priority"] for raw in entries.raw]
    if "lazy" not in stages:
        return
    first = stages.index("lazy")
    if "eager" not in stages[first:]:
        return
    for index in range(first, len(stages)):
        if stages[index] == "eager":
            place = where(index, "priority")
            add(R.CHUNK_ORDER, "an eager chunk after a lazy one", chunk=entries.ids[index], path=place)


def follows(entries: Entries, add: Add) -> None:
    """chunk.meta-order, chunk.overlays-order: a chunk comes after the registry that it fills."""
    ids = entries.ids
    registries = {
        name: (ids.index(first), first, rule)
        for name, (first, rule) in entries.declared.follows.items()
        if first in ids
    }
    if not any(place for place, _, _ in registries.values()):
        return
    for index, family in enumerate(entries.families):
        needed = registries.get(family.name) if family is not None else None
        if needed is not None and needed[0] > index:
            add(needed[2], f"it comes before {needed[1]}", chunk=ids[index], path=where(index, "id"))


def depends(entries: Entries, add: Add) -> None:
    """chunk.depends-unknown, chunk.depends-later, chunk.depends-cycle, in time linear in the edges."""
    if not any("dependsOn" in raw for raw in entries.raw):
        return
    ids = entries.ids
    places: dict[str, int] = {}
    for index, name in enumerate(ids):
        places.setdefault(name, index)
    graph: dict[int, list[int]] = {}
    for index, raw in enumerate(entries.raw):
        for number, name in enumerate(raw.get("dependsOn") or ()):
            place = places.get(name)
            edge = (*where(index, "dependsOn"), number)
            if place is None:
                add(R.CHUNK_DEPENDS_UNKNOWN, "no chunk has this id", chunk=ids[index], path=edge)
                continue
            if place > index:
                add(R.CHUNK_DEPENDS_LATER, "that chunk comes later", chunk=ids[index], path=edge)
            graph.setdefault(index, []).append(place)
    for index in _closing(graph):
        add(
            R.CHUNK_DEPENDS_CYCLE,
            "the chunk depends on itself, directly or in a circle",
            chunk=ids[index],
            path=where(index, "dependsOn"),
        )


def _closing(graph: dict[int, list[int]]) -> list[int]:
    """Nodes with an edge that closes a circle, in order; a depth-first walk without recursion."""
    walked: dict[int, bool] = {}  # whether a node that was met is done
    found: set[int] = set()
    for root in graph:
        if root in walked:
            continue
        walked[root] = False
        stack = [(root, iter(graph[root]))]
        while stack:
            node, edges = stack[-1]
            for target in edges:
                if target not in walked:
                    walked[target] = False
                    stack.append((target, iter(graph.get(target, ()))))
                    break
                if not walked[target]:
                    found.add(node)
            else:
                walked[node] = True
                stack.pop()
    return sorted(found)


#: name -> check of the manifest; a generation says which run, in which order
MANIFEST_RULES: dict[str, Callable[[dict[str, Any], Add], None]] = {"created-at": created_at}

#: name -> check of the entries; a generation says which run, in which order
ENTRY_RULES: dict[str, Callable[[Entries, Add], None]] = {
    "id-duplicate": id_duplicate,
    "id-text": id_text,
    "id-confusable": id_confusable,
    "families": family_rules,
    "order": order,
    "follows": follows,
    "depends": depends,
}


def manifest_rule(name: str) -> Callable[[dict[str, Any], Add], None]:
    """A check of the manifest; those that the earliest generation lacks are loaded when they are asked for."""
    if name in MANIFEST_RULES:
        return MANIFEST_RULES[name]
    from cellucid_session.check import mapping

    return mapping.MANIFEST_RULES[name]


def entry_rule(name: str) -> Callable[[Entries, Add], None]:
    """A check of the entries; as `manifest_rule`."""
    if name in ENTRY_RULES:
        return ENTRY_RULES[name]
    from cellucid_session.check import closed_entries

    return closed_entries.ENTRY_RULES[name]
