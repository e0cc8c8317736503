"""The page for a file, in a real browser: from disk and from a static host, with harmless and hostile files."""

from __future__ import annotations

import functools
import http.server
import json
import re
import shlex
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import builders
import pytest
from browsing import Watched, downloaded
from jsonschema import Draft202012Validator

from cellucid_session import CellucidSessionBundle
from cellucid_session.cli import session as session_command
from cellucid_session.cli import validate as validate_command
from cellucid_session.cli.console import BAD, NO_INPUT
from cellucid_session.conformance import catalogue

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "js" / "inspect"))

import build_page as inspect_build  # noqa: E402

SUITE = catalogue.load()

DEMO = ROOT / "examples" / "pbmc68k.cellucid-session"
AXE = ROOT / "page" / "node_modules" / "axe-core" / "axe.min.js"
HOSTILE = "<img src=x onerror=\"document.title='taken'\">\u202egnp.exe\u202c" + "A" * 3000
MORE = "label-content-name-mismatch", "target-size"
FIND = """async (more) => (await axe.run(document, { resultTypes: ["violations"],
  rules: Object.fromEntries(more.map((rule) => [rule, { enabled: true }])) })).violations
  .filter(({ impact }) => impact === "serious" || impact === "critical")
  .map(({ id, nodes }) => id + ": " + nodes.map((node) => node.target.join(" ")).join(", "))"""


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *parts: object) -> None:
        """Tests are quiet."""


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Where the page is: on disk, and at a static host."""
    folder = tmp_path_factory.mktemp("inspect")
    inspect_build.main(folder / "inspect.html")
    handler = functools.partial(Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield {
            "disk": (folder / "inspect.html").as_uri(),
            "host": f"http://127.0.0.1:{server.server_address[1]}/inspect.html",
        }
        server.shutdown()
        thread.join()


def look(page: Any, path: Path) -> str:
    """Give a file to the page; the verdict that it shows."""
    page.set_input_files("#file", path)
    page.wait_for_selector("#result:not([hidden])", timeout=60_000)
    return page.text_content("#verdict")


def hostile() -> bytes:
    """A valid session whose texts would like to be something else."""
    groups = [builders.group("g1", 3, label=HOSTILE), builders.group("g2", 2, label="two")]
    members = [builders.chunk(builders.CELLS + f"g{at}", builders.cells(range(at, 4))) for at in (1, 2)]
    field = builders.overlays(builders.field("f1", (HOSTILE, "b"), key=HOSTILE))
    values = builders.chunk(builders.CODES + "f1", builders.codes([0, 1] * 5))
    return builders.session(field, builders.meta(*groups), values, *members)


def large(path: Path, size: int) -> Path:
    """A valid session with a chunk of others of so many bytes; most of it takes no room on the disk."""
    chunk = builders.chunk(
        "other/large", b"", codec="none", kind="binary", storedBytes=size, uncompressedBytes=size
    )
    data = builders.session(chunk)
    assert data.endswith(bytes(4))
    path.write_bytes(data[:-4] + size.to_bytes(4, "little"))
    with path.open("r+b") as out:
        out.truncate(len(data) + size)
    return path


def test_a_file_from_disk_gets_its_verdict_and_its_report(
    browser: Watched, places: dict[str, str], tmp_path: Path
) -> None:
    page = browser.open(places["disk"], wait=False)
    assert look(page, DEMO) == f"Valid: {DEMO.name}"
    facts = dict(
        zip(page.locator("dt").all_text_contents(), page.locator("dd").all_text_contents(), strict=True)
    )
    assert facts["Opens in release"] == "0.9.0"
    assert facts["Groups"] == "4"
    assert page.text_content("#status").startswith("Valid. Every byte")
    assert page.locator("#progress").is_hidden()
    with CellucidSessionBundle(DEMO) as session:
        groups = [
            [group.label, group.type, f"{len(group.indices):,}"]
            for page_ in session.pages
            for group in page_.groups
        ]
        fields = [[field.key, ", ".join(field.categories[:3])] for field in session.fields]
    rows = [row.locator("td").all_text_contents() for row in page.locator("#inside tbody tr").all()]
    assert [row[:3] for row in rows[: len(groups)]] == groups
    assert [row[0] for row in rows[len(groups) :]] == [key for key, _ in fields]
    assert all(names in row[3] for (_, names), row in zip(fields, rows[len(groups) :], strict=True))
    strips = page.locator("#inside canvas")
    assert strips.count() == len(groups)
    assert strips.first.get_attribute("aria-label").startswith("cells ")
    with downloaded(page, tmp_path) as saved:
        page.click("#save")
    report = json.loads(saved.path.read_text("utf-8"))
    Draft202012Validator(json.loads((ROOT / "schemas" / "report.schema.json").read_text())).validate(report)
    assert report["results"][0]["verdict"] == "valid"
    page.click("#copy")
    page.wait_for_selector("#copied:not(:empty)")
    if page.locator("#report").is_visible():  # the browser asks somebody, and nobody is there
        assert json.loads(page.input_value("#report")) == report


def test_a_broken_file_is_told_by_its_bytes_and_hostile_texts_stay_texts(
    browser: Watched, places: dict[str, str], tmp_path: Path
) -> None:
    page = browser.open(places["host"], wait=False)
    vector = next(each for each in SUITE.vectors if each.id == "chunk.inflated-too-large.gzip")
    broken = tmp_path / "<b>\u202ename.cellucid-session"
    broken.write_bytes(SUITE.build(vector))
    assert look(page, broken) == "Not valid: <b>\\u202ename.cellucid-session"
    said = page.text_content("#findings")
    assert "bytes 448-493 of the file" in said
    assert "chunk.inflated-too-large" in said
    assert "What to do:" in said
    commands = page.locator("#next pre").all_text_contents()
    assert len(commands) == 4
    assert all("FILE" in command for command in commands[1:])

    mean = tmp_path / "mean.cellucid-session"
    mean.write_bytes(hostile())
    assert look(page, mean) == "Valid: mean.cellucid-session"
    assert page.title() == "Look at a Cellucid session"
    assert page.locator("img, b, script:not([id=worker])").count() == 1  # the page's own script
    assert re.search("[\u202a-\u202e]", page.text_content("body")) is None
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    assert "text.bidi" in page.text_content("#findings")


def test_every_generation_is_shown_inside(browser: Watched, places: dict[str, str], tmp_path: Path) -> None:
    """Groups that are named by a category, and typed codes: pages, groups and fields as Python reads them."""
    page = browser.open(places["disk"], wait=False)
    for number in (2, 4, 5):
        path = tmp_path / f"{number}.cellucid-session"
        path.write_bytes(SUITE.base(f"generation-{number}"))
        assert look(page, path).startswith("Valid")
        with CellucidSessionBundle(path) as session:
            told = [group.label for group in session.groups] + [field.key for field in session.fields]
        assert page.locator("#inside tbody tr td:first-child").all_text_contents() == told
        assert "can't be read" not in page.text_content("#inside")
    assert page.locator("#inside td", has_text="cells of").count()  # a group that a category names


def test_the_commands_that_are_shown_are_commands(
    browser: Watched, places: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """None of them is wrongly used; what they would read is not there, but for the damaged file."""
    monkeypatch.chdir(tmp_path)
    page = browser.open(places["disk"], wait=False)
    damaged = tmp_path / "damaged.cellucid-session"
    damaged.write_bytes(DEMO.read_bytes()[:-20])
    told = {}
    for path in (damaged, DEMO):
        look(page, path)
        for line in page.locator("#next pre").all_text_contents():
            program, *words = shlex.split(line)
            if program != "pip":
                main = session_command.main if program == "cellucid-session" else validate_command.main
                told[" ".join([program, *words[:1]])] = main(words)
    assert told == {
        "cellucid-validate --no-early-exit": BAD,
        "cellucid-session salvage": BAD,  # something is lost
        "cellucid-session rescue": NO_INPUT,
        "cellucid-session apply": NO_INPUT,
        "cellucid-session convert": NO_INPUT,
    }
    assert (tmp_path / "damaged-saved.cellucid-session").is_file()


def test_a_large_file_does_not_freeze_the_page_and_can_be_cancelled(
    browser: Watched, places: dict[str, str], tmp_path: Path
) -> None:
    whole_large(browser, places, tmp_path, 24 << 20)


@pytest.mark.long
def test_a_file_of_512_mib_does_not_freeze_the_page(
    browser: Watched, places: dict[str, str], tmp_path: Path
) -> None:
    whole_large(browser, places, tmp_path, (512 << 20) - 4096)


def whole_large(browser: Watched, places: dict[str, str], tmp_path: Path, size: int) -> None:
    """Cancel a large file once, and let it be judged to its end once, while the page answers."""
    page = browser.open(places["disk"], wait=False)
    path = large(tmp_path / "large.cellucid-session", size)
    page.set_input_files("#file", path)
    page.click("#cancel")
    assert page.text_content("#status") == "Cancelled. There is no answer."
    assert page.locator("#result, #working").all()[0].is_hidden()
    assert page.evaluate("() => document.activeElement.id") == "file"
    page.evaluate(
        "() => { let last = performance.now(); window.gap = 0; window.seen = new Set();"
        " setInterval(() => { const now = performance.now(); window.gap = Math.max(window.gap, now - last); last = now;"
        " window.seen.add(document.getElementById('progress').value); }, 20); }"
    )
    page.set_input_files("#file", [])
    page.set_input_files("#file", path)
    page.wait_for_selector("#result:not([hidden])", timeout=300_000)
    assert page.text_content("#verdict").startswith("Valid: large")
    gap, seen = page.evaluate("() => [window.gap, window.seen.size]")
    assert gap < 1500  # milliseconds in which the page did nothing
    assert seen > 2  # values of the progress


@pytest.mark.skipif(
    not AXE.is_file(), reason="the page's libraries are not installed (make page-check does it)"
)
def test_keyboard_screen_reader_phone_and_dark(
    browser: Watched, places: dict[str, str], tmp_path: Path
) -> None:
    page = browser.open(places["host"], wait=False)
    page.evaluate(AXE.read_text("utf-8"))
    mean = tmp_path / "mean.cellucid-session"
    mean.write_bytes(hostile())
    broken = tmp_path / "broken.cellucid-session"
    broken.write_bytes(mean.read_bytes()[:-3])
    states = {"empty": page.evaluate(FIND, MORE)}
    for path in (broken, mean):
        look(page, path)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            states[path.name, scheme] = page.evaluate(FIND, MORE)
    page.set_viewport_size({"width": 360, "height": 740})
    states["phone"] = page.evaluate(FIND, MORE)
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    assert {state: found for state, found in states.items() if found} == {}
    page.focus("#file")
    order = []
    for _ in range(3):
        page.keyboard.press("Tab")
        order.append(page.evaluate("() => document.activeElement.id"))
    assert order[:2] == ["copy", "save"]


def test_the_page_loads_nothing_and_its_policy_names_what_runs() -> None:
    text = inspect_build.page()
    assert text == inspect_build.page()
    assert re.search(
        r"default-src 'none'; script-src 'sha256-[^']+'; style-src 'sha256-[^']+'; worker-src blob:", text
    )
    shown = text[: text.index('<script type="text/plain"')]
    assert re.search(r"(?:src|href)=\"(?!data:,)|url\(|@import|https?://", shown) is None
    assert len(text.encode()) < 500_000


def test_a_module_that_the_bundle_does_not_know_is_an_error(tmp_path: Path) -> None:
    for line in (
        'import one from "./a.js";',
        "export default 1;",
        'import "./a.js";',
        'export * from "./a.js";',
    ):
        (tmp_path / "b.js").write_text(f"{line}\n")
        with pytest.raises(inspect_build.BuildError):
            inspect_build.bundle(tmp_path / "b.js")
