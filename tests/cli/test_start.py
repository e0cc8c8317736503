"""A gate starts a process for each upload: what it must not import, it must not import."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

# Each of these would cost a good part of a bare interpreter's start.
HEAVY = [
    "re",
    "json",
    "enum",
    "functools",
    "collections",
    "argparse",
    "typing",
    "dataclasses",
    "pathlib",
    "tempfile",
    "inspect",
    "hashlib",
    "_hashlib",
    "subprocess",
    "multiprocessing",
    "importlib.metadata",
    "numpy",
    "pandas",
    "anndata",
    "h5py",
    "construct",
    "jsonschema",
    "shutil",
    "textwrap",
    "tomllib",
    "random",
    "socket",
    "logging",
]

PROGRAM = """
import sys
from cellucid_session.cli.launch import hasten
hasten()
from cellucid_session.cli.validate import main
code = main(sys.argv[1:])
print(*sys.modules, file=sys.stderr)
sys.exit(code)
"""


def test_a_small_file_is_judged_without_heavy_modules(tmp_path: Path, good: bytes) -> None:
    (tmp_path / "a").write_bytes(good)
    command = [sys.executable, "-I", "-S", "-c", f"import sys; sys.path[:0] = {sys.path!r}{PROGRAM}", "a"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (0, b"a: valid\n"), done.stderr
    loaded = set(done.stderr.decode().split())
    assert not loaded & set(HEAVY)
    assert "cellucid_session.judge.engines" not in loaded
    assert "cellucid_session.judge.policy" not in loaded


def test_what_is_imported_is_what_the_table_says(tmp_path: Path, good: bytes, monkeypatch) -> None:
    monkeypatch.syspath_prepend(str(Path(__file__).parents[1] / "benchmarks"))
    import start

    (tmp_path / "a").write_bytes(good)
    program = f"import sys; sys.path[:0] = {sys.path!r}; before = set(sys.modules){PROGRAM}"
    program = program.replace("print(*sys.modules", "print(*(set(sys.modules) - before)")
    command = [sys.executable, "-I", "-c", program, "a"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False, text=True)
    loaded = set(done.stderr.split())
    ours = {name for name in loaded if name.split(".")[0] == "cellucid_session"}
    assert ours == start.own()
    assert {"_sha256" if name == "_sha2" else name for name in loaded - ours} <= set(start.STANDARD)
