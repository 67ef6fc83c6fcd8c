"""The addresses of the Board's room."""

from __future__ import annotations

from django.urls import path

from alliance_site.board import views

urlpatterns = [
    path("board/", views.meetings, name="board"),
    path("board/meetings/add/", views.add_meeting, name="meeting_add"),
    path("board/meetings/<int:pk>/decisions/add/", views.add_decision, name="decision_add"),
    path("board/decisions/<int:pk>/correct/", views.correct, name="decision_correct"),
]
