"""The questions before a call, in the order that is used on the phone: situation, background, assessment, request."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from vaern.guard import Context, Shown, Stopped, guarded
from vaern.public.forms import Soon
from vaern.ui.answers import YesNoUnknown
from vaern.ui.fields import UncutField

UNKNOWN = "_unknown"  # what the box "Ved ikke" beside a text is called: the text's own name and this
SHORT, MIDDLE, LONG = 100, 200, 350  # characters; with every field full the sheet still fits one page


class Source(TextChoices):
    SEEN = "seen", _("Jeg har selv set eller hørt det")
    CITIZEN = "citizen", _("Borgeren har sagt det")
    OTHERS = "others", _("Andre har sagt det")
    UNKNOWN = "unknown", _("Ved ikke")


class Age(TextChoices):
    CHILD = "child", _("Under 18")
    ADULT = "adult", _("18 eller over")
    UNKNOWN = "unknown", _("Ved ikke")


class Need(TextChoices):
    NEXT = "next", _("Hvad er det næste skridt?")
    RISK = "risk", _("Hvor farligt er det?")
    LAW = "law", _("Hvad siger reglerne?")
    COORDINATE = "coordinate", _("Hvem skal med, og hvem gør hvad?")
    UNKNOWN = "unknown", _("Ved ikke")


@dataclass(frozen=True)
class Question:
    """``choices`` makes a question of buttons, otherwise it is a text of at most ``room`` characters."""

    name: str
    label: str | Promise
    why: str | Promise = ""
    choices: type[TextChoices] | None = None
    room: int = MIDDLE


@dataclass(frozen=True)
class Step:
    code: str
    heading: str | Promise
    questions: tuple[Question, ...]


STEPS = (
    Step(
        "situation",
        _("Situationen"),
        (
            Question("safe", _("Er borgeren i sikkerhed nu?"), _("Er der fare nu, så ring 112 først."), YesNoUnknown),
            Question("what", _("Hvad har du set eller hørt?"), _("Det, der skete. Ikke det, du tror."), room=LONG),
            Question("when", _("Hvornår skete det?"), room=SHORT),
            Question("source", _("Hvem ved du det fra?"), choices=Source),
            Question("soon", _("Er der en rejse eller fare de næste 14 dage?"), choices=Soon),
        ),
    ),
    Step(
        "trip",
        _("Rejsen"),
        (
            Question("country", _("Hvilket land?"), room=SHORT),
            Question("route", _("Hvornår og hvordan rejser de?"), room=SHORT),
            Question("return", _("Er hjemrejsen planlagt, og er billetten købt?"), room=SHORT),
            Question("hosts", _("Hvem skal borgeren bo hos? Skriv rollen, ikke navnet."), room=SHORT),
            Question("purpose", _("Hvad siger familien, at rejsen skal bruges til?"), room=SHORT),
            Question("fear", _("Hvad frygtes der?"), room=SHORT),
            Question("citizenship", _("Statsborgerskab, også forældrenes. Hvilke pas, og hvem har dem?"), room=SHORT),
            Question("trust", _("Hvem kan borgeren stole på? Skriv rollen, ikke navnet."), room=SHORT),
            Question("alternatives", _("Hvad kan gøres i stedet?"), room=SHORT),
            Question("photo", _("Findes der et godt billede og en kopi af passet?"), choices=YesNoUnknown),
        ),
    ),
    Step(
        "background",
        _("Baggrunden"),
        (
            Question("age", _("Hvor gammel er borgeren?"), choices=Age),
            Question("family", _("Hvem er i familien? Er der søskende?"), _("Skriv roller, ikke navne.")),
            Question("earlier", _("Hvad er der sket før, og hvem har hjulpet?")),
            Question("knows", _("Hvem ved det nu?"), _("Jo færre, jo bedre.")),
        ),
    ),
    Step(
        "assessment",
        _("Din vurdering"),
        (
            Question("worry", _("Hvad bekymrer dig mest?"), room=LONG),
            Question("signs", _("Hvilke tegn på kontrol eller ære har du set?")),
            Question("wish", _("Hvad vil borgeren selv?")),
            Question("gaps", _("Hvad ved du ikke endnu?")),
        ),
    ),
    Step(
        "request",
        _("Dit spørgsmål"),
        (
            Question("question", _("Hvad vil du spørge konsulenten om?"), room=LONG),
            Question("need", _("Hvad har du mest brug for?"), choices=Need),
            Question("role", _("Hvad arbejder du som?"), room=SHORT),
            Question("municipality", _("Hvilken kommune bor borgeren i?"), room=SHORT),
        ),
    ),
)
NAMES = tuple(
    name
    for step in STEPS
    for question in step.questions
    for name in ((question.name,) if question.choices else (question.name, question.name + UNKNOWN))
)


class StepForm(forms.Form):
    """The questions of one step. Every one may be left open; a text must pass the anonymity guard."""

    def __init__(self, step: Step, data: Any = None, *, initial: Any = None, context: Context | None = None) -> None:
        super().__init__(data, initial=known(initial) if initial is not None else None)
        self.step, self.context = step, context
        self.found: dict[str, list[Shown]] = {}
        for question in step.questions:
            if question.choices:
                self.fields[question.name] = choice(question)
            else:
                self.fields[question.name] = words(question)
                self.fields[question.name + UNKNOWN] = forms.BooleanField(label=_("Ved ikke"), required=False)

    @property
    def offered(self) -> set[str]:
        """The fingerprints that stand on the page as boxes to tick, so that they are not sent along unseen too."""
        return {each.finding.fingerprint for found in self.found.values() for each in found}

    @property
    def asked(self) -> list[dict[str, Any]]:
        """Return each question with its field, its box for not knowing, and what the guard found."""
        return [
            {
                "bound": self[question.name],
                "unknown": None if question.choices else self[question.name + UNKNOWN],
                "found": self.found.get(question.name, []),
            }
            for question in self.step.questions
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        confirmed = frozenset(self.data.getlist("confirmed"))
        for question in self.step.questions:
            text = cleaned.get(question.name, "")
            if question.choices or not text:
                continue
            try:
                guarded(text, self.context or Context(), confirmed)
            except Stopped as stopped:
                self.found[question.name] = stopped.report.shown(text, confirmed)
                self.add_error(
                    question.name,
                    _("Her er noget, der kan vise, hvem borgeren er. Slet det, og skriv det på en anden måde.")
                    if stopped.report.stops
                    else _("Se på det, der er markeret. Ret det, eller sæt kryds ved, at det kan stå."),
                )
        return cleaned

    def said(self, question: Question) -> tuple[str, str, bool]:
        """Return label, answer, and whether it is a gap, of a question that has been found valid."""
        value = self.cleaned_data.get(question.name, "")
        if question.choices and value:
            return str(question.label), str(question.choices(value).label), value == "unknown"
        if value:
            return str(question.label), " ".join(value.split()), False
        if self.cleaned_data.get(question.name + UNKNOWN):
            return str(question.label), gettext("Ved ikke"), True
        return str(question.label), gettext("Ikke oplyst"), True


def known(given: Mapping[str, str]) -> dict[str, str]:
    """Return the answers in what was sent, and nothing else."""
    return {name: given[name] for name in NAMES if name in given}


def choice(question: Question) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=question.label,
        help_text=question.why,
        choices=question.choices.choices if question.choices else (),
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Vælg et af svarene på listen.")},
    )


def words(question: Question) -> forms.CharField:
    shared = {"autocomplete": "off", "spellcheck": "false", "dir": "auto"}
    field = UncutField(
        label=question.label,
        help_text=question.why,
        required=False,
        max_length=question.room,
        widget=forms.TextInput(attrs=shared) if question.room == SHORT else forms.Textarea(attrs=shared | {"rows": 3}),
        error_messages={
            "max_length": _("Skriv det kortere. Der er plads til %(limit_value)d tegn; her er %(show_value)d.")
        },
    )
    if question.name == "municipality":
        field.widget.attrs["list"] = "kommuner"
    return field
