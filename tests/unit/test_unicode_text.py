"""Normalising gives what the library gives, and costs as much as the text is long."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import builders
import pytest

from cellucid_session import validate
from cellucid_session.apply.keys import likeness
from cellucid_session.apply.names import fit
from cellucid_session.check import unicode_text
from cellucid_session.check.unicode_text import casefolded, composed, decomposed, is_composed, look
from cellucid_session.tools import auto_restore

MARKS = [char for char in map(chr, range(0x110000)) if unicodedata.combining(char)]
MADE_OF_PARTS = [
    char
    for char in map(chr, range(0x110000))
    if unicodedata.decomposition(char)
    and any(map(unicodedata.combining, unicodedata.normalize("NFKD", char)))
]
OTHERS = list("abc \u00df\u03a3\u03c2\uac00\u1100\u1161\u11a8\ufdfa\u200d\ufb01\u0130")


def texts(seed: int, most: int) -> str:
    rng = random.Random(seed)
    pool = rng.choices(MARKS, k=20) + rng.choices(MADE_OF_PARTS, k=8) + OTHERS
    return "".join(rng.choices(pool, k=rng.randrange(1, most)))


@pytest.mark.parametrize("short", [0, unicode_text.SHORT])
def test_the_answer_is_the_library_s(monkeypatch: pytest.MonkeyPatch, short: int) -> None:
    monkeypatch.setattr(unicode_text, "SHORT", short)
    for seed in range(2000):
        text = texts(seed, 120)
        nfc = unicodedata.normalize("NFC", text)
        assert composed(text) == nfc, ascii(text)
        assert decomposed(text) == unicodedata.normalize("NFD", text), ascii(text)
        assert is_composed(text) == (text == nfc), ascii(text)
        drawn = "".join(char for char in text.casefold() if unicodedata.category(char) != "Cf")
        assert look(text) == unicodedata.normalize("NFKC", drawn).casefold(), ascii(text)
        assert casefolded(text) == text.casefold()


#: texts whose marks the library would sort one by one; at `many` characters that is a matter of minutes
HOSTILE: dict[str, Callable[[int], str]] = {
    "two marks by turns": lambda many: "a" + "\u0301\u0323" * (many // 2),
    "marks that fall": lambda many: "a" + "\u0301" * (many // 2) + "\u0323" * (many // 2),
    "letters that are made of marks alone": lambda many: "\u0f73" * many,
    "a letter with marks, and more marks": lambda many: "\u1f82" + "\u0323" * many + "\u0301\u0323",
}


class Work:
    """What `normalize` does: a step for each character, and one for each place that a mark is moved, to a bound."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.steps = 0
        real = unicodedata.normalize

        def counted(form: Any, text: str) -> str:
            self.steps += len(text) + self._moves("".join(real("NFKD", char) for char in text))
            assert self.steps < 1 << 22, "far too much"
            return real(form, text)

        def asked(form: Any, text: str) -> bool:
            self.steps += len(text)
            return is_normalized(form, text)

        is_normalized = unicodedata.is_normalized
        monkeypatch.setattr(unicodedata, "normalize", counted)
        monkeypatch.setattr(unicodedata, "is_normalized", asked)

    @staticmethod
    def _moves(text: str) -> int:
        """How often two marks change places, about."""
        moves, before = 0, [0] * 256
        for char in text:
            place = unicodedata.combining(char)
            if not place:
                before = [0] * 256
            else:
                moves += sum(before[place + 1 :])
                before[place] += 1
        return moves


#: what does something with a text of a file
USES: dict[str, Callable[[str, Path], Any]] = {
    "composed": lambda text, _: composed(text),
    "is_composed": lambda text, _: is_composed(text),
    "look": lambda text, _: look(text),
    "decomposed": lambda text, _: decomposed(text),
    "a key of a store": lambda text, _: likeness(text),
    "the name of a column": lambda text, _: fit(text),
    "the id of a chunk": lambda text, _: validate(
        builders.session(builders.chunk(text + "x", {}), builders.chunk(text + "y", {}))
    ),
    "an entry of a list, by either engine": lambda text, _: validate(
        builders.text([text]), kind="state-snapshots", engine="both"
    ),
    "an entry of a list that opens": lambda text, folder: (
        (folder / "state-snapshots.json").write_bytes(builders.text([text + ".cellucid-session"])),
        auto_restore.look(str(folder)),
    ),
}


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize("use", USES)
def test_work_grows_as_the_text_does(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, use: str, hostile: str
) -> None:
    work = Work(monkeypatch)
    steps = []
    for many in (400, 1600):
        work.steps = 0
        USES[use](HOSTILE[hostile](many), tmp_path)
        steps.append(work.steps)
    assert steps[1] <= 4.5 * steps[0] + 2000, steps
