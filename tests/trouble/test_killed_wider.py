"""The plug pulled at every commit point: cases, screenings, copies, and the change of the team's key."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connections

from tests.cast import CONSULTANT, person
from tests.risk.filled import answer_all, begun
from tests.trouble.test_killed import OLD, assert_mended, each_point, filed, key, opened, words_of
from tests.vault.canaries import start
from vaern.audit.models import Event
from vaern.cases.models import Case
from vaern.risk.models import Screening
from vaern.vault.actions import in_use
from vaern.vault.archive import from_paper, opened_file
from vaern.vault.broker import FileBroker
from vaern.vault.models import Key

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

ON_SQLITE = pytest.mark.skipif(
    "sqlite" not in connections["default"].settings_dict["ENGINE"], reason="on PostgreSQL one transaction does it all"
)


@pytest.mark.drill("kill -9", tried="opening a case", lost="nothing", shown="the case, or the inquiry as it was")
def test_a_case_is_opened_whole_or_not_at_all(child, consultant):
    inquiry = filed(consultant)
    told = [consultant.pk, inquiry.pk]
    for ended in each_point(child, "open_a_case", told):
        cases = list(Case.objects.filter(inquiry=inquiry.pk))
        assert len(cases) == 1 if ended.confirmed else len(cases) <= 1
        assert Event.objects.filter(act="case.opened_from_inquiry").count() == Case.objects.count()
        for case in cases:
            assert key(case.key_id)
            inquiry = filed(consultant)
            told[1] = inquiry.pk
        keys = list(Key.objects.values_list("pk", flat=True))
        assert_mended(set(keys) - in_use(keys))


@pytest.mark.drill(
    "kill -9", tried="signing a screening", lost="nothing", shown="the signed screening, or the draft as it was saved"
)
def test_a_screening_is_signed_whole_or_is_still_a_draft(child, consultant):
    for_signing = []

    def prepare():
        inquiry = opened(filed(consultant).pk, consultant)
        screening = begun(inquiry, consultant)
        answer_all(inquiry, screening, consultant)
        for_signing[:] = [consultant.pk, inquiry.pk, screening.pk]

    prepare()
    for ended in each_point(child, "sign_a_screening", for_signing):
        is_signed = Screening.objects.get(pk=for_signing[2]).signed_at is not None
        assert is_signed or not ended.confirmed
        assert Event.objects.filter(act="screening.signed", subject=for_signing[2]).count() == is_signed
        assert_mended()
        if is_signed:
            prepare()


@pytest.fixture
def recovery(settings, tmp_path):
    settings.RECOVERY_KEY = tmp_path / "recovery.public"
    call_command("make_recovery_key", "--to", str(tmp_path / "recovery.txt"), stdout=StringIO())
    return tmp_path / "recovery.txt"


@pytest.mark.drill(
    "kill -9", tried="taking a copy", lost="nothing; a copy that was not finished is not there", shown="nothing"
)
def test_a_copy_is_there_whole_or_not_at_all(child, consultant, recovery, settings, tmp_path):
    start(consultant, {"note": OLD})
    copy = tmp_path / "copy"
    for ended in each_point(child, "take_a_copy", ["data", settings.RECOVERY_KEY, copy]):
        assert copy.exists() or not ended.confirmed
        if copy.exists():
            with opened_file(copy, from_paper(recovery.read_text())) as (_, stream):
                assert b"counts" in stream.read().splitlines()[-1]
            copy.unlink()


@ON_SQLITE
@pytest.mark.drill(
    "kill -9", tried="putting a copy back over a database in use", lost="nothing", shown="the old data, or the copy's"
)
def test_a_database_is_replaced_whole_or_not_at_all(child, consultant, recovery, tmp_path):
    draft = start(consultant, {"note": OLD})
    call_command("backup", "--what", "data", "--to", str(tmp_path / "copy"), stdout=StringIO())
    later = start(consultant, {"note": OLD})
    for point in (1, 60, 150, 400):
        connections.close_all()
        ended = child.run("put_back", str(tmp_path / "copy"), str(recovery), kill_at=point)
        assert not ended.error
        assert words_of(draft) == OLD
        is_replaced = not type(later).objects.filter(pk=later.pk).exists()
        assert is_replaced or not ended.confirmed
        if is_replaced:
            break
    assert is_replaced
    assert not list(tmp_path.glob("*.part"))


@pytest.mark.drill(
    "kill -9", tried="changing the team's key", lost="nothing; it goes on when run again", shown="nothing"
)
def test_a_change_of_the_team_key_goes_on_wherever_it_was_stopped(child, settings, tmp_path):
    settings.BROKER_FOLDER = tmp_path / "broker"
    keeper = FileBroker(settings.BROKER_FOLDER)
    keeper.found()
    consultant = person("Asta", CONSULTANT, regions=["1082"])
    drafts = [start(consultant, {"note": OLD}) for _ in range(3)]
    for _ in each_point(child, "rotate", [settings.BROKER_FOLDER]):
        assert {words_of(draft) for draft in drafts} == {OLD}
        assert_mended()
    assert keeper.team_versions() == sorted(Key.objects.team_versions())
    assert len(keeper.team_versions()) == 1
