"""Make the page for a file: one HTML file that loads nothing.

    python js/inspect/build_page.py [OUT]        # dist/inspect.html

Rules of this file: modules of JavaScript become one script, in the order in which they need each other, and their names
stay apart. The page's policy names the digest of its one script and of its one style; the worker's text is a block of
data, from which the page makes the worker. The same sources give the same bytes.
"""

from __future__ import annotations

import base64
import hashlib
import os
import re
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
PALETTE = ROOT / "page" / "palette.css"
OUT = ROOT / "dist" / "inspect.html"

_IMPORT = re.compile(
    r'^import\s+(?:\*\s+as\s+(?P<all>\w+)|\{(?P<some>[^}]*)\})\s+from\s+"(?P<path>[^"]+)";\n', re.MULTILINE
)
_FORWARD = re.compile(r'^export\s+\{(?P<some>[^}]*)\}\s+from\s+"(?P<path>[^"]+)";\n', re.MULTILINE)
_EXPORT = re.compile(
    r"^export\s+(?=(?P<kind>const|let|class|(?:async\s+)?function\*?)\s+(?P<name>\w+))", re.MULTILINE
)
_COMMENT = re.compile(r"^\s*//.*\n|^/\* .* \*/\n", re.MULTILINE)


class BuildError(Exception):
    """A module is written in a way that this file does not know."""


def bundle(entry: Path) -> str:
    """A module and all that it imports, as one script without imports."""
    names: dict[Path, str] = {}
    parts: list[str] = []
    open_: list[Path] = []

    def take(path: Path) -> str:
        path = path.resolve()
        if path in open_:
            raise BuildError(f"{path.name}: modules need each other in a circle")
        if path not in names:
            open_.append(path)
            text = _module(path, take)
            open_.pop()
            names[path] = f"$m{len(names)}"
            parts.append(f"const {names[path]} = (() => {{\n{text}}})();\n")
        return names[path]

    take(entry)
    return '"use strict";\n' + "".join(parts)


def _named(listed: str) -> list[tuple[str, str]]:
    """What stands between the braces of an import or export: name and other name."""
    pairs = [part.split() for part in listed.split(",") if part.strip()]
    return [(words[0], words[-1]) for words in pairs]


def _module(path: Path, take) -> str:  # type: ignore[no-untyped-def]
    """The body of a function that gives what a module exports."""
    text = path.read_text("utf-8")
    given: list[tuple[str, str]] = []

    def imported(found: re.Match[str]) -> str:
        module = take(path.parent / found["path"])
        if found["all"]:
            return f"const {found['all']} = {module};\n"
        named = ", ".join(
            name if name == other else f"{name}: {other}" for name, other in _named(found["some"])
        )
        return f"const {{ {named} }} = {module};\n"

    def forwarded(found: re.Match[str]) -> str:
        module = take(path.parent / found["path"])
        given.extend((f"{module}.{name}", other) for name, other in _named(found["some"]))
        return ""

    def exported(found: re.Match[str]) -> str:
        given.append((found["name"], found["name"]))
        return ""

    text = _EXPORT.sub(exported, _FORWARD.sub(forwarded, _IMPORT.sub(imported, text)))
    if left := re.search(r"^(?:import|export)\b.*", text, re.MULTILINE):
        raise BuildError(f"{path.name}: {left[0]}")
    text = _COMMENT.sub("", text)
    getters = ", ".join(f"get {other}() {{ return {name}; }}" for name, other in given)
    return f"{text}return {{ {getters} }};\n"


def digest(text: str) -> str:
    """How a policy names a script or a style."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def page() -> str:
    """The page."""
    script, worker = bundle(HERE / "page.js"), bundle(HERE / "worker.js")
    style = PALETTE.read_text("utf-8") + (HERE / "style.css").read_text("utf-8")
    for text in (script, worker, style):
        if found := re.search(r"</(?:script|style)|<!--|\r|\0", text, re.IGNORECASE):
            raise BuildError(f"a text of the page holds {found[0]!r}, which would end it")
    policy = "; ".join(
        (
            "default-src 'none'",
            f"script-src {digest(script)}",
            f"style-src {digest(style)}",
            "worker-src blob:",
            "img-src data:",  # its icon, which is empty
            "base-uri 'none'",
            "form-action 'none'",
        )
    )
    made = (HERE / "page.html").read_text("utf-8")
    for name, value in (("policy", policy), ("style", style), ("script", script), ("worker", worker)):
        made = made.replace(f"{{{{{name}}}}}", value, 1)
    return made


def main(out: Path) -> int:
    """Write the page."""
    out.parent.mkdir(parents=True, exist_ok=True)
    new = out.with_name(f".{out.name}.new")
    new.write_text(page(), "utf-8")
    os.replace(new, out)
    sys.stdout.write(f"{out} ({out.stat().st_size} bytes)\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else OUT))
