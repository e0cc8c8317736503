"""Integers of every kind that numpy has make the same bytes: no result depends on its casting rules."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from cellucid_session import SessionWriter, UsageError
from cellucid_session.wire import build
from cellucid_session.write.encode import cells_payload, codes_payload, table_payload

pytestmark = pytest.mark.libraries

DTYPES = ["i1", "u1", "i2", "u2", "i4", "u4", "i8", "u8", ">i2", ">i4", ">u8"]
FEW, MANY = [0, 3, 100, 127], sorted({number * 3 % 128 for number in range(100)})


def piece(write: Callable[..., None], *given: Any) -> bytes:
    parts: list[bytes] = []
    write(parts.append, *given)
    return b"".join(parts)


WRITERS: dict[str, Callable[[Any], bytes]] = {
    "cells": lambda values: cells_payload(values, 128),
    "cells of an unknown number": cells_payload,
    "codes": lambda values: codes_payload(values, "Uint8Array"),
    "wide codes": lambda values: codes_payload(values, "Uint16Array"),
    "runs of codes": lambda values: codes_payload(np.repeat(values, 50), "Uint16Array"),
    "a table": lambda values: table_payload(values, np.ones(len(values), dtype="f4"), 128),
    "an array": lambda values: piece(build.array, values, len(values), 2, "codes.value"),
    "ascending": lambda values: piece(build.deltas, values, 128, "cells.index"),
    "pairs": lambda values: piece(
        build.runs, (values, np.ones(len(values), "i1")), len(values), 127, "r", "r", "r"
    ),
}


@pytest.mark.parametrize("values", [FEW, MANY], ids=["few", "many"])
@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("writer", WRITERS)
def test_every_kind_of_integer_makes_the_same_bytes(writer: str, dtype: str, values: list[int]) -> None:
    write = WRITERS[writer]
    wanted = write(np.array(values, dtype="i8"))
    array = np.array(values, dtype=dtype)
    assert write(array) == wanted
    if writer != "runs of codes":
        assert write(list(array)) == wanted  # scalars of numpy
        assert write(values) == wanted


@pytest.mark.parametrize("kind", [np.int8, np.uint8, np.int16, np.uint16, np.int64, np.uint64])
def test_counts_of_every_kind(kind: Any) -> None:
    def made(count: Any) -> bytes:
        with SessionWriter(n_obs=count, n_vars=count, created_at="2026-01-15T09:30:00Z") as writer:
            group = {"id": "g", "cellCount": kind(2)}
            writer.add("highlights/meta", {"pages": [{"id": "p", "name": "P", "highlightedGroups": [group]}]})
            writer.add_cells("g", [4, 1])
            return writer.to_bytes()

    assert made(kind(100)) == made(100)


@pytest.mark.parametrize("writer", ["cells", "codes", "a table", "ascending"])
def test_truth_is_no_position(writer: str) -> None:
    if writer != "cells":  # where it is a mask
        with pytest.raises(UsageError):
            WRITERS[writer](np.array([True, False]))
