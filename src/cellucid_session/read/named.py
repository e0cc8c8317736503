"""Lists of what a session holds, from which an item is taken by its place, or by the name that a person gave it.

Rules of this file: a name that several items have names none of them: the error says how to tell them apart. Nothing is
guessed; names that are near are only shown. Spec: 6, 7.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import TYPE_CHECKING, Any, Generic, SupportsIndex, TypeVar, overload

from cellucid_session.errors import MissingNameError
from cellucid_session.safe import safe

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")
NEAR = 3  # names that an error shows
MOST, LONGEST = 500, 100  # names that are compared, and their letters


def near(name: str, names: Iterable[str]) -> str:
    """The names most like one, as the end of a sentence; "" where none is."""
    from difflib import get_close_matches

    # comparing takes the product of the lengths; nobody types long names
    short = [each for each in dict.fromkeys(islice(names, MOST)) if len(each) <= LONGEST]
    found = get_close_matches(name, short, NEAR) if len(name) <= LONGEST else []
    return f"; near it: {', '.join(repr(safe(each, 60)) for each in found)}" if found else ""


class Named(list[T], Generic[T]):
    """A list whose items can be taken by name: `bundle.groups["myeloid"]`.

    Args:
        noun: what an item is called. id_of, name_of: an item's id and the name that a person gave it.

    An id names the item that has it; otherwise the name has to be that of one item.
    """

    def __init__(
        self, items: Iterable[T], noun: str, id_of: Callable[[T], str], name_of: Callable[[T], str]
    ) -> None:
        super().__init__(items)
        self._noun, self._id_of, self._name_of = noun, id_of, name_of

    @overload
    def __getitem__(self, which: SupportsIndex | str) -> T: ...

    @overload
    def __getitem__(self, which: slice) -> list[T]: ...

    def __getitem__(self, which: SupportsIndex | slice | str) -> Any:
        return self.named(which) if isinstance(which, str) else super().__getitem__(which)

    def __reduce__(self) -> Any:
        return list, (list(self),)

    def named(self, name: str) -> T:
        """The item of this id, or of this name.

        Raises:
            MissingNameError: there is none, or several have the name; also a KeyError.
        """
        if found := [item for item in self if self._id_of(item) == name]:
            return found[0]
        found = [item for item in self if self._name_of(item) == name]
        if len(found) == 1:
            return found[0]
        asked = repr(safe(name, 80))
        if found:
            ids = ", ".join(repr(safe(self._id_of(item), 60)) for item in found[:NEAR])
            raise MissingNameError(
                f"{len(found)} {self._noun}s are called {asked}: take one by its id ({ids})"
            )
        if not self:
            raise MissingNameError(f"the session has no {self._noun}s, so none is called {asked}")
        told = near(name, [text for item in self for text in (self._name_of(item), self._id_of(item))])
        raise MissingNameError(f"no {self._noun} is called {asked}{told}")
