"""One deck, one file: the times that are written into a package on the way are taken out of it."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

__all__ = ["normalised"]

_WRITTEN = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:)")


def normalised(package: bytes, day: date) -> bytes:
    """The same package, workbooks inside charts included, with one day for every time in it."""
    held = BytesIO()
    with ZipFile(BytesIO(package)) as told, ZipFile(held, "w", ZIP_DEFLATED) as kept:
        for member in told.infolist():
            info = ZipInfo(member.filename, (1980, 1, 1, 0, 0, 0))
            info.compress_type, info.external_attr = ZIP_DEFLATED, 0o600 << 16
            info.create_system = 0
            kept.writestr(info, _member(member.filename, told.read(member), day))
    return held.getvalue()


def _member(name: str, content: bytes, day: date) -> bytes:
    if name.endswith(".xlsx"):
        return normalised(content, day)
    if name == "docProps/core.xml":
        return _WRITTEN.sub(rb"\g<1>" + f"{day.isoformat()}T00:00:00Z".encode() + rb"\g<3>", content)
    return content
