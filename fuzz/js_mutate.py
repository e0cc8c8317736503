"""Take each guard out of the JavaScript package, one at a time, and see a vector give another report.

    python fuzz/js_mutate.py [MODULE…]    # wire/inflate.js, or check/links.js:59; all of wire/ and check/ without

What a guard is: `_js_guards.py`. The inputs are all vectors, some of them once more by a judge that ends early, and
behind them the changed inputs that `make test` judges with both engines. Prints the guards whose loss no input shows;
exits with 1 when there is one that is not in `js_survivors.toml`, or a row there that an input refutes. Needs node.
"""

from __future__ import annotations

import itertools
import json
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tests" / "js"), str(ROOT / "fuzz")]

import _js_guards  # noqa: E402
import changing  # noqa: E402
import node_judge  # noqa: E402

from cellucid_session.conformance import catalogue  # noqa: E402

HARNESS = ROOT / "fuzz" / "js_mutate.mjs"
SURVIVORS = ROOT / "fuzz" / "js_survivors.toml"
ROOMS = ("wire", "check")
MOST = 300_000  # bytes of an input
EARLY = 7  # every so many vectors are judged by a judge that ends early too
CHANGED = 600  # inputs, as in tests/js/test_js_package.py
SECONDS = 7200


def modules() -> list[str]:
    """The modules that are changed, by their paths in the package."""
    package = node_judge.PACKAGE
    return [f"{room}/{path.name}" for room in ROOMS for path in sorted((package / room).glob("*.js"))]


def survivors() -> dict[tuple[str, str], str]:
    """Module and condition of the guards whose loss changes no report -> why."""
    rows = tomllib.loads(SURVIVORS.read_text("utf-8")).get("survivor", [])
    return {(row["module"], row["condition"]): row["why"] for row in rows}


def vectors(about: str) -> Iterator[tuple[str, bytes, tuple]]:
    """The vectors whose ids begin so: id, bytes, and what is told of them."""
    suite = catalogue.load()
    for early, step in ((False, 1), (True, EARLY)):
        for vector in suite.vectors[::step]:
            if vector.id.startswith(about):
                told = (suite.kind(vector), dict(vector.limits), dict(vector.dataset), vector.taken, early)
                yield vector.id, suite.build(vector), told


def changed_inputs() -> Iterator[tuple[str, bytes, tuple]]:
    """Inputs that are changed at random."""
    for number, (data, told) in enumerate(itertools.islice(changing.inputs(20), CHANGED)):
        yield f"changed input {number}", data, told


def write_cases(folder: Path, about: str = "") -> list[dict]:
    """Put the vectors into a folder; the reports of the Python engine on them. about: how their ids begin."""
    cases, reports = [], []
    with (folder / "cases.bin").open("wb") as out:
        for name, data, told in itertools.chain(vectors(about), () if about else changed_inputs()):
            if len(data) > MOST:
                continue
            cases.append({"id": name, "options": node_judge.options_of(*told), "size": len(data)})
            reports.append(node_judge.by_python(data, *told))
            out.write(data)
    (folder / "cases.json").write_text(json.dumps(cases), "utf-8")
    return reports


def write_mutants(folder: Path, wanted: list[str]) -> list[tuple[str, _js_guards.Guard]]:
    """Make a changed package for each guard; the first of the list in the file is the package as it is."""
    package = folder / "as-it-is"
    shutil.copytree(node_judge.PACKAGE, package)
    mutants, paths = [], [str(package)]
    for module, _, line in (each.partition(":") for each in wanted):
        room, name = module.split("/")
        text = (package / module).read_text("utf-8")
        for guard in _js_guards.guards(text):
            if line and guard.line != int(line):
                continue
            changed = folder / str(len(paths))
            for path in package.rglob("*.js*"):
                inner = path.relative_to(package)
                if inner.parts[0] != "cli" and inner.parts[0] != "node_modules":
                    (changed / inner).parent.mkdir(parents=True, exist_ok=True)
                    (changed / inner).hardlink_to(path)
            (changed / room / name).unlink()
            (changed / room / name).write_text(_js_guards.without(text, guard), "utf-8")
            mutants.append((module, guard))
            paths.append(str(changed))
    (folder / "mutants.json").write_text(json.dumps(paths), "utf-8")
    return mutants


def tried(names: list[str], about: str = "") -> Iterator[tuple[str, _js_guards.Guard, str]]:
    """Take out every guard of some modules: the module, the guard, and the vector that shows its loss, or ""."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        reports = write_cases(folder, about)
        mutants = write_mutants(folder, names)
        command = ["timeout", str(SECONDS), str(node_judge.NODE), str(HARNESS), str(folder)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as node:
            assert node.stdout is not None
            first = json.loads(node.stdout.readline())["reports"]
            for theirs, ours in zip(first, reports, strict=True):
                assert (said := node_judge.difference(json.loads(theirs), ours)) == "", said
            for module, guard in mutants:
                yield module, guard, json.loads(node.stdout.readline())["seen"]


def main(names: list[str]) -> int:
    """Try every guard."""
    known = survivors()
    count = missed = explained = refuted = only = 0
    for module, guard, seen in tried(names or modules()):
        row = (module, guard.condition) in known
        count += 1
        explained += row
        missed += not seen and not row
        refuted += bool(seen) and row
        place = f"{module}:{guard.line}: if ({guard.condition})"
        only += seen.startswith("changed input")
        if not seen and not row:
            print(f"no vector sees it: {place}", flush=True)
        if seen and row:
            print(f"{seen} refutes the row: {place}", flush=True)
    print(
        f"{count} guards taken out: {missed} unseen, {explained} explained, {refuted} refuted; "
        f"{only} are seen by changed inputs alone"
    )
    return 1 if missed or refuted else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
