"""An upload gets the answer of the validator, however its bytes come and whatever its length was said to be."""

from __future__ import annotations

import json
from typing import Any

import pytest
from arrivals import BASES, deterministic, found, told
from gates import Line, World

from cellucid_session import Limits, validate
from cellucid_session.judge.policy import load

WITHIN: dict[str, dict[str, int]] = {
    "the usual budgets": {},
    "short texts": {"json_bytes": 350, "inflated_bytes": 300},
    "few bytes of JSON": {"total_json_bytes": 1300, "chunks": 9},
}


@pytest.mark.parametrize("case", WITHIN)
def test_an_upload_gets_the_answer_of_the_validator(worlds: Any, case: str) -> None:
    world: World = worlds(policy=load("upload").with_limits(**WITHIN[case]))
    limits = Limits(**(WITHIN[case] | {"findings": 100}))
    refused = 0
    for data in [*BASES, *deterministic(25, len(case))]:
        if not data:
            continue
        wanted = validate(data, limits=limits)
        answered = world.upload(data)
        if wanted.verdict == "valid":
            assert answered.status == 200
            continue
        refused += 1
        assert told(json.loads(answered.body)["results"][0]) == found(wanted)
    assert refused > 15


def test_pieces_of_an_upload_make_no_difference(world: World) -> None:
    for data in deterministic(6, 4):
        wanted = validate(data)
        if wanted.verdict == "valid" or len(data) < 40:
            continue
        with Line(world.port) as line:
            line.send(world.head(world.expect(), length=len(data)))
            for at in range(0, len(data), 97):
                line.send(data[at : at + 97])
            answered = line.answer()
        assert told(json.loads(answered.body)["results"][0]) == found(wanted)
