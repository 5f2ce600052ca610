"""Parts of the open site, as template built-ins.

{% open_page "trip" %}        the address of an open page: in this page's language, or in Danish where it has none there
{% errand_field %}            what every form of an errand carries (public/errand.py)
{% languages %}               the languages this page can be read in, by their own names
{% one_entry as single %}     whether a visit is to leave one entry in the tab
{% draft_note %}              what a member of staff is told on a page that nobody has read through
"""

from dataclasses import dataclass
from typing import Any

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.html import format_html

from vaern.languages.catalogues import SOURCE
from vaern.languages.serving import has_page
from vaern.public import errand
from vaern.public.language import is_draft, offered

register = template.Library()


@register.simple_tag
def open_page(name: str) -> str:
    return address_in(translation.get_language() or SOURCE, name)


@register.simple_tag
def one_entry() -> bool:
    return settings.ONE_ENTRY


@register.simple_tag(takes_context=True)
def errand_field(context: dict[str, Any]) -> str:
    value = getattr(context["request"], errand.FIELD)
    return format_html('<input type="hidden" name="{}" value="{}">', errand.FIELD, value)


def address_in(language: str, name: str) -> str:
    """Return where a page stands in a language, or in Danish if that language does not have it."""
    with translation.override(language if has_page(language, name) else SOURCE):
        return reverse(name)


@dataclass(frozen=True)
class Choice:
    code: str
    name: str
    address: str
    is_here: bool


@register.inclusion_tag("public/parts/languages.html", takes_context=True)
def languages(context: dict[str, Any], label_id: str) -> dict[str, Any]:
    """List the languages. A language without this page leads to its front page."""
    request, here = context["request"], translation.get_language()
    match = request.resolver_match
    name = match.url_name if match else "front"
    choices = [
        Choice(
            each.code,
            each.name,
            address_in(each.code, name if has_page(each.code, name) else "front"),
            each.code == here,
        )
        for each in offered(request)
    ]
    return {"choices": choices, "label_id": label_id}


@register.inclusion_tag("public/parts/draft_note.html")
def draft_note() -> dict[str, Any]:
    return {"is_draft": is_draft(translation.get_language() or SOURCE)}
