"""Where a JSON text is broken: the first fault from left to right, by the list in `strict_json`.

Rules of this file:

* `first_fault` runs only when the parser has refused a text, so it may be slow, but it is linear: each
  character is read at most twice, once by the C parser and once here. (The elements of arrays that are in no
  other array are tried with the C parser: in a manifest these are the entries of `chunks`.)
* Offsets count characters of the decoded text.
* The depth of the text is known to be bounded, so functions may call each other.
* It must find a fault in exactly those texts that `strict_json` refuses.
"""

from __future__ import annotations

import json
import re
from json.decoder import scanstring  # type: ignore[attr-defined]

from cellucid_session.generated import rules as R
from cellucid_session.wire.json_hooks import Members, Refused, float_, integer, lone_surrogate, word
from cellucid_session.wire.json_scan import BLOCK, members
from cellucid_session.wire.source import Fault

_SPACE = re.compile(r"[ \t\n\r]*")
#: the longest beginning of a number; a whole number if it ends in a digit
_NUMBER = re.compile(r"-?(?:(?:0|[1-9][0-9]*)(?:\.[0-9]*)?(?:(?<=[0-9])[eE][+-]?[0-9]*)?)?")
_HEX = re.compile(r"[0-9a-fA-F]{0,4}")

# What is sound can be passed over in runs. The runs are bounded, so that the matcher's memory is.
_PLAIN = r'[^"\\\x00-\x1f]'
_SOUND = re.compile(
    rf"""(?:{_PLAIN}++|\\["\\/bfnrt]|\\u(?![dD][89a-fA-F])[0-9a-fA-F]{{4}}"""
    r"|\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}){1,4096}+"
)
_WHITE = r"[ \t\n\r]*+"
_SCALAR = rf"""(?:"{_PLAIN}*+"|-?(?:0|[1-9][0-9]{{0,14}}+)(?:\.[0-9]++)?|true|false|null){_WHITE}"""
_ELEMENTS = re.compile(rf"(?:{_SCALAR},{_WHITE}){{1,4096}}+")
#: a member with its comma (then group 2 is there) or before the end of its object
_MEMBER = re.compile(rf'"({_PLAIN}*+)"{_WHITE}:{_WHITE}{_SCALAR}(?:(,){_WHITE}|(?=\}}))')

_WORDS = ("true", "false", "null")
_NON_FINITE = ("NaN", "Infinity", "-Infinity")

_SURROGATE = re.compile("[\ud800-\udfff]")


def first_fault(text: str) -> Fault:
    """The first fault of a text that the parser has refused, with offsets in characters."""
    try:
        _end(text, _value(text, _skip(text, 0), True))
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


def _value(text: str, at: int, outer: bool) -> int:
    """Read past the value at `at`, which is `outer` when no array is around it. Returns its end."""
    first = text[at : at + 1]
    if first == '"':
        return _string(text, at)[1]
    if first in ("{", "["):
        return _object(text, at, outer) if first == "{" else _array(text, at, outer)
    if first in ("t", "f", "n"):
        return _literal(text, at, next(name for name in _WORDS if name[0] == first))
    for name in _NON_FINITE:
        if text.startswith(name, at):
            raise Fault(R.JSON_NON_FINITE, at, at + len(name), f"the word {name}")
    return _number(text, at)


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
    while found := _SOUND.match(text, at):
        at = found.end()
    if text[at : at + 1] != "\\":
        return _syntax(text, at, "a character of a string")
    if text[at + 1 : at + 2] != "u":
        return _syntax(text, at + 1, "an escape")
    digits = _HEX.match(text, at + 2)
    assert digits is not None  # it matches nothing, too
    if digits.end() < at + 6:
        return _syntax(text, digits.end(), "a hex digit")
    return Fault(R.JSON_SURROGATE, at, at + 6, "half of a surrogate pair")


def _object(text: str, at: int, outer: bool) -> int:
    keys: set[str] = set()
    at = _skip(text, at + 1)
    if text[at : at + 1] == "}":
        return at + 1
    while True:
        while simple := _MEMBER.match(text, at):
            _add(keys, simple[1], at, simple.end(1) + 1)
            at = simple.end()
            if simple.lastindex == 1:
                return at + 1
        if text[at : at + 1] != '"':
            raise _syntax(text, at, "a key")
        key, end = _string(text, at)
        _add(keys, key, at, end)
        at = _skip(text, end)
        if text[at : at + 1] != ":":
            raise _syntax(text, at, "a colon")
        at = _skip(text, _value(text, _skip(text, at + 1), outer))
        after = text[at : at + 1]
        if after == "}":
            return at + 1
        if after != ",":
            raise _syntax(text, at, "a comma or the end of the object")
        at = _skip(text, at + 1)


def _add(keys: set[str], key: str, start: int, end: int) -> None:
    if key in keys:
        raise Fault(R.JSON_DUPLICATE_KEY, start, end, "the object has this key already")
    keys.add(key)


def _array(text: str, at: int, outer: bool) -> int:
    at = _skip(text, at + 1)
    if text[at : at + 1] == "]":
        return at + 1
    if outer:
        at = _sound(text, at)
    while True:
        while found := _ELEMENTS.match(text, at):
            at = found.end()
        at = _skip(text, _value(text, at, False))
        after = text[at : at + 1]
        if after == "]":
            return at + 1
        if after != ",":
            raise _syntax(text, at, "a comma or the end of the array")
        at = _skip(text, at + 1)


def _sound(text: str, at: int) -> int:
    """The start of an element of an array, `at` or later, before which no element has a fault.

    What the C parser does not see, a key twice and half a surrogate pair, is asked of many elements at once.
    """
    objects = Members()
    scan = json.JSONDecoder(
        object_hook=objects, parse_constant=word, parse_int=integer, parse_float=float_
    ).scan_once  # type: ignore[attr-defined]
    proved, kept, ends = at, 0, False
    while not ends:
        ends = True
        try:
            while text[end := scan(text, at)[1]] == ",":
                at, kept = end + 1, objects.kept
                if text[at] <= " ":
                    at = _skip(text, at)
                if at - proved > BLOCK:
                    ends = False
                    break
        except (StopIteration, ValueError, IndexError):
            pass
        tried = text[proved:at]
        if kept != members(tried.encode()) or lone_surrogate(tried) is not None:
            return proved
        proved, kept, objects.kept = at, 0, 0
    return proved
