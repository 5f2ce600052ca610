"""The language of a page stands in its address and nowhere else: no cookie, no header, nothing is remembered."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.timezone import localdate

from vaern.languages import serving
from vaern.languages.catalogues import SOURCE


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
        if not serving.has_page(language, request.resolver_match.url_name):
            translation.activate(SOURCE)  # a page that is there in Danish alone is refused in Danish
            raise Http404


def language_of(path: str) -> str:
    """Return the language an address begins with, Danish where it begins with none."""
    first = path.lstrip("/").partition("/")[0]
    return first if first in dict(settings.LANGUAGES) else SOURCE


def may_read(request: HttpRequest, language: str) -> bool:
    if language == SOURCE:
        return True
    catalogue = serving.catalogues().get(language)
    return catalogue is not None and (serving.is_served(catalogue, localdate()) or is_staff(request))


def is_staff(request: HttpRequest) -> bool:
    user = getattr(request, "user", None)  # a process that only serves the open site knows no users
    # Without a cookie nobody is asked, or "Vary: Cookie" would tell a stranger that there is something to ask for.
    return user is not None and settings.SESSION_COOKIE_NAME in request.COOKIES and user.is_authenticated


def offered(request: HttpRequest) -> list[serving.Offered]:
    """Return the languages this reader may choose; the one the page is in is among them also while it is a draft.

    Asked once a request: the switch stands on a page twice.
    """
    kept = request.__dict__
    if "languages_offered" not in kept:
        kept["languages_offered"] = languages_for_a_reader()
    return list(kept["languages_offered"])


def languages_for_a_reader() -> list[serving.Offered]:
    languages = serving.served(localdate())
    here = translation.get_language()
    if here not in {each.code for each in languages}:
        languages.append(serving.Offered(here, serving.catalogues()[here].name))
    return languages


def is_draft(language: str) -> bool:
    catalogue = serving.catalogues().get(language)
    return catalogue is not None and not serving.is_served(catalogue, localdate())
