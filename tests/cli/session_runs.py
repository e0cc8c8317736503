"""`cellucid-session` as a process, and files for it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import builders
import forked

COMMAND = [sys.executable, "-m", "cellucid_session.cli.session"]
SECONDS = 120
FORKING = sys.platform == "linux"

#: names that no terminal, table or file may take literally
HOSTILE = {
    "escape": "\x1b[2J\x1b]0;owned\x07",
    "C1": "\x9b31m",
    "bidi": "a\u202ecba\u2066",
    "NUL": "a\x00b",
    "formula": "=cmd|'/c calc'!A1",
    "plus": "+1",
    "minus": "-1",
    "at": "@x",
    "tab": "\t=1",
    "return": "\r=1",
    "lines": "a\nPASS\u2028x",
    "quotes": 'a"b,c;d',
    "markup": "</script><script>alert(1)</script>",
    "path": "../../etc/passwd",
    "spaces": " x ",
    "nothing": "",
    "wide": "\u6f22\u5b57" * 60,
    "marks": "e" + "\u0301" * 50,
    "format": "%s %d {0} [red]",
}
#: characters of names that may be in no output of ours
UNSAFE = [chr(code) for code in (*range(0x0A), *range(0x0B, 0x20), *range(0x7F, 0xA0))]
UNSAFE += ["\u202e", "\u2066", "\u2028", "\u2029", "\ufeff", "\u200b"]


def session(folder: Path, *words: Any, env: dict[str, str] | None = None, **more: Any) -> Any:
    """Run the command in a folder; words may be text, bytes or paths."""
    if env is None and not more and FORKING:
        return forked.run(
            "cellucid_session.cli.session", [os.fsencode(word) for word in words], folder, SECONDS
        )
    given: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "timeout": SECONDS} | more
    command = [*COMMAND, *map(os.fsencode, words)]
    return subprocess.run(
        command, cwd=folder, env=os.environ | (env or {}), stdin=subprocess.DEVNULL, **given
    )


def assert_safe(done: Any, ascii_only: bool = False) -> None:
    """No output holds what a file could have smuggled in, and no traceback."""
    for output in (done.stdout, done.stderr):
        text = output.decode("ascii" if ascii_only else "utf-8")
        assert not [char for char in UNSAFE if char in text]
        assert "Traceback" not in text
        assert "bug in" not in text


def hostile() -> bytes:
    """A session whose every name is hostile."""
    names = list(HOSTILE.values())
    group_ids = [name.replace("\x00", "") for name in names if name.strip()]
    groups = [builders.group(f"g{at}", 2, label=name) for at, name in enumerate(names)]
    pages = [{"id": name, "name": name, "highlightedGroups": []} for name in group_ids]
    pages[0]["highlightedGroups"] = groups
    fields = [builders.field("f0", names, key="=key\x1b"), builders.field("f1", ["a"], key="\u202e\x00")]
    return builders.session(
        builders.overlays(
            *fields,
            renames={"fields": {f"obs:{name}": name for name in names}, "categories": {}},
            deletedFields={"deleted": [f"obs:{name}" for name in names], "purged": []},
        ),
        builders.meta(pages=pages, activePageName=names[0]),
        builders.chunk(builders.CODES + "f0", builders.codes(range(builders.N_OBS))),
        builders.chunk(builders.CODES + "f1", builders.codes([0] * builders.N_OBS)),
        *(
            builders.chunk(
                f"{builders.CELLS}g{at}",
                builders.cells([at % 10, 9]) if at % 10 != 9 else builders.cells([8, 9]),
            )
            for at in range(len(names))
        ),
        manifest={
            "datasetFingerprint": {
                "sourceType": HOSTILE["escape"],
                "datasetId": HOSTILE["bidi"],
                "cellCount": builders.N_OBS,
                "varCount": builders.N_VARS,
            }
        },
    )


def anndata(
    folder: Path, name: str = "data.h5ad", n_obs: int = builders.N_OBS, n_vars: int = builders.N_VARS
) -> Path:
    """A small AnnData on disk; the suffix says how it is stored."""
    import anndata as ad
    import numpy as np
    import pandas as pd

    adata = ad.AnnData(
        np.arange(n_obs * n_vars, dtype="float32").reshape(n_obs, n_vars),
        obs=pd.DataFrame({"old": range(n_obs)}, index=[f"cell{at}" for at in range(n_obs)]),
        var=pd.DataFrame(index=[f"gene{at}" for at in range(n_vars)]),
    )
    path = folder / name
    if path.suffix == ".h5ad":
        adata.write_h5ad(path)
    else:
        import warnings

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            adata.write_zarr(path)
    return path


def listing(folder: Path) -> set[str]:
    """Names of what is in a folder."""
    return {path.name for path in folder.iterdir()}
