"""Contact with a citizen: only as agreed, only while the agreement holds, and never a message left behind."""

from dataclasses import dataclass
from datetime import date, timedelta

from vaern.law.sources import SAFE_CONTACT
from vaern.law.terms import Condition, Finding, ask, may, must_not, rule
from vaern.law.values import SAFE_CONTACT_HOLDS_DAYS


@dataclass(frozen=True, kw_only=True)
class ContactFacts:
    """What has been agreed; ``None`` is not established. ``holds_until`` is the agreement's last day."""

    may_be_called: bool | None = None
    holds_until: date | None = None
    acute_danger: bool | None = None
    reason: str = ""


@rule("Må jeg ringe til borgeren?", SAFE_CONTACT)
def may_call_the_citizen(facts: ContactFacts, *, on: date) -> Finding:
    """Test whether a citizen may be called on ``on``.

    An agreement that has run out asks for confirmation before dialling. Acute danger goes before the
    agreement, with a reason.
    """
    if facts.acute_danger:
        if not facts.reason.strip():
            return ask(
                "Akut fare går forud for aftalen, men grunden mangler.",
                SAFE_CONTACT,
                instead=("Skriv grunden med få ord.",),
                missing=("reason",),
            )
        return may("Akut fare går forud for aftalen.", SAFE_CONTACT, conditions=(Condition.REASON,))
    if facts.may_be_called is None:
        return ask(
            "Det er ikke aftalt, om vi må ringe.",
            SAFE_CONTACT,
            instead=("Spørg, næste gang personen henvender sig. Indtil da vender personen selv tilbage.",),
            missing=("may_be_called",),
        )
    if not facts.may_be_called:
        return must_not(
            "Personen vender selv tilbage. Vi ringer ikke.",
            SAFE_CONTACT,
            instead=(
                "Vent på, at personen vender tilbage.",
                "Er der akut fare, så skriv grunden, og ring.",
            ),
        )
    if facts.holds_until is None:
        return ask(
            "Der er ingen dato for, hvor længe aftalen gælder.",
            SAFE_CONTACT,
            instead=("Bekræft aftalen, og sæt en dato.",),
            missing=("holds_until",),
        )
    if facts.holds_until < on:
        return ask(
            "Udløbet: bekræft først.",
            SAFE_CONTACT,
            instead=(
                "Bekræft aftalen ad en anden aftalt vej, fx gennem den fagperson, der henvendte sig.",
                "Er der akut fare, så skriv grunden, og ring.",
            ),
            missing=("holds_until",),
        )
    return may("Aftalen gælder. Spørg først: Kan du tale nu?", SAFE_CONTACT)


@rule("Må jeg lægge en besked?", SAFE_CONTACT)
def may_leave_a_message(facts: ContactFacts) -> Finding:
    """Test whether a message may be left when nobody answers, or somebody else does. Never."""
    return must_not(
        "Andre kan høre eller læse en besked.",
        SAFE_CONTACT,
        instead=(
            "Læg på, og prøv igen på et aftalt tidspunkt.",
            "Svarer en anden, så gør det, I har aftalt.",
        ),
    )


def agreement_holds_until(*, made_on: date) -> date:
    """Return the last day we suggest that an agreement on safe contact holds, when the citizen names none."""
    return made_on + timedelta(days=SAFE_CONTACT_HOLDS_DAYS.on(made_on))
