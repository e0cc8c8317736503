"""Renamed fields and categories, as columns beside those that they rename.

Rules of this file:

* A column of the data set is never changed: what was renamed comes as a copy of it, under the name and with the
  categories that the viewer showed. `column_conflict` decides where that name is taken.
* A place of a category is its place in the column as it is. What does not fit is left out and told. Spec: 6.5, 10.2.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from cellucid_session.apply import names as naming
from cellucid_session.apply.colors import key_of
from cellucid_session.apply.summary import AppliedColumn, Skipped
from cellucid_session.apply.target import Planned
from cellucid_session.errors import SessionError

if TYPE_CHECKING:
    from cellucid_session.apply.target import Target
    from cellucid_session.read.views import Renames

OBS = "obs:"


class UnfitError(SessionError):
    """A rename that the data set gives no way to show."""


def columns(renames: Renames, target: Target, uns: Mapping[str, Any]) -> tuple[list[Planned], list[Skipped]]:
    """What renames bring, and what of them is left out."""
    planned, skipped = [], []
    for key, (name, labels) in _by_column(renames, target).items():
        try:
            planned.append(_column(key, name, labels, target, uns))
        except UnfitError as exc:
            told = [
                *([f"{key} -> {name}"] if name else []),
                *(f"{key}:{at} -> {to}" for at, to in labels.items()),
            ]
            skipped += [Skipped("rename", each, str(exc)) for each in told]
    return planned, skipped


def _by_column(renames: Renames, target: Target) -> dict[str, tuple[str | None, dict[str, str]]]:
    """What is renamed -> its new name or None, and place of a category, as it is written -> its new name."""
    found: dict[str, tuple[str | None, dict[str, str]]] = {}
    for key, name in renames.fields.items():
        found[key] = (name, {})
    for key, label in renames.categories.items():
        column, _, place = key.rpartition(":")
        found.setdefault(column, (None, {}))[1][place] = label
    return found


def _column(
    key: str, name: str | None, labels: dict[str, str], target: Target, uns: Mapping[str, Any]
) -> Planned:
    import numpy as np
    import pandas as pd

    old = key.removeprefix(OBS)
    table = target.tables["obs"]
    if not key.startswith(OBS):
        raise UnfitError("it renames no column of obs, and names of variables stay as they are")
    if list(table.columns).count(old) != 1:
        raise UnfitError("the data set has no such column of obs, or two")
    column = table[old]
    values: Any
    notes = [f"a copy of the column {old}"]
    if isinstance(column.dtype, pd.CategoricalDtype):
        texts = [str(each) for each in column.cat.categories]
        for place, label in labels.items():
            if not (
                place.isascii() and place.isdecimal() and int(place[:9]) < len(texts) and len(place) < 10
            ):
                raise UnfitError(f"the column has {len(texts)} categories, none of them at the place {place}")
            texts[int(place)] = label
        made, changes = naming.categories(texts)
        notes += [f"the category {was} is {now}, to be told apart" for _, was, now in changes]
        index = pd.Index(made) if labels else column.cat.categories
        codes = np.asarray(column.cat.codes)
        values = pd.Categorical.from_codes(codes, categories=index, ordered=column.cat.ordered)
        missing = int((codes < 0).sum())
    elif labels:
        raise UnfitError("the column has no categories here")
    elif isinstance(column.dtype, np.dtype) and column.dtype.kind in "buif":
        values = np.array(column)
        missing = int(column.isna().sum())
    else:
        raise UnfitError("the column holds neither categories nor numbers")
    target.spend(values.codes.nbytes if isinstance(values, pd.Categorical) else values.nbytes, 1)
    taken, overwrites, more = target.name("obs", "", name or old)
    colors = uns.get(key_of(old))
    if isinstance(values, pd.Categorical) and colors is not None and len(colors) == len(values.categories):
        more += target.colors.bring(taken, [str(each) for each in colors])
    told = AppliedColumn(
        name=taken,
        axis="obs",
        kind="rename",
        original_id=key,
        key=old,
        label=name or old,
        page=None,
        cells=len(values) - missing,
        missing=missing,
        stray=0,
        chunk=None,
        overwrites=overwrites,
        notes=(*notes, *more),
    )
    return Planned(told, values)
