"""What a form meets that came without its token, on either side of the house."""

from django.http import HttpRequest, HttpResponse

from vaern.config.middleware import STAFF_PATHS
from vaern.desk.keeping import stale_form
from vaern.public.origin import refused


def not_sent_from_here(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Give staff back what they typed; anyone else gets the page of the open site, with its way out."""
    return stale_form(request, reason) if request.path.startswith(STAFF_PATHS) else refused(request)
