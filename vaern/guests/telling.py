"""What a guest was shown is told to them: it stands in the register of who knows what, and may be kept from them."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction

from vaern.cases.basis import basis_of
from vaern.cases.models import Case
from vaern.cases.telling import Fact
from vaern.guests.models import Guest
from vaern.guests.terms import Section
from vaern.law.clocks import local_day
from vaern.sharing.knowing import kept_from
from vaern.sharing.parties import Recipient
from vaern.sharing.release import write_disclosure
from vaern.sharing.terms_disclosure import Act, Basis, Channel, PartyKind

# The ground in words where there is no consent; the gate was asked before.
WITHOUT_A_NAME = "Sparring uden navn"
LOOK_BACK = 50  # rows of one party; several guests may be one


def facts_in(section: Section) -> frozenset[Fact]:
    """Return what may stand in a section. All but the level is free text, which may tell of a trip anywhere."""
    if section == Section.JUDGEMENT:
        return frozenset({Fact.LEVEL})
    return frozenset({Fact.PLAN, Fact.CONCERN, Fact.TRIP})


def facts_that_may_stand_in(sections: Iterable[Section]) -> frozenset[Fact]:
    """Return what a guest may come to know who reads these sections."""
    return frozenset({Fact.INVOLVED}).union(*(facts_in(section) for section in sections))


def told_by(case: Case, sections: Iterable[Section]) -> frozenset[Fact]:
    """Return what a guest is told by these sections as the case is: no trip where it has none."""
    told = facts_that_may_stand_in(sections)
    return told if case.trips.exists() else told - {Fact.TRIP}


def recipient_of(guest: Guest) -> Recipient:
    return Recipient(kind=PartyKind.CASEWORKER, party=guest.party_id)


def readable_by(guest: Guest, sections: Iterable[Section]) -> list[Section]:
    """Return those of the sections that nobody has said since must be kept from this guest."""
    kept = kept_from(guest.case, recipient_of(guest))
    return [section for section in sections if not facts_in(section) & kept]


@transaction.atomic
def record_shown(*, guest: Guest, versions: Mapping[Section, str], at: datetime) -> None:
    """Write into the register what an opened guest is shown, unless they were last shown the very same.

    ``versions`` names each section as it stands. The level they were shown stands in the row, so that it shows as out
    of date when the level changes.
    """
    case = guest.case
    shown = {section.value: version for section, version in versions.items()}
    if not shown or shown == last_shown(guest):
        return
    is_consented = basis_of(case, on=local_day(at)).is_consented
    content = {
        "told": sorted(told_by(case, versions)),
        "words": "",
        "reason": "" if is_consented else WITHOUT_A_NAME,
        "against": "",
        "guest": str(guest.pk),
        "shown": shown,
    }
    write_disclosure(
        case,
        to=recipient_of(guest),
        act=Act.SAID,
        content=content,
        by=guest.invited_by,
        at=at,
        told_at=at,
        basis=Basis.CONSENT if is_consented else Basis.OTHER,
        channel=Channel.GUEST,
    )


def last_shown(guest: Guest) -> dict[str, str]:
    """Return the versions an opened guest was last shown, by section; nothing before the first time."""
    case = guest.case
    rows = case.disclosures.filter(party=guest.party_id, channel=Channel.GUEST).newest_first()[:LOOK_BACK]
    for row in rows.opened_with(case.key_in_hand):
        if row.content["guest"] == str(guest.pk):
            versions: dict[str, str] = row.content["shown"]
            return versions
    return {}
