"""The judgement of a session's outline: head, manifest and frames, without looking into the chunks.

Rules of this file: the same framing, the same manifest rules and the same early end as the whole judgement; stored
bytes are passed over unread, so opening a file costs its manifest and its length fields.
"""

from __future__ import annotations

from cellucid_session.check.session import SessionJudge

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class IndexJudge(SessionJudge):
    """Judges the outline of a session of known size; the driver feeds it from `position` on.

    Attributes:
        frames: (first byte, length) of the stored bytes of each entry, in order.
        value: the parsed manifest.
    """

    stored = None  # type: ignore[assignment]  # no taker: the framing then skips the bytes

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.frames: list[tuple[int, int]] = []
        self.value: Any = None

    @property
    def position(self) -> int:
        """Offset of the byte that is wanted next."""
        return self._source.position + self._source.ready

    def _parsed(self, value: Any) -> None:
        self.value = value

    def frame(self, index: int, length: int, length_start: int, start: int) -> None:
        """A frame: note where it is."""
        if self.facts.entries.raw[index].get("storedBytes") != length:  # as nearly never
            self._framed(index, length, length_start, start)
        self._judged = start
        self.frames.append((start, length))

    def frame_end(self) -> None:
        """The frame was passed over."""

    def _links(self) -> None:
        """Nothing is known of the chunks yet."""
