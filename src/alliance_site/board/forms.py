"""What the Board's secretary fills in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from alliance_site.accounts.forms import DayField, Words

__all__ = ["CorrectionForm", "DecisionForm", "MeetingForm"]


class MeetingForm(forms.Form):
    """When the Board met, how many it needs and how many came."""

    title = forms.CharField(
        label="Name of the meeting", max_length=200, error_messages={"required": "Write its name"}
    )
    held_on = DayField(
        label="When it met",
        help_text="For example, 19 3 2026. A meeting is recorded once it was held.",
        error_messages={"required": "Write day, month and year"},
    )
    quorum = forms.IntegerField(
        label="How many are needed to decide",
        min_value=1,
        max_value=500,
        error_messages={"required": "Write how many are needed", "invalid": "Write it in numbers"},
    )
    attended = forms.IntegerField(
        label="How many came",
        min_value=0,
        max_value=500,
        error_messages={"required": "Write how many came", "invalid": "Write it in numbers"},
    )


class CorrectionForm(forms.Form):
    """The words that stand from now on, under a number of their own."""

    number = forms.CharField(
        label="Number of the decision",
        max_length=40,
        help_text="For example 2026-03/1",
        error_messages={"required": "Write its number"},
    )
    text = Words(label="What was decided", error_messages={"required": "Write what was decided"})
    how_patients_shaped_it = Words(
        label="How patients shaped it",
        help_text="What they said or did, and what it changed. If they did not, say so and why.",
        error_messages={"required": "Write how patients shaped it"},
    )


class DecisionForm(CorrectionForm):
    """A decision, who proposed it, and which gaps and commitments it concerns."""

    proposed_by = forms.CharField(
        label="Proposed by", max_length=200, error_messages={"required": "Write who proposed it"}
    )
    agreed = forms.ChoiceField(
        label="Did the Board agree?",
        choices=(("yes", "Agreed"), ("no", "Not agreed")),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether the Board agreed"},
    )
    gaps = forms.TypedMultipleChoiceField(
        label="Gaps that it concerns (optional)",
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, gaps: Iterable[tuple[int, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["gaps"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        field.choices = list(gaps)
        if not field.choices:
            del self.fields["gaps"]
