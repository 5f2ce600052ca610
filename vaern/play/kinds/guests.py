"""Guests of a case: invited, reading, answering, and at an end."""

from datetime import date

from vaern.desk.guest_sections import READERS
from vaern.guests import access, actions
from vaern.guests.models import Guest
from vaern.guests.terms import Section
from vaern.play.fields import INQUIRY, Choice, Day, Field, Flag, ListOf, Text, Who
from vaern.play.kinds.cases import CASES
from vaern.play.refusals import refused_by_law, refused_with
from vaern.play.registry import expectation, step
from vaern.play.scene import Broken, Scene, hold
from vaern.staff.models import User
from vaern.staff.roles import Permission

AS_GUEST = Permission.READ_AS_GUEST

refused_with(actions.NotAGuest, "Den adresse er en kollegas, eller dens adgang er lukket.", "Brug en anden.")
refused_with(actions.AlreadyGuest, "De er gæst i sagen allerede.", "Slut den adgang først.")
refused_with(actions.NoSections, "En gæst får mindst én del at læse.", "Vælg en del.")
refused_with(actions.BadDay, "Dagen er gået, eller den ligger for langt fremme.", "Vælg en nærmere dag.")
refused_with(actions.NotWhileClosed, "En afsluttet sag tager ingen gæster.", "Genåbn den først.")
refused_with(actions.GuestGone, "Adgangen er slut.", "Inviter igen.")
refused_with(access.TimeUp, "Adgangen er slut.", "Ring til konsulenten, som kan invitere igen.")
refused_by_law(access.OnHold, lambda error: error.finding)  # type: ignore[attr-defined]


def access_of(scene: Scene, inquiry: str, user: User) -> Guest:
    """Return the newest access of somebody to a case, shut. Raises Broken where there is none."""
    row = scene.case_of(inquiry).guests.filter(user=user).newest_first().first()
    if row is None:
        raise Broken(f"{user.first_name} has never been a guest of it")
    return row


@step(
    "invite-guest",
    needs=CASES,
    example='person = "Asta"\nsections = ["judgement"]\nlast_day = "+30 days"',
    inquiry=INQUIRY,
    person=Field(Who(), "the guest: a [[person]] of the file with the role guest"),
    who=Field(Text(), "their role in words", "sagsbehandler i ungeteamet"),
    sections=Field(ListOf(Choice(Section)), "what they may read", [Section.JUDGEMENT.value, Section.STEPS.value]),
    last_day=Field(Day(), "the last day", "+30 days"),
)
def invite_guest(
    scene: Scene, *, by: User, inquiry: str, person: str, who: str, sections: tuple[Section, ...], last_day: date
) -> None:
    """Let a caseworker read sections of a case until a day."""
    user = scene.person(person)
    invitation = actions.Invitation(
        first_name=user.first_name,
        email=user.email,
        who=scene.guarded(who=who)["who"],
        sections=sections,
        last_day=last_day,
    )
    actions.invite_guest(case=scene.case_opened(inquiry, by), invitation=invitation, by=by, at=scene.at)


@step("end-guest", needs=CASES, example='person = "Asta"', inquiry=INQUIRY, person=Field(Who(), "the guest"))
def end_guest(scene: Scene, *, by: User, inquiry: str, person: str) -> None:
    """End a guest's access now."""
    scene.case_opened(inquiry, by)
    actions.end_guest(guest=access_of(scene, inquiry, scene.person(person)), by=by, at=scene.at)


@step(
    "guest-reads",
    needs=AS_GUEST,
    example='section = "judgement"',
    inquiry=INQUIRY,
    section=Field(Choice(Section), "what they have read", Section.JUDGEMENT.value),
)
def guest_reads(scene: Scene, *, by: User, inquiry: str, section: Section) -> None:
    """Open the case as a guest, and say that a section was read as it stands."""
    opened = access.open_as_guest(user=by, guest_id=access_of(scene, inquiry, by).pk, at=scene.at)
    reader = READERS.get(section)
    version = reader(opened.case, scene.at).version if reader else ""
    actions.mark_read(guest=opened, section=section, version=version, at=scene.at)


@step(
    "guest-answers",
    needs=AS_GUEST,
    example='note = "Vi holder møde på fredag."',
    inquiry=INQUIRY,
    note=Field(Text(), "what they write to the consultant"),
)
def guest_answers(scene: Scene, *, by: User, inquiry: str, note: str) -> None:
    """Answer the consultant as a guest; it stands in the journal as theirs."""
    opened = access.open_as_guest(user=by, guest_id=access_of(scene, inquiry, by).pk, at=scene.at)
    actions.answer(guest=opened, note=scene.guarded(note=note)["note"], at=scene.at)


@expectation(
    "guest",
    example='person = "Asta"\nis_live = true\nhas_read = "judgement"\nis_newest = true',
    inquiry=INQUIRY,
    person=Field(Who(), "the guest"),
    is_live=Field(Flag(), "whether they may read now", None),
    has_read=Field(Choice(Section), "a section they have read", None),
    is_newest=Field(Flag(), "whether that is as it stands now", None),
)
def look_at_guest(
    scene: Scene, *, inquiry: str, person: str, is_live: bool | None, has_read: Section | None, is_newest: bool | None
) -> None:
    """Look at a guest as the consultant does: whether they may read, and what they have read in which version."""
    case = scene.case_as_its_consultant_sees_it(inquiry)
    rows = [row for row in access.guests_of(case, at=scene.at) if row.guest.user_id == scene.people[person]]
    hold(bool(rows), "they are no guest of it")
    newest = rows[0]
    hold(is_live in {None, newest.is_live}, f"is_live is {newest.is_live}")
    if has_read is None:
        return
    mark = newest.read.get(has_read)
    hold(mark is not None, "they have not read it")
    is_so = mark is not None and mark.version == READERS[has_read](case, scene.at).version
    hold(is_newest in {None, is_so}, "it is otherwise")
