"""The forms of a case: before it is opened, and going on with it."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vaern.cases.actions.people import Description
from vaern.cases.reading import Portrayed
from vaern.cases.terms import (
    STAGES_IN_ORDER,
    WRITTEN_KINDS,
    AuthorityKind,
    EntryKind,
    PersonRole,
    RelationKind,
    Situation,
    Stage,
    Stance,
)
from vaern.desk.forms.case_parts import AuthorityFields, ConcernFields, MaybeStepForm, OwnersForm, RequestFields
from vaern.desk.forms.guarded import ClockField, DayField, GuardedForm, Text, radios, when
from vaern.desk.forms.inquiry import NoteForm
from vaern.ui.fields import UncutField

NO, YES = "no", "yes"
KNOWS_THE_FAMILY = [(NO, _("Nej, ikke så vidt jeg ved")), (YES, _("Ja"))]


class FamilyForm(forms.Form):
    """Whether somebody knows the family. A yes is for good, so it is said twice."""

    knows = radios(KNOWS_THE_FAMILY, _("Kender du familien?"), required=True, missing=_("Svar ja eller nej."))
    is_sure = forms.BooleanField(
        label=_("Jeg ved, at sagen bliver væk for mig, og at svaret ikke kan tages tilbage."), required=False
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("knows") == YES and not cleaned.get("is_sure"):
            self.add_error("is_sure", _("Sæt hak her, hvis svaret er ja. Er det nej, så vælg nej ovenfor."))
        return cleaned

    def knows_the_family(self) -> bool:
        return self.cleaned_data["knows"] == YES


class SearchForm(forms.Form):
    words = UncutField(
        label=_("Find en sag"),
        help_text=_("Reference eller dæknavn"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": _("Skriv en reference eller et dæknavn."),
            "max_length": _("Det er længere end en reference eller et dæknavn. Skriv kun det."),
        },
    )


class EntryForm(NoteForm):
    """A line of the journal: what kind, what happened and when, and whose decision it tells of."""

    kind = radios(
        [(kind.value, kind.label) for kind in WRITTEN_KINDS],
        _("Hvad er det?"),
        required=True,
        missing=_("Vælg, hvad det er."),
    )
    decided_by = radios(
        AuthorityKind.choices,
        _("Hvilken myndighed har afgjort det?"),
        help_text=_("Kun ved en afgørelse. Den er altid myndighedens, aldrig vores."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        is_decision, whose = cleaned.get("kind") == EntryKind.DECISION, cleaned.get("decided_by")
        if is_decision and not whose and "decided_by" not in self.errors:
            self.add_error("decided_by", _("Vælg den myndighed, der har afgjort det."))
        if cleaned.get("kind") and not is_decision and whose:
            self.add_error("decided_by", _("Kun en afgørelse har en myndighed. Vælg »Myndighedens afgørelse« ovenfor."))
        return cleaned

    def line(self) -> dict[str, Any]:
        """Return the line as the act takes it. A time a moment ahead, from a clock that is fast, is now."""
        about = self.note_about()
        return {
            "kind": EntryKind(self.cleaned_data["kind"]),
            "note": about["note"],
            "happened_at": min(about["happened_at"], self.at),
            "decided_by": AuthorityKind(self.cleaned_data["decided_by"]) if self.cleaned_data["decided_by"] else None,
        }


class MoveForm(OwnersForm):
    """Another day or another owner for a task."""

    due_on = DayField(label=_("Dag"))
    due_at = ClockField(label=_("Klokken"), required=False)
    owner = radios((), _("Hvem gør det?"), required=True, missing=_("Vælg, hvem der gør det."))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.demand_ahead("due_on", "due_at")
        return cleaned

    def moved(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        return {"due_at": when(cleaned["due_on"], cleaned["due_at"]), "owner": self.owners[cleaned["owner"]]}


class StageForm(GuardedForm):
    stage = radios(
        [(stage.value, stage.label) for stage in STAGES_IN_ORDER if stage != Stage.CLOSED],
        _("Hvilken fase er arbejdet i nu?"),
        required=True,
        missing=_("Vælg en fase."),
    )
    reason = Text(label=_("Hvorfor?"), rows=3, help_text=_("Skal skrives, når sagen går et skridt tilbage."))


class SituationForm(GuardedForm):
    situation = radios(
        Situation.choices,
        _("Hvor er faren nu?"),
        required=True,
        missing=_("Vælg en situation. »Ukendt« er også et svar."),
    )
    reason = Text(
        label=_("Hvad bygger du det på?"), rows=3, help_text=_("Skal skrives, når situationen ikke længere er akut.")
    )


class ConcernForm(ConcernFields):
    reason = Text(label=_("Hvad har ændret sig?"), rows=3)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.demand("reason", _("Skriv, hvad der har ændret sig."))
        return cleaned


class RequestForm(RequestFields):
    """Another request beside the earlier ones."""


class AuthorityForm(MaybeStepForm, AuthorityFields):
    """Who decides in the matter; a next step may be set in the same breath."""


class PersonForm(GuardedForm):
    label = Text(label=_("Betegnelse"), help_text=_("Fx: søster 1. Aldrig et navn."), max_length=60)
    roles = forms.MultipleChoiceField(
        choices=PersonRole.choices,
        label=_("Hvad er personen i sagen?"),
        help_text=_("Man kan være flere ting på én gang."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Vælg mindst én."),
            "invalid_choice": _("Vælg blandt dem, der står her."),
        },
    )
    stance = radios(
        Stance.choices,
        _("Hvor står personen?"),
        required=True,
        missing=_("Vælg et svar. »Ved ikke« er også et svar."),
    )
    abroad = Text(label=_("Er personen i udlandet? Hvilket land?"), max_length=60)
    words = Text(label=_("Hvad ved vi om personen?"), rows=3)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.demand("label", _("Skriv en betegnelse, fx: søster 1."))
        return cleaned

    def description(self) -> Description:
        cleaned = self.cleaned_data
        return Description(
            label=cleaned["label"],
            roles=frozenset(PersonRole(role) for role in cleaned["roles"]),
            stance=Stance(cleaned["stance"]),
            words=cleaned["words"],
            abroad=cleaned["abroad"],
        )


class RelationForm(forms.Form):
    """What one person is to another. Pass the persons of the case."""

    relative = radios((), _("Hvem?"), required=True, missing=_("Vælg den ene."))
    kind = radios(RelationKind.choices, _("Er hvad?"), required=True, missing=_("Vælg, hvad personen er."))
    person = radios((), _("Til hvem?"), required=True, missing=_("Vælg den anden."))

    def __init__(self, *args: Any, persons: Iterable[Portrayed], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("relative", "person"):
            self.fields[name].choices = [(str(each.id), each.label) for each in persons]  # type: ignore[attr-defined]


class LinkForm(forms.Form):
    name = UncutField(
        label=_("Den anden sag"),
        help_text=_("Reference eller dæknavn. Du skal kunne se begge sager."),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": _("Skriv den andens reference eller dæknavn."),
            "max_length": _("Det er længere end en reference eller et dæknavn."),
        },
    )
