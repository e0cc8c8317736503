"""The house keeps its order: which way imports go, what the core may load, what may stand where."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "cellucid_session"

ROOMS = {".", "io", "judge", "read", "batch"}

#: room -> the rooms that it may import from; modules beside the rooms count as "." (model, errors, safe, ...)
ARROWS = {
    "declare": {"declare"},
    "generate": {"generate", "declare", "generated", "commands", "."},
    "generated": {"generated", "wire", "."},
    "wire": {"wire", "generated", "."},
    "check": {"check", "wire", "generated"} | ROOMS,
    "report": {"report", "check", "generated"} | ROOMS,
    "apply": {"apply", "check", "generated", "wire"} | ROOMS,
    "tools": {"tools", "report", "check", "generated", "apply", "wire"} | ROOMS,
    "write": {
        "write",
        "declare",
        "check",
        "generated",
        "wire",
        "apply",
        "tools",
        ".",
        "io",
        "judge",
        "read",
        "batch",
    },
    "capture": {
        "capture",
        "report",
        "apply",
        "check",
        "generated",
        "wire",
        "tools",
        ".",
        "io",
        "judge",
        "read",
        "batch",
    },
    "conformance": {
        "conformance",
        "declare",
        "check",
        "generated",
        "wire",
        "write",
        "report",
        ".",
        "io",
        "judge",
        "read",
        "batch",
    },
    "cli": {
        "cli",
        "commands",
        "declare",
        "report",
        "apply",
        "check",
        "generated",
        "conformance",
        "write",
        "wire",
        "tools",
        ".",
        "io",
        "judge",
        "read",
        "batch",
    },
}


def modules() -> list[Path]:
    return sorted(path for path in SOURCE.rglob("*.py"))


def room(path: Path) -> str:
    parts = path.relative_to(SOURCE).parts
    return parts[0] if len(parts) > 1 else "."


def imported(tree: ast.AST, path: Path) -> Iterator[str]:
    """Names of our own modules that a module imports."""
    package = ["cellucid_session", *path.relative_to(SOURCE).parts[:-1]]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.startswith("cellucid_session"))
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            name = ".".join([*base, *([node.module] if node.module else [])])
            if name.startswith("cellucid_session"):
                yield from (f"{name}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(SOURCE)))
def test_imports_run_one_way(path: Path) -> None:
    allowed = ARROWS.get(room(path))
    if allowed is None:
        return
    for name in imported(ast.parse(path.read_text("utf-8")), path):
        parts = name.split(".")[1:]
        target = parts[0] if parts and (SOURCE / parts[0]).is_dir() else "."
        assert target in allowed, f"{room(path)} must not import {name}"


#: what may be called -> the modules that may call it
ONLY_HERE = {
    r"\bjson\.loads?\(": {
        "wire/strict_json.py",
        "reference/schemas.py",
        "batch/isolate.py",
        "declare/schemas.py",
        "generate/__main__.py",
        "conformance/build.py",
        "apply/provenance.py",
    },
    r"\bnp\.repeat\(": {"wire/sinks.py"},
    r"(?<![.\w])(?:eval|exec)\(": set(),
    r"\bpickle\b": set(),
    r"\.flush\(\w": set(),
}


@pytest.mark.parametrize("pattern", ONLY_HERE)
def test_what_is_dangerous_stands_where_it_is_guarded(pattern: str) -> None:
    found = {
        str(path.relative_to(SOURCE))
        for path in modules()
        if re.search(pattern, "\n".join(line.split("#")[0] for line in path.read_text("utf-8").splitlines()))
        and '"""' + pattern not in path.read_text("utf-8")
    }
    assert found <= ONLY_HERE[pattern], found - ONLY_HERE[pattern]


def test_every_module_says_what_its_rules_are() -> None:
    for path in modules():
        if path.name != "__init__.py":
            assert ast.get_docstring(ast.parse(path.read_text("utf-8"))), path


def test_no_committed_file_names_a_place_of_one_machine() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False).stdout
    names = [name for name in listed.decode().split("\0") if name] or [str(path) for path in modules()]
    for name in names:
        path = ROOT / name
        if path.suffix in (".cellucid-session", ".png") or not path.is_file() or path.name == "test_house.py":
            continue
        text = path.read_text("utf-8", errors="replace")
        assert not re.search(r"/(?:work|farm|root)/[A-Za-z0-9_.-]+", text), name
        assert not re.search(r"pypi\.org|registry\.npmjs|deb\.debian", text), name
