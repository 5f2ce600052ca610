"""The citizen's part in what is advised: their wish, whether they agree, and when and how safely they were told."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from vaern.cases.actions.course import NotYet
from vaern.cases.plan.terms import Agreement, Told
from vaern.guard import Guarded


class CitizenUnsaid(Exception):
    """Told: on which day and how safely. Not told because it is not safe: why. ``field`` is what is missing."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


@dataclass(frozen=True, kw_only=True)
class CitizenSaid:
    """What is written down of the citizen's part."""

    wish: Guarded
    agreement: Agreement
    told: Told
    told_on: date | None
    told_how: Guarded
    why_not: Guarded

    def facts(self, *, on: date) -> dict[str, Any]:
        """Return it as a row keeps it. Raises CitizenUnsaid, and NotYet for a day that has not come."""
        if self.told == Told.SAFELY:
            if self.told_on is None:
                raise CitizenUnsaid("told_on")
            if self.told_on > on:
                raise NotYet
            if not self.told_how.text.strip():
                raise CitizenUnsaid("told_how")
        if self.told == Told.UNSAFE and not self.why_not.text.strip():
            raise CitizenUnsaid("why_not")
        was_told = self.told == Told.SAFELY
        return {
            "wish": self.wish.text,
            "agreement": self.agreement,
            "told": self.told,
            "told_on": self.told_on.isoformat() if was_told and self.told_on else "",
            "told_how": self.told_how.text if was_told else "",
            "why_not": "" if was_told else self.why_not.text,
        }


@dataclass(frozen=True, kw_only=True)
class CitizensPart:
    """The citizen's part as it stands."""

    wish: str
    agreement: Agreement
    told: Told
    told_on: date | None
    told_how: str
    why_not: str


def citizens_part(facts: dict[str, Any]) -> CitizensPart:
    return CitizensPart(
        wish=facts["wish"],
        agreement=Agreement(facts["agreement"]),
        told=Told(facts["told"]),
        told_on=date.fromisoformat(facts["told_on"]) if facts["told_on"] else None,
        told_how=facts["told_how"],
        why_not=facts["why_not"],
    )
