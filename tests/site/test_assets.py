"""The stylesheet and script: from the locked package, with nothing from another host."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from alliance.errors import StoreTrouble
from alliance_site import assets

ROOT = Path(__file__).resolve().parents[2]
CSS = (
    '@charset "UTF-8";@font-face{font-family:Frutiger W01;src:url(https://elsewhere.example/a.woff2)}'
    "body{font-family:Frutiger W01,arial,sans-serif}th{background:url(/assets/images/nhsuk-icon-cross.svg)}"
    "\n/*# sourceMappingURL=nhsuk-frontend.min.css.map */"
)
JS = "function initAll(){}export{initAll};//# sourceMappingURL=nhsuk-frontend.min.js.map"


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A folder with a lock file and the package already in node_modules, as after the first set-up."""
    lock = {"packages": {"node_modules/nhsuk-frontend": {"version": "10.6.1"}}}
    (tmp_path / "package-lock.json").write_text(json.dumps(lock))
    package = tmp_path / "node_modules" / "nhsuk-frontend"
    images = package / "dist" / "nhsuk" / "assets" / "images"
    images.mkdir(parents=True)
    (package / "package.json").write_text('{"version": "10.6.1"}')
    (package / "dist" / "nhsuk" / "nhsuk-frontend.min.css").write_text(CSS)
    (package / "dist" / "nhsuk" / "nhsuk-frontend.min.js").write_text(JS)
    (images / "nhsuk-icon-cross.svg").write_text("<svg/>")
    (images / "favicon.svg").write_text("<svg/>")
    return tmp_path


def test_the_lock_file_carries_no_download_addresses() -> None:
    lock = (ROOT / "package-lock.json").read_text()
    assert '"resolved"' not in lock
    assert "://" not in lock
    assert "omit-lockfile-registry-resolved=true" in (ROOT / ".npmrc").read_text()


def test_the_remote_font_is_taken_out_and_images_lie_beside_the_stylesheet() -> None:
    css = assets.stylesheet(CSS)
    assert "elsewhere.example" not in css
    assert "@font-face" not in css
    assert "Frutiger" not in css
    assert "font-family:Arial" in css
    assert "url(images/nhsuk-icon-cross.svg)" in css
    assert "sourceMappingURL" not in css


def test_a_stylesheet_that_still_speaks_of_another_host_is_refused() -> None:
    with pytest.raises(StoreTrouble, match="another host"):
        assets.stylesheet(CSS + "a{background:url(https://elsewhere.example/x.png)}")


def test_a_stylesheet_without_the_expected_font_is_refused() -> None:
    with pytest.raises(StoreTrouble, match="not as expected"):
        assets.stylesheet("body{color:red}")


def test_the_script_starts_itself() -> None:
    assert assets.script(JS).endswith("initAll();\n")


def test_the_second_build_changes_nothing_and_needs_no_package(clone: Path) -> None:
    vendor = clone / "static" / "vendor"
    assert assets.build(clone, vendor) is True
    (clone / "node_modules").rename(clone / "gone")
    assert assets.build(clone, vendor) is False
    assert sorted(p.name for p in (vendor / "images").iterdir()) == ["nhsuk-icon-cross.svg"]


def test_a_new_lock_file_builds_again(clone: Path) -> None:
    vendor = clone / "static" / "vendor"
    assets.build(clone, vendor)
    lock = clone / "package-lock.json"
    lock.write_text(lock.read_text() + "\n")
    assert assets.build(clone, vendor) is True


def test_without_a_lock_file_the_sentence_says_where_to_run_it(tmp_path: Path) -> None:
    with pytest.raises(StoreTrouble, match=r"no package-lock\.json"):
        assets.build(tmp_path, tmp_path / "vendor")


def test_what_is_built_here_holds_no_address_of_another_host() -> None:
    if not assets.assets_are_built():
        pytest.skip("the assets are not built here: python -m alliance_site.assets")
    css = (assets.VENDOR / "nhsuk-frontend.css").read_text()
    assert re.findall(r"(?:https?:)?//[a-z]", css) == []
    assert re.findall(r"@import", css) == []
