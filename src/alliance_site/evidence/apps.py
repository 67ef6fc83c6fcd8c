"""The evidence app: the library's pages on the web. It has no tables of its own."""

from __future__ import annotations

from django.apps import AppConfig

__all__ = ["EvidenceConfig"]


class EvidenceConfig(AppConfig):
    name = "alliance_site.evidence"
    label = "evidence"
