"""The framing of a session: head and frames."""

# Generated from declare/generations/; do not edit: run python -m cellucid_session.generate

from __future__ import annotations

from cellucid_session.generated import limits as L
from cellucid_session.generated import rules as R
from cellucid_session.wire.fixed import at_hand, end_of_input, one_magic, u32le, within
from cellucid_session.wire.source import nobody, pass_on, passed, take

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from cellucid_session.wire.source import Reading, Source

#: the magics that there are
MAGICS = (
    b"CELLUCID_SESSION\n",
    b"CELLUCID_SESSION/2\n",
)
#: the longest manifest behind each of them, in bytes
MOST = (4294967295, 4294967295)
#: that of the earliest generation
MAGIC = MAGICS[0]


def session(source: Source, on: Any) -> Reading[None]:
    """Read a session: head, one frame for each entry of the manifest, nothing after. Spec: 2."""
    # magic
    magic = yield from one_magic(
        source, MAGICS, R.FRAME_MAGIC, R.FRAME_GENERATION, R.FRAME_TRUNCATED, "the magic"
    )
    # manifest_length
    manifest_length_start = source.position
    manifest_length = at_hand(source, 4)
    if manifest_length is None:
        manifest_length = yield from u32le(source, R.FRAME_TRUNCATED, "the manifest length")
    within(
        manifest_length,
        L.MANIFEST_BYTES_MIN,
        MOST[magic],
        R.FRAME_MANIFEST_LENGTH,
        manifest_length_start,
        source.position,
        "the manifest length",
    )
    # manifest
    manifest_start = source.position
    if manifest_length > on.most_json:
        yield from pass_on(source, manifest_length, R.FRAME_TRUNCATED, "the manifest", nobody)
        on.manifest_too_long(manifest_length, manifest_start)
    manifest = yield from take(source, manifest_length, R.FRAME_TRUNCATED, "the manifest")
    entries, generation = on.manifest(manifest, manifest_start, magic)
    # frames and end
    yield from generation.frames(source, on, entries)


def frames(source: Source, on: Any, entries: int) -> Reading[None]:
    """Read one frame for each entry of the manifest, and the end. Spec: 2."""
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
