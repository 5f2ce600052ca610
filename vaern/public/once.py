"""Pages that say the same to everybody: made once for each language, and then given out as they are."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation

from vaern.languages.catalogues import SOURCE
from vaern.public.errand import field_on
from vaern.public.language import is_draft, offered

ERRAND = "[errand]"
_made: dict[tuple[Any, ...], str] = {}


def made_once(request: HttpRequest, name: str, make: Callable[[], str]) -> str:
    """Return what ``make`` made the first time, with this visitor's errand in its forms.

    Apart from that it must not depend on the visitor or the time. What a page has around it depends on its language, on
    which others are offered and how much of this one is there, and on the installation.
    """
    language = translation.get_language() or SOURCE
    is_unread = is_draft(request, language, request.resolver_match.url_name)
    key = (name, language, tuple(offered(request)), is_unread, settings.DEMO, settings.EXIT_ADDRESS)
    errand = field_on(request)
    if key not in _made:
        _made[key] = make().replace(errand, ERRAND)
    return _made[key].replace(ERRAND, errand)
