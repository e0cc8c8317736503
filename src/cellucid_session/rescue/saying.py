"""What a generation takes, asked of its schemas; ids that it takes; and what is not as it was.

Rules of this file: nothing here decides what becomes of a label. Spec: 6, 16.
"""

from __future__ import annotations

import datetime
import itertools
import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from cellucid_session.generated import schemas
from cellucid_session.generated.rules import RULES

if TYPE_CHECKING:
    from cellucid_session.generation import Generation


#: source and key of a column or a gene -> whether the data set shows it
Shown = Callable[[str, str], bool]
NO_GENES = "it is bound to a gene, and the data set is mapped without any"


class Told:
    """What is not as it was: (kind, name, what), each said once.

    Attributes:
        dropped: what is not there any more. changed: what is there, and is another way.
    """

    def __init__(self) -> None:
        self.dropped: list[tuple[str, str, str]] = []
        self.changed: list[tuple[str, str, str]] = []
        self._known: set[tuple[str, tuple[str, str, str]]] = set()

    def drop(self, kind: str, name: str, what: str) -> None:
        """Something is left out."""
        self._note("dropped", self.dropped, (kind, name, what))

    def change(self, kind: str, name: str, what: str) -> None:
        """Something is there another way."""
        self._note("changed", self.changed, (kind, name, what))

    def _note(self, where: str, listed: list[tuple[str, str, str]], item: tuple[str, str, str]) -> None:
        if (where, item) not in self._known:
            self._known.add((where, item))
            listed.append(item)


def fault(generation: Generation, payload: str, value: Any) -> str | None:
    """What a generation has against a payload, in words; None for nothing."""
    found: list[str] = []

    def note(rule: str, path: Any, detail: str, at_key: bool) -> None:
        if RULES[rule][1] == "error":
            found.append(f"{'.'.join(map(str, path[-2:]))}: {detail or rule}")

    schemas.CHECKS[generation.schemas[payload]](value, note)
    return found[0] if found else None


class Ids:
    """Ids of one kind: those that are there as far as the generation takes them, others made."""

    def __init__(self, form: str, make: str) -> None:
        self._form, self._make = re.compile(form), make
        self._used: set[str] = set()
        self._wanted: set[str] = set()
        self._numbers = itertools.count(1)

    def reserve(self, wanted: Iterable[str]) -> None:
        """Keep ids of others from being made."""
        self._wanted |= {each for each in wanted if self._form.fullmatch(each)}

    def of(self, wanted: str) -> str:
        """The id for something that has another, or the same."""
        found = wanted
        if not self._form.fullmatch(wanted) or wanted in self._used:
            names = (f"{self._make}{number}" for number in self._numbers)
            found = next(each for each in names if each not in self._used and each not in self._wanted)
        self._used.add(found)
        return found


def form_of(generation: Generation, prefix: str) -> str:
    """The pattern of what follows a family's prefix in an id."""
    family = next(each for each in generation.families.prefixed if each.prefix == prefix)
    return family.ids or ".+"


def closed(generation: Generation) -> bool:
    """Whether a generation takes nothing but what it declares, and wants all of it."""
    return bool(generation.families.required)


def moment(said: object) -> datetime.datetime | None:
    """The time that a session says, with its time zone; None where it says none."""
    try:
        found = datetime.datetime.fromisoformat(said) if isinstance(said, str) else None
    except ValueError:
        return None
    return found if found is not None and found.tzinfo is not None else None
