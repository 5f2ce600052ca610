"""A call: written down, and filed."""

from datetime import timedelta
from typing import Any

from vaern.directory.terms import Concern
from vaern.inquiries.access import NoSuchInquiry, open_draft, was_filed
from vaern.inquiries.actions.drafts import NotYourDraft, discard_draft, save_draft
from vaern.inquiries.actions.filing import Call, NoNextStep, file_call
from vaern.inquiries.actions.tasks import NewTask
from vaern.inquiries.models import Draft
from vaern.inquiries.prompts import PROMPTS
from vaern.inquiries.surroundings import answering_codes
from vaern.inquiries.terms import Age, Caller, Haste, Kind, NotificationState, TaskKind
from vaern.inquiries.worklist import drafts_of
from vaern.play.fields import (
    INQUIRY,
    NEW_INQUIRY,
    Choice,
    Field,
    Flag,
    ListOf,
    Moment,
    Number,
    OneOf,
    Region,
    Text,
    Who,
    Word,
)
from vaern.play.kinds.notifications import as_answered
from vaern.play.refusals import refused_with
from vaern.play.registry import expectation, step
from vaern.play.scene import Broken, Scene, hold, stands_in
from vaern.staff.models import User
from vaern.staff.roles import Permission
from vaern.vault.terms import TombstoneReason

NOTHING = "none"
USUAL_MINUTES = 20
USUAL_TEXTS = {"safety": "Ja, i sikkerhed nu.", "summary": "Samtale om råd."}
TEXTS = {
    "safety": Field(Text(), "the opening line: in safety now, and where", None),
    "note": Field(Text(), "the note written while talking", None),
    "summary": Field(Text(), "what it was about, in short", None),
    "advice": Field(Text(), "what was advised", None),
    "told": Field(Text(), "who was told what", None),
}

refused_with(NoSuchInquiry, "Siden findes ikke.", "Den, der har brug for den, ringer til regionens konsulenter.")
refused_with(NotYourDraft, "Siden findes ikke.", "Begynd en ny samtale.")
refused_with(NoNextStep, "Vælg et næste skridt, eller »Ingen«.", "Sæt et næste skridt, eller vælg »Ingen«.")


@step(
    "write", needs=Permission.ANSWER_CALLS, example='note = "Læreren ringer om en dreng."', inquiry=NEW_INQUIRY, **TEXTS
)
def write(scene: Scene, *, by: User, inquiry: str, **texts: str | None) -> None:
    """Type in the call log while talking. What is typed is saved, sealed and not filed; the guard does not stop it."""
    keep(scene, inquiry, {name: text for name, text in texts.items() if text is not None}, by)


def keep(scene: Scene, inquiry: str, content: dict[str, str], by: User) -> Draft:
    """Save what is typed beside what was typed before."""
    draft = scene.draft(inquiry)
    if draft is not None and draft.owner_id == by.pk:
        content = open_draft(user=by, draft_id=draft.pk).content | content
    revision = draft.revision if draft else 0
    return save_draft(draft_id=scene.id_of(inquiry), base=revision, content=content, by=by, at=scene.at).draft


@step(
    "call",
    needs=Permission.ANSWER_CALLS,
    example="""
subject = "control"
age = "under-18"
note = "En pige må ikke gå ud efter skole. Fætteren følger hende."
advice = "Tal med pigen alene, og find ud af, hvem hun stoler på."
next = "follow-up"
next_at = "+2 days 10:00"
""",
    inquiry=NEW_INQUIRY,
    caller=Field(Choice(Caller), "who calls", Caller.CASEWORKER.value),
    subject=Field(Choice(Concern), "what it is about", Concern.UNKNOWN.value),
    haste=Field(Choice(Haste), "how soon somebody must act, as the consultant chose it", Haste.WEEK.value),
    age=Field(Choice(Age), "the citizen's age", Age.UNKNOWN.value),
    region=Field(Region(), "the region; the consultant's own", None),
    minutes=Field(Number(), "how long it took; since the first `write`, or 20", None),
    cut_off=Field(Flag(), "the connection was lost", False),
    prompts=Field(ListOf(OneOf(*(prompt.code for prompt in PROMPTS))), "the questions that were covered", []),
    next=Field(
        Choice(TaskKind, NOTHING, ""), "the next step; `none` closes it as advice given", TaskKind.FOLLOW_UP.value
    ),
    next_at=Field(Moment(), "when it is due", "+7 days 10:00"),
    next_text=Field(Text(), "the next step in words", ""),
    notification=Field(Choice(NotificationState), "the answer about notification, where there is one", None),
    notification_who=Field(Text(), "who has notified, or is to: a role", ""),
    notification_when=Field(Moment(), "when it was done, or is to be", None),
    notification_ours=Field(Flag(), "the consultant does it, or did", False),
    duty_explained=Field(Flag(), "the duty has been explained; so it is with `not-identifiable`", None),
    give_to_region=Field(Flag(), "leave it to `region`: somebody there takes it", False),
    call_back=Field(Flag(), "a call-back is to be agreed", False),
    twice=Field(Flag(), "the button is pressed twice", False),
    **TEXTS,
)
def call(scene: Scene, *, by: User, inquiry: str, twice: bool, **told: Any) -> None:
    """File a call. It began `minutes` before `at`. A text that is left out stays as it was typed."""
    if was_filed(scene.id_of(inquiry)):
        raise Broken("this inquiry is filed already: give the new one a word of its own with `inquiry`")
    draft, texts = drafted(scene, inquiry, told, by)
    passed = scene.guarded(**texts, next_text=told["next_text"], notification_who=told["notification_who"])
    next_text, who = passed.pop("next_text"), passed.pop("notification_who")
    minutes = told["minutes"]
    if minutes is None:
        minutes = round((scene.at - draft.started_at).total_seconds() / 60)
    said = Call(
        happened_at=draft.started_at,
        minutes=minutes,
        caller=told["caller"],
        subject=told["subject"],
        haste=told["haste"],
        age=told["age"],
        region=told["region"] or region_of(by, scene),
        prompts=told["prompts"],
        was_cut_off=told["cut_off"],
        **passed,
    )
    has_next = told["next"] not in {NOTHING, ""}
    answer = told["notification"] and as_answered(
        told["notification"],
        who=who,
        when=told["notification_when"],
        ours=told["notification_ours"],
        explained=told["duty_explained"],
    )
    for _press in range(2 if twice else 1):
        file_call(
            draft=draft,
            call=said,
            next_step=NewTask(kind=told["next"], due_at=told["next_at"], owner=by, text=next_text)
            if has_next
            else None,
            nothing_more=told["next"] == NOTHING,
            notification=answer,
            hand_over=told["give_to_region"],
            kind=Kind.CALL_BACK if told["call_back"] else Kind.CALL,
            by=by,
            at=scene.at,
        )


def drafted(scene: Scene, inquiry: str, told: dict[str, Any], by: User) -> tuple[Draft, dict[str, str]]:
    """Return the call's draft and texts, saved as the page saves them before it files."""
    given = {name: told[name] for name in TEXTS if told[name] is not None}
    if scene.draft(inquiry) is not None:
        draft = keep(scene, inquiry, given, by)
        content = draft.content
    else:
        content = USUAL_TEXTS | given
        length = timedelta(minutes=USUAL_MINUTES if told["minutes"] is None else told["minutes"])
        saved = save_draft(draft_id=scene.id_of(inquiry), base=0, content=content, by=by, at=scene.at - length)
        draft = saved.draft
    return draft, {name: content.get(name, "") for name in TEXTS}


def region_of(by: User, scene: Scene) -> str:
    codes = answering_codes(by, scene.today)
    if not codes:
        raise Broken("who takes the call answers for no region: write `region`")
    return codes[0]


@step("discard-draft", needs=Permission.ANSWER_CALLS, inquiry=INQUIRY)
def discard(scene: Scene, *, by: User, inquiry: str) -> None:
    """Remove one's own unfinished call. Its key is destroyed, and the words are gone."""
    draft = open_draft(user=by, draft_id=scene.id_of(inquiry))
    discard_draft(draft=draft, by=by, at=scene.at, reason=TombstoneReason.DISCARDED)


@expectation(
    "drafts",
    example='person = "Asta"\nnumber = 0',
    person=Field(Who(), "whose"),
    number=Field(Number(), "how many unfinished calls the person has", None),
    has=Field(Word(), "words that stand in one of them", None),
)
def drafts(scene: Scene, *, person: str, number: int | None, has: str | None) -> None:
    """Look at a person's unfinished calls."""
    user = scene.person(person)
    found = list(drafts_of(user))
    if number is not None:
        hold(len(found) == number, f"there are {len(found)}")
    if has is not None:
        texts = [text for each in found for text in open_draft(user=user, draft_id=each.pk).content.values()]
        hold(any(stands_in(has, text) for text in texts if isinstance(text, str)), "no unfinished call has these words")
