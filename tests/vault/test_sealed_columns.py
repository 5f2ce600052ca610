"""Sealed columns: the words go in through an opened row and come out through an opened row, and no other way."""

import copy
import pickle
from uuid import uuid4

import pytest
from django.core import serializers
from django.core.exceptions import FieldError
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import F, Value
from django.db.models.functions import Cast, Concat
from django.forms.models import model_to_dict

from tests.cast import MORNING
from tests.vault.conftest import WORDS, key_of, new_draft
from vaern.inquiries.models import Draft, Entry, Inquiry, Task
from vaern.staff.models import User
from vaern.vault.broker import broker
from vaern.vault.envelope import SealedBytes, Tampered
from vaern.vault.fields import NotSealed, Sealed, SealedJSON
from vaern.vault.rows import Locked, sealed_models

pytestmark = pytest.mark.django_db

# A name is bound into every ciphertext: taken away or changed here, what was sealed under it never opens again.
# New ones are added; none is ever removed or renamed while rows of it may exist in a database or a backup.
PERMANENT_NAMES = {
    "assessment.content",
    "assessment.frame",
    "assessment.saves",
    "assessment_reading.remark",
    "assessment_voiding.why",
    "attempt.outcome",
    "broken_glass.reason",
    "callback.contact",
    "card.answer",
    "case_document.facts",
    "case_document.title",
    "case_document_content.data",
    "case_entry.facts",
    "case_entry.note",
    "case_holding.note",
    "case_plan_row.facts",
    "case_portrait.facts",
    "case_portrait.words",
    "case_relation.facts",
    "case_standing.facts",
    "case_standing.words",
    "case_task.text",
    "closure.facts",
    "closure.helped",
    "closure.hindered",
    "closure.remaining_risk",
    "consent.facts",
    "consent.words",
    "danger_opening.reason",
    "disclosure.content",
    "draft.content",
    "emergency.grounds",
    "emergency.reason",
    "emergency.text",
    "entry.advice",
    "entry.facts",
    "entry.note",
    "entry.safety",
    "entry.summary",
    "entry.told",
    "factor.secret",
    "guest.who",
    "identity_item.facts",
    "identity_item.text",
    "keeping.why",
    "knowing.states",
    "knowing.words",
    "message.content",
    "method_support.covered",
    "municipal_request.facts",
    "municipal_request.words",
    "notification.answer",
    "party.name",
    "receipt.facts",
    "receipt.who",
    "request_step.words",
    "safety_check.facts",
    "safety_check.words",
    "screening.content",
    "screening.opened",
    "second_reading.remark",
    "task.text",
    "transfer.carries_risk",
    "transfer.facts",
    "transfer.handed_over",
    "transfer.receiver",
    "trip_fact.private",
    "trip_fact.values",
    "trip_fact.words",
    "trip_sign.how",
    "trip_sign.words",
    "voiding.why",
    "withdrawal.facts",
    "withdrawal.words",
}


def test_the_names_of_sealed_columns_are_permanent_and_each_is_used_once():
    names = [column.sealed_name for model in sealed_models() for column in model.sealed_columns()]
    assert sorted(names) == sorted(PERMANENT_NAMES)


def test_an_opened_row_is_read_and_a_shut_one_is_not(shut):
    with pytest.raises(Locked):
        shut.content  # noqa: B018
    assert shut.opened_with(key_of(shut)).content == WORDS


def test_the_key_of_another_row_does_not_open_it(shut, owner):
    with pytest.raises(Locked):
        shut.opened_with(key_of(new_draft(owner)))


def test_a_row_without_its_key_takes_no_words(shut):
    shut.content = {"note": "nyt"}
    with pytest.raises(Locked), transaction.atomic():
        shut.save()
    assert stored(shut) == Draft.objects.values_list("content", flat=True).get()


def test_a_shut_row_may_change_its_other_columns(shut):
    before = stored(shut)
    shut.revision = 2
    shut.save()
    assert stored(shut) == before
    assert Draft.objects.get().revision == 2


def test_words_that_were_only_half_letters_lose_nothing_but_the_half(opened):
    opened.content = {"note": "før \ud83d efter"}
    opened.save()
    assert reopened(opened).content == {"note": "før ? efter"}


@pytest.mark.parametrize("words", ["", "æøå ÆØÅ", "\0 midt i", "مرحبا", "e\u0301", "🙂", "x" * 100_000])
def test_any_text_comes_back_as_it_was(opened, words):
    opened.content = {"note": words}
    opened.save()
    assert reopened(opened).content == {"note": words}


class TestPastTheRow:
    """Nothing writes to a sealed column, nor to what a seal is bound to, except an opened row."""

    @pytest.mark.parametrize(
        "change",
        [
            {"content": "klartekst"},
            {"content": b"bytes"},
            {"content": SealedBytes(b"noget forseglet et andet sted")},
            {"content": F("content")},
            {"content": Value("klartekst")},
            {"content": None},
            {"id": uuid4()},
            {"key_id": uuid4()},
        ],
        ids=["text", "bytes", "sealed elsewhere", "an expression", "a value", "nothing", "the id", "the key"],
    )
    def test_update_is_refused(self, opened, change):
        with pytest.raises(NotSealed):
            Draft.objects.update(**change)
        Draft.objects.update(revision=F("revision") + 1)
        assert reopened(opened).content == WORDS

    @pytest.mark.parametrize("column", ["content", "key_id"])
    def test_bulk_update_is_refused(self, opened, column):
        opened.content, opened.revision = {"note": "nyt"}, 5
        with pytest.raises(NotSealed):
            Draft.objects.bulk_update([opened], [column])
        Draft.objects.bulk_update([opened], ["revision"])
        assert reopened(opened).revision == 5

    def test_update_or_create_is_refused_for_a_row_there_is(self, opened):
        with pytest.raises(Locked):
            Draft.objects.update_or_create(pk=opened.pk, defaults={"content": {"note": "nyt"}})
        assert reopened(opened).content == WORDS

    def test_update_or_create_and_create_are_refused_for_a_row_there_is_not(self, owner):
        facts = {"owner": owner, "started_at": MORNING, "saved_at": MORNING, "content": WORDS}
        for make in (Draft.objects.create, lambda **facts: Draft.objects.update_or_create(pk=uuid4(), defaults=facts)):
            with pytest.raises(Locked), transaction.atomic():
                make(**facts)
        assert not Draft.objects.exists()

    def test_bulk_create_seals_what_it_adds(self, owner):
        key = broker().new()
        Draft.objects.bulk_create(
            [Draft(owner=owner, content=WORDS, started_at=MORNING, saved_at=MORNING).opened_with(key)]
        )
        assert reopened(Draft.objects.get()).content == WORDS

    def test_bulk_create_over_a_row_is_refused(self, opened):
        with pytest.raises(NotSealed):
            Draft.objects.bulk_create([opened], update_conflicts=True, unique_fields=["id"], update_fields=["content"])

    @pytest.mark.parametrize("expression", [F("fork_of"), Value("klartekst"), Concat("content", "content")])
    def test_an_expression_given_to_a_row_is_refused(self, opened, expression):
        opened.content = expression
        with pytest.raises(NotSealed), transaction.atomic():
            opened.save()

    def test_a_file_of_rows_cannot_be_loaded_over_the_keys(self, opened):
        text = serializers.serialize("json", Draft.objects.all())
        (loaded,) = serializers.deserialize("json", text)
        with pytest.raises((NotSealed, Locked)):
            loaded.save()


class TestSearch:
    @pytest.mark.parametrize("lookup", ["exact", "in", "contains", "icontains", "startswith", "gt", "regex", "range"])
    @pytest.mark.parametrize("model,path", [(Draft, "content"), (Inquiry, "entries__note"), (User, "drafts__content")])
    def test_no_lookup_reaches_a_sealed_column(self, model, path, lookup):
        for ask in (model.objects.filter, model.objects.exclude):
            with pytest.raises(FieldError, match="sealed"):
                ask(**{f"{path}__{lookup}": ["x", "y"]})

    def test_only_whether_there_is_something_may_be_asked(self, opened):
        assert Draft.objects.filter(content__isnull=False).count() == 1

    @pytest.mark.parametrize("order", ["content", "-content", F("content"), F("content").desc()])
    def test_no_list_is_sorted_by_a_sealed_column(self, order):
        with pytest.raises(FieldError, match="sealed"):
            Draft.objects.order_by(order)

    @pytest.mark.parametrize("path", ["entries__note", "-tasks__text", "call_backs__contact"])
    def test_nor_by_one_in_another_room_of_the_same_house(self, path):
        with pytest.raises(FieldError, match="sealed"):
            Inquiry.objects.order_by(path)

    @pytest.mark.parametrize("order", ["pk", "-filed_at", "?", "entries__happened_at"])
    def test_other_orders_stand(self, order):
        assert list(Inquiry.objects.order_by(order)) == []


class TestOnlyCiphertextComesOut:
    def test_by_values(self, opened):
        (row,) = Draft.objects.values()
        (listed,) = Draft.objects.values_list("content", flat=True)
        assert row["content"] == listed == stored(opened)
        assert "onkel" not in repr(row) + str(row)

    @pytest.mark.parametrize("wrap", [F, lambda name: Cast(name, Sealed("any.name"))])
    def test_by_an_annotation(self, opened, wrap):
        for value in Draft.objects.annotate(seen=wrap("content")).values_list("seen", flat=True):
            assert b"onkel" not in (value if isinstance(value, bytes) else str(value).encode())

    def test_by_dumpdata(self, opened, capsys):
        call_command("dumpdata", "inquiries.draft")
        dumped = capsys.readouterr().out
        assert str(opened.pk) in dumped
        assert "onkel" not in dumped

    def test_by_a_form_or_a_serializer(self, opened):
        assert "content" not in model_to_dict(opened)
        assert "onkel" not in serializers.serialize("json", [opened])
        assert Draft._meta.get_field("content").formfield() is None

    def test_by_raw_sql(self, opened):
        with connection.cursor() as cursor:
            cursor.execute("SELECT content FROM inquiries_draft")
            assert b"onkel" not in bytes(cursor.fetchone()[0])

    def test_by_printing_a_row(self, opened):
        assert "onkel" not in repr(opened) + str(opened) + repr(opened._key)

    def test_and_words_not_saved_yet_cannot_be_written_to_a_file(self, opened):
        opened.content = {"note": "endnu ikke gemt"}
        for write in (lambda: serializers.serialize("json", [opened]), lambda: pickle.dumps(opened)):
            with pytest.raises(NotSealed):
                write()


class TestAgainAndElsewhere:
    def test_a_deferred_column_is_fetched_and_opened_when_it_is_read(self, opened):
        row = Draft.objects.defer("content").get().opened_with(opened._key)
        assert "content" in row.get_deferred_fields()
        assert row.content == WORDS

    def test_a_deferred_column_of_a_shut_row_stays_shut(self, opened):
        with pytest.raises(Locked):
            Draft.objects.only("revision").get().content  # noqa: B018

    def test_a_row_read_again_keeps_its_key_and_takes_the_newer_words(self, opened):
        other = reopened(opened)
        other.content, other.revision = {"note": "nyere"}, 2
        other.save()
        opened.refresh_from_db()
        assert (opened.content, opened.revision) == ({"note": "nyere"}, 2)

    @pytest.mark.parametrize("fields,revision", [(["content"], 1), (["content", "revision"], 2)])
    def test_some_columns_may_be_read_again(self, opened, fields, revision):
        other = reopened(opened)
        other.content, other.revision = {"note": "nyere"}, 2
        other.save()
        opened.refresh_from_db(fields=fields)
        assert (opened.content, opened.revision) == ({"note": "nyere"}, revision)

    def test_a_shut_row_may_be_read_again_and_stays_shut(self, shut):
        Draft.objects.update(revision=9)
        shut.refresh_from_db()
        assert shut.revision == 9
        with pytest.raises(Locked):
            shut.content  # noqa: B018

    def test_the_digest_follows_what_is_stored(self, opened):
        before = opened.sealed_digest()
        assert Draft.objects.get().sealed_digest() == before
        opened.content = {"note": "nyere"}
        opened.save()
        assert Draft.objects.get().sealed_digest() == opened.sealed_digest() != before

    @pytest.mark.parametrize("copying", [copy.copy, copy.deepcopy, lambda row: pickle.loads(pickle.dumps(row))])
    def test_a_copy_of_a_row_leaves_the_key_behind(self, opened, copying):
        with pytest.raises(Locked):
            copying(opened).content  # noqa: B018
        assert opened.content == WORDS

    def test_a_row_saved_under_a_new_id_is_refused_before_its_words_are_lost(self, opened):
        opened.pk = uuid4()
        opened._state.adding = True
        with pytest.raises(Tampered), transaction.atomic():
            opened.save()
        assert Draft.objects.count() == 1

    def test_words_are_copied_by_reading_and_sealing_them_anew(self, opened, owner):
        assert reopened(new_draft(owner, content=opened.content)).content == WORDS

    @pytest.mark.parametrize("model,column", [(Draft, "content"), (Entry, "note"), (Task, "text")])
    def test_a_migration_carries_the_permanent_name(self, model, column):
        field = model._meta.get_field(column)
        _, _, args, kwargs = field.deconstruct()
        assert args[0] == field.sealed_name
        assert type(field)(*args, **kwargs).sealed_name == field.sealed_name
        assert isinstance(field, (Sealed, SealedJSON))


def stored(row):
    return Draft.objects.values_list("content", flat=True).get(pk=row.pk)


def reopened(row):
    again = Draft.objects.get(pk=row.pk)
    return again.opened_with(key_of(again))
