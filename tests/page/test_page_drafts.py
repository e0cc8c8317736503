"""Work that was not saved outlives its page: a reload, a new viewer of the same data, a kernel that was killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from browsing import Watched, groups, only_in_chromium, save_state
from heaps import N_OBS, heaps
from test_page_tabs import group_of

from cellucid_session import validate

pytest.importorskip("anndata")
pytest.importorskip("uvicorn")

OFFER = ".offer"
#: empties what the browser itself keeps
FORGET = """() => new Promise((done, failed) => {
  const opening = indexedDB.open('cellucid-session');
  opening.onerror = failed;
  opening.onsuccess = () => {
    const base = opening.result;
    const change = base.transaction([...base.objectStoreNames], 'readwrite');
    for (const name of base.objectStoreNames) change.objectStore(name).clear();
    change.oncomplete = () => { base.close(); done(); };
  };
})"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where drafts are kept, for a server of this test's own."""
    from cellucid_session.capture import show

    show.close_all()
    monkeypatch.setenv("CELLUCID_SESSION_DRAFTS", str(tmp_path / "drafts"))
    yield tmp_path / "drafts"
    show.close_all()


def drafts(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.draft"))


def until(met: Callable[[], Any], seconds: float = 20) -> Any:
    end = time.monotonic() + seconds
    while not (found := met()):
        assert time.monotonic() < end, "it never came"
        time.sleep(0.05)
    return found


def kept(page: Any, folder: Path, labels: list[str]) -> None:
    """Wait until the kernel's store holds a draft with these groups."""
    from cellucid_session import CellucidSessionBundle

    def there() -> bool:
        page.wait_for_timeout(50)
        for draft in drafts(folder):
            with CellucidSessionBundle(draft) as bundle:
                if [group.label for group in bundle.groups] == labels:
                    return True
        return False

    until(there)


def take_back(page: Any) -> None:
    page.locator(OFFER).wait_for()
    page.get_by_role("button", name="Take it back").click()
    page.get_by_text("” was loaded").wait_for()


def test_a_reload_brings_the_work_back(browser: Watched, show: Any, folder: Path) -> None:
    page = browser.open(show().url)
    group_of(page, "NK")
    kept(page, folder, ["NK"])
    group_of(page, "DC")
    kept(page, folder, ["NK", "DC"])
    (draft,) = drafts(folder)
    assert draft.stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700
    assert validate(draft).verdict == "valid"
    before = groups(page)
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    page.wait_for_selector("#place[data-drawn]", state="attached")
    page.get_by_text("2 groups, 0 fields").wait_for()
    assert groups(page) == []
    take_back(page)
    assert groups(page) == before
    assert "unsaved changes" in page.inner_text("header")
    until(lambda: page.wait_for_timeout(50) or (drafts(folder) and drafts(folder) != [draft]))
    until(lambda: page.wait_for_timeout(50) or len(drafts(folder)) == 1)  # that of this page now
    assert page.locator(OFFER).count() == 0


def test_a_new_viewer_of_the_same_data_is_offered_it_and_other_data_is_not(
    browser: Watched, show: Any, adata: Any, folder: Path
) -> None:
    page = browser.open(show().url)
    group_of(page, "NK")
    kept(page, folder, ["NK"])
    before = groups(page)
    aside = browser.open(show().url)  # while the page is open its work is nobody else's
    aside.wait_for_timeout(1500)
    assert aside.locator(OFFER).count() == 0
    page.close(run_before_unload=False)
    aside.locator(OFFER).wait_for()

    others = adata.copy()
    others.obs_names = [f"other{number}" for number in range(N_OBS)]
    turned = adata[::-1].copy()
    for data in (others, turned):
        other = browser.open(show(data).url)
        other.wait_for_timeout(500)
        assert other.locator(OFFER).count() == 0
    again = browser.open(show(name="another name", dataset_id="another").url)
    take_back(again)
    assert groups(again) == before


def test_the_browser_has_it_too_and_what_came_after_the_server_went(
    browser: Watched, show: Any, folder: Path
) -> None:
    browser.expected = ["ERR_INTERNET_DISCONNECTED"]
    page = browser.open(show().url)
    group_of(page, "NK")
    kept(page, folder, ["NK"])
    only_in_chromium("cut the network")
    page.context.set_offline(True)
    group_of(page, "DC")
    page.wait_for_timeout(1500)
    page.context.set_offline(False)
    for draft in drafts(folder):
        draft.unlink()
    page.close()
    page = browser.open(show().url)
    take_back(page)
    assert [name for name, _ in groups(page)] == ["NK", "DC"]


def test_what_somebody_is_typing_stays_while_the_page_keeps_a_draft_and_python_asks(
    browser: Watched, show: Any, folder: Path
) -> None:
    viewer = show()
    page = browser.open(viewer.url)
    group_of(page, "NK")
    page.get_by_label("Name of the group", exact=True).click()
    page.keyboard.press("Control+a")
    page.keyboard.type("Natural ")
    page.wait_for_timeout(1200)
    viewer.get_session_bundle(timeout=20).close()
    page.get_by_text("Python asked for the session and got it.").wait_for()
    page.keyboard.type("killers")
    page.keyboard.press("Enter")
    assert [name for name, _ in groups(page)] == ["Natural killers"]


def test_save_and_discard_remove_it(browser: Watched, show: Any, folder: Path, tmp_path: Path) -> None:
    viewer = show()
    page = browser.open(viewer.url)
    group_of(page, "NK")
    kept(page, folder, ["NK"])
    save_state(page, tmp_path)
    until(lambda: page.wait_for_timeout(50) or drafts(folder) == [])
    group_of(page, "DC")
    kept(page, folder, ["NK", "DC"])
    page.close()
    page = browser.open(viewer.url)
    page.get_by_role("button", name="Discard the unsaved work").click()
    until(lambda: page.wait_for_timeout(50) or drafts(folder) == [])
    page.reload()
    page.wait_for_selector("#place[data-drawn]", state="attached")
    page.wait_for_timeout(1500)
    assert page.locator(OFFER).count() == 0
    assert groups(page) == []


def test_what_is_no_valid_session_is_not_offered(browser: Watched, show: Any, folder: Path) -> None:
    viewer = show()
    page = browser.open(viewer.url)
    group_of(page, "NK")
    kept(page, folder, ["NK"])
    page.evaluate(FORGET)
    page.close()
    (draft,) = drafts(folder)
    draft.write_bytes(draft.read_bytes() + b"!")
    page = browser.open(viewer.url)
    page.wait_for_timeout(1500)
    assert page.locator(OFFER).count() == 0
    assert viewer.draft() is None


def test_python_has_the_draft(browser: Watched, show: Any, adata: Any, folder: Path) -> None:
    viewer = show()
    assert viewer.draft() is None
    page = browser.open(viewer.url)
    group_of(page, "NK")
    kept(page, folder, ["NK"])
    page.close()
    with viewer.draft() as bundle:
        (group,) = bundle.groups
        assert list(group.indices) == list((adata.obs["leiden"] == "NK").to_numpy().nonzero()[0])
    assert len(drafts(folder)) == 1
    viewer.close()
    assert not bundle.path.exists()


KERNEL = """
import sys, time
sys.path.insert(0, sys.argv[1])
from heaps import heaps
from cellucid_session import show_anndata
viewer = show_anndata(heaps(), dataset_id="heaps", source_type="test")
print(viewer.url, flush=True)
time.sleep(600)
"""


def test_a_kernel_that_was_killed_takes_nothing_with_it(
    browser: Watched, show: Any, folder: Path, tmp_path: Path
) -> None:
    browser.expected = ["ERR_CONNECTION", "Failed to load resource"]
    here = str(Path(__file__).parent)
    kernel = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(KERNEL), here], stdout=subprocess.PIPE, text=True
    )
    assert kernel.stdout is not None
    try:
        page = browser.open(kernel.stdout.readline().strip())
        group_of(page, "NK")
        kept(page, folder, ["NK"])
        before = groups(page)
    finally:
        os.kill(kernel.pid, signal.SIGKILL)
        kernel.wait()
        kernel.stdout.close()
    alert = page.get_by_role("alert")
    alert.get_by_text("Your work is kept as a draft: run the notebook's cell again").wait_for(timeout=40_000)
    group_of(page, "DC")  # after the end: the kernel's store can't have it
    alert.get_by_text("Your last changes are nowhere but here: press Save State before you run").wait_for()
    assert len(groups(page)) == 2

    again = browser.open(show(heaps()).url)
    take_back(again)
    assert groups(again) == before
    assert not list(folder.glob("*.partial"))
