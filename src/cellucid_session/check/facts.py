"""What one file has said so far: the memory that cross-chunk rules look into.

Rules of this file: it holds counts and ids, never a payload, so that its size follows the manifest and the two
registries (`highlights/meta`, `core/field-overlays`), whose texts are bounded.
"""

from __future__ import annotations

from cellucid_session.check.entries import Entries, Entry
from cellucid_session.generated.generations import EARLIEST

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from cellucid_session.generation import Generation
    from cellucid_session.model import DatasetFacts

    Path = tuple[str | int, ...]


FRAMES = 1_000  # how many frame positions the report keeps; nobody reads more
GROUPS = 200  # whose sizes are told in a report


class Members:
    """What one membership chunk holds: its entry, how many indices, how many of them repeated.

    `reference` is the number of cells of a category and their digest, where the set is a part of one, else None;
    `stored` the chunk's stored bytes in the file.
    """

    __slots__ = ("count", "duplicates", "entry", "reference", "stored")

    def __init__(
        self,
        entry: Entry,
        count: int,
        duplicates: int,
        reference: tuple[int, int] | None = None,
        stored: tuple[int, int] = (0, 0),
    ) -> None:
        self.entry = entry
        self.count = count
        self.duplicates = duplicates
        self.reference = reference
        self.stored = stored


class Coded:
    """What one codes chunk holds: its entry, how many codes, and which values, as far as rules ask.

    Attributes:
        judged: the codes were held against their field while they were read.
        length: how many there are; -1 where nobody could read them.
        highest: greatest code that is no mark of any field, or -1. seen: which of these marks occur.
        stored: the chunk's stored bytes in the file.
    """

    __slots__ = ("entry", "highest", "judged", "length", "seen", "stored")

    def __init__(
        self,
        entry: Entry,
        length: int,
        judged: bool,
        highest: int,
        seen: tuple[int, ...],
        stored: tuple[int, int],
    ) -> None:
        self.entry = entry
        self.length = length
        self.judged = judged
        self.highest = highest
        self.seen = seen
        self.stored = stored


class Group:
    """A highlight group: where it stands, and how many cells its page says it has (None: it does not say).

    `label` is what people call it, as it stands in the file, or None. `column` is the source and the name of what it is
    bound to, `category` the obs column and the category (by type and value), where it is bound to one, else None.
    """

    __slots__ = ("category", "cell_count", "column", "id", "label", "path")

    def __init__(self, group_id: str, path: Path, cell_count: int | None, label: object = None) -> None:
        self.id = group_id
        self.label = label if isinstance(label, str) else None
        self.path = path
        self.cell_count = cell_count
        self.column: tuple[str, str] | None = None
        self.category: tuple[str, tuple[str, object]] | None = None


class Field:
    """A user-defined field: where it stands and what its codes must fit.

    Attributes:
        categories: how many there are; None for a continuous field.
        markers: the codes that mean "unassigned".
        length: the declared number of codes, or None; in the earliest generation a hint.
        width: bytes of a code, where the registry decides that, else None.
        key: what people call it, or None.
    """

    __slots__ = ("categories", "id", "key", "length", "markers", "path", "source", "width")

    def __init__(
        self,
        field_id: str,
        path: Path,
        source: str,
        categories: int | None,
        markers: tuple[int, ...],
        length: int | None,
    ) -> None:
        self.id = field_id
        self.path = path
        self.source = source
        self.categories = categories
        self.markers = markers
        self.length = length
        self.width: int | None = None
        self.key: str | None = None


class Facts:
    """One file's facts.

    Attributes:
        n_obs, n_vars: counts that bound indices and lengths: the caller's where it names a data set, else the
            fingerprint's; None when neither says.
        entries: the manifest's entries, once it has been judged.
        groups, fields: the registries by (trimmed) id. pages: how many pages there are.
        registries: chunk id -> (text, span of the stored bytes, offset of the text in the file or None).
        read: ids of the registries whose text was judged.
        members, codes: what membership and codes chunks hold, by group and field id.
        inflated_bytes, json_bytes: of all payloads, and of all JSON texts, that were judged.
        generation: of the format, that the file is judged as. twins: others that would be told by the same signs, as
            long as nothing in the file rules them out.
        requires: names of columns and genes that the manifest lists, by source; None where it has no such list.
        inventory: ids of artifacts that the inventory lists, or None.
        frames: start and end of the stored bytes of the first chunks, and the size of the payload or None.
    """

    def __init__(self, dataset: DatasetFacts, generation: Generation = EARLIEST) -> None:
        self.dataset = dataset
        self.generation = generation
        self.twins: tuple[Generation, ...] = ()
        self.requires: dict[str, frozenset[str]] | None = None
        self.inventory: list[Any] | None = None
        self.n_obs = dataset.n_obs
        self.n_vars = dataset.n_vars
        self.entries = Entries([])
        self.pages = 0
        self.groups: dict[str, Group] = {}
        self.fields: dict[str, Field] = {}
        self.registries: dict[str, tuple[bytes, tuple[int, int], int | None]] = {}
        self.read: set[str] = set()
        self.members: dict[str, Members] = {}
        self.codes: dict[str, Coded] = {}
        self.inflated_bytes = 0
        self.json_bytes = 0
        self.frames: list[tuple[int, int, int | None]] = []

    def required(self, said: Any) -> None:
        """Keep the names that a manifest says the data set must have, as far as they are well formed."""
        if isinstance(said, dict):
            lists = {source: said.get(source) for source in ("obs", "var")}
            self.requires = {
                source: frozenset(name for name in names if isinstance(name, str))
                for source, names in lists.items()
                if isinstance(names, list)
            }

    def summary(self) -> dict[str, Any]:
        """Counts of what is inside, for the report."""
        return {
            "chunks": len(self.entries),
            "pages": self.pages,
            "groups": len(self.groups),
            "fields": len(self.fields),
            "inflated_bytes": self.inflated_bytes,
        }
