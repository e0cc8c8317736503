"""What a notebook shows of a viewer, and how commands get from the kernel to its page.

Rules of this file:

* A notebook gets a frame and a script that finds the address of the server; a command is a script too, taken back as
  soon as it is answered, so that a saved notebook keeps none.
* Everything that goes into HTML or a script is JSON with `<`, `>` and `&` escaped, or goes through `html.escape`.
* Outside a notebook nothing is shown: the page is opened in a browser, and fetches its commands itself.
Spec: 15.5.3, 15.8.
"""

from __future__ import annotations

import html
import json
import os
import tempfile
from importlib import resources
from pathlib import Path
from typing import Any

BOX_PREFIX = "cellucid-"
NOTE = "The viewer opens when this cell is run."

#: what the script says in the page when it can't open the viewer
TEXTS = {
    "unreachable": (
        "This browser can't reach the viewer's server, which runs beside the kernel. On a remote notebook install "
        "jupyter-server-proxy where the notebook server runs and start that anew, or forward the port {port} to this "
        "computer, or pass base_url= to show_anndata. If the kernel was restarted, run this cell again."
    ),
    "host": (
        "The viewer's server does not know the name by which this notebook is reached: pass it as "
        "hosts=[...] to show_anndata (the name in this page's address), and run the cell again."
    ),
    "base": "The viewer's server does not answer at the address that base_url names:",
    "hub": (
        "JupyterHub says that the viewer's server is reached below {path}, and this page can't reach it there. Open "
        'the notebook in JupyterHub\'s own JupyterLab, or pass base_url="https://HUB{path}" to show_anndata.'
    ),
    "vscode": (
        "In VS Code: when the kernel runs elsewhere, forward the port {port} in the panel Ports and run the cell "
        "again; or open viewer.url in a browser."
    ),
    "colab": (
        "In Colab a browser reaches the kernel through Colab's proxy only: from google.colab.output import eval_js, "
        "then show_anndata(adata, base_url=eval_js('google.colab.kernel.proxyPort({port})'))."
    ),
}


def script(name: str, config: dict[str, Any]) -> str:
    """A script element: the function in a file of ours, called with plain values."""
    source = resources.files("cellucid_session.capture").joinpath(f"notebook/{name}.js").read_text("utf-8")
    values = json.dumps(config, ensure_ascii=True, allow_nan=False)
    for char in "<>&":
        values = values.replace(char, f"\\u{ord(char):04x}")
    return f"<script>\n{source}({values});\n</script>"


def frame_html(
    *,
    viewer_id: str,
    number: int,
    page: str,
    port: int,
    base: str | None,
    height: int,
    title: str,
    refusal: str,
    named: bool,
    challenge: str,
    proof: str,
) -> str:
    """The frame of a viewer and the script that opens its page.

    Args:
        number: how often it was shown. page: address of the page, relative to the server's base. port: of the server.
        base: an address, absolute or a path, that the caller (named) or JupyterHub said; None: the script finds it.
        challenge, proof: what the server is asked, and what only this viewer's server answers.
        height: in CSS pixels. title: what the data set is called. refusal: how a refused Host is told.
    """
    box = f"{BOX_PREFIX}{viewer_id}-{number}"
    config = {
        "box": box,
        "viewer": viewer_id,
        "page": page,
        "port": port,
        "direct": f"http://127.0.0.1:{port}/",
        "base": base,
        "refusal": refusal,
        "named": named,
        "challenge": challenge,
        "proof": proof,
        "texts": {
            key: text.replace("{port}", str(port)).replace("{path}", base or "/")
            for key, text in TEXTS.items()
        },
    }
    shown = html.escape(title, quote=True)
    return (
        f'<div id="{box}"><iframe title="Viewer of {shown}" hidden referrerpolicy="no-referrer" '
        f'style="width:100%;height:{height}px;border:1px solid #bbb;box-sizing:border-box"></iframe>'
        f"<p>{NOTE}</p>{script('frame', config)}</div>"
    )


def command_html(viewer_id: str, token: str, command: dict[str, Any]) -> str:
    """A script that posts one command into the frame of a viewer."""
    message = {"cellucid": 1, "viewerId": viewer_id, "token": token, **command}
    return script("command", {"viewer": viewer_id, "message": message})


class Notebook:
    """The notebook that this kernel belongs to; falsy where there is none."""

    def __init__(self) -> None:
        self._shell: Any = None
        import sys

        ipython = sys.modules.get("IPython")  # code that runs in a notebook has it loaded
        if ipython is not None:
            shell = ipython.get_ipython()
            if shell is not None and hasattr(shell, "kernel"):
                self._shell = shell

    def __bool__(self) -> bool:
        return self._shell is not None

    @property
    def _ways(self) -> Any:
        from importlib import import_module

        return import_module("IPython.display")

    def show(self, viewer: Any) -> None:
        """Show a viewer in the cell that runs."""
        self._ways.display(viewer)

    def run(self, markup: str, display_id: str) -> None:
        """Have a script run in the notebook's page."""
        self._ways.display({"text/html": markup, "text/plain": ""}, raw=True, display_id=display_id)

    def take_back(self, display_id: str) -> None:
        """Leave nothing of a script in the notebook."""
        self._ways.update_display({"text/html": "", "text/plain": ""}, raw=True, display_id=display_id)


def private_way(url: str) -> Path:
    """A page that leads to an address, in a file that only this user can read. Raises OSError."""
    descriptor, name = tempfile.mkstemp(prefix="cellucid-session-viewer-", suffix=".html")
    shown = html.escape(url)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(
            '<!doctype html><meta charset="utf-8"><meta name="referrer" content="no-referrer"><title>Viewer</title>'
            f'<meta http-equiv="refresh" content="0;url={shown}"><a href="{shown}">Open the viewer</a>\n'
        )
    return Path(name)
