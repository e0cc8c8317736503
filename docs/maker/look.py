"""Looks at the built site with Chromium: `make look`. Pictures go to docs/_build/looks.

Rules of this file:

* Every page is opened in each of `WAYS`; a few pages are photographed whole.
* Found is what a person would stumble over: a page that is wider than its window, a request to another place, an error
  of the browser's console, a picture that does not load, text on a ground of too little contrast.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
HTML, LOOKS = HERE.parent / "_build" / "html", HERE.parent / "_build" / "looks"

#: way -> width, height, colour scheme
WAYS = {
    "light": (1280, 900, "light"),
    "dark": (1280, 900, "dark"),
    "phone": (390, 844, "light"),
    "phone-dark": (390, 844, "dark"),
}
#: pages that are photographed
PHOTOGRAPHED = (
    *("index", "tutorial", "troubleshooting", "how-to/gate", "how-to/scientist", "rules/index", "rules/gzip"),
    *(
        "reference/commands",
        "reference/api",
        "reference/api/judge",
        "schemas/report",
        "format/index",
        "format/container",
        "benchmarks",
    ),
)
TALLEST = 6000  # CSS pixels of a picture
CONTRAST = 4.5  # WCAG 2.2, 1.4.3

#: what a page is asked: what is wider than the window, and which words are hard to read
ASKED = """(() => {
  const found = [], wide = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth > wide) {
    for (const e of document.querySelectorAll('.bd-article *')) {
      if (e.getBoundingClientRect().right > wide + 1 && !e.closest('pre, table, .highlight')) {
        found.push('wider than the window: ' + e.tagName + ' ' + e.textContent.trim().slice(0, 40)); break;
      }
    }
    if (!found.length) found.push('wider than the window: ' + document.documentElement.scrollWidth);
  }
  for (const e of document.images) if (e.complete && !e.naturalWidth) found.push('no picture: ' + e.src);
  const parts = c => { const m = c.match(/[\\d.]+/g).map(Number); return m.length < 4 ? [...m, 1] : m; };
  const light = ([r, g, b]) => [r, g, b].map(v => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((s, v, i) => s + v * [0.2126, 0.7152, 0.0722][i], 0);
  const ground = e => { for (; e; e = e.parentElement) { const c = parts(getComputedStyle(e).backgroundColor); if (c[3] > 0.99) return c; } return [255, 255, 255, 1]; };
  const seen = new Set();
  for (const e of document.querySelectorAll('.bd-article *')) {
    if (e.closest('.headerlink')) continue;  // a sign that shows when it is pointed at
    if (![...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()) || !e.offsetParent) continue;
    const style = getComputedStyle(e), a = light(parts(style.color)), b = light(ground(e));
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    const large = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.6 && style.fontWeight >= 700);
    const key = style.color + '/' + ground(e);
    if (ratio < (large ? 3 : CONTRAST) && !seen.has(key)) {
      seen.add(key); found.push('contrast ' + ratio.toFixed(2) + ': ' + e.className + ' ' + e.textContent.trim().slice(0, 30));
    }
  }
  return found;
})()""".replace("CONTRAST", str(CONTRAST))


class Browser:
    """A tab of Chromium, spoken to over its debugging port."""

    def __init__(self, socket: Any) -> None:
        self._socket = socket
        self._number = 0
        self.events: list[dict[str, Any]] = []

    async def ask(self, method: str, **given: Any) -> dict[str, Any]:
        """Send a command and wait for its answer; events on the way are kept."""
        self._number += 1
        await self._socket.write_message(json.dumps({"id": self._number, "method": method, "params": given}))
        while True:
            answer = await self.next()
            if answer.get("id") == self._number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
                result: dict[str, Any] = answer["result"]
                return result

    async def next(self) -> dict[str, Any]:
        """The next message."""
        text = await asyncio.wait_for(self._socket.read_message(), 60)
        if text is None:
            raise RuntimeError("Chromium has gone")
        message: dict[str, Any] = json.loads(text)
        if "method" in message:
            self.events.append(message)
        return message

    async def open(self, address: str) -> None:
        """Go to an address and wait until it has loaded."""
        self.events.clear()
        await self.ask("Page.navigate", url=address)
        while not any(event["method"] == "Page.loadEventFired" for event in self.events):
            await self.next()
        await self.ask(
            "Runtime.evaluate",
            expression="new Promise(done => setTimeout(done, 60))",
            awaitPromise=True,
        )


@contextlib.asynccontextmanager
async def browser() -> Any:
    """Chromium with a profile of its own."""
    from tornado.httpclient import AsyncHTTPClient
    from tornado.websocket import websocket_connect

    program = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        raise SystemExit("Chromium is needed to look at pages; CHROMIUM names it")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        running = subprocess.Popen(
            [
                *(program, "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"),
                *(f"--user-data-dir={profile}", "--remote-debugging-port=0", "about:blank"),
            ],
            stderr=subprocess.DEVNULL,
        )
        try:
            told = Path(profile) / "DevToolsActivePort"
            for _ in range(300):
                if told.exists() and told.read_text().count("\n") >= 1:
                    break
                await asyncio.sleep(0.1)
            port = told.read_text().split("\n")[0]
            answer = await AsyncHTTPClient().fetch(f"http://127.0.0.1:{port}/json/list")
            tab = next(tab for tab in json.loads(answer.body) if tab["type"] == "page")
            socket = await websocket_connect(tab["webSocketDebuggerUrl"], max_message_size=1 << 28)
            yield Browser(socket)
        finally:
            running.terminate()
            running.wait()


def _outside(events: list[dict[str, Any]], home: str) -> list[str]:
    found = []
    for event in events:
        given = event.get("params", {})
        if event["method"] == "Network.requestWillBeSent":
            address = given["request"]["url"]
            if not address.startswith((home, "data:", "blob:")):
                found.append(f"asks another place: {address}")
        elif event["method"] == "Runtime.exceptionThrown":
            found.append(f"error: {given['exceptionDetails'].get('text')}")
    return found


async def look(pages: list[str]) -> list[str]:
    """Open every page in every way. Returns what was found."""
    LOOKS.mkdir(parents=True, exist_ok=True)
    home = HTML.as_uri() + "/"
    wrong: list[str] = []
    async with browser() as tab:
        for domain in ("Page", "Network", "Runtime"):
            await tab.ask(f"{domain}.enable")
        for way, (width, height, scheme) in WAYS.items():
            await tab.ask(
                "Emulation.setDeviceMetricsOverride",
                width=width,
                height=height,
                deviceScaleFactor=1,
                mobile=width < 600,
            )
            await tab.ask(
                "Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}]
            )
            for page in pages:
                await tab.open(f"{home}{page}.html")
                answer = await tab.ask("Runtime.evaluate", expression=ASKED, returnByValue=True)
                told = answer["result"].get("value")
                if told is None:
                    told = [f"could not be asked: {answer}"]
                wrong += [f"{page} ({way}): {line}" for line in [*told, *_outside(tab.events, home)]]
                if page in PHOTOGRAPHED:
                    size = await tab.ask("Page.getLayoutMetrics")
                    clip = {"x": 0, "y": 0, "width": width, "scale": 1}
                    clip["height"] = min(size["cssContentSize"]["height"], TALLEST)
                    shot = await tab.ask("Page.captureScreenshot", clip=clip, captureBeyondViewport=True)
                    name = f"{page.replace('/', '-')}.{way}.png"
                    (LOOKS / name).write_bytes(base64.b64decode(shot["data"]))
    return wrong


def main(arguments: list[str]) -> int:
    """Look at all pages, or at those that are named."""
    pages = arguments or [
        path.relative_to(HTML).with_suffix("").as_posix()
        for path in sorted(HTML.rglob("*.html"))
        if "_static" not in path.parts and path.stem not in ("genindex", "search", "py-modindex")
    ]
    wrong = asyncio.run(look(pages))
    for line in wrong:
        print(line)
    print(f"{len(pages)} pages in {len(WAYS)} ways, {len(wrong)} found")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
