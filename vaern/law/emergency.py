"""Acute danger: the number before any form, and the emergency note (nødnotat) that may hold an identity.

The numbers stand on the page whatever a rule here finds. 112 is always named before 114.
"""

from dataclasses import dataclass
from datetime import datetime

from vaern.law.clocks import hours_later, local_day
from vaern.law.sources import CALL_112, EMERGENCY_NOTE, NUMBER_BEFORE_FORM
from vaern.law.terms import Condition, Finding, ask, may, must, must_not, rule, silent
from vaern.law.values import EMERGENCY_NOTE_KEPT_HOURS, REVIEW_EMERGENCY_NOTE_WITHIN_HOURS

NUMBERS_IN_ORDER = ("112", "114")

FIRST_QUESTION = "I sikkerhed nu? Hvor?"
CALL_NOW = "Fare lige nu? Ring 112. Haster det, men ikke lige nu, så ring 114."
IN_DOUBT_CALL = "Er du i tvivl, så ring 112. De vurderer, hvad der skal ske."


@dataclass(frozen=True, kw_only=True)
class DangerFacts:
    """What is known of danger; ``None`` is not established. ``reason`` is as written, blank is none."""

    acute_danger: bool | None = None
    reason: str = ""

    @property
    def has_a_reason(self) -> bool:
        return bool(self.reason.strip())


@rule("Skal der ringes 112 nu?", CALL_112, NUMBER_BEFORE_FORM)
def must_call_now(facts: DangerFacts) -> Finding:
    """Test whether 112 comes before everything else. 112 first, 114 after it."""
    if facts.acute_danger is None:
        return ask(
            "Vi ved ikke, om personen er i sikkerhed.",
            NUMBER_BEFORE_FORM,
            CALL_112,
            instead=(FIRST_QUESTION, IN_DOUBT_CALL),
            missing=("acute_danger",),
        )
    if facts.acute_danger:
        return must(CALL_NOW, CALL_112, NUMBER_BEFORE_FORM)
    return silent("Der er ikke akut fare.", NUMBER_BEFORE_FORM)


@rule("Må der komme et skema før nummeret?", NUMBER_BEFORE_FORM)
def may_put_a_form_first(facts: DangerFacts) -> Finding:
    """Test whether fields may come before the number: only once we know that there is no danger."""
    if facts.acute_danger is None:
        return must_not(
            "Vi ved ikke, om personen er i sikkerhed.",
            NUMBER_BEFORE_FORM,
            instead=("Vis 112 og 114, og spørg først: " + FIRST_QUESTION,),
        )
    if facts.acute_danger:
        return must_not(
            "Der er akut fare. Intet skema kommer før nummeret.",
            NUMBER_BEFORE_FORM,
            instead=("Ring 112. Skriv bagefter.",),
        )
    return may("Personen er i sikkerhed.", NUMBER_BEFORE_FORM)


@rule("Må jeg skrive navn og adresse i et nødnotat?", EMERGENCY_NOTE)
def may_write_an_emergency_note(facts: DangerFacts) -> Finding:
    """Test whether an identity may be written unguarded: in acute danger, with a reason, and reviewed."""
    if facts.acute_danger is None:
        return ask(
            "Det er ikke afklaret, om der er akut fare.",
            EMERGENCY_NOTE,
            instead=("Spørg: " + FIRST_QUESTION, "Ring 112 først. Skriv notatet bagefter."),
            missing=("acute_danger",),
        )
    if not facts.acute_danger:
        return must_not(
            "Et nødnotat er kun til akut fare.",
            EMERGENCY_NOTE,
            instead=(
                "Skriv det i samtalenotatet uden navn, adresse og nummer.",
                "Opstår der fare, så markér akut fare, og skriv nødnotatet.",
            ),
        )
    if not facts.has_a_reason:
        return ask(
            "Grunden mangler.",
            EMERGENCY_NOTE,
            instead=("Skriv grunden med få ord, fx: trussel nu, politiet skal bruge adressen.",),
            missing=("reason",),
        )
    return may(
        "Der er akut fare, og grunden er skrevet.",
        EMERGENCY_NOTE,
        conditions=(Condition.REASON, Condition.TEAM_LEAD_REVIEWS),
    )


@dataclass(frozen=True, slots=True)
class EmergencyNoteTimes:
    """When a team lead must have looked at the note, and when it is erased."""

    review_by: datetime
    expires_at: datetime


def emergency_note_times(written_at: datetime) -> EmergencyNoteTimes:
    """Return the clocks of an emergency note, in hours on the clock. Raises TimeWithoutZone."""
    day = local_day(written_at)
    return EmergencyNoteTimes(
        review_by=hours_later(written_at, REVIEW_EMERGENCY_NOTE_WITHIN_HOURS.on(day)),
        expires_at=hours_later(written_at, EMERGENCY_NOTE_KEPT_HOURS.on(day)),
    )
