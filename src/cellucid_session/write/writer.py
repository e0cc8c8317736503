"""SessionWriter: chunks in, a session out that the validator takes.

Rules of this file:

* What every chunk of a family is comes from the declared families; sizes and order are worked out here.
* Every byte that goes out also goes through the judge. What it doesn't call valid is an error of the caller, and
  nothing is left of it: a file is there whole and valid, or not at all. Spec: 9.
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterable, Iterator, Sequence
from types import TracebackType
from typing import Any, Final
from urllib.parse import quote

from cellucid_session.arguments import COUNT, NUMBER, TEXT, Kind, hold
from cellucid_session.errors import UsageError
from cellucid_session.generated import rules as R
from cellucid_session.generated import writers
from cellucid_session.generated.families import PREFIXED
from cellucid_session.generated.generations import EARLIEST, NUMBERS
from cellucid_session.generated.generations import generation as numbered
from cellucid_session.io import outputs
from cellucid_session.model import Family, Limits, Report
from cellucid_session.owning import Owning
from cellucid_session.read.meaning import FOREIGN
from cellucid_session.safe import safe
from cellucid_session.wire.build import refused
from cellucid_session.write import payloads
from cellucid_session.write.encode import codes_payload, positions, table_payload
from cellucid_session.write.heads import FINGERPRINT, MANIFEST, Head, called, cell_names_of, time_text
from cellucid_session.write.judged import judged
from cellucid_session.write.ordering import in_table_order
from cellucid_session.write.registries import Registries, inventory_of
from cellucid_session.write.store import PIECE, Store
from cellucid_session.write.texts import json_text

CELLS, CODES, TABLE = (
    next(family.prefix for family in PREFIXED if family.payload == payload)
    for payload in ("index-list", "codes", "table")
)
CODECS: Final = ("gzip", "none")
CLOSED = "closed-families"  # the check of generations that have no chunks but their own
TYPED_JSON = "typed-json"
UNESCAPED = "_.-~!*'()"  # beside letters and digits, as in encodeURIComponent

#: what the arguments of a `SessionWriter` must be
ARGUMENTS = {
    "source_type": TEXT.optional(),
    "dataset_id": TEXT.optional(),
    "n_obs": COUNT.optional(),
    "n_vars": COUNT.optional(),
    "cell_names": Kind("the names of the cells in order", Iterable).optional(),
    "data_source": Kind("a dict", dict).optional(),
    "generation": NUMBER,
    "name": TEXT.optional(),
    "cell_order": Kind("a dict", dict).optional(),
    "data_mapping": Kind("a dict", dict).optional(),
    "source": Kind("a dict", dict).optional(),
    "requires": Kind("a dict", dict).optional(),
    "codec": TEXT,
    "level": NUMBER,
    "limits": Kind("a Limits", Limits).optional(),
}


class SessionWriter(Owning):
    """Builds a session chunk by chunk; what was added is kept compressed until it is written.

    Args:
        source_type, dataset_id: of the data set's fingerprint; None where not known.
        n_obs, n_vars: its cells and variables; left out of the fingerprint where None.
        cell_names: names of the cells in their order, such as `adata.obs_names`. Digests of them go into the manifest
            (`cellNames`), so that readers can tell another order, and other cells; no name does.
        created_at: when it was made: a datetime with a time zone, a text in RFC 3339, or None for the time of writing.
        data_source: the manifest's `dataSource`.
        generation: of the format, 1 to 5. A later one wants more of the fingerprint, and chunks that only the viewer
            makes: what is missing is an error that says where it comes from.
        name, cell_order, data_mapping: of the fingerprint, for generations that have them.
        source, requires: of the manifest, for generations that have them. Names in `requires` are put in order.
        codec: "gzip" or "none", for chunks that don't say.
        level: of compression, 0 to 9.
        limits: budgets of the judgement before anything is put in place.

    Example:
        >>> writer = SessionWriter(dataset_id="pbmc", n_obs=5, created_at="2026-01-15T09:30:00Z")
        >>> page = {"id": "page_1", "name": "Page 1", "highlightedGroups": [{"id": "g", "cellCount": 2}]}
        >>> writer.add("highlights/meta", {"pages": [page]})
        >>> writer.add_cells("g", [4, 1])
        2
        >>> writer.to_bytes()[:16]
        b'CELLUCID_SESSION'

    Raises:
        UsageError: the generation has no such key, or can't be without one that is not given.

    Spec: 9, 16.
    """

    HOLDS = "a temporary file with what was added, which is removed once"
    INSTEAD = "Make another SessionWriter and add the same chunks"

    def __init__(
        self,
        *,
        source_type: str | None = None,
        dataset_id: str | None = None,
        n_obs: int | None = None,
        n_vars: int | None = None,
        cell_names: Iterable[str] | None = None,
        created_at: str | datetime.datetime | None = None,
        data_source: dict[str, Any] | None = None,
        generation: int = EARLIEST.number,
        name: str | None = None,
        cell_order: dict[str, Any] | None = None,
        data_mapping: dict[str, Any] | None = None,
        source: dict[str, Any] | None = None,
        requires: dict[str, Any] | None = None,
        codec: str = "gzip",
        level: int = 6,
        limits: Limits | None = None,
    ) -> None:
        given = dict(locals())
        hold(ARGUMENTS, given)
        if codec not in CODECS or level not in range(10):
            raise UsageError('codec must be "gzip" or "none", level 0 to 9')
        if generation not in NUMBERS:
            raise UsageError(f"generation must be one of {', '.join(map(str, NUMBERS))}, not {generation}")
        self._generation = numbered(generation)
        if cell_names is not None:
            given["cell_names"] = cell_names_of(cell_names, n_obs)
        self._head = Head(self._generation, {key: given[key] for key in (*FINGERPRINT, *MANIFEST)})
        self._n_obs, self._n_vars = n_obs, n_vars
        time_text(created_at)
        self._created_at = created_at
        self._codec, self._level = codec, level
        self._limits = limits
        self._store = Store()
        self._registries = Registries()
        self._made: dict[str, list[str]] = {}  # the chunk that lists the artifacts, and what it lists
        self._chunks: dict[str, tuple[Family | None, dict[str, Any], int]] = {}
        self._families = self._generation.families
        self._closed = CLOSED in self._generation.entry_rules

    # -- chunks in --

    def add(
        self,
        chunk_id: str,
        payload: Any,
        *,
        label: str | None = None,
        priority: str | None = None,
        codec: str | None = None,
        depends_on: Sequence[str] = (),
        contributor: str | None = None,
        kind: str | None = None,
        dataset_dependent: bool | None = None,
    ) -> None:
        """Add a chunk.

        Args:
            chunk_id: tells the family, which says the rest.
            payload: bytes, pieces of bytes (an iterator), or for kind json any value: it becomes a JSON text, with
                the keys of a known family in the order of its tables. For a chunk of typed JSON any value with arrays
                of numpy in it, of one dimension.
            priority: "eager" or "lazy"; the family's usual one, lazy where both are.
            contributor, kind, dataset_dependent: for a chunk of no known family, which must say them.

        Raises:
            UsageError: the id is there already, or something is missing, or the payload can't be written.
        """
        if chunk_id in self._chunks:
            raise refused(R.CHUNK_ID_DUPLICATE, f"a chunk of this id was added before: {safe(chunk_id)}")
        family = self._families.of(chunk_id)
        if family is not None:
            if (contributor, kind, dataset_dependent) != (None, None, None):
                raise UsageError(
                    f"the family says contributor, kind and dataset_dependent of {safe(chunk_id)}"
                )
            contributor, kind = family.contributor, family.kind
            dataset_dependent = family.dataset_dependent
            priority = priority or family.priority.replace("either", "lazy")
        elif self._closed:
            raise refused(
                R.CHUNK_UNKNOWN, f"a session of {called(self._generation)} has no chunk {safe(chunk_id)}"
            )
        if contributor is None or kind is None or dataset_dependent is None or priority is None:
            raise UsageError(
                f"{safe(chunk_id)} is of no known family: contributor, kind, dataset_dependent and priority are needed"
            )
        codec = codec or self._codec
        if codec not in CODECS or priority not in ("eager", "lazy"):
            raise UsageError('codec must be "gzip" or "none", priority "eager" or "lazy"')
        if family is not None:
            self._registries.note(family.payload, payload)
            payload = self._in_form(family, payload)
        start, stored, size = self._keep(payload, kind, codec)
        entry: dict[str, Any] = {
            "id": chunk_id,
            "contributorId": contributor,
            "priority": priority,
            "kind": kind,
            "codec": codec,
            "label": label,
            "datasetDependent": dataset_dependent,
            "storedBytes": stored,
            "uncompressedBytes": size,
        }
        if depends_on:
            entry["dependsOn"] = list(depends_on)
        self._chunks[chunk_id] = (family, entry, start)

    def _in_form(self, family: Family, payload: Any) -> Any:
        """A value as its family writes it; bytes stay as they are."""
        generation = self._generation
        if family.kind == "json" and isinstance(payload, dict):
            return in_table_order(payload, generation.schema(family.payload))
        if generation.reads.get(family.payload) == TYPED_JSON and not isinstance(
            payload, (bytes, bytearray, memoryview, Iterator)
        ):
            return payloads.typed_payload(generation, payload)
        return payload

    def _keep(self, payload: Any, kind: str, codec: str) -> tuple[int, int, int]:
        """Store a payload: where it is, stored bytes, bytes."""
        if isinstance(payload, (bytes, bytearray, memoryview)):
            view = memoryview(payload).cast("B")
            pieces: Iterable[bytes] = (bytes(view[at : at + PIECE]) for at in range(0, len(view), PIECE))
        elif isinstance(payload, Iterator):
            pieces = payload
        elif kind == "json":
            pieces = (json_text(payload),)
        else:
            raise UsageError("the payload of a binary chunk must be bytes")
        start, stored, size = self._store.keep(pieces, codec, self._level)
        for rule, what, length, most in (
            (R.CHUNK_STORED_BYTES, "stored", stored, self._generation.stored_bytes),
            (R.CHUNK_UNCOMPRESSED_BYTES, "in the payload", size, self._generation.inflated_bytes),
        ):
            if length > most:
                self._store.forget(start)
                raise refused(rule, f"{length} bytes are {what}, at most {most} can be")
        return start, stored, size

    def add_cells(
        self,
        group_id: str,
        cells: Any,
        *,
        label: str | None = None,
        codec: str | None = None,
        of: Any = None,
        encoding: str | None = None,
    ) -> int:
        """Add the members of a highlight group; nothing for a group without cells.

        Args:
            cells: positions, shape (k,), in any order, or a mask of bool, shape (n_obs,).
            label: of the group; by default what the registry calls it, in generations where it must.
            of: all cells of the category that the group is bound to, in the same forms. Then the session names the
                cells by the category, in generations that can.
            encoding: "steps", "bits" or "runs", in generations that have them; by default the shortest.

        Returns:
            How many cells they are: the group's `cellCount`.
        """
        found = positions(cells, self._n_obs)
        if len(found):
            data = payloads.members_payload(self._generation, found, self._n_obs, of=of, encoding=encoding)
            self.add(CELLS + group_id, data, label=self._named(CELLS, group_id, label), codec=codec)
        return len(found)

    def _named(self, prefix: str, rest: str, label: str | None) -> str | None:
        """The label of a chunk of a group or a field; None where the registry says it when all is there."""
        if label is None and self._closed:
            return None
        return f"{self._profile(self._families.of(prefix + rest))[1]}{label or rest}"

    def add_codes(
        self,
        field_id: str,
        codes: Any,
        *,
        source: str = "obs",
        codes_type: str | None = None,
        shown: bool = False,
        label: str | None = None,
        codec: str | None = None,
        encoding: str | None = None,
    ) -> None:
        """Add the codes of a user-defined field; nothing when there are none.

        Args:
            codes: integers, shape (n_obs,), for a field of source "var" (n_obs,) or (n_vars,).
            codes_type: "Uint8Array", "Uint16Array", and so on; by default what the registry says, or the type of the
                array.
            shown: the first picture needs them: they are eager.
            encoding: "raw", "run lengths" or "packed", where the registry names the type; by default the shortest.
        """
        typed = payloads.typed(self._generation)
        counts = (self._n_obs,) if source == "obs" or typed else (self._n_obs, self._n_vars)
        lengths = None if None in counts else tuple(count for count in counts if count is not None)
        if typed:
            kind = (
                codes_type
                or self._registries.types.get(field_id)
                or payloads.type_of(self._generation, codes)
            )
            data = payloads.typed_codes_payload(self._generation, codes, kind, lengths, encoding)
        elif encoding is not None:
            raise UsageError(f"codes of {called(self._generation)} are written in the shorter of two ways")
        else:
            data = codes_payload(codes, codes_type, lengths)
        if len(codes):
            named = self._named(CODES, field_id, label)
            self.add(CODES + field_id, data, label=named, priority="eager" if shown else "lazy", codec=codec)

    def add_table(
        self,
        cache_key: str,
        gene: str,
        page_id: str,
        cells: Any,
        values: Any,
        *,
        label: str | None = None,
        codec: str | None = None,
    ) -> None:
        """Add an analysis artifact. cells: positions, shape (rows,). values: float32, shape (rows,)."""
        parts = [quote(part, safe=UNESCAPED) for part in (cache_key, gene, page_id)]
        if not all(parts):
            raise refused(R.TABLE_ID, "cache key, gene and page id must not be empty")
        named = label or f"{writers.FAMILIES['analysis artifacts'][2]}{gene} ({page_id})"
        self.add(TABLE + "/".join(parts), table_payload(cells, values, self._n_obs), label=named, codec=codec)

    # -- a session out --

    def manifest(self) -> dict[str, Any]:
        """The manifest as it would be written now."""
        return self._head.manifest(time_text(self._created_at), [entry for entry, _ in self._ordered()])

    def _ordered(self) -> list[tuple[dict[str, Any], int]]:
        """Entries in the order of writing, with what the registries say of them, and where their bytes are."""
        self._list_artifacts()
        rows = []
        for chunk_id, (family, entry, start) in self._chunks.items():
            place, label = self._profile(family)
            rest = chunk_id[len(family.prefix) :] if family is not None else chunk_id
            inner = 0
            if self._closed and family is not None:
                inner = self._registries.place(family, rest)
                rest = self._registries.name(family, rest) or rest
            many = family is None or family.prefix
            named = entry["label"] or (f"{label}{rest}" if many else label or chunk_id)
            rows.append(((entry["priority"] == "lazy", place, inner), entry | {"label": named}, start))
        return [(entry, start) for _, entry, start in sorted(rows, key=lambda row: row[0])]

    def _profile(self, family: Family | None) -> tuple[int, str]:
        """A family's place in the order of writing, and what the labels of its chunks begin with."""
        if family is None:
            return FOREIGN, ""
        if self._closed:
            return self._families.contributor_place(family), family.label
        place, _, label = writers.FAMILIES[family.name]
        return place, label

    def _list_artifacts(self) -> None:
        """Make the chunk that lists the artifacts, where the generation has one and nobody gave it."""
        name = inventory_of(self._generation)
        if name is None or (name in self._chunks and name not in self._made):
            return
        listed = [each for each in self._chunks if each.startswith(TABLE)]
        if self._made.get(name) != listed:
            self._chunks.pop(name, None)
            self.add(name, {"artifactIds": listed})
            self._made[name] = listed

    def _whole(self) -> None:
        """Raise UsageError where a chunk is missing that every session of the generation has."""
        missing = [name for name in self._families.required if name not in self._chunks]
        if missing:
            raise refused(
                R.CHUNK_FAMILY_MISSING,
                f"a session of {called(self._generation)} can't be without the chunks {', '.join(missing)}: add each; "
                "what the viewer alone makes comes from a session that it saved on the same data set",
            )

    def to_bytes(self) -> bytes:
        """The session. Raises RefusedError (a UsageError) with the findings, or BudgetError."""
        parts: list[bytes] = []
        self._write(parts.append)
        return b"".join(parts)

    def write(self, path: str | os.PathLike[str], *, force: bool = False) -> Report:
        """Write the session to a file of mode 0600, whole and valid, or not at all.

        Args:
            force: replace a regular file that is there.

        Returns:
            The judgement of what was written; its verdict is `valid`.

        Raises:
            RefusedError: it would be no valid session. BudgetError: it is beyond the limits. UsageError: the
            destination is refused. OutputError (an OSError): the system can't write it.
        """
        reports: list[Report] = []
        outputs.write_atomic(path, lambda out: reports.append(self._write(out.write)), force=force)
        reports[0].path = os.fspath(path)
        return reports[0]

    def _write(self, out: Any) -> Report:
        chunks = self._ordered()
        self._whole()
        manifest = json_text(self._head.manifest(time_text(self._created_at), [entry for entry, _ in chunks]))
        frames = (
            (entry["storedBytes"], self._store.pieces(start, entry["storedBytes"])) for entry, start in chunks
        )
        return judged(out, manifest, frames, self._limits, self._generation)

    def _release(self) -> None:
        self._store.close()

    def __enter__(self) -> SessionWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<SessionWriter: {len(self._chunks)} chunks>"
