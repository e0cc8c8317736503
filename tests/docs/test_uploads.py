"""The command lines of the pages on uploads, against the code that stands beside them, served by uvicorn."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import builders as b
import pytest

ROOT = Path(__file__).resolve().parents[2]
GOOD = b.session(
    b.chunk("core/state", {}), b.meta(b.group("g1", 3)), b.chunk(b.CELLS + "g1", b.cells([1, 4, 5]))
)
CURL = shutil.which("curl")

pytestmark = pytest.mark.skipif(CURL is None, reason="curl is not installed")


def blocks(page: str, language: str, word: str) -> list[str]:
    """The blocks of a page that hold a word."""
    text = (ROOT / page).read_text("utf-8")
    found = re.findall(rf"^```{language}\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    return [str(each) for each in found if word in each]


#: page, word of its code, which of its curl lines that code is for, what the answer holds
CASES = {
    "the gate in FastAPI": ("docs/how-to/gate.md", "gate.add_to(", 0, b'"verdict":"valid"'),
    "the gate in FastAPI, a form": ("docs/how-to/gate.md", "gate.add_to(", 1, b'"verdict":"valid"'),
    "the gate": ("docs/how-to/gate.md", "session_upload_app(", 2, b'"verdict":"valid"'),
    "Judge in FastAPI": ("docs/recipes/uploads.md", "judge.feed", 0, b".cellucid-session"),
    "the gate mounted in FastAPI": (
        "docs/recipes/uploads.md",
        "session_upload_app(",
        1,
        b'"verdict":"valid"',
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_the_curl_line_of_a_page_uploads_a_session(case: str, tmp_path: Path) -> None:
    page, word, number, told = CASES[case]
    for needed in ("fastapi", "uvicorn"):
        pytest.importorskip(needed, reason="the extra test is not installed")
    (code,) = blocks(page, "python", word)
    (tmp_path / "served.py").write_text(code, "utf-8")
    for name in ("upload", "my-session"):
        (tmp_path / f"{name}.cellucid-session").write_bytes(GOOD)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = [sys.executable, "-m", "uvicorn", "served:app", "--port", str(port), "--log-level", "warning"]
    env = os.environ | {"KEPT_SESSIONS": str(tmp_path / "kept")}
    (line,) = [blocks(page, "console", "curl")[number]]
    command = shlex.split(line.removeprefix("$ ").replace("\\\n", " ").replace(":8000", f":{port}"))
    with subprocess.Popen(words, cwd=tmp_path, env=env, stdout=subprocess.PIPE) as process:
        try:
            end = time.monotonic() + 60
            while True:
                assert process.poll() is None
                assert time.monotonic() < end
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.05)
            done = subprocess.run(
                [*command, "-sS"], cwd=tmp_path, capture_output=True, timeout=60, check=True
            )
        finally:
            process.terminate()
    assert told in done.stdout.replace(b" ", b""), done.stdout
    assert json.loads(done.stdout)
    kept = [path for path in tmp_path.rglob("*.cellucid-session") if path.parent != tmp_path]
    assert [path.read_bytes() for path in kept] == [GOOD]
