"""What a page tells people to install, and nothing else: who runs a page has no more than that.

Rules of this file:

* `pip install ...` stands on a line of a `bash` block, or in the page's text as code. A page is run with all of it.
* Only names of modules are decided here. What a module is a part of says its distribution; what that needs, with the
  extras that are asked for, says its metadata.
"""

from __future__ import annotations

import json
import re
import shlex
import tomllib
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution, packages_distributions
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

OURS = "cellucid-session"
PROJECT = tomllib.loads((Path(__file__).resolve().parents[2] / "pyproject.toml").read_text("utf-8"))[
    "project"
]
_LINE = re.compile(r"^(?:\$ )?pip install ([^\n#]+)|`pip install ([^`\n]+)`", re.MULTILINE)

#: what the interpreter of a page runs first: modules that nobody told to install are not there
BLOCKER = """
import os
if os.environ.get("PAGE_HAS_NO"):
    import importlib.machinery, json
    with open(os.environ["PAGE_HAS_NO"]) as told:
        _absent = frozenset(json.load(told))
    _find = importlib.machinery.PathFinder.find_spec
    def _found(name, path=None, target=None):
        return None if name.partition(".")[0] in _absent else _find(name, path, target)
    importlib.machinery.PathFinder.find_spec = staticmethod(_found)
"""


def lines(page: str) -> list[str]:
    """What stands behind `pip install`, in the order of the page."""
    return [(match[1] or match[2]).strip() for match in _LINE.finditer(page)]


def asked(page: str) -> list[Requirement]:
    """What a page asks for."""
    return [Requirement(word) for line in lines(page) for word in shlex.split(line)]


@cache
def _needs(name: str, extra: str) -> tuple[Requirement, ...]:
    """What a distribution needs with an extra ("": with none). Of ours, what the checkout says now."""
    if name == OURS:
        extras = PROJECT["optional-dependencies"]
        return tuple(map(Requirement, extras[extra] if extra else PROJECT["dependencies"]))
    try:
        told = distribution(name).requires or []
    except PackageNotFoundError:
        return ()
    found = map(Requirement, told)
    return tuple(each for each in found if each.marker is None or each.marker.evaluate({"extra": extra}))


def closure(requirements: list[Requirement]) -> set[str]:
    """The distributions that an installer brings for these."""
    seen: set[tuple[str, str]] = set()
    left = [(canonicalize_name(each.name), extra) for each in requirements for extra in ("", *each.extras)]
    while left:
        pair = left.pop()
        if pair not in seen:
            seen.add(pair)
            for each in _needs(*pair):
                left += [(canonicalize_name(each.name), extra) for extra in ("", *each.extras)]
    return {name for name, _ in seen}


def absent(page: str) -> list[str]:
    """The modules that are installed here, and are not for who did what the page says."""
    there = closure(asked(page)) | {"pip", "setuptools"}
    return sorted(
        module
        for module, owners in packages_distributions().items()
        if not there & {canonicalize_name(owner) for owner in owners}
        and not module.startswith("_")
        and module != "cellucid_session"
    )


def block(page: str, folder: Path) -> dict[str, str]:
    """Variables for the environment of a page's interpreters."""
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(BLOCKER, "utf-8")
    (folder / "absent.json").write_text(json.dumps(absent(page)), "utf-8")
    return {"PAGE_HAS_NO": str(folder / "absent.json")}
