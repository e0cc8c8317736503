"""A large JSON text that is judged part by part is judged as when it is kept: both ways, in one test."""

from __future__ import annotations

import functools
import itertools
import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from cellucid_session import DatasetFacts, Judge, Limits
from cellucid_session.check.collector import Collector
from cellucid_session.check.entries import Entry
from cellucid_session.check.facts import Facts
from cellucid_session.check.place import Place
from cellucid_session.check.typed_references import References
from cellucid_session.conformance import catalogue
from cellucid_session.generated.generations import generation
from cellucid_session.safe import safe, safe_pointer
from cellucid_session.wire import json_locate, json_parts, json_scan, json_unkept, strict_json
from cellucid_session.wire.source import Fault

SUITE = catalogue.load()
#: (window, levels, stretch, few): where a text is cut
CUTS = tuple(itertools.product((8, 40, 300), (1, 2, 8), (2, 16), (2, 8)))
ODD = (
    "{}", "[]", '""', "0", "-0", "1e400", "NaN", "9007199254740993", "null", "true", '"\\ud800"', '"\\u202e"', '"\\\\"',
    '"\\""', ",", ":", "}", "]", "{", "[", '"', "\\", " ", "\n", "\x00", "é", "😀", '{"a":1,"a":2}', '{"$typed":0}',
    '"id":"x",', '"' + "y" * 50 + '"', "[" * 9 + "1" + "]" * 9, " " * 60,
)  # fmt: skip


@pytest.fixture
def cut_anywhere(monkeypatch):
    """Set where texts are cut; None: they are kept."""

    def put(cuts: tuple[int, int, int, int] | None) -> None:
        small = 1 << 40 if cuts is None else -1
        monkeypatch.setattr(strict_json, "SMALL", small)
        monkeypatch.setattr(json_locate, "SMALL", small)
        for module, name, value in zip(
            (json_parts, json_parts, json_scan, json_scan),
            ("WINDOW", "LEVELS", "STRETCH", "FEW"),
            cuts or (1 << 16, 8, 1 << 12, 256),
            strict=True,
        ):
            monkeypatch.setattr(module, name, value)
        monkeypatch.setattr(json_parts, "MANY", 3)

    return put


def told(text: bytes, name: str, number: int, cap: int) -> object:
    """All that is known after a text was judged."""
    format_ = generation(number)
    facts = Facts(DatasetFacts(n_obs=10), format_)
    facts.twins = tuple(generation(other) for other in range(1, 6) if other != number)
    entry = Entry(0, {"id": "x", "kind": "json", "codec": "none"}, None)
    collector = Collector(cap)
    place = Place(collector, entry, (100, 100 + len(text)), exact=True)
    references = References()
    try:
        place.judge_json(
            text,
            name if name in format_.schemas else "",
            facts,
            Limits(json_nodes=5_000),
            also=references.gather,
            keep=False,
        )
    except Fault as fault:
        return fault.rule, fault.start, fault.end, fault.detail
    kept = {key: [getattr(each, slot) for slot in each.__slots__] for key, each in facts.groups.items()}
    kept |= {
        ("field", key): [getattr(each, slot) for slot in each.__slots__] for key, each in facts.fields.items()
    }
    return (
        collector.findings(safe, safe_pointer),
        collector.hidden(),
        [twin.number for twin in facts.twins],
        (kept, facts.pages, facts.json_bytes, references.named),
    )


def changed(rng: random.Random, text: str) -> str:
    """A text with a few pieces left out, put in, or written twice."""
    for _ in range(rng.choice((0, 1, 1, 2, 4))):
        at = rng.randrange(len(text) + 1)
        end = min(len(text), at + rng.choice((0, 1, 2, 9, 60)))
        piece = rng.choice((rng.choice(ODD), text[at:end] * 2, ""))
        text = text[:at] + piece + text[rng.choice((at, end)) :]
    return text


@functools.cache
def seeds() -> list[tuple[str, int, object]]:
    """(payload, generation, value) of each JSON text in the bases of the suite."""
    found: list[tuple[str, int, object]] = []
    usual = Place.judge_json

    def judge_json(self, data, name, facts, *arguments, **named):
        found.append((name, facts.generation.number, json.loads(data)))
        return usual(self, data, name, facts, *arguments, **named)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Place, "judge_json", judge_json)
        for name, base in SUITE.bases.items():
            judged(SUITE.base(name), base["kind"])
    return found


def judged(data: bytes, kind: str, early_exit: bool = True, **given):
    judge = Judge(kind, early_exit=early_exit, **given)
    judge.feed(data)
    return judge.close()


def texts(seed: int, count: int):
    """(text, payload, generation, where chance comes from)"""
    rng = random.Random(seed)
    for _ in range(count):
        name, number, value = rng.choice(seeds())
        indent, escape = rng.choice((None, None, 1)), rng.random() < 0.5
        yield changed(rng, json.dumps(value, indent=indent, ensure_ascii=escape)).encode(), name, number, rng


def agree(cut_anywhere, seed: int, count: int) -> int:
    """Hold the two ways against each other; returns how many texts were read in parts to their end."""
    read = 0
    for text, name, number, rng in texts(seed, count):
        cap = rng.choice((2, 1000))
        cut_anywhere(None)
        wanted = told(text, name, number, cap)
        cut_anywhere(rng.choice(CUTS))
        assert told(text, name, number, cap) == wanted, (text, name, number)
        if len(wanted) == 4 and not isinstance(wanted[0], str):
            read += type(strict_json.parse_parts(text)) in (json_unkept.UnkeptObject, json_unkept.UnkeptArray)
    return read


def test_texts_are_judged_alike_wherever_they_are_cut(cut_anywhere) -> None:
    assert agree(cut_anywhere, 1, 400) > 100


def test_all_vectors_are_judged_alike(cut_anywhere) -> None:
    files = [(SUITE.base(name), base["kind"], {}) for name, base in SUITE.bases.items()]
    for vector in SUITE.vectors:
        if vector.beside is None:
            given = {"limits": Limits(**vector.limits), "dataset": DatasetFacts(**vector.dataset)}
            files.append((SUITE.build(vector), SUITE.bases[vector.base]["kind"], given))
    wanted, told = [], []
    for report, cuts in ((wanted, None), (told, (150, 8, 64, 16))):
        cut_anywhere(cuts)
        report += [
            judged(data, kind, number % 8 > 0, **given) for number, (data, kind, given) in enumerate(files)
        ]
    assert told == wanted


def test_what_stands_for_a_dict_or_a_list_is_used_like_one_and_is_none(cut_anywhere) -> None:
    value = {"pages": [1, [2] * 30, "x"], "odd": {"id": "a" * 60, "b": None}, "id": 7}
    text = json.dumps(value).encode()
    cut_anywhere((16, 8, 8, 4))
    made = strict_json.parse_parts(text)
    assert type(made) is json_unkept.UnkeptObject
    assert isinstance(made, dict)
    assert isinstance(made["pages"], list)
    assert (len(made), list(made), "odd" in made, "no" in made) == (3, list(value), True, False)
    assert (made["id"], made.get("no", 1), len(made["pages"]), made["pages"][2]) == (7, 1, 3, "x")
    assert made == value
    assert made == strict_json.parse_parts(text)
    assert made != value["pages"]
    assert made["pages"][:1] == [1]
    with pytest.raises(TypeError):
        json.dumps(made)
    with pytest.raises(KeyError):
        made["no"]
    with pytest.raises(IndexError):
        made["pages"][3]


def test_equal_hashes_are_a_doubt_and_no_answer(cut_anywhere, monkeypatch) -> None:
    text = json.dumps({f"key{number}": 0 for number in range(50)}).encode()
    cut_anywhere((40, 8, 16, 8))
    assert type(strict_json.parse_parts(text)) is json_unkept.UnkeptObject
    monkeypatch.setattr(json_parts, "hash", lambda key: 5, raising=False)
    assert strict_json.parse_parts(text) == json.loads(text)
    assert type(strict_json.parse_parts(text)) is dict


@pytest.mark.skipif(sys.platform != "linux", reason="the peak of one call is read from /proc")
@pytest.mark.parametrize("more", ["", ', "activeDimensionLevel": "no"', ', "x": 1'])
def test_a_large_text_takes_twice_its_bytes(more) -> None:
    script = """
import sys
from cellucid_session import Judge
import builders
from cellucid_session.wire import json_locate, json_parts, json_unkept
def status(key):
    return next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith(key)) >> 10
controls = ",".join(f'"c{n:07}":{{"type":"range","value":"vvvvvvvvvvvvvvvvvvvv"}}' for n in range(140_000))
text = ('{"uiControls":{' + controls + "}" + sys.argv[1] + "}").encode()
data = builders.session(builders.chunk("core/state", text, codec="none"))
del controls, text
def run():
    judge = Judge()
    for at in range(0, len(data), 65536):
        judge.feed(data[at : at + 65536])
    return judge.close()
open("/proc/self/clear_refs", "w").write("5")
before = status("VmRSS")
report = run()
print(report.verdict, len(report.findings), (status("VmHWM") - before - 16) / (len(data) >> 20))
"""
    command = [sys.executable, "-c", script, more]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[1])
    verdict, findings, factor = done.stdout.split()
    assert (verdict, findings) == (
        ("valid", "0") if not more else ("invalid", "1") if "no" in more else ("valid", "1")
    )
    assert float(factor) <= 2
