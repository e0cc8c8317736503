"""Sessions planned onto one data set, one after the other, before anything is changed.

Rules of this file: a session that is opened here is closed here; one that was given stays open. Spec: 10.
"""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from cellucid_session.apply import accepted
from cellucid_session.apply import names as naming
from cellucid_session.apply.arrays import InMemory
from cellucid_session.apply.options import COLUMN_BUDGET, NAME, one_of, options
from cellucid_session.errors import ArgumentTypeError, UsageError
from cellucid_session.io.naming import about
from cellucid_session.read.bundle import CellucidSessionBundle

if TYPE_CHECKING:
    from cellucid_session.apply.arrays import Data
    from cellucid_session.apply.options import Options
    from cellucid_session.apply.target import Plan
    from cellucid_session.model import Limits

BACKED = "the AnnData is backed: new columns are in memory, and in a file only after adata.write_h5ad(...)"


@contextlib.contextmanager
def opened(session: Any, limits: Limits | None) -> Iterator[CellucidSessionBundle]:
    """A session that is open already; or the path or bytes of one, which is closed again."""
    kinds = {each.__name__ for each in type(session).__mro__}
    if kinds & {"AnnData", "MuData"}:
        raise ArgumentTypeError("the session comes first, then the data set: the two are the other way round")
    if isinstance(session, CellucidSessionBundle):
        if limits is not None:
            raise UsageError("limits are for a session given by its path; an open one has its own")
        yield session
        return
    with CellucidSessionBundle(session, limits=limits) as bundle:
        yield bundle


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
    **asked: Any,
) -> tuple[Plan, dict[str, Any] | None, dict[str, Any]]:
    """What applying a session to a data set would do, for who puts it there without an AnnData.

    Args:
        data: as `arrays.Data` has it; `obs` and `var` have `columns`, `index.name`, `kept` and a length.
        asked: the options; see `apply_cellucid_session_to_anndata`, which raises the same.

    Returns:
        The plan, and what becomes `uns["cellucid"]["session"]` (None: nothing), and other colours, as key of
        `uns` -> value or `colors.GONE`.
    """
    one_of("column_conflict", column_conflict, naming.CONFLICTS)
    [plan], record, colors = plan_all(
        {"": (bundle, options(**asked))},
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


def check_target(
    adata: Any, column_conflict: str, column_budget: int, dry_run: bool, columns_only: bool, inplace: bool
) -> None:
    """Hold the options and the AnnData to what they must be."""
    one_of("column_conflict", column_conflict, naming.CONFLICTS)
    if type(column_budget) is not int or column_budget < 0:
        raise UsageError("column_budget must be an integer of at least 0")
    if dry_run + columns_only + inplace > 1:
        raise UsageError("only one of inplace, dry_run and columns_only can be asked for")
    accepted.check(adata, NAME)


def advice_on(adata: Any, inplace: bool) -> tuple[str, ...]:
    """What a person should know of this AnnData, whatever the session."""
    return (BACKED,) if inplace and adata.isbacked and not adata.is_view else ()


def plan_all(
    sessions: Mapping[str, tuple[Any, Options]],
    data: Data,
    *,
    column_conflict: str,
    column_budget: int,
    store_uns: bool,
    store_sender_paths: bool,
    several: bool,
    stored: bool,
    advice: tuple[str, ...],
    limits: Limits | None = None,
) -> tuple[list[Plan], dict[str, Any] | None, dict[str, Any]]:
    """The plans of all sessions, the bookkeeping (None: none is asked for), and other colours (key of `uns` -> value).

    Nothing is changed.
    """
    from cellucid_session.apply import plan as planning
    from cellucid_session.apply import provenance
    from cellucid_session.apply.commit import check_uns
    from cellucid_session.apply.target import Target

    if store_uns:
        check_uns(data.uns)
    uns = data.uns if stored else {}
    target = Target(data, column_conflict, column_budget, stored, uns, advice)
    plans, parts = [], {}
    for prefix, (bundle, asked) in sessions.items():
        with opened(bundle, limits) as session, about(session.decoder.path):
            plan = planning.make(session, target, asked)
            plans.append(plan)
            if store_uns:
                told = dataclasses.asdict(asked) | {"column_conflict": column_conflict}
                parts[prefix] = provenance.parts_of(session, plan.summary, told, store_sender_paths)
    if not store_uns:
        return plans, None, target.colors.changes
    record = provenance.record_of_several(parts) if several else provenance.record_of(parts[""])
    return plans, record, target.colors.changes


def frames_of(plans: Sequence[Plan], adata: Any) -> tuple[Any, Any]:
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
