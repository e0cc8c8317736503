"""Sessions of the cellucid viewer: declared, validated, read, written and applied."""

from __future__ import annotations

from cellucid_session import services

__version__ = "0.1.0"

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from cellucid_session.apply import (
        ApplyOptions,
        ApplySummary,
        CellOrderError,
        CellOrderWarning,
        DatasetMismatchError,
        DatasetMismatchWarning,
        GroupOverlapError,
        apply_cellucid_session_to_anndata,
        apply_sessions,
        plan_session,
        session_columns,
        session_provenance,
    )
    from cellucid_session.capture.server import CaptureServer
    from cellucid_session.capture.service import session_upload_app
    from cellucid_session.capture.show import show, show_anndata
    from cellucid_session.capture.viewer import Viewer
    from cellucid_session.check.engine import Judge
    from cellucid_session.errors import (
        BudgetError,
        CaptureTimeoutError,
        ColumnConflictError,
        DeadlineError,
        DependencyError,
        InputError,
        InvalidSessionError,
        MissingChunkError,
        SessionError,
        UsageError,
    )
    from cellucid_session.judge.api import validate
    from cellucid_session.judge.policy import Policy
    from cellucid_session.model import DatasetFacts, Finding, Limits, Report, Span
    from cellucid_session.read.bundle import CellucidSessionBundle
    from cellucid_session.rescue.compare import compare_sessions
    from cellucid_session.rescue.convert import convert_session
    from cellucid_session.rescue.merge import merge_sessions
    from cellucid_session.rescue.onto import rescue_sessions
    from cellucid_session.rescue.salvage import salvage
    from cellucid_session.tools.apply_file import apply_session_to_file, undo_apply
    from cellucid_session.write.anndata import session_from_anndata
    from cellucid_session.write.canonical import canonicalize, semantic_digest
    from cellucid_session.write.publishing import publish
    from cellucid_session.write.writer import SessionWriter

# Where each public name lives; imported when it is first asked for, so that a gate pays for what it uses.
_HOMES = {
    "ApplyOptions": "apply",
    "ApplySummary": "apply",
    "BudgetError": "errors",
    "CaptureServer": "capture.server",
    "CaptureTimeoutError": "errors",
    "CellucidSessionBundle": "read.bundle",
    "ColumnConflictError": "errors",
    "DatasetFacts": "model",
    "CellOrderError": "apply",
    "CellOrderWarning": "apply",
    "DatasetMismatchError": "apply",
    "DatasetMismatchWarning": "apply",
    "DeadlineError": "errors",
    "DependencyError": "errors",
    "Finding": "model",
    "GroupOverlapError": "apply",
    "InputError": "errors",
    "InvalidSessionError": "errors",
    "Judge": "check.engine",
    "Limits": "model",
    "MissingChunkError": "errors",
    "Policy": "judge.policy",
    "Report": "model",
    "SessionError": "errors",
    "SessionWriter": "write.writer",
    "Span": "model",
    "Viewer": "capture.viewer",
    "UsageError": "errors",
    "compare_sessions": "rescue.compare",
    "convert_session": "rescue.convert",
    "merge_sessions": "rescue.merge",
    "canonicalize": "write.canonical",
    "publish": "write.publishing",
    "rescue_sessions": "rescue.onto",
    "salvage": "rescue.salvage",
    "semantic_digest": "write.canonical",
    "session_from_anndata": "write.anndata",
    "session_upload_app": "capture.service",
    "show": "capture.show",
    "show_anndata": "capture.show",
    "apply_cellucid_session_to_anndata": "apply",
    "apply_session_to_file": "tools.apply_file",
    "apply_sessions": "apply",
    "plan_session": "apply",
    "session_columns": "apply",
    "session_provenance": "apply",
    "undo_apply": "tools.apply_file",
    "validate": "judge.api",
}

__all__ = [
    "ApplyOptions",
    "ApplySummary",
    "BudgetError",
    "CaptureServer",
    "CaptureTimeoutError",
    "CellOrderError",
    "CellOrderWarning",
    "CellucidSessionBundle",
    "ColumnConflictError",
    "DatasetFacts",
    "DatasetMismatchError",
    "DatasetMismatchWarning",
    "DeadlineError",
    "DependencyError",
    "Finding",
    "GroupOverlapError",
    "InputError",
    "InvalidSessionError",
    "Judge",
    "Limits",
    "MissingChunkError",
    "Policy",
    "Report",
    "SessionError",
    "SessionWriter",
    "Span",
    "UsageError",
    "Viewer",
    "apply_cellucid_session_to_anndata",
    "apply_session_to_file",
    "apply_sessions",
    "canonicalize",
    "compare_sessions",
    "convert_session",
    "merge_sessions",
    "plan_session",
    "publish",
    "rescue_sessions",
    "salvage",
    "semantic_digest",
    "session_columns",
    "session_from_anndata",
    "session_provenance",
    "session_upload_app",
    "show",
    "show_anndata",
    "undo_apply",
    "validate",
]


def _report_html(report: Report) -> str:
    from cellucid_session.report.html import fragment

    return fragment([report])


def _bundle_html(bundle: CellucidSessionBundle) -> str:
    from cellucid_session.read.html_view import bundle_html

    return bundle_html(bundle)


def _apply(bundle: CellucidSessionBundle, adata: Any, **options: Any) -> Any:
    from cellucid_session.apply import apply_cellucid_session_to_anndata

    return apply_cellucid_session_to_anndata(bundle, adata, **options)


def _labels_digest(bundle: CellucidSessionBundle, adata: Any) -> str:
    from cellucid_session.write.labels_digest import labels_digest

    return labels_digest(bundle, adata)


def _convert(source: bytes, out: Any, **options: Any) -> tuple[bytes | None, list[str]]:
    from cellucid_session.rescue.convert import convert_session

    told = convert_session(source, out, **options)
    lines = [f"{kind} {name}: {why}" for kind, name, why in (*told.dropped, *told.changed)]
    return told.data, lines


services.provide(
    report_html=_report_html,
    bundle_html=_bundle_html,
    apply=_apply,
    labels_digest=_labels_digest,
    convert=_convert,
)


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import importlib

    value: object = getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})
