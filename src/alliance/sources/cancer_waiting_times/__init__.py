"""NHS England's cancer waiting times, in every layout in which they were published."""

from __future__ import annotations

from alliance.errors import FileRefused
from alliance.sources.cancer_waiting_times.about import ABOUT
from alliance.sources.cancer_waiting_times.forms import find_forms
from alliance.sources.cancer_waiting_times.landing import LANDING
from alliance.sources.files import RawFile
from alliance.sources.release import Reading, Release

__all__ = ["ABOUT", "LANDING", "explain", "read", "recognise"]


def recognise(file: RawFile) -> Release | None:
    """Which release of this family a file is, by its content; None where it is none of them.

    Raises
    ------
    FileRefused
        It is one of them, and parts of it are missing.
    """
    for form in find_forms().values():
        release = form.recognise(file)
        if release is not None:
            return release
    return None


def read(file: RawFile, release: Release) -> Reading:
    """All observations of a recognised file, checked whole.

    Raises
    ------
    FileRefused
        The file contradicts itself or its layout; the sentence names file, sheet and cell.
    """
    return find_forms()[release.form].read(file, release)


def explain(file: RawFile) -> dict[str, str]:
    """Why a file is or is not each form of this family: the form, and one sentence."""
    said = {}
    for name, form in find_forms().items():
        try:
            release = form.recognise(file)
        except FileRefused as error:
            said[name] = error.what
        else:
            said[name] = (release.because or release.title) if release else form.NEEDS
    return said
