"""Fix the bases of the images: write the digest that each has today into the files that name it.

    python deploy/pin.py            asks docker, and writes
    python deploy/pin.py --check    says which are not fixed, and exits 1

Rules of this file: a base is `name:tag`, and behind it `@sha256:...` once it is fixed; nothing else of a file changes.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FILES = ("Dockerfile", "deploy/Dockerfile", "deploy/compose.yaml")
_BASE = re.compile(
    r"^(?P<word>FROM |    image: )(?P<name>[a-z0-9./-]+:[\w.-]+)(?P<digest>@sha256:[0-9a-f]{64})?", re.M
)


def bases(text: str) -> dict[str, str | None]:
    """The bases that a file names -> their digests, where they are fixed."""
    return {match["name"]: match["digest"] for match in _BASE.finditer(text)}


def fixed(text: str, digests: dict[str, str]) -> str:
    """The file with these digests ("sha256:...")."""
    return _BASE.sub(lambda match: f"{match['word']}{match['name']}@{digests[match['name']]}", text)


def digest(name: str) -> str:
    """The digest of an image's list of platforms, as its registry has it today."""
    words = ["docker", "buildx", "imagetools", "inspect", "--format", "{{json .Manifest}}", name]
    told = json.loads(subprocess.run(words, capture_output=True, check=True).stdout)["digest"]
    if not re.fullmatch(r"sha256:[0-9a-f]{64}", told):
        raise SystemExit(f"{name} has no digest")
    return str(told)


def main(arguments: list[str]) -> int:
    """Returns the exit code."""
    texts = {ROOT / name: (ROOT / name).read_text("utf-8") for name in FILES}
    if arguments == ["--check"]:
        loose = [
            f"{path.name}: {name}"
            for path, text in texts.items()
            for name, at in bases(text).items()
            if not at
        ]
        print("\n".join(["not fixed:", *loose]) if loose else "all bases are fixed")
        return 1 if loose else 0
    digests = {
        name: digest(name) for name in sorted({name for text in texts.values() for name in bases(text)})
    }
    for path, text in texts.items():
        path.write_text(fixed(text, digests), "utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
