"""Help with a notification about a child: two texts, one the parents may read. Neither is kept, nor sent by us."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from vaern.cases.handover import date_of
from vaern.cases.identity import whereabouts_of
from vaern.cases.models import Case
from vaern.cases.reading import persons_of
from vaern.cases.telling import Fact, Rendered
from vaern.cases.terms import PersonRole
from vaern.law.clocks import COPENHAGEN, municipality_clocks
from vaern.law.immigration import Residence, TripFacts, remind_of_44_c
from vaern.law.terms import Answer, Finding
from vaern.sharing.giveaways import Giveaway, giveaways
from vaern.sharing.release import NOTIFICATION
from vaern.staff.models import User
from vaern.vault.terms import Purpose


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What the notification says. ``received_at``: when the municipality gets it, for its clocks."""

    for_parents: str
    withhold: str
    withhold_because: str
    received_at: datetime
    trip: bool | None = None
    residence: Residence | None = None


def about_44_c(draft: Draft) -> Finding:
    """Ask the law whether the municipality is to be reminded of its own duty, and to whom it must tell."""
    facts = TripFacts(harmful_trip_suspected_or_known=draft.trip, under_18=True, residence=draft.residence)
    return remind_of_44_c(facts)


def giveaways_in(case: Case, draft: Draft, *, user: User) -> list[Giveaway]:
    """Return what in the parents' part would show who told, where somebody is, or what is planned."""
    people = [person.label for person in persons_of(case) if PersonRole.FEARED not in person.roles]
    places = whereabouts_of(case, user=user, purpose=Purpose.CASEWORK)
    return giveaways(draft.for_parents, people=people, whereabouts=places)


def notification(case: Case, draft: Draft, *, at: datetime) -> Rendered:
    """Make the notification of an opened case: what the parents may read stands on pages of its own."""
    first = _(
        "Vi beder kommunen vurdere faren for barnet, før forældrene læser underretningen eller får at vide, at den er "
        "kommet. Skriv ikke til barnet: ikke brev, sms, mail eller Digital Post. Undersøg, om der er søskende."
    )
    if draft.withhold.strip():
        pages = _(
            "Siden »Bekymringen« er skrevet, så forældrene kan læse den. Resten bør kommunen overveje at holde tilbage."
        )
    else:
        pages = _("Siden »Bekymringen« er skrevet, så forældrene kan læse den.")
    sections: list[dict[str, Any]] = [
        {"heading": _("Læs dette først"), "parts": [{"kind": "notice", "text": f"{first}\n\n{pages}"}]},
        {
            "heading": _("Udfyldes af den, der underretter"),
            "parts": [
                {
                    "kind": "blanks",
                    "items": [
                        _("Barnets navn og CPR"),
                        _("Søskende"),
                        _("Den, der underretter"),
                        _("Sendt, dag og tid"),
                    ],
                }
            ],
        },
        {"heading": _("Kommunens frister"), "parts": [{"kind": "list", "items": clocks_in_words(draft.received_at)}]},
    ]
    if words := words_on_44_c(draft):
        sections.append({"heading": _("Udlændingeloven § 44 c"), "parts": [{"kind": "text", "text": words}]})
    sections.append(
        {
            "heading": _("Bekymringen"),
            "parts": [{"kind": "text", "text": draft.for_parents}],
            "alone": True,  # neither its heading nor its number tells that there is more
        }
    )
    if draft.withhold.strip():
        why = {"kind": "facts", "rows": [[_("Hvorfor"), draft.withhold_because]]}
        sections.append(
            {
                "heading": _("Det, kommunen bør overveje at holde tilbage"),
                "parts": [{"kind": "text", "text": draft.withhold}, why],
                "on_new_page": True,
            }
        )
    content = {
        "title": _("Underretning om et barn"),
        "reference": case.reference,
        "date": date_of(at),
        "unsigned": True,  # parents who read it must not see who was asked for advice
        "sections": sections,
    }
    return Rendered.of(NOTIFICATION, content, told=frozenset({Fact.CONCERN}))


def words_on_44_c(draft: Draft) -> str:
    """Return what the municipality is reminded of, or "" where the law is silent or nobody fears a trip."""
    answer = about_44_c(draft).answer
    if not draft.trip or answer not in {Answer.MUST, Answer.ASK}:
        return ""
    to_whom = {
        Residence.PERMIT_FROM_UDLAENDINGESTYRELSEN: _("Udlændingestyrelsen"),
        Residence.PERMIT_FROM_SIRI: _("SIRI"),
    }.get(draft.residence, _("den, der har givet opholdstilladelsen: Udlændingestyrelsen eller SIRI"))  # type: ignore[arg-type]
    duty = _(
        "Der er mistanke eller viden om en rejse, som kan skade barnet. Har barnet opholdstilladelse, skal kommunen "
        "give det videre til %(to)s. Det kræver ikke samtykke, og det gøres igen, når der kommer nyt."
    )
    return duty % {"to": to_whom}


def clocks_in_words(received_at: datetime) -> list[str]:
    """Return the municipality's two clocks, should it receive the notification then."""
    assessed, receipt = municipality_clocks(received_at)
    by = date_format(assessed.runs_out_at.astimezone(COPENHAGEN), "j.n.Y \\k\\l. G.i")
    return [
        _("%(what)s: senest %(when)s.") % {"what": assessed.text, "when": by},
        _("%(what)s: senest %(when)s.") % {"what": receipt.text, "when": date_format(receipt.last_day, "j.n.Y")},
    ]
