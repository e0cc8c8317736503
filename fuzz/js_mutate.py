"""Take each guard out of the JavaScript primitives, one at a time, and see a vector give another answer.

    python fuzz/js_mutate.py [MODULE…]

A guard is an `if` that throws, notes or adds a finding, on one line or with its body on the next. Prints those whose
loss no vector shows; exits with 1 when there is one that is not in `SAME`. Needs node.
"""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "js"))

import node_judge  # noqa: E402

from cellucid_session.conformance import build  # noqa: E402

#: the line of a guard: an `if` whose body, here or on the next line, says that something is wrong
GUARD = re.compile(
    r"^\s*(?:\} else )?if \((?P<condition>.*)\) (?:\{|throw|return null|repeats\.add|source\.note)"
)
SAYS = re.compile(r"throw |return null|\.add\(|\.note\(")

PATIENCE = 15.0  # seconds for one input: a reader without a guard may go on for ever

#: guards whose loss changes no answer: module and what is in the line -> why
SAME: dict[tuple[str, str], str] = {}


def guards(text: str) -> list[int]:
    """The lines of a module that are guards."""
    lines = text.splitlines()
    found = []
    for number, line in enumerate(lines):
        body = " ".join(lines[number : number + 3])
        if GUARD.match(line) and SAYS.search(body):
            found.append(number)
    return found


def without(text: str, number: int) -> str:
    """A module whose guard never holds."""
    lines = text.splitlines(keepends=True)
    lines[number] = lines[number].replace("if (", "if (false && (", 1)
    at = _closing(lines[number], lines[number].index("(false && (") + len("(false && "))
    lines[number] = lines[number][:at] + ")" + lines[number][at:]
    return "".join(lines)


def _closing(line: str, at: int) -> int:
    """Where the bracket that opens at `at` closes."""
    depth = 0
    for place in range(at, len(line)):
        depth += (line[place] == "(") - (line[place] == ")")
        if not depth:
            return place
    raise ValueError(line)


def seen(package: Path, cases: list[tuple[str, bytes, tuple, dict]]) -> str:
    """The first vector whose report is another, or ""."""
    with node_judge.NodeJudge(package, PATIENCE) as node:
        for name, data, told, ours in cases:
            try:
                theirs = node.judge(data, piece=4096, **node_judge.options_of(*told))
            except EOFError:
                return f"{name} (it died, or went on for ever)"
            if node_judge.difference(theirs, ours):
                return name
    return ""


def main(names: list[str]) -> int:
    """Try every guard."""
    suite = build.load()
    cases = []
    for vector in suite.vectors:
        data = suite.build(vector)
        if len(data) < 200_000:
            told = (suite.kind(vector), dict(vector.limits), dict(vector.dataset), vector.taken, False)
            cases.append((vector.id, data, told, node_judge.by_python(data, *told)))
    missed = tried = 0
    with tempfile.TemporaryDirectory() as folder:
        package = Path(folder) / "session"
        shutil.copytree(node_judge.PACKAGE, package)
        for module in sorted((node_judge.PACKAGE / "wire").glob("*.js")):
            if names and module.name not in names:
                continue
            text = module.read_text("utf-8")
            for number in guards(text):
                line = text.splitlines()[number].strip()
                tried += 1
                (package / "wire" / module.name).write_text(without(text, number), "utf-8")
                found = seen(package, cases)
                known = any(module.name == name and part in line for name, part in SAME)
                if not found and not known:
                    missed += 1
                    print(f"no vector sees it: {module.name}:{number + 1}: {line}", flush=True)
            (package / "wire" / module.name).write_text(text, "utf-8")
    print(f"{tried} guards taken out, {missed} unseen")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
