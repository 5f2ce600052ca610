"""What a person may write to us, and how we may answer. Nothing is asked that says who they are."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vaern.guard import has_civil_number
from vaern.mailbox.terms import CONTACT, Answer, IfOtherAnswers, NoOrYes, contact_in_words, that_count
from vaern.ui.fields import UncutField

LONGEST = 100_000
PASSED = {"i går", "igår", "i forgårs", "i aftes"}  # a slip; anything else is for a consultant to read
UNTRACED = {"autocomplete": "off", "spellcheck": "false", "dir": "auto"}


AS_TYPED = {
    "autocapitalize": "none",
    "autocorrect": "off",
    "spellcheck": "false",
}  # a code is no sentence


class Words(UncutField):
    """Text as it was typed: not stripped, not cut, not looked at by a spell-checker somewhere else."""

    def __init__(self, *, label: Any = "", help_text: Any = "", rows: int = 0, longest: int = 500) -> None:
        widget = forms.Textarea(attrs=UNTRACED | {"rows": rows}) if rows else forms.TextInput(attrs=UNTRACED)
        super().__init__(
            label=label,
            help_text=help_text,
            required=False,
            strip=False,
            max_length=longest,
            widget=widget,
            error_messages={
                "max_length": _("Teksten er for lang. Send den i to dele: der er plads til %(limit_value)d tegn.")
            },
        )

    def clean(self, value: Any) -> str:
        return super().clean(value.replace("\x00", "") if isinstance(value, str) else value)


class Urgent(forms.Form):
    """Two things that cannot wait for an answer here. The page shows the numbers at once; sending stays possible."""

    danger = forms.BooleanField(label=_("Jeg er i fare lige nu"), required=False)
    trip = forms.BooleanField(label=_("Jeg skal ud at rejse inden 14 dage"), required=False)

    @property
    def is_urgent(self) -> bool:
        return bool(self.cleaned_data.get("danger") or self.cleaned_data.get("trip"))


class Written(Urgent):
    """Something with a ``text`` of one word at least, unless a box says that it cannot wait."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "text" not in self.errors and not cleaned.get("text", "").strip() and not self.is_urgent:
            self.add_error("text", _("Skriv lidt. Ét ord er nok."))
        return cleaned

    @property
    def has_civil_number(self) -> bool:
        """Tell whether something looks like a CPR number. It is pointed out; the text is theirs and may be sent."""
        return has_civil_number(self.cleaned_data.get("text", ""))


class MessageForm(Written):
    text = Words(label=_("Din besked"), rows=8, longest=LONGEST)


def choice(name: str, default: str, help_text: Any = "") -> forms.ChoiceField:
    label, terms = CONTACT[name]
    return forms.ChoiceField(
        choices=terms.choices,
        label=label,
        help_text=help_text,
        initial=default,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Vælg et af svarene på listen.")},
    )


def words(name: str, help_text: Any = "", longest: int = 500) -> Words:
    return Words(label=CONTACT[name][0], help_text=help_text, longest=longest)


class ContactForm(forms.Form):
    """The safe-contact answers a citizen gives. The first choice of each is the careful one, and stands chosen."""

    answer_by = choice("answer_by", Answer.RETURN, _("Derfor spørger vi: andre må ikke opdage det."))
    number = words("number", _("Det må gerne være en andens."), 60)
    phone_of = choice("phone_of", "")
    when_safe = words("when_safe", _("Fx hverdage mellem 10 og 12."))
    never_when = words("never_when")
    until = words("until", _("Fx til jul. Derefter spørger vi, før vi ringer."))
    if_other = choice("if_other", IfOtherAnswers.HANG_UP)
    other_words = words("other_words", _("Kun hvis du valgte det sidste."))
    voicemail = choice("voicemail", NoOrYes.NO, _("Hvis ja, siger vi kun: ring tilbage."))
    sms = choice("sms", NoOrYes.NO, _("Hvis ja, skriver vi præcis det, du vælger her under."))
    sms_text = words("sms_text", longest=160)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        way = cleaned.get("answer_by") or Answer.RETURN
        cleaned["answer_by"] = way
        if way == Answer.RETURN:
            return cleaned
        if not cleaned.get("number", "").strip():
            self.add_error("number", _("Skriv et nummer, eller vælg, at du selv vender tilbage."))
        elif sum(sign.isdecimal() for sign in cleaned["number"]) < 6:
            self.add_error("number", _("Se efter, om nummeret er helt."))
        if way in {Answer.CALL, Answer.TRUSTED} and not cleaned.get("phone_of") and "phone_of" not in self.errors:
            self.add_error("phone_of", _("Vælg, hvis telefon det er."))
        if cleaned.get("until", "").strip(" .").lower().removeprefix("til ") in PASSED:
            self.add_error("until", _("Den dag er gået. Skriv en, der kommer, eller lad feltet stå tomt."))
        if (way == Answer.SMS or cleaned.get("sms") == NoOrYes.YES) and not cleaned.get("sms_text", "").strip():
            self.add_error("sms_text", _("Skriv, hvad der skal stå i sms’en. Vi skriver ikke andet."))
        if cleaned.get("if_other") == IfOtherAnswers.AGREED_WORDS and not cleaned.get("other_words", "").strip():
            self.add_error("other_words", _("Skriv, hvad vi skal sige."))
        counting = that_count(cleaned)
        for name in ("other_words", "sms_text") if way != Answer.SMS else ():
            if cleaned.get(name, "").strip() and name not in counting:
                self.add_error(name, _("Svaret over ordene siger noget andet. Vælg om, eller slet ordene."))
        return cleaned

    def contact(self) -> dict[str, str]:
        """Return what is sent of a valid form: nothing of the phone when no phone may be used."""
        cleaned = self.cleaned_data
        defaults = {"if_other": IfOtherAnswers.HANG_UP, "voicemail": NoOrYes.NO, "sms": NoOrYes.NO}
        given = {name: cleaned[name] or defaults[name] for name in cleaned if cleaned[name] or name in defaults}
        return that_count(given)

    def said(self) -> list[tuple[str, str]]:
        """Return what is sent, as pairs of words to read."""
        return contact_in_words(self.contact())


class CodeForm(forms.Form):
    """The one field of the way back. What was typed is never shown again."""

    WRONG = _("Koden virker ikke. Se efter, om alle ordene er med. Den kan også være udløbet eller lukket.")

    code = forms.CharField(
        label=_("Din kode"),
        help_text=_("Skriv ordene eller tallene. Store bogstaver, mellemrum og komma er lige meget."),
        required=False,
        widget=forms.Textarea(attrs=AS_TYPED | {"autocomplete": "off", "rows": 3, "dir": "ltr"}),
    )


class ReplyForm(Written):
    text = Words(label=_("Skriv mere"), help_text=_("Skriv så lidt, du vil."), rows=4, longest=LONGEST)
    token = forms.UUIDField(widget=forms.HiddenInput)
