"""A page of groups as one categorical column: groups are its categories, in their order, with colours.

Rules of this file:

* A cell in one group has that group's name. One in several has all their names, that of the first, or is an error.
* Sets of groups are counted before they are kept, and their names before they are made: a few hundred groups that
  overlap everywhere would be as many sets as cells, each with a name of thousands of letters.
* Colours are those that the viewer's page shows: one that somebody gave a group, else that of its place on the page,
  groups without cells counted; beyond the end of the viewer's list more are made that are told apart.
Spec: 10.2, 10.4.
"""

from __future__ import annotations

import colorsys
import dataclasses
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from cellucid_session.apply.categories import labels
from cellucid_session.apply.options import COMBINE, REFUSE
from cellucid_session.errors import InvalidSessionError
from cellucid_session.safe import safe

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    Masks = Sequence[np.ndarray[Any, np.dtype[np.bool_]]]

#: colours of groups by their place, as the viewer's page shows them
GROUPS = (
    "#e6194b", "#0f8f3c", "#4363d8", "#f58231", "#911eb4", "#008c9e", "#d63fc4", "#7a8f00", "#b06a00", "#00766c",
)  # fmt: skip
HEX = frozenset("0123456789abcdefABCDEF")
BETWEEN = " + "
TURN = 0.618033988749895  # of a circle: hues that are never near each other
STATE_BYTES = 8  # of a cell, while sets are gathered
SET_BYTES = 16  # of a set of groups


class GroupOverlapError(InvalidSessionError):
    """A cell is in several groups of a page, and the caller asked to stop then."""


@dataclasses.dataclass(frozen=True)
class Sets:
    """Which groups each cell is in.

    Attributes:
        codes: int64, shape (n,): 0 none, 1 to `groups` that group alone, more a set.
        sets: for each further code the places of its groups, ascending. several: cells in more than one group.
    """

    codes: np.ndarray[Any, np.dtype[np.int64]]
    sets: tuple[tuple[int, ...], ...]
    several: int


@dataclasses.dataclass(frozen=True)
class PageColumn:
    """The column of a page: its values, a colour for each category, changes of names as (place, old, new)."""

    values: pd.Categorical
    colors: list[str]
    changes: list[tuple[int, str, str]]
    several: int


def column(
    names: Sequence[str],
    masks: Masks,
    colors: Sequence[str],
    n_obs: int,
    overlap: str,
    spend: Callable[[int], None],
    page: str,
) -> PageColumn:
    """The column of a page.

    Args:
        names: of the groups, in their order. masks: their cells, bool, shape (n_obs,) each.
        colors: theirs, as `shown` says.
        overlap: one of `options.OVERLAPS`. spend: is told bytes before they are taken. page: its name, for errors.

    Raises:
        GroupOverlapError: a cell is in several groups and `overlap` is "error". What `spend` raises.
    """
    import numpy as np
    import pandas as pd

    found = gather(masks, n_obs, overlap, spend, names, page)
    spend(sum(len(names[place]) + len(BETWEEN) for each in found.sets for place in each))
    whole = [*names, *(BETWEEN.join(names[place] for place in each) for each in found.sets)]
    index, changes, _ = labels(whole)
    codes = (found.codes - 1).astype(np.min_scalar_type(-max(len(whole), 1)))
    values = pd.Categorical.from_codes(codes, categories=index, ordered=False)
    mixed = [mix([colors[place] for place in each]) for each in found.sets]
    return PageColumn(values, [*colors, *mixed], changes, found.several)


def gather(
    masks: Masks, n_obs: int, overlap: str, spend: Callable[[int], None], names: Sequence[str], page: str
) -> Sets:
    """Which groups each cell is in; see `column`."""
    import numpy as np

    spend(STATE_BYTES * n_obs)
    state = np.zeros(n_obs, dtype=np.int64)
    # set -> the set without its last group, and that group
    parents, lasts = [np.zeros(len(masks) + 1, np.int64)], [np.arange(-1, len(masks), dtype=np.int64)]
    count, several = len(masks) + 1, np.zeros(n_obs, dtype=np.bool_)
    for place, mask in enumerate(masks):
        cells = np.flatnonzero(mask)
        before = state[cells]
        again = cells[before > 0]
        if len(again) and overlap == REFUSE:
            other = lasts[0][state[again[0]]]
            raise GroupOverlapError(
                f"on page {safe(page, 80)!r}, {len(again)} cells of group {safe(names[place], 80)!r} are in another "
                f'group too, {safe(names[other], 80)!r} for one: overlap="combine" names both, "first" the first'
            )
        several[again] = True
        state[cells[before == 0]] = place + 1
        if len(again) and overlap == COMBINE:
            known, which = np.unique(before[before > 0], return_inverse=True)
            spend(SET_BYTES * len(known))
            state[again] = count + which
            parents.append(known)
            lasts.append(np.full(len(known), place, dtype=np.int64))
            count += len(known)
    codes, sets = _numbered(state, np.concatenate(parents), np.concatenate(lasts), len(masks), spend)
    return Sets(codes, sets, int(np.count_nonzero(several)))


def _numbered(
    state: np.ndarray[Any, Any],
    parents: np.ndarray[Any, Any],
    lasts: np.ndarray[Any, Any],
    groups: int,
    spend: Callable[[int], None],
) -> tuple[np.ndarray[Any, np.dtype[np.int64]], tuple[tuple[int, ...], ...]]:
    """The sets that cells are in, ordered by their groups, and the cells' codes."""
    import numpy as np

    used = [each for each in np.unique(state).tolist() if each > groups]
    found = []
    for each in used:
        members, at = [], each
        while at > 0:
            members.append(int(lasts[at]))
            at = int(parents[at])
        spend(SET_BYTES * len(members))
        found.append(tuple(reversed(members)))
    order = sorted(range(len(used)), key=found.__getitem__)
    renumbered = np.arange(len(parents), dtype=np.int64)
    for new, old in enumerate(order):
        renumbered[used[old]] = groups + 1 + new
    return renumbered[state], tuple(found[old] for old in order)


def color(place: int) -> str:
    """The colour of the group at a place of its page, as `#rrggbb`."""
    if place < len(GROUPS):
        return GROUPS[place]
    light = (0.42, 0.58, 0.70)[place % 3]
    parts = colorsys.hls_to_rgb((place * TURN) % 1, light, 0.6)
    return "#" + "".join(f"{round(255 * part):02x}" for part in parts)


def shown(said: object, place: int) -> str:
    """The colour in which the viewer's page shows a group: the one that somebody gave it, else that of its place."""
    given = type(said) is str and len(said) == 7 and said[0] == "#" and set(said[1:]) <= HEX
    return str(said).lower() if given else color(place)


def mix(colors: Sequence[str]) -> str:
    """The middle of several colours."""
    sums = [sum(int(each[at : at + 2], 16) for each in colors) for at in (1, 3, 5)]
    return "#" + "".join(f"{total // len(colors):02x}" for total in sums)
