"""The files for ClusterFuzzLite hold together, as far as that can be seen without its infrastructure.

pyinstaller and the installation of the package are stood in for; everything else of `build.sh` runs.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
FUZZ, FILES = ROOT / "fuzz", ROOT / ".clusterfuzzlite"
TARGETS = sorted(path.stem for path in FUZZ.glob("fuzz_*.py"))
BASH = shutil.which("bash")

#: keys of project.yaml that are documented -> what may stand there (None: any text)
KEYS = {
    "language": {"c", "c++", "go", "javascript", "jvm", "python", "rust", "swift"},
    "fuzzing_engines": {"libfuzzer", "afl", "honggfuzz", "centipede"},
    "sanitizers": {"address", "memory", "undefined", "coverage", "none"},
    "architectures": {"x86_64", "i386", "aarch64"},
    "homepage": None,
    "main_repo": None,
    "primary_contact": None,
    "auto_ccs": None,
    "vendor_ccs": None,
    "help_url": None,
}


def test_project_yaml_says_what_is_documented() -> None:
    told = yaml.safe_load((FILES / "project.yaml").read_text("utf-8"))
    assert told["language"] == "python"
    assert set(told) <= set(KEYS)
    for key, value in told.items():
        allowed = KEYS[key]
        values = value if isinstance(value, list) else [value]
        assert values
        assert all(type(each) is str for each in values)
        assert allowed is None or set(values) <= allowed, key


def test_the_dockerfile_puts_things_where_the_script_looks() -> None:
    lines = (FILES / "Dockerfile").read_text("utf-8").splitlines()
    assert lines[0] == "FROM gcr.io/oss-fuzz-base/base-builder-python"
    assert "COPY . $SRC/cellucid-session" in lines
    assert "WORKDIR $SRC/cellucid-session" in lines
    (script,) = [line for line in lines if line.endswith("$SRC/build.sh")]
    assert (ROOT / script.split()[1]).is_file()
    ignored = (ROOT / ".dockerignore").read_text("utf-8").split()
    assert not {"fuzz", "src", "pyproject.toml", ".clusterfuzzlite"} & {name.strip("/") for name in ignored}


def test_the_script_stops_at_the_first_failure_and_quotes_what_it_uses() -> None:
    text = (FILES / "build.sh").read_text("utf-8")
    assert text.startswith("#!/bin/bash -eu\n")
    for line in text.splitlines()[1:]:
        code = re.sub(r"""'[^']*'|"(?:[^"\\]|\\.)*\"""", "", line.split(" # ")[0])
        assert not re.search(r"\$[\w{@*]", code), f"a variable outside of quotes: {line}"


STANDS_IN = {
    "python3": '[ "$1 $2 $3" = "-m pip install" ] || exit 9\n',
    "pyinstaller": (
        'while [ $# -gt 1 ]; do case "$1" in --distpath) out=$2;; --name) name=$2;; esac; shift; done\n'
        'printf \'#!/bin/sh\\necho ran "$0" "$@"\\n\' > "$out/$name"; chmod +x "$out/$name"; [ -f "$1" ]\n'
    ),
}


@pytest.mark.skipif(BASH is None or shutil.which("zip") is None, reason="the script asks for bash and zip")
def test_every_target_is_built_with_its_seeds(tmp_path: Path) -> None:
    source, out, tools = (tmp_path / name for name in ("src", "out", "tools"))
    source.mkdir()
    out.mkdir()
    tools.mkdir()
    (source / "cellucid-session").symlink_to(ROOT)
    for name, body in STANDS_IN.items():
        (tools / name).write_text("#!/bin/sh\n" + body)
        (tools / name).chmod(0o755)
    environment = {"PATH": f"{tools}{os.pathsep}{os.environ['PATH']}", "SRC": str(source), "OUT": str(out)}
    assert BASH is not None
    subprocess.run([BASH, "-n", str(FILES / "build.sh")], check=True)
    done = subprocess.run(
        [BASH, "-eu", str(FILES / "build.sh")], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    binaries = sorted(path.name for path in out.iterdir() if "." not in path.name)
    assert binaries == TARGETS  # only names without an extension are taken for targets
    for target in TARGETS:
        assert re.fullmatch(r"[A-Za-z0-9_-]+", target)
        started = subprocess.run([str(out / target), "-runs=0"], capture_output=True, text=True, check=True)
        assert started.stdout.split() == ["ran", str(out / f"{target}.pkg"), "-runs=0"]
        with zipfile.ZipFile(out / f"{target}_seed_corpus.zip") as seeds:
            held = {name: seeds.read(name) for name in seeds.namelist()}
        assert held == {path.name: path.read_bytes() for path in (FUZZ / "corpus" / target).iterdir()}
        words = FUZZ / "dictionaries" / f"{target}.dict"
        assert (out / words.name).exists() == words.exists()
        options = (out / f"{target}.options").read_text()
        assert re.fullmatch(r"\[libfuzzer\]\n(?:[a-z_]+ = \d+\n)+", options)


@pytest.mark.skipif(BASH is None or shutil.which("zip") is None, reason="the script asks for bash and zip")
def test_a_target_that_can_not_be_built_stops_the_script(tmp_path: Path) -> None:
    (tmp_path / "cellucid-session").symlink_to(ROOT)
    for name, body in {**STANDS_IN, "pyinstaller": "exit 3\n"}.items():
        (tmp_path / name).write_text("#!/bin/sh\n" + body)
        (tmp_path / name).chmod(0o755)
    environment = {
        "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}",
        "SRC": str(tmp_path),
        "OUT": str(tmp_path),
    }
    assert BASH is not None
    done = subprocess.run([BASH, "-eu", str(FILES / "build.sh")], env=environment, check=False)
    assert done.returncode == 3
