"""Do the cells of two sessions stand in the same order? Labels are kept by position, so that all depends on it.

Rules of this file: it is never guessed. Digests that agree show it; so does a data set that both agree with; else the
caller has to say so. What shows another order can't be overruled. Spec: 3, 10.1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cellucid_session.apply import cell_order as ordering
from cellucid_session.apply.fingerprint import DatasetMismatchError
from cellucid_session.apply.planning import data_of
from cellucid_session.io import identity

if TYPE_CHECKING:
    from cellucid_session.read.bundle import CellucidSessionBundle

SAID = "the caller said that the cells are the same"


def agree(
    source: CellucidSessionBundle, other: CellucidSessionBundle, adata: Any = None, same_cells: bool = False
) -> str:
    """Why the cells of two sessions are believed to be the same, in the same order.

    Args:
        other: the session that the labels go to, or are held against. adata: the data set, or None.
        same_cells: the caller says so.

    Raises:
        DatasetMismatchError: they are of different data sets. CellOrderError: their orders differ, or nobody can tell
            and the caller does not say.
    """
    mine, its = source.dataset_fingerprint, other.dataset_fingerprint
    for key in ("cellCount", "datasetId"):
        a, b = mine.get(key), its.get(key)
        if a is not None and b is not None and a != b:
            raise DatasetMismatchError(f"the sessions are of different data sets: {key} {a!r} and {b!r}")
    orders = [_order(each) for each in (source, other)]
    if all(orders):
        (first, second) = orders
        if first == second:
            return "the digests of the order of the cells agree"
        if first[:2] == second[:2] and first[0] is not None:
            raise ordering.CellOrderError(
                "the cells of the sessions stand in different orders, or their embeddings differ"
            )
    names = [each.cell_names for each in (source, other)]
    if all(isinstance(each, dict) and "ordered" in each for each in names):
        if names[0]["ordered"] == names[1]["ordered"]:
            return "the digests of the names of the cells agree"
        raise ordering.CellOrderError("the names of the cells of the sessions differ, or their order")
    if adata is not None and all(_shown(each, adata) for each in (source, other)):
        return "both sessions agree with the data set"
    if same_cells:
        return SAID
    raise ordering.CellOrderError(
        "nothing shows that the cells of both sessions stand in the same order: give the data set (--data, data=), or, "
        "if you know it, say so (--same-cells, same_cells=True)"
    )


def hold_to(session: CellucidSessionBundle, adata: Any) -> None:
    """Hold a session to a data set. Raises DatasetMismatchError, CellOrderError: it is seen to be of another one."""
    _shown(session, adata)


def _order(session: CellucidSessionBundle) -> tuple[Any, ...]:
    """(embedding, dimension, digest) of an order; () for none: a generation without orders means nothing by one."""
    said = session.dataset_fingerprint.get("cellOrder")
    if not session.generation.order or not isinstance(said, dict):
        return ()
    return said.get("embedding"), said.get("dimension"), said.get("digest")


def _shown(session: CellucidSessionBundle, adata: Any) -> bool:
    """Whether a data set shows that its cells stand as in a session.

    Raises:
        DatasetMismatchError: it has another number of cells, or others. CellOrderError: they stand otherwise.
    """
    count = session.facts.n_obs
    if count is not None and count != adata.n_obs:
        raise DatasetMismatchError(f"the session has {count} cells, the data set {adata.n_obs}")
    names = session.cell_names
    if isinstance(names, dict) and "ordered" in names:
        if identity.digests(list(map(str, adata.obs_names)))[0] != names["ordered"]:
            raise ordering.CellOrderError(
                "the names of the cells of the data set are others, or in another order"
            )
        return True
    try:
        order = ordering.look(session.manifest, session.generation, data_of(adata))
    except LookupError:
        return False
    if order.status == ordering.DIFFERENT:
        raise ordering.CellOrderError(order.why)
    return order.status == ordering.CONFIRMED
