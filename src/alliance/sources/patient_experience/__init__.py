"""The National Cancer Patient Experience Survey: what people say of their care, as scores that its publisher computed.

A score is carried as it was published and never recomputed, summed or averaged over places or questions.
"""

from __future__ import annotations

from alliance.sources.files import RawFile
from alliance.sources.patient_experience import dataset, results
from alliance.sources.patient_experience.questions import quantities
from alliance.sources.release import About, Reading, Release

__all__ = ["ABOUT", "NEEDS", "read", "recognise"]

NEEDS = f"{dataset.NEEDS} {results.NEEDS}"

ABOUT = About(
    id="patient-experience",
    title="National Cancer Patient Experience Survey",
    publisher="NHS England",
    licence="Open Government Licence v3.0",
    url="https://www.ncpes.co.uk/",
    cadence="yearly, in the summer of the year after",
    forms={dataset.FORM: dataset.MEANS, results.FORM: results.MEANS},
    quantities=tuple(quantities(dataset.FORM, results.FORM)),
    caveats=(
        "A trust's score is about the people whom it treated, a CCG's and an alliance's about those whom its CCGs pay "
        "for, wherever they were treated: the two are not parts of one another.",
        "Scores are not the same thing in their three variants: unadjusted, adjusted for who answered, and year on "
        "year. They are never mixed.",
        "A new questionnaire began in 2021. Only overall care is asked in both, and even there 2021 is a break.",
        "Most single scores of a single trust move a lot by chance: never rank places on them.",
    ),
    every_months=12,
    after_days=200,
)


def recognise(file: RawFile) -> Release | None:
    """Which release of the survey a file is, by its content; None where it is none.

    Raises
    ------
    FileRefused
        It is one, and parts of it are missing or its layout is not known.
    """
    return dataset.recognise(file) or results.recognise(file)


def read(file: RawFile, release: Release) -> Reading:
    """All observations of a recognised file, checked whole.

    Raises
    ------
    FileRefused
        The file contradicts itself or its layout.
    """
    return results.read(file, release) if release.form == results.FORM else dataset.read(file, release)
