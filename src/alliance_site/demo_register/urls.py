"""The demonstration's one address."""

from __future__ import annotations

from django.urls import path

from alliance_site.demo_register import views

urlpatterns = [path("demo/next-month/", views.next_month, name="next-month")]
