"""The pictures of the tutorial: `make pictures`, which also writes the session that they show.

Rules of this file: everything that a picture shows is made by the same calls as in the tutorial; pages are photographed
by Chromium (`CHROMIUM` names it) with a profile of its own, and no picture is larger than `LARGEST`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from maker import pbmc68k

FOLDER = HERE.parent / "pictures"
LARGEST = 150_000  # bytes
WIDTH = 900  # CSS pixels of a page
GENE = "CD79A"  # of B cells
SOFTWARE = (
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--ignore-gpu-blocklist",
)  # no card is needed


def plots() -> None:
    """The UMAP and the markers."""
    import matplotlib as mpl

    mpl.use("Agg")
    import matplotlib.pyplot as plt
    import scanpy as sc

    from cellucid_session import apply_cellucid_session_to_anndata

    mpl.rcParams["svg.hashsalt"] = "cellucid-session"
    adata, summary = apply_cellucid_session_to_anndata(pbmc68k.SESSION, pbmc68k.data(), return_summary=True)
    figure, axes = plt.subplots(1, 2, figsize=(11, 4.2), layout="constrained")
    for axis, column, title in zip(
        axes, ("by_eye", "bulk_labels"), ("labels of the session", "labels of the data"), strict=True
    ):
        sc.pl.umap(adata, color=column, ax=axis, title=title, show=False, size=26)
    _save(figure, "umap.png")
    name = next(column.name for column in summary.columns if column.label == "island")
    adata.obs["island"] = adata.obs[name].map({True: "island", False: "rest"}).astype("category")
    sc.tl.rank_genes_groups(adata, "island", groups=["island"], method="wilcoxon")
    genes = sc.get.rank_genes_groups_df(adata, "island")["names"].head(6).tolist()
    sc.pl.dotplot(adata, genes, groupby="island", show=False, figsize=(6, 1.8))
    _save(plt.gcf(), "island.png")


def rescued() -> None:
    """A page of a session beside its groups, as `rescue` brings them."""
    import matplotlib as mpl

    mpl.use("Agg")
    import matplotlib.pyplot as plt
    import scanpy as sc

    from cellucid_session import rescue_sessions

    adata, told = rescue_sessions(pbmc68k.SESSION, pbmc68k.data())
    columns = told.taken[0].summary.columns if told.taken[0].summary is not None else ()
    page = next(column.name for column in columns if column.kind == "page")
    figure, axis = plt.subplots(figsize=(6.2, 4.2), layout="constrained")
    sc.pl.umap(adata, color=page, ax=axis, title=f"{page}, after rescue", show=False, size=26)
    _save(figure, "rescued.png")


def _save(figure: Any, name: str) -> None:
    figure.savefig(FOLDER / name, dpi=90, metadata={"Software": None}, bbox_inches="tight")


def reports() -> None:
    """The report pages of the session, as it is and with one bit changed."""
    data = pbmc68k.SESSION.read_bytes()
    broken = bytearray(data)
    broken[-6] ^= 1
    for name, content in (("report-valid", data), ("report-invalid", bytes(broken))):
        with tempfile.TemporaryDirectory() as folder:
            session = "broken.cellucid-session" if content != data else "pbmc68k.cellucid-session"
            (Path(folder) / session).write_bytes(content)
            program = "from cellucid_session.cli.validate import program; program()"
            subprocess.run(
                [sys.executable, "-c", program, "--format", "html", "-o", "page.html", session],
                cwd=folder,
                check=False,
            )
            photograph(Path(folder) / "page.html", FOLDER / f"{name}.png", WIDTH, 2400)
        _trim(FOLDER / f"{name}.png")


def photograph(page: Path | str, out: Path, width: int, height: int, *, dark: bool = False) -> None:
    """A picture of a page in a window of this size."""
    program = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        raise SystemExit("Chromium is needed for pictures of pages; CHROMIUM names it")
    address = page if isinstance(page, str) else page.as_uri()
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(
            [program, "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
            + [f"--user-data-dir={profile}", f"--window-size={width},{height}", f"--screenshot={out}"]
            + ["--force-dark-mode", "--blink-settings=preferredColorScheme=0"] * dark
            + ["--virtual-time-budget=4000", address],
            check=True,
            capture_output=True,
            timeout=120,
        )


def _trim(path: Path) -> None:
    """Cut empty rows off below, and save in few colours."""
    from PIL import Image, ImageChops

    with Image.open(path) as opened:
        picture = opened.convert("RGB")
    empty = Image.new("RGB", picture.size, picture.getpixel((0, picture.height - 1)))
    box = ImageChops.difference(picture, empty).getbbox()
    bottom = min(picture.height, (box[3] if box else picture.height) + 24)
    picture.crop((0, 0, picture.width, bottom)).quantize(64).save(path, optimize=True)


def viewer() -> None:
    """The page of the viewer: with the session of the tutorial, coloured by a gene, and where labels are corrected."""
    from playwright.sync_api import sync_playwright

    from cellucid_session import show_anndata

    program = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    os.environ["CELLUCID_SESSION_DRAFTS"] = "off"  # nothing is offered that an earlier run left
    shown = show_anndata(pbmc68k.data(), name="pbmc68k")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", *SOFTWARE])
        page = browser.new_page(viewport={"width": 1180, "height": 700}, color_scheme="light")

        def taken(name: str) -> None:
            page.wait_for_timeout(1500)
            page.screenshot(path=str(FOLDER / name))
            _trim(FOLDER / name)

        page.goto(shown.url)
        page.wait_for_selector("#place[data-drawn]")
        page.fill("#gene", GENE)
        page.keyboard.press("Enter")
        taken("viewer-gene.png")
        page.select_option("#colour", label="bulk_labels")
        page.click("#copy-column")
        taken("viewer-labels.png")
        page.get_by_role("button", name="Undo", exact=True).click()
        with page.expect_file_chooser() as chosen:
            page.get_by_role("button", name="Load").first.click()
        chosen.value.set_files(str(pbmc68k.SESSION))
        page.wait_for_timeout(1500)
        for name in ("Load anyway", "Replace"):
            button = page.get_by_role("button", name=name)
            if button.count():
                button.first.click()
                page.wait_for_timeout(800)
        field = page.locator("#colour option", has_text="by eye").first.get_attribute("value")
        page.select_option("#colour", field)
        taken("viewer.png")
        browser.close()
    shown.close()


def main() -> int:
    """Write everything."""
    warnings.simplefilter("ignore")
    FOLDER.mkdir(exist_ok=True)
    pbmc68k.SESSION.write_bytes(pbmc68k.session())
    plots()
    rescued()
    reports()
    viewer()
    large = [path.name for path in sorted(FOLDER.glob("*.png")) if path.stat().st_size > LARGEST]
    for path in sorted(FOLDER.glob("*.png")):
        print(f"{path.name}: {path.stat().st_size:,} bytes")
    if large:
        print(f"too large: {', '.join(large)}", file=sys.stderr)
    return 1 if large else 0


if __name__ == "__main__":
    sys.exit(main())
