"""What can go wrong because of what a user did, and what to do next.

One table fixes each kind's exit code and HTTP status; everything else is a fault of ours and crashes loudly.
"""

from __future__ import annotations

__all__ = [
    "AllianceError",
    "FileRefused",
    "NotAllowed",
    "OutOfReach",
    "StoreTrouble",
    "UnknownName",
    "UsageError",
]


class AllianceError(Exception):
    """An anticipated error: one sentence that says what is wrong and where, and what to do next.

    Parameters
    ----------
    what : str
        What is wrong and where (file, sheet, row).
    next_step : str
        What the reader can do about it.
    """

    exit_code = 1
    http_status = 500

    def __init__(self, what: str, next_step: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.next_step = next_step

    def __str__(self) -> str:
        return f"{self.what} {self.next_step}".strip()


class UsageError(AllianceError):
    """The question cannot be asked in this way."""

    exit_code = 2
    http_status = 400


class UnknownName(AllianceError):
    """No place, measure, cut or source has this name."""

    exit_code = 3
    http_status = 404


class FileRefused(AllianceError):
    """A file is not what it should be; nothing of it was loaded."""

    exit_code = 4
    http_status = 422


class StoreTrouble(AllianceError):
    """The store cannot be read or written; nothing was changed."""

    exit_code = 5
    http_status = 503


class OutOfReach(AllianceError):
    """A publisher's page or file cannot be had at present; what was fetched before is as it was."""

    exit_code = 5
    http_status = 503


class NotAllowed(AllianceError):
    """This person may not do this."""

    exit_code = 6
    http_status = 403
