"""Pages in a browser that is watched, and the plot as a mouse finds it.

The fit of the plot and the test for a point inside a line are written here once more, from the words of the
documentation, so that they judge the page's own.
"""

from __future__ import annotations

import base64
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np
import pytest

#: the browser of this run
WANTED = os.environ.get("CELLUCID_BROWSER") or "chromium"
#: where Firefox puts what a page gives away: its protocol does not tell
DOWNLOADS = Path(tempfile.mkdtemp(prefix="downloads-")) if WANTED == "firefox" else None

ARGUMENTS = [
    "--no-sandbox",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
]
#: of the style that Playwright puts into a page when it takes a picture in Firefox, and that the page's policy blocks
PICTURED = "sha256-YjaKGiklmzC6wjXA513HAMmzus8VE61XCOT+SmwNZWA="
FILL = 0.9  # of the plot that the cells take up
NEAR = 3.0  # pixels; a cell so near to a line could be on either side

Line = list[tuple[float, float]]

#: colours of the pixels of a picture (base64 of a PNG) at points
PIXELS = """async ([shot, points]) => {
  const image = new Image();
  image.src = "data:image/png;base64," + shot;
  await image.decode();
  const canvas = Object.assign(document.createElement("canvas"), { width: image.width, height: image.height });
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  pen.drawImage(image, 0, 0);
  return points.map(([x, y]) => "#" + [...pen.getImageData(x, y, 1, 1).data.slice(0, 3)]
    .map((value) => value.toString(16).padStart(2, "0")).join(""));
}"""


class Watched:
    """Opens pages, and notes what they should not do."""

    def __init__(self, chromium: Any) -> None:
        self.complaints: list[str] = []
        self.console: list[str] = []
        self.expected: list[str] = []
        self._context = chromium.new_context(viewport={"width": 1000, "height": 700}, accept_downloads=True)
        self._context.set_default_timeout(20_000)
        self._origins: set[str] = set()

    def open(self, url: str, *, wait: bool = True) -> Any:
        """A new page at an address; `wait` until its cells are drawn."""
        self._origins.add(urlsplit(url).netloc)
        page = self._context.new_page()
        page.on("request", self._requested)
        page.on("console", self._said)
        page.on("pageerror", self._failed)
        page.goto(url)
        if wait:
            page.wait_for_selector("#place[data-drawn]", state="attached")
        return page

    def allow(self, origin: str) -> None:
        self._origins.add(origin)

    def before(self, script: str) -> None:
        """Run a script in every page and frame before its own."""
        self._context.add_init_script(script)

    def close(self) -> None:
        self._context.close()

    def _requested(self, request: Any) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "blob") and parts.netloc not in self._origins:
            self.complaints.append(f"asked from elsewhere: {request.url}")

    def _failed(self, error: Any) -> None:
        if not any(part in str(error) for part in (PICTURED, *self.expected)):
            self.complaints.append(f"error in the page: {error}")

    def _said(self, message: Any) -> None:
        if PICTURED in message.text:
            return
        if message.type in ("error", "warning") and not any(part in message.text for part in self.expected):
            self.complaints.append(f"console: {message.text}")
        self.console.append(message.text)


class Plot:
    """The plot of a page as it is before anybody moved it."""

    def __init__(self, page: Any, places: np.ndarray) -> None:
        self.page = page
        self.places = np.asarray(places, dtype=np.float64)
        box = page.locator("#place").bounding_box()
        self.left, self.top, width, height = box["x"], box["y"], box["width"], box["height"]
        low, high = np.nanmin(self.places, axis=0), np.nanmax(self.places, axis=0)
        self.scale = FILL * min(width / (high[0] - low[0]), height / (high[1] - low[1]))
        self.middle = (low + high) / 2
        self.centre = np.array([width / 2, height / 2])

    def pixels(self, points: Any) -> np.ndarray:
        """Where points of the data lie, from the plot's upper left corner."""
        offset = (np.asarray(points, dtype=np.float64) - self.middle) * self.scale
        return self.centre + offset * [1, -1]

    def lasso(self, line: Line, *, key: str | None = None) -> None:
        """Draw a line around cells with the mouse; its corners are points of the data."""
        mouse, keyboard = self.page.mouse, self.page.keyboard
        corners = self.pixels(line) + np.array([self.left, self.top])
        if key:
            keyboard.down(key)
        mouse.move(*corners[0])
        mouse.down()
        for corner in corners[1:]:
            mouse.move(*corner, steps=4)
        mouse.up()
        if key:
            keyboard.up(key)

    def colour(self, cells: Any) -> str:
        """The colour, #rrggbb, that most of some cells have in the middle."""
        shot = base64.b64encode(self.page.locator("#place").screenshot(caret="initial")).decode()
        points = np.rint(self.pixels(self.places[cells]))
        found = self.page.evaluate(PIXELS, [shot, points[~np.isnan(points).any(axis=1)].tolist()])
        return max(set(found), key=found.count)

    def inside(self, line: Line) -> np.ndarray:
        """Which cells a line goes around: those that it winds around, by the sum of angles.

        Raises:
            AssertionError: a cell lies so near to the line that a pixel decides.
        """
        corners, cells = self.pixels(line), self.pixels(self.places)
        turns = np.zeros(len(cells))
        for a, b in zip(corners, np.roll(corners, -1, axis=0), strict=True):
            to_a, to_b = a - cells, b - cells
            turns += np.arctan2(to_a[:, 0] * to_b[:, 1] - to_a[:, 1] * to_b[:, 0], (to_a * to_b).sum(axis=1))
            assert not (_distance(cells, a, b) < NEAR).any(), "a cell lies on the line"
        return np.abs(np.nan_to_num(turns)) > np.pi


def _distance(cells: np.ndarray, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    along = np.clip(((cells - a) @ (b - a)) / max(((b - a) ** 2).sum(), 1e-9), 0, 1)
    return np.hypot(*(cells - a - along[:, None] * (b - a)).T)


def around(x: float, y: float, size: float = 2.8) -> Line:
    """A line of eight corners around a point."""
    angles = np.linspace(0, 2 * np.pi, 8, endpoint=False)
    return [(x + size * float(np.cos(a)), y + size * float(np.sin(a))) for a in angles]


class Downloaded:
    """A file that a page gave away."""

    path: Path


@contextmanager
def downloaded(page: Any, folder: Path) -> Iterator[Downloaded]:
    """What is done in the block makes the page give a file away; it is in the folder then, under the page's name."""
    came = Downloaded()
    if DOWNLOADS is None:
        with page.expect_download() as download:
            yield came
        came.path = folder / download.value.suggested_filename
        download.value.save_as(came.path)
        return
    before = set(DOWNLOADS.iterdir())
    yield came
    for _ in range(200):
        new = set(DOWNLOADS.iterdir()) - before
        # the name is there, empty, before the file is whole
        if len(new) == 1 and (found := new.pop()).suffix != ".part" and found.stat().st_size:
            came.path = found.rename(folder / found.name)
            return
        time.sleep(0.1)
    raise AssertionError("no file came")


def save_state(page: Any, folder: Path) -> Path:
    """Press Save State; the file that comes."""
    with downloaded(page, folder) as came:
        page.click("#save")
    return came.path


def only_in_chromium(what: str) -> None:
    """Skip the test elsewhere: what it does to the browser is not in other browsers' protocol."""
    if WANTED != "chromium":
        pytest.skip(f"Playwright can't {what} in {WANTED}")


#: the page has said something since, and does nothing more
SAID = (
    "(([newest]) => newest && newest.dataset.id > before && !document.querySelector('.busy').textContent)"
    "(document.querySelectorAll('.notices li'))"
)


def load_state(page: Any, *files: Path, anyway: bool = True) -> list[str]:
    """Give files to Load State, one after the other; what the page says to each.

    Args:
        anyway: the answer where the page asks whether a file is of this data.
    """
    told = []
    for file in files:
        before = last_notice(page)
        page.set_input_files("#file", file)
        page.wait_for_function(
            "before => document.querySelector('dialog') || " + SAID,
            arg=before,
        )
        question = page.get_by_role("button", name="Load anyway")
        if question.count():
            asked = page.text_content("dialog p")
            (question if anyway else page.get_by_role("button", name="Cancel")).click()
            if not anyway:
                told.append(asked)
                continue
            page.wait_for_function(
                "before => " + SAID,
                arg=before,
            )
        told.append(" ".join(notices(page, since=before)))
    return told


def last_notice(page: Any) -> int:
    """The number of the newest message, 0 when there is none."""
    return int(page.evaluate("() => Number(document.querySelector('.notices li')?.dataset.id ?? 0)"))


def notices(page: Any, since: int = 0) -> list[str]:
    """What the page says, newest first."""
    return page.evaluate(
        "since => [...document.querySelectorAll('.notices li')].filter((li) => li.dataset.id > since)"
        ".map((li) => li.querySelector('.grow').textContent)",
        since,
    )


def settled(page: Any) -> None:
    """Wait until what was done is drawn."""
    page.evaluate("() => new Promise((done) => setTimeout(() => setTimeout(done, 0), 0))")


def groups(page: Any) -> list[tuple[str, str]]:
    """Names and counts of the groups on the page that is shown."""
    settled(page)
    return [
        (item.locator(".name").input_value(), item.locator(".count").inner_text())
        for item in page.locator(".groups > li").all()
    ]
