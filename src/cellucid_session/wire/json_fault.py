"""Where a JSON text is broken: the first fault from left to right, by the list in `strict_json`.

Rules of this file:

* `first_fault` runs only when the parser has refused a text, so it may be slow, but it is linear: each
  character is read at most twice, once by the C parser that tries whole containers and once here.
* Offsets count characters of the decoded text.
* The depth of the text is known to be bounded, so functions may call each other.
* The hooks that make the C parser refuse live here too, next to the code that must come to the same verdict.
"""

from __future__ import annotations

import json
import re
from json.decoder import scanstring  # type: ignore[attr-defined]

from cellucid_session.generated import rules as R
from cellucid_session.generated.limits import SAFE_INTEGER
from cellucid_session.wire.source import Fault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, NoReturn

_INTEGER_LENGTH = 17  # characters: a sign and 16 digits

#: containers at this depth are tried with the C parser first: in a manifest these are the entries of `chunks`
_TRIED = 3

_SPACE = re.compile(r"[ \t\n\r]*")
#: the longest beginning of a number; a whole number if it ends in a digit
_NUMBER = re.compile(r"-?(?:(?:0|[1-9][0-9]*)(?:\.[0-9]*)?(?:(?<=[0-9])[eE][+-]?[0-9]*)?)?")
_PLAIN = re.compile(r'[^"\\\x00-\x1f]*')
_HEX = re.compile(r"[0-9a-fA-F]{0,4}")
_LOW = re.compile(r"\\u[dD][c-fC-F][0-9a-fA-F]{2}")
_WORDS = ("true", "false", "null")
_NON_FINITE = ("NaN", "Infinity", "-Infinity")

_HALF = re.compile(r"\\u[dD][89a-fA-F]")
_LONE = re.compile(
    r"\\u[dD](?:[89abAB]..(?!\\u[dD][c-fC-F])|[c-fC-F](?<!\\u[dD][89abAB]..\\u[dD][c-fC-F]))",
)
_SURROGATE = re.compile("[\ud800-\udfff]")


class Refused(ValueError):
    """A hook has met a value that must not be read on with."""


def pairs(members: list[tuple[str, Any]]) -> dict[str, Any]:
    """Make an object of its members. Raises Refused when two have one key."""
    made = dict(members)
    if len(made) != len(members):
        raise Refused
    return made


def word(_: str) -> NoReturn:
    """Refuse NaN, Infinity and -Infinity."""
    raise Refused


def integer(literal: str) -> int | float:
    """Make an integer; -0 becomes a float, which can hold its sign. Raises Refused beyond the safe range."""
    if len(literal) <= _INTEGER_LENGTH:
        value = int(literal)
        if -SAFE_INTEGER <= value <= SAFE_INTEGER:
            return -0.0 if literal == "-0" else value
    raise Refused


def float_(literal: str) -> float:
    """Make a finite float. Raises Refused for a literal that only an infinite one is near to."""
    value = float(literal)
    if value - value != 0.0:
        raise Refused
    return value


_try = json.JSONDecoder(
    object_pairs_hook=pairs, parse_constant=word, parse_int=integer, parse_float=float_
).scan_once  # type: ignore[attr-defined]


def lone_surrogate(text: str) -> int | None:
    """The offset of the first lone surrogate escape of a well-formed text, or None.

    Outside of strings such a text has no backslash, and in a string an escaped backslash comes in a pair:
    with the pairs out of the way, every backslash that is left begins an escape.
    """
    if "\\" not in text or not _HALF.search(text):
        return None
    found = _LONE.search(text.replace("\\\\", "  "))
    return found.start() if found else None


def first_fault(text: str) -> Fault:
    """The first fault of a text that the parser has refused, with offsets in characters."""
    try:
        _end(text, _value(text, _skip(text, 0), 1))
    except Fault as fault:
        return fault
    raise AssertionError("the parser refused a text that has no fault")


def _skip(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    assert found is not None  # it matches nothing, too
    return found.end()


def _syntax(text: str, at: int, wanted: str) -> Fault:
    """A fault at one character, or at the end of the text."""
    if at >= len(text):
        return Fault(R.JSON_SYNTAX, len(text), len(text), f"the text ends where {wanted} is needed")
    hint = "; is this UTF-16 or UTF-32?" if at < 4 and text[at] == "\0" else ""
    return Fault(R.JSON_SYNTAX, at, at + 1, f"U+{ord(text[at]):04X} where {wanted} is needed{hint}")


def _end(text: str, at: int) -> None:
    at = _skip(text, at)
    if at < len(text):
        raise _syntax(text, at, "the end of the text")


def _value(text: str, at: int, depth: int) -> int:
    """Read past the value at `at`, which would nest `depth` deep if it is a container. Returns its end."""
    first = text[at : at + 1]
    if first == '"':
        return _string(text, at)[1]
    if first in ("{", "["):
        end = _tried(text, at) if depth == _TRIED else None
        if end is None:
            end = _object(text, at, depth) if first == "{" else _array(text, at, depth)
        return end
    if first in ("t", "f", "n"):
        return _literal(text, at, next(name for name in _WORDS if name[0] == first))
    for name in _NON_FINITE:
        if text.startswith(name, at):
            raise Fault(R.JSON_NON_FINITE, at, at + len(name), f"the word {name}")
    return _number(text, at)


def _tried(text: str, at: int) -> int | None:
    """The end of a container that has no fault, or None if it has one."""
    try:
        end: int = _try(text, at)[1]
    except (StopIteration, ValueError):
        return None
    return end if lone_surrogate(text[at:end]) is None else None


def _good(text: str, at: int) -> int:
    """The start of the first of an array's elements, from `at` on, that may have a fault or that ends it."""
    start = at
    try:
        while text[end := _try(text, at)[1]] == ",":
            at = end + 1
    except (StopIteration, ValueError, IndexError):
        pass
    return start if lone_surrogate(text[start:at]) is not None else at


def _literal(text: str, at: int, name: str) -> int:
    for offset, letter in enumerate(name):
        if text[at + offset : at + offset + 1] != letter:
            raise _syntax(text, at + offset, f"the word {name}")
    return at + len(name)


def _number(text: str, at: int) -> int:
    found = _NUMBER.match(text, at)
    assert found is not None  # it matches nothing, too
    end = found.end()
    if end == at or text[end - 1] not in "0123456789":
        raise _syntax(text, end, "a value" if end == at else "a digit")
    literal = found.group()
    try:
        if "." in literal or "e" in literal or "E" in literal:
            rule, what = R.JSON_NUMBER_OVERFLOW, "a number beyond every double"
            float_(literal)
        else:
            rule, what = R.JSON_INTEGER_RANGE, "an integer beyond 2^53-1"
            integer(literal)
    except Refused:
        raise Fault(rule, at, end, f"{what}, of {end - at} characters") from None
    return end


def _string(text: str, at: int) -> tuple[str, int]:
    """Read the string whose quote is at `at`: (what it says, its end)."""
    try:
        said, end = scanstring(text, at + 1, True)
    except ValueError:
        raise _string_fault(text, at + 1) from None
    if not said.isascii() and _SURROGATE.search(said):
        raise _string_fault(text, at + 1)
    return said, end


def _string_fault(text: str, at: int) -> Fault:
    """The first fault of a string that has one; `at` is behind its quote."""
    while True:
        found = _PLAIN.match(text, at)
        assert found is not None  # it matches nothing, too
        at = found.end()
        if text[at : at + 1] != "\\":
            return _syntax(text, at, "a character of a string")
        kind = text[at + 1 : at + 2]
        if kind != "u":
            if not kind or kind not in '"\\/bfnrt':
                return _syntax(text, at + 1, "an escape")
            at += 2
            continue
        digits = _HEX.match(text, at + 2)
        assert digits is not None  # it matches nothing, too
        if digits.end() < at + 6:
            return _syntax(text, digits.end(), "a hex digit")
        code = int(digits.group(), 16)
        if 0xD800 <= code <= 0xDBFF and _LOW.match(text, at + 6):
            at += 12
        elif 0xD800 <= code <= 0xDFFF:
            return Fault(R.JSON_SURROGATE, at, at + 6, "half of a surrogate pair")
        else:
            at += 6


def _object(text: str, at: int, depth: int) -> int:
    keys: set[str] = set()
    at = _skip(text, at + 1)
    if text[at : at + 1] == "}":
        return at + 1
    while True:
        if text[at : at + 1] != '"':
            raise _syntax(text, at, "a key")
        key, end = _string(text, at)
        if key in keys:
            raise Fault(R.JSON_DUPLICATE_KEY, at, end, "the object has this key already")
        keys.add(key)
        at = _skip(text, end)
        if text[at : at + 1] != ":":
            raise _syntax(text, at, "a colon")
        at = _skip(text, _value(text, _skip(text, at + 1), depth + 1))
        after = text[at : at + 1]
        if after == "}":
            return at + 1
        if after != ",":
            raise _syntax(text, at, "a comma or the end of the object")
        at = _skip(text, at + 1)


def _array(text: str, at: int, depth: int) -> int:
    at = _skip(text, at + 1)
    if text[at : at + 1] == "]":
        return at + 1
    if depth + 1 == _TRIED:
        at = _good(text, at)
    while True:
        at = _skip(text, _value(text, at, depth + 1))
        after = text[at : at + 1]
        if after == "]":
            return at + 1
        if after != ",":
            raise _syntax(text, at, "a comma or the end of the array")
        at = _skip(text, at + 1)
