"""Groups and fields of a session as tables, one row for each cell or variable, as CSV or Parquet.

Rules of this file:

* Everything is decoded and held against the number of rows before a byte is written; a file is written whole or not at
  all. How large a table may become is bounded, because a session of few bytes can claim many cells.
* Parquet holds texts exactly. CSV does too, with two exceptions that the help states: what a spreadsheet could take
  for a formula gets ' before it (and so does what begins with ' and would look like that), and NUL, which readers of
  CSV stop at, becomes U+FFFD. A missing value is an empty cell, and an empty text is "" in quotes.
* Names of columns begin with a word of ours, so they are never formulas, and are distinct.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, BinaryIO

from cellucid_session.errors import BudgetError, DependencyError, InvalidSessionError, UsageError
from cellucid_session.io import outputs
from cellucid_session.report.text import count
from cellucid_session.safe import safe

if TYPE_CHECKING:
    from cellucid_session.read.bundle import CellucidSessionBundle
    from cellucid_session.read.fields import Field
    from cellucid_session.read.groups import Group

ROWS = 1 << 27  # of a table
CLAIMED = 1 << 24  # cells that a session may claim without a data set or a caller who says so too
VALUES = 1 << 31  # rows times columns, each of one or two bytes in memory
BLOCK = 1 << 14  # rows that are turned into text at a time
GROUP, FIELD = "group:", "field:"
FORMATS = ("csv", "parquet")
NO_PYARROW = "--format parquet needs pyarrow: python -m pip install 'cellucid-session[anndata]'"

_QUOTED = re.compile('[",\r\n]')
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


class Column:
    """A column of a table.

    Attributes:
        name: its title. values: bool, shape (rows,), for a group; codes, shape (rows,), for a field.
        categories: names of the codes, or None for a group; a code that has none is a missing value.
    """

    def __init__(self, name: str, values: Any, categories: tuple[str, ...] | None = None) -> None:
        self.name = name
        self.values = values
        self.categories = categories


class Table:
    """Columns over cells or variables. names: of the rows, or None. place: title of the column of positions."""

    def __init__(self, rows: int, place: str, names: Sequence[str] | None, columns: list[Column]) -> None:
        self.rows = rows
        self.place = place
        self.names = names
        self.columns = columns


class Tables:
    """What was taken out of a session. notes: what was left out and why, as safe texts."""

    def __init__(self, cells: Table, variables: Table | None, notes: list[str]) -> None:
        self.cells = cells
        self.variables = variables
        self.notes = notes


# -- what is taken --


def _chosen(items: Sequence[Any], asked: Sequence[str], what: str) -> list[Any]:
    """The items that were asked for by id. Raises UsageError when one is not there."""
    known = {item.id: item for item in items}
    for each in asked:
        if each not in known:
            there = ", ".join(safe(name, 60) for name in list(known)[:10]) or "none"
            more = f" and {len(known) - 10} more" if len(known) > 10 else ""
            raise UsageError(f"the session has no {what} {safe(each, 60)}; there are: {there}{more}")
    return [known[each] for each in dict.fromkeys(asked)]


def select(
    bundle: CellucidSessionBundle, groups: Sequence[str], fields: Sequence[str], deleted: bool
) -> tuple[list[Group], list[Field], list[str]]:
    """The groups and fields to take, and notes on what is left out.

    Args:
        groups, fields: ids; all when both are empty. deleted: take deleted fields that were not asked for, too.
    """
    asked = bool(groups or fields)
    chosen_groups = _chosen(bundle.groups, groups, "group") if asked else bundle.groups
    chosen_fields = _chosen(bundle.fields, fields, "field") if asked else bundle.fields
    notes: list[str] = []
    kept_groups, kept_fields = [], []
    for group in chosen_groups:
        if group.has_cells:
            kept_groups.append(group)
        else:
            notes.append(f"group {safe(group.id, 60)}: the session does not hold its cells")
    for field in chosen_fields:
        alias = field.alias
        gone = field.deleted or field.purged
        if alias is not None:
            notes.append(
                f"field {safe(field.id, 60)}: the session has no values of it, they are those of "
                f"{safe(alias[0], 60)} in {field.source} of the data set"
            )
        elif field.kind != "category":
            notes.append(
                f"field {safe(field.id, 60)}: its values are computed by the viewer, the session has none"
            )
        elif gone and not deleted and not asked:
            notes.append(f"field {safe(field.id, 60)}: it is deleted")
        elif field.chunk_id is None and field.codes_length != 0:
            notes.append(f"field {safe(field.id, 60)}: the session does not hold its codes")
        else:
            kept_fields.append(field)
    return kept_groups, kept_fields, notes


def _bounded(rows: int, columns: int) -> None:
    if rows > ROWS or rows * max(columns, 1) > VALUES:
        raise BudgetError(
            f"a table of {rows:,} rows and {count(columns, 'column')} is larger than is written at once "
            f"({ROWS:,} rows, {VALUES:,} values); --group and --field take less"
        )


def believed(cells: int | None) -> int | None:
    """A number of cells that the session alone gives. Raises BudgetError when it is too large to be taken on trust."""
    if cells is not None and cells > CLAIMED:
        raise BudgetError(f"the session claims {cells:,} cells; --n-obs {cells} or --data confirms it")
    return cells


def take(
    bundle: CellucidSessionBundle,
    groups: Sequence[Group],
    fields: Sequence[Field],
    shape: tuple[int | None, int | None],
    names: tuple[Sequence[str] | None, Sequence[str] | None] = (None, None),
    data: Any = None,
) -> Tables:
    """Decode groups and fields.

    Args:
        shape: numbers of cells and of variables, as far as they are known. names: of cells and of variables.
        data: the data set, by whose categories a session may name cells; None: such groups are left out.

    Raises:
        UsageError: nobody says how many cells there are. BudgetError: the tables would be too large.
        InvalidSessionError: a chunk does not fit the numbers, or is broken.
        AnotherCategoryError: a category of the data set is not the one that the session means.
    """
    cells, variables = shape
    if cells is None:
        raise UsageError("the session does not say how many cells there are; --data or --n-obs does")
    _bounded(cells, len(groups) + len(fields))
    titles: dict[str, int] = dict.fromkeys(("cell", "variable", "name"), 2)
    of_cells: list[Column] = []
    of_variables: list[Column] = []
    notes: list[str] = []
    for group in groups:
        members = None if data is None else lambda reference: reference.members(data.obs)
        if data is None and (part := group.part_of) is not None:
            notes.append(
                f"group {safe(group.id, 60)}: its cells are some of a category of {safe(part[0], 60)}; "
                "--data says which"
            )
        else:
            of_cells.append(Column(_title(GROUP + group.id, titles), group.mask(cells, members)))
    for field in fields:
        lengths = field.lengths(cells, variables)
        if lengths is None:
            notes.append(f"field {safe(field.id, 60)}: nobody says how many variables there are")
            continue
        for length in lengths[1:]:
            _bounded(length, len(fields))
        codes = field.codes_for(lengths)
        if field.chunk_id is None and cells:
            notes.append(f"field {safe(field.id, 60)}: the session does not hold its codes")
            continue
        names_of = tuple(map(name_of, field.categories))
        column = Column(_title(FIELD + field.key, titles), codes, names_of)
        (of_cells if len(codes) == cells else of_variables).append(column)
    table = Table(cells, "cell", names[0], of_cells)
    other = (
        Table(variables, "variable", names[1], of_variables)
        if of_variables and variables is not None
        else None
    )
    return Tables(table, other, notes)


def name_of(category: Any) -> str:
    """A category as a text: numbers and truth values as JSON has them."""
    return category if isinstance(category, str) else json.dumps(category)


def _title(text: str, taken: dict[str, int]) -> str:
    """A title that no column has yet. taken: title -> the number that is tried next for another one like it."""
    title, number = text, taken.get(text, 2)
    while title in taken:
        title, number = f"{text}__{number}", number + 1
    taken[text] = number
    taken.setdefault(title, 2)
    return title


# -- how it is written --


def csv_text(text: str) -> str:
    """A text as a cell of CSV: in quotes where it needs them or is empty, never a formula, never with NUL."""
    text = text.replace("\0", "\ufffd")
    if text.lstrip("'").startswith(_FORMULA):
        text = "'" + text
    return '"' + text.replace('"', '""') + '"' if not text or _QUOTED.search(text) else text


def _texts(column: Column) -> Callable[[int, int], Iterable[str]]:
    """What gives the cells of a column from one row to another, as they are written."""
    names = ["false", "true"] if column.categories is None else list(map(csv_text, column.categories))
    known = len(names)

    def cells(start: int, stop: int) -> Iterable[str]:
        return [names[code] if code < known else "" for code in column.values[start:stop].tolist()]

    return cells


def write_csv(table: Table, out: BinaryIO) -> None:
    """The table as RFC 4180 CSV in UTF-8, with a line of titles."""
    head = [table.place] if table.names is None else [table.place, "name"]
    out.write((",".join([*head, *(csv_text(column.name) for column in table.columns)]) + "\r\n").encode())
    columns = [_texts(column) for column in table.columns]
    for start in range(0, table.rows, BLOCK):
        stop = min(start + BLOCK, table.rows)
        parts: list[Iterable[str]] = [map(str, range(start, stop))]
        if table.names is not None:
            parts.append([csv_text(name) for name in table.names[start:stop]])
        parts += [column(start, stop) for column in columns]
        out.write("".join(",".join(row) + "\r\n" for row in zip(*parts, strict=True)).encode())


def write_parquet(table: Table, out: BinaryIO) -> None:
    """The table as Parquet: int64, string, boolean and dictionary columns."""
    import numpy as np
    import pyarrow as pa
    from pyarrow import parquet

    arrays: dict[str, Any] = {table.place: pa.array(np.arange(table.rows, dtype=np.int64))}
    if table.names is not None:
        arrays["name"] = pa.array(list(table.names), type=pa.string())
    for column in table.columns:
        if column.categories is None:
            arrays[column.name] = pa.array(column.values)
            continue
        known = len(column.categories)
        stray = column.values >= known  # before they are signed: a code of 32 bits would be negative
        arrays[column.name] = pa.DictionaryArray.from_arrays(
            pa.array(np.where(stray, 0, column.values).astype(np.int32), mask=stray),
            pa.array(list(column.categories), type=pa.string()),
            safe=True,
        )
    parquet.write_table(pa.table(arrays), out)


WRITERS: dict[str, Callable[[Table, BinaryIO], None]] = {"csv": write_csv, "parquet": write_parquet}


def require(form: str) -> None:
    """Raise DependencyError when a format's extra is not installed."""
    if form == "parquet":
        try:
            import pyarrow.parquet  # noqa: F401 - asked for before anything is decoded
        except ImportError as exc:
            raise DependencyError(NO_PYARROW) from exc


def destinations(output: str, form: str) -> tuple[str, str | None]:
    """Where the tables of cells and of variables go: a file takes the first only."""
    if os.path.isdir(output) or output.endswith(("/", os.sep)):
        return os.path.join(output, f"cells.{form}"), os.path.join(output, f"variables.{form}")
    return output, None


def write(
    tables: Tables, form: str, output: str, force: bool, inputs: Iterable[tuple[int, int]]
) -> list[str]:
    """Write the tables.

    Returns:
        The paths that were written.

    Raises:
        UsageError: a destination is refused. OutputError: it can't be written.
    """
    first, second = destinations(output, form)
    known = frozenset(inputs)
    todo = [(first, tables.cells)]
    if second is not None and tables.variables is not None:
        todo.append((second, tables.variables))
    for path, _ in todo:
        outputs.check_destination(path, force=force, inputs=known)
    written = []
    for path, table in reversed(todo):  # the table of cells last: when it is there, all is

        def fill(out: BinaryIO, table: Table = table) -> None:
            WRITERS[form](table, out)

        outputs.write_atomic(path, fill, force=force, inputs=known)
        written.append(path)
    return written[::-1]


def hold_against(bundle: CellucidSessionBundle, shape: tuple[int, int]) -> None:
    """Raise InvalidSessionError when the fingerprint says other numbers than the data set has."""
    from cellucid_session.tools.sessions import dataset_counts

    for said, has, what in zip(
        dataset_counts(bundle.dataset_fingerprint), shape, ("cells", "variables"), strict=True
    ):
        if said is not None and said != has:
            raise InvalidSessionError(
                f"the session is of a data set with {said:,} {what}, this one has {has:,}"
            )
