"""A generation that is declared and nothing else: both engines judge it, in a copy of the package.

Rules of this file: what is added lies below declare/ and schemas/; a process of its own generates and judges. The toy
differs from generation 5 in its magic, one limit, one encoding byte and one required key.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "cellucid_session"

TOY = '''"""A toy."""

from dataclasses import replace

from cellucid_session.declare.generation import NUMBERED, Mark
from cellucid_session.declare.generations import g5

MAGIC = NUMBERED + b"6\\n"
SETS = {7 if byte == 1 else byte: row for byte, row in g5.SETS.items()}
GENERATION = replace(
    g5.GENERATION,
    number=6,
    format=6,
    releases=("9.9.9",),
    told_by=Mark(MAGIC),
    head=g5.head(MAGIC),
    limits={**g5.GENERATION.limits, "STORED_BYTES": 8000},
    payloads={**g5.GENERATION.payloads, "cell-set": g5.cell_set(SETS)},
    schemas={**g5.GENERATION.schemas, "manifest": "manifest-6"},
)
'''
SCHEMA = {
    "base": "manifest-5",
    "title": "Manifest of a toy",
    "changes": {
        "required": ["createdAt", "datasetFingerprint", "source", "requires", "toy", "chunks"],
        "x-rule": {"required": {"toy": "manifest.key-missing"}},
        "properties": {"toy": {"type": "integer", "x-rule": "manifest.source"}},
    },
}
JUDGE = """
import json, sys
from cellucid_session import validate
from cellucid_session.conformance import assembling, later

def made(**changes):
    described = later.base(5)
    described["magic"] = changes.get("magic", "CELLUCID_SESSION/6\\n")
    if changes.get("toy", True):
        described["manifest"]["toy"] = 1
    for chunk in described["chunks"]:
        if chunk["entry"]["id"] == "highlights/cells/highlight_1" and changes.get("byte", 7) == 7:
            chunk["payload"] = {"hex": "070901"}
        if chunk["entry"]["id"] == "core/state":
            chunk["payload"] = {"json": {"x": "a" * changes.get("long", 1)}}
    return assembling.assemble(described).data

cases = {
    "whole": {}, "without the key": {"toy": False}, "another byte": {"byte": 1}, "too long": {"long": 9000},
    "as generation 5": {"magic": "CELLUCID_SESSION/2\\n"}, "later": {"magic": "CELLUCID_SESSION/7\\n"},
}
answers = {}
for name, changes in cases.items():
    report = validate(made(**changes), engine="both")
    answers[name] = [report.verdict, report.generation, sorted({found.rule for found in report.findings})]
from cellucid_session.generated.generations import generation
from cellucid_session.write import payloads
answers["written"] = payloads.members_payload(generation(6), [0, 3, 8], 9, encoding="bits").hex()
print(json.dumps(answers))
"""
WANTED = {
    "whole": ["valid", 6, []],
    "without the key": ["invalid", 6, ["manifest.key-missing"]],
    "another byte": ["invalid", 6, ["cells.encoding"]],
    "too long": ["invalid", 6, ["frame.chunk-length"]],
    "as generation 5": ["invalid", 5, ["cells.encoding", "manifest.closed"]],
    "later": ["invalid", None, ["frame.generation"]],
    "written": "070901",
}


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout with a sixth generation, generated anew."""
    root = tmp_path_factory.mktemp("sixth")
    shutil.copytree(SOURCE, root / "src" / "cellucid_session", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "schemas", root / "schemas")
    folder = root / "src" / "cellucid_session" / "declare" / "generations"
    (folder / "g6.py").write_text(TOY, "utf-8")
    listed = (folder / "__init__.py").read_text("utf-8")
    listed = listed.replace("import g1, g2, g3, g4, g5", "import g1, g2, g3, g4, g5, g6")
    (folder / "__init__.py").write_text(
        listed.replace("g5.GENERATION)", "g5.GENERATION, g6.GENERATION)"), "utf-8"
    )
    (root / "schemas" / "differences" / "manifest-6.json").write_text(json.dumps(SCHEMA), "utf-8")
    run(root, "-m", "cellucid_session.generate", "--root", str(root))
    return root


def run(root: Path, *arguments: str) -> str:
    environment = os.environ | {"PYTHONPATH": str(root / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, *arguments], env=environment, cwd=root, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_it_is_judged_by_both_engines(copy: Path) -> None:
    assert json.loads(run(copy, "-c", JUDGE)) == WANTED


def test_nothing_else_was_changed(copy: Path) -> None:
    for path in SOURCE.rglob("*.py"):
        inner = path.relative_to(SOURCE)
        if inner.parts[0] not in ("declare", "generated", "commands"):
            assert (copy / "src" / "cellucid_session" / inner).read_bytes() == path.read_bytes(), inner


@pytest.mark.parametrize("folder", ["check", "reference", "read", "write"])
def test_nobody_asks_for_the_number_of_a_generation(folder: str) -> None:
    for path in (SOURCE / folder).glob("*.py"):
        text = path.read_text("utf-8")
        assert not re.search(r"\b(?:generation|\w+\.number)\b *(?:==|!=|<=?|>=?|in \() *[0-9]", text), path
