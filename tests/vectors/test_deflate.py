"""The hand-made deflate data: fresh, for every line of spec 4.3.1, and read alike by zlib and in JavaScript."""

from __future__ import annotations

import json
import random
import re
import shutil
import subprocess
import zlib
from pathlib import Path

import deflating
import pytest

from cellucid_session.conformance import catalogue

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = ROOT / "src" / "cellucid_session" / "conformance" / "examples" / "javascript"
INFLATE_ALL = ROOT / "tests" / "conformance" / "inflate_all.mjs"
NODE = shutil.which("node")
BEHIND = b"\x55" * 8  # what a trailer would be
MUCH = 1 << 20

#: (fault, end, size of what came out, its CRC-32)
Told = tuple[str | None, int | None, int, int]


def bytewise(data: bytes, most: int = MUCH) -> list[Told]:
    """What zlib says of every beginning of the data, fed one byte at a time."""
    told: list[Told] = [("truncated", None, 0, 0)]
    stream = zlib.decompressobj(-15)
    out = b""
    for place in range(len(data)):
        if told[-1][0] != "truncated":
            told.append(told[-1])
            continue
        try:
            out += stream.decompress(data[place : place + 1])
        except zlib.error:
            told.append(("data", None, len(out), zlib.crc32(out)))
            continue
        kept = out[:most]
        what = "too-large" if len(out) > most else None if stream.eof else "truncated"
        told.append((what, place + 1 if what is None else None, len(kept), zlib.crc32(kept)))
    return told


def test_the_files_are_fresh() -> None:
    stale = [path.name for path, text in deflating.files().items() if path.read_text("utf-8") != text]
    assert stale == [], "python tests/vectors/deflating.py makes them anew"


@pytest.mark.parametrize("case", deflating.CASES, ids=lambda case: case.name)
def test_zlib_says_what_was_worked_out_by_hand(case: deflating.Case) -> None:
    data = case.data + (b"" if case.fault == "truncated" else BEHIND)
    *_, (fault, end, size, crc) = told = bytewise(data)
    assert (fault or "") == case.fault
    if case.fault == "data":
        assert next(place for place, each in enumerate(told) if each[0] == "data") - 1 == case.at
    elif not case.fault:
        assert end == len(case.data)
        assert case.bare or (size, crc) == (len(deflating.PAYLOAD), zlib.crc32(deflating.PAYLOAD))


def test_every_line_of_the_spec_has_data() -> None:
    page = (ROOT / "spec" / "container.md").read_text("utf-8")
    lines = re.search(r"#### 4\.3\.1.*?\n\| --- \| --- \|\n(.*?)\n\n", page, re.DOTALL)
    assert lines is not None
    verdicts = [line.rsplit("|", 2)[1].strip() for line in lines[1].splitlines()]
    kinds = {"fine": "", "`gzip.data`": "data", "`gzip.truncated`": "truncated"}
    told = [next(fault for word, fault in kinds.items() if verdict.startswith(word)) for verdict in verdicts]
    for fault in kinds.values():
        assert told.count(fault) <= sum(case.fault == fault for case in deflating.CASES)


def test_the_data_are_the_vectors() -> None:
    known = {row["name"]: row for row in catalogue.read_json("deflate.json")["data"]}
    vectors = catalogue.read_json("vectors/deflate.json")["vectors"]
    assert len(vectors) == len(known) - sum(case.bare for case in deflating.CASES) >= 48
    for vector in vectors:
        row = known[vector["id"].rpartition(".")[2]]
        assert vector["edits"][0]["insert"].startswith(row["deflate"])


def altered(chance: random.Random) -> bytes:
    """Data of a case with a bit or a few of them changed, mostly where it says what its codes are."""
    data = bytearray(chance.choice(deflating.CASES).data)
    for _ in range(chance.choice((1, 1, 2, 3))):
        data[chance.randrange(min(len(data), 24))] ^= 1 << chance.randrange(8)
    return bytes(data)


@pytest.mark.skipif(NODE is None, reason="no node: the JavaScript was NOT tested")
@pytest.mark.parametrize("most", [MUCH, 302, 301, 4, 0])
def test_every_cut_is_inflated_alike_by_zlib_and_in_javascript(most: int) -> None:
    chance = random.Random(most)
    data = [case.data + BEHIND for case in deflating.CASES] + [altered(chance) + BEHIND for _ in range(400)]
    done = subprocess.run(
        [str(NODE), str(INFLATE_ALL), str(SCRIPTS), str(most)],
        input="\n".join(each.hex() for each in data),
        capture_output=True,
        text=True,
        check=True,
    )
    for each, line in zip(data, done.stdout.splitlines(), strict=True):
        assert [tuple(told) for told in json.loads(line)] == bytewise(each, most), each.hex()
