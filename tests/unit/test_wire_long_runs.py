"""Long runs of one-byte deltas are judged at once; what comes behind them is judged as ever."""

from __future__ import annotations

import numpy as np
import pytest

from cellucid_session.generated import payloads
from cellucid_session.wire.blocks import BLOCK
from cellucid_session.wire.build import leb128
from cellucid_session.wire.source import Pump, Source

assert np  # the kernels are asked for as soon as it is imported


@pytest.mark.parametrize("before", [BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK, 9 * BLOCK])
@pytest.mark.parametrize("delta", [128, 300, 2**20])
def test_a_longer_delta_behind_a_long_run(before: int, delta: int) -> None:
    deltas = [1] * before + [delta] + [1] * 100
    data = leb128(len(deltas)) + b"".join(map(leb128, deltas))
    source = Source()
    pump = Pump(source, payloads.index_list(source, cells=None))
    pump.feed(data)
    told = pump.end()
    assert (told.count, told.last) == (len(deltas), sum(deltas))
