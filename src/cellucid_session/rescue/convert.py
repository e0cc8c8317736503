"""A session written as one of another generation.

Rules of this file:

* What carries is pages, groups, colours, fields, and renames where their keys mean the same. What a generation needs
  besides comes from the source, from a template, or from the data set; else there is an error that says what to do.
* Whatever does not carry is listed. The order of the cells is held to that of the template.
* The output is judged as its generation before it gets its name. Spec: 9, 16.
"""

from __future__ import annotations

import dataclasses
import os
from typing import Any

from cellucid_session.apply import accepted
from cellucid_session.arguments import FLAG, NUMBER, PATH, hold
from cellucid_session.errors import UsageError
from cellucid_session.generated.generations import NUMBERS
from cellucid_session.generated.generations import generation as numbered
from cellucid_session.io import outputs
from cellucid_session.judge.settings import BUDGETS
from cellucid_session.model import Limits
from cellucid_session.read.bundle import CellucidSessionBundle
from cellucid_session.rescue.agreeing import agree, hold_to
from cellucid_session.rescue.heads import arguments, carry
from cellucid_session.rescue.labels import Labels, labels_of
from cellucid_session.rescue.put import Prepared
from cellucid_session.rescue.saying import Told
from cellucid_session.write.heads import called
from cellucid_session.write.reopened import valid_session
from cellucid_session.write.writer import SessionWriter

EXPRESSION = "expression"  # of the mapping: the matrix with genes, null for none; an export has no such key
Source = str | os.PathLike[str] | bytes | bytearray | memoryview
ARGUMENTS = {"out": PATH.optional(), "to": NUMBER, "same_cells": FLAG, "force": FLAG, "limits": BUDGETS}


@dataclasses.dataclass(frozen=True)
class Converted:
    """What became of a session.

    Attributes:
        source, target: generations. data: the new session, where no path was given for it, else None.
        dropped: (kind, name, why) of what is not in it. changed: the same of what is there another way.
        cells: why the cells are believed to be those of the template; "" without one.
    """

    source: int
    target: int
    data: bytes | None
    dropped: tuple[tuple[str, str, str], ...]
    changed: tuple[tuple[str, str, str], ...]
    cells: str


def convert_session(
    source: Source,
    out: str | os.PathLike[str] | None = None,
    *,
    to: int,
    template: Source | None = None,
    data: Any = None,
    same_cells: bool = False,
    force: bool = False,
    limits: Limits | None = None,
) -> Converted:
    """Write a session as one of another generation: pages, groups, colours, fields, renames.

    Args:
        source: a session that is valid: its path, or its bytes. out: the new one; None gives its bytes.
        to: the generation, 1 to 5.
        template: a session that the viewer of the target's release saved on the same data set. Its fingerprint, its
            order of cells, its mapping and all state of the viewer are taken, byte for byte; its labels are not.
        data: the AnnData: names the cells of groups that a category names, and shows that the cells of source and
            template stand in the same order.
        same_cells: the caller says so, where nothing shows it.
        force: replace a regular file that is there. limits: budgets.

    Returns:
        What became of it, and all that did not carry.

    Raises:
        UsageError: a template is needed, or the output is refused. DatasetMismatchError: the template is of another
            data set. CellOrderError: the cells stand in another order, or nobody can tell. InvalidSessionError: source
            or template is not valid. BudgetError: a budget ran out.

    Example:
        >>> told = convert_session(  # doctest: +SKIP
        ...     "old.cellucid-session", "new.cellucid-session", to=5, template="saved-today.cellucid-session"
        ... )
        >>> told.dropped  # doctest: +SKIP
        (('chunk', 'core/state', "state of the viewer that the target's does not take over"),)

    Spec: 9, 16.
    """
    hold(ARGUMENTS, locals())
    if to not in NUMBERS:
        raise UsageError(f"to must be one of {', '.join(map(str, NUMBERS))}, not {to}")
    if data is not None:
        accepted.check(data, "convert_session")
    target = numbered(to)
    told = Told()
    with valid_session(source, limits) as bundle:
        if out is not None:
            outputs.check_destination(
                os.fspath(out), force=force, inputs=outputs.identities(source, template, data)
            )
        if data is not None:
            hold_to(bundle, data)
        if template is None:
            cells, pattern = "", None
            writer = written(bundle, None, target, labels_of(bundle, data), told, limits)
        else:
            with valid_session(template, limits) as pattern:
                if pattern.generation is not target and target not in (
                    pattern.generation,
                    *pattern.facts.twins,
                ):
                    raise UsageError(
                        f"the template is a session of {called(pattern.generation)}, not of {called(target)}"
                    )
                cells = agree(bundle, pattern, data, same_cells)
                writer = written(bundle, pattern, target, labels_of(bundle, data), told, limits)
        with writer:
            made = None
            if out is None:
                made = writer.to_bytes()
            else:
                writer.write(out, force=force)
        return Converted(bundle.generation.number, to, made, tuple(told.dropped), tuple(told.changed), cells)


def written(
    source: CellucidSessionBundle,
    template: CellucidSessionBundle | None,
    target: Any,
    labels: Labels,
    told: Told,
    limits: Limits | None,
) -> SessionWriter:
    """A writer with everything that carries."""
    given = arguments(source, template, target, told)
    n_obs = given.get("n_obs")
    if source.generation.format != target.format:
        labels = without_renames(labels, told)
    mapping = given.get("data_mapping") or {}
    genes = mapping.get(EXPRESSION, EXPRESSION) is not None
    prepared = Prepared(target, n_obs, labels, told, genes)
    if "requires" in given:
        given["requires"] = {
            axis: [
                *given["requires"].get(axis, ()),
                *(key for place, key in sorted(prepared.bound) if place == axis),
            ]
            for axis in ("obs", "var")
        }
    writer = SessionWriter(**given, limits=limits)
    try:
        prepared.put(writer)
        carry(source, template, target, writer, told)
    except BaseException:
        writer.close()
        raise
    return writer


def without_renames(labels: Labels, told: Told) -> Labels:
    """Labels without what is keyed by names that another format of the viewer may read otherwise."""
    why = "nobody knows whether the other format of the viewer means the same by its key"
    for texts in labels.renames.values():
        for key in texts:
            told.drop("rename", key, why)
    for name in dict.fromkeys(name for names in labels.gone.values() for name in names):
        told.drop("deletion", name, why)
    empty: dict[str, Any] = {"fields": {}, "categories": {}}
    return dataclasses.replace(labels, renames=empty, gone={"deleted": [], "purged": []})
