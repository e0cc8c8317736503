"""What applying a session would do, decided and decoded before anything is touched.

Rules of this file:

* A plan is complete: names are resolved, conflicts decided, bounds and budgets checked, arrays decoded. What can go
  wrong with a session goes wrong here.
* Memory is counted before it is taken: columns times cells against the caller's budget.
* Cells are positions, of the cells that were shown; `rows` brings them to those of the AnnData.
* A code outside the field's categories is missing, whatever else is wrong with it.
Spec: 10.1, 10.2.
"""

from __future__ import annotations

import dataclasses
import warnings
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from cellucid_session.apply import cell_order, mapping
from cellucid_session.apply import names as naming
from cellucid_session.apply.aliases import WIDTH, Copies, UnusableError
from cellucid_session.apply.categories import categorical, code_bytes, labels, lost
from cellucid_session.apply.colors import OF_BOOL, Colors
from cellucid_session.apply.fingerprint import (
    STOP,
    WARN_SKIP,
    DatasetMismatchError,
    DatasetMismatchWarning,
    compare,
)
from cellucid_session.apply.rows import Rows
from cellucid_session.apply.summary import AppliedColumn, ApplySummary, CategoryRename, Skipped
from cellucid_session.check.links import META, OVERLAYS
from cellucid_session.errors import BudgetError
from cellucid_session.io.matrices import RAW
from cellucid_session.read.references import AnotherCategoryError
from cellucid_session.safe import safe

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from cellucid_session.apply.arrays import Data
    from cellucid_session.read.bundle import CellucidSessionBundle
    from cellucid_session.read.references import Reference
    from cellucid_session.read.views import Field, Group

#: an h5ad file keeps the names of a table's columns in one attribute, which holds about 4,090 of them
STORED_COLUMNS = 4000
STACKLEVEL = 4  # of a warning: the caller of the public function

REQUIRES = (
    "requires"  # what a generation asks of the manifest that says which columns and genes a session needs
)

OTHER_DATA_SET = "it depends on the data set, which is another one"
VIEWER_STATE = "it is state of the viewer, not of the data"
FOREIGN = "no known family has this id"
#: payload of a family -> why a chunk of it is left out
WHY_LEFT = {
    "table": "it is a cached result of the viewer",
    "cell-set": "no group of the session has this id",
    "index-list": "no group of the session has this id",
    "codes": "no user-defined field of the session has this id",
}


@dataclasses.dataclass(frozen=True)
class Options:
    """What the caller asked for; the names are those of `apply_cellucid_session_to_anndata`."""

    dataset_mismatch: str
    expected_dataset_id: str | None
    add_highlights: bool
    highlights_prefix: str
    add_user_defined_fields: bool
    user_defined_prefix: str
    include_deleted_user_defined_fields: bool
    cells: str
    cell_order: str = cell_order.WARN


@dataclasses.dataclass(frozen=True)
class Planned:
    """A column and its values: an array of bool or of numbers, shape (n,), or a Categorical of that length."""

    column: AppliedColumn
    values: np.ndarray[Any, Any] | pd.Categorical

    def alone(self) -> Planned:
        """The same column for a table in which nothing can be replaced."""
        return dataclasses.replace(self, column=dataclasses.replace(self.column, overwrites=False))


@dataclasses.dataclass(frozen=True)
class Plan:
    """What one session adds."""

    planned: tuple[Planned, ...]
    summary: ApplySummary


class Target:
    """Names, sizes and remaining memory budget of the AnnData, shared by consecutive plans.

    Args:
        data: with the tables as they are. policy: what happens to taken names.
        budget: bytes that the values of all new columns may take. stored: whether the result must be storable.
        uns: what is looked at for colours; nothing where the result has no `uns`. advice: what is told whatever the
            session, when columns come.

    Attributes:
        colors: what the new columns do to colours in `uns`.
    """

    def __init__(
        self,
        data: Data,
        policy: str,
        budget: int,
        stored: bool,
        uns: Mapping[str, Any] = MappingProxyType({}),
        advice: tuple[str, ...] = (),
    ) -> None:
        self.data = data
        obs, var = data.obs, data.var
        self.n_obs = len(obs)
        self.n_vars = len(var)
        self.rows = {"obs": obs.index, "var": var.index}
        self.names = {
            axis: naming.Names(table.columns, table.index.name, policy, getattr(table, "kept", ()))
            for axis, table in (("obs", obs), ("var", var))
        }
        self.advice = advice
        self.tables = {"obs": obs, "var": var}
        self.colors = Colors(uns, obs, var)
        self._budget = budget
        self._room = budget
        self._columns = {"obs": len(obs.columns), "var": len(var.columns)}
        self._stored = stored

    def spend(self, size: int, columns: int) -> None:
        """Count memory before it is taken. Raises BudgetError."""
        if size > self._room:
            raise BudgetError(
                f"the {columns} columns of the session would take {size} bytes (columns x cells), "
                f"column_budget leaves {self._room} of {self._budget}"
            )
        self._room -= size

    def count(self, axis: str) -> None:
        """Count a column that comes beside the others.

        Raises:
            BudgetError: no h5ad file could hold the table, which one could have held before.
        """
        self._columns[axis] += 1
        if self._stored and self._columns[axis] == STORED_COLUMNS + 1:
            raise BudgetError(
                f"{axis} would have more than the {STORED_COLUMNS} columns that an h5ad file holds: "
                "columns_only=True gives them without an AnnData"
            )


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
    rows.warn(STACKLEVEL)
    order = _order(bundle, data, rows, options.cell_order)
    work = _Work(bundle, target, data, options, rows, genes, order, [*advice, *rows.advice])
    try:
        work.run()
    except AnotherCategoryError as exc:
        return _another(bundle, options, [str(exc)], advice, order)
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
    if options.dataset_mismatch == STOP:
        raise DatasetMismatchError(message)
    if options.dataset_mismatch == WARN_SKIP:
        warnings.warn(
            f"{message}; what depends on the data set is skipped",
            DatasetMismatchWarning,
            stacklevel=STACKLEVEL + 1,
        )
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
        warnings.warn(order.why, cell_order.CellOrderWarning, stacklevel=STACKLEVEL + 1)
    return order


class _Work:
    """Gathers the columns of one session."""

    def __init__(
        self,
        bundle: CellucidSessionBundle,
        target: Target,
        data: Data,
        options: Options,
        rows: Rows,
        genes: mapping.Genes,
        order: cell_order.Order,
        advice: list[str],
    ) -> None:
        self.bundle = bundle
        self.data = data
        self.copies = Copies(genes, data)
        self.order = order
        self.target = target
        self.options = options
        self.rows = rows
        self.advice = advice
        self.planned: list[Planned] = []
        self.skipped: list[Skipped] = []
        self.renamed: list[CategoryRename] = []
        self.known: set[str | None] = {META, OVERLAYS}  # chunks that are told of otherwise

    def run(self) -> None:
        """Decide what is applied, count it, then decode it. Raises AnotherCategoryError; then nothing is taken."""
        groups, fields = self._wanted_groups(), self._wanted_fields()
        n_obs = self.target.n_obs
        sizes = [n_obs] * len(groups)
        sizes += [self._width(field) * self._longest(field) for field in fields]
        self.target.spend(sum(sizes), len(sizes))
        try:
            masks = [self._mask(group) for group in groups]
        except AnotherCategoryError:
            self.target.spend(-sum(sizes), 0)
            raise
        for group, mask in zip(groups, masks, strict=True):
            if mask is not None:
                self._group(group, mask)
        for field in fields:
            if field.alias is None:
                self._field(field)
            else:
                self._alias(field)
        self._others()

    def plan(self) -> Plan:
        """What was gathered."""
        columns = tuple(item.column for item in self.planned)
        summary = ApplySummary(
            [column.name for column in columns if column.axis == "obs"],
            [column.name for column in columns if column.axis == "var"],
            False,
            [],
            columns,
            tuple(self.skipped),
            tuple(self.renamed),
            self.bundle.findings,
            (*self.advice, *(self.target.advice if columns else ())),
            self.order.status,
            self.order.why,
        )
        return Plan(tuple(self.planned), summary)

    def _longest(self, field: Field) -> int:
        """As many codes as a field can have."""
        n_obs, n_vars = self.target.n_obs, self.target.n_vars
        return max(field.lengths(n_obs, n_vars) or (n_obs,))

    def _width(self, field: Field) -> int:
        """Bytes of a value of a field's column."""
        return code_bytes(len(field.categories)) if field.alias is None else WIDTH

    # -- what is applied --

    def _wanted_groups(self) -> list[Group]:
        groups = self.bundle.groups
        self.known.update(group.chunk_id for group in groups)
        if not self.options.add_highlights:
            if groups:
                self.skipped.append(Skipped("group", f"all {len(groups)} groups", "add_highlights is False"))
            return []
        wanted = []
        for group in groups:
            if group.has_cells:
                wanted.append(group)
            else:
                why = (
                    f"it has {group.cell_count} cells by its count, but the session does not say which "
                    "(saved before they were loaded)"
                )
                self.skipped.append(Skipped("group", group.id, why))
        return wanted

    def _wanted_fields(self) -> list[Field]:
        fields = self.bundle.fields
        self.known.update(field.chunk_id for field in fields)
        if not self.options.add_user_defined_fields:
            if fields:
                why = "add_user_defined_fields is False"
                self.skipped.append(Skipped("field", f"all {len(fields)} fields", why))
            return []
        wanted = []
        for field in fields:
            reason = self._why_not(field)
            if reason is None:
                wanted.append(field)
            else:
                self.skipped.append(Skipped("field", field.key, reason))
        return wanted

    def _why_not(self, field: Field) -> str | None:
        """Why a field is left out, or None."""
        if (field.deleted or field.purged) and not self.options.include_deleted_user_defined_fields:
            return "it was deleted in the viewer" if field.deleted else "it was purged in the viewer"
        if field.alias is not None:
            return None
        if field.kind != "category":
            return "it is continuous: the session has no values of it"
        return "the session has no codes of it" if field.chunk_id is None else None

    # -- columns --

    def _name(self, axis: str, prefix: str, text: str) -> tuple[str, bool, list[str]]:
        """A column's name, whether it replaces another, and notes."""
        wanted, cut = naming.shortened(prefix, text)
        name, overwrites, holder = self.target.names[axis].choose(wanted)
        notes = ["its name was shortened"] if cut else []
        if overwrites:
            notes.append("it replaces a column that was there")
            return name, True, notes
        self.target.count(axis)
        if holder is not None:
            by = "" if holder == wanted else f" by {safe(holder, 80)}, beside which a store can't keep it"
            notes.append(f"the name {wanted} was taken{by}")
        return name, False, notes

    def _mask(self, group: Group) -> np.ndarray[Any, np.dtype[np.bool_]] | None:
        """The cells of a group, of those that were shown; None: it is left out.

        Raises:
            AnotherCategoryError: the category that names them has other cells here. Where the order of the cells is
                confirmed, the category was changed and only such groups are left out; else the cells may be others.
        """
        try:
            return group.mask(self.rows.count("obs"), self._members)
        except AnotherCategoryError as exc:
            if self.order.status != cell_order.CONFIRMED:
                raise
            self.skipped.append(Skipped("group", group.id, str(exc)))
            return None

    def _members(self, reference: Reference) -> Any:
        """Which of the cells that were shown have a category."""
        return self.rows.back(reference.members(self.data.obs))

    def _group(self, group: Group, mask: np.ndarray[Any, np.dtype[np.bool_]]) -> None:
        import numpy as np

        name, overwrites, notes = self._name("obs", self.options.highlights_prefix, group.id)
        notes += self.target.colors.come("obs", name, OF_BOOL)
        cells = int(np.count_nonzero(mask))
        if self.rows.moved("obs"):
            mask, shown = self.rows.mask(mask), cells
            cells = int(np.count_nonzero(mask))
            if cells != shown:
                notes.append(f"{shown - cells} of its {shown} cells are not in the AnnData")
        elif group.cell_count is not None and group.cell_count != cells:
            notes.append(f"its count says {group.cell_count} cells")
        column = AppliedColumn(
            name,
            "obs",
            "highlight",
            group.id,
            group.id,
            group.label,
            group.page_name,
            cells,
            0,
            0,
            group.chunk_id,
            overwrites,
            tuple(notes),
        )
        self.planned.append(Planned(column, mask))

    def _field(self, field: Field) -> None:
        axis, codes, notes = self._codes(field)
        if not self.rows.usable(axis):
            why = f"its codes are for other variables: {self.rows.told(axis)}"
            self.skipped.append(Skipped("field", field.key, why))
            return
        name, overwrites, more = self._name(axis, self.options.user_defined_prefix, field.key)
        if field.deleted or field.purged:
            notes.append("it was deleted in the viewer")
        names, changes, kinds = labels(field.categories)
        if kinds:
            notes.append(kinds)
        self.renamed += [CategoryRename(name, place, old, new) for place, old, new in changes]
        values, missing, stray = categorical(codes, names, field.markers)
        if self.rows.moved(axis):
            values = self.rows.categorical(values, axis)
            missing = int((values.codes < 0).sum())
        if stray:
            notes.append(f"{stray} codes name no category: missing")
        if overwrites:
            there = self.target.tables[axis][name]
            told = lost(there.dtype) if there.ndim == 1 else []
            more += [f"the column that was there: {each}" for each in told]
        more += self.target.colors.come(axis, name, [str(each) for each in names])
        column = AppliedColumn(
            name,
            axis,
            "field",
            field.id,
            field.key,
            field.key,
            None,
            len(values) - missing,
            missing,
            stray,
            field.chunk_id,
            overwrites,
            tuple(notes + more),
        )
        self.planned.append(Planned(column, values))

    def _alias(self, field: Field) -> None:
        """A continuous field, which is another name of a column or gene."""
        import numpy as np

        try:
            values, what = self.copies.values(field)
        except UnusableError as exc:
            self.skipped.append(Skipped("field", field.key, str(exc)))
            return
        name, overwrites, notes = self._name("obs", self.options.user_defined_prefix, field.key)
        notes.append(f"copied from {what}")
        if field.deleted or field.purged:
            notes.append("it was deleted in the viewer")
        missing = int(np.count_nonzero(np.isnan(values)))
        infinite = int(np.count_nonzero(np.isinf(values)))
        if infinite:
            notes.append(f"{infinite} values are infinite")
        notes += self.target.colors.come("obs", name, ())
        column = AppliedColumn(
            name,
            "obs",
            "field",
            field.id,
            field.key,
            field.key,
            None,
            len(values) - missing,
            missing,
            0,
            None,
            overwrites,
            tuple(notes),
        )
        self.planned.append(Planned(column, values))

    def _codes(self, field: Field) -> tuple[str, np.ndarray[Any, Any], list[str]]:
        """The axis of a field, its codes, and notes."""
        n_obs, n_vars = self.rows.count("obs"), self.rows.count("var")
        if field.source == "obs":
            return "obs", field.codes_for((n_obs,)), []
        lengths = field.lengths(n_obs, n_vars)
        codes = field.codes_for(lengths)
        if len(codes) != n_obs:
            return "var", codes, []
        notes = ["made from a variable, with one code for each cell"]
        if n_obs == n_vars and not field.typed:
            told = "there are as many variables as cells: taken as one code for each cell"
            notes.append(told)
            self.advice.append(f"field {safe(field.key, 80)}: {told}")
        return "obs", codes, notes

    # -- what is left out --

    def _others(self) -> None:
        """List what is never applied: renames and deletions of other fields, state of the viewer."""
        from cellucid_session.read.views import deleted, renames

        renamed, gone = renames(self.bundle), deleted(self.bundle)
        changed = [*renamed.fields.items(), *renamed.categories.items()]
        self.skipped += [
            Skipped("rename", f"{old} -> {new}", "renames are not applied") for old, new in changed
        ]
        fields = dict.fromkeys([*gone.deleted, *gone.purged])
        self.skipped += [Skipped("deletion", key, "deletions are not applied") for key in fields]
        self.skipped += _chunks_left(self.bundle, self.known, mismatch=False)


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
