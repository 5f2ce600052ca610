"""What most pages of the workbench ask of a request."""

from datetime import datetime

from django.http import HttpRequest, QueryDict
from django.views.decorators.http import require_http_methods

from vaern.inquiries.surroundings import answering_codes
from vaern.law.clocks import local_day

shows_and_takes_a_form = require_http_methods(["GET", "HEAD", "POST"])


def sent(request: HttpRequest) -> QueryDict | None:
    """Return what was sent, also when nothing was filled in; None for a page that is only looked at."""
    return request.POST if request.method == "POST" else None


def regions_of(request: HttpRequest, at: datetime) -> list[str]:
    """Return the regions that whoever asks answers for at that moment."""
    return answering_codes(request.user, local_day(at))
