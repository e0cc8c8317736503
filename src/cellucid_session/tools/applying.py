"""A session applied to a data set on disk: which way it is written, decided in one place.

Rules of this file:

* Where only columns and keys of `uns` come, the store is copied and its tables are edited (`io.tables`): it costs a
  copy, and nothing else changes. The store is read whole and written anew only where that can't be; the summary says
  why, and that it was so.
* Everything is planned before the first byte is written. In place, nothing is ever written anew.
* A MuData is only ever copied and edited; mudata reads it, and reads the output before it gets its name.
Spec: 10.4.
"""

from __future__ import annotations

import contextlib
import dataclasses
import warnings
from collections.abc import Callable, Mapping, Sequence
from io import RawIOBase
from typing import TYPE_CHECKING, Any, BinaryIO, TypeVar

from cellucid_session.apply import plan_for
from cellucid_session.apply.arrays import InMemory
from cellucid_session.apply.colors import GONE
from cellucid_session.apply.commit import KEY, PART, commit
from cellucid_session.errors import InputError, InvalidSessionError, SessionError, UsageError
from cellucid_session.io import tables
from cellucid_session.io.dataset import StoredData, opened, text
from cellucid_session.io.survey import AXES, ORDER, ChangedError, Survey, check_tables, elsewhere, survey
from cellucid_session.report.text import shown_path
from cellucid_session.safe import safe
from cellucid_session.tools import datasets
from cellucid_session.tools.in_place import NOT_SO, InPlace, change, source, taken
from cellucid_session.tools.sessions import naming

if TYPE_CHECKING:
    from cellucid_session.apply import ApplySummary
    from cellucid_session.apply.arrays import Data
    from cellucid_session.apply.target import Planned
    from cellucid_session.read.bundle import CellucidSessionBundle

ToldT = TypeVar("ToldT")

KIND = "anndata"  # what the root of one says it is; old ones say nothing
MUDATA = "MuData"
#: kind of a data set -> what people call it
NAMES = {datasets.H5AD: "an AnnData", datasets.ZARR: "an AnnData", datasets.H5MU: "a MuData"}
WHOLE = "the data set was read whole and written anew as this anndata writes it, because {}"


#: plans onto a data set -> the columns, the bookkeeping or None, other colours, and what is told of it
Planner = Callable[[Any], tuple[Sequence["Planned"], dict[str, Any] | None, dict[str, Any], ToldT]]


def apply(
    bundle: CellucidSessionBundle,
    data: str,
    output: str | None,
    options: dict[str, Any],
    *,
    session: str,
    force: bool,
    stage: Callable[[str], None],
    check: Callable[[], None],
    in_place: InPlace | None = None,
) -> ApplySummary:
    """Apply a session to an AnnData or a MuData on disk, to a new one.

    Args:
        data: the path of the data set; it is never changed, unless `in_place` says so.
        output: that of the new one, or None for a plan only, or with `in_place`.
        options: of `apply_cellucid_session_to_anndata`. session: its path, for errors.
        force: replace what is at `output`.
        stage: is told what is done now. check: is called before anything is written; it raises when nothing must be.

    Raises:
        InputError: the data set can't be read. InvalidSessionError: the session can't be applied as asked.
        OutputError: the new one can't be written, or would not be whole.
    """

    def plan(target: Any) -> tuple[Sequence[Planned], dict[str, Any] | None, dict[str, Any], ApplySummary]:
        with naming(session):
            found, record, colors = plan_for(bundle, target, **options)
        return found.planned, record, colors, found.summary

    summary, why = onto(
        data,
        output,
        plan,
        uns=options["store_uns"],
        force=force,
        stage=stage,
        check=check,
        given=[bundle],
        in_place=in_place,
    )
    if why is not None:
        summary = dataclasses.replace(summary, advice=(*summary.advice, why))
    return summary


def onto(
    data: str,
    output: str | None,
    plan: Planner[ToldT],
    *,
    uns: bool,
    force: bool,
    stage: Callable[[str], None],
    check: Callable[[], None],
    given: Sequence[object] = (),
    wanted: Callable[[ToldT], bool] = lambda told: True,
    in_place: InPlace | None = None,
) -> tuple[ToldT, str | None]:
    """Plan onto an AnnData or a MuData on disk, and write a new one with what was planned.

    Args:
        uns: whether bookkeeping is kept. given: sessions, whoever gave which is told. wanted: asked before anything is
            written; False: nothing is. Others: as for `apply`.

    Returns:
        What the plan told, and a sentence where the data set was read whole and written anew.
    """
    if output is not None and (datasets.kind_of(data) == datasets.H5MU) != (
        datasets.kind_of(output) == datasets.H5MU
    ):
        raise UsageError(
            "of an .h5mu file comes an .h5mu file, and of nothing else: DATA and OUT must both be one"
        )
    writes = output is not None or (in_place is not None and not in_place.dry)
    stage("reading the data set")
    with contextlib.ExitStack() as stack:
        place = None if in_place is None else stack.enter_context(taken(data, in_place))
        root, target, before = _open(stack, data, data if place is None else source(place, data))
        why = _why_whole(root, before, data, output, in_place is not None)
        if why is None and target is not None:
            stage("applying the session")
            if uns:
                _check_uns(target.uns)
            planned, record, colors, told = plan(target)
            if not (writes and wanted(told)):
                return told, None
            stage("writing the output")
            check()
            others = {key: tables.GONE if value is GONE else value for key, value in colors.items()}
            noted = None if record is None else (KEY, PART, record)

            def edit(path: str | BinaryIO | RawIOBase) -> tables.Edit:
                return tables.edit(root, before, path, _columns(planned), others, noted)

            def make(path: str) -> None:
                tables.copy(data, path)
                edit(path)
                if datasets.kind_of(path) == datasets.H5MU:
                    _check_mudata(path, planned)

            if output is not None:
                datasets.publish(make, output, data, force)
            elif place is not None and (planned or others or noted):
                change(place, edit)
            return told, None
    adata = datasets.read(data)
    stage("applying the session")
    if uns:
        _check_uns(adata.uns)
    planned, record, colors, told = plan(InMemory(adata))
    if output is None or not wanted(told):
        return told, None
    adata = commit(adata, planned, record, True, colors, given)
    stage("writing the output")
    check()
    datasets.publish(lambda path: datasets.write(adata, path), output, data, force)
    return told, WHOLE.format(why)


def _open(stack: contextlib.ExitStack, path: str, read: str | RawIOBase) -> tuple[Any, Data | None, Survey]:
    """The root of the store that is read, open until the stack ends; its tables, if they can be looked at; its survey.

    Args:
        read: what is opened: the path, or a binary file.

    Raises:
        InputError: it can't be read as an AnnData. DependencyError: an extra is not installed.
    """
    datasets.check_source(path, datasets.ANY)
    kind = datasets.kind_of(path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of libraries, on files in the store that are none of theirs
            root = stack.enter_context(opened(read))
            if kind != datasets.H5MU:
                return _looked_at(root)
            return _modalities(stack, root, path)
    except ChangedError as exc:
        raise InputError(f"{shown_path(path)} can't be read as {NAMES[kind]}: {exc}") from exc
    except (MemoryError, SessionError):
        raise
    except Exception as exc:
        why = getattr(exc, "strerror", None) or type(exc).__name__
        raise InputError(f"{shown_path(path)} can't be read as {NAMES[kind]} ({why})") from exc


def _modalities(stack: contextlib.ExitStack, root: Any, path: str) -> tuple[Any, Data, Survey]:
    """The same of a MuData, which must be one that can be copied and edited."""
    from cellucid_session.apply.modalities import Modalities

    before = survey(root)
    if text(root.attrs.get("encoding-type", MUDATA)) != MUDATA or any(
        each not in root for each in (*AXES, "mod")
    ):
        raise ChangedError("it is no MuData")
    if int(root.attrs.get("axis", 0)) != 0:
        raise ChangedError("its modalities don't share their cells (its axis is not 0)")
    outside = elsewhere(before)
    why = tables.why_not(root) if outside is None else f"{safe(outside, 80)} lies in another file"
    if why is not None:
        raise ChangedError(f"{why}; write it anew with mudata")
    mdata = datasets.read_mudata(path)
    stack.callback(mdata.file.close)
    check_tables(
        root,
        # mudata may show columns of its modalities as columns of its own, which the file need not have
        {axis: [text(name) for name in root[axis].attrs[ORDER]] for axis in AXES},
        {"obs": mdata.n_obs, "var": mdata.n_vars},
    )
    return root, Modalities(mdata), before


def _check_mudata(path: str, planned: Sequence[Planned]) -> None:
    """Have mudata read an output. Raises ChangedError: a column is not there."""
    mdata = datasets.read_mudata(path)
    try:
        for axis, columns in _columns(planned).items():
            table = getattr(mdata, axis)
            if any(name not in table for name, _, _ in columns):
                raise ChangedError(f"mudata reads {axis} without a column that was written")
    finally:
        mdata.file.close()


def _looked_at(root: Any) -> tuple[Any, Data | None, Survey]:
    before = survey(root)
    if "obs" not in root or "var" not in root or text(root.attrs.get("encoding-type", KIND)) != KIND:
        raise ChangedError("it is no AnnData")
    if tables.why_not(root) is not None:
        return root, None, before
    target = StoredData(root)
    held = {"obs": target.obs, "var": target.var}
    check_tables(
        root,
        {axis: table.columns for axis, table in held.items()},
        {axis: len(table) for axis, table in held.items()},
    )
    return root, target, before


def _why_whole(root: Any, before: Survey, data: str, output: str | None, in_place: bool) -> str | None:
    """Why the output can't be a copy with other tables; None when it can. The one place that decides.

    Raises:
        UsageError: it can't, and is asked for in place.
    """
    why = _why_not_edited(root, before, data, output)
    if in_place and why is not None:
        raise UsageError(NOT_SO.format(shown_path(data), why))
    return why


def _why_not_edited(root: Any, before: Survey, data: str, output: str | None) -> str | None:
    if output is not None and datasets.kind_of(output) != datasets.kind_of(data):
        return "the output is of another kind"
    outside = elsewhere(before)
    if outside is not None:
        return f"{safe(outside, 80)} lies in another file"
    return tables.why_not(root)


def _check_uns(uns: Mapping[str, Any]) -> None:
    if not isinstance(uns.get(KEY, {}), dict):
        raise InvalidSessionError(f'uns["{KEY}"] of the data set is no dict; --no-uns leaves it alone')


def _columns(planned: Sequence[Planned]) -> dict[str, list[tables.Column]]:
    columns: dict[str, list[tables.Column]] = {axis: [] for axis in AXES}
    for item in planned:
        columns[item.column.axis].append((item.column.name, item.values, item.column.overwrites))
    return columns
