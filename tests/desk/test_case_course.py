"""How a case stands, on screen: everything is kept, and of two who change it at once neither loses a word."""

import pytest

from tests.cases.conftest import a_case, a_request, a_task, authority_to_find, described
from tests.cast import MORNING, text
from tests.desk.case_register import address, faults
from tests.desk.register import INVISIBLE, text_of
from vaern.cases.actions import course
from vaern.cases.actions.people import add_person, describe_person
from vaern.cases.actions.tasks import set_task
from vaern.cases.reading import course_of, facts_of, persons_of, tasks_of
from vaern.cases.terms import AuthorityState, PersonRole, Respect, Situation, Stage, Stance, TaskKind
from vaern.directory.terms import Concern
from vaern.inquiries.terms import Age

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("directory"),
    pytest.mark.time_machine(MORNING, tick=False),
]


def test_the_work_goes_on_without_words_and_back_with_a_reason(holder, case):
    where = address(case, "case-stage")
    assert holder.post(where, {"stage": "coordinating", "seen": "1"}).status_code == 302
    back = {"stage": "assessing", "seen": "2"}
    assert faults(holder.post(where, back)) == (422, ["reason"])
    assert holder.post(where, back | {"reason": "Der er sket noget nyt."}).status_code == 302
    case.refresh_from_db()
    assert case.stage == Stage.ASSESSING
    assert "Der er sket noget nyt." in text_of(holder.get(where))


@pytest.mark.parametrize(
    "sent, field",
    [
        ({"stage": ""}, "stage"),
        ({"stage": "closed"}, "stage"),
        ({"stage": "advising"}, "__all__"),
        ({"stage": "assessing", "reason": "Ring til hende på 22 33 44 55"}, "reason"),
        ({"stage": "assessing", "reason": INVISIBLE[0]}, "reason"),
    ],
)
def test_a_stage_that_cannot_be_is_refused_at_its_field(holder, case, sent, field):
    assert faults(holder.post(address(case, "case-stage"), sent | {"seen": "1"})) == (422, [field])
    assert len(course_of(case, Respect.STAGE)) == 1


def test_danger_is_set_by_people_and_acute_is_left_with_a_reason(holder, case):
    where = address(case, "case-situation")
    assert "checked" not in text_of(holder.get(where)), "nothing is chosen beforehand"
    holder.post(where, {"situation": "acute", "seen": "1"})
    assert "badge-error" in text_of(holder.get(address(case, "case")))
    calm = {"situation": "calm", "seen": "2"}
    assert faults(holder.post(where, calm)) == (422, ["reason"])
    assert holder.post(where, calm | {"reason": "Hun er i sikkerhed."}).status_code == 302


class TestTwoAtOnce:
    """The second is shown what the first wrote, with their own text kept; sent again it is saved after."""

    def test_neither_situation_is_lost(self, holder, case, colleague_in_the_region):
        seen = facts_of(case).situation_number
        course.set_situation(
            case=case,
            to=Situation.ACUTE,
            reason=text("Billetten er købt."),
            seen=seen,
            by=colleague_in_the_region,
            at=MORNING,
        )
        sent = {"situation": "escalation", "reason": "Passene er hentet hjem.", "seen": str(seen)}
        page = holder.post(address(case, "case-situation"), sent)
        shown = text_of(page)
        assert page.status_code == 409
        assert f"{colleague_in_the_region.first_name} har skrevet imens" in shown
        assert "Billetten er købt." in shown
        assert "Passene er hentet hjem." in shown
        assert len(course_of(case, Respect.SITUATION)) == 2
        again = holder.post(address(case, "case-situation"), sent | {"seen": str(page.context["seen"])})
        assert again.status_code == 302
        assert [row.value for row in course_of(case, Respect.SITUATION)] == ["escalation", "acute", "unknown"]

    @pytest.mark.parametrize("seen", ["", "0", "x", "-1", "²", "9" * 5000])
    def test_a_page_that_does_not_say_what_it_showed_writes_nothing_unseen(self, holder, case, seen):
        page = holder.post(address(case, "case-situation"), {"situation": "calm", "seen": seen})
        assert page.status_code == 409
        assert page.context["seen"] == 1

    def test_a_fault_put_right_still_goes_on_from_the_row_that_was_seen(self, holder, case, colleague_in_the_region):
        where = address(case, "case-concern")
        course.reclassify(
            case=case,
            concerns=(Concern.TRIP,),
            age=Age.ADULT,
            reason=text("En rejse"),
            seen=1,
            by=colleague_in_the_region,
            at=MORNING,
        )
        sent = {"concerns": ["stay"], "age": "adult", "seen": "1"}
        assert faults(holder.post(where, sent)) == (422, ["reason"])
        assert holder.post(where, sent | {"reason": "Et ophold"}).status_code == 409

    def test_neither_description_of_a_person_is_lost(self, holder, case, consultant_on_the_case):
        person = add_person(case=case, description=described(), by=consultant_on_the_case, at=MORNING)
        describe_person(
            case=case,
            person=person,
            description=described(words="Hun er flyttet."),
            seen=1,
            by=consultant_on_the_case,
            at=MORNING,
        )
        sent = {"label": "søster 1", "roles": ["at-risk"], "stance": "unknown", "words": "Hun er bange.", "seen": "1"}
        page = holder.post(address(case, "case-person", person_id=person.pk), sent)
        assert page.status_code == 409
        assert "Hun er flyttet." in text_of(page)
        assert "Hun er bange." in text_of(page)
        assert holder.post(address(case, "case-person", person_id=person.pk), sent | {"seen": "2"}).status_code == 302
        assert persons_of(case)[0].words == "Hun er bange."


class TestTheConcern:
    NEW = {"concerns": ["trip"], "age": "under-18", "reason": "Det handler om en rejse.", "seen": "1"}

    def test_another_concern_stands_above_the_first(self, holder, case):
        where = address(case, "case-concern")
        assert holder.get(where).context["form"]["concerns"].value() == [Concern.CONTROL]
        assert holder.post(where, self.NEW).status_code == 302
        assert (facts_of(case).concerns, facts_of(case).age) == ((Concern.TRIP,), Age.UNDER_18)
        page = text_of(holder.get(where))
        assert page.index("Genopdragelsesrejse, Under 18") < page.index("Negativ social kontrol, 18 eller derover")

    @pytest.mark.parametrize(
        "changes, field",
        [
            ({"concerns": []}, "concerns"),
            ({"concerns": ["method"]}, "concerns"),
            ({"age": ""}, "age"),
            ({"reason": " "}, "reason"),
        ],
    )
    def test_one_fault_is_said_at_its_field(self, holder, case, changes, field):
        assert faults(holder.post(address(case, "case-concern"), self.NEW | changes)) == (422, [field])
        assert len(course_of(case, Respect.CONCERN)) == 1

    def test_a_case_without_an_authority_cannot_become_a_childs(self, holder, consultant_on_the_case):
        alone = a_case(consultant_on_the_case, authority=course.Authority(state=AuthorityState.NOT_NEEDED))
        assert faults(holder.post(address(alone, "case-concern"), self.NEW)) == (422, ["age"])


class TestRequests:
    NEW = {"wish": "coordination", "asked_by": "police", "asked_on": "2026-11-22", "asked_words": "Hvem gør hvad?"}

    def test_a_new_request_stands_beside_the_first(self, holder, case):
        assert holder.post(address(case, "case-request"), self.NEW).status_code == 302
        page = text_of(holder.get(address(case, "case")))
        assert "Hvem gør hvad?" in page
        assert "Hvordan taler vi med hende alene?" in page
        assert [asked.wish for asked in facts_of(case).asked] == ["guidance", "coordination"]

    def test_one_made_meanwhile_is_in_nobodys_way(self, holder, case, consultant_on_the_case):
        course.add_request(case=case, request=a_request(), by=consultant_on_the_case, at=MORNING)
        assert holder.post(address(case, "case-request"), self.NEW | {"seen": "1"}).status_code == 302

    @pytest.mark.parametrize(
        "changes, field",
        [
            ({"wish": ""}, "wish"),
            ({"asked_by": "us"}, "asked_by"),
            ({"asked_on": ""}, "asked_on"),
            ({"asked_on": "2026-11-24"}, "asked_on"),
            ({"asked_words": "Skriv til a@b.dk"}, "asked_words"),
        ],
    )
    def test_one_fault_is_said_at_its_field(self, holder, case, changes, field):
        assert faults(holder.post(address(case, "case-request"), self.NEW | changes)) == (422, [field])
        assert len(facts_of(case).asked) == 1


class TestTheAuthority:
    KNOWN = {
        "authority_state": "found",
        "authority_kind": "municipality-child",
        "authority_role": "Sagsbehandler i ungeteamet",
        "authority_contact": "",
        "seen": "1",
    }

    @pytest.fixture
    def looking(self, consultant_on_the_case):
        """A case whose authority is to be found, and nothing else to do."""
        find = authority_to_find(consultant_on_the_case)
        return a_case(consultant_on_the_case, authority=find, next_step=None)

    @pytest.fixture
    def then(self, consultant_on_the_case):
        return {"kind": "call", "due_on": "2026-11-25", "owner": str(consultant_on_the_case.pk)}

    def test_found_it_finishes_the_looking_and_asks_for_the_next_step(self, holder, looking, then):
        where = address(looking, "case-authority")
        page = holder.post(where, self.KNOWN)
        assert faults(page) == (422, ["kind"])
        assert "Vælg det næste" in text_of(page)
        assert holder.post(where, self.KNOWN | then).status_code == 302
        assert [task.kind for task in tasks_of(looking)] == [TaskKind.CALL]
        assert facts_of(looking).responsible.role == "Sagsbehandler i ungeteamet"

    def test_with_another_step_in_the_case_none_is_asked_for(self, holder, looking, consultant_on_the_case):
        set_task(case=looking, task=a_task(consultant_on_the_case), by=consultant_on_the_case, at=MORNING)
        where = address(looking, "case-authority")
        assert "Næste skridt bagefter" not in text_of(holder.get(where))
        assert holder.post(where, self.KNOWN).status_code == 302

    @pytest.mark.parametrize(
        "changes, field",
        [
            ({"authority_kind": ""}, "authority_kind"),
            ({"authority_role": ""}, "authority_role"),
            ({"authority_contact": "010190-1234"}, "authority_contact"),
            ({"kind": "call"}, "due_on"),
            ({"due_on": "2026-11-25"}, "kind"),
            ({"authority_state": "to-find", "authority_role": "", "authority_kind": ""}, "find_on"),
            ({"authority_state": "to-find", "find_on": "2026-11-25"}, "authority_state"),
        ],
    )
    def test_one_fault_is_said_at_its_field(self, holder, looking, consultant_on_the_case, changes, field):
        mine = str(consultant_on_the_case.pk)
        sent = self.KNOWN | {"owner": mine, "find_owner": mine} | changes
        assert faults(holder.post(address(looking, "case-authority"), sent)) == (422, [field])
        assert len(course_of(looking, Respect.AUTHORITY)) == 1

    def test_what_is_known_of_the_caseworker_stands_in_the_form_and_lost_again_needs_a_day(
        self, holder, case, consultant_on_the_case
    ):
        where = address(case, "case-authority")
        form = holder.get(where).context["form"]
        assert form["authority_role"].value() == "Sagsbehandler i voksenteamet"
        kept = {name: form[name].value() for name in ("authority_kind", "authority_role", "authority_contact")}
        lost = kept | {"authority_state": "to-find", "find_owner": str(consultant_on_the_case.pk), "seen": "1"}
        assert faults(holder.post(where, lost)) == (422, ["find_on"])
        assert holder.post(where, lost | {"find_on": "2026-11-25"}).status_code == 302
        assert {task.kind for task in tasks_of(case)} == {TaskKind.FOLLOW_UP, TaskKind.FIND_AUTHORITY}

    def test_a_child_cannot_do_without_one(self, holder, consultant_on_the_case):
        child = a_case(consultant_on_the_case, age=Age.UNDER_18)
        sent = {"authority_state": "not-needed", "seen": "1"}
        assert faults(holder.post(address(child, "case-authority"), sent)) == (422, ["authority_state"])


class TestPersons:
    BROTHER = {
        "label": "bror 1",
        "roles": ["at-risk", "feared"],
        "stance": "divided",
        "words": "Presses selv til at presse.",
    }

    def test_somebody_may_be_at_risk_and_feared_at_once(self, holder, case):
        assert "Her er ingen endnu" in text_of(holder.get(address(case, "case-persons")))
        assert holder.post(address(case, "case-person-add"), self.BROTHER).status_code == 302
        [brother] = persons_of(case)
        assert (brother.roles, brother.stance) == ({PersonRole.AT_RISK, PersonRole.FEARED}, Stance.DIVIDED)
        for name in ("case", "case-persons"):
            page = text_of(holder.get(address(case, name)))
            assert all(words in page for words in ("bror 1", "I fare", "Frygtes", "Både og"))

    def test_how_they_were_described_before_stays_to_be_seen(self, holder, case):
        holder.post(address(case, "case-person-add"), self.BROTHER)
        [brother] = persons_of(case)
        where = address(case, "case-person", person_id=brother.id)
        assert holder.get(where).context["form"]["words"].value() == "Presses selv til at presse."
        holder.post(
            where, self.BROTHER | {"roles": ["ally"], "stance": "protects", "words": "Hjælper nu.", "seen": "1"}
        )
        page = text_of(holder.get(where))
        assert page.index("bror 1: Støtte. Beskytter") < page.index("bror 1: I fare, Frygtes. Både og")

    @pytest.mark.parametrize(
        "changes, field",
        [
            ({"label": " "}, "label"),
            ({"label": "Mor på 22 33 44 55"}, "label"),
            ({"label": "x" * 61}, "label"),
            ({"roles": []}, "roles"),
            ({"roles": ["boss"]}, "roles"),
            ({"stance": ""}, "stance"),
            ({"words": INVISIBLE[0]}, "words"),
        ],
    )
    def test_one_fault_is_said_at_its_field(self, holder, case, changes, field):
        assert faults(holder.post(address(case, "case-person-add"), self.BROTHER | changes)) == (422, [field])
        assert persons_of(case) == []

    def test_a_proposal_put_in_keeps_every_role_and_what_was_seen(self, holder, case):
        holder.post(address(case, "case-person-add"), self.BROTHER)
        where = address(case, "case-person", person_id=persons_of(case)[0].id)
        sent = self.BROTHER | {"roles": ["feared", "ally"], "words": "Ring 22 33 44 55", "seen": "1"}
        page = holder.post(where, sent | {"use_proposals": "words"})
        assert page.context["form"]["roles"].value() == ["feared", "ally"]
        assert page.context["seen"] == 1
        assert persons_of(case)[0].number == 1

    def test_two_are_told_apart(self, holder, case):
        holder.post(address(case, "case-person-add"), self.BROTHER)
        assert faults(holder.post(address(case, "case-person-add"), self.BROTHER | {"label": "BROR  1"})) == (
            422,
            ["label"],
        )


class TestWhatIsMissing:
    """Each thing nobody knows yet is a way to write it down, and is gone once it is."""

    def test_a_bare_case_says_what_nobody_knows(self, holder, consultant_on_the_case):
        bare = a_case(
            consultant_on_the_case,
            age=Age.UNKNOWN,
            concerns=(Concern.UNKNOWN,),
            authority=authority_to_find(consultant_on_the_case),
        )
        missing = holder.get(address(bare, "case")).context["missing"]
        assert [fact.text for fact in missing] == [
            "Hvor faren er nu (situation)",
            "Trusselsniveau: ikke vurderet",
            "Ansvarlig myndighed",
            "Borgerens alder",
            "Hvad bekymringen er",
            "Hvem der er i fare",
            "Hvem der frygtes",
        ]
        assert all(holder.get(fact.address).status_code == 200 for fact in missing if fact.address)

    def test_what_is_written_down_is_not_missing(self, holder, case):
        holder.post(address(case, "case-situation"), {"situation": "calm", "seen": "1"})
        for label, role in (("søster 1", "at-risk"), ("far", "feared")):
            sent = {"label": label, "roles": [role], "stance": "protects", "words": ""}
            holder.post(address(case, "case-person-add"), sent)
        missing = holder.get(address(case, "case")).context["missing"]
        assert [fact.text for fact in missing] == ["Trusselsniveau: ikke vurderet"]
        brother = {"label": "bror 1", "roles": ["other"], "stance": "unknown", "words": ""}
        holder.post(address(case, "case-person-add"), brother)
        assert "Hvor bror 1 står" in text_of(holder.get(address(case, "case")))
