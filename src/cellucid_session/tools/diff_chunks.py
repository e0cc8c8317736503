"""What changed in the other chunks: state, windows, artifacts, those of nobody.

Rules of this file: a chunk that the canonical form levels is levelled by the same functions; of a table the digest of
what it holds is compared, and its header as JSON. Spec: 13.6.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from cellucid_session.check.links import META, OVERLAYS
from cellucid_session.read import meaning
from cellucid_session.read.artifacts import TableHeader
from cellucid_session.tools.changes import ADDED, CHANGED, REMOVED, Change, value_changes
from cellucid_session.tools.diff_sides import compare, many
from cellucid_session.wire import strict_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cellucid_session.check.entries import Entry
    from cellucid_session.read.bundle import CellucidSessionBundle
    from cellucid_session.tools.diff_sides import Side


def chunk_changes(old: Side, new: Side) -> Iterator[Change]:
    sides = (old, new)
    orders = [{entry.id: entry for entry in meaning.order(side.bundle)} for side in sides]
    told = [side.told() for side in sides]

    def describe(came: bool, each: str) -> Change | None:
        if each in told[came] and each not in (META, OVERLAYS):
            return None  # with its group or its field
        return Change("chunks", ADDED if came else REMOVED, "chunk", each)

    def inside(each: str) -> Iterator[Change]:
        metas = [meaning.entry(side.bundle.get_chunk_meta(each)) for side in sides]
        yield from value_changes("chunks", "chunk", each, *metas)
        if each not in told[0] or each not in told[1]:
            yield from _content(old.bundle, new.bundle, each)

    yield from compare("chunks", "chunk", orders[0], orders[1], describe, inside)


def _content(old: CellucidSessionBundle, new: CellucidSessionBundle, each: str) -> Iterator[Change]:
    entries = [bundle.entry(each) for bundle in (old, new)]
    if all(entry.kind == "json" for entry in entries):
        yield from value_changes("chunks", "chunk", each, old.decode_chunk(each), new.decode_chunk(each))
        return
    if _digest(old, entries[0]) == _digest(new, entries[1]):
        return
    if old.has_state(each) and new.has_state(each):
        states = [_without_items(bundle.read_state(each)) for bundle in (old, new)]
        yield from value_changes("chunks", "chunk", each, *states)
        return
    if all(entry.family is not None and entry.family.payload == "table" for entry in entries):
        (head, columns), (new_head, new_columns) = (
            _table(bundle, entry) for bundle, entry in zip((old, new), entries, strict=True)
        )
        if columns == new_columns:
            yield from value_changes("chunks", "header of the table", each, head, new_head)
            return
    yield Change("chunks", CHANGED, "chunk", each, "it has other bytes")


def _without_items(value: Any) -> Any:
    """A value in which a digest stands for the items of each array."""
    if isinstance(value, dict):
        return {key: _without_items(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_without_items(each) for each in value]
    if not hasattr(value, "tobytes"):
        return value
    digest = hashlib.sha256(value.tobytes()).hexdigest()
    return {"array": f"{many(len(value), value.dtype.name)}, digest {digest}"}


def _digest(bundle: CellucidSessionBundle, entry: Entry) -> bytes:
    digest = hashlib.sha256()
    bundle.decoder.inflate(entry, digest.update)
    return digest.digest()


def _table(bundle: CellucidSessionBundle, entry: Entry) -> tuple[Any, bytes]:
    """The header of a table, and a digest of what follows it."""
    head = _Head(bundle, entry)
    columns = hashlib.sha256()
    cells = bundle.facts.n_obs
    assert entry.family is not None, "who calls has looked"
    grammar = bundle.generation.grammars[entry.family.payload]
    bundle.decoder.read(
        entry,
        lambda source: grammar(source, cells=cells, on=head, sink=lambda name, piece: columns.update(piece)),
    )
    return strict_json.parse(head.data), columns.digest()


class _Head(TableHeader):
    """Judges the header of a table, and keeps its text."""

    data = b""

    def header(self, data: bytes, start: int) -> list[tuple[str, int, bool]]:
        """Keep the text; judge it."""
        self.data = bytes(data)
        return super().header(data, start)
