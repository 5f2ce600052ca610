"""The forms of a case's plan: recommendations, the safety plan, questions and worksheets."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vaern.cases.plan.citizen import CitizenSaid
from vaern.cases.plan.questions import Question
from vaern.cases.plan.recommendations import OWNERS, Recommendation
from vaern.cases.plan.safety import Frame, Step
from vaern.cases.plan.terms import (
    Agreement,
    Asker,
    Contributor,
    PlanKind,
    RecommendationState,
    SafeNow,
    StepArea,
    StepState,
    Told,
)
from vaern.cases.plan.worksheets import QUESTIONS, Filled
from vaern.cases.terms import TaskKind
from vaern.desk.forms.case_parts import MaybeStepForm, OwnersForm
from vaern.desk.forms.guarded import DayField, GuardedForm, Text, radios, when
from vaern.desk.forms.inquiry import NoteForm
from vaern.work.tasks import NewTask

YES, NO = "yes", "no"


class DatedForm(OwnersForm):
    """A form with one day on which something comes up again; ``day_field`` is where it stands."""

    day_field = ""

    def due(self) -> datetime | None:
        return when(self.cleaned_data.get(self.day_field), None)

    def new(self, kind: TaskKind, words: str) -> NewTask | None:
        """Return the task of that day, or None where no day is written."""
        due_at, owner = self.due(), self.cleaned_data.get("owner")
        if due_at is None or not owner:
            return None
        return NewTask(kind=kind, due_at=due_at, owner=self.owners[owner], text=self.cleaned_data[words])


class CitizenFields(GuardedForm):
    """The citizen's part: wish, agreement, and when and how safely they were told, or why not."""

    wish = Text(label=_("Hvad ønsker borgeren selv?"), rows=2, max_length=2000)
    agreement = radios(
        Agreement.choices,
        _("Er borgeren enig?"),
        required=True,
        missing=_("Vælg et svar. »Ikke spurgt endnu« er også et svar."),
    )
    told = radios(
        Told.choices, _("Er borgeren orienteret om det?"), required=True, missing=_("Vælg, om borgeren er orienteret.")
    )
    told_on = DayField(label=_("Hvornår?"), required=False)
    told_how = Text(label=_("Hvordan, så det var sikkert?"), max_length=500)
    why_not = Text(label=_("Hvis ikke: hvorfor?"), max_length=500)

    def citizen(self) -> CitizenSaid:
        cleaned = self.cleaned_data
        return CitizenSaid(
            wish=cleaned["wish"],
            agreement=Agreement(cleaned["agreement"]),
            told=Told(cleaned["told"]),
            told_on=cleaned["told_on"],
            told_how=cleaned["told_how"],
            why_not=cleaned["why_not"],
        )


class RecommendationForm(CitizenFields, DatedForm):
    """A recommendation. ``decides`` owns it, never one of us; ``owner`` is who of us follows up."""

    day_field = next_field = "follow_on"

    what = Text(label=_("Hvad anbefaler vi?"), help_text=_("Én konkret ting, så den kan gøres."), max_length=300)
    why = Text(label=_("Hvorfor?"), rows=3)
    decides = radios(
        OWNERS.items(),
        _("Hvem beslutter og handler?"),
        required=True,
        missing=_("Vælg den, der beslutter. Det er aldrig en af os."),
    )
    decides_role = Text(
        label=_("Hvilken rolle?"), help_text=_("Fx: sagsbehandler i ungeteamet. Uden navn."), max_length=200
    )
    state = radios(
        RecommendationState.choices, _("Hvor står den?"), required=True, missing=_("Vælg, hvor anbefalingen står.")
    )
    reason = Text(label=_("Myndighedens svar"), help_text=_("Skal skrives, når den er afvist."), rows=2)
    follow_on = DayField(
        label=_("Vi følger op den"),
        required=False,
        help_text=_("En dag efter i dag. Skal være der, så længe den er åben."),
    )
    owner = radios((), _("Hvem af os følger op?"), required=True, missing=_("Vælg, hvem der følger op."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for who in Contributor:
            self.fields[f"asked_{who.value}"] = Text(label=who.label, max_length=500)

    @property
    def contributors(self) -> list[Any]:
        return [self[f"asked_{who.value}"] for who in Contributor]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.demand("what", _("Skriv, hvad der anbefales."))
        return cleaned

    def recommendation(self) -> Recommendation:
        cleaned = self.cleaned_data
        return Recommendation(
            what=cleaned["what"],
            why=cleaned["why"],
            owner=cleaned["decides"],
            owner_role=cleaned["decides_role"],
            asked={who: cleaned[f"asked_{who.value}"] for who in Contributor},
            citizen=self.citizen(),
            state=RecommendationState(cleaned["state"]),
            reason=cleaned["reason"],
            follow_up=self.new(TaskKind.FOLLOW_UP, "what"),
        )


class StepOfPlanForm(CitizenFields, DatedForm):
    """One step of the safety plan."""

    day_field = "by_on"

    area = radios(StepArea.choices, _("Hvad handler det om?"), required=True, missing=_("Vælg, hvad det handler om."))
    what = Text(label=_("Hvad gøres?"), max_length=300)
    who = Text(label=_("Hvem gør det?"), help_text=_("Borgeren selv, eller en rolle. Uden navn."), max_length=200)
    by_on = DayField(label=_("Senest"), required=False, help_text=_("Med en dag spørger vi, om det blev gjort."))
    safe_now = radios(SafeNow.choices, _("Er det sikkert at gøre nu?"), required=True, missing=_("Vælg et svar."))
    side_effects = Text(
        label=_("Hvad kan det føre med sig?"), help_text=_("Fx at nogen lægger mærke til det."), rows=2, max_length=2000
    )
    pocket = Text(
        label=_("I lommeplanen"),
        help_text=_("Helt neutrale ord, som alle må finde. Tomt: skridtet står der ikke."),
        max_length=200,
    )
    state = radios(StepState.choices, _("Hvor står det?"), required=True, missing=_("Vælg, hvor skridtet står."))
    reason = Text(label=_("Hvorfor er det fravalgt?"), help_text=_("Kun når det er fravalgt."), max_length=500)
    owner = radios((), _("Hvem af os spørger?"), required=True, missing=_("Vælg, hvem der spørger."))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.demand("what", _("Skriv, hvad der skal gøres."))
        self.demand("who", _("Skriv, hvem der gør det."))
        return cleaned

    def step(self) -> Step:
        cleaned = self.cleaned_data
        state = StepState(cleaned["state"])
        return Step(
            area=StepArea(cleaned["area"]),
            what=cleaned["what"],
            who=cleaned["who"],
            by_on=cleaned["by_on"],
            remind=self.new(TaskKind.PLAN_STEP, "what") if state == StepState.OPEN else None,
            state=state,
            reason=cleaned["reason"],
            safe_now=SafeNow(cleaned["safe_now"]),
            side_effects=cleaned["side_effects"],
            pocket=cleaned["pocket"],
            citizen=self.citizen(),
        )


class FrameForm(DatedForm):
    """What goes for the whole safety plan."""

    day_field = "review_on"

    made_with = Text(label=_("Hvem er den lavet sammen med?"), help_text=_("Roller, ingen navne."), max_length=300)
    read_aloud = radios(
        [(YES, _("Ja")), (NO, _("Nej"))],
        _("Er den læst op for borgeren?"),
        required=True,
        missing=_("Vælg ja eller nej."),
    )
    kept = Text(
        label=_("Hvor har borgeren den?"), help_text=_("Tomt: ingen steder. Det er det sikreste."), max_length=300
    )
    by_heart = Text(label=_("Hvad husker borgeren udenad?"), rows=2, max_length=1000)
    triggers = Text(
        label=_("Hvornår skal den ses efter før tiden?"),
        help_text=_("Fx efter en hændelse, en flytning, et retsmøde eller en ferie."),
        rows=2,
        max_length=1000,
    )
    review_on = DayField(label=_("Den ses efter igen den"), help_text=_("Senest om tolv uger."))
    owner = radios((), _("Hvem af os ser den efter?"), required=True, missing=_("Vælg, hvem der ser den efter."))

    def frame(self) -> Frame:
        cleaned = self.cleaned_data
        review = self.new(TaskKind.CHECK, "triggers")
        assert review is not None  # noqa: S101  day and owner are required
        return Frame(
            made_with=cleaned["made_with"],
            read_aloud=cleaned["read_aloud"] == YES,
            kept=cleaned["kept"],
            by_heart=cleaned["by_heart"],
            triggers=cleaned["triggers"],
            review=review,
        )


class QuestionForm(DatedForm):
    """A question for the board."""

    day_field = "due_on"

    what = Text(label=_("Hvad skal vi vide?"), max_length=300)
    asker = radios(Asker.choices, _("Hvem spørger?"), required=True, missing=_("Vælg, hvem der spørger."))
    role = Text(
        label=_("Hvem hos myndigheden?"), help_text=_("En rolle, fx: sundhedsplejersken. Uden navn."), max_length=200
    )
    route = Text(
        label=_("Ad hvilken sikker vej?"),
        help_text=_("Hvem spørges, hvor og hvordan, uden at de forkerte opdager det."),
        rows=3,
        max_length=2000,
    )
    due_on = DayField(label=_("Svar senest"))
    owner = radios((), _("Hvem af os holder øje?"), required=True, missing=_("Vælg, hvem der holder øje."))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.demand("what", _("Skriv spørgsmålet."))
        self.demand("route", _("Skriv en sikker vej. Kendes den ikke, så find den først."))
        return cleaned

    def question(self) -> Question:
        cleaned = self.cleaned_data
        find_out = self.new(TaskKind.FIND_OUT, "what")
        assert find_out is not None  # noqa: S101  day and owner are required
        return Question(
            what=cleaned["what"],
            route=cleaned["route"],
            asker=Asker(cleaned["asker"]),
            role=cleaned["role"],
            find_out=find_out,
        )


class AnswerForm(NoteForm, MaybeStepForm):
    """The answer to a question; a next step may be set in the same breath."""

    next_field = "due_on"

    note = Text(label=_("Hvad er svaret?"), help_text=_("Det skrives i journalen."), rows=5)

    def the_answer(self) -> dict[str, Any]:
        """Return the answer as the act takes it. A time a moment ahead, from a clock that is fast, is now."""
        about = self.note_about()
        return {"note": about["note"], "happened_at": min(about["happened_at"], self.at), "then": self.new_task()}


class SheetForm(GuardedForm):
    """A worksheet: under each question what is known, what is missing, who finds it and by when."""

    def __init__(self, *args: Any, sheet: PlanKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sheet = sheet
        for prompt in QUESTIONS[sheet]:
            self.fields[f"{prompt.code}-so_far"] = Text(label=_("Indtil nu"), rows=2, max_length=5000)
            self.fields[f"{prompt.code}-missing"] = Text(label=_("Mangler"), max_length=1000)
            self.fields[f"{prompt.code}-who"] = Text(label=_("Hvem finder ud af det?"), max_length=200)
            self.fields[f"{prompt.code}-on"] = DayField(label=_("Senest"), required=False)

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Return the questions with their fields, as the page draws them."""
        parts = ("so_far", "missing", "who", "on")
        return [
            {"question": prompt.text, "code": prompt.code, **{part: self[f"{prompt.code}-{part}"] for part in parts}}
            for prompt in QUESTIONS[self.sheet]
        ]

    def answers(self) -> dict[str, Filled]:
        cleaned = self.cleaned_data
        return {
            prompt.code: Filled(
                so_far=cleaned[f"{prompt.code}-so_far"],
                missing=cleaned[f"{prompt.code}-missing"],
                who=cleaned[f"{prompt.code}-who"],
                on=cleaned[f"{prompt.code}-on"],
            )
            for prompt in QUESTIONS[self.sheet]
        }


class CalendarForm(forms.Form):
    with_place = forms.BooleanField(label=_("Tag stedet med"), required=False)
