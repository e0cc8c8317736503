"""What a second core is worth, on the clock: `python tests/benchmarks/cores.py [--keep FOLDER] [--quick]`.

Four questions, each asked with and without a second core, in turns, the least of several times: the digest of a large
file, of stored and of compressed bytes; inflating chunks of one file side by side, which this project does not do;
files of one run side by side. Run it on a machine that does nothing else: unlike processor time, time on the clock
is worth nothing beside other work. The decision that rests on it is spec/adr/0028.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from unittest import mock

from cellucid_session.io.digest import cores

HERE = Path(__file__).resolve().parent
TURNS = 5
PIECE = 1 << 16
FILES = 3


def inflate(members: list[memoryview], threads: int) -> None:
    """Inflate gzip members in bounded pieces; nothing is judged."""

    def one(member: memoryview) -> None:
        inflater = zlib.decompressobj(wbits=31)
        for start in range(0, len(member), PIECE):
            piece: bytes | memoryview = member[start : start + PIECE]
            while piece and not inflater.eof:
                inflater.decompress(piece, 4 * PIECE)
                piece = inflater.unconsumed_tail
        assert inflater.eof

    if threads == 1:
        for member in members:
            one(member)
        return
    with ThreadPoolExecutor(threads) as pool:
        for done in [pool.submit(one, member) for member in members]:
            done.result()


def members_of(path: Path) -> list[memoryview]:
    """The stored bytes of a session's chunks."""
    data = memoryview(path.read_bytes())
    at = 21 + int.from_bytes(data[17:21], "little")
    entries = json.loads(bytes(data[21:at]))["chunks"]
    found = []
    for _ in entries:
        stop = at + 4 + int.from_bytes(data[at : at + 4], "little")
        found.append(data[at + 4 : stop])
        at = stop
    return found


def judge(path: Path, cores: int) -> None:
    """Validate one file as on a machine with so many cores."""
    from cellucid_session import validate

    with mock.patch("cellucid_session.io.digest.cores", return_value=cores):
        assert validate(path).verdict == "valid"


def judge_all(paths: list[Path], jobs: int) -> None:
    """Validate files as on a machine with one core, so many at once."""
    from cellucid_session.batch import validate_many

    with mock.patch("cellucid_session.io.digest.cores", return_value=1):
        reports = validate_many(paths, jobs=jobs)
    assert [report.verdict for report in reports] == ["valid"] * len(paths)


def least(one: Callable[[], None], two: Callable[[], None]) -> tuple[float, float]:
    """Seconds on the clock of either, taken in turns."""
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(TURNS):
        for call, taken in zip((one, two), times, strict=True):
            began = time.perf_counter()
            call()
            taken.append(time.perf_counter() - began)
    return min(times[0]), min(times[1])


def main() -> int:
    """Measure and print."""
    options = argparse.ArgumentParser(description="What a second core is worth.")
    options.add_argument("--keep", type=Path, help="keep the inputs of the benchmark in this folder")
    options.add_argument("--quick", action="store_true", help="small sizes: whether it runs, not how fast")
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder = asked.keep or Path(made)
        if not (folder / "inputs.json").exists():
            folder.mkdir(parents=True, exist_ok=True)
            size = "quick" if asked.quick else "full"
            subprocess.run([sys.executable, str(HERE / "inputs.py"), str(folder), size, "first"], check=True)
        stored, packed, many = (folder / f"{name}.session" for name in ("huge", "huge-gzip", "many"))
        files = [packed] * FILES
        chunks = members_of(many)
        rows = {
            "validate one stored membership": (lambda: judge(stored, 1), lambda: judge(stored, 2)),
            "validate one membership that inflates": (lambda: judge(packed, 1), lambda: judge(packed, 2)),
            f"validate {len(chunks):,} chunks": (lambda: judge(many, 1), lambda: judge(many, 2)),
            "inflate those chunks, nothing else": (lambda: inflate(chunks, 1), lambda: inflate(chunks, 2)),
            f"validate {FILES} files, --jobs": (lambda: judge_all(files, 1), lambda: judge_all(files, 2)),
        }
        print(f"{cores()} cores; seconds on the clock, the least of {TURNS}")
        for name, (one, two) in rows.items():
            alone, both = least(one, two)
            print(f"{name:40} one core {alone:7.3f}   two {both:7.3f}   {alone / both:5.2f} x", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
