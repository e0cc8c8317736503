"""The notebook of the examples runs from its first cell to its last, as a reader would run it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
NOTEBOOK = EXAMPLES / "session_to_analysis.ipynb"


def outputs(cell: Any) -> str:
    """What a cell shows, as plain text."""
    return "".join(
        output.get("text", "") + output.get("data", {}).get("text/plain", "") for output in cell.outputs
    )


def test_the_notebook_is_committed_without_outputs() -> None:
    notebook = json.loads(NOTEBOOK.read_text("utf-8"))
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            assert (cell["outputs"], cell["execution_count"]) == ([], None)
    assert "widgets" not in notebook["metadata"]


#: runs a notebook, and writes it with its outputs; a process of its own, as Jupyter's sockets outlive their client
PROGRAM = """
import sys, tempfile
import nbformat
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient

notebook, folder, result = sys.argv[1:]
read = nbformat.read(notebook, as_version=4)
with tempfile.TemporaryDirectory() as place:  # sockets are files there: no network, not even of this machine
    kernel = AsyncKernelManager(transport="ipc", ip=f"{place}/k", connection_file=f"{place}/k.json")
    kernel.kernel_spec.argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    NotebookClient(read, km=kernel, timeout=180, resources={"metadata": {"path": folder}}).execute()
nbformat.write(read, result)
"""


@pytest.fixture(scope="module")
def executed(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The notebook, run by this interpreter beside a copy of the session; a kernel finds nothing of the user's."""
    home, folder = tmp_path_factory.mktemp("home"), tmp_path_factory.mktemp("examples")
    shutil.copy(EXAMPLES / "pbmc-demo.cellucid-session", folder)
    names = ("HOME", "IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR")
    result = home / "executed.ipynb"
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", PROGRAM, str(NOTEBOOK), str(folder), str(result)],
        env=os.environ | dict.fromkeys(names, str(home)),
        capture_output=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    assert [path.name for path in folder.iterdir()] == [
        "pbmc-demo.cellucid-session"
    ]  # it leaves nothing behind
    return nbformat.read(result, as_version=4)


SHOWN = {
    "validate(SESSION)": ["'valid'"],
    "bundle.manifest.keys()": ["datasetFingerprint", "chunks"],
    "bundle.dataset_fingerprint": ["'pbmc-demo'", "2638"],
    "bundle.list_chunk_ids()": ["highlights/meta", "highlights/cells/highlight_1"],
    "for group in bundle.groups": ["T cells", "412", "doublets?", "57"],
    "saved_path.name": ["my_analysis.cellucid-session"],
    "dry_run=True": ["cellucid_highlight__highlight_1", "cell_type"],
    "\nsummary": ["4 obs and 0 var columns"],
    "summary.added_obs_columns": ["cellucid_highlight__highlight_1", "cell_type"],
    "\nselected": ["n_obs × n_vars = 412 × 1838"],
    "pd.crosstab": ["Monocytes"],
    "groupby": ["Monocytes", "mean"],
    "session_provenance(again)": ["T cells", "First look", "highlights/cells/highlight_1"],
    'told["manifest"]': ["'error'", "2638"],
}


@pytest.mark.parametrize("code", SHOWN)
def test_every_step_shows_what_it_should(executed: Any, code: str) -> None:
    cells = [cell for cell in executed.cells if cell.cell_type == "code" and code in "\n" + cell.source]
    assert cells
    shown = "".join(map(outputs, cells))
    for text in SHOWN[code]:
        assert text in shown


def test_the_notebook_warns_of_nothing(executed: Any) -> None:
    for cell in executed.cells:
        for output in cell.get("outputs", []):
            assert output.output_type != "error"
            assert output.get("name") != "stderr", output.get("text")
