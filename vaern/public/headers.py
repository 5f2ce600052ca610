"""What an answer of the open site says beside its page."""

from django.http import HttpResponse


def hidden_from_search(response: HttpResponse) -> HttpResponse:
    response.headers["X-Robots-Tag"] = "noindex"
    return response
