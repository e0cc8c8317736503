"""Advice about characters that are not what they look like: control, bidi, invisible.

Rules of this file:

* Every string of a JSON value is judged, keys included, in the order of the text. A string gets at most one
  finding per rule; it names the first character and counts the others.
* An ordinary text costs next to nothing: its bytes are asked first, and the value is walked only when a
  character of a class may be there. The filter may be wrong in one direction only.
* The texts are advice, never a verdict: escapes such as `\\n` are legal JSON.
"""

from __future__ import annotations

import re

from cellucid_session.generated import rules as R
from cellucid_session.generated import text as T

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Path = tuple[str | int, ...]

#: a joiner is out of place at the start, after ASCII, and in a long row
_INVISIBLE = f"[{T.INVISIBLE}]|(?<![^\\x00-\\x7f])[{T.JOINER}]|[{T.JOINER}]{{{T.JOINERS_IN_A_ROW + 1},}}"

_RULES = (
    (R.TEXT_CONTROL, re.compile(f"[{T.CONTROL}]")),
    (R.TEXT_BIDI, re.compile(f"[{T.BIDI}]")),
    (R.TEXT_INVISIBLE, re.compile(_INVISIBLE)),
)
_ANY = re.compile(f"[{T.CONTROL}{T.BIDI}]|{_INVISIBLE}")

# The filter. Raw bytes below 0x20 are in no string of an accepted text: they are white space between tokens.
_PLAIN = bytes(range(0x7F))
_BLOCK = 1 << 20  # bytes
_SHORT_ESCAPE = re.compile(rb"\\[bfnrt]")
_LONG_ESCAPE = re.compile(rb"\\u([0-9a-fA-F]{4})")
_CLASSES = re.compile(f"[{T.CONTROL}{T.BIDI}{T.INVISIBLE}{T.JOINER}]")
#: the first halves of escaped pairs that may be a character of a class
_HIGH = frozenset(
    high
    for first, last, _ in T.NAMES
    if first > 0xFFFF
    for high in range(0xD800 + (first - 0x10000 >> 10), 0xD801 + (last - 0x10000 >> 10))
)


def text_findings(
    value: object, data: bytes, skip: Callable[[Path], bool] | None = None
) -> Iterator[tuple[str, Path, bool, str]]:
    """Advice for the strings and keys of a JSON text.

    Args:
        value: what `strict_json.parse` made of the text.
        data: the text.
        skip: says of a path that its string is judged elsewhere. Keys are never skipped.

    Yields:
        (rule, path, at_key, detail); with `at_key` the last key of the path is meant, not its value.
    """
    if not suspicious(data):
        return
    for path, at_key, text in _strings(value):
        if (text.isascii() and text.isprintable()) or not _ANY.search(text):
            continue
        if not at_key and skip is not None and skip(path):
            continue
        for rule, pattern in _RULES:
            hits = "".join(pattern.findall(text))
            if hits:
                yield rule, path, at_key, _detail(hits)


def suspicious(data: bytes) -> bool:
    """Whether a text that `strict_json.parse` accepts may hold a character of a class."""
    if b"\\" in data and (_SHORT_ESCAPE.search(data) or _suspicious_escape(data)):
        return True
    for at in range(0, len(data), _BLOCK):
        # three bytes more, so that a character that the block's end cuts is whole in one of the two
        odd = data[at : at + _BLOCK + 3].translate(None, _PLAIN)
        if odd and _CLASSES.search(odd.decode("utf-8", "ignore")):
            return True
    return False


def _suspicious_escape(data: bytes) -> bool:
    codes = {int(digits, 16) for digits in set(_LONG_ESCAPE.findall(data))} if b"\\u" in data else ()
    return any(code in _HIGH or _CLASSES.match(chr(code)) for code in codes)


def _strings(value: object) -> Iterator[tuple[Path, bool, str]]:
    """Every key and string of a value, in the order of the text: (path, is it a key, text)."""
    if isinstance(value, str):
        yield (), False, value
    path: list[str | int] = []
    open_: list[Iterator[tuple[str | int, object]]] = []  # the containers around, as far as they are walked
    items = _items(value)
    while True:
        step, inner = next(items, (None, None))
        if step is None:
            if not open_:
                return
            items = open_.pop()
            path.pop()
            continue
        if isinstance(step, str):
            yield (*path, step), True, step
        if isinstance(inner, str):
            yield (*path, step), False, inner
        elif inner and isinstance(inner, (dict, list)):
            open_.append(items)
            path.append(step)
            items = _items(inner)


def _items(value: object) -> Iterator[tuple[str | int, object]]:
    if isinstance(value, dict):
        return iter(value.items())
    return iter(enumerate(value)) if isinstance(value, list) else iter(())


def _detail(hits: str) -> str:
    """The first character by number and name, and how many there are besides."""
    code = ord(hits[0])
    name = next(name for first, last, name in T.NAMES if first <= code <= last)
    more = f", and {len(hits) - 1:,} more" if len(hits) > 1 else ""
    return f"U+{code:04X} ({name}){more}"
