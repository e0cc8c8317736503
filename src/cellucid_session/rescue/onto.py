"""Old sessions of any release, and what is left of damaged ones, onto one data set in one step.

Rules of this file:

* Each session is planned alone first: what can't be taken is named with its reason, and keeps no other from being
  taken. Cells are never guessed: another data set, and cells that stand in another order, are reasons.
* What is taken is planned together and put there in one step. Spec: 10, 16.
"""

from __future__ import annotations

import contextlib
import dataclasses
import os
import warnings
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from cellucid_session.apply import accepted
from cellucid_session.apply import cell_order as ordering
from cellucid_session.apply import names as naming
from cellucid_session.apply.commit import commit
from cellucid_session.apply.fingerprint import STOP
from cellucid_session.apply.gather import DELETED, PURGED
from cellucid_session.apply.options import BY_LABEL, COLUMN_BUDGET, COMBINE, Options, one_of, options
from cellucid_session.apply.plan import UNASKED
from cellucid_session.apply.planning import data_of, plan_all
from cellucid_session.arguments import FLAG, hold
from cellucid_session.errors import ArgumentTypeError, ColumnConflictError, SessionError, UsageError
from cellucid_session.judge.settings import BUDGETS
from cellucid_session.rescue.outline import Lost
from cellucid_session.rescue.remains import Remains, Source, remains
from cellucid_session.safe import safe

if TYPE_CHECKING:
    from anndata import AnnData

    from cellucid_session.apply.summary import ApplySummary
    from cellucid_session.apply.target import Planned
    from cellucid_session.model import Limits

DataT = TypeVar("DataT", bound="AnnData")
#: what the order of the cells must be: none that is seen to be another one, or one that is confirmed; or nobody looks
AGREE, REQUIRE, IGNORE = "agree", ordering.REQUIRE, ordering.IGNORE
ORDERS = (AGREE, REQUIRE, IGNORE)
BYTES = "(bytes)"
#: what of a session is asked for, unless one of these is why it is left out
ASKED, UNASKED_FOR = ("group", "field", "rename"), (DELETED, PURGED, UNASKED)
ARGUMENTS = dict.fromkeys(
    ("inplace", "pages_as_columns", "add_highlights", "renames", "include_deleted_user_defined_fields"), FLAG
) | {"limits": BUDGETS}


@dataclasses.dataclass(frozen=True)
class RescuedSession:
    """What became of one session.

    Attributes:
        session: its path as given, or "(bytes)". verdict: of the file, "" where it can't be read. generation: or None.
        prefix: what the names of its columns begin with.
        summary: what was applied; None: it was left out, and why says the reason.
        lost: what of a damaged session can't be read safely.
    """

    session: str
    verdict: str
    generation: int | None
    prefix: str
    summary: ApplySummary | None
    lost: tuple[Lost, ...]
    why: str

    @property
    def left_out(self) -> list[tuple[str, str, str]]:
        """What of it is not on the data set, and was asked for: (kind, name, why)."""
        if self.summary is None:
            return [("session", self.session, self.why)]
        found = [(item.kind, item.name, item.why) for item in self.lost]
        return found + [
            (item.kind, item.what, item.why)
            for item in self.summary.skipped
            if item.kind in ASKED and item.why not in UNASKED_FOR
        ]


@dataclasses.dataclass(frozen=True)
class Rescued:
    """What became of the sessions, in the order in which they were given."""

    sessions: tuple[RescuedSession, ...]

    @property
    def complete(self) -> bool:
        """Whether everything that the sessions say is on the data set; what was deleted in the viewer apart."""
        return not any(item.left_out for item in self.sessions)

    @property
    def taken(self) -> tuple[RescuedSession, ...]:
        """The sessions of which there are columns now."""
        return tuple(item for item in self.sessions if item.summary is not None)

    def __repr__(self) -> str:
        lines = [f"Rescued: {len(self.taken)} of {len(self.sessions)} sessions"]
        for item in self.sessions:
            told = (
                f"left out: {item.why}" if item.summary is None else ", ".join(item.summary.added_obs_columns)
            )
            lines.append(f"  {safe(item.session, 80)} ({item.verdict or 'unread'}): {safe(told, 400)}")
            if item.summary is not None:
                lines += [
                    f"    {kind} {safe(name, 80)}: {safe(why, 200)}" for kind, name, why in item.left_out
                ]
        return "\n".join(lines)


def rescue_sessions(
    sessions: Iterable[Source] | Source,
    adata: DataT,
    *,
    inplace: bool = False,
    pages_as_columns: bool = True,
    add_highlights: bool = True,
    highlight_names: str = BY_LABEL,
    overlap: str = COMBINE,
    renames: bool = False,
    include_deleted_user_defined_fields: bool = False,
    expected_dataset_id: str | None = None,
    cell_order: str = AGREE,
    column_conflict: str = naming.SUFFIX,
    column_budget: int = COLUMN_BUDGET,
    limits: Limits | None = None,
) -> tuple[DataT, Rescued]:
    """Bring sessions of any release, and what is left of damaged ones, onto one AnnData.

    Each page becomes a categorical column with colours in `uns["NAME_colors"]`, each group a column of bool, each
    field a column. With several sessions, the names of columns begin with the name of the file that they are from.

    Args:
        sessions: paths, bytes or binary files. adata: the data set that they were made from.
        inplace: change the AnnData given; otherwise a copy is changed.
        cell_order: "agree" leaves out a session whose cells are seen to stand in another order, "require" one whose
            order is not confirmed; "ignore" does not look.
        limits: budgets of each session.
        Others: as of `apply_cellucid_session_to_anndata`.

    Returns:
        The AnnData, and what became of each session. What can't be taken is named there, with the reason.

    Raises:
        UsageError: an option is wrong. BudgetError: the columns together would take more than `column_budget`.
        ColumnConflictError: `column_conflict` is "error", and a name is taken. TypeError: `adata` is no AnnData.

    Example:
        >>> adata2, told = rescue_sessions(["old.cellucid-session", "cut.cellucid-session"], adata)  # doctest: +SKIP
        >>> told.complete  # doctest: +SKIP
        False

    Spec: 10, 16.
    """
    hold(ARGUMENTS, locals())
    accepted.check(adata, "rescue_sessions")
    asked = asking(
        pages_as_columns=pages_as_columns,
        add_highlights=add_highlights,
        highlight_names=highlight_names,
        overlap=overlap,
        renames=renames,
        include_deleted_user_defined_fields=include_deleted_user_defined_fields,
        expected_dataset_id=expected_dataset_id,
        cell_order=cell_order,
    )
    one_of("column_conflict", column_conflict, naming.CONFLICTS)
    with opened(sessions, limits) as found:
        planned, record, colors, told = plan(
            found, data_of(adata), asked, column_conflict=column_conflict, column_budget=column_budget
        )
        if not told.taken:
            return (adata if inplace else adata.copy()), told
        return commit(adata, planned, record, inplace, colors, [item[1] for item in found]), told


def asking(*, cell_order: str, **values: Any) -> Options:
    """The options of each session; the order of cells in words of this module. Raises UsageError."""
    one_of("cell_order", cell_order, ORDERS)
    order = ordering.WARN if cell_order == AGREE else cell_order
    return options(dataset_mismatch=STOP, cell_order=order, **values)


@contextlib.contextmanager
def opened(
    sessions: Iterable[Source] | Source, limits: Limits | None = None
) -> Iterator[list[tuple[str, Remains | None, str]]]:
    """Sessions as far as they can be read, open for the block: (path, session or None, why not)."""
    single = isinstance(sessions, str | os.PathLike | bytes | bytearray | memoryview) or hasattr(
        sessions, "read"
    )
    given: Any = [sessions] if single else sessions
    if not isinstance(given, Iterable):
        raise ArgumentTypeError(f"sessions must be paths or bytes, not {safe(type(sessions).__name__, 60)}")
    with contextlib.ExitStack() as stack:
        found: list[tuple[str, Remains | None, str]] = []
        for each in given:
            name = os.fsdecode(each) if isinstance(each, str | os.PathLike) else BYTES
            try:
                session = remains(each, limits)
            except TypeError:
                raise
            except SessionError as exc:
                found.append((name, None, exc.message))
            else:
                stack.callback(session.close)
                found.append((name, session, ""))
        yield found


def plan(
    found: Sequence[tuple[str, Remains | None, str]],
    data: Any,
    asked: Options,
    *,
    column_conflict: str = naming.SUFFIX,
    column_budget: int = COLUMN_BUDGET,
) -> tuple[Sequence[Planned], dict[str, Any] | None, dict[str, Any], Rescued]:
    """Plan what can be taken. Returns the columns, the bookkeeping, colours, and what becomes of each session.

    Args:
        data: see `apply.arrays.Data`.
    """
    given: dict[str, Any] = {"column_conflict": column_conflict, "column_budget": column_budget}
    given |= {"store_sender_paths": False, "stored": True, "advice": ()}
    prefixes = _prefixes([name for name, _, _ in found])
    reasons = [why for _, _, why in found]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what a warning would say is a reason here
        for place, (_, session, _) in enumerate(found):
            if session is not None:
                reasons[place] = _why_not(session, data, asked, given)
        taken = {
            prefixes[place]: (session, _prefixed(asked, prefixes[place]))
            for place, (_, session, _) in enumerate(found)
            if session is not None and not reasons[place]
        }
        plans: Any = []
        record: dict[str, Any] | None = None
        colors: dict[str, Any] = {}
        if taken:
            several = len(taken) > 1
            plans, record, colors = plan_all(
                taken if several else {"": next(iter(taken.values()))},
                data,
                store_uns=True,
                several=several,
                **given,
            )
    summaries = dict(zip(taken, (each.summary for each in plans), strict=True))
    told = tuple(
        RescuedSession(
            name,
            "" if session is None else session.report.verdict,
            None if session is None else session.generation.number,
            prefix,
            summaries.get(prefix),
            () if session is None else session.lost,
            why,
        )
        for (name, session, _), prefix, why in zip(found, prefixes, reasons, strict=True)
    )
    return [item for each in plans for item in each.planned], record, colors, Rescued(told)


def _why_not(session: Remains, data: Any, asked: Options, given: dict[str, Any]) -> str:
    """Why a session can't be taken, or ""."""
    try:
        plans, _, _ = plan_all({"": (session, asked)}, data, store_uns=False, several=False, **given)
    except (ColumnConflictError, UsageError):
        raise
    except SessionError as exc:
        return exc.message
    summary = plans[0].summary
    if asked.cell_order == ordering.WARN and summary.cell_order == ordering.DIFFERENT:
        return summary.cell_order_why
    if not summary.columns:
        return "nothing in it can become a column"
    return ""


def _prefixed(asked: Options, prefix: str) -> Options:
    return dataclasses.replace(
        asked,
        highlights_prefix=prefix + asked.highlights_prefix,
        user_defined_prefix=prefix + asked.user_defined_prefix,
        pages_prefix=prefix + asked.pages_prefix,
    )


def _prefixes(names: Sequence[str]) -> list[str]:
    """What the columns of each session begin with: nothing for one alone, else its file's name, told apart."""
    if len(names) < 2:
        return [""] * len(names)
    found: list[str] = []
    for place, name in enumerate(names):
        stem = os.path.basename(name).partition(".")[0] if name != BYTES else f"session {place + 1}"
        base = naming.fit(stem).encode()[:60].decode(errors="ignore")
        made = next(each for each in _numbered(base) if each not in found)
        found.append(made)
    return found


def _numbered(base: str) -> Iterator[str]:
    yield f"{base}_"
    number = 2
    while True:
        yield f"{base}_{number}_"
        number += 1
