"""An assessment while it is made: begin through the gate, five steps that save themselves, sign, or put it away."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from vaern.cases.actions.opening import GateRefused
from vaern.desk.forms.assessment import SignForm, StepForm, typed
from vaern.desk.forms.guarded import with_proposals
from vaern.desk.keeping import give_back
from vaern.desk.requests import sent, shows_and_takes_a_form
from vaern.desk.views import assessment_signed
from vaern.desk.views.assessment_parts import (
    assessment_page,
    found,
    people_on,
    refused_page,
    step_address,
    what_it_says,
)
from vaern.desk.views.case import opened
from vaern.risk import assessments
from vaern.risk.actions import assessing, concluding
from vaern.risk.actions.signing import ChangedSince, MayNotSign
from vaern.risk.assessed import MOST_MEASURES, MOST_OTHERS, MOST_SCENARIOS, other_name
from vaern.risk.frame import current
from vaern.risk.terms import SignedAs, Step, Subject
from vaern.ui.ids import as_id, as_number
from vaern.work.tasks import blank

NEXT, SIGN = "videre", "underskriv"  # what the buttons are called; anything else in ``press`` only saves
NOT_THEIRS = (assessments.RatesBlindly, assessments.NotTheirRating)
CHECK = "tjek"  # in the address: say at the fields what is missing


@require_POST
def begin(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Begin one; ``after`` in the form is a signed one to go on from, ``ny`` makes a double click one assessment."""
    at = now()
    case = opened(request, case_id, at)
    after = as_id(request.POST.get("after", ""))
    try:
        draft = assessing.begin(
            case=case,
            by=request.user,
            at=at,
            assessment_id=as_id(request.POST.get("ny", "")) or uuid4(),
            after=found(request, case, after) if after else None,
        )
    except GateRefused as refusal:
        return refused_page(request, case, at, refusal.finding)
    except assessing.CaseIsClosed:
        return redirect("case-assessments", case_id=case.pk)
    return redirect(step_address(case, draft, Step.CONTEXT))


def step_view(step: Step) -> Callable[..., HttpResponse]:
    """Return the page of one step."""

    @shows_and_takes_a_form
    def show(request: HttpRequest, case_id: UUID, assessment_id: UUID) -> HttpResponse:
        at = now()
        case = opened(request, case_id, at)
        if request.method == "POST":
            try:
                return write(request, case, assessment_id, step, at)
            except NOT_THEIRS:
                return words_back(request)
        draft = found(request, case, assessment_id)
        if draft.is_signed:
            return redirect("case-assessment", case_id=case.pk, assessment_id=draft.pk)
        return page(request, case, draft, step, at, checking=CHECK in request.GET)

    return show


def save_view(step: Step) -> Callable[..., HttpResponse]:
    """Return what keeps one step while it is typed."""

    @require_POST
    def save(request: HttpRequest, case_id: UUID, assessment_id: UUID) -> HttpResponse:
        at = now()
        case = opened(request, case_id, at)
        try:
            saved = keep(request, case, assessment_id, step, request.POST, at)
        except NOT_THEIRS:
            return words_back(request)
        draft = saved.assessment
        return JsonResponse(
            {
                "revision": draft.revision,
                "saved": f"{localtime(at):%H.%M.%S}",
                "forked": saved.forked,
                "address": step_address(case, draft, step),
            }
        )

    return save


def words_back(request: HttpRequest) -> HttpResponse:
    """Give back what was typed on a step that is not theirs now: every answer in words, however short."""
    in_words = frozenset(name for name, said in request.POST.items() if " " in str(said).strip())
    return give_back(request, why="blind", status=409, always=in_words)


def write(request: HttpRequest, case: Any, assessment_id: UUID, step: Step, at: datetime) -> HttpResponse:
    """Save first, so that no mistake below can cost a word."""
    data = with_proposals(request.POST, at)
    saved = keep(request, case, assessment_id, step, data, at)
    draft, pressed = saved.assessment, request.POST.get("press", "")
    if saved.forked:  # nobody goes on to sign what they did not see
        return page(request, case, draft, step, at, forked=True)
    if pressed == SIGN:
        return redirect("case-assessment-sign", case_id=case.pk, assessment_id=draft.pk)
    if pressed == NEXT and step != Step.CONCLUSIONS:
        return redirect(step_address(case, draft, list(Step)[list(Step).index(step) + 1]))
    return page(request, case, draft, step, at, checking=bool(request.POST.getlist("confirmed")))


def keep(
    request: HttpRequest, case: Any, assessment_id: UUID, step: Step, data: QueryDict, at: datetime
) -> assessing.Saved:
    """Save the page of one step as fields of the frame the draft was made in."""
    try:
        frame = assessments.frame_of(assessments.assessment_of(case, assessment_id, user=request.user))
    except assessments.NoSuchAssessment:  # put away meanwhile: the words go to a new one
        frame = current()
    return assessing.save(
        case=case,
        assessment_id=assessment_id,
        step=step,
        base=as_number(data.get("revision")),
        content=typed(data, frame, step),
        by=request.user,
        at=at,
    )


def page(
    request: HttpRequest,
    case: Any,
    draft: Any,
    step: Step,
    at: datetime,
    *,
    checking: bool = False,
    forked: bool = False,
) -> HttpResponse:
    content = assessments.content_of(draft)
    form = StepForm(content, step=step, people=people_on(request, case, at), at=at, checking=checking)
    others = [] if draft.is_second_rating else [each for each in assessments.drafts_of(case) if each.pk != draft.pk]
    return assessment_page(
        request,
        f"desk/assessment/{step}.html",
        case,
        at,
        draft=draft,
        step=step,
        frame=content.frame,
        form=form,
        forked=forked,
        others=others,
        here_saves=f"{step_address(case, draft, step)}gem/",
        steps=[(each, step_address(case, draft, each), each == step) for each in Step],
        status=200,
        **PARTS[step](form),
    )


# What each page draws, as groups of fields.


def context_parts(form: StepForm) -> dict[str, Any]:
    return {"asked": [(form[each.name], each.must) for each in form.content.frame.context]}


def factor_parts(form: StepForm) -> dict[str, Any]:
    parts = ("now", "earlier", "evidence", "source", "on", "who")
    domains = []
    for domain in form.content.frame.domains:
        factors = [
            {part: form[f"{factor.name}.{part}"] for part in (*parts, "find", "owner", "by")}
            | {"code": factor.code, "label": factor.label, "asks_whom": domain.subject != Subject.CASE}
            for factor in domain.factors
        ]
        others = []
        for place in range(MOST_OTHERS):
            name = other_name(domain, place)
            is_open = any(field.startswith(f"{name}.") for field in form.content.raw)
            fields = {part: form[f"{name}.{part}"] for part in (*parts, "label")}
            others.append({"fields": fields, "is_open": is_open})
        domains.append({"domain": domain, "factors": factors, "others": others})
    return {"domains": domains}


def scenario_parts(form: StepForm) -> dict[str, Any]:
    parts = ("kind", "what", "who", "why", "signs", "likely")
    return {
        "scenarios": [
            {part: form[f"scenario.{place}.{part}"] for part in parts}
            | {"is_open": place == 0 or form.content.scenario(place).is_written}
            for place in range(MOST_SCENARIOS)
        ]
    }


def measure_parts(form: StepForm) -> dict[str, Any]:
    parts = ("what", "owner", "kind", "state", "by", "follow")
    kinds = dict(form.content.frame.scenarios)
    found = []
    for scenario in form.content.scenarios():
        rows = []
        for number in range(MOST_MEASURES):
            name = f"measure.{scenario.place}.{number}"
            is_open = number == 0 or any(field.startswith(f"{name}.") for field in form.content.raw)
            rows.append({part: form[f"{name}.{part}"] for part in parts} | {"is_open": is_open})
        found.append({"kind": kinds.get(scenario.kind, ""), "what": scenario.what, "measures": rows})
    return {"scenarios": found}


def conclusion_parts(form: StepForm) -> dict[str, Any]:
    frame = form.content.frame
    return {
        "judged_fields": [(form[name], form[f"{name}.why"]) for name in ("level", "imminent", "priority")],
        "ground": [form[name] for name in ("risk.other", "risk.whom", "change")],
        "citizen": (form["citizen.wish"], form["citizen.agrees"], form["citizen.told"]),
        "meanings": [frame.levels, frame.soon, frame.knowledge],
    }


PARTS = {
    Step.CONTEXT: context_parts,
    Step.FACTORS: factor_parts,
    Step.SCENARIOS: scenario_parts,
    Step.MEASURES: measure_parts,
    Step.CONCLUSIONS: conclusion_parts,
}


# Reading it through, signing, putting it away.


@require_safe
def show(request: HttpRequest, case_id: UUID, assessment_id: UUID) -> HttpResponse:
    """A signed one is read; a draft is gone on with."""
    at = now()
    case = opened(request, case_id, at)
    shown = found(request, case, assessment_id)
    if not shown.is_signed:
        return redirect(step_address(case, shown, Step.CONTEXT))
    return assessment_signed.page(request, case, shown, at)


@shows_and_takes_a_form
def sign(request: HttpRequest, case_id: UUID, assessment_id: UUID) -> HttpResponse:
    """Read the whole through, see what is missing, and sign it under a name."""
    at = now()
    case = opened(request, case_id, at)
    draft = found(request, case, assessment_id)
    if draft.is_signed:
        return redirect("case-assessment", case_id=case.pk, assessment_id=draft.pk)
    content = assessments.content_of(draft)
    people = people_on(request, case, at)
    steps = [StepForm(content, step=step, people=people, at=at, checking=True) for step in Step]
    faults = faults_of(case, draft, steps)
    form = SignForm(sent(request), at=at)
    if draft.is_second_rating:
        form.fields.clear()
    refused = [
        each
        for each in concluding.findings(case, draft, None, by=request.user, at=at)
        if not each.permits and not each.missing
    ]
    if request.method == "POST" and form.is_valid() and not faults and not refused:
        cleared = {name: words for step in steps for name, words in step.cleared().items()}
        if answer := tried_to_sign(request, case, draft, form, cleared, refused, at):
            return answer
    more = {
        "draft": draft,
        "form": form,
        "faults": faults,
        "refused": refused,
        "training": training_of(request.user, at),
        "wants_reader": any(each.rule == "may_conclude_lower" for each in refused),
        "readings": assessments.readings_of(case, draft),
        "status": 422 if request.method == "POST" else None,
    }
    return assessment_page(request, "desk/assessment/sign.html", case, at, **what_it_says(draft), **more)


def tried_to_sign(
    request: HttpRequest,
    case: Any,
    draft: Any,
    form: SignForm,
    cleared: dict[str, Any],
    refused: list[Any],
    at: datetime,
) -> HttpResponse | None:
    """Sign, and return where to go on; None where the page is shown again: ``form`` and ``refused`` then say why."""
    try:
        concluding.sign(
            case=case,
            assessment=draft,
            base=as_number(request.POST.get("revision")),
            name=name_in(form),
            cleared=cleared,
            by=request.user,
            at=at,
        )
    except GateRefused as refusal:
        return refused_page(request, case, at, refusal.finding)
    except ChangedSince:
        form.add_error(None, _("Der er skrevet i vurderingen imens. Læs den igennem igen, og skriv så under."))
    except MayNotSign as refusal:
        for finding in refusal.findings:
            if finding.rule == "may_sign_as_patriark":
                form.say(finding)
            else:
                refused.append(finding)
    except assessing.CaseIsClosed:
        form.add_error(None, _("Sagen er afsluttet. Genåbn den først."))
    except assessing.AlreadySigned:
        pass  # by the other click: it is read now
    if form.errors or refused:
        return None
    return redirect("case-assessment", case_id=case.pk, assessment_id=draft.pk)


def name_in(form: SignForm) -> concluding.Name:
    said = form.cleaned_data
    return concluding.Name(
        signed_as=SignedAs(said.get("signed_as") or SignedAs.STRUCTURED),
        edition=said.get("edition") or blank(),
        manual=said.get("manual") or blank(),
    )


def training_of(user: Any, at: datetime) -> dict[str, Any]:
    """Return whether the name PATRIARK has training behind it: none, run out, or holding."""
    facts = concluding.name_facts(concluding.Name(signed_as=SignedAs.PATRIARK), by=user, at=at)
    return {"is_attested": facts.attested, "holds": facts.attestation_holds}


def faults_of(case: Any, draft: Any, steps: list[StepForm]) -> list[dict[str, Any]]:
    """Return what is missing or may not stand there, step by step, each once, with the page where it is put right."""
    found = []
    for form in steps:
        texts = list(dict.fromkeys(str(text) for errors in form.errors.values() for text in errors))
        if texts:
            found.append(
                {"step": form.step, "address": f"{step_address(case, draft, form.step)}?{CHECK}", "texts": texts}
            )
    return found


@shows_and_takes_a_form
def discard(request: HttpRequest, case_id: UUID, assessment_id: UUID) -> HttpResponse:
    """Ask, and then put a draft away; one that is signed stays."""
    at = now()
    case = opened(request, case_id, at)
    draft = found(request, case, assessment_id)
    if draft.is_signed:
        return redirect("case-assessment", case_id=case.pk, assessment_id=draft.pk)
    if request.method == "POST":
        assessing.discard(case=case, assessment=draft, by=request.user)
        return redirect("case-assessments", case_id=case.pk)
    return assessment_page(request, "desk/assessment/discard.html", case, at, draft=draft)
