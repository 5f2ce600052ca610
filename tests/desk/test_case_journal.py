"""The journal and the tasks of a case on screen: nothing overwritten, one next step, and nothing typed lost."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from tests.cases.conftest import a_case, a_task, authority_to_find, known_authority
from tests.cast import MORNING, text
from tests.desk.case_register import address, faults
from tests.desk.register import INVISIBLE, TOO_MUCH, text_of
from vaern.cases.actions.journal import add_entry
from vaern.cases.actions.tasks import finish_task, set_task
from vaern.cases.reading import journal_of, tasks_of
from vaern.cases.terms import WRITTEN_KINDS, EntryKind, TaskKind

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("directory"),
    pytest.mark.time_machine(MORNING, tick=False),
]


class TestTheJournal:
    LINE = {"kind": "call", "note": "Læreren ringede.", "happened_on": "2026-11-22", "happened_at": "14.15"}

    @pytest.mark.parametrize("kind", WRITTEN_KINDS)
    def test_every_kind_can_be_written_with_the_time_it_happened(self, holder, case, kind):
        decided = {"decided_by": "police"} if kind == EntryKind.DECISION else {}
        answer = holder.post(address(case, "case-entry"), self.LINE | {"kind": kind} | decided)
        assert answer["Location"] == address(case, "case-journal")
        line = next(entry for entry in journal_of(case) if entry.kind == kind)
        assert (line.happened_at, line.written_at) == (datetime(2026, 11, 22, 13, 15, tzinfo=UTC), MORNING)
        shown = text_of(holder.get(address(case, "case-journal")))
        assert "Læreren ringede." in shown
        assert "skrevet" in shown
        assert ("Afgjort af" in shown) is (kind == EntryKind.DECISION)

    @pytest.mark.parametrize(
        "changes, field",
        [
            ({"kind": ""}, "kind"),
            ({"kind": "opening"}, "kind"),
            ({"note": "  "}, "note"),
            ({"note": "Hun hedder 010190-1234"}, "note"),
            ({"note": INVISIBLE[0]}, "note"),
            ({"note": TOO_MUCH}, "note"),
            ({"happened_on": "2026-11-24"}, "happened_on"),
            ({"happened_on": "i går"}, "happened_on"),
            ({"happened_at": "25.00"}, "happened_at"),
            ({"kind": "decision"}, "decided_by"),
            ({"kind": "decision", "decided_by": "consultant"}, "decided_by"),
            ({"decided_by": "police"}, "decided_by"),
        ],
    )
    def test_one_fault_is_said_at_its_field_and_nothing_is_written(self, holder, case, changes, field):
        page = holder.post(address(case, "case-entry"), self.LINE | changes)
        assert faults(page) == (422, [field])
        assert len(journal_of(case)) == 1

    def test_without_a_time_it_is_now_and_a_clock_a_little_ahead_is_now(self, holder, case):
        holder.post(address(case, "case-entry"), {"kind": "note", "note": "Nu"})
        same_minute = {"happened_on": "2026-11-23", "happened_at": "10:00:30"}
        holder.post(address(case, "case-entry"), {"kind": "note", "note": "Lidt for tidligt"} | same_minute)
        assert {entry.happened_at for entry in journal_of(case)} == {MORNING}

    def test_pressed_twice_it_is_one_line(self, holder, case):
        sent = self.LINE | {"entry": str(uuid4())}
        holder.post(address(case, "case-entry"), sent)
        holder.post(address(case, "case-entry"), sent)
        assert len(journal_of(case)) == 2

    def test_a_page_gone_back_to_and_written_on_is_another_line_and_no_words_are_lost(self, holder, case):
        sent = self.LINE | {"entry": str(uuid4())}
        holder.post(address(case, "case-entry"), sent)
        holder.post(address(case, "case-entry"), sent | {"note": "Læreren ringede igen."})
        assert {entry.note for entry in journal_of(case)} >= {"Læreren ringede.", "Læreren ringede igen."}

    def test_a_malformed_id_of_the_page_costs_no_words(self, holder, case):
        assert holder.post(address(case, "case-entry"), self.LINE | {"entry": "x' OR 1"}).status_code == 302

    def test_a_correction_stands_beside_what_it_corrects(self, holder, case):
        [opening] = journal_of(case)
        where = address(case, "case-correct", entry_id=opening.pk)
        assert opening.note in text_of(holder.get(where))
        holder.post(where, {"kind": "note", "note": "Det var i går."})
        written = journal_of(case)
        assert {(entry.note, entry.corrects_id) for entry in written} == {
            (opening.note, None),
            ("Det var i går.", opening.pk),
        }
        assert f'href="#post-{opening.pk}"' in text_of(holder.get(address(case, "case-journal")))

    def test_a_correction_of_a_decision_begins_with_the_same_authority(self, holder, case):
        decision = holder.post(
            address(case, "case-entry"), self.LINE | {"kind": "decision", "decided_by": "immigration"}
        )
        assert decision.status_code == 302
        line = next(entry for entry in journal_of(case) if entry.kind == EntryKind.DECISION)
        form = holder.get(address(case, "case-correct", entry_id=line.pk)).context["form"]
        assert (form["kind"].value(), form["decided_by"].value()) == (EntryKind.DECISION, "immigration")

    def test_long_it_is_read_by_page_and_a_page_that_is_not_there_is_the_nearest(
        self, holder, case, consultant_on_the_case
    ):
        for number in range(60):
            happened = MORNING + timedelta(minutes=number - 90)
            add_entry(
                case=case,
                kind=EntryKind.NOTE,
                note=text(f"Notat nummer {number};"),
                happened_at=happened,
                by=consultant_on_the_case,
                at=MORNING,
            )
        pages = {
            side: text_of(holder.get(address(case, "case-journal") + f"?side={side}")) for side in "1 2 99 x".split()
        }
        assert "Notat nummer 59;" in pages["1"]
        assert "Notat nummer 0;" not in pages["1"]
        assert "Notat nummer 0;" in pages["2"]
        assert ("Side 2 af 2" in pages["99"], "Side 1 af 2" in pages["x"]) == (True, True)


class TestTasks:
    @pytest.fixture
    def step(self, consultant_on_the_case):
        return {
            "kind": "find-out",
            "text": "Hvem har passene?",
            "due_on": "2026-11-23",
            "due_at": "12:00",
            "owner": str(consultant_on_the_case.pk),
        }

    def test_the_earliest_is_the_one_next_step_and_the_rest_come_after(self, holder, case, step):
        holder.post(address(case, "case-task-add"), step)
        for name in ("case", "case-tasks"):
            page = text_of(holder.get(address(case, name)))
            assert page.count("step-next") == 1
            assert page.index("Hvem har passene?") < page.index("Derefter") < page.index("Hør, hvordan det gik")

    def test_a_task_may_be_a_colleagues_who_can_see_the_case(self, holder, case, step, colleague_in_the_region):
        holder.post(address(case, "case-task-add"), step | {"owner": str(colleague_in_the_region.pk)})
        assert tasks_of(case)[0].owner == colleague_in_the_region

    def test_nobody_is_given_a_task_in_a_case_they_cannot_see(self, holder, case, step, consultant_from_elsewhere):
        page = holder.post(address(case, "case-task-add"), step | {"owner": str(consultant_from_elsewhere.pk)})
        assert faults(page) == (422, ["owner"])

    @pytest.mark.parametrize(
        "changes, field",
        [
            ({"kind": ""}, "kind"),
            ({"kind": "take-over"}, "kind"),
            ({"text": "Ring på 22 33 44 55"}, "text"),
            ({"text": "x" * 301}, "text"),
            ({"due_on": ""}, "due_on"),
            ({"due_on": "snart"}, "due_on"),
            ({"due_on": "2026-11-22"}, "due_on"),
            ({"due_at": "9.00"}, "due_at"),
            ({"owner": ""}, "owner"),
            ({"owner": "x"}, "owner"),
        ],
    )
    def test_one_fault_is_said_at_its_field_and_nothing_is_set(self, holder, case, step, changes, field):
        assert faults(holder.post(address(case, "case-task-add"), step | changes)) == (422, [field])
        assert case.tasks.count() == 1

    def test_one_of_two_is_done_with_one_press(self, holder, case, step):
        holder.post(address(case, "case-task-add"), step)
        first = tasks_of(case)[0]
        holder.post(address(case, "case-task-done", task_id=first.pk))
        assert [task.text for task in tasks_of(case)] == ["Hør, hvordan det gik"]
        page = text_of(holder.get(address(case, "case-tasks")))
        assert page.index("Hør, hvordan det gik") < page.index("Udført <span") < page.index("Hvem har passene?")

    def test_the_last_is_done_only_together_with_the_next(self, holder, case, step):
        [last] = tasks_of(case)
        where = address(case, "case-task-done", task_id=last.pk)
        assert "En sag har altid et næste" in text_of(holder.get(where))
        assert holder.post(where).status_code == 422
        assert holder.post(where, step | {"then": "next"}).status_code == 302
        assert [task.text for task in tasks_of(case)] == ["Hvem har passene?"]

    def test_done_by_a_colleague_meanwhile_the_typed_next_step_is_kept(
        self, holder, case, step, consultant_on_the_case
    ):
        [task] = tasks_of(case)
        finish_task(case=case, task=task, by=consultant_on_the_case, at=MORNING, then=a_task(consultant_on_the_case))
        where = address(case, "case-task-done", task_id=task.pk)
        page = holder.post(where, step | {"then": "next"})
        assert page.status_code == 409
        assert "Hvem har passene?" in text_of(page)
        assert holder.post(where).status_code == 302, "without words there is nothing to keep"

    def test_finding_the_authority_is_not_done_before_it_is_written_down(
        self, holder, case, step, consultant_on_the_case
    ):
        looking = a_case(consultant_on_the_case, authority=authority_to_find(consultant_on_the_case))
        find = next(task for task in tasks_of(looking) if task.kind == TaskKind.FIND_AUTHORITY)
        assert address(looking, "case-authority") in text_of(holder.get(address(looking, "case-tasks")))
        page = holder.post(address(looking, "case-task-done", task_id=find.pk))
        shown = text_of(page)
        assert page.status_code == 409
        assert "Den ansvarlige myndighed står ikke i sagen endnu" in shown
        assert address(looking, "case-task-move", task_id=find.pk) in shown
        known = a_case(consultant_on_the_case, authority=known_authority())
        other = set_task(
            case=known,
            task=a_task(consultant_on_the_case, kind=TaskKind.FIND_AUTHORITY),
            by=consultant_on_the_case,
            at=MORNING,
        )
        assert holder.post(address(known, "case-task-done", task_id=other.pk)).status_code == 302

    def test_a_task_gets_another_day_and_another_owner(self, holder, case, colleague_in_the_region):
        [task] = tasks_of(case)
        where = address(case, "case-task-move", task_id=task.pk)
        form = holder.get(where).context["form"]
        assert (form["owner"].value(), f"{form['due_on'].value()}") == (str(task.owner.pk), "2026-11-24")
        sent = {"due_on": "2026-11-27", "due_at": "", "owner": str(colleague_in_the_region.pk)}
        assert holder.post(where, sent).status_code == 302
        case.refresh_from_db()
        assert case.next_step_at == datetime(2026, 11, 27, 8, 0, tzinfo=UTC)
        assert tasks_of(case)[0].owner == colleague_in_the_region

    @pytest.mark.parametrize(
        "changes, field", [({"due_on": ""}, "due_on"), ({"due_on": "2026-11-20"}, "due_on"), ({"owner": ""}, "owner")]
    )
    def test_a_task_is_moved_whole_or_not_at_all(self, holder, case, consultant_on_the_case, changes, field):
        [task] = tasks_of(case)
        sent = {"due_on": "2026-11-27", "owner": str(consultant_on_the_case.pk)}
        page = holder.post(address(case, "case-task-move", task_id=task.pk), sent | changes)
        assert faults(page) == (422, [field])
        assert tasks_of(case)[0].due_at == task.due_at

    def test_what_is_done_cannot_be_moved(self, holder, case, consultant_on_the_case):
        [task] = tasks_of(case)
        finish_task(case=case, task=task, by=consultant_on_the_case, at=MORNING, then=a_task(consultant_on_the_case))
        sent = {"due_on": "2026-11-27", "owner": str(consultant_on_the_case.pk)}
        page = holder.post(address(case, "case-task-move", task_id=task.pk), sent)
        assert page.status_code == 422
        assert "En anden har gjort det imens" in text_of(page)
