"""Colours of a column's categories: what becomes of `uns["NAME_colors"]` when a column NAME comes.

Rules of this file:

* scanpy keeps colours by position, in a list beside the column. Left as it is, the list of another column paints each
  category in the colour of another one.
* A colour belongs to the name of a category. It goes with the name; what has none gets none.
* A list can't say "none": with one category without a colour the whole list goes, and the note says what was in it.
* Nothing else is changed. What `uns` holds of the column that was there, such as a dendrogram, is told of.
Spec: 10.4.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from cellucid_session.apply.keys import beside
from cellucid_session.safe import safe

if TYPE_CHECKING:
    import pandas as pd

#: a value for a key of `uns` that takes the key away
GONE = object()
#: a column of bool, as scanpy makes categories of it
OF_BOOL = ("False", "True")
TOLD = 20  # colours that a note names

#: keys of `uns` that are of a column by their name, as scanpy writes them
BY_NAME = ("{}_sizes", "dendrogram_{}")
#: key of `uns` -> where it says of which column it is, as scanpy writes it
BY_VALUE = {"paga": ("groups",), "rank_genes_groups": ("params", "groupby")}


def key_of(name: str) -> str:
    """The key of `uns` that holds a column's colours."""
    return f"{name}_colors"


def names_of(column: pd.Series[Any]) -> tuple[str, ...]:
    """The names of a column's categories, in the order of its colours; () for a column without such an order."""
    import pandas as pd

    if column.ndim != 1:  # a name that two columns have
        return ()
    if isinstance(column.dtype, pd.CategoricalDtype):
        return tuple(str(name) for name in column.cat.categories)
    return OF_BOOL if pd.api.types.is_bool_dtype(column.dtype) else ()


def follow(colors: Any, before: Sequence[str], after: Sequence[str]) -> tuple[Any, str]:
    """Colours by position, after a column was replaced.

    Args:
        colors: what `uns` has. before, after: the names of the column's categories, each in their order.

    Returns:
        The colours in the new order, of the type that they were (`GONE`: none; None: they stay as they are), and what
        a person should know ("": nothing).
    """
    if not _by_position(colors):
        return None, ""  # what it says, it says by itself
    if before and list(before) == list(after):
        return None, ""
    often = Counter(before)  # the names of a 1 and a "1" are one
    places = {name: place for place, name in enumerate(before[: len(colors)]) if often[name] == 1}
    chosen = [places.get(name) for name in after]
    known = [place for place in chosen if place is not None]
    if after and len(known) == len(after):
        return _taken(colors, known), "follow the names of its categories"
    lacking = next((name for name, place in zip(after, chosen, strict=True) if place is None), None)
    why = "it has no categories" if lacking is None else f"the category {safe(lacking, 80)} had none"
    values = getattr(colors, "iloc", colors)
    told = [
        f"{safe(name, 80)} {safe(str(values[place]), 40)}" for name, place in islice(places.items(), TOLD)
    ]
    told += [f"{len(places) - TOLD} more"] * (len(places) > TOLD)
    return GONE, f"are taken away, for {why}" + (f"; they were {', '.join(told)}" if told else "")


def results_of(uns: Mapping[str, Any], name: str) -> list[str]:
    """The keys of `uns` that hold a result made from a column, as far as scanpy's names tell."""
    found = [key for key in (pattern.replace("{}", name) for pattern in BY_NAME) if key in uns]
    for key, path in BY_VALUE.items():
        value: Any = uns.get(key)
        for step in path:
            value = value.get(step) if isinstance(value, Mapping) else None
        if isinstance(value, str) and value == name:
            found.append(key)
    return found


def _by_position(colors: Any) -> bool:
    """Whether it is a list, a tuple, an array, a column or an index."""
    return isinstance(colors, list | tuple) or (hasattr(colors, "dtype") and getattr(colors, "ndim", 0) > 0)


def _taken(colors: Any, places: list[int]) -> Any:
    """The colours of these places, as a container of the same type."""
    if isinstance(colors, list | tuple):
        return type(colors)(colors[place] for place in places)
    return getattr(colors, "iloc", colors)[places]


class Colors:
    """What a plan must know of `uns`, and what it changes there.

    Args:
        uns, obs, var: of the AnnData, as they are.

    Attributes:
        changes: key of `uns` -> its new value, or `GONE`.
    """

    def __init__(self, uns: Mapping[str, Any], obs: pd.DataFrame, var: pd.DataFrame) -> None:
        self._uns = uns
        self._tables = {"obs": obs, "var": var}
        self.changes: dict[str, Any] = {}

    def come(self, axis: str, name: str, after: Sequence[str]) -> list[str]:
        """Decide on the colours and results of a column NAME, and say so.

        Args:
            after: the names of its categories.
        """
        notes = []
        owner = next((each for each in ("obs", "var") if name in self._tables[each]), None)
        key = key_of(name)
        if key in self._uns and owner in (axis, None, "var"):
            # without a column, nothing says whose colours they were
            before = () if owner is None else names_of(self._tables[owner][name])
            value, told = follow(self._uns[key], before, after)
            if value is not None:
                self.changes[key] = value
                notes.append(f'its colours in uns["{safe(key, 80)}"] {told}')
        if owner == axis:
            left = ", ".join(f'uns["{safe(found, 80)}"]' for found in results_of(self._uns, name))
            if left:
                notes.append(f"{left} stays as it is: a result of the column that was there")
        return notes

    def bring(self, name: str, colors: Sequence[str]) -> list[str]:
        """Give a column of obs colours of its own, one for each of its categories, and say what was there."""
        key = key_of(name)
        other = beside(key, self._uns)
        if other is not None:
            return [f'it has no colours: a store can\'t keep them beside uns["{safe(other, 80)}"]']
        self.changes[key] = list(colors)
        if key not in self._uns:
            return []
        there = self._tables["obs"].get(name)
        told = _told(self._uns[key], () if there is None else names_of(there))
        return [f'its colours take the place of uns["{safe(key, 80)}"]{told}']


def _told(colors: Any, names: Sequence[str]) -> str:
    """What colours were, as the end of a sentence."""
    if not _by_position(colors):
        return ""
    values = list(getattr(colors, "iloc", colors)[: TOLD + 1])
    shown = [
        f"{safe(names[place], 80)} {safe(str(value), 40)}" if place < len(names) else safe(str(value), 40)
        for place, value in enumerate(values[:TOLD])
    ]
    more = len(colors) - TOLD
    return f"; they were {', '.join([*shown, *([f'{more} more'] if more > 0 else [])])}" if shown else ""
