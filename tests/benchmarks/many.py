"""What it costs to judge many inputs, on the clock: `python tests/benchmarks/many.py [--quick]`.

Small sessions as they come in numbers, and large ones: one process, `--jobs 2`, a Dask cluster of two workers, and
`--isolate`. Beside them the most that two processes could do: two commands at once, each with half of the inputs, and
nothing to put in order. Run it on a machine that does nothing else: time on the clock is worth nothing beside other
work. What rests on it is docs/scale.md.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from cellucid_session import SessionWriter

VALIDATE = [sys.executable, "-m", "cellucid_session.cli.validate", "--quiet"]
TURNS = 3


def session(scratch: Path, cells: int, groups: int) -> bytes:
    """A session with groups of a tenth of the cells each."""
    rng = np.random.default_rng(cells)
    members = {f"g{at}": np.sort(rng.choice(cells, cells // 10, replace=False)) for at in range(groups)}
    told = [
        {"id": name, "type": "combined", "label": name, "enabled": True, "cellCount": len(each)}
        for name, each in members.items()
    ]
    page = {"id": "p", "name": "Page", "color": None, "highlightedGroups": told}
    writer = SessionWriter(source_type="local-demo", dataset_id="bench", n_obs=cells, n_vars=10)
    writer.add("highlights/meta", {"pages": [page], "activePageId": "p", "activePageName": "Page"})
    for name, each in members.items():
        writer.add_cells(name, each)
    path = scratch / "one.cellucid-session"
    writer.write(path, force=True)
    return path.read_bytes()


def fill(folder: Path, number: int, data: bytes) -> Path:
    """A folder of so many copies."""
    folder.mkdir()
    for at in range(number):
        (folder / f"{at:06}.cellucid-session").write_bytes(data)
    return folder


def run(*words: str) -> None:
    subprocess.run([*VALIDATE, *words], check=True, stdout=subprocess.DEVNULL)


def both(folder: Path) -> None:
    """Two commands at once, each with half of the inputs."""
    halves = [f"{folder}/*{digits}.cellucid-session" for digits in ("[02468]", "[13579]")]
    started = [subprocess.Popen([*VALIDATE, "--glob", half], stdout=subprocess.DEVNULL) for half in halves]
    assert [each.wait() for each in started] == [0, 0]


@contextlib.contextmanager
def cluster() -> Any:
    """A Dask cluster of two workers with one thread each, or None where it is not installed."""
    try:
        import dask
        import distributed
    except ImportError:
        yield None
        return
    with (
        dask.config.set({"distributed.worker.memory.terminate": False}),
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0", silence_logs=60
        ) as here,
        distributed.Client(here) as client,
    ):
        yield client


def least(calls: dict[str, Callable[[], None]], turns: int) -> dict[str, float]:
    """Seconds on the clock of each, taken in turns."""
    taken: dict[str, list[float]] = {name: [] for name in calls}
    for _ in range(turns):
        for name, call in calls.items():
            began = time.perf_counter()
            call()
            taken[name].append(time.perf_counter() - began)
    return {name: min(times) for name, times in taken.items()}


def tell(what: str, number: int, found: dict[str, float]) -> None:
    """A row for each way, with its ratio to the first."""
    first = next(iter(found.values()))
    for name, seconds in found.items():
        print(f"{what:34} {name:28} {number / seconds:9.0f} a second  {first / seconds:5.2f} x", flush=True)


def measure(scratch: Path, quick: bool) -> None:
    """Measure and print."""
    from cellucid_session.batch import validate_many

    scale = 50 if quick else 1
    small = session(scratch, 1000, 2)
    large = session(scratch, 20_000 if quick else 2_000_000, 4)
    many = fill(scratch / "many", 3000 // scale, small)
    big = fill(scratch / "large", 50 // min(scale, 10), large)
    few = fill(scratch / "few", 5, small)
    for what, folder in (
        (f"{len(small):,} bytes", many),
        (f"{len(large):,} bytes", big),
        (f"{len(small):,} bytes", few),
    ):
        number = len(list(folder.iterdir()))
        ways: dict[str, Callable[[], None]] = {
            "one process": lambda folder=folder: run(str(folder)),
            "--jobs 2": lambda folder=folder: run("--jobs=2", str(folder)),
            "two commands, half each": lambda folder=folder: both(folder),
        }
        tell(f"{number:,} x {what}", number, least(ways, 1 if quick else TURNS))
    some = fill(scratch / "some", 600 // scale, small)
    alone = {
        "one process": lambda: run(str(some)),
        "--isolate": lambda: run("--isolate", str(some)),
        "--isolate --jobs 2": lambda: run("--isolate", "--jobs=2", str(some)),
    }
    tell(f"{600 // scale} x {len(small):,} bytes", 600 // scale, least(alone, 1 if quick else TURNS))
    for number in (400,) if quick else (20_000, 100_000):
        folder = fill(scratch / f"of {number}", number, small)
        ways = {
            "one process": lambda folder=folder: print(validate_many(folder), end="\r"),
            "--jobs 2": lambda folder=folder: print(validate_many(folder, jobs=2), end="\r"),
        }
        with cluster() as client:
            if client is not None:
                ways["Dask, two workers"] = lambda folder=folder, client=client: print(
                    validate_many(folder, scheduler=client), end="\r"
                )
            tell(f"{number:,} x {len(small):,} bytes", number, least(ways, 1))
        shutil.rmtree(folder)


def main() -> int:
    options = argparse.ArgumentParser(description="What it costs to judge many inputs.")
    options.add_argument("--quick", action="store_true", help="few inputs: whether it runs, not how fast")
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as made:
        print(f"{os.cpu_count()} processors; on the clock, the least of {1 if asked.quick else TURNS}")
        measure(Path(made), asked.quick)
    return 0


if __name__ == "__main__":
    sys.exit(main())
