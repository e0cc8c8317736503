"""CellucidSessionBundle: a session on disk, opened once, read on demand.

Rules of this file:

* Opening walks the framing and the manifest through the same generated core as the validator. What a safety rule
  refuses raises; what a correct writer never does but can be read is kept on `findings`.
* One descriptor is opened and used for everything. A file that changes under the reader is an error.
* Values are handed out as copies: nobody's edit of a returned object changes what the bundle says.
Spec: 1.2, 2, 3, 4.
"""

from __future__ import annotations

import copy
import os
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, BinaryIO

from cellucid_session import services
from cellucid_session.arguments import PATH, Kind, hold, shown
from cellucid_session.check.entries import Entry
from cellucid_session.check.index import IndexJudge
from cellucid_session.errors import ClosedError, InputError, MissingChunkError, UsageError
from cellucid_session.generated import rules as R
from cellucid_session.generated.framing import MAGICS
from cellucid_session.io import files, outputs
from cellucid_session.io.naming import about
from cellucid_session.model import DatasetFacts, Finding, Limits
from cellucid_session.owning import Owning
from cellucid_session.read.decode import Decoder, refusal
from cellucid_session.read.findings import Notes
from cellucid_session.read.named import Named, near
from cellucid_session.safe import safe

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from cellucid_session.check.facts import Facts
    from cellucid_session.generation import Generation
    from cellucid_session.io.identity import Names
    from cellucid_session.read.artifacts import Artifact
    from cellucid_session.read.fields import Field
    from cellucid_session.read.groups import Group, Page
    from cellucid_session.read.views import Deleted, Renames, Step

BUDGETS = Kind("a Limits", Limits).optional()
PIECE = 1 << 18  # bytes read at a time
TYPED_JSON = "typed-json"  # what reads JSON with arrays behind it
FAR = 1 << 62  # an end that no file reaches


class CellucidSessionBundle(Owning):
    """Handle for a .cellucid-session file on disk.

    The reader indexes the chunks once, and reads and inflates payloads on demand, within bounds.

    Args:
        path: the file; or its bytes, or a binary file that is read to its end and kept in memory.
        limits: budgets; the default policy's when None.

    Raises:
        InvalidSessionError: "Not a .cellucid-session file (invalid MAGIC header)" and whatever else breaks a safety
            rule of framing or manifest; also a ValueError.
        BudgetError: a budget ran out. InputError: the file can't be read; also an OSError.

    Example:
        >>> bundle = CellucidSessionBundle("my-session.cellucid-session")  # doctest: +SKIP
        >>> bundle.list_chunk_ids()  # doctest: +SKIP
        ['core/field-overlays', 'highlights/meta', 'highlights/cells/highlight_1']

    Attributes:
        shown: "obs" and "var" -> what is kept of the names of the rows that a viewer showed; None for a file.
        kept: called when the session was saved or applied, so that a viewer's page knows; None for a file.

    It may be read from several threads, and closed while they read: then they get an InputError.

    Spec: 2, 3, 4.
    """

    HOLDS = "an open file, which is closed once"
    INSTEAD = "Open the file again: CellucidSessionBundle(bundle.path)"
    shown: Mapping[str, Names] | None = None
    kept: Callable[[], object] | None = None

    def __init__(
        self,
        path: str | os.PathLike[str] | bytes | bytearray | memoryview | BinaryIO,
        *,
        limits: Limits | None = None,
    ) -> None:
        hold({"limits": BUDGETS}, locals())
        self._limits = limits if limits is not None else Limits()
        self._collector = Notes(self._limits.findings)
        self._path: Path | None = None
        self._file: files.Input | files.Memory
        if isinstance(path, str | os.PathLike):
            self._path = Path(path)
            with about(path):
                self._file = files.open_input(os.fspath(path))
        else:
            self._file = files.at_hand(path, self._limits.file_bytes)
        try:
            with about(self._path):
                self._open()
        except BaseException:
            self.close()
            raise

    def _open(self) -> None:
        size, most = self._file.size or 0, self._limits.file_bytes
        beyond = size > most  # then the end is not reached, and decides nothing
        judge = IndexJudge(self._collector, self._limits, DatasetFacts(), True, FAR if beyond else size)
        while not judge.over and judge.position < min(size, most + 1):
            piece = self._file.excerpt(judge.position, min(PIECE, most + 1 - judge.position))
            if not piece:
                self._check_unchanged()
                raise _unreadable(judge.position, size)
            judge.feed(piece)
        if beyond:
            self._check_unchanged()
            self._refuse(judge.value)
            raise refusal(Finding(R.BUDGET_FILE_BYTES, f"the file has {size} bytes, the budget is {most}"))
        judge.end()
        self._check_unchanged()  # checked first: if the file changed, findings about it mean nothing
        self._refuse(judge.value)
        self._manifest: dict[str, Any] = judge.value
        self._places = {name: index for index, name in enumerate(judge.facts.entries.ids)}
        self._facts = judge.facts
        self._decoder = Decoder(
            self._file, judge.frames, judge.facts, self._limits, self._collector, self._path
        )

    def _refuse(self, manifest: Any) -> None:
        """Raise the first finding that forbids reading on."""
        finding = self._collector.forbidding()
        if finding is None:
            return
        if finding.rule == R.CHUNK_CODEC and finding.pointer is not None:
            index = int(finding.pointer.split("/")[2])
            finding = finding.replace(message=f"Unsupported session chunk codec: {_word(manifest, index)}")
        raise refusal(finding)

    def _check_unchanged(self) -> None:
        why = self._file.changed(0)
        if why is not None:
            raise InputError(
                f"the session has changed while it was read: {why}", Finding(R.INPUT_CHANGED, why)
            )

    # -- what the file says of itself --

    @property
    def path(self) -> Path:
        """Where the file was opened. Raises UsageError for a session that was given as bytes."""
        if self._path is None:
            raise UsageError("the session was given as bytes, and has no path: bundle.save(...) gives it one")
        return self._path

    @property
    def name(self) -> str:
        """The file's name made safe; "(bytes)" for a session that was given as bytes."""
        return "(bytes)" if self._path is None else safe(self._path.name, 80)

    @property
    def manifest(self) -> dict[str, Any]:
        """The manifest, as a copy."""
        return copy.deepcopy(self._manifest)

    @property
    def generation(self) -> Generation:
        """The generation of the format that the file is read as."""
        return self._facts.generation

    @property
    def dataset_fingerprint(self) -> dict[str, Any]:
        """The manifest's datasetFingerprint as a copy; {} when it is absent or no object."""
        fingerprint = self._manifest.get("datasetFingerprint")
        return copy.deepcopy(fingerprint) if isinstance(fingerprint, dict) else {}

    @property
    def cell_names(self) -> Any:
        """The manifest's `cellNames`, as a copy: {"ordered": ..., "unordered": ...} in a valid session; None without.

        Generations 2 to 5 have no such key. Spec: 3.
        """
        return copy.deepcopy(self._manifest.get("cellNames"))

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was noted so far, in the order of the file: conformance and advice; grows as chunks are decoded."""
        return self._collector.all()

    def list_chunk_ids(self) -> list[str]:
        """The ids of the chunks, in the order of the file."""
        return list(self._places)

    def __contains__(self, chunk_id: object) -> bool:
        return isinstance(chunk_id, str) and chunk_id in self._places

    def __len__(self) -> int:
        return len(self._places)

    def get_chunk_meta(self, chunk_id: str) -> dict[str, Any]:
        """The manifest's entry of a chunk, as a copy. Raises KeyError with the id when there is none."""
        entry = self.entry(chunk_id)
        meta: dict[str, Any] = copy.deepcopy(self._manifest["chunks"][entry.index])
        return meta

    def entry(self, chunk_id: str) -> Entry:
        """The typed entry of a chunk. Raises MissingChunkError (a KeyError) with the id."""
        place = self._places.get(chunk_id) if isinstance(chunk_id, str) else None
        if place is None:
            told = chunk_id if isinstance(chunk_id, str) else shown(chunk_id)
            error = MissingChunkError(told)
            if isinstance(chunk_id, str):
                error.add_note(
                    f"{self.name} has no chunk of this id{near(chunk_id, self._places)}; "
                    "bundle.list_chunk_ids() gives all"
                )
            raise error
        return self._facts.entries[place]

    # -- chunks --

    def read_chunk_bytes(self, chunk_id: str) -> bytes:
        """The bytes of a chunk as they are stored (still compressed, where its codec is gzip)."""
        return self._open_decoder().stored(self.entry(chunk_id))

    def decode_chunk(self, chunk_id: str) -> Any:
        """A chunk's payload: a Python object for kind json, bytes for kind binary.

        Raises:
            KeyError: no such chunk. InvalidSessionError: "Chunk decompressed too large", or whatever else breaks a
                safety rule. BudgetError: a JSON text beyond the budget. InputError: the file has changed.
        """
        entry = self.entry(chunk_id)
        decoder = self._open_decoder()
        return decoder.value(entry) if entry.kind == "json" else decoder.payload(entry)

    def has_state(self, chunk_id: str) -> bool:
        """Whether `read_state` reads a chunk: it holds JSON, or JSON with arrays. Raises KeyError with the id."""
        entry = self.entry(chunk_id)
        payload = "" if entry.family is None else entry.family.payload
        return entry.kind == "json" or self._facts.generation.reads.get(payload) == TYPED_JSON

    def read_state(self, chunk_id: str) -> Any:
        """What the viewer keeps in a chunk, as it means it: a JSON value, with numpy arrays where the chunk has some.

        Arrays are of the dtype and the length that the chunk says, shape (k,), and the caller's own.

        Raises:
            UsageError: the chunk holds neither JSON nor JSON with arrays. And as `decode_chunk`.
        """
        entry = self.entry(chunk_id)
        if entry.kind == "json":
            return self.decode_chunk(chunk_id)
        if not self.has_state(chunk_id):
            raise UsageError(
                f"chunk {safe(chunk_id, 80)!r} holds no JSON: decode_chunk gives its bytes, and groups, fields and "
                "artifacts what they mean"
            )
        from cellucid_session.read.typed import read

        assert entry.family is not None, "it would have no state"
        return read(self._open_decoder(), entry, self._facts.generation.grammars[entry.family.payload])

    def iter_chunks(self, decode: bool = True) -> Iterator[tuple[str, Any]]:
        """(id, payload) of every chunk in the order of the file; with decode=False (id, stored bytes)."""
        for chunk_id in self._places:
            yield chunk_id, self.decode_chunk(chunk_id) if decode else self.read_chunk_bytes(chunk_id)

    @property
    def facts(self) -> Facts:
        """What is known of the session: counts from the fingerprint, registries that were decoded."""
        return self._facts

    @property
    def decoder(self) -> Decoder:
        """The decoder behind this bundle, for readers of single payloads."""
        return self._open_decoder()

    def _open_decoder(self) -> Decoder:
        if self.closed:
            raise ClosedError("the bundle is closed")
        return self._decoder

    # -- typed views --

    @property
    def pages(self) -> Named[Page]:
        """Highlight pages with their groups, in the order of the file; also by name, `bundle.pages["Page 1"]`."""
        from cellucid_session.read.views import pages

        return Named(pages(self), "page", lambda page: page.id, lambda page: page.name)

    @property
    def groups(self) -> Named[Group]:
        """The highlight groups of all pages; also by label, `bundle.groups["myeloid"]`."""
        found = [group for page in self.pages for group in page.groups]
        return Named(found, "group", lambda group: group.id, lambda group: group.label)

    def group(self, name: str, *, page: str | None = None) -> Group:
        """The highlight group of this id or label.

        Args:
            page: id or name of the page to look on; None: on all.

        Raises:
            MissingNameError: there is none, or several have the label; also a KeyError.
        """
        groups = self.groups
        if page is None:
            return groups.named(name)
        on = self.pages.named(page)
        kept = [group for group in groups if group.page_id == on.id]
        return Named(kept, "group", lambda group: group.id, lambda group: group.label).named(name)

    @property
    def fields(self) -> Named[Field]:
        """User-defined fields, deleted ones too (`Field.deleted`); also by key, `bundle.fields["cell type"]`."""
        from cellucid_session.read.views import fields

        return Named(fields(self), "field", lambda field: field.id, lambda field: field.key)

    @property
    def renames(self) -> Renames:
        """Renamed fields and categories."""
        from cellucid_session.read.views import renames

        return renames(self)

    @property
    def deleted_fields(self) -> Deleted:
        """Deleted and purged fields, as SOURCE:KEY."""
        from cellucid_session.read.views import deleted

        return deleted(self)

    @property
    def artifacts(self) -> dict[str, Artifact]:
        """Analysis artifacts by chunk id; `Artifact.frame()` is a DataFrame."""
        from cellucid_session.read.views import artifacts

        return artifacts(self)

    def restore_plan(self, matches: bool = True) -> list[Step]:
        """What the viewer would restore, and when: eager chunks, then lazy ones.

        Args:
            matches: whether the data set is the one that the session was made from; otherwise only what does not
                depend on it is restored.
        """
        from cellucid_session.read.views import restore_plan

        return restore_plan(self, matches)

    # -- use --

    def apply_to_anndata(self, adata: Any, *, inplace: bool = False, **kwargs: Any) -> Any:
        """Apply this bundle to an AnnData: see `apply_cellucid_session_to_anndata`."""
        return services.call("apply", self, adata, inplace=inplace, **kwargs)

    def labels_digest(self, adata: Any = None) -> str:
        """SHA-256 of what the session says of the cells, the same in every generation: groups, fields, names, colours.

        Args:
            adata: the data set, or what has its `obs`; needed where a group's cells are named by a column.

        Returns:
            64 lower-case hexadecimal digits.

        Raises:
            UsageError: it is needed and not given. AnotherCategoryError: the column has other cells than the session
                means. InvalidSessionError, BudgetError: a chunk can't be read.

        Spec: 13.7.
        """
        found: str = services.call("labels_digest", self, adata)
        return found

    def save(self, dest: str | os.PathLike[str]) -> Path:
        """Write the session to another place, whole or not at all; creates the folders above it.

        Returns:
            The path.

        Raises:
            InputError: the file has changed, or the bundle is closed. OutputError: the system can't write there; both
                are OSErrors. UsageError: the destination is a link, no regular file, the session itself, or something
                else than a session.
        """
        self._open_decoder()
        hold({"dest": PATH}, locals())
        target = Path(dest)
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
        except (OSError, ValueError) as exc:
            what = "the folder of the output can't be made"
            raise outputs.cant(what, exc, os.fspath(target.parent)) from exc

        def write(out: Any) -> None:
            at, size = 0, self._file.size or 0
            while at < size:
                piece = self._file.excerpt(at, PIECE)
                if not piece:
                    break
                out.write(piece)
                at += len(piece)
            with about(self._path):
                self._check_unchanged()
                if at < size:  # the same file, and the system does not give its bytes
                    raise _unreadable(at, size)

        outputs.write_atomic(
            os.fspath(target),
            write,
            force=True,
            inputs=[self._file.identity],
            ours=lambda head: head.startswith(MAGICS),
        )
        if self.kept is not None:
            self.kept()
        return target

    def _release(self) -> None:
        self._file.close()

    def __enter__(self) -> CellucidSessionBundle:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        fingerprint = self.dataset_fingerprint
        dataset = (
            safe(str(fingerprint.get("datasetId")), 60)
            if fingerprint.get("datasetId")
            else "unknown data set"
        )
        cells = fingerprint.get("cellCount")
        shown = f", {cells} cells" if type(cells) is int else ""
        return f"<CellucidSessionBundle {self.name!r}: {len(self)} chunks, {dataset}{shown}>"

    def _repr_html_(self) -> str:
        shown: str = services.call("bundle_html", self)
        return shown


def _unreadable(at: int, size: int) -> InputError:
    """The error for a file whose bytes the system does not give, though it is the same file."""
    why = f"only {at} of its {size} bytes can be read"
    return InputError(f"the session can't be read: {why}", Finding(R.INPUT_UNREADABLE, why))


def _word(manifest: Any, index: int) -> str:
    entry = manifest["chunks"][index]
    return safe(str(entry.get("codec")), 40) if isinstance(entry, dict) else "?"
