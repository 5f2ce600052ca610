"""The files of a case: list, add, look, withdraw. To look is an opening; what goes to somebody else is a release."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from vaern.cases import documents as room
from vaern.cases.actions.opening import GateRefused
from vaern.cases.terms import DocumentKind
from vaern.cases.uploads import FileRefused, refusals
from vaern.cases.uploads.scanning import has_scanner
from vaern.desk.forms.documents import DangerForm, DocumentForm, WithdrawForm
from vaern.desk.requests import sent, shows_and_takes_a_form
from vaern.desk.views.case import case_page, opened
from vaern.ui.ids import as_id
from vaern.vault.terms import Purpose


@require_safe
def documents(request: HttpRequest, case_id: UUID) -> HttpResponse:
    at = now()
    case = opened(request, case_id, at)
    findings = [room.document_finding(case, kind, at=at) for kind in DocumentKind]
    shown = {
        "documents": room.documents_of(case),
        "finding": None if any(each.permits for each in findings) else findings[-1],
        "has_scanner": has_scanner(),
    }
    return case_page(request, "desk/case/files.html", case, at, here="files", **shown)


@shows_and_takes_a_form
def add(request: HttpRequest, case_id: UUID) -> HttpResponse:
    at = now()
    case = opened(request, case_id, at)
    form = DocumentForm(sent(request), request.FILES or None, at=at)
    if is_too_large(request):
        form.fields["file"].error_messages["required"] = refusals.FileTooLarge.said
    finding = None
    if request.method == "POST" and form.is_valid():
        try:
            document = form.document()
            room.add_document(case=case, document_id=id_in(request), by=request.user, at=at, **document)
        except FileRefused as refused:
            form.add_error("file", refused.said)
        except GateRefused as refused:
            finding = refused.finding
        else:
            return redirect("case-files", case_id=case.pk)
    shown = {"form": form, "finding": finding, "file_id": id_in(request), "has_scanner": has_scanner()}
    status = 409 if finding is not None else None
    return case_page(request, "desk/case/file_add.html", case, at, here="files", status=status, **shown)


def is_too_large(request: HttpRequest) -> bool:
    """Tell whether the file was left out on the way in because it fills more than there is room for."""
    return int(request.META.get("CONTENT_LENGTH") or 0) > settings.FILE_REQUEST_BYTES


def id_in(request: HttpRequest) -> UUID:
    """Return the id the page was given, so that a double click is one file; a new one for anything malformed."""
    return as_id(request.POST.get("id")) or uuid4()


def document_of(case: Any, document_id: UUID) -> room.Filed:
    try:
        return room.document_in(case, document_id)
    except room.NoSuchDocument as missing:
        raise Http404 from missing


@shows_and_takes_a_form
def show(request: HttpRequest, case_id: UUID, document_id: UUID) -> HttpResponse:
    """Show one file. Where no consent covers it any more, say so, and take the reason that acute danger gives."""
    at = now()
    case = opened(request, case_id, at)
    document = document_of(case, document_id)
    finding = room.document_finding(case, document.kind, at=at)
    form = DangerForm(sent(request), at=at)
    if request.method == "POST" and form.is_valid() and document.may_be_read and not finding.permits:
        return bytes_of(request, case, document, at, danger=form.cleaned_data["danger"])
    shown = {"document": document, "finding": None if finding.permits else finding, "form": form}
    return case_page(request, "desk/case/file.html", case, at, here="files", **shown)


@require_safe
def content(request: HttpRequest, case_id: UUID, document_id: UUID) -> HttpResponse:
    """Hand over the bytes of a file, for the desk's own page or to be looked at by another program."""
    at = now()
    case = opened(request, case_id, at)
    try:
        return bytes_of(request, case, document_of(case, document_id), at)
    except (room.NoLongerRead, GateRefused):
        return redirect("case-file", case_id=case.pk, document_id=document_id)


def bytes_of(request: HttpRequest, case: Any, document: room.Filed, at: datetime, **why: Any) -> HttpResponse:
    data = room.open_document(case=case, document=document, user=request.user, purpose=Purpose.CASEWORK, at=at, **why)
    headers = {
        "Content-Disposition": f'attachment; filename="{document.file_name}"',
        "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "no-store",
    }
    return HttpResponse(data, content_type=document.form.media_type, headers=headers)


@shows_and_takes_a_form
def withdraw(request: HttpRequest, case_id: UUID, document_id: UUID) -> HttpResponse:
    at = now()
    case = opened(request, case_id, at)
    document = document_of(case, document_id)
    form = WithdrawForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            room.withdraw_document(
                case=case, document_id=document.id, reason=form.cleaned_data["reason"], by=request.user, at=at
            )
        except room.AlreadyWithdrawn:
            form.add_error(None, _("En anden har trukket filen tilbage imens. Der er ikke mere at gøre."))
        else:
            return redirect("case-files", case_id=case.pk)
    shown = {"document": document, "form": form}
    return case_page(request, "desk/case/file_withdraw.html", case, at, here="files", **shown)
