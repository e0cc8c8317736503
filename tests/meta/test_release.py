"""A release: what it lacks is told, its bytes are always the same; what the host runs may do no more than it must."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

yaml = pytest.importorskip("yaml", reason="the extra test is not installed")

ROOT = Path(__file__).resolve().parents[2]
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
PINNED = re.compile(r"[\w-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+")


def loaded(path: str) -> Any:
    spec = importlib.util.spec_from_file_location(path.replace("/", "_")[:-3], ROOT / path)
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = made  # dataclasses look their module up
    spec.loader.exec_module(made)
    return made


release = loaded("deploy/release.py")
NUMBER = release.version(ROOT)
NAMES = (
    "pyproject.toml",
    "CHANGELOG.md",
    "CITATION.cff",
    "home.toml",
    "Dockerfile",
    "src/cellucid_session/__init__.py",
)


@pytest.fixture
def ready(tmp_path: Path) -> Path:
    """The files that a release is asked by, as a maintainer leaves them."""
    for name in NAMES:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, tmp_path / name)
    (tmp_path / "home.toml").write_text('repository = "https://a.example/o/n"\nsite = "https://b.example"\n')
    change(tmp_path / "Dockerfile", "python:3.13-slim", f"python:3.13-slim@sha256:{'0' * 64}")
    if f"## {NUMBER}" not in (ROOT / "CHANGELOG.md").read_text("utf-8"):
        change(tmp_path / "CHANGELOG.md", "## ", f"## {NUMBER}\n\n## ")
    return tmp_path


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_nothing_is_missing_when_all_is_there(ready: Path) -> None:
    assert release.missing(ready, [f"v{NUMBER}", "other"]) == []


LACKS = {
    "the commit has no tag": ("pyproject.toml", f'version = "{NUMBER}"', 'version = "9.9.9"'),
    "the package says another version": ("src/cellucid_session/__init__.py", f'"{NUMBER}"', '"9.9.9"'),
    "CHANGELOG.md has no section": ("CHANGELOG.md", f"## {NUMBER}", "## 0.0.0"),
    "CITATION.cff says another": ("CITATION.cff", f"version: {NUMBER}", "version: 9.9.9"),
    "home.toml says no site": ("home.toml", "https://b.example", ""),
    "the bases of the images": ("Dockerfile", "@sha256:", "#"),
}


@pytest.mark.parametrize("told", LACKS)
def test_what_is_missing_is_told(told: str, ready: Path) -> None:
    name, old, new = LACKS[told]
    change(ready / name, old, new)
    assert any(line.startswith(told) for line in release.missing(ready, [f"v{NUMBER}"]))


def test_the_citation_is_of_this_version() -> None:
    told = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    assert told["version"] == NUMBER
    assert (
        told["license"] == tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["license"]
    )
    assert {"cff-version", "message", "title", "authors"} <= set(told)


@pytest.mark.long
def test_a_release_is_the_same_bytes_wherever_it_is_built(tmp_path: Path) -> None:
    """Two clones, other times and modes of files; with bills of materials and digests."""
    for needed in ("hatchling", "cyclonedx_py"):
        pytest.importorskip(needed, reason="the extra release is not installed")
    if subprocess.run(["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, check=False).returncode:
        pytest.skip("this is no checkout")
    release.make(ROOT, tmp_path / "dist")
    other = tmp_path / "other"
    subprocess.run(["git", "clone", "-q", str(ROOT), str(other)], check=True, umask=0o077)
    for path in other.rglob("*.py"):
        os.utime(path, (1e9, 1e9))
    names = release.build(other, tmp_path / "again")
    assert [name.rpartition(".")[2] for name in names] == ["whl", "gz"]
    for name in names:
        assert (tmp_path / "again" / name).read_bytes() == (tmp_path / "dist" / name).read_bytes(), name
    done = subprocess.run(
        ["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=tmp_path / "dist", check=False
    )
    assert done.returncode == 0
    for name, lock in release.MATERIALS.items():
        (path,) = (tmp_path / "dist").glob(f"*-{name}.cdx.json")
        told = json.loads(path.read_text("utf-8"))
        assert told["bomFormat"] == "CycloneDX"
        locked = re.findall(r"^([\w-]+)==", (ROOT / lock).read_text("utf-8"), re.M)
        assert sorted(each["name"] for each in told["components"]) == sorted(locked)


# -- what the host runs --


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_may_do_no_more_than_it_must(path: Path) -> None:
    text = path.read_text("utf-8")
    told = yaml.safe_load(text)
    assert told["permissions"] == {}
    for line in re.findall(r"uses: (.*)", text):
        assert PINNED.fullmatch(line), line
    for job in told["jobs"].values():
        assert set(job["permissions"]) <= {"contents", "id-token", "attestations"}
        assert job["permissions"]["contents"] == "read"
        assert job["timeout-minutes"] <= 60
        for step in job["steps"]:
            assert "${{" not in step.get("run", "")
            if "pip install" in step.get("run", ""):
                assert "--require-hashes" in step["run"]
    targets = re.findall(r"make ([a-z-]+)", "\n".join(re.findall(r"run: (.*)", text)))
    known = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.M)
    assert set(targets) <= set(known)


def test_workflows_fit_their_schema() -> None:
    pytest.importorskip("check_jsonschema", reason="the extra test is not installed")
    words = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows"]
    done = subprocess.run([*words, *map(str, WORKFLOWS)], capture_output=True, check=False, text=True)
    assert done.returncode == 0, done.stdout


def test_zizmor_finds_nothing_in_workflows_and_the_action() -> None:
    program = shutil.which(
        "zizmor", path=os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    )
    if program is None:
        pytest.skip("the extra release is not installed")
    words = [program, "--offline", "--quiet", "--no-progress", ".github/workflows", "action.yml"]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, check=False, text=True)
    assert done.returncode == 0, done.stdout


def test_the_matrix_of_the_host_is_ours() -> None:
    matrix = loaded(".ci/matrix.py")
    found = dict.fromkeys(matrix.minors(), "python")
    names = {run.name for run in matrix.runs("all", found)}
    told = yaml.safe_load((ROOT / ".github/workflows/tests.yml").read_text("utf-8"))
    weekly = (ROOT / ".github/workflows/pre-releases.yml").read_text("utf-8")
    asked = {*told["jobs"]["matrix"]["strategy"]["matrix"]["run"], *re.findall(r"RUN=(\S+)", weekly)}
    assert asked == names
