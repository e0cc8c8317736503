"""What the C parser is told to do with values that readers disagree about: refuse.

Rules of this file:

* A hook decides and nothing else: where the value stands is found afterwards, by `json_fault`.
* Surrogates have no hook; the text is asked for them when the parser has accepted it.
"""

from __future__ import annotations

from cellucid_session.generated.limits import SAFE_INTEGER

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, NoReturn

_INTEGER_LENGTH = 17  # characters: a sign and 16 digits

# Compiled when a text first has a backslash.
_HALF = r"\\u[dD][89a-fA-F]"
_LONE = r"\\u[dD](?:[89abAB]..(?!\\u[dD][c-fC-F])|[c-fC-F](?<!\\u[dD][89abAB]..\\u[dD][c-fC-F]))"


class Refused(ValueError):
    """A hook has met a value that must not be read on with."""


class Members:
    """An object hook that counts the members that objects keep.

    The text has a colon for each member, so a text of more colons than `kept` has a key twice. (A hook that is
    given the pairs of each object would know which, but takes half as long again and twice the memory.)
    """

    __slots__ = ("kept",)

    def __init__(self) -> None:
        self.kept = 0

    def __call__(self, made: dict[str, Any]) -> dict[str, Any]:
        self.kept += len(made)
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


def lone_surrogate(text: str) -> int | None:
    """The offset of the first lone surrogate escape of a well-formed text, or None.

    Outside of strings such a text has no backslash, and in a string an escaped backslash comes in a pair:
    with the pairs out of the way, every backslash that is left begins an escape.
    """
    if "\\" not in text:
        return None
    import re

    if not re.search(_HALF, text):
        return None
    found = re.search(_LONE, text.replace("\\\\", "  "))
    return found.start() if found else None
