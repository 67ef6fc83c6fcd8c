"""The app's name."""

from __future__ import annotations

from django.apps import AppConfig


class Accounts(AppConfig):
    name = "alliance_site.accounts"
    label = "accounts"
