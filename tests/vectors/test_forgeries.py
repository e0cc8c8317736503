"""Lies that a forger makes coherent and gives a right digest: what can be read off the file still refuses them."""

from __future__ import annotations

import copy
import hashlib
import json
from collections.abc import Callable
from typing import Any

import builders
import pytest
from tampering import load_checker, signed

from cellucid_session import validate
from cellucid_session.judge.policy import load
from cellucid_session.report import jsonreport

CHECKER = load_checker()
POLICY = load("upload")
GOOD = builders.session(
    builders.meta(builders.group("g1", 3)),
    builders.chunk(builders.CELLS + "g1", builders.cells([1, 4, 5])),
)
CRC = GOOD[:-8] + bytes([GOOD[-8] ^ 1]) + GOOD[-7:]

Result = dict[str, Any]


def excused(result: Result) -> None:
    """Everything that was found is struck out, and every rule ran."""
    result.update(verdict="valid", findings=[], suppressed=0)
    for state in result["certificate"]["rules"]:
        state["findings"] = 0
        if state["state"] == "not-reached":
            state.update(state="ran", why=None, ended_by=[])


def renamed_tail(result: Result) -> None:
    excused(result)
    spans = result["certificate"]["spans"]
    spans[-2]["end"] = spans.pop()["end"]
    result["certificate"]["chunks"][-1]["end"] = spans[-1]["end"]


def mended(result: Result) -> None:
    """The payload that did not come through is said to have come."""
    excused(result)
    payload = builders.cells([1, 4, 5])
    digest = hashlib.sha256(payload).hexdigest()
    result["certificate"]["chunks"][-1].update(inflated_bytes=len(payload), inflated_sha256=digest)


def unread(result: Result) -> None:
    result.update(sha256=None)
    result["certificate"].update(spans=[], manifest=None, chunks=[])


def unjudged(result: Result) -> None:
    certificate = result["certificate"]
    size = result["bytes"]
    spans = [{"what": "unjudged", "start": 0, "end": size, "chunk": None}]
    certificate.update(spans=spans, manifest=None, chunks=[])


def without_chunks(result: Result) -> None:
    certificate = result["certificate"]
    del certificate["spans"][3:]
    certificate["spans"].append(
        {"what": "unjudged", "start": certificate["manifest"]["end"], "end": result["bytes"], "chunk": None}
    )
    certificate["chunks"] = []


def no_gzip(result: Result) -> None:
    for state in result["certificate"]["rules"]:
        if state["rule"].startswith("gzip."):
            state.update(state="not-applicable", why="no chunk has the codec gzip", ended_by=[])


def waived_safety(result: Result) -> None:
    excuse = {"reason": "x", "owner": "y", "until": "2999-01-01"}
    for found in result["findings"]:
        found.update(level="note", waived=excuse)
    result["verdict"] = "valid"


def blamed(result: Result) -> None:
    """Rules that did not run are put down to one that was not broken."""
    for state in result["certificate"]["rules"]:
        if state["rule"] == "cells.index":
            why = CHECKER.WHY.format("gzip.data")
            state.update(state="not-reached", why=why, ended_by=["gzip.data"])


def moved(result: Result) -> None:
    """The manifest is a byte longer, the frame behind it begins later."""
    certificate = result["certificate"]
    certificate["spans"][2]["end"] += 1
    certificate["spans"][3]["start"] += 1
    certificate["manifest"]["end"] += 1
    certificate["manifest"]["sha256"] = hashlib.sha256(GOOD[21 : certificate["manifest"]["end"]]).hexdigest()


def hidden(result: Result) -> None:
    result.update(suppressed=1, suppressed_levels={"note": 2})
    result["certificate"]["rules"][-30]["findings"] += 1


#: lie -> the file, and how its report is changed
FORGERIES: dict[str, tuple[bytes, Callable[[Result], None]]] = {
    "bytes behind the last chunk, excused": (GOOD + b"x", excused),
    "bytes behind the last chunk, made part of it": (GOOD + b"x", renamed_tail),
    "a wrong checksum, excused": (CRC, excused),
    "a wrong checksum, and the payload said to have come": (CRC, mended),
    "a file that was cut, excused": (GOOD[:-9], excused),
    "not a session, excused": (b"PK\3\4", excused),
    "valid, and not read": (GOOD, unread),
    "valid, and nothing judged": (GOOD, unjudged),
    "valid, and the chunks not judged": (GOOD, without_chunks),
    "gzip that is said not to be there": (GOOD, no_gzip),
    "a waiver for what can't be waived": (GOOD + b"x", waived_safety),
    "a rule put down to one that was not broken": (GOOD, blamed),
    "a manifest with one byte of the next frame": (GOOD, moved),
    "hidden findings of no number": (GOOD, hidden),
}


@pytest.mark.parametrize("lie", FORGERIES)
def test_a_coherent_lie_about_the_file_is_refused(lie: str) -> None:
    data, forge = FORGERIES[lie]
    told = json.loads(jsonreport.render([validate(data, certificate=True)], POLICY))
    CHECKER.check(told, [data])
    forged = copy.deepcopy(told)
    forge(forged["results"][0])
    assert forged != told
    with pytest.raises((CHECKER.RefusedError, KeyError, ValueError)):
        CHECKER.check(signed(forged), [data])
    with pytest.raises(CHECKER.RefusedError, match="its own digest"):
        CHECKER.check(forged, [data])
    with pytest.raises(CHECKER.RefusedError, match="results"):
        CHECKER.check(told, [data, data])
