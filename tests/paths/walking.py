"""What a new user does, literally: an empty environment, the wheel, what a page says to install, what it says to do.

Rules of this file:

* Everything that is done stands on the page: the lines `pip install ...`, the blocks of code, the commands. Nothing is
  said here but which page a person follows, and which of its blocks need something of their own (a server, a checkout).
* The wheel is built once. The index that pip asks has the libraries; the wheel itself is what pip finds beside it, and
  that this is what was installed is held against its bytes.
* One environment for what the same lines install. It has no other library, and the checkout is not on its path.
"""

from __future__ import annotations

import hashlib
import os
import shlex
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
for folder in ("docs", "capture"):
    if str(ROOT / "tests" / folder) not in sys.path:
        sys.path.append(str(ROOT / "tests" / folder))

import installs  # noqa: E402

SECONDS = 900


@dataclass(frozen=True)
class Walk:
    """One person: the pages that are followed, in order."""

    pages: tuple[str, ...]


#: who -> the pages
WALKS = {
    "scientist": Walk(("docs/index.md", "docs/how-to/scientist.md")),
    "scientist, the tutorial": Walk(("docs/tutorial.md",)),
    "upload service": Walk(("docs/how-to/gate.md",)),
    "security reviewer": Walk(("docs/how-to/review.md",)),
    "embedder": Walk(("docs/how-to/embed.md",)),
    "author of another writer": Walk(("docs/how-to/conformance.md",)),
    "continuous integration": Walk(("docs/recipes/continuous-integration.md",)),
    "reader of the docs": Walk(
        ("docs/troubleshooting.md", "docs/how-to/many-files.md", "docs/how-to/rescue.md")
    ),
}


def text(page: str) -> str:
    return (ROOT / page).read_text("utf-8")


def wheel(folder: Path) -> Path:
    """The wheel of the checkout."""
    words = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(words, cwd=ROOT, check=True, capture_output=True, timeout=SECONDS)
    (made,) = folder.glob("*.whl")
    return made


def plain() -> dict[str, str]:
    """Ours, without what leads to the checkout or its environment."""
    dropped = ("PYTHONPATH", "VIRTUAL_ENV", "PYTHONHOME")
    return {name: value for name, value in os.environ.items() if name not in dropped}


def environment(folder: Path, built: Path, pages: tuple[str, ...]) -> Path:
    """A new environment in which all that the pages say is installed, line by line. Returns its folder."""
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True, timeout=SECONDS)
    told = plain() | {"PATH": os.pathsep.join([str(folder / "bin"), os.environ["PATH"]])}
    told["PIP_FIND_LINKS"] = f"{built.parent} {os.environ.get('PIP_FIND_LINKS', '')}".strip()
    for line in (line for page in pages for line in installs.lines(text(page))):
        done = subprocess.run(
            ["bash", "-c", f"pip install {line}"], env=told, capture_output=True, text=True, timeout=SECONDS
        )
        assert done.returncode == 0, done.stdout + done.stderr
    held(folder, built)
    return folder


def held(folder: Path, built: Path) -> None:
    """What is installed is the wheel."""
    with zipfile.ZipFile(built) as packed:
        name = "cellucid_session/__init__.py"
        wanted = hashlib.sha256(packed.read(name)).hexdigest()
        records = next(each for each in packed.namelist() if each.endswith(".dist-info/METADATA"))
        metadata = packed.read(records)
    (site,) = (folder / "lib").glob("python*/site-packages")
    assert hashlib.sha256((site / name).read_bytes()).hexdigest() == wanted
    assert (site / records).read_bytes() == metadata


def words(line: str) -> list[str]:
    """The words of a command of a page, whose lines may be joined by backslashes."""
    return shlex.split(line.replace("\\\n", " "))
