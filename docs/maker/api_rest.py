"""Public names that the pages on the API do not tell in an order of their own: they come at the end of the first one."""

from __future__ import annotations

import re

import cellucid_session

PAGES = ("reference/api.md", "reference/api/")  # the first page, and the folder of the others


def told(pages: dict[str, str]) -> str:
    """All pages on the API, one behind the other; pages: place in the site -> text."""
    return "\n".join(body for where, body in sorted(pages.items()) if where.startswith(PAGES))


def rest(page: str) -> list[str]:
    """The public names that the text does not have."""
    told = set(re.findall(r"^\.\. auto(?:class|function|exception):: (\w+)$", page, re.MULTILINE))
    return [name for name in cellucid_session.__all__ if name not in told]


def section(page: str) -> str:
    """A section with them; "" when there are none."""
    rows = []
    for name in rest(page):
        thing = getattr(cellucid_session, name)
        kind = "function"
        if isinstance(thing, type):
            kind = "exception" if issubclass(thing, BaseException) else "class"
        rows.append(f".. auto{kind}:: {name}\n" + ("   :members:\n" if kind == "class" else ""))
    if not rows:
        return ""
    return "\n## More\n\n```{eval-rst}\n.. currentmodule:: cellucid_session\n\n" + "".join(rows) + "```\n"
