"""Anticipated errors become plain pages with their status; anything else stays a fault and crashes loudly."""

from __future__ import annotations

import logging
from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from alliance.errors import AllianceError, StoreTrouble
from alliance_site.config.problems import not_a_page, problem_page

__all__ = ["AllianceErrorMiddleware", "OwnPagesMiddleware"]

_log = logging.getLogger("django.request")


class AllianceErrorMiddleware:
    """Answers an `AllianceError` from any view with its sentence, its next step and its HTTP status.

    A 405, which Django leaves blank, gets its sentence here too.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        blank = response.status_code == HTTPStatus.METHOD_NOT_ALLOWED
        return not_a_page(request, response["Allow"]) if blank else response

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponse | None:
        """Django's hook: None lets every other fault go on."""
        if not isinstance(fault, AllianceError):
            return None
        if isinstance(fault, StoreTrouble):
            return _store_trouble(request, fault)
        return problem_page(request, status=fault.http_status, what=fault.what, next_step=fault.next_step)


def _store_trouble(request: HttpRequest, fault: StoreTrouble) -> HttpResponse:
    """It names the server's own files: that is for whoever runs the site, and not for its visitors."""
    _log.error("%s", fault)
    return problem_page(
        request,
        status=fault.http_status,
        what="What people promised and decided can be read. The store of figures cannot.",
        next_step=f"To whoever runs this site: {fault.next_step} The reason is told where it was started.",
    )


class OwnPagesMiddleware:
    """What a page shows depends on who asks: nothing on the way keeps a signed-in person's for somebody else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        patch_vary_headers(response, ["Cookie"])
        if request.user.is_authenticated:
            response["Cache-Control"] = "private, no-store"
        return response
