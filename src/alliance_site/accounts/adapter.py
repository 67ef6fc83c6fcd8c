"""How allauth behaves here: accounts are opened by the alliance, so sign-up is closed."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

__all__ = ["ClosedSignUp"]


class ClosedSignUp(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody opens an account for themselves."""

    def is_open_for_signup(self, _request: HttpRequest) -> bool:
        """Always closed."""
        return False
