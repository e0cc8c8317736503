"""Pages whose blocks of code are run, and held against the output that they show.

Rules of this file:

* A ```python block is run with what the blocks before it left. A ```text block right behind it is what it shows: what
  was printed, and the value of the last expression.
* A ```console block holds commands after `$ ` and what they print, to both outputs. `...` stands for anything.
* `<!-- prepare` starts a comment whose lines are run as Python and not shown. `<!-- not run: why -->` before a block
  leaves it out.
* A page runs in a folder and a process of its own; files of `FILES` that it names are there. It has those libraries
  only that it says to install (`installs`). `tests/paths` runs it where these are really all that there is.

`python tests/docs/running.py PAGE...` writes what the blocks show now into pages.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

if str(Path(__file__).resolve().parent) not in sys.path:
    sys.path.append(str(Path(__file__).resolve().parent))

import installs

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples"
DEMO = EXAMPLES / "pbmc-demo.cellucid-session"
SECONDS = 300

_BLOCK = re.compile(
    r"(?P<why><!-- not run: [^\n]+ -->\n\n?)?^```(?P<language>python|console|text)\n(?P<body>.*?)^```$"
    r"|^<!-- prepare\n(?P<hidden>.*?)^-->$",
    re.DOTALL | re.MULTILINE,
)


@dataclass
class Step:
    """A block that is run: `code` of a language, the output shown, and where that stands in the page."""

    language: str
    code: str
    shown: str | None
    start: int
    end: int
    line: int


def steps(page: str) -> list[Step]:
    """The blocks of a page that are run, in order."""
    found: list[Step] = []
    behind = -1
    for match in _BLOCK.finditer(page):
        line = page.count("\n", 0, match.start()) + 1
        if match["hidden"] is not None:
            found.append(Step("python", match["hidden"], None, 0, 0, line))
            continue
        language, body = match["language"], match["body"]
        if language == "text":
            if found and behind >= 0 and not page[behind : match.start()].strip():
                found[-1].shown, found[-1].start, found[-1].end = body, match.start("body"), match.end("body")
            behind = -1
        elif match["why"] is None:
            found.append(Step(language, body, None, match.start("body"), match.end("body"), line))
            behind = match.end() if language == "python" else -1
    return found


def commands(body: str) -> list[tuple[str, str]]:
    """The commands of a console block, each with what it shows."""
    found: list[tuple[str, str]] = []
    more = False
    for row in body.splitlines(keepends=True):
        if row.startswith("$ "):
            found.append((row[2:], ""))
            more = row.endswith("\\\n")
        elif more or row.startswith("> "):
            found[-1] = (found[-1][0] + row.removeprefix("> "), "")
            more = row.endswith("\\\n")
        else:
            found[-1] = (found[-1][0], found[-1][1] + row)
    return found


def _damaged(path: Path) -> None:
    data = bytearray(DEMO.read_bytes())
    data[-6] ^= 1  # the CRC-32 of the last chunk
    path.write_bytes(data)


def _pbmc(path: Path) -> None:
    from cellucid_session import datasets

    datasets.pbmc_demo().write_h5ad(path)


def _copy(source: Path) -> Callable[[Path], None]:
    return lambda path: path.write_bytes(source.read_bytes()) and None


def _later() -> Any:
    """Sessions of later releases, and data sets that they fit."""
    if str(ROOT / "tests") not in sys.path:
        sys.path.append(str(ROOT / "tests"))
    import later

    return later


def _of_095(path: Path) -> None:
    from cellucid_session.apply.arrays import InMemory
    from cellucid_session.apply.cell_order import drawn_digest

    later = _later()
    embedding = InMemory(later.dataset("g5_reference")).embedding("X_umap")[:, :2]
    said = later.expected("g5_reference")["manifest"]["datasetFingerprint"]["cellOrder"]
    later.changed("g5_reference", path, cellOrder=said | {"digest": drawn_digest(embedding)})


def _rescuing() -> Any:
    """Sessions of several releases on one data set."""
    folder = str(ROOT / "tests" / "rescue")
    if folder not in sys.path:
        sys.path.append(folder)
    import rescuing

    return rescuing


def _saved(number: int, **change: Any) -> Callable[[Path], None]:
    """A session that a release saved of the data set of `_rescuing`; cut: how many bytes are missing."""
    cut = change.pop("cut", 0)

    def make(path: Path) -> None:
        made = _rescuing().session(number, _rescuing().data(), **change)
        path.write_bytes(made[: len(made) - cut])

    return make


OTHERS = (("T cells", [0, 1, 2, 3]), ("NK cells", [5, 8]))  # what another person thinks
#: files that pages may name -> how they are made
FILES: dict[str, Callable[[Path], object]] = {
    "my-session.cellucid-session": _copy(DEMO),
    "upload.cellucid-session": _copy(DEMO),
    "pbmc68k.cellucid-session": _copy(EXAMPLES / "pbmc68k.cellucid-session"),
    "damaged.cellucid-session": _damaged,
    "half.cellucid-session": lambda path: path.write_bytes(DEMO.read_bytes()[:3000]),
    "renamed.cellucid-session": lambda path: path.write_bytes(b'{"states": []}\n'),
    "pbmc.h5ad": _pbmc,
    "of-095.cellucid-session": _of_095,
    "march.cellucid-session": _saved(1),
    "june.cellucid-session": _saved(2, key="activity"),
    "cut.cellucid-session": _saved(4, cut=3),
    "today.cellucid-session": _saved(5, page="Nothing yet", groups=(), key=None),
    "ann.cellucid-session": _saved(5),
    "bo.cellucid-session": _saved(5, groups=OTHERS),
    "cells.h5ad": lambda path: _rescuing().data().write_h5ad(path),
    "of-095.h5ad": lambda path: _later().dataset("g5_reference").write_h5ad(path),
}

#: program -> its module
PROGRAMS = {
    "cellucid-validate": "validate",
    "cellucid-session": "session",
    "cellucid-conformance": "conformance",
}

#: runs the steps of its first argument, a JSON file; writes what each showed, and the error that ended it
DRIVER = r"""
import ast, contextlib, io, json, subprocess, sys, traceback

steps, answer = json.load(open(sys.argv[1])), []
names = {"__name__": "__main__"}
for language, code in steps:
    out, failed = io.StringIO(), None
    if language == "console":
        script = "state=0\n" + "".join(
            f"(exit $state); eval {command}; state=$?; printf '\\036'\n" for command in code
        )
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "stdin": subprocess.DEVNULL}
        done = subprocess.run(["bash", "-c", script], **pipes)
        answer.append([done.stdout.decode().split("\x1e")[:-1], None])
        continue
    try:
        tree = ast.parse(code)
        last = ast.Expression(tree.body.pop().value) if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        with contextlib.redirect_stdout(out):
            exec(compile(tree, "page", "exec"), names)
            value = None if last is None else eval(compile(last, "page", "eval"), names)
            if value is not None:
                print(repr(value))
    except Exception:
        failed = traceback.format_exc()
    answer.append([out.getvalue(), failed])
    if failed:
        break
json.dump(answer, open(sys.argv[2], "w"))
"""


def run(page: str, found: list[Step], bare: Path | None = None) -> list[tuple[list[str] | str, str | None]]:
    """What each step shows (of a console block: each command), and the error it ends with.

    bare: an environment in which what the page says was installed; else it is run in this one.
    """
    import shlex

    told = [
        (step.language, [shlex.quote(command) for command, _ in commands(step.code)])
        if step.language == "console"
        else (step.language, step.code)
        for step in found
    ]
    with tempfile.TemporaryDirectory() as folder:
        place, question, answer = Path(folder) / "page", Path(folder) / "question", Path(folder) / "answer"
        place.mkdir()
        for name, make in FILES.items():
            if name in page:
                make(place / name)
        question.write_text(json.dumps(told), encoding="utf-8")
        tools = Path(folder) / "bin"
        tools.mkdir()
        python = sys.executable if bare is None else str(bare / "bin" / "python")
        for program, module in PROGRAMS.items() if bare is None else ():
            (tools / program).write_text(
                f"#!{sys.executable}\nfrom cellucid_session.cli.{module} import program\nprogram()\n"
            )
            (tools / program).chmod(0o755)
        site = Path(folder) / "site"
        first = os.pathsep.join([str(tools), str(Path(python).parent), os.environ["PATH"]])
        if bare is None:
            path = os.pathsep.join([str(site), str(ROOT / "src")])
            own = installs.block(page, site) | {"PATH": first, "PYTHONPATH": path}
        else:
            own = {"PATH": first, "PYTHONPATH": ""}
        environment = (
            os.environ
            | own
            | {
                "COLUMNS": "100",
                "BROWSER": "true",  # a page that shows a viewer opens none
                "MPLBACKEND": "Agg",
                "NO_COLOR": "1",
            }
        )
        done = subprocess.run(
            [python, "-W", "ignore", "-c", DRIVER, str(question), str(answer)],
            cwd=place,
            env=environment,
            timeout=SECONDS,
            check=False,
            capture_output=True,
        )
        assert done.returncode == 0, done.stderr.decode()
        result: list[tuple[list[str] | str, str | None]] = json.loads(answer.read_text("utf-8"))
        return result


def same(shown: str, real: str) -> bool:
    """Whether a page shows what was really printed; `...` stands for anything."""

    def rows(text: str) -> str:
        return "\n".join(row.rstrip() for row in text.strip("\n").split("\n"))

    parts = [re.escape(part) for part in rows(shown).split("...")]
    return re.fullmatch(".*".join(parts), rows(real), re.DOTALL) is not None


def differences(page: str, bare: Path | None = None) -> list[str]:
    """One text for each block that does not show, or do, what it says. bare: see `run`."""
    found = steps(page)
    wrong = []
    answers = run(page, found, bare)
    for step, (real, failed) in zip(found, answers, strict=False):
        if failed:
            wrong.append(f"line {step.line}: {failed}")
        elif step.language == "console":
            for (command, shown), told in zip(commands(step.code), real, strict=True):
                if not same(shown, told):
                    wrong.append(f"line {step.line}: {command}shows\n{told}and not\n{shown}")
        elif step.shown is not None and not same(step.shown, str(real)):
            wrong.append(f"line {step.line}: shows\n{real}and not\n{step.shown}")
    return wrong


def refreshed(page: str) -> str:
    """The page with what its blocks show now, where that differs from what stands there."""
    found = steps(page)
    for step, (real, failed) in reversed(list(zip(found, run(page, found), strict=False))):
        if failed:
            print(f"line {step.line}: {failed}", file=sys.stderr)
        elif step.language == "console":
            parts = []
            for (command, shown), told in zip(commands(step.code), real, strict=True):
                body = (
                    shown
                    if same(shown, told)
                    else "\n".join(row.rstrip() for row in told.strip("\n").split("\n")) + "\n"
                )
                parts.append(f"$ {command}" + (body if body.strip() else ""))
            page = page[: step.start] + "".join(parts) + page[step.end :]
        elif step.shown is not None and not same(step.shown, str(real)):
            told = "\n".join(row.rstrip() for row in str(real).strip("\n").split("\n"))
            page = page[: step.start] + told + "\n" + page[step.end :]
    return page


if __name__ == "__main__":
    for name in sys.argv[1:]:
        path = Path(name)
        path.write_text(refreshed(path.read_text("utf-8")), encoding="utf-8")
