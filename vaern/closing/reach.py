"""What hangs on a case: every key that must go when the case does, and every clear column that is emptied, in whatever
room its row stands.

Found from the foreign keys, so that a new room cannot be forgotten: a sealed row that points to a case by a column
called ``case``, to its inquiry by ``inquiry``, or to another sealed row that does.
"""

from collections.abc import Iterator
from uuid import UUID

from django.db.models import ForeignKey, Model

from vaern.cases.models import Case
from vaern.inquiries.models import EmergencyNote, Inquiry
from vaern.vault.rows import SealedRow, sealed_models

DEEPEST = 4
WHOLES: dict[type[Model], str] = {Case: "case", Inquiry: "inquiry"}


def paths(model: type[Model], whole: type[Model], deep: int = DEEPEST) -> Iterator[str]:
    """Yield the ways from a model to a whole, as filters are written (``person__case``)."""
    for field in model._meta.concrete_fields:
        if not isinstance(field, ForeignKey) or (field.null and field.related_model is model):
            continue
        target = field.related_model
        if target is whole:
            if field.name == WHOLES[whole]:
                yield field.name
        elif deep and target is not model and target not in WHOLES and issubclass(target, SealedRow):
            for rest in paths(target, whole, deep - 1):
                yield f"{field.name}__{rest}"


def empty(case: Case) -> None:
    """Give every row of a case, of the inquiry it came from, and of what hangs on them, what its model says is left."""
    for model in sealed_models():
        if not model.emptied:
            continue
        if model in WHOLES:
            thing = case.pk if model is Case else case.inquiry_id
            model._base_manager.filter(pk=thing).update(**model.emptied)
            continue
        for whole, thing in ((Case, case.pk), (Inquiry, case.inquiry_id)):
            for path in paths(model, whole):
                model._base_manager.filter(**{path: thing}).update(**model.emptied)


def keys_of(case: Case) -> set[UUID]:
    """Return every key something of a case, or of the inquiry it came from, is sealed with; never another's.

    A few dozen queries: it is asked once, when the case is destroyed.
    """
    found = {case.key_id, case.inquiry.key_id}
    for model in sealed_models():
        for whole, thing in ((Case, case.pk), (Inquiry, case.inquiry_id)):
            for path in paths(model, whole):
                found |= set(model._base_manager.filter(**{path: thing}).values_list("key_id", flat=True))
    found |= set(EmergencyNote.objects.filter(about=case.inquiry_id).values_list("key_id", flat=True))
    others = set(Case.objects.filter(key_id__in=found).exclude(pk=case.pk).values_list("key_id", flat=True))
    others |= set(Inquiry.objects.filter(key_id__in=found).exclude(pk=case.inquiry_id).values_list("key_id", flat=True))
    return found - others
