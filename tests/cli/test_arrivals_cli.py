"""No process between the bytes and the judge changes the answer: several at once, an isolated child, standard input."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from arrivals import BASES, deterministic, found, told

from cellucid_session import Limits, validate


def command(words: list[str], names: list[str], **given: Any) -> list[tuple[Any, ...]]:
    """What the command says of files, in their order."""
    done = given["run"]("--format=json", *words, *names, stdin=given.get("stdin"))
    return [told(result) for result in json.loads(done.stdout)["results"]]


@pytest.mark.parametrize(
    "limits",
    [{}, {"file_bytes": 1500}, {"json_bytes": 350, "inflated_bytes": 300}, {"total_json_bytes": 1300, "chunks": 9}],
    ids=str,
)  # fmt: skip
@pytest.mark.parametrize("exits", [[], ["--no-early-exit"]], ids=str)
def test_no_process_changes_the_answer(
    run: Any, tmp_path: Path, limits: dict[str, int], exits: list[str]
) -> None:
    drawn = deterministic(9, len(str(limits)))
    files = {f"{at}.cellucid-session": data for at, data in enumerate([*BASES, *drawn])}
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    wanted = [found(validate(data, limits=Limits(**limits), early_exit=not exits)) for data in files.values()]
    words = [*exits, *(f"--limit={name}={value}" for name, value in limits.items())]
    assert command(words, list(files), run=run) == wanted
    assert command([*words, "--jobs=2"], list(files), run=run) == wanted
    assert command([*words, "--isolate"], list(files), run=run) == wanted
    for at in (0, 3, 5, 8):
        data = list(files.values())[at]
        assert command(words, ["-"], stdin=data, run=run) == [wanted[at]]
        assert command([*words, "--isolate"], ["-"], stdin=data, run=run) == [wanted[at]]
