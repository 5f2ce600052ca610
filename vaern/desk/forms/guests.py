"""The forms about guests: inviting one, and what a guest answers."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from vaern.desk.forms.directory import Line
from vaern.desk.forms.guarded import DayField, GuardedForm, Text
from vaern.guests.actions import Invitation, latest_day
from vaern.guests.terms import Section
from vaern.law.clocks import local_day
from vaern.ui.ids import as_id


class InviteGuestForm(GuardedForm):
    """Whom to let read which sections, until when. Pass the sections there are."""

    first_name = Line(_("Fornavn"), longest=60, missing=_("Skriv fornavnet."))
    email = forms.EmailField(
        label=_("Arbejdsmail"),
        help_text=_("Bruges kun til at logge ind. Værn sender ikke mail."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": _("Skriv arbejdsmailen."),
            "invalid": _("Det ligner ikke en mailadresse. Se den efter."),
        },
    )
    who = Text(label=_("Hvad er gæsten?"), help_text=_("Fx: sagsbehandler i ungeteamet."), max_length=200)
    sections = forms.MultipleChoiceField(
        label=_("Hvad må gæsten læse?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Vælg mindst én del."),
            "invalid_choice": _("Vælg blandt dem, der står her."),
        },
    )
    last_day = DayField(label=_("Til og med"))

    def __init__(self, *args: Any, sections: Iterable[Section], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sections"].choices = [(each.value, each.label) for each in sections]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.demand("who", _("Skriv gæstens rolle."))
        day: date | None = cleaned.get("last_day")
        if day and not local_day(self.at) <= day <= latest_day(self.at):
            message = _("Vælg en dag fra i dag til og med %(day)s. Du kan invitere igen derefter.")
            self.add_error("last_day", message % {"day": f"{latest_day(self.at):%d-%m-%Y}"})
        return cleaned

    def invitation(self) -> Invitation:
        cleaned = self.cleaned_data
        return Invitation(
            first_name=cleaned["first_name"],
            email=cleaned["email"],
            who=cleaned["who"],
            sections=[Section(code) for code in cleaned["sections"]],
            last_day=cleaned["last_day"],
        )


class GuestAnswerForm(GuardedForm):
    """What a guest writes to the consultant. ``line`` makes a double click one line."""

    note = Text(
        label=_("Dit svar"), rows=5, help_text=_("Uden navn og adresse på borgeren. Det står i sagens journal.")
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.demand("note", _("Skriv dit svar."))
        return cleaned

    @property
    def line(self) -> UUID:
        return as_id(self.data.get("line")) or self.__dict__.setdefault("_line", uuid4())
