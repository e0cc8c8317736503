"""Sessions applied to AnnData: highlight groups and user-defined category fields become columns.

Rules of this package:

* Plan first (`plan`), commit last (`commit`): when anything fails, the AnnData is as it was.
* A session is untrusted: safety findings refuse it, names and categories are made fit, memory is counted first.
Spec: 10.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from cellucid_session.apply import accepted
from cellucid_session.apply import cell_order as ordering
from cellucid_session.apply import names as naming
from cellucid_session.apply.arrays import InMemory
from cellucid_session.apply.cell_order import CellOrderError, CellOrderWarning
from cellucid_session.apply.fingerprint import (
    MISMATCHES,
    WARN_SKIP,
    DatasetMismatchError,
    DatasetMismatchWarning,
)
from cellucid_session.apply.provenance import session_provenance
from cellucid_session.apply.rows import CELLS, SAME, CellsByNameWarning
from cellucid_session.apply.summary import AppliedColumn, ApplySummary, CategoryRename, Skipped
from cellucid_session.arguments import FLAG, hold, shown
from cellucid_session.errors import ArgumentTypeError, DependencyError, UsageError
from cellucid_session.read.bundle import CellucidSessionBundle
from cellucid_session.safe import safe

if TYPE_CHECKING:
    from cellucid_session.apply.arrays import Data
    from cellucid_session.apply.plan import Options, Plan

__all__ = [
    "AppliedColumn",
    "ApplySummary",
    "CategoryRename",
    "CellOrderError",
    "CellOrderWarning",
    "CellsByNameWarning",
    "DatasetMismatchError",
    "DatasetMismatchWarning",
    "Skipped",
    "apply_cellucid_session_to_anndata",
    "apply_sessions",
    "session_provenance",
]

COLUMN_BUDGET = 4 << 30  # bytes
HIGHLIGHTS_PREFIX = "cellucid_highlight__"
NAME = "apply_cellucid_session_to_anndata"
BACKED = "the AnnData is backed: new columns are in memory, and in a file only after adata.write_h5ad(...)"
#: the switches of both functions; `_options` and `_check` hold the others
ARGUMENTS = dict.fromkeys(
    (
        "inplace",
        "add_highlights",
        "add_user_defined_fields",
        "include_deleted_user_defined_fields",
        "store_uns",
        "return_summary",
        "dry_run",
        "columns_only",
        "store_sender_paths",
    ),
    FLAG,
)


def apply_cellucid_session_to_anndata(
    bundle: CellucidSessionBundle | str | os.PathLike[str],
    adata: Any,
    *,
    inplace: bool = False,
    dataset_mismatch: str = WARN_SKIP,
    expected_dataset_id: str | None = None,
    add_highlights: bool = True,
    highlights_prefix: str = HIGHLIGHTS_PREFIX,
    add_user_defined_fields: bool = True,
    user_defined_prefix: str = "",
    include_deleted_user_defined_fields: bool = False,
    store_uns: bool = True,
    column_conflict: str = naming.SUFFIX,
    return_summary: bool = False,
    cells: str = SAME,
    cell_order: str = ordering.WARN,
    dry_run: bool = False,
    columns_only: bool = False,
    store_sender_paths: bool = False,
    column_budget: int = COLUMN_BUDGET,
) -> Any:
    """Apply a .cellucid-session bundle onto an AnnData object.

    Highlight groups become boolean columns of `obs`, user-defined category fields become categorical columns of `obs`
    or `var`, continuous ones become copies of the column or gene that they are another name of. Everything is planned
    first and changed in one step: when anything is raised, the AnnData is as it was.

    Cells are positions. A bundle that a viewer gave knows the names of the cells that were shown: the same ones in
    another order are brought over by name, with a warning. A session's file may hold digests of the names: with these,
    an AnnData with other cells, or the same in another order, is another data set. Sessions of Cellucid 0.9.1 and later
    hold a digest of what was drawn, which is made again here (`cell_order`). With others nothing can tell, and labels
    go to the wrong cells: apply a session to the AnnData that it was made from, and name that by
    `expected_dataset_id`.

    Args:
        bundle: an open session, or the path of one.
        adata: in memory, backed, or a view; it is changed only with `inplace`. Or a MuData in memory, for sessions of
            Cellucid 0.9.5 that were made from one; columns come to its own `obs`.
        inplace: change the AnnData given (its X is not copied; a view becomes a copy, as AnnData itself does it).
            Otherwise a copy is changed; the copy of a backed object is in memory. The file of a backed object is never
            changed: the columns are in memory, and in a file only after `adata.write_h5ad(...)`.
        dataset_mismatch: when the session is of another data set, "error" raises, "warn_skip" warns and skips what
            depends on the data set, "skip" does so silently.
        cells: for sessions that know the names of their cells: "same" takes all of them (for bundles of a viewer in
            whatever order they are here), and anything else is another data set; "by-name" takes what is shared, which
            only bundles of a viewer can; "by-position" goes by position whatever the names are.
        cell_order: "warn" says so when the cells are in another order than in the session, "require" raises unless
            their order is confirmed, "ignore" does not look (looking takes about 3 seconds for a million cells).
            `ApplySummary.cell_order` says what was found.
        expected_dataset_id: the datasetId that the session must have, or None.
        add_highlights: whether groups are applied. highlights_prefix: what the names of their columns begin with.
        add_user_defined_fields: whether fields are applied. user_defined_prefix: as above.
        include_deleted_user_defined_fields: whether fields that were deleted in the viewer are applied too.
        store_uns: whether bookkeeping goes to `uns["cellucid"]["session"]`; see `session_provenance`.
        column_conflict: when a name is taken, "error" raises, "overwrite" replaces the column, "suffix" takes
            `name__2`, `name__3`, ...; two columns of one session never replace each other. Colours of the column in
            `uns["NAME_colors"]` follow the names of its categories, or go.
        return_summary: also give an `ApplySummary`.
        dry_run: change nothing, give the plan: a DataFrame with one row for each column and each thing left out.
        columns_only: change and copy nothing, give two DataFrames (of obs, of var) with the new columns only.
        store_sender_paths: keep paths and addresses of the sender in the bookkeeping.
        column_budget: bytes that the values of the new columns may take (columns x cells).

    Returns:
        The AnnData, or what `dry_run` and `columns_only` say; with `return_summary` a pair of that and the summary.

    Raises:
        DatasetMismatchError: "Dataset fingerprint mismatch: ..."; also a ValueError.
        CellOrderError: "require", and the order is not confirmed; also a ValueError.
        InvalidSessionError: the session breaks a safety rule, or "Column already exists: NAME"; also a ValueError.
        BudgetError: the columns would take more than `column_budget`, or be more than an h5ad file can hold.
        UsageError: an option is wrong; also a ValueError. TypeError: `adata` is no AnnData, or a lazy one, or a MuData
            and the session was not made from one, or `uns["cellucid"]` is there and no dict. DependencyError: pandas
            or anndata is missing; also an ImportError.

    Example:
        >>> adata2, summary = apply_cellucid_session_to_anndata(  # doctest: +SKIP
        ...     "my-session.cellucid-session", adata, return_summary=True
        ... )
        >>> adata2.obs[summary.added_obs_columns[0]].sum()  # doctest: +SKIP
        50

    Spec: 10.
    """
    hold(ARGUMENTS, locals())
    options = _options(
        dataset_mismatch=dataset_mismatch,
        cells=cells,
        cell_order=cell_order,
        expected_dataset_id=expected_dataset_id,
        add_highlights=add_highlights,
        highlights_prefix=highlights_prefix,
        add_user_defined_fields=add_user_defined_fields,
        user_defined_prefix=user_defined_prefix,
        include_deleted_user_defined_fields=include_deleted_user_defined_fields,
    )
    _check(adata, column_conflict, column_budget, dry_run, columns_only, inplace)
    [plan], record, colors = _plan(
        {"": (bundle, options)},
        data_of(adata),
        column_conflict=column_conflict,
        column_budget=column_budget,
        store_uns=store_uns,
        store_sender_paths=store_sender_paths,
        several=False,
        stored=not columns_only,
        advice=_advice(adata, inplace),
    )
    summary = plan.summary
    if dry_run:
        return (summary.frame(), summary) if return_summary else summary.frame()
    if columns_only:
        frames = _frames([plan], adata)
        return (frames, summary) if return_summary else frames
    from cellucid_session.apply.commit import commit

    if return_summary:
        return commit(adata, plan.planned, record, inplace, colors), summary
    return commit(adata, plan.planned, record, inplace, colors)


def apply_sessions(
    sessions: Mapping[str, CellucidSessionBundle | str | os.PathLike[str]],
    adata: Any,
    *,
    inplace: bool = False,
    dataset_mismatch: str = WARN_SKIP,
    expected_dataset_id: str | None = None,
    add_highlights: bool = True,
    highlights_prefix: str = HIGHLIGHTS_PREFIX,
    add_user_defined_fields: bool = True,
    include_deleted_user_defined_fields: bool = False,
    store_uns: bool = True,
    column_conflict: str = naming.SUFFIX,
    return_summary: bool = False,
    cells: str = SAME,
    cell_order: str = ordering.WARN,
    dry_run: bool = False,
    columns_only: bool = False,
    store_sender_paths: bool = False,
    column_budget: int = COLUMN_BUDGET,
) -> Any:
    """Apply several sessions at once, all or none of them.

    Args:
        sessions: prefix -> session. The names of a session's columns begin with its prefix; for groups
            `highlights_prefix` follows.
        adata: see `apply_cellucid_session_to_anndata`, as for all other options. `column_budget` is for all together.

    Returns:
        As `apply_cellucid_session_to_anndata`; the summary is a dict from prefix to `ApplySummary`, and the table of
        `dry_run` has a first column "session" with the prefix.

    Raises:
        What `apply_cellucid_session_to_anndata` raises; then none of the sessions was applied.

    Example:
        >>> sessions = {"ann_": "ann.cellucid-session", "bo_": "bo.cellucid-session"}
        >>> adata2 = apply_sessions(sessions, adata)  # doctest: +SKIP

    Spec: 10.
    """
    hold(ARGUMENTS, locals())
    given: object = sessions
    if not isinstance(given, Mapping):
        told = safe(type(sessions).__name__, 60)
        raise ArgumentTypeError(
            f'sessions must be a dict from prefix to session, such as {{"ann_": "ann.cellucid-session"}}, not {told}'
        )
    wanted = {
        prefix: (
            bundle,
            _options(
                dataset_mismatch=dataset_mismatch,
                cells=cells,
                cell_order=cell_order,
                expected_dataset_id=expected_dataset_id,
                add_highlights=add_highlights,
                highlights_prefix=naming.check_prefix("a session's prefix", prefix)
                + naming.check_prefix("highlights_prefix", highlights_prefix),
                add_user_defined_fields=add_user_defined_fields,
                user_defined_prefix=prefix,
                include_deleted_user_defined_fields=include_deleted_user_defined_fields,
            ),
        )
        for prefix, bundle in sessions.items()
    }
    _check(adata, column_conflict, column_budget, dry_run, columns_only, inplace)
    plans, record, colors = _plan(
        wanted,
        data_of(adata),
        column_conflict=column_conflict,
        column_budget=column_budget,
        store_uns=store_uns,
        store_sender_paths=store_sender_paths,
        several=True,
        stored=not columns_only,
        advice=_advice(adata, inplace),
    )
    summaries = {prefix: plan.summary for prefix, plan in zip(wanted, plans, strict=True)}
    if dry_run:
        table = _tables(summaries)
        return (table, summaries) if return_summary else table
    if columns_only:
        frames = _frames(plans, adata)
        return (frames, summaries) if return_summary else frames
    from cellucid_session.apply.commit import commit

    planned = [item for plan in plans for item in plan.planned]
    if return_summary:
        return commit(adata, planned, record, inplace, colors), summaries
    return commit(adata, planned, record, inplace, colors)


def data_of(adata: Any) -> Data:
    """An AnnData or a MuData, as a plan looks at it."""
    if not accepted.is_mudata(adata):
        return InMemory(adata)
    from cellucid_session.apply.modalities import Modalities

    return Modalities(adata)


def plan_for(
    bundle: CellucidSessionBundle,
    data: Any,
    *,
    column_conflict: str,
    store_uns: bool,
    column_budget: int = COLUMN_BUDGET,
    **options: Any,
) -> tuple[Plan, dict[str, Any] | None, dict[str, Any]]:
    """What applying a session to a data set would do, for who puts it there without an AnnData.

    Args:
        data: as `arrays.Data` has it; `obs` and `var` have `columns`, `index.name`, `kept` and a length.
        options: see `apply_cellucid_session_to_anndata`, which raises the same.

    Returns:
        The plan, and what becomes `uns["cellucid"]["session"]` (None: nothing), and other colours, as key of
        `uns` -> value or `colors.GONE`.
    """
    _one_of("column_conflict", column_conflict, naming.CONFLICTS)
    [plan], record, colors = _plan(
        {"": (bundle, _options(**{"cells": SAME, "cell_order": ordering.WARN} | options))},
        data,
        column_conflict=column_conflict,
        column_budget=column_budget,
        store_uns=store_uns,
        store_sender_paths=False,
        several=False,
        stored=True,
        advice=(),
    )
    return plan, record, colors


def _options(**values: Any) -> Options:
    """The options of one session. Raises UsageError; DependencyError without pandas."""
    try:
        import pandas  # noqa: F401
    except ImportError as exc:
        raise DependencyError(f"{NAME} requires pandas") from exc
    from cellucid_session.apply.plan import Options

    _one_of("dataset_mismatch", values["dataset_mismatch"], MISMATCHES)
    _one_of("cells", values["cells"], CELLS)
    _one_of("cell_order", values["cell_order"], ordering.MODES)
    expected = values["expected_dataset_id"]
    if not isinstance(expected, str | None):
        raise UsageError(f"expected_dataset_id must be a text or None, not {type(expected).__name__}")
    for option in ("highlights_prefix", "user_defined_prefix"):
        naming.check_prefix(option, values[option])
    return Options(**values)


def _one_of(option: str, value: object, words: Sequence[str]) -> None:
    if not isinstance(value, str) or value not in words:
        raise UsageError(f"{option} must be one of {', '.join(words)}; it is {shown(value)}")


def _check(
    adata: Any, column_conflict: str, column_budget: int, dry_run: bool, columns_only: bool, inplace: bool
) -> None:
    """Hold the options and the AnnData to what they must be."""
    _one_of("column_conflict", column_conflict, naming.CONFLICTS)
    if type(column_budget) is not int or column_budget < 0:
        raise UsageError("column_budget must be an integer of at least 0")
    if dry_run + columns_only + inplace > 1:
        raise UsageError("only one of inplace, dry_run and columns_only can be asked for")
    accepted.check(adata, NAME)


def _advice(adata: Any, inplace: bool) -> tuple[str, ...]:
    """What a person should know of this AnnData, whatever the session."""
    return (BACKED,) if inplace and adata.isbacked and not adata.is_view else ()


def _plan(
    sessions: Mapping[str, tuple[CellucidSessionBundle | str | os.PathLike[str], Options]],
    data: Data,
    *,
    column_conflict: str,
    column_budget: int,
    store_uns: bool,
    store_sender_paths: bool,
    several: bool,
    stored: bool,
    advice: tuple[str, ...],
) -> tuple[list[Plan], dict[str, Any] | None, dict[str, Any]]:
    """The plans of all sessions, the bookkeeping (None: none is asked for), and other colours (key of `uns` -> value).

    Nothing is changed.
    """
    import dataclasses

    from cellucid_session.apply import plan as planning
    from cellucid_session.apply import provenance
    from cellucid_session.apply.commit import check_uns

    if store_uns:
        check_uns(data.uns)
    uns = data.uns if stored else {}
    target = planning.Target(data, column_conflict, column_budget, stored, uns, advice)
    plans, parts = [], {}
    for prefix, (bundle, options) in sessions.items():
        own = not isinstance(bundle, CellucidSessionBundle)
        opened = CellucidSessionBundle(bundle) if not isinstance(bundle, CellucidSessionBundle) else bundle
        try:
            plan = planning.make(opened, target, options)
            plans.append(plan)
            if store_uns:
                told = dataclasses.asdict(options) | {"column_conflict": column_conflict}
                parts[prefix] = provenance.parts_of(opened, plan.summary, told, store_sender_paths)
        finally:
            if own:
                opened.close()
    if not store_uns:
        return plans, None, target.colors.changes
    record = provenance.record_of_several(parts) if several else provenance.record_of(parts[""])
    return plans, record, target.colors.changes


def _frames(plans: Sequence[Plan], adata: Any) -> tuple[Any, Any]:
    """The new columns alone, as tables of obs and of var."""
    import pandas as pd

    from cellucid_session.apply.commit import with_columns

    frames = []
    for axis, index in (("obs", adata.obs_names), ("var", adata.var_names)):
        alone = [
            # with nothing there, nothing is replaced
            item.alone()
            for plan in plans
            for item in plan.planned
            if item.column.axis == axis
        ]
        frames.append(with_columns(pd.DataFrame(index=index.copy()), alone))
    return frames[0], frames[1]


def _tables(summaries: Mapping[str, ApplySummary]) -> Any:
    """The plans of several sessions as one table."""
    import pandas as pd

    tables = []
    for prefix, summary in summaries.items():
        table = summary.frame()
        table.insert(0, "session", prefix)
        tables.append(table)
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame()
