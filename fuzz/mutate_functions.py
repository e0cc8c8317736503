"""Change every function of wire/, check/ and apply/ a little, and see a test fail because of it.

    python fuzz/mutate_functions.py                           what has no result yet; exits with 1 on an open survivor
    python fuzz/mutate_functions.py --module wire/uvarint.py  one module (may be given several times)
    python fuzz/mutate_functions.py --survivors               the survivors again, with `--seconds` for each
    python fuzz/mutate_functions.py --report                  only what is known; with --write it goes to mutation.jsonl

Rules of this file:

* One process imports and collects the tests once and notes which lines each of them executes. For each mutant it
  forks; the child puts the mutated code under the living functions and runs the tests that execute the changed
  statement: first those that told earlier mutants of the function, then the quickest of each file. So a mutant costs
  milliseconds, and no file is ever written.
* A child has a bound on memory, and on processor time for each test and in all. What passes the bound of a test is
  dead by time-out. A mutant that lives when its time in all is over is a survivor whose tests were `cut`.
* Nothing dies of a broken runner: before the mutants, a child without a change must live through every test, and a
  child whose function raises must die. What can't be put in place is no kill: it is listed as broken.
* Results are kept in out/mutation, a line for each mutant, under the digest of the module's text. `mutation.jsonl` is
  their committed summary, a line for each module, and what the report goes by where out/mutation has nothing.
* `survivors.toml` explains survivors, one by one, by the text of the changed lines. An explanation of a mutant that
  isn't there, or that a test tells, is stale and fails the run, as an open survivor does.
"""

from __future__ import annotations

import argparse
import ast
import builtins
import contextlib
import gc
import importlib
import json
import os
import re
import resource
import signal
import sys
import time
import tomllib
import warnings
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

import _mutants
import coverage
import pytest
from cosmic_ray.exceptions import CosmicRayTestingException

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "cellucid_session"
ROOMS = ("wire", "check", "apply")
OUT = ROOT / "out" / "mutation"
SURVIVORS = ROOT / "fuzz" / "survivors.toml"
SUMMARY = ROOT / "fuzz" / "mutation.jsonl"

#: the tests that know the three rooms best
TESTS = tuple(
    f"tests/{folder}/{pattern}"
    for folder, patterns in {
        "unit": "test_wire_*.py test_strict_json.py test_text.py test_chunk_ids.py test_coverage.py test_excerpts.py "
        "test_api.py test_bundle.py test_progress.py test_policy.py test_write_put.py test_write_writer.py "
        "test_check_*.py test_collector.py",
        "property": "test_engines.py test_json_readers_agree.py test_patterns.py test_wire_*.py",
        "vectors": "test_verdicts.py test_certificates.py test_sources.py",
        "attacks": "test_attacks.py test_around.py test_any_change.py",
        "apply": "test_*.py",
    }.items()
    for pattern in patterns.split()
)

MEMORY = 1 << 30  # bytes beyond what the runner has
TEST_SECONDS = 1.0  # for a test that takes no time without a mutant
SLOWER = 6  # times as long as without a mutant a test may take
WALL = 120  # seconds after which a child that only waits is ended

LIVES, DIES, LATE, BROKEN, CUT = 0, 10, 11, 12, 13
OUTCOMES = {LIVES: "survived", DIES: "killed", LATE: "timed out", BROKEN: "broken", CUT: "cut"}
DEAD = ("killed", "timed out", "crashed")


# -- putting a mutant in place --


def pairs(old: CodeType, new: CodeType) -> Iterator[tuple[CodeType, CodeType]]:
    """Code objects that stand at the same place of two versions of a module."""
    inner = [[const for const in code.co_consts if isinstance(const, CodeType)] for code in (old, new)]
    if len(inner[0]) == len(inner[1]):
        for one, other in zip(*inner, strict=True):
            yield one, other
            yield from pairs(one, other)


def differs(old: CodeType, new: CodeType) -> bool:
    """Whether two versions of a code object do different things themselves."""
    plain = [
        [(type(const), repr(const)) for const in code.co_consts if not isinstance(const, CodeType)]
        for code in (old, new)
    ]
    return (old.co_code, old.co_names, old.co_exceptiontable, plain[0]) != (
        new.co_code, new.co_names, new.co_exceptiontable, plain[1],
    )  # fmt: skip


def place(code: CodeType) -> tuple[Any, ...]:
    return code.co_qualname, code.co_firstlineno, next(code.co_positions(), None)


def living() -> dict[str, dict[tuple[Any, ...], list[FunctionType]]]:
    """The function objects of the rooms, by file and by the place of their code."""
    for room in ROOMS:
        for path in sorted((PACKAGE / room).glob("*.py")):
            importlib.import_module(dotted(f"{room}/{path.name}"))
    found: dict[str, dict[tuple[Any, ...], list[FunctionType]]] = {}
    for thing in gc.get_objects():
        if type(thing) is FunctionType and thing.__code__.co_filename.startswith(str(PACKAGE)):
            here = found.setdefault(thing.__code__.co_filename, defaultdict(list))
            here[place(thing.__code__)].append(thing)
    return found


def dotted(module: str) -> str:
    return f"cellucid_session.{module[:-3].replace('/', '.')}".removesuffix(".__init__")


def put(
    module: ModuleType, text: str, mutated: str, functions: dict[tuple[Any, ...], list[FunctionType]]
) -> int:
    """Put a mutated text under the living functions and constants of a module; returns in how many places."""
    path = str(module.__file__)
    old, new = (compile(each, path, "exec", dont_inherit=True) for each in (text, mutated))
    changed = 0
    for before, after in pairs(old, new):
        whole = differs(before, after) or any(differs(a, b) for a, b in pairs(before, after))
        whole |= len([c for c in before.co_consts if isinstance(c, CodeType)]) != len(
            [c for c in after.co_consts if isinstance(c, CodeType)]
        )
        for function in functions.get(place(before), ()) if whole else ():
            if function.__code__.co_freevars != after.co_freevars:
                changed += _anew(module, function, after)
            else:
                function.__code__ = after
                changed += 1
    if differs(old, new) or any(differs(a, b) for a, b in pairs(old, new) if a.co_name == a.co_qualname):
        changed += _again(module, text, mutated, functions)
    return changed


def _anew(module: ModuleType, function: FunctionType, code: CodeType) -> int:
    """A method that lost its closure (`super`) is made anew in its class."""
    owner: Any = module
    *classes, name = function.__qualname__.split(".")
    for part in classes:
        owner = vars(owner).get(part)
    cells = dict(zip(function.__code__.co_freevars, function.__closure__ or (), strict=True))
    if owner is None or not set(code.co_freevars) <= set(cells):
        return 0
    made = FunctionType(
        code,
        function.__globals__,
        name,
        function.__defaults__,
        tuple(cells[cell] for cell in code.co_freevars),
    )
    made.__kwdefaults__ = function.__kwdefaults__
    made.__qualname__ = function.__qualname__
    old = vars(owner).get(name)
    setattr(owner, name, property(made) if isinstance(old, property) else made)
    return 1


SIMPLE = (int, float, str, bytes, tuple, frozenset, set, dict, list, type(None), re.Pattern)


def _again(
    module: ModuleType, text: str, mutated: str, functions: dict[tuple[Any, ...], list[FunctionType]]
) -> int:
    """Run both texts of a module beside it, and move what differs in plain values over to the living one."""
    spaces: list[dict[str, Any]] = []
    given = ("__name__", "__package__", "__file__", "__spec__", "__builtins__")
    for each in (text, mutated):
        space = {name: vars(module)[name] for name in given}
        exec(compile(each, str(module.__file__), "exec", dont_inherit=True), space)
        spaces.append(space)
    changed = 0
    ours = [each for name, each in list(sys.modules.items()) if name.startswith("cellucid_session")]
    for name, value in spaces[1].items():
        before = spaces[0].get(name)
        if isinstance(value, SIMPLE) and (type(value) is not type(before) or value != before):
            alive = vars(module).get(name)
            for each in ours:
                if each is module or (vars(each).get(name) is alive and _imports(each, module, name)):
                    setattr(each, name, value)
                    changed += 1
        elif isinstance(value, type) and isinstance(before, type) and value.__module__ == module.__name__:
            for part, inner in vars(value).items():
                old = vars(before).get(part)
                if isinstance(inner, SIMPLE) and not part.startswith("__") and inner != old:
                    setattr(getattr(module, name), part, inner)
                    changed += 1
    defaults = [_defaults(space, module) for space in spaces]
    for key, new in defaults[1].items():
        if repr(new) != repr(defaults[0].get(key)):
            for function in (
                each for found in functions.values() for each in found if each.__qualname__ == key
            ):
                function.__defaults__, function.__kwdefaults__ = new
                changed += 1
    return changed


def _imports(other: ModuleType, module: ModuleType, name: str) -> bool:
    """Whether another module has a name from a module."""
    path = getattr(other, "__file__", None)
    if path is None:
        return False
    last = module.__name__.rpartition(".")[2]
    return any(
        isinstance(node, ast.ImportFrom)
        and (node.module or "").rpartition(".")[2] == last
        and any(alias.name == name for alias in node.names)
        for node in ast.walk(ast.parse(Path(path).read_text("utf-8")))
    )


def _defaults(space: dict[str, Any], module: ModuleType) -> dict[str, tuple[Any, Any]]:
    found = {}
    things = [value for value in space.values() if getattr(value, "__module__", "") == module.__name__]
    for thing in things:
        for each in [thing, *(vars(thing).values() if isinstance(thing, type) else ())]:
            function = getattr(each, "__func__", getattr(each, "fget", each))
            if isinstance(function, FunctionType):
                found[function.__qualname__] = (function.__defaults__, function.__kwdefaults__)
    return found


# -- the process that has the tests --


class Runner:
    """Collects the tests, learns what they execute, and then runs `work` in place of the tests."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.options = options
        self.failed: list[str] = []
        self.items: dict[str, Any] = {}
        self.seconds: dict[str, float] = {}
        self.lines: dict[str, dict[int, set[str]]] = {}
        self.living: dict[str, dict[tuple[Any, ...], list[FunctionType]]] = {}
        self.texts: dict[str, str] = {}
        self.code = 2

    def pytest_collection(self) -> None:
        from hypothesis import Phase, settings

        # a mutant needs no smallest example
        phases = (Phase.explicit, Phase.generate)
        settings.register_profile("mutants", settings.get_profile("ci"), phases=phases)
        settings.load_profile("mutants")

    def pytest_runtest_logreport(self, report: Any) -> None:
        if report.failed:
            self.failed.append(report.nodeid)

    def pytest_runtestloop(self, session: Any) -> bool:
        if session.testsfailed:
            return True
        self.items = {item.nodeid: item for item in session.items}
        self.learn()
        self.code = work(self)
        return True

    def run(self, item: Any) -> None:
        item.ihook.pytest_runtest_protocol(item=item, nextitem=None)

    # what the tests execute

    def learn(self) -> None:
        """Run every test file once under coverage, or take what is known of it from the last time.

        What is known stays so while the test file is the same: it chooses tests, and judges nothing.
        """
        OUT.mkdir(parents=True, exist_ok=True)
        by_file = defaultdict(list)
        for nodeid, item in self.items.items():
            by_file[str(item.path)].append(nodeid)
        for file, nodeids in by_file.items():
            known = _mutants.digest(str(Path(file).relative_to(ROOT)) + Path(file).read_text("utf-8"))
            kept = OUT / f"lines-{known}.json"
            if not kept.exists():
                print(f"learning {Path(file).relative_to(ROOT)}", flush=True)
                kept.write_text(json.dumps(self.learn_file(nodeids)), "utf-8")
            told = json.loads(kept.read_text("utf-8"))
            self.seconds.update(told["seconds"])
            for module, lines in told["lines"].items():
                if not (PACKAGE / module).exists():
                    continue
                text = (PACKAGE / module).read_text("utf-8")
                same = told["texts"][module] == _mutants.digest(text)
                mine = self.lines.setdefault(module, {})
                lines_of = defaultdict(list)
                for line, name in _mutants.scopes(text).items():
                    lines_of[name].append(line)
                for line, names in lines.items():
                    # another text: then every line of what was a function of this name
                    numbers = (int(line),) if same else lines_of[told["functions"][module].get(line)]
                    for number in numbers:
                        mine.setdefault(number, set()).update(told["names"][name] for name in names)
            for name in told["modules"]:
                with contextlib.suppress(Exception):
                    importlib.import_module(name)
        self.texts = {str(Path(file).relative_to(ROOT)): Path(file).read_text("utf-8") for file in by_file}
        for nodeid in list(self.items):
            if nodeid not in self.seconds:
                del self.items[nodeid]

    def learn_file(self, nodeids: list[str]) -> dict[str, Any]:
        global _started
        seconds: dict[str, float] = {}
        measured = coverage.Coverage(
            data_file=None, include=[str(PACKAGE / room / "*") for room in ROOMS], config_file=False
        )
        measured.start()
        measured.switch_context("")
        for nodeid in nodeids:
            self.failed.clear()
            _started = False
            begun = time.process_time()
            measured.switch_context(nodeid)
            with quiet():
                self.run(self.items[nodeid])
            measured.switch_context("")
            if self.failed:
                print(f"fails without a mutant, so it is left out: {nodeid}")
            elif not _started:
                seconds[nodeid] = time.process_time() - begun
        measured.stop()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # there may be nothing
            data = measured.get_data()
        names = list(seconds)
        number = {name: at for at, name in enumerate(names)}
        lines = {
            str(Path(path).relative_to(PACKAGE)): {
                str(line): sorted(number[name] for name in contexts if name in number)
                for line, contexts in data.contexts_by_lineno(path).items()
            }
            for path in data.measured_files()
        }
        modules = [
            name
            for name, module in sys.modules.items()
            if getattr(module, "__file__", None) and "test" not in name
        ]
        texts = {module: (PACKAGE / module).read_text("utf-8") for module in lines}
        return {
            "seconds": seconds,
            "lines": lines,
            "names": names,
            "modules": sorted(modules),
            "texts": {module: _mutants.digest(text) for module, text in texts.items()},
            "functions": {module: _mutants.scopes(text) for module, text in texts.items()},
        }

    def tests(
        self, module: str, function: str, lines: tuple[int, int], names: Iterable[str] = ()
    ) -> list[str]:
        """The tests that execute a statement, in the order in which they are tried."""
        found: set[str] = set()
        here = self.lines.get(module, {})
        for line in range(lines[0], lines[1] + 1):
            found.update(here.get(line, ()))
        for other, line in names:
            found.update(self.lines.get(other, {}).get(line, ()))
        # every test file gets the same share of the time, its quickest tests first; those that name the module get more
        stem = Path(module).stem
        spent: dict[str, float] = defaultdict(float)
        order = {}
        for name in sorted((name for name in found if name in self.items), key=self.seconds.__getitem__):
            file = name.partition("::")[0]
            spent[file] += self.seconds[name]
            order[name] = spent[file] / (
                20 if stem in Path(file).stem or re.search(rf"\b{stem}\b", self.texts[file]) else 1
            )
        return sorted(order, key=order.__getitem__)


_started = False  # whether the test that runs has started a process


def _audit(event: str, arguments: tuple[Any, ...]) -> None:
    global _started
    if event in ("subprocess.Popen", "os.fork", "os.posix_spawn", "os.exec", "os.forkpty"):
        _started = True


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Nothing that a test prints is seen."""
    sys.stdout.flush()
    kept = [os.dup(1), os.dup(2)]
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)
    os.dup2(nothing, 2)
    try:
        yield
    finally:
        sys.stdout.flush()
        for number, copy in enumerate(kept, 1):
            os.dup2(copy, number)
            os.close(copy)
        os.close(nothing)


def try_out(runner: Runner, change: Any, tests: list[str], seconds: float) -> dict[str, Any]:
    """Fork, change, run tests: what came of it."""
    reading, writing = os.pipe()
    sys.stdout.flush()
    pid = os.fork()
    if not pid:
        os.close(reading)
        code, told = BROKEN, ""
        try:
            code, told = _child(runner, change, tests, seconds, writing)
        except BaseException as error:  # noqa: BLE001
            told = f"the runner: {error!r}"
        finally:
            with contextlib.suppress(BaseException):
                os.write(writing, told.encode()[:4000])
            os._exit(code)
    os.close(writing)
    parts = []
    while part := os.read(reading, 65536):
        parts.append(part)
    os.close(reading)
    _, status, usage = os.wait4(pid, 0)
    told = b"".join(parts).decode("utf-8", "replace")
    spent = round(usage.ru_utime + usage.ru_stime, 3)
    if os.WIFSIGNALED(status):
        late = os.WTERMSIG(status) in (signal.SIGXCPU, signal.SIGKILL)
        return {"outcome": "timed out" if late else "crashed", "test": told, "seconds": spent}
    return {"outcome": OUTCOMES.get(os.WEXITSTATUS(status), "crashed"), "test": told, "seconds": spent}


def _child(runner: Runner, change: Any, tests: list[str], seconds: float, writing: int) -> tuple[int, str]:
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)
    os.dup2(nothing, 2)
    now = ""

    def late(*_: Any) -> None:
        os.write(writing, now.encode())
        os._exit(LATE)

    signal.signal(signal.SIGPROF, late)
    signal.signal(signal.SIGALRM, late)
    builtins.CosmicRayTestingException = CosmicRayTestingException  # type: ignore[attr-defined]
    try:
        if not change():
            return BROKEN, "nothing could be put in place"
    except Exception as error:  # noqa: BLE001
        return DIES, f"the module can't be run: {error!r}"[:200]
    pages = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (pages + MEMORY, pages + MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    begun = time.process_time()
    hard = int(seconds + max([runner.seconds[name] for name in tests], default=0) * SLOWER + 10)
    resource.setrlimit(resource.RLIMIT_CPU, (hard, hard + 5))
    signal.setitimer(signal.ITIMER_REAL, max(WALL, 4 * seconds))
    for name in tests:
        if time.process_time() - begun > seconds:
            return CUT, ""
        now = name
        runner.failed.clear()
        signal.setitimer(signal.ITIMER_PROF, TEST_SECONDS + SLOWER * runner.seconds[name])
        runner.run(runner.items[name])
        signal.setitimer(signal.ITIMER_PROF, 0)
        if runner.failed:
            return DIES, name
    return LIVES, ""


# -- the work --


def explanations() -> set[tuple[str, str, str, str]]:
    """What survivors.toml explains: module, function, changed lines before and after."""
    told = tomllib.loads(SURVIVORS.read_text("utf-8")).get("survivor", []) if SURVIVORS.exists() else []
    return {
        (each["module"], each["function"], each["before"], after) for each in told for after in each["after"]
    }


def modules(options: argparse.Namespace) -> list[str]:
    """The modules to mutate, small ones first."""
    paths = [path for room in ROOMS for path in (PACKAGE / room).glob("*.py")]
    paths.sort(key=lambda path: (path.parent.name == "apply", path.stat().st_size))
    found = [f"{path.parent.name}/{path.name}" for path in paths]
    return [
        name
        for name in found
        if not options.module or name in options.module or name.split("/")[0] in options.module
    ]


def results(module: str, text: str) -> dict[str, dict[str, Any]]:
    """What is known of the mutants of this very text."""
    path = OUT / f"{module.replace('/', '-')}l"
    known = {}
    if path.exists():
        for line in path.read_text("utf-8").splitlines():
            told = json.loads(line)
            if told["digest"] == _mutants.digest(text):
                known[told["key"]] = told
    return known


def controls(runner: Runner) -> bool:
    """A child without a change lives through every test, and one whose function raises dies."""
    from cellucid_session.wire import uvarint

    every = sorted(runner.items, key=runner.seconds.__getitem__)
    lives = try_out(runner, lambda: 1, every, 3600)
    if lives["outcome"] != "survived":
        print(f"without a mutant a child {lives['outcome']}: {lives['test']}")
        return False
    text = Path(uvarint.__file__).read_text("utf-8")
    fatal = text.replace("    buffer = source.buffer\n", "    raise ZeroDivisionError\n", 1)
    functions = runner.living[str(uvarint.__file__)]
    some = runner.tests("wire/uvarint.py", "", (1, 10_000))[:20]
    dies = try_out(runner, lambda: put(uvarint, text, fatal, functions), some, 60)
    if fatal == text or dies["outcome"] != "killed":
        print(f"a fatal mutant {dies['outcome']}")
        return False
    print(
        f"controls: {len(every)} tests live in {lives['seconds']:.0f} s without a mutant; a fatal one dies",
        flush=True,
    )
    return True


def uses(text: str, name: str) -> set[int]:
    """The lines of functions of a module that use a global name."""
    found: set[int] = set()

    def walk(code: CodeType, within: bool) -> None:
        if within and name in code.co_names:
            found.update(line for _, _, line in code.co_lines() if line)
        for const in code.co_consts:
            if isinstance(const, CodeType):
                walk(const, True)

    walk(compile(text, "", "exec"), False)
    return found


def work(runner: Runner) -> int:
    """Try the mutants that are wanted; returns the exit code."""
    options = runner.options
    gc.collect()
    runner.living = living()  # before they are frozen, when nobody finds them any more
    gc.freeze()
    if not options.no_controls and not controls(runner):
        return 2
    texts = {name: (PACKAGE / name).read_text("utf-8") for room in ROOMS for name in
             (f"{room}/{path.name}" for path in (PACKAGE / room).glob("*.py"))}  # fmt: skip
    explained = explanations()
    for name in modules(options):
        text = texts[name]
        known = results(name, text)
        module = importlib.import_module(dotted(name))
        live = runner.living.get(str(module.__file__), {})
        lucky: dict[str, list[str]] = defaultdict(list)
        tally: Counter[str] = Counter()
        with (OUT / f"{name.replace('/', '-')}l").open("a", encoding="utf-8") as log:
            for mutant in _mutants.mutants(name, text):
                told = known.get(mutant.key)
                again = told is not None and told["outcome"] not in DEAD and options.survivors
                if (
                    again
                    and (name, mutant.function, mutant.before, mutant.after) in explained
                    and not options.explained
                ):
                    again = False
                if told is not None and not again:
                    tally[told["outcome"]] += 1
                    continue
                tests = _chosen(runner, mutant, texts)
                first = [test for test in lucky[mutant.function] if test in tests]
                lucky_set = set(first)
                tests = first + [test for test in tests if test not in lucky_set]
                if tests:
                    came = try_out(
                        runner, partial(put, module, text, mutant.source, live), tests, options.seconds
                    )
                else:
                    came = {"outcome": "survived", "test": "no test executes it", "seconds": 0}
                if came["outcome"] in DEAD and came["test"] in runner.items:
                    row = lucky[mutant.function]
                    if came["test"] in row:
                        row.remove(came["test"])
                    row.insert(0, came["test"])
                    del row[12:]
                told = {
                    "key": mutant.key, "digest": _mutants.digest(text), "module": name, "function": mutant.function,
                    "before": mutant.before, "after": mutant.after, "tests": len(tests), **came,
                }  # fmt: skip
                log.write(json.dumps(told) + "\n")
                log.flush()
                tally[came["outcome"]] += 1
                if came["outcome"] not in DEAD and options.verbose:
                    print(
                        f"  {came['outcome']} {mutant.function}: {mutant.before} -> {mutant.after} {came['test']}",
                        flush=True,
                    )
        print(f"{name}: {dict(tally)}", flush=True)
    return report(options)


def _chosen(runner: Runner, mutant: _mutants.Mutant, texts: dict[str, str]) -> list[str]:
    """The tests that execute the changed statement, or what uses the constant that it makes."""
    lines, names = mutant.lines, set()
    if not mutant.function:
        lines = (0, -1)
        text = "\n".join(texts[mutant.module].splitlines()[mutant.lines[0] - 1 : mutant.lines[1]])
        for name in re.findall(r"^\s*(\w+(?:, \w+)*)\s*(?::[^=]+)?=", text)[:1]:
            for each in name.split(", "):
                names |= {(other, line) for other in texts for line in uses(texts[other], each)}
    scopes = _mutants.scopes(texts[mutant.module])
    own = {(mutant.module, line) for line, name in scopes.items() if name == mutant.function}
    if mutant.function and (mutant.module, lines[0]) == min(own, default=None):
        names |= own  # a default: its own line runs once, in the test that happens to import the module
    tests = runner.tests(mutant.module, mutant.function, lines, names)
    if tests:
        return tests
    # what compilers make of a statement may have its lines elsewhere: then all that run the function, or the module
    tests = runner.tests(mutant.module, mutant.function, (0, -1), own) if mutant.function else []
    return tests or runner.tests(mutant.module, mutant.function, (1, len(texts[mutant.module].splitlines())))


def summary() -> dict[str, dict[str, Any]]:
    """The committed lines, by module."""
    lines = SUMMARY.read_text("utf-8").splitlines() if SUMMARY.exists() else []
    return {told["module"]: told for told in map(json.loads, lines)}


def report(options: argparse.Namespace) -> int:
    """Say what is known; 1 when a survivor is open, an explanation stale, or a mutant not tried."""
    explained = explanations()
    lines = summary()
    fine = True
    for name in modules(options):
        text = (PACKAGE / name).read_text("utf-8")
        digest = _mutants.digest(text)
        known = results(name, text)
        if not known and lines.get(name, {}).get("digest") == digest:
            told = lines[name]
        else:
            tally: Counter[str] = Counter(
                dict.fromkeys(("mutants", "killed", "explained", "open", "not tried"), 0)
            )
            stale = {who for who in explained if who[0] == name}
            for mutant in _mutants.mutants(name, text):
                who = (name, mutant.function, mutant.before, mutant.after)
                outcome = known[mutant.key]["outcome"] if mutant.key in known else "not tried"
                if outcome not in DEAD:
                    stale.discard(who)
                if outcome in DEAD:
                    outcome = "killed"
                elif outcome != "not tried" and who in explained:
                    outcome = "explained"
                elif outcome != "not tried":
                    print(f"{outcome}: {name} {mutant.function}\n    {mutant.before}\n    {mutant.after}")
                    outcome = "open"
                tally["mutants"] += 1
                tally[outcome] += 1
            for _, function, before, after in sorted(stale):
                print(f"stale explanation: {name} {function}\n    {before}\n    {after}")
            seconds = round(sum(each["seconds"] for each in known.values()))
            told = {"module": name, "digest": digest, **tally, "seconds": seconds}
            fine &= not stale
            if not told["not tried"]:
                lines[name] = {key: value for key, value in told.items() if key != "not tried"}
        fine &= not told["open"] and not told.get("not tried")
        print(json.dumps(told))
    if options.write:
        kept = [json.dumps(lines[name]) + "\n" for name in sorted(lines) if (PACKAGE / name).exists()]
        SUMMARY.write_text("".join(kept), "utf-8")
    return 0 if fine else 1


def main() -> int:
    """Read the command line and start the tests' process."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "--module", action="append", default=[], help="wire/uvarint.py, or a whole room: wire"
    )
    parser.add_argument("--seconds", type=float, default=5, help="processor time for each mutant's tests")
    parser.add_argument(
        "--survivors", action="store_true", help="try again what has survived and is not explained"
    )
    parser.add_argument("--explained", action="store_true", help="with --survivors: explained ones too")
    parser.add_argument("--report", action="store_true", help="only say what is known")
    parser.add_argument("--write", action="store_true", help="with --report: bring mutation.jsonl up to date")
    parser.add_argument("--verbose", action="store_true", help="show survivors as they come")
    parser.add_argument("--no-controls", action="store_true", help="skip the controls of the runner")
    options = parser.parse_args()
    if options.report:
        return report(options)
    os.chdir(ROOT)
    sys.addaudithook(_audit)
    sys.path.insert(0, str(ROOT / "src"))
    runner = Runner(options)
    files = list(dict.fromkeys(str(path) for name in TESTS for path in sorted(ROOT.glob(name))))
    switches = ["-p", "no:cacheprovider", "-p", "no:xdist", "--assert=plain", "--tb=native", "-s", "-qq"]
    ended = pytest.main([*files, *switches, "-o", "addopts="], plugins=[runner])
    return runner.code if ended in (0, 5) else int(ended) or 2


if __name__ == "__main__":
    sys.exit(main())
