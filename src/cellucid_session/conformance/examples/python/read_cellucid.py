"""`cellucid` as a reader behind the protocol of the conformance runner.

    cellucid-conformance reader --role reader -- PYTHON read_cellucid.py {files}

where PYTHON is the interpreter of an environment that has `cellucid`; nothing of this package is needed there.

Rules of this file: a file is read when it can be opened, every chunk can be decoded, and it can be applied to an
AnnData that has the numbers of cells and variables that its fingerprint tells (where it tells them, and they are not
too large to be tried). Any exception on the way is a refusal, but for those that say that Python itself could not go
on.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
import warnings
from typing import Any

MOST = 1_000_000  # cells or variables of an AnnData that is made to try
OUT = (MemoryError, RecursionError)


def _number(told: Any) -> int | None:
    return told if type(told) is int and 0 <= told <= MOST else None


def _adata(cells: int, variables: int) -> Any:
    pandas, anndata = importlib.import_module("pandas"), importlib.import_module("anndata")
    tables = [pandas.DataFrame(index=[str(row) for row in range(count)]) for count in (cells, variables)]
    return anndata.AnnData(obs=tables[0], var=tables[1])


def read(path: str) -> None:
    """Read all of a session; an exception says that it can't be read."""
    bundle = importlib.import_module("cellucid.session_bundle").CellucidSessionBundle(path)
    for chunk in bundle.list_chunk_ids():
        bundle.decode_chunk(chunk)
    fingerprint = bundle.dataset_fingerprint or {}
    cells = _number(fingerprint.get("cellCount"))
    variables = _number(fingerprint.get("varCount", 1))
    if cells is not None and variables is not None:
        apply = importlib.import_module("cellucid.anndata_session").apply_cellucid_session_to_anndata
        apply(bundle, _adata(cells, variables), dataset_mismatch="error")


def answer(path: str) -> dict[str, str]:
    """The answer on one file."""
    if os.path.basename(path) == "state-snapshots.json":
        return {"file": path, "verdict": "skip"}
    try:
        read(path)
    except OUT as exc:
        return {"file": path, "verdict": "crash", "why": type(exc).__name__}
    except Exception as exc:  # noqa: BLE001 - whatever it is, the session was not read
        return {"file": path, "verdict": "reject", "why": type(exc).__name__}
    return {"file": path, "verdict": "accept"}


def main() -> int:
    """Answer on each file that is named."""
    warnings.simplefilter("ignore")
    importlib.import_module("cellucid.session_bundle")  # without it there is nothing to answer
    for path in sys.argv[1:]:
        sys.stdout.write(json.dumps(answer(path)) + "\n")
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
