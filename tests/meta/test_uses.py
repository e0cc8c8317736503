"""Where the validator is used: the pre-commit hook, the GitHub Action, the container, the wheel.

No network is used: what would be fetched is taken from the environment that runs the tests.
"""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import builders as b
import pytest

yaml = pytest.importorskip("yaml", reason="the extra test is not installed")

ROOT = Path(__file__).resolve().parents[2]
GOOD = b.session(b.chunk("core/state", {}))
WARNED = b.session()
PACKAGES = str(Path(pytest.__file__).resolve().parents[1])
#: pip installs from what is at hand, and fetches nothing
OFFLINE = {
    "PIP_NO_INDEX": "1",
    "PIP_NO_DEPS": "1",
    "PIP_NO_BUILD_ISOLATION": "0",  # as pip reads it: without isolation
    "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    "PIP_CONFIG_FILE": os.devnull,
    "PYTHONPATH": PACKAGES,
    "VIRTUALENV_NO_DOWNLOAD": "1",
}


def environment(**more: str) -> dict[str, str]:
    """Ours, without what would lead to the checkout."""
    return {key: value for key, value in os.environ.items() if key != "PYTHONPATH"} | OFFLINE | more


def sh(script: str, folder: Path, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "-c", script], cwd=folder, env=env or environment(), capture_output=True, text=True, timeout=300
    )  # fmt: skip


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What is in the repository now, as one commit of a repository of its own."""
    folder = tmp_path_factory.mktemp("hooks") / "repository"
    words = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(words, cwd=ROOT, capture_output=True, check=False).stdout.decode().split("\0")
    if len(listed) < 2:
        pytest.skip("this is no checkout")
    for name in filter(None, listed):
        wanted = (
            name.startswith(("src/", "schemas/", "share/", "spec/", "examples/", "deploy/"))
            or "/" not in name
        )
        if wanted and (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, folder / name)
    commit(folder)
    return folder


def commit(folder: Path) -> str:
    script = "git init -q . && git add -A && git -c user.name=a -c user.email=a@b.c commit -qm x && git rev-parse HEAD"
    done = sh(script, folder, environment(GIT_CONFIG_GLOBAL=os.devnull))
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


# -- pre-commit --


def test_the_hook_judges_what_is_committed(checkout: Path, tmp_path: Path) -> None:
    pytest.importorskip("pre_commit", reason="the extra test is not installed")
    revision = sh("git rev-parse HEAD", checkout).stdout.strip()
    project = tmp_path / "project"
    (project / "sub").mkdir(parents=True)
    (project / "sub" / "a b.cellucid-session").write_bytes(GOOD)
    (project / "-h.cellucid-session").write_bytes(GOOD)
    (project / "sub" / "state-snapshots.json").write_text('["a b.cellucid-session"]')
    (project / "notes.txt").write_text("not a session")
    (project / "LINK.CELLUCID-SESSION").symlink_to("sub/a b.cellucid-session")
    config = {"repos": [{"repo": str(checkout), "rev": revision, "hooks": [{"id": "cellucid-validate"}]}]}
    (project / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config))
    env = environment(PRE_COMMIT_HOME=str(tmp_path / "home"), GIT_CONFIG_GLOBAL=os.devnull)
    commit(project)
    words = f"{sys.executable} -m pre_commit run --all-files --verbose --color=never"
    done = sh(words, project, env)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Passed" in done.stdout
    (project / "sub" / "EVIL.CELLUCID-SESSION").write_bytes(GOOD[:-9])
    (project / "LINK.CELLUCID-SESSION").unlink()
    (project / "LINK.CELLUCID-SESSION").symlink_to("notes.txt")
    done = sh(f"git add -A; {words}", project, env)
    assert done.returncode == 1
    assert "EVIL.CELLUCID-SESSION: INVALID" in done.stdout
    assert "LINK.CELLUCID-SESSION: INVALID" in done.stdout
    (project / "-h.cellucid-session").write_bytes(GOOD + b"\0")
    done = sh(f"git add -A; {words}", project, env)
    assert done.returncode == 1
    assert "-h.cellucid-session: INVALID" in done.stdout
    assert "frame.trailing" in done.stdout
    assert "notes.txt" not in done.stdout


# -- GitHub --

ACTION = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
STEPS = ACTION["runs"]["steps"]


def test_the_action_fits_the_schema_of_actions() -> None:
    pytest.importorskip("check_jsonschema", reason="the extra test is not installed")
    words = [
        sys.executable,
        "-m",
        "check_jsonschema",
        "--builtin-schema",
        "vendor.github-actions",
        "action.yml",
    ]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, check=False, text=True)
    assert done.returncode == 0, done.stdout


def test_no_script_of_the_action_holds_an_expression_and_no_other_action_is_used() -> None:
    for step in STEPS:
        assert "${{" not in step["run"]
        assert step["shell"] == "bash"
        assert "uses" not in step
        assert step["run"].startswith("set -euo pipefail\n")
    used = set(re.findall(r"inputs\.([a-z-]+)", json.dumps(STEPS)))
    assert used == set(ACTION["inputs"])


class Runner:
    """Runs the steps of the action as a runner does: inputs go into the environment of a step."""

    def __init__(self, folder: Path, checkout: Path) -> None:
        self.work = folder / "work"
        self.work.mkdir()
        self.output = folder / "output"
        self.base = {"RUNNER_TEMP": str(folder / "temp"), "GITHUB_ACTION_PATH": str(checkout)}
        self.base["GITHUB_OUTPUT"] = str(self.output)
        self.summary = folder / "summary"
        self.base["GITHUB_STEP_SUMMARY"] = str(self.summary)
        (folder / "temp").mkdir()

    def step(self, at: int, **given: str) -> subprocess.CompletedProcess[str]:
        values = {name: str(told["default"]) for name, told in ACTION["inputs"].items()} | given
        env = {
            name: re.sub(r"\$\{\{ inputs\.([a-z-]+) \}\}", lambda m: values[m[1]], text)
            for name, text in STEPS[at]["env"].items()
        }
        self.output.write_text("")
        self.summary.write_text("")
        return sh(STEPS[at]["run"], self.work, environment(**self.base, **env))


@pytest.fixture(scope="module")
def runner(tmp_path_factory: pytest.TempPathFactory, checkout: Path) -> Runner:
    made = Runner(tmp_path_factory.mktemp("runner"), checkout)
    done = made.step(0, python=sys.executable)
    assert done.returncode == 0, done.stderr
    return made


@pytest.fixture
def work(runner: Runner) -> Iterator[Path]:
    yield runner.work
    shutil.rmtree(runner.work)
    runner.work.mkdir()


def test_the_action_passes_and_fails_with_the_verdict(runner: Runner, work: Path) -> None:
    (work / "a.cellucid-session").write_bytes(GOOD)
    (work / "b c.bin").write_bytes(WARNED)
    done = runner.step(1, globs="b*.bin\n", sarif="out.sarif")
    assert done.returncode == 0, done.stderr
    assert runner.output.read_text() == "exit-code=0\n"
    assert "./a.cellucid-session: valid" in done.stdout
    assert "./b c.bin: valid" in done.stdout
    assert len(json.loads((work / "out.sarif").read_text())["runs"]) == 1
    assert runner.step(1, globs="b*.bin", **{"fail-on": "warning"}).returncode == 1
    assert runner.output.read_text() == "exit-code=1\n"
    assert runner.step(1, paths="a.cellucid-session\ngone").returncode == 5
    assert runner.step(1, policy="no-such-policy").returncode == 2
    (work / "a.cellucid-session").write_bytes(GOOD + b"\0")
    done = runner.step(1)
    assert (done.returncode, runner.output.read_text()) == (1, "exit-code=1\n")
    assert "frame.trailing" in done.stdout


def test_the_action_judges_once_and_writes_a_summary(runner: Runner, work: Path) -> None:
    """A second report comes from the journal; what a file says can't be markup of the summary."""
    (work / "<b>`x`.cellucid-session").write_bytes(GOOD + b"\0" * 7)
    done = runner.step(1, sarif="out.sarif")
    assert done.returncode == 1
    assert "1 of 1 inputs were judged before" in done.stderr
    assert json.loads((work / "out.sarif").read_text())["runs"][0]["results"]
    told = runner.summary.read_text()
    assert told.startswith("### cellucid sessions: exit code 1\n\n<pre>")
    assert "frame.trailing" in told
    assert "<b>" not in told
    assert told.count("\n") == 3, "one block, in which no line of Markdown begins"
    (work / "<b>`x`.cellucid-session").write_bytes(GOOD)
    assert runner.step(1).returncode == 0
    assert runner.summary.read_text().startswith("### cellucid sessions: all are valid")


def test_nothing_given_to_the_action_is_run_or_taken_for_an_option(runner: Runner, work: Path) -> None:
    (work / "--help").write_bytes(GOOD)
    (work / "$(touch owned)").write_bytes(GOOD)
    done = runner.step(
        1, paths="--help\n$(touch owned)\n`touch owned`\n; touch owned", globs="$(touch owned)*"
    )
    assert done.returncode == 5  # what is not there
    assert "--help: valid" in done.stdout
    assert "$(touch owned): valid" in done.stdout
    assert not (work / "owned").exists()


def test_no_output_of_the_action_is_a_command_to_the_runner(runner: Runner, work: Path) -> None:
    (work / "::set-output name=x::y.cellucid-session").write_bytes(GOOD + b"\0")
    lines = runner.step(1, paths="::set-output name=x::y.cellucid-session").stdout.splitlines()
    first, last = lines[0], lines[-1]
    token = first.removeprefix("::stop-commands::")
    assert re.fullmatch("[0-9a-f]{32}", token)
    assert last == f"::{token}::"
    assert token not in "\n".join(lines[1:-1])
    assert runner.step(1, paths="gone").stdout.splitlines()[0] != first


# -- the container --

DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8").replace("\\\n", " ")
LINES = [line.split(None, 1) for line in DOCKERFILE.splitlines() if line and not line.startswith("#")]


def instructions(name: str) -> list[str]:
    return [rest for word, rest in LINES if word == name]


def test_the_container_runs_as_nobody_from_a_small_image_without_tools_for_fetching() -> None:
    assert {word for word, _ in LINES} <= {
        "FROM", "WORKDIR", "COPY", "RUN", "ENV", "USER", "ENTRYPOINT", "CMD",
    }  # fmt: skip
    stages = [at for at, (word, _) in enumerate(LINES) if word == "FROM"]
    last = LINES[stages[-1] :]
    assert [rest for word, rest in last if word == "RUN"] == []
    assert [rest for word, rest in last if word == "COPY"] == [
        "--from=build /opt/cellucid-session /opt/cellucid-session"
    ]
    (user,) = instructions("USER")
    assert re.fullmatch("[1-9][0-9]{3,}:[1-9][0-9]{3,}", user)
    assert all(re.search(r":\d", image) for image in instructions("FROM"))
    for form in ("ENTRYPOINT", "CMD"):
        assert json.loads(instructions(form)[0])
    assert all("--no-cache-dir" in line for line in instructions("RUN") if " pip " in line)


@pytest.fixture(scope="module")
def built(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the build stage makes, in a folder instead of /opt: its COPY and RUN lines, in order."""
    top = tmp_path_factory.mktemp("image")
    context = top / "build"
    context.mkdir()
    for word, rest in LINES[: LINES.index(["FROM", "python:3.13-slim"])]:
        if word == "COPY":
            *sources, target = rest.split()
            for source in sources:
                place = (
                    context / target
                    if len(sources) == 1 and not target.endswith("/")
                    else context / target / Path(source).name
                )
                place.parent.mkdir(parents=True, exist_ok=True)
                copy = shutil.copytree if (checkout / source).is_dir() else shutil.copyfile
                copy(checkout / source, place)
        elif word == "RUN" and "--require-hashes" not in rest:  # these are at hand already
            line = rest.replace("/opt/", f"{top}/opt/").replace("python -m venv", f"{sys.executable} -m venv")
            done = sh(line, context)
            assert done.returncode == 0, done.stderr
    return top


def test_the_container_s_command_writes_nothing_and_needs_no_home(built: Path, tmp_path: Path) -> None:
    (tmp_path / "a.cellucid-session").write_bytes(GOOD)
    (tmp_path / "b").write_bytes(GOOD + b"\0")
    user = int(instructions("USER")[0].partition(":")[0])
    interpreter = Path(sys.executable).resolve()
    if os.geteuid() or not all(path.stat().st_mode & 0o001 for path in (interpreter, *interpreter.parents)):
        user = os.geteuid()  # where another user can't be, or couldn't start the interpreter
    program = (
        "import os, resource, sys\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))\n"  # a file can't grow, wherever it is
        "user = int(sys.argv[1])\n"
        "if os.geteuid() != user: os.setgroups([]); os.setgid(user); os.setuid(user)\n"
        "os.execv(sys.argv[2], sys.argv[2:])\n"
    )
    entry = built / "opt" / "cellucid-session" / "bin" / json.loads(instructions("ENTRYPOINT")[0])[0]
    for path in (built, *built.parents[:2], tmp_path, *tmp_path.parents[:2]):
        path.chmod(0o755)  # what another user may enter
    before = sorted(str(path) for path in built.rglob("*"))
    told = {}
    for word in ("a.cellucid-session", "b", "--help"):
        done = subprocess.run(
            [sys.executable, "-c", program, str(user), str(entry), word],
            cwd=tmp_path,
            env={
                "PATH": str(entry.parent),
                "PYTHONDONTWRITEBYTECODE": "1",
                "HOME": "/nonexistent",
                "TMPDIR": "/nonexistent",
            },
            capture_output=True,
            check=False,
            text=True,
        )
        told[word] = done.returncode
        assert "Traceback" not in done.stderr
    assert told == {"a.cellucid-session": 0, "b": 1, "--help": 0}
    assert sorted(str(path) for path in built.rglob("*")) == before


# -- the gate's container, and the two together --

COMPOSE = yaml.safe_load((ROOT / "deploy/compose.yaml").read_text("utf-8"))
GATE_LINES = (ROOT / "deploy/Dockerfile").read_text("utf-8")


def build_stage(text: str) -> str:
    return text[text.index("FROM ") : text.index("FROM ", text.index("FROM ") + 5)]


def test_both_images_are_made_alike_from_what_is_locked() -> None:
    ours = (
        build_stage((ROOT / "Dockerfile").read_text("utf-8")).replace("validator.lock", "gate.lock").strip()
    )
    assert build_stage(GATE_LINES).replace("RUN mkdir /opt/kept\n", "").strip() == ours
    for line in ours.splitlines():
        if " pip install" in line:
            assert "--require-hashes" in line or "--no-index" in line
    ignored = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    for source in re.findall(r"^COPY (?!--)(.+) \S+$", GATE_LINES, re.M):
        for name in source.split():
            top = name.split("/")[0]
            assert f"!{name}" in ignored or f"!{top}" in ignored, name


#: lock -> the extras of which it holds everything
LOCKS = {"validator": (), "gate": ("capture", "service")}


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_holds_what_the_project_asks_for_with_hashes(name: str) -> None:
    from packaging.requirements import Requirement

    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    asked = [*project["dependencies"], *(each for extra in LOCKS[name] for each in extras[extra])]
    text = (ROOT / f"deploy/{name}.lock").read_text("utf-8").replace("\\\n", " ")
    locked = {}
    for line in text.splitlines():
        pin, *hashes = line.split()
        package, _, version = pin.partition("==")
        locked[package] = version
        assert hashes, line
        assert all(re.fullmatch(r"--hash=sha256:[0-9a-f]{64}", each) for each in hashes), line
    for each in map(Requirement, asked):
        assert each.name in locked, "make locks"
        assert each.specifier.contains(locked[each.name]), "make locks"


def test_bases_are_fixed_by_digest(tmp_path: Path) -> None:
    spec = importlib.util.spec_from_file_location("pin", ROOT / "deploy/pin.py")
    assert spec is not None
    assert spec.loader is not None
    pin = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(pin)
    names = {name for file in pin.FILES for name in pin.bases((ROOT / file).read_text("utf-8"))}
    assert names == {"python:3.13-slim", "nginxinc/nginx-unprivileged:1.28-alpine"}
    digests = {name: f"sha256:{at:064x}" for at, name in enumerate(sorted(names))}
    for file in pin.FILES:
        text = (ROOT / file).read_text("utf-8")
        once = pin.fixed(text, digests)
        assert pin.fixed(once, digests) == once
        assert None not in pin.bases(once).values()
        assert re.sub("@sha256:[0-9a-f]{64}", "", once) == re.sub("@sha256:[0-9a-f]{64}", "", text)


def test_the_two_together_are_closed_and_let_nothing_out() -> None:
    pytest.importorskip("check_jsonschema", reason="the extra test is not installed")
    words = [
        sys.executable,
        "-m",
        "check_jsonschema",
        "--builtin-schema",
        "vendor.compose-spec",
        "deploy/compose.yaml",
    ]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, check=False, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    gate, nginx = COMPOSE["services"]["gate"], COMPOSE["services"]["nginx"]
    for each in (gate, nginx):
        assert each["read_only"]
        assert each["cap_drop"] == ["ALL"]
        assert each["security_opt"] == ["no-new-privileges:true"]
    assert COMPOSE["networks"]["inside"] == {"internal": True}
    assert gate["networks"] == ["inside"]
    assert "ports" not in gate
    (volume,) = gate["volumes"]
    assert volume.split(":")[0] in COMPOSE["volumes"]
    assert gate["environment"]["KEPT_SESSIONS"].startswith(volume.split(":")[1])
    assert (ROOT / "deploy" / gate["build"]["context"] / gate["build"]["dockerfile"]).is_file()
    assert (ROOT / "deploy" / nginx["volumes"][0].split(":")[0]).is_file()
    if (
        shutil.which("docker")
        and subprocess.run(["docker", "compose", "version"], capture_output=True).returncode == 0
    ):
        done = subprocess.run(
            ["docker", "compose", "--file", "deploy/compose.yaml", "config", "-q"], cwd=ROOT
        )
        assert done.returncode == 0


# -- the wheel --


def test_the_wheel_brings_manual_pages_and_completion_where_systems_look(
    checkout: Path, tmp_path: Path
) -> None:
    pytest.importorskip("hatchling", reason="the extra test is not installed")
    done = sh(f"{sys.executable} -m hatchling build -t wheel -d {tmp_path}", checkout)
    assert done.returncode == 0, done.stderr
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        names = packed.namelist()
    data = {name.partition(".data/data/")[2] for name in names if ".data/data/" in name}
    assert data == {str(path.relative_to(ROOT)) for path in (ROOT / "share").rglob("*") if path.is_file()}
    assert not [name for name in names if name.startswith("tests") or "__pycache__" in name]
    assert not [name for name in names if name.startswith("cellucid_session/generate/")], "needs a checkout"
    assert wheel.stat().st_size < 1_650_000, "spec/adr/0074: look again at what everybody gets"


def described(checkout: Path, folder: Path, home: str | None) -> str:
    """The METADATA of a wheel built where `home.toml` says so."""
    if home is not None:
        (checkout / "home.toml").write_text(home, "utf-8")
    done = sh(f"{sys.executable} -m hatchling build -t wheel -d {folder}", checkout)
    assert done.returncode == 0, done.stderr
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        (name,) = [name for name in packed.namelist() if name.endswith("/METADATA")]
        return packed.read(name).decode("utf-8")


RELATIVE = re.compile(r"\]\((?![a-z][a-z0-9+.-]*:|#)[^)]*\)")


def test_a_link_that_goes_over_the_end_of_a_line_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("hatchling", reason="the extra test is not installed")
    monkeypatch.syspath_prepend(str(ROOT))
    import hatch_build

    text = "[a list] and [from a\nto b](docs/x.md), [site](https://host.example/)"
    assert hatch_build.readme(text, "") == "[a list] and from a\nto b, [site](https://host.example/)"
    assert "](r/blob/HEAD/docs/x.md)" in hatch_build.readme(text, "r")
    picture = "a ![of\nit](docs/x.png) b"
    assert hatch_build.readme(picture, "") == "a  b"
    assert hatch_build.readme(picture, "r") == "a ![of\nit](r/raw/HEAD/docs/x.png) b"


def test_the_page_of_the_package_has_no_link_that_leads_nowhere(checkout: Path, tmp_path: Path) -> None:
    pytest.importorskip("hatchling", reason="the extra test is not installed")
    assert RELATIVE.search((ROOT / "README.md").read_text("utf-8"))
    told = described(checkout, tmp_path / "empty", 'repository = ""\nsite = ""\ncontact = ""\n')
    assert not RELATIVE.search(told)
    assert "Project-URL:" not in told
    assert "[" not in told[told.index("| a scientist |") : told.index("| changing this project |")]
    filled = 'repository = "https://code.example/o/n"\nsite = "https://docs.example"\ncontact = ""\n'
    told = described(checkout, tmp_path / "filled", filled)
    assert not RELATIVE.search(told)
    assert "](https://code.example/o/n/blob/HEAD/docs/tutorial.md)" in told
    urls = {line.partition(": ")[2] for line in told.splitlines() if line.startswith("Project-URL:")}
    assert urls == {
        "Source, https://code.example/o/n",
        "Changelog, https://code.example/o/n/blob/HEAD/CHANGELOG.md",
        "Issues, https://code.example/o/n/issues",
        "Documentation, https://docs.example",
    }
