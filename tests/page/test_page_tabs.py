"""Several pages of one viewer: Python gets the work of the one that was touched last, and is told whose it is."""

from __future__ import annotations

import warnings
from typing import Any

import pytest
from browsing import Watched, notices, settled

from cellucid_session import CaptureTimeoutError
from cellucid_session.capture.fetched import OtherTabWarning

pytest.importorskip("anndata")
pytest.importorskip("uvicorn")


def group_of(page: Any, name: str) -> None:
    """A group of the cells of one category, which bears its name."""
    page.get_by_role("button", name=f"Select the cells of {name}", exact=True).click()
    page.click("#new-group")
    settled(page)
    field = page.get_by_label("Name of the group", exact=True).last
    field.fill(name)
    page.keyboard.press("Enter")
    settled(page)


def fetched(viewer: Any) -> tuple[list[str], Any]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", OtherTabWarning)
        with viewer.get_session_bundle(timeout=20) as bundle:
            return [group.label for group in bundle.groups], bundle.tab


def touch(page: Any) -> None:
    """A click that changes nothing; the page has told it when this returns."""
    with page.expect_response(lambda answer: "/events" in answer.url):
        page.locator("h1").click()


def test_python_gets_the_work_of_the_tab_that_was_touched_last(browser: Watched, show: Any) -> None:
    viewer = show()
    first, second = browser.open(viewer.url), browser.open(viewer.url)
    viewer.wait_for_ready(timeout=20)
    group_of(first, "NK")
    group_of(second, "DC")
    told = {}
    for wanted, page in [("NK", first), ("DC", second), ("DC", second), ("NK", first)] * 4:
        touch(page)
        labels, tab = fetched(viewer)
        assert labels == [wanted]
        assert (tab.groups, tab.fields, tab.empty) == (1, 0, False)
        told.setdefault(wanted, tab.id)
        assert tab.id == told[wanted]
    assert told["NK"] != told["DC"]
    assert {each.id for each in viewer.tabs} == set(told.values())
    for page in (first, second):
        assert page.locator(".error").count() == 0
        page.get_by_text("Python asked for the session and got it.").first.wait_for()
        assert set(notices(page)) == {"Python asked for the session and got it."}


def test_the_other_tabs_say_so_and_can_take_over(browser: Watched, show: Any) -> None:
    viewer = show()
    first, second = browser.open(viewer.url), browser.open(viewer.url)
    group_of(first, "NK")
    group_of(second, "DC")
    first.get_by_text("Another page of this viewer is in charge, with 1 group and 0 fields").wait_for()
    assert second.locator("#other").inner_text() == ""
    with pytest.warns(
        OtherTabWarning, match=r"not in it is what the tab that was opened at .*1 group, 0 fields"
    ):
        bundle = viewer.get_session_bundle(timeout=20)
    assert [group.label for group in bundle.groups] == ["DC"]
    assert f"from {bundle.tab}" in repr(bundle)
    first.click("#take-over")
    first.locator("#other:empty").wait_for(state="attached")
    second.get_by_text("Another page of this viewer is in charge").wait_for()
    assert fetched(viewer)[0] == ["NK"]


def test_an_empty_tab_never_wins_over_one_with_work(browser: Watched, show: Any) -> None:
    viewer = show()
    work = browser.open(viewer.url)
    group_of(work, "NK")
    empty = browser.open(viewer.url)
    for _ in range(3):
        touch(empty)
        assert fetched(viewer)[0] == ["NK"]
    empty.get_by_text("This page is empty.").wait_for()
    assert empty.locator("#take-over").count() == 0
    work.close()
    labels, tab = fetched(viewer)
    assert labels == []
    assert tab.empty


def test_a_fetch_goes_on_with_the_page_when_it_is_loaded_anew_and_says_when_none_is_open(
    browser: Watched, show: Any
) -> None:
    viewer = show()
    page = browser.open(viewer.url)
    viewer.wait_for_ready(timeout=20)
    before = fetched(viewer)[1]
    page.reload()
    page.wait_for_selector("#place[data-drawn]", state="attached")
    after = fetched(viewer)[1]
    assert after.id != before.id
    page.close()
    with pytest.raises(CaptureTimeoutError, match="no page of it is open any more") as caught:
        viewer.get_session_bundle(timeout=5)
    assert caught.value.step == "open"
