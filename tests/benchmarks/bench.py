"""Runs the benchmark: `python tests/benchmarks/bench.py [--quick] [--no-peers] [--only WORD] [--write]`.

Each side of a row has a process of its own. They take turns in one run, and the least CPU time of each counts: ratios
of one run travel, seconds don't. Nothing here is a test of speed; what is missed is told.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import json
import math
import os
import platform
import re
import subprocess
import sys
import tempfile
import textwrap
import time
import venv
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(HERE))

import inputs  # noqa: E402
import missed as what_missed  # noqa: E402
import start as what_starts  # noqa: E402
from rows import GROWTH, LIMITS, Row, rows  # noqa: E402

PEERS = ("0.0.9", "0.9.5")
ENVS = ROOT / ".venv-peers"
SHARED = ("numpy", "pandas", "anndata")  # the peers get the versions that are here
LONG = 1.5  # seconds: rows of which a run takes longer are run less often
REPORT = ROOT / "docs" / "benchmarks.md"
FIGURES = HERE / "figures.json"  # what docs/benchmarks.md shows, by machine, the latest first
MACHINES = 2  # that are shown
PICTURE = REPORT.parent / "pictures" / "growth.svg"


def python_of(name: str) -> str:
    """The interpreter of an environment."""
    return sys.executable if name == "here" else str(ENVS / name / "bin" / "python")


def prepare_env(name: str, wanted: Sequence[str]) -> None:
    """An environment with what is wanted, made once for each such list."""
    mark = ENVS / name / "wanted.txt"
    if mark.exists() and mark.read_text() == "\n".join(wanted):
        return
    venv.create(ENVS / name, with_pip=True, clear=True)
    pip = [python_of(name), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, *wanted], check=True)
    mark.write_text("\n".join(wanted))


def prepare_start() -> str:
    """The folder with the command, installed from a wheel into an environment with nothing else."""
    with tempfile.TemporaryDirectory() as folder:
        pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "wheel", "--no-deps", "-w", folder, str(ROOT)], check=True)
        wheel = next(Path(folder).glob("*.whl"))
        venv.create(ENVS / "start", with_pip=True, clear=True)
        inside = [python_of("start"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*inside, "--upgrade", "pip>=25"], check=True)  # older ones write a slower launcher
        subprocess.run([*inside, str(wheel)], check=True)
    return str(ENVS / "start" / "bin")


class Worker:
    """A process of one environment that measures what it is asked to."""

    def __init__(self, env: str, folder: Path) -> None:
        self._folder = folder
        self._process = subprocess.Popen(
            [python_of(env), str(HERE / "jobs.py")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {"PYTHONWARNINGS": "ignore", "OMP_NUM_THREADS": "1"},
        )

    def ask(self, do: str, **more: Any) -> Any:
        """Give a command and wait for its answer."""
        assert self._process.stdin
        assert self._process.stdout
        print(json.dumps({"do": do, **more}), file=self._process.stdin, flush=True)
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"the process that measures has ended: {more}")
        return json.loads(line)

    def prepare(self, job: str, name: str, facts: dict[str, Any]) -> None:
        """Load a job and its input."""
        self.ask("prepare", job=job, path=str(self._folder / name), facts=facts)

    def close(self) -> None:
        """End the process."""
        self._process.communicate()


@contextmanager
def worker(env: str, folder: Path) -> Iterator[Worker]:
    """A worker that ends with the block."""
    made = Worker(env, folder)
    try:
        yield made
    finally:
        made.close()


def known_of(folder: Path) -> dict[str, Any]:
    """What is known of each input."""
    known: dict[str, Any] = json.loads((folder / "inputs.json").read_text())
    return known


def measure(row: Row, folder: Path, envs: Sequence[str], quick: bool) -> dict[str, Any]:
    """One row: least CPU time and peak of each side that has an environment."""
    known = known_of(folder)
    sides = {name: side for name, side in row.sides.items() if side.env in envs}
    workers: dict[str, Worker] = {}
    told: dict[str, Any] = {"times": {}, "peaks": {}, "trace": None}
    turns = 1 if quick else max(side.runs for side in sides.values())
    try:
        for name, side in sides.items():
            made = workers[name] = Worker(side.env, folder)
            made.prepare(side.job, side.path, {**known.get(side.path, {}), **side.facts})
            if side.job != "spawn":  # whose memory is not that of the process that measures
                told["peaks"][name] = made.ask("peak")
        taken: dict[str, list[float]] = {name: [] for name in sides}
        for turn in range(turns):
            for name, side in sides.items():
                long = bool(taken[name]) and taken[name][0] > LONG
                if turn < (min(side.runs, 2) if long else side.runs):
                    taken[name].append(workers[name].ask("run"))
        told["times"] = {name: min(each) for name, each in taken.items()}
        if row.trace:
            told["trace"] = workers["ours"].ask("trace")
    finally:
        for made in workers.values():
            made.close()
    return told


def exponent(points: Sequence[tuple[float, float]]) -> float:
    """The slope of log(cost) over log(size), by least squares."""
    logs = [(math.log(size), math.log(cost)) for size, cost in points]
    middle = [sum(each) / len(logs) for each in zip(*logs, strict=True)]
    over = sum((x - middle[0]) * (y - middle[1]) for x, y in logs)
    return over / sum((x - middle[0]) ** 2 for x, _ in logs)


def grow(name: str, folder: Path, quick: bool) -> list[tuple[int, float]]:
    """Least CPU time for each size of a series; the sizes take turns."""
    job, facts = GROWTH[name]
    known = known_of(folder)
    sizes = inputs.SERIES[name][quick]
    best: dict[int, float] = {}
    with worker("here", folder) as made:
        for _ in range(1 if quick else 3):
            for size in sizes:
                path = f"series-{name}-{size}"
                more = {"columns": size} if name == "groups" else {}
                made.prepare(job, path, known.get(path, {}) | facts | more)
                spent = min(made.ask("run") for _ in range(1 if quick else 3))
                best[size] = max(min(spent, best.get(size, spent)), 1e-6)
    return sorted(best.items())


# -- telling --


def size_text(size: float | None) -> str:
    """Bytes in MiB."""
    return "" if size is None else f"{size / inputs.MIB:.1f}"


def verdict(met: bool) -> str:
    """A word for whether a goal is reached."""
    return "reached" if met else "**missed**"


def lines_of(row: Row, told: dict[str, Any], quick: bool) -> list[list[str]]:
    """The cells of a row: one line for each goal, and one for its memory. Small sizes have no goals."""
    lines = []
    for goal in row.goals:
        if not all(name in told["times"] for name in goal.needs):
            continue
        figure = goal.figure(told["times"])
        bounded = math.isfinite(goal.bound) and not quick
        met = figure >= goal.bound if goal.sense == "least" else figure <= goal.bound
        sign = ">=" if goal.sense == "least" else "<="
        aim = f"{sign} {goal.bound:g}" if bounded else ""
        lines.append([goal.text, f"{figure:.3g}", aim, verdict(met) if bounded else ""])
    for how, peak in (("peak, MiB", told["peaks"].get("ours")), ("peak by tracemalloc, MiB", told["trace"])):
        if peak is None:
            continue
        bounded = row.peak is not None and not quick
        aim = f"<= {size_text(row.peak)}" if bounded else ""
        lines.append([how, size_text(peak), aim, verdict(peak <= (row.peak or 0)) if bounded else ""])
    for name, peak in told["peaks"].items():
        if name in PEERS or name == "json.loads":
            lines.append([f"peak of {name}, MiB", size_text(peak), "", ""])
    return [[row.name if not index else "", *line] for index, line in enumerate(lines)]


HEAD = ["work", "what", "measured", "to reach", ""]


def table(lines: Sequence[Sequence[str]], head: Sequence[str]) -> str:
    """A table in Markdown, padded so that it can be read as it is."""
    widths = [max(len(line[column]) for line in (head, *lines)) for column in range(len(head))]
    padded = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |"
        for line in (head, ["-" * width for width in widths], *lines)
    ]
    return "\n".join(padded)


def machine() -> str:
    """What it ran on."""
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in SHARED)
    return f"{processor()}, {os.cpu_count()} cores, Python {platform.python_version()}, {versions}"


def processor() -> str:
    """The name of the processor."""
    told = Path("/proc/cpuinfo")
    names = re.findall(r"model name\s*: (.*)", told.read_text("utf-8")) if told.exists() else []
    return names[0].strip() if names else platform.processor() or platform.machine()


def others() -> str:
    """The sections of docs/benchmarks.md that other scripts write, which stay."""
    _, mark, rest = (REPORT.read_text("utf-8") if REPORT.exists() else "").partition(
        "\n## The viewer's page\n"
    )
    return mark + rest


Lines = list[list[str]]


def kept(
    before: list[dict[str, Any]], name: str, lines: Sequence[Sequence[str]], growth: Sequence[Sequence[str]]
) -> list[dict[str, Any]]:
    """What is known of each machine, once this one has measured; rows and series that it did not measure stay.

    Args:
        lines: (row, what, measured, to reach, verdict); a row's name stands in its first line only.
    """
    mine = next(
        (each for each in before if each["machine"] == name), {"machine": name, "rows": {}, "growth": {}}
    )
    row = ""
    fresh: dict[str, Lines] = {}
    for first, *rest in lines:
        row = first or row
        fresh.setdefault(row, []).append(rest)
    now = {
        "machine": name,
        "rows": mine["rows"] | fresh,
        "growth": mine["growth"] | {series: list(rest) for series, *rest in growth},
    }
    return [now, *(each for each in before if each["machine"] != name)][:MACHINES]


START = textwrap.fill(
    "What `cellucid-validate FILE` loads for a small file of the earliest generation; a test holds it. A module costs "
    "about an eightieth of a bare interpreter's start, its work included. The commands find their own without Python's "
    "search, which was a fifth of the whole start (ADR 0081).",
    100,
)


def _measured(known: dict[str, Any], row: str, what: str) -> str:
    return next((line[1] for line in known["rows"].get(row, ()) if line[0] == what), "")


def _why(rows: dict[str, Lines]) -> list[str]:
    """The section of the goals that this machine missed, in lines; none where all are reached."""
    told = [(row, what_missed.reason(row)) for row in what_missed.names(rows, verdict(False))]
    lines = [line for row, text in told if text for line in _paragraph(f"**{row}**: {text}")]
    return ["## Goals that are missed", "", *lines] if lines else []


def _paragraph(text: str) -> list[str]:
    return [*textwrap.wrap(text, 100, break_on_hyphens=False), ""]


def document(known: Sequence[dict[str, Any]]) -> str:
    """docs/benchmarks.md but for the sections of others. known: as `kept` gives it."""
    first, *others = known
    letters = "ABCDEFGH"[: len(known)]
    lines = []
    for row, told in first["rows"].items():
        for number, (what, measured, aim, met) in enumerate(told):
            more = [_measured(each, row, what) for each in others]
            lines.append(["" if number else row, what, measured, *more, aim, met])
    missed = sum(line[-1] == verdict(False) for line in lines)
    aims = sum(bool(line[-1]) for line in lines)
    intro = textwrap.fill(
        "Written by `make bench BENCH=--write`; do not edit. Ratios of CPU time, taken in one run in which all sides "
        "took turns, the least of several runs of each. What is to be reached is a ratio to a limit: the least that "
        "the machine can do for the work. The peers, for information, are `cellucid` 0.0.9, which reads the same "
        "generation of the format, and 0.9.5, whose decoders are given the same cells and codes in its own encoding. "
        "Memory is the most that a fresh process held during its first run above what it held before, with everything "
        "imported and the input of a decoder in memory.",
        100,
    )
    machines = [f"* {letter}: {each['machine']}" for letter, each in zip(letters, known, strict=True)]
    head = ["work", "what", *letters, "to reach", f"in {letters[0]}"]
    limits = [[f"`{name}`", how] for name, how in LIMITS.items()]
    picture = PICTURE.relative_to(REPORT.parent).as_posix()
    return "\n".join(
        [
            "# Benchmarks",
            "",
            intro,
            "",
            *machines,
            "",
            f"Of {aims} goals {aims - missed} are reached.",
            "",
            table(lines, head),
            "",
            *_why(first["rows"]),
            "## The limits",
            "",
            table(limits, ["limit", "how it is made"]),
            "",
            "## What a start imports",
            "",
            START,
            "",
            table(what_starts.lines(), ["why", "modules", "which"]),
            "",
            "## How cost grows",
            "",
            "The exponent is the slope of log(CPU time) over log(size); 1 is linear.",
            "",
            table([[series, *rest] for series, rest in first["growth"].items()], GROWTH_HEAD),
            "",
            f"![CPU time against size, for each series]({picture})",
            "",
        ]
    )


def draw(series: dict[str, list[tuple[int, float]]], path: Path) -> None:
    """A picture of how cost grows: CPU time over size, each series in multiples of its first point."""
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams.update({"svg.hashsalt": "growth", "svg.fonttype": "path", "font.size": 9})
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(6.4, 4.0), layout="constrained")
    most = 1.0
    for name, points in series.items():
        size, cost = points[0]
        axes.loglog(
            [x / size for x, _ in points], [y / cost for _, y in points], marker="o", ms=4, label=name
        )
        most = max(most, points[-1][0] / size)
    axes.loglog([1, most], [1, most], color="0.6", lw=1, ls="--", label="linear")
    axes.set(xlabel="size, in multiples of the smallest", ylabel="CPU time, in multiples of the smallest")
    axes.grid(visible=True, which="major", alpha=0.3)
    axes.legend(frameon=False)
    path.parent.mkdir(exist_ok=True)
    figure.savefig(path, metadata={"Date": None, "Creator": None}, facecolor="white")


GROWTH_HEAD = ["sizes", "job", "from", "to", "exponent"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run, print, and write what is asked for."""
    parser = argparse.ArgumentParser(description="Measure this project against its peers and its limits.")
    parser.add_argument("--quick", action="store_true", help="small sizes: whether it runs, not how fast")
    parser.add_argument("--no-peers", action="store_true", help="install nothing; leave the peers out")
    parser.add_argument("--only", default="", help="rows and series whose name has this text")
    parser.add_argument(
        "--write", action="store_true", help="write docs/benchmarks.md; with --only some of its rows"
    )
    parser.add_argument(
        "--keep", type=Path, help="keep the inputs in this folder, and use them if they are there"
    )
    asked = parser.parse_args(arguments)
    if asked.write and (asked.quick or asked.no_peers):
        parser.error("only a run of full size, with the peers, is written")
    envs = ["here"]
    start = str(Path(sys.executable).parent)
    if not asked.no_peers:
        same = [f"{name}=={importlib.metadata.version(name)}" for name in SHARED]
        for peer in PEERS:
            prepare_env(peer, [f"cellucid=={peer}", *same])
        envs += PEERS
        start = prepare_start()
    interpreter = sys.executable if asked.no_peers else python_of("start")
    with tempfile.TemporaryDirectory() as made:
        folder = asked.keep or Path(made)
        chosen = [row for row in rows(asked.quick, start, interpreter) if asked.only in row.name]
        used = {side.path for row in chosen for side in row.sides.values()}
        parts = {"later" if path.startswith("later-") else "first" for path in used}
        parts |= {"first" for name in GROWTH if asked.only in name}
        if not (folder / "inputs.json").exists():
            folder.mkdir(parents=True, exist_ok=True)
            command = [
                sys.executable,
                str(HERE / "inputs.py"),
                str(folder),
                "quick" if asked.quick else "full",
                *sorted(parts),
            ]
            subprocess.run(command, check=True)
        lines: list[list[str]] = []
        for row in chosen:
            began = time.monotonic()
            lines += lines_of(row, measure(row, folder, envs, asked.quick), asked.quick)
            print(f"{row.name}: {time.monotonic() - began:.0f} s", file=sys.stderr)
        growth = []
        series = {}
        for name, (job, _) in GROWTH.items():
            if asked.only in name:
                points = series[name] = grow(name, folder, asked.quick)
                ends = [f"{points[0][0]:,}", f"{points[-1][0]:,}"]
                growth.append([name, job, *ends, f"{exponent(points):.2f}"])
    print(table(lines, HEAD) if lines else "", table(growth, GROWTH_HEAD) if growth else "", sep="\n\n")
    print(f"\n{machine()}")
    if asked.write:
        known = kept(json.loads(FIGURES.read_text("utf-8")), machine(), lines, growth)
        FIGURES.write_text(json.dumps(known, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        REPORT.write_text(document(known) + others(), encoding="utf-8")
        if not asked.only:
            draw(series, PICTURE)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
