"""A made-up publisher on this machine: a server with pages, files and every failure that real ones have."""

from __future__ import annotations

import re
import socket
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote

__all__ = [
    "Act",
    "Answer",
    "Publisher",
    "answers",
    "breaks_off",
    "open_publisher",
    "waits_for",
    "without_length",
]

_MODIFIED = "Thu, 11 Jun 2026 08:30:00 GMT"


@dataclass(frozen=True)
class Answer:
    """What is served at a path."""

    body: bytes
    kind: str = "application/octet-stream"
    etag: str | None = None
    modified: str | None = None


class _Request(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    publisher: Publisher

    def do_GET(self) -> None:
        path = unquote(self.path)
        self.publisher.asked.append((path, dict(self.headers)))
        self.close_connection = True
        acts = self.publisher.acts[path]
        answer = self.publisher.served.get(path)
        if acts:
            acts.pop(0)(self, answer)
        elif answer is None:
            self.say(404, b"<html>Nothing here</html>")
        else:
            self.serve(answer)

    def serve(self, answer: Answer) -> None:
        """As a well-kept server does: nothing if nothing changed, the rest if only the rest is asked for."""
        marks = {"ETag": answer.etag, "Last-Modified": answer.modified}
        headers = {name: value for name, value in marks.items() if value} | {"Content-Type": answer.kind}
        asked = self.headers
        if "Range" not in asked and (
            (answer.etag and asked.get("If-None-Match") == answer.etag)
            or (answer.modified and asked.get("If-Modified-Since") == answer.modified)
        ):
            self.say(304, b"", headers)
            return
        start = re.fullmatch(r"bytes=(\d+)-", asked.get("Range", ""))
        if start and asked.get("If-Range") in (answer.etag, answer.modified):
            first, size = int(start[1]), len(answer.body)
            if first >= size:
                self.say(416, b"", {"Content-Range": f"bytes */{size}"})
                return
            headers["Content-Range"] = f"bytes {first}-{size - 1}/{size}"
            self.say(206, answer.body[first:], headers)
            return
        self.say(200, answer.body, headers)

    def say(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response_only(status)  # no date: a test may have one of its own
        for name, value in {
            "Content-Length": str(len(body)),
            "Connection": "close",
            **(headers or {}),
        }.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Servers in tests say nothing."""


Act = Callable[[_Request, "Answer | None"], None]


@dataclass
class Publisher:
    """The pages and files of a made-up publisher, what it does instead of serving them, and what it was asked."""

    address: str
    served: dict[str, Answer] = field(default_factory=dict)
    acts: dict[str, list[Act]] = field(default_factory=lambda: defaultdict(list))
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def page(self, path: str, *links: str, text: str = "") -> str:
        """Put up a page with links; return its address."""
        anchors = "".join(f'<li><a class="x" href="{link}">A file (XLSX, 56KB)</a></li>' for link in links)
        html = f"<!doctype html><html><body><nav>Statistics</nav><ul>{anchors}</ul>{text}</body></html>"
        self.served[path] = Answer(html.encode(), "text/html; charset=UTF-8")
        return self.address + path

    def file(self, path: str, body: bytes, *, etag: bool = True, modified: bool = True) -> str:
        """Put up a file, or another in its place; return its address."""
        mark = f'"{sha256(body).hexdigest()[:12]}"' if etag else None
        day = _MODIFIED.replace("11", f"{len(body) % 17 + 10}") if modified else None
        self.served[path] = Answer(body, etag=mark, modified=day)
        return self.address + path

    def first(self, path: str, *acts: Act) -> None:
        """Do these, one a request, before serving what is there."""
        self.acts[path] += acts

    def times(self, path: str) -> int:
        """How often a path was asked for."""
        return sum(asked == path for asked, _ in self.asked)

    def headers(self, path: str) -> dict[str, str]:
        """The headers of the last request for a path."""
        return [headers for asked, headers in self.asked if asked == path][-1]


def answers(status: int, body: bytes = b"", **headers: str) -> Act:
    """Answer with a status; headers are written with _ for -."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda request, _: request.say(status, body, named)


def breaks_off(after: int) -> Act:
    """Announce the whole file and hang up in the middle of it."""

    def act(request: _Request, answer: Answer | None) -> None:
        assert answer is not None
        cut = Answer(answer.body, answer.kind, answer.etag, answer.modified)
        request.send_response(200)
        for name, value in (("ETag", cut.etag), ("Last-Modified", cut.modified)):
            if value:
                request.send_header(name, value)
        request.send_header("Content-Length", str(len(cut.body)))
        request.end_headers()
        request.wfile.write(cut.body[:after])

    return act


def in_pieces(*pieces: bytes, ends: bool = True) -> Act:
    """Send a body in chunks, as servers do that do not know how much is to come."""

    def act(request: _Request, _: Answer | None) -> None:
        request.send_response(200)
        request.send_header("Transfer-Encoding", "chunked")
        request.end_headers()
        for piece in pieces:
            request.wfile.write(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
        if ends:
            request.wfile.write(b"0\r\n\r\n")

    return act


def without_length(body: bytes) -> Act:
    """Send a body with nothing that says where it ends, as servers of the last century did."""

    def act(request: _Request, _: Answer | None) -> None:
        request.send_response(200)
        request.send_header("Connection", "close")
        request.end_headers()
        request.wfile.write(body)

    return act


def waits_for(done: threading.Event) -> Act:
    """Say nothing until the test is over."""

    def act(_request: _Request, _: Answer | None) -> None:
        done.wait(10)

    return act


@contextmanager
def open_publisher() -> Iterator[Publisher]:
    """A publisher that serves on this machine as long as the block runs."""
    request = type("_Own", (_Request,), {})
    with ThreadingHTTPServer(("127.0.0.1", 0), request) as server:
        server.daemon_threads = True
        publisher = Publisher(f"http://127.0.0.1:{server.server_address[1]}")
        request.publisher = publisher
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield publisher
        finally:
            server.shutdown()
            thread.join()


def closed_port() -> int:
    """A port of this machine at which nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
