"""The framing of a session, generation 1."""

# Generated from declare/grammar.py; do not edit: run python -m cellucid_session.generate

from __future__ import annotations

from cellucid_session.generated import limits as L
from cellucid_session.generated import rules as R
from cellucid_session.wire.fixed import at_hand, const, end_of_input, u32le, within
from cellucid_session.wire.source import pass_on, passed, take

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from cellucid_session.wire.source import Reading, Source

GENERATION = 1
MAGIC = b"CELLUCID_SESSION\n"


def session(source: Source, on: Any) -> Reading[None]:
    """Read a session: head, one frame for each entry of the manifest, nothing after. Spec: 2."""
    # head: magic
    yield from const(source, MAGIC, R.FRAME_MAGIC, R.FRAME_TRUNCATED, "the magic")
    # head: manifest_length
    manifest_length_start = source.position
    manifest_length = at_hand(source, 4)
    if manifest_length is None:
        manifest_length = yield from u32le(source, R.FRAME_TRUNCATED, "the manifest length")
    within(
        manifest_length,
        L.MANIFEST_BYTES_MIN,
        L.MANIFEST_BYTES,
        R.FRAME_MANIFEST_LENGTH,
        manifest_length_start,
        source.position,
        "the manifest length",
    )
    # head: manifest
    manifest_start = source.position
    manifest = yield from take(source, manifest_length, R.FRAME_TRUNCATED, "the manifest")
    entries = on.manifest(manifest, manifest_start)
    # frames
    for index in range(entries):
        stored_length_start = source.position
        stored_length = at_hand(source, 4)
        if stored_length is None:
            stored_length = yield from u32le(source, R.FRAME_CHUNK_TRUNCATED, "the chunk length")
        within(
            stored_length,
            0,
            L.STORED_BYTES,
            R.FRAME_CHUNK_LENGTH,
            stored_length_start,
            source.position,
            "the chunk length",
        )
        stored_start = source.position
        on.frame(index, stored_length, stored_length_start, stored_start)
        if not passed(source, stored_length, on.stored):
            yield from pass_on(source, stored_length, R.FRAME_CHUNK_TRUNCATED, "the chunk", on.stored)
        on.frame_end()
    # end
    yield from end_of_input(source, R.FRAME_TRAILING, "the last chunk")
