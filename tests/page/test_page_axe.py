"""The page for people who use a keyboard, a screen reader or a phone: what axe-core finds in each of its states."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from browsing import Plot, Watched, around, groups, only_in_chromium, save_state, settled
from heaps import MIDDLES
from test_page_tabs import group_of

pytest.importorskip("anndata")
pytest.importorskip("uvicorn")

AXE = Path(__file__).resolve().parents[2] / "page" / "node_modules" / "axe-core" / "axe.min.js"
GRAVE = ("serious", "critical")

#: moderate by axe's measure, and asked for all the same: where a screen reader's user jumps to
ALSO = {"region", "landmark-one-main", "landmark-unique", "page-has-heading-one", "heading-order"}

#: axe does not ask these by default: whether the name that is said holds what is seen, and fingers find what they touch
MORE = ("label-content-name-mismatch", "target-size")

FIND = """async (more) => (await axe.run(document, {
    resultTypes: ["violations"], rules: Object.fromEntries(more.map((rule) => [rule, { enabled: true }])),
  })).violations
  .map(({ id, impact, nodes }) => ({
    id, impact, where: nodes.map((node) => node.target.join(" ") + ": " + node.failureSummary),
  }))"""


def found(page: Any) -> list[str]:
    """What axe-core finds that this page must not have, each with where it is."""
    settled(page)
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE.read_text())
    return [
        f"{one['id']} ({one['impact']}): {'; '.join(one['where'][:4])}"
        for one in page.evaluate(FIND, MORE)
        if one["impact"] in GRAVE or one["id"] in ALSO
    ]


@pytest.fixture(scope="module")
def _axe() -> None:
    if not AXE.is_file():
        pytest.skip("the page's libraries are not installed (make page-check installs them)")


@pytest.mark.usefixtures("_axe")
def test_axe_finds_nothing_grave_in_any_state_of_the_page(
    browser: Watched, show: Any, adata: Any, tmp_path: Path
) -> None:
    viewer = show()
    page = browser.open(viewer.url)
    states = {"empty": found(page)}

    plot = Plot(page, adata.obsm["X_umap"])
    page.click("#lasso")
    plot.lasso(around(*MIDDLES[0]))
    page.locator("#selected").wait_for()
    states["cells selected"] = found(page)

    page.click("#new-group")
    page.click("#copy-column")
    page.get_by_label("New field, e.g. cell type").fill("mine")
    page.keyboard.press("Enter")
    page.get_by_label("New category").last.fill("one")
    page.keyboard.press("Enter")
    states["groups and fields"] = found(page)

    page.locator("#colour").select_option(label="score")
    page.get_by_label("From", exact=False).first.wait_for()
    states["a range of numbers"] = found(page)

    bad = tmp_path / "bad.cellucid-session"
    bad.write_bytes(b"no session")
    page.set_input_files("#file", bad)
    page.locator(".notices .error").wait_for()
    states["a message of an error"] = found(page)

    page.locator("#plot").press("?")
    page.get_by_role("dialog").wait_for()
    states["help"] = found(page)
    page.keyboard.press("Escape")
    page.get_by_role("dialog").wait_for(state="detached")

    page.set_viewport_size({"width": 390, "height": 780})
    states["phone"] = found(page)
    page.emulate_media(color_scheme="dark")
    states["phone, dark"] = found(page)
    page.set_viewport_size({"width": 1000, "height": 700})
    states["dark"] = found(page)
    page.emulate_media(color_scheme="light")

    good = save_state(page, tmp_path)
    page.click("#new-group")  # so that there is unsaved work
    page.set_input_files("#file", good)
    page.get_by_role("dialog").wait_for()
    states["a question"] = found(page)
    page.get_by_role("button", name="Cancel").click()

    other = browser.open(viewer.url)
    group_of(other, "NK")
    page.locator("#take-over").wait_for()
    states["another page is in charge"] = found(page)
    page.click("#take-over")
    other.close()

    browser.expected = ["404"]
    viewer.close()
    page.locator("#alert", has_text="restarted").wait_for()
    states["the viewer is gone"] = found(page)

    assert json.dumps({state: told for state, told in states.items() if told}, indent=1) == "{}"


def at(page: Any) -> str:
    """What has the keyboard, by the name that a screen reader says."""
    settled(page)
    return page.evaluate(
        "() => (({ ariaLabel, textContent, id }) => ariaLabel || textContent.trim() || id)(document.activeElement)"
    )


def test_the_keyboard_stays_where_the_work_is(browser: Watched, show: Any) -> None:
    page = browser.open(show().url)
    for heap in ("T", "B", "NK"):
        page.get_by_role("button", name=f"Select the cells of {heap}", exact=True).press("Enter")
        page.locator("#new-group").press("Enter")
    names = [name for name, _ in groups(page)]

    field = page.get_by_label("Name of the group").nth(1)
    field.fill("mine")
    field.press("Enter")
    assert at(page) == "Name of the group"
    assert field.input_value() == "mine"
    page.keyboard.type(" too")
    page.keyboard.press("Enter")
    settled(page)
    assert [name for name, _ in groups(page)] == [names[0], "mine too", names[2]]

    page.get_by_label("Delete mine too").press("Enter")
    assert at(page) == f"Delete {names[2]}", "the next one's"
    page.keyboard.press("Enter")
    assert at(page) == f"Delete {names[0]}", "the one before it: there is none behind"
    page.keyboard.press("Enter")
    assert at(page) == "Name of the page", "what is above the list that is empty now"

    page.get_by_role("button", name="Clear").press("Enter")
    assert at(page).startswith("Plot of the cells"), "there is nothing else to do with no selection"

    page.keyboard.press("?")
    page.get_by_role("dialog").get_by_text("Show these keys").wait_for()
    page.keyboard.press("l")
    page.keyboard.press("Escape")
    page.get_by_role("dialog").wait_for(state="detached")
    assert at(page).startswith("Plot of the cells")
    assert page.locator("#lasso[aria-pressed=false]").count() == 1, "keys in a dialog do nothing behind it"
    page.get_by_role("button", name="What the keys do").press("Enter")
    page.get_by_role("dialog").get_by_role("button", name="Close").press("Enter")
    page.get_by_role("dialog").wait_for(state="detached")
    assert at(page) == "? What the keys do"


def test_while_the_lasso_is_chosen_wheel_and_arrows_move_the_plot(browser: Watched, show: Any) -> None:
    page = browser.open(show().url)
    name = page.locator("#names span").first  # of a category: it goes where its cells go

    def place() -> tuple[float, float]:
        settled(page)
        box = name.bounding_box()
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    page.keyboard.press("l")
    page.locator("#lasso[aria-pressed=true]").wait_for()
    before = place()
    page.keyboard.press("ArrowRight")
    after = place()
    assert (round(after[0] - before[0]), round(after[1] - before[1])) == (-60, 0)
    page.keyboard.press("ArrowUp")
    assert round(place()[1] - after[1]) == 60

    page.keyboard.press("0")
    box = page.locator("#cover").bounding_box()
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.move(*middle)
    page.mouse.wheel(0, -500)
    after = place()
    for side in (0, 1):
        zoomed = (after[side] - middle[side]) / (before[side] - middle[side])
        assert 1.5 < zoomed < 2, "closer, around the pointer"
    assert page.locator("#selected").count() == 0


def test_on_a_phone_a_finger_scrolls_the_lists_and_nothing_is_cut_off(browser: Watched, show: Any) -> None:
    page = browser.open(show().url)
    page.set_viewport_size({"width": 390, "height": 780})
    page.get_by_role("button", name="Select the cells of T", exact=True).click()
    for _ in range(4):
        page.click("#new-group")
    settled(page)
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 390
    only_in_chromium("move a finger")
    finger = page.context.new_cdp_session(page)
    finger.send("Emulation.setTouchEmulationEnabled", {"enabled": True})

    def swipe(where: str) -> None:
        """A finger moves up on something, and the page goes with it."""
        page.evaluate("() => scrollTo(0, 0)")
        spot = page.locator(where).first
        spot.scroll_into_view_if_needed()
        box = spot.bounding_box()
        before = page.evaluate("() => scrollY")
        x, y = 195, box["y"] + box["height"] / 2
        for kind, up in [
            ("touchStart", 0),
            *(("touchMove", 20 * step) for step in range(1, 11)),
            ("touchEnd", None),
        ]:
            points = [] if up is None else [{"x": x, "y": y - up}]
            finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
        page.wait_for_function("before => scrollY > before + 100", arg=before)

    swipe("#groups-title")
    swipe(".groups > li")
    assert page.locator("#place").bounding_box()["height"] < 0.7 * 780, (
        "there is always something else to touch"
    )
