"""The JSON Schemas that come with the package.

Rules of this file: a name is one of those that are there, never a path. A wheel has the schemas beside the
modules, a checkout has them in its own folder.
"""

from __future__ import annotations

import os

SUFFIX = ".schema.json"
_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
_FOLDERS = (os.path.join(_PACKAGE, "schemas"), os.path.join(_PACKAGE, os.pardir, os.pardir, "schemas"))


def _all() -> dict[str, str]:
    """Path of each schema by its name, which is the file's without `.schema.json`."""
    for folder in _FOLDERS:
        found: dict[str, str] = {}
        for at, _, held in os.walk(folder):
            for file in held:
                if file.endswith(SUFFIX):
                    path = os.path.join(at, file)
                    found[os.path.relpath(path, folder).replace(os.sep, "/").removesuffix(SUFFIX)] = path
        if found:
            return found
    return {}


def names() -> list[str]:
    """Names of the schemas, sorted."""
    return sorted(_all())


def read(name: str) -> str:
    """The text of one schema.

    Raises:
        KeyError: no schema has this name.
    """
    with open(_all()[name.removesuffix(SUFFIX)], encoding="utf-8") as stream:
        return stream.read()
