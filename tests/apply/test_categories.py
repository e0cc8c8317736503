"""Codes of a field as a Categorical, for codes, markers and numbers of categories of every kind. Spec: 10.2."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
import pytest

from cellucid_session.apply.categories import categorical, code_bytes

pytestmark = pytest.mark.libraries

#: dtype -> numbers of categories, and the codes that are looked at beside those around the number
KINDS = {
    "uint8": ([0, 1, 2, 126, 127, 128, 129, 254, 255, 256, 300], [0, 3, 127, 128, 254, 255]),
    "uint16": (
        [0, 1, 127, 128, 255, 256, 300, 32767, 65535, 65536, 70000],
        [0, 3, 127, 128, 255, 256, 32767, 32768, 65534, 65535],
    ),
}
MARKERS: tuple[tuple[int, ...], ...] = ((), (255,), (65535,), (255, 65535))


@pytest.mark.parametrize(
    ("dtype", "count"), [(dtype, count) for dtype, (counts, _) in KINDS.items() for count in counts]
)
def test_a_code_becomes_its_category_or_is_missing(dtype: str, count: int) -> None:
    top = int(np.iinfo(dtype).max)
    near = sorted({code for code in (*KINDS[dtype][1], count - 1, count, count + 1) if 0 <= code <= top})
    names = [str(number) for number in range(count)]
    named = [code for code in near if code < count]
    lists = [near * 3, named, [*named, 255, 255]]
    if count < 1000:
        lists += [[], *([code] for code in near)]
    for markers, codes in itertools.product(MARKERS, lists):
        values, missing, stray = categorical(np.array(codes, dtype=dtype), names, markers)
        positions = [-1 if code in markers or code >= count else code for code in codes]
        assert values.codes.tolist() == positions, (markers, codes)
        assert missing == positions.count(-1), (markers, codes)
        assert stray == sum(code >= count and code not in markers for code in codes), (markers, codes)
        assert values.codes.dtype.itemsize == code_bytes(count)
        assert not values.ordered
    assert values.categories.tolist() == names
    assert values.categories.dtype == pd.Index(names).dtype


@pytest.mark.parametrize("count", [0, 1, 126, 127, 128, 32766, 32767, 32768])
def test_the_size_of_a_code_is_that_of_pandas(count: int) -> None:
    codes = pd.Categorical.from_codes([], categories=pd.RangeIndex(count)).codes
    assert code_bytes(count) == codes.dtype.itemsize
