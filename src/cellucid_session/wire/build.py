"""Values into bytes: what the generated writers are made of.

Rules of this file:

* A value that a reader would refuse is refused here with the same rule, before a byte of it goes out.
* Few values are written without numpy; many are written in blocks. Both give the same bytes.
* Everything is little-endian. `out` takes pieces of bytes; it is never asked for anything. Spec: 2, 5, 9.
"""

from __future__ import annotations

from cellucid_session.errors import UsageError
from cellucid_session.generated import limits as L
from cellucid_session.generated import rules as R
from cellucid_session.model import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from typing import Any

    Out = Callable[[bytes], Any]

FEW = 64  # values; up to here numpy costs more than it saves
BLOCK = 1 << 18  # values that are encoded at a time


def refused(rule: str, detail: str) -> UsageError:
    """The error for a value that can't be written: its finding names the rule that a reader would blame."""
    return UsageError(f"{detail} [{rule}]", Finding(rule, detail))


def within(value: int, low: int, high: int, rule: str, what: str) -> None:
    """Refuse a number outside two bounds, both included."""
    if not low <= value <= high:
        raise refused(rule, f"{what} is {value}, allowed: {low} to {high}")


def all_within(values: Any, low: int, high: int, rule: str, what: str) -> None:
    """Refuse numbers of which one is outside two bounds, both included. values: integers, shape (k,), k > 0."""
    for value in (values.min(), values.max()):
        within(int(value), low, high, rule, what)


def one_of(value: int, allowed: Sequence[int] | None, most: int, rule: str, what: str) -> None:
    """Refuse a number that is none of the allowed ones (None: anything up to `most`)."""
    if value > most or (allowed is not None and value not in allowed):
        told = "" if allowed is None else f", allowed: {' or '.join(map(str, allowed))}"
        raise refused(rule, f"{what} is {value}{told}")


def number(out: Out, value: int, width: int, rule: str, what: str) -> None:
    """An unsigned number of `width` bytes."""
    within(value, 0, (1 << (8 * width)) - 1, rule, what)
    out(value.to_bytes(width, "little"))


def leb128(value: int) -> bytes:
    """A whole number of at least 0 as a uvarint, in as few bytes as it needs."""
    data = bytearray()
    while value > 0x7F:
        data.append(0x80 | value & 0x7F)
        value >>= 7
    data.append(value)
    return bytes(data)


def uvarint(out: Out, value: int, what: str) -> None:
    """One uvarint. Raises UsageError: the value is below 0 or beyond SAFE_INTEGER."""
    within(value, 0, L.SAFE_INTEGER, R.UVARINT_RANGE, what)
    out(leb128(value))


def pass_on(out: Out, pieces: Iterable[bytes], length: int, rule: str, what: str) -> None:
    """Bytes that come in pieces, `length` of them in all."""
    total = 0
    for piece in pieces:
        total += len(piece)
        if total > length:
            break
        out(piece)
    if total != length:
        raise refused(
            rule, f"{what} has {'more' if total > length else 'fewer'} bytes than the {length} announced"
        )


def few(values: Any) -> bool:
    """Whether values are so few, and plain, that they are written one by one.

    Scalars of numpy are not plain: they calculate in their own width, each release of numpy in another way.
    """
    plain = isinstance(values, (list, tuple, range)) and len(values) <= FEW
    return plain and all(type(value) is int for value in values)


def whole(values: Any, what: str) -> Any:
    """Values as an array of integers, shape (k,). Raises UsageError for anything else."""
    import numpy as np

    found = np.asarray(values)
    if found.ndim != 1 or (len(found) and found.dtype.kind not in "iu"):
        raise UsageError(f"{what} must be whole numbers in one dimension")
    return found


def uvarint_sizes(values: Any) -> Any:
    """How many bytes each value takes as a uvarint: int64, shape (k,). values: unsigned, shape (k,)."""
    import numpy as np

    sizes = np.ones(len(values), dtype=np.int64)
    for place in range(1, L.UVARINT_BYTES):
        longer = values >= (1 << (7 * place))
        if not longer.any():
            break
        sizes += longer
    return sizes


def leb128_block(values: Any) -> bytes:
    """Many uvarints back to back. values: uint64, shape (k,)."""
    import numpy as np

    sizes = uvarint_sizes(values)
    starts = np.cumsum(sizes) - sizes
    data = np.empty(int(sizes.sum()), dtype=np.uint8)
    for place in range(int(sizes.max(initial=0))):
        there = sizes > place
        septet = (values[there] >> np.uint64(7 * place)) & np.uint64(0x7F)
        more = (sizes[there] > place + 1).astype(np.uint64) << np.uint64(7)
        data[starts[there] + place] = septet | more
    return data.tobytes()


def array(out: Out, values: Any, count: int, width: int, rule: str) -> None:
    """`count` unsigned numbers of `width` bytes, back to back."""
    if len(values) != count:
        raise refused(rule, f"there are {len(values)} elements, {count} were announced")
    most = (1 << (8 * width)) - 1
    if few(values):
        for value in values:
            within(value, 0, most, R.CODES_VALUE, "the element")
        out(b"".join(value.to_bytes(width, "little") for value in values))
        return
    found = whole(values, "elements")
    for start in range(0, count, BLOCK):
        block = found[start : start + BLOCK]
        all_within(block, 0, most, R.CODES_VALUE, "the element")
        out(block.astype(f"<u{width}").tobytes())


def deltas(out: Out, indices: Any, below: int, rule: str, repeated: str | None = None) -> None:
    """Ascending indices: the first, then the steps.

    Args:
        rule: for an index out of order, or not below `below`. repeated: for one that is the one before again; None:
            it may be.
    """
    last = 0
    if few(indices):
        for place, index in enumerate(indices):
            within(index, last, below - 1, rule, "the index")
            if place and index == last and repeated is not None:
                raise refused(repeated, f"the index {index} is there twice")
            out(leb128(index - last))
            last = index
        return
    import numpy as np

    found = whole(indices, "indices")
    for start in range(0, len(found), BLOCK):
        block = found[start : start + BLOCK]
        all_within(block, last, below - 1, rule, "the index")
        wide = block.astype(np.int64)
        steps = np.diff(wide, prepend=np.int64(last))
        if int(steps.min()) < 0:
            raise refused(rule, "the indices do not ascend")
        if repeated is not None and not steps[0 if start else 1 :].all():
            raise refused(repeated, "an index is there twice")
        out(leb128_block(steps.astype(np.uint64)))
        last = int(wide[-1])


def runs(
    out: Out,
    pairs: tuple[Any, Any],
    length: int,
    most: int,
    value_rule: str,
    run_rule: str,
    zero_rule: str,
    same_rule: str | None = None,
) -> None:
    """The number of pairs, then value and run in turn.

    Args:
        pairs: (values, runs), each of shape (k,). most: the largest value.
        value_rule, run_rule, zero_rule: for a larger value, for runs that do not add up to `length`, for a run of 0.
        same_rule: for two neighbours of one value; None: there may be.
    """
    values, counts = (whole(part, "runs") for part in pairs)
    if len(values) != len(counts):
        raise UsageError("there are not as many values as runs")
    import numpy as np

    if len(values):
        all_within(values, 0, most, value_rule, "the code")
        within(int(counts.min()), 1, L.SAFE_INTEGER, zero_rule, "the run")
        within(int(counts.max()), 1, length, run_rule, "the run")
        if same_rule is not None and (values[1:] == values[:-1]).any():
            raise refused(same_rule, "two runs side by side have one value")
    total = sum(
        int(counts[start : start + BLOCK].sum(dtype=np.int64)) for start in range(0, len(counts), BLOCK)
    )
    within(total, length, length, run_rule, "the sum of the runs")
    uvarint(out, len(values), "the number of runs")
    for start in range(0, len(values), BLOCK):
        block = np.empty((len(values[start : start + BLOCK]), 2), dtype=np.uint64)
        block[:, 0], block[:, 1] = values[start : start + BLOCK], counts[start : start + BLOCK]
        out(leb128_block(block.ravel()))


def columns(
    out: Out,
    values: Mapping[str, Any],
    known: Mapping[str, tuple[str, int, str | None]],
    bounds: Mapping[str, int | None],
    rule: str,
    bound_rule: str,
) -> None:
    """The known columns of a table, back to back, bit for bit. values: column name -> array, shape (rows,)."""
    import numpy as np

    if set(values) != set(known) or len({len(values[name]) for name in known}) > 1:
        raise refused(rule, f"the columns must be {' and '.join(known)}, of one length")
    for name, (dtype, _, bound_name) in known.items():
        wanted = np.dtype(dtype)
        column = np.asarray(values[name])
        if not len(column):
            continue
        bound = None if bound_name is None else bounds[bound_name]
        if wanted.kind == "u":
            top = (1 << (8 * wanted.itemsize)) - 1 if bound is None else bound - 1
            column = whole(column, f"the column {name}")
            all_within(column, 0, top, bound_rule, name)
        out(column.astype(wanted.newbyteorder("<"), copy=False).tobytes())
