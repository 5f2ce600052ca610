"""Municipalities, regions and hours: who covers what, what awaits confirmation, and when the teams answer."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from vaern.desk.forms.directory import ChoicesForm, HoursForm, MunicipalityForm, RegionForm
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
from vaern.directory.opening import opening
from vaern.directory.places import region_names
from vaern.directory.terms import WEEKDAYS
from vaern.ui.ids import as_id

SHOWN = ("ubekraeftet", "mangler", "smaa")


@require_safe
def coverage(request: HttpRequest) -> HttpResponse:
    return coverage_page(request)


def coverage_page(request: HttpRequest, message: str = "", status: int = 200) -> HttpResponse:
    """Show who answers for each municipality, all or those that await something."""
    context = today_and(request)
    today = context["today"]
    shown = request.GET.get("vis", "")
    region = request.GET.get("region", "")
    lines = catalogue.coverage(today)
    if shown == "ubekraeftet":
        lines = [line for line in lines if line.is_unconfirmed]
    elif shown == "mangler":
        lines = [line for line in lines if line.lacks]
    elif shown == "smaa":
        lines = [line for line in lines if line.is_small]
    if region:
        lines = [line for line in lines if line.region and line.region.code == region]
    context |= {
        "lines": lines,
        "shown": shown if shown in SHOWN else "",
        "region": region,
        "regions": region_names(today),
        "message": message,
    }
    return render(request, "desk/directory/coverage.html", context, status=status)


@require_POST
def confirm(request: HttpRequest) -> HttpResponse:
    """Confirm who answers for the municipalities ticked, exactly as they stood on the page."""
    today = localdate()
    asked = set(" ".join(request.POST.getlist("rows")).split())
    rows = catalogue.coverage_rows([found for each in asked if (found := as_id(each))], today)
    if not asked:
        return coverage_page(request, _("Sæt kryds ved de kommuner, du har set efter."), 422)
    if len(rows) != len(asked):
        return coverage_page(
            request, _("En anden har ændret noget imens. Her er listen, som den er nu. Vælg igen."), 409
        )
    try:
        actions.confirm_coverage(rows=rows, by=request.user.pk, on=today)
    except (actions.ChangedMeanwhile, actions.UnknownPlace):
        return coverage_page(
            request, _("En anden har ændret noget imens. Her er listen, som den er nu. Vælg igen."), 409
        )
    return redirect("directory-coverage")


@require_safe
def municipality(request: HttpRequest, code: str) -> HttpResponse:
    context = today_and(request)
    today = context["today"]
    row = found(catalogue.municipality(code, today))
    line = next(each for each in catalogue.coverage(today) if each.municipality.code == code)
    names = catalogue.first_names()
    places = [
        (region_names(each.valid_from).get(each.region, each.region), each.valid_from, each.valid_from > today)
        for each in catalogue.places_of(code, today)
    ]
    context |= {
        "row": row,
        "line": line,
        "people": list(zip(line.rows, line.names, strict=True)),
        "places": places,
        "is_host": catalogue.is_host(code, today),
        "told": told(catalogue.history(row)),
        "told_places": told(catalogue.places_history(code)),
        "told_coverage": told(catalogue.coverage_history(code), what=lambda each: names.get(each.consultant_id, "")),
    }
    return render(request, "desk/directory/municipality.html", context)


@shows_and_takes_a_form
def edit_municipality(request: HttpRequest, code: str) -> HttpResponse:
    today = localdate()
    row = found(catalogue.municipality(code, today))
    places = catalogue.places_of(code, today)
    initial = {
        "name": row.name,
        "region": places[0].region if places else "",
        "is_small": row.is_small,
        "is_host": catalogue.is_host(code, today),
    }
    regions = [(each.code, each.name) for each in catalogue.regions(today)]
    form = MunicipalityForm(sent(request), today=today, regions=regions, initial=initial)

    def act() -> None:
        cleaned = form.cleaned_data
        facts = {name: cleaned[name] for name in ("name", "region", "is_small", "is_host")}
        actions.revise_municipality(row=as_read(request, row), **facts, by=request.user.pk, on=cleaned["on"])

    if carried_out(request, form, act):
        return redirect("directory-municipality", code=code)
    return form_page(
        request,
        form,
        heading=_("Ret kommune"),
        back=reverse("directory-municipality", args=[code]),
        lead=_("Skifter kommunen region, svarer de samme konsulenter for den, indtil du retter det."),
        row=row,
    )


@shows_and_takes_a_form
def municipality_coverage(request: HttpRequest, code: str) -> HttpResponse:
    """Tick who answers for one municipality."""
    today = localdate()
    row = found(catalogue.municipality(code, today))
    line = next(each for each in catalogue.coverage(today) if each.municipality.code == code)
    choices = [(str(each.consultant_id), f"{each.first_name}, {each.phone}") for each in catalogue.consultants(today)]
    chosen = {str(each.consultant_id) for each in line.rows}
    form = ChoicesForm(sent(request), today=today, choices=choices, chosen=chosen)

    def act() -> None:
        actions.change_coverage(
            add=[(UUID(each), code) for each in sorted(form.ticked)],
            remove=[(UUID(each), code) for each in sorted(form.unticked)],
            by=request.user.pk,
            on=form.cleaned_data["on"],
        )

    if carried_out(request, form, act):
        return redirect("directory-municipality", code=code)
    return form_page(
        request,
        form,
        heading=_("Hvem svarer for %(name)s?") % {"name": row.name},
        back=reverse("directory-municipality", args=[code]),
        template="desk/directory/choices.html",
        groups=[("", [value for value, _label in choices])],
    )


@require_safe
def region(request: HttpRequest, code: str) -> HttpResponse:
    context = today_and(request)
    today = context["today"]
    row = found(catalogue.region(code, today))
    hours = catalogue.hours(code, today)
    names = {each.code: each.name for each in catalogue.regions(today)}
    context |= {
        "row": row,
        "begins_later": row.valid_from > today,
        "opening": opening(region=code, at=context["at"]),
        "hours": hours,
        "week": [(name, hours.get(day)) for day, name in enumerate(WEEKDAYS)],
        "is_due": any(each.is_due_for_check(today) for each in hours.values()),
        "neighbours": [names[each] for each in row.neighbours if each in names],
        "follower": names.get(row.followed_by, ""),
        "lines": [each for each in catalogue.coverage(today) if each.region and each.region.code == code],
        "told": told(catalogue.history(row)),
        "told_hours": told(catalogue.hours_history(code), what=lambda each: str(WEEKDAYS[each.weekday])),
    }
    return render(request, "desk/directory/region.html", context)


@shows_and_takes_a_form
def edit_region(request: HttpRequest, code: str) -> HttpResponse:
    today = localdate()
    row = found(catalogue.region(code, today))
    others = [(each.code, each.name) for each in catalogue.regions(today) if each.code != code]
    form = RegionForm(sent(request), today=today, regions=others, neighbours=row.neighbours, initial={"name": row.name})

    def act() -> None:
        actions.revise(
            row=as_read(request, row),
            by=request.user.pk,
            on=form.cleaned_data["on"],
            name=form.cleaned_data["name"],
            neighbours=form.neighbours(),
        )

    if carried_out(request, form, act):
        return redirect("directory-region", code=code)
    back = reverse("directory-region", args=[code])
    return form_page(request, form, heading=_("Ret region"), back=back, row=row)


@shows_and_takes_a_form
def edit_hours(request: HttpRequest, code: str) -> HttpResponse:
    """Set a team's week. A whole week without times says again that no hours are stated."""
    today = localdate()
    row = found(catalogue.region(code, today))
    hours = catalogue.hours(code, today)
    initial = {f"opens_{day}": each.opens for day, each in hours.items()}
    initial |= {f"closes_{day}": each.closes for day, each in hours.items()}
    initial["source"] = next((each.source for each in hours.values()), "")
    form = HoursForm(sent(request), today=today, initial=initial)
    state = " ".join(sorted(str(each.pk) for each in hours.values()))

    def act() -> None:
        if request.POST.get("version", "") != state:
            raise actions.ChangedMeanwhile
        actions.set_hours(
            region=code,
            week=form.week(),
            source=form.cleaned_data["source"],
            by=request.user.pk,
            on=form.cleaned_data["on"],
        )

    if carried_out(request, form, act):
        return redirect("directory-region", code=code)
    return form_page(
        request,
        form,
        heading=_("Åbningstider i %(region)s") % {"region": row.name},
        back=reverse("directory-region", args=[code]),
        template="desk/directory/hours.html",
        lead=_(
            "Lad en dag stå tom, når der er lukket. På helligdage, 5. juni, 24. og 31. december viser siderne lukket."
        ),
        week=[(str(name), hours.get(day)) for day, name in enumerate(WEEKDAYS)],
        state=state,
    )
