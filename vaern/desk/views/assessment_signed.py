"""The assessments of a case as they are read: the list, a signed one, a second look, and taking one out of use."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from vaern.cases.actions.opening import GateRefused
from vaern.desk.forms.assessment import SupportForm
from vaern.desk.forms.screening import ReaderForm, RemarkForm, VoidForm
from vaern.desk.requests import sent, shows_and_takes_a_form
from vaern.desk.views.assessment_parts import assessment_page, found, people_on, refused_page, what_it_says
from vaern.desk.views.case import opened
from vaern.inquiries.terms import Caller
from vaern.risk import assessments
from vaern.risk.access import judgement_in, judgement_of
from vaern.risk.actions import assessing, concluding, second_look, signing
from vaern.risk.actions.reading import CannotRead, OwnWork
from vaern.risk.frame import current
from vaern.ui.ids import as_number


@require_safe
def overview(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show the current judgement, what is being written, what was signed, and whether one may be begun."""
    at = now()
    case = opened(request, case_id, at)
    rows = [
        {"assessment": each, "judgement": judgement_in(each, at=at), "voiding": assessments.voiding_of(each)}
        for each in assessments.signed_of(case)
    ]
    current_one = judgement_of(case, at=at)
    return assessment_page(
        request,
        "desk/assessment/overview.html",
        case,
        at,
        judged=current_one,
        rows=rows,
        drafts=assessments.drafts_of(case),
        own_rating=assessments.blind_rating_of(case, request.user),
        finding=assessments.assessing_finding(case, at=at),
        supports=[(row, str(Caller(row.covered["of"]).label)) for row in assessments.supports_of(case)],
        new_id=uuid4(),
    )


def page(request: HttpRequest, case: Any, assessment: Any, at: datetime) -> HttpResponse:
    voiding = assessments.voiding_of(assessment)
    said = what_it_says(assessment)
    current_one = judgement_of(case, at=at)
    more = {
        "judgement": judgement_in(assessment, at=at) if not assessment.is_second_rating else None,
        "judged": current_one,
        "voiding": voiding,
        "happened": dict(said["frame"].redo).get(voiding.why["happened"], "") if voiding else "",
        "is_current": current_one.assessment == assessment.pk,
        "gives_paper": current_one.assessment == assessment.pk and voiding is None,
        "ratings": assessments.ratings_of(assessment),
        "new_id": uuid4(),
    }
    return assessment_page(request, "desk/assessment/signed.html", case, at, **said, **more)


@shows_and_takes_a_form
def void(request: HttpRequest, case_id: UUID, assessment_id: UUID) -> HttpResponse:
    """Take the one that says the level out of use, because something happened."""
    at = now()
    case = opened(request, case_id, at)
    assessment = found(request, case, assessment_id)
    back = redirect("case-assessment", case_id=case.pk, assessment_id=assessment.pk)
    if judgement_of(case, at=at).assessment != assessment.pk or assessments.voiding_of(assessment):
        return back
    form = VoidForm(sent(request), at=at, reasons=assessments.frame_of(assessment).redo)
    if request.method == "POST" and form.is_valid():
        try:
            concluding.void(
                case=case,
                assessment=assessment,
                happened=form.cleaned_data["happened"],
                words=form.cleaned_data["words"],
                by=request.user,
                at=at,
            )
        except signing.NotAReason:
            form.add_error("words", _("Skriv med dine ord, hvad der var forkert."))
        except (signing.AlreadyVoided, signing.NotTheNewest):
            return back
        else:
            return back
    return assessment_page(request, "desk/assessment/void.html", case, at, form=form, assessment=assessment)


@shows_and_takes_a_form
def ask(request: HttpRequest, case_id: UUID, assessment_id: UUID) -> HttpResponse:
    """Ask a colleague to read a draft, with a task and a deadline on the clock."""
    at = now()
    case = opened(request, case_id, at)
    draft = found(request, case, assessment_id)
    people = people_on(request, case, at)[1:]
    form = ReaderForm(sent(request), colleagues=people)
    if request.method == "POST" and form.is_valid():
        reader = form.people[form.cleaned_data["reader"]]
        try:
            second_look.ask_second_reader(case=case, reader=reader, by=request.user, at=at)
        except CannotRead:
            form.add_error("reader", _("Kollegaen kan ikke se sagen mere. Vælg en anden."))
        else:
            return redirect("case-assessments", case_id=case.pk)
    return assessment_page(request, "desk/assessment/ask.html", case, at, form=form, people=people, draft=draft)


@shows_and_takes_a_form
def read(request: HttpRequest, case_id: UUID, assessment_id: UUID) -> HttpResponse:
    """Read a colleague's draft as it stands, and say that one has."""
    at = now()
    case = opened(request, case_id, at)
    draft = found(request, case, assessment_id)
    if draft.is_signed:
        return redirect("case-assessment", case_id=case.pk, assessment_id=draft.pk)
    if draft.is_second_rating:
        raise Http404
    form = RemarkForm(sent(request), at=at)
    if request.method == "POST" and form.is_valid():
        try:
            second_look.read_as_second(
                case=case,
                assessment=draft,
                base=as_number(request.POST.get("revision")),
                remark=form.cleaned_data["remark"],
                by=request.user,
                at=at,
            )
        except signing.ChangedSince:
            form.add_error(None, _("Der er skrevet i vurderingen imens. Læs den igen, som den står nu."))
        except OwnWork:
            form.add_error(None, _("Du har selv skrevet sidst. Bed en kollega læse."))
        except assessing.AlreadySigned:
            return redirect("case-assessments", case_id=case.pk)
        else:
            return redirect("case-assessments", case_id=case.pk)
    more = {
        "form": form,
        "is_own": draft.saved_by_id == request.user.pk,
        "readings": assessments.readings_of(case, draft),
    }
    return assessment_page(request, "desk/assessment/read.html", case, at, **what_it_says(draft), **more)


@shows_and_takes_a_form
def ask_blind(request: HttpRequest, case_id: UUID, assessment_id: UUID) -> HttpResponse:
    """Ask a colleague to fill in the same frame without seeing the first."""
    at = now()
    case = opened(request, case_id, at)
    assessment = found(request, case, assessment_id)
    if assessment.is_second_rating:
        raise Http404
    people = people_on(request, case, at)[1:]
    form = ReaderForm(sent(request), colleagues=people)
    if request.method == "POST" and form.is_valid():
        rater = form.people[form.cleaned_data["reader"]]
        try:
            second_look.ask_blind_rating(case=case, assessment=assessment, rater=rater, by=request.user, at=at)
        except GateRefused as refusal:
            return refused_page(request, case, at, refusal.finding)
        except CannotRead:
            form.add_error("reader", _("Kollegaen kan ikke se sagen mere. Vælg en anden."))
        except second_look.KnowsIt:
            form.add_error("reader", _("Kollegaen har selv skrevet i vurderingen eller læst den. Vælg en anden."))
        except second_look.AlreadyAsked:
            form.add_error("reader", _("Kollegaen er allerede spurgt. Vent på svaret, eller vælg en anden."))
        else:
            return redirect("case-assessments", case_id=case.pk)
    shown = {"form": form, "people": people, "assessment": assessment}
    return assessment_page(request, "desk/assessment/blind.html", case, at, **shown)


@require_safe
def compare(request: HttpRequest, case_id: UUID, assessment_id: UUID) -> HttpResponse:
    """Show two people's answers side by side: a signed second rating, and the one it rates."""
    at = now()
    case = opened(request, case_id, at)
    second = found(request, case, assessment_id)
    if not (second.is_second_rating and second.is_signed):
        raise Http404
    first = found(request, case, second.rates_id)
    groups = assessments.side_by_side(first, second)
    assessments.note_compared(case, second, by=request.user)
    return assessment_page(request, "desk/assessment/compare.html", case, at, first=first, second=second, groups=groups)


@shows_and_takes_a_form
def support(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Go through the method with a professional who assesses themselves: a checklist, and nothing about the person."""
    at = now()
    case = opened(request, case_id, at)
    form = SupportForm(sent(request), frame=current())
    if request.method == "POST" and form.is_valid():
        try:
            second_look.support_method(
                case=case,
                covered=frozenset(form.cleaned_data["covered"]),
                of=Caller(form.cleaned_data["of"]),
                by=request.user,
                at=at,
            )
        except GateRefused as refusal:
            return refused_page(request, case, at, refusal.finding)
        else:
            return redirect("case-assessments", case_id=case.pk)
    finding = assessments.support_finding(case, at=at)
    return assessment_page(request, "desk/assessment/support.html", case, at, form=form, finding=finding)
