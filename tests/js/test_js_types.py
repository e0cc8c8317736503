"""The types of the JavaScript package: what fits compiles, what does not is refused, and no name is left out."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path

import pytest
from node_judge import NODE, PACKAGE

ROOT = Path(__file__).resolve().parents[2]
TSC = ROOT / "page" / "node_modules" / ".bin" / "tsc"
USER = Path(__file__).with_name("user.ts")
HEAD = 'import { Judge, openSession, validate } from "cellucid-session";\n'

#: a line that the types must refuse -> what for
WRONG = {
    'validate("a path");': "a path is no source",
    "validate(new Uint8Array(), { limits: { chunk: 1 } });": "no limit is called so",
    'new Judge({ kind: "sessions" });': "no kind is called so",
    'openSession(new Uint8Array(), { kind: "session" });': "only sessions are opened",
    "new Judge().end().findings[0].span.start;": "a finding may have no span",
    'const ok: "yes" = new Judge().end().verdict;': "no verdict is called so",
}


@pytest.mark.skipif(NODE is None, reason="needs node, without which `.ci/run` ends")
def test_what_is_exported_is_declared() -> None:
    assert NODE is not None
    script = 'console.log(JSON.stringify(Object.keys(await import("./index.js")).sort()))'
    command = ["timeout", "60", NODE, "--input-type=module", "-e", script]
    said = subprocess.run(command, cwd=PACKAGE, capture_output=True, text=True, check=True).stdout
    declared = (PACKAGE / "index.d.ts").read_text("utf-8")
    assert json.loads(said) == sorted(
        re.findall(r"^export (?:class|function|const) (\w+)", declared, re.MULTILINE)
    )


@pytest.mark.skipif(not TSC.is_file(), reason="TypeScript is not installed (make page-check installs it)")
def test_a_program_that_fits_compiles_and_one_that_does_not_is_refused(tmp_path: Path) -> None:
    (tmp_path / "user.ts").write_text(USER.read_text("utf-8"), "utf-8")
    (tmp_path / "wrong.ts").write_text(HEAD + "\n".join(WRONG) + "\n", "utf-8")
    (tmp_path / "node_modules").mkdir()
    (tmp_path / "node_modules" / "cellucid-session").symlink_to(PACKAGE)
    options = [
        "--noEmit",
        "--strict",
        "--noUncheckedIndexedAccess",
        "--target",
        "es2022",
        "--module",
        "nodenext",
    ]
    options += ["--moduleResolution", "nodenext", "--lib", "es2022,dom", "--pretty", "false"]
    (tmp_path / "package.json").write_text('{"type": "module"}')
    command = ["timeout", "60", str(TSC), *options, "user.ts", "wrong.ts"]
    told = subprocess.run(
        command, cwd=tmp_path, env=os.environ, capture_output=True, text=True, check=False
    ).stdout
    lines = {int(line) for line in re.findall(r"^wrong\.ts\((\d+),", told, re.MULTILINE)}
    assert lines == set(range(2, 2 + len(WRONG))), told
    assert "user.ts" not in told, told
    assert "index.d.ts" not in told, told
