"""Schemas that are written as what differs from another: `schemas/differences/NAME.json`.

Rules of this file: a difference names its base and the changes, as RFC 7386 has them (null takes a key away, a list
stands for the whole list). The whole schema is written beside the others, so that everybody has one that stands alone.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

FOLDER = "differences"
WIDTH = 104


def names(root: Path) -> list[str]:
    """Schemas that are written as differences, sorted."""
    return sorted(path.stem for path in (root / "schemas" / FOLDER).glob("*.json"))


def load(root: Path, name: str) -> dict[str, Any]:
    """A whole schema, whichever way it is written."""
    path = root / "schemas" / FOLDER / f"{name}.json"
    if not path.is_file():
        whole: dict[str, Any] = json.loads((root / "schemas" / f"{name}.schema.json").read_text("utf-8"))
        return whole
    said = json.loads(path.read_text("utf-8"))
    base = load(root, said["base"])
    value: dict[str, Any] = changed(base, said["changes"])
    head = {
        "$schema": base["$schema"],
        "$id": f"urn:cellucid-session:schema:{name}:1",
        "$comment": f"Generated from {FOLDER}/{name}.json; do not edit: run python -m cellucid_session.generate",
        "title": said["title"],
    }
    return head | {key: each for key, each in value.items() if key not in head}


def changed(value: Any, changes: Any) -> Any:
    """A value with the changes of a merge patch."""
    if not isinstance(changes, dict):
        return changes
    made = dict(value) if isinstance(value, dict) else {}
    for key, change in changes.items():
        if change is None:
            made.pop(key, None)
        else:
            made[key] = changed(made.get(key), change)
    return made


def render(root: Path, name: str) -> str:
    """The text of a whole schema."""
    return _text(load(root, name)) + "\n"


def _text(value: Any, indent: int = 0) -> str:
    flat = json.dumps(value, ensure_ascii=False)
    if indent + len(flat) <= WIDTH or not isinstance(value, dict | list):
        return flat
    inside = " " * (indent + 2)
    if isinstance(value, dict):
        rows = [f"{inside}{json.dumps(key)}: {_text(each, indent + 2)}" for key, each in value.items()]
    else:
        rows = [inside + _text(each, indent + 2) for each in value]
    first, last = ("{", "}") if isinstance(value, dict) else ("[", "]")
    return f"{first}\n" + ",\n".join(rows) + f"\n{' ' * indent}{last}"
