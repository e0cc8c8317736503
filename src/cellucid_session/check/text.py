"""Advice about characters that are not what they look like: control, bidi, invisible.

Rules of this file:

* Every string of a JSON value is judged, keys included, in the order of the text. A string gets at most one
  finding per rule; it names the first character and counts the others.
* An ordinary text costs next to nothing: its bytes are asked first, and the value is walked only when a
  character of a class may be there. The filter may be wrong in one direction only.
* The texts are advice, and a verdict only by a policy: escapes such as `\\n` are legal JSON.
* It is looked for as long as it can be kept: where `enough` says of a rule that no more is wanted, nothing is done for
  it any more, and where it says so of all, the text is left.
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
#: rule -> the characters without which nothing of a text can break it
_CHARACTERS = {R.TEXT_CONTROL: T.CONTROL, R.TEXT_BIDI: T.BIDI, R.TEXT_INVISIBLE: T.INVISIBLE + T.JOINER}
_CLASSES = f"[{''.join(_CHARACTERS.values())}]"


def text_findings(
    value: object,
    data: bytes,
    skip: Callable[[Path], bool] | None = None,
    enough: Callable[[str], bool] | None = None,
) -> Iterator[tuple[str, Path, bool, str]]:
    """Advice for the strings and keys of a JSON text.

    Args:
        value: what `strict_json.parse` made of the text.
        data: the text.
        skip: says of a path that its string is judged elsewhere. Keys are never skipped.
        enough: says of a rule that no further finding of it is wanted; asked anew after each finding. None: never.

    Yields:
        (rule, path, at_key, detail); with `at_key` the last key of the path is meant, not its value.
    """
    if not suspicious(data):
        return
    import re

    search = _Search()
    for rule, _ in _RULES:
        if enough is not None and enough(rule) and not search.without(rule, data):
            return
    for path, at_key, text in _odd_strings(value, search):
        if not at_key and skip is not None and skip(path):
            continue
        for rule, pattern in _RULES:
            if rule not in search.rules:
                continue
            hits = [hit.group() for hit in islice(re.finditer(pattern, text), _COUNTED + 1)]
            if hits:
                yield rule, path, at_key, _detail(hits)
                if enough is not None and enough(rule) and not search.without(rule, data):
                    return


class _Search:
    """Whether a text has a character that matters to a rule which more is wanted of."""

    __slots__ = ("rules", "search")

    def __init__(self) -> None:
        import re

        self.rules = dict(_CHARACTERS)
        self.search = re.compile(_CLASSES).search

    def __call__(self, text: str) -> object:
        return self.search(text)

    def without(self, rule: str, data: bytes) -> bool:
        """Leave a rule out. Returns whether the JSON text `data` may hold a character of those that are left."""
        import re

        del self.rules[rule]
        classes = f"[{''.join(self.rules.values())}]"
        if not self.rules or not suspicious(data, classes):
            return False
        self.search = re.compile(classes).search
        return True


def suspicious(data: bytes, classes: str = _CLASSES) -> bool:
    """Whether a text that `strict_json.parse` accepts may hold a character of the classes."""
    if b"\\" in data and _suspicious_escape(data, classes):
        return True
    if data.isascii() and b"\x7f" not in data:
        return False
    for at in range(0, len(data), _BLOCK):
        # three bytes more, so that a character that the block's end cuts is whole in one of the two
        odd = data[at : at + _BLOCK + 3].translate(None, _PLAIN)
        if odd and _has_class(odd.decode("utf-8", "ignore"), classes):
            return True
    return False


def _has_class(text: str, classes: str) -> bool:
    if len(text) <= _FEW and classes is _CLASSES:  # a few letters beyond ASCII are not worth importing re for
        codes = {ord(char) for char in text}
        return any(first <= code <= last for first, last, _ in T.NAMES for code in codes)
    import re

    return re.search(classes, text) is not None


def _suspicious_escape(data: bytes, classes: str) -> bool:
    import re

    if re.match(classes, "\n") and re.search(_SHORT_ESCAPE, data):
        return True
    if b"\\u" not in data:
        return False
    found: set[bytes] = set()
    for at in range(0, len(data), _BLOCK):  # five bytes more, as in `suspicious`
        found.update(re.findall(_LONG_ESCAPE, data[at : at + _BLOCK + 5]))
    codes = {int(digits, 16) for digits in found}
    # the first half of a pair may begin a character of a class, if there are such characters in its 1,024
    first_halves = {code for code in codes if 0xD800 <= code <= 0xDBFF}
    blocks = {code - 0xD800 + 0x40 for code in first_halves}
    if any(first >> 10 <= block <= last >> 10 for first, last, _ in T.NAMES for block in blocks):
        return True
    return any(re.match(classes, chr(code)) for code in codes)


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
