"""The JavaScript package in a real browser: every vector and sample, on the main thread and in a worker.

The page is served with a policy that lets nothing in but scripts from its own place; all inputs are judged in one go.
"""

from __future__ import annotations

import base64
import functools
import http.server
import json
import shutil
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "js"))

import node_judge  # noqa: E402

from cellucid_session.conformance import catalogue  # noqa: E402

POLICY = "default-src 'none'; script-src 'self'"
PAGE = '<!doctype html><title>Judge</title><script type="module" src="main.js"></script>'
JUDGE = """import { Judge } from "./package/judge.js";
import { CASES, DATA } from "./cases.js";
export function judgeAll() {
  const data = Uint8Array.from(atob(DATA), (char) => char.charCodeAt(0));
  let start = 0;
  return CASES.map(([size, piece, options]) => {
    const judge = new Judge(options);
    const bytes = data.subarray(start, (start += size));
    for (let at = 0; at < size; at += piece) if (!judge.write(bytes.subarray(at, at + piece))) break;
    return JSON.stringify(judge.end());
  });
}
"""
MAIN = """import { judgeAll } from "./judging.js";
const worker = new Worker("./worker.js", { type: "module" });
let policy = "does not hold";
try { eval("1"); } catch { policy = "holds"; }
worker.onmessage = ({ data }) => {
  window.told = [judgeAll(), data, policy];
  document.documentElement.dataset.judged = "";
};
"""
WORKER = 'import { judgeAll } from "./judging.js"; self.postMessage(judgeAll());'


def inputs() -> list[tuple[str, bytes, tuple]]:
    """Names, bytes and what is told of every vector and every sample."""
    suite = catalogue.load()
    found = [
        (
            vector.id,
            suite.build(vector),
            (suite.kind(vector), dict(vector.limits), dict(vector.dataset), vector.taken, False),
        )
        for vector in suite.vectors
    ]
    samples = sorted((ROOT / "examples").glob("*.cellucid-session"))
    assert len(samples) >= 2
    assert len(found) > 2000
    return found + [(path.name, path.read_bytes(), ("session", {}, {}, None, False)) for path in samples]


class Policy(http.server.SimpleHTTPRequestHandler):
    """A folder as it is, with the policy of the page."""

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, *parts: object) -> None:
        """Tests are quiet."""


@pytest.fixture
def site(tmp_path: Path) -> Iterator[tuple[str, list[tuple[str, bytes, tuple]]]]:
    """Where the page is, and what it judges."""
    cases = inputs()
    told = [
        [len(data), 1 + number % 997 if len(data) < 50_000 else 1 << 16, node_judge.options_of(*options)]
        for number, (_, data, options) in enumerate(cases)
    ]
    whole = base64.b64encode(b"".join(data for _, data, _ in cases)).decode()
    files = {
        "index.html": PAGE,
        "judging.js": JUDGE,
        "main.js": MAIN,
        "worker.js": WORKER,
        "cases.js": f"export const CASES = {json.dumps(told)};\nexport const DATA = {json.dumps(whole)};\n",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, "utf-8")
    shutil.copytree(node_judge.PACKAGE, tmp_path / "package", ignore=shutil.ignore_patterns("node_modules"))
    handler = functools.partial(Policy, directory=str(tmp_path))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/", cases
        server.shutdown()
        thread.join()


@pytest.mark.long
def test_a_browser_says_what_python_says_on_the_main_thread_and_in_a_worker(browser: Any, site: Any) -> None:
    address, cases = site
    browser.expected += ["favicon", "unsafe-eval"]
    page = browser.open(address, wait=False)
    page.wait_for_selector("html[data-judged]", state="attached", timeout=120_000)
    here, in_worker, policy = page.evaluate("window.told")
    assert policy == "holds"
    assert len(here) == len(cases)
    assert here == in_worker
    different = {}
    for (name, data, options), said in zip(cases, here, strict=True):
        ours = node_judge.by_python(data, *options)
        if theirs := node_judge.difference(json.loads(said), ours):
            different[name] = theirs
    assert different == {}
