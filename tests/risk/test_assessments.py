"""An assessment of a case: written in five steps, signed once, followed, and never computed."""

import hashlib
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cases.conftest import a_task, case, consultant_on_the_case, opened_by  # noqa: F401
from tests.cast import MORNING, text
from tests.risk.assessed import (
    CONCLUSIONS,
    FRAME,
    PATRIARK,
    STRUCTURED,
    WHOLE,
    begun,
    cleared,
    consented,
    saved,
    sign_it,
    signed,
    trained,
)
from tests.risk.filled import signed as screened
from vaern.audit.append_only import AppendOnlyViolation
from vaern.audit.models import Event
from vaern.cases.actions.opening import GateRefused
from vaern.cases.telling import NothingToPrint
from vaern.cases.terms import Scope, TaskKind
from vaern.law.gate import ConsentFrom, Situation
from vaern.law.screening import Level, Standing
from vaern.risk import assessment_words, assessments, frame
from vaern.risk.access import judgement_of
from vaern.risk.actions import assessing, concluding, second_look, signing
from vaern.risk.actions.reading import OwnWork
from vaern.risk.assessed import Assessed
from vaern.risk.models import Assessment
from vaern.risk.papers import assessment_summary
from vaern.risk.terms import FactorMark, SignedAs, Step

pytestmark = pytest.mark.django_db

MARKS = st.fixed_dictionaries(
    {},
    optional={
        f"{factor.name}.{axis}": st.sampled_from(sorted(FactorMark.values))
        for factor in FRAME.factors
        for axis in ("now", "earlier")
    },
)


@pytest.fixture
def consented_case(case, consultant_on_the_case):  # noqa: F811
    """The case of the fixed cast, with the adult citizen's own consent to an assessment."""
    return consented(case, consultant_on_the_case)


@pytest.fixture
def by(consultant_on_the_case):  # noqa: F811
    return consultant_on_the_case


def level_of(case, at=MORNING):  # noqa: F811
    return judgement_of(case, at=at)


# The gate.


@pytest.mark.parametrize(
    "change",
    [
        {"scopes": frozenset({Scope.SPARRING})},
        {"situation": Situation.ANONYMISED},
        {"consent_from": ConsentFrom.CUSTODY_HOLDER},
        {"until": MORNING.date() - timedelta(days=1)},
    ],
    ids=["the consent covers something else", "no consent", "a parent's consent at 18", "the consent has run out"],
)
def test_an_assessment_one_fact_from_a_consent_is_refused_on_record(change, case, by):  # noqa: F811
    consented(case, by, **change)
    with pytest.raises(GateRefused) as refused:
        assessing.begin(case=case, by=by, at=MORNING)
    assert refused.value.finding.ways_forward
    assert Event.objects.filter(act="assessment.gate_refused", refused=True, about=case.pk).count() == 1
    assert not Assessment.objects.exists()


def test_a_draft_is_not_signed_once_the_consent_is_gone(consented_case, by):
    draft = begun(consented_case, by)
    consented(consented_case, by, situation=Situation.ANONYMISED)
    with pytest.raises(GateRefused):
        sign_it(consented_case, draft, by)
    assert Event.objects.filter(act="assessment.gate_refused", refused=True).exists()
    assert not Assessment.objects.signed().exists()


def test_in_an_anonymised_case_a_professional_is_supported_in_the_method_alone(case, by):  # noqa: F811
    row = second_look.support_method(
        case=case, covered=frozenset({"sources", "no-score"}), of="caseworker", by=by, at=MORNING
    )
    assert set(row.covered) == {"instrument", "of", "labels"}
    assert level_of(case).standing is Standing.NOT_ASSESSED
    with pytest.raises(second_look.NothingCovered):
        second_look.support_method(case=case, covered=frozenset({"T1"}), of="caseworker", by=by, at=MORNING)


# The level is a person's.


@given(MARKS)
def test_no_factor_chooses_a_conclusion(marks):
    raw = {name: value for name, value in WHOLE.items() if name not in CONCLUSIONS} | marks
    content = Assessed(FRAME, raw)
    assert content.level is None
    assert {gap.field for gap in content.gaps()} >= {"level", "priority", "imminent", "soon", "knowledge"}


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(marks=MARKS, level=st.sampled_from(Level))
def test_the_stored_and_the_shown_level_are_the_chosen_one_whatever_the_factors(consented_case, by, marks, level):
    said = {"evidence": "Set af en lærer", "source": "professional"}
    evidence = {f"{factor.name}.{part}": words for factor in FRAME.factors for part, words in said.items()}
    draft = begun(consented_case, by, **marks, **evidence, level=level.value, valid_until="2026-11-27")
    if level_of(consented_case).standing is not Standing.NOT_ASSESSED:
        assessing.discard(case=consented_case, assessment=draft, by=by)
        content = Assessed(FRAME, draft.content)
        assert content.level is level
        return
    signed_one = sign_it(consented_case, draft, by)
    consented_case.refresh_from_db()
    assert (signed_one.level, consented_case.level) == (level.value, level.value)
    assert level_of(consented_case).standing is Standing(level.value)


# Signing.


@pytest.mark.parametrize(
    "change, lacks",
    [
        ({"context.feared": None}, "context"),
        ({"factor.T1.earlier": None}, "marks"),
        ({"factor.T2.evidence": None}, "evidence"),
        ({"factor.T2.source": None}, "evidence"),
        ({"factor.S4.find": "yes"}, "find"),
        ({"scenario.0.kind": None, "scenario.0.what": None, "scenario.0.likely": None}, "scenarios"),
        ({"measure.0.0.owner": None}, "measures"),
        ({"measure.0.0.follow": "yes"}, "follow"),
        ({"level": None}, "level"),
        ({"level.why": None}, "level"),
        ({"change": None}, "change"),
        ({"citizen.told": None}, "citizen"),
        ({"valid_until": None}, "valid_until"),
    ],
)
def test_an_assessment_one_thing_short_is_not_signed(change, lacks):
    raw = {name: value for name, value in {**WHOLE, **change}.items() if value is not None}
    assert {gap.lacks for gap in Assessed(FRAME, raw).gaps()} == {lacks}


def test_a_signed_assessment_is_the_level_of_the_case_and_sets_its_tasks(consented_case, by):
    asked = {"factor.S4.find": "yes", "factor.S4.owner": str(by.pk), "factor.S4.by": "2026-11-28T12:00"}
    followed = {"measure.0.0.follow": "yes", "measure.0.0.by": "2026-11-30"}
    draft = sign_it(consented_case, begun(consented_case, by, **asked, **followed), by)
    judged = level_of(consented_case)
    assert (judged.standing, judged.assessment, judged.screening) == (Standing.MIDDLE, draft.pk, None)
    tasks = consented_case.tasks.open().by_due().opened_with(consented_case.key_in_hand)
    assert [(task.kind, task.text) for task in tasks][1:] == [
        (TaskKind.FIND_OUT, "Find ud af: Utryg livssituation"),
        (TaskKind.FOLLOW_UP, "Følges til og fra skole"),
        (TaskKind.ASSESSMENT, ""),
    ]
    with pytest.raises(AppendOnlyViolation):
        draft.save()
    with pytest.raises(AppendOnlyViolation):
        Assessment.objects.filter(pk=draft.pk).update(level="low")
    assert level_of(consented_case, at=MORNING + timedelta(days=30)).standing is Standing.OUTDATED


def test_nothing_of_it_stands_in_clear(consented_case, by):
    draft = signed(consented_case, by)
    columns = Assessment.objects.filter(pk=draft.pk).values_list("content", "frame", "saves").get()
    stored = b"".join(bytes(each) for each in columns)
    assert not any(word in stored for word in (b"farbror", b"present", b"Trusler"))


@pytest.mark.parametrize(
    "name, missing",
    [
        (replace(PATRIARK, edition=text("")), "edition"),
        (replace(PATRIARK, manual=text("")), "manual"),
    ],
)
def test_the_name_patriark_takes_edition_and_manual(name, missing, consented_case, by, team_lead):
    trained(by, team_lead)
    draft = begun(consented_case, by)
    with pytest.raises(signing.MayNotSign) as refused:
        sign_it(consented_case, draft, by, name=name)
    assert refused.value.findings[0].missing == (missing,)
    assert sign_it(consented_case, draft, by, name=PATRIARK).attestation.user == by


def test_the_name_patriark_takes_training_and_an_expired_one_is_on_record(consented_case, by, team_lead):
    draft = begun(consented_case, by)
    with pytest.raises(signing.MayNotSign) as refused:
        sign_it(consented_case, draft, by, name=PATRIARK)
    assert refused.value.findings[0].missing == ("attestation",)
    trained(by, team_lead, until=-1)
    done = sign_it(consented_case, draft, by, name=PATRIARK)
    assert (done.signed_as, done.attestation.valid_until) == (SignedAs.PATRIARK, MORNING.date() - timedelta(days=1))
    assert Event.objects.filter(act="assessment.signed_on_expired", subject=done.pk).exists()


def test_words_that_did_not_pass_the_guard_are_not_signed(consented_case, by):
    draft = begun(consented_case, by)
    words = cleared(draft)
    del words["level.why"]
    with pytest.raises(signing.NotGuarded):
        concluding.sign(
            case=consented_case,
            assessment=draft,
            base=draft.revision,
            name=STRUCTURED,
            cleared=words,
            by=by,
            at=MORNING,
        )


# What follows what.


def test_the_newest_signed_of_screening_and_assessment_counts_whatever_the_clocks_say(consented_case, by):
    first = signed(consented_case, by, level="high", valid_until="2026-11-30")
    inquiry = consented_case.inquiry.opened_with(consented_case.inquiry.key_in_hand)
    screening = screened(inquiry, by, at=MORNING - timedelta(minutes=5), level="high", valid_until="2026-11-30")
    assert level_of(consented_case).screening == screening.pk
    with pytest.raises(signing.NotTheNewest):
        concluding.void(
            case=consented_case, assessment=first, happened="moved-home", words=text("Hjemme"), by=by, at=MORNING
        )
    second = signed(consented_case, by, level="high", valid_until="2026-11-30")
    assert (second.follows, level_of(consented_case).assessment) == (first, second.pk)
    with pytest.raises(signing.NotTheNewest):
        signing.void(inquiry=inquiry, screening=screening, happened="moved-home", words=text(""), by=by, at=MORNING)


def test_one_that_is_taken_out_of_use_leaves_the_case_not_assessed(consented_case, by):
    row = signed(consented_case, by)
    with pytest.raises(signing.NotAReason):
        concluding.void(case=consented_case, assessment=row, happened="mistake", words=text(""), by=by, at=MORNING)
    concluding.void(case=consented_case, assessment=row, happened="moved-home", words=text(""), by=by, at=MORNING)
    consented_case.refresh_from_db()
    assert (consented_case.level, level_of(consented_case).standing) == ("", Standing.NOT_ASSESSED)
    with pytest.raises(signing.AlreadyVoided):
        concluding.void(case=consented_case, assessment=row, happened="moved-home", words=text(""), by=by, at=MORNING)


def test_a_lower_level_takes_a_colleague_who_read_it_as_it_stands(consented_case, by, colleague_in_the_region):
    signed(consented_case, by, level="high", valid_until="2026-11-30")
    draft = begun(consented_case, by, level="low")
    with pytest.raises(signing.MayNotSign):
        sign_it(consented_case, draft, by)
    read = {"case": consented_case, "assessment": draft, "base": draft.revision, "remark": text("Enig")}
    with pytest.raises(OwnWork):
        second_look.read_as_second(**read, by=by, at=MORNING)
    with pytest.raises(signing.ChangedSince):
        second_look.read_as_second(**(read | {"base": 1}), by=colleague_in_the_region, at=MORNING)
    second_look.ask_second_reader(case=consented_case, reader=colleague_in_the_region, by=by, at=MORNING)
    second_look.read_as_second(**read, by=colleague_in_the_region, at=MORNING)
    assert not consented_case.tasks.open().filter(kind=TaskKind.SECOND_READER).exists()
    assert sign_it(consented_case, draft, by).level == Level.LOW


# Two people at once.


def test_two_people_on_different_steps_both_go_on_and_on_the_same_step_nothing_is_lost(
    consented_case, by, colleague_in_the_region
):
    draft = assessing.begin(case=consented_case, by=by, at=MORNING)

    def write(step, base, person, **content):
        return assessing.save(
            case=consented_case, assessment_id=draft.pk, step=step, base=base, content=content, by=person, at=MORNING
        )

    write(Step.CONTEXT, 1, by, **{"context.latest": "Hun ringede"})
    other = write(Step.CONCLUSIONS, 1, colleague_in_the_region, change="En rejse")
    assert (other.forked, other.others_wrote) == (False, True)
    assert other.assessment.content == {"context.latest": "Hun ringede", "change": "En rejse"}
    second = write(Step.CONTEXT, 1, colleague_in_the_region, **{"context.latest": "Skolen ringede"})
    assert second.forked
    assert sorted(each.content["context.latest"] for each in assessments.drafts_of(consented_case)) == [
        "Hun ringede",
        "Skolen ringede",
    ]


@pytest.mark.parametrize("did", ["wrote", "read"])
def test_nobody_who_has_written_in_it_or_read_it_as_a_draft_rates_it_blindly(
    consented_case, by, colleague_in_the_region, did
):
    other = colleague_in_the_region
    draft = assessing.begin(case=consented_case, by=by, at=MORNING)
    if did == "wrote":
        draft = saved(consented_case, draft, other, **{"context.latest": "Hun ringede"})
    whole = saved(consented_case, draft, by, level="high", valid_until="2026-11-30")
    if did == "read":
        second_look.read_as_second(
            case=consented_case, assessment=whole, base=whole.revision, remark=text(), by=other, at=MORNING
        )
    first = sign_it(consented_case, whole, by)
    with pytest.raises(second_look.KnowsIt):
        second_look.ask_blind_rating(case=consented_case, assessment=first, rater=other, by=by, at=MORNING)


def test_a_blind_rater_keeps_every_draft_of_their_own(consented_case, by, colleague_in_the_region):
    rater = colleague_in_the_region
    own = assessing.begin(case=consented_case, by=rater, at=MORNING)
    first = signed(consented_case, by)
    rating = second_look.ask_blind_rating(case=consented_case, assessment=first, rater=rater, by=by, at=MORNING)
    once = {"assessment_id": rating.pk, "step": Step.CONTEXT, "base": rating.revision, "by": rater, "at": MORNING}
    for words in ("Hun ringede", "Skolen ringede"):  # two tabs: the second becomes a draft of its own
        assessing.save(case=consented_case, content={"context.latest": words}, **once)
    drafts = Assessment.objects.of(consented_case).drafts().by(rater)
    assert drafts.count() == 3
    for draft in drafts:
        assert assessments.assessment_of(consented_case, draft.pk, user=rater).pk == draft.pk
    with pytest.raises(assessments.RatesBlindly):
        assessments.assessment_of(consented_case, first.pk, user=rater)
    assert own.pk in {draft.pk for draft in drafts}


def test_a_blind_second_rating_is_blind_until_it_is_handed_in(consented_case, by, colleague_in_the_region):
    first = signed(consented_case, by)
    rater = colleague_in_the_region
    with pytest.raises(second_look.KnowsIt):
        second_look.ask_blind_rating(case=consented_case, assessment=first, rater=by, by=rater, at=MORNING)
    rating = second_look.ask_blind_rating(case=consented_case, assessment=first, rater=rater, by=by, at=MORNING)
    assert rating.content == {}
    with pytest.raises(assessments.RatesBlindly):
        assessments.assessment_of(consented_case, first.pk, user=rater)
    with pytest.raises(assessments.NotTheirRating):
        assessments.assessment_of(consented_case, rating.pk, user=by)
    with pytest.raises(assessing.RatedByAnother):
        saved(consented_case, rating, by)
    done = sign_it(
        consented_case,
        saved(
            consented_case, rating, rater, **{"factor.T1.now": "unknown", "level": "high", "valid_until": "2026-11-30"}
        ),
        rater,
    )
    assert (done.level, level_of(consented_case).assessment) == ("", first.pk)
    assert assessments.assessment_of(consented_case, first.pk, user=rater).pk == first.pk
    differing = [
        (pair.label, pair.first, pair.second)
        for _, pairs in assessments.side_by_side(first, done)
        for pair in pairs
        if pair.differs
    ]
    assert differing == [
        ("Holdninger, der støtter æresvold, nu", "Ikke til stede", "Ved ikke"),
        ("Fare for alvorlig vold", "Middel", "Højt"),
    ]
    assert not consented_case.tasks.open().filter(kind=TaskKind.SECOND_RATING).exists()


def test_an_old_assessment_says_what_it_said_when_another_edition_takes_over(consented_case, by, tmp_path, monkeypatch):
    old = signed(consented_case, by)
    before = assessment_words.factors(assessments.content_of(old))
    text = (frame.FOLDER / "patriark_1.toml").read_text(encoding="utf-8")
    text = text.replace("patriark_1", "patriark_2").replace("version = 1", "version = 2")
    text = text.replace('code = "T2"', 'code = "V2"').replace("Trusler eller planer", "Noget andet")
    (tmp_path / "patriark_2.toml").write_text(text, encoding="utf-8")
    digest = hashlib.sha256(text.encode()).hexdigest()
    (tmp_path / "published.toml").write_text(f'[fingerprints]\npatriark_2 = "{digest}"\n', encoding="utf-8")
    monkeypatch.setattr(frame, "FOLDER", tmp_path)
    kept = assessments.assessment_of(consented_case, old.pk, user=by)
    assert assessment_words.factors(assessments.content_of(kept)) == before
    new = assessing.begin(case=consented_case, by=by, at=MORNING, after=kept)
    assert (new.instrument, kept.instrument) == ("patriark_2", "patriark_1")
    assert set(new.content) == {name for name in WHOLE if name.startswith("context.")}


# The paper.


def test_the_summary_tells_it_in_words_and_holds_no_grid_of_codes(consented_case, by):
    with pytest.raises(NothingToPrint):
        assessment_summary(consented_case, by, MORNING)
    signed(consented_case, by)
    paper = assessment_summary(consented_case, by, MORNING)
    for said in (
        "Trusler eller planer (nu til stede). En fætter sagde, at hun ville fortryde det Kilde: personen selv.",
        "De henter hende på vej fra skole",
        "Kommunen, voksne",
        "Middel",
        "At de finder ud af, hvor hun er",
        "Utryg livssituation: Ingen finder ud af det endnu",
    ):
        assert said in paper.text
    assert not re.search(r"\b[TPS][1-5]\b|Ikke til stede", paper.text)
    assert paper.pdf.startswith(b"%PDF")
    screened(
        consented_case.inquiry.opened_with(consented_case.inquiry.key_in_hand),
        by,
        level="high",
        soon="week",
        valid_until="2026-11-30",
    )
    assert (
        "En senere screening gælder. Trusselsniveauet er nu: Højt."
        in assessment_summary(consented_case, by, MORNING).text
    )
