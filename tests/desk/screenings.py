"""Ways to the pages of a screening, as a browser sends them."""

import re
from urllib.parse import urlencode

from django.urls import reverse

from tests.cast import MORNING
from tests.risk.filled import filled
from vaern.risk.access import judgements_of, screening_of

JSON = {"Accept": "application/json"}
HIGH = {"gate.A3": "yes", "level": "high", "soon": "day", "valid_until": "2026-11-30"}  # an alarm


def address(name, inquiry, *ids):
    return reverse(name, args=[inquiry.pk, *ids])


def send(client, where, fields, **options):
    """Post a form, lists and all."""
    body = urlencode(fields, doseq=True)
    return client.post(where, body, content_type="application/x-www-form-urlencoded", **options)


def form_of(screening, **changes):
    """Return what the page of ``screening`` sends, filled in whole with ``changes``; None takes a field out."""
    return filled(**changes) | {"revision": str(screening.revision)}


def shown(answer):
    return answer.content.decode()


def kept(inquiry, draft):
    """Return what stands in a draft now."""
    return screening_of(inquiry, draft.pk).content


def level_of(inquiry):
    return judgements_of([inquiry.pk], at=MORNING)[inquiry.pk].standing


def errors_in(page):
    """Return the error summary as pairs of the field's id and the words."""
    summary = page.split("error-summary", 1)[1].split("</ul>", 1)[0] if "error-summary" in page else ""
    return [(where, words) for where, words in re.findall(r'<a href="#(?:id_)?([^"]+)">([^<]+)</a>', summary)]


def sign(client, inquiry, draft, **changes):
    """Press sign on a draft filled in with ``changes``."""
    return send(client, address("screening", inquiry, draft.pk), form_of(draft, **changes) | {"press": "underskriv"})
