"""Which lines of the package a target's corpus reaches: python fuzz/reached.py [TARGET ...]

Rules of this file: lines inside functions only, counted with the interpreter's own tracing while the corpus is
replayed. A run takes many times as long as a replay, so it is no part of the tests.
"""

from __future__ import annotations

import contextlib
import importlib
import inspect
import sys
import types
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
PACKAGE = HERE.parent / "src" / "cellucid_session"
ROOMS = ("wire", "check", "generated", "report", "apply")


def lines_of(code: types.CodeType) -> Iterator[int]:
    """The lines of a module's functions; what a module or a class runs when it is loaded is none of them."""
    if code.co_flags & inspect.CO_OPTIMIZED:
        yield from (line for _, _, line in code.co_lines() if line and line != code.co_firstlineno)
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield from lines_of(constant)


def replayed(target: str) -> dict[str, set[int]]:
    """File -> lines that were reached."""
    module = importlib.import_module(target)
    reached: dict[str, set[int]] = {}
    prefix = str(PACKAGE)

    def local(frame: types.FrameType, event: str, argument: Any) -> Any:
        reached[frame.f_code.co_filename].add(frame.f_lineno)
        return local

    def called(frame: types.FrameType, event: str, argument: Any) -> Any:
        name = frame.f_code.co_filename
        if not name.startswith(prefix):
            return None
        reached.setdefault(name, set())
        return local

    folders = (HERE / "corpus" / target, HERE.parent / "out" / "fuzz" / target / "corpus")
    inputs = [path for folder in folders if folder.is_dir() for path in sorted(folder.iterdir())]
    sys.settrace(called)
    try:
        for path in inputs:
            module.one(path.read_bytes())
    finally:
        sys.settrace(None)
    return reached


def main(arguments: list[str]) -> None:
    """Print the share of lines reached in each module."""
    stub: Any = types.ModuleType("atheris")
    stub.instrument_imports = lambda **_: contextlib.nullcontext()
    sys.modules["atheris"] = stub
    for target in arguments or sorted(path.stem for path in HERE.glob("fuzz_*.py")):
        reached = replayed(target)
        print(target)
        total = got = 0
        for room in ROOMS:
            for path in sorted((PACKAGE / room).glob("*.py")):
                wanted = set(lines_of(compile(path.read_text("utf-8"), str(path), "exec")))
                hit = wanted & reached.get(str(path), set())
                if not hit:
                    continue
                total, got = total + len(wanted), got + len(hit)
                missing = ",".join(map(str, sorted(wanted - hit)[:12]))
                print(f"  {100 * len(hit) // len(wanted):3} % {path.relative_to(PACKAGE)}  {missing}")
        print(
            f"  {100 * got // max(1, total)} % of {total} lines in the modules that were entered", flush=True
        )


if __name__ == "__main__":
    main(sys.argv[1:])
