"""Advice about characters that are not what they look like: control, bidi, invisible.

Rules of this file:

* Every string of a JSON value is judged, keys included, in the order of the text. A string gets at most one
  finding per rule; it names the first character and counts the others.
* An ordinary text costs next to nothing: its bytes are asked first, and the value is walked only when a
  character of a class may be there. The filter may be wrong in one direction only.
* The texts are advice, never a verdict: escapes such as `\\n` are legal JSON.
"""

from __future__ import annotations

from itertools import islice

from cellucid_session.generated import rules as R
from cellucid_session.generated import text as T

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Path = tuple[str | int, ...]

#: a joiner is out of place at the start, after ASCII, and in a long row
_INVISIBLE = f"[{T.INVISIBLE}]|(?<![^\\x00-\\x7f])[{T.JOINER}]|[{T.JOINER}]{{{T.JOINERS_IN_A_ROW + 1},}}"

# Patterns are compiled on first use, and kept by `re`: most processes never need them.
_RULES = (
    (R.TEXT_CONTROL, f"[{T.CONTROL}]"),
    (R.TEXT_BIDI, f"[{T.BIDI}]"),
    (R.TEXT_INVISIBLE, _INVISIBLE),
)

# The filter. Raw bytes below 0x20 are in no string of an accepted text: they are white space between tokens.
_PLAIN = bytes(range(0x7F))
_BLOCK = 1 << 20  # bytes
_FEW = 1024  # characters
_COUNTED = 1000  # places in one string; a text may be made of nothing else
_SHORT_ESCAPE = rb"\\[bfnrt]"
_LONG_ESCAPE = rb"\\u([0-9a-fA-F]{4})"
_CLASSES = f"[{T.CONTROL}{T.BIDI}{T.INVISIBLE}{T.JOINER}]"


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
    import re

    for path, at_key, text in _odd_strings(value, re.compile(_CLASSES).search):
        if not at_key and skip is not None and skip(path):
            continue
        for rule, pattern in _RULES:
            hits = [hit.group() for hit in islice(re.finditer(pattern, text), _COUNTED + 1)]
            if hits:
                yield rule, path, at_key, _detail(hits)


def suspicious(data: bytes) -> bool:
    """Whether a text that `strict_json.parse` accepts may hold a character of a class."""
    if b"\\" in data and _suspicious_escape(data):
        return True
    if data.isascii() and b"\x7f" not in data:
        return False
    for at in range(0, len(data), _BLOCK):
        # three bytes more, so that a character that the block's end cuts is whole in one of the two
        odd = data[at : at + _BLOCK + 3].translate(None, _PLAIN)
        if odd and _has_class(odd.decode("utf-8", "ignore")):
            return True
    return False


def _has_class(text: str) -> bool:
    if len(text) <= _FEW:  # a few letters beyond ASCII are not worth importing re for
        codes = {ord(char) for char in text}
        return any(first <= code <= last for first, last, _ in T.NAMES for code in codes)
    import re

    return re.search(_CLASSES, text) is not None


def _suspicious_escape(data: bytes) -> bool:
    import re

    if re.search(_SHORT_ESCAPE, data):
        return True
    if b"\\u" not in data:
        return False
    codes = {int(digits, 16) for digits in set(re.findall(_LONG_ESCAPE, data))}
    # the first half of a pair may begin a character of a class, if there are such characters in its 1,024
    first_halves = {code for code in codes if 0xD800 <= code <= 0xDBFF}
    blocks = {code - 0xD800 + 0x40 for code in first_halves}
    if any(first >> 10 <= block <= last >> 10 for first, last, _ in T.NAMES for block in blocks):
        return True
    return any(re.match(_CLASSES, chr(code)) for code in codes)


def _odd_strings(value: object, found: Callable[[str], object]) -> Iterator[tuple[Path, bool, str]]:
    """The keys and strings with a character of a class, in text order: (path, is it a key, text)."""
    path: list[str | int] = []
    around: list[Iterator[tuple[str | int, object]]] = []  # the containers that are open, as far as walked
    items = _items(value)
    if isinstance(value, str) and found(value):
        yield (), False, value
    while True:
        for step, inner in items:
            if isinstance(step, str) and not (step.isascii() and step.isprintable()) and found(step):
                yield (*path, step), True, step
            if isinstance(inner, str):
                if not (inner.isascii() and inner.isprintable()) and found(inner):
                    yield (*path, step), False, inner
            elif inner and isinstance(inner, (dict, list)):
                around.append(items)
                path.append(step)
                items = _items(inner)
                break
        else:
            if not around:
                return
            items = around.pop()
            path.pop()


def _items(value: object) -> Iterator[tuple[str | int, object]]:
    if isinstance(value, dict):
        return iter(value.items())
    return iter(enumerate(value)) if isinstance(value, list) else iter(())


def _detail(hits: list[str]) -> str:
    """The first character by number and name, and in how many places there are others."""
    code = ord(hits[0][0])
    name = next(name for first, last, name in T.NAMES if first <= code <= last)
    more = len(hits) - 1
    counted = f"{more:,}" if more < _COUNTED else f"at least {more:,}"
    return f"U+{code:04X} ({name})" + (f", and {counted} more" if more else "")
