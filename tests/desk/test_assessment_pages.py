"""The pages of an assessment: through the gate, five steps that save themselves, signing, a second look, the chart."""

import re
from html import unescape

import pytest
from django.urls import reverse

from tests.cases.conftest import opened_by
from tests.cast import MORNING, signed_in
from tests.desk.case_register import address
from tests.risk.assessed import PATRIARK, WHOLE, begun, consented, saved, sign_it, signed, trained
from vaern.audit.models import Event
from vaern.law.screening import Standing
from vaern.risk import assessments
from vaern.risk.access import judgement_of
from vaern.risk.actions import assessing, second_look
from vaern.risk.assessed import fields_of
from vaern.risk.frame import current
from vaern.risk.models import Assessment, MethodSupport
from vaern.risk.terms import Step
from vaern.staff.models import Attestation

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("directory"),
    pytest.mark.time_machine(MORNING, tick=False),
]
FIELDS = fields_of(current())


@pytest.fixture
def consented_case(case, consultant_on_the_case):
    return consented(case, consultant_on_the_case)


@pytest.fixture
def colleague_who_sees_it(consented_case, colleague_in_the_region):
    opened_by(colleague_in_the_region, consented_case)
    return colleague_in_the_region


def of_step(step, **changes):
    whole = {**WHOLE, **changes}
    return {name: value for name, value in whole.items() if FIELDS[name].step == step and value is not None}


def words(page):
    return unescape(page.content.decode())


def test_without_consent_the_page_says_why_and_what_can_be_done_and_nothing_begins(case, holder):
    shown = holder.get(address(case, "case-assessments"))
    assert "kræver samtykke" in words(shown)
    refused = holder.post(address(case, "case-assessment-begin"))
    assert (refused.status_code, Assessment.objects.count()) == (409, 0)
    assert "Lav en risikoscreening. Den kræver ikke samtykke." in words(refused)
    assert Event.objects.filter(act="assessment.gate_refused", refused=True).count() == 1
    method = holder.post(address(case, "case-method-support"), {"of": "school", "covered": ["sources"]})
    assert (method.status_code, MethodSupport.objects.count()) == (302, 1)
    assert "Flere kilder" in words(holder.get(address(case, "case-assessments")))


def test_a_whole_assessment_is_made_step_by_step_and_signed(consented_case, holder, consultant_on_the_case, team_lead):
    trained(consultant_on_the_case, team_lead)
    begun_one = holder.post(address(consented_case, "case-assessment-begin"))
    where = begun_one.url
    for step in Step:
        page = holder.get(where)
        assert page.status_code == 200
        assert not re.search(r"<input[^>]*type=\"(radio|checkbox)\"[^>]* checked", page.content.decode())
        data = of_step(step) | {"revision": page.context["draft"].revision, "press": "videre"}
        if step == Step.CONCLUSIONS:
            data["press"] = "underskriv"
        answer = holder.post(where, data)
        assert answer.status_code == 302, answer.content.decode()
        where = answer.url
    page = holder.get(where)
    assert page.context["faults"] == []
    name = {"signed_as": "patriark", "edition": "Udgaven med tre områder", "manual": "Eget eksemplar"}
    unnamed = holder.post(where, {"revision": page.context["draft"].revision})
    assert (unnamed.status_code, Assessment.objects.signed().count()) == (422, 0)
    done = holder.post(where, name | {"revision": page.context["draft"].revision})
    read = words(holder.get(done.url))
    assert "En fætter sagde" in read
    assert "PATRIARK" in read
    assert "Udgaven med tre områder" in read
    judged = judgement_of(consented_case, at=MORNING)
    assert judged.standing is Standing.MIDDLE
    assert "Middel" in words(holder.get(address(consented_case)))


def test_what_is_missing_is_said_with_the_step_where_it_is_put_right(consented_case, holder, consultant_on_the_case):
    draft = begun(consented_case, consultant_on_the_case, **{"factor.T2.evidence": None, "change": None})
    where = address(consented_case, "case-assessment-sign", assessment_id=draft.pk)
    refused = holder.post(where, {"signed_as": "structured", "revision": draft.revision})
    assert refused.status_code == 422
    assert [fault["step"] for fault in refused.context["faults"]] == [Step.FACTORS, Step.CONCLUSIONS]
    step = holder.get(refused.context["faults"][0]["address"])
    assert list(step.context["form"].errors) == ["factor.T2.evidence"]
    assert not Assessment.objects.signed().exists()


def test_words_that_tell_who_it_is_stop_at_the_signing_and_not_at_the_draft(
    consented_case, holder, consultant_on_the_case
):
    draft = begun(consented_case, consultant_on_the_case, change="Ring 22 33 44 55")
    where = address(consented_case, "case-assessment-sign", assessment_id=draft.pk)
    refused = holder.post(where, {"signed_as": "structured", "revision": draft.revision})
    assert [fault["step"] for fault in refused.context["faults"]] == [Step.CONCLUSIONS]
    step = holder.get(refused.context["faults"][0]["address"])
    assert step.context["form"]["change"].field.found


def test_signing_as_patriark_without_training_is_said_at_the_name(consented_case, holder, consultant_on_the_case):
    draft = begun(consented_case, consultant_on_the_case)
    where = address(consented_case, "case-assessment-sign", assessment_id=draft.pk)
    name = {"signed_as": "patriark", "edition": "Udgaven", "manual": "Eget eksemplar", "revision": draft.revision}
    refused = holder.post(where, name)
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["signed_as"])
    assert "Struktureret vurdering" in words(refused)


def test_autosave_keeps_a_step_and_a_second_writer_gets_a_draft_of_their_own(
    consented_case, holder, consultant_on_the_case, colleague_who_sees_it
):
    draft = assessing.begin(case=consented_case, by=consultant_on_the_case, at=MORNING)
    where = address(consented_case, "case-assessment-context-save", assessment_id=draft.pk)
    data = {"context.latest": "Hun ringede", "level": "high", "revision": 1}
    kept = holder.post(where, data).json()
    assert (kept["forked"], kept["revision"]) == (False, 2)
    other = signed_in(colleague_who_sees_it).post(where, data | {"context.latest": "Skolen ringede"}).json()
    assert other["forked"]
    assert other["address"] != kept["address"]
    drafts = assessments.drafts_of(consented_case)
    assert sorted(each.content["context.latest"] for each in drafts) == ["Hun ringede", "Skolen ringede"]
    assert not any("level" in each.content for each in drafts)


def test_no_figure_stands_beside_a_factors_code(consented_case, holder, consultant_on_the_case, colleague_who_sees_it):
    first = signed(consented_case, consultant_on_the_case)
    ask = {"case": consented_case, "assessment": first, "rater": colleague_who_sees_it, "by": consultant_on_the_case}
    rating = second_look.ask_blind_rating(**ask, at=MORNING)
    second = sign_it(consented_case, saved(consented_case, rating, colleague_who_sees_it), colleague_who_sees_it)
    draft = begun(consented_case, consultant_on_the_case)
    pages = [
        holder.get(address(consented_case, "case-assessment", assessment_id=first.pk)),
        holder.get(address(consented_case, "case-assessment-compare", assessment_id=second.pk)),
        holder.get(address(consented_case, "case-assessment-factors", assessment_id=draft.pk)),
        holder.get(address(consented_case, "case-assessment-sign", assessment_id=draft.pk)),
        holder.get(address(consented_case, "case-assessments")),
    ]
    for page in pages:
        assert page.status_code == 200
        text = re.sub(r"<kbd[^>]*>.*?</kbd>|<[^>]+>", " ", words(page))
        assert not re.search(r"\b[TPS][1-5]\b[\s:·,(]*\d|\d[\s:·,)%]*\b[TPS][1-5]\b", text)
        assert not re.search(r"\d+\s*(%|procent|point|af 15|enige)", text)


def test_a_blind_rater_sees_neither_the_first_nor_its_level(
    consented_case, holder, consultant_on_the_case, colleague_who_sees_it
):
    first = signed(consented_case, consultant_on_the_case, level="high", valid_until="2026-11-30")
    asked = holder.post(
        address(consented_case, "case-assessment-blind", assessment_id=first.pk),
        {"reader": str(colleague_who_sees_it.pk)},
    )
    rating = Assessment.objects.exclude(rates=None).get()
    rater = signed_in(colleague_who_sees_it)
    assert asked.status_code == 302
    assert rater.get(address(consented_case, "case-assessment", assessment_id=first.pk)).status_code == 404
    assert holder.get(address(consented_case, "case-assessment-factors", assessment_id=rating.pk)).status_code == 404
    for name, more in (
        ("case-assessments", {}),
        ("case-assessment-factors", {"assessment_id": rating.pk}),
        ("case-risk", {}),
    ):
        page = words(rater.get(address(consented_case, name, **more)))
        assert "En fætter sagde" not in page
        assert "Højt" not in page
    assert Event.objects.filter(act="assessment.blind_refused", refused=True).count() == 2


def test_the_chart_and_its_table_say_the_same_and_nothing_is_left_out(
    consented_case, consultant_on_the_case, time_machine
):
    signed(consented_case, consultant_on_the_case)
    time_machine.move_to(MORNING.replace(month=12, day=10), tick=False)
    page = signed_in(consultant_on_the_case).get(address(consented_case, "case-risk"))
    found = [(each.standing, each.by) for each in page.context["stretches"]]
    assert found == [(Standing.OUTDATED, ""), (Standing.MIDDLE, consultant_on_the_case.first_name)]
    text = words(page)
    assert 'role="img"' in text
    assert "<title" in text
    assert "style=" not in text
    assert len(page.context["chart"].bars) == len(found)


def test_an_old_assessment_reads_as_it_did_after_the_labels_changed(
    consented_case, holder, consultant_on_the_case, tmp_path, settings
):
    first = signed(consented_case, consultant_on_the_case)
    where = address(consented_case, "case-assessment", assessment_id=first.pk)
    before = re.findall(r'<section class="panel">.*?</section>', words(holder.get(where)), re.S)
    file = tmp_path / "labels.toml"
    file.write_text(
        '[instrument]\ncode = "patriark_1"\nholder = "Et center"\nlicence = "Efter aftale"\n'
        '[[domain]]\ncode = "T"\nlabel = "Område et"\n[[factor]]\ncode = "T2"\nlabel = "Officiel tekst"\n'
    )
    settings.OFFICIAL_LABELS = str(file)
    after = re.findall(r'<section class="panel">.*?</section>', words(holder.get(where)), re.S)
    assert (before, bool(before)) == (after, True)
    draft = assessing.begin(case=consented_case, by=consultant_on_the_case, at=MORNING)
    assert "Officiel tekst" in words(
        holder.get(address(consented_case, "case-assessment-factors", assessment_id=draft.pk))
    )
    settings.OFFICIAL_LABELS = ""
    assert "Trusler eller planer" in words(holder.get(where))


def test_a_team_lead_attests_and_takes_back_and_nobody_else_does(lead, holder, consultant_on_the_case, team_lead):
    form = {
        "person": str(consultant_on_the_case.pk),
        "instrument": "patriark",
        "course": "Kursus over fem dage",
        "first_day": "1-6-2026",
        "last_day": "1-6-2028",
    }
    wrong = lead.post(reverse("training"), form | {"last_day": "1-6-2040"})
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["last_day"])
    assert lead.post(reverse("training"), form).status_code == 302
    row = Attestation.objects.get()
    assert (row.user, row.attested_by) == (consultant_on_the_case, team_lead)
    assert "Kursus over fem dage" in words(lead.get(reverse("training")))
    assert holder.post(reverse("training-take-back", args=[row.pk])).status_code == 404
    lead.post(reverse("training-take-back", args=[row.pk]))
    row.refresh_from_db()
    assert row.ended_by == team_lead


def test_one_that_is_signed_is_taken_out_of_use_and_made_anew(
    consented_case, holder, consultant_on_the_case, team_lead
):
    trained(consultant_on_the_case, team_lead)
    first = signed(consented_case, consultant_on_the_case, name=PATRIARK)
    where = address(consented_case, "case-assessment-void", assessment_id=first.pk)
    assert holder.post(where, {"happened": "mistake"}).status_code == 422
    assert holder.post(where, {"happened": "moved-home", "words": "Hjemme igen"}).status_code == 302
    read = words(holder.get(address(consented_case, "case-assessment", assessment_id=first.pk)))
    assert "Taget ud af brug" in read
    assert "Hjemme igen" in read
    again = holder.post(address(consented_case, "case-assessment-begin"), {"after": str(first.pk)})
    page = holder.get(again.url)
    assert page.context["form"]["context.latest"].value() == WHOLE["context.latest"]
    assert "level" not in page.context["draft"].content
