"""The button of the demonstration."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from alliance_site.demo_register.months import next_month_load

__all__ = ["next_month"]


@require_POST
def next_month(request: HttpRequest) -> HttpResponse:
    """In the demonstration: load the next month, then go back to where the visitor was."""
    brought = next_month_load()
    if brought:
        messages.success(request, brought.sentence)
    else:
        messages.info(
            request, "Every month of the demonstration is loaded. To begin again: alliance demo --fresh"
        )
    back = request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return redirect(back if safe else "/")
