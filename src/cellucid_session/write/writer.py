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
from cellucid_session.check.engine import Judge
from cellucid_session.check.entries import family_of
from cellucid_session.errors import ArgumentTypeError, BudgetError, UsageError
from cellucid_session.generated import limits as L
from cellucid_session.generated import rules as R
from cellucid_session.generated import writers
from cellucid_session.generated.families import PREFIXED
from cellucid_session.io import identity, outputs
from cellucid_session.model import INCONCLUSIVE, Family, Finding, Limits, Report
from cellucid_session.owning import Owning
from cellucid_session.read.meaning import FOREIGN
from cellucid_session.safe import safe
from cellucid_session.wire.build import refused
from cellucid_session.write.encode import cells_payload, codes_payload, table_payload
from cellucid_session.write.ordering import in_table_order
from cellucid_session.write.store import PIECE, Store
from cellucid_session.write.texts import json_text

CELLS, CODES, TABLE = (
    next(family.prefix for family in PREFIXED if family.payload == payload)
    for payload in ("index-list", "codes", "table")
)
CODECS: Final = ("gzip", "none")
UNESCAPED = "_.-~!*'()"  # beside letters and digits, as in encodeURIComponent


class RefusedError(UsageError):
    """What was to be written would be no valid session.

    Attributes:
        findings: what the judge said of it.
    """

    def __init__(self, findings: Sequence[Finding]) -> None:
        worst = [item for item in findings if item.level == "error"] or list(findings)
        told = "; ".join(
            f"{item.message}{'' if item.chunk is None else f' (chunk {item.chunk})'} [{item.rule}]"
            for item in worst[:3]
        )
        super().__init__(f"this would be no valid session: {told}", worst[0] if worst else None)
        self.findings = tuple(findings)


def time_text(moment: str | datetime.datetime | None) -> str:
    """A time as `YYYY-MM-DDTHH:mm:ss.sssZ`; None is now, a text stays as it is. Raises UsageError: no time zone."""
    if isinstance(moment, str):
        return moment
    if moment is None:
        moment = datetime.datetime.now(datetime.UTC)
    given: object = moment
    if not isinstance(given, datetime.datetime):
        told = type(moment).__name__
        raise ArgumentTypeError(
            f"created_at must be a datetime with a time zone, a text, or None, not {told}"
        )
    if moment.tzinfo is None:
        raise UsageError("created_at must have a time zone")
    text = moment.astimezone(datetime.UTC).isoformat(timespec="milliseconds")
    return text.replace("+00:00", "Z")


#: what the arguments of a `SessionWriter` must be
ARGUMENTS = {
    "source_type": TEXT.optional(),
    "dataset_id": TEXT.optional(),
    "n_obs": COUNT.optional(),
    "n_vars": COUNT.optional(),
    "cell_names": Kind("the names of the cells in order", Iterable).optional(),
    "data_source": Kind("a dict", dict).optional(),
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

    Spec: 9.
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
        codec: str = "gzip",
        level: int = 6,
        limits: Limits | None = None,
    ) -> None:
        hold(ARGUMENTS, locals())
        if codec not in CODECS or level not in range(10):
            raise UsageError('codec must be "gzip" or "none", level 0 to 9')
        self._fingerprint: dict[str, Any] = {"sourceType": source_type, "datasetId": dataset_id}
        counts = {"cellCount": n_obs, "varCount": n_vars}
        self._fingerprint |= {key: count for key, count in counts.items() if count is not None}
        self._n_obs, self._n_vars = n_obs, n_vars
        self._cell_names = None if cell_names is None else _cell_names(cell_names, n_obs)
        time_text(created_at)
        self._created_at = created_at
        self._data_source = data_source
        self._codec, self._level = codec, level
        self._limits = limits
        self._store = Store()
        self._chunks: dict[str, tuple[tuple[int, int], dict[str, Any], int]] = {}

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
                the keys of a known family in the order of its tables.
            priority: "eager" or "lazy"; the family's usual one, lazy where both are.
            contributor, kind, dataset_dependent: for a chunk of no known family, which must say them.

        Raises:
            UsageError: the id is there already, or something is missing, or the payload can't be written.
        """
        if chunk_id in self._chunks:
            raise refused(R.CHUNK_ID_DUPLICATE, f"a chunk of this id was added before: {safe(chunk_id)}")
        family = family_of(chunk_id)
        place, label_start = FOREIGN, ""
        if family is not None:
            if (contributor, kind, dataset_dependent) != (None, None, None):
                raise UsageError(
                    f"the family says contributor, kind and dataset_dependent of {safe(chunk_id)}"
                )
            contributor, kind = family.contributor, family.kind
            dataset_dependent = family.dataset_dependent
            place, _, label_start = writers.FAMILIES[family.name]
            priority = priority or family.priority.replace("either", "lazy")
        if contributor is None or kind is None or dataset_dependent is None or priority is None:
            raise UsageError(
                f"{safe(chunk_id)} is of no known family: contributor, kind, dataset_dependent and priority are needed"
            )
        codec = codec or self._codec
        if codec not in CODECS or priority not in ("eager", "lazy"):
            raise UsageError('codec must be "gzip" or "none", priority "eager" or "lazy"')
        if family is not None and kind == "json" and isinstance(payload, dict):
            payload = in_table_order(payload, family.payload)
        start, stored, size = self._keep(payload, kind, codec)
        entry: dict[str, Any] = {
            "id": chunk_id,
            "contributorId": contributor,
            "priority": priority,
            "kind": kind,
            "codec": codec,
            "label": label or _label(family, label_start, chunk_id),
            "datasetDependent": dataset_dependent,
            "storedBytes": stored,
            "uncompressedBytes": size,
        }
        if depends_on:
            entry["dependsOn"] = list(depends_on)
        self._chunks[chunk_id] = ((int(priority == "lazy"), place), entry, start)

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
            (R.CHUNK_STORED_BYTES, "stored", stored, L.STORED_BYTES),
            (R.CHUNK_UNCOMPRESSED_BYTES, "in the payload", size, L.INFLATED_BYTES),
        ):
            if length > most:
                self._store.forget(start)
                raise refused(rule, f"{length} bytes are {what}, at most {most} can be")
        return start, stored, size

    def add_cells(
        self, group_id: str, cells: Any, *, label: str | None = None, codec: str | None = None
    ) -> int:
        """Add the members of a highlight group; nothing for a group without cells.

        Args:
            cells: positions, shape (k,), in any order, or a mask of bool, shape (n_obs,).

        Returns:
            How many cells they are: the group's `cellCount`.
        """
        from cellucid_session.write.encode import positions

        found = positions(cells, self._n_obs)
        if len(found):
            named = f"{writers.FAMILIES['highlight cells'][2]}{label or group_id}"
            self.add(CELLS + group_id, cells_payload(found, self._n_obs), label=named, codec=codec)
        return len(found)

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
    ) -> None:
        """Add the codes of a user-defined field; nothing when there are none.

        Args:
            codes: integers, shape (n_obs,), for a field of source "var" (n_obs,) or (n_vars,).
            codes_type: "Uint8Array" or "Uint16Array"; by default uint16 makes the latter.
            shown: the first picture needs them: they are eager.
        """
        counts = (self._n_obs,) if source == "obs" else (self._n_obs, self._n_vars)
        lengths = None if None in counts else tuple(count for count in counts if count is not None)
        payload = codes_payload(codes, codes_type, lengths)
        if len(codes):
            named = f"{writers.FAMILIES['user-defined codes'][2]}{label or field_id}"
            self.add(
                CODES + field_id, payload, label=named, priority="eager" if shown else "lazy", codec=codec
            )

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
        return {
            "createdAt": time_text(self._created_at),
            "dataSource": self._data_source,
            "datasetFingerprint": dict(self._fingerprint),
            **({} if self._cell_names is None else {"cellNames": dict(self._cell_names)}),
            "summary": None,
            "chunks": [entry for _, entry, _ in self._ordered()],
        }

    def _ordered(self) -> list[tuple[tuple[int, int], dict[str, Any], int]]:
        return sorted(self._chunks.values(), key=lambda chunk: chunk[0])

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
        manifest = json_text(self.manifest())
        chunks = self._ordered()
        frames = (
            (entry["storedBytes"], self._store.pieces(start, entry["storedBytes"]))
            for _, entry, start in chunks
        )
        return judged(out, manifest, frames, self._limits)

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


def _cell_names(names: Iterable[object], n_obs: int | None) -> dict[str, str]:
    """The manifest's `cellNames`. Raises UsageError: they are not as many as the cells."""
    given = [] if isinstance(names, str | bytes) else list(names)
    if isinstance(names, str | bytes) or not all(isinstance(name, str) for name in given):
        raise ArgumentTypeError("cell_names must be texts, the names of the cells in order")
    if n_obs is not None and len(given) != n_obs:
        raise UsageError(f"cell_names must name each of the {n_obs} cells once, and there are {len(given)}")
    ordered, unordered = identity.digests(given)
    return {"ordered": ordered, "unordered": unordered}


def judged(
    out: Any, manifest: bytes, frames: Iterable[tuple[int, Iterable[bytes]]], limits: Limits | None
) -> Report:
    """Write a session to `out` and through the judge.

    Raises:
        RefusedError: the judge refuses it. BudgetError: a budget ran out. By then bytes went to `out`.
    """
    judge = Judge(limits=limits, early_exit=False)

    def both(piece: bytes) -> None:
        judge.feed(piece)
        out(piece)

    writers.session(both, manifest=manifest, frames=frames)
    report = judge.close()
    if report.verdict == INCONCLUSIVE:
        short = next(finding for finding in report.findings if finding.cls == "budget")
        raise BudgetError(f"{short.message} [{short.rule}]", short)
    if not report.valid:
        raise RefusedError(report.findings)
    return report


def _label(family: Family | None, start: str, chunk_id: str) -> str:
    return (
        start + chunk_id[len(family.prefix) :] if family is not None and family.prefix else start or chunk_id
    )
