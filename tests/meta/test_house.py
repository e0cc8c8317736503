"""The house keeps its order: what the core may load, what may stand where."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "cellucid_session"


def modules() -> list[Path]:
    return sorted(path for path in SOURCE.rglob("*.py"))


#: what may be called -> the modules that may call it
ONLY_HERE = {
    r"\bjson\.loads?\(": {
        "wire/strict_json.py",
        "reference/schemas.py",
        "declare/schemas.py",
        "generate/differences.py",
        "generate/places.py",
        "conformance/catalogue.py",
        "apply/provenance.py",
    },
    r"\bnp\.repeat\(": {"wire/sinks.py", "wire/members.py"},
    r"\bnormalize\b|\bis_normalized\b|\bcasefold\(": {"check/unicode_text.py", "generate/javascript.py"},
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
