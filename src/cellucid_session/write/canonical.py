"""The canonical form: one byte sequence for what a session says, and the digest of it.

Rules of this file: it levels what spec 13 lists and nothing else. Only valid sessions have a canonical form. Payloads
are made anew one at a time, so that a large session needs the room of its largest chunk. Spec: 13.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from cellucid_session.check.entries import SPACE, Entry
from cellucid_session.generated import payloads, writers
from cellucid_session.model import Limits
from cellucid_session.read import meaning
from cellucid_session.read import typed as typed_json
from cellucid_session.read.artifacts import Artifact, TableHeader
from cellucid_session.read.fields import Field
from cellucid_session.read.views import fields, pages
from cellucid_session.wire import strict_json
from cellucid_session.write.again import set_again
from cellucid_session.write.encode import Again, collect, runs_payload
from cellucid_session.write.judged import judged
from cellucid_session.write.payloads import typed, typed_payload, typed_runs_payload
from cellucid_session.write.reopened import valid_session
from cellucid_session.write.store import plain_member, plain_member_size
from cellucid_session.write.texts import json_text

if TYPE_CHECKING:
    from cellucid_session.read.bundle import CellucidSessionBundle

Source = str | os.PathLike[str] | bytes | bytearray | memoryview

MEMORY = 1 << 26  # bytes of payloads that are kept; others are made a second time


def canonicalize(source: Source, *, limits: Limits | None = None) -> bytes:
    """The canonical form of a session; a session that means the same has the same.

    Args:
        source: a path, or the bytes of the session. limits: budgets.

    Raises:
        InvalidSessionError: the session is not valid, so that it says nothing for sure. BudgetError: it, or its
            canonical form, is beyond the limits. InputError: it can't be read. UsageError: its canonical form would
            be too long for a session (sizes that it left out make its manifest longer).
    """
    parts: list[bytes] = []
    write_canonical(source, parts.append, limits=limits)
    return b"".join(parts)


def semantic_digest(source: Source, *, limits: Limits | None = None) -> str:
    """SHA-256 of the canonical form: 64 lower-case hexadecimal digits. Raises what `canonicalize` raises."""
    import hashlib

    digest = hashlib.sha256()
    write_canonical(source, digest.update, limits=limits)
    return digest.hexdigest()


def write_canonical(source: Source, out: Callable[[bytes], Any], *, limits: Limits | None = None) -> None:
    """Give the canonical form to `out` in pieces. Raises what `canonicalize` raises; `out` got a part by then."""
    with valid_session(source, limits) as bundle:
        made = _Made(bundle)
        entries = [made.entry(entry) for entry in meaning.order(bundle)]
        manifest = made.manifest([raw for _, raw in entries])
        frames = ((raw["storedBytes"], made.stored(entry)) for entry, raw in entries)
        judged(out, manifest, frames, limits, bundle.generation)


class _Made:
    """The parts of a canonical form, made from an open session."""

    def __init__(self, bundle: CellucidSessionBundle) -> None:
        self._bundle = bundle
        self._exact = bundle.generation.exact
        self._raw = bundle.manifest["chunks"]
        self._fields = {field.chunk_id: field for field in fields(bundle) if field.chunk_id is not None}
        groups = (group for page in pages(bundle) for group in page.groups)
        self._groups = {group.chunk_id: group for group in groups if group.chunk_id is not None}
        self._kept: dict[int, bytes] = {}
        self._room = MEMORY

    # -- the manifest --

    def manifest(self, entries: list[dict[str, Any]]) -> bytes:
        """The manifest for entries that are canonical."""
        manifest = meaning.manifest(self._bundle) | {"chunks": entries}
        return json_text(manifest, ordered=True)

    def entry(self, entry: Entry) -> tuple[Entry, dict[str, Any]]:
        """An entry, and what the canonical manifest says of it."""
        size = len(self.payload(entry, again=True))
        stored = {"codec": "none", "storedBytes": size, "uncompressedBytes": size}
        if self._exact:
            stored |= {"codec": entry.codec, "storedBytes": plain_member_size(size)}
        raw = meaning.entry(self._raw[entry.index]) | stored
        return entry, raw

    # -- the payloads --

    def stored(self, entry: Entry) -> Iterator[bytes]:
        """The stored bytes of a chunk: its payload, as a gzip member where it can't be without."""
        made = self.payload(entry)
        return plain_member(made) if self._exact else iter([made])

    def payload(self, entry: Entry, *, again: bool = False) -> bytes:
        """The canonical payload of a chunk. again: it is wanted a second time."""
        if entry.index in self._kept:
            return self._kept.pop(entry.index)
        name = entry.family.payload if entry.family is not None else ""
        made: bytes = (EXACT if self._exact else PAYLOADS).get(name, _Made._other)(self, entry)
        if again and len(made) <= self._room:
            self._room -= len(made)
            self._kept[entry.index] = made
        return made

    def _other(self, entry: Entry) -> bytes:
        value = self._bundle.decode_chunk(entry.id)
        return json_text(value, ordered=True) if entry.kind == "json" else bytes(value)

    def _meta(self, entry: Entry) -> bytes:
        value = self._bundle.decode_chunk(entry.id)
        chunks = {group.id: group for group in self._groups.values()}
        for page in value.get("pages", ()):
            for group in page["highlightedGroups"]:
                known = chunks.get(group["id"].strip(SPACE))
                if known is not None and known.chunk_id is not None:
                    group["cellCount"] = self._members(known.chunk_id)
        return json_text(value, ordered=True)

    def _members(self, chunk_id: str) -> int:
        """How many cells a chunk lists, each counted once."""
        bundle = self._bundle
        told = bundle.decoder.read(
            bundle.entry(chunk_id), lambda source: payloads.index_list(source, cells=bundle.facts.n_obs)
        )
        return int(told.count - told.duplicates)

    def _overlays(self, entry: Entry) -> bytes:
        value = self._bundle.decode_chunk(entry.id)
        coded = {field.id: field for field in self._fields.values()}
        for raw in value.get("userDefinedFields", ()):
            field = coded.get(raw["id"].strip(SPACE))
            if field is not None:
                raw["codesLength"] = self._length(field)
        return json_text(value, ordered=True)

    def _length(self, field: Field) -> int:
        assert field.chunk_id is not None
        bundle = self._bundle
        _, length = bundle.decoder.read(
            bundle.entry(field.chunk_id), lambda source: payloads.codes(source, lengths=None)
        )
        return int(length)

    def _cells(self, entry: Entry) -> bytes:
        again = Again()
        self._read(entry, again)
        return again.payload()

    def _read(self, entry: Entry, sink: Any) -> Any:
        """Give the members of a group to a sink."""
        assert entry.family is not None, "its family says that they are cells"
        cells, grammar = self._bundle.facts.n_obs, self._bundle.generation.grammars[entry.family.payload]
        return self._bundle.decoder.read(entry, lambda source: grammar(source, cells=cells, sink=sink))

    def _set(self, entry: Entry) -> bytes:
        cells = self._bundle.facts.n_obs
        assert cells is not None, "a valid session of this generation says it"
        return set_again(self._bundle.generation, lambda sink: self._read(entry, sink), cells)

    def _codes(self, entry: Entry) -> bytes:
        field = self._fields[entry.id]
        runs, marker = field.runs, meaning.marker(field)
        codes_type = field.codes_type or "Uint8Array"
        if typed(self._bundle.generation):
            return typed_runs_payload(self._bundle.generation, runs.blocks, runs.length, codes_type)
        return runs_payload(lambda: runs.blocks(marker), runs.length, codes_type)

    def _table(self, entry: Entry) -> bytes:
        bundle = self._bundle
        seen = _Seen(bundle, entry)
        cells = bundle.facts.n_obs
        table = bundle.generation.grammars["table"]
        bundle.decoder.read(entry, lambda source: table(source, cells=cells, on=seen))
        header = json_text(strict_json.parse(seen.data), ordered=True)
        columns = Artifact(entry.id, "", "", "").of(bundle).columns()
        return collect(writers.table, header=header, columns=columns, cells=cells)

    def _typed(self, entry: Entry) -> bytes:
        bundle = self._bundle
        assert entry.family is not None, "its family says that it is typed"
        value = typed_json.read(bundle.decoder, entry, bundle.generation.grammars[entry.family.payload])
        return typed_payload(bundle.generation, value, ordered=True)


class _Seen(TableHeader):
    """Judges the header of a table, and keeps its text."""

    data = b""

    def header(self, data: bytes, start: int) -> list[tuple[str, int, bool]]:
        """Keep the text; judge it."""
        self.data = bytes(data)
        return super().header(data, start)


#: payload -> what makes the canonical one, where registries say how many cells and codes there are
EXACT = {
    "index-list": _Made._cells,
    "cell-set": _Made._set,
    "codes": _Made._codes,
    "table": _Made._table,
    "typed-json": _Made._typed,
}
#: the same where they only may say it
PAYLOADS = {**EXACT, "highlights-meta": _Made._meta, "core-field-overlays": _Made._overlays}
