"""What the owner of a viewer answers to its page: the question and the answer.

Rules of this file: the owner sees a viewer's id and a plain path, and nothing else of the request.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from cellucid_session.model import Frozen

PIECE = 1 << 18  # bytes sent at a time


class DataRequest(Frozen):
    """What a page asks of its viewer's data.

    Attributes:
        viewer_id: of the viewer; the request had its token.
        path: what follows the viewer in the path, such as "embeddings/0": segments of letters, digits, `_`, `-` and
            `.`, none of them empty or beginning with `.`.
    """

    __slots__ = ("path", "viewer_id")
    viewer_id: str
    path: str

    def __init__(self, viewer_id: str, path: str) -> None:
        self._fill(viewer_id=viewer_id, path=path)


class Answer:
    """An answer of 200, or of another status.

    Args:
        body: the bytes, or pieces of them; pieces need `size`.
        content_type: of the body. headers: pairs of further names and values, ASCII.
        size: bytes of the body.

    Raises:
        ValueError: pieces without a size.
    """

    def __init__(
        self,
        body: bytes | bytearray | memoryview | Iterable[bytes],
        content_type: str = "application/octet-stream",
        headers: Iterable[tuple[str, str]] = (),
        status: int = 200,
        size: int | None = None,
    ) -> None:
        self.status = status
        self.content_type = content_type
        self.headers = tuple(headers)
        if isinstance(body, (bytes, bytearray, memoryview)):
            view = memoryview(body).cast("B")
            self.size = len(view)
            self._pieces: Iterable[bytes | memoryview] = (
                view[at : at + PIECE] for at in range(0, len(view), PIECE)
            )
        else:
            if size is None:
                raise ValueError("an answer in pieces needs its size")
            self.size = size
            self._pieces = body

    def pieces(self) -> Iterator[bytes]:
        """The body, once, in pieces of at most `PIECE` bytes where it is ours to cut."""
        for piece in self._pieces:
            yield bytes(piece)


Provider = Callable[[DataRequest], "Answer | None"]
