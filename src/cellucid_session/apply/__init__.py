"""Sessions applied to AnnData: highlight groups and user-defined category fields become columns.

Rules of this package:

* Plan first (`plan`), commit last (`commit`): when anything fails, the AnnData is as it was.
* A session is untrusted: safety findings refuse it, names and categories are made fit, memory is counted first.
Spec: 10.
"""

from cellucid_session.apply.cell_order import CellOrderError, CellOrderWarning
from cellucid_session.apply.fingerprint import DatasetMismatchError, DatasetMismatchWarning
from cellucid_session.apply.onto_anndata import (
    apply_cellucid_session_to_anndata,
    plan_session,
    session_columns,
)
from cellucid_session.apply.options import ApplyOptions
from cellucid_session.apply.pages import GroupOverlapError
from cellucid_session.apply.planning import BACKED, plan_for
from cellucid_session.apply.provenance import session_provenance
from cellucid_session.apply.rows import CellsByNameWarning
from cellucid_session.apply.several import apply_sessions
from cellucid_session.apply.summary import AppliedColumn, ApplySummary, CategoryRename, Skipped

__all__ = [
    "BACKED",
    "AppliedColumn",
    "ApplyOptions",
    "ApplySummary",
    "CategoryRename",
    "CellOrderError",
    "CellOrderWarning",
    "CellsByNameWarning",
    "DatasetMismatchError",
    "DatasetMismatchWarning",
    "GroupOverlapError",
    "Skipped",
    "apply_cellucid_session_to_anndata",
    "apply_sessions",
    "plan_for",
    "plan_session",
    "session_columns",
    "session_provenance",
]
