"""Puts allauth's pages, which are Django templates, inside the site's own page, which is a Jinja one."""

from __future__ import annotations

from typing import Any

from django import forms, template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from alliance_site.accounts.form_components import components, error_items

register = template.Library()

__all__ = ["page_title", "site_fields", "site_page"]


@register.simple_block_tag
def page_title(content: str) -> str:
    """The words of a page's title, without the white space of its template."""
    return " ".join(content.split())


@register.simple_block_tag(takes_context=True)
def site_page(context: dict[str, Any], content: SafeString, title: str = "") -> SafeString:
    """The site's page around some content that is already HTML."""
    words = {"title": title, "content": content}
    return mark_safe(render_to_string("accounts/site_page.jinja", words, request=context.get("request")))


@register.simple_tag
def site_fields(form: forms.Form) -> SafeString:
    """A form's fields in NHS.UK's components, what is wrong with it above them."""
    words = {"fields": components(form), "errors": error_items(form), "hidden": form.hidden_fields()}
    return mark_safe(render_to_string("accounts/fields.jinja", words))
