"""Where in a JSON text the value at a path stands: byte spans, worked out for findings only.

Rules of this file:

* The text is one that `strict_json.parse` has accepted; nothing is checked here.
* One walk from left to right serves all the paths. Values that no path leads into are skipped by the C
  parser, with no hooks. It stops where the last of what is wanted ends: the first thousand findings of a
  large text stand near its beginning.
* The bytes are walked as Latin-1, so that offsets are byte offsets, whatever is in the strings: all that
  has a meaning in JSON is ASCII. A key is compared by its UTF-8 bytes, unless it has escapes.
"""

from __future__ import annotations

import contextlib
import json
import re
from json.decoder import scanstring  # type: ignore[attr-defined]

from cellucid_session.safe import safe_pointer
from cellucid_session.wire.strict_json import SMALL

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    Past = Callable[[str, int], int]
    Path = tuple[str | int, ...]
    Span = tuple[int, int]

__all__ = ["locate", "pointer"]

_scan = json.JSONDecoder().scan_once  # type: ignore[attr-defined]
# Compiled on first use: many processes import this and have no finding to place.
_SPACE = r"[ \t\n\r]*"
#: a key without escapes, and all that stands before its value
_KEY = r'"([^"\\]*+)"[ \t\n\r]*+:[ \t\n\r]*+'

pointer = safe_pointer


class _Place:
    """A value on the way to wanted ones, or wanted itself: then it knows how many others are `waiting`, too."""

    __slots__ = ("inner", "key", "span", "waiting")

    def __init__(self) -> None:
        self.inner: dict[str | int, _Place] = {}
        self.key: Span | None = None
        self.span: Span | None = None
        self.waiting: set[_Place] | None = None


class _Found(Exception):
    """Everything that is wanted has its span."""


def locate(
    data: bytes, wanted: Iterable[tuple[Path, bool]], large: bool = False
) -> dict[tuple[Path, bool], Span]:
    """Find the bytes that findings are about.

    Args:
        data: a text that `strict_json.parse` accepts.
        wanted: (path, at_key): the path of a value, as keys and indices; with `at_key` the last key of the
            path is meant, not its value.
        large: no large value may be made only to be passed over.

    Returns:
        (start, end) in bytes for each of `wanted`. A path that leads nowhere gets the span of the last value
        on it that exists; so does a key of an array's element or of the whole text, which have none.
    """
    asked = list(wanted)
    root = _Place()
    waiting: set[_Place] = set()
    for path, _ in asked:
        place = root
        for step in path:
            place = place.inner.setdefault(step, _Place())
        place.waiting = waiting
        waiting.add(place)
    past: Past = _past
    if large and len(data) > SMALL:
        from cellucid_session.wire.json_unkept import spans

        ends = spans(data)

        def past(text: str, at: int) -> int:
            return ends.get(at) or _past(text, at)

    text = data.decode("latin-1")
    with contextlib.suppress(_Found):
        _value(text, _skip(text, 0), root, past)
    return {(path, at_key): _span(root, path, at_key) for path, at_key in asked}


def _span(root: _Place, path: Path, at_key: bool) -> Span:
    place = root
    for step in path:
        place = place.inner[step]
    if place.span is None:  # it leads nowhere, so the walk went to the end
        at_key, place = False, root
        for step in path:
            inner = place.inner[step]
            if inner.span is None:
                break
            place = inner
    span = place.key if at_key and place.key is not None else place.span
    assert span is not None  # the root has one, if anything is missing
    return span


def _skip(text: str, at: int) -> int:
    if text[at] > " ":
        return at
    found = re.compile(_SPACE).match(text, at)
    assert found is not None  # it matches nothing, too
    return found.end()


def _past(text: str, at: int) -> int:
    """The end of the value at `at`."""
    end: int = _scan(text, at)[1]
    return end


def _value(text: str, at: int, place: _Place, past: Past) -> int:
    """Walk the value at `at` as far as places lead into it. Returns its end."""
    if not place.inner or text[at] not in "{[":
        end = past(text, at)
    elif text[at] == "{":
        end = _object(text, at, place.inner, past)
    else:
        end = _array(text, at, place.inner, past)
    place.span = (at, end)
    if place.waiting is not None:
        place.waiting.discard(place)
        if not place.waiting:
            raise _Found
    return end


def _object(text: str, at: int, places: dict[str | int, _Place], past: Past) -> int:
    # keys as Latin-1 reads their UTF-8; indices lead nowhere here
    names = [step for step in places if isinstance(step, str)]
    raw = {name.encode("utf-8", "surrogatepass").decode("latin-1"): name for name in names}
    at = _skip(text, at + 1)
    plain_key = re.compile(_KEY).match
    while text[at] == '"':
        plain = plain_key(text, at)
        if plain:
            step, key_end, value_at = raw.get(plain[1]), plain.end(1) + 1, plain.end()
        else:  # it has escapes
            key_end = scanstring(text, at + 1, True)[1]
            step = scanstring(text[at:key_end].encode("latin-1").decode("utf-8"), 1, True)[0]
            value_at = _skip(text, _skip(text, key_end) + 1)
        if step in places:
            place = places[step]
            place.key = (at, key_end)
            end = _value(text, value_at, place, past)
        else:
            end = past(text, value_at)
        at = end if text[end] > " " else _skip(text, end)
        if text[at] == ",":
            at = _skip(text, at + 1)
    return at + 1


def _array(text: str, at: int, places: dict[str | int, _Place], past: Past) -> int:
    at = _skip(text, at + 1)
    if text[at] == "]":
        return at + 1
    index = 0
    while True:
        end = _value(text, at, places[index], past) if index in places else past(text, at)
        after = text[end]
        if after != "," and after != "]":
            end = _skip(text, end)
            after = text[end]
        if after == "]":
            return end + 1
        at = end + 1
        if text[at] <= " ":
            at = _skip(text, at)
        index += 1
