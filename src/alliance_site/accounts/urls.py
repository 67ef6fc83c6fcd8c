"""The addresses of this room; signing in has its own."""

from __future__ import annotations

from django.urls import path

from alliance_site.accounts import views

urlpatterns = [
    path("release-lists/", views.lists, name="release_lists"),
    path("release-lists/add/", views.add_list, name="release_list_add"),
    path("release-lists/<int:pk>/people/add/", views.add_person, name="release_list_person_add"),
    path("release-lists/people/<int:pk>/end/", views.end_person, name="release_list_person_end"),
]
