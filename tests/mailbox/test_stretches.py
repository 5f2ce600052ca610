"""After a flood: two people set hours aside, nothing of it is lost, and who writes for help is seen again."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from tests.cast import MORNING, signed_in
from tests.mailbox.conftest import leave_a_message
from tests.mailbox.test_team import ids, seen_by, take
from vaern.audit.models import Event
from vaern.mailbox import stretches
from vaern.mailbox.actions import expire_threads
from vaern.mailbox.door import sitting
from vaern.mailbox.models import Holding, Thread
from vaern.mailbox.stretches import NobodyAsked, NothingThere, SamePerson, agree, ask, count_aside, end, set_aside
from vaern.mailbox.terms import UNUSUALLY_MANY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("directory"), pytest.mark.time_machine(MORNING)]
HOUR = MORNING.replace(minute=0, second=0, microsecond=0)
NIGHT = HOUR - timedelta(hours=5)
LATER = MORNING + timedelta(hours=1)


@pytest.fixture
def flood(db):
    return [leave_a_message(is_urgent=True, at=NIGHT) for _number in range(5)]


def set_the_night_aside(asta, carla):
    stretch = ask(first=NIGHT, last=NIGHT, by=asta, at=MORNING)
    return stretch, agree(stretch_id=stretch.pk, by=carla, at=MORNING)


def test_after_a_flood_two_set_its_hours_aside_at_once_and_a_new_flagged_one_stands_first(flood, asta, carla):
    before, taken = leave_a_message(at=NIGHT - timedelta(hours=1)), flood[0]
    take(taken, asta)
    stretch = ask(first=NIGHT, last=NIGHT, by=asta, at=MORNING)
    assert len(seen_by(asta).unclaimed) == 5, "nothing happens yet"
    with pytest.raises(SamePerson):
        agree(stretch_id=stretch.pk, by=asta, at=MORNING)
    assert agree(stretch_id=stretch.pk, by=carla, at=MORNING) == 4
    new = leave_a_message(is_urgent=True, at=MORNING)
    assert ids(seen_by(carla).unclaimed) == [new.thread.pk, before.thread.pk]
    assert ids(seen_by(asta).mine) == [taken.thread.pk]
    assert ids(seen_by(carla, MORNING + timedelta(days=9)).waiting_elsewhere) == [taken.thread.pk]
    assert set(ids(set_aside(at=MORNING, start=0, end=50))) == {each.thread.pk for each in flood[1:]}
    told = Event.objects.filter(about=stretch.pk).order_by("pk").values_list("act", "by", "code")
    assert set(told) == {
        ("thread.aside_asked", asta.pk, ""),
        ("thread.aside_refused", asta.pk, "same-person"),
        ("thread.aside_agreed", carla.pk, "4"),
    }


def test_whoever_writes_again_stands_in_the_inbox_as_new_and_whoever_is_taken_is_unread(flood, asta, carla):
    set_the_night_aside(asta, carla)
    assert seen_by(asta).unclaimed == []
    box = flood[2].comes_back(LATER)
    sitting.write(mailbox=box, token=uuid4(), content={"text": "Er I der?"}, is_urgent=False, at=LATER)
    [row] = seen_by(asta, LATER).unclaimed
    assert (row.thread.pk, row.is_new, row.is_flagged, count_aside()) == (flood[2].thread.pk, True, True, 4)
    take(flood[1], asta)
    [mine] = seen_by(asta).mine
    assert (mine.is_new, count_aside()) == (True, 3)


def test_one_person_puts_everything_back_as_new_and_it_can_be_set_aside_again(flood, asta, carla):
    stretch, _count = set_the_night_aside(asta, carla)
    end(stretch_id=stretch.pk, by=carla, at=MORNING)
    assert all(row.is_new for row in seen_by(asta).unclaimed)
    assert (len(seen_by(asta).unclaimed), count_aside(), stretches.done()) == (5, 0, [])
    for again in (agree, end):
        with pytest.raises(NobodyAsked):
            again(stretch_id=stretch.pk, by=carla, at=MORNING)
    assert set_the_night_aside(asta, carla)[1] == 5


def test_what_its_writer_has_written_more_to_since_and_what_came_later_stay(flood, asta, carla):
    box = flood[0].comes_back(MORNING)
    sitting.write(mailbox=box, token=uuid4(), content={"text": "Hej"}, is_urgent=False, at=MORNING)
    assert set_the_night_aside(asta, carla)[1] == 4
    assert ids(seen_by(asta).unclaimed) == [flood[0].thread.pk]


def test_the_hour_that_is_running_is_neither_offered_nor_set_aside_since_who_writes_later_in_it_is_no_flood(
    asta, carla, time_machine
):
    def clock(minute, hour=0):
        return HOUR + timedelta(hours=hour, minutes=minute)

    flood = leave_a_message(at=clock(10))
    with pytest.raises(NothingThere):
        ask(first=HOUR, last=HOUR, by=asta, at=clock(45))
    time_machine.move_to(clock(45))
    page = signed_in(asta).get(reverse("inbox-aside"))
    assert page.context["hours"] == []
    assert "1 besked er fra den time, der er i gang" in page.content.decode()
    for_help = leave_a_message(at=clock(50))
    with pytest.raises(NothingThere):
        ask(first=NIGHT, last=clock(59), by=asta, at=clock(59))
    stretch = ask(first=HOUR, last=HOUR, by=asta, at=clock(0, hour=1))
    late = leave_a_message(at=clock(2, hour=1))
    agree(stretch_id=stretch.pk, by=carla, at=clock(5, hour=1))
    assert ids(seen_by(asta).unclaimed) == [late.thread.pk]
    assert {flood.thread.pk, for_help.thread.pk} == set(ids(set_aside(at=clock(5, hour=1), start=0, end=50)))


def test_what_is_set_aside_goes_when_its_time_is_up_and_not_a_day_before(flood, asta, carla):
    set_the_night_aside(asta, carla)
    assert expire_threads(at=MORNING + timedelta(days=90)) == 0
    assert expire_threads(at=MORNING + timedelta(days=91)) == 5
    assert not Thread.objects.exists()
    assert not Holding.objects.exists()


def test_nobody_else_does_any_of_it(flood, asta, team_lead):
    with pytest.raises(NothingThere):
        ask(first=NIGHT, last=NIGHT, by=team_lead, at=MORNING)
    stretch = ask(first=NIGHT, last=NIGHT, by=asta, at=MORNING)
    for act in (agree, end):
        with pytest.raises(NobodyAsked):
            act(stretch_id=stretch.pk, by=team_lead, at=MORNING)
    for first, last in ((HOUR, NIGHT), (HOUR, HOUR)):
        with pytest.raises(NothingThere):
            ask(first=first, last=last, by=asta, at=MORNING)


def test_the_pages_say_unusually_many_by_a_fixed_figure_and_lead_two_people_through_it(flood, asta, carla):
    one, another = signed_in(asta), signed_in(carla)
    for _number in range(UNUSUALLY_MANY - 5):
        leave_a_message(at=NIGHT)
    for name in ("my-day", "inbox"):
        assert "Usædvanligt mange" not in one.get(reverse(name)).content.decode()
    leave_a_message(at=NIGHT)
    for name in ("my-day", "inbox"):
        assert "Usædvanligt mange" in one.get(reverse(name)).content.decode()
    address, night = reverse("inbox-aside"), NIGHT.isoformat()
    assert one.post(address, {"act": "ask", "first": night, "last": "x"}).status_code == 422
    assert one.post(address, {"act": "ask", "first": night, "last": night}).status_code == 302
    page = one.get(address).content.decode()
    assert "Du har bedt om det. En kollega skal sige ja." in page
    [waiting] = stretches.waiting()
    same = {"stretch": str(waiting.stretch.pk)}
    assert "Du har selv bedt om det." in one.post(address, same | {"act": "agree"}).content.decode()
    assert "En anden skal sige ja" in another.get(reverse("inbox")).content.decode()
    assert another.post(address, same | {"act": "agree"}).status_code == 302
    inbox, aside = (another.get(reverse(name)).content.decode() for name in ("inbox", "inbox-aside"))
    assert "51 beskeder er sat til side" in inbox
    assert "Usædvanligt mange" not in inbox
    assert aside.count("Tag den") == 50
    assert "Side 1 af 2" in aside
    assert another.post(address, same | {"act": "end"}).status_code == 302
    assert another.post(address, same | {"act": "end"}).status_code == 409
