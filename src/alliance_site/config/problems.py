"""The plain page that says what went wrong and what to do next."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

__all__ = [
    "form_expired",
    "not_a_page",
    "not_allowed",
    "not_found",
    "not_understood",
    "our_fault",
    "problem_page",
]

TITLES = {
    400: "The question cannot be asked in this way",
    403: "You cannot do this",
    404: "Page not found",
    405: "This address is not a page",
    422: "The file was refused",
    503: "The figures cannot be read now",
}


def problem_page(request: HttpRequest, *, status: int, what: str, next_step: str = "") -> HttpResponse:
    """One sentence, a next step, and the status."""
    title = TITLES.get(status, HTTPStatus(status).phrase)
    words = {"title": title, "what": what, "next_step": next_step}
    return render(request, "accounts/problem.jinja", words, status=status)


def not_understood(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django names it
    """Django's 400."""
    return problem_page(request, status=400, what="The site could not read this request.")


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django names it
    """Django's 403."""
    return problem_page(request, status=403, what="Your account does not allow this.")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django names it
    """Django's 404."""
    return problem_page(
        request,
        status=404,
        what="There is no page at this address, or it is not open to you.",
        next_step="Check the address, or sign in if you work with the alliance.",
    )


def not_a_page(request: HttpRequest, allowed: str) -> HttpResponse:
    """Django's 405, which has no handler: the address answers to a button, and was opened like a page."""
    page = problem_page(
        request,
        status=405,
        what="This address only does what a button on another page asks for. Nothing was changed.",
        next_step="Go to the page with the button, and press it there.",
    )
    page["Allow"] = allowed
    return page


def form_expired(request: HttpRequest, **_: object) -> HttpResponse:
    """The form's token is missing or old; nothing was changed."""
    return problem_page(
        request,
        status=403,
        what="This form was open for too long, or in another session. Nothing was changed.",
        next_step="Go back, reload the page and send the form again.",
    )


def our_fault(_request: HttpRequest) -> HttpResponse:
    """Django's 500: no template, no database, since either may be what failed."""
    words = (
        "<!doctype html><html lang='en-GB'><title>Something went wrong</title><h1>Something went wrong</h1>"
        "<p>The fault is ours and has been recorded. Please try again in a few minutes.</p></html>"
    )
    return HttpResponse(words, status=500)
