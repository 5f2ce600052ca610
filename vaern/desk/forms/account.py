"""The forms at the door: signing in, coming in by a link, and looking after one's own access."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from vaern.ui.fields import UncutField

LONGEST_PASSWORD = 200


def wait_text(seconds: int) -> str:
    """Say how long to wait, the same for everybody."""
    if seconds < 90:
        return ngettext("Vent %d sekund, og prøv igen.", "Vent %d sekunder, og prøv igen.", seconds) % seconds
    minutes = -(-seconds // 60)
    return ngettext("Vent %d minut, og prøv igen.", "Vent %d minutter, og prøv igen.", minutes) % minutes


class PasswordField(UncutField):
    """A password as it was typed: nothing is trimmed, and a page that comes back holds it no more."""

    def __init__(self, label: Any, *, missing: Any, is_new: bool = False, help_text: Any = "") -> None:
        super().__init__(
            label=label,
            help_text=help_text,
            strip=False,
            max_length=LONGEST_PASSWORD,
            widget=forms.PasswordInput(attrs={"autocomplete": "new-password" if is_new else "current-password"}),
            error_messages={
                "required": missing,
                "max_length": _("Adgangskoden er for lang. Der er plads til %(limit_value)d tegn."),
            },
        )


class CodeField(UncutField):
    def __init__(self, label: Any, *, missing: Any, help_text: Any = "", numeric: bool = True) -> None:
        attributes = {"autocomplete": "one-time-code", "spellcheck": "false"}
        super().__init__(
            label=label,
            help_text=help_text,
            max_length=40,
            widget=forms.TextInput(attrs=attributes | ({"inputmode": "numeric"} if numeric else {})),
            error_messages={"required": missing, "max_length": _("Koden er for lang. Se efter, og skriv den igen.")},
        )


class SignInForm(forms.Form):
    email = UncutField(
        label=_("Arbejdsmail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username", "spellcheck": "false"}),
        error_messages={"required": _("Skriv din arbejdsmail.")},
    )
    password = PasswordField(_("Adgangskode"), missing=_("Skriv din adgangskode."))


class CodeForm(forms.Form):
    code = CodeField(
        _("Kode"),
        missing=_("Skriv koden."),
        help_text=_("De 6 cifre fra din app, eller en af dine genopretningskoder."),
    )


class LinkForm(forms.Form):
    code = CodeField(
        _("Kode til linket"),
        missing=_("Skriv koden."),
        help_text=_("16 bogstaver og tal. Du har fået den af den, der gav dig linket."),
        numeric=False,
    )


class NewPasswordForm(forms.Form):
    password = PasswordField(
        _("Ny adgangskode"),
        missing=_("Skriv en adgangskode."),
        is_new=True,
        help_text=_("Mindst 12 tegn. Fire ord, der ikke hører sammen, er lette at huske og svære at gætte."),
    )
    again = PasswordField(_("Samme adgangskode igen"), missing=_("Skriv adgangskoden igen."), is_new=True)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        validate_password(self.cleaned_data["password"], self.user)
        return self.cleaned_data["password"]

    def clean_again(self) -> str:
        again = self.cleaned_data["again"]
        if "password" in self.cleaned_data and again != self.cleaned_data["password"]:
            raise ValidationError(_("De to adgangskoder er ikke ens. Skriv dem igen."))
        return again


class AppForm(forms.Form):
    """A first code from an app that was just set up. ``offer`` is the signed secret the page holds meanwhile."""

    offer = forms.CharField(widget=forms.HiddenInput)
    code = CodeField(_("Kode fra appen"), missing=_("Skriv de 6 cifre, appen viser nu."))


class PasskeyForm(forms.Form):
    """What the browser made. The script fills ``answer`` and sends the form."""

    answer = forms.CharField(widget=forms.HiddenInput, max_length=20_000, required=False)
    name = UncutField(
        label=_("Navn til dig selv"),
        help_text=_("Fx »Arbejdstelefon«. Kun du ser det."),
        max_length=40,
        error_messages={"required": _("Giv den et navn, så du kan kende den igen.")},
    )


class OwnPassword(forms.Form):
    """Asks for one's own password before something about one's access is changed: an unlocked screen is not enough."""

    own_password = PasswordField(_("Din adgangskode nu"), missing=_("Skriv din adgangskode."))


class OwnAppForm(AppForm, OwnPassword):
    field_order = ("offer", "code", "own_password")


class OwnPasskeyForm(PasskeyForm, OwnPassword):
    field_order = ("answer", "name", "own_password")


class OwnNewPasswordForm(NewPasswordForm, OwnPassword):
    field_order = ("own_password", "password", "again")
