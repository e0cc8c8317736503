"""A session applied to a file, from Python.

Rules of this file: nothing is decided here; `applying` does what the command does.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from cellucid_session.apply.planning import opened
from cellucid_session.errors import UsageError
from cellucid_session.io.outputs import check_destination
from cellucid_session.tools import applying, datasets
from cellucid_session.tools.in_place import InPlace, undo
from cellucid_session.tools.sessions import identity_of

if TYPE_CHECKING:
    from typing import Any, BinaryIO, Unpack

    from cellucid_session.apply import ApplyOptions, ApplySummary
    from cellucid_session.read.bundle import CellucidSessionBundle

    Session = CellucidSessionBundle | str | os.PathLike[str] | bytes | bytearray | memoryview | BinaryIO

#: of options that are not given; a file is not written when it is another data set's
DEFAULTS: dict[str, Any] = {"dataset_mismatch": "error", "column_conflict": "suffix", "store_uns": True}


def apply_session_to_file(
    session: Session,
    data: str | os.PathLike[str],
    output: str | os.PathLike[str] | None = None,
    *,
    in_place: bool = False,
    keep_undo: bool = False,
    force: bool = False,
    **options: Unpack[ApplyOptions],
) -> ApplySummary:
    """Apply a session to an AnnData on disk, to a new one or in place; the matrix is never read.

    Args:
        session: an open session, the path of one, its bytes, or a binary file with them.
        data: an .h5ad file or a .zarr store; with an output, also an .h5mu file.
        output: the new one, there whole or not at all.
        in_place: change `data` itself. Whatever goes wrong is taken back at once; what is killed on the way is found
            and taken back by `undo_apply`, and nothing here reads it before.
        keep_undo: with `in_place`, keep the way back beside the data set, as `DATA.cellucid-kept`.
        force: replace an output that is there.
        options: as of `apply_cellucid_session_to_anndata`; but `dataset_mismatch` is "error" unless it is given.

    Returns:
        What was applied.

    Raises:
        What `apply_cellucid_session_to_anndata` raises for the session and the options; nothing is written then.
        UsageError: neither or both of output and `in_place`; or the output, or changing in place, is refused.
        InputError: the data set can't be read, or may be half changed. OutputError: it can't be written.

    Example:
        >>> apply_session_to_file("my-session.cellucid-session", "pbmc.h5ad", in_place=True)  # doctest: +SKIP

    Spec: 10.4.
    """
    if (output is None) != in_place or (force and in_place) or (keep_undo and not in_place):
        raise UsageError("give an output (force is for it), or in_place=True (keep_undo is for it)")
    given: dict[str, Any] = DEFAULTS | options
    limits = given.pop("limits", None)
    if given.pop("store_sender_paths", False):
        raise UsageError("a file never gets paths of the sender: leave store_sender_paths out")
    to = None if output is None else os.fspath(output)
    path = os.fspath(data)
    asked = InPlace(keep_undo) if in_place else None
    with opened(session, limits) as bundle:

        def check() -> None:
            if to is None:
                return
            if datasets.kind_of(to) != datasets.ZARR:
                check_destination(to, force=True, inputs=[identity_of(bundle)])
            if os.path.exists(path):  # else reading it tells
                datasets.check_output(to, path, force)

        check()
        return applying.apply(
            bundle,
            path,
            to,
            given,
            session="" if bundle.decoder.path is None else os.fsdecode(str(bundle.decoder.path)),
            force=force,
            stage=lambda text: None,
            check=check,
            in_place=asked,
        )


def undo_apply(data: str | os.PathLike[str], *, moved: bool = False) -> bool:
    """Make a data set what it was before a session was applied to it in place.

    It is one that was left half changed, or one of which the way back was kept. It is compared first: where somebody
    changed it since, nothing is written. May be cut off anywhere and called again.

    Args:
        data: an .h5ad file or a .zarr store. moved: for a file that was copied together with its way back.

    Returns:
        Whether it was left half changed.

    Raises:
        UsageError: there is nothing to undo; or it is open in another program. InputError: the way back is not of this
            data set, or this one was changed since. OutputError: the system can't write.

    Example:
        >>> undo_apply("pbmc.h5ad")  # doctest: +SKIP
        True

    Spec: 10.4.
    """
    return undo(os.fspath(data), moved=moved)
