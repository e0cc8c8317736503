"""What an argument of a public function must be, held at the door.

Rules of this file:

* A wrong argument is a UsageError (a TypeError too, where the type is wrong) that names the argument and says what it
  must be. It is never taken for "not given", and never found out later by a library.
* Values are shown through `safe`; nothing of an argument is called or iterated here.
"""

from __future__ import annotations

import os

from cellucid_session.errors import ArgumentTypeError
from cellucid_session.safe import safe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

SHOWN = 60  # characters of a value


class Kind:
    """One kind of arguments. said: what it must be. types: what it may be an instance of; exact: no bool among int."""

    __slots__ = ("exact", "none", "said", "types")

    def __init__(self, said: str, *types: type, none: bool = False, exact: bool = False) -> None:
        self.said = said
        self.types = types
        self.none = none
        self.exact = exact

    def optional(self) -> Kind:
        """The same, or None."""
        return Kind(f"{self.said}, or None", *self.types, none=True, exact=self.exact)

    def fits(self, value: object) -> bool:
        """Whether a value is of this kind."""
        if value is None:
            return self.none
        return type(value) in self.types if self.exact else isinstance(value, self.types)


class Index(Kind):
    """Integers, those of numpy too."""

    __slots__ = ()

    def optional(self) -> Kind:
        """The same, or None."""
        return Index(f"{self.said}, or None", none=True)

    def fits(self, value: object) -> bool:
        """Whether a value is an integer."""
        if value is None:
            return self.none
        return hasattr(type(value), "__index__") and type(value) is not bool


class Listing(Kind):
    """What can be gone through, and is no text."""

    __slots__ = ()

    def fits(self, value: object) -> bool:
        """Whether a value is a list of something; it is not gone through."""
        return not isinstance(value, str | bytes) and hasattr(type(value), "__iter__")


class Called(Kind):
    """What can be called, or None."""

    __slots__ = ()

    def fits(self, value: object) -> bool:
        """Whether a value can be called."""
        return value is None or callable(value)


def shown(value: object) -> str:
    """A value as a sentence shows it: texts and numbers themselves, of anything else the type."""
    if value is None or type(value) in (str, int, float, bool):
        return safe(repr(value), SHOWN)
    return f"a {safe(type(value).__name__, SHOWN)}"


TEXT = Kind("a text", str)
LIST = Listing("a list")
CALL = Called("a function, or None")
FLAG = Kind("True or False", bool, exact=True)
NUMBER = Kind("an integer", int, exact=True)
PATH = Kind("a path", str, os.PathLike)
#: an integer, of numpy too
COUNT = Index("a number of rows")


def hold(kinds: Mapping[str, Kind], given: Mapping[str, object]) -> None:
    """Hold arguments to their kinds.

    Args:
        kinds: name -> kind. given: name -> value; what has no kind is passed over.

    Raises:
        ArgumentTypeError: a UsageError and a TypeError; names the first that does not fit.
    """
    for name, kind in kinds.items():
        if not kind.fits(given[name]):
            told = type(given[name]).__name__ if given[name] is not None else "None"
            raise ArgumentTypeError(f"{name} must be {kind.said}, not {safe(told, SHOWN)}")
