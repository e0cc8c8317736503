"""The report for people: text of 80 columns, and Markdown. Both are made from the JSON report alone.

Rules of this file:

* Words of the command are the only text that is not ours: they go through `safe`, and in Markdown every character that
  Markdown or HTML has a meaning for is escaped after that.
* Failures are told by sort, the worst first; of those wrongly accepted, by danger.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from cellucid_session.conformance import judge, writer
from cellucid_session.report.jsonreport import ascii_json
from cellucid_session.report.text import count, filled
from cellucid_session.safe import safe

COLUMNS = 80
STEPS = 12  # of a brief report
_SPECIAL = "\\`*_{}[]<>()#+-.!|&~$@:"
_SPECIAL_OF_OURS = "\\`*_[]<>|&~$"  # in sentences that hold no address and begin with a letter

VERDICTS = {
    judge.CONFORMING: "conforming",
    judge.EXPECTED: "as expected: it fails only where the list of expected failures says so",
    judge.NOT: "NOT CONFORMING",
    judge.NOTHING: "NOTHING WAS JUDGED",
}

_SENTENCES = {
    "wrongly-accepted": "wrongly accepted",
    "crashed": "crashed",
    "hung": "hung",
    "wrongly-refused": "wrongly refused",
    "undecided": "undecided",
    "left-out": "left out",
    "invalid": "invalid",
    "different": "different",
    "refused": "refused",
    "missing": "missing",
}

_CLASSES = {
    "valid": "valid files",
    "safety": "breaches of safety rules",
    "conformance": "breaches of conformance rules",
    "budget": "files beyond a budget",
}


def json_text(document: dict[str, Any]) -> str:
    """The JSON report, with a newline at its end."""
    return ascii_json(document, indent=2) + "\n"


def _command(document: dict[str, Any]) -> str:
    return safe(" ".join(document["command"]), 400)


def _verdict(document: dict[str, Any]) -> str:
    words = VERDICTS[document["verdict"]]
    return words + (" (of the part that was asked)" if document["partial"] else "")


def _rows(document: dict[str, Any]) -> list[tuple[str, int, int]]:
    """What was asked, how much of it was right, of how many."""
    if document["judged"] == "writer":
        counts = document["counts"]
        return [("scenarios", counts["right"], counts["asked"])]
    return [
        (_CLASSES[cls], document["classes"][cls]["right"], document["classes"][cls]["asked"])
        for cls in _CLASSES
        if cls in document["classes"]
    ]


def _counted(document: dict[str, Any]) -> list[tuple[str, int]]:
    """How many went wrong in which way; those wrongly accepted by danger."""
    wrong = document["counts"]["failures"]
    rows = []
    for sort, count_of_sort in wrong.items():
        if sort == "wrongly-accepted":
            dangers = [(each["danger"], each["wrongly_accepted"]) for each in document["dangers"]]
            rows += [(f"wrongly accepted, {name}", found) for name, found in dangers]
            harmless = count_of_sort - sum(found for _, found in dangers)
            rows.append(("wrongly accepted, without danger", harmless))
        else:
            rows.append((_SENTENCES[sort], count_of_sort))
    return rows


def _failures(document: dict[str, Any]) -> Iterator[tuple[str, str, list[dict[str, Any]]]]:
    """(heading, what it means, failures), the worst first."""
    if document["judged"] == "writer":
        for sort, means in writer.FAILURES.items():
            found = [each for each in document["results"] if each["sort"] == sort]
            if found:
                yield _SENTENCES[sort], means, found
        return
    for sort, means in judge.FAILURES.items():
        of_sort = [each for each in document["failures"] if each["sort"] == sort]
        if sort != "wrongly-accepted":
            if of_sort:
                yield _SENTENCES[sort], means, of_sort
            continue
        for danger in document["dangers"]:
            found = [each for each in of_sort if each["danger"] == danger["danger"]]
            if found:
                yield f"wrongly accepted, {danger['danger']}", danger["means"], found
        others = [each for each in of_sort if not each["danger"]]
        if others:
            yield "wrongly accepted, without danger", "A breach that can be read without harm.", others


def _asides(document: dict[str, Any]) -> Iterator[str]:
    counts = document["counts"]
    if document["judged"] == "writer":
        yield f"{counts['canonical']} of {counts['asked']} are in canonical form, which is not asked for."
    else:
        named = document["rules_named"]
        if named["named"]:
            yield f"Of {named['named']} refusals that name a rule, {named['right']} name the right one."
        read = document["breaches_read"]
        if document["role"] == judge.READER and read["asked"]:
            yield (
                f"It reads {read['read']} of {read['asked']} breaches of class conformance, which a reader may."
            )
        if counts["left_out"]:
            yield f"It leaves out state-snapshots.json: {count(counts['left_out'], 'case')}."
        if _lists_alone(document):
            yield (
                "It fails on state-snapshots.json only: if it reads sessions and no such lists, ask with "
                "--kind session."
            )
        if counts["not_asked"]:
            yield f"Not asked, because the command takes no {{options}}: {count(counts['not_asked'], 'case')}."
    if counts["expected"]:
        yield f"Expected: {count(counts['expected'], 'failure')}."


def _lists_alone(document: dict[str, Any]) -> bool:
    """Whether all that fails is a list of sessions, where sessions were asked about too."""
    wrong = document["failures"]
    return (
        bool(wrong) and not document["partial"] and all(each["kind"] == "state-snapshots" for each in wrong)
    )


def _told(failure: dict[str, Any]) -> tuple[str, str]:
    """A failure's name, and what there is to say of it."""
    if "scenario" in failure:
        why = ", ".join([failure["why"], *failure["rules"]] if failure["why"] else failure["rules"])
        return failure["scenario"], why
    return failure["case"], "; ".join(part for part in (failure["note"], failure["why"]) if part)


def _numbers(document: dict[str, Any]) -> list[str]:
    """What was judged, and how much of it was right or wrong."""
    suite = document["suite"]
    role = f", as a {document['role']}" if "role" in document else ""
    lines = [
        filled(f"{document['judged']}{role}: {_command(document)}", "  "),
        f"suite {suite['sha256']}",
        "",
    ]
    lines += [f"{name:34} {right:5} of {asked:5} right" for name, right, asked in _rows(document)]
    return [*lines, "", *(f"{name:34} {found:5}" for name, found in _counted(document))]


def brief(document: dict[str, Any]) -> str:
    """The numbers, and an order to work in: what does most harm first, of that the rule that most cases are about."""
    lines = _numbers(document)
    steps: list[str] = []
    for heading, _, failures in _failures(document):
        by_rule: dict[str, list[str]] = {}
        for failure in failures:
            if failure["reason"] is None:
                by_rule.setdefault(failure.get("rule") or "", []).append(_told(failure)[0])
        for rule, names in sorted(by_rule.items(), key=lambda pair: (-len(pair[1]), pair[0])):
            more = f" and {len(names) - 1} more" if len(names) > 1 else ""
            steps.append(f"{heading}: {rule or 'no rule'}: {names[0]}{more}")
    if steps:
        lines += ["", "in this order:"]
        lines += [filled(f"{at}. {step}", "     ", first="  ") for at, step in enumerate(steps[:STEPS], 1)]
    if len(steps) > STEPS:
        lines.append(f"  and {len(steps) - STEPS} more, which the whole report has")
    lines += [line for aside in _asides(document) for line in ("", filled(aside, ""))]
    return "\n".join([*lines, "", filled(_verdict(document), "")]) + "\n"


def text(document: dict[str, Any]) -> str:
    """The report as text of 80 columns, ASCII."""
    lines = _numbers(document)
    for heading, means, failures in _failures(document):
        lines += ["", filled(f"{heading}: {len(failures)}. {means}", "  ")]
        for failure in failures:
            name, why = _told(failure)
            lines.append(filled(f"{name}: {why}" if why else name, "    ", first="  "))
            if failure["reason"] is not None:
                lines.append(filled(safe(failure["reason"]), "    ", first="    expected: "))
    if document["stale"]:
        lines += ["", "expected to fail, and right; take them from the list:"]
        lines += [
            filled(f"{safe(each['case'])}: {safe(each['reason'])}", "    ", first="  ")
            for each in document["stale"]
        ]
    asides = list(_asides(document))
    lines += ["", *(filled(aside, "") for aside in asides)] if asides else []
    return "\n".join([*lines, "", filled(_verdict(document), "")]) + "\n"


def escaped(words: str) -> str:
    """Text that Markdown shows as it is."""
    return "".join(f"\\{each}" if each in _SPECIAL else each for each in words)


def ours(words: str) -> str:
    """A sentence of ours, for Markdown."""
    return "".join(f"\\{each}" if each in _SPECIAL_OF_OURS else each for each in words)


def _table(head: list[str], rows: list[list[str]]) -> list[str]:
    return [f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *rows)]


def markdown(document: dict[str, Any]) -> str:
    """The report as Markdown (GitHub's tables)."""
    role = f" as a {document['role']}" if "role" in document else ""
    lines = [
        f"# Conformance of a {document['judged']}{role}",
        "",
        f"Verdict: **{ours(_verdict(document))}**",
        "",
        f"Command: {escaped(_command(document))}  ",
        f"Suite: `{document['suite']['sha256']}`",
        "",
        *_table(
            ["asked", "right", "of"], [[name, str(good), str(asked)] for name, good, asked in _rows(document)]
        ),
    ]
    for heading, means, failures in _failures(document):
        lines += ["", f"## {heading[0].upper()}{heading[1:]}: {len(failures)}", "", ours(means), ""]
        rows = []
        for failure in failures:
            name, why = _told(failure)
            expected = "" if failure["reason"] is None else escaped(safe(failure["reason"]))
            rows.append([f"`{name}`", ours(why), expected])
        lines += _table(["case", "what it is", "expected"], rows)
    if document["stale"]:
        lines += ["", "## Expected to fail, and right", ""]
        rows = [[escaped(safe(each["case"])), escaped(safe(each["reason"]))] for each in document["stale"]]
        lines += _table(["entry", "reason"], rows)
    for aside in _asides(document):
        lines += ["", ours(aside)]
    return "\n".join(lines) + "\n"


FORMATS: dict[str, Callable[[dict[str, Any]], str]] = {"text": text, "json": json_text, "markdown": markdown}
