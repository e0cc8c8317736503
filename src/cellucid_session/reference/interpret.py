"""The grammar, interpreted: field by field, with a word in between for those who judge.

Rules of this file:

* A structure of `declare.grammar` is a construct Struct; its fields are parsed by construct, in order, into
  one context. Blobs are announced, by their events, before they are read and when they are there.
* A stream knows that its end has a price: before a reader is told that no more bytes come, the codec of a payload
  must have come to a good end, and a file must not have been left before its end. `Awaited` asks for that at the first
  read past what there is.
* What is judged as it comes is judged as far as it is there, before it is said that it is cut.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from typing import Any

from construct import Construct, Container, Renamed, Struct

from cellucid_session.declare.vocabulary import Blob, PerEntry

Taker = Callable[..., Any]


class Awaited(io.BytesIO):
    """Bytes whose end is settled when a reader first reaches for it.

    Args:
        data: the bytes.
        settle: called once, at the first read beyond them; what it raises ends the reading.
    """

    def __init__(self, data: bytes, settle: Callable[[], None]) -> None:
        super().__init__(data)
        self._settle = settle
        self.settled = False

    def settle(self) -> None:
        """Settle the end, if that has not been done."""
        if not self.settled:
            self.settled = True
            self._settle()

    def there(self, size: int) -> bytes | None:
        """What is left when that is fewer than `size` bytes, without asking for more; else None."""
        here = self.tell()
        data = super().read(size)
        super().seek(here)
        return data if len(data) < size else None

    def read(self, size: int | None = -1, /) -> bytes:
        """Read; settles the end when there are fewer bytes."""
        data = super().read(size)
        if size is None or size < 0 or len(data) < size:
            self.settle()
        return data

    def seek(self, offset: int, whence: int = 0, /) -> int:
        """Move; settles the end when that is what is asked for."""
        if whence == io.SEEK_END:
            self.settle()
        return super().seek(offset, whence)


def interpret(structure: Struct, stream: Awaited, context: Container, on: Mapping[str, Taker]) -> None:
    """Parse a structure, field by field, into a context.

    Args:
        context: what the caller knows; each field's value is added under its name.
        on: event of a Blob -> called with (bytes, start, context) when it is there; `EVENT_begins`, where that is
            wanted -> called with (length, start, context) before it is read; `EVENT_cut` of one that is wanted as it
            comes -> called with what there is of it when that is not all.

    Raises:
        Broken: a word's rule is broken.
    """
    for field in structure.subcons:
        assert isinstance(field, Renamed)
        _field(field.name, field.subcon, stream, context, on)


def part(name: str, structure: Struct, stream: Awaited, context: Container, on: Mapping[str, Taker]) -> None:
    """Parse one field of a structure into a context, as `interpret` does."""
    word = next(field.subcon for field in structure.subcons if field.name == name)
    _field(name, word, stream, context, on)


def _field(name: str, word: Construct, stream: Awaited, context: Container, on: Mapping[str, Taker]) -> None:
    context[f"{name}_start"] = start = stream.tell()
    if isinstance(word, Struct):
        interpret(word, stream, context, on)
    elif isinstance(word, PerEntry):
        for index in range(context.entries):
            context.index = index
            interpret(word.subcon, stream, context, on)
    elif isinstance(word, Blob):
        begins = on.get(f"{word.event}_begins")
        if begins is not None:
            begins(context[word.length], start, context)
        if not word.whole and (beginning := stream.there(context[word.length])) is not None:
            on[f"{word.event}_cut"](beginning, start, context)
        on[word.event](word._parsereport(stream, context, name), start, context)
    else:
        context[name] = word._parsereport(stream, context, name)
