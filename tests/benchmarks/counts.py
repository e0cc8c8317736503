"""Counts instructions instead of seconds: `python tests/benchmarks/counts.py [--write]`, as `make counts`.

Rules of this file:

* A count is what callgrind sees of a fourth round of a case: a process with four rounds less one with three. So
  neither the start of the interpreter nor what is done once is in it, but for the case that is a start.
* Everything that could move a count is fixed: hash seed, environment, address space. Two runs give the same number
  to about one in a thousand, whatever else the machine does.
* Counts of two interpreter builds, or of two versions of numpy, have nothing to do with each other. counts.json has
  a baseline for each; a build that is not in it is measured and told, and judged against nothing.
* Each row of the benchmark has a case: what is ours in it, at the sizes of a quick run.
* More than TOLERANCE above the baseline is a failure. Less than that below it asks for a new baseline.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.metadata
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from rows import Side, rows  # noqa: E402

ROOT = HERE.parent.parent
BASELINES = HERE / "counts.json"
TOLERANCE = 0.03
COLLECTED = re.compile(r"Collected : (\d+)")

DEMO = ROOT / "examples" / "pbmc-demo.cellucid-session"

#: name -> code that defines `round_()`; `demo` is the bytes of the demonstration file. "": the start of the command
CASES = {
    "cellucid-validate --version, the whole process": "",
    "validate the demonstration file": """
def round_():
    assert validate(demo).verdict == "valid"
""",
    "refuse it, cut in half": """
def round_():
    assert validate(demo[: len(demo) // 2]).verdict == "invalid"
""",
    "judge 20,000 cell indices without numpy": """
data = leb128(20_000) + b"\\1\\x81\\1" * 10_000
def round_():
    jobs._decoded(data, lambda source: payloads.index_list(source, cells=None))
""",
    "tell of a broken file as text and as JSON": """
broken = validate(demo[:-1] + b"x")
assert broken.verdict == "invalid"
def round_():
    text.render([broken])
    jsonreport.render([broken], policy)
""",
}
PRELUDE = """
import gc, sys
gc.disable()  # it runs in some rounds and not in others
sys.path.insert(0, HERE)
import jobs
from cellucid_session import validate
from cellucid_session.generated import payloads
from cellucid_session.generated.framing import MAGIC
from cellucid_session.judge.policy import load
from cellucid_session.report import jsonreport, text
from cellucid_session.wire import blocks
from cellucid_session.wire.build import leb128
blocks.IMPORT = 1 << 60
policy = load("upload")
with open(DEMO, "rb") as file:
    demo = file.read()
"""


#: row of the benchmark -> what is ours in it
ROWS: dict[str, Side] = {row.name: row.sides["ours"] for row in rows(True, "", "")}
#: the same as code; a row that is a whole process is the first of `CASES`
OF_ROW = """
run, fresh = jobs.JOBS[{job!r}]({path!r}, {facts!r})
def round_():
    if fresh:
        fresh()
    run()
"""
PROCESSES = ("spawn", "ours_isolated")  # whose instructions are those of other processes
EVERY = [*CASES, *(name for name, side in ROWS.items() if side.job not in PROCESSES)]


def code_of(name: str, folder: Path) -> str:
    """The code of a case, whose inputs are in a folder."""
    if name in CASES:
        return CASES[name]
    side = ROWS[name]
    known = json.loads((folder / "inputs.json").read_text())
    facts = {**known.get(side.path, {}), **side.facts}
    return OF_ROW.format(job=side.job, path=str(folder / side.path), facts=facts)


def make_inputs(names: Sequence[str], folder: Path) -> None:
    """The inputs of cases that are rows."""
    parts = {"later" if ROWS[name].path.startswith("later-") else "first" for name in names if name in ROWS}
    if parts:
        command = [
            sys.executable,
            "-W",
            "ignore",
            str(HERE / "inputs.py"),
            str(folder),
            "quick",
            *sorted(parts),
        ]
        subprocess.run(command, check=True)


def build() -> str:
    """What a baseline belongs to: interpreter, compiler, machine, numpy, valgrind."""
    valgrind = subprocess.run(["valgrind", "--version"], capture_output=True, text=True, check=True).stdout
    told = (sys.version, platform.machine(), *platform.libc_ver(), importlib.metadata.version("numpy"))
    digest = hashlib.sha256("\n".join((*told, valgrind)).encode()).hexdigest()[:12]
    libc = "-".join(platform.libc_ver())
    return (
        f"{platform.python_implementation()} {platform.python_version()} {platform.machine()} {libc} {digest}"
    )


def counted(program: Sequence[str], folder: Path) -> int:
    """Instructions of one process."""
    fixed = {
        "PATH": os.defpath,
        "PYTHONHASHSEED": "0",
        "PYTHONPYCACHEPREFIX": str(
            folder / "compiled"
        ),  # what is compiled already must not depend on the tree
        "LC_ALL": "C.UTF-8",
        "OPENBLAS_NUM_THREADS": "1",  # threads that wait count as well
        "PYTHONPATH": os.environ.get("PYTHONPATH", ""),
    }
    subprocess.run(program, env=fixed, capture_output=True, check=False)
    still = ["setarch", "-R"] if shutil.which("setarch") else []
    done = subprocess.run(
        [*still, "valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", *program],
        env=fixed,
        capture_output=True,
        text=True,
        check=False,
    )
    found = COLLECTED.search(done.stderr)
    if done.returncode or found is None:
        raise RuntimeError(done.stderr[-2000:])
    return int(found[1])


def case(name: str, folder: Path) -> int:
    """The count of a case."""
    if CASES.get(name) == "":
        start = "import sys; from cellucid_session.cli.validate import main; sys.exit(main(['--version']))"
        return counted([sys.executable, "-c", start], folder)
    totals = []
    for rounds in (3, 4):
        script = folder / "case.py"
        facts = f"HERE, DEMO = {str(HERE)!r}, {str(DEMO)!r}\n"
        script.write_text(facts + PRELUDE + code_of(name, folder) + "\nround_()\n" * rounds)
        totals.append(counted([sys.executable, str(script)], folder))
    return totals[1] - totals[0]


def told(name: str, count: int, before: dict[str, int]) -> bool:
    """Tell of a case; whether it has grown."""
    change = count / before[name] - 1 if name in before else 0.0
    word = "GROWN" if change > TOLERANCE else "less: write it" if change < -TOLERANCE else ""
    print(
        f"{name:70} {count:>15,} {change:+8.2%} {word if name in before else 'new: write it'}".rstrip(),
        flush=True,
    )
    return change > TOLERANCE


def main(arguments: Sequence[str] | None = None) -> int:
    """Count, compare, tell; 1 when a case has grown, 2 when nothing can be counted."""
    parser = argparse.ArgumentParser(description="Count the instructions of small cases against a baseline.")
    parser.add_argument(
        "--write", action="store_true", help="make these counts the baseline of this build; with --only some"
    )
    parser.add_argument("--only", default="", help="cases whose name has this text")
    asked = parser.parse_args(arguments)
    if not shutil.which("valgrind"):
        print("valgrind is not installed (Debian: apt-get install valgrind)", file=sys.stderr)
        return 2
    known = json.loads(BASELINES.read_text()) if BASELINES.exists() else {}
    here = build()
    before = known.get(here, {})
    with tempfile.TemporaryDirectory() as folder:
        chosen = [name for name in EVERY if asked.only in name]
        make_inputs(chosen, Path(folder))
        print(here if before else f"{here}: no baseline, --write makes one")
        now = {}
        grown = False
        for name in chosen:
            now[name] = case(name, Path(folder))
            grown |= told(name, now[name], before)
    if asked.write:
        BASELINES.write_text(json.dumps(known | {here: before | now}, indent=2) + "\n")
    return int(grown)


if __name__ == "__main__":
    raise SystemExit(main())
