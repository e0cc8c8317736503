"""A policy says what it says, and nothing it says is passed over."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

import builders as b
import jsonschema
import pytest

from cellucid_session import validate
from cellucid_session.declare.schemas import read
from cellucid_session.errors import UsageError
from cellucid_session.generated.limits import BUDGETS
from cellucid_session.judge import policy
from cellucid_session.model import Limits
from cellucid_session.report import jsonreport, text


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
    "levels that are no table": 'name = "a"\nlevels = 5',
    "a level of no rule": 'name = "a"\n[levels]\n"text.nope" = "note"',
    "no level": 'name = "a"\n[levels]\n"text.na" = "fatal"',
    "a level that is a number": 'name = "a"\n[levels]\n"text.na" = 1',
    "a safety rule that is lowered": 'name = "a"\n[levels]\n"frame.magic" = "note"',
    "a safety rule that is off": 'name = "a"\n[levels]\n"gzip.crc" = "off"',
    "a conformance rule that is lowered": 'name = "a"\n[levels]\n"cells.trailing" = "warning"',
    "a budget that is off": 'name = "a"\n[levels]\n"budget.chunks" = "off"',
    "a failure that is off": 'name = "a"\n[levels]\n"tool.internal" = "off"',
    "families that are no table": 'name = "a"\nfamilies = []',
    "an unknown key of families": 'name = "a"\n[families]\nnope = 1',
    "a word for a truth": 'name = "a"\n[families]\nallow_foreign = "no"',
    "contributors that are one text": 'name = "a"\n[families]\ncontributors = "x"',
    "an empty contributor": 'name = "a"\n[families]\ncontributors = [""]',
    "a prefix that is a number": 'name = "a"\n[families]\nprefixes = [1]',
    "two things of foreign chunks": (
        'name = "a"\n[families]\nallow_foreign = false\n[levels]\n"chunk.foreign" = "off"'
    ),
    "waivers that are a table": 'name = "a"\n[waivers]\nrule = "x"',
    "a waiver that is a text": 'name = "a"\nwaivers = ["x"]',
    "nesting without end": 'name = "a"\nlimits = ' + "[" * 5000,
}


WAIVER = {
    "rule": "cells.trailing",
    "reason": "an old writer",
    "owner": "me",
    "until": "2030-12-31",
    "sha256": "0" * 64,
}
#: what makes a waiver one that is refused
NO_WAIVERS = {
    **{f"no {key}": {key: None} for key in WAIVER},
    "an unknown key": {"files": "x"},
    "an unknown rule": {"rule": "cells.nope"},
    "a safety rule": {"rule": "cells.index"},
    "a budget": {"rule": "budget.chunks"},
    "a failure": {"rule": "tool.engines-differ"},
    "an empty reason": {"reason": ""},
    "a blank owner": {"owner": "  "},
    "a reason without end": {"reason": "x" * 1001},
    "no date": {"until": "soon"},
    "a day that there is not": {"until": "2030-02-30"},
    "a date of weeks": {"until": "2030-W01-1"},
    "a date and a time": {"until": "2030-01-01T00:00:00"},
    "a digest in upper case": {"sha256": "A" * 64},
    "half a digest": {"sha256": "0" * 32},
}
REFUSED |= {
    f"a waiver with {why}": 'name = "a"\n[[waivers]]\n'
    + "".join(
        f"{key} = {json.dumps(value)}\n" for key, value in (WAIVER | change).items() if value is not None
    )
    for why, change in NO_WAIVERS.items()
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


FULL = """
name = "full"
description = "everything that a policy can say"
[limits]
chunks = 7
[levels]
"text.na" = "off"
"chunk.id-odd" = "error"
[families]
allow_foreign = false
contributors = ["lab-notes"]
prefixes = ["lab/"]
[[waivers]]
rule = "cells.trailing"
reason = "an old writer"
owner = "me"
until = 2030-12-31
sha256 = "0000000000000000000000000000000000000000000000000000000000000000"
"""


def test_a_policy_that_says_everything_is_read_and_made_again() -> None:
    chosen = policy.parse(FULL)
    assert chosen.effective_levels() == {
        "text.na": "off", "chunk.id-odd": "error", "chunk.foreign": "error",
    }  # fmt: skip
    assert [waiver.as_dict() for waiver in chosen.waivers] == [WAIVER]
    assert policy.of(chosen.as_dict()) == chosen
    assert policy.of(json.loads(json.dumps(chosen.as_dict()))).sha256 == chosen.sha256
    assert chosen.with_limits(chunks=7) == chosen


@pytest.mark.parametrize("name", policy.BUILT_IN)
def test_what_is_built_in_fits_the_schema_and_makes_itself_again(name: str) -> None:
    chosen = policy.load(name)
    assert chosen.name == name
    assert chosen.description
    jsonschema.Draft202012Validator(json.loads(read("policy"))).validate(chosen.as_dict())
    assert policy.of(chosen.as_dict()) == chosen


def test_the_schema_takes_what_the_reader_takes() -> None:
    validator = jsonschema.Draft202012Validator(json.loads(read("policy")))
    validator.validate(policy.parse(FULL).as_dict())
    assert set(json.loads(read("policy"))["properties"]) == set(policy.V.KEYS)
    for change in ({"until": "soon"}, {"sha256": "x"}, {"owner": " "}, {"more": 1}):
        assert not validator.is_valid({"name": "a", "waivers": [WAIVER | change]})


def test_the_names_that_are_built_in() -> None:
    assert list(policy.BUILT_IN) == ["upload", "upload-strict", "archive", "development"]
    assert not policy.load("upload").rules
    assert len({chosen.sha256 for chosen in policy.BUILT_IN.values()}) == 4


FOREIGN = {
    "nothing is named": ({}, False),
    "its contributor is": ({"contributors": ("lab",)}, True),
    "another contributor is": ({"contributors": ("labs",)}, False),
    "its prefix is": ({"prefixes": ("x/", "notes/")}, True),
    "another prefix is": ({"prefixes": ("note/",)}, False),
    "both are": ({"contributors": ("lab",), "prefixes": ("notes/",)}, True),
    "one of both is": ({"contributors": ("lab",), "prefixes": ("x/",)}, False),
}


@pytest.mark.parametrize(("given", "expected"), FOREIGN.values(), ids=FOREIGN)
def test_a_foreign_chunk_is_expected_when(given, expected: bool) -> None:
    chosen = policy.Policy("p", families=policy.Families(**given))
    assert chosen.expects("notes/a", "lab") is expected


# -- what a policy makes of a file --


def odd(*ids: str) -> bytes:
    """A session with a foreign chunk for each id."""
    return b.session(b.chunk("core/state", {}), *(b.chunk(name, {}, contributorId="lab") for name in ids))


def told(report) -> list[tuple[str, str]]:
    return [(found.rule, found.level) for found in report.findings]


ENGINES = ("generated", "reference", "both")


@pytest.mark.parametrize("engine", ENGINES)
def test_upload_admits_foreign_chunks_and_upload_strict_refuses_them(engine: str) -> None:
    data = odd("notes/a")
    assert validate(data, policy="upload", engine=engine).verdict == "valid"
    strict = validate(data, policy="upload-strict", engine=engine)
    assert strict.verdict == "invalid"
    assert told(strict) == [("chunk.foreign", "error")]
    assert validate(odd(), policy="upload-strict", engine=engine).verdict == "valid"


LEVELS = {
    "error": ("invalid", [("chunk.foreign", "error")]),
    "warning": ("valid", [("chunk.foreign", "warning")]),
    "note": ("valid", [("chunk.foreign", "note")]),
    "off": ("valid", []),
}


@pytest.mark.parametrize("level", LEVELS)
def test_a_level_decides_how_advice_is_reported(level: str) -> None:
    verdict, findings = LEVELS[level]
    for engine in ENGINES:
        report = validate(
            odd("notes/a"), policy=policy.Policy("p", levels={"chunk.foreign": level}), engine=engine
        )
        assert (report.verdict, told(report)) == (verdict, findings)


def test_advice_that_is_an_error_is_not_lost_in_a_flood() -> None:
    chosen = policy.Policy("p", Limits(findings=3), levels={"chunk.foreign": "error"})
    data = odd(*(f"a b/{number}" for number in range(20)), "notes/a")
    report = validate(data, policy=chosen)
    assert report.verdict == "invalid"
    assert [level for _, level in told(report)] == ["error"] * 3
    assert validate(data, policy=chosen, max_findings=0).verdict == "invalid"


def test_a_foreign_chunk_that_is_expected_is_a_note() -> None:
    chosen = policy.Policy("p", families=policy.Families(allow_foreign=False, prefixes=("notes/",)))
    assert told(validate(odd("notes/a"), policy=chosen)) == [("chunk.foreign", "note")]
    assert validate(odd("notes/a", "other/a"), policy=chosen).verdict == "invalid"


def waiving(data: bytes, *rules: str, until: str = "2030-12-31", **more) -> policy.Policy:
    digest = hashlib.sha256(data).hexdigest()
    waivers = tuple(policy.Waiver(rule, "known", "me", until, digest) for rule in rules)
    return policy.Policy("p", waivers=waivers, **more)


@pytest.fixture
def broken() -> bytes:
    """A session with two findings of class conformance: bytes after a list, a chunk of no group."""
    return b.session(
        b.chunk("core/state", {}),
        b.meta(b.group("g", 1)),
        b.chunk(b.CELLS + "g", b.cells([1]) + b"\0"),
        b.chunk(b.CELLS + "h", b.cells([1])),
    )


BOTH_RULES = ("cells.orphan", "cells.trailing")  # in the order of the file: the manifest comes first


@pytest.mark.parametrize("engine", ENGINES)
def test_waivers_of_all_errors_make_a_file_valid_and_say_so(broken: bytes, engine: str) -> None:
    assert validate(broken, engine=engine).verdict == "invalid"
    report = validate(broken, policy=waiving(broken, *BOTH_RULES), today="2030-12-31", engine=engine)
    assert report.verdict == "valid"
    assert told(report) == [(rule, "note") for rule in BOTH_RULES]
    assert [found.waived for found in report.findings] == [("known", "me", "2030-12-31")] * 2
    (result,) = jsonreport.document([report], waiving(broken, *BOTH_RULES))["results"]
    assert result["findings"][0]["waived"] == {"reason": "known", "owner": "me", "until": "2030-12-31"}
    assert "waived until 2030-12-31 by me: known" in text.render([report])


def test_a_waiver_holds_for_its_rule_its_file_and_its_time(broken: bytes) -> None:
    some = waiving(broken, BOTH_RULES[0])
    assert validate(broken, policy=some, today="2030-01-01").verdict == "invalid"
    all_of_another = waiving(broken + b"x", *BOTH_RULES)
    assert validate(broken, policy=all_of_another, today="2030-01-01").verdict == "invalid"
    late = validate(broken, policy=waiving(broken, *BOTH_RULES), today="2031-01-01")
    assert late.verdict == "invalid"
    assert [level for _, level in told(late)] == ["error", "error"]


def test_a_waiver_waives_advice_that_is_an_error() -> None:
    data = odd("notes/a")
    chosen = waiving(data, "chunk.foreign", families=policy.Families(allow_foreign=False))
    assert validate(data, policy=chosen, today="2030-01-01").verdict == "valid"


def test_the_verdict_does_not_depend_on_how_much_is_shown(broken: bytes) -> None:
    for most in range(4):
        chosen = waiving(broken, *BOTH_RULES)
        report = validate(broken, policy=chosen, today="2030-01-01", max_findings=most)
        assert report.verdict == "valid"
    few = waiving(broken, BOTH_RULES[0], limits=Limits(findings=1))
    assert validate(broken, policy=few, today="2030-01-01").verdict == "invalid"


def test_the_clock_is_asked_only_when_a_waiver_fits(broken: bytes, monkeypatch) -> None:
    asked = []
    monkeypatch.setattr("cellucid_session.judge.waivers.now", lambda: asked.append(1) or "2030-01-01")
    assert validate(odd(), policy=waiving(broken, *BOTH_RULES)).verdict == "valid"
    validate(broken, policy=waiving(broken, *BOTH_RULES), today="2030-01-01")
    assert not asked
    assert validate(broken, policy=waiving(broken, *BOTH_RULES)).verdict == "valid"
    assert asked == [1]


def test_a_date_that_is_none_is_refused(broken: bytes) -> None:
    with pytest.raises(UsageError, match="no date"):
        validate(broken, policy=waiving(broken, *BOTH_RULES), today="tomorrow")
