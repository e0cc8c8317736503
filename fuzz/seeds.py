"""Makes the seed corpora from the conformance suite: python fuzz/seeds.py [TARGET ...]

Rules of this file:

* A seed is kept when it shows something new: the target's answer and the rules that are found in it. Smaller ones are
  asked first, so that a corpus stays small. What is in a corpus already stays.
* A file's name is the hash of its bytes, as libFuzzer names them.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import _requests
from _container import explode

from cellucid_session.check.engine import Judge
from cellucid_session.conformance import build

HERE = Path(__file__).resolve().parent
CORPUS = HERE / "corpus"
MOST_BYTES = 20_000  # of a seed
MOST_FILES = 150  # of a target
#: target -> which seeds it gets, and how many of them at most
TARGETS = {
    "fuzz_bundle": ("session", MOST_FILES),
    "fuzz_bundle_raw": ("session", 60),
    "fuzz_engines": ("session", MOST_FILES),
    "fuzz_report": ("session", 50),
    "fuzz_apply": ("base", 50),
    "fuzz_snapshots": ("list", MOST_FILES),
    "fuzz_json": ("json", 90),
    "fuzz_gunzip": ("member", 60),
    "fuzz_codecs": ("binary", 80),
    "fuzz_capture": ("request", 60),
}


#: beginning of a chunk id -> the first byte of such a payload's input
BINARY = {"highlights/cells/": 0, "user-defined/codes/": 1, "analysis/artifacts/": 8}


def judged(data: bytes, kind: str) -> str:
    """The verdict and the rules, as a key."""
    judge = Judge(kind, early_exit=False)
    judge.feed(data)
    report = judge.close()
    return " ".join(
        [report.verdict, *sorted({each.rule for each in report.findings if each.level == "error"})]
    )


def sessions() -> Iterator[tuple[str, bytes]]:
    """Bases (key "base") and vectors (key: what is found) that are sessions, the bases first."""
    suite = build.load()
    for name, base in suite.bases.items():
        if base["kind"] == build.SESSION:
            yield f"base {name}", suite.base(name)
    vectors = [(suite.kind(vector), suite.build(vector)) for vector in suite.vectors]
    for kind, data in sorted(vectors, key=lambda pair: len(pair[1])):
        if kind == build.SESSION and len(data) <= MOST_BYTES:
            yield judged(data, kind), data


def lists() -> Iterator[tuple[str, bytes]]:
    """Lists of sessions."""
    suite = build.load()
    for name, base in suite.bases.items():
        if base["kind"] == build.SNAPSHOTS:
            yield f"base {name}", suite.base(name)
    for vector in suite.vectors:
        if suite.kind(vector) == build.SNAPSHOTS:
            data = suite.build(vector)
            yield judged(data, build.SNAPSHOTS), data


def seeds(kind: str) -> Iterator[tuple[str, bytes]]:
    """(what is new in it, bytes) of the seeds of a kind."""
    if kind in ("list", "request"):
        yield from lists() if kind == "list" else _requests.seeds()
        return
    for key, data in sessions():
        if kind in ("session", "base"):
            if kind == "session" or key.startswith(("base", "valid")):
                yield key, data
            continue
        parts = explode(data)
        if parts is None:
            continue
        if kind == "json":
            yield f"{key} manifest", parts.text or b""
        for number, frame in enumerate(parts.frames):
            text = str(frame.get("id"))
            if kind == "json" and frame.get("kind") == "json" and frame.payload is not None:
                yield f"{key} {text} {number}", frame.payload
            elif kind == "member" and frame.get("codec") == "gzip":
                yield f"{key} {number if key.startswith('base') else ''}", b"\2" + frame.stored
            elif kind == "binary" and frame.payload is not None:
                for number, (start, draw) in enumerate(BINARY.items()):
                    if text.startswith(start):
                        encoding = frame.payload[0] if number == 1 and frame.payload else ""
                        yield f"{key} {start} {encoding}", bytes([draw, 3]) + frame.payload


def write(target: str) -> int:
    """Write the corpus of a target; returns how many files are new."""
    kind, most = TARGETS[target]
    folder = CORPUS / target
    folder.mkdir(parents=True, exist_ok=True)
    known: set[str] = set()
    chosen: dict[str, bytes] = {}
    pairs = list(seeds(kind))
    for key, data in sorted(pairs, key=lambda pair: len(pair[1])) if kind == "json" else pairs:
        if key not in known and len(chosen) < most:
            known.add(key)
            chosen[hashlib.sha1(data, usedforsecurity=False).hexdigest()] = data
    new = 0
    for name, data in chosen.items():
        path = folder / name
        if not path.exists():
            path.write_bytes(data)
            new += 1
    return new


def main(wanted: list[str]) -> None:
    """Write the corpora of the targets named, or of all."""
    told = {target: write(target) for target in wanted or TARGETS}
    print(json.dumps(told))


if __name__ == "__main__":
    main(sys.argv[1:])
