"""Public names that the page on the API does not tell in an order of its own: they come at its end."""

from __future__ import annotations

import re

import cellucid_session


def rest(page: str) -> list[str]:
    """The public names that a page does not have."""
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
