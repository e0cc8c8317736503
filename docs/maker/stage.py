"""Pages of the repository, put where the site has them, with links that lead to the same things.

Rules of this file:

* A page is written once, for the repository; the site has a copy in which only links and notes for generators differ.
* A link that leads nowhere in the repository stops the making. One to a file that the site does not have becomes plain
  text: the site may be read where the repository is not.
* Ids of rules in the format's text become links to the rule reference.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path, PurePosixPath
from posixpath import normpath, relpath

from cellucid_session.declare.rules import RULES
from maker import notebook_pages
from maker.rule_pages import link as rule_link

ROOT = Path(__file__).resolve().parents[2]
#: where the project lives; "" until the first release
REPOSITORY: str = tomllib.loads((ROOT / "home.toml").read_text("utf-8"))["repository"]

#: folder or file of the repository -> place in the site; longer names are looked at first
PLACES = {
    "docs": "",
    "spec": "format",
    "schemas": "schemas",
    "examples": "examples",
    "CHANGELOG.md": "project/changelog.md",
    "CONTRIBUTING.md": "project/contributing.md",
    "SECURITY.md": "project/security.md",
    "fuzz/README.md": "project/fuzzing.md",
    "src/cellucid_session/conformance/README.md": "reference/vectors.md",
    "src/cellucid_session/conformance/examples/javascript/README.md": "reference/javascript.md",
}
#: source -> page that is made of it; the repository's readers are led to the source
SHOWN_AS = {
    **notebook_pages.SHOWN,
    "schemas": "schemas/index.md",
    "src/cellucid_session/declare/rules": "rules/index.md",
    "src/cellucid_session/judge/policy.py": "reference/policies.md",
    "src/cellucid_session/commands/validate.py": "reference/commands.md",
    "src/cellucid_session/commands/session.py": "reference/commands.md",
}
#: what the site has beside pages
ASSETS = (
    ".png",
    ".svg",
    ".json",
    ".ksy",
    ".ipynb",
    ".cellucid-session",
    ".css",
    ".toml",
    ".yaml",
    ".yml",
    ".py",
    ".mjs",
)
SKIPPED = ("docs/_build", "docs/_static", "docs/maker", "docs/conf.py")
INDEX = "README.md"

_LINK = re.compile(r"(!?)\[((?:[^\[\]]|\[[^\]]*\])*)\]\(([^()\s]+)\)")
_FENCE = re.compile(r"^(```+|~~~+)[^\n]*\n.*?^\1[^\n]*$", re.DOTALL | re.MULTILINE)
_HEADING = re.compile(r"^#+ .*$", re.MULTILINE)
_SPAN = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)")
_COMMENT = re.compile(r"<!--.*?-->\n?", re.DOTALL)
_OUTSIDE = re.compile(r"[a-z][a-z0-9+.-]*:")
_CITED = re.compile(r"\[([a-z]+\.[a-z0-9-]+(?:, [a-z]+\.[a-z0-9-]+)*)\](?!\()")
_ROW = re.compile(r"^\| `([a-z]+\.[a-z0-9-]+)` \|", re.MULTILINE)
_ID = re.compile(r"(?<![\[`])`([a-z]+\.[a-z0-9-]+)`(?![\]`])")
_KNOWN = {rule.id for rule in RULES}


class StagingError(Exception):
    """A page can't be staged."""


def place(path: str) -> str | None:
    """Where the site has a file of the repository; None where it does not."""
    for start in sorted(PLACES, key=len, reverse=True):
        if path == start:
            return PLACES[start]
        if path.startswith(f"{start}/"):
            inside = path[len(start) + 1 :]
            folder, name = PurePosixPath(inside).parent.as_posix(), PurePosixPath(inside).name
            if name == INDEX:
                inside = "index.md" if folder == "." else f"{folder}/index.md"
            return normpath(f"{PLACES[start]}/{inside}").lstrip("/")
    return None


def sources(root: Path = ROOT) -> list[str]:
    """The files of the repository that the site has, pages and others."""
    found = []
    for start in PLACES:
        top = root / start
        for path in [top] if top.is_file() else sorted(top.rglob("*")):
            name = path.relative_to(root).as_posix()
            if name.startswith(SKIPPED) or not path.is_file() or "__pycache__" in name:
                continue
            if path.suffix in (".md", *ASSETS):
                found.append(name)
    return found


def target(name: str, link: str, root: Path = ROOT) -> str | None:
    """What a link of a page leads to, as seen from the page's place in the site.

    Returns:
        The address; None where the site does not have it.

    Raises:
        StagingError: it leads nowhere.
    """
    if link.startswith("#") or _OUTSIDE.match(link):
        return link
    path, hash_, fragment = link.partition("#")
    there = normpath(str(PurePosixPath(name).parent / path))
    if there.startswith(".."):
        raise StagingError(f"{name}: {link} leads out of the repository")
    here = place(name)
    assert here is not None
    folder = str(PurePosixPath(here).parent)
    if not (root / there).exists():
        raise StagingError(f"{name}: {link} leads nowhere")
    if (root / there).is_dir():
        for index in (INDEX, "index.md"):
            if (root / there / index).exists():
                there = f"{there}/{index}"
                break
        else:
            return relpath(SHOWN_AS[there], folder) if there in SHOWN_AS else None
    if schema := re.fullmatch(r"schemas/([a-z-]+)\.schema\.json", there):
        return relpath(f"schemas/{schema[1]}.md", folder)
    if there in SHOWN_AS:
        return relpath(SHOWN_AS[there], folder) + hash_ + fragment
    at = place(there)
    if at is None or there not in sources(root):
        return None
    return relpath(at, folder) + hash_ + fragment


def staged(name: str, body: str, root: Path = ROOT) -> str:
    """A page as the site has it."""
    kept: list[str] = []

    def keep(match: re.Match[str]) -> str:
        kept.append(match[0])
        return f"\0{len(kept) - 1}\0"

    body = _FENCE.sub(keep, body)
    body = _COMMENT.sub("", body)
    if name.startswith("spec/"):
        body = _ROW.sub(lambda row: f"| {rule_link(row[1])} |" if row[1] in _KNOWN else row[0], body)
        body = _CITED.sub(_cite, body)
    if name.startswith("docs/"):
        body = _HEADING.sub(keep, body)
        body = _ID.sub(lambda found: rule_link(found[1]) if found[1] in _KNOWN else found[0], body)
    body = re.sub(
        r"\[(`[^`\n]+`)\]\(", lambda found: f"[\1{found[1][1:-1]}\1](", body
    )  # code in a link stays
    body = _SPAN.sub(keep, body)
    body = body.replace("\1", "`")

    def lead(match: re.Match[str]) -> str:
        mark, words, link = match.groups()
        address = target(name, link, root)
        if address is None:
            return words
        return f"{mark}[{words}]({address})"

    body = _LINK.sub(lead, body)
    while "\0" in body:
        body = re.sub("\0(\\d+)\0", lambda found: kept[int(found[1])], body)
    return _languages(addressed(body, REPOSITORY))


def addressed(body: str, repository: str) -> str:
    """A page with the repository's address where it says OWNER; "" leaves it as it is, with its explanation."""
    if not repository:
        return body
    body = "\n".join(row for row in body.split("\n") if not row.startswith("`OWNER` stands for"))
    body = body.replace("https://github.com/OWNER/cellucid-session", repository)
    return body.replace("OWNER/cellucid-session", "/".join(repository.split("/")[-2:]))


def _cite(match: re.Match[str]) -> str:
    names = match[1].split(", ")
    if not _KNOWN.issuperset(names):
        return match[0]
    return "\\[" + ", ".join(rule_link(name).replace("`", "") for name in names) + "\\]"


def _languages(body: str) -> str:
    """Words behind a fence that are no language of the site's are left out, but for directives of MyST."""
    known = {
        "python",
        "console",
        "json",
        "toml",
        "yaml",
        "text",
        "bash",
        "html",
        "javascript",
        "dockerfile",
        "django",
    }

    def line(match: re.Match[str]) -> str:
        word = match[2].split(" ")[0]
        if word.startswith("{"):
            return match[0]
        return f"{match[1]}{word if word in known else 'text'}"

    out, closing = [], ""
    for row in body.split("\n"):
        fence = re.match(r"^(\s*(?:```+|~~~+))([^`]*)$", row)
        if fence and not closing:
            closing = fence[1].strip()
            out.append(line(fence))
        else:
            if fence and closing and fence[2].strip() == "" and fence[1].strip().startswith(closing):
                closing = ""
            out.append(row)
    return "\n".join(out)


def unlisted(pages: dict[str, str]) -> list[str]:
    """Pages of docs/ itself that no page names in a toctree: they are put at the end of the index."""
    named: set[str] = set()
    for name, body in pages.items():
        folder = PurePosixPath(name).parent
        for tree in re.findall(r"^```\{toctree\}\n(.*?)^```", body, re.DOTALL | re.MULTILINE):
            for row in tree.splitlines():
                if row and not row.startswith(":"):
                    entry = normpath(str(folder / row.strip().split("<")[-1].rstrip(">")))
                    named |= {page for page in pages if PurePosixPath(page.removesuffix(".md")).match(entry)}
    return sorted(set(pages) - named - {"index.md"})
