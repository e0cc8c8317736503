"""Names of columns and categories: from free text of a session to names that AnnData can hold and store.

Rules of this file:

* `fit` makes any text a name that is no path of HDF5 or zarr. For ASCII text it gives what cellucid 0.0.9 gives.
* A taken name is never handed out: `error` refuses, `overwrite` replaces a column of the AnnData but never a column of
  the same call nor the index, `suffix` appends `__2`, `__3`, ...
* A name is taken by each that a store can't keep beside it (`keys`): by `NAME/...`, by another case, by another form of
  the same letters. Only a column of exactly this name is ever replaced.
* No name is a device of Windows or a file of zarr's own.
* A name with its prefix has at most `NAME_BYTES` bytes: zarr on disk makes a file name of it.
* Categories are data: only what can't be stored, and what would be equal, is changed, and the change is told.
Spec: 10.3.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from cellucid_session.apply.keys import is_device, is_inside, likeness
from cellucid_session.check.unicode_text import composed
from cellucid_session.errors import ColumnConflictError, UsageError
from cellucid_session.safe import safe

ERROR, OVERWRITE, SUFFIX = "error", "overwrite", "suffix"
CONFLICTS = (ERROR, OVERWRITE, SUFFIX)

NAME_BYTES = 200  # of 255 that file systems take, so that suffixes fit
PREFIX_BYTES = 100
NOTHING_LEFT = "cellucid"
#: names that AnnData and zarr keep for themselves in a stored table
RESERVED = frozenset({"_index", "__categories", "zarr.json"})

_OTHER = re.compile(r"\W+")  # what is no letter, digit or underscore of any script
_LOW_LINES = re.compile("__+")
_BAD_PREFIX = re.compile('[/\\\\<>:"|?*\x00-\x1f\x7f-\x9f\ud800-\udfff]')


def fit(text: str) -> str:
    """The name that a text of the session becomes, before the prefix and before conflicts are decided."""
    name = _LOW_LINES.sub("_", _OTHER.sub("_", composed(text))).strip("_")
    if not name:
        return NOTHING_LEFT
    return name if name[0].isalpha() else "_" + name


def shortened(prefix: str, text: str) -> tuple[str, bool]:
    """The prefix and the fitted text as one name of at most `NAME_BYTES` bytes, and whether it had to be cut."""
    name = prefix + fit(text)
    if is_device(name):
        name = "_" + name
    data = name.encode()
    if len(data) <= NAME_BYTES:
        return name, False
    return data[:NAME_BYTES].decode(errors="ignore"), True


def check_prefix(option: str, prefix: object) -> str:
    """Hold a caller's prefix to what can begin a column's name.

    Raises:
        UsageError: it is no text, too long, or has a character that would make the name a path.
    """
    if not isinstance(prefix, str):
        raise UsageError(f"{option} must be a text, not {type(prefix).__name__}")
    if _BAD_PREFIX.search(prefix) or prefix.startswith("."):
        raise UsageError(
            f"{option} can't begin the name of a column: {safe(prefix, 60)!r} has a leading dot, "
            'or what no folder can be called by everywhere: / \\ < > : " | ? *, or a control character'
        )
    if len(prefix.encode()) > PREFIX_BYTES:
        raise UsageError(f"{option} is longer than {PREFIX_BYTES} bytes")
    return prefix


class Names:
    """The names of one axis: which are taken, and what the next one becomes.

    Args:
        columns: the columns that are there. index_name: the index's name, which no column can have.
        policy: one of `CONFLICTS`. kept: names of a stored table that are no columns and stay as they are.
    """

    def __init__(
        self, columns: Iterable[object], index_name: object, policy: str, kept: Iterable[object] = ()
    ) -> None:
        self._there = {str(column) for column in columns}
        self._fixed = (
            RESERVED | set(map(str, kept)) | ({str(index_name)} if index_name is not None else set())
        )
        self._planned: set[str] = set()
        self._holders = {
            likeness(name): name for name in (*self._fixed, *self._there)
        }  # form -> a name that has it
        #: forms of what holds other columns: to replace it would delete those
        self._around = {likeness(name) for name in self._there | self._fixed if is_inside(name)}
        self._policy = policy
        self._next: dict[str, int] = {}

    def choose(self, name: str, *, apart: bool = False) -> tuple[str, bool, str | None]:
        """Take a name that is no path, as those of `shortened` are.

        Args:
            apart: whether a name that was planned before is told apart by a suffix, whatever the policy.

        Returns:
            The name; whether it replaces a column that is there; and the name that was in the way, if another had to
            be taken.

        Raises:
            ColumnConflictError: the name is taken and the policy is "error".
        """
        assert not is_inside(name)
        form = likeness(name)
        if form not in self._holders:
            return self._take(name), False, None
        known = name in self._there or name in self._planned or name in self._fixed
        holder = name if known else self._holders[form]
        if self._policy == ERROR and not (apart and holder in self._planned):
            beside = "" if known else f", and a store can't keep {safe(name)} beside it"
            raise ColumnConflictError(f"Column already exists: {safe(holder)}{beside}")
        if self._policy == OVERWRITE and self._replaceable(name, form):
            return self._take(name), True, None
        number = self._next.get(form, 2)
        while likeness(f"{name}__{number}") in self._holders:
            number += 1
        self._next[form] = number + 1
        return self._take(f"{name}__{number}"), False, holder

    def _replaceable(self, name: str, form: str) -> bool:
        return (
            name in self._there
            and name not in self._planned
            and name not in self._fixed
            and form not in self._around
        )

    def _take(self, name: str) -> str:
        self._planned.add(name)
        self._holders.setdefault(likeness(name), name)
        return name


def categories(names: Sequence[str]) -> tuple[list[str], list[tuple[int, str, str]]]:
    """Make the categories of a field storable and distinct.

    Returns:
        The categories in their order, and every change as (place, old, new).
    """
    whole = list(names)
    kept = set(whole)  # a name that can stay is never taken by a changed one
    used: set[str] = set()
    counts: dict[str, int] = {}
    changes: list[tuple[int, str, str]] = []
    for place, old in enumerate(whole):
        name = old.replace("\0", "\\x00")
        if name in used or (name != old and name in kept):
            number = counts.get(name, 2)
            while f"{name}__{number}" in used or f"{name}__{number}" in kept:
                number += 1
            counts[name] = number + 1
            name = f"{name}__{number}"
        used.add(name)
        whole[place] = name
        if name != old:
            changes.append((place, old, name))
    return whole, changes
