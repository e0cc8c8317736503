"""The JavaScript package beside the Python engine on the same files: `python tests/benchmarks/js_speed.py [--write]`.

Sizes are of all modules that one loads, as they are, and compressed without comments and indentation, as a bundler
would give them out. Speeds are CPU time of judging bytes that are in memory, the least of some turns, each engine in a
warm process; ratios, since seconds are a machine's own. Node's CPU time has that of its compiler and its collector,
which run beside the judge.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "js" / "session"
PAGE = ROOT / "docs" / "how-to" / "javascript.md"
MEASURE = Path(__file__).with_suffix(".mjs")
TURNS = 5
MIB = 1 << 20
BEGIN, END = "<!-- measured: js speed -->\n", "\n<!-- end of what was measured -->"


def loaded(module: Path, seen: set[Path]) -> set[Path]:
    """A module, and all that it imports."""
    if module not in seen:
        seen.add(module)
        for name in re.findall(
            r'^(?:import|export)\b.*?from "([^"]+)"', module.read_text("utf-8"), re.MULTILINE
        ):
            loaded((module.parent / name).resolve(), seen)
    return seen


def sizes() -> dict[str, int]:
    """Bytes of what is loaded, as it is and compressed."""
    found = {}
    for what, module in (
        ("a judge (`judge.js`)", "judge.js"),
        ("judge, reader and writer (`index.js`)", "index.js"),
    ):
        text = b"".join(path.read_bytes() for path in sorted(loaded(PACKAGE / module, set())))
        lines = (line.strip() for line in text.splitlines())
        bare = b"\n".join(line for line in lines if not line.startswith((b"//", b"/*", b"* ", b"*/")))
        found[f"{what}, as it is, KiB"] = len(text)
        found[f"{what}, without comments, gzip, KiB"] = len(gzip.compress(bare, 9, mtime=0))
    return found


def files(folder: Path) -> dict[str, Path]:
    """Some sessions, as they come and as they are at their largest."""
    sys.path.insert(0, str(Path(__file__).resolve().parent))
    import inputs

    made = {
        "a session of 4 KiB": ROOT / "examples" / "pbmc-demo.cellucid-session",
        "5 groups and 5 fields of 1,000,000 cells": folder / "groups",
        "2,000 groups, 16 MiB": folder / "many",
        "one membership that inflates to 64 MiB": folder / "gzip",
        "a JSON chunk of 8 MiB": folder / "state",
    }
    inputs.groups_session(folder / "groups", 1_000_000, [100_000] * 5, fields=5)
    inputs.many(folder / "many", 2_000, 16 * MIB)
    inputs.huge_gzip(folder / "gzip", 64 * MIB)
    inputs.state(folder / "state", 8 * MIB)
    return made


def by_python(path: Path, turns: int) -> tuple[str, float]:
    """The verdict, and the least CPU seconds."""
    from cellucid_session import validate

    data = path.read_bytes()
    times = 50 if len(data) < 100_000 else 1
    least, verdict = float("inf"), ""
    for _ in range(turns + 1):
        before = time.process_time()
        for _ in range(times):
            verdict = validate(data).verdict
        least = min(least, (time.process_time() - before) / times)
    return str(verdict), least


def processor() -> str:
    """The name of the processor."""
    told = Path("/proc/cpuinfo")
    names = re.findall(r"model name\s*: (.*)", told.read_text("utf-8")) if told.exists() else []
    return names[0].strip() if names and names[0].strip() != "unknown" else "a processor that tells no name"


def section(rows: list[list[str]], beside: str) -> str:
    """What the page says."""
    node = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True).stdout.strip()
    kibs = [f"| {what} | {round(size / 1024)} |" for what, size in sizes().items()]
    versions = f"Python {platform.python_version()}, Node {node}{beside}."
    lines = [
        "Written by `make js-speed SPEED=--write`. Who imports `validate` and `Judge` alone gets a judge alone from a",
        "bundler.",
        "",
        "| what is loaded | size |",
        "| --- | --- |",
        *kibs,
        "",
        f"CPU time of judging, JavaScript by Python, the least of {TURNS} turns each; above 1 Python is faster. One",
        f"machine: {processor()}, {platform.machine()}, {os.cpu_count()} cores, {versions}",
        "",
    ]
    lines += ["| file | MiB | JavaScript / Python | JavaScript, ms |", "| --- | --- | --- | --- |"]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows)])


def main() -> None:
    """Measure, print, and write what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--write", action="store_true", help="write the section of docs/how-to/javascript.md")
    parser.add_argument("--beside", action="store_true", help="say that the machine did other work meanwhile")
    asked = parser.parse_args()
    if shutil.which("node") is None:
        raise SystemExit("Node 20 or later is needed.")
    rows = []
    with tempfile.TemporaryDirectory() as scratch:
        made = files(Path(scratch))
        command = ["node", str(MEASURE), str(TURNS), *map(str, made.values())]
        theirs = json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)
        for (what, path), (verdict, seconds) in zip(made.items(), theirs, strict=True):
            said, ours = by_python(path, TURNS)
            assert said == verdict == "valid", (what, said, verdict)
            size = path.stat().st_size / MIB
            told = f"{seconds * 1000:.3g}" if seconds < 1 else f"{seconds * 1000:,.0f}"
            rows.append([what, f"{size:.3g}", f"{seconds / ours:.2g}", told])
    text = section(rows, ", beside other work" if asked.beside else "")
    print(text)
    if asked.write:
        page = PAGE.read_text("utf-8")
        head, _, rest = page.partition(BEGIN)
        PAGE.write_text(f"{head}{BEGIN}\n{text}\n{END}{rest.partition(END)[2]}", encoding="utf-8")


if __name__ == "__main__":
    main()
