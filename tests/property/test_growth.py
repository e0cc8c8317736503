"""Twice as many of anything that a file can hold is twice the work, for every operation: counted in steps.

Rules of this file: work that looks at all items for each of them is `few * items ** 2` steps. How few is told from
three sizes whatever the rest costs, so that a quick look at all of them is found beside slow work on each.
"""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("construct", reason="the reference engine needs its extra")
pytest.importorskip("anndata")

HERE = Path(__file__).resolve().parent
SIZES = (32, 64, 128)
EXPONENT = 1.2
LITTLE = 400  # steps; less is no growth
PER_PAIR = 0.1  # steps for each pair of items; hashing and sorting come to 0.04
PARTS = 4


@pytest.mark.parametrize("part", range(PARTS))
def test_work_grows_as_the_file_does(part: int) -> None:
    places = [str(HERE), str(HERE.parent), os.environ.get("PYTHONPATH", "")]
    done = subprocess.run(
        [sys.executable, str(HERE / "growing.py"), f"--part={part}/{PARTS}", *map(str, SIZES)],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, places)), "PYTHONHASHSEED": "0"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    told = json.loads(done.stdout)
    assert len(told) > 50
    grown = {}
    for name, (few, some, many) in told.items():
        assert few > 0, name
        first, second = some - few, many - some  # what is done once is in neither
        per_pair = (second - 2 * first) / (6 * SIZES[0] ** 2)  # exact for a + b n + c n**2: c
        steep = second > LITTLE and math.log2(second / max(first, 1)) >= EXPONENT
        if steep or per_pair >= PER_PAIR:
            grown[name] = (few, some, many)
    assert not grown
