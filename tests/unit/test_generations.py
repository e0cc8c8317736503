"""Sessions of the later generations that the real readers accept: judged as what they are, and not read as another."""

from __future__ import annotations

from pathlib import Path

import pytest

from cellucid_session import CellucidSessionBundle, validate

FOLDER = Path(__file__).parent / "generations"
SAMPLES = sorted(path.name for path in FOLDER.glob("*.cellucid-session"))
#: generation that a name begins with -> the one that it is judged as: 3 can't be told from 4, which reads all of it
JUDGED_AS = {"g2": 2, "g3": 4, "g4": 4, "g5": 5}
RELEASES = {2: ("0.9.1", "0.9.2"), 4: ("0.9.4",), 5: ("0.9.5",)}


def test_all_samples_are_here() -> None:
    assert len(SAMPLES) == 14


@pytest.mark.parametrize("engine", ["generated", "reference", "both"])
@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_is_valid_and_named(name: str, engine: str) -> None:
    report = validate(FOLDER / name, engine=engine)
    assert (report.verdict, [found.rule for found in report.of_level("error")]) == ("valid", [])
    number = JUDGED_AS[name[:2]]
    assert report.generation == number
    assert set(RELEASES[number]) <= set(report.releases)


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_that_lost_its_end_is_not_valid(name: str) -> None:
    data = (FOLDER / name).read_bytes()
    for cut in (len(data) - 1, len(data) // 2, 25):
        assert validate(data[:cut]).verdict == "invalid"
    assert validate(data + b"\0").verdict == "invalid"


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_is_read_as_what_it_is_judged_as(name: str) -> None:
    with CellucidSessionBundle(FOLDER / name) as bundle:
        assert bundle.generation.number == JUDGED_AS[name[:2]]
        assert "error" not in {found.level for found in bundle.findings}
