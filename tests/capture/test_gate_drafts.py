"""Drafts at the gate: what is kept, for whom, how much, and what is offered. HT-15."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from gates import QUICK, World

from cellucid_session import CellucidSessionBundle, SessionWriter, validate
from cellucid_session.capture import CaptureServer, FolderStore, GateLimits
from cellucid_session.capture.drafts import DraftStore, DraftsWarning, Shelf, usual
from cellucid_session.io import identity
from cellucid_session.model import DatasetFacts

pytest.importorskip("pandas")

N = 6
NAMES = [f"c{number}" for number in range(N)]
ONE, TWO = "1" * 32, "2" * 32


def session(label: str = "a", names: list[str] = NAMES, large: int = 0) -> bytes:
    with SessionWriter(
        n_obs=len(names), n_vars=2, cell_names=names, source_type="test", dataset_id="d"
    ) as writer:
        group = {"id": "g", "type": "lasso", "label": label, "enabled": True}
        pages = [{"id": "p", "name": "P", "color": "#00ff00", "highlightedGroups": [group]}]
        writer.add("highlights/meta", {"pages": pages, "activePageId": "p"})
        writer.add_cells("g", [0, 2])
        if large:
            writer.add(
                "vendor/x",
                os.urandom(large),
                contributor="vendor",
                kind="binary",
                dataset_dependent=True,
                priority="lazy",
            )
        return writer.to_bytes()


class Drafts(World):
    """A gate that keeps drafts of one data set."""

    def __init__(self, folder: Path, limits: dict[str, float] | None = None) -> None:
        allowed = GateLimits(**(QUICK | (limits or {})))
        self.store = DraftStore(folder / "drafts", allowed)
        uploads = FolderStore(folder / "uploads", keep=False)
        self.server = CaptureServer(limits=allowed, store=uploads, drafts=self.store)
        self.server.start()
        self.facts = DatasetFacts(N, 2)
        self.credentials = self.viewer(NAMES)

    def viewer(self, names: list[str]) -> Any:
        return self.server.register_viewer(
            None, self.facts, Shelf(self.store, identity.of(names), self.facts)
        )

    def keep(self, data: bytes, tab: str = ONE, n: int = 0, **more: Any) -> Any:
        target = f"/_cellucid/draft?viewerId={self.credentials.viewer_id}&tab={tab}&n={n}"
        return self.ask(self.head(target=more.pop("target", target), length=len(data), **more) + data)

    def drafts(self, query: str = "") -> dict[str, Any]:
        answered = self.get(f"/_cellucid/viewers/{self.credentials.viewer_id}/drafts{query}")
        assert answered.status == 200
        told: dict[str, Any] = json.loads(answered.body)
        return told

    def lying(self) -> list[str]:
        return sorted(name for name in os.listdir(self.store.folder) if not name.endswith(".lock"))


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Callable[..., Drafts]]:
    made: list[Drafts] = []

    def make(**limits: float) -> Drafts:
        made.append(Drafts(tmp_path / str(len(made)), limits))
        return made[-1]

    yield make
    for each in made:
        each.stop()
        assert not [name for name in os.listdir(each.store.folder) if not name.endswith(".draft")]


def test_a_draft_is_kept_private_and_given_back_byte_for_byte(kept: Callable[..., Drafts]) -> None:
    world = kept()
    data = session()
    answered = world.keep(data)
    draft = json.loads(answered.body)["draft"]
    assert answered.status == 200
    (name,) = world.lying()
    path = Path(world.store.folder) / name
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert draft in name
    assert not {world.credentials.viewer_id, ONE} & set(name.removesuffix(".draft").split("-"))
    (told,) = world.drafts()["drafts"]
    assert (told["draft"], told["groups"], told["fields"], told["bytes"]) == (draft, 1, 0, len(data))
    assert told["createdAt"] == CellucidSessionBundle(path).manifest["createdAt"]
    assert world.get(f"/_cellucid/viewers/{world.credentials.viewer_id}/drafts/{draft}").body == data


def test_a_later_draft_takes_the_place_of_the_page_s_last_and_a_late_one_does_not(
    kept: Callable[..., Drafts],
) -> None:
    world = kept()
    for n, label in ((1, "a"), (3, "b"), (2, "late"), (3, "again")):
        assert world.keep(session(label), n=n).status == 200
    assert world.keep(session("other"), tab=TWO).status == 200
    found = []
    for name in world.lying():
        with CellucidSessionBundle(Path(world.store.folder) / name) as bundle:
            found.append(bundle.groups[0].label)
    assert sorted(found) == ["b", "other"]


HOSTILE: dict[str, tuple[bytes, dict[str, Any], int]] = {
    "cut": (session()[:-3], {}, 422),
    "with a tail": (session() + b"!", {}, 422),
    "no session": (b"x" * 100, {}, 422),
    "of other counts": (session(names=[*NAMES, "more"]), {}, 422),
    "another type": (session(), {"content_type": "application/json"}, 415),
    "another token": (session(), {"x_cellucid_token": "x" * 43}, 404),
    "no token": (session(), {"drop": ("x-cellucid-token",)}, 404),
    "another site": (session(), {"origin": "https://elsewhere.example"}, 403),
    "no length": (session(), {"drop": ("content-length",)}, 411),
    "another method": (session(), {"method": "PUT"}, 405),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_ht15_what_is_refused_is_not_kept(case: str, kept: Callable[..., Drafts]) -> None:
    data, more, status = HOSTILE[case]
    world = kept()
    assert world.keep(data, **more).status == status
    world.settled()
    assert world.lying() == []


@pytest.mark.parametrize(
    "query",
    ["", f"&tab={ONE}", "&n=1", f"&tab={ONE}&n=-1", "&tab=x&n=1", f"&tab={ONE}&n=1&x=1", f"&tab={ONE}&n=01"],
)
def test_ht15_the_query_has_its_keys_and_no_other(query: str, kept: Callable[..., Drafts]) -> None:
    world = kept()
    target = f"/_cellucid/draft?viewerId={world.credentials.viewer_id}{query}"
    assert world.keep(session(), target=target).status == 400
    assert world.lying() == []


def test_ht15_a_draft_is_bounded(kept: Callable[..., Drafts]) -> None:
    data = session()
    world = kept(draft_bytes=len(data))
    assert world.keep(data).status == 200
    assert world.keep(data + b"x", tab=TWO).status == 413
    assert len(world.lying()) == 1


def test_drafts_are_bounded_in_number_in_all_and_in_time(kept: Callable[..., Drafts]) -> None:
    world = kept(drafts=3, drafts_all=5, draft_days=1)
    for number in range(20):
        assert world.keep(session(str(number)), tab=f"{number:032x}").status == 200
        for place, name in enumerate(world.lying()):
            assert place < 3, name
    assert len(world.lying()) == 3
    world.credentials = world.viewer(NAMES[::-1])
    for number in range(20, 40):
        assert world.keep(session(str(number), NAMES[::-1]), tab=f"{number:032x}").status == 200
    assert len(world.lying()) == 5
    for name in world.lying():
        os.utime(os.path.join(world.store.folder, name), (1, 1))
    world.keep(session("new", NAMES[::-1]), tab=TWO)
    assert len(world.lying()) == 1


def test_all_drafts_together_are_bounded_in_bytes(kept: Callable[..., Drafts]) -> None:
    world = kept(drafts_all_bytes=100_000)
    for number in range(12):
        assert world.keep(session(large=30_000), tab=f"{number % 4:032x}", n=number).status == 200
    assert 1 <= len(world.lying()) <= 3
    assert sum(os.stat(os.path.join(world.store.folder, name)).st_size for name in world.lying()) <= 100_000


def test_a_draft_is_offered_to_those_who_show_its_cells_in_its_order(kept: Callable[..., Drafts]) -> None:
    world = kept()
    assert world.keep(session()).status == 200
    for names, count in ((NAMES[::-1], 0), ([*NAMES[:-1], "x"], 0), (NAMES, 1)):
        world.credentials = world.viewer(names)
        assert len(world.drafts()["drafts"]) == count
    world.credentials = world.viewer(NAMES[::-1])
    assert world.keep(session(), tab=TWO).status == 200  # a page that tells other cells than its viewer shows
    assert world.drafts()["drafts"] == []


def test_ht15_what_was_changed_on_the_disk_is_offered_to_nobody(kept: Callable[..., Drafts]) -> None:
    world = kept()
    draft = json.loads(world.keep(session()).body)["draft"]
    path = Path(world.store.folder) / world.lying()[0]
    good = path.read_bytes()
    other = path.with_name("other")
    other.write_bytes(good)
    wrong = bytes([good[-6] ^ 1])  # of the check of the last chunk, which nothing but a judge looks at
    for harm in (
        lambda: path.write_bytes(good[:-1]),
        lambda: path.write_bytes(good[:-6] + wrong + good[-5:]),
        lambda: (path.unlink(), path.symlink_to(other)),
    ):
        harm()
        assert world.drafts()["drafts"] == []
        assert world.get(f"/_cellucid/viewers/{world.credentials.viewer_id}/drafts/{draft}").status == 404
        assert (
            world.server.registry.viewer(world.credentials.viewer_id).shelf.newest(world.server.store) is None
        )
    for name in ("", "/", "/" + "0" * 32, "/..", "/x", f"/{draft}/x", "x"):
        found = world.get(f"/_cellucid/viewers/{world.credentials.viewer_id}/drafts{name}")
        assert found.status in ((200,) if name == "" else (400, 404)), name
    path.unlink()
    other.unlink()


def test_the_draft_of_a_page_that_is_open_is_not_offered(kept: Callable[..., Drafts]) -> None:
    world = kept()
    world.event({"type": "state", "tab": ONE, "groups": 1, "empty": False})
    world.keep(session())
    other = world.viewer(NAMES)
    mine, world.credentials = world.credentials, other
    assert (world.drafts()["drafts"], world.drafts()["withheld"]) == ([], 1)
    assert world.drafts(f"?tab={ONE}")["withheld"] == 0
    world.credentials = mine
    world.event({"type": "gone", "tab": ONE})
    assert (len(world.drafts()["drafts"]), world.drafts()["withheld"]) == (1, 0)


def test_a_draft_goes_when_it_is_not_wanted(kept: Callable[..., Drafts]) -> None:
    world = kept()
    for tab in (ONE, TWO):
        world.keep(session(), tab=tab)
    world.event({"type": "dropped", "tab": ONE})
    (left,) = world.drafts()["drafts"]
    assert world.event({"type": "dropped", "draft": left["draft"], "tab": ONE}).status == 204
    assert world.event({"type": "dropped", "draft": "0" * 32}).status == 204
    assert world.event({"type": "dropped", "draft": "../x"}).status == 400
    assert world.lying() == []
    world.keep(session(), tab=ONE, n=5)
    assert len(world.lying()) == 1


OTHER = """
import sys
from cellucid_session.capture.drafts import DraftStore, Shelf
from cellucid_session.capture import GateLimits
from cellucid_session.io import identity
from cellucid_session.model import DatasetFacts
store = DraftStore(sys.argv[1], GateLimits())
names = [f"c{number}" for number in range(6)]
shelf = Shelf(store, identity.of(names), DatasetFacts(6, 2))
data = sys.stdin.buffer.read()
writer = shelf.begin(len(data), "3" * 32, 0)
writer.write(data)
writer.commit()
half = shelf.begin(len(data), "4" * 32, 0)
half.write(data[:10])
print("kept", flush=True)
import time
time.sleep(600)
"""


def test_the_draft_of_a_process_is_offered_when_that_was_killed(kept: Callable[..., Drafts]) -> None:
    world = kept()
    given = session("of another")
    with subprocess.Popen(
        [sys.executable, "-c", OTHER, world.store.folder], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.write(given)
            process.stdin.close()
            assert process.stdout.readline() == b"kept\n"
            assert world.drafts()["drafts"] == []
        finally:
            process.kill()
    (told,) = world.drafts()["drafts"]
    found = world.get(f"/_cellucid/viewers/{world.credentials.viewer_id}/drafts/{told['draft']}")
    assert found.body == given
    world.store.close()
    DraftStore(world.store.folder, GateLimits()).close()
    assert [name for name in os.listdir(world.store.folder) if not name.endswith(".draft")] == []


def test_where_no_drafts_are_kept_the_paths_are_not_found(world: World) -> None:
    target = f"/_cellucid/draft?viewerId={world.credentials.viewer_id}&tab={ONE}&n=0"
    assert world.ask(world.head(target=target)).status == 404
    path = f"/_cellucid/viewers/{world.credentials.viewer_id}/drafts"
    assert json.loads(world.get(path).body) == {"protocol": 1, "drafts": [], "withheld": 0, "limits": None}
    assert world.get(f"{path}/{ONE}").status == 404
    assert world.event({"type": "dropped", "draft": ONE}).status == 204


def test_where_they_lie_is_said_by_the_environment_and_a_bad_folder_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CELLUCID_SESSION_DRAFTS", "off")
    assert usual(GateLimits()) is None
    monkeypatch.setenv("CELLUCID_SESSION_DRAFTS", "")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    store = usual(GateLimits())
    assert store is not None
    assert store.folder == str(tmp_path.resolve() / "cellucid-session" / "drafts")
    store.close()
    opened = tmp_path / "open"
    opened.mkdir(mode=0o755)
    monkeypatch.setenv("CELLUCID_SESSION_DRAFTS", str(opened))
    with pytest.warns(DraftsWarning, match="open to other users"):
        assert usual(GateLimits()) is None


def test_the_sessions_of_this_file_are_what_they_should_be(tmp_path: Path) -> None:
    path = tmp_path / "one.cellucid-session"
    path.write_bytes(session())
    assert validate(path).verdict == "valid"
