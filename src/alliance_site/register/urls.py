"""The register's addresses."""

from __future__ import annotations

from django.urls import path

import alliance_site.register.views.commitments as commitments
import alliance_site.register.views.gaps as gaps
import alliance_site.register.views.public as public
import alliance_site.register.views.seals as seals

urlpatterns = [
    path("gaps/", public.gaps, name="gaps"),
    path("gaps/<int:pk>/", public.gap, name="gap"),
    path("my-work/", public.work, name="work"),
    path("gaps/raise/", gaps.raise_gap, name="gap_raise"),
    path("gaps/<int:pk>/agree/", gaps.agree, name="gap_agree"),
    path("gaps/<int:pk>/agreed-by-board/", gaps.agreed_by_board, name="gap_agreed_by_board"),
    path("gaps/<int:pk>/withdraw/", gaps.withdraw, name="gap_withdraw"),
    path("gaps/<int:pk>/commitments/offer/", commitments.offer, name="commitment_offer"),
    path("gaps/<int:pk>/commitments/from-board/", commitments.from_board, name="commitment_from_board"),
    path("commitments/<int:pk>/accept/", commitments.accept, name="commitment_accept"),
    path("commitments/<int:pk>/decline/", commitments.decline, name="commitment_decline"),
    path("commitments/<int:pk>/withdraw/", commitments.withdraw, name="commitment_withdraw"),
    path("commitments/<int:pk>/update/", commitments.update, name="commitment_update"),
    path("commitments/<int:pk>/say-done/", seals.say_done, name="commitment_say_done"),
    path("commitments/<int:pk>/patients/", seals.patients, name="commitment_patients"),
    path("commitments/<int:pk>/review/", seals.review, name="commitment_review"),
]
