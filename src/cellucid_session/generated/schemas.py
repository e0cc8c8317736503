"""The generated schema validators by name."""

# Generated from schemas/; do not edit: run python -m cellucid_session.generate

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    Found = Callable[[str, tuple[str | int, ...], str, bool], None]

_MODULES = {
    "manifest": "schema_manifest",
    "core-field-overlays": "schema_core_field_overlays",
    "core-state": "schema_core_state",
    "ui-dockable-layout": "schema_ui_dockable_layout",
    "analysis-windows": "schema_analysis_windows",
    "highlights-meta": "schema_highlights_meta",
    "artifact-table-header": "schema_artifact_table_header",
    "state-snapshots": "schema_state_snapshots",
}


class _Checks(dict[str, "Callable[[Any, Found], None]"]):
    """Loads a validator when it is first asked for: most files need few of them."""

    def __missing__(self, name: str) -> Callable[[Any, Found], None]:
        module = __import__("cellucid_session.generated." + _MODULES[name], fromlist=["check"])
        check: Callable[[Any, Found], None] = module.check
        self[name] = check
        return check


CHECKS = _Checks()
