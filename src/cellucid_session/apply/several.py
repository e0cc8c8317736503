"""Several sessions applied to one AnnData, all or none of them. Spec: 10."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from cellucid_session.apply import cell_order as ordering
from cellucid_session.apply import names as naming
from cellucid_session.apply.fingerprint import WARN_SKIP
from cellucid_session.apply.options import (
    ARGUMENTS,
    BY_ID,
    COLUMN_BUDGET,
    COMBINE,
    HIGHLIGHTS_PREFIX,
    options,
)
from cellucid_session.apply.planning import advice_on, check_target, data_of, frames_of, plan_all
from cellucid_session.apply.rows import SAME
from cellucid_session.arguments import hold
from cellucid_session.errors import ArgumentTypeError
from cellucid_session.safe import safe

if TYPE_CHECKING:
    import os

    from cellucid_session.apply.summary import ApplySummary
    from cellucid_session.model import Limits
    from cellucid_session.read.bundle import CellucidSessionBundle


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
    highlight_names: str = BY_ID,
    pages_as_columns: bool = False,
    pages_prefix: str = "",
    overlap: str = COMBINE,
    renames: bool = False,
    cells: str = SAME,
    cell_order: str = ordering.WARN,
    dry_run: bool = False,
    columns_only: bool = False,
    store_sender_paths: bool = False,
    column_budget: int = COLUMN_BUDGET,
    limits: Limits | None = None,
) -> Any:
    """Apply several sessions at once, all or none of them.

    Args:
        sessions: prefix -> session. The names of a session's columns begin with its prefix; for groups
            `highlights_prefix` follows, for pages `pages_prefix`.
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
            options(
                dataset_mismatch=dataset_mismatch,
                cells=cells,
                cell_order=cell_order,
                expected_dataset_id=expected_dataset_id,
                add_highlights=add_highlights,
                highlight_names=highlight_names,
                highlights_prefix=naming.check_prefix("a session's prefix", prefix)
                + naming.check_prefix("highlights_prefix", highlights_prefix),
                add_user_defined_fields=add_user_defined_fields,
                user_defined_prefix=prefix,
                include_deleted_user_defined_fields=include_deleted_user_defined_fields,
                pages_as_columns=pages_as_columns,
                pages_prefix=prefix + naming.check_prefix("pages_prefix", pages_prefix),
                overlap=overlap,
                renames=renames,
            ),
        )
        for prefix, bundle in sessions.items()
    }
    check_target(adata, column_conflict, column_budget, dry_run, columns_only, inplace)
    plans, record, colors = plan_all(
        wanted,
        data_of(adata),
        column_conflict=column_conflict,
        column_budget=column_budget,
        store_uns=store_uns,
        store_sender_paths=store_sender_paths,
        several=True,
        stored=not columns_only,
        advice=advice_on(adata, inplace),
        limits=limits,
    )
    summaries = {prefix: plan.summary for prefix, plan in zip(wanted, plans, strict=True)}
    if dry_run:
        table = _tables(summaries)
        return (table, summaries) if return_summary else table
    if columns_only:
        frames = frames_of(plans, adata)
        return (frames, summaries) if return_summary else frames
    from cellucid_session.apply.commit import commit

    planned = [item for plan in plans for item in plan.planned]
    given = list(sessions.values())
    if return_summary:  # nothing can be raised between the change and the result
        return commit(adata, planned, record, inplace, colors, given), summaries
    return commit(adata, planned, record, inplace, colors, given)


def _tables(summaries: Mapping[str, ApplySummary]) -> Any:
    """The plans of several sessions as one table."""
    import pandas as pd

    tables = []
    for prefix, summary in summaries.items():
        table = summary.frame()
        table.insert(0, "session", prefix)
        tables.append(table)
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame()
