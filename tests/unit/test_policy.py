"""A policy says what it says, and nothing it says is passed over."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

import pytest

from cellucid_session import policy
from cellucid_session.errors import UsageError
from cellucid_session.generated.limits import BUDGETS
from cellucid_session.model import Limits
from cellucid_session.schemas_data import read


def test_the_built_in_policy_has_the_default_budgets() -> None:
    assert policy.load("upload").limits == Limits()


def test_the_digest_is_that_of_the_canonical_json() -> None:
    chosen = policy.Policy("mine", Limits(chunks=5))
    text = json.dumps(chosen.as_dict(), sort_keys=True, separators=(",", ":"))
    assert chosen.sha256 == hashlib.sha256(text.encode()).hexdigest()
    assert chosen.sha256 != policy.Policy("mine").sha256


REFUSED = {
    "no TOML": "name = ",
    "no name": "[limits]\nchunks = 1",
    "an empty name": 'name = ""',
    "a name that begins with a dot": 'name = ".x"',
    "a name with a blank": 'name = "a b"',
    "a name of other digits": 'name = "\u0663"',
    "a name that is too long": f'name = "{"a" * 65}"',
    "a name that is a number": "name = 1",
    "an unknown key": 'name = "a"\nlenient = true',
    "limits that are no table": 'name = "a"\nlimits = 5',
    "an unknown limit": 'name = "a"\n[limits]\nnope = 1',
    "a limit of nothing": 'name = "a"\n[limits]\nchunks = 0',
    "a negative limit": 'name = "a"\n[limits]\nchunks = -1',
    "a limit that is a float": 'name = "a"\n[limits]\nchunks = 1.0',
    "a limit that is a truth": 'name = "a"\n[limits]\nchunks = true',
    "a limit that is a text": 'name = "a"\n[limits]\nchunks = "1"',
    "a limit beyond safe integers": f'name = "a"\n[limits]\nchunks = {1 << 53}',
    "nesting without end": 'name = "a"\nlimits = ' + "[" * 5000,
}


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED)
def test_a_policy_that_is_wrong_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(UsageError):
        policy.parse(text)
    (tmp_path / "p.toml").write_text(text, "utf-8")
    with pytest.raises(UsageError, match="policy"):
        policy.load(str(tmp_path / "p.toml"))


def test_a_policy_file_that_can_not_be_read_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "bytes").write_bytes(b'name = "\xff"')
    with (tmp_path / "large").open("wb") as stream:
        stream.truncate(policy.FILE_BYTES + 1)
    for name in ("pipe", "bytes", "large", "gone", "."):
        with pytest.raises(UsageError):
            policy.load(str(tmp_path / name))


def test_a_policy_is_read() -> None:
    chosen = policy.parse('name = "mine"\ndescription = "ours"\n[limits]\nchunks = 7\n')
    assert (chosen.name, chosen.description, chosen.limits) == ("mine", "ours", Limits(chunks=7))
    assert chosen.with_limits(json_nodes=9).limits == Limits(chunks=7, json_nodes=9)


def test_the_schema_names_the_same_budgets() -> None:
    assert set(json.loads(read("policy"))["properties"]["limits"]["properties"]) == set(BUDGETS)
