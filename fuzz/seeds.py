"""Makes the seed corpora from the conformance suite: python fuzz/seeds.py [TARGET ...]

Rules of this file:

* A seed is kept when it shows a rule, of whatever level, that no seed before it shows; then, while there is room, when
  it shows rules together as no seed before it. Smaller ones are asked first. What is in a corpus already stays.
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
from cellucid_session.conformance import assembling, catalogue

HERE = Path(__file__).resolve().parent
CORPUS = HERE / "corpus"
MOST_BYTES = 20_000  # of a seed
MOST_FILES = 150  # of a target, those that first show a rule not counted
#: target -> which seeds it gets, and how many of them, about
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
    "fuzz_later": ("later", 10),
}


#: beginning of a chunk id -> the first byte of such a payload's input
BINARY = {"highlights/cells/": 0, "user-defined/codes/": 1, "analysis/artifacts/bulk-gene/": 8}


def judged(data: bytes, kind: str) -> str:
    """The verdict and the rules of every level, as a key."""
    judge = Judge(kind, early_exit=False)
    judge.feed(data)
    report = judge.close()
    return " ".join([report.verdict, *sorted({each.rule for each in report.findings})])


def sessions() -> Iterator[tuple[str, bytes]]:
    """Bases and vectors that are sessions, the bases first; the key says what is found."""
    suite = catalogue.load()
    for name, base in suite.bases.items():
        if base["kind"] == assembling.SESSION:
            data = suite.base(name)
            yield f"base/{name} {judged(data, assembling.SESSION)}", data
    vectors = [(suite.kind(vector), suite.build(vector)) for vector in suite.vectors]
    for kind, data in sorted(vectors, key=lambda pair: len(pair[1])):
        if kind == assembling.SESSION and len(data) <= MOST_BYTES:
            yield judged(data, kind), data


def lists() -> Iterator[tuple[str, bytes]]:
    """Lists of sessions."""
    suite = catalogue.load()
    for name, base in suite.bases.items():
        if base["kind"] == assembling.SNAPSHOTS:
            yield f"base {name}", suite.base(name)
    for vector in suite.vectors:
        if suite.kind(vector) == assembling.SNAPSHOTS:
            data = suite.build(vector)
            yield judged(data, assembling.SNAPSHOTS), data


def seeds(kind: str) -> Iterator[tuple[str, bytes]]:
    """(what is new in it, bytes) of the seeds of a kind."""
    if kind in ("list", "request"):
        yield from lists() if kind == "list" else _requests.seeds()
        return
    for key, data in sessions():
        if kind == "later":
            if key.startswith("base/generation-"):
                yield key, data
            continue
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
    pairs = list(seeds(kind))
    if kind == "json":
        pairs.sort(key=lambda pair: len(pair[1]))
    chosen: dict[str, bytes] = {}
    shown: set[str] = set()  # words of keys, which are rules
    known: set[str] = set()
    for again in (False, True):
        for key, data in pairs:
            room = again and len(chosen) < most
            if (room and key not in known) or (not again and not shown.issuperset(key.split())):
                known.add(key)
                shown.update(key.split())
                chosen[hashlib.sha1(data, usedforsecurity=False).hexdigest()] = data
    fresh = {name: data for name, data in chosen.items() if not (folder / name).exists()}
    for name, data in fresh.items():
        (folder / name).write_bytes(data)
    return len(fresh)


def main(wanted: list[str]) -> None:
    """Write the corpora of the targets named, or of all."""
    told = {target: write(target) for target in wanted or TARGETS}
    print(json.dumps(told))


if __name__ == "__main__":
    main(sys.argv[1:])
