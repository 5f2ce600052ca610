"""A stage with everything the workbench can show: inquiries, call-backs and notes in each of their states.

All invented. The clock is passed in; what is due is due around it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from tests.browser.stage_cases import Cases, set_cases
from tests.cast import MIDTJYLLAND, NORDJYLLAND, SYDDANMARK, a_step, person, text
from tests.cast import file_a_call as file_any_call
from vaern.directory.actions import set_absence
from vaern.directory.loading import load_directory
from vaern.directory.models import ActorNumber, Consultant
from vaern.directory.terms import Concern
from vaern.inquiries.actions import journal
from vaern.inquiries.actions.callbacks import Contact, agree_call_back, attempt_call
from vaern.inquiries.actions.drafts import save_draft
from vaern.inquiries.actions.emergency import erase_emergency_note, review_emergency_note, write_emergency_note
from vaern.inquiries.actions.notification import Notification, answer_notification
from vaern.inquiries.models import Inquiry
from vaern.inquiries.terms import (
    Age,
    AttemptOutcome,
    Caller,
    Closing,
    EmergencyReason,
    HandOver,
    Haste,
    HideNumber,
    IfOtherAnswers,
    NotificationState,
    PhoneOf,
    ReviewFinding,
    TaskKind,
)
from vaern.law.clocks import local_day
from vaern.staff.models import User
from vaern.staff.roles import ADMINISTRATOR, CONSULTANT, TEAM_LEAD

NOTE = (
    "En lærer fortæller om en elev i udskolingen, der skal med til udlandet i juleferien "
    "og ikke tror, hun kommer hjem.\n"
    "Hun har selv sagt det i to timer og bedt om, at ingen ringer hjem."
)


@dataclass(frozen=True)
class Stage:
    """Who stands on the stage, and where what they work on is found."""

    asta: User  # consultant in Midtjylland and Syddanmark; holds most of it
    bo: User  # her colleague in Midtjylland
    dina: User  # team lead
    emil: User  # administrator
    newcomer: User  # a consultant with nothing yet
    advice: Inquiry  # an adult, an ordinary next step
    child: Inquiry  # under 18, the question about notification not answered, an emergency note, overdue
    notified: Inquiry  # under 18, notified by us: the municipality's clocks run
    call_back: Inquiry  # a call-back agreed and tried once
    lapsed: Inquiry  # a call-back whose answers are out of date
    unclaimed: Inquiry  # left to Midtjylland by somebody else
    given: Inquiry  # left to Nordjylland by Asta, and taken by nobody
    closed: Inquiry
    draft: UUID
    emergency: UUID  # waits for the team lead
    reviewed: UUID
    erased: UUID
    absence: UUID  # of a consultant in the directory
    cases: Cases
    number: UUID  # of an authority in the directory


def file_a_call(by, *, at, **changes):
    return file_any_call(by, at=at, happened_at=at - timedelta(minutes=15), **changes)


def contact(number: str = "20 00 00 00") -> Contact:
    return Contact(
        number=number,
        phone_of=PhoneOf.SHARED,
        when_safe=text("Hverdage mellem 10 og 14"),
        never_when=text("Aldrig aften og søndag"),
        if_other_answers=IfOtherAnswers.AGREED_WORDS,
        agreed_words=text("Det er fra biblioteket om en bog"),
        hide_number=HideNumber.NO,
        safe_word=text("Blå paraply"),
        cannot_talk_word=text("Jeg har lånt den allerede"),
        send_help_word=text("Bogen er forsinket: ring 112"),
        must_not_know=text("Onklen og en ansat i kommunen"),
        interpreter=text("Kvinde, ikke fra samme by, kun i telefonen"),
        digital_post=text(""),
        easier=text("Korte sætninger"),
    )


def set_stage(at: datetime) -> Stage:
    """Fill the databases as they would be at ``at`` on a working day."""
    load_directory(on=local_day(at) - timedelta(days=700))
    asta = person("Asta", CONSULTANT, regions=[MIDTJYLLAND, SYDDANMARK])
    bo = person("Bo", CONSULTANT, regions=[MIDTJYLLAND])
    carla = person("Carla", CONSULTANT, regions=[NORDJYLLAND])
    dina, emil = person("Dina", TEAM_LEAD), person("Emil", ADMINISTRATOR)
    hour = timedelta(hours=1)

    advice = file_a_call(asta, at=at - 26 * hour)
    child = file_a_call(
        asta,
        at=at - 3 * hour,
        caller=Caller.SCHOOL,
        subject=Concern.TRIP,
        haste=Haste.NOW,
        age=Age.UNDER_18,
        note=text(NOTE),
        next_step=a_step(asta, at=at - 3 * hour, kind=TaskKind.FIND_OUT, hours=2),
    )
    journal.add_note(
        inquiry=child,
        note=text("Læreren ringede igen: billetten er købt."),
        happened_at=at - hour,
        by=asta,
        at=at - hour,
    )
    notified = file_a_call(asta, at=at - 50 * hour, age=Age.UNDER_18, next_step=a_step(asta, at=at, hours=30))
    answer_notification(
        inquiry=notified,
        notification=Notification(
            state=NotificationState.MADE,
            who=text("konsulenten"),
            when=at - 30 * hour,
            is_ours=True,
            duty_explained=True,
        ),
        child_known=False,
        by=asta,
        at=at - 29 * hour,
    )
    call_back = file_a_call(asta, at=at - 20 * hour, caller=Caller.CITIZEN, subject=Concern.HONOUR, haste=Haste.TODAY)
    agreed = agree_call_back(
        inquiry=call_back,
        contact=contact(),
        due_at=at + timedelta(minutes=40),
        valid_until=local_day(at) + timedelta(days=20),
        by=asta,
        at=at - 20 * hour,
    )
    attempt_call(call_back=agreed, outcome=AttemptOutcome.NOT_NOW, by=asta, at=at - 2 * hour)
    lapsed = file_a_call(asta, at=at - 400 * hour, caller=Caller.CITIZEN)
    agree_call_back(
        inquiry=lapsed,
        contact=contact(),
        due_at=at - 40 * hour,
        valid_until=local_day(at) - timedelta(days=1),
        by=asta,
        at=at - 400 * hour,
    )
    unclaimed = file_a_call(carla, at=at - 5 * hour, region=MIDTJYLLAND, hand_over=True)
    given = file_a_call(asta, at=at - 6 * hour)
    journal.hand_over(
        inquiry=given, region=NORDJYLLAND, reason=HandOver.LIVES_THERE, note=text("Hun flytter."), by=asta, at=at - hour
    )
    closed = file_a_call(asta, at=at - 90 * hour)
    journal.close(
        inquiry=closed,
        reason=Closing.ADVICE_GIVEN,
        remark=text("Taler selv med sin leder."),
        by=asta,
        at=at - 80 * hour,
    )
    draft = save_draft(
        draft_id=uuid4(),
        base=0,
        content={"note": NOTE, "safety": "Ja, i skolen", "age": Age.UNDER_18, "subject": Concern.TRIP},
        by=asta,
        at=at - timedelta(minutes=12),
    ).draft
    emergency = an_emergency(child, asta, at - 2 * hour)
    reviewed = an_emergency(advice, asta, at - 25 * hour)
    review_emergency_note(note=reviewed, finding=ReviewFinding.RIGHT, by=dina, at=at - 20 * hour)
    erased = an_emergency(advice, asta, at - 80 * hour)
    erase_emergency_note(note=erased, at=at - 7 * hour)
    absence = set_absence(
        consultant=Consultant.objects.earliest("pk").pk, first_day=local_day(at), last_day=None, by=dina.pk
    )
    return Stage(
        asta=asta,
        bo=bo,
        dina=dina,
        emil=emil,
        newcomer=person("Frida", CONSULTANT, regions=[NORDJYLLAND]),
        advice=advice,
        child=child,
        notified=notified,
        call_back=call_back,
        lapsed=lapsed,
        unclaimed=unclaimed,
        given=given,
        closed=closed,
        draft=draft.pk,
        emergency=emergency.pk,
        reviewed=reviewed.pk,
        erased=erased.pk,
        absence=absence.pk,
        cases=set_cases(at, asta=asta, bo=bo, carla=carla),
        number=ActorNumber.objects.earliest("pk").pk,
    )


def an_emergency(inquiry, by, at):
    return write_emergency_note(
        about=inquiry.pk,
        region=inquiry.region,
        text="Nora Eksempel, Eksempelvej 1",
        reason=EmergencyReason.DEPARTURE,
        grounds="Familien kører til lufthavnen nu.",
        danger_is_acute=True,
        by=by,
        at=at,
    )
