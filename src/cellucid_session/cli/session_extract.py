"""`cellucid-session extract SESSION -o FILE-OR-FOLDER`."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any

from cellucid_session.cli.session_output import Stages, identity, say, tell, warnings_told
from cellucid_session.errors import UsageError
from cellucid_session.report.text import shown_path
from cellucid_session.tools import datasets, extracting
from cellucid_session.tools.sessions import dataset_counts, identity_of, naming, opened

#: shapes and names of cells and variables, as far as they are known, and the data set that says so
Known = tuple[tuple[int | None, int | None], tuple[Sequence[str] | None, Sequence[str] | None], Any]


def run(values: dict[str, Any], arguments: list[str]) -> int:
    """Write the tables. Returns 0; everything else is an error."""
    session, quiet = arguments[0], values["quiet"]
    output, form = values["output"], values["format"]
    if not output:
        raise UsageError("--output is missing")
    if values["data"] and values["n-obs"] is not None:
        raise UsageError("--data and --n-obs both say how many cells there are")
    extracting.require(form)
    with opened(session) as bundle, warnings_told(quiet), Stages(quiet) as stages:
        stages.now("reading the session")
        with naming(session):
            groups, fields, notes = extracting.select(
                bundle, values["group"], values["field"], values["include-deleted"]
            )
        shape, names, data = _known(bundle, values, stages)
        stages.now("decoding the chunks")
        with naming(session):
            tables = extracting.take(bundle, groups, fields, shape, names, data)
        stages.now("writing the table")
        inputs = [identity_of(bundle)]
        if values["data"] and (held := identity(values["data"])) is not None:
            inputs.append(held)
        written = extracting.write(tables, form, output, values["force"], inputs)
    notes += tables.notes
    if tables.variables is not None and len(written) == 1:
        notes += [
            f"{each.name}: one value for each variable; a folder takes it" for each in _safe(tables.variables)
        ]
    for note in () if quiet else notes:
        tell(f"left out: {note}")
    if not quiet:
        say("".join(f"written: {shown_path(path)}\n" for path in written))
    return 0


def _safe(table: extracting.Table) -> list[extracting.Column]:
    from cellucid_session.safe import safe

    return [extracting.Column(safe(column.name, 60), None) for column in table.columns]


def _known(bundle: Any, values: dict[str, Any], stages: Stages) -> Known:
    cells, variables = dataset_counts(bundle.dataset_fingerprint)
    if not values["data"]:
        asked = values["n-obs"]
        if asked is not None and cells is not None and asked != cells:
            raise UsageError(f"--n-obs is {asked}, the session says {cells}")
        return (extracting.believed(cells) if asked is None else asked, variables), (None, None), None
    stages.now("reading the data set")
    adata = datasets.read(os.fspath(values["data"]))
    extracting.hold_against(bundle, (adata.n_obs, adata.n_vars))
    named = ([str(each) for each in adata.obs_names], [str(each) for each in adata.var_names])
    return (adata.n_obs, adata.n_vars), named, adata
