"""What the pages of the directory share: one way to carry out a change, and a history in words."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, TypeVar
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vaern.directory import actions
from vaern.directory.catalogue import Version, history
from vaern.directory.opening import clock
from vaern.directory.places import municipality_names, region_names
from vaern.directory.terms import WEEKDAYS, Certainty, Competence
from vaern.law.clocks import local_day
from vaern.staff.naming import first_names
from vaern.staff.roles import Permission

T = TypeVar("T")

REFUSALS = {
    actions.ChangedMeanwhile: (
        None,
        gettext_lazy("En anden har ændret det imens. Se under »Det gælder nu«, ret til, og gem igen."),
    ),
    actions.AlreadyThere: (
        "on",
        gettext_lazy(
            "Der står allerede noget, som gælder på en af de dage. Afslut det først, eller vælg en anden dag."
        ),
    ),
    actions.AlreadyEnded: ("on", gettext_lazy("Det holder op med at gælde før den dag. Vælg en tidligere.")),
    actions.UnknownPlace: ("on", gettext_lazy("Kommunen eller regionen findes ikke på den dag. Vælg en anden.")),
}
LABELS = {
    "name": gettext_lazy("Navn"),
    "code": gettext_lazy("Kode"),
    "first_name": gettext_lazy("Fornavn"),
    "phone": gettext_lazy("Nummer"),
    "number": gettext_lazy("Nummer"),
    "competence": gettext_lazy("Rådgiver om"),
    "staff_id": gettext_lazy("Bruger i Værn"),
    "owner": gettext_lazy("Ansvarlig"),
    "checked_on": gettext_lazy("Kontrolleret"),
    "region": gettext_lazy("Region"),
    "municipality": gettext_lazy("Kommune"),
    "neighbours": gettext_lazy("Prøv derefter"),
    "followed_by": gettext_lazy("Afløses af"),
    "is_small": gettext_lazy("Lille kommune"),
    "weekday": gettext_lazy("Dag"),
    "opens": gettext_lazy("Åbner"),
    "closes": gettext_lazy("Lukker"),
    "what_for": gettext_lazy("Kan bruges til"),
    "website": gettext_lazy("Hjemmeside"),
    "label": gettext_lazy("Linje"),
    "hours": gettext_lazy("Svarer"),
    "answers_when_we_do_not": gettext_lazy("Vises, når vi har lukket"),
    "source": gettext_lazy("Kilde"),
    "certainty": gettext_lazy("Sikkerhed"),
}
TOLD_BY_THE_PERIOD = {"valid_from", "valid_until"}


@dataclass(frozen=True)
class Told:
    """A version of a line in words. ``who`` is empty for what was loaded from the files."""

    what: str
    valid_from: date
    valid_until: date | None
    is_struck: bool
    changes: list[tuple[str, str, str]]
    who: str
    at: datetime | None
    ended_by: str
    ended_at: datetime | None


def today_and(request: HttpRequest) -> dict[str, Any]:
    """Return what every page of the directory is told: the clock, and whether this person may edit."""
    at = now()
    return {"at": at, "today": local_day(at), "may_edit": request.user.may(Permission.EDIT_DIRECTORY)}


def found(thing: T | None) -> T:
    """Return what was looked up, or answer 404."""
    if thing is None:
        raise Http404
    return thing


def as_read(request: HttpRequest, row: T) -> T:
    """Return ``row`` if it is the version the form was filled in from. Raises ChangedMeanwhile."""
    if request.POST.get("version") != str(row.pk):  # type: ignore[attr-defined]
        raise actions.ChangedMeanwhile
    return row


def carried_out(request: HttpRequest, form: forms.Form, act: Callable[[], object]) -> bool:
    """Do ``act`` if the form was sent and holds; say at the field why not, if the directory refuses."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        act()
    except tuple(REFUSALS) as refusal:
        field, text = REFUSALS[type(refusal)]
        form.add_error(field if field in form.fields else None, text)
        return False
    return True


def form_page(request: HttpRequest, form: forms.Form, *, heading: str, back: str, **more: Any) -> HttpResponse:
    """Show a form with what was typed and what to put right.

    ``more``: title (where the heading names somebody), lead (a sentence), button, row (the version that holds, with
    its history), template.
    """
    row = more.pop("row", None)
    context = today_and(request) | {
        "form": form,
        "heading": heading,
        "title": more.pop("title", heading),
        "back": back,
        "lead": more.pop("lead", ""),
        "button": more.pop("button", _("Gem")),
        "row": row,
        "facts_now": facts_now(row) if row else [],
        "told": told(history(row)) if row else [],
    }
    template = more.pop("template", "desk/directory/form.html")
    return render(request, template, context | more, status=422 if form.is_bound and form.errors else 200)


def facts_now(row: Any) -> list[tuple[str, str]]:
    """Return how a line stands, label and value."""
    return [
        (str(label), said(name, getattr(row, name), row))
        for name, label in LABELS.items()
        if any(field.name == name for field in row._meta.concrete_fields)
    ]


def told(versions: Iterable[Version], *, what: Callable[[Any], str] = lambda row: "") -> list[Told]:
    """Put versions into words; ``what`` names the line where several stand together."""
    versions = list(versions)
    people = first_names(pk for version in versions for pk in (version.by, version.ended_by))
    return [
        Told(
            what=what(version.row),
            valid_from=version.row.valid_from,
            valid_until=version.row.valid_until,
            is_struck=version.row.struck,
            changes=[
                (str(LABELS[name]), said(name, before, version.row), said(name, after, version.row))
                for name, (before, after) in version.changed.items()
                if name not in TOLD_BY_THE_PERIOD
            ],
            who=people.get(version.by, ""),
            at=version.at,
            ended_by=people.get(version.ended_by, ""),
            ended_at=version.ended_at,
        )
        for version in versions
    ]


def said(name: str, value: Any, row: Any) -> str:
    """Return a stored value as a reader says it, with the names that held when the row began."""
    if value in (None, "", []):
        return "–"
    if isinstance(value, bool):
        return _("ja") if value else _("nej")
    if isinstance(value, date):
        return date_format(value)
    if isinstance(value, time):
        return clock(value)
    if name == "weekday":
        return str(WEEKDAYS[value])
    if name == "competence":
        return str(Competence(value).label)
    if name == "certainty":
        return str(Certainty(value).label)
    if name == "region":
        return region_names(row.valid_from).get(value, value)
    if name == "municipality":
        return municipality_names(row.valid_from).get(value, value)
    if name == "neighbours":
        names = region_names(row.valid_from)
        return ", ".join(names.get(code, code) for code in value)
    if isinstance(value, UUID):
        return first_names([value]).get(value, _("en, der ikke længere er bruger"))
    return str(value)
