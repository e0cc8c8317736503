"""Rules over the manifest that a schema can't say: ids, families, order, dependencies, the creation time.

Rules of this file: one small function per rule; the tables at the end say which run, in which order. A function
gets the entries and an `add` and never raises on data. They run after the manifest's schema found nothing of class
safety, so the required keys are there and well typed; optional keys are checked again where they are used.
Spec: 3, 4.
"""

from __future__ import annotations

from cellucid_session.generated import families, limits
from cellucid_session.generated import rules as R

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from cellucid_session.model import Family

    Add = Callable[..., None]

#: the white space that JavaScript's trim removes
SPACE = (
    " \t\n\v\f\r\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000\ufeff"
)
_PLAIN = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.~!*'()%/-"
_BY_HEAD = {"/".join(family.prefix.split("/")[:2]) + "/": family for family in families.PREFIXED}
_CONTROLS = frozenset(map(chr, (*range(0x20), *range(0x7F, 0xA0))))


class Entry:
    """One entry of the manifest's chunk list, typed: a view that looks into the parsed entry when it is asked.

    Attributes:
        index: place in the list. id: the chunk's id as it stands. family: its family, or None for a foreign chunk.
        raw: the parsed entry, which has passed every rule of class safety.
    """

    __slots__ = ("family", "id", "index", "raw")

    def __init__(self, index: int, raw: dict[str, Any], likely: Family | None = None) -> None:
        """likely: a family that is asked first, that of the entry before: many of one family follow each other."""
        self.index = index
        self.raw = raw
        name: str = raw["id"]
        self.id = name
        prefix = "" if likely is None else likely.prefix
        self.family = likely if prefix and name.startswith(prefix) else family_of(name)

    @property
    def rest(self) -> str:
        """What follows the family's prefix in the id."""
        return self.id[len(self.family.prefix) :] if self.family is not None and self.family.prefix else ""

    @property
    def priority(self) -> str:
        """ "eager" or "lazy"."""
        return str(self.raw["priority"])

    @property
    def kind(self) -> str:
        """ "json" or "binary"."""
        return str(self.raw["kind"])

    @property
    def codec(self) -> str:
        """ "none" or "gzip"."""
        return str(self.raw["codec"])

    @property
    def dataset_dependent(self) -> bool:
        """Whether the chunk depends on the data set, as the entry says."""
        return bool(self.raw["datasetDependent"])

    @property
    def stored(self) -> int | None:
        """storedBytes, or None."""
        return whole(self.raw.get("storedBytes"))

    @property
    def inflated(self) -> int | None:
        """uncompressedBytes, or None."""
        return whole(self.raw.get("uncompressedBytes"))

    def path(self, key: str) -> tuple[str | int, ...]:
        """Where a key of this entry stands in the manifest."""
        return ("chunks", self.index, key)


def entries_of(chunks: list[dict[str, Any]]) -> list[Entry]:
    """The entries of a manifest's chunk list, which has passed every rule of class safety."""
    entries = []
    family: Family | None = None
    for index, raw in enumerate(chunks):
        entry = Entry(index, raw, family)
        family = entry.family
        entries.append(entry)
    return entries


def whole(value: object) -> int | None:
    """An integer however it is written (208, 208.0); None for everything else."""
    if type(value) is int:
        return value
    return int(value) if type(value) is float and value.is_integer() else None


def family_of(chunk_id: str) -> Family | None:
    """The family that an id belongs to. Asked once for every chunk, so it looks at the first two segments only."""
    second = chunk_id.find("/", chunk_id.find("/") + 1)
    family = _BY_HEAD.get(chunk_id[: second + 1]) if second > 0 else families.EXACT.get(chunk_id)
    return family if family is None or chunk_id.startswith(family.prefix) else None


def created_at(manifest: dict[str, Any], add: Add) -> None:
    """manifest.created-at: the day exists, and a leap second is one (the schema has judged the form)."""
    text = manifest.get("createdAt")
    if not isinstance(text, str):
        return
    parts = (text[:4], text[5:7], text[8:10], text[14:16], text[17:19])
    if not all(part.isascii() and part.isdigit() for part in parts):
        return
    year, month, day, minute, second = map(int, parts)
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    days = (31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    no_day = 1 <= month <= 12 and days[month - 1] < day <= 31
    if no_day or (second == 60 and (minute - _offset_minutes(text)) % 60 != 59):
        add(R.MANIFEST_CREATED_AT, "there is no such day or time", path=("createdAt",))


def _offset_minutes(text: str) -> int:
    """The minutes of a time's offset from UTC, with their sign: a leap second ends an hour of UTC."""
    sign, minutes = text[-6:-5], text[-2:]
    return (int(minutes) if sign == "+" else -int(minutes)) if sign in ("+", "-") and minutes.isdigit() else 0


def plain(chunk_id: str) -> bool:
    """Whether an id is made of ASCII letters, digits and common punctuation."""
    return chunk_id.isascii() and not chunk_id.encode().translate(None, _PLAIN)


def id_duplicate(entries: list[Entry], add: Add) -> None:
    """chunk.id-duplicate: two chunks of one id are two contents for one question."""
    if len({entry.id for entry in entries}) == len(entries):
        return
    seen: dict[str, int] = {}
    for entry in entries:
        first = seen.setdefault(entry.id, entry.index)
        if first != entry.index:
            add(
                R.CHUNK_ID_DUPLICATE,
                f"entry {first} has this id already",
                chunk=entry.id,
                path=entry.path("id"),
            )


def _all_usual(ids: list[str]) -> bool:
    """Whether ids are all such that no rule on their text says anything, asked of all of them at once."""
    text = "\n".join(("", *ids, ""))  # so that an id begins behind each line feed and ends before one
    return (
        text.count("\n") == len(ids) + 1
        and plain(text.replace("\n", ""))
        and not any(part in text for part in ("//", ".", "\n/", "/\n"))
        and max(map(len, ids), default=0) <= limits.CHUNK_ID_LENGTH
    )


def id_text(entries: list[Entry], add: Add) -> None:
    """chunk.id-unsafe, chunk.id-space, chunk.id-odd: what an id may be made of."""
    if _all_usual([entry.id for entry in entries]):
        return
    for entry in entries:
        name = entry.id
        if plain(name) and "//" not in name and "." not in name and len(name) <= limits.CHUNK_ID_LENGTH:
            if name[0] == "/":
                add(R.CHUNK_ID_UNSAFE, "the id begins with a slash", chunk=name, path=entry.path("id"))
            elif name[-1] == "/":
                add(R.CHUNK_ID_ODD, "the id has an empty segment", chunk=name, path=entry.path("id"))
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
                path=entry.path("id"),
            )
        elif name != name.strip(SPACE):
            add(R.CHUNK_ID_SPACE, "the id has white space around it", chunk=name, path=entry.path("id"))
        elif not plain(name) or "" in segments or len(name) > limits.CHUNK_ID_LENGTH:
            what = (
                f"the id is {len(name)} characters long"
                if len(name) > limits.CHUNK_ID_LENGTH
                else "the id has an empty segment"
                if "" in segments
                else "the id has characters other than ASCII letters, digits and common punctuation"
            )
            add(R.CHUNK_ID_ODD, what, chunk=name, path=entry.path("id"))


def id_confusable(entries: list[Entry], add: Add) -> None:
    """chunk.id-confusable: two ids that a person can't tell apart."""
    together = "\n".join([entry.id for entry in entries])
    lower = together.lower().split("\n")
    if together.isascii() and len(set(lower)) == len(lower) == len(entries):
        return  # no line feed inside of an id, and lower case folds ASCII
    seen: dict[str, Entry] = {}
    for entry in entries:
        folded = entry.id.casefold()
        if not folded.isascii():
            folded = _fold(folded)
        first = seen.setdefault(folded, entry)
        if first.id != entry.id:
            add(
                R.CHUNK_ID_CONFUSABLE,
                f"the id of entry {first.index} looks the same and is another",
                chunk=entry.id,
                path=entry.path("id"),
            )


def _fold(text: str) -> str:
    import unicodedata

    plain = "".join(char for char in text if unicodedata.category(char) != "Cf")
    return unicodedata.normalize("NFKC", plain).casefold()


def family_rules(entries: list[Entry], add: Add) -> None:
    """chunk.foreign, chunk.family-*, chunk.dataset-flag, chunk.layout-flag: an entry is what its family is."""
    for entry in entries:
        family, raw = entry.family, entry.raw
        if family is None:
            add(
                R.CHUNK_FOREIGN,
                "no known family has this id",
                chunk=entry.id,
                path=entry.path("id"),
                contributor=raw["contributorId"],
            )
            continue
        if raw["kind"] != family.kind:
            add(
                R.CHUNK_FAMILY_KIND,
                f"{family.name} is {family.kind}, the entry says {entry.kind}",
                chunk=entry.id,
                path=entry.path("kind"),
            )
        if raw["contributorId"] != family.contributor:
            add(
                R.CHUNK_FAMILY_CONTRIBUTOR,
                f"{family.name} belongs to the contributor {family.contributor}",
                chunk=entry.id,
                path=entry.path("contributorId"),
            )
        if raw["datasetDependent"] != family.dataset_dependent:
            rule = R.CHUNK_DATASET_FLAG if family.dataset_dependent else R.CHUNK_LAYOUT_FLAG
            says = "depends" if family.dataset_dependent else "does not depend"
            add(
                rule,
                f"{family.name} {says} on the data set",
                chunk=entry.id,
                path=entry.path("datasetDependent"),
            )
        if raw["priority"] != family.priority != "either":
            add(
                R.CHUNK_FAMILY_PRIORITY,
                f"{family.name} is usually {family.priority}",
                chunk=entry.id,
                path=entry.path("priority"),
            )


def order(entries: list[Entry], add: Add) -> None:
    """chunk.order: every eager chunk comes before the first lazy one."""
    stages = [entry.raw["priority"] for entry in entries]
    if "lazy" not in stages or "eager" not in stages[stages.index("lazy") :]:
        return
    lazy = False
    for entry in entries:
        if entry.raw["priority"] == "lazy":
            lazy = True
        elif lazy:
            add(R.CHUNK_ORDER, "an eager chunk after a lazy one", chunk=entry.id, path=entry.path("priority"))


def follows(entries: list[Entry], add: Add) -> None:
    """chunk.meta-order, chunk.overlays-order: a chunk comes after the registry that it fills."""
    ids = [entry.id for entry in entries]
    registries = {
        name: (ids.index(first) if first in ids else -1, first, rule)
        for name, (first, rule) in families.FOLLOWS.items()
    }
    if all(place <= 0 for place, _, _ in registries.values()):
        return
    for entry in entries:
        needed = registries.get(entry.family.name) if entry.family is not None else None
        if needed is not None and needed[0] > entry.index:
            add(needed[2], f"it comes before {needed[1]}", chunk=entry.id, path=entry.path("id"))


def depends(entries: list[Entry], add: Add) -> None:
    """chunk.depends-unknown, chunk.depends-later, chunk.depends-cycle, in time linear in the edges."""
    if not any("dependsOn" in entry.raw for entry in entries):
        return
    places = {entry.id: entry.index for entry in reversed(entries)}
    graph: dict[int, list[int]] = {}
    for entry in entries:
        for number, name in enumerate(entry.raw.get("dependsOn") or ()):
            place = places.get(name)
            where: tuple[str | int, ...] = ("chunks", entry.index, "dependsOn", number)
            if place is None:
                add(R.CHUNK_DEPENDS_UNKNOWN, "no chunk has this id", chunk=entry.id, path=where)
                continue
            if place > entry.index:
                add(R.CHUNK_DEPENDS_LATER, "that chunk comes later", chunk=entry.id, path=where)
            graph.setdefault(entry.index, []).append(place)
    for index in _closing(graph):
        add(
            R.CHUNK_DEPENDS_CYCLE,
            "the chunk depends on itself, directly or in a circle",
            chunk=entries[index].id,
            path=("chunks", index, "dependsOn"),
        )


def _closing(graph: dict[int, list[int]]) -> list[int]:
    """Nodes with an edge that closes a circle, in order; a depth-first walk without recursion."""
    state: dict[int, int] = {}  # 1 on the way, 2 done
    found: set[int] = set()
    for root in graph:
        if root in state:
            continue
        state[root] = 1
        stack = [(root, iter(graph[root]))]
        while stack:
            node, edges = stack[-1]
            for target in edges:
                if state.get(target) == 1:
                    found.add(node)
                elif target not in state:
                    state[target] = 1
                    stack.append((target, iter(graph.get(target, ()))))
                    break
            else:
                state[node] = 2
                stack.pop()
    return sorted(found)


MANIFEST_RULES: tuple[Callable[[dict[str, Any], Add], None], ...] = (created_at,)
ENTRY_RULES: tuple[Callable[[list[Entry], Add], None], ...] = (
    id_duplicate,
    id_text,
    id_confusable,
    family_rules,
    order,
    follows,
    depends,
)
