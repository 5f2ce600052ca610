"""The translators' page: what is missing in each language, and who has read which through."""

from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from vaern.languages import actions
from vaern.languages.serving import Mark, progress
from vaern.staff.naming import first_names
from vaern.staff.roles import Permission


class ChosenLanguage(forms.Form):
    """Which language, and the fingerprint of the words the reader was shown."""

    language = forms.CharField(max_length=12)
    read = forms.CharField(max_length=64, required=False)


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
            language=chosen["language"], read=chosen["read"], by=request.user.pk, on=localdate(at), at=at
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
    try:
        actions.take_back_review(language=form.cleaned_data["language"], by=request.user.pk, on=localdate(at), at=at)
    except actions.NoMark as refusal:
        return page(request, refused=REFUSALS[type(refusal)])
    return redirect("languages")


def page(request: HttpRequest, *, refused: str = "") -> HttpResponse:
    at = now()
    languages = progress(localdate(at))
    names = first_names(pk for each in languages for mark in each.marks for pk in (mark.by, mark.ended_by))
    context = {
        "at": at,
        "languages": [(each, [(mark, *named(mark, names)) for mark in each.marks]) for each in languages],
        "may_mark": request.user.may(Permission.REVIEW_LANGUAGES),
        "refused": refused,
    }
    return render(request, "desk/languages.html", context, status=422 if refused else 200)


def named(mark: Mark, names: dict[UUID, str]) -> tuple[str, str]:
    """Return who set a mark and who ended it."""
    return names.get(mark.by, ""), names.get(mark.ended_by, "") if mark.ended_by else ""
