"""What is read beside a trip: the steps that take time, and the grounds, each with source and date.

Guidance about rules and limits, never about what somebody has done.
"""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from vaern.law.sources import UDLAENDINGELOVEN_44_C
from vaern.law.sources_travel import (
    ABDUCTION_IS_ANOTHER_TRACK,
    COERCING_AN_ADULT,
    CONTACT_MAY_HASTEN,
    DANGER_OUTLIVES_A_TRIP,
    HELP_ABROAD_IS_LIMITED,
    PARENTS_CITIZENSHIP,
    PASLOVEN_2,
    PLEDGES_GIVE_FALSE_SECURITY,
    STRAFFELOVEN_215_A,
    TWO_CITIZENSHIPS,
    UDLAENDINGELOVEN_17,
)
from vaern.law.terms import Provision
from vaern.travel.clock import Step
from vaern.travel.topics import Label

STEPS = Path(__file__).with_name("steps.toml")


@dataclass(frozen=True)
class Guide:
    """One thing to know, with the ground it stands on."""

    heading: Label
    ground: Provision


BEFORE = (
    Guide(_("Kan kontakt fremskynde rejsen?"), CONTACT_MAY_HASTEN),
    Guide(_("Løfter fra forældre"), PLEDGES_GIVE_FALSE_SECURITY),
    Guide(_("Passet"), PASLOVEN_2),
    Guide(_("At sende et barn på en rejse, der skader det"), STRAFFELOVEN_215_A),
    Guide(_("At tvinge en voksen"), COERCING_AN_ADULT),
    Guide(_("Forældrenes statsborgerskab"), PARENTS_CITIZENSHIP),
    Guide(_("Kommunens egen pligt"), UDLAENDINGELOVEN_44_C),
    Guide(_("Børnebortførelse er et andet spor"), ABDUCTION_IS_ANOTHER_TRACK),
)
ABROAD = (
    Guide(_("Hvad Danmark kan i udlandet"), HELP_ABROAD_IS_LIMITED),
    Guide(_("To statsborgerskaber"), TWO_CITIZENSHIPS),
    Guide(_("Opholdstilladelsen"), UDLAENDINGELOVEN_17),
)
AFTER = (Guide(_("Faren efter en rejse"), DANGER_OUTLIVES_A_TRIP),)


@cache
def steps() -> tuple[Step, ...]:
    """Return the steps of the data file."""
    rows = tomllib.loads(STEPS.read_text(encoding="utf-8"))["step"]
    return tuple(Step(**row) for row in rows)


def steps_checked_on() -> date:
    found: date = tomllib.loads(STEPS.read_text(encoding="utf-8"))["checked_on"]
    return found
