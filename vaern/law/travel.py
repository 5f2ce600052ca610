"""Trips: who in Denmark can act on a passport, until when, what is another track, and when somebody watches.

Nothing here stops a journey: there is no Danish exit ban for these children, and no rule pretends there is.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from vaern.law.ages import birthday, comes_of_age_on
from vaern.law.sources_travel import (
    ABDUCTION_IS_ANOTHER_TRACK,
    ISSUED_BY_UDLAENDINGESTYRELSEN,
    PASLOVEN_2,
    SOMEBODY_WATCHES,
    TWO_CITIZENSHIPS,
)
from vaern.law.terms import Finding, ask, may, must, must_not, rule, silent
from vaern.law.values import PASSPORT_DECISION_YEARS


class Issuer(StrEnum):
    """What kind of passport it is, as far as it decides who can act on it."""

    DANISH = "danish"
    ALIENS = "aliens"
    CONVENTION = "convention"
    FOREIGN = "foreign"

    @property
    def label(self) -> str:
        return ISSUER_LABELS[self]


ISSUER_LABELS = {
    Issuer.DANISH: "Dansk pas",
    Issuer.ALIENS: "Fremmedpas",
    Issuer.CONVENTION: "Konventionspas",
    Issuer.FOREIGN: "Et andet lands pas",
}


@dataclass(frozen=True, kw_only=True)
class PassportFacts:
    """What decides who can act on one passport. ``None`` is not established."""

    issuer: Issuer | None = None
    under_18: bool | None = None


WITHOUT_THE_PASSPORT = (
    "Underret politiet om rejsen med dato, rute og foto. De kan kende personen i lufthavnen.",
    "Tal med den, der kan træffe beslutning om barnet, og med kommunen om, hvad der ellers kan gøres.",
)


@rule("Hvem i Danmark kan gribe ind over for passet?", PASLOVEN_2, ISSUED_BY_UDLAENDINGESTYRELSEN, TWO_CITIZENSHIPS)
def who_can_act_on_the_passport(facts: PassportFacts) -> Finding:
    """Test whether an authority in Denmark can refuse or withdraw a passport, and which.

    Danish: the police. Alien's and convention passports: Udlændingestyrelsen, which issued them. Another state's
    passport: nobody here. The rules are about children; an adult's passport is not taken to stop such a trip.
    """
    match facts.issuer:
        case None:
            return ask(
                "Vi ved ikke, hvilket slags pas det er.",
                PASLOVEN_2,
                ISSUED_BY_UDLAENDINGESTYRELSEN,
                instead=("Spørg, hvem der har udstedt passet, og om der er flere pas.",),
                missing=("issuer",),
            )
        case Issuer.FOREIGN:
            return silent(
                "Ingen i Danmark kan inddrage et andet lands pas.", TWO_CITIZENSHIPS, instead=WITHOUT_THE_PASSPORT
            )
        case Issuer.DANISH:
            authority, ground = "Politiet", PASLOVEN_2
        case Issuer.ALIENS | Issuer.CONVENTION:
            authority, ground = "Udlændingestyrelsen", ISSUED_BY_UDLAENDINGESTYRELSEN
    if facts.under_18 is None:
        return ask(
            f"{authority} kan kun gribe ind over for et barns pas, og vi ved ikke, om personen er under 18.",
            ground,
            instead=("Spørg, hvornår personen fylder 18.",),
            missing=("under_18",),
        )
    if not facts.under_18:
        return silent("Reglerne om pas gælder børn under 18.", ground, instead=WITHOUT_THE_PASSPORT[:1])
    return may(
        f"{authority} kan nægte eller inddrage passet, når der er grund til at tro, at barnet kommer i alvorlig fare. "
        f"Myndigheden afgør det; bed kommunen spørge.",
        ground,
    )


def decision_holds_until(*, decided_on: date, born: date | None) -> date:
    """Return the last day a decision on a child's passport can hold: a year, and never past the day before 18.

    Source: pasloven § 2, the values in force on the day of the decision.
    """
    last = birthday(decided_on, PASSPORT_DECISION_YEARS.on(decided_on)) - timedelta(days=1)
    if born is None:
        return last
    return min(last, comes_of_age_on(born=born, seen_from=decided_on) - timedelta(days=1))


@dataclass(frozen=True, kw_only=True)
class TrackFacts:
    """Whether one parent takes the child without the other's consent. ``None`` is not established."""

    under_18: bool | None = None
    against_the_other_parent: bool | None = None


@rule("Er det en børnebortførelse, som har sit eget spor?", ABDUCTION_IS_ANOTHER_TRACK)
def is_another_track(facts: TrackFacts) -> Finding:
    """Test whether the matter is a parental abduction, which another unit deals with. The danger stays ours."""
    if facts.against_the_other_parent is None:
        return ask(
            "Vi ved ikke, om begge forældre er enige om rejsen.",
            ABDUCTION_IS_ANOTHER_TRACK,
            instead=("Spørg, hvem der har forældremyndigheden, og om de er enige om rejsen.",),
            missing=("against_the_other_parent",),
        )
    if facts.under_18 is False or not facts.against_the_other_parent:
        return silent("Det er ikke en børnebortførelse.", ABDUCTION_IS_ANOTHER_TRACK)
    return must(
        "Den ene forælder rejser med barnet imod den andens vilje: Henvis også til Koordinationsenheden for "
        "Børnebortførelser. Er barnet på vej, så ring 114.",
        ABDUCTION_IS_ANOTHER_TRACK,
    )


@dataclass(frozen=True, kw_only=True)
class WatchFacts:
    """Who would watch for a sign of life. ``None`` is not established."""

    watcher_is_named: bool | None = None
    at_work_that_hour: bool | None = None
    took_the_watch_themselves: bool | None = None


@rule("Må jeg aftale et livstegn til den tid?", SOMEBODY_WATCHES)
def may_agree_on_a_sign(facts: WatchFacts) -> Finding:
    """Test whether a sign of life may be agreed for an hour: only when a named consultant watches then.

    Outside the hours of the team only somebody who takes the watch themselves, and says so, counts.
    """
    instead = (
        "Vælg et tidspunkt, hvor en af jer er på arbejde.",
        "Tag selv vagten i den time, hvis du kan.",
        "Kan ingen holde øje, så sig det til borgeren, og aftal, at en, borgeren stoler på, ringer 114.",
    )
    if not facts.watcher_is_named:
        return must_not(
            "Et livstegn skal have en navngiven konsulent, der holder øje.", SOMEBODY_WATCHES, instead=instead
        )
    if facts.at_work_that_hour or facts.took_the_watch_themselves:
        return may("En navngiven konsulent holder øje i den time.", SOMEBODY_WATCHES)
    return must_not(
        "Ingen er på arbejde i den time til at opdage, at det udebliver.", SOMEBODY_WATCHES, instead=instead
    )
