"""To whom something is told, on which basis and how. Nothing is chosen beforehand."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vaern.desk.forms.guarded import GuardedForm, Text, radios
from vaern.law.terms import Finding
from vaern.sharing.parties import Recipient
from vaern.sharing.reading import Seat
from vaern.sharing.terms_disclosure import BY_ROLE, CHOSEN_CHANNELS, REASON_IN_WORDS, Basis, Channel, PartyKind

ANOTHER = "another"
YES, NO = "yes", "no"


class RecipientFields(GuardedForm):
    """Whom: a party the case knows, or another by role. Pass ``seats``: the parties of the case."""

    to = radios((), _("Hvem får det?"), required=True, missing=_("Vælg, hvem det er."))
    kind = radios(
        [(kind.value, kind.label) for kind in BY_ROLE],
        _("Hvem er den anden?"),
        missing=_("Vælg, hvem det er."),
    )
    role = Text(label=_("Rolle"), help_text=_("Fx: vagthavende i Nordjylland. Helst uden navn."), max_length=120)

    def __init__(self, *args: Any, seats: Iterable[Seat], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seats = {seat.key: seat for seat in seats}
        known = [(key, seat.words) for key, seat in self.seats.items()]
        self.fields["to"].choices = [*known, (ANOTHER, _("En anden"))]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("to") == ANOTHER:
            if not cleaned.get("kind") and "kind" not in self.errors:
                self.add_error("kind", _("Vælg, hvem det er."))
            self.demand("role", _("Skriv rollen, så I ved, hvem der ved det."))
        return cleaned

    def recipient(self) -> Recipient:
        chosen = self.cleaned_data["to"]
        if chosen != ANOTHER:
            return self.seats[chosen].recipient
        return Recipient(kind=PartyKind(self.cleaned_data["kind"]), name=self.cleaned_data["role"])


class CheckBasis(GuardedForm):
    """Every basis but a consent is explained."""

    reason = Text(label=_("Hvorfor?"), rows=2, help_text=_("Skal skrives, når grundlaget er andet end samtykke."))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("basis") in REASON_IN_WORDS:
            self.demand("reason", _("Skriv, hvorfor det kan gives videre på det grundlag."))
        return cleaned


class ReleaseForm(RecipientFields, CheckBasis):
    """Let a paper go. Without ``asks_level`` the paper itself tells the level, or tells none. ``basis``: when given."""

    basis = radios(Basis.choices, _("På hvilket grundlag?"), required=True, missing=_("Vælg grundlaget."))
    channel = radios(CHOSEN_CHANNELS, _("Hvordan?"), required=True, missing=_("Vælg, hvordan det sker."))

    with_level = radios(
        [(YES, _("Ja, den nuværende")), (NO, _("Nej"))],
        _("Får de også trusselsniveauet at vide?"),
        required=True,
        missing=_("Vælg ja eller nej, så I kan ringe, hvis det ændrer sig."),
    )
    whereabouts_because = Text(
        label=_("Hvorfor skal stedet stå i netop denne tekst?"),
        rows=2,
        help_text=_("Grunden bliver stående sammen med, at papiret er givet videre."),
    )
    disclosure = forms.UUIDField(required=False, widget=forms.HiddenInput)
    finding: Finding | None = None  # the gate's refusal
    stands: list[str] = []  # the lines in which sealed whereabouts stand

    def __init__(self, *args: Any, asks_level: bool, asks_basis: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_level:
            del self.fields["with_level"]
        if not asks_basis:
            del self.fields["basis"], self.fields["reason"]

    def act(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        return {
            "to": self.recipient(),
            "channel": Channel(cleaned["channel"]),
            "with_level": cleaned.get("with_level") == YES,
            "whereabouts_because": cleaned["whereabouts_because"],
            "disclosure_id": cleaned.get("disclosure"),
        } | ({"basis": Basis(cleaned["basis"]), "reason": cleaned["reason"]} if "basis" in cleaned else {})
