"""Every block of docs/how-to/javascript.md is run: in Node, in Chromium, and in real Express, Fastify and React."""

from __future__ import annotations

import concurrent.futures
import functools
import http.server
import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import needed
import pytest
from node_judge import NODE, PACKAGE

from cellucid_session import SessionWriter

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [
    str(ROOT / "tests" / "docs"),
    str(ROOT / "tests" / "page"),
    str(ROOT / "tests" / "benchmarks"),
]

import js_speed  # noqa: E402
import running  # noqa: E402

PAGE = (ROOT / "docs" / "how-to" / "javascript.md").read_text("utf-8")
GATING = Path(__file__).with_name("gating.mjs")
BYTES = 64 << 10  # what the gate takes here, so that "too large" is a small file
POLICY = "default-src 'none'; script-src 'self'; worker-src 'self'"
GATES = {"server.js": (), "with-express.js": ("express",), "with-fastify.js": ("fastify",)}
IN_BROWSER = {"index.html", "plain.js", "judging-worker.js", "judged.js", "SessionInput.jsx"}

pytestmark = pytest.mark.skipif(NODE is None, reason="needs node")


def blocks() -> dict[str, str]:
    """The blocks of code of the page, by the names that stand in their first lines."""
    found: dict[str, str] = {}
    for language, body in re.findall(
        r"^```(html|jsx?|ts|javascript)\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE
    ):
        name = re.match(r"(?:// |<!-- )([\w-]+\.\w+)(?: -->)?\n", body)
        assert name is not None, f"a block of {language} has no name: {body[:60]}"
        assert name[1] not in found, name[1]
        found[name[1]] = body
    return found


BLOCKS = blocks()


def put(folder: Path) -> Path:
    """The blocks as files, the sessions that they name, and the package beside them and installed."""
    for name, body in BLOCKS.items():
        small = body.replace("64 << 20", "64 << 10").replace("8000", "0")
        (folder / name).write_text(small, "utf-8")
    for name, make in running.FILES.items():
        if name in PAGE:
            make(folder / name)
    (folder / "package.json").write_text('{"type": "module", "private": true}')
    (folder / "incoming").mkdir()
    tools = folder / "node_modules" / ".bin"
    tools.mkdir(parents=True, exist_ok=True)
    (folder / "node_modules" / "cellucid-session").symlink_to(PACKAGE)
    (folder / "cellucid-session").symlink_to(PACKAGE)
    (tools / "cellucid-session").symlink_to(PACKAGE / "cli" / "main.js")
    writer = SessionWriter(source_type="test", dataset_id="large", n_obs=4 * BYTES, n_vars=1)
    told = {"id": "g", "type": "combined", "label": "all", "enabled": True, "cellCount": 2 * BYTES}
    writer.add(
        "highlights/meta", {"pages": [{"id": "p", "name": "p", "color": None, "highlightedGroups": [told]}]}
    )
    writer.add_cells("g", range(0, 4 * BYTES, 2), codec="none")
    writer.write(folder / "large.cellucid-session")
    return folder


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return put(tmp_path_factory.mktemp("page"))


def node(folder: Path, *words: str) -> str:
    command = ["timeout", "60", str(NODE), *words]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_every_block_has_a_test() -> None:
    assert set(BLOCKS) == {"read.js", "write.js", "gate.js", *GATES, *IN_BROWSER}


def test_reading_and_writing_print_what_the_page_shows(place: Path) -> None:
    script = 'await import("./read.js"); console.log("\\x1e"); await import("./write.js");'
    printed = node(place, "--input-type=module", "-e", script).split("\x1e\n")
    for name, told in zip(("read.js", "write.js"), printed, strict=True):
        behind = PAGE[PAGE.index(f"// {name}\n") :]
        shown = re.search(r"^```\n\n```text\n(.*?)^```$", behind, re.DOTALL | re.MULTILINE)
        assert shown is not None
        assert running.same(shown[1], told), told


def hold(folder: Path, server: str) -> None:
    """See a gate take, refuse and survive."""
    names = ("my-session", "half", "large")
    said = json.loads(node(folder, str(GATING), server, *(f"{name}.cellucid-session" for name in names)))
    for name in ("good", "dripped", "again"):
        assert (said[name]["status"], said[name]["verdict"]) == (201, "valid"), (name, said)
    assert (said["cut"]["status"], said["cut"]["verdict"]) == (422, "invalid")
    assert "frame.chunk-truncated" in said["cut"]["rules"]
    assert (said["large"]["status"], said["large"]["rules"]) == (413, ["budget.file-bytes"])
    assert said["endless"]["over"], "an upload without an end is read for ever"
    assert said["endless"]["sent"] < 100 << 20
    assert len(said["files"]) == 3, said["files"]  # nothing is left of what was refused, or broke off
    for name, told in said["files"].items():
        assert re.fullmatch(r"[0-9a-f-]{36}\.cellucid-session", name)
        assert told == {"same": True, "mode": 0o600}


def test_the_plain_gate_takes_what_is_valid_and_nothing_else(place: Path) -> None:
    hold(place, "server.js")


def test_the_command_says_what_the_page_shows(place: Path) -> None:
    block = re.search(r"^```console\n(\$ npx .*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
    assert block is not None
    quiet = {**os.environ, "npm_config_offline": "true", "npm_config_cache": str(place / "cache")}
    for command, shown in running.commands(block[1]):
        line = ["timeout", "60", "bash", "-c", command]
        pipes: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
        told = subprocess.run(line, cwd=place, env=quiet, check=False, **pipes).stdout
        assert running.same(shown, told), told


def test_the_sizes_are_those_of_now() -> None:
    """Within a twentieth; `make js-speed SPEED=--write` measures anew."""
    for what, size in js_speed.sizes().items():
        told = re.search(rf"^\| {re.escape(what)} +\| +(\d+)", PAGE, re.MULTILINE)
        assert told is not None, what
        assert abs(int(told[1]) - size / 1024) <= max(1, size / 1024 / 20), what


class Host(http.server.SimpleHTTPRequestHandler):
    """A static host with a strict policy."""

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, *parts: object) -> None:
        """Tests are quiet."""


@contextmanager
def browsed(folder: Path) -> Iterator[tuple[Any, list[str]]]:
    """The page of a folder in Chromium, and what the browser complains of."""
    api = pytest.importorskip("playwright.sync_api", reason="needs Playwright")
    browsing = pytest.importorskip("browsing")
    path = needed.chromium()
    handler = functools.partial(Host, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        with api.sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=path, args=browsing.ARGUMENTS)
            page = browser.new_page()
            page.set_default_timeout(20_000)
            complaints: list[str] = []
            page.on("pageerror", lambda error: complaints.append(str(error)))
            page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
            page.route("**/favicon.ico", lambda route: route.fulfill(status=204))
            page.goto(f"http://127.0.0.1:{server.server_address[1]}/index.html")
            yield page, complaints
            browser.close()
        server.shutdown()
        thread.join()


IN_WORKER = """async () => {
  const { judged } = await import('/judged.js');
  const file = document.querySelector('#file').files[0];
  const stop = new AbortController();
  const stopped = judged(file, stop.signal).catch((error) => error.name);
  stop.abort();
  return [await stopped, (await judged(file)).findings[0].rule];
}"""


def test_the_page_judges_in_a_browser_and_in_a_worker(place: Path) -> None:
    # in a thread of its own: one of pytest may have a browser of other tests already, and a loop with it
    with concurrent.futures.ThreadPoolExecutor(1) as beside:
        beside.submit(judges_in_a_browser_and_in_a_worker, place).result()


def judges_in_a_browser_and_in_a_worker(place: Path) -> None:
    with browsed(place) as (page, complaints):
        page.set_input_files("#file", place / "my-session.cellucid-session")
        page.locator("#told", has_text=re.compile("^valid$")).wait_for()
        page.set_input_files("#file", place / "half.cellucid-session")
        page.locator("#told", has_text=re.compile(r"^invalid\s*frame")).wait_for()
        assert page.evaluate(IN_WORKER) == ["AbortError", "frame.chunk-truncated"]
        assert complaints == []


def installed(folder: Path, *packages: str) -> Path:
    """A folder with the blocks and packages of npm's registry; skips where that can't be reached."""
    needed.program("npm", package="npm")
    (folder / "package.json").write_text('{"type": "module", "private": true}')
    line = ["timeout", "300", "npm", "install", "--silent", "--no-audit", "--no-fund", *packages]
    if (done := subprocess.run(line, cwd=folder, capture_output=True, text=True, check=False)).returncode:
        pytest.skip(f"NOT TESTED with {', '.join(packages)}: npm can't install: {done.stderr[-300:]}")
    return put(folder)


@pytest.mark.long
@pytest.mark.parametrize("server", [name for name, needs in GATES.items() if needs])
def test_a_gate_in_a_framework_is_the_same_gate(server: str, tmp_path: Path) -> None:
    hold(installed(tmp_path, *GATES[server]), server)


MAIN = """import { createElement } from "react";
import { createRoot } from "react-dom/client";
import { SessionInput } from "./SessionInput.jsx";

const onSession = (file) => { document.title += " " + file.name; };
createRoot(document.querySelector("#root")).render(createElement(SessionInput, { onSession }));
"""


@pytest.mark.long
def test_the_component_judges_in_react(tmp_path: Path) -> None:
    folder = installed(tmp_path, "react", "react-dom", "vite", "@vitejs/plugin-react")
    (folder / "main.jsx").write_text(MAIN)
    (folder / "index.html").write_text(
        '<!doctype html><meta charset="utf-8"><title>Given:</title><div id="root"></div>'
        '<script type="module" src="./main.jsx"></script>'
    )
    worker = folder / "judging-worker.js"
    worker.write_text(worker.read_text("utf-8").replace("./cellucid-session/index.js", "cellucid-session"))
    (folder / "vite.config.js").write_text(
        'import react from "@vitejs/plugin-react"; export default { plugins: [react()], worker: { format: "es" } };'
    )
    node(folder, "node_modules/vite/bin/vite.js", "build", "--logLevel", "error")
    with browsed(folder / "dist") as (page, complaints):
        page.set_input_files("input", folder / "half.cellucid-session")
        page.get_by_role("status").get_by_text("invalid", exact=True).wait_for()
        assert page.locator("li").all_inner_texts()[0].startswith("frame.chunk-truncated: ")
        assert page.title() == "Given:"
        page.set_input_files("input", folder / "my-session.cellucid-session")
        page.get_by_role("status").get_by_text("valid", exact=True).wait_for()
        assert page.title() == "Given: my-session.cellucid-session"
        assert page.locator("li").count() == 0
        assert complaints == []
