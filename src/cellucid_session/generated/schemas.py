"""The generated schema validators by name."""

from __future__ import annotations
from importlib import import_module

_MODULES = {
    n: "schema_" + n.replace("-", "_")
    for n in [
        "manifest",
        "core-field-overlays",
        "core-state",
        "ui-dockable-layout",
        "analysis-windows",
        "highlights-meta",
        "artifact-table-header",
        "state-snapshots",
    ]
}


class _Checks(dict):
    def __missing__(self, name):
        m = import_module("cellucid_session.generated." + _MODULES[name])
        self[name] = m.check
        return m.check


CHECKS = _Checks()
