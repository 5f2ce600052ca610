"""The plug pulled at every commit point: closing a case, and destroying one."""

import pytest

from tests.cases.conftest import a_case
from tests.cast import TEAM_LEAD, person, text
from tests.closing.conftest import LATER, PAST_KEEPING, closed
from tests.trouble.test_killed import assert_mended, each_point
from vaern.audit.models import Destruction, Event
from vaern.cases.models import Case
from vaern.closing.actions.destruction import ask_destruction
from vaern.closing.models import CaseFact, Closure, Keeping
from vaern.closing.reach import keys_of
from vaern.inquiries.actions.journal import close as close_inquiry
from vaern.inquiries.terms import Closing
from vaern.vault.broker import KeyGone, broker
from vaern.vault.models import Key, Tombstone
from vaern.vault.terms import Purpose

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.mark.drill("kill -9", tried="closing a case", lost="nothing", shown="the case closed, or open as it was")
def test_a_case_is_closed_whole_or_not_at_all(child, consultant):
    case = a_case(consultant)
    told = [consultant.pk, case.pk]
    for ended in each_point(child, "close_a_case", told):
        case = Case.objects.get(pk=told[1])
        over = not case.is_open
        assert over or not ended.confirmed
        assert Closure.objects.filter(case=case).count() == Keeping.objects.filter(case=case).count() == over
        assert Event.objects.about(case.pk).acts("case.closed").count() == over
        assert case.tasks.open().count() == 1  # the step it had, or the day to look again
        assert_mended()
        if over:
            told[1] = a_case(consultant).pk


@pytest.mark.drill(
    "kill -9",
    tried="destroying a case",
    lost="nothing but what two people decided",
    shown="the case, or nothing; a key with a tombstone is dropped by the next upkeep",
)
def test_a_case_is_destroyed_whole_or_not_at_all_and_a_tombstone_is_always_before_the_drop(child, consultant):
    asks, confirms = person("Dina", TEAM_LEAD), person("Egon", TEAM_LEAD)

    def prepare():
        case = a_case(consultant)
        closed(case, consultant, case.inquiry)
        ways = {"reason": Closing.ADVICE_GIVEN, "remark": text(""), "by": consultant, "at": LATER}
        close_inquiry(inquiry=case.inquiry, **ways)
        ask_destruction(case_id=case.pk, by=asks, at=PAST_KEEPING)
        return case, keys_of(case)

    case, keys = prepare()
    told = [confirms.pk, case.pk]
    destroyed = 0
    for ended in each_point(child, "destroy_a_case", told):
        gone = Case.objects.get(pk=case.pk).destroyed_at is not None
        destroyed += gone
        assert gone or not ended.confirmed
        assert Tombstone.objects.filter(pk__in=keys).count() == (len(keys) if gone else 0)
        assert Destruction.objects.of([case.pk, case.inquiry_id]).count() == (2 if gone else 0)
        assert CaseFact.objects.count() == destroyed
        if not gone:
            assert Key.objects.filter(pk__in=keys).count() == len(keys)
            continue
        for key_id in keys:
            with pytest.raises(KeyGone):
                broker().open(key_id, purpose=Purpose.CASEWORK, by=consultant.pk)
        assert_mended()
        assert not Key.objects.filter(pk__in=keys).exists()
        case, keys = prepare()
        told[1] = case.pk
    assert destroyed > 1  # also where it was killed between the tombstones and the drop
