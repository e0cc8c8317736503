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
    "artifact-table-header": "schema_artifact_table_header",
    "core-field-overlays": "schema_core_field_overlays",
    "core-state": "schema_core_state",
    "ui-dockable-layout": "schema_ui_dockable_layout",
    "analysis-windows": "schema_analysis_windows",
    "highlights-meta": "schema_highlights_meta",
    "manifest-2": "schema_manifest_2",
    "core-field-overlays-2": "schema_core_field_overlays_2",
    "highlights-meta-2": "schema_highlights_meta_2",
    "cache-inventory": "schema_cache_inventory",
    "opaque": "schema_opaque",
    "manifest-3": "schema_manifest_3",
    "core-field-overlays-3": "schema_core_field_overlays_3",
    "manifest-4": "schema_manifest_4",
    "core-field-overlays-4": "schema_core_field_overlays_4",
    "highlights-meta-4": "schema_highlights_meta_4",
    "manifest-5": "schema_manifest_5",
    "core-field-overlays-5": "schema_core_field_overlays_5",
    "highlights-meta-5": "schema_highlights_meta_5",
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
