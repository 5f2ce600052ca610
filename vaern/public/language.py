"""The language of a page stands in its address and nowhere else: no cookie, no header, nothing is remembered."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.timezone import localdate

from vaern.languages import serving
from vaern.languages.catalogues import SOURCE
from vaern.languages.serving import Language


class LanguageOfTheAddress:
    """Give ``/en/…`` in English and an address without a language in Danish.

    A language that nobody has read through is there for signed-in staff alone: to anyone else its pages do not exist.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = language_of(request.path_info)
        # Asked before anything is answered: not even a refusal, or the header of one, may show that a draft is there.
        with translation.override(language if may_read(request, language) else SOURCE):
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language() or SOURCE)
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, named: Any) -> None:
        language = translation.get_language() or SOURCE
        if language == SOURCE:
            return
        if not readable(request)[language].has_page(request.resolver_match.url_name):
            translation.activate(SOURCE)  # a page that is there in Danish alone is refused in Danish
            raise Http404


def language_of(path: str) -> str:
    """Return the language an address begins with, Danish where it begins with none."""
    first = path.lstrip("/").partition("/")[0]
    return first if first in dict(settings.LANGUAGES) else SOURCE


def may_read(request: HttpRequest, language: str) -> bool:
    return language == SOURCE or language in readable(request)


def language_of_refusal(request: HttpRequest) -> str:
    """Return the language for a page about something that went wrong: that of the address, where it is there.

    Such a page is in the core pack, and is made before it is known who asks: it may not show that a draft is there.
    Where its words are in Danish, the page says so of itself.
    """
    language = language_of(request.path_info)
    return language if serving.serves_core(language, localdate()) else SOURCE


def readable(request: HttpRequest) -> dict[str, Language]:
    """Return the languages and packs that are there for this reader: to staff also the drafts. Asked once a request."""
    kept = request.__dict__
    if "languages_readable" not in kept:
        kept["languages_readable"] = serving.drafts_and_all() if is_staff(request) else served(request)
    return dict(kept["languages_readable"])


def served(request: HttpRequest) -> dict[str, Language]:
    """Return what the public may read. Asked once a request: every link of a page turns on it."""
    kept = request.__dict__
    if "languages_served" not in kept:
        kept["languages_served"] = serving.served(localdate())
    return dict(kept["languages_served"])


def is_staff(request: HttpRequest) -> bool:
    user = getattr(request, "user", None)  # a process that only serves the open site knows no users
    # Without a cookie nobody is asked, or "Vary: Cookie" would tell a stranger that there is something to ask for.
    return user is not None and settings.SESSION_COOKIE_NAME in request.COOKIES and user.is_authenticated


def offered(request: HttpRequest) -> list[Language]:
    """Return the languages of the switch; the one the page is in is among them also while it is a draft."""
    here, shown = translation.get_language() or SOURCE, served(request)
    drafts = [language for code, language in readable(request).items() if code == here and code not in shown]
    return [*(readable(request)[code] for code in shown), *drafts]


def is_draft(request: HttpRequest, language: str, page: str) -> bool:
    there = served(request).get(language)
    return there is None or not there.has_page(page)
