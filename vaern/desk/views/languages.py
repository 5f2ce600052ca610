"""The translators' page: what is missing in each language, and who has read which through."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from vaern.languages import actions
from vaern.languages.catalogues import CORE, PROFESSIONAL, REST
from vaern.languages.serving import Mark, PackProgress, progress
from vaern.law.clocks import local_day
from vaern.staff.naming import first_names
from vaern.staff.roles import Permission


class ChosenLanguage(forms.Form):
    """Which pack of which language, and the fingerprint of the words the reader was shown."""

    language = forms.CharField(max_length=12)
    pack = forms.CharField(max_length=12)
    read = forms.CharField(max_length=64, required=False)


PACK_NAMES = {
    CORE: _("Borgerens vigtigste sider"),
    PROFESSIONAL: _("Fagpersonens vej: find en konsulent og forbered samtalen"),
    REST: _("De andre sider"),
}
FIRST_PAGES = {CORE: "", PROFESSIONAL: "fagfolk/", REST: "privatliv/"}
REFUSALS = {
    actions.NoSuchLanguage: _("Det sprog findes ikke, eller det vises altid."),
    actions.NotWhole: _("Der mangler tekster. Sproget kan først vises, når alle er oversat."),
    actions.ChangedSinceRead: _("Teksterne er ændret, efter at du læste dem. Læs siderne igen, og prøv så."),
    actions.NoMark: _("Sproget er ikke mærket, så der er intet at trække tilbage."),
}


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    return page(request)


@require_POST
def mark(request: HttpRequest) -> HttpResponse:
    at = now()
    form = ChosenLanguage(request.POST)
    if not form.is_valid():
        return page(request, refused=REFUSALS[actions.NoSuchLanguage])
    chosen = form.cleaned_data
    try:
        actions.mark_reviewed(
            language=chosen["language"],
            pack=chosen["pack"],
            read=chosen["read"],
            by=request.user.pk,
            on=local_day(at),
            at=at,
        )
    except (actions.NoSuchLanguage, actions.NotWhole, actions.ChangedSinceRead) as refusal:
        return page(request, refused=REFUSALS[type(refusal)])
    return redirect("languages")


@require_POST
def take_back(request: HttpRequest) -> HttpResponse:
    at = now()
    form = ChosenLanguage(request.POST)
    if not form.is_valid():
        return page(request, refused=REFUSALS[actions.NoSuchLanguage])
    chosen = form.cleaned_data
    try:
        actions.take_back_review(
            language=chosen["language"], pack=chosen["pack"], by=request.user.pk, on=local_day(at), at=at
        )
    except actions.NoMark as refusal:
        return page(request, refused=REFUSALS[type(refusal)])
    return redirect("languages")


def page(request: HttpRequest, *, refused: str = "") -> HttpResponse:
    at = now()
    languages = progress(local_day(at))
    marks = [mark for each in languages for pack in each.packs for mark in pack.marks]
    names = first_names(pk for mark in marks for pk in (mark.by, mark.ended_by))
    context = {
        "at": at,
        "languages": [(each.catalogue, [as_shown(pack, names) for pack in each.packs]) for each in languages],
        "may_mark": request.user.may(Permission.REVIEW_LANGUAGES),
        "refused": refused,
    }
    return render(request, "desk/languages.html", context, status=422 if refused else 200)


def as_shown(pack: PackProgress, names: dict[UUID, str]) -> tuple[PackProgress, Any, str, list[tuple[Mark, str, str]]]:
    """Return a pack with its name, its first page, and its marks with the names of who set and ended them."""
    marks = [(mark, *named(mark, names)) for mark in pack.marks]
    return pack, PACK_NAMES[pack.code], FIRST_PAGES[pack.code], marks


def named(mark: Mark, names: dict[UUID, str]) -> tuple[str, str]:
    """Return who set a mark and who ended it."""
    return names.get(mark.by, ""), names.get(mark.ended_by, "") if mark.ended_by else ""
