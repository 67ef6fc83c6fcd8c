"""Why something did not come, in words, and whether it may come another time."""

from __future__ import annotations

import errno
import socket
import ssl
from http.client import IncompleteRead, RemoteDisconnected

from alliance.errors import OutOfReach

__all__ = ["BY_HAND", "Broken", "Withheld", "is_final", "why"]

BY_HAND = "Look at the publisher's page in a browser, download the file by hand and `alliance load` it."
_NO_WAY = (errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EHOSTDOWN, errno.EADDRNOTAVAIL)


class Broken(Exception):
    """A request that may go better another time. `wait`: the seconds that the server asks for, if it does."""

    def __init__(self, why: str, wait: float | None = None) -> None:
        super().__init__(why)
        self.why = why
        self.wait = wait


class Withheld(OutOfReach):
    """The server is there, and does not give this one address: it is gone, closed, or not for programs."""


def is_final(fault: BaseException) -> bool:
    """Whether trying again at once is of no use: no such name, no way there, nobody at the door."""
    hopeless = (socket.gaierror, ConnectionRefusedError, ssl.SSLCertVerificationError)
    return isinstance(fault, hopeless) or (isinstance(fault, OSError) and fault.errno in _NO_WAY)


def why(fault: BaseException) -> str:
    """A network's fault in words for a person."""
    said = {
        socket.gaierror: "no such name is known to this network",
        ConnectionRefusedError: "the connection was refused",
        TimeoutError: "no answer came in time",
        ssl.SSLCertVerificationError: "its certificate is not one that this machine trusts",
        ssl.SSLError: "no secure connection could be made",
        RemoteDisconnected: "the server hung up without an answer",
        ConnectionResetError: "the connection was cut",
        IncompleteRead: "it broke off on the way",
    }
    for kind, words in said.items():
        if isinstance(fault, kind):
            return words
    return getattr(fault, "strerror", None) or str(fault) or type(fault).__name__
