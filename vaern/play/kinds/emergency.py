"""Nødnotat: the one text the guard does not read, while danger is acute."""

from datetime import datetime

from django.template.loader import render_to_string
from django.utils.html import strip_tags

from vaern.cases.access import is_on_the_case
from vaern.inquiries.access import (
    NoSuchInquiry,
    emergency_notes_about,
    emergency_notes_to_review,
    open_emergency_note,
    require_writing_about,
    was_filed,
)
from vaern.inquiries.actions import emergency
from vaern.inquiries.actions.drafts import discard_forgotten_drafts, save_draft
from vaern.inquiries.models import EmergencyNote
from vaern.inquiries.surroundings import answering_codes
from vaern.inquiries.terms import EmergencyReason, ReviewFinding
from vaern.law.emergency import DangerFacts, may_write_an_emergency_note
from vaern.mailbox.actions import expire_threads
from vaern.play.cast import WHO_LEADS
from vaern.play.fields import INQUIRY, NEW_INQUIRY, Choice, Field, Flag, Moment, Unguarded, Who, Word
from vaern.play.refusals import refused_by_law, refused_with
from vaern.play.registry import expectation, step
from vaern.play.scene import Broken, Scene, clock_shows, hold, stands_in
from vaern.staff.models import User
from vaern.staff.roles import Permission
from vaern.vault.actions import take_in_all
from vaern.vault.broker import KeyGone, broker
from vaern.vault.terms import Purpose

refused_by_law(emergency.NotAcute, lambda error: may_write_an_emergency_note(DangerFacts(acute_danger=False)))
refused_by_law(emergency.NoGrounds, lambda error: may_write_an_emergency_note(DangerFacts(acute_danger=True)))
refused_with(emergency.OwnNote, "Ingen gennemser sit eget nødnotat.", "Bed en anden teamleder om det.")
refused_with(emergency.AlreadyReviewed, "Nødnotatet er gennemset.", "Se den vurdering, der er givet.")


@step(
    "emergency-note",
    needs=Permission.ANSWER_CALLS,
    example="""
text = "Amira Testesen, Prøvegade 4, 2. sal"
reason = "police"
grounds = "Familien er på vej op ad trappen."
""",
    inquiry=NEW_INQUIRY,
    text=Field(Unguarded(), "name, address and what else is needed now; invented"),
    reason=Field(Choice(EmergencyReason), "why it is written down", EmergencyReason.POLICE.value),
    grounds=Field(Unguarded(), "what the danger is", "Akut fare."),
    is_acute=Field(Flag(), "whether danger is acute now", True),
)
def write_note(
    scene: Scene, *, by: User, inquiry: str, text: str, reason: EmergencyReason, grounds: str, is_acute: bool
) -> None:
    """Write an emergency note on a call, filed or not. A team lead reviews it, and it goes by itself."""
    about = scene.id_of(inquiry)
    require_writing_about(by, about, at=scene.at, let_in=is_on_the_case)
    if not was_filed(about) and scene.draft(inquiry) is None:
        save_draft(draft_id=about, base=0, content={}, by=by, at=scene.at)
    regions = answering_codes(by, scene.today)
    emergency.write_emergency_note(
        about=about,
        region=regions[0] if regions else "",
        text=text,
        reason=reason,
        grounds=grounds,
        danger_is_acute=is_acute,
        by=by,
        at=scene.at,
    )


@step(
    "review-emergency-note",
    needs=Permission.REVIEW_EMERGENCY_NOTES,
    by=WHO_LEADS,
    example='finding = "right"',
    inquiry=INQUIRY,
    finding=Field(Choice(ReviewFinding), "the judgement", ReviewFinding.RIGHT.value),
)
def review(scene: Scene, *, by: User, inquiry: str, finding: ReviewFinding) -> None:
    """Judge whether the newest emergency note of a call was needed."""
    note = open_emergency_note(user=by, note_id=newest(scene, inquiry).pk, at=scene.at)
    emergency.review_emergency_note(note=note, finding=finding, by=by, at=scene.at)


@step("upkeep", example='at = "+72 hours"')
def upkeep(scene: Scene, *, by: User) -> None:
    """Let the machine do what it does by itself: erase emergency notes, forgotten drafts and mailboxes of old."""
    emergency.expire_emergency_notes(at=scene.at)
    discard_forgotten_drafts(at=scene.at)
    take_in_all()
    expire_threads(at=scene.at)


@expectation(
    "script-112",
    example='has = "at familie ikke tolker"',
    has=Field(Word(), "words that stand in it"),
)
def look_at_script(scene: Scene, *, has: str) -> None:
    """Look at what the call log gives to say to 112, and what not to say."""
    hold(stands_in(has, strip_tags(render_to_string("desk/parts/manus.html"))), "it does not say so")


def newest(scene: Scene, inquiry: str) -> EmergencyNote:
    note: EmergencyNote | None = emergency_notes_about(scene.id_of(inquiry)).last()
    if note is None:
        raise Broken("there is no emergency note")
    return note


@expectation(
    "emergency-note",
    example='awaits_review = true\nreview_by = "+24 hours"',
    inquiry=INQUIRY,
    awaits_review=Field(Flag(), "whether it waits for a team lead", None),
    review_by=Field(Moment(), "when that must be done", None),
    gone_at=Field(Moment(), "when it goes by itself", None),
    is_gone=Field(Flag(), "whether its key is destroyed and its words are gone", None),
    finding=Field(Choice(ReviewFinding), "how it was judged", None),
    read_by=Field(Who(), "somebody who can read it", None),
    has=Field(Word(), "words that person reads in it", None),
    not_shown_to=Field(Who(), "somebody to whom it does not exist", None),
)
def look_at_note(
    scene: Scene,
    *,
    inquiry: str,
    awaits_review: bool | None,
    review_by: datetime | None,
    gone_at: datetime | None,
    is_gone: bool | None,
    finding: ReviewFinding | None,
    read_by: str | None,
    has: str | None,
    not_shown_to: str | None,
) -> None:
    """Look at the newest emergency note of a call."""
    note = newest(scene, inquiry)
    if awaits_review is not None:
        waits = note.pk in {each.pk for each in emergency_notes_to_review()}
        hold(waits == awaits_review, "it waits" if waits else "it does not wait")
    hold(review_by in {None, note.review_by}, f"it is to be reviewed by {clock_shows(note.review_by)}")
    hold(gone_at in {None, note.expires_at}, f"it goes at {clock_shows(note.expires_at)}")
    hold(finding in {None, note.finding}, f"it is judged {note.finding or 'not yet'}")
    if is_gone is not None:
        hold(is_shut(note) == is_gone, "its key still opens" if is_gone else "its key is gone")
    if read_by is not None:
        opened = open_emergency_note(user=scene.person(read_by), note_id=note.pk, at=scene.at)
        hold(opened.is_readable(scene.at), "its time is up")
        hold(has is None or stands_in(has, opened.text), "it has not these words")
    if not_shown_to is not None:
        shown_to_nobody(scene, note, not_shown_to)


def is_shut(note: EmergencyNote) -> bool:
    try:
        broker().open(note.key_id, purpose=Purpose.REVIEW, by=note.written_by_id)
    except KeyGone:
        return True
    return False


def shown_to_nobody(scene: Scene, note: EmergencyNote, person: str) -> None:
    try:
        open_emergency_note(user=scene.person(person), note_id=note.pk, at=scene.at)
    except NoSuchInquiry:
        return
    raise Broken("it opened")
