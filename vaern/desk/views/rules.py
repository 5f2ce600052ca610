"""The rule sheet: every rule with its question, its answers, its grounds and how sure we are of them."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from vaern.desk.requests import sent, shows_and_takes_a_form
from vaern.law import values
from vaern.law.answers import findings_of
from vaern.law.clocks import local_day
from vaern.law.sheet import CHAPTERS, rules_of, worded
from vaern.law.terms import Answer, Provision, Rule
from vaern.ui.fields import UncutField


@dataclass(frozen=True)
class Shown:
    """A rule as the page shows it. ``answers`` are pairs of an answer and the reasons it is given for."""

    name: str
    question: str
    answers: tuple[tuple[Answer, tuple[str, ...]], ...]
    provisions: tuple[Provision, ...]

    def speaks_of(self, words: list[str]) -> bool:
        text = " ".join(
            [self.question]
            + [reason for answer, reasons in self.answers for reason in (answer.label, *reasons)]
            + [f"{each.cited} {each.says} {each.doubt}" for each in self.provisions]
        ).casefold()
        return all(word in text for word in words)


class FindRuleForm(forms.Form):
    words = UncutField(
        label=_("Find en regel"),
        help_text=_("Et ord, fx samtykke, pas eller § 115"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"max_length": _("Det er for langt. Skriv et ord eller to.")},
    )


@lru_cache(maxsize=200)
def shown(rule: Rule, on: date) -> Shown:
    reasons: dict[Answer, list[str]] = {}
    for finding in findings_of(rule, on=on):
        reasons.setdefault(finding.answer, []).append(finding.because)
    answers = tuple((answer, tuple(reasons[answer])) for answer in Answer if answer in reasons)
    return Shown(rule.name, rule.question, answers, rule.provisions)


@shows_and_takes_a_form
def sheet(request: HttpRequest) -> HttpResponse:
    """Show every rule, or those that speak of some words. Posted, so that the words stand in no address."""
    today = local_day(now())
    form = FindRuleForm(sent(request))
    words = form.cleaned_data["words"].casefold().split() if form.is_bound and form.is_valid() else []
    chapters: list[tuple[str, list[Shown]]] = []
    for module, _title, title in CHAPTERS:
        rules = [shown(rule, today) for rule in rules_of(module)]
        if found := [rule for rule in rules if rule.speaks_of(words)]:
            chapters.append((title, found))
    context: dict[str, Any] = {
        "form": form,
        "chapters": chapters,
        "number": sum(len(rules) for _title, rules in chapters),
        "values": [] if words else [(value.name, worded(value, value.on(today)), value.source) for value in values.ALL],
        "searched": bool(words),
    }
    return render(request, "desk/rules.html", context, status=422 if form.is_bound and form.errors else 200)
