"""The files of a case: how the list shows them, their bytes under keys of their own, and which are no longer used."""

from uuid import uuid4

from django.db import models

from vaern.audit.append_only import AppendOnly, AppendOnlyQuerySet
from vaern.cases.terms import DocumentKind, Withdrawn
from vaern.vault.fields import Sealed, SealedFile, SealedJSON
from vaern.vault.rows import SealedQuerySet, SealedRow
from vaern.work.rows import staff


class DocumentQuerySet(AppendOnlyQuerySet, SealedQuerySet):
    def newest_first(self):
        return self.order_by("-added_at", "pk")

    def of_kind(self, kind):
        return self.filter(kind=kind)

    def in_use(self):
        return self.filter(withdrawal=None)


class Document(AppendOnly, SealedRow):
    """A file of the case, as its list shows it: sealed with the case. The file itself has a key of its own.

    ``facts`` says how large it is and in how many pages.
    """

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=16, choices=DocumentKind.choices)
    added_at = models.DateTimeField()
    added_by = staff("case_documents")
    title = Sealed("case_document.title")
    facts = SealedJSON("case_document.facts")

    objects = DocumentQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        indexes = [models.Index(fields=["case", "-added_at"], name="case_document_added")]

    def __str__(self):
        return str(self.pk)


class DocumentContentQuerySet(AppendOnlyQuerySet, SealedQuerySet):
    pass


class DocumentContent(AppendOnly, SealedRow):
    """The bytes of a file, made safe before they were sealed, under a key of their own."""

    document = models.OneToOneField(Document, models.PROTECT, related_name="content")
    data = SealedFile("case_document_content.data")

    objects = DocumentContentQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"

    def __str__(self):
        return str(self.pk)


class DocumentWithdrawal(AppendOnly):
    """A file is no longer used, from one moment on and for one of a few reasons. The file stays, sealed."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    document = models.OneToOneField(Document, models.PROTECT, related_name="withdrawal")
    reason = models.CharField(max_length=16, choices=Withdrawn.choices)
    at = models.DateTimeField()
    by = staff("case_documents_withdrawn")

    class Meta:
        base_manager_name = "objects"

    def __str__(self):
        return str(self.pk)
