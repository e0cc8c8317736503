"""What touches numpy, pandas, anndata or zarr runs with every release of them that is allowed."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LIBRARIES = {"numpy", "pandas", "anndata", "zarr"}
MARK = "pytestmark = pytest.mark.libraries"

#: modules that import one of them and are not marked -> why
NOT_MARKED = {
    "tests/apply/test_mudata.py": "needs mudata, which is an extra of its own",
    "tests/apply/test_notebook.py": "needs a kernel",
    "tests/apply/test_round_trip.py": "thousands of examples",
    "tests/batch/test_many.py": "needs fsspec and a cluster; numpy is in an example only",
    "tests/capture/test_notebook_frame.py": "needs a browser",
    "tests/capture/test_notebook_jupyterlab.py": "needs a browser",
    "tests/capture/test_notebook_kernel.py": "needs a kernel",
    "tests/capture/test_proxy.py": "needs jupyter-server-proxy",
    "tests/capture/test_viewer.py": "starts servers",
    "tests/capture/test_viewer_cells.py": "starts servers",
    "tests/capture/test_viewer_steering.py": "needs uvicorn",
    "tests/cli/test_session_apply.py": "starts processes, each of which imports everything",
    "tests/cli/test_session_apply_tables.py": "starts processes, each of which imports everything",
    "tests/cli/test_session_create.py": "starts processes, each of which imports everything",
    "tests/cli/test_session_extract.py": "starts processes, each of which imports everything",
    "tests/fuzz/test_later_strategies.py": "thousands of examples",
    "tests/page/test_page_browser.py": "needs a browser",
    "tests/page/test_page_whole_job.py": "needs a browser",
    "tests/page/test_page_choosing.py": "needs a browser",
    "tests/page/test_page_correct.py": "needs a browser",
    "tests/page/test_page_genes.py": "needs a browser",
    "tests/page/test_page_large.py": "needs a browser",
    "tests/page/test_page_mishaps.py": "needs a browser",
    "tests/page/test_page_python.py": "needs a browser",
    "tests/page/test_page_told.py": "needs a browser",
    "tests/property/test_engines.py": "thousands of examples",
    "tests/property/test_write_sessions.py": "thousands of examples",
    "tests/unit/test_arguments.py": "arguments that no library sees",
    "tests/unit/test_wire_long_runs.py": "large inputs",
    "tests/unit/test_wire_memory.py": "measures memory",
    "tests/unit/test_wrong_ways.py": "starts processes, each of which imports everything",
}


def imports_one(tree: ast.Module) -> bool:
    for node in tree.body:
        names = [each.name for each in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names = [node.module]
        if LIBRARIES & {name.split(".")[0] for name in names}:
            return True
    return False


def modules() -> dict[str, str]:
    paths = sorted((ROOT / "tests").rglob("test_*.py"))
    return {path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in paths}


def test_a_module_that_imports_a_library_is_marked_or_has_a_reason() -> None:
    unmarked = {
        path for path, text in modules().items() if imports_one(ast.parse(text)) and f"\n{MARK}\n" not in text
    }
    assert unmarked - set(NOT_MARKED) == set(), "mark them (pytestmark), or say here why not"
    assert set(NOT_MARKED) - set(modules()) == set()


def test_the_matrix_finds_what_is_marked_and_names_what_is_not_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(ROOT / ".ci"))
    import matrix

    marked = {Path(path).relative_to(ROOT).as_posix() for path in matrix.marked()}
    assert marked == {path for path, text in modules().items() if f"\n{MARK}\n" in text}
    assert len(marked) > 15
    here = "{}.{}".format(*sys.version_info)
    assert here in matrix.minors()
    assert matrix.interpreter(here) is not None
    found = {"3.11": "a", "3.12": "b", "3.13": "c"}
    names = [each.name for each in matrix.runs("all", found)]
    assert names == ["3.11-oldest", "3.11", "3.12", "3.13", "3.13-pre"]
    others = [each.name for each in matrix.runs("libraries", found)]
    assert others == ["3.11-oldest", *(minor for minor in found if minor != here)]
    # one of pyenv's shims is there and does not run
    shim = tmp_path / "python3.12"
    shim.write_text("#!/bin/sh\nexit 127\n")
    shim.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}")
    monkeypatch.setenv("PYENV_ROOT", f"{tmp_path}")
    assert here == "3.12" or matrix.interpreter("3.12") is None
    assert matrix.main(["all", "no such run"]) == 1


def test_ci_runs_the_matrix() -> None:
    assert "make matrix-libraries" in (ROOT / ".ci" / "run").read_text("utf-8")
    told = subprocess.run(
        ["make", "-n", "matrix", "RUN=3.12", f"PYTHON={sys.executable}"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert ".ci/matrix.py all 3.12" in told
