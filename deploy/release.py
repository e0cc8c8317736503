"""What a release is made of, from a tag: wheel, source distribution, page for a file, bill of materials, digests.

    python deploy/release.py            make dist/ from the tag that HEAD has
    python deploy/release.py --check    only say what is missing for a release, and exit 1 if anything is

Rules of this file:

* Everything is built from a clone of the commit, never from the checkout, twice; the two must be the same bytes.
* Nothing is uploaded. What is missing is told at once, all of it.
"""

from __future__ import annotations

import filecmp
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DIST = ROOT / "dist"
#: file of materials -> the lock that it lists
MATERIALS = {"validator": "deploy/validator.lock", "gate": "deploy/gate.lock"}


def said(*words: str, cwd: Path = ROOT) -> str:
    """What a command prints. Raises CalledProcessError."""
    return subprocess.run(words, cwd=cwd, check=True, capture_output=True, text=True).stdout.strip()


def version(root: Path) -> str:
    """The version that a checkout says it is."""
    return str(tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]["version"])


def missing(root: Path, tags: list[str]) -> list[str]:
    """What a release lacks. tags: those of the commit."""
    number = version(root)
    found = []
    if f"v{number}" not in tags:
        found.append(f"the commit has no tag v{number}")
    package = (root / "src/cellucid_session/__init__.py").read_text("utf-8")
    if f'__version__ = "{number}"' not in package:
        found.append("the package says another version than pyproject.toml")
    if f"## {number}" not in (root / "CHANGELOG.md").read_text("utf-8"):
        found.append(f"CHANGELOG.md has no section {number}")
    if f"\nversion: {number}\n" not in (root / "CITATION.cff").read_text("utf-8"):
        found.append("CITATION.cff says another version")
    home = tomllib.loads((root / "home.toml").read_text("utf-8"))
    found += [f"home.toml says no {key}" for key, value in home.items() if not value]
    if "@sha256:" not in (root / "Dockerfile").read_text("utf-8"):
        found.append("the bases of the images are not fixed: python deploy/pin.py")
    return found


def build(source: Path, target: Path) -> list[str]:
    """Wheel and source distribution. Returns their names."""
    words = [sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-t", "wheel", "-d", str(target)]
    when = said("git", "log", "-1", "--format=%ct", cwd=source)
    subprocess.run(words, cwd=source, check=True, env=os.environ | {"SOURCE_DATE_EPOCH": when})
    return sorted(path.name for path in target.iterdir())


def materials(root: Path, target: Path) -> None:
    """A bill of materials (CycloneDX) of what each image installs, by its lock."""
    for name, lock in MATERIALS.items():
        words = [sys.executable, "-W", "ignore", "-m", "cyclonedx_py", "requirements", lock]
        words += ["--pyproject", "pyproject.toml", "--output-reproducible", "--of", "JSON"]
        words += ["-o", str(target / f"cellucid-session-{version(root)}-{name}.cdx.json")]
        subprocess.run(words, cwd=root, check=True)


def digests(folder: Path) -> None:
    """SHA256SUMS of a folder, as `sha256sum --check` reads it."""
    lines = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n"
        for path in sorted(folder.iterdir())
        if path.name != "SHA256SUMS"
    ]
    (folder / "SHA256SUMS").write_text("".join(lines), "utf-8")


def make(root: Path, target: Path) -> None:
    """Everything of a release, into an empty folder. root: a checkout of the commit."""
    with tempfile.TemporaryDirectory() as folder:
        made = []
        for at in ("once", "again"):
            clone = Path(folder) / at
            said("git", "clone", "--quiet", str(root), str(clone))
            out = Path(folder) / f"{at}.dist"
            made.append((out, build(clone, out)))
        (one, names), (two, others) = made
        if names != others or filecmp.cmpfiles(one, two, names, shallow=False)[0] != names:
            raise SystemExit("two builds of one commit are not the same bytes")
        target.mkdir(parents=True)
        for name in names:
            shutil.copyfile(one / name, target / name)
        materials(Path(folder) / "once", target)
        page = Path(folder) / "once" / "js" / "inspect" / "build_page.py"
        subprocess.run([sys.executable, str(page), str(target / "inspect.html")], check=True)
    digests(target)


def main(arguments: list[str]) -> int:
    """Returns the exit code."""
    lacks = missing(ROOT, said("git", "tag", "--points-at", "HEAD").split())
    if said("git", "status", "--porcelain"):
        lacks.append("the checkout has changes that are not committed")
    if lacks:
        print("this is no release:", *lacks, sep="\n  - ")
        return 1
    if arguments != ["--check"]:
        if DIST.exists():
            raise SystemExit("dist/ is there: remove it first")
        make(ROOT, DIST)
        print((DIST / "SHA256SUMS").read_text("utf-8"), end="")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
