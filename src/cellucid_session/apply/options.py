"""What a caller can ask for when a session is applied, and the words that options take.

Rules of this file: a wrong option is told before the session is opened.
Spec: 10.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal, TypedDict

from cellucid_session.apply import cell_order as ordering
from cellucid_session.apply import names as naming
from cellucid_session.apply.accepted import INSTALL
from cellucid_session.apply.fingerprint import MISMATCHES, WARN_SKIP
from cellucid_session.apply.rows import CELLS, SAME
from cellucid_session.arguments import FLAG, shown
from cellucid_session.errors import DependencyError, UsageError

if TYPE_CHECKING:
    from cellucid_session.model import Limits

COLUMN_BUDGET = 4 << 30  # bytes
HIGHLIGHTS_PREFIX = "cellucid_highlight__"
NAME = "apply_cellucid_session_to_anndata"

#: what a group's column is named by
BY_ID, BY_LABEL = "id", "label"
NAMED_BY = (BY_ID, BY_LABEL)
#: what becomes of a cell in several groups, in a column of a page
COMBINE, FIRST, REFUSE = "combine", "first", "error"
OVERLAPS = (COMBINE, FIRST, REFUSE)

#: the switches; `options` and `check_target` hold the others
ARGUMENTS = dict.fromkeys(
    (
        "inplace",
        "add_highlights",
        "add_user_defined_fields",
        "include_deleted_user_defined_fields",
        "pages_as_columns",
        "renames",
        "store_uns",
        "return_summary",
        "dry_run",
        "columns_only",
        "store_sender_paths",
    ),
    FLAG,
)


class ApplyOptions(TypedDict, total=False):
    """The options that say which columns come about; see `apply_cellucid_session_to_anndata`."""

    dataset_mismatch: Literal["error", "warn_skip", "skip"]
    expected_dataset_id: str | None
    add_highlights: bool
    highlights_prefix: str
    highlight_names: Literal["id", "label"]
    add_user_defined_fields: bool
    user_defined_prefix: str
    include_deleted_user_defined_fields: bool
    pages_as_columns: bool
    pages_prefix: str
    overlap: Literal["combine", "first", "error"]
    renames: bool
    store_uns: bool
    column_conflict: Literal["error", "overwrite", "suffix"]
    cells: Literal["same", "by-name", "by-position"]
    cell_order: Literal["warn", "require", "ignore"]
    store_sender_paths: bool
    column_budget: int
    limits: Limits | None


@dataclasses.dataclass(frozen=True)
class Options:
    """What the caller asked for of one session; the names are those of `apply_cellucid_session_to_anndata`."""

    dataset_mismatch: str = WARN_SKIP
    expected_dataset_id: str | None = None
    add_highlights: bool = True
    highlights_prefix: str = HIGHLIGHTS_PREFIX
    highlight_names: str = BY_ID
    add_user_defined_fields: bool = True
    user_defined_prefix: str = ""
    include_deleted_user_defined_fields: bool = False
    pages_as_columns: bool = False
    pages_prefix: str = ""
    overlap: str = COMBINE
    renames: bool = False
    cells: str = SAME
    cell_order: str = ordering.WARN


#: option -> the words it takes
WORDS: dict[str, Sequence[str]] = {
    "dataset_mismatch": MISMATCHES,
    "highlight_names": NAMED_BY,
    "overlap": OVERLAPS,
    "cells": CELLS,
    "cell_order": ordering.MODES,
}
#: what names of columns begin with
PREFIXES = ("highlights_prefix", "user_defined_prefix", "pages_prefix")


def options(**values: Any) -> Options:
    """The options of one session. Raises UsageError; DependencyError without pandas."""
    try:
        import pandas  # noqa: F401
    except ImportError as exc:
        raise DependencyError(f"{NAME} requires pandas: {INSTALL}") from exc
    asked = Options(**values)
    for option, words in WORDS.items():
        one_of(option, getattr(asked, option), words)
    expected = values.get("expected_dataset_id")
    if not isinstance(expected, str | None):
        raise UsageError(f"expected_dataset_id must be a text or None, not {type(expected).__name__}")
    for option in PREFIXES:
        naming.check_prefix(option, getattr(asked, option))
    return asked


def one_of(option: str, value: object, words: Sequence[str]) -> None:
    """Hold an option to its words. Raises UsageError."""
    if not isinstance(value, str) or value not in words:
        raise UsageError(f"{option} must be one of {', '.join(words)}; it is {shown(value)}")
