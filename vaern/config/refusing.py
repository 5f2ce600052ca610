"""What a request meets that could not be read, came without its token, or failed: on either side of the house.

Staff keep what they typed or are told how to; anyone else gets a page of the open site, with its way out.
"""

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse

from vaern.config.middleware import STAFF_PATHS, plain_page
from vaern.public.origin import refused


def not_sent_from_here(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Give staff back what they typed in a form that came without its token."""
    if not request.path.startswith(STAFF_PATHS):
        return refused(request)
    from vaern.desk.keeping import stale_form  # here: the open site, by itself, loads no room of the house

    return stale_form(request, reason)


def not_read(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer what Django could not read, such as a host that is not ours, too many fields or too much text."""
    if isinstance(exception, RequestDataTooBig):
        return plain_page(request, "large", status=413)
    if request.path.startswith(STAFF_PATHS):
        return plain_page(request, "unreadable", status=400)
    return refused(request, status=400)


def failed(request: HttpRequest) -> HttpResponse:
    """Answer a failure that nobody expected."""
    return plain_page(request, "", status=500)
