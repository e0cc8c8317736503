"""Runs one target for some seconds: python fuzz/run.py TARGET SECONDS [more flags of libFuzzer]

Rules of this file:

* New inputs and findings go to out/fuzz/TARGET/, the committed corpus is only read.
* Each run leaves a line in out/fuzz/log.jsonl: what ran, of which commit, how long on the clock and on a processor, how
  much, how far. The exit code is the fuzzer's. The lines of long runs are committed, in fuzz/runs.jsonl.
* The target is started by its own name with the environment's Python first on the path, because merging and minimising
  start that name again.
"""

from __future__ import annotations

import json
import os
import re
import resource
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
OUT = HERE.parent / "out" / "fuzz"
FLAGS = ("-timeout=20", "-rss_limit_mb=2048", "-max_len=65536", "-print_final_stats=1", "-verbosity=1")
SHOWN = re.compile(r"cov: (\d+) ft: (\d+) corp: (\d+)/(\S+)")
BEGUN = re.compile(r"^#(\d+)\t", re.MULTILINE)
STATS = re.compile(r"stat::(\w+):\s+(\d+)")


def command(target: str, seconds: int, more: list[str]) -> list[str]:
    """The command line of a run."""
    folder = OUT / target
    (folder / "corpus").mkdir(parents=True, exist_ok=True)
    words = HERE / "dictionaries" / f"{target}.dict"
    return [
        f"./{target}.py",
        f"-max_total_time={seconds}",
        *FLAGS,
        *([f"-dict={words}"] if words.exists() else []),
        f"-artifact_prefix={folder}{os.sep}",
        *more,
        str(folder / "corpus"),
        str(HERE / "corpus" / target),
    ]


def commit() -> str:
    """The commit that is run, with a plus when the tree has changed since; "" outside of a repository."""
    git = ["git", "-C", str(HERE), "describe", "--always", "--abbrev=12", "--dirty=+", "--exclude=*"]
    return subprocess.run(git, capture_output=True, text=True, check=False).stdout.strip()


def main(arguments: list[str]) -> int:
    """Run a target and log it."""
    target, seconds = arguments[0], int(arguments[1])
    if not (HERE / f"{target}.py").is_file() or not target.startswith("fuzz_"):
        print(f"no target is called {target}")
        return 2
    paths = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    began = time.monotonic()
    done = subprocess.run(
        command(target, seconds, arguments[2:]),
        cwd=HERE,
        env=os.environ | {"PATH": paths},
        stderr=subprocess.PIPE,
        check=False,
        text=True,
        errors="replace",
    )
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    stats = {name: int(value) for name, value in STATS.findall(done.stderr)}
    last = (SHOWN.findall(done.stderr) or [("0", "0", "0", "0")])[-1]
    begun = (BEGUN.findall(done.stderr) or ["0"])[-1]  # what is known of a run that was killed
    line = {
        "target": target,
        "day": time.strftime("%Y-%m-%d", time.gmtime()),
        "commit": commit(),
        "seconds": round(time.monotonic() - began),
        "cpu_seconds": round(used.ru_utime + used.ru_stime),
        "executions": stats.get("number_of_executed_units", int(begun)),
        "per_second": stats.get("average_exec_per_sec", 0),
        "coverage": int(last[0]),
        "features": int(last[1]),
        "corpus": int(last[2]),
        "peak_mb": stats.get("peak_rss_mb", 0),
        "exit": done.returncode,
    }
    with (OUT / "log.jsonl").open("a", encoding="utf-8") as log:
        log.write(json.dumps(line) + "\n")
    print(json.dumps(line), flush=True)
    if done.returncode:
        print(done.stderr[-6000:])
    return done.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
