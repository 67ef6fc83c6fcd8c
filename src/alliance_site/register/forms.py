"""What people fill in. Each form says what its words are for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from alliance_site.accounts.forms import DayField, PercentField, Words
from alliance_site.accounts.models import Organisation

__all__ = [
    "BoardForm",
    "ConfirmForm",
    "DoneForm",
    "OfferForm",
    "PatientsForm",
    "RaiseForm",
    "ReasonForm",
    "RecordForm",
    "ReviewForm",
    "UpdateForm",
]


class ConfirmForm(forms.Form):
    """Nothing to fill in: the button is the answer."""


class RaiseForm(forms.Form):
    """What a finding's button sends: `cut` is `cancer=prostate`, empty for all."""

    measure = forms.SlugField()
    place = forms.CharField(max_length=20)
    cut = forms.CharField(max_length=200, required=False)
    alliance = forms.CharField(max_length=20)
    statement = Words(required=False)

    @property
    def key(self) -> str:
        """The finding's key, as the library names it."""
        sent = self.cleaned_data
        return f"{sent['measure']}|{sent['place']}|{sent['cut']}"


class ReasonForm(forms.Form):
    """A reason, which is kept and shown."""

    reason = Words(label="Why", error_messages={"required": "Write why"})


class BoardForm(forms.Form):
    """The number of a decision that the Board agreed."""

    decision_number = forms.CharField(
        label="Number of the decision",
        max_length=40,
        help_text="As in the minutes, for example 2025-10/1",
        error_messages={"required": "Write the number of the decision"},
    )


class OfferForm(forms.Form):
    """A promise in words and as a level, for one organisation, by a day."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        empty_label=None,
        label="Partner organisation",
        error_messages={"required": "Choose a partner organisation"},
    )
    promise = Words(
        label="What is promised, in plain words",
        help_text="What will be different for patients, and what the organisation will do.",
        error_messages={"required": "Write what is promised"},
    )
    due = DayField(
        label="By when",
        help_text="For example, 31 3 2026",
        error_messages={"required": "Write by when: day, month and year"},
    )

    def __init__(self, *args: Any, choices: Iterable[Organisation], unit: str, **options: Any) -> None:
        super().__init__(*args, **options)
        allowed = [organisation.pk for organisation in choices]
        field = self.fields["organisation"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Organisation.objects.filter(pk__in=allowed)
        self.fields["target"] = _target(unit)
        self.order_fields(["organisation", "promise", "target", "due", "decision_number"])


class RecordForm(OfferForm, BoardForm):
    """A promise made at the Board, under the number of the decision."""


def _target(unit: str) -> forms.Field:
    missing = {"required": "Write the level that is promised", "invalid": "Write the level in numbers"}
    if unit == "proportion":
        return PercentField(
            label="Level that is promised, in per cent",
            help_text="The share of patients, for example 75",
            error_messages=missing,
        )
    return forms.FloatField(label="Level that is promised", min_value=0, error_messages=missing)


class UpdateForm(forms.Form):
    """What was done, and what effect is expected."""

    action_taken = Words(
        label="What was done",
        help_text="Do not write anything about a single patient.",
        error_messages={"required": "Write what was done"},
    )
    expected_effect = Words(label="What effect is expected (optional)", required=False)


class DoneForm(forms.Form):
    """The organisation's word, with as many words as it wants."""

    words = Words(label="What was done (optional)", required=False)


class PatientsForm(forms.Form):
    """What patients who were asked said."""

    agree = forms.ChoiceField(
        label="Do patients agree that it is done?",
        choices=(("yes", "Patients agree"), ("no", "Patients do not agree")),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether patients agree"},
    )
    asked = forms.IntegerField(
        label="How many patients were asked",
        min_value=1,
        max_value=1_000_000,
        error_messages={"required": "Write how many were asked", "min_value": "At least one must be asked"},
    )
    how = forms.CharField(
        label="How they were asked",
        max_length=300,
        help_text="For example, a card in the clinic, or a meeting of the support group",
        error_messages={"required": "Write how they were asked"},
    )
    words = Words(
        label="What they said (optional)",
        required=False,
        help_text="This is public. Name nobody, and nothing that tells who somebody is.",
    )


class ReviewForm(forms.Form):
    """Keep the seal or reopen, with the reason."""

    decision = forms.ChoiceField(
        label="What is decided",
        choices=(("keep", "Keep the seal of the data"), ("reopen", "Reopen the commitment")),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what is decided"},
    )
    reason = Words(label="Why", help_text="This is public.", error_messages={"required": "Write why"})
