"""The tests on other interpreters, and with other releases of the libraries, than those of `make test`.

    python .ci/matrix.py libraries     the tests marked `libraries`, on all but the interpreter that runs this
    python .ci/matrix.py all           all tests, everywhere
    python .ci/matrix.py all 3.12      one run of them, by its name

Rules of this file:

* Which Pythons there are to test is said once, by the classifiers of pyproject.toml, and which releases by its bounds.
* What is not installed is named, never passed over: a line says how many interpreters were found.
* Each run has an environment of its own, made by uv and removed afterwards. Warnings are errors in all of them
  (`filterwarnings` of pyproject.toml).
"""

from __future__ import annotations

import dataclasses
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VERSION = "import platform; print(platform.python_version())"
SHOWN = ("numpy", "pandas", "anndata", "zarr", "pyarrow", "h5py")
#: scope -> the extras that are installed
EXTRAS = {"libraries": "libraries", "all": "all,test"}
MARK = "pytestmark = pytest.mark.libraries"


@dataclasses.dataclass(frozen=True)
class Run:
    """One column of the matrix. options: for uv, which releases it takes."""

    name: str
    python: str
    options: tuple[str, ...] = ()


def minors() -> list[str]:
    """The Pythons that pyproject.toml names, such as 3.11, in its order."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    found = (
        re.fullmatch(r"Programming Language :: Python :: (3\.\d+)", each) for each in project["classifiers"]
    )
    return [each.group(1) for each in found if each]


def candidates(minor: str) -> Iterator[str]:
    """Where an interpreter may lie: this one, those on the search path, those of pyenv."""
    if minor == "{}.{}".format(*sys.version_info):
        yield sys.executable
    for folder in os.get_exec_path():
        yield os.path.join(folder, f"python{minor}")
    root = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    versions = (root / "versions").glob(f"{minor}.*/bin/python{minor}")
    yield from map(
        str, sorted(versions, key=lambda path: [int(n) for n in re.findall(r"\d+", path.parts[-3])])
    )


def interpreter(minor: str) -> str | None:
    """The first that runs: one of pyenv's shims may be there and not run."""
    for path in candidates(minor):
        if os.access(path, os.X_OK):
            done = subprocess.run([path, "-c", VERSION], capture_output=True, text=True, check=False)
            if done.returncode == 0 and done.stdout.startswith(f"{minor}."):
                return path
    return None


def runs(scope: str, found: dict[str, str]) -> Iterator[Run]:
    """The runs of a scope. found: minor -> interpreter, oldest first."""
    oldest, newest = next(iter(found)), list(found)[-1]
    yield Run(f"{oldest}-oldest", found[oldest], ("--resolution", "lowest-direct"))
    here = "{}.{}".format(*sys.version_info)
    for minor, path in found.items():
        if scope == "all" or minor != here:
            yield Run(minor, path)
    if scope == "all":
        yield Run(f"{newest}-pre", found[newest], ("--prerelease", "allow"))


def marked() -> list[str]:
    """The modules of tests that are marked: the others need what is not installed to be imported."""
    modules = sorted((ROOT / "tests").rglob("test_*.py"))
    return [str(path) for path in modules if f"\n{MARK}\n" in path.read_text("utf-8")]


def run(it: Run, scope: str, folder: str) -> bool:
    """Make an environment, run the tests in it, say how it went."""
    chosen = marked() if scope == "libraries" else []
    python = os.path.join(folder, "bin", "python")
    uv = [sys.executable, "-m", "uv", "--quiet"]
    began = time.monotonic()
    steps = [
        [*uv, "venv", "--no-python-downloads", "--python", it.python, folder],
        [*uv, "pip", "install", "--python", python, *it.options, "--editable", f".[{EXTRAS[scope]}]"],
        [python, "-c", f"from importlib.metadata import version as v; print(*(f'{{n}} {{v(n)}}' for n in {SHOWN}))"],
        [python, "-m", "pytest", "-n", "2", "--dist", "worksteal", "-p", "no:cacheprovider", *chosen],
    ]  # fmt: skip
    print(f"--- {it.name}", flush=True)
    environment = {
        key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "VIRTUAL"))
    }
    # xdist starts its workers with `python`: the environment's
    environment["PATH"] = os.pathsep.join((os.path.dirname(python), *os.get_exec_path()))
    for step in steps:
        if subprocess.run(step, cwd=ROOT, env=environment, check=False).returncode:
            print(f"--- {it.name}: FAILED at {' '.join(step[:4])}", flush=True)
            return False
    print(f"--- {it.name}: good, {time.monotonic() - began:.0f} s", flush=True)
    return True


def main(arguments: list[str]) -> int:
    scope = arguments[0] if arguments else "libraries"
    found = {minor: path for minor in minors() if (path := interpreter(minor)) is not None}
    missing = [minor for minor in minors() if minor not in found]
    print(f"matrix: {len(found)} interpreters found ({', '.join(found)})", end="")
    print(f", NOT found: {', '.join(missing)}" if missing else "", flush=True)
    wanted = [each for each in runs(scope, found) if len(arguments) < 2 or each.name == arguments[1]]
    good = 0
    for each in wanted:
        folder = tempfile.mkdtemp(prefix="matrix-")
        try:
            good += run(each, scope, folder)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    print(f"matrix: {good} of {len(wanted)} runs are good, on {len(found)} interpreters", flush=True)
    return 0 if wanted and good == len(wanted) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
