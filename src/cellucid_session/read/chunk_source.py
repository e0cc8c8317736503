"""What a view asks of the open session that it reads through. Types only: `read.bundle` makes the one there is."""

from __future__ import annotations

from typing import Any, Protocol

from cellucid_session.check.entries import Entry
from cellucid_session.check.facts import Facts
from cellucid_session.read.decode import Decoder


class ChunkSource(Protocol):
    """An open session: its chunks, what its manifest says, and what decodes a payload."""

    @property
    def facts(self) -> Facts: ...
    @property
    def decoder(self) -> Decoder: ...
    def __contains__(self, chunk_id: object) -> bool: ...
    def list_chunk_ids(self) -> list[str]: ...
    def entry(self, chunk_id: str) -> Entry: ...
    def decode_chunk(self, chunk_id: str) -> Any: ...
