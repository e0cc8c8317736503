"""The entries of a manifest's chunk list, typed: what the rules and the judges look at.

Rules of this file: nothing here judges. The manifest's schema has found nothing of class safety, so the required keys
are there and well typed; optional keys are checked again where they are used. A manifest may have 50,000 entries, so
an `Entry` is made when it is asked for.
Spec: 3, 4.
"""

from __future__ import annotations

from cellucid_session.generated.generations import EARLIEST

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from cellucid_session.generation import Families
    from cellucid_session.model import Family

    Path = tuple[str | int, ...]

#: the white space that JavaScript's trim removes
SPACE = (
    " \t\n\v\f\r\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000\ufeff"
)


class Entry:
    """One entry of the manifest's chunk list, typed: a view that looks into the parsed entry when it is asked.

    Attributes:
        index: place in the list. id: the chunk's id as it stands. family: its family, or None for a foreign chunk.
        raw: the parsed entry, which has passed every rule of class safety.
    """

    __slots__ = ("family", "id", "index", "raw")

    def __init__(self, index: int, raw: dict[str, Any], family: Family | None) -> None:
        self.index = index
        self.raw = raw
        self.id: str = raw["id"]
        self.family = family

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

    def path(self, key: str) -> Path:
        """Where a key of this entry stands in the manifest."""
        return where(self.index, key)


class Entries:
    """The entries of a manifest's chunk list, which has passed every rule of class safety.

    Attributes:
        raw: the parsed entries. ids: their ids as they stand. families: their families, None for a foreign chunk.
        declared: the families of the generation.
    """

    __slots__ = ("declared", "families", "ids", "raw")

    def __init__(self, chunks: list[dict[str, Any]], declared: Families = EARLIEST.families) -> None:
        self.raw = chunks
        self.declared = declared
        self.ids: list[str] = [raw["id"] for raw in chunks]
        self.families: list[Family | None] = []
        family: Family | None = None
        prefix = ""
        for name in self.ids:
            if not prefix or not name.startswith(prefix):  # many of one family follow each other
                family = declared.of(name)
                prefix = "" if family is None else family.prefix
            self.families.append(family)

    def __len__(self) -> int:
        return len(self.raw)

    def __getitem__(self, index: int) -> Entry:
        return Entry(index, self.raw[index], self.families[index])

    def __iter__(self) -> Iterator[Entry]:
        return map(Entry, range(len(self.raw)), self.raw, self.families)


def where(index: int, key: str) -> Path:
    """Where a key of an entry stands in the manifest."""
    return ("chunks", index, key)


def whole(value: object) -> int | None:
    """An integer however it is written (208, 208.0); None for everything else."""
    if type(value) is int:
        return value
    return int(value) if type(value) is float and value.is_integer() else None


def family_of(chunk_id: str, declared: Families = EARLIEST.families) -> Family | None:
    """The family that an id belongs to."""
    return declared.of(chunk_id)
