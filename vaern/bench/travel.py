"""The trip the benchmark makes papers of: a consented case with all eleven answers and a photo. All invented."""

from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.timezone import localdate, now
from PIL import Image

from vaern.cases.access import open_case
from vaern.cases.actions.course import set_basis
from vaern.cases.basis import Basis
from vaern.cases.documents import add_document
from vaern.cases.terms import DocumentKind, Scope
from vaern.guard import guarded
from vaern.inquiries.surroundings import guard_context
from vaern.law.gate import ConsentFrom, Situation
from vaern.staff.models import User
from vaern.travel.actions.course import begin_trip
from vaern.travel.actions.facts import Said, state_fact
from vaern.travel.papers import BRIEFING
from vaern.travel.terms import Certainty, Source, Topic
from vaern.vault.terms import Purpose

WORDS = "Det er sagt af personen selv i telefonen, og en lærer har hørt det samme. " * 3
ANSWERS: dict[Topic, dict[str, Any]] = {
    Topic.TRAVELLER: {"label": "datter 1", "kind": "at-risk", "born": "02-2008", "residence": "danish_citizen"},
    Topic.CITIZENSHIP: {"own": "dansk", "parents": "andre"},
    Topic.FEARED: {"outcomes": ["forced-marriage", "held"]},
    Topic.COUNTRY: {"country": "Tyrkiet"},
    Topic.HOST: {"relation": "mors bror"},
    Topic.PURPOSE: {"account": "parents"},
    Topic.TRUSTED: {"label": "veninde 1"},
    Topic.DEPARTURE: {"clock": "06:20", "zone": "Europe/Copenhagen", "way": "flight"},
    Topic.RETURN: {"planned": "unknown", "ticket": "none"},
    Topic.ALTERNATIVE: {"can_stay": "yes"},
    Topic.PASSPORT: {"issuer": "danish", "holder": "far"},
}
POSTED = {
    "to": "another", "kind": "police", "role": "vagthavende", "basis": "acute-danger", "channel": "phone",
    "reason": "Flyet letter om to timer.", "with_level": "no",
}  # fmt: skip


def invent_trip(case_id: UUID, by: User) -> str:
    """Give a case a consent, a trip and a photo, and return the address its briefing is let go at."""
    at = now()
    case = open_case(user=by, case_id=case_id, purpose=Purpose.CASEWORK, at=at)
    context = guard_context(at)
    consent = Basis(
        situation=Situation.CONSENTED_ADULT, consent_from=ConsentFrom.CITIZEN, scopes=frozenset(Scope), until=None
    )
    set_basis(case=case, basis=consent, seen=None, by=by, at=at)
    trip = begin_trip(case=case, by=by, at=at)
    leaves = {"earliest": (localdate() + timedelta(days=9)).isoformat()}
    for topic, values in ANSWERS.items():
        said = Said(
            topic=topic,
            words=guarded(WORDS, context),
            values=values | (leaves if topic == Topic.DEPARTURE else {}),
            source=Source.CITIZEN,
            on=localdate(),
            certainty=Certainty.LIKELY,
        )
        state_fact(trip=trip, said=said, by=by, at=at)
    title = guarded("Foto", context)
    add_document(case=case, kind=DocumentKind.PHOTO, title=title, sent=a_photo(), by=by, at=at)
    return reverse("case-release", args=[case.pk, BRIEFING])


def a_photo() -> bytes:
    """Return a picture as large as a phone takes them for a passport: 1200 by 1600, with light and shade."""
    made = BytesIO()
    Image.effect_noise((60, 80), 60).convert("RGB").resize((1200, 1600)).save(made, "JPEG", quality=85)
    return made.getvalue()
