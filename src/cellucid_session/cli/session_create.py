"""`cellucid-session create DATA -o FILE`."""

from __future__ import annotations

from typing import Any

from cellucid_session.cli.session_output import Stages, identity, say, warnings_told
from cellucid_session.errors import UsageError
from cellucid_session.report.text import count, shown_path
from cellucid_session.safe import safe
from cellucid_session.tools import datasets


def run(values: dict[str, Any], arguments: list[str]) -> int:
    """Make a session out of columns. Returns 0; everything else is an error."""
    data, output, quiet = arguments[0], values["output"], values["quiet"]
    highlights, fields = values["highlight"] or [], values["field"] or []
    if not output:
        raise UsageError("--output is missing")
    if not highlights and not fields:
        raise UsageError("nothing to write: give --highlight or --field")
    if values["color"] is not None and not highlights:
        raise UsageError("--color needs --highlight")
    from cellucid_session.io.outputs import check_destination
    from cellucid_session.write.anndata import session_from_anndata
    from cellucid_session.write.highlights import pages_of
    from cellucid_session.write.labels import labelled

    there = identity(data)
    check_destination(output, force=values["force"], inputs=[] if there is None else [there])
    with warnings_told(quiet), Stages(quiet) as stages:
        stages.now("reading the data set")
        adata = datasets.read(data)
        stages.now("writing the session")
        groups: Any = [labelled(wish, adata.obs.columns) for wish in highlights]
        if groups and values["page"] is not None:
            groups = {values["page"]: groups}
        colors = None
        if values["color"] is not None:  # of all pages: which they are, the bookkeeping may say
            colors = {page.name: values["color"] for page in pages_of(adata, groups, {})[0]}
        _, written = session_from_anndata(
            adata,
            groups,
            fields,
            dataset_id=values["dataset-id"],
            source_type=values["source-type"],
            colors=colors,
            created_at=values["created-at"],
            path=output,
            force=values["force"],
            return_summary=True,
        )
    if not quiet:
        told = (
            f"{count(len(highlights), 'group')}, {count(len(fields), 'field')}, {count(adata.n_obs, 'cell')}"
        )
        lines = [f"written: {shown_path(output)} ({told})", *(safe(note, 400) for note in written.notes)]
        say("".join(f"{line}\n" for line in lines))
    return 0
