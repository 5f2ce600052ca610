"""Before the call: a few questions, one topic at a time, and a sheet that fits one page of paper.

Nothing is stored before somebody sends the sheet, as a brief. Every answer travels in the form from step to step, and
each page is the answer to a POST, so that Back shows none of it. A GET shows the way in and nothing else.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import translation
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from vaern.directory.guarding import guard_context
from vaern.directory.places import municipality_called, municipality_names, region_of
from vaern.languages.catalogues import SOURCE
from vaern.law.notification import ADVICE_ON_NOTIFYING
from vaern.mailbox.door.taking_in import drop_brief
from vaern.mailbox.reference import number_of
from vaern.public.forms import Soon
from vaern.public.headers import hidden_from_search
from vaern.public.origin import own_forms_only
from vaern.public.questions import NAMES, STEPS, Age, Step, StepForm
from vaern.public.trouble import TROUBLE, every_number_if_any
from vaern.ui.answers import YesNoUnknown
from vaern.ui.databases import NO_DATABASE
from vaern.ui.ids import as_id

# The last line of every sheet, on paper and in the text (ux-safety 1.9): others may read what is sent to the home.
ASK_BEFORE_WRITING = gettext_lazy("Send ikke breve, indkaldelser eller Digital Post, før I har spurgt borgeren.")
NEXT, BACK, SEND, EDIT = "next", "back", "send", "edit"
AGE_IN_THE_CALL_LOG = {Age.CHILD: "under-18", Age.ADULT: "adult"}
# Work that can only be done in one place, by the call log's codes. Any other word is left for the consultant to ask of.
CALLER_IN_THE_CALL_LOG = {
    "sagsbehandler": "caseworker",
    **dict.fromkeys(("lærer", "klasselærer", "folkeskolelærer", "skolelærer", "gymnasielærer", "skoleleder"), "school"),
    **dict.fromkeys(("politibetjent", "politiassistent"), "police"),
    **dict.fromkeys(("læge", "praktiserende læge", "sygeplejerske", "sundhedsplejerske", "jordemoder"), "health"),
}


@own_forms_only
@require_http_methods(["GET", "HEAD", "POST"])
def prepare(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return render(request, "public/preparation/begin.html")
    at, given = localtime(), request.POST
    steps = steps_for(given)
    by_code = {step.code: step for step in steps}
    act, _colon, asked = given.get("act", "").partition(":")
    here = by_code.get(given.get("step", ""), steps[0])
    if act == EDIT and asked in by_code:
        here = by_code[asked]
    elif act == BACK:
        here = before(here, steps)
    elif act in {NEXT, SEND} and given.get("step") in by_code:
        try:
            return go_on(request, here, steps, at)
        except TROUBLE:
            return show(request, StepForm(here, initial=given), steps, at, numbers=every_number_if_any(at=at))
    return show(request, StepForm(here, initial=given), steps, at)  # also for a button of an older version of the page


def go_on(request: HttpRequest, here: Step, steps: list[Step], at: datetime) -> HttpResponse:
    """Show what comes after a step that holds: the next, or the sheet."""
    given, context = request.POST, guard_context(at)
    form = StepForm(here, given, context=context)
    if not form.is_valid():
        return show(request, form, steps, at)
    if here is steps[-1]:
        return sheet(request, [StepForm(step, given, context=context) for step in steps], at)
    return show(request, StepForm(after(here, steps), initial=given), steps, at)


def steps_for(given: QueryDict) -> list[Step]:
    """Return the steps there are: the questions about a trip only where there may be one."""
    return [step for step in STEPS if step.code != "trip" or given.get("soon") in {Soon.YES, Soon.UNKNOWN}]


def before(here: Step, steps: list[Step]) -> Step:
    return steps[max(steps.index(here) - 1, 0)]


def after(here: Step, steps: list[Step]) -> Step:
    return steps[steps.index(here) + 1]


def show(
    request: HttpRequest,
    form: StepForm,
    steps: list[Step],
    at: datetime,
    *,
    numbers: dict[str, Any] | None = None,
) -> HttpResponse:
    """Show one step; the answers of the others go along in hidden fields. ``numbers``: it could not be gone on from."""
    place = steps.index(form.step)
    page = {
        "form": form,
        "step": form.step,
        "number": place + 1,
        "of": len(steps),
        "is_first": place == 0,
        "is_last": place == len(steps) - 1,
        "carried": carried(request.POST, leaving_out=set(form.fields)),
        "confirmed": sorted(set(request.POST.getlist("confirmed")) - form.offered),
        "danger": request.POST.get("safe") == YesNoUnknown.NO,
        "places": places(at) if "municipality" in form.fields else (),
        "numbers": numbers,
    }
    return hidden_from_search(
        render(request, "public/preparation/step.html", page, status=200 if numbers is None else 503)
    )


def places(at: datetime) -> Collection[str]:
    """Return the municipalities to choose among; none without a database, where the name can still be typed."""
    try:
        return municipality_names(at.date()).values()
    except NO_DATABASE:
        return ()


def carried(given: QueryDict, *, leaving_out: set[str]) -> list[tuple[str, str]]:
    return [(name, given[name]) for name in NAMES if name in given and name not in leaving_out]


@dataclass(frozen=True)
class Line:
    """A question and its answer on the sheet. ``is_gap``: nobody has answered it, or nobody knows."""

    label: str
    answer: str
    is_gap: bool


def sheet(request: HttpRequest, forms: list[StepForm], at: datetime) -> HttpResponse:
    """Show or send the sheet, the request first and then the rest in its order; or the first step that does not hold.

    What travelled in hidden fields is checked again here: it may have come past the guard by the button "Tilbage".
    """
    for each in forms:
        if not each.is_valid():
            return show(request, each, [form.step for form in forms], at)
    answers, parts, numbers = answers_in(forms), parts_of(forms), None
    if request.POST.get("act") == SEND:
        if all(line.is_gap for _step, lines in parts for line in lines):
            return nothing_to_send(request, forms, at)
        try:
            return sent(request, forms, at)
        except TROUBLE:
            numbers = every_number_if_any(at=at)
    page = {
        "token": as_id(request.POST.get("token")) or uuid4(),
        "numbers": numbers,
        "parts": parts,
        "today": at.date(),
        "text": as_text(parts),
        "ask_before_writing": ASK_BEFORE_WRITING,
        "carried": carried(request.POST, leaving_out=set()),
        "confirmed": request.POST.getlist("confirmed"),
        "steps": [form.step for form in forms],
        "last_step": forms[-1].step.code,
        "is_child": answers["age"] != Age.ADULT,
        "danger": answers["safe"] == YesNoUnknown.NO,
        "notifying": ADVICE_ON_NOTIFYING,
    }
    return hidden_from_search(
        render(request, "public/preparation/sheet.html", page, status=200 if numbers is None else 503)
    )


def nothing_to_send(request: HttpRequest, forms: list[StepForm], at: datetime) -> HttpResponse:
    """Ask for one answer at least: an empty sheet tells nobody anything, and would stand among those that do."""
    forms[0].add_error("what", _("Skriv lidt om det, før du sender arket."))
    return show(request, forms[0], [form.step for form in forms], at)


def answers_in(forms: list[StepForm]) -> dict[str, Any]:
    """Return every answer of forms that hold, by the question's name."""
    return {name: value for form in forms for name, value in form.cleaned_data.items()}


def parts_of(forms: list[StepForm]) -> list[tuple[Step, list[Line]]]:
    """Return the sheet's parts: the request first, and then the rest in the order they are asked."""
    parts = [(form.step, [Line(*form.said(question)) for question in form.step.questions]) for form in forms]
    return [parts[-1], *parts[:-1]]


def sent(request: HttpRequest, forms: list[StepForm], at: datetime) -> HttpResponse:
    """Store the sheet for the team, sealed to it; the same sheet sent twice is one. Nothing is sent back this way."""
    token, urgent = as_id(request.POST.get("token")) or uuid4(), is_urgent(forms)
    drop_brief(token=token, content=content_of(forms, at), is_urgent=urgent, at=at)
    is_child = answers_in(forms)["age"] != Age.ADULT
    page = {"number": number_of(token), "is_urgent": urgent, "is_child": is_child}
    return hidden_from_search(render(request, "public/preparation/sent.html", page))


def content_of(forms: list[StepForm], at: datetime) -> dict[str, str]:
    """Return what is sent, by the names of the call log's fields: what was said, and nothing that must be guessed.

    Whether the citizen is safe is asked again: the sheet may be hours old when somebody opens it.
    """
    answers = answers_in(forms)
    with translation.override(SOURCE):  # the team reads Danish, whatever language the questions were read in
        content = {"note": as_text(parts_of(forms))}
        if answers["safe"]:
            said = YesNoUnknown(answers["safe"]).label
            content["safety"] = f"{said}, stod der på arket. Spørg igen."
    lives_in = municipality_called(answers["municipality"], on=at.date())
    region = region_of(lives_in.code, at.date()) if lives_in else None
    known = {
        "age": AGE_IN_THE_CALL_LOG.get(answers["age"]),
        "caller": CALLER_IN_THE_CALL_LOG.get(answers["role"].strip(" .").casefold()),
        "region": region.code if region else None,
    }
    return content | {name: value for name, value in known.items() if value}


def is_urgent(forms: list[StepForm]) -> bool:
    """Tell whether the citizen is not safe now, or may travel soon.

    A trip that somebody does not know the date of counts as near; a question nobody has answered does not.
    """
    answers = answers_in(forms)
    return bool(answers["safe"] == YesNoUnknown.NO or answers["soon"] in {Soon.YES, Soon.UNKNOWN})


def as_text(parts: list[tuple[Step, list[Line]]]) -> str:
    """Return the sheet as plain text, for a caseworker's own system."""
    blocks = [
        "\n".join([str(step.heading), *(f"{line.label} {line.answer}" for line in lines)]) for step, lines in parts
    ]
    return "\n\n".join([_("Uden navn, cpr-nummer og adresse"), *blocks, str(ASK_BEFORE_WRITING)])
