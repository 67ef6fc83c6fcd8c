"""Takes the pictures of the README from a demo that is being served: `python docs/take_pictures.py ADDRESS`.

They show the kept promise after four months: run `alliance demo --fresh`, then `--next-month` four times.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

__all__ = ["PICTURES", "take_pictures"]

IMAGES = Path(__file__).parent / "images"
STORY = "/gaps/2/"
FINDINGS = "/places/E56999001/findings/"
# The picture's name, its page, and the part of the page that it shows
PICTURES = {
    "seals": (STORY, ".register-commitment"),
    "chart": (STORY, ".page-chart--wide"),
    "findings": (FINDINGS, "#treatment-62-day ~ .page-table >> nth=0"),
}
QUIET = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update")


def _take(page: Page, address: str, folder: Path) -> None:
    for name, (path, part) in PICTURES.items():
        page.goto(address.rstrip("/") + path)
        page.locator(part).first.screenshot(path=folder / f"{name}.png")


def take_pictures(address: str, folder: Path) -> None:
    """Write one PNG a picture into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(QUIET))
        _take(browser.new_page(viewport={"width": 1000, "height": 900}), address, folder)
        browser.close()


if __name__ == "__main__":
    take_pictures(sys.argv[1], IMAGES)
