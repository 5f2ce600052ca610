"""A case in words: its history as lines, and what is not known yet as ways to find it out."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from vaern.cases.basis import basis_in
from vaern.cases.reading import CaseFacts, Happening, Portrayed, asked_in, portrayed, responsible_in
from vaern.cases.terms import AuthorityKind, AuthorityState, PersonRole, Respect, Situation, Stage, Stance
from vaern.directory.terms import Concern
from vaern.inquiries.terms import Age
from vaern.law.screening import Standing

TITLE = 90  # characters of a title; the whole stands in the journal


@dataclass(frozen=True)
class Line:
    """Something that happened, as the page shows it.

    ``entry`` is the line of the journal it comes from, if it does, and ``decided_by`` the authority it tells of.
    """

    id: UUID
    at: datetime
    kind: str
    title: str
    words: str
    who: str
    entry: Any
    decided_by: str = ""

    @property
    def written_later(self) -> bool:
        """Tell whether it was written in another minute than it happened: then the page says when."""
        if self.entry is None:
            return False
        return minute_of(self.entry.written_at) != minute_of(self.entry.happened_at)


def minute_of(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


def lines_of(history: list[Happening]) -> list[Line]:
    return [line_of(happening) for happening in history]


def line_of(happening: Happening) -> Line:
    row = happening.row
    is_entry = hasattr(row, "happened_at")
    if is_entry:
        title, words = beginning(row.note), row.note
    elif hasattr(row, "respect"):
        title, words = standing_in_words(row), row.words
    else:
        title, words = holding_in_words(row), row.note or ""
    decided_by = AuthorityKind(row.facts["decided_by"]).label if is_entry and row.facts.get("decided_by") else ""
    entry = row if is_entry else None
    return Line(row.pk, happening.at, happening.kind, title, words, row.by.first_name, entry, str(decided_by))


def beginning(text: str) -> str:
    """Return the first line of a text, short enough for a title."""
    return Truncator(text.strip().partition("\n")[0].strip()).chars(TITLE)


def standing_in_words(row: Any) -> str:
    match row.respect:
        case Respect.STAGE:
            return str(Stage(row.value).label)
        case Respect.SITUATION:
            return str(Situation(row.value).label)
        case Respect.CONCERN:
            concerns = [str(Concern(each).label) for each in row.facts["concerns"]]
            return ", ".join([*concerns, str(Age(row.facts["age"]).label)])
        case Respect.REQUEST:
            asked = asked_in(row)
            return _("%(who)s: %(wish)s") % {"who": asked.asked_by.label, "wish": asked.wish.label}
        case Respect.BASIS:
            return str(basis_in(row.facts, row.number).kind.label)
    responsible = responsible_in(row)
    if responsible.state != AuthorityState.FOUND:
        return str(responsible.state.label)
    return f"{responsible.kind.label if responsible.kind else ''}, {responsible.role}"


def holding_in_words(row: Any) -> str:
    if row.consultant is None:
        return _("Ligger hos regionen")
    return _("Hos %(name)s") % {"name": row.consultant.first_name}


def portrait_in_words(person: Any, portrait: Any) -> Line:
    """Return how somebody was described from one moment on."""
    shown = portrayed(person, portrait)
    roles = ", ".join(role_labels(shown))
    title = _("%(label)s: %(roles)s. %(stance)s") % {
        "label": shown.label,
        "roles": roles,
        "stance": shown.stance.label,
    }
    return Line(portrait.pk, portrait.at, "", title, shown.words, portrait.by.first_name, None)


def in_order(persons: list[Portrayed]) -> list[Portrayed]:
    """Return those at risk first, then those who are feared, then the rest, each in the order they were added."""
    return sorted(persons, key=lambda person: min(list(PersonRole).index(role) for role in person.roles))


def role_labels(person: Portrayed) -> list[str]:
    """Return everything a person is in the case, in the order of the list."""
    return [str(role.label) for role in PersonRole if role in person.roles]


@dataclass(frozen=True)
class Missing:
    """A fact that is not there, and the address where it can be put in; "" where this page has none."""

    text: str
    address: str


def missing_facts(
    case: Any, facts: CaseFacts, persons: list[Portrayed], standing: Standing, *, sees_inquiry: bool
) -> list[Missing]:
    """Return what is not known of an opened case, what matters most first."""

    def at(name: str, **more: Any) -> str:
        return reverse(name, kwargs={"case_id": case.pk, **more})

    roles = {role for person in persons for role in person.roles}
    found = []
    if case.situation == Situation.UNKNOWN:
        found.append(Missing(_("Hvor faren er nu (situation)"), at("case-situation")))
    if standing in {Standing.NOT_ASSESSED, Standing.OUTDATED}:
        screening = reverse("screening-history", args=[case.inquiry_id]) if sees_inquiry else ""
        found.append(Missing(_("Trusselsniveau: %(standing)s") % {"standing": standing.label.lower()}, screening))
    if facts.responsible.state == AuthorityState.TO_FIND:
        found.append(Missing(_("Ansvarlig myndighed"), at("case-authority")))
    if facts.responsible.state == AuthorityState.FOUND and not facts.responsible.contact:
        found.append(Missing(_("Hvordan sagsbehandleren nås"), at("case-authority")))
    if facts.age == Age.UNKNOWN:
        found.append(Missing(_("Borgerens alder"), at("case-concern")))
    if Concern.UNKNOWN in facts.concerns:
        found.append(Missing(_("Hvad bekymringen er"), at("case-concern")))
    if PersonRole.AT_RISK not in roles:
        found.append(Missing(_("Hvem der er i fare"), at("case-person-add")))
    if PersonRole.FEARED not in roles:
        found.append(Missing(_("Hvem der frygtes"), at("case-person-add")))
    for person in persons:
        if person.stance == Stance.UNKNOWN:
            text = _("Hvor %(label)s står") % {"label": person.label}
            found.append(Missing(text, at("case-person", person_id=person.id)))
    return found
