"""A JSON text with arrays behind it, as one value: each array stands where the text names it.

Rules of this file: text and arrays are held to what the validator holds them to. The text is bounded by the budget of a
JSON text, the arrays by that of the payloads; nothing of a declared length is allocated. Spec: 5.7.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cellucid_session.check.typed_references import TYPED, References
from cellucid_session.generated import rules as R
from cellucid_session.model import Finding
from cellucid_session.read.decode import refusal
from cellucid_session.safe import safe
from cellucid_session.wire.sinks import ItemSink

if TYPE_CHECKING:
    from collections.abc import Callable

    from cellucid_session.check.entries import Entry
    from cellucid_session.read.decode import Decoder
    from cellucid_session.wire.source import Source


class _Gathered:
    """Takes the text and the arrays of one chunk."""

    def __init__(self, decoder: Decoder, entry: Entry) -> None:
        self._decoder = decoder
        self._entry = entry
        self.references = References()
        self.value: Any = None
        self.end = 0  # of the text
        self.arrays: list[tuple[str, ItemSink]] = []  # type, items

    def header_size(self, size: int, start: int) -> None:
        """Hold the text to the budget of a JSON text."""
        self._decoder.header_size(size, start)

    def text(self, data: bytes, start: int) -> None:
        """Judge the text, and note what it says of the arrays."""
        self.value = self._decoder.text(self._entry, data, start, self.references.gather)
        self.end = start + len(data)

    def array(self, dtype: str, count: int) -> None:
        """Begin another array."""
        import numpy as np

        kind = np.dtype(dtype).newbyteorder("<")
        self.arrays.append((kind.str, ItemSink(count * kind.itemsize)))

    def __call__(self, piece: bytes) -> None:
        """Take items of the last array."""
        self.arrays[-1][1](piece)


def read(decoder: Decoder, entry: Entry, grammar: Callable[..., Any]) -> Any:
    """The value of a chunk.

    Raises:
        InvalidSessionError: the payload breaks a safety rule. BudgetError: a budget ran out.
    """
    gathered = _Gathered(decoder, entry)

    def reading(source: Source) -> Any:
        return grammar(source, on=gathered, sink=gathered)

    decoder.read(entry, reading)
    absent: list[str] = []

    def add(rule: str, detail: str, *, path: tuple[str | int, ...]) -> None:
        absent.append(detail)

    spare = gathered.references.settle(len(gathered.arrays), add)
    if absent:
        raise refusal(Finding(R.TYPED_REFERENCE, absent[0], chunk=safe(entry.id)))
    if spare:
        detail = f"{spare} of {len(gathered.arrays)} arrays are not named"
        decoder.note(entry, R.TYPED_ONCE, gathered.end, gathered.end, detail)
    arrays = [items.result(dtype) for dtype, items in gathered.arrays]
    return _placed(gathered.value, arrays)


def _placed(value: Any, arrays: list[Any]) -> Any:
    """The value with its references replaced, in place. Every one has been held to its form and its array."""
    root = [value]
    stack: list[Any] = [root]
    while stack:
        holder = stack.pop()
        for key, each in enumerate(holder) if isinstance(holder, list) else list(holder.items()):
            if isinstance(each, dict) and TYPED in each:
                holder[key] = arrays[each[TYPED]]
            elif isinstance(each, dict | list):
                stack.append(each)
    return root[0]
