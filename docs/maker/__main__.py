"""`python docs/maker`: the site, into docs/_build/html. `--keep` leaves what an earlier run made.

Rules of this file: no network; what Sphinx warns of is an error; what the site asks of other hosts is an error.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from maker import api_rest, command_pages, notebook_pages, policy_pages, rule_pages, schema_pages, stage

BUILD = HERE.parent / "_build"
SOURCE, HTML = BUILD / "source", BUILD / "html"

#: what makes a browser ask for something
_ASKED = re.compile(
    r"""(?:<(?:script|img|iframe|source|video|audio|embed)\b[^>]*?\ssrc|<link\b(?![^>]*rel="(?:canonical|license)")[^>]*?\shref)="((?:https?:)?//[^"]+)"|(?:@import\s+|url\()["']?((?:https?:)?//[^"')]+)"""
)


def stage_all() -> None:
    """Every page and asset into the source folder, made anew."""
    pages: dict[str, str] = {}
    shutil.rmtree(SOURCE, ignore_errors=True)
    SOURCE.mkdir(parents=True)
    spec = []
    for name in stage.sources():
        where = stage.place(name)
        assert where is not None
        if name.endswith(".md"):
            body = (stage.ROOT / name).read_text("utf-8")
            pages[where] = stage.staged(name, body)
            if name.startswith("spec/") and "/adr/" not in name:
                spec.append((f"../{where}", body))
        else:
            (SOURCE / where).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(stage.ROOT / name, SOURCE / where)
    pages["reference/api.md"] += api_rest.section(api_rest.told(pages))
    pages |= command_pages.pages() | schema_pages.pages(stage.ROOT / "schemas") | policy_pages.pages()
    pages |= rule_pages.pages(rule_pages.cited(spec))
    for name, where in notebook_pages.SHOWN.items():
        pages[where], pictures = notebook_pages.page(notebook_pages.run(stage.ROOT / name), where)
        for picture, data in pictures.items():
            (SOURCE / picture).write_bytes(data)
        pages["tutorial.md"] += notebook_pages.listed(where)
    pages["format/adr/index.md"] += _hidden(pages, "format/adr/")
    pages["format/index.md"] += _hidden(pages, "format/", first=_order(pages["format/index.md"]))
    if more := stage.unlisted(pages):
        rows = "\n".join(page.removesuffix(".md") for page in more)
        pages["index.md"] += f"\n```{{toctree}}\n:hidden:\n:caption: More\n\n{rows}\n```\n"
    for where, body in pages.items():
        (SOURCE / where).parent.mkdir(parents=True, exist_ok=True)
        (SOURCE / where).write_text(body, encoding="utf-8")


def _order(index: str) -> list[str]:
    """The pages that an index links to, in its order."""
    return re.findall(r"\]\(([a-zA-Z0-9_-]+)\.md\)", index)


def _hidden(pages: dict[str, str], folder: str, first: list[str] | None = None) -> str:
    """A list of the pages of a folder for Sphinx, which is not shown in the page."""
    names = [
        page.removeprefix(folder).removesuffix(".md")
        for page in sorted(pages)
        if page.startswith(folder) and "/" not in page.removeprefix(folder) and page != f"{folder}index.md"
    ]
    ordered = list(dict.fromkeys([name for name in first or [] if name in names] + names))
    if f"{folder}adr/index.md" in pages:
        ordered.append("adr/index")
    return "\n```{toctree}\n:hidden:\n:maxdepth: 1\n\n" + "\n".join(ordered) + "\n```\n"


def outside(folder: Path = HTML) -> list[str]:
    """What the pages of a site ask other hosts for."""
    found = []
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".html", ".css"):
            asked = _ASKED.finditer(path.read_text("utf-8", errors="replace"))
            found += [f"{path.relative_to(folder)}: {match[1] or match[2]}" for match in asked]
    return found


def main(arguments: list[str]) -> int:
    """Make the site."""
    stage_all()
    if "--keep" not in arguments:
        shutil.rmtree(HTML, ignore_errors=True)
        shutil.rmtree(BUILD / "doctrees", ignore_errors=True)
    done = subprocess.run(
        [
            *(sys.executable, "-m", "sphinx", "-b", "html", "-W", "--keep-going", "-n", "-q", "-j", "2"),
            *("-c", str(HERE.parent), "-d", str(BUILD / "doctrees"), str(SOURCE), str(HTML)),
        ],
        check=False,
    )
    if done.returncode:
        return done.returncode
    inspect_page = stage.ROOT / "js" / "inspect" / "build_page.py"
    subprocess.run([sys.executable, str(inspect_page), str(HTML / "inspect.html")], check=True)
    asked = outside()
    for line in asked:
        print(f"asks another host: {line}", file=sys.stderr)
    if not asked:
        print(f"{sum(1 for _ in HTML.rglob('*.html'))} pages in {HTML.relative_to(stage.ROOT)}")
    return 1 if asked else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
