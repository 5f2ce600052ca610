"""The files of a case: photo, passport copy, consent form, letter. Added, opened and withdrawn, never changed.

What a file shows cannot pass the anonymity guard, so an anonymised case has none. A photo and a copy of a passport
take a consent that names them; a consent form takes the consent it proves; everything else takes one that lets us keep
who the citizen is. The same is asked again at each opening: once the consent has ended a file stays shut, but for
acute danger.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from vaern.audit import trail
from vaern.cases.actions.journal import write_line
from vaern.cases.actions.opening import GateRefused
from vaern.cases.basis import basis_of, gate_facts
from vaern.cases.models import Case, Document, DocumentContent, DocumentWithdrawal
from vaern.cases.reading import facts_of
from vaern.cases.terms import STILL_READ, DocumentKind, EntryKind, Scope, Withdrawn
from vaern.cases.uploads import FileKind, FileRefused, made_safe
from vaern.guard import Guarded
from vaern.law import gate
from vaern.law.clocks import local_day
from vaern.law.terms import Finding
from vaern.staff.models import User
from vaern.vault.broker import broker
from vaern.vault.terms import Purpose
from vaern.work.rows import lock

IDENTITY_KINDS = frozenset({DocumentKind.PHOTO, DocumentKind.PASSPORT})
NO_FILES_ANONYMISED = (
    "Skriv det, du har brug for fra filen, i journalen uden navn. Selve filen bliver hos den, der har den.",
    "Skal filen frem til en myndighed, så lad fagpersonen sende den selv.",
)


class NoTitle(Exception):
    """A file has a few words on the list, or nobody would find it."""


class NoSuchDocument(Exception):
    """There is no such file in this case."""


class AlreadyWithdrawn(Exception):
    """Somebody withdrew the file before."""


class NoLongerRead(Exception):
    """The file was withdrawn for a reason that lets nobody open it."""


class NoReasonInDanger(Exception):
    """Opening a file without consent takes acute danger, told in words."""


def document_finding(case: Case, kind: DocumentKind, *, at: datetime) -> Finding:
    """Ask the gate whether a file of this kind may be kept in the opened case, or read. Three queries."""
    day = local_day(at)
    finding = gate.may_store_identity(
        gate_facts(case, on=day, scope=scope_for(case, kind, day), age=facts_of(case).age)
    )
    if finding.permits or kind in IDENTITY_KINDS:
        return finding
    return replace(finding, ways_forward=(*NO_FILES_ANONYMISED, *finding.ways_forward))


def scope_for(case: Case, kind: DocumentKind, day: Any) -> Scope:
    """Return the part of a consent that a file of this kind takes."""
    if kind in IDENTITY_KINDS:
        return Scope.PHOTO_AND_PASSPORT
    if kind == DocumentKind.CONSENT_FORM:  # proves the consent, whatever that covers
        return min(basis_of(case, on=day).scopes, default=Scope.IDENTITY)
    return Scope.IDENTITY


def require_permitted(case: Case, kind: DocumentKind, *, by: User, at: datetime) -> None:
    """Raise GateRefused, and leave it in the trail, unless the gate permits. Not inside a transaction."""
    refuse_unless(document_finding(case, kind, at=at), case, kind, by=by)


def refuse_unless(finding: Finding, case: Case, kind: DocumentKind, *, by: User) -> None:
    if not finding.permits:
        trail.record_refusal("document.refused", by=by.pk, about=case.pk, code=kind)
        raise GateRefused(finding)


def add_document(
    *,
    case: Case,
    kind: DocumentKind,
    title: Guarded,
    sent: bytes,
    by: User,
    at: datetime,
    document_id: UUID | None = None,
) -> Document:
    """Make the file safe, seal it under a key of its own and put it in the opened case.

    ``document_id`` makes a double click one file. Raises GateRefused and a FileRefused, which stand in the trail, and
    NoTitle.
    """
    require_permitted(case, kind, by=by, at=at)
    if not title.text.strip():
        raise NoTitle
    try:
        safe = made_safe(sent)
    except FileRefused as refused:
        trail.record_refusal("document.file_refused", by=by.pk, about=case.pk, code=refused.code)
        raise
    document = Document(
        id=document_id or uuid4(),
        case=case,
        kind=kind,
        added_at=at,
        added_by=by,
        title=" ".join(title.text.split()),
        facts={"kind": safe.kind, "bytes": len(safe.content), "pages": safe.pages},
    ).opened_with(case.key_in_hand)
    key = broker().new()  # committed before its row: a row without its key is lost for ever
    try:
        with transaction.atomic():
            lock(case)
            finding = document_finding(case, kind, at=at)  # again: a consent may have been withdrawn meanwhile
            if finding.permits:
                seal_document(document, safe.content, key, by=by)
    except IntegrityError:
        saved = case.documents.filter(pk=document_id).first() if document_id else None
        if saved is None:
            raise
        return saved.opened_with(case.key_in_hand)
    refuse_unless(finding, case, kind, by=by)
    return document


def seal_document(document: Document, content: bytes, key: Any, *, by: User) -> None:
    document.save()
    sealed = DocumentContent(document=document, data=content).opened_with(key)
    sealed.save()
    trail.record(
        "document.added",
        by=by.pk,
        about=document.case_id,
        subject=document.pk,
        code=document.kind,
        digest=sealed.sealed_digest(),
    )


@dataclass(frozen=True, kw_only=True)
class Filed:
    """A file as the list shows it. ``withdrawn`` is the reason, or None; ``may_be_read`` is without asking the gate."""

    id: UUID
    kind: DocumentKind
    form: FileKind
    title: str
    bytes: int
    pages: int
    added_at: datetime
    added_by: Any
    withdrawn: Withdrawn | None
    withdrawn_at: datetime | None
    withdrawn_by: Any

    @property
    def may_be_read(self) -> bool:
        return self.withdrawn is None or self.withdrawn in STILL_READ

    @property
    def kilobytes(self) -> int:
        return -(-self.bytes // 1024)

    @property
    def file_name(self) -> str:
        """A name that tells nothing of the case, nor of what the file shows."""
        return f"fil.{self.form.ending}"


def documents_of(case: Case) -> list[Filed]:
    """Return the files of the opened case, newest first. Opens none of them. One query."""
    rows = case.documents.newest_first().select_related("added_by", "withdrawal__by")
    return [filed(row) for row in rows.opened_with(case.key_in_hand)]


def filed(row: Document) -> Filed:
    facts, withdrawal = row.facts, getattr(row, "withdrawal", None)
    return Filed(
        id=row.pk,
        kind=DocumentKind(row.kind),
        form=FileKind(facts["kind"]),
        title=row.title,
        bytes=facts["bytes"],
        pages=facts["pages"],
        added_at=row.added_at,
        added_by=row.added_by,
        withdrawn=Withdrawn(withdrawal.reason) if withdrawal else None,
        withdrawn_at=withdrawal.at if withdrawal else None,
        withdrawn_by=withdrawal.by if withdrawal else None,
    )


def document_in(case: Case, document_id: UUID) -> Filed:
    """Return one file of the opened case as the list shows it. Raises NoSuchDocument."""
    row = case.documents.select_related("added_by", "withdrawal__by").filter(pk=document_id).first()
    if row is None:
        raise NoSuchDocument
    return filed(row.opened_with(case.key_in_hand))


def open_document(
    *, case: Case, document: Filed, user: User, purpose: Purpose, at: datetime, danger: Guarded | None = None
) -> bytes:
    """Return the bytes of a file; the opening is written down first.

    Raises NoLongerRead, and GateRefused where no consent in force covers it any more. ``danger`` tells in words why
    acute danger makes it necessary all the same; it is put in the journal. Raises NoReasonInDanger where it is empty.
    """
    if not document.may_be_read:
        trail.record_refusal("document.refused", by=user.pk, about=case.pk, code="withdrawn")
        raise NoLongerRead
    if danger is None:
        require_permitted(case, document.kind, by=user, at=at)
    else:
        note_the_danger(case, document, danger, by=user, at=at)
    content = DocumentContent.objects.get(document=document.id)
    trail.record_opening("document.opened", by=user.pk, about=case.pk, subject=document.id, code=purpose)
    return content.opened_with(broker().open(content.key_id, purpose=purpose, by=user.pk)).data


@transaction.atomic
def note_the_danger(case: Case, document: Filed, danger: Guarded, *, by: User, at: datetime) -> None:
    if not danger.text.strip():
        raise NoReasonInDanger
    write_line(case, EntryKind.NOTE, note=danger, happened_at=at, by=by, at=at)
    trail.record("document.opened_in_danger", by=by.pk, about=case.pk, subject=document.id, code=document.kind)


def photo_of(case: Case, *, user: User, purpose: Purpose, at: datetime) -> bytes | None:
    """Return the newest photo in use, for a paper it goes on; None if there is none, or none we may read now."""
    newest = case.documents.of_kind(DocumentKind.PHOTO).in_use().newest_first().first()
    if newest is None or not document_finding(case, DocumentKind.PHOTO, at=at).permits:
        return None
    document = document_in(case, newest.pk)
    return open_document(case=case, document=document, user=user, purpose=purpose, at=at)


@transaction.atomic
def withdraw_document(*, case: Case, document_id: UUID, reason: Withdrawn, by: User, at: datetime) -> None:
    """Take a file out of use; it stays sealed. Raises AlreadyWithdrawn and NoSuchDocument."""
    lock(case)
    document = case.documents.filter(pk=document_id).first()
    if document is None:
        raise NoSuchDocument
    if DocumentWithdrawal.objects.filter(document=document).exists():
        raise AlreadyWithdrawn
    DocumentWithdrawal(document=document, reason=reason, at=at, by=by).save()
    trail.record("document.withdrawn", by=by.pk, about=case.pk, subject=document.pk, code=reason)
