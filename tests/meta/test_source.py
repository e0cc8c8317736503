"""The declaration is the source: change it in a copy, generate, and engines and spec follow without a hand edit."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

#: what is changed -> (file, old, new, program that must hold after generating, text that a spec page must have)
CHANGES = {
    "the magic": (
        "src/cellucid_session/declare/grammar.py",
        'MAGIC = b"CELLUCID_SESSION\\n"',
        'MAGIC = b"CELLUCID_SESSIOM\\n"',
        """
        data = builders.typical()
        assert data[:17] == b"CELLUCID_SESSIOM\\n"
        agree(data, "valid", None)
        agree(b"CELLUCID_SESSION\\n" + data[17:], "invalid", "frame.magic")
        """,
        ("spec/container.md", "4F 4D 0A"),
    ),
    "the width of a frame's length": (
        "src/cellucid_session/declare/grammar.py",
        'Within(Number(Int32ul, short="frame.chunk-truncated"), 0, "STORED_BYTES"',
        'Within(Number(Int16ul, short="frame.chunk-truncated"), 0, "STORED_BYTES"',
        """
        data = builders.typical()
        one = builders.file({"chunks": []}, [b"abc"])
        assert one.endswith(b"\\x03\\x00abc") and not one.endswith(b"\\x03\\x00\\x00\\x00abc")
        agree(data, "valid", None)
        """,
        ("spec/container.md", "| frame | stored length | 2 |"),
    ),
    "a limit": (
        "src/cellucid_session/declare/limits.py",
        '"JSON_DEPTH", 64,',
        '"JSON_DEPTH", 9,',
        """
        def nested(depth):
            value = {}
            for _ in range(depth - 3):
                value = {"deeper": value}
            return builders.session(builders.chunk("core/state", {"uiControls": {"x": value}}))
        agree(nested(9), "valid", None)
        agree(nested(10), "invalid", "json.depth")
        """,
        ("spec/README.md", "| JSON_DEPTH | 9 |"),
    ),
    "an encoding byte": (
        "src/cellucid_session/declare/grammar.py",
        '    2: (\n        "run lengths",',
        '    7: (\n        "run lengths",',
        """
        def coded(payload):
            return builders.session(
                builders.overlays(builders.field("f")), builders.chunk(builders.CODES + "f", payload), n_obs=3
            )
        runs = b"\\x03\\x01\\x00\\x03"
        agree(coded(b"\\x07" + runs), "valid", None)
        agree(coded(b"\\x02" + runs), "invalid", "codes.encoding")
        """,
        ("spec/payloads.md", "| 7 | run lengths |"),
    ),
    "a required key": (
        "schemas/highlights-meta.schema.json",
        '"required": ["id", "highlightedGroups"]',
        '"required": ["id", "colour", "highlightedGroups"]',
        """
        page = {"id": "p", "highlightedGroups": []}
        agree(builders.session(builders.meta(pages=[page])), "invalid", "meta.required")
        agree(builders.session(builders.meta(pages=[page | {"colour": 1}], activePageId="p")), "valid", None)
        """,
        None,
    ),
}

PROGRAM = """
import sys
sys.path.insert(0, {tests!r})
import builders
from cellucid_session import validate

def agree(data, verdict, rule):
    for engine in ("generated", "reference", "both"):
        report = validate(data, engine=engine)
        assert report.verdict == verdict, (engine, report.verdict, report.findings)
        if rule is not None:
            assert rule in [finding.rule for finding in report.findings], (engine, report.findings)

{body}
"""


def _copy(target: Path) -> Path:
    for name in ("src", "schemas", "spec", "tests"):
        shutil.copytree(ROOT / name, target / name, ignore=shutil.ignore_patterns("__pycache__", "*.pyc"))
    shutil.copy(ROOT / "pyproject.toml", target)
    return target


def _python(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": str(root / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [sys.executable, *arguments], cwd=root, env=environment, capture_output=True, text=True, check=False
    )


#: of these `make test` asks for one of each kind; the whole package is made anew for each
LONG = ("the magic", "a required key")


@pytest.mark.parametrize(
    "what", [pytest.param(name, marks=[pytest.mark.long] if name in LONG else []) for name in CHANGES]
)
def test_a_changed_declaration_changes_engines_and_spec(what: str, tmp_path: Path) -> None:
    path, old, new, body, shown = CHANGES[what]
    root = _copy(tmp_path)
    text = (root / path).read_text("utf-8")
    assert text.count(old) == 1, "the declaration has moved; change this test with it"
    (root / path).write_text(text.replace(old, new), "utf-8")
    stale = _python(root, "-m", "cellucid_session.generate", "--check", "--root", str(root))
    assert stale.returncode == 1, "a changed declaration must be seen as stale"
    assert "stale:" in stale.stdout
    done = _python(root, "-m", "cellucid_session.generate", "--root", str(root))
    if done.returncode == 0:  # a second pass: limits that the generator itself imports
        done = _python(root, "-m", "cellucid_session.generate", "--root", str(root))
    assert done.returncode == 0, done.stderr
    lines = "\n".join(line[8:] for line in body.strip("\n").splitlines())
    ran = _python(root, "-c", PROGRAM.format(tests=str(root / "tests"), body=lines))
    assert ran.returncode == 0, ran.stderr
    if shown is not None:
        page, mark = shown
        assert mark in (root / page).read_text("utf-8"), json.dumps(mark)


def test_nothing_generated_is_stale() -> None:
    done = _python(ROOT, "-m", "cellucid_session.generate", "--check")
    assert done.returncode == 0, done.stdout + done.stderr


def test_generating_twice_gives_the_same(tmp_path: Path) -> None:
    root = _copy(tmp_path)
    for path in (root / "src/cellucid_session/generated").glob("schema_*.py"):
        path.unlink()
    assert _python(root, "-m", "cellucid_session.generate", "--root", str(root)).returncode == 0
    for path in (ROOT / "src/cellucid_session/generated").glob("*.py"):
        assert path.read_bytes() == (root / "src/cellucid_session/generated" / path.name).read_bytes()
