"""A Django form as NHS.UK's components: which macro draws a field, and with what."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.html import conditional_escape

__all__ = ["Component", "components", "error_items"]

Params = dict[str, Any]


@dataclass(frozen=True)
class Component:
    """One field: the macro of this name, called with these parameters."""

    macro: str
    params: Params


def components(form: forms.Form) -> list[Component]:
    """Every visible field of a form, in its order."""
    return [_component(bound) for bound in form.visible_fields()]


def error_items(form: forms.Form) -> list[Params]:
    """The error summary: what is wrong with the whole, then each field's first error, linked to its control."""
    whole = [{"text": message} for message in form.non_field_errors()]
    fields = (bound for bound in form.visible_fields() if bound.errors)
    return whole + [{"text": bound.errors[0], "href": f"#{_first_control(bound)}"} for bound in fields]


def _first_control(bound: BoundField) -> str:
    return f"{bound.auto_id}{_FIRST.get(bound.widget_type, '')}"


def _component(bound: BoundField) -> Component:
    macro, build = _DRAWN.get(bound.widget_type, ("input", _input))
    return Component(macro, {**_common(bound), **build(bound)})


def _common(bound: BoundField) -> Params:
    said: Params = {"name": bound.html_name}
    if bound.help_text:
        said["hint"] = {"html": conditional_escape(bound.help_text)}  # allauth's has a link in it
    if bound.errors:
        said["errorMessage"] = {"text": bound.errors[0]}
    return said


def _labelled(bound: BoundField) -> Params:
    return {"id": bound.auto_id, "label": {"text": bound.label, "classes": "nhsuk-label--s"}}


def _grouped(bound: BoundField) -> Params:
    legend = {"text": bound.label, "classes": "nhsuk-fieldset__legend--s"}
    return {"fieldset": {"legend": legend}, "idPrefix": _first_control(bound)}


def _typed(bound: BoundField) -> str:
    value = bound.value()
    return "" if value is None else str(value)


def _input(bound: BoundField) -> Params:
    widget = bound.field.widget
    said = {**_labelled(bound), "value": _typed(bound), "type": getattr(widget, "input_type", "text")}
    return {**said, "autocomplete": widget.attrs.get("autocomplete", "off")}


def _password(bound: BoundField) -> Params:
    return {**_labelled(bound), "autocomplete": bound.field.widget.attrs.get("autocomplete", "off")}


def _number(bound: BoundField) -> Params:
    return {**_input(bound), "type": "text", "inputmode": "decimal", "width": 5}


def _textarea(bound: BoundField) -> Params:
    return {**_input(bound), "rows": 5}


def _select(bound: BoundField) -> Params:
    return {**_input(bound), "items": list(_choices(bound))}


def _radios(bound: BoundField) -> Params:
    return {**_grouped(bound), "value": _typed(bound), "items": list(_choices(bound))}


def _checkboxes(bound: BoundField) -> Params:
    chosen = [str(value) for value in bound.value() or []]
    return {**_grouped(bound), "values": chosen, "items": list(_choices(bound))}


def _checkbox(bound: BoundField) -> Params:
    item = {"value": "on", "text": bound.label, "checked": bool(bound.value()), "id": bound.auto_id}
    return {"idPrefix": bound.auto_id, "items": [item]}


def _choices(bound: BoundField) -> Iterator[Params]:
    for value, text in bound.field.choices:  # type: ignore[attr-defined]
        yield {"value": str(value), "text": str(text)}


def _day(bound: BoundField) -> Params:
    widget = bound.field.widget
    shown = widget.get_context(bound.html_name, bound.value(), {"id": bound.auto_id})["widget"]["subwidgets"]
    boxes = [
        {
            "id": box["attrs"]["id"],
            "name": box["name"],
            "value": box["value"] or "",
            "label": label,
            "width": width,
            "error": bool(bound.errors),
        }
        for box, label, width in zip(shown, ("Day", "Month", "Year"), (2, 2, 4), strict=True)
    ]
    legend = {"text": bound.label, "classes": "nhsuk-fieldset__legend--s"}
    return {"id": bound.auto_id, "fieldset": {"legend": legend}, "items": boxes}


_FIRST = {"day": "_0", "radioselect": "_0", "checkboxselectmultiple": "_0"}
_DRAWN: dict[str, tuple[str, Callable[[BoundField], Params]]] = {
    "number": ("input", _number),
    "password": ("passwordInput", _password),
    "textarea": ("textarea", _textarea),
    "select": ("select", _select),
    "radioselect": ("radios", _radios),
    "checkboxselectmultiple": ("checkboxes", _checkboxes),
    "checkbox": ("checkboxes", _checkbox),
    "day": ("dateInput", _day),
}
