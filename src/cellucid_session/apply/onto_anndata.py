"""One session applied to an AnnData, planned for one, or given as columns alone.

Rules of this file: plan first, commit last: when anything is raised, the AnnData is as it was. Spec: 10.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypeVar, overload

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

if TYPE_CHECKING:
    import os
    from typing import BinaryIO, Unpack

    import pandas as pd
    from anndata import AnnData
    from mudata import MuData

    from cellucid_session.apply.options import ApplyOptions
    from cellucid_session.apply.summary import ApplySummary
    from cellucid_session.model import Limits
    from cellucid_session.read.bundle import CellucidSessionBundle

    Session = CellucidSessionBundle | str | os.PathLike[str] | bytes | bytearray | memoryview | BinaryIO

DataT = TypeVar("DataT", bound="AnnData | MuData")


@overload
def apply_cellucid_session_to_anndata(
    bundle: Session,
    adata: DataT,
    *,
    inplace: bool = ...,
    return_summary: Literal[False] = ...,
    dry_run: Literal[False] = ...,
    columns_only: Literal[False] = ...,
    **options: Unpack[ApplyOptions],
) -> DataT: ...


@overload
def apply_cellucid_session_to_anndata(
    bundle: Session,
    adata: DataT,
    *,
    inplace: bool = ...,
    return_summary: Literal[True],
    dry_run: Literal[False] = ...,
    columns_only: Literal[False] = ...,
    **options: Unpack[ApplyOptions],
) -> tuple[DataT, ApplySummary]: ...


@overload
def apply_cellucid_session_to_anndata(
    bundle: Session,
    adata: DataT,
    *,
    inplace: bool = ...,
    return_summary: bool = ...,
    dry_run: bool = ...,
    columns_only: bool = ...,
    **options: Unpack[ApplyOptions],
) -> Any: ...


def apply_cellucid_session_to_anndata(
    bundle: Session,
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
        bundle: an open session; or the path of one, its bytes, or a binary file with them.
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
        add_highlights: whether each group becomes a column. highlights_prefix: what the names of these begin with.
        highlight_names: what follows there: the "id" of the group, or its "label", made fit and told apart.
        add_user_defined_fields: whether fields are applied. user_defined_prefix: as above.
        include_deleted_user_defined_fields: whether fields that were deleted in the viewer are applied too.
        pages_as_columns: whether each page becomes one categorical column: its groups' labels are the categories, in
            their order, with colours in `uns["NAME_colors"]`, as plots of scanpy take them. pages_prefix: as above.
        overlap: for cells in several groups of a page: "combine" makes a category of all their labels ("A + B"),
            "first" takes the first, "error" raises.
        renames: whether columns of the data set that were renamed in the viewer, or whose categories were, come as
            copies under the names that it showed; the columns themselves stay as they are.
        store_uns: whether bookkeeping goes to `uns["cellucid"]["session"]`; see `session_provenance`.
        column_conflict: when a name is taken, "error" raises, "overwrite" replaces the column, "suffix" takes
            `name__2`, `name__3`, ...; two columns of one session never replace each other. Colours of the column in
            `uns["NAME_colors"]` follow the names of its categories, or go.
        return_summary: also give an `ApplySummary`.
        dry_run: change nothing, give the plan: a DataFrame with one row for each column and each thing left out.
        columns_only: change and copy nothing, give two DataFrames (of obs, of var) with the new columns only.
        store_sender_paths: keep paths and addresses of the sender in the bookkeeping.
        column_budget: bytes that the values of the new columns may take (columns x cells).
        limits: budgets of reading, for a session given by its path.

    Returns:
        The AnnData, or what `dry_run` and `columns_only` say; with `return_summary` a pair of that and the summary.

    Raises:
        DatasetMismatchError: "Dataset fingerprint mismatch: ..."; also a ValueError.
        CellOrderError: "require", and the order is not confirmed; also a ValueError.
        InvalidSessionError: the session breaks a safety rule; also a ValueError. ColumnConflictError, one of these:
            "Column already exists: NAME". GroupOverlapError, another: "error", and a cell is in several groups.
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
    asked = options(
        dataset_mismatch=dataset_mismatch,
        cells=cells,
        cell_order=cell_order,
        expected_dataset_id=expected_dataset_id,
        add_highlights=add_highlights,
        highlights_prefix=highlights_prefix,
        highlight_names=highlight_names,
        add_user_defined_fields=add_user_defined_fields,
        user_defined_prefix=user_defined_prefix,
        include_deleted_user_defined_fields=include_deleted_user_defined_fields,
        pages_as_columns=pages_as_columns,
        pages_prefix=pages_prefix,
        overlap=overlap,
        renames=renames,
    )
    check_target(adata, column_conflict, column_budget, dry_run, columns_only, inplace)
    [plan], record, colors = plan_all(
        {"": (bundle, asked)},
        data_of(adata),
        column_conflict=column_conflict,
        column_budget=column_budget,
        store_uns=store_uns,
        store_sender_paths=store_sender_paths,
        several=False,
        stored=not columns_only,
        advice=advice_on(adata, inplace),
        limits=limits,
    )
    summary = plan.summary
    if dry_run:
        return (summary.frame(), summary) if return_summary else summary.frame()
    if columns_only:
        frames = frames_of([plan], adata)
        return (frames, summary) if return_summary else frames
    from cellucid_session.apply.commit import commit

    if return_summary:  # nothing can be raised between the change and the result
        return commit(adata, plan.planned, record, inplace, colors, [bundle]), summary
    return commit(adata, plan.planned, record, inplace, colors, [bundle])


def plan_session(session: Session, adata: AnnData | MuData, **options: Unpack[ApplyOptions]) -> ApplySummary:
    """Say what applying a session would do, and change nothing.

    Args:
        session: an open session, the path of one, or its bytes. adata: as `apply_cellucid_session_to_anndata` takes it.
        options: the same that say there which columns come about.

    Returns:
        The summary that applying gives; `frame()` is a table of it.

    Raises:
        What applying raises.

    Example:
        >>> plan_session("my-session.cellucid-session", adata).frame()  # doctest: +SKIP

    Spec: 10.
    """
    told: tuple[Any, ApplySummary] = apply_cellucid_session_to_anndata(
        session, adata, dry_run=True, return_summary=True, **options
    )
    return told[1]


def session_columns(
    session: Session, adata: AnnData | MuData, **options: Unpack[ApplyOptions]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The columns that applying a session would add, alone; nothing is changed or copied.

    Args:
        session: an open session, the path of one, or its bytes. adata: as `apply_cellucid_session_to_anndata` takes it.
        options: the same that say there which columns come about.

    Returns:
        A table of n_obs rows and one of n_vars rows, indexed by the names of the cells and of the variables.

    Raises:
        What applying raises.

    Example:
        >>> obs, var = session_columns("my-session.cellucid-session", adata)  # doctest: +SKIP
        >>> adata.obs = adata.obs.join(obs)  # doctest: +SKIP

    Spec: 10.
    """
    told: tuple[pd.DataFrame, pd.DataFrame] = apply_cellucid_session_to_anndata(
        session, adata, columns_only=True, **options
    )
    return told
