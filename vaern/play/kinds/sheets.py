"""The sheet a professional fills in before a call, and sends."""

from uuid import uuid4

from django.http import QueryDict
from django.utils.text import format_lazy

from vaern.directory.guarding import guard_context
from vaern.guard import Report, Stopped
from vaern.mailbox.door.taking_in import drop_brief
from vaern.play.fields import NEW_THREAD, Choice, Field, Flag, Text
from vaern.play.refusals import filled
from vaern.play.registry import step
from vaern.play.scene import Broken, Scene
from vaern.public.preparation import content_of, is_urgent, steps_for
from vaern.public.questions import STEPS, StepForm

QUESTIONS = [question for each in STEPS for question in each.questions]
ANSWERS = {
    question.name: Field(
        Choice(question.choices) if question.choices else Text(),
        format_lazy("»{}«", question.label),  # type: ignore[arg-type]  # read as text when the reference is made
        None,
    )
    for question in QUESTIONS
}


@step(
    "send-sheet",
    by=None,
    example='safe = "yes"\nwhat = "En pige må ikke gå ud efter skole."\nquestion = "Hvad gør jeg først?"',
    thread=NEW_THREAD,
    twice=Field(Flag(), "the button is pressed twice", False),
    **ANSWERS,
)
def send_sheet(scene: Scene, *, thread: str, twice: bool, **answers: str | None) -> None:
    """Answer the questions before a call and send the sheet. It names nobody, and nothing is sent back this way."""
    if thread in scene.threads:
        raise Broken("this thread is begun already: give the new one a word of its own with `thread`")
    given = QueryDict(mutable=True)
    given.update({name: str(value) for name, value in answers.items() if value})
    context = guard_context(scene.at)
    texts = [answers[question.name] for question in QUESTIONS if not question.choices]
    given.setlist("confirmed", sorted(mark for text in texts if text for mark in scene.ticked(text, context)))
    forms = [StepForm(each, given, context=context) for each in steps_for(given)]
    invalid = [form for form in forms if not form.is_valid()]
    if found := tuple(each.finding for form in invalid for several in form.found.values() for each in several):
        raise Stopped(Report(found))
    for form in invalid:
        filled(form)
    token = uuid4()
    for _press in range(2 if twice else 1):
        drop_brief(token=token, content=content_of(forms, scene.at), is_urgent=is_urgent(forms), at=scene.at)
    scene.threads[thread] = token
