"""Notebooks of the examples as pages, run when the site is made, with what they show.

Rules of this file:

* The notebook is committed without outputs: what a page shows came out of the code of this checkout.
* A cell that fails or warns stops the making. A table keeps its tags, with the site's style, and a picture is a file beside the page.
"""

from __future__ import annotations

import base64
import re
import sys
import tempfile
from pathlib import Path, PurePosixPath
from typing import Any

#: notebook of the repository -> page of the site
SHOWN = {"examples/pbmc68k.ipynb": "examples/pbmc68k.md"}
_STYLE = re.compile(r"<style.*?</style>\s*", re.DOTALL)
_ATTRIBUTE = re.compile(r' (?:border|class|style)="[^"]*"')


def run(path: Path) -> Any:
    """A notebook with its outputs. Sockets are files: no network, not even of this machine."""
    import nbformat
    from jupyter_client.manager import AsyncKernelManager
    from nbclient import NotebookClient

    read = nbformat.read(path, as_version=4)
    with tempfile.TemporaryDirectory() as place:
        kernel = AsyncKernelManager(transport="ipc", ip=f"{place}/k", connection_file=f"{place}/k.json")
        kernel.kernel_spec.argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        NotebookClient(read, km=kernel, timeout=180, resources={"metadata": {"path": place}}).execute()
    return read


def page(notebook: Any, where: str) -> tuple[str, dict[str, bytes]]:
    """The page of a notebook that ran, and its pictures by their place in the site."""
    name = PurePosixPath(where).stem
    parts, pictures = [], {}
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown":
            parts.append(cell["source"])
            continue
        parts.append(f"```python\n{cell['source']}\n```")
        for output in cell["outputs"]:
            if output.get("name") == "stderr" or output["output_type"] == "error":
                raise RuntimeError(f"{where}: a cell warns or fails: {output}")
            data = output.get("data", {"text/plain": output.get("text", "")})
            if "image/png" in data:
                picture = f"{name}-{len(pictures) + 1}.png"
                pictures[str(PurePosixPath(where).with_name(picture))] = base64.b64decode(data["image/png"])
                parts.append(f"![What the cell above draws]({picture})")
            elif "text/html" in data:
                table = _ATTRIBUTE.sub("", _STYLE.sub("", data["text/html"]))
                table = table.replace("<table>", '<table class="table">')  # which scrolls in itself
                parts.append(f"```{{raw}} html\n{table.strip()}\n```")
            else:
                parts.append(f"```text\n{data['text/plain'].rstrip()}\n```")
    parts.append(f"[This page as a notebook]({name}.ipynb)")
    return "\n\n".join(parts) + "\n", pictures


def listed(where: str) -> str:
    """A list of a page for Sphinx, which is not shown in the page above it."""
    return f"\n```{{toctree}}\n:hidden:\n\n{where.removesuffix('.md')}\n```\n"
