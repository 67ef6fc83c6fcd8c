"""Fields that forms of every room share: a day in three boxes, a share in per cent."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

__all__ = ["DayField", "PercentField", "Words"]


class DayInput(forms.MultiWidget):
    """Day, month and year in three boxes, as NHS.UK asks for days."""

    def __init__(self) -> None:
        super().__init__({part: forms.TextInput() for part in ("day", "month", "year")})

    def decompress(self, value: date | None) -> list[int | None]:
        """The three boxes of a day."""
        return [value.day, value.month, value.year] if value else [None, None, None]


class DayField(forms.MultiValueField):
    """A day that exists."""

    widget = DayInput

    def __init__(self, **options: Any) -> None:
        boxes = [forms.IntegerField(error_messages={"invalid": "Write the day in numbers"}) for _ in range(3)]
        super().__init__(boxes, require_all_fields=True, **options)

    def compress(self, data_list: list[int]) -> date | None:
        """Put the three boxes together."""
        if not data_list:
            return None
        day, month, year = data_list
        try:
            return date(year, month, day)
        except (ValueError, OverflowError):
            raise forms.ValidationError("Write a day that exists, like 31 3 2026") from None


class PercentField(forms.FloatField):
    """A share, written in per cent and kept as 0 to 1."""

    def __init__(self, **options: Any) -> None:
        super().__init__(min_value=0, max_value=100, **options)

    def to_python(self, value: Any) -> Any:
        """Per cent to share happens in `clean`, so that the limits are those that were written."""
        return super().to_python(str(value).replace("%", "").strip() if value else value)

    def clean(self, value: Any) -> float | None:
        """The share, 0.7 for 70 %."""
        found = super().clean(value)
        return None if found is None else round(found / 100, 6)


class Words(forms.CharField):
    """A few sentences."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.Textarea, max_length=4000, **options)
