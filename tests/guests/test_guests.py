"""A guest reads the sections they were given of one case, until a day, and what they write is kept."""

from datetime import timedelta

import pytest

from tests.cases.conftest import case, consent, consultant_on_the_case  # noqa: F401  the case of the fixed cast
from tests.cast import MORNING, person, text
from tests.closing.conftest import LATER, closed
from tests.guests.conftest import TODAY, WEEK, an_invitation, as_guest, invited
from vaern.audit.models import Event
from vaern.cases.access import NoSuchCase, open_case, ways_in
from vaern.cases.actions.journal import NothingSaid
from vaern.cases.reading import journal_of
from vaern.cases.telling import Fact
from vaern.cases.terms import EntryKind, Scope, TaskKind
from vaern.guests import actions
from vaern.guests.access import OnHold, TimeUp, accesses_of, guests_of, last_of, marks_of, open_as_guest
from vaern.guests.models import Guest, ReadMark
from vaern.guests.telling import readable_by, recipient_of, record_shown
from vaern.guests.terms import Section
from vaern.sharing.knowing import record_knowing
from vaern.sharing.release import MustNotKnow
from vaern.sharing.terms_disclosure import Channel, Knows
from vaern.staff.models import User
from vaern.staff.roles import GUEST
from vaern.vault.terms import Purpose

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("directory")]


def test_invited_by_link_a_guest_opens_the_case_and_the_opening_is_on_record(case, consultant_on_the_case):  # noqa: F811
    handed = actions.invite_guest(case=case, invitation=an_invitation(), by=consultant_on_the_case, at=MORNING)
    assert handed.code
    guest = Guest.objects.get()
    assert handed.link.user_id == guest.user_id
    assert accesses_of(guest.user, at=MORNING) == []  # not before the invitation is accepted
    User.objects.filter(pk=guest.user_id).update(is_active=True, joined_at=MORNING)
    user = User.objects.get(pk=guest.user_id)
    assert accesses_of(user, at=MORNING) == [guest]
    opened = open_as_guest(user=user, guest_id=guest.pk, at=MORNING)
    assert opened.who == "Sagsbehandler i ungeteamet"
    assert journal_of(opened.case)
    event = Event.objects.acts("case.opened").get(by=user.pk)
    assert (event.about, event.code) == (case.pk, "guest:guest")
    with pytest.raises(NoSuchCase):
        open_case(user=user, case_id=case.pk, purpose=Purpose.CASEWORK, at=MORNING)
    assert list(ways_in(user, at=MORNING)) == []


def test_a_guest_with_nothing_left_is_told_whom_to_call_and_their_sign_in_is_closed_some_weeks_later(
    case,  # noqa: F811
    consultant_on_the_case,  # noqa: F811
):
    by = consultant_on_the_case
    guest = invited(case, by)
    user, last_day = User.objects.get(pk=guest.user_id), WEEK
    assert last_of(user, at=MORNING) is None
    over = MORNING + timedelta(days=8)
    told = last_of(user, at=over)
    assert (told.invited_by, told.over_since, told.signs_in_until) == (by, last_day, last_day + timedelta(days=30))
    still, then = MORNING + timedelta(days=37), MORNING + timedelta(days=38)
    assert actions.close_idle_logins(at=still) == 0
    assert [actions.close_idle_logins(at=then) for _ in range(2)] == [1, 0]
    user.refresh_from_db()
    assert (user.is_active, user.joined_at, user.ended_at) == (False, None, None)
    assert Event.objects.acts("user.put_to_rest").get().about == user.pk
    assert User.objects.get(pk=by.pk).is_active, "nobody else's"
    again = actions.invite_guest(
        case=case, invitation=an_invitation(last_day=WEEK + timedelta(days=40)), by=by, at=then
    )
    assert again.link.user_id == user.pk, "an invitation opens it again"


def test_another_guest_and_a_consultant_do_not_get_in_by_its_address(
    case,  # noqa: F811
    consultant_on_the_case,  # noqa: F811
    consultant_from_elsewhere,
):
    guest = invited(case, consultant_on_the_case)
    another = person("Lene", GUEST)
    for user in (another, consultant_from_elsewhere, consultant_on_the_case):
        with pytest.raises(NoSuchCase):
            open_as_guest(user=user, guest_id=guest.pk, at=MORNING)
    assert Event.objects.refusals().filter(act="case.refused", code=Purpose.GUEST).count() == 3


def test_it_ends_with_its_day_by_the_consultant_and_when_the_case_is_closed(
    case,  # noqa: F811
    inquiry,
    consultant_on_the_case,  # noqa: F811
):
    guest = invited(case, consultant_on_the_case)
    last_evening = MORNING + timedelta(days=7, hours=10)
    assert as_guest(guest, at=last_evening)
    for over in (last_evening + timedelta(days=1),):
        with pytest.raises(TimeUp):
            as_guest(guest, at=over)
    assert Event.objects.refusals().filter(act="guest.refused", code="over").count() == 1
    actions.end_guest(guest=guest, by=consultant_on_the_case, at=MORNING)
    actions.end_guest(guest=guest, by=consultant_on_the_case, at=MORNING)
    assert Event.objects.acts("guest.ended").count() == 1
    with pytest.raises(TimeUp):
        as_guest(guest)
    again = invited(case, consultant_on_the_case)
    assert as_guest(again, at=LATER)
    closed(case, consultant_on_the_case, inquiry)
    with pytest.raises(TimeUp):
        as_guest(again, at=LATER)


@pytest.mark.parametrize(
    "change, refusal",
    [
        ({"sections": []}, actions.NoSections),
        ({"last_day": TODAY - timedelta(days=1)}, actions.BadDay),
        ({"last_day": TODAY + timedelta(days=91)}, actions.BadDay),
        ({"email": "Bo@vaern.invalid"}, actions.NotAGuest),
    ],
    ids=["nothing to read", "a day gone", "too long", "a colleague"],
)
def test_a_bad_invitation_makes_no_user_and_no_link(
    change,
    refusal,
    case,  # noqa: F811
    consultant_on_the_case,  # noqa: F811
    colleague_in_the_region,
):
    before = User.objects.count()
    with pytest.raises(refusal):
        actions.invite_guest(case=case, invitation=an_invitation(**change), by=consultant_on_the_case, at=MORNING)
    assert (User.objects.count(), Guest.objects.count()) == (before, 0)


def test_a_guest_is_invited_once_at_a_time_and_needs_no_second_link(case, consultant_on_the_case):  # noqa: F811
    guest = invited(case, consultant_on_the_case)
    ways = {"case": case, "by": consultant_on_the_case, "at": MORNING}
    with pytest.raises(actions.AlreadyGuest):
        actions.invite_guest(invitation=an_invitation(), **ways)
    actions.end_guest(guest=guest, by=consultant_on_the_case, at=MORNING)
    assert actions.invite_guest(invitation=an_invitation(), **ways) is None
    with pytest.raises(actions.GuestGone):
        actions.new_link(guest=Guest.objects.get(pk=guest.pk), by=consultant_on_the_case, at=MORNING)


def test_a_closed_case_takes_no_guests(case, inquiry, consultant_on_the_case):  # noqa: F811
    closed(case, consultant_on_the_case, inquiry)
    with pytest.raises(actions.NotWhileClosed):
        actions.invite_guest(case=case, invitation=an_invitation(), by=consultant_on_the_case, at=LATER)
    assert not User.objects.filter(email="karen@kommune.invalid").exists()


def test_read_is_the_version_and_the_moment_and_stands_once(case, consultant_on_the_case):  # noqa: F811
    guest = as_guest(invited(case, consultant_on_the_case))
    for version in ("a" * 64, "a" * 64, "b" * 64):
        actions.mark_read(guest=guest, section=Section.JUDGEMENT, version=version, at=MORNING)
    assert ReadMark.objects.count() == 2
    assert marks_of(guest)[Section.JUDGEMENT].version in {"a" * 64, "b" * 64}
    with pytest.raises(actions.NoSections):
        actions.mark_read(guest=guest, section=Section.STEPS, version="a" * 64, at=MORNING)
    [hosted] = guests_of(case, at=MORNING)
    assert (hosted.is_live, hosted.sections) == (True, (Section.JUDGEMENT,))


def test_what_a_guest_answers_is_a_line_of_theirs_once_and_a_task_for_who_holds_the_case(
    case,  # noqa: F811
    consultant_on_the_case,  # noqa: F811
):
    guest = as_guest(invited(case, consultant_on_the_case))
    words = "Vi holder møde på fredag."
    first = actions.answer(guest=guest, note=text(words), at=LATER)
    again = actions.answer(guest=guest, note=text(words), at=LATER, entry_id=first.pk)
    assert again.pk == first.pk
    anew = actions.answer(guest=guest, note=text("På torsdag."), at=LATER, entry_id=first.pk)
    assert anew.pk != first.pk
    assert case.entries.filter(kind=EntryKind.GUEST).count() == 2
    newest = next(line for line in journal_of(case) if line.pk == first.pk)
    assert (newest.kind, newest.note, newest.by) == (EntryKind.GUEST, words, guest.user)
    task = case.tasks.open().get(kind=TaskKind.GUEST_ANSWER)
    assert task.owner == consultant_on_the_case
    with pytest.raises(NothingSaid):
        actions.answer(guest=guest, note=text(" "), at=LATER)
    actions.end_guest(guest=guest, by=consultant_on_the_case, at=LATER)
    with pytest.raises(actions.GuestGone):
        actions.answer(guest=guest, note=text(words), at=LATER)


def test_what_a_guest_was_shown_stands_in_the_register_once_for_each_state_and_can_be_kept_from_them(
    case,  # noqa: F811
    consultant_on_the_case,  # noqa: F811
):
    guest = as_guest(invited(case, consultant_on_the_case))
    for version in ("a", "a", "b"):
        record_shown(guest=guest, versions={Section.JUDGEMENT: version}, at=LATER)
    rows = list(case.disclosures.in_order().opened_with(case.key_in_hand))
    assert [(row.channel, row.level, row.content["told"]) for row in rows] == [
        (Channel.GUEST, "not-assessed", ["involved", "level"])
    ] * 2
    assert readable_by(guest, [Section.JUDGEMENT, Section.STEPS]) == [Section.JUDGEMENT, Section.STEPS]
    record_knowing(
        case=case,
        of=recipient_of(guest),
        states={Fact.PLAN: Knows.MUST_NOT},
        words=text("Kender familien."),
        seen=0,
        by=consultant_on_the_case,
        at=LATER,
    )
    assert readable_by(guest, [Section.JUDGEMENT, Section.STEPS]) == [Section.JUDGEMENT]
    free_text = [section for section in Section if section != Section.JUDGEMENT]
    for seen, fact in enumerate((Fact.CONCERN, Fact.TRIP), start=1):
        keep(case, guest, consultant_on_the_case, fact, seen=seen)
        assert readable_by(guest, Section) == [Section.JUDGEMENT], "they tell of everything"
    keep(case, guest, consultant_on_the_case, Fact.LEVEL, seen=3)
    assert readable_by(guest, Section) == free_text
    keep(case, guest, consultant_on_the_case, Fact.PLAN, seen=4)
    actions.end_guest(guest=guest, by=consultant_on_the_case, at=LATER)
    more = an_invitation(sections=[Section.STEPS])
    with pytest.raises(MustNotKnow):
        actions.invite_guest(case=case, invitation=more, by=consultant_on_the_case, at=LATER)


def keep(case, guest, by, fact, *, seen):  # noqa: F811
    states, words = {fact: Knows.MUST_NOT}, text("Kender familien.")
    record_knowing(case=case, of=recipient_of(guest), states=states, words=words, seen=seen, by=by, at=LATER)


def test_a_plan_is_no_word_of_a_trip_in_the_register_where_the_case_has_none(case, consultant_on_the_case):  # noqa: F811
    guest = as_guest(invited(case, consultant_on_the_case, sections=[Section.PLAN]))
    record_shown(guest=guest, versions={Section.PLAN: "a"}, at=LATER)
    [row] = case.disclosures.in_order().opened_with(case.key_in_hand)
    assert row.content["told"] == ["concern", "involved", "plan"]


@pytest.mark.parametrize(
    "then, reads",
    [({}, True), ({"until": TODAY - timedelta(days=1)}, False), ({"scopes": frozenset({Scope.IDENTITY})}, False)],
    ids=["in force", "over", "without sparring"],
)
def test_a_guest_invited_on_a_consent_reads_as_long_as_one_covers_it(case, consultant_on_the_case, then, reads):  # noqa: F811
    by = consultant_on_the_case
    consent(case, by)
    guest = invited(case, by)
    consent(case, by, **then)
    assert [each.is_on_hold for each in guests_of(case, at=MORNING)] == [not reads]
    if reads:
        assert as_guest(guest)
        return
    with pytest.raises(OnHold) as refusal:
        as_guest(guest)
    assert refusal.value.finding.because == "Det samtykke, adgangen blev givet på, gælder ikke længere."
    assert refusal.value.finding.ways_forward
    assert Event.objects.refusals().filter(act="guest.refused", code="gate").count() == 1
    actions.end_guest(guest=guest, by=by, at=MORNING)
    assert as_guest(invited(case, by)), "one step away: invited to what has no name"


def test_a_guest_invited_without_a_name_reads_on_when_a_consent_has_come_and_gone(case, consultant_on_the_case):  # noqa: F811
    guest = invited(case, consultant_on_the_case)
    consent(case, consultant_on_the_case, until=TODAY - timedelta(days=1))
    assert as_guest(guest)
    Guest.objects.filter(pk=guest.pk).update(on_a_consent=None)  # invited before it was kept
    with pytest.raises(OnHold):
        as_guest(guest)
