"""Every kind of page of the demonstration on its first day."""

from __future__ import annotations

__all__ = ["PUBLIC", "SIGNED_IN"]

PUBLIC = [
    "/",
    "/?as_of=2025-08-20",
    "/places/",
    "/places/?q=thistle",
    "/places/?q=nowhere-at-all",
    "/places/E56999001/",
    "/places/ZA2/",
    "/places/england/",
    "/places/E56999001/findings/",
    "/places/ZA3/findings/",
    "/measures/",
    "/measures/treatment-62-day/",
    "/measures/treatment-62-day/?place=ZA2&cancer=prostate",
    "/measures/cancer-treatments/?place=ZA2&by=modality",
    "/sources/",
    "/how-numbers-are-made/",
    "/accessibility/",
    "/gaps/",
    "/gaps/1/",
    "/gaps/2/",
    "/board/",
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/password/reset/",
]
SIGNED_IN = {
    "Juniper Larkspur": [
        "/my-work/",
        "/places/E56999001/findings/",
        "/gaps/2/",
        "/gaps/2/commitments/offer/",
        "/gaps/2/withdraw/",
        "/gaps/2/voices/add/",
        "/release-lists/",
        "/release-lists/add/",
        "/accounts/password/change/",
        "/accounts/2fa/",
        "/accounts/logout/",
    ],
    "Teasel Brightwater": [
        "/my-work/",
        "/gaps/2/",
        "/commitments/3/update/",
        "/commitments/3/say-done/",
        "/commitments/3/withdraw/",
    ],
    "Wren Candlewood": ["/my-work/", "/commitments/3/patients/", "/gaps/3/voices/add/"],
    "Sorrel Moonbeck": [
        "/my-work/",
        "/board/",
        "/board/meetings/add/",
        "/board/meetings/2/decisions/add/",
        "/board/decisions/3/correct/",
        "/gaps/3/commitments/from-board/",
    ],
    "Hazel Starwick": ["/my-work/", "/gaps/1/"],
}
"""By whose eyes, which pages."""
