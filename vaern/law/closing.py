"""What a case is closed with, and how long it is kept afterwards.

A person says why and how it went; the rule only says what has not been said yet, all of it at once.
"""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from vaern.law.sources import CASE_CLOSES_WITH
from vaern.law.terms import Dated, Finding, may, must_not, rule
from vaern.law.values import KEEP_AFTER_HELP_YEARS, KEEP_AFTER_LOST_CONTACT_YEARS, KEEP_AFTER_WITHDRAWAL_YEARS


class CloseReason(StrEnum):
    """Why a case ends. The code is permanent; it also says how long the case is kept."""

    CALM = "calm"
    AUTHORITY_GOES_ON = "authority-goes-on"
    MOVED = "moved"
    NOT_WANTED = "not-wanted"
    NO_CONTACT = "no-contact"
    ABROAD = "abroad"
    DECEASED = "deceased"
    OTHER = "other"

    @property
    def label(self) -> str:
        return REASON_LABELS[self]


REASON_LABELS = {
    CloseReason.CALM: "Situationen er rolig, og der er ikke brug for os",
    CloseReason.AUTHORITY_GOES_ON: "Myndigheden fører det videre uden os",
    CloseReason.MOVED: "Flyttet til en anden kommune, som har taget over",
    CloseReason.NOT_WANTED: "Borgeren ønsker ikke mere, eller samtykket er trukket tilbage",
    CloseReason.NO_CONTACT: "Vi kan ikke få kontakt",
    CloseReason.ABROAD: "Borgeren er i udlandet, og vi kan ikke komme videre",
    CloseReason.DECEASED: "Borgeren er død",
    CloseReason.OTHER: "Andet",
}

KEPT_YEARS: dict[CloseReason, Dated[int] | None] = {
    CloseReason.CALM: KEEP_AFTER_HELP_YEARS,
    CloseReason.AUTHORITY_GOES_ON: KEEP_AFTER_HELP_YEARS,
    CloseReason.MOVED: KEEP_AFTER_HELP_YEARS,
    CloseReason.NOT_WANTED: KEEP_AFTER_WITHDRAWAL_YEARS,
    CloseReason.NO_CONTACT: KEEP_AFTER_LOST_CONTACT_YEARS,
    CloseReason.ABROAD: KEEP_AFTER_LOST_CONTACT_YEARS,
    # An inquiry by the police or a court may go on for years, and "other" may be anything: a person decides.
    CloseReason.DECEASED: None,
    CloseReason.OTHER: None,
}


def keep_until(reason: CloseReason, *, closed_on: date) -> date | None:
    """Return the last day a case is kept that was closed for ``reason``; None where a person must set it."""
    years = KEPT_YEARS[reason]
    if years is None:
        return None
    year = closed_on.year + years.on(closed_on)
    try:
        return closed_on.replace(year=year)
    except ValueError:  # closed on 29 February: kept to the day after the 28th
        return date(year, 3, 1)


@dataclass(frozen=True, kw_only=True)
class CaseClosingFacts:
    """What has been said about the end of a case. ``unsettled`` and ``untold`` name what still waits for an answer."""

    reason: CloseReason | None = None
    helped: str = ""
    hindered: str = ""
    remaining_risk: str = ""
    accountable: str = ""
    check_on: date | None = None
    why_no_check: str = ""
    unsettled: tuple[str, ...] = ()
    untold: tuple[str, ...] = ()
    transfer_waits: bool = False


SAY_WHY = "Vælg, hvorfor sagen afsluttes."
SAY_WHAT_HELPED = "Skriv, hvad der hjalp."
SAY_WHAT_DID_NOT = "Skriv, hvad der ikke hjalp, eller at der ikke var noget."
SAY_THE_RISK = "Skriv med ord, hvilken risiko der er tilbage."
SAY_WHO_ANSWERS = "Skriv rollen på den, der har ansvaret nu."
SAY_WHEN_TO_CHECK = "Sæt en dag, hvor der ses efter, eller skriv, hvorfor der ikke er nogen."
CHECK_LATER = "Dagen, hvor der ses efter, skal ligge efter i dag."
SAY_WHO_KNOWS = "Sig om hver deltager, om de er orienteret, og hvorfor ikke, hvis de ikke er."
SETTLE_EACH_TASK = "Sig om hver åben opgave, om den er gjort, givet til myndigheden eller droppet, og hvorfor."
FINISH_THE_TRANSFER = "Vent på, at den nye kommune bekræfter, eller skriv, at de har gjort det."


@rule("Hvad mangler, før sagen kan afsluttes?", CASE_CLOSES_WITH)
def may_close_a_case(facts: CaseClosingFacts, *, on: date) -> Finding:
    """Test whether everything a case is closed with has been said. What is missing is named all at once.

    Whether a child has been notified about, and whether a colleague has read after an alarm, are rules of their own.
    """
    found: list[tuple[str, str]] = []
    if facts.reason is None:
        found.append(("reason", SAY_WHY))
    if not facts.helped.strip():
        found.append(("helped", SAY_WHAT_HELPED))
    if not facts.hindered.strip():
        found.append(("hindered", SAY_WHAT_DID_NOT))
    if not facts.remaining_risk.strip():
        found.append(("remaining_risk", SAY_THE_RISK))
    if not facts.accountable.strip():
        found.append(("accountable", SAY_WHO_ANSWERS))
    if facts.check_on is None and not facts.why_no_check.strip():
        found.append(("check_on", SAY_WHEN_TO_CHECK))
    if facts.check_on is not None and facts.check_on <= on:
        found.append(("check_on", CHECK_LATER))
    found += [(name, SAY_WHO_KNOWS) for name in facts.untold]
    found += [(name, SETTLE_EACH_TASK) for name in facts.unsettled]
    if facts.transfer_waits:
        found.append(("transfer", FINISH_THE_TRANSFER))
    if not found:
        return may("Det, en sag afsluttes med, er sagt.", CASE_CLOSES_WITH)
    missing = tuple(name for name, _ in found)
    instead = tuple(dict.fromkeys(way for _, way in found))
    refusal = must_not("Der mangler noget, før sagen kan afsluttes.", CASE_CLOSES_WITH, instead=instead)
    return replace(refusal, missing=missing)
