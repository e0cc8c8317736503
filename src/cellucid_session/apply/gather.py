"""The columns of one session: what is applied, counted, then decoded.

Rules of this file:

* Memory is counted before it is taken: columns times cells against the caller's budget.
* A code outside the field's categories is missing, whatever else is wrong with it.
Spec: 10.2.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cellucid_session.apply import cell_order, pages, renames
from cellucid_session.apply.aliases import WIDTH, Copies, UnusableError
from cellucid_session.apply.categories import categorical, code_bytes, labels, lost
from cellucid_session.apply.colors import OF_BOOL
from cellucid_session.apply.options import BY_LABEL, COMBINE
from cellucid_session.apply.summary import AppliedColumn, ApplySummary, CategoryRename, Skipped
from cellucid_session.apply.target import Plan, Planned
from cellucid_session.check.links import META, OVERLAYS
from cellucid_session.read.references import AnotherCategoryError
from cellucid_session.safe import safe

if TYPE_CHECKING:
    import numpy as np

    from cellucid_session.apply import mapping
    from cellucid_session.apply.arrays import Data
    from cellucid_session.apply.options import Options
    from cellucid_session.apply.rows import Rows
    from cellucid_session.apply.target import Target
    from cellucid_session.read.bundle import CellucidSessionBundle
    from cellucid_session.read.fields import Field
    from cellucid_session.read.groups import Group, Page
    from cellucid_session.read.references import Reference

#: why a field is left out that nobody asked for
DELETED, PURGED = "it was deleted in the viewer", "it was purged in the viewer"
#: what a person should know of a session that brings no groups
NO_GROUPS = (
    "the session has no groups: cells that are only selected in the viewer are in none until a group is made"
)


class Work:
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
        self.pages = bundle.pages
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
        there = [(group, mask) for group, mask in zip(groups, masks, strict=True) if mask is not None]
        if self.options.add_highlights:
            for group, mask in there:
                self._group(group, mask)
        if self.options.pages_as_columns:
            known = {id(group): mask for group, mask in there}
            for page in self.pages:
                self._page(page, [(group, known[id(group)]) for group in page.groups if id(group) in known])
        for field in fields:
            if field.alias is None:
                self._field(field)
            else:
                self._alias(field)
        if self.options.renames:
            planned, skipped = renames.columns(self.bundle.renames, self.target, self.data.uns)
            self.planned += planned
            self.skipped += skipped

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
        groups = [group for page in self.pages for group in page.groups]
        self.known.update(group.chunk_id for group in groups)
        if not groups and not self.bundle.fields:
            self.advice.append(NO_GROUPS)
        if not (self.options.add_highlights or self.options.pages_as_columns):
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
            return DELETED if field.deleted else PURGED
        if field.alias is not None:
            return None
        if field.kind != "category":
            return "it is continuous: the session has no values of it"
        return "the session has no codes of it" if field.chunk_id is None else None

    # -- columns --

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

    def _here(self, mask: np.ndarray[Any, np.dtype[np.bool_]]) -> np.ndarray[Any, np.dtype[np.bool_]]:
        """A mask over the cells that were shown, over the cells here."""
        return self.rows.mask(mask) if self.rows.moved("obs") else mask

    def _group(self, group: Group, shown: np.ndarray[Any, np.dtype[np.bool_]]) -> None:
        import numpy as np

        text = group.label if self.options.highlight_names == BY_LABEL else group.id
        apart = self.options.highlight_names == BY_LABEL
        name, overwrites, notes = self.target.name("obs", self.options.highlights_prefix, text, apart=apart)
        notes += self.target.colors.come("obs", name, OF_BOOL)
        mask = self._here(shown)
        cells, before = int(np.count_nonzero(mask)), int(np.count_nonzero(shown))
        if self.rows.moved("obs"):
            if cells != before:
                notes.append(f"{before - cells} of its {before} cells are not in the AnnData")
        elif group.cell_count is not None and group.cell_count != cells:
            notes.append(f"its count says {group.cell_count} cells")
        column = AppliedColumn(
            name=name,
            axis="obs",
            kind="highlight",
            original_id=group.id,
            key=group.id,
            label=group.label,
            page=group.page_name,
            cells=cells,
            missing=0,
            stray=0,
            chunk=group.chunk_id,
            overwrites=overwrites,
            notes=tuple(notes),
        )
        self.planned.append(Planned(column, mask))

    def _page(self, page: Page, groups: list[tuple[Group, np.ndarray[Any, np.dtype[np.bool_]]]]) -> None:
        """The groups of a page as one column, unless there are none."""
        if not groups:
            return
        places = {group.id: place for place, group in enumerate(page.groups)}
        made = pages.column(
            [group.label for group, _ in groups],
            [self._here(mask) for _, mask in groups],
            [pages.shown(group.meta.get("color"), places[group.id]) for group, _ in groups],
            self.target.n_obs,
            self.options.overlap,
            lambda size: self.target.spend(size, 1),
            page.name,
        )
        name, overwrites, notes = self.target.name("obs", self.options.pages_prefix, page.name, apart=True)
        if made.several:
            what = "named by all of them" if self.options.overlap == COMBINE else "named by the first"
            notes.append(f"{made.several} cells are in several of its groups: {what}")
        notes += self._replaced("obs", name) if overwrites else []
        notes += self.target.colors.bring(name, made.colors)
        self.renamed += [CategoryRename(name, place, old, new) for place, old, new in made.changes]
        missing = int((made.values.codes < 0).sum())
        column = AppliedColumn(
            name=name,
            axis="obs",
            kind="page",
            original_id=page.id,
            key=page.id,
            label=page.name,
            page=page.name,
            cells=self.target.n_obs - missing,
            missing=missing,
            stray=0,
            chunk=None,
            overwrites=overwrites,
            notes=tuple(notes),
        )
        self.planned.append(Planned(column, made.values))

    def _field(self, field: Field) -> None:
        axis, codes, notes = self._codes(field)
        if not self.rows.usable(axis):
            why = f"its codes are for other variables: {self.rows.told(axis)}"
            self.skipped.append(Skipped("field", field.key, why))
            return
        name, overwrites, more = self.target.name(axis, self.options.user_defined_prefix, field.key)
        if field.deleted or field.purged:
            notes.append(DELETED)
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
        more += self._replaced(axis, name) if overwrites else []
        more += self.target.colors.come(axis, name, [str(each) for each in names])
        stays = len(values) - missing
        self._of_field(field, name, axis, values, stays, missing, stray, overwrites, notes + more)

    def _of_field(
        self,
        field: Field,
        name: str,
        axis: str,
        values: Any,
        cells: int,
        missing: int,
        stray: int,
        overwrites: bool,
        notes: list[str],
    ) -> None:
        column = AppliedColumn(
            name=name,
            axis=axis,
            kind="field",
            original_id=field.id,
            key=field.key,
            label=field.key,
            page=None,
            cells=cells,
            missing=missing,
            stray=stray,
            chunk=field.chunk_id if field.alias is None else None,
            overwrites=overwrites,
            notes=tuple(notes),
        )
        self.planned.append(Planned(column, values))

    def _replaced(self, axis: str, name: str) -> list[str]:
        """What the column that was there can't keep."""
        there = self.target.tables[axis][name]
        told = lost(there.dtype) if there.ndim == 1 else []
        return [f"the column that was there: {each}" for each in told]

    def _alias(self, field: Field) -> None:
        """A continuous field, which is another name of a column or gene."""
        import numpy as np

        try:
            values, what = self.copies.values(field)
        except UnusableError as exc:
            self.skipped.append(Skipped("field", field.key, str(exc)))
            return
        name, overwrites, notes = self.target.name("obs", self.options.user_defined_prefix, field.key)
        notes.append(f"copied from {what}")
        if field.deleted or field.purged:
            notes.append(DELETED)
        missing = int(np.count_nonzero(np.isnan(values)))
        infinite = int(np.count_nonzero(np.isinf(values)))
        if infinite:
            notes.append(f"{infinite} values are infinite")
        notes += self.target.colors.come("obs", name, ())
        self._of_field(field, name, "obs", values, len(values) - missing, missing, 0, overwrites, notes)

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
