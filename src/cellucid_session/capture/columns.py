"""A column of a data set, or two of an embedding, as the numbers that a page draws.

Rules of this file:

* Nothing of the data set is changed or kept in another form: a column is converted block by block when it is asked for.
  Only texts that are no categories yet are turned into codes once.
* A column that a page can't colour cells by is refused with a reason that a person understands.
* Values that float32 can't hold are NaN, and so are infinities: they have no place and no colour.
Spec: 15.5.2.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from cellucid_session.safe import safe

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]
    Block = Callable[[int, int], Array]

_COLOUR = re.compile(r"#(?:[0-9A-Fa-f]{6})(?:[0-9A-Fa-f]{2})?", re.ASCII).fullmatch
CATEGORIES = 2_000  # of one column; more than anybody tells apart
CATEGORY_LENGTH = 120  # characters of a category's name that are told
SAMPLE = 10_000  # cells that are looked at before a column of texts is read whole

#: most categories -> (dtype of the codes, the code that means that there is none)
WIDTHS = ((0xFF, "uint8"), (0xFFFF, "uint16"))


class Column:
    """A column that a page can colour cells by.

    Attributes:
        key: its name. kind: "category" or "continuous". dtype, itemsize: of what `block` gives.
        categories: names by code, for kind "category". span: (least, greatest) finite value, or (None, None).
        block: cells start..stop as an array of that dtype, little-endian.
        colors: "#rrggbb" of each category, where the data set has one for all; or ().
    """

    __slots__ = ("block", "categories", "colors", "dtype", "itemsize", "key", "kind", "span")

    def __init__(
        self,
        key: str,
        kind: str,
        dtype: str,
        block: Block,
        categories: tuple[str, ...] = (),
        span: tuple[float | None, float | None] = (None, None),
    ) -> None:
        self.key = key
        self.kind = kind
        self.dtype = dtype
        self.itemsize = {"uint8": 1, "uint16": 2}.get(dtype, 4)
        self.block = block
        self.categories = categories
        self.colors: tuple[str, ...] = ()
        self.span = span

    def describe(self) -> dict[str, Any]:
        """What a page is told before it asks for the values."""
        if self.kind == "category":
            told = {"kind": self.kind, "dtype": self.dtype, "categories": list(self.categories)}
            return told | ({"colors": list(self.colors)} if self.colors else {})
        return {"kind": self.kind, "dtype": self.dtype, "min": self.span[0], "max": self.span[1]}

    def names_bytes(self) -> int:
        """Bytes of the categories' names."""
        return sum(len(name.encode("utf-8")) for name in self.categories)


class Unread:
    """An entry of obsm that was not read from its file, and why it can't be drawn."""

    __slots__ = ("why",)

    def __init__(self, why: str) -> None:
        self.why = why


def plane(values: Any, cells: int) -> tuple[Any | None, str]:
    """What has two columns to draw: the array-like itself, or None and why not.

    Args:
        values: an entry of obsm. cells: the number of rows that it must have.
    """
    import numpy as np

    if isinstance(values, Unread):
        return None, values.why
    if hasattr(values, "to_numpy") and hasattr(values, "columns"):  # a DataFrame
        values = values.iloc[:, :2].to_numpy()
    shape, dtype = getattr(values, "shape", None), getattr(values, "dtype", None)
    if shape is None or len(shape) != 2 or shape[0] != cells:
        return None, "it is no table with one row for each cell"
    if shape[1] < 2:
        return None, "it has fewer than two columns"
    if hasattr(values, "tocsr"):
        return None, "it is sparse"
    if dtype is None or np.dtype(dtype).kind not in "fiub":
        return None, f"its values are {safe(str(dtype), 40)}, not numbers"
    return values, ""


def colours(held: Any, categories: int) -> tuple[str, ...]:
    """The colours that `uns["NAME_colors"]` holds, as "#rrggbb"; () when it has not one for each of the categories."""
    if (
        held is None
        or isinstance(held, str | bytes)
        or not hasattr(held, "__len__")
        or len(held) < categories
    ):
        return ()
    try:
        texts = [str(each) for each in list(held)[:categories]]
    except TypeError:
        return ()
    return tuple(text[:7].lower() for text in texts) if all(map(_COLOUR, texts)) else ()


def places(array: Any, start: int, stop: int) -> Array:
    """Rows start..stop of the first two columns: float32, shape (stop - start, 2), NaN where there is no place."""
    import numpy as np

    return float32(np.asarray(array[start:stop, :2]))


def float32(values: Array) -> Array:
    """Values as float32, little-endian; NaN where they are no numbers that it holds."""
    import numpy as np

    with np.errstate(over="ignore", invalid="ignore"):
        out = np.ascontiguousarray(values, dtype="<f4")
        if out is values or np.shares_memory(out, values):
            out = out.copy()
        out[~np.isfinite(out)] = np.nan
    return out


def column(key: str, series: Any) -> tuple[Column | None, str]:
    """A column of obs, or None and why a page can't show it."""
    import pandas as pd

    dtype = series.dtype
    for fits, make in (
        (isinstance(dtype, pd.CategoricalDtype), _category),
        (pd.api.types.is_bool_dtype(dtype), _bool),
        (pd.api.types.is_complex_dtype(dtype), _unfit),
        (pd.api.types.is_numeric_dtype(dtype), _continuous),
        (pd.api.types.is_string_dtype(dtype) or pd.api.types.is_object_dtype(dtype), _texts),
    ):
        if fits:
            return make(key, series)
    return _unfit(key, series)


def _unfit(key: str, series: Any) -> tuple[Column | None, str]:
    del key
    return None, f"its values are {safe(str(series.dtype), 40)}: neither categories, numbers nor texts"


def _coded(key: str, names: list[str], codes: Block) -> tuple[Column | None, str]:
    """A column of categories; `codes` gives signed integers, -1 where there is no category."""
    import numpy as np

    if len(names) > CATEGORIES:
        return None, f"it has {len(names)} categories, more than {CATEGORIES}"
    dtype = next((word for most, word in WIDTHS if len(names) <= most), "uint32")
    told = np.dtype(dtype).newbyteorder("<")

    def block(start: int, stop: int) -> Array:
        return codes(start, stop).astype(told)  # -1 becomes the code with all bits set, at every width

    short = tuple(_shortened(name) for name in names)
    return Column(key, "category", dtype, block, categories=short), ""


def _shortened(name: str) -> str:
    name = name.encode("utf-8", "replace").decode("utf-8")
    return name if len(name) <= CATEGORY_LENGTH else name[: CATEGORY_LENGTH - 1] + "\u2026"


def _category(key: str, series: Any) -> tuple[Column | None, str]:
    held = series.array
    names = held.categories
    if len(names) > CATEGORIES:  # before a text is made of each
        return None, f"it has {len(names)} categories, more than {CATEGORIES}"
    codes = held.codes
    return _coded(key, [str(name) for name in names], lambda start, stop: codes[start:stop])


def _bool(key: str, series: Any) -> tuple[Column | None, str]:
    import numpy as np

    held = series.array

    def codes(start: int, stop: int) -> Array:
        part = held[start:stop]
        values = part.to_numpy(dtype=np.bool_, na_value=False).astype(np.int8)
        values[np.asarray(part.isna())] = -1
        coded: Array = values
        return coded

    return _coded(key, ["False", "True"], codes)


def _continuous(key: str, series: Any) -> tuple[Column | None, str]:
    import numpy as np

    held = series.array

    def block(start: int, stop: int) -> Array:
        part = held[start:stop]
        return float32(np.asarray(part.to_numpy(dtype=np.float64, na_value=np.nan)))

    return Column(key, "continuous", "float32", block, span=_span(block, len(held))), ""


def _span(block: Block, cells: int, step: int = 1 << 18) -> tuple[float | None, float | None]:
    """The least and the greatest value that is a number, as float32 holds them."""
    import numpy as np

    least, greatest = np.inf, -np.inf
    for start in range(0, cells, step):
        part = block(start, min(cells, start + step))
        part = part[~np.isnan(part)]
        if part.size:
            least, greatest = min(least, float(part.min())), max(greatest, float(part.max()))
    return (least, greatest) if least <= greatest else (None, None)


def _texts(key: str, series: Any) -> tuple[Column | None, str]:
    """Texts, as categories in their order; what differs from cell to cell is a name, not a colour."""
    import numpy as np
    import pandas as pd

    for part in (series.iloc[:SAMPLE], series):
        try:
            names = part.dropna().unique()
        except TypeError:  # values that can't be compared
            return None, "some of its values are no texts"
        if len(names) > CATEGORIES:
            return None, f"it has more than {CATEGORIES} different values"
        if not all(isinstance(name, str) for name in names):
            return None, "some of its values are no texts"
    codes, names = pd.factorize(series, sort=True)
    kept = codes.astype(np.int16)  # CATEGORIES fit
    return _coded(key, list(names), lambda start, stop: kept[start:stop])
