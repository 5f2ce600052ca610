"""Parts of the open site, as template built-ins.

{% open_page "trip" %}        the address of an open page: in this page's language, or in Danish where it has none there
{% errand_field %}            what every form of an errand carries (public/errand.py)
{% danish_note "trip" %}      a word beside a link to a page that is there in Danish only
{% languages %}               the languages this page can be read in, by their own names
{% one_entry as single %}     whether a visit is to leave one entry in the tab
{% draft_note %}              what a member of staff is told on a page that nobody has read through
"""

from dataclasses import dataclass
from typing import Any

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.html import format_html

from vaern.languages.catalogues import SOURCE
from vaern.languages.serving import Language
from vaern.public import errand
from vaern.public.language import is_draft, offered, readable

register = template.Library()


@register.simple_tag(takes_context=True)
def open_page(context: dict[str, Any], name: str) -> str:
    return address_in(SOURCE if is_only_in_danish(context, name) else here(), name)


@register.inclusion_tag("public/parts/danish_note.html", takes_context=True)
def danish_note(context: dict[str, Any], name: str) -> dict[str, Any]:
    return {"is_danish": is_only_in_danish(context, name)}


def here() -> str:
    return translation.get_language() or SOURCE


def is_only_in_danish(context: dict[str, Any], name: str) -> bool:
    """Say whether this reader has a page in Danish but not in the language they are reading."""
    if here() == SOURCE:
        return False
    language = readable(context["request"]).get(here())
    return language is None or not language.has_page(name)


@register.simple_tag
def one_entry() -> bool:
    return settings.ONE_ENTRY


@register.simple_tag(takes_context=True)
def errand_field(context: dict[str, Any]) -> str:
    value = errand.field_on(context["request"])
    return format_html('<input type="hidden" name="{}" value="{}">', errand.FIELD, value)


def address_in(language: str, name: str) -> str:
    with translation.override(language):
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
    request = context["request"]
    page = page_of(request)
    return {"choices": [choice(each, page) for each in offered(request)], "label_id": label_id}


def choice(language: Language, page: str) -> Choice:
    address = address_in(language.code, page if language.has_page(page) else "front")
    return Choice(language.code, language.name, address, language.code == here())


def page_of(request: HttpRequest) -> str:
    return (request.resolver_match and request.resolver_match.url_name) or "front"


@register.inclusion_tag("public/parts/draft_note.html", takes_context=True)
def draft_note(context: dict[str, Any]) -> dict[str, Any]:
    return {"is_draft": is_draft(context["request"], here(), page_of(context["request"]))}
