"""What applying a session would do, decided and decoded before anything is touched.

Rules of this file:

* A plan is complete: names are resolved, conflicts decided, bounds and budgets checked, arrays decoded. What can go
  wrong with a session goes wrong here.
* Cells are positions, of the cells that were shown; `rows` brings them to those of the AnnData.
Spec: 10.1, 10.2.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cellucid_session.apply import cell_order, mapping
from cellucid_session.apply.fingerprint import (
    COUNTS,
    STOP,
    WARN_SKIP,
    DatasetMismatchError,
    DatasetMismatchWarning,
    compare,
)
from cellucid_session.apply.gather import Work
from cellucid_session.apply.rows import Rows
from cellucid_session.apply.summary import ApplySummary, Skipped
from cellucid_session.apply.target import Plan
from cellucid_session.errors import warn
from cellucid_session.io.matrices import RAW
from cellucid_session.read.references import AnotherCategoryError

if TYPE_CHECKING:
    from cellucid_session.apply.arrays import Data
    from cellucid_session.apply.options import Options
    from cellucid_session.apply.target import Target
    from cellucid_session.read.bundle import CellucidSessionBundle

REQUIRES = (
    "requires"  # what a generation asks of the manifest that says which columns and genes a session needs
)

#: what to do where the numbers of cells or genes are others
FIRST = "Apply a session to all cells that the viewer showed, and filter afterwards"

OTHER_DATA_SET = "it depends on the data set, which is another one"
VIEWER_STATE = "it is state of the viewer, not of the data"
FOREIGN = "no known family has this id"
UNASKED = "renames are not applied"
#: payload of a family -> why a chunk of it is left out
WHY_LEFT = {
    "table": "it is a cached result of the viewer",
    "cell-set": "no group of the session has this id",
    "index-list": "no group of the session has this id",
    "codes": "no user-defined field of the session has this id",
}


def make(bundle: CellucidSessionBundle, target: Target, options: Options) -> Plan:
    """Plan the application of one session.

    Raises:
        DatasetMismatchError: "Dataset fingerprint mismatch: ..." when the caller asked for that.
        InvalidSessionError: a chunk breaks a safety rule, or "Column already exists: NAME".
        BudgetError: the columns would take more memory than the budget, or be more than a file can hold.
    """
    generation, manifest = bundle.generation, bundle.manifest
    rows = Rows(bundle.shown, target.rows, options.cells, bundle.cell_names)
    genes = mapping.of(manifest, generation)
    data = target.data.of(genes.modality)
    shape = rows.count("obs"), _variables(genes, data, rows)
    reasons, advice = compare(manifest, shape, options.expected_dataset_id, generation.identity, genes.told)
    reasons += rows.reasons
    reasons += mapping.unlike(genes, data, bundle.facts.requires, REQUIRES in generation.manifest_rules)
    if reasons:
        return _another(bundle, options, reasons, advice)
    rows.warn()
    order = _order(bundle, data, rows, options.cell_order)
    work = Work(bundle, target, data, options, rows, genes, order, [*advice, *rows.advice])
    try:
        work.run()
    except AnotherCategoryError as exc:
        return _another(bundle, options, [str(exc)], advice, order)
    work.skipped += _others(bundle, options) + _chunks_left(bundle, work.known, mismatch=False)
    return work.plan()


def _variables(genes: mapping.Genes, data: Data, rows: Rows) -> int | None:
    """How many genes the session's viewer would show; None: nobody can tell."""
    if genes.why:
        return None
    own = genes.matrix in (None, RAW) or data.modality is not None
    return genes.count(data) if own else rows.count("var")


def _another(
    bundle: CellucidSessionBundle,
    options: Options,
    reasons: list[str],
    advice: list[str],
    order: cell_order.Order | None = None,
) -> Plan:
    """What becomes of a session of another data set."""
    message = "Dataset fingerprint mismatch: " + "; ".join(reasons)
    told = f". {FIRST}" if any(reason.startswith(COUNTS) for reason in reasons) else ""
    if options.dataset_mismatch == STOP:
        raise DatasetMismatchError(message + told)
    if options.dataset_mismatch == WARN_SKIP:
        warn(f"{message}; what depends on the data set is skipped{told}", DatasetMismatchWarning)
    skipped = tuple(_chunks_left(bundle, set(), mismatch=True))
    found = order or cell_order.Order()
    summary = ApplySummary(
        [], [], True, reasons, (), skipped, (), bundle.findings, tuple(advice), found.status, found.why
    )
    return Plan((), summary)


def _order(bundle: CellucidSessionBundle, data: Data, rows: Rows, mode: str) -> cell_order.Order:
    """What is known of the order of the cells. Raises CellOrderError when it is not confirmed and has to be."""
    if mode == cell_order.IGNORE:
        return cell_order.Order(why="nobody looked: cell_order is ignore")
    try:
        order = cell_order.look(bundle.manifest, bundle.generation, data, rows.shown_rows())
    except LookupError as exc:
        order = cell_order.Order(why=str(exc))
    if mode == cell_order.REQUIRE:
        order.require()
    elif order.status == cell_order.DIFFERENT:
        warn(order.why, cell_order.CellOrderWarning)
    return order


def _others(bundle: CellucidSessionBundle, options: Options) -> list[Skipped]:
    """What is not applied: renames that nobody asked for, and deletions of other fields."""
    from cellucid_session.read.views import deleted, renames

    renamed, gone = renames(bundle), deleted(bundle)
    changed = [] if options.renames else [*renamed.fields.items(), *renamed.categories.items()]
    left = [Skipped("rename", f"{old} -> {new}", UNASKED) for old, new in changed]
    fields = dict.fromkeys([*gone.deleted, *gone.purged])
    return left + [Skipped("deletion", key, "deletions are not applied") for key in fields]


def _chunks_left(bundle: CellucidSessionBundle, known: set[str | None], mismatch: bool) -> list[Skipped]:
    """The chunks that are not applied and not told of otherwise."""
    left = []
    for chunk_id in bundle.list_chunk_ids():
        if chunk_id in known:
            continue
        entry = bundle.entry(chunk_id)
        family = entry.family
        # entries whose datasetDependent contradicts their family were refused earlier
        if mismatch and entry.dataset_dependent:
            why = OTHER_DATA_SET
        elif family is None:
            why = FOREIGN
        else:
            why = WHY_LEFT.get(family.payload, VIEWER_STATE)
        left.append(Skipped("chunk", chunk_id, why))
    return left
