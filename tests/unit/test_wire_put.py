"""What is written of few values and of many, at every bound: the same bytes, or the same refusal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from typing import Any

import builders
import numpy as np
import pytest

from cellucid_session.errors import UsageError
from cellucid_session.generated import rules as R
from cellucid_session.wire import build

pytestmark = pytest.mark.libraries

RULE = R.CELLS_INDEX


def written(write: Callable[..., None], *arguments: Any) -> bytes:
    out: list[bytes] = []
    write(out.append, *arguments)
    return b"".join(out)


def refused(write: Callable[..., None], *arguments: Any) -> tuple[str, str]:
    """The rule and the words of a refusal."""
    with pytest.raises(UsageError) as caught:
        write(lambda piece: None, *arguments)
    found = caught.value.finding
    assert found is not None
    assert str(caught.value) == f"{found.message} [{found.rule}]"
    return found.rule, found.message


def many(values: list[int], kind: Any = np.int64) -> Any:
    """The values, preceded by as many of the first that they are not few."""
    return np.array([values[0]] * build.FEW + values, kind)


@pytest.mark.parametrize("width", [1, 2, 4])
def test_numbers_have_their_width_and_no_more(width: int) -> None:
    most = 256**width - 1
    assert written(build.number, 0, width, RULE, "it") == bytes(width)
    assert written(build.number, most, width, RULE, "it") == b"\xff" * width
    assert written(build.number, 1, width, RULE, "it")[0] == 1
    for value in (-1, most + 1):
        assert refused(build.number, value, width, RULE, "it") == (
            RULE,
            f"it is {value}, allowed: 0 to {most}",
        )


@pytest.mark.parametrize("value", [-1, 2**53])
def test_a_uvarint_is_a_safe_integer(value: int) -> None:
    detail = f"it is {value}, allowed: 0 to 9007199254740991"
    assert refused(build.uvarint, value, "it") == (R.UVARINT_RANGE, detail)


def test_one_of_what_is_allowed() -> None:
    build.one_of(7, None, 7, RULE, "it")
    build.one_of(7, (3, 7), 7, RULE, "it")
    for value, allowed, words in ((8, None, "it is 8"), (4, (3, 7), "it is 4, allowed: 3 or 7"),
                                  (8, (3, 8), "it is 8, allowed: 3 or 8")):  # fmt: skip
        with pytest.raises(UsageError) as caught:
            build.one_of(value, allowed, 7, RULE, "it")
        assert caught.value.finding is not None
        assert (caught.value.finding.rule, caught.value.finding.message) == (RULE, words)


def test_nothing_goes_out_beyond_what_was_announced() -> None:
    def pieces() -> Iterator[bytes]:
        yield from (b"ab", b"c", b"de")
        raise AssertionError("asked for more")

    out: list[bytes] = []
    with pytest.raises(UsageError, match="more bytes than the 4 announced"):
        build.pass_on(out.append, pieces(), 4, RULE, "it")
    assert out == [b"ab", b"c"]
    with pytest.raises(UsageError, match="fewer bytes than the 4 announced"):
        build.pass_on(out.append, [b"abc"], 4, RULE, "it")
    assert written(build.pass_on, [b"ab", b"", b"cd"], 4, RULE, "it") == b"abcd"


def test_few_values_are_written_without_numpy(monkeypatch: pytest.MonkeyPatch) -> None:
    values = list(range(build.FEW + 1))
    assert build.FEW == 64
    monkeypatch.setitem(sys.modules, "numpy", None)
    for few in (values[:-1], tuple(values[:-1]), range(build.FEW)):
        assert written(build.array, few, build.FEW, 1, RULE) == bytes(values[:-1])
        assert written(build.deltas, few, 100, RULE) == b"\0" + b"\1" * (build.FEW - 1)
    for write, arguments in (
        (build.array, (values, len(values), 1, RULE)),
        (build.deltas, (values, 100, RULE)),
    ):
        with pytest.raises(ImportError):
            written(write, *arguments)


@pytest.mark.parametrize("form", [list, many], ids=["few", "many"])
@pytest.mark.parametrize("width", [1, 2])
def test_elements_fit_their_width(form: Any, width: int) -> None:
    most = 256**width - 1
    values = form([0, most, 1])
    plainly = b"".join(int(value).to_bytes(width, "little") for value in values)
    assert written(build.array, values, len(values), width, RULE) == plainly
    for wrong in (most + 1, -1):
        values = form([0, wrong, 1])
        detail = f"the element is {wrong}, allowed: 0 to {most}"
        assert refused(build.array, values, len(values), width, RULE) == (R.CODES_VALUE, detail)
    for count in (len(values) - 1, len(values) + 1):
        rule, detail = refused(build.array, form([0, 0, 0]), count, width, RULE)
        assert (rule, detail) == (RULE, f"there are {len(values)} elements, {count} were announced")


@pytest.mark.parametrize("form", [list, many], ids=["few", "many"])
def test_indices_ascend_and_are_below_their_bound(form: Any) -> None:
    values = form([0, 0, 1, 1, 300, 999])
    assert written(build.deltas, values, 1000, RULE) == builders.cells([int(each) for each in values])[1:]
    for wrong in ([5, 5, 1000], [5, 1001, 6], [5, 2**40]):
        assert refused(build.deltas, form(wrong), 1000, RULE)[0] == RULE
    rule, detail = refused(build.deltas, form([-5, 3]), 1000, RULE)
    assert (rule, detail) == (RULE, "the index is -5, allowed: 0 to 999")


@pytest.mark.parametrize("down", range(1, 9))
def test_indices_ascend_across_blocks(down: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "BLOCK", 3)
    values = np.arange(100, 109)
    assert written(build.deltas, values, 109, RULE) == b"\x64" + b"\1" * 8
    values[down:] -= 1
    assert written(build.deltas, values, 109, RULE) == b"\x64" + b"\1" * (down - 1) + b"\0" + b"\1" * (
        8 - down
    )
    values[down:] -= 1
    with pytest.raises(UsageError) as caught:
        build.deltas(bytes, values, 109, RULE)
    assert caught.value.finding is not None
    assert caught.value.finding.rule == RULE


def put_runs(out: Any, values: Any, counts: Any, length: int, most: int = 300) -> None:
    build.runs(out, (values, counts), length, most, R.CODES_VALUE, R.CODES_RUNS, R.CODES_ZERO_RUN)


@pytest.mark.parametrize("block", [1, 2, 3, 1 << 18])
def test_runs_come_in_blocks(block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    values, counts = [0, 300, 1, 2, 3, 4, 5], [1, 200, 3, 4, 5, 6, 2**40]
    plainly = b"".join(builders.uvarint(each) for pair in zip(values, counts, strict=True) for each in pair)
    monkeypatch.setattr(build, "BLOCK", block)
    assert written(put_runs, values, counts, sum(counts)) == builders.uvarint(7) + plainly
    assert written(put_runs, [], [], 0) == b"\0"


RUNS: dict[str, tuple[list[int], list[int], int, tuple[str, str]]] = {
    "a code below 0": ([1, -1], [1, 1], 2, (R.CODES_VALUE, "the code is -1, allowed: 0 to 300")),
    "a code above the most": ([301, 1], [1, 1], 2, (R.CODES_VALUE, "the code is 301, allowed: 0 to 300")),
    "a run of none": ([1, 2], [2, 0], 2, (R.CODES_ZERO_RUN, "the run is 0, allowed: 1 to 9007199254740991")),
    "a run below none": ([1, 2], [3, -1], 2, (R.CODES_ZERO_RUN, "the run is -1, allowed: 1 to 9007199254740991")),
    "a run too long": ([1, 2], [1, 9], 8, (R.CODES_RUNS, "the run is 9, allowed: 1 to 8")),
    "runs too long together": ([1, 2], [5, 4], 8, (R.CODES_RUNS, "the sum of the runs is 9, allowed: 8 to 8")),
    "runs too short together": ([1, 2], [3, 4], 8, (R.CODES_RUNS, "the sum of the runs is 7, allowed: 8 to 8")),
    "no runs": ([], [], 1, (R.CODES_RUNS, "the sum of the runs is 0, allowed: 1 to 1")),
    "runs whose sum would wrap": (
        [1] * 5, [1 << 62] * 4 + [8], 8, (R.CODES_RUNS, f"the run is {1 << 62}, allowed: 1 to 8"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", RUNS)
def test_runs_that_are_refused(case: str) -> None:
    values, counts, length, told = RUNS[case]
    assert refused(put_runs, values, counts, length) == told


def test_every_run_has_a_value() -> None:
    for values, counts in (([1, 2], [2]), ([1], [1, 1])):
        with pytest.raises(UsageError, match="as many values as runs"):
            put_runs(bytes, values, counts, 2)


KNOWN: dict[str, tuple[str, int, str | None]] = {
    "row": ("uint16", 2, "rows"),
    "mark": ("uint8", 1, None),
    "value": ("float32", 4, None),
}


def put_columns(out: Any, rows: int | None = None, **values: Any) -> None:
    build.columns(out, values, KNOWN, {"rows": rows}, R.TABLE_COLUMN, R.TABLE_CELL_INDEX)


def test_columns_are_written_one_behind_the_other() -> None:
    columns = {"row": [0, 65535, 1], "mark": [255, 0, 9], "value": [1.0, -2.0, 0.5]}
    data = np.array(columns["row"], "<u2").tobytes() + bytes(columns["mark"])  # type: ignore[arg-type]
    data += np.array(columns["value"], "<f4").tobytes()
    assert written(lambda out: put_columns(out, **columns)) == data
    foreign = {"row": np.array(columns["row"], ">u2"), "value": np.array(columns["value"], ">f4")}
    assert written(lambda out: put_columns(out, **(columns | foreign))) == data
    assert written(lambda out: put_columns(out, rows=3, row=[2], mark=[1], value=[0])) == b"\2\0\1\0\0\0\0"
    assert written(lambda out: put_columns(out, row=[], mark=[], value=[])) == b""


COLUMNS: dict[str, tuple[dict[str, Any], int | None, tuple[str, str]]] = {
    "one is missing": ({"row": [1], "mark": [1]}, None, (
        R.TABLE_COLUMN, "the columns must be row and mark and value, of one length",
    )),
    "one is too many": ({"row": [1], "mark": [1], "value": [1], "more": [1]}, None, (
        R.TABLE_COLUMN, "the columns must be row and mark and value, of one length",
    )),
    "one is shorter": ({"row": [1], "mark": [], "value": [1]}, None, (
        R.TABLE_COLUMN, "the columns must be row and mark and value, of one length",
    )),
    "at its bound": ({"row": [0, 9], "mark": [1, 1], "value": [1, 1]}, 9, (
        R.TABLE_CELL_INDEX, "row is 9, allowed: 0 to 8",
    )),
    "below zero": ({"row": [-1, 3], "mark": [1, 1], "value": [1, 1]}, 9, (
        R.TABLE_CELL_INDEX, "row is -1, allowed: 0 to 8",
    )),
    "wider than the type": ({"row": [65536, 3], "mark": [1, 1], "value": [1, 1]}, None, (
        R.TABLE_CELL_INDEX, "row is 65536, allowed: 0 to 65535",
    )),
}  # fmt: skip


@pytest.mark.parametrize("case", COLUMNS)
def test_columns_that_are_refused(case: str) -> None:
    values, rows, told = COLUMNS[case]
    assert refused(lambda out: put_columns(out, rows, **values)) == told


@pytest.mark.parametrize("row", [[0.5], [[1]], [True], ["1"]], ids=repr)
def test_a_column_of_whole_numbers_holds_whole_numbers(row: Any) -> None:
    with pytest.raises(UsageError, match="the column row must be whole numbers in one dimension"):
        put_columns(bytes, row=row, mark=[1], value=[1])


@pytest.mark.parametrize("values", [5, [[1, 2]], [0.5], [[]]], ids=repr)
def test_whole_numbers_stand_in_one_dimension(values: Any) -> None:
    with pytest.raises(UsageError, match="the numbers must be whole numbers in one dimension"):
        build.whole(values, "the numbers")
    assert build.whole([], "the numbers").shape == (0,)
