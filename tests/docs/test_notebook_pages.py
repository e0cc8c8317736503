"""Notebooks as pages: what a cell shows stands below it, and a cell that warns stops the making."""

from __future__ import annotations

import base64
import json
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "docs")]

from maker import notebook_pages, stage  # noqa: E402


def cell(**output: Any) -> dict[str, Any]:
    """A cell that ran."""
    return {"cell_type": "code", "source": "x", "outputs": [{"output_type": "display_data"} | output]}


def test_what_a_cell_shows_stands_below_it() -> None:
    table = '<style scoped>a{}</style>\n<table border="1" class="dataframe"><td style="x">1</td></table>'
    drawn = {"image/png": base64.b64encode(b"picture").decode(), "text/plain": "<Figure>"}
    cells = [
        {"cell_type": "markdown", "source": "# Title"},
        cell(data={"text/plain": "a  b"}),
        cell(data={"text/html": table, "text/plain": "1"}),
        cell(data=drawn),
        cell(name="stdout", text="said\n"),
    ]
    page, pictures = notebook_pages.page({"cells": cells}, "examples/n.md")
    assert pictures == {"examples/n-1.png": b"picture"}
    below = [part.strip() for part in page.split("```python\nx\n```")]
    assert below[0] == "# Title"
    assert below[1] == "```text\na  b\n```"
    assert below[2] == '```{raw} html\n<table class="table"><td>1</td></table>\n```'
    assert below[3] == "![What the cell above draws](n-1.png)"
    assert below[4].startswith("```text\nsaid\n```")


@pytest.mark.parametrize("output", [{"name": "stderr", "text": "Warning"}, {"output_type": "error"}])
def test_a_cell_that_warns_or_fails_stops_the_making(output: dict[str, Any]) -> None:
    with pytest.raises(RuntimeError, match="warns or fails"):
        notebook_pages.page({"cells": [cell(**output)]}, "n.md")


def test_the_notebooks_are_committed_without_outputs_and_run_when_scanpy_is_there() -> None:
    for name, where in notebook_pages.SHOWN.items():
        notebook = json.loads((ROOT / name).read_text("utf-8"))
        code = [each for each in notebook["cells"] if each["cell_type"] == "code"]
        assert all((each["outputs"], each["execution_count"]) == ([], None) for each in code)
        assert stage.target("docs/tutorial.md", f"../{name}") == where
    pytest.importorskip("scanpy", reason="comes with the extra docs: `make docs` runs the notebooks")
    page, pictures = notebook_pages.page(notebook_pages.run(ROOT / name), where)
    assert len(pictures) == 1
    for shown in ("'valid'", "<td>myeloid</td>", "<th>CD19+ B</th>", "Dendritic    35"):
        assert shown in page
