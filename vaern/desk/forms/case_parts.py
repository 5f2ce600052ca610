"""What several forms of a case are made of: a next step with its owner, the concern, who asked, who decides."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib.auth.base_user import AbstractBaseUser
from django.utils.translation import gettext_lazy as _

from vaern.cases.actions.course import Authority, Request, professional
from vaern.cases.terms import CHOSEN_TASKS, AuthorityKind, AuthorityState, TaskKind, Wish
from vaern.desk.forms.guarded import ClockField, DayField, GuardedForm, Text, radios, when
from vaern.desk.forms.inquiry import StepForm
from vaern.directory.terms import Concern
from vaern.guard import Stopped
from vaern.inquiries.surroundings import guard_context
from vaern.inquiries.terms import CONCERNS_A_PERSON, Age, Caller
from vaern.law.clocks import local_day
from vaern.ui.fields import UncutField
from vaern.work.tasks import NewTask

CONCERNS = [(subject.value, subject.label) for subject in Concern if subject in CONCERNS_A_PERSON]


class OwnersForm(GuardedForm):
    """A form in which somebody who may see the case is chosen. Pass those, and who fills it in."""

    def __init__(self, *args: Any, owners: Iterable[AbstractBaseUser], by: AbstractBaseUser, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owners = {str(person.pk): person for person in owners}
        for name in ("owner", "find_owner"):
            if name in self.fields:
                self.fields[name].choices = [  # type: ignore[attr-defined]
                    (pk, person.first_name)
                    for pk, person in self.owners.items()  # type: ignore[attr-defined]
                ]
                self.initial.setdefault(name, str(by.pk))


class CaseStepForm(OwnersForm, StepForm):
    """A next step: what, when, who, and in words."""

    kind = radios(
        [(kind.value, kind.label) for kind in CHOSEN_TASKS],
        _("Næste skridt"),
        required=True,
        missing=_("Vælg, hvad det næste skridt er."),
    )
    owner = radios((), _("Hvem gør det?"), required=True, missing=_("Vælg, hvem der gør det."))
    field_order = ("kind", "text", "due_on", "due_at", "owner")

    def new_task(self) -> NewTask | None:
        return self.task(self.owners[self.cleaned_data["owner"]])


class MaybeStepForm(CaseStepForm):
    """A next step that may be left out; begun, it is whole."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].required = self.fields["due_on"].required = self.fields["owner"].required = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.has_step():
            for name in ("kind", "due_on", "owner"):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, self.fields[name].error_messages["required"])
        return cleaned

    def has_step(self) -> bool:
        return any(str(self.data.get(name, "")).strip() for name in ("kind", "text", "due_on", "due_at"))

    def new_task(self) -> NewTask | None:
        return super().new_task() if self.has_step() else None


class ConcernFields(GuardedForm):
    concerns = forms.MultipleChoiceField(
        choices=CONCERNS,
        label=_("Hvad er bekymringen?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Vælg mindst én. »Ved ikke endnu« er også et svar."),
            "invalid_choice": _("Vælg blandt dem, der står her."),
        },
    )
    age = radios(
        Age.choices,
        _("Borgerens alder"),
        required=True,
        missing=_("Vælg en alder. »Ved ikke« er også et svar."),
    )

    def the_concerns(self) -> tuple[Concern, ...]:
        return tuple(Concern(each) for each in self.cleaned_data["concerns"])

    def the_age(self) -> Age:
        return Age(self.cleaned_data["age"])


class RequestFields(GuardedForm):
    wish = radios(Wish.choices, _("Hvad er vi bedt om?"), required=True, missing=_("Vælg, hvad vi er bedt om."))
    asked_by = radios(Caller.choices, _("Hvem bad om det?"), required=True, missing=_("Vælg, hvem der bad om det."))
    asked_on = DayField(label=_("Hvilken dag bad de om det?"))
    asked_words = Text(label=_("Med deres ord, uden navne"), rows=2, max_length=2000)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if (day := cleaned.get("asked_on")) and day > local_day(self.at):
            self.add_error("asked_on", _("Den dag er ikke kommet endnu. Skriv den dag, de bad om det."))
        return cleaned

    def the_request(self) -> Request:
        cleaned = self.cleaned_data
        return Request(
            wish=Wish(cleaned["wish"]),
            asked_by=Caller(cleaned["asked_by"]),
            on=cleaned["asked_on"],
            words=cleaned["asked_words"],
        )


class AuthorityFields(OwnersForm):
    """Who decides in the matter. Only what is said of the professional may tell who somebody is."""

    authority_state = radios(
        AuthorityState.choices,
        _("Er den ansvarlige myndighed kendt?"),
        required=True,
        missing=_("Vælg et svar. Er den ikke kendt, så sæt en dag til at finde den."),
    )
    authority_kind = radios(AuthorityKind.choices, _("Hvilken myndighed?"))
    authority_role = Text(
        label=_("Sagsbehandlerens rolle"), help_text=_("Fx: sagsbehandler i ungeteamet."), max_length=200
    )
    authority_contact = UncutField(
        label=_("Hvordan nås sagsbehandleren?"),
        help_text=_("Navn, telefon og mail på arbejdet. Kun om fagpersonen, aldrig om borgeren."),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
        error_messages={"max_length": _("Det er for langt. Skriv kun navn, telefon og mail.")},
    )
    find_on = DayField(label=_("Den skal findes senest"), required=False)
    find_at = ClockField(label=_("Klokken"), required=False)
    find_owner = radios((), _("Hvem finder den?"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        match cleaned.get("authority_state"):
            case AuthorityState.FOUND:
                if not cleaned.get("authority_kind") and "authority_kind" not in self.errors:
                    self.add_error("authority_kind", _("Vælg, hvilken myndighed det er."))
                self.demand("authority_role", _("Skriv sagsbehandlerens rolle."))
            case AuthorityState.TO_FIND:
                if not cleaned.get("find_on") and "find_on" not in self.errors:
                    self.add_error("find_on", _("Skriv den dag, den skal være fundet."))
                if not cleaned.get("find_owner") and "find_owner" not in self.errors:
                    self.add_error("find_owner", _("Vælg, hvem der finder den."))
                self.demand_ahead("find_on", "find_at")
        written = {name for name in ("authority_role", "authority_contact") if self.data.get(name)}
        if cleaned.get("authority_state") not in {None, AuthorityState.FOUND} and written & set(self.changed_data):
            self.add_error("authority_state", _("Du har skrevet om sagsbehandleren. Vælg »Kendt«, eller slet det."))
        if contact := cleaned.get("authority_contact"):
            try:
                professional(contact, guard_context(self.at))
            except Stopped:
                self.add_error(
                    "authority_contact",
                    _("Her må kun stå fagpersonens navn, telefon og mail på arbejdet. Fjern alt andet."),
                )
        return cleaned

    def the_authority(self) -> Authority:
        cleaned = self.cleaned_data
        state = AuthorityState(cleaned["authority_state"])
        if state == AuthorityState.FOUND:
            return Authority(
                state=state,
                kind=AuthorityKind(cleaned["authority_kind"]),
                role=cleaned["authority_role"],
                contact=cleaned["authority_contact"].strip(),
            )
        find = None
        if state == AuthorityState.TO_FIND:
            due_at = when(cleaned["find_on"], cleaned["find_at"])
            assert due_at is not None  # noqa: S101  the day is demanded
            find = NewTask(kind=TaskKind.FIND_AUTHORITY, due_at=due_at, owner=self.owners[cleaned["find_owner"]])
        return Authority(state=state, find=find)
