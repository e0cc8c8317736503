"""How far two sessions agree on the same cells: groups by their cells, fields by their categories.

Rules of this file: positions are compared only where the cells are the same, in the same order. A figure that is not
defined is None. Spec: 13.7.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from cellucid_session.apply import accepted
from cellucid_session.arguments import FLAG, hold
from cellucid_session.errors import BudgetError, DependencyError
from cellucid_session.judge.settings import BUDGETS
from cellucid_session.model import Limits
from cellucid_session.rescue.agreeing import agree, hold_to
from cellucid_session.rescue.convert import Source
from cellucid_session.rescue.labels import NONE, Coding, Labels, Set, labels_of
from cellucid_session.write.reopened import valid_session

if TYPE_CHECKING:
    import pandas as pd

ARGUMENTS = {"same_cells": FLAG, "limits": BUDGETS}
STEPS = 20_000_000_000  # cells that are looked at, over all pairs of groups


@dataclasses.dataclass(frozen=True)
class GroupPair:
    """A group of each session that share a cell. cells: of each. both: shared. jaccard: shared of all of both."""

    page: str
    label: str
    other_page: str
    other_label: str
    cells: int
    other_cells: int
    both: int
    jaccard: float


@dataclasses.dataclass(frozen=True)
class FieldPair:
    """A field that both sessions have, by its key.

    Attributes:
        cells: that have a category in both. equal: of these, in the same category. one: that have one in one session
            alone. kappa: Cohen's, over the cells with a category in both; None where it is not defined.
        table: (category, category of the other session) -> number of cells.
    """

    key: str
    cells: int
    equal: int
    one: int
    kappa: float | None
    table: dict[tuple[str, str], int]


@dataclasses.dataclass(frozen=True)
class Comparison:
    """How far two sessions agree.

    Attributes:
        groups: pairs that share a cell, by the first session's order, the closest first. fields: that both have.
        alone: (session 1 or 2, kind, name) of what shares nothing with the other session.
        same: whether the labels digests are equal. cells: why the cells are believed to be the same.
        missing: (kind, name, why) of what could not be compared.
    """

    groups: tuple[GroupPair, ...]
    fields: tuple[FieldPair, ...]
    alone: tuple[tuple[int, str, str], ...]
    same: bool
    cells: str
    missing: tuple[tuple[str, str, str], ...]

    def frame(self) -> pd.DataFrame:
        """The pairs of groups as a table. Needs pandas."""
        import pandas as pd

        names = [field.name for field in dataclasses.fields(GroupPair)]
        return pd.DataFrame.from_records([dataclasses.astuple(each) for each in self.groups], columns=names)

    def figure(self) -> Any:
        """The Jaccard index of each pair of groups as a picture: a Figure of matplotlib, which is needed."""
        import importlib

        try:
            drawing: Any = importlib.import_module("matplotlib.figure")
        except ImportError as exc:
            raise DependencyError("a picture needs matplotlib: pip install matplotlib") from exc
        rows = list(dict.fromkeys((each.page, each.label) for each in self.groups))
        columns = list(dict.fromkeys((each.other_page, each.other_label) for each in self.groups))
        values = [[0.0] * len(columns) for _ in rows]
        for each in self.groups:
            at = rows.index((each.page, each.label)), columns.index((each.other_page, each.other_label))
            values[at[0]][at[1]] = each.jaccard
        figure = drawing.Figure(figsize=(2 + 0.5 * len(columns), 2 + 0.4 * len(rows)), layout="constrained")
        axes = figure.subplots()
        image = axes.imshow(values or [[0.0]], vmin=0, vmax=1, cmap="viridis", aspect="auto")
        axes.set_xticks(range(len(columns)), [_plain(label) for _, label in columns], rotation=90)
        axes.set_yticks(range(len(rows)), [_plain(label) for _, label in rows])
        figure.colorbar(image, label="Jaccard index")
        return figure


def _plain(text: str) -> str:
    """A label without what matplotlib takes for mathematics."""
    from cellucid_session.safe import safe

    return safe(text, 40).replace("$", r"\$")


def compare_sessions(
    first: Source,
    second: Source,
    *,
    data: Any = None,
    same_cells: bool = False,
    limits: Limits | None = None,
) -> Comparison:
    """Say how far two sessions on the same cells agree, of whatever generations they are.

    Args:
        first, second: valid sessions: paths, or bytes. data, same_cells, limits: as of `convert_session`.

    Raises:
        DatasetMismatchError, CellOrderError: the cells are others, stand in another order, or nobody can tell.
        InvalidSessionError: a session is not valid. BudgetError: a budget ran out.

    Example:
        >>> told = compare_sessions("ann.cellucid-session", "bo.cellucid-session")  # doctest: +SKIP
        >>> told.fields[0].kappa  # doctest: +SKIP
        0.82

    Spec: 13.7.
    """
    hold(ARGUMENTS, locals())
    if data is not None:
        accepted.check(data, "compare_sessions")
    with valid_session(first, limits) as one, valid_session(second, limits) as other:
        if data is not None:
            hold_to(one, data)
            hold_to(other, data)
        cells = agree(one, other, data, same_cells)
        mine, its = labels_of(one, data), labels_of(other, data)
        missing = (*mine.missing, *its.missing)
        same = not missing and one.labels_digest(data) == other.labels_digest(data)
    groups, alone = _groups(mine, its)
    fields, more = _fields(mine, its)
    return Comparison(groups, fields, (*alone, *more), same, cells, missing)


def _sets(labels: Labels) -> list[tuple[str, Set, Any]]:
    """Page, group and cells of each group that has some."""
    return [
        (page.name, group, group.cells)
        for page in labels.pages
        for group in page.groups
        if group.cells is not None and len(group.cells)
    ]


def _groups(mine: Labels, its: Labels) -> tuple[tuple[GroupPair, ...], list[tuple[int, str, str]]]:
    import numpy as np

    own, others = _sets(mine), _sets(its)
    steps = len(own) * sum(len(cells) for _, _, cells in others)
    if steps > STEPS:
        raise BudgetError(f"{len(own)} and {len(others)} groups are too many to be compared")
    top = max((int(cells[-1]) for _, _, cells in (*own, *others)), default=-1) + 1
    found: list[GroupPair] = []
    met: set[int] = set()
    alone: list[tuple[int, str, str]] = []
    for page, group, cells in own:
        mask = np.zeros(top, np.bool_)
        mask[cells] = True
        pairs = []
        for place, (other_page, other, theirs) in enumerate(others):
            both = int(np.count_nonzero(mask[theirs]))
            if both:
                met.add(place)
                union = len(cells) + len(theirs) - both
                pairs.append(
                    GroupPair(
                        page,
                        group.label,
                        other_page,
                        other.label,
                        len(cells),
                        len(theirs),
                        both,
                        both / union,
                    )
                )
        if not pairs:
            alone.append((1, "group", group.label))
        found += sorted(pairs, key=lambda each: -each.jaccard)
    alone += [(2, "group", group.label) for at, (_, group, _) in enumerate(others) if at not in met]
    return tuple(found), alone


def _fields(mine: Labels, its: Labels) -> tuple[tuple[FieldPair, ...], list[tuple[int, str, str]]]:
    own, others = _coded(mine), _coded(its)
    both = [
        key
        for key, field in own.items()
        if key in others and len(_places(field)) == len(_places(others[key]))
    ]
    met = set(both)
    alone = [(1, "field", key[1]) for key in own if key not in met]
    alone += [(2, "field", key[1]) for key in others if key not in met]
    return tuple(_field(own[key], others[key]) for key in both), alone


def _places(field: Coding) -> Any:
    assert field.places is not None, "only fields with codes are compared"
    return field.places


def _coded(labels: Labels) -> dict[tuple[str, str], Coding]:
    return {
        (field.source, field.key): field
        for field in labels.fields
        if field.places is not None and not field.deleted
    }


def _field(field: Coding, other: Coding) -> FieldPair:
    import numpy as np

    a, b = _places(field), _places(other)
    names: dict[str, int] = {}
    for each in (*field.categories, *other.categories):
        names.setdefault(_text(each), len(names))
    mine = np.array([*(names[_text(each)] for each in field.categories), NONE])[a]
    its = np.array([*(names[_text(each)] for each in other.categories), NONE])[b]
    there = (mine != NONE) & (its != NONE)
    total, equal = int(there.sum()), int((there & (mine == its)).sum())
    pairs, counts = np.unique(mine[there] * max(len(names), 1) + its[there], return_counts=True)
    listed = list(names)
    table = {
        (listed[int(pair) // len(names)], listed[int(pair) % len(names)]): int(count)
        for pair, count in zip(pairs, counts, strict=True)
    }
    kappa = None
    if total:
        own, others = (np.bincount(each[there], minlength=len(names)).astype(float) for each in (mine, its))
        chance = float(own @ others) / (total * total)
        kappa = None if chance == 1 else (equal / total - chance) / (1 - chance)
    return FieldPair(field.key, total, equal, int(((mine != NONE) ^ (its != NONE)).sum()), kappa, table)


def _text(value: Any) -> str:
    """A category as a text; numbers and truth values as JSON writes them."""
    import json

    return value if isinstance(value, str) else json.dumps(value)
