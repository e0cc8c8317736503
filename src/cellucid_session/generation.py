"""A generation of the format, as the engines, the reader and the writers are handed it.

Rules of this file: it holds values and looks things up in them; what a name in it does is said by who uses it. Nobody
asks for a number to decide anything.
"""

from __future__ import annotations

from cellucid_session.model import Frozen

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from cellucid_session.model import Family


class Families(Frozen):
    """The families of chunks of one generation.

    Attributes:
        exact: chunk id -> family, for families of one chunk. prefixed: the others.
        follows: family -> (the chunk that comes before its chunks, rule).
        required: ids of the chunks that every session has, in the order of writing.
    """

    __slots__ = ("_by_head", "_places", "exact", "follows", "prefixed", "required")
    _places: Mapping[str, int]
    _by_head: Mapping[tuple[str, ...], Family]
    exact: Mapping[str, Family]
    prefixed: tuple[Family, ...]
    follows: Mapping[str, tuple[str, str]]
    required: tuple[str, ...]

    def __init__(
        self,
        exact: Mapping[str, Family],
        prefixed: tuple[Family, ...],
        follows: Mapping[str, tuple[str, str]],
    ) -> None:
        places: dict[str, int] = {}
        for family in (*exact.values(), *prefixed):
            places[family.contributor] = min(family.place, places.get(family.contributor, family.place))
        needed = sorted((family.place, name) for name, family in exact.items() if family.required)
        self._fill(
            exact=exact,
            prefixed=prefixed,
            follows=follows,
            required=tuple(name for _, name in needed),
            _places=places,
            _by_head={tuple(family.prefix.split("/")[:2]): family for family in prefixed},
        )

    def of(self, chunk_id: str) -> Family | None:
        """The family that an id belongs to. Asked once for every chunk, so it looks at two segments only."""
        first, _, behind = chunk_id.partition("/")
        second, slash, _ = behind.partition("/")
        family = self._by_head.get((first, second)) if slash else self.exact.get(chunk_id)
        return family if family is None or chunk_id.startswith(family.prefix) else None

    def contributor_place(self, family: Family) -> int:
        """The place of a family's contributor: that of the first of its families."""
        return self._places[family.contributor]

    def every(self) -> tuple[Family, ...]:
        """All of them, first those of one chunk."""
        return (*self.exact.values(), *self.prefixed)


class Readers(dict[str, "Callable[..., Any]"]):
    """Coroutines, or writers, by name, each loaded when it is first asked for: who judges another way needs none.

    Args:
        where: name -> module and function, with a colon between them.
    """

    def __init__(self, where: Mapping[str, str]) -> None:
        super().__init__()
        self._where = where

    def __missing__(self, name: str) -> Callable[..., Any]:
        module, _, function = self._where[name].partition(":")
        found: Callable[..., Any] = getattr(__import__(module, fromlist=[function]), function)
        self[name] = found
        return found

    def __contains__(self, name: object) -> bool:
        return name in self._where


class Generation(Frozen):
    """One generation.

    Attributes:
        number: how this program counts. format: the number that the viewer gives it. releases: that write it.
        magic: its first bytes.
        manifest_bytes, stored_bytes, inflated_bytes: the most that its lengths may be, in bytes.
        families: of chunks.
        grammars: payload -> coroutine that reads a binary one; "frames" -> the one that reads the frames and the end.
        writers: payload -> function that writes a binary one; "session" -> the one that writes head and frames.
        reads: payload -> name of what judges it. shapes: payload -> name of what its schema can't say.
        identity: texts of the fingerprint that say which data set it is.
        aliases: whether a continuous field is another name of a column or gene.
        order: how the digest of the cells' order is made: "" not at all, "known", or "likely" as before.
        exact: whether times, entries and the order of chunks can be written in one way only.
        schemas: name of a JSON text ("manifest", or a payload) -> schema.
        encodings, sets: encoding byte of codes, and of a set of cells (none where sets are lists) -> what people call
            it. widths: encoding byte -> bytes of a code, for
            encodings of one width. code_types: what a registry calls a type of codes -> bytes of a code.
        manifest_rules, entry_rules, links: names of checks, in order.
    """

    __slots__ = (
        "aliases",
        "code_types",
        "encodings",
        "entry_rules",
        "exact",
        "families",
        "format",
        "grammars",
        "identity",
        "inflated_bytes",
        "links",
        "magic",
        "manifest_bytes",
        "manifest_rules",
        "number",
        "order",
        "reads",
        "releases",
        "schemas",
        "sets",
        "shapes",
        "stored_bytes",
        "widths",
        "writers",
    )
    number: int
    format: int
    releases: tuple[str, ...]
    magic: bytes
    manifest_bytes: int
    stored_bytes: int
    inflated_bytes: int
    families: Families
    grammars: Readers
    reads: Mapping[str, str]
    shapes: Mapping[str, str]
    identity: tuple[str, ...]
    aliases: bool
    order: str
    exact: bool
    schemas: Mapping[str, str]
    encodings: Mapping[int, str]
    sets: Mapping[int, str]
    widths: Mapping[int, int]
    code_types: Mapping[str, int]
    manifest_rules: tuple[str, ...]
    entry_rules: tuple[str, ...]
    links: tuple[str, ...]
    writers: Readers

    def __init__(self, **values: Any) -> None:
        self._fill(**values)

    def __repr__(self) -> str:
        return f"<Generation {self.number}>"

    def __hash__(self) -> int:
        return hash(self.number)

    @property
    def frames(self) -> Callable[..., Any]:
        """The coroutine that reads the frames and the end."""
        return self.grammars["frames"]

    def schema(self, payload: str) -> str:
        """The schema of a JSON text, or ""."""
        return self.schemas.get(payload, "")

    def width(self, codes_type: object) -> int | None:
        """Bytes of a code of a type that a registry names; None for what is no type of this generation."""
        return self.code_types.get(codes_type) if isinstance(codes_type, str) else None
