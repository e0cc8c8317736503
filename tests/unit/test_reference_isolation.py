"""The reference engine shares nothing with what it is held against, and the core does not need it."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import builders
import pytest

import cellucid_session.reference
from cellucid_session.declare.generations import GENERATIONS

FOLDER = Path(cellucid_session.reference.__file__).parent
#: generated, but no reader: the allowed sharing
TABLES = {"rules", "limits", "families", "text", "recognition", "generations"}
TABLES |= {f"g{each.number}" for each in GENERATIONS}


def imports(path: Path) -> set[str]:
    """The modules that a file imports, anywhere in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports say the whole name here"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def forbidden(name: str) -> bool:
    parts = name.split(".")
    if parts[:2] == ["cellucid_session", "wire"]:
        return True
    return parts[:2] == ["cellucid_session", "generated"] and len(parts) > 2 and parts[2] not in TABLES


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.py")), ids=lambda path: path.name)
def test_no_module_imports_a_reader_of_the_fast_engine(path: Path) -> None:
    assert not [name for name in imports(path) if forbidden(name)]


def run(code: str) -> set[str]:
    """The modules of this package that a process has loaded after some code."""
    code = f"import sys\n{code}\nprint(*(n for n in sys.modules if n.split('.')[0] in {WATCHED!r}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


WATCHED = ("cellucid_session", "construct", "jsonschema")


def test_a_judgement_loads_no_reader_of_the_fast_engine() -> None:
    loaded = run(
        "from cellucid_session.reference import judge\n"
        f"assert judge({builders.typical()!r}).verdict == 'valid'\n"
        "assert judge(b'[\"a\"]', 'state-snapshots').verdict == 'valid'"
    )
    assert "cellucid_session.reference.session" in loaded
    assert not [name for name in loaded if forbidden(name)]


def test_the_fast_engine_loads_none_of_the_reference() -> None:
    loaded = run(
        "from cellucid_session.check.engine import Judge\n"
        f"judge = Judge(); judge.feed({builders.typical()!r}); assert judge.close().verdict == 'valid'"
    )
    assert "cellucid_session.wire.source" in loaded
    assert not [
        name for name in loaded if name.startswith(("construct", "jsonschema", "cellucid_session.reference"))
    ]
