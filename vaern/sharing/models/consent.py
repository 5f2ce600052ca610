"""Consents, the check before one is asked for, and a municipality's request in a consent's place.

All of it is sealed under the case's key, and none of it is ever changed: a withdrawal is a row that follows. In clear
stand ids, times and who wrote it.
"""

from uuid import uuid4

from django.db import models

from vaern.audit.append_only import AppendOnly, AppendOnlyQuerySet
from vaern.cases.models import Case, Document
from vaern.sharing.terms_consent import RequestMoves
from vaern.vault.fields import Sealed, SealedJSON
from vaern.vault.rows import SealedQuerySet, SealedRow
from vaern.work.rows import staff


class WrittenQuerySet(AppendOnlyQuerySet, SealedQuerySet):
    def newest_first(self):
        return self.order_by("-at", "-pk")


class Written(AppendOnly, SealedRow):
    """Something written once about a case, by somebody, at a moment."""

    at = models.DateTimeField()

    objects = WrittenQuerySet.as_manager()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def __str__(self):
        return str(self.pk)


class SafetyCheck(Written):
    """Whether a consent could be asked of somebody without raising the danger, and why. The newest counts."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="safety_checks")
    by = staff("safety_checks")
    facts = SealedJSON("safety_check.facts")
    words = Sealed("safety_check.words")

    class Meta(Written.Meta):
        abstract = False


class Consent(Written):
    """A consent, or an advance mandate, as it was given: ``facts`` who, how far and how long, ``words`` the texts."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="consents")
    by = staff("consents_recorded")
    facts = SealedJSON("consent.facts")
    words = SealedJSON("consent.words")

    class Meta(Written.Meta):
        abstract = False


class Withdrawal(Written):
    """The end of one consent. What was done under it stands."""

    consent = models.OneToOneField(Consent, models.PROTECT, related_name="withdrawal")
    by = staff("consents_withdrawn")
    facts = SealedJSON("withdrawal.facts")
    words = Sealed("withdrawal.words")

    class Meta(Written.Meta):
        abstract = False


class ConsentPaper(AppendOnly):
    """A file of the case proves a consent: what was signed, or a note of it. One may have several, in time."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    consent = models.ForeignKey(Consent, models.PROTECT, related_name="papers")
    document = models.ForeignKey(Document, models.PROTECT, related_name="proves")
    at = models.DateTimeField()
    by = staff("consent_papers")

    class Meta:
        base_manager_name = "objects"
        constraints = [models.UniqueConstraint(fields=["consent", "document"], name="a_file_proves_a_consent_once")]

    def __str__(self):
        return str(self.pk)


class MunicipalRequest(Written):
    """A municipality asks for concrete work without a consent, on a basis and a responsibility of its own."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="municipal_requests")
    by = staff("municipal_requests")
    facts = SealedJSON("municipal_request.facts")
    words = SealedJSON("municipal_request.words")

    class Meta(Written.Meta):
        abstract = False


class RequestStep(Written):
    """A second consultant confirms a request, or somebody ends it: each once."""

    request = models.ForeignKey(MunicipalRequest, models.PROTECT, related_name="steps")
    step = models.CharField(max_length=12, choices=RequestMoves.choices)
    by = staff("request_steps")
    words = Sealed("request_step.words")

    class Meta(Written.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["request", "step"], name="a_request_is_confirmed_and_ended_once")
        ]
