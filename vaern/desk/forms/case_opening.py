"""The form that makes a case of an inquiry."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from vaern.cases.actions.opening import Opening
from vaern.cases.terms import CHOSEN_KINDS, AuthorityState, Kind, Situation
from vaern.desk.forms.case import KNOWS_THE_FAMILY, YES
from vaern.desk.forms.case_parts import AuthorityFields, ConcernFields, MaybeStepForm, RequestFields
from vaern.desk.forms.guarded import Text, radios


class OpeningForm(MaybeStepForm, AuthorityFields, RequestFields, ConcernFields):
    knows = radios(KNOWS_THE_FAMILY, _("Kender du familien?"), required=True, missing=_("Svar ja eller nej."))
    case_kind = radios(
        [(kind.value, kind.label) for kind in CHOSEN_KINDS],
        _("Hvad må sagen rumme?"),
        required=True,
        missing=_("Vælg, hvad sagen må rumme."),
        help_text=_("Anonymiseret: et dæknavn og ingen identitet. Det er altid muligt."),
    )
    why = Text(label=_("Hvorfor går vi videre?"), rows=3)
    situation = radios(
        Situation.choices,
        _("Hvor er faren nu?"),
        required=True,
        missing=_("Vælg en situation. »Ukendt« er også et svar."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.demand("why", _("Skriv, hvorfor I går videre."))
        state = cleaned.get("authority_state")
        if state and state != AuthorityState.TO_FIND and not self.has_step():
            self.add_error("kind", _("En sag har altid et næste skridt. Vælg, hvad det er."))
        return cleaned

    def opening(self) -> Opening:
        return Opening(
            why=self.cleaned_data["why"],
            concerns=self.the_concerns(),
            age=self.the_age(),
            situation=Situation(self.cleaned_data["situation"]),
            request=self.the_request(),
            authority=self.the_authority(),
            next_step=self.new_task(),
            knows_the_family=self.cleaned_data["knows"] == YES,
            kind=Kind(self.cleaned_data["case_kind"]),
        )
