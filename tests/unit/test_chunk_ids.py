"""Rules on the text of chunk ids say the same of an id, whatever ids it stands among."""

from __future__ import annotations

import pytest

from cellucid_session.check.entries import Entries, family_of
from cellucid_session.check.outline import id_confusable, id_text
from cellucid_session.generated.limits import CHUNK_ID_LENGTH

USUAL = [f"highlights/cells/group_{index}" for index in range(5)]
ODD = {
    "a control character": ("a\tb", "chunk.id-unsafe"),
    "a line feed": ("a\nb", "chunk.id-unsafe"),
    "a line feed in front": ("\nab", "chunk.id-unsafe"),
    "the last control character below a space": ("a\x1f", "chunk.id-unsafe"),
    "the first control character behind a tilde": ("a\x7f", "chunk.id-unsafe"),
    "the last control character": ("a\x9f", "chunk.id-unsafe"),
    "a tilde beside a letter that is not ASCII": ("\u00e9~", "chunk.id-odd"),
    "a space that does not break": ("a\xa0", "chunk.id-space"),
    "a backslash": ("a\\b", "chunk.id-unsafe"),
    "a slash in front": ("/a", "chunk.id-unsafe"),
    "a slash in front of a letter that is not ASCII": ("/\u00e9", "chunk.id-unsafe"),
    "only a slash": ("/", "chunk.id-unsafe"),
    "a segment of one dot": ("a/./b", "chunk.id-unsafe"),
    "a segment of two dots": ("../b", "chunk.id-unsafe"),
    "a space in front": (" a", "chunk.id-space"),
    "a space inside": ("a b", "chunk.id-odd"),
    "half of a pair": ("a\ud800", "chunk.id-odd"),
    "a letter that is not ASCII": ("caf\u00e9", "chunk.id-odd"),
    "a slash at the end": ("a/", "chunk.id-odd"),
    "a slash at the end of more": ("abc/", "chunk.id-odd"),
    "an empty segment": ("a//b", "chunk.id-odd"),
    "more characters than usual": ("a" * (CHUNK_ID_LENGTH + 1), "chunk.id-odd"),
    "as many characters as usual": ("a" * CHUNK_ID_LENGTH, None),
    "more characters than usual, and a dot": ("a." + "a" * (CHUNK_ID_LENGTH - 1), "chunk.id-odd"),
    "as many characters as usual, and a dot": ("a." + "a" * (CHUNK_ID_LENGTH - 2), None),
    "a dot inside of a segment": ("a.b", None),
}


def rules_of(check: object, ids: list[str]) -> list[tuple[str | None, str]]:
    found: list[tuple[str | None, str]] = []

    def add(rule: str, detail: str, *, chunk: str, path: object) -> None:
        found.append((chunk, rule))

    assert callable(check)
    check(Entries([{"id": name} for name in ids]), add)
    return found


@pytest.mark.parametrize("sentence", ODD)
def test_an_odd_id_is_named_wherever_it_stands(sentence: str) -> None:
    odd, rule = ODD[sentence]
    wanted = [] if rule is None else [(odd, rule)]
    for ids in ([odd], [odd, *USUAL], [*USUAL, odd], [*USUAL[:2], odd, *USUAL[2:]]):
        assert rules_of(id_text, ids) == wanted, ids


DETAILS = {
    "/a": "the id begins with a slash",
    "/a.b": "the id has a control character, a backslash, a leading slash, or a segment . or ..",
    "a/": "the id has an empty segment",
    "a//\u00e9": "the id has an empty segment",
    "\u00e9": "the id has characters other than ASCII letters, digits and common punctuation",
    "\u00e9"
    * CHUNK_ID_LENGTH: "the id has characters other than ASCII letters, digits and common punctuation",
    "\u00e9" * (CHUNK_ID_LENGTH + 1): f"the id is {CHUNK_ID_LENGTH + 1} characters long",
    "a" * (CHUNK_ID_LENGTH + 1): f"the id is {CHUNK_ID_LENGTH + 1} characters long",
    " a": "the id has white space around it",
}


def test_what_is_said_is_what_is_odd() -> None:
    said: list[tuple[object, str]] = []
    id_text(
        Entries([{"id": name} for name in DETAILS]),
        lambda rule, detail, *, chunk, path: said.append((path, detail)),
    )
    assert said == [(("chunks", at, "id"), detail) for at, detail in enumerate(DETAILS.values())]


def test_usual_ids_have_no_findings() -> None:
    assert rules_of(id_text, USUAL) == rules_of(id_text, []) == []
    assert rules_of(id_confusable, USUAL) == rules_of(id_confusable, []) == []


def test_ids_that_look_alike_are_found_beside_one_with_a_line_feed() -> None:
    # the pieces between line feeds are as many as the ids
    assert rules_of(id_confusable, ["A", "a", "x\ny"]) == [("a", "chunk.id-confusable")]
    assert rules_of(id_confusable, ["a", "b", "a"]) == []


def test_the_family_of_an_entry_does_not_depend_on_the_one_before() -> None:
    ids = [
        *USUAL,
        "highlights/meta",
        "highlights/cells",
        "highlights/cells/",
        "core/state",
        "core/state2",
        "x",
    ]
    ids += [
        "user-defined/codes/f",
        "user-defined/codes",
        "highlights/cells/g",
        "analysis/artifacts/bulk-gene/a/b",
    ]
    for each in (ids, ids[::-1]):
        entries = Entries([{"id": name} for name in each])
        assert [entry.family for entry in entries] == [family_of(name) for name in each]
        assert [entry.index for entry in entries] == list(range(len(each)))
