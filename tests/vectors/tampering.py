"""Changes to a report, one value at a time, for the tests of its checker."""

from __future__ import annotations

import copy
import hashlib
import importlib.util
import json
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).resolve().parents[2]

Step = str | int


def load_checker() -> ModuleType:
    """The checker as a user has it: a file, not a module of ours."""
    spec = importlib.util.spec_from_file_location("check_certificate", ROOT / "spec" / "check_certificate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def leaves(value: Any, path: tuple[Step, ...] = ()) -> Iterator[tuple[Step, ...]]:
    """Where every value stands that holds no other one."""
    steps: list[Step] = list(value) if isinstance(value, dict) else []
    if isinstance(value, list):
        steps = list(range(len(value)))
    if not steps:
        yield path
    for step in steps:
        yield from leaves(value[step], (*path, step))


def other(value: Any) -> Any:
    """A value of the same type where there is one, and never the same."""
    if isinstance(value, bool) or value is None:
        return "0" * 64
    if isinstance(value, int):
        return value + 1
    if isinstance(value, str):
        swapped = {"0": "1", "a": "b"}.get(value[:1], "a" if value[:1] != "a" else "b")
        return swapped + value[1:] if value else "a"
    return [0] if isinstance(value, list) else {"a": 0}


def at(document: Any, path: tuple[Step, ...]) -> Any:
    for step in path:
        document = document[step]
    return document


def changed(document: dict[str, Any], path: tuple[Step, ...], value: Any) -> dict[str, Any]:
    """A copy with another value at a place."""
    made = copy.copy(document)
    inner: Any = made
    for step in path[:-1]:
        inner[step] = copy.copy(inner[step])
        inner = inner[step]
    inner[path[-1]] = value
    return made


def signed(document: dict[str, Any]) -> dict[str, Any]:
    """A copy that carries its digest again, as whoever changed it would do."""
    bare = {key: value for key, value in document.items() if key != "sha256"}
    text = json.dumps(bare, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return bare | {"sha256": hashlib.sha256(text.encode()).hexdigest()}
