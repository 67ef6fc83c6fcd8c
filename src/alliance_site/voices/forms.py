"""What is filled in to record a voice."""

from __future__ import annotations

from django import forms

from alliance_site.accounts.forms import Words
from alliance_site.voices.models import Voice

__all__ = ["HideForm", "ModerationForm", "VoiceForm"]


class VoiceForm(forms.Form):
    """Words that name nobody, and whether those who said them agree to their being published."""

    kind = forms.ChoiceField(
        label="What it is",
        choices=Voice.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what it is"},
    )
    text = Words(
        label="What patients say",
        help_text="Name nobody, and leave out what tells who somebody is: dates, ages, places of work.",
        error_messages={"required": "Write what patients say"},
    )
    consent_recorded = forms.BooleanField(
        label="Those who said this agreed to its being published, and the agreement is on record",
        required=False,
    )


class ModerationForm(forms.Form):
    """Nothing to fill in: the button is the answer."""


class HideForm(forms.Form):
    """Why the public should no longer read it; the reason itself is not public."""

    reason = Words(label="Why", error_messages={"required": "Write why"})
