"""Binary payloads of any generation: which of its encodings is taken, and the values as its writers want them.

Rules of this file:

* What there is to choose from comes from the generation, by what it calls its encodings. The shortest is taken, of
  equally short ones the first that is declared.
* Sizes are worked out before anything is written. Spec: 5, 9, 16.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from cellucid_session.check.payloads import RUNS
from cellucid_session.check.typed_references import TYPED
from cellucid_session.errors import UsageError
from cellucid_session.generated import rules as R
from cellucid_session.safe import safe
from cellucid_session.wire.build import leb128, refused, uvarint_sizes, whole
from cellucid_session.wire.build_sets import runs_of
from cellucid_session.wire.cell_digest import set_digest
from cellucid_session.wire.runs import expanded, of_elements
from cellucid_session.write.encode import collect, positions, shorter_runs
from cellucid_session.write.texts import json_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cellucid_session.generation import Generation
    from cellucid_session.wire.runs import Block

#: payloads that hold the cells of a group
LIST, SET = "index-list", "cell-set"
STEPS, BITS, GAPS, PART, ALL = "steps", "bits", "runs", "some of a category", "all of a category"
RAW, PACKED = "raw", "packed"
PACKINGS = (1, 2, 4)  # bits


# -- sets of cells --


def members_payload(
    generation: Generation, cells: Any, n_obs: int | None, *, of: Any = None, encoding: str | None = None
) -> bytes:
    """The members of a highlight group.

    Args:
        cells: positions in any order, or a mask of bool, shape (n_obs,).
        of: all cells of the category that the group is bound to, in the same forms; then the session names the cells
            by the category. None: by their positions.
        encoding: one that the generation has, by its name ("steps", "bits", "runs"); None: the shortest.

    Raises:
        UsageError: the generation has no such encoding, or a cell is not one of the category, or none at all.
    """
    found = positions(cells, n_obs)
    if not generation.sets:
        if of is not None or encoding is not None:
            what = "names no cells by a category" if of is not None else "has one way to write cells"
            raise UsageError(f"a session of generation {generation.number} {what}")
        return collect(generation.writers[LIST], indices=found, cells=n_obs)
    byte_of = {name: byte for byte, name in generation.sets.items()}
    members: Any = found
    if of is not None:
        encoding, members = _of_category(found, positions(of, n_obs))
    name = encoding or min(
        (each for each in byte_of if each in SIZES), key=lambda each: SIZES[each](found, n_obs)
    )
    if name not in byte_of or (of is None and name not in SIZES):
        raise UsageError(
            f"generation {generation.number} has no encoding {safe(name)} of cells; it has {', '.join(SIZES)}"
        )
    return collect(generation.writers[SET], encoding=byte_of[name], members=members, cells=n_obs)


def _of_category(found: Any, category: Any) -> tuple[str, Any]:
    """How members are written by a category, and the values for it. found, category: int64, ascending."""
    import numpy as np

    places = np.searchsorted(category, found)
    there = places < len(category)
    if not there.all() or (category[places] != found).any():
        raise UsageError("a cell of the group is not one of the category that the group is bound to")
    head = (len(category), set_digest(category))
    return (ALL, head) if len(found) == len(category) else (PART, (*head, places))


def _steps_size(members: Any, n_obs: int | None) -> int:
    import numpy as np

    return len(leb128(len(members))) + int(uvarint_sizes(np.diff(members, prepend=0)).sum())


def _bits_size(members: Any, n_obs: int | None) -> float:
    return float("inf") if n_obs is None else -(-n_obs // 8)


def _gaps_size(members: Any, n_obs: int | None) -> int:
    gaps, lengths = runs_of(members)
    return len(leb128(len(gaps))) + int(uvarint_sizes(gaps).sum() + uvarint_sizes(lengths).sum())


#: encoding of a set by its positions -> bytes that it takes behind the first
SIZES: dict[str, Callable[[Any, int | None], float]] = {
    STEPS: _steps_size,
    BITS: _bits_size,
    GAPS: _gaps_size,
}


# -- codes whose type the registry names --


def typed(generation: Generation) -> bool:
    """Whether the registry says how wide codes are, so that nothing else can."""
    return generation.reads["codes"] in WIDTHS


#: how codes are read -> what the writer is told of a width in bytes, where the registry names it
WIDTHS: dict[str, Callable[[Generation, int], dict[str, Any]]] = {
    "typed-codes": lambda generation, width: {
        "encodings": tuple(byte for byte, each in generation.widths.items() if each == width)
    },
    "wide-codes": lambda generation, width: {"width": width, "greatest": 256**width - 1},
}


def type_of(generation: Generation, codes: Any) -> str:
    """The type of codes that an array has: the one as wide as it, or the narrowest that holds what it says."""
    found = whole(codes, "codes")
    most = int(found.max()) if len(found) else 0
    types = generation.code_types
    exact = [
        name for name, width in types.items() if found.dtype.kind == "u" and found.dtype.itemsize == width
    ]
    fits = [name for name, width in types.items() if most < 256**width]
    return (exact or fits or [*types][-1:])[0]


def typed_codes_payload(
    generation: Generation,
    codes: Any,
    codes_type: str,
    lengths: Sequence[int] | None = None,
    encoding: str | None = None,
) -> bytes:
    """The codes of a user-defined field whose registry names the type.

    Args:
        codes: integers, shape (k,). codes_type: "Uint8Array" and so on. lengths: how many there may be; None: any.
        encoding: "raw", "run lengths" or "packed"; None: the shortest.

    Raises:
        UsageError: the generation lacks the type or the encoding, or a code does not fit it.
    """
    found = whole(codes, "codes")
    width = generation.width(codes_type)
    if width is None:
        raise UsageError(
            f"codes of generation {generation.number} are {', '.join(generation.code_types)}, not "
            f"{safe(str(codes_type))}"
        )
    for code in (int(found.min()), int(found.max())) if len(found) else ():
        if not 0 <= code < 256**width:
            raise refused(R.CODES_VALUE, f"a code is {code}, allowed in {codes_type}: 0 to {256**width - 1}")
    most = int(found.max()) if len(found) else 0
    codes = _Codes(len(found), most, lambda: of_elements(found), lambda: found)
    return _typed(generation, codes, width, codes_type, lengths, encoding)


def typed_runs_payload(
    generation: Generation, blocks: Callable[[], Iterator[Block]], length: int, codes_type: str
) -> bytes:
    """The codes of a field whose registry names the type, from their runs, in the shortest encoding.

    Nothing is expanded that is not written.

    Args:
        blocks: gives the runs, as long as they can be. length: how many codes they are. codes_type: one that the
            generation has, and wide enough.
    """
    most = max((int(values.max()) for values, _ in blocks()), default=0)
    width = generation.code_types[codes_type]
    codes = _Codes(length, most, blocks, lambda: expanded(blocks, length))
    return _typed(generation, codes, width, codes_type, None, None)


class _Codes(NamedTuple):
    """Codes, of which nothing is made before it is wanted. most: the greatest; 0 where there is none."""

    length: int
    most: int
    runs: Callable[[], Iterator[Block]]
    elements: Callable[[], Any]


def _typed(
    generation: Generation,
    codes: _Codes,
    width: int,
    codes_type: str,
    lengths: Sequence[int] | None,
    encoding: str | None,
) -> bytes:
    """A payload of codes that fit their width."""
    byte_of = {
        _kind(name): byte
        for byte, name in generation.encodings.items()
        if generation.widths.get(byte, width) == width
    }
    kind, payload = _shortest(codes, width, byte_of, encoding)
    if kind not in byte_of:
        raise UsageError(f"generation {generation.number} has no encoding {safe(kind)} of {codes_type}")
    told = WIDTHS[generation.reads["codes"]](generation, width)
    return collect(
        generation.writers["codes"],
        encoding=byte_of[kind],
        length=codes.length,
        payload=payload,
        lengths=lengths,
        **told,
    )


def _kind(name: str) -> str:
    """What an encoding is, whatever width its name says."""
    return next((kind for kind in (RAW, RUNS, PACKED) if name.startswith(kind)), name)


def _shortest(codes: _Codes, width: int, known: Any, wanted: str | None) -> tuple[str, Any]:
    """The encoding that is wished for, or the shortest that is known, and the values as it wants them."""
    bits = next((each for each in PACKINGS if codes.most < 1 << each), None)
    size, best = width * codes.length, RAW
    if wanted == PACKED or (wanted is None and PACKED in known):
        if bits is not None and (wanted == PACKED or 1 - (-codes.length * bits // 8) < size):
            size, best = 1 - (-codes.length * bits // 8), PACKED
        elif wanted == PACKED:
            raise refused(R.CODES_VALUE, f"a code is {codes.most}, and packed ones have 4 bits at most")
    if wanted == RUNS or (wanted is None and RUNS in known):
        if not codes.length and wanted == RUNS:
            return RUNS, ((), ())
        runs = shorter_runs(codes.runs, size if wanted is None else 1 << 62)
        if runs is not None:
            return RUNS, runs
    kind = best if wanted is None else wanted
    return kind, (bits, codes.elements()) if kind == PACKED else codes.elements()


# -- typed JSON --


def typed_payload(generation: Generation, value: Any, *, ordered: bool = False) -> bytes:
    """A value as typed JSON: arrays of numpy lie behind the text, which refers to them, in its order.

    Args:
        value: as for `json_text`, with arrays of numpy in it, of one dimension, in types that the format has.
        ordered: keys ascend by code point; otherwise they stay as they are.

    Raises:
        UsageError: an array is of another type, or a key of an object is "$typed", which belongs to the format.
    """
    arrays: list[Any] = []
    text = json_text(_lifted(value, arrays, ordered))
    return collect(generation.writers["typed-json"], text=text, arrays=arrays)


def _lifted(value: Any, arrays: list[Any], ordered: bool, depth: int = 0) -> Any:
    """A value with references in place of its arrays, which go to a list. What is too deep is refused as JSON."""
    import numpy as np

    if isinstance(value, np.ndarray) and value.ndim:
        arrays.append(value)
        return {TYPED: len(arrays) - 1}
    if isinstance(value, dict) and depth < 100:
        if TYPED in value:
            raise refused(R.TYPED_REFERENCE, f'the key "{TYPED}" of an object belongs to the format')
        keys = sorted(value) if ordered else value
        return {key: _lifted(value[key], arrays, ordered, depth + 1) for key in keys}
    if isinstance(value, list | tuple) and depth < 100:
        return [_lifted(each, arrays, ordered, depth + 1) for each in value]
    return value
