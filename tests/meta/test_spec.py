"""The spec against what it speaks of: sentences and rules, numbers and limits, examples and grammar."""

from __future__ import annotations

import io
import json
import re
import zlib
from pathlib import Path
from typing import Any

import pytest

from cellucid_session.declare import gate, grammar
from cellucid_session.declare import text as text_policy
from cellucid_session.generated import limits
from cellucid_session.generated.rules import RULES

SPEC = Path(__file__).resolve().parents[2] / "spec"
PAGES = {page.relative_to(SPEC).as_posix(): page.read_text("utf-8") for page in sorted(SPEC.glob("**/*.md"))}

_GENERATED = re.compile(r"<!-- begin: [a-z0-9 -]+ -->.*?<!-- end -->", re.DOTALL)
_FENCE = re.compile(r"^```([^\n]*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_BLOCK = re.compile(r"\n\s*\n|\n(?=\s*(?:[-*|#]|[0-9]+\.) ?)")
_SENTENCE_END = re.compile(r"(?<=\])\s+(?=[^\s(])|(?<=[.])\s+(?=[^\s\[])")
_KEYWORD = re.compile(r"\b(MUST|SHOULD)(?: NOT)?\b")
_IDS = re.compile(r"\[([a-z]+\.[a-z0-9-]+(?:, [a-z]+\.[a-z0-9-]+)*)\]\.?$")
_CITED = re.compile(r"\[([a-z]+\.[a-z0-9-]+(?:, [a-z]+\.[a-z0-9-]+)*)\](?!\()")
_LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")

#: ids of the capture protocol: its refusals and promises
GATE = {f"gate.{name}" for name in (*gate.REFUSALS, *gate.PROMISES)}

#: the sentences that speak of the key words instead of using them
_ABOUT_KEYWORDS = ("RFC 2119", "MUST stands for", "for every MUST")


def prose(text: str) -> str:
    """A page without generated parts and fenced blocks."""
    return _FENCE.sub("", _GENERATED.sub("", text))


def sentences(text: str) -> list[str]:
    """The sentences of a page's prose, each with the ids that end it."""
    found: list[str] = []
    for block in _BLOCK.split(prose(text)):
        found += _SENTENCE_END.split(" ".join(block.split()))
    return found


def broken(text: str) -> list[str]:
    """What is wrong with the key words of a page: one line for each sentence that breaks the promise."""
    wrong = []
    for sentence in sentences(text):
        keywords = set(_KEYWORD.findall(sentence))
        if not keywords or any(phrase in sentence for phrase in _ABOUT_KEYWORDS):
            continue
        match = _IDS.search(sentence)
        if match is None:
            wrong.append(f"no rule id at the end: {sentence}")
            continue
        ids = match[1].split(", ")
        if all(name in GATE for name in ids):  # the protocol's own, which are no rules about files
            continue
        unknown = [name for name in ids if name not in RULES]
        if unknown:
            wrong.append(f"no such rule {unknown}: {sentence}")
            continue
        classes = {RULES[name][0] for name in ids}
        if "MUST" in keywords and classes <= {"advice"}:
            wrong.append(f"MUST for mere advice: {sentence}")
        if "SHOULD" in keywords and not classes <= {"advice"}:
            wrong.append(f"SHOULD for more than advice: {sentence}")
    return wrong


@pytest.mark.parametrize("name", PAGES)
def test_every_key_word_ends_with_a_rule(name: str) -> None:
    assert broken(PAGES[name]) == []


BROKEN_PROMISES = {
    "a key word without a rule": "A file MUST be nice.",
    "a rule that does not exist": "A file MUST be nice. [file.nice]",
    "a rule of the next sentence": "A file MUST be nice. It begins well. [frame.magic]",
    "MUST where the rule is advice": "It MUST be there. [manifest.no-chunks]",
    "SHOULD where the rule refuses": "It SHOULD be there. [frame.magic]",
    "a list item without a rule": "* It MUST be there.\n* It is. [frame.magic]",
}


@pytest.mark.parametrize("case", BROKEN_PROMISES)
def test_the_reading_of_sentences_sees(case: str) -> None:
    assert len(broken(BROKEN_PROMISES[case])) == 1


def test_the_reading_of_sentences_lets_good_ones_pass() -> None:
    assert (
        broken("It MUST be\nso. [frame.magic, frame.truncated]\nIt SHOULD. [manifest.no-chunks]\n\nOn.") == []
    )


def test_every_rule_about_files_is_explained() -> None:
    cited = set()
    for text in PAGES.values():
        for group in _CITED.findall(prose(text)):
            cited.update(group.split(", "))
    about_files = {name for name, (cls, _, _) in RULES.items() if cls in ("safety", "conformance", "advice")}
    assert about_files - cited == set()
    assert cited - set(RULES) == GATE


def test_a_gate_id_is_the_protocol_s_alone() -> None:
    assert not GATE & set(RULES)
    for name, text in PAGES.items():
        cited = {each for group in _CITED.findall(prose(text)) for each in group.split(", ")}
        assert name == "capture.md" or not cited & GATE


def test_every_layer_has_its_table() -> None:
    named = set()
    for text in PAGES.values():
        named.update(re.findall(r"<!-- begin: rules ([a-z0-9-]+) -->", text))
    assert named == {layer for _, _, layer in RULES.values()}


def big(value: int) -> list[str]:
    """The ways in which people type a limit."""
    shown = [str(value), f"{value:,}", f"{value:,}".replace(",", " ")]
    return shown + ([f"{value >> 20} MiB", f"{value >> 20}MiB"] if value % (1 << 20) == 0 else [])


@pytest.mark.parametrize("name", PAGES)
def test_limits_are_named_and_not_typed(name: str) -> None:
    text = _GENERATED.sub("", PAGES[name])
    named = (limits.MANIFEST_BYTES, limits.STORED_BYTES, limits.SAFE_INTEGER, limits.CELL_INDEX)
    values = {*named, *(value for value in limits.BUDGETS.values() if value > 1 << 20)}
    ways = [shown for value in values for shown in big(value)]
    assert [shown for shown in ways if re.search(rf"(?<![0-9 ]){shown}(?![0-9])", text)] == []


@pytest.mark.parametrize("name", PAGES)
def test_links_lead_somewhere(name: str) -> None:
    folder = (SPEC / name).parent
    assert [target for target in _LINK.findall(prose(PAGES[name])) if not (folder / target).exists()] == []


def test_the_table_of_characters_is_the_declared_one() -> None:
    rows = re.findall(r"^\| (\w+) \| `([a-z.]+)` \| (U\+\S+) \| (.+?) \|$", PAGES["text.md"], re.M)
    declared = [
        (
            cls.name,
            cls.rule,
            f"U+{part.first:04X}" + (f"–U+{part.last:04X}" if part.last != part.first else ""),
            part.name,
        )
        for cls in text_policy.CLASSES
        for part in cls.ranges
    ]
    assert rows == declared


def test_the_words_for_missing_values_are_those_of_the_schema() -> None:
    schema = json.loads((SPEC.parent / "schemas" / "core-field-overlays.schema.json").read_text("utf-8"))
    words = schema["$defs"]["category"]["x-advice"]["allOf"][0]["not"]["enum"]
    line = next(row for row in PAGES["text.md"].splitlines() if row.startswith("These words are"))
    assert sorted(["", *re.findall(r"`([^`]+)`", line)]) == sorted(words)


def example(page: str, name: str) -> bytes:
    """The bytes of a fenced block called `hex NAME` or `hexdump NAME`."""
    for info, body in _FENCE.findall(PAGES[page]):
        if info == f"hex {name}":
            return bytes.fromhex(body)
        if info == f"hexdump {name}":
            return b"".join(bytes.fromhex(line[10:58]) for line in body.splitlines())
    raise KeyError(name)


def read(structure: Any, data: bytes, **facts: Any) -> Any:
    """What the declared grammar makes of bytes that must be right to the last one."""
    notes: list[Any] = []
    value = structure.parse_stream(io.BytesIO(data), notes=notes, **facts)
    assert notes == []
    return value


def test_the_index_list_is_what_the_text_says() -> None:
    members = read(grammar.INDEX_LIST, example("payloads.md", "index-list"), cells=400)
    assert members.indices == [3, 4, 10, 300]


CODES = {
    "codes-u8": [0, 1, 255, 1],
    "codes-u16": [0, 300, 65535],
    "codes-runs": [(2, 5), (255, 3)],
}


@pytest.mark.parametrize("name", CODES)
def test_codes_are_what_the_text_says(name: str) -> None:
    assert read(grammar.CODES, example("payloads.md", name), lengths=None).payload == CODES[name]


def test_uvarints_are_what_the_text_says() -> None:
    blocks = [body for _, body in _FENCE.findall(PAGES["payloads.md"])]
    body = next(body for body in blocks if body.startswith("value "))
    rows = [line.split(maxsplit=1) for line in body.splitlines()[1:]]
    assert len(rows) == 6
    for value, shown in rows:
        number = limits.SAFE_INTEGER if value == "2^53-1" else int(value)
        assert grammar.UVarint().build(number) == bytes.fromhex(shown)
        assert read(grammar.UVarint(), bytes.fromhex(shown)) == number


def test_the_table_is_what_the_text_says() -> None:
    data = example("payloads.md", "table")
    header = json.loads(data[4 : 4 + int.from_bytes(data[:4], "little")])
    layout = [(column["name"], column["byteLength"], True) for column in header["columns"]]
    table = read(grammar.TABLE, data, cells=10, layout=layout)
    assert table.columns["cellIndex"] == bytes.fromhex("07000000 02000000")
    assert table.columns["value"] == bytes.fromhex("0000C03F 000080BE")


def test_the_whole_file_is_valid_without_a_finding() -> None:
    from cellucid_session.check.engine import Judge

    judge = Judge()
    judge.feed(example("writing.md", "session"))
    report = judge.close()
    assert (report.verdict, report.findings) == ("valid", ())


def test_the_whole_file_is_laid_out_as_its_table_says() -> None:
    data = example("writing.md", "session")
    read(grammar.SESSION, data, entries=2)
    rows = re.findall(r"^\| (\d+)–(\d+) \| (.+?) \|$", PAGES["writing.md"], re.M)
    parts = {what.split(":")[0]: data[int(first) : int(last) + 1] for first, last, what in rows}
    assert b"".join(parts.values()) == data
    ids = [entry["id"] for entry in json.loads(parts["manifest"])["chunks"]]
    assert ids == ["highlights/meta", "highlights/cells/highlight_1"]
    member = data[int(rows[6][0]) :]
    inflated = zlib.decompressobj(wbits=31).decompress(member)
    assert inflated == example("payloads.md", "index-list")
    assert int.from_bytes(member[-8:-4], "little") == zlib.crc32(inflated) == 0xA3FD3DF5
