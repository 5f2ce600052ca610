"""How the tests of the directory's pages find rows and read answers."""

from datetime import date

from vaern.directory.models import ActorListing, ActorNumber, ConsultantListing

MONDAY, FRIDAY = date(2026, 11, 23), date(2026, 11, 27)
AALBORG, FANO, COPENHAGEN = "0851", "0563", "0101"
INVISIBLE = ["a\x00b", "a\u202eb", "a\u200bb"]
TOO_MUCH = "æ" * 1_000_000


def listing(first_name, on=MONDAY):
    return ConsultantListing.objects.on(on).get(first_name=first_name)


def actor(name, on=MONDAY):
    return ActorListing.objects.on(on).get(name=name)


def ankestyrelsen():
    return ActorNumber.objects.on(MONDAY).get(number="33 41 12 00")


def text_of(page):
    return page.content.decode()
