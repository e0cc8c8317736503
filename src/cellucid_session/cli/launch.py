"""How the commands start: as soon as can be, for a gate starts one for each upload.

Rules of this file:

* Python looks for each module in every place that it knows, and asks each time what is there. Our own modules are where
  this one is: the commands look there first, and nowhere else has to be asked. That is a fifth of the time of a start
  (`docs/benchmarks.md`, "What a start imports").
* What is run is what Python would run: its own compiled file, of the same version, made of the source as it is now. If
  that can't be said (none there, an older one, another make, a package in an archive), Python does it in its own way.
* Only the commands do this. Who imports the package as a library gets nothing of it.
"""

from __future__ import annotations

import gc
import marshal
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from importlib.machinery import ModuleSpec, SourceFileLoader
    from types import CodeType, ModuleType
    from typing import Any, NoReturn

PREFIX = "cellucid_session."
HEADER = 16  # bytes before the code in a compiled file: magic, flags, time and size of its source
MOST = 1 << 16  # bytes that are read at once: more than any of our modules takes
YOUNG = 10_000  # objects between two looks for garbage: a small file makes none that is worth a look


def validate() -> NoReturn:
    """Run `cellucid-validate` as a process of its own, and end it."""
    hasten()
    from cellucid_session.cli.validate import program

    program()


def session() -> NoReturn:
    """Run `cellucid-session` as a process of its own, and end it."""
    hasten()
    from cellucid_session.cli.session import program

    program()


def hasten() -> None:
    """Have modules of this package found and read by the shortest way, where there is one."""
    gc.set_threshold(YOUNG)
    finder = _finder()
    if finder is not None:
        sys.meta_path.insert(0, finder)


def _finder() -> Finder | None:
    """What `sys.meta_path` takes, or None where the package is no folder of sources with compiled files beside."""
    spec = __spec__
    if spec is None or os.sep != "/":
        return None
    usual = type(spec.loader).__name__ == "SourceFileLoader"
    if not usual or sys.pycache_prefix is not None or sys.flags.optimize:
        return None
    try:
        from _frozen_importlib_external import MAGIC_NUMBER
    except ImportError:  # of another make than Python's own
        return None
    return Finder(os.path.dirname(os.path.dirname(__file__)), MAGIC_NUMBER, type(spec), type(spec.loader))


class Finder:
    """Finds the modules of this package, and no others."""

    def __init__(self, home: str, magic: bytes, specified: type[ModuleSpec], loader: Any) -> None:
        class Near(loader):  # type: ignore[misc]
            """Python's own loader, which was given the code already."""

            code: CodeType | None = None

            def get_code(self, fullname: str) -> CodeType | None:
                code, self.code = self.code, None
                return code if code is not None else super().get_code(fullname)

        self._home = home
        self._begins = magic + bytes(4)  # no flags: to be compared with the time and size of the source
        self._suffix = f".{sys.implementation.cache_tag}.pyc"
        self._specified = specified
        self._loader = Near

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Where a module is, with its code; None leaves it to Python."""
        if not name.startswith(PREFIX):
            return None
        base = f"{self._home}/{name[len(PREFIX) :].replace('.', '/')}"
        folder, _, leaf = base.rpartition("/")
        source, compiled = f"{base}.py", f"{folder}/__pycache__/{leaf}{self._suffix}"
        code, package = _code(source, compiled, self._begins), False
        if code is None:
            source, compiled = f"{base}/__init__.py", f"{base}/__pycache__/__init__{self._suffix}"
            code, package = _code(source, compiled, self._begins), True
        if code is None:
            return None
        loader: SourceFileLoader = self._loader(name, source)
        loader.code = code  # type: ignore[attr-defined]
        spec = self._specified(name, loader, origin=source, is_package=package)
        spec.has_location = True
        spec.cached = compiled
        if package:
            spec.submodule_search_locations = [base]
        return spec


def _code(source: str, compiled: str, begins: bytes) -> CodeType | None:
    """What Python made of this source as it is now, or None."""
    try:
        facts = os.stat(source)
        file = os.open(compiled, os.O_RDONLY)
    except OSError:
        return None
    try:
        data = os.read(file, MOST)
    except OSError:  # a folder
        return None
    finally:
        os.close(file)
    made_of = (int(facts.st_mtime) & 0xFFFFFFFF).to_bytes(4, "little") + (
        facts.st_size & 0xFFFFFFFF
    ).to_bytes(4, "little")
    if not HEADER < len(data) < MOST or data[:HEADER] != begins + made_of:
        return None
    try:
        # as trusted as the module itself: it is the file that Python would run
        code: CodeType = marshal.loads(data[HEADER:])  # noqa: S302
    except (EOFError, ValueError, TypeError):  # cut: Python says so itself
        return None
    return code if code.co_filename == source else None  # the folder was moved
