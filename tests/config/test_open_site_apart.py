"""Where the open site is a process of its own, the house reads no form of it: those come from anybody."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from vaern.config import middleware
from vaern.config.middleware import NUMBER, OpenSiteApart

OPEN = ["/skriv/", "/svar/", "/find/", "/forbered/", "/ark-114/", "/samtykke/", "/en/skriv/", "/nowhere/", "/deskx/"]
OURS = ["/desk/indbakke/", "/konto/ind/", "/luk"]


class Unread(RequestFactory):
    def ask(self, method, path, *, apart, settings):
        settings.OPEN_SITE_APART = apart
        request = self.generic(method, path, b"text=x", content_type="application/x-www-form-urlencoded")
        request.META[NUMBER] = "12345678"
        answer = OpenSiteApart(lambda request: HttpResponse("read"))(request)
        assert request._read_started is False, "nothing of the form was read"
        return answer.status_code, b'href="tel:112"' in answer.content


@pytest.mark.parametrize("path", OPEN)
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_nobody_gets_an_answer_to_a_form_of_the_open_site_at_staffs_name(path, method, settings):
    ask = Unread().ask
    assert ask(method, path, apart=True, settings=settings) == (404, True)
    assert ask(method, path, apart=False, settings=settings) == (200, False)
    assert ask("GET", path, apart=True, settings=settings) == (200, False)


@pytest.mark.parametrize("path", OURS)
def test_what_is_the_houses_own_is_taken(path, settings):
    assert Unread().ask("POST", path, apart=True, settings=settings) == (200, False)


def test_it_stands_before_everything_that_reads_a_form(settings):
    place = settings.MIDDLEWARE.index(f"{middleware.__name__}.OpenSiteApart")
    assert all("csrf" not in each and "session" not in each for each in settings.MIDDLEWARE[:place])
