"""The page in a real browser, at the real server: what a person does with the mouse, and what Python gets of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np
import pytest
from browsing import (
    Plot,
    Watched,
    around,
    downloaded,
    groups,
    load_state,
    notices,
    only_in_chromium,
    save_state,
    settled,
)
from heaps import HOSTILE, MIDDLES, N_OBS, N_VARS

from cellucid_session import (
    CellucidSessionBundle,
    SessionWriter,
    apply_cellucid_session_to_anndata,
    validate,
)

pytest.importorskip("anndata")
pytest.importorskip("uvicorn")


def lasso_two_groups_and_a_label(page: Any, plot: Plot) -> dict[str, np.ndarray]:
    """What a person does in the tutorial; the cells that it must have been."""
    cells = {
        "first": plot.inside(around(*MIDDLES[0])),
        "second": plot.inside(around(*MIDDLES[1])) | plot.inside(around(*MIDDLES[5])),
        "label": plot.inside(around(*MIDDLES[3])),
    }
    page.click("#lasso")
    plot.lasso(around(*MIDDLES[0]))
    page.click("#new-group")
    rename(page, "Name of the group", 0, "T cells, CD4+")
    plot.lasso(around(*MIDDLES[1]))
    plot.lasso(around(*MIDDLES[4]), key="Shift")
    plot.lasso(around(*MIDDLES[5]), key="Shift")
    plot.lasso(around(*MIDDLES[4]), key="Alt")
    page.click("#new-group")
    plot.lasso(around(*MIDDLES[3]))
    for label, text in (("New field, e.g. cell type", "my type"), ("New category", "naive")):
        page.get_by_label(label).fill(text)
        page.keyboard.press("Enter")
        assert page.get_by_label(label).input_value() == ""
        page.get_by_label(label).fill(text)  # a name that is taken stays there, so that it can be changed
        page.keyboard.press("Enter")
        page.get_by_text("of this name is there already").first.wait_for()
        assert page.get_by_label(label).input_value() == text
        page.get_by_label(label).fill("")
    page.get_by_role("button", name="Paint the selection naive").click()
    page.get_by_text(f"{cells['label'].sum()} cells selected").wait_for()
    return cells


def rename(page: Any, label: str, nth: int, text: str) -> None:
    page.get_by_label(label, exact=True).nth(nth).fill(text)
    page.keyboard.press("Enter")


def assert_columns(result: Any, summary: Any, cells: dict[str, np.ndarray]) -> None:
    first, second = [name for name in summary.added_obs_columns if name.startswith("cellucid_highlight__")]
    assert np.array_equal(result.obs[first].to_numpy(bool), cells["first"])
    assert np.array_equal(result.obs[second].to_numpy(bool), cells["second"])
    label = result.obs["my_type"]
    assert np.array_equal((label == "naive").to_numpy(bool), cells["label"])
    assert label.isna().sum() == N_OBS - cells["label"].sum()


def test_what_was_lassoed_is_what_python_gets(
    browser: Watched, show: Any, adata: Any, tmp_path: Path
) -> None:
    viewer = show()
    page = browser.open(viewer.url)
    viewer.wait_for_ready(timeout=20)
    cells = lasso_two_groups_and_a_label(page, Plot(page, adata.obsm["X_umap"]))
    assert groups(page)[0] == ("T cells, CD4+", f"{cells['first'].sum()} cells")

    bundle = viewer.get_session_bundle(timeout=20)
    assert validate(bundle.path).verdict == "valid"
    result, summary = apply_cellucid_session_to_anndata(bundle, adata, return_summary=True)
    assert_columns(result, summary, cells)

    applied = viewer.apply_session_to_anndata(adata, inplace=False, timeout=20)
    assert list(applied.obs.columns) == list(result.obs.columns)

    saved = save_state(page, tmp_path)
    assert validate(saved).findings == ()
    result, summary = apply_cellucid_session_to_anndata(saved, adata, return_summary=True)
    assert_columns(result, summary, cells)

    again = browser.open(show().url)
    told = load_state(again, saved)
    assert "2 groups on 1 page, 1 field of labels" in told[0]
    assert groups(again) == groups(page)
    assert again.locator("#colour").input_value().startswith("field:user_cat_")
    once_more, summary = apply_cellucid_session_to_anndata(
        save_state(again, tmp_path), adata, return_summary=True
    )
    assert_columns(once_more, summary, cells)


def session(path: Path, *, dataset_id: str = "heaps", cell_names: Any = None, **more: Any) -> Path:
    """A session as the web app writes it, with all that this page can't show."""
    with SessionWriter(
        source_type="test",
        dataset_id=dataset_id,
        n_obs=N_OBS,
        n_vars=N_VARS,
        cell_names=cell_names,
        created_at="2026-01-15T09:30:00.123Z",
    ) as writer:
        fields = [
            {
                "id": "user_cat_1",
                "source": "obs",
                "kind": "category",
                "key": "kept",
                "categories": ["x", "y"],
            },
            {"id": "alias", "source": "var", "kind": "continuous", "key": "gene1 again"},
        ]
        renames = {"fields": {"obs:score": "Score, renamed"}, "categories": {"obs:leiden:0": "T renamed"}}
        writer.add(
            "core/field-overlays", {"renames": renames, "deletedFields": None, "userDefinedFields": fields}
        )
        writer.add_codes("user_cat_1", np.arange(N_OBS) % 2)
        camera = {"navigationMode": "orbit", "orbit": {"radius": 1.25, "target": [0, 1e-7, 3]}}
        writer.add("core/state", {"camera": camera, "filters": {}, "uiControls": {}})
        writer.add("ui/dockable-layout", {"panels": [{"id": "p", "open": True, "z": 1}]})
        writer.add(
            "analysis/windows", {"windows": [{"modeId": "de", "settings": {"deep": [1, {"a": None}]}}]}
        )
        writer.add(
            "vendor/notes",
            {"a": "é\u200b", "n": 1.0},
            contributor="vendor",
            kind="json",
            dataset_dependent=False,
            priority="eager",
            codec="none",
        )
        writer.add(
            "vendor/cache",
            bytes(range(256)),
            contributor="vendor",
            kind="binary",
            dataset_dependent=True,
            priority="lazy",
        )
        group = {"id": "highlight_9", "type": "category", "label": HOSTILE, "enabled": True, "vendorKey": [1]}
        lost = {"id": "highlight_8", "type": "combined", "label": "never loaded", "cellCount": 3}
        pages = [{"id": "page_1", "name": "=cmd()", "color": "#00ff00", "highlightedGroups": [group, lost]}]
        writer.add("highlights/meta", {"pages": pages, "activePageId": "page_1", "vendor": True})
        writer.add_cells("highlight_9", [1, 2, 3, 599])
        writer.add_table("cache", "GENE", "page_1", [1, 2], [np.float32(0.5), np.float32("nan")])
        writer.write(path)
    return path


def test_what_the_page_can_not_show_is_carried(
    browser: Watched, show: Any, adata: Any, tmp_path: Path
) -> None:
    source = CellucidSessionBundle(session(tmp_path / "in.cellucid-session"))
    page = browser.open(show().url)
    (told,) = load_state(page, source.path)
    assert "cached results of analyses" in told
    assert "vendor/cache" in told
    plot = Plot(page, adata.obsm["X_umap"])
    page.click("#lasso")
    plot.lasso(around(*MIDDLES[0]))
    page.click("#new-group")
    page.get_by_role("button", name="Select the cells of T renamed").click()
    page.get_by_role("button", name="Paint the selection y").click()
    saved = CellucidSessionBundle(save_state(page, tmp_path))

    colour = "core/state"  # painting a field chose it to colour the cells
    changed = {"highlights/meta", "core/field-overlays", "user-defined/codes/user_cat_1", colour}
    for entry in source.manifest["chunks"]:
        if entry["id"] not in changed:
            assert saved.read_chunk_bytes(entry["id"]) == source.read_chunk_bytes(entry["id"])
            assert saved.get_chunk_meta(entry["id"]) == entry
    state = saved.decode_chunk(colour)
    assert state.pop("activeFields")["activeFieldKey"] == "kept"
    assert state == source.decode_chunk(colour)
    meta, before = saved.decode_chunk("highlights/meta"), source.decode_chunk("highlights/meta")
    assert meta["pages"][0]["highlightedGroups"][:2] == [
        before["pages"][0]["highlightedGroups"][0] | {"cellCount": 4},
        before["pages"][0]["highlightedGroups"][1] | {"enabled": True},
    ]
    assert meta["vendor"] is True
    overlays = saved.decode_chunk("core/field-overlays")
    assert overlays["renames"] == source.decode_chunk("core/field-overlays")["renames"]
    assert overlays["userDefinedFields"][1]["key"] == "gene1 again"


def test_a_session_of_another_data_set_gives_back_its_panels_only(
    browser: Watched, show: Any, tmp_path: Path
) -> None:
    names = [f"liver{number}" for number in range(N_OBS)]
    other = session(tmp_path / "other.cellucid-session", dataset_id="liver", cell_names=names)
    page = browser.open(show().url)
    page.get_by_role("button", name="Select the cells of NK").click()
    page.click("#new-group")
    before = groups(page)
    (told,) = load_state(page, other)
    assert "belongs to another data set (data set id: liver there, heaps here)" in told
    assert "floating panels" in told
    assert groups(page) == before
    saved = CellucidSessionBundle(save_state(page, tmp_path))
    assert {"ui/dockable-layout", "vendor/notes"} <= set(saved.list_chunk_ids())
    assert not {"core/state", "vendor/cache", "highlights/cells/highlight_9"} & set(saved.list_chunk_ids())


def test_the_cells_of_a_session_are_those_that_are_shown_or_it_is_not_loaded(
    browser: Watched, show: Any, adata: Any, tmp_path: Path
) -> None:
    """The README's own call, without a name; the data sorted, under another name, and other cells."""
    first = browser.open(show(dataset_id=None).url)
    first.get_by_role("button", name="Select the cells of NK").click()
    first.click("#new-group")
    saved = save_state(first, tmp_path)

    turned = adata[np.random.default_rng(3).permutation(N_OBS)].copy()
    page = browser.open(show(turned, dataset_id=None).url)
    (told,) = load_state(page, saved)
    assert "stand in another order" in told
    assert groups(page) == []

    page = browser.open(show(dataset_id="pbmc", source_type="file").url)
    (told,) = load_state(page, saved)
    assert "1 group on 1 page" in told
    assert groups(page) == groups(first)

    others = adata.copy()
    others.obs_names = [f"other{number}" for number in range(N_OBS)]
    page = browser.open(show(others, dataset_id=None).url)
    (told,) = load_state(page, saved)
    assert "another data set (its cells have other names)" in told
    assert groups(page) == []


def test_a_browser_that_is_opened_is_given_no_token(
    browser: Watched, show: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[str] = []

    class Browser:
        def open_new_tab(self, address: str) -> bool:
            given.append(address)
            return True

    monkeypatch.setattr("webbrowser.get", Browser)
    viewer = show()
    assert viewer.open()
    (address,) = given
    token = viewer.url.partition("#token=")[2]
    assert len(token) == 43
    assert token not in address + repr(viewer)
    way = Path(urlsplit(address).path)
    assert way.stat().st_mode & 0o777 == 0o600
    browser.allow(urlsplit(viewer.url).netloc)
    page = browser.open(address)
    viewer.wait_for_ready(timeout=20)
    assert page.url.partition("#")[0] == viewer.url.partition("#")[0]
    assert not way.exists()


def test_a_session_that_does_not_tell_its_cells_is_loaded_when_the_person_says_so(
    browser: Watched, show: Any, tmp_path: Path
) -> None:
    for dataset_id, why in (("heaps", "and that is all that is known"), ("liver", "goes by another name")):
        untold = session(tmp_path / f"{dataset_id}.cellucid-session", dataset_id=dataset_id)
        page = browser.open(show().url)
        (told,) = load_state(page, untold, anyway=False)
        assert why in told
        assert groups(page) == []
        (told,) = load_state(page, untold)
        assert "was loaded" in told
        assert len(groups(page)) > 0


def test_hostile_files_leave_the_page_as_it_was(browser: Watched, show: Any, tmp_path: Path) -> None:
    from cellucid_session.conformance.build import write
    from cellucid_session.conformance.catalogue import load

    folder = tmp_path / "vectors"
    folder.mkdir()
    write(load(1), str(folder))
    one_of_each = {}  # rule -> file
    for case in json.loads((folder / "index.json").read_text())["files"]:
        if case["kind"] == "session" and case["expect"]["verdict"] == "invalid":
            file = folder / case["file"]
            if any(finding.cls == "safety" for finding in validate(file).findings):
                one_of_each.setdefault(case["expect"]["rule"], file)
    assert len(one_of_each) > 50

    page = browser.open(show().url)
    page.get_by_role("button", name="Select the cells of NK").click()
    page.click("#new-group")
    before = groups(page)
    saved = save_state(page, tmp_path)  # so that the page asks nothing before it loads
    for rule, told in zip(one_of_each, load_state(page, *one_of_each.values()), strict=True):
        assert f"({rule})" in told, (rule, told)
        assert "What you had is as it was." in told
    assert groups(page) == before
    assert apply_groups(save_state(page, tmp_path)) == apply_groups(saved)


def apply_groups(path: Path) -> dict[str, list[int]]:
    with CellucidSessionBundle(path) as bundle:
        return {group.id: group.indices.tolist() for group in bundle.groups if group.has_cells}


def test_names_are_text_and_never_markup(browser: Watched, show: Any, tmp_path: Path) -> None:
    page = browser.open(show().url)
    load_state(page, session(tmp_path / "in.cellucid-session"))
    assert page.locator("img").count() == 0
    assert (
        page.get_by_role("button", name="Select the cells of <img src=x onerror=alert(1)>\\u202e").count()
        == 2
    )
    assert groups(page)[1] == ("never loaded", "cells are not in the session")

    typed = "T\u202e\u200bcell \\ 1"
    rename(page, "Name of the group", 1, typed)
    settled(page)
    field = page.get_by_label("Name of the group").nth(1)
    assert field.input_value() == typed, "the cursor is still in it"
    page.keyboard.press("Tab")
    assert field.input_value() == "T\\u202e\\u200bcell \\\\ 1", "as it is shown everywhere else"
    assert "T\\u202e" in field.get_attribute("title")
    field.focus()
    assert field.input_value() == typed
    page.keyboard.press("Escape")
    assert field.input_value() == "T\\u202e\\u200bcell \\\\ 1"
    with CellucidSessionBundle(save_state(page, tmp_path)) as bundle:
        assert [group.label for group in bundle.groups][1] == typed


def test_the_latest_session_beside_the_data_is_restored_at_start(
    browser: Watched, show: Any, adata: Any, tmp_path: Path
) -> None:
    adata.write_h5ad(tmp_path / "heaps.h5ad")
    session(tmp_path / "old.cellucid-session")
    session(tmp_path / "new.cellucid-session")
    names = {"states": ["old.cellucid-session", "new.cellucid-session"]}
    (tmp_path / "state-snapshots.json").write_text(json.dumps(names))
    page = browser.open(show(tmp_path / "heaps.h5ad", dataset_id=None, source_type=None).url)
    page.get_by_text("“new.cellucid-session” was loaded").wait_for()
    assert [name for name, _ in groups(page)] == [HOSTILE.replace("\u202e", "\\u202e"), "never loaded"]
    assert page.locator("#colour option", has_text="Score, renamed").count() == 1


def test_loading_asks_before_it_takes_the_place_of_unsaved_work(
    browser: Watched, show: Any, adata: Any, tmp_path: Path
) -> None:
    file = session(tmp_path / "in.cellucid-session", cell_names=list(adata.obs_names))
    page = browser.open(show().url)
    page.get_by_role("button", name="Select the cells of NK").click()
    page.click("#new-group")
    page.set_input_files("#file", file)
    page.get_by_role("button", name="Cancel").click()
    assert len(groups(page)) == 1
    page.set_input_files("#file", file)
    with downloaded(page, tmp_path) as first:
        page.get_by_role("button", name="Save first").click()
    page.get_by_text("“in.cellucid-session” was loaded").wait_for()
    assert len(groups(page)) == 2
    assert list(apply_groups(first.path)) == ["highlight_1"]


def test_everything_can_be_done_by_keyboard(browser: Watched, show: Any) -> None:
    page = browser.open(show().url)
    for key, pressed in (("l", "true"), ("m", "false")):
        page.keyboard.press(key)
        page.locator(f"#lasso[aria-pressed={pressed}]").wait_for()
    page.get_by_role("button", name="Select the cells of DC").focus()
    page.keyboard.press("Enter")
    page.locator("#new-group").focus()
    page.keyboard.press("Enter")
    assert len(groups(page)) == 1
    page.locator("#plot").focus()
    page.keyboard.press("Escape")
    page.locator("#selected").wait_for(state="detached")
    page.keyboard.press("Control+z")
    page.locator("#selected").wait_for()
    page.keyboard.press("Control+z")
    page.get_by_text("No groups yet").wait_for()
    page.keyboard.press("Control+Shift+z")
    assert len(groups(page)) == 1
    unnamed = page.evaluate(
        "() => [...document.querySelectorAll('button, input, select')].filter((one) =>"
        " !(one.ariaLabel || one.textContent.trim() || one.labels?.[0]?.textContent.trim())).length"
    )
    assert unnamed == 0


def test_a_page_whose_viewer_is_gone_says_so_and_still_saves(
    browser: Watched, show: Any, tmp_path: Path
) -> None:
    browser.expected = ["404"]
    viewer = show()
    page = browser.open(viewer.url)
    page.get_by_role("button", name="Select the cells of NK").click()
    page.click("#new-group")
    viewer.close()
    page.get_by_role("alert").get_by_text("Run the notebook's cell again").wait_for(timeout=35_000)
    assert apply_groups(save_state(page, tmp_path))["highlight_1"]


def test_in_a_frame_commands_come_by_message_and_only_with_the_token(
    browser: Watched, show: Any, notebook: Callable[[str], str]
) -> None:
    viewer = show()
    browser.allow(urlsplit(viewer.url).netloc)
    browser.expected = ["net::ERR_"]
    page = browser.open(notebook(viewer.url), wait=False)
    frame = page.frame_locator("iframe")
    frame.locator("#place[data-drawn]").wait_for(state="attached")
    viewer.wait_for_ready(timeout=20)

    server, token = viewer._server, viewer.url.split("token=")[1]

    def ask(request_id: str, **changes: object) -> None:
        message = {"cellucid": 1, "type": "requestSessionBundle", "viewerId": viewer.viewer_id}
        message |= {"token": token, "requestId": request_id} | changes
        post = "(message) => document.querySelector('iframe').contentWindow.postMessage(message, '*')"
        page.evaluate(post, message)

    with server.expect_bundle(viewer.viewer_id, ttl=30) as pending:
        for changes in ({"token": token[::-1]}, {"viewerId": "0" * 32}, {"token": None}, {"cellucid": "1"}):
            ask(pending.request_id, **changes)
        page.wait_for_timeout(500)
        assert frame.get_by_text("Python asked for the session").count() == 0
        ask(pending.request_id)
        captured = pending.wait(10)
        assert validate(captured.path).verdict == "valid"
        Path(captured.path).unlink()

    only_in_chromium("cut the network")
    page.context.set_offline(True)  # the server can't be reached: the page says so, and is well again later
    frame.get_by_role("alert").get_by_text("can't be reached").wait_for()
    page.context.set_offline(False)
    frame.locator("#alert:empty").wait_for(state="attached")


def test_an_address_without_its_token_says_what_to_do(browser: Watched, show: Any) -> None:
    page = browser.open(show().url.split("#")[0], wait=False)
    page.get_by_text("does not name a viewer").wait_for()
    assert notices(page)[0].startswith("This address")
