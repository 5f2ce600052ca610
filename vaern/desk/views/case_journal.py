"""The journal of a case: read all of it, add a line, correct one by another."""

from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from vaern.cases import reading
from vaern.cases.actions.journal import add_entry
from vaern.cases.terms import EntryKind
from vaern.desk.case_words import lines_of
from vaern.desk.forms.case import EntryForm
from vaern.desk.paging import PageOf
from vaern.desk.requests import sent, shows_and_takes_a_form
from vaern.desk.views.case import case_page, opened
from vaern.ui.ids import as_id

ON_A_PAGE = 50


@require_safe
def journal(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show everything that happened in the case, in full and by page, newest first."""
    at = now()
    case = opened(request, case_id, at)
    standings = reading.standings_of(case)
    happened = reading.happened_in(case, standings)
    page = PageOf.asked_for(request, rows=happened, size=ON_A_PAGE)
    history = reading.history_of(case, standings=standings, most=page.ends)
    context = {
        "standings": standings,
        "lines": lines_of(history[page.begins :]),
        "happened": happened,
        "where": page.where,
        "before": page.before,
        "after": page.after,
    }
    return case_page(request, "desk/case/journal.html", case, at, here="journal", **context)


@shows_and_takes_a_form
def entry(request: HttpRequest, case_id: UUID) -> HttpResponse:
    at = now()
    case = opened(request, case_id, at)
    return write(request, case, at, EntryForm(sent(request), at=at))


@shows_and_takes_a_form
def correct(request: HttpRequest, case_id: UUID, entry_id: UUID) -> HttpResponse:
    """Add a correction; what is corrected stays, and shows that it was."""
    at = now()
    case = opened(request, case_id, at)
    corrected = case.entries.select_related("by").filter(pk=entry_id).first()
    if corrected is None:
        raise Http404
    corrected.opened_with(case.key_in_hand)
    kind = EntryKind.NOTE if corrected.kind == EntryKind.OPENING else corrected.kind
    form = EntryForm(sent(request), at=at)
    form.initial = {"kind": kind, "decided_by": corrected.facts.get("decided_by", "")} | form.initial
    return write(request, case, at, form, corrected=corrected)


def write(request: HttpRequest, case: Any, at: Any, form: EntryForm, *, corrected: Any = None) -> HttpResponse:
    entry_id = id_in(request)
    if request.method == "POST" and form.is_valid():
        line = form.line() | {"corrects": corrected, "by": request.user, "at": at}
        written = add_entry(case=case, entry_id=entry_id, **line)
        if written.note != line["note"].text:  # the page was gone back to and written on: another line, not the same
            add_entry(case=case, **line)
        return redirect("case-journal", case_id=case.pk)
    more = {"form": form, "corrected": corrected, "entry_id": entry_id}
    return case_page(request, "desk/case/entry.html", case, at, here="journal", **more)


def id_in(request: HttpRequest) -> UUID:
    """Return the id the page was given, so that a double click is one line; a new one for anything malformed."""
    return as_id(request.POST.get("entry")) or uuid4()
