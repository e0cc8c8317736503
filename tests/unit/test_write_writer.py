"""SessionWriter: what it writes is valid, in order and whole; what can't be valid is not written at all."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import builders
import numpy as np
import pytest

from cellucid_session import SessionWriter, UsageError, validate
from cellucid_session.errors import BudgetError
from cellucid_session.generated import rules as R
from cellucid_session.io.outputs import OutputError
from cellucid_session.model import Limits
from cellucid_session.read.bundle import CellucidSessionBundle
from cellucid_session.write import store
from cellucid_session.write.judged import RefusedError

pytestmark = pytest.mark.libraries

SPEC = Path(__file__).resolve().parents[2] / "spec"
PAGE = {
    "id": "page_1",
    "name": "Page 1",
    "color": "#4363d8",
    "highlightedGroups": [
        {"id": "highlight_1", "type": "combined", "label": "T cells", "enabled": True, "cellCount": 4}
    ],
}
META = {"pages": [PAGE], "activePageId": "page_1", "activePageName": "Page 1"}
FIELD = {"id": "f", "source": "obs", "kind": "category", "key": "F", "categories": ["a", "b"]}
OVERLAYS = {"userDefinedFields": [FIELD]}


def writer(**more: Any) -> SessionWriter:
    given = {"dataset_id": "pbmc", "source_type": "local-demo", "n_obs": 400, "n_vars": 50}
    return SessionWriter(**(given | {"created_at": "2026-01-15T09:30:00.123Z"} | more))


def example() -> bytes:
    """The session that the spec spells byte by byte."""
    dump = re.search(r"```hexdump session\n(.*?)```", (SPEC / "writing.md").read_text("utf-8"), re.DOTALL)
    assert dump is not None
    return b"".join(bytes.fromhex(line[10:58].strip()) for line in dump[1].splitlines())


def full() -> SessionWriter:
    """A chunk of every family and a foreign one, added in the wrong order."""
    made = writer()
    made.add(
        "other/thing", {"x": 1}, contributor="other", kind="json", dataset_dependent=False, priority="lazy"
    )
    made.add_table("key", "GENE 1", "page_1", [7, 2], [1.5, float("nan")])
    made.add_cells("highlight_1", [300, 3, 10, 4, 4], label="T cells")
    made.add("highlights/meta", META)
    made.add("analysis/windows", {"windows": []})
    made.add("ui/dockable-layout", {"panels": []})
    made.add("core/state", {"camera": None})
    made.add_codes("f", np.zeros(400, np.uint8), label="F")
    made.add("core/field-overlays", OVERLAYS)
    return made


def test_it_writes_the_example_of_the_spec() -> None:
    made = writer()
    made.add("highlights/meta", META, codec="none")
    assert made.add_cells("highlight_1", [300, 3, 10, 4], label="T cells") == 4
    assert made.to_bytes()[:850] == example()[:850]
    # the compressed data is the library's own affair
    assert [len(part) for part in (made.to_bytes(), example())] == [len(example())] * 2


def test_chunks_are_in_the_order_of_their_families() -> None:
    made = full()
    assert [entry["id"] for entry in made.manifest()["chunks"]] == [
        "core/field-overlays",
        "core/state",
        "ui/dockable-layout",
        "analysis/windows",
        "highlights/meta",
        "user-defined/codes/f",
        "highlights/cells/highlight_1",
        "analysis/artifacts/bulk-gene/key/GENE%201/page_1",
        "other/thing",
    ]
    report = validate(made.to_bytes(), engine="both")
    assert report.valid
    assert {finding.rule for finding in report.findings} == {R.CHUNK_FOREIGN}


def backwards(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: backwards(value[key]) for key in reversed(value)}
    return [backwards(item) for item in value] if isinstance(value, list) else value


def test_keys_are_in_the_order_of_the_tables() -> None:
    filters = {"obs:z": {"kind": "category", "filterEnabled": True}, "obs:a": {"kind": "continuous"}}
    state = {
        "camera": {"zoom": 1, "at": 2},
        "filters": filters,
        "activeFields": {"activeFieldKey": None},
        "own": 1,
    }
    for chunk_id, value in (
        ("highlights/meta", META),
        ("core/field-overlays", OVERLAYS),
        ("core/state", state),
    ):
        made, other = (writer(codec="none") for _ in range(2))
        made.add(chunk_id, value)
        turned = backwards(value)
        if chunk_id == "core/state":  # the order of names and of open objects says nothing, and is kept
            turned["filters"] = {key: turned["filters"][key] for key in filters}
            turned["camera"] = state["camera"]
        other.add(chunk_id, turned)
        assert list(turned) != list(value) or len(value) == 1
        assert made.to_bytes() == other.to_bytes()


def test_codes_that_are_shown_are_eager() -> None:
    made = writer()
    made.add("core/field-overlays", OVERLAYS)
    made.add_codes("f", [0] * 400, shown=True)
    made.add("core/state", {})
    assert [entry["id"] for entry in made.manifest()["chunks"]][1] == "user-defined/codes/f"
    assert validate(made.to_bytes()).valid


def test_labels_say_what_a_chunk_is() -> None:
    labels = {entry["id"]: entry["label"] for entry in full().manifest()["chunks"]}
    assert labels["highlights/cells/highlight_1"] == "Highlight cells: T cells"
    assert labels["user-defined/codes/f"] == "User-defined codes: F"
    assert labels["analysis/artifacts/bulk-gene/key/GENE%201/page_1"] == "Analysis cache: GENE 1 (page_1)"
    assert labels["core/state"] == "Core state"
    assert labels["other/thing"] == "other/thing"


@pytest.mark.parametrize("codec", ["none", "gzip"])
def test_codecs_and_levels_change_nothing_but_the_stored_bytes(tmp_path: Path, codec: str) -> None:
    for level in (0, 9):
        made = writer(codec=codec, level=level)
        made.add("highlights/meta", META)
        made.add_cells("highlight_1", range(4))
        path = tmp_path / f"{level}.cellucid-session"
        made.write(path)
        with CellucidSessionBundle(path) as bundle:
            assert bundle.decode_chunk("highlights/meta") == META
            assert bundle.groups[0].indices.tolist() == [0, 1, 2, 3]
            assert {entry["codec"] for entry in bundle.manifest["chunks"]} == {codec}


def test_a_payload_may_come_in_pieces_and_go_through_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "MEMORY", 1000)
    made, plain = writer(codec="none"), writer(codec="none")
    text = b'{"a":"' + b"x" * 100_000 + b'"}'
    more = {"contributor": "c", "kind": "json", "dataset_dependent": False, "priority": "lazy"}
    made.add("a/b", (text[at : at + 999] for at in range(0, len(text), 999)), **more)
    plain.add("a/b", bytearray(text), **more)
    assert made.to_bytes() == plain.to_bytes()
    assert made.to_bytes() == plain.to_bytes(), "a second time"


def test_a_payload_that_fails_leaves_nothing_behind() -> None:
    def broken() -> Any:
        yield b'{"a":'
        raise ZeroDivisionError

    made, plain = writer(codec="none"), writer(codec="none")
    with pytest.raises(ZeroDivisionError):
        made.add("core/state", broken())
    for each in (made, plain):
        each.add("core/state", {})
    assert made.to_bytes() == plain.to_bytes()


def test_the_time_is_written_in_utc() -> None:
    zone = datetime.timezone(datetime.timedelta(hours=2))
    moment = datetime.datetime(2026, 1, 15, 11, 30, 0, 123456, zone)
    assert writer(created_at=moment).manifest()["createdAt"] == "2026-01-15T09:30:00.123Z"
    with pytest.raises(UsageError, match="time zone"):
        writer(created_at=moment.replace(tzinfo=None)).to_bytes()
    now = writer(created_at=None).manifest()["createdAt"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", now)


def test_counts_that_are_not_known_are_left_out() -> None:
    made = SessionWriter(created_at="2026-01-15T09:30:00Z")
    assert made.manifest()["datasetFingerprint"] == {"sourceType": None, "datasetId": None}
    made.add("highlights/meta", {"pages": []})
    assert validate(made.to_bytes()).valid


def add(*words: Any, **more: Any) -> Callable[[SessionWriter], Any]:
    return lambda made: made.add(*words, **more)


AT_ONCE: dict[str, Callable[[SessionWriter], Any]] = {
    "an id twice": lambda made: (made.add("core/state", {}), made.add("core/state", {})),
    "a foreign chunk that says too little": add("x/y", b"", kind="binary"),
    "a known family under another contributor": add("core/state", {}, contributor="me"),
    "a codec that there is not": add("core/state", {}, codec="zstd"),
    "a priority that there is not": add("core/state", {}, priority="soon"),
    "a value for a binary chunk": add("highlights/cells/g", {"a": 1}),
    "a cell that there is not": lambda made: made.add_cells("g", [400]),
    "another number of codes": lambda made: made.add_codes("f", [0] * 399),
    "codes of a field of variables": lambda made: made.add_codes("f", [0] * 51, source="var"),
    "a row of no cell": lambda made: made.add_table("k", "g", "p", [400], [0.0]),
    "an artifact without a gene": lambda made: made.add_table("k", "", "p", [4], [0.0]),
}


@pytest.mark.parametrize("case", AT_ONCE)
def test_what_is_wrong_by_itself_is_refused_when_it_is_added(case: str) -> None:
    with pytest.raises(UsageError):
        AT_ONCE[case](writer())


AT_THE_END: dict[str, tuple[str, Callable[[SessionWriter], Any]]] = {
    "cells of no group": (R.CELLS_ORPHAN, lambda made: made.add_cells("g", [1])),
    "codes of no field": (R.CODES_ORPHAN, lambda made: made.add_codes("f", [0] * 400)),
    "a code of no category": (
        R.CODES_CATEGORY,
        lambda made: (made.add("core/field-overlays", OVERLAYS), made.add_codes("f", [2] * 400)),
    ),
    "a page without groups": (R.META_REQUIRED, add("highlights/meta", {"pages": [{"id": "p"}]})),
    "a colour that is none": (
        R.META_COLOR,
        add("highlights/meta", {"pages": [PAGE | {"color": "red"}]}),
    ),
    "one group twice": (
        R.META_GROUP_ID_DUPLICATE,
        add("highlights/meta", {"pages": [PAGE, PAGE | {"id": "page_2"}]}),
    ),
    "a dot segment in an id": (
        R.CHUNK_ID_UNSAFE,
        lambda made: made.add_table("k", "..", "p", [4], [0.0]),
    ),
    "bytes that are no JSON": (R.JSON_SYNTAX, add("core/state", b"{")),
    "a chunk that depends on itself": (
        R.CHUNK_DEPENDS_CYCLE,
        add("core/state", {}, depends_on=["core/state"]),
    ),
    "members before their registry": (
        R.CHUNK_META_ORDER,
        lambda made: (
            made.add("highlights/meta", META, priority="lazy"),
            made.add("highlights/cells/highlight_1", builders.cells([1]), priority="eager"),
        ),
    ),
}


@pytest.mark.parametrize("case", AT_THE_END)
def test_what_would_be_invalid_is_never_put_in_place(tmp_path: Path, case: str) -> None:
    rule, build = AT_THE_END[case]
    made = writer()
    build(made)
    path = tmp_path / "out.cellucid-session"
    with pytest.raises(RefusedError) as caught:
        made.write(path)
    assert rule in {finding.rule for finding in caught.value.findings}
    assert caught.value.finding is not None
    assert list(tmp_path.iterdir()) == []
    path.write_bytes(b"before")
    with pytest.raises(RefusedError):
        made.write(path, force=True)
    assert [each.read_bytes() for each in tmp_path.iterdir()] == [b"before"]
    with pytest.raises(RefusedError):
        made.to_bytes()


def test_a_bad_time_is_refused() -> None:
    with pytest.raises(RefusedError, match=R.MANIFEST_CREATED_AT):
        writer(created_at="2026-02-30T00:00:00Z").to_bytes()


def test_what_is_beyond_the_limits_is_not_written(tmp_path: Path) -> None:
    made = writer(limits=Limits(inflated_bytes=10))
    made.add("core/state", {"camera": None, "filters": {}})
    with pytest.raises(BudgetError, match=R.BUDGET_INFLATED_BYTES):
        made.write(tmp_path / "out.cellucid-session")
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_there_is_replaced_only_by_force(tmp_path: Path) -> None:
    path = tmp_path / "out.cellucid-session"
    report = full().write(path)
    assert report.valid
    assert report.path == str(path)
    assert path.stat().st_mode & 0o777 == 0o600
    before = path.read_bytes()
    with pytest.raises(UsageError, match="exists already"):
        writer().write(path)
    assert path.read_bytes() == before
    writer().write(path, force=True)
    assert path.read_bytes() != before
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


def test_a_link_is_not_written_through(tmp_path: Path) -> None:
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_bytes(b"x")
    link.symlink_to(target)
    with pytest.raises(UsageError, match="symbolic link"):
        full().write(link, force=True)
    assert target.read_bytes() == b"x"


def test_a_disk_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", fails)
    with pytest.raises(OutputError, match="No space left"):
        full().write(tmp_path / "out.cellucid-session")
    assert list(tmp_path.iterdir()) == []


def test_a_closed_writer_writes_no_more() -> None:
    with full() as made:
        made.to_bytes()
        assert "9 chunks" in repr(made)
    with pytest.raises(ValueError, match="closed"):
        made.to_bytes()


def test_the_codec_and_the_level_are_looked_at() -> None:
    for more in ({"codec": "zip"}, {"level": 10}):
        with pytest.raises(UsageError):
            writer(**more)


def test_large_arrays_are_written_and_read(tmp_path: Path) -> None:
    cells, n_obs = np.arange(0, 1_000_000, 3), 1_000_000
    made = SessionWriter(n_obs=n_obs, n_vars=2, created_at="2026-01-15T09:30:00Z")
    made.add("highlights/meta", META | {"pages": [PAGE | {"highlightedGroups": [{"id": "g"}]}]})
    made.add("core/field-overlays", OVERLAYS)
    made.add_cells("g", cells[::-1])
    codes = (np.arange(n_obs) // 7 % 2).astype(np.uint8)
    made.add_codes("f", codes)
    path = tmp_path / "large.cellucid-session"
    made.write(path)
    with CellucidSessionBundle(path) as bundle:
        assert np.array_equal(bundle.groups[0].indices, cells)
        assert np.array_equal(bundle.fields[0].codes, codes)
