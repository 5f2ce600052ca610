"""The directory: who answers where, and the consultants. Everybody on the phone may look; team leads may change."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from vaern.desk.forms.directory import AbsenceForm, ChoicesForm, ConsultantForm, EndForm
from vaern.desk.requests import sent, shows_and_takes_a_form
from vaern.desk.views.directory_parts import (
    as_read,
    carried_out,
    form_page,
    found,
    today_and,
    told,
)
from vaern.directory import actions, catalogue
from vaern.directory.finder import teams
from vaern.directory.places import municipality_names
from vaern.directory.terms import Competence
from vaern.staff.people import consultants_on


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Show who answers today, who is away, and what awaits a team lead."""
    context = today_and(request)
    today = context["today"]
    listings = list(catalogue.consultants(today))
    coming = list(catalogue.coming_consultants(today))
    names = {row.consultant_id: row.first_name for row in [*coming, *listings]}
    lines = catalogue.coverage(today)
    context |= {
        "teams": teams(at=context["at"]),
        "listings": [(row, row.is_due_for_check(today)) for row in listings],
        "coming": coming,
        "former": catalogue.former_consultants(today),
        "regions_of": catalogue.regions_of(today),
        "absences": [(row, names.get(row.consultant_id, ""), row.holds_on(today)) for row in catalogue.absences(today)],
        "unconfirmed": sum(line.is_unconfirmed for line in lines),
        "lacking": sum(bool(line.lacks) for line in lines),
        "due": catalogue.due_for_check(today),
        "hosts": [municipality_names(today).get(row.municipality, "") for row in catalogue.hosts(today)],
    }
    return render(request, "desk/directory/overview.html", context)


@require_safe
def consultant(request: HttpRequest, consultant_id: UUID) -> HttpResponse:
    context = today_and(request)
    today = context["today"]
    former = {each.consultant_id: each for each in catalogue.former_consultants(today)}
    row = found(catalogue.consultant(consultant_id, today) or former.get(consultant_id))
    names = municipality_names(today)
    context["may_edit"] = context["may_edit"] and consultant_id not in former
    context |= {
        "row": row,
        "is_former": consultant_id in former,
        "is_due": row.is_due_for_check(today),
        "regions": catalogue.regions_of(today).get(consultant_id, []),
        "municipalities": [names.get(each.municipality, "") for each in catalogue.covered_by(consultant_id, today)],
        "absences": catalogue.absences(today).filter(consultant=consultant_id),
        "past_absences": catalogue.past_absences(consultant_id, today),
        "told": told(catalogue.history(row)),
    }
    return render(request, "desk/directory/consultant.html", context)


@shows_and_takes_a_form
def add_consultant(request: HttpRequest) -> HttpResponse:
    today = localdate()
    form = ConsultantForm(sent(request), today=today, people=people(today))
    added: list[Any] = []

    def act() -> None:
        facts = facts_of(form)
        added.append(actions.add_consultant(**facts, by=request.user.pk, on=form.cleaned_data["on"]))

    if carried_out(request, form, act):
        return redirect("directory-consultant-coverage", consultant_id=added[0].consultant_id)
    return form_page(
        request,
        form,
        heading=_("Ny konsulent"),
        back=reverse("directory"),
        button=_("Gem, og vælg kommuner"),
        lead=_("Konsulenten svarer først for kommuner, når du har valgt dem på næste side."),
    )


@shows_and_takes_a_form
def edit_consultant(request: HttpRequest, consultant_id: UUID) -> HttpResponse:
    today = localdate()
    row = found(catalogue.consultant(consultant_id, today))
    initial = {
        "first_name": row.first_name,
        "phone": row.phone,
        "competence": row.competence,
        "staff_id": row.staff_id or "",
        "owner": row.owner,
    }
    form = ConsultantForm(sent(request), today=today, people=people(today, row.staff_id), initial=initial)

    def act() -> None:
        actions.revise(
            row=as_read(request, row),
            by=request.user.pk,
            on=form.cleaned_data["on"],
            **facts_of(form),
        )

    if carried_out(request, form, act):
        return redirect("directory-consultant", consultant_id=consultant_id)
    back = reverse("directory-consultant", args=[consultant_id])
    return form_page(request, form, heading=_("Ret konsulent"), back=back, row=row)


@shows_and_takes_a_form
def end_consultant(request: HttpRequest, consultant_id: UUID) -> HttpResponse:
    today = localdate()
    row = found(catalogue.consultant(consultant_id, today))
    form = EndForm(sent(request), today=today)

    def act() -> None:
        as_read(request, row)
        actions.end_consultant(consultant=consultant_id, by=request.user.pk, last_day=form.last_day)

    if carried_out(request, form, act):
        return redirect("directory")
    left_alone = [
        line.municipality.name for line in catalogue.coverage(today) if line.rows and alone(line.rows, consultant_id)
    ]
    return form_page(
        request,
        form,
        heading=_("Tag konsulenten ud af kataloget"),
        back=reverse("directory-consultant", args=[consultant_id]),
        button=_("Tag ud af kataloget"),
        lead=_(
            "Navn, nummer, kommuner og fravær holder op samme dag. Alt, hvad der har stået, kan stadig ses bagefter."
        ),
        row=row,
        left_alone=left_alone,
    )


@shows_and_takes_a_form
def consultant_coverage(request: HttpRequest, consultant_id: UUID) -> HttpResponse:
    """Tick the municipalities a consultant answers for, grouped by today's regions."""
    today = localdate()
    row = found(catalogue.consultant(consultant_id, today))
    lines = catalogue.coverage(today)
    covered = {each.municipality for each in catalogue.covered_by(consultant_id, today)}
    choices = [(line.municipality.code, line.municipality.name) for line in lines]
    form = ChoicesForm(sent(request), today=today, choices=choices, chosen=covered)

    def act() -> None:
        actions.change_coverage(
            add=[(consultant_id, code) for code in sorted(form.ticked)],
            remove=[(consultant_id, code) for code in sorted(form.unticked)],
            by=request.user.pk,
            on=form.cleaned_data["on"],
        )

    if carried_out(request, form, act):
        return redirect("directory-consultant", consultant_id=consultant_id)
    regions = sorted({line.region.name for line in lines if line.region})
    of_region = {line.municipality.code: line.region.name if line.region else "" for line in lines}
    return form_page(
        request,
        form,
        heading=_("Kommuner, %(name)s svarer for") % {"name": row.first_name},
        title=_("Vælg kommuner"),
        back=reverse("directory-consultant", args=[consultant_id]),
        template="desk/directory/choices.html",
        groups=[(name, [code for code, region in of_region.items() if region == name]) for name in [*regions, ""]],
    )


@shows_and_takes_a_form
def add_absence(request: HttpRequest, consultant_id: UUID) -> HttpResponse:
    today = localdate()
    row = found(catalogue.consultant(consultant_id, today))
    form = AbsenceForm(sent(request), today=today)

    def act() -> None:
        actions.set_absence(
            consultant=consultant_id,
            first_day=form.cleaned_data["on"],
            last_day=form.cleaned_data["until"],
            by=request.user.pk,
        )

    if carried_out(request, form, act):
        return redirect("directory-consultant", consultant_id=consultant_id)
    return form_page(
        request,
        form,
        heading=_("Fravær for %(name)s") % {"name": row.first_name},
        title=_("Skriv fravær"),
        back=reverse("directory-consultant", args=[consultant_id]),
        lead=_("Imens viser siderne de andre i teamet, eller naboregionen, hvis ingen er der."),
    )


@shows_and_takes_a_form
def end_absence(request: HttpRequest, row_id: UUID) -> HttpResponse:
    today = localdate()
    row = found(catalogue.standing("absence", row_id, today))
    form = EndForm(sent(request), today=today)
    form.fields["on"].label = _("Er tilbage fra")

    def act() -> None:
        actions.end(row=as_read(request, row), by=request.user.pk, last_day=form.last_day)

    if carried_out(request, form, act):
        return redirect("directory-consultant", consultant_id=row.consultant_id)
    back = reverse("directory-consultant", args=[row.consultant_id])
    return form_page(request, form, heading=_("Tilbage fra fravær"), back=back, row=row)


@require_POST
def check(request: HttpRequest) -> HttpResponse:
    """Note that the lines named in the request were looked at today and are right; then back to where they stand."""
    today = localdate()
    rows = [found(row_named(each)) for each in request.POST.getlist("line")]
    for row in rows:
        if not row.holds_on(today):
            raise Http404
    actions.check_all(rows=rows, by=request.user.pk, on=today)
    return redirect(place_of(rows[0]) if rows else reverse("directory-actors"))


def row_named(line: str) -> Any:
    """Return the row a page called "kind:id"; None when it is no such thing."""
    kind, _colon, pk = line.partition(":")
    try:
        return catalogue.line(kind, UUID(pk))
    except ValueError:
        return None


def place_of(row: Any) -> str:
    """Return the address of the page a line stands on."""
    match row._meta.model_name:
        case "consultantlisting":
            return reverse("directory-consultant", args=[row.consultant_id])
        case "openinghours":
            return reverse("directory-region", args=[row.region])
        case "actornumber" | "actorlisting":
            return reverse("directory-actors")
        case _:
            return reverse("directory")


def alone(rows: Any, consultant_id: UUID) -> bool:
    return all(row.consultant_id == consultant_id for row in rows)


def people(today: date, chosen: UUID | None = None) -> list[tuple[str, str]]:
    """Return the users a consultant may be, and the one chosen before even if that role has ended."""
    names = {user.pk: user.first_name for user in consultants_on(today)}
    if chosen and chosen not in names:
        names[chosen] = _("Den, der stod her før")
    return [(str(pk), name) for pk, name in names.items()]


def facts_of(form: ConsultantForm) -> dict[str, Any]:
    cleaned = form.cleaned_data
    return {
        "first_name": cleaned["first_name"],
        "phone": cleaned["phone"],
        "competence": Competence(cleaned["competence"]),
        "staff_id": UUID(cleaned["staff_id"]) if cleaned["staff_id"] else None,
        "owner": cleaned["owner"],
    }
