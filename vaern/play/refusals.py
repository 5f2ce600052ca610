"""What a refused act says: a code, the reason, and what can be done instead."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from django.forms import BaseForm

from vaern.guard import Report, Stopped
from vaern.law.terms import Finding


class NotAllowed(Exception):
    """The person's roles do not reach the page of this act: to them it is not there."""


@dataclass(frozen=True)
class Refusal:
    """``kinds`` are the guard's, where it was the guard that refused."""

    code: str
    because: str
    ways_forward: tuple[str, ...]
    kinds: tuple[str, ...] = ()


Filled = TypeVar("Filled", bound=BaseForm)


class NotFilled(Exception):
    """A form of a page does not hold. ``said``: what stands at its fields."""

    def __init__(self, form: BaseForm) -> None:
        super().__init__()
        self.said = tuple(str(message) for messages in form.errors.values() for message in messages)


def filled(form: Filled) -> Filled:
    """Return a form of a page if it holds. Raises NotFilled."""
    if not form.is_valid():
        raise NotFilled(form)
    return form


Words = tuple[str, tuple[str, ...]]
REFUSALS: dict[type[Exception], Callable[[Exception], Words]] = {
    NotFilled: lambda error: (" ".join(error.said), error.said),  # type: ignore[attr-defined]
}


def refused_with(refusal: type[Exception], because: str, *instead: str) -> None:
    """Declare that an act may be refused with ``refusal``, for this reason and with these ways forward."""
    REFUSALS[refusal] = lambda error: (because, instead)


def refused_by_law(refusal: type[Exception], finding: Callable[[Exception], Finding]) -> None:
    """Declare that an act may be refused with ``refusal``, and that the law's finding says why and what instead."""

    def words(error: Exception) -> Words:
        found = finding(error)
        return found.because, found.ways_forward

    REFUSALS[refusal] = words


def refused_by_laws(refusal: type[Exception], findings: Callable[[Exception], Iterable[Finding]]) -> None:
    """Declare that an act may be refused with ``refusal``, and that several findings say why and what instead."""

    def words(error: Exception) -> Words:
        found = list(findings(error))
        return " ".join(each.because for each in found), tuple(way for each in found for way in each.ways_forward)

    REFUSALS[refusal] = words


def code_of(refusal: type[Exception]) -> str:
    """Return the code of a refusal: ``CallBackWaits`` is "call-back-waits"."""
    return re.sub(r"(?<!^)(?=[A-Z])", "-", refusal.__name__).lower()


def refusal_of(error: Exception) -> Refusal | None:
    """Return the refusal an exception stands for; None for a failure nobody expected."""
    if isinstance(error, Stopped):
        return by_the_guard(error.report)
    words = REFUSALS.get(type(error))
    if words is None:
        return None
    because, instead = words(error)
    return Refusal(code_of(type(error)), str(because), tuple(str(way) for way in instead))


def by_the_guard(report: Report) -> Refusal:
    """Say what the guard says; a finding's message says what to do as well."""
    messages = tuple(dict.fromkeys(finding.message for finding in report.findings))
    kinds = tuple(dict.fromkeys(finding.kind.value for finding in report.findings))
    return Refusal(code_of(Stopped), " ".join(messages), messages, kinds)
