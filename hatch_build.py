"""What a build says of where the project lives: project URLs, and links in the README that work on a package index.

Rules of this file:

* Addresses come from `home.toml` alone. While it names no repository, links of the README become plain words, and
  its pictures go.
* A link within the page, or to another host, stays as it is.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface

LINK = re.compile(r"(!?)\[([^\]]*)\]\(([^()\s]+)\)")  # or a picture; its words may go over the end of a line
ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|#")
#: key of `home.toml` -> name among the project's URLs, and what follows the address
URLS = {
    "repository": (("Source", ""), ("Changelog", "/blob/HEAD/CHANGELOG.md"), ("Issues", "/issues")),
    "site": (("Documentation", ""),),
    "contact": (("Security", ""),),
}


def urls(home: dict[str, str]) -> dict[str, str]:
    """The project's URLs: name -> address."""
    return {name: home[key] + rest for key, names in URLS.items() for name, rest in names if home.get(key)}


def readme(text: str, repository: str) -> str:
    """The README with links that lead somewhere, wherever it is shown."""

    def made(link: re.Match[str]) -> str:
        mark, words, target = link.groups()
        if ELSEWHERE.match(target):
            return link[0]
        if not repository:
            return "" if mark else words
        return f"{mark}[{words}]({repository}/{'raw' if mark else 'blob'}/HEAD/{target})"

    return LINK.sub(made, text)


class Home(MetadataHookInterface):
    """Fills in `readme` and `urls` of the project."""

    PLUGIN_NAME = "custom"

    def update(self, metadata: dict[str, Any]) -> None:
        """Called by hatchling with the project's table."""
        root = Path(self.root)
        home = tomllib.loads((root / "home.toml").read_text("utf-8"))
        text = readme((root / "README.md").read_text("utf-8"), home["repository"])
        metadata["readme"] = {"content-type": "text/markdown", "text": text}
        metadata["urls"] = urls(home)
