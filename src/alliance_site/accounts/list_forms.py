"""What the keeper of a list fills in."""

from __future__ import annotations

from datetime import date

from django import forms
from django.http import QueryDict

from alliance_site.accounts.forms import DayField, Words
from alliance_site.accounts.models import User

__all__ = ["ListForm", "PersonForm", "TakeOffForm"]


class ListForm(forms.Form):
    """A list's name, as its figures are loaded with it, and what it is for."""

    slug = forms.CharField(
        label="Name of the list",
        max_length=60,
        help_text="The name with which its figures are loaded, for example pre-release-may",
        error_messages={"required": "Write its name"},
    )
    purpose = forms.CharField(
        label="What it is for",
        max_length=300,
        help_text="For example: those who see the figures for May a day before they are published",
        error_messages={"required": "Write what it is for"},
    )


class PersonForm(forms.Form):
    """Who is put on a list, from when and until when; `email` becomes the account with that address."""

    email = forms.EmailField(
        label="Email address of the person",
        help_text="The address with which the person signs in here",
        error_messages={"required": "Write the address", "invalid": "Write an address like name@example.org"},
    )
    valid_from = DayField(label="From", error_messages={"required": "Write day, month and year"})
    valid_to = DayField(
        label="Until and including",
        required=False,
        help_text="Leave it empty if no last day is known",
    )

    def __init__(self, sent: QueryDict | None, *, today: date) -> None:
        super().__init__(sent, initial={"valid_from": today})

    def clean_email(self) -> User:
        """The person's account.

        Raises
        ------
        ValidationError
            Nobody signs in with this address.
        """
        found = User.objects.filter(email=self.cleaned_data["email"].lower(), is_active=True).first()
        if found is None:
            raise forms.ValidationError("Nobody signs in with this address: open an account first")
        return found


class TakeOffForm(forms.Form):
    """Why somebody does not see the list's figures any more."""

    reason = Words(label="Why", error_messages={"required": "Write why"})
