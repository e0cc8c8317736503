"""The SARIF log: held against what SARIF 2.1.0 requires and what code hosts take."""

from __future__ import annotations

import json
import os
import re
from typing import Any

import pytest
import reports

from cellucid_session.generated.rules import RULES
from cellucid_session.judge.policy import load
from cellucid_session.model import Finding, Report, Span
from cellucid_session.report import home, sarif

POLICY = load("upload")
URI = re.compile(r"(?:[A-Za-z0-9._~/-]|%[0-9A-F]{2})+")  # no scheme, no query, no fragment, nothing raw

#: object -> (keys that must be there, keys that may be there), as the standard names them
OBJECTS: dict[str, tuple[set[str], set[str]]] = {
    "log": ({"version", "runs"}, {"$schema"}),
    "run": (
        {"tool"},
        {"automationDetails", "invocations", "originalUriBaseIds", "artifacts", "results", "properties"},
    ),
    "driver": ({"name"}, {"informationUri", "semanticVersion", "rules"}),
    "rule": (
        {"id"},
        {"name", "shortDescription", "fullDescription", "help", "helpUri", "defaultConfiguration", "properties"},
    ),
    "invocation": ({"executionSuccessful"}, {"toolExecutionNotifications"}),
    "notification": ({"message"}, {"level"}),
    "artifact": (set(), {"location", "length", "roles", "hashes", "properties"}),
    "result": (
        {"message"},
        {
            "ruleId", "ruleIndex", "level", "locations", "partialFingerprints", "properties", "suppressions",
        },
    ),
    "artifactLocation": (set(), {"uri", "uriBaseId", "index"}),
    "region": (set(), {"startLine", "byteOffset", "byteLength"}),
    "suppression": ({"kind"}, {"status", "justification"}),
}  # fmt: skip


def has_keys(kind: str, value: Any) -> None:
    required, allowed = OBJECTS[kind]
    assert required <= set(value) <= required | allowed, kind


def is_text(value: Any) -> None:
    assert set(value) == {"text"}
    assert value["text"]


def check_location(value: Any, bases: Any, artifacts: int) -> None:
    has_keys("artifactLocation", value)
    assert URI.fullmatch(value["uri"])
    assert not value["uri"].startswith("/")
    assert "uriBaseId" not in value or value["uriBaseId"] in bases
    assert "index" not in value or 0 <= value["index"] < artifacts


def check_result(result: Any, run: Any) -> None:
    has_keys("result", result)
    rules = run["tool"]["driver"]["rules"]
    assert result["ruleId"] in RULES
    assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    assert result["level"] in ("none", "note", "warning", "error")
    is_text(result["message"])
    # neither a link nor a placeholder
    assert not set("[]{}") & set(result["message"]["text"])
    (location,) = result["locations"]
    assert set(location) == {"physicalLocation"}
    assert set(location["physicalLocation"]) == {"artifactLocation", "region"}
    place = location["physicalLocation"]["artifactLocation"]
    check_location(place, run["originalUriBaseIds"], len(run["artifacts"]))
    assert run["artifacts"][place["index"]]["location"]["uri"] == place["uri"]
    region = location["physicalLocation"]["region"]
    has_keys("region", region)
    assert region["startLine"] == 1
    assert region.get("byteOffset", 0) >= 0
    assert region.get("byteLength", 0) >= 0
    assert all(type(value) is str for value in result["partialFingerprints"].values())
    for suppression in result.get("suppressions", []):
        has_keys("suppression", suppression)
        assert suppression["kind"] in ("inSource", "external")
        assert suppression["status"] in ("accepted", "underReview", "rejected")


def check_rule(rule: Any) -> None:
    has_keys("rule", rule)
    for key in ("shortDescription", "fullDescription", "help"):
        is_text(rule[key])
    assert len(rule["shortDescription"]["text"]) <= 1024
    assert len(rule["fullDescription"]["text"]) <= 1024
    assert len(rule["name"]) <= 255
    tags = rule["properties"]["tags"]
    assert len(tags) == len(set(tags)) <= 20


def check_log(log: Any) -> None:
    has_keys("log", log)
    assert log["version"] == "2.1.0"
    assert len(log["runs"]) <= 20
    for run in log["runs"]:
        has_keys("run", run)
        assert set(run["tool"]) == {"driver"}
        has_keys("driver", run["tool"]["driver"])
        ids = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
        assert len(ids) == len(set(ids))
        for rule in run["tool"]["driver"]["rules"]:
            check_rule(rule)
        for invocation in run["invocations"]:
            has_keys("invocation", invocation)
            for notification in invocation.get("toolExecutionNotifications", []):
                has_keys("notification", notification)
        artifacts = [json.dumps(artifact) for artifact in run["artifacts"]]
        assert len(artifacts) == len(set(artifacts))
        for artifact in run["artifacts"]:
            has_keys("artifact", artifact)
            assert artifact["length"] >= -1
            assert set(artifact["roles"]) <= {"analysisTarget"}
            check_location(artifact["location"], run["originalUriBaseIds"], 0)
        assert len(run["results"]) <= 25_000
        for result in run["results"]:
            check_result(result, run)


def rendered(*known: Report) -> Any:
    text = sarif.render(known, POLICY)
    reports.assert_tame(text)
    log = json.loads(text)
    check_log(log)
    return log["runs"][0]


def test_the_log_has_the_structure_of_the_standard() -> None:
    run = rendered(*reports.ALL)
    assert len(run["results"]) == sum(len(report.findings) for report in reports.ALL)
    assert {rule["id"] for rule in run["tool"]["driver"]["rules"]} == set(RULES)
    assert run["invocations"][0]["executionSuccessful"] is False


def test_addresses_are_those_that_the_package_says(monkeypatch: pytest.MonkeyPatch) -> None:
    driver = rendered(*reports.ALL)["tool"]["driver"]
    if not home.addresses():
        assert "informationUri" not in driver
    site = {"Source": "https://code.example/o/n", "Documentation": "https://docs.example/"}
    monkeypatch.setattr(home, "addresses", lambda: site)
    driver = rendered(*reports.ALL)["tool"]["driver"]
    assert driver["informationUri"] == "https://docs.example/"
    for rule in driver["rules"]:
        layer = RULES[rule["id"]][2]
        anchor = "rule-" + rule["id"].replace(".", "-")
        assert rule["helpUri"] == f"https://docs.example/rules/{layer}.html#{anchor}"
    monkeypatch.setattr(home, "addresses", lambda: {"Source": "https://code.example/o/n"})
    driver = rendered(*reports.ALL)["tool"]["driver"]
    assert driver["informationUri"] == "https://code.example/o/n"
    assert not any("helpUri" in rule for rule in driver["rules"])


def test_no_input_is_a_log_too() -> None:
    assert rendered()["results"] == []


def test_bytes_are_offset_and_length() -> None:
    result = rendered(reports.INVALID)["results"][1]
    assert result["locations"][0]["physicalLocation"]["region"] == {
        "startLine": 1, "byteOffset": 96, "byteLength": 4,
    }  # fmt: skip


def test_a_waived_finding_is_suppressed() -> None:
    (suppressed,) = [result for result in rendered(reports.INVALID)["results"] if "suppressions" in result]
    assert suppressed["level"] == "note"
    assert "owner: me <m@x>" in suppressed["suppressions"][0]["justification"]


PATHS = {
    "plain": ("a/b.cellucid-session", {"uri": "a/b.cellucid-session"}),
    "a blank, a percent and a query": ("a b%?#", {"uri": "a%20b%25%3F%23"}),
    "what looks like a scheme": ("javascript:x", {"uri": "javascript%3Ax"}),
    "bytes that are no UTF-8": ("\udcff", {"uri": "%FF"}),
    "absolute": ("//etc/x", {"uri": "etc/x", "uriBaseId": "ROOT"}),
    "no name": ("", {"uri": "bytes"}),
    "beginning with the working folder's dot": ("./a/./b", {"uri": "a/b"}),
    "absolute, below the working folder": (f"{os.getcwd()}/in/a", {"uri": "in/a"}),
    "absolute, with a way up": (
        f"{os.getcwd()}/../a",
        {"uri": f"{os.getcwd()}/../a"[1:], "uriBaseId": "ROOT"},
    ),
    "a way up": ("../a", {"uri": "../a"}),
}


@pytest.mark.parametrize(("path", "wanted"), PATHS.values(), ids=PATHS)
def test_a_path_becomes_a_relative_reference(path: str, wanted: dict[str, str]) -> None:
    run = rendered(Report(verdict="valid", path=path))
    assert run["artifacts"][0]["location"] == wanted


def test_fingerprints_are_one_of_a_kind_and_stay_when_bytes_move() -> None:
    def prints(start: int) -> list[str]:
        found = tuple(Finding("frame.trailing", "x", span=Span(start, at)) for at in range(20, 23))
        run = rendered(Report(verdict="invalid", path="a", findings=found))
        return [result["partialFingerprints"]["cellucidSession/v1"] for result in run["results"]]

    assert len(set(prints(1))) == 3
    assert prints(1) == prints(2)


def test_a_code_host_gets_no_more_than_it_takes_and_errors_first() -> None:
    advice = tuple(Finding("text.na", "x") for _ in range(sarif.RESULTS))
    many = Report(verdict="invalid", path="a", findings=(*advice, Finding("frame.trailing", "x")))
    log = sarif.document([many, many], POLICY)
    run = log["runs"][0]
    assert len(run["results"]) == sarif.RESULTS
    assert sum(result["ruleId"] == "frame.trailing" for result in run["results"]) == 2
    (told,) = run["invocations"][0]["toolExecutionNotifications"]
    assert told["message"]["text"].startswith(f"{sarif.RESULTS + 2} ")
    assert len(run["artifacts"]) == 1
