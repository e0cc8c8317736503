"""The page's sources: its modules by Node's own test runner, and that the committed assets are made from them."""

from __future__ import annotations

import filecmp
import json
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "page"
BUILT = ROOT / "src" / "cellucid_session" / "capture" / "page"
FILES = ["LICENSES.txt", "app.js", "index.html", "style.css", "worker.js"]


def run(*words: str) -> str:
    done = subprocess.run(words, cwd=PAGE, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
    return done.stdout


def test_the_modules_pass_their_own_tests(node: str) -> None:
    told = run(node, "--import", "./tools/alias.mjs", "--test", "test/")
    assert "# fail 0" in told
    passed = int(told.split("# pass ")[1].split()[0])
    assert passed >= 40


def test_the_committed_assets_are_what_the_sources_make(node: str, tmp_path: Path) -> None:
    if not (PAGE / "node_modules" / "esbuild").is_dir():
        pytest.skip("the page's libraries are not installed (make page-check installs them and compares)")
    run(node, "build.mjs", "--out", str(tmp_path / "built"))
    assert sorted(path.name for path in (tmp_path / "built").iterdir()) == FILES
    _, differ, missing = filecmp.cmpfiles(tmp_path / "built", BUILT, FILES, shallow=False)
    assert (differ, missing) == ([], []), "run: make page"


def test_the_assets_are_all_there_and_ask_for_nothing_from_elsewhere() -> None:
    assert sorted(path.name for path in BUILT.iterdir()) == FILES
    index = (BUILT / "index.html").read_text()
    assert "//" not in index.replace("<!doctype", "")  # no address of another host
    assert "<script>" not in index
    assert "style=" not in index
    assert " on" not in index.split("<body>")[1].replace(" on ", "")
    script = (BUILT / "app.js").read_text()
    assert "new Function" not in script
    assert "Function.apply" not in script
    assert "eval(" not in script


def test_every_library_in_the_bundle_has_its_licence() -> None:
    text = (BUILT / "LICENSES.txt").read_text()
    libraries = json.loads((PAGE / "package.json").read_text())["dependencies"]
    assert libraries
    for library in libraries:
        assert f"\n{library} " in text
    assert text.count("Permission is hereby granted") >= len(libraries)
